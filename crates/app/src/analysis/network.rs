//! Networks as the interface draws them: bundles first, opened on demand, strongest edges first.

use super::{
    Analyses,
    archive::{Archive, Entry, TieRecord, signal_of},
    drawing::{Drawing, MOST_BLOCKS, grid, in_disc, with_room},
    span::Span,
    wire::{MemberRole, Network, NetworkEdge, NetworkNode, NodeKind, SignalName},
};
use crate::hub::HubError;
use ostrakon_access::Principal;
use ostrakon_detect::graph::{Graph, layout};
use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{Arc, Mutex},
};

/// Nodes of one answer.
pub const MOST_NODES: usize = 10_000;
/// Edges of one answer.
pub const MOST_EDGES: usize = 50_000;
/// Drawings that are held.
const MOST_HELD: usize = 128;

/// Which part of a network.
#[derive(Clone, Debug, Default)]
pub struct NetworkFilter {
    /// Nodes, at most: from 150 to 10,000.
    pub limit: usize,
    /// Bundles (or groups) that are opened.
    pub expand: Vec<String>,
    /// Only ties of these signals; all when empty.
    pub signals: Vec<SignalName>,
    /// Only ties with at most this q.
    pub most_q: Option<f64>,
    /// In the network of a group: only ties that met within it.
    pub span: Span,
    /// In the network of an analysis: flagged groups only.
    pub flagged: bool,
}

impl NetworkFilter {
    fn admits(&self, signal: u32, q: f64) -> bool {
        (self.signals.is_empty() || self.signals.contains(&signal_of(signal)))
            && self.most_q.is_none_or(|most| q <= most)
    }
}

/// A drawing, by analysis and place of the group.
type Held = ((String, usize), Arc<Drawing>);
/// Places of nodes.
type Places = Arc<Vec<(f64, f64)>>;

/// Drawings that were made, the one that was used last behind.
#[derive(Default)]
pub(super) struct Drawn(Mutex<VecDeque<Held>>);

impl Drawn {
    fn get(
        &self,
        key: (&str, usize),
        draw: impl FnOnce() -> Result<Drawing, HubError>,
    ) -> Result<Arc<Drawing>, HubError> {
        let find = |held: &mut VecDeque<Held>| {
            let at = held.iter().position(|((id, place), _)| (id.as_str(), *place) == key)?;
            let found = held.remove(at)?;
            held.push_back(found.clone());
            Some(found.1)
        };
        if let Some(found) = find(&mut super::jobs::open(&self.0)) {
            return Ok(found);
        }
        // Drawn outside of the lock: others look at their own networks meanwhile.
        let drawing = Arc::new(draw()?);
        let mut held = super::jobs::open(&self.0);
        held.push_back(((key.0.to_owned(), key.1), Arc::clone(&drawing)));
        if held.len() > MOST_HELD {
            held.pop_front();
        }
        Ok(drawing)
    }

    pub(super) fn forget(&self, id: &str) {
        super::jobs::open(&self.0).retain(|((one, _), _)| one != id);
    }
}

/// Edges of nodes, summed by signal; ties inside one node are left out.
#[derive(Default)]
struct Sums(HashMap<(u32, u32, u32), NetworkEdge>);

impl Sums {
    fn add(&mut self, (x, y): (u32, u32), signal: u32, weight: f64, (p, q): (f64, f64), surprise: f64) {
        if x == y {
            return;
        }
        let (source, target) = (x.min(y), x.max(y));
        let fresh = NetworkEdge {
            source,
            target,
            signal: signal_of(signal),
            weight: 0.0,
            p: 1.0,
            q: 1.0,
            surprise: 0.0,
            ties: 0,
        };
        let edge = self.0.entry((source, target, signal)).or_insert(fresh);
        edge.weight += weight;
        edge.p = edge.p.min(p);
        edge.q = edge.q.min(q);
        edge.surprise += surprise;
        edge.ties += 1;
    }

