//! The default mode, from columns to groups with a verdict.
//!
//! `layers → links → crews → communities → companions → evidence → verdict → originators`, each in a file of its own.

use super::{
    communities::{Community, communities},
    evidence::{Evidence, Sources, measure},
    layer::Layer,
    links::{Link, Links, Params as LinkParams, links},
    originate::Origins,
    recruit::{companions, crew_links, participants},
    verdict::{Bars, Verdict, judge},
};
use crate::Error;
use ostrakon_model::{Columns, Precision, Signal};
use rayon::prelude::*;

/// Parameters of the default mode.
#[derive(Clone, Debug)]
pub struct Params {
    /// Signals.
    pub signals: Vec<Signal>,
    /// Windows, pair tests and seed.
    pub links: LinkParams,
    /// Least similarity of nearly equal texts.
    pub similarity: f64,
    /// What a group must reach to be flagged.
    pub bars: Bars,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            signals: Signal::ALL.into_iter().filter(|&s| s != Signal::CoPost).collect(),
            links: LinkParams {
                windows_ms: vec![60_000, 600_000, 3_600_000],
                min_moments: 2,
                q: 0.05,
                crowd: 1_000,
                seed: 1,
            },
            similarity: 0.7,
            bars: Bars::default(),
        }
    }
}

/// A group with everything that is known of it.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its members and links.
    pub community: Community,
    /// Its evidence in numbers.
    pub evidence: Evidence,
    /// The verdict.
    pub verdict: Verdict,
    /// Members that only originate what the others spread, ascending. The evidence is that of the others.
    pub originators: Vec<u32>,
}

/// What the default mode found.
#[derive(Debug)]
pub struct Detection {
    /// One a signal.
    pub layers: Vec<Layer>,
    /// Links, crowds and counts.
    pub found: Links,
    /// Groups: flagged first, then by evidence, size and first member.
    pub groups: Vec<Group>,
    /// The windows looked at, ms, ascending: those asked for, none finer than the times are known.
    pub windows_ms: Vec<i64>,
}

/// Runs the default mode.
///
/// # Errors
/// Those of [`crate::similar::similar`] and of the community search.
pub fn find(columns: &Columns, params: &Params) -> Result<Detection, Error> {
    find_while(columns, params, &|| true)
}

/// As [`find`], asking between its steps whether to go on. What is found does not depend on it.
///
/// # Errors
/// As [`find`], and [`Error::Stopped`] as soon as `go_on` says no.
pub fn find_while(columns: &Columns, params: &Params, go_on: &dyn Fn() -> bool) -> Result<Detection, Error> {
    let asked = || if go_on() { Ok(()) } else { Err(Error::Stopped) };
    asked()?;
    let windows_ms = shown_by(columns.precision, &params.links.windows_ms);
    let links_of = LinkParams { windows_ms: windows_ms.clone(), ..params.links.clone() };
    let params = &Params { links: links_of, ..params.clone() };
    let accounts = columns.accounts.len();
    let widest = params.links.windows_ms.iter().copied().max().unwrap_or(0);
    let layers = Layer::several(columns, &params.signals, params.similarity, widest)?;
    asked()?;
    let mut found = links(&layers, accounts, &params.links)?;
    asked()?;
    crew_links(&mut found, &layers, &params.links, params.bars.nats);
    asked()?;
    let communities = communities(&found.links, accounts, found.tests, params.links.seed)?;

    asked()?;
    let sources = Sources::new(columns);
    let of = |community: &Community| {
        let links: Vec<&Link> = community.links.iter().map(|&i| &found.links[i as usize]).collect();
        let windows_ms = &params.links.windows_ms;
        measure(columns, &layers, windows_ms, &community.members, &links, &found.backgrounds, &sources)
    };
    let judged = |community: Community| {
        let evidence = of(&community);
        let verdict = judge(&evidence, community.q, community.evident, &params.bars);
        Group { community, evidence, verdict, originators: Vec::new() }
    };
    let mut groups: Vec<Group> = communities.into_par_iter().map(judged).collect();
    // First only those who took part, then those who were with them; each time the verdict is taken anew.
    let again = |groups: Vec<Group>| -> Vec<Group> {
        let same = |group: &Group| group.community.members.len() as u32 == group.evidence.size;
        groups.into_par_iter().map(|g| if same(&g) { g } else { judged(g.community) }).collect()
    };
    asked()?;
    narrow(&mut groups, &layers, &found.links, &params.bars);
    groups = again(groups);
    asked()?;
    recruit(&mut groups, &layers, accounts, params);
    groups = again(groups);
    asked()?;
    add_originators(columns, &mut groups, &layers, &sources, &params.bars);
    tie(&mut groups, &found.links, accounts);
    groups.sort_by(|x, y| {
        (y.verdict.flagged.cmp(&x.verdict.flagged))
            .then(y.verdict.evidence.total_cmp(&x.verdict.evidence))
            .then(y.evidence.size.cmp(&x.evidence.size))
            .then(x.community.members.cmp(&y.community.members))
    });
    Ok(Detection { layers, found, groups, windows_ms })
}

