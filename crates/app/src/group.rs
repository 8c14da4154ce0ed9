//! One group as the report shows it: members, ties, shared objects, exhibits, and what would make it innocent.

use crate::{names, sentences::english, verdict, view::View};
use ostrakon_detect::{
    coordination::{evidence::SignalEvidence, find::Group as Found, links::Edge as Tie, links::Link},
    graph::{Graph, Partition, layout, roles},
};
use ostrakon_model::{Columns, Signal};
use ostrakon_report::group::{
    Edge, Exhibit, Group, Innocent, Member, PostView, RasterPoint, Role, SharedObject, SignalShare,
    SignificanceText, Synchrony,
};
use ostrakon_report::sentence::Sentence;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Ties of one group that the report holds; the files hold all.
const MOST_EDGES: usize = 2_000;
/// Exhibits of one tie.
const MOST_EXHIBITS_AN_EDGE: usize = 3;
/// Exhibits of one group.
const MOST_EXHIBITS: usize = 300;
/// Objects of one group.
const MOST_OBJECTS: usize = 60;
/// Points of one group's raster; beyond, posts are counted together.
const MOST_POINTS: usize = 3_000;
/// Nodes that are laid out; the rest stand around them.
const MOST_LAID_OUT: usize = 150;

/// Fills a group's page. `rank` counts from 1.
pub fn group(view: &View<'_>, found: &Found, rank: u32) -> Group {
    let links: Vec<&Link> =
        found.community.links.iter().map(|&i| &view.detection.found.links[i as usize]).collect();
    let mut page = Page::new(view, found, &links);
    let edges = page.edges(&links);
    let objects = page.objects();
    let (joint_posts, first_ms, last_ms) = page.joint_posts();
    let members = page.members(&links);
    let raster = page.raster(&joint_posts, first_ms, last_ms);
    let activity = page.activity();
    let Page { posts, exhibits, .. } = page;
    let said = verdict::said(view, found);
    let texts = |sentences: &[Sentence]| sentences.iter().map(english).collect::<Vec<_>>();
    let bearings = verdict::innocent(found).into_iter().map(|(_, bearing, _)| bearing);
    let innocent = said.innocent.iter().zip(bearings).map(|((statement, because), bearing)| Innocent {
        statement: english(statement),
        bearing,
        because: english(because),
    });
    Group {
        id: view.id(found),
        rank,
        flagged: found.verdict.flagged,
        strength: verdict::strength(found),
        verdict: english(&said.verdict),
        reasons: texts(&said.reasons),
        signals: signal_shares(view, found, &links),
        significance: SignificanceText {
            p: found.community.p,
            q: found.community.q,
            null_model: verdict::NULL_MODEL.to_owned(),
            words: english(&said.significance),
        },
        organic: english(&said.organic),
        first_ms,
        last_ms,
        synchrony: synchrony(view, found),
        activity,
        members,
        edges,
        objects,
        raster,
        posts,
        exhibits,
        innocent: innocent.collect(),
        limits: texts(&said.limits),
        method: "coordination".to_owned(),
        said,
    }
}

/// A tie's strongest edge in each signal: the window with the least p, the narrowest on a tie.
pub fn strongest(link: &Link, windows: usize) -> Vec<&Tie> {
    let mut best: BTreeMap<u32, &Tie> = BTreeMap::new();
    for tie in &link.edges {
        let entry = best.entry(tie.layer / windows as u32).or_insert(tie);
        if tie.pair.p < entry.pair.p {
            *entry = tie;
        }
    }
    best.into_values().collect()
}

fn signal_shares(view: &View<'_>, found: &Found, links: &[&Link]) -> Vec<SignalShare> {
    let mut sums: BTreeMap<Signal, (f64, u64)> = BTreeMap::new();
    for tie in links.iter().flat_map(|link| strongest(link, view.windows_ms.len())) {
        let sum = sums.entry(view.signal(tie.layer)).or_default();
        *sum = (sum.0 + f64::from(tie.pair.surprise), sum.1 + 1);
    }
    let objects = |signal| {
        found
            .evidence
            .signals
            .iter()
            .find(|s| s.signal == signal)
            .map_or(0, |s: &SignalEvidence| u64::from(s.objects))
    };
    let mut out: Vec<SignalShare> = sums
        .into_iter()
        .map(|(signal, (weight, edges))| SignalShare { signal, weight, edges, objects: objects(signal) })
        .collect();
    out.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    out
}

