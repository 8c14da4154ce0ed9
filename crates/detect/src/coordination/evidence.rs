//! The evidence of a group in numbers: what the verdict reads and the report prints.
//!
//! Everything here is measured on the group's own posts and on the audience of what it shared; nothing is a score.

use super::outlets::Outlets;
use super::service;
use super::{
    background::Background,
    joint::Joint,
    layer::Layer,
    links::Link,
    synchrony::{Synchrony, of_group},
};
use ostrakon_model::{Columns, NONE, Signal};

/// What a group did in one signal.
#[derive(Clone, Debug, PartialEq)]
pub struct SignalEvidence {
    /// The signal.
    pub signal: Signal,
    /// Index of its layer in the list of signals.
    pub layer: usize,
    /// The window, of those looked at, in which the group is most on time beyond expectation, ms.
    pub window_ms: i64,
    /// Links of the group with an edge in this signal and window.
    pub links: u32,
    /// How the whole group keeps time, all pairs of members counted, linked or not.
    pub synchrony: Synchrony,
    /// Joint actions in order of objects and time.
    pub joints: Vec<Joint>,
    /// Distinct objects of joint actions.
    pub objects: u32,
    /// Members that take part in some joint action.
    pub active: u32,
    /// Days on which joint actions of this signal began.
    pub days: u32,
    /// Mean share of the active members that take part in a joint action.
    pub participation: f64,
    /// Median share of an object's audience that is not in the group.
    pub outside: f64,
    /// Share of the shares in joint actions whose object is by the commonest source (reposts and replies; else 0).
    pub one_source: f64,
    /// Median and ninth decile of the time between one member's share and the next in joint actions, ms.
    pub gaps_ms: (i64, i64),
    /// Share of the shares in joint actions whose post links to a site of its author's own, as an outlet's does.
    pub to_own_site: f64,
    /// How much of what one member writes with a link to its own site another one carries too, on average: about its
    /// appetite for an agency's items where outlets choose, near 1 where sites mirror one another.
    pub carried: f64,
}

/// What a group did.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Members.
    pub size: u32,
    /// Links among them.
    pub links: u32,
    /// Signals with evidence, strongest first.
    pub signals: Vec<SignalEvidence>,
    /// Share of the members' posts that are part of some joint action.
    pub focus: f64,
    /// Share of members that declare themselves automated.
    pub declared: f64,
    /// Share of the members' texts that the same member also wrote with other figures, as a service's bots do; looked at only
    /// where most members declare themselves automated.
    pub reports: f64,
    /// Share of members that link mostly to a site which no other member links to: outlets, not accounts that copy.
    pub own_site: f64,
    /// Days on which the group acted jointly.
    pub days: u32,
}

/// Measures a group: `members` ascending, `links` those among them.
pub fn measure(
    columns: &Columns,
    layers: &[Layer],
    windows_ms: &[i64],
    members: &[u32],
    links: &[&Link],
    backgrounds: &[Background],
    sources: &Sources,
) -> Evidence {
    let outlets = Outlets::among(columns, layers, members);
    let mut signals: Vec<SignalEvidence> = layers
        .iter()
        .enumerate()
        .filter_map(|(layer, _)| {
            signal_evidence(
                columns,
                layers,
                layer,
                windows_ms,
                members,
                links,
                backgrounds,
                sources,
                &outlets,
            )
        })
        .collect();
    signals.sort_by(|a, b| b.synchrony.nats().total_cmp(&a.synchrony.nats()));

    let mut joint_posts: Vec<u32> = signals
        .iter()
        .flat_map(|s| {
            s.joints.iter().flat_map(|j| j.shares.iter().map(|&p| layers[s.layer].shares.post(p as usize)))
        })
        .collect();
    joint_posts.sort_unstable();
    joint_posts.dedup();
    let mut days: Vec<i64> =
        joint_posts.iter().map(|&p| columns.time[p as usize].div_euclid(86_400_000)).collect();
    days.sort_unstable();
    days.dedup();
    let posts: u64 = members.iter().map(|&m| u64::from(sources.posts[m as usize])).sum();
    let bots = members.iter().filter(|&&m| columns.declared_bot[m as usize]).count();
    let declared = bots as f64 / members.len() as f64;
    Evidence {
        size: members.len() as u32,
        links: links.len() as u32,
        signals,
        focus: joint_posts.len() as f64 / posts.max(1) as f64,
        declared,
        reports: if declared > 0.5 { service::reports(columns, members) } else { 0.0 },
        own_site: outlets.share(),
        days: days.len() as u32,
    }
}

/// A window with fewer trials than this says too little to be chosen.
const FEWEST_TRIALS: f64 = 4.0;