    /// The strongest edges, and how many there are in all.
    fn strongest(self) -> (Vec<NetworkEdge>, u64) {
        let mut edges: Vec<NetworkEdge> = self.0.into_values().collect();
        edges.sort_by(|x, y| {
            let key = |edge: &NetworkEdge| (edge.source, edge.target, edge.signal);
            y.surprise.total_cmp(&x.surprise).then_with(|| key(x).cmp(&key(y)))
        });
        let total = edges.len() as u64;
        edges.truncate(MOST_EDGES);
        (edges, total)
    }
}

impl Analyses {
    /// The network of one group.
    ///
    /// # Errors
    /// [`HubError::NotFound`]; [`HubError::Conflict`] before the analysis is done.
    pub fn network(
        &self,
        who: &Principal,
        (id, group): (&str, &str),
        filter: &NetworkFilter,
    ) -> Result<Network, HubError> {
        let archive = self.archive_of(who, id)?;
        let place = archive.place(group).ok_or_else(super::groups::unknown)?;
        let entry = Entry { place, entry: &archive.index.groups[place] };
        let members = archive.line(entry.entry)?.group.members;
        let ties = archive.ties(entry.entry)?;
        let drawing = self.inner.drawn.get((id, place), || Ok(draw(&members, &ties)))?;
        // Places are those of all ties: choosing a span moves nothing.
        let (ties, unknown) = filter.span.met(&archive, entry, ties)?;
        let limit = filter.limit.clamp(MOST_BLOCKS, MOST_NODES);
        let bundle_id = |block: u32| format!("bundle-{}", block + 1);
        let mut open: Vec<bool> = drawing.blocks.iter().map(|list| list.len() == 1).collect();
        let wanted: HashSet<&str> = filter.expand.iter().map(String::as_str).collect();
        let mut shown = drawing.blocks.len();
        let mut closed = 0usize;
        for (block, list) in (0u32..).zip(&drawing.blocks).filter(|(_, list)| list.len() > 1) {
            let asked = wanted.contains(bundle_id(block).as_str()) || limit >= members.len();
            if asked && shown + list.len() - 1 <= limit {
                shown += list.len() - 1;
                open[block as usize] = true;
            } else if asked {
                closed += 1;
            }
        }
        let mut strength = vec![0.0; members.len()];
        for tie in ties.iter().filter(|tie| filter.admits(tie.signal, tie.q)) {
            strength[tie.a as usize] += tie.surprise;
            strength[tie.b as usize] += tie.surprise;
        }
        let mut nodes = Vec::with_capacity(shown);
        let mut node_of = vec![0u32; members.len()];
        for (block, list) in (0u32..).zip(&drawing.blocks) {
            if open[block as usize] {
                for &member in list {
                    node_of[member as usize] = nodes.len() as u32;
                    let one = &members[member as usize];
                    let (x, y) = drawing.places[member as usize];
                    nodes.push(NetworkNode {
                        id: one.account.clone(),
                        kind: NodeKind::Account,
                        accounts: 1,
                        posts: one.posts,
                        strength: strength[member as usize],
                        role: Some(MemberRole::from(one.role)),
                        declared_bot: one.declared_bot,
                        group: group.to_owned(),
                        bundle: (list.len() > 1).then(|| bundle_id(block)),
                        x,
                        y,
                    });
                }
            } else {
                list.iter().for_each(|&member| node_of[member as usize] = nodes.len() as u32);
                let (x, y) = drawing.centres[block as usize];
                nodes.push(NetworkNode {
                    id: bundle_id(block),
                    kind: NodeKind::Bundle,
                    accounts: list.len() as u64,
                    posts: list.iter().map(|&member| members[member as usize].posts).sum(),
                    strength: list.iter().map(|&member| strength[member as usize]).sum(),
                    role: None,
                    declared_bot: list.iter().all(|&member| members[member as usize].declared_bot),
                    group: group.to_owned(),
                    bundle: None,
                    x,
                    y,
                });
            }
        }
        let mut sums = Sums::default();
        for tie in ties.iter().filter(|tie| filter.admits(tie.signal, tie.q)) {
            let ends = (node_of[tie.a as usize], node_of[tie.b as usize]);
            sums.add(ends, tie.signal, tie.weight, (tie.p, tie.q), tie.surprise);
        }
        let (edges, edges_total) = sums.strongest();
        let mut left_out: Vec<String> = unknown.into_iter().collect();
        if entry.entry.row.ties > entry.entry.ties.1 {
            left_out.push(format!(
                "of {} ties the {} most surprising are drawn; edges.csv has all",
                entry.entry.row.ties, entry.entry.ties.1
            ));
        }
        if edges_total > edges.len() as u64 {
            left_out.push(format!("of {edges_total} edges the {} strongest are drawn", edges.len()));
        }
        if closed > 0 {
            left_out.push(format!(
                "{closed} bundles stay closed: opened, there would be more than {limit} nodes"
            ));
        }
        let left_out = (!left_out.is_empty()).then(|| left_out.join("; "));
        Ok(Network { nodes, edges, accounts: members.len() as u64, edges_total, left_out })
    }