fn synchrony(view: &View<'_>, found: &Found) -> Synchrony {
    let Some(best) = found.evidence.signals.first() else {
        return Synchrony {
            co_actions: 0,
            expected: None,
            median_gap_ms: None,
            p90_gap_ms: None,
            window_s: 0,
        };
    };
    Synchrony {
        co_actions: best.joints.len() as u64,
        expected: (best.synchrony.on_time > 0.0)
            .then(|| best.joints.len() as f64 * best.synchrony.expected / best.synchrony.on_time),
        median_gap_ms: Some(view.shown_gap(best.gaps_ms.0)),
        p90_gap_ms: Some(view.shown_gap(best.gaps_ms.1)),
        window_s: (best.window_ms / 1_000) as u32,
    }
}

/// A page being filled: posts are stored once and referred to by number.
struct Page<'a> {
    view: &'a View<'a>,
    found: &'a Found,
    number: HashMap<u32, u32>,
    posts: Vec<PostView>,
    post_number: HashMap<u32, u32>,
    exhibits: Vec<Exhibit>,
    graph: Option<Graph>,
}

impl<'a> Page<'a> {
    fn new(view: &'a View<'a>, found: &'a Found, links: &[&Link]) -> Self {
        let number: HashMap<u32, u32> =
            found.community.members.iter().enumerate().map(|(i, &m)| (m, i as u32)).collect();
        let windows = view.windows_ms.len();
        let edges: Vec<(u32, u32, f64)> = links
            .iter()
            .map(|l| {
                (number[&l.a], number[&l.b], ostrakon_detect::coordination::communities::weight(l, windows))
            })
            .collect();
        let graph = Graph::from_edges(found.community.members.len() as u32, &edges).ok();
        Self {
            view,
            found,
            number,
            posts: Vec::new(),
            post_number: HashMap::new(),
            exhibits: Vec::new(),
            graph,
        }
    }

