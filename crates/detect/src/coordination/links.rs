//! Links: the layers fused. A pair of accounts, everything it did together, and one error rate for all of it.
//!
//! Evidence from several signals and windows is not independent (a copied post shares its text, its link and its
//! hashtags), so p-values are not multiplied: the smallest counts, times the number of layers (Bonferroni), which
//! holds under any dependence. Benjamini–Hochberg runs in each layer over all pairs of accounts active there, those that
//! never met included, at the rate divided by the number of layers: the false share of the union is at most the sum of
//! the layers' (`V/R ≤ Σ V_l/R_l`, since the union has at least as many discoveries as each layer).

use super::{
    background::{self, Background},
    crews::{Crew, crews},
    fuse::{Found, fuse},
    layer::Layer,
    null::benjamini_hochberg,
    pairs::{Least, Pair},
    power::{Blind, Test, blind},
    synchrony::{Synchrony, compare, visits},
};
use crate::Error;
use rayon::prelude::*;

/// A pair in one layer, with its second judgement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// Index of the layer in the list of (signal, window).
    pub layer: u32,
    /// The pair and its statistic.
    pub pair: Pair,
    /// q-value within its layer.
    pub q: f64,
    /// Whether the two are also on time.
    pub synchrony: Synchrony,
}

/// A pair over all layers.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The account with the smaller number.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// Fused p-value.
    pub p: f64,
    /// Fused q-value.
    pub q: f64,
    /// Whether the pair is listed because both belong to a crew; `p` and `q` are then the crew's.
    pub crew: bool,
    /// Its edges, in the order of layers.
    pub edges: Vec<Edge>,
}

/// A link is evident when in some layer chance explains its being on time with at most this probability.
const ON_TIME_P: f64 = 0.05;

impl Link {
    /// Whether the two are on time as well as surprising.
    pub fn evident(&self) -> bool {
        self.crew || self.edges.iter().any(|edge| edge.synchrony.p_value() <= ON_TIME_P)
    }
}

/// What is done to find links.
#[derive(Clone, Debug)]
pub struct Params {
    /// Windows, ms.
    pub windows_ms: Vec<i64>,
    /// Moments a pair must have met in.
    pub min_moments: u32,
    /// False-discovery rate.
    pub q: f64,
    /// More shares of one object within one window than this make a crowd: the moment takes no part.
    pub crowd: u32,
    /// Seed of the community search.
    pub seed: u64,
}

/// A moment too crowded to say anything about pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crowd {
    /// Index of the layer.
    pub layer: u32,
    /// Its object.
    pub object: u32,
    /// Its first share, a position in the layer.
    pub share: u32,
    /// The post of that share.
    pub post: u32,
    /// Its time.
    pub time: i64,
}

/// Links and what was left out on the way.
#[derive(Debug, Default)]
pub struct Links {
    /// Links with a fused q of at most the parameter, ascending by (a, b).
    pub links: Vec<Link>,
    /// Crowded moments.
    pub crowds: Vec<Crowd>,
    /// Pairs of accounts tested, in the layer with the most.
    pub tests: f64,
    /// Background of each layer.
    pub backgrounds: Vec<Background>,
    /// Crews of each layer.
    pub crews: Vec<(u32, Crew)>,
    /// Shares and moments of each layer.
    pub layers: Vec<(u64, u64)>,
    /// Layers in which accounts met again and again and the null model cannot tell.
    pub blind: Vec<Blind>,
}

/// The most candidates that are kept for Benjamini–Hochberg. A pair outside could only matter if more than this
/// many were significant.
const MOST_CANDIDATES: f64 = 2e7;

