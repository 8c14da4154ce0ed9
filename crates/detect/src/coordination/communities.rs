//! Communities: links to groups.
//!
//! Two passes. *Evident* links, surprising and on time, form the groups that can be flagged. What is left, surprising
//! but not on time, forms groups that are shown and never flagged: they are what people with one interest look like,
//! and an analyst who sees them named as such does not wonder whether the tool overlooked them.
//!
//! Groups are those that the constant Potts model (Traag, Van Dooren, Nesterov 2011) prefers, each link counting one: a group
//! keeps a member, or two groups are one, if at least [`LEAST_DENSITY`] of the pairs between them are linked. Rejected:
//! modularity, which measures against the whole network and so, in an export of ten million posts, throws small campaigns
//! together with whatever a few links tie them to; and links weighed by their surprise, which at a fixed resolution favours
//! busy accounts over throw-away ones. How strong a link is matters for the verdict, not for who belongs together.
//!
//! Significance of a group: Simes' p over all its pairs of members (R. J. Simes, Biometrika 73 (1986)), times the
//! number of groups of that size one could cut the accounts into; both together come to `min_k p_(k) · tests / k` over the
//! group's links in order of p. Its q is Benjamini and Hochberg's over the groups: that number divided by how many groups
//! have as small a one.

use super::{links::Link, null::benjamini_hochberg};
use crate::{
    Error,
    graph::{Graph, LeidenParams, Quality, leiden},
};

/// Two sets of accounts are one group if at least this share of the pairs between them is linked. Low, because the links of
/// a careful campaign are few; what only hangs on to a group by a link or two is far below.
const LEAST_DENSITY: f64 = 0.05;

/// A group of linked accounts.
#[derive(Clone, Debug, PartialEq)]
pub struct Community {
    /// Account numbers, ascending.
    pub members: Vec<u32>,
    /// Indices of the links among them, ascending.
    pub links: Vec<u32>,
    /// Whether it was formed of evident links.
    pub evident: bool,
    /// Simes' p over all pairs of members.
    pub p: f64,
    /// Expected share of false ones among the groups that look at least this strong.
    pub q: f64,
}

/// Evidence that a link contributes to its group, nats: the surprise of each signal's best window, as far as it was
/// on time.
pub fn weight(link: &Link, windows: usize) -> f64 {
    let mut best: Vec<(u32, f64)> = Vec::new();
    for edge in &link.edges {
        let signal = edge.layer / windows as u32;
        let value = f64::from(edge.pair.surprise) * edge.synchrony.ratio().max(0.01);
        match best.last_mut() {
            Some(last) if last.0 == signal => last.1 = last.1.max(value),
            _ => best.push((signal, value)),
        }
    }
    best.iter().map(|b| b.1).sum::<f64>().max(1e-6)
}

/// Finds the groups.
pub fn communities(links: &[Link], accounts: usize, tests: f64, seed: u64) -> Result<Vec<Community>, Error> {
    let (first, rest): (Vec<u32>, Vec<u32>) =
        (0..links.len() as u32).partition(|&i| links[i as usize].evident());
    let mut out = group(links, &first, accounts, tests, seed, true)?;
    let mut taken = vec![false; accounts];
    out.iter().flat_map(|c| &c.members).for_each(|&m| taken[m as usize] = true);
    let rest: Vec<u32> = rest
        .into_iter()
        .filter(|&i| !taken[links[i as usize].a as usize] && !taken[links[i as usize].b as usize])
        .collect();
    out.extend(group(links, &rest, accounts, tests, seed, false)?);
    let alone: Vec<f64> = out.iter().map(|community| community.q).collect();
    // The number of groups there could be is in these values already.
    for (community, q) in out.iter_mut().zip(benjamini_hochberg(&alone, 0.0)) {
        community.q = q / alone.len() as f64;
    }
    Ok(out)
}

fn group(
    links: &[Link],
    chosen: &[u32],
    accounts: usize,
    tests: f64,
    seed: u64,
    evident: bool,
) -> Result<Vec<Community>, Error> {
    // Only linked accounts are nodes: numbered in order of account.
    let mut nodes: Vec<u32> =
        chosen.iter().flat_map(|&i| [links[i as usize].a, links[i as usize].b]).collect();
    nodes.sort_unstable();
    nodes.dedup();
    let mut number = vec![u32::MAX; accounts];
    nodes.iter().enumerate().for_each(|(n, &account)| number[account as usize] = n as u32);
    let edges: Vec<(u32, u32, f64)> = chosen
        .iter()
        .map(|&i| {
            let link = &links[i as usize];
            (number[link.a as usize], number[link.b as usize], 1.0)
        })
        .collect();
    let graph = Graph::from_edges(nodes.len() as u32, &edges)?;
    let quality = Quality::ConstantPotts { resolution: LEAST_DENSITY };
    let partition = leiden(&graph, &LeidenParams { quality, seed, ..LeidenParams::default() })?;

    let mut inside: Vec<Vec<u32>> = vec![Vec::new(); partition.count() as usize];
    for (&i, edge) in chosen.iter().zip(&edges) {
        let community = partition.group(edge.0);
        if community == partition.group(edge.1) {
            inside[community as usize].push(i);
        }
    }
    let members = partition.members();
    Ok(members
        .into_iter()
        .zip(inside)
        .filter(|(members, _)| members.len() > 1)
        .map(|(members, inside)| {
            let mut p: Vec<f64> =
                inside.iter().map(|&i| &links[i as usize]).filter(|l| !l.crew).map(|l| l.p).collect();
            p.sort_by(f64::total_cmp);
            let simes = p.iter().enumerate().map(|(k, p)| p / (k + 1) as f64).fold(f64::INFINITY, f64::min);
            let pairs = members.len() as f64 * (members.len() as f64 - 1.0) / 2.0;
            // A crew was tested as a whole; its links carry the crew's figures.
            let crew = inside.iter().map(|&i| &links[i as usize]).filter(|l| l.crew);
            let (crew_p, crew_q) = crew.fold((1.0f64, 1.0f64), |(p, q), l| (p.min(l.p), q.min(l.q)));
            Community {
                members: members.iter().map(|&n| nodes[n as usize]).collect(),
                links: inside,
                evident,
                p: (simes * pairs).min(crew_p),
                q: (simes * tests).min(crew_q),
            }
        })
        .collect())
}