    fn columns(&self) -> &'a Columns {
        self.view.columns
    }

    fn post(&mut self, row: u32) -> u32 {
        if let Some(&n) = self.post_number.get(&row) {
            return n;
        }
        let columns = self.columns();
        let n = self.posts.len() as u32;
        self.posts.push(PostView {
            id: columns.item_id.get(row as usize).to_owned(),
            account: names::account(columns, columns.account[row as usize]),
            time_ms: Some(columns.time[row as usize]),
            text: names::shorten(columns.text.get(row as usize), 600),
            // Columns keep no permalink, and what a post links to must not be a click away.
            link: None,
        });
        self.post_number.insert(row, n);
        n
    }

    /// Ties, strongest first, with the posts that made them.
    fn edges(&mut self, links: &[&Link]) -> Vec<Edge> {
        let windows = self.view.windows_ms.len();
        let mut ties: Vec<(&Link, &Tie)> = links
            .iter()
            .flat_map(|link| strongest(link, windows).into_iter().map(move |tie| (*link, tie)))
            .collect();
        ties.sort_by(|x, y| y.1.pair.surprise.total_cmp(&x.1.pair.surprise));
        ties.truncate(MOST_EDGES);
        ties.into_iter()
            .map(|(link, tie)| Edge {
                source: self.number[&link.a],
                target: self.number[&link.b],
                signal: self.view.signal(tie.layer),
                weight: f64::from(tie.pair.moments),
                p: tie.pair.p,
                q: tie.q,
                surprise: f64::from(tie.pair.surprise) / std::f64::consts::LN_2,
                exhibits: self.exhibits_of(link, tie),
            })
            .collect()
    }

    fn exhibits_of(&mut self, link: &Link, tie: &Tie) -> Vec<u32> {
        if self.exhibits.len() >= MOST_EXHIBITS {
            return Vec::new();
        }
        let (layer, window_ms) = self.view.layer(tie.layer);
        let mut meetings = layer.meetings(link.a, link.b, window_ms);
        meetings.sort_by_key(|m| (m.gap_ms.abs(), m.a_post));
        let mut seen = BTreeSet::new();
        meetings.retain(|m| seen.insert(m.object) || layer.signal == Signal::CoDomain);
        meetings.truncate(MOST_EXHIBITS_AN_EDGE);
        let columns = self.columns();
        meetings
            .into_iter()
            .map(|m| {
                let (first, second) = if m.gap_ms >= 0 { (m.a_post, m.b_post) } else { (m.b_post, m.a_post) };
                let object = names::object(columns, layer.signal, m.object, first);
                let who = |row: u32| names::account(columns, columns.account[row as usize]);
                let explanation = format!(
                    "{} and {} {}, {}.",
                    who(first),
                    who(second),
                    layer.signal.phrase(),
                    names::apart(m.gap_ms.abs(), columns.precision)
                );
                let posts = vec![self.post(first), self.post(second)];
                self.exhibits.push(Exhibit {
                    signal: layer.signal,
                    object,
                    explanation,
                    compared: Some((posts[0], posts[1])),
                    posts,
                });
                self.exhibits.len() as u32 - 1
            })
            .collect()
    }

    /// What was shared jointly, most members first.
    fn objects(&self) -> Vec<SharedObject> {
        let columns = self.columns();
        let mut out = Vec::new();
        for signal in &self.found.evidence.signals {
            let layer = &self.view.detection.layers[signal.layer];
            // Members that came at another time are in no joint action, and no outsiders.
            let present = layer.present(&self.found.community.members);
            let mut by_object: BTreeMap<u32, (BTreeSet<u32>, Vec<u32>)> = BTreeMap::new();
            for joint in &signal.joints {
                let entry = by_object.entry(joint.object).or_default();
                for &p in &joint.shares {
                    entry.0.insert(layer.shares.account(p as usize));
                    entry.1.push(p);
                }
            }
            for (object, (accounts, shares)) in by_object {
                let time = |p: &u32| layer.shares.time(*p as usize);
                out.push(SharedObject {
                    signal: signal.signal,
                    object: names::object(
                        columns,
                        signal.signal,
                        object,
                        layer.shares.post(shares[0] as usize),
                    ),
                    posts: shares.len() as u64,
                    accounts: accounts.len() as u64,
                    outside: Some(u64::from(layer.audience_of(shares[0]).0).saturating_sub(
                        present.get(&layer.group_of[shares[0] as usize]).copied().map_or(0, u64::from),
                    )),
                    first_ms: shares.iter().map(time).min().unwrap_or_default(),
                    last_ms: shares.iter().map(time).max().unwrap_or_default(),
                });
            }
        }
        out.sort_by(|a, b| {
            b.accounts.cmp(&a.accounts).then(b.posts.cmp(&a.posts)).then(a.object.cmp(&b.object))
        });
        out.truncate(MOST_OBJECTS);
        out
    }

    /// Rows of joint actions, and their first and last time.
    fn joint_posts(&self) -> (BTreeSet<u32>, i64, i64) {
        let mut rows = BTreeSet::new();
        for signal in &self.found.evidence.signals {
            let shares = &self.view.detection.layers[signal.layer].shares;
            rows.extend(signal.joints.iter().flat_map(|j| j.shares.iter().map(|&p| shares.post(p as usize))));
        }
        let time = |&row: &u32| self.columns().time[row as usize];
        let first = rows.iter().map(time).min().unwrap_or_default();
        let last = rows.iter().map(time).max().unwrap_or_default();
        (rows, first, last)
    }

    fn members(&self, links: &[&Link]) -> Vec<Member> {
        let columns = self.columns();
        let members = &self.found.community.members;
        let mut q = vec![self.found.community.q.min(1.0); members.len()];
        let mut strength = vec![0.0; members.len()];
        let windows = self.view.windows_ms.len();
        for link in links {
            let weight = ostrakon_detect::coordination::communities::weight(link, windows);
            for end in [link.a, link.b] {
                let i = self.number[&end] as usize;
                q[i] = q[i].min(link.q);
                strength[i] += weight;
            }
        }
        let mut first = vec![0u64; members.len()];
        for signal in &self.found.evidence.signals {
            let shares = &self.view.detection.layers[signal.layer].shares;
            for joint in &signal.joints {
                first[self.number[&shares.account(joint.shares[0] as usize)] as usize] += 1;
            }
        }
        let places = self.places(&strength);
        let role = self.roles();
        members
            .iter()
            .enumerate()
            .map(|(i, &account)| Member {
                account: names::account(columns, account),
                role: role[i],
                posts: u64::from(self.view.posts_of[account as usize].len() as u32),
                first: first[i],
                strength: strength[i],
                q: q[i],
                declared_bot: columns.declared_bot[account as usize],
                x: places[i].0,
                y: places[i].1,
            })
            .collect()
    }

    fn roles(&self) -> Vec<Role> {
        use ostrakon_detect::graph::roles::Role as Found;
        let n = self.found.community.members.len();
        let Some(graph) = &self.graph else { return vec![Role::Periphery; n] };
        let originates = |i: u32| {
            let account = self.found.community.members[i as usize];
            self.found.originators.binary_search(&account).is_ok()
        };
        roles(graph, &Partition::new(&vec![0; n]))
            .into_iter()
            .zip(0u32..)
            .map(|(member, i)| match member.role {
                _ if originates(i) => Role::Originator,
                Found::Hub => Role::Hub,
                Found::Bridge => Role::Bridge,
                Found::Member => Role::Member,
                Found::Periphery => Role::Periphery,
            })
            .collect()
    }

    /// Places in [0, 1]²: the strongest members laid out by their ties, the others on a circle around them.
    fn places(&self, strength: &[f64]) -> Vec<(f32, f32)> {
        let mut order: Vec<u32> = (0..strength.len() as u32).collect();
        order.sort_by(|&x, &y| strength[y as usize].total_cmp(&strength[x as usize]).then(x.cmp(&y)));
        let mut chosen: Vec<u32> =
            order.iter().copied().filter(|&m| strength[m as usize] > 0.0).take(MOST_LAID_OUT).collect();
        chosen.sort_unstable();
        let points = self
            .graph
            .as_ref()
            .and_then(|graph| layout(&graph.subgraph(&chosen), 1).ok())
            .unwrap_or_default();
        let everyone = chosen.len() == strength.len();
        let scale = if everyone { 1.0 } else { 0.84 };
        let mut places = vec![(0.5f32, 0.5f32); strength.len()];
        for (&member, point) in chosen.iter().zip(&points) {
            places[member as usize] =
                ((0.5 + (point.x - 0.5) * scale) as f32, (0.5 + (point.y - 0.5) * scale) as f32);
        }
        let outer: Vec<u32> =
            (0..strength.len() as u32).filter(|m| chosen.binary_search(m).is_err()).collect();
        for (i, &member) in outer.iter().enumerate() {
            let angle = i as f64 / outer.len() as f64 * std::f64::consts::TAU;
            places[member as usize] = ((0.5 + 0.49 * angle.cos()) as f32, (0.5 + 0.49 * angle.sin()) as f32);
        }
        places
    }

    fn rows(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let members = self.found.community.members.iter().enumerate();
        members.flat_map(|(i, &m)| self.view.posts_of[m as usize].iter().map(move |&row| (i as u32, row)))
    }

    fn raster(&self, joint: &BTreeSet<u32>, first_ms: i64, last_ms: i64) -> Vec<RasterPoint> {
        let margin = ((last_ms - first_ms) / 20).max(3_600_000);
        let inside: Vec<(u32, u32)> = self
            .rows()
            .filter(|&(_, row)| {
                (first_ms - margin..=last_ms + margin).contains(&self.columns().time[row as usize])
            })
            .collect();
        let bin = if inside.len() <= MOST_POINTS { 1 } else { ((last_ms - first_ms) / 300).max(1) };
        let mut points: BTreeMap<(u32, i64), (u32, bool)> = BTreeMap::new();
        for (member, row) in inside {
            let time = self.columns().time[row as usize];
            let point = points.entry((member, time.div_euclid(bin) * bin)).or_default();
            *point = (point.0 + 1, point.1 | joint.contains(&row));
        }
        let mut out: Vec<RasterPoint> = points
            .into_iter()
            .map(|((account, time_ms), (posts, shared))| RasterPoint { account, time_ms, posts, shared })
            .collect();
        // Of what still is too much, the joint actions are kept.
        out.sort_by_key(|p| !p.shared);
        out.truncate(2 * MOST_POINTS);
        out.sort_by_key(|p| (p.account, p.time_ms));
        out
    }

    fn activity(&self) -> Vec<u32> {
        let mut hours = vec![0u32; 168];
        for (_, row) in self.rows() {
            let time = self.columns().time[row as usize];
            if time != ostrakon_model::columns::NO_TIME {
                // 1970-01-01 was a Thursday, three days after Monday.
                hours[((time.div_euclid(3_600_000) + 72).rem_euclid(168)) as usize] += 1;
            }
        }
        hours
    }
}
