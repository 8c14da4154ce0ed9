//! From crews to links, and from groups to those who were with them.
//!
//! Two things the pairs alone do not see. A crew's members are linked because the set recurs, though each pair met once
//! or twice. And an account that took part two or three times in what a group did belongs to it, though it meets each
//! single member too rarely for a link: tested against the whole group there is one test an account, not one a pair.

use super::{
    crews::Crew,
    evidence::SignalEvidence,
    layer::Layer,
    links::{Edge, Link, Links, Params},
    null::benjamini_hochberg,
    pairs::Pair,
    synchrony::{Synchrony, compare, of_group, visits},
};
use rayon::prelude::*;

/// Adds the links of crews that keep time (at least `nats` a trial): pairs of members that are not linked yet. What a pair must
/// have met in, a crew must have recurred in; its pairs may have met less often, as they do where a campaign takes turns.
pub fn crew_links(found: &mut Links, layers: &[Layer], params: &Params, nats: f64) {
    let windows = params.windows_ms.len();
    let count = (layers.len() * windows) as f64;
    let place = |index: u32| {
        let (layer, window) = (index as usize / windows, index as usize % windows);
        (&layers[layer], params.windows_ms[window], &found.backgrounds[index as usize])
    };
    let on_time = |(index, crew): &&(u32, Crew)| {
        if (crew.together.len() as u32) < params.min_moments {
            return false;
        }
        let (layer, window_ms, background) = place(*index);
        let synchrony = of_group(layer, &crew.members, window_ms, background);
        synchrony.objects >= 2 && synchrony.nats() >= nats
    };
    let crews: Vec<&(u32, Crew)> = found.crews.par_iter().filter(on_time).collect();
    // A pair is listed once, with the first crew that has it.
    let linked = |a, b| found.links.binary_search_by_key(&(a, b), |link| (link.a, link.b)).is_ok();
    let new = |(n, (_, crew)): (usize, &&(u32, Crew))| {
        let meetings = crew.meetings().into_iter().filter(|&(a, b, _)| !linked(a, b));
        meetings.map(|(a, b, moments)| (a, b, n as u32, moments)).collect::<Vec<_>>()
    };
    let mut meetings: Vec<(u32, u32, u32, u32)> = crews.par_iter().enumerate().flat_map_iter(new).collect();
    meetings.par_sort_unstable();
    meetings.dedup_by_key(|meeting| (meeting.0, meeting.1));
    meetings.par_sort_unstable_by_key(|&(a, b, n, _)| (n, a, b));
    let links = |meetings: &[(u32, u32, u32, u32)]| {
        let (index, crew) = crews[meetings[0].2 as usize];
        let (layer, window_ms, background) = place(*index);
        let visited: Vec<_> = crew.members.iter().map(|&m| visits(layer, m)).collect();
        let number = |account: u32| crew.members.binary_search(&account).unwrap_or(0);
        let link = |&(a, b, _, moments): &(u32, u32, u32, u32)| {
            let synchrony = compare(&visited[number(a)], &visited[number(b)], window_ms, background);
            let surprise = (f64::from(moments) * -crew.p.max(1e-300).ln() / crew.members.len() as f64) as f32;
            let pair = Pair { a, b, moments, surprise, p: crew.p };
            let edge = Edge { layer: *index, pair, q: crew.q, synchrony };
            let (p, q) = ((crew.p * count).min(1.0), (crew.q * count).min(1.0));
            Link { a, b, p, q, crew: true, edges: vec![edge] }
        };
        meetings.iter().map(link).collect::<Vec<_>>()
    };
    let added: Vec<Vec<Link>> = meetings.par_chunk_by(|x, y| x.2 == y.2).map(links).collect();
    found.links.extend(added.into_iter().flatten());
    found.links.par_sort_by_key(|link| (link.a, link.b));
}

/// The members that take part in at least two joint actions of the signals that carry the verdict. Communities are cut
/// from links of any kind; who hangs on by an interest in common alone is not in what the group is flagged for.
pub fn participants(layers: &[Layer], signals: &[&SignalEvidence]) -> Vec<u32> {
    let mut taking_part: Vec<u32> = Vec::new();
    for signal in signals {
        let shares = &layers[signal.layer].shares;
        for joint in &signal.joints {
            let mut present: Vec<u32> = joint.shares.iter().map(|&p| shares.account(p as usize)).collect();
            present.sort_unstable();
            present.dedup();
            taking_part.extend(present);
        }
    }
    taking_part.sort_unstable();
    taking_part.chunk_by(|a, b| a == b).filter(|run| run.len() > 1).map(|run| run[0]).collect()
}

/// An account with less than this share of its part in a group's objects on time is not with the group.
const LEAST_ON_TIME: f64 = 0.75;

/// Accounts outside of `members` (and of `taken`) that were with the group in one layer at least twice, on time, at
/// false-discovery rate `rate`.
pub fn companions(layer: &Layer, members: &[u32], window_ms: i64, taken: &[bool], rate: f64) -> Vec<u32> {
    let shares = &layer.shares;
    // Where the group acted: every share by anyone within the window of a share of a joint action.
    let joints = layer.joint_actions(members, window_ms);
    let mut present: Vec<u32> = Vec::new();
    let mut objects: Vec<u32> = Vec::new();
    for joint in &joints {
        objects.push(layer.group_of[joint.shares[0] as usize]);
        let range = shares.range(layer.group_of[joint.shares[0] as usize] as usize);
        let (first, last) = (joint.shares[0] as usize, joint.shares[joint.shares.len() - 1] as usize);
        let times = &shares.all()[range.clone()];
        let from = range.start + times.partition_point(|share| share.time < shares.time(first) - window_ms);
        let to = range.start + times.partition_point(|share| share.time <= shares.time(last) + window_ms);
        present.extend(from as u32..to as u32);
    }
    present.sort_unstable();
    present.dedup();
    objects.sort_unstable();
    objects.dedup();
    let chance = present.len() as f64 / shares.total.max(1) as f64;

    let mut with: Vec<u32> =
        present.iter().map(|&p| shares.account(p as usize)).filter(|&a| !taken[a as usize]).collect();
    with.sort_unstable();
    let candidates: Vec<(u32, f64)> = with
        .chunk_by(|a, b| a == b)
        .filter(|run| run.len() > 1)
        .filter(|run| {
            let theirs = layer.by_account.of(run[0] as usize);
            let on = theirs
                .iter()
                .filter(|&&p| objects.binary_search(&layer.group_of[p as usize]).is_ok())
                .count();
            run.len() as f64 >= LEAST_ON_TIME * on as f64
        })
        .map(|run| {
            // Hoeffding's bound holds for drawing without replacement.
            let n = f64::from(shares.activity[run[0] as usize]);
            let drawn = Synchrony {
                trials: n,
                on_time: run.len() as f64,
                expected: n * chance,
                ..Synchrony::default()
            };
            (run[0], drawn.p_value())
        })
        .collect();
    let p: Vec<f64> = candidates.iter().map(|c| c.1).collect();
    let tests = shares.activity.iter().filter(|&&n| n > 1).count() as f64;
    let q = benjamini_hochberg(&p, tests);
    candidates.iter().zip(q).filter(|(_, q)| *q <= rate).map(|(c, _)| c.0).collect()
}