/// Finds the links of all layers.
pub fn links(layers: &[Layer], accounts: usize, params: &Params) -> Result<Links, Error> {
    let count = (layers.len() * params.windows_ms.len()).max(1) as f64;
    let mut out = Links::default();
    let mut found = Vec::new();
    for (s, layer) in layers.iter().enumerate() {
        let tests = pairs_of(layer.active(params.min_moments).count());
        out.tests = out.tests.max(tests);
        let rate = params.q / count;
        let least =
            Least { moments: params.min_moments, p: rate * (MOST_CANDIDATES / tests.max(1.0)).min(1.0) };
        for (w, &window_ms) in params.windows_ms.iter().enumerate() {
            let index = (s * params.windows_ms.len() + w) as u32;
            let (moments, null) = layer.at(window_ms, params.crowd);
            let pairs = layer.pairs(&moments, &null, window_ms, least);
            let p: Vec<f64> = pairs.iter().map(|pair| pair.p).collect();
            let q = benjamini_hochberg(&p, tests);
            let test = Test { pairs: tests, rate, min_moments: params.min_moments };
            out.blind.extend(blind(layer, index, &moments, &null, window_ms, test));
            found.push(Found { pairs, q });
            let crews = crews(layer, &moments, rate, params.seed)?;
            out.crews.extend(crews.into_iter().map(|crew| (index, crew)));
            out.layers.push((layer.shares.total, moments.len() as u64));
            out.crowds.extend((0..moments.len()).filter(|&m| moments.crowded[m]).map(|m| {
                let p = moments.start[m] as usize;
                Crowd {
                    layer: index,
                    object: layer.shares.object(layer.group_of[p] as usize),
                    share: p as u32,
                    post: layer.shares.post(p),
                    time: layer.shares.time(p),
                }
            }));
        }
    }
    out.links = fuse(&found, accounts, params.q);
    drop(found);
    out.backgrounds = judge_synchrony(&mut out.links, &out.crews, layers, accounts, params);
    Ok(out)
}

fn pairs_of(accounts: usize) -> f64 {
    accounts as f64 * (accounts as f64 - 1.0) / 2.0
}

/// Fills every edge's synchrony; returns each layer's background.
fn judge_synchrony(
    links: &mut [Link],
    crews: &[(u32, Crew)],
    layers: &[Layer],
    accounts: usize,
    params: &Params,
) -> Vec<Background> {
    let windows = params.windows_ms.len();
    let mut linked = vec![vec![false; accounts]; layers.len()];
    for link in links.iter() {
        for edge in &link.edges {
            let linked = &mut linked[edge.layer as usize / windows];
            linked[link.a as usize] = true;
            linked[link.b as usize] = true;
        }
    }
    let mut backgrounds = Vec::new();
    for ((s, layer), linked) in layers.iter().enumerate().zip(linked) {
        // Who is in a crew is no background either: it would make its own habit the custom.
        let mut suspect = linked.clone();
        let crews = crews.iter().filter(|(layer, _)| *layer as usize / windows == s);
        crews.flat_map(|(_, crew)| &crew.members).for_each(|&m| suspect[m as usize] = true);
        let visited: Vec<_> = (0..accounts)
            .into_par_iter()
            .map(|a| if linked[a] { visits(layer, a as u32) } else { Vec::new() })
            .collect();
        let mut times: Vec<i64> = layer.shares.all().iter().map(|share| share.time).collect();
        times.par_sort_unstable();
        let measure = |&window_ms: &i64| {
            let anyhow = background::within(&times, window_ms);
            Background::measure(layer, window_ms, anyhow, |a| !suspect[a as usize])
        };
        let of_windows: Vec<Background> = params.windows_ms.par_iter().map(measure).collect();
        drop(times);
        links.par_iter_mut().for_each(|link| {
            let (a, b) = (link.a as usize, link.b as usize);
            for edge in link.edges.iter_mut().filter(|edge| edge.layer as usize / windows == s) {
                let w = edge.layer as usize % windows;
                edge.synchrony = compare(&visited[a], &visited[b], params.windows_ms[w], &of_windows[w]);
            }
        });
        backgrounds.extend(of_windows);
    }
    backgrounds
}