    /// The network of a whole analysis: groups as nodes, opened in the order of their rank as far as `limit` goes.
    ///
    /// # Errors
    /// As [`Analyses::network`].
    pub fn whole_network(
        &self,
        who: &Principal,
        id: &str,
        filter: &NetworkFilter,
    ) -> Result<Network, HubError> {
        let archive = self.archive_of(who, id)?;
        let limit = filter.limit.clamp(MOST_BLOCKS, MOST_NODES);
        let wanted: HashSet<&str> = filter.expand.iter().map(String::as_str).collect();
        let groups: Vec<Entry<'_>> =
            archive.entries().filter(|one| !filter.flagged || one.entry.row.flagged).collect();
        let drawn = &groups[..groups.len().min(limit)];
        // Which groups are opened: those asked for, else in the order of rank, as far as there is room.
        let mut shown = drawn.len();
        let mut open = vec![false; drawn.len()];
        for (n, one) in drawn.iter().enumerate() {
            let size = one.entry.row.size as usize;
            let asked = if wanted.is_empty() {
                limit > MOST_BLOCKS
            } else {
                wanted.contains(one.entry.row.id.as_str())
            };
            if asked && shown + size.saturating_sub(1) <= limit {
                shown += size.saturating_sub(1);
                open[n] = true;
            }
        }
        let between = archive.between()?;
        let at: HashMap<usize, u32> = drawn.iter().zip(0u32..).map(|(one, n)| (one.place, n)).collect();
        let radius = 0.42 / (drawn.len() as f64).sqrt().max(1.0);
        let centres = self.inner.whole.centres(id, drawn, &between, (&at, radius));
        let mut nodes = Vec::with_capacity(shown);
        let mut sums = Sums::default();
        // Where the members of each drawn group begin among the nodes.
        let mut begin = Vec::with_capacity(drawn.len());
        for (n, one) in drawn.iter().enumerate() {
            begin.push(nodes.len() as u32);
            let row = &one.entry.row;
            let (x, y) = centres[n];
            if !open[n] {
                nodes.push(NetworkNode {
                    id: row.id.clone(),
                    kind: NodeKind::Group,
                    accounts: row.size,
                    posts: row.posts,
                    strength: row.score,
                    role: None,
                    declared_bot: false,
                    group: row.id.clone(),
                    bundle: None,
                    x,
                    y,
                });
                continue;
            }
            let members = archive.line(one.entry)?.group.members;
            for (k, member) in members.iter().enumerate() {
                let place = if members.len() <= MOST_BLOCKS {
                    let (dx, dy) = (f64::from(member.x) - 0.5, f64::from(member.y) - 0.5);
                    (x + 2.0 * radius * dx.clamp(-0.5, 0.5), y + 2.0 * radius * dy.clamp(-0.5, 0.5))
                } else {
                    in_disc((x, y), radius, k, members.len())
                };
                nodes.push(NetworkNode {
                    id: member.account.clone(),
                    kind: NodeKind::Account,
                    accounts: 1,
                    posts: member.posts,
                    strength: member.strength,
                    role: Some(member.role.into()),
                    declared_bot: member.declared_bot,
                    group: row.id.clone(),
                    bundle: None,
                    x: place.0,
                    y: place.1,
                });
            }
            for tie in archive.ties(one.entry)?.iter().filter(|tie| filter.admits(tie.signal, tie.q)) {
                let ends = (begin[n] + tie.a, begin[n] + tie.b);
                sums.add(ends, tie.signal, tie.weight, (tie.p, tie.q), tie.surprise);
            }
        }
        let node = |(group, member): (u32, u32)| {
            let n = *at.get(&(group as usize))? as usize;
            Some(begin[n] + if open[n] { member } else { 0 })
        };
        for tie in between.iter().filter(|tie| filter.admits(tie.signal, tie.q)) {
            if let (Some(x), Some(y)) = (node(tie.a), node(tie.b)) {
                sums.add((x, y), tie.signal, tie.weight, (tie.p, tie.q), tie.surprise);
            }
        }
        let (edges, edges_total) = sums.strongest();
        let mut left_out = Vec::new();
        if groups.len() > drawn.len() {
            left_out.push(format!("of {} groups the first {} are drawn", groups.len(), drawn.len()));
        }
        if edges_total > edges.len() as u64 {
            left_out.push(format!("of {edges_total} edges the {} strongest are drawn", edges.len()));
        }
        let left_out = (!left_out.is_empty()).then(|| left_out.join("; "));
        let accounts = drawn.iter().map(|one| one.entry.row.size).sum();
        Ok(Network { nodes, edges, accounts, edges_total, left_out })
    }
}