#[allow(clippy::too_many_arguments)]
fn signal_evidence(
    columns: &Columns,
    layers: &[Layer],
    index: usize,
    windows_ms: &[i64],
    members: &[u32],
    links: &[&Link],
    backgrounds: &[Background],
    sources: &Sources,
    outlets: &Outlets<'_>,
) -> Option<SignalEvidence> {
    let layer = &layers[index];
    let (of, window_ms, synchrony) = windows_ms
        .iter()
        .enumerate()
        .map(|(w, &window_ms)| {
            let of = index * windows_ms.len() + w;
            (of as u32, window_ms, of_group(layer, members, window_ms, &backgrounds[of]))
        })
        .filter(|(.., synchrony)| synchrony.trials >= FEWEST_TRIALS && synchrony.on_time > 0.0)
        .max_by(|a, b| a.2.nats().total_cmp(&b.2.nats()))?;
    let of_window = |link: &&&Link| link.edges.iter().any(|edge| edge.layer == of);
    let joints = layer.joint_actions(members, window_ms);
    if joints.is_empty() {
        return None;
    }
    let mut objects: Vec<u32> = joints.iter().map(|j| j.object).collect();
    objects.dedup();
    let mut active: Vec<u32> =
        joints.iter().flat_map(|j| j.shares.iter().map(|&p| layer.shares.account(p as usize))).collect();
    active.sort_unstable();
    active.dedup();
    let mut gaps: Vec<i64> = joints
        .iter()
        .flat_map(|j| {
            j.shares.windows(2).map(|w| layer.shares.time(w[1] as usize) - layer.shares.time(w[0] as usize))
        })
        .collect();
    gaps.sort_unstable();
    // A member who came to an object at another time than the others is no outsider.
    let present = layer.present(members);
    let mut outside: Vec<f64> = joints
        .iter()
        .map(|j| {
            let inside = present.get(&layer.group_of[j.shares[0] as usize]).copied().unwrap_or(j.members);
            1.0 - f64::from(inside) / f64::from(layer.audience_of(j.shares[0]).0)
        })
        .collect();
    outside.sort_by(f64::total_cmp);
    let (to_own_site, carried) = outlets.of(layer, &joints);
    let mut days: Vec<i64> =
        joints.iter().map(|j| layer.shares.time(j.shares[0] as usize).div_euclid(86_400_000)).collect();
    days.sort_unstable();
    days.dedup();
    Some(SignalEvidence {
        to_own_site,
        carried,
        signal: layer.signal,
        layer: index,
        window_ms,
        links: links.iter().filter(of_window).count() as u32,
        synchrony,
        participation: joints.iter().map(|j| f64::from(j.members)).sum::<f64>()
            / joints.len() as f64
            / active.len() as f64,
        active: active.len() as u32,
        days: days.len() as u32,
        objects: objects.len() as u32,
        outside: outside[outside.len() / 2],
        one_source: sources.commonest(columns, layer, &joints),
        gaps_ms: (gaps[gaps.len() / 2], gaps[gaps.len() * 9 / 10]),
        joints,
    })
}

/// Who made what others repost or answer, and how much everyone posts.
#[derive(Debug)]
pub struct Sources {
    /// Author of each item, or [`NONE`] where the data do not hold it.
    author: Vec<u32>,
    /// Posts of each account.
    pub posts: Vec<u32>,
}

impl Sources {
    /// Reads them off the columns.
    pub fn new(columns: &Columns) -> Self {
        let mut author = vec![NONE; columns.items.len()];
        let mut posts = vec![0; columns.accounts.len()];
        for row in 0..columns.len() {
            posts[columns.account[row] as usize] += 1;
            if let Some(item) = columns.items.find(columns.item_id.get(row)) {
                author[item as usize] = columns.account[row];
            }
        }
        Self { author, posts }
    }

    /// Author of an item, or [`NONE`] where the data do not hold it.
    pub fn author(&self, item: u32) -> u32 {
        self.author[item as usize]
    }

    /// Share of joint actions by the commonest source. Where the item itself is not in the data, the account that the
    /// repost or reply mentions first stands for its author.
    fn commonest(&self, columns: &Columns, layer: &Layer, joints: &[Joint]) -> f64 {
        if !matches!(layer.signal, Signal::CoRepost | Signal::CoReply) {
            return 0.0;
        }
        let source = |joint: &Joint| {
            let post = layer.shares.post(joint.shares[0] as usize) as usize;
            match self.author[joint.object as usize] {
                NONE => columns.mentions.get(post).first().map(|&m| (true, m)),
                author => Some((false, author)),
            }
        };
        let mut shares_of = std::collections::BTreeMap::new();
        let mut all = 0;
        for joint in joints {
            all += joint.shares.len();
            if let Some(source) = source(joint) {
                *shares_of.entry(source).or_insert(0) += joint.shares.len();
            }
        }
        let most = shares_of.into_values().max().unwrap_or(0);
        most as f64 / all.max(1) as f64
    }
}