/// The windows that times of this precision can show. Whoever is dated to the day is on time to the day: at a window of a minute
/// all that share a thing on one day would be simultaneous, and the background, which many more people make, would not.
#[must_use]
pub fn shown_by(precision: Precision, windows_ms: &[i64]) -> Vec<i64> {
    let finest = if precision > Precision::Second { precision.millis() } else { 0 };
    let mut shown: Vec<i64> = windows_ms.iter().map(|&window| window.max(finest)).collect();
    shown.sort_unstable();
    shown.dedup();
    shown
}

/// Gives each group all links among its final members, of whatever pass: groups are cut from links that are on time, and
/// members join later, but what is drawn and what the tables hold must be one.
fn tie(groups: &mut [Group], links: &[Link], accounts: usize) {
    let mut groups_of: Vec<Vec<u32>> = vec![Vec::new(); accounts];
    for (g, group) in groups.iter_mut().enumerate() {
        group.community.links.clear();
        group.community.members.iter().for_each(|&m| groups_of[m as usize].push(g as u32));
    }
    for (i, link) in links.iter().enumerate() {
        for g in &groups_of[link.a as usize] {
            if groups_of[link.b as usize].contains(g) {
                groups[*g as usize].community.links.push(i as u32);
            }
        }
    }
    groups.iter_mut().for_each(|group| group.evidence.links = group.community.links.len() as u32);
}

/// Adds to each flagged group the accounts that originate what it spreads; an account joins one group only, the strongest.
fn add_originators(
    columns: &Columns,
    groups: &mut [Group],
    layers: &[Layer],
    sources: &Sources,
    bars: &Bars,
) {
    if !groups.iter().any(|group| group.verdict.flagged) {
        return;
    }
    let mut taken = taken(groups, columns.accounts.len());
    let origins = Origins::new(columns, layers, sources);
    for g in by_score(groups) {
        let Group { community, evidence, originators, .. } = &mut groups[g];
        let carrying: Vec<_> =
            evidence.signals.iter().filter(|s| s.speaks_for(evidence.size, bars)).collect();
        *originators = origins.of(layers, &carrying, &community.members, &taken);
        originators.iter().for_each(|&a| taken[a as usize] = true);
        community.members.extend(originators.iter());
        community.members.sort_unstable();
    }
}

/// Per account whether it is in a flagged group.
fn taken(groups: &[Group], accounts: usize) -> Vec<bool> {
    let mut taken = vec![false; accounts];
    let flagged = |group: &&Group| group.verdict.flagged;
    groups.iter().filter(flagged).flat_map(|g| &g.community.members).for_each(|&m| taken[m as usize] = true);
    taken
}

/// Flagged groups, highest score first.
fn by_score(groups: &[Group]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..groups.len()).filter(|&g| groups[g].verdict.flagged).collect();
    order.sort_by(|&x, &y| groups[y].verdict.score.total_cmp(&groups[x].verdict.score).then(x.cmp(&y)));
    order
}

/// Leaves in each flagged group the members that took part in what carries its verdict.
fn narrow(groups: &mut [Group], layers: &[Layer], links: &[Link], bars: &Bars) {
    for group in groups.iter_mut().filter(|group| group.verdict.flagged) {
        let carrying: Vec<_> =
            group.evidence.signals.iter().filter(|s| s.carries(&group.evidence, bars)).collect();
        let members = participants(layers, &carrying);
        let inside = |account: u32| members.binary_search(&account).is_ok();
        group.community.links.retain(|&i| inside(links[i as usize].a) && inside(links[i as usize].b));
        group.community.members = members;
    }
}

/// Adds to each flagged group the accounts that were with it; an account joins one group only, the strongest.
fn recruit(groups: &mut [Group], layers: &[Layer], accounts: usize, params: &Params) {
    let mut taken = taken(groups, accounts);
    for g in by_score(groups) {
        let group = &mut groups[g];
        let mut joined = Vec::new();
        for signal in &group.evidence.signals {
            if signal.carries(&group.evidence, &params.bars) {
                let members = &group.community.members;
                joined.extend(companions(
                    &layers[signal.layer],
                    members,
                    signal.window_ms,
                    &taken,
                    params.links.q,
                ));
            }
        }
        joined.iter().for_each(|&a| taken[a as usize] = true);
        group.community.members.extend(joined);
        group.community.members.sort_unstable();
        group.community.members.dedup();
    }
}
