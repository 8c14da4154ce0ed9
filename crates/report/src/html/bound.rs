//! How much of a group is embedded in the page.
//!
//! A community of ten thousand accounts has millions of ties; the page must still open. So each group is cut to its
//! strongest accounts, ties and exhibits by fixed rules, what was left out is counted, and the page says so beside the
//! figure. The tables hold everything. The first groups of the list get more room than the rest: they are read first.

use crate::group::{Group, PostView, RasterPoint};
use crate::sentence::Said;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Bounds of a whole page.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How many groups, by rank, get `full`; the others get `rest`.
    pub full_groups: usize,
    /// For the first groups.
    pub full: GroupBounds,
    /// For the others.
    pub rest: GroupBounds,
}

impl Default for Bounds {
    /// About 20 MB for 500 groups of some dozens of accounts. There is room for an exhibit of every tie that is kept:
    /// a tie that one cannot open is not worth drawing.
    fn default() -> Self {
        Self {
            full_groups: 40,
            full: GroupBounds {
                members: 2_000,
                edges: 1_500,
                exhibits: 2_000,
                exhibits_per_edge: 3,
                posts_per_exhibit: 8,
                objects: 200,
                raster: 4_000,
                post_chars: 1_000,
            },
            rest: GroupBounds {
                members: 300,
                edges: 120,
                exhibits: 150,
                exhibits_per_edge: 2,
                posts_per_exhibit: 4,
                objects: 30,
                raster: 600,
                post_chars: 400,
            },
        }
    }
}

/// Bounds of one group: at most so many of each.
#[derive(Clone, Copy, Debug)]
pub struct GroupBounds {
    /// Accounts, strongest first.
    pub members: usize,
    /// Ties, most surprising first.
    pub edges: usize,
    /// Exhibits, in the order of their ties.
    pub exhibits: usize,
    /// Exhibits of one tie.
    pub exhibits_per_edge: usize,
    /// Posts of one exhibit.
    pub posts_per_exhibit: usize,
    /// Shared objects, by number of accounts.
    pub objects: usize,
    /// Points of the time raster before posts are counted together.
    pub raster: usize,
    /// Characters of a post's text.
    pub post_chars: usize,
}

/// The furthest time from 1970 that a browser's dates can hold (ECMA-262, time range), in ms.
const LATEST_DATE_MS: u64 = 8_640_000_000_000_000;

/// What was left out of a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Accounts.
    pub members: usize,
    /// Ties.
    pub edges: usize,
    /// Exhibits.
    pub exhibits: usize,
    /// Shared objects.
    pub objects: usize,
    /// Width in ms of the bins of the time raster; 0 when every post is its own point.
    pub raster_bin_ms: i64,
}

/// The group within its bounds.
pub fn bounded(group: &Group, bounds: &GroupBounds) -> (Group, LeftOut) {
    let mut small = Group {
        id: group.id.clone(),
        rank: group.rank,
        flagged: group.flagged,
        strength: group.strength,
        // The words are in the page already.
        verdict: String::new(),
        reasons: Vec::new(),
        innocent: Vec::new(),
        limits: Vec::new(),
        organic: String::new(),
        signals: group.signals.clone(),
        significance: group.significance.clone(),
        first_ms: group.first_ms,
        last_ms: group.last_ms,
        synchrony: group.synchrony,
        activity: group.activity.clone(),
        members: Vec::new(),
        edges: Vec::new(),
        objects: group.objects.clone(),
        raster: Vec::new(),
        posts: Vec::new(),
        exhibits: Vec::new(),
        method: group.method.clone(),
        said: Said::default(),
    };
    small.objects.sort_by(|a, b| b.accounts.cmp(&a.accounts).then(a.first_ms.cmp(&b.first_ms)));
    small.objects.truncate(bounds.objects);

    let mut order: Vec<usize> = (0..group.members.len()).collect();
    order.sort_by(|&a, &b| group.members[b].strength.total_cmp(&group.members[a].strength).then(a.cmp(&b)));
    order.truncate(bounds.members);
    let renumber: HashMap<u32, u32> =
        order.iter().enumerate().map(|(new, &old)| (old as u32, new as u32)).collect();
    small.members = order.iter().map(|&i| group.members[i].clone()).collect();

    let mut edges: Vec<_> = group
        .edges
        .iter()
        .filter_map(|edge| {
            let (source, target) = (*renumber.get(&edge.source)?, *renumber.get(&edge.target)?);
            Some((source, target, edge))
        })
        .collect();
    edges.sort_by(|a, b| {
        b.2.surprise.total_cmp(&a.2.surprise).then((a.0, a.1, a.2.signal).cmp(&(b.0, b.1, b.2.signal)))
    });
    edges.truncate(bounds.edges);

    let mut evidence =
        Evidence { group, bounds, small: &mut small, exhibits: HashMap::new(), posts: HashMap::new() };
    // First one exhibit for each tie, then seconds: a tie without evidence is worth nothing.
    let mut kept: Vec<Vec<u32>> = vec![Vec::new(); edges.len()];
    for turn in 0..bounds.exhibits_per_edge {
        for (edge, kept) in edges.iter().zip(&mut kept) {
            if let Some(exhibit) = edge.2.exhibits.get(turn).and_then(|&old| evidence.keep(old)) {
                kept.push(exhibit);
            }
        }
    }
    small.edges = edges
        .into_iter()
        .zip(kept)
        .map(|((source, target, edge), exhibits)| crate::group::Edge {
            source,
            target,
            exhibits,
            ..edge.clone()
        })
        .collect();
    let points = group
        .raster
        .iter()
        .filter(|p| p.time_ms.unsigned_abs() <= LATEST_DATE_MS)
        .filter_map(|p| Some(RasterPoint { account: *renumber.get(&p.account)?, ..*p }))
        .collect();
    let (raster, raster_bin_ms) = binned(points, bounds.raster);
    small.raster = raster;
    let left_out = LeftOut {
        members: group.members.len() - small.members.len(),
        edges: group.edges.len() - small.edges.len(),
        exhibits: group.exhibits.len() - small.exhibits.len(),
        objects: group.objects.len() - small.objects.len(),
        raster_bin_ms,
    };
    (small, left_out)
}