fn draw(members: &[ostrakon_report::group::Member], ties: &[TieRecord]) -> Drawing {
    let own: Vec<(f64, f64)> = members.iter().map(|one| (f64::from(one.x), f64::from(one.y))).collect();
    let weighted: Vec<(u32, u32, f64)> =
        ties.iter().filter(|tie| tie.a != tie.b).map(|tie| (tie.a, tie.b, tie.surprise.max(1e-3))).collect();
    Drawing::new(members.len(), &weighted, Some(&own))
}

/// Places of groups, held: the same for every expansion of the same list.
#[derive(Default)]
pub(super) struct Whole(Mutex<HashMap<(String, usize), Places>>);

impl Whole {
    fn centres(
        &self,
        id: &str,
        drawn: &[Entry<'_>],
        between: &[super::archive::Between],
        (at, radius): (&HashMap<usize, u32>, f64),
    ) -> Places {
        let key = (id.to_owned(), drawn.len());
        if let Some(found) = super::jobs::open(&self.0).get(&key) {
            return Arc::clone(found);
        }
        let laid_out = (drawn.len() <= MOST_BLOCKS).then(|| {
            let place = |end: (u32, u32)| at.get(&(end.0 as usize)).copied();
            let ties: Vec<(u32, u32, f64)> = between
                .iter()
                .filter_map(|tie| Some((place(tie.a)?, place(tie.b)?, tie.surprise.max(1e-3))))
                .collect();
            let graph = Graph::from_edges(drawn.len() as u32, &ties).ok()?;
            let points = layout(&graph, 1).ok()?;
            Some(points.into_iter().map(|point| (point.x, point.y)).collect::<Vec<_>>())
        });
        let places = laid_out.flatten().unwrap_or_else(|| grid(drawn.len()));
        let centres: Places = Arc::new(with_room(radius, places));
        let mut held = super::jobs::open(&self.0);
        if held.len() >= MOST_HELD {
            held.clear();
        }
        held.insert(key, Arc::clone(&centres));
        centres
    }

    pub(super) fn forget(&self, id: &str) {
        super::jobs::open(&self.0).retain(|(one, _), _| one != id);
    }
}

impl Archive {
    /// All groups, by rank.
    fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.index.groups.iter().enumerate().map(|(place, entry)| Entry { place, entry })
    }
}