/// Exhibits and posts on their way into the small group.
struct Evidence<'a> {
    group: &'a Group,
    bounds: &'a GroupBounds,
    small: &'a mut Group,
    exhibits: HashMap<u32, u32>,
    posts: HashMap<u32, u32>,
}

impl Evidence<'_> {
    fn keep(&mut self, old: u32) -> Option<u32> {
        if let Some(&new) = self.exhibits.get(&old) {
            return Some(new);
        }
        if self.small.exhibits.len() >= self.bounds.exhibits {
            return None;
        }
        let mut exhibit = self.group.exhibits[old as usize].clone();
        if exhibit.compared.is_none()
            && let [first, second, ..] = exhibit.posts[..]
        {
            exhibit.compared = Some((first, second));
        }
        exhibit.compared = exhibit.compared.map(|(a, b)| (self.post(a), self.post(b)));
        exhibit.posts.truncate(self.bounds.posts_per_exhibit);
        exhibit.posts.iter_mut().for_each(|post| *post = self.post(*post));
        self.small.exhibits.push(exhibit);
        let new = self.small.exhibits.len() as u32 - 1;
        self.exhibits.insert(old, new);
        Some(new)
    }

    fn post(&mut self, old: u32) -> u32 {
        if let Some(&new) = self.posts.get(&old) {
            return new;
        }
        let post = &self.group.posts[old as usize];
        self.small.posts.push(PostView { text: cut(&post.text, self.bounds.post_chars), ..post.clone() });
        let new = self.small.posts.len() as u32 - 1;
        self.posts.insert(old, new);
        new
    }
}

/// The first `limit` characters, with an ellipsis where more follow.
pub fn cut(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Points counted together in ever wider bins, doubling from a second, until they fit.
fn binned(points: Vec<RasterPoint>, limit: usize) -> (Vec<RasterPoint>, i64) {
    if points.len() <= limit {
        return (points, 0);
    }
    let mut width = 1_000;
    loop {
        let mut bins: BTreeMap<(i64, u32, bool), u32> = BTreeMap::new();
        for p in &points {
            let start = p.time_ms.div_euclid(width) * width;
            let posts = bins.entry((start, p.account, p.shared)).or_default();
            *posts = posts.saturating_add(p.posts);
        }
        // Two rows a member (shared or not) in a single bin is as small as it gets.
        if bins.len() <= limit || width >= 1 << 50 {
            let point = |((time_ms, account, shared), posts)| RasterPoint { account, time_ms, posts, shared };
            return (bins.into_iter().map(point).collect(), width);
        }
        width *= 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, example};

    fn tight() -> GroupBounds {
        GroupBounds {
            members: 10,
            edges: 12,
            exhibits: 8,
            exhibits_per_edge: 2,
            posts_per_exhibit: 2,
            objects: 2,
            raster: 30,
            post_chars: 20,
        }
    }

    #[test]
    fn what_is_kept_is_whole_and_what_is_left_out_is_counted() {
        let document = example::document();
        let (small, left_out) = bounded(&document.groups[0], &tight());
        let whole = Document { groups: vec![small.clone()], not_flagged: vec![], ..document.clone() };
        whole.check().expect("every index points somewhere");
        assert_eq!(small.members.len(), 10);
        assert_eq!(left_out.members, 24);
        assert_eq!(left_out.edges + small.edges.len(), document.groups[0].edges.len());
        assert!(small.edges.len() <= 12 && small.exhibits.len() <= 8 && small.raster.len() <= 30);
        assert!(left_out.raster_bin_ms >= 1_000);
        assert!(small.posts.iter().all(|p| p.text.chars().count() <= 21));
        assert!(
            small.edges.iter().filter(|e| !e.exhibits.is_empty()).count() >= 7,
            "evidence is spread over ties"
        );
    }

    #[test]
    fn a_group_within_its_bounds_loses_nothing() {
        let group = &example::document().groups[2];
        let (small, left_out) = bounded(group, &Bounds::default().full);
        assert_eq!(left_out, LeftOut::default());
        assert_eq!((small.raster.len(), small.posts.len()), (group.raster.len(), group.posts.len()));
    }

    #[test]
    fn binning_keeps_the_number_of_posts() {
        let points: Vec<_> = (0..5_000)
            .map(|i| RasterPoint {
                account: i % 7,
                time_ms: i64::from(i) * 61_000,
                posts: 1,
                shared: i % 3 == 0,
            })
            .collect();
        let (bins, width) = binned(points, 200);
        assert!(bins.len() <= 200 && width > 0);
        assert_eq!(bins.iter().map(|p| p.posts).sum::<u32>(), 5_000);
    }
}
