//! What is counted in one pass over posts: the incident's, and everything that may become a control.

use super::steps::Steps;
use ostrakon_response::effect::Candidate;
use std::collections::{HashMap, HashSet};

/// Things that are counted as possible controls, at most; what comes later in the data is none.
const MOST_THINGS: usize = 1_000_000;
/// Share of a step's posts of which a count must be known for the step to be one.
const KNOWN: f64 = 0.9;

/// Counts of one step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// Posts.
    pub posts: u64,
    /// Sum of their reach, where it is given.
    pub reach: u64,
    /// Posts whose reach is given.
    pub given: u64,
}

impl Cell {
    fn add(&mut self, reach: Option<u64>) {
        self.posts += 1;
        self.given += u64::from(reach.is_some());
        self.reach = self.reach.saturating_add(reach.unwrap_or(0));
    }

    /// Whether a count that `known` of the posts have stands for all of them.
    fn stands(&self, known: u64) -> bool {
        known as f64 >= KNOWN * self.posts as f64
    }
}

/// Cells of the steps that have any, in the order in which they were met.
type Sparse = HashMap<u32, Cell>;

/// Counts by step.
#[derive(Debug)]
pub(super) struct Tally {
    pub steps: Steps,
    /// All posts, for each source that is read.
    all: Vec<Vec<u64>>,
    /// The incident's posts.
    pub ours: Vec<Cell>,
    /// Where they stand: platforms and linked sites.
    places: Vec<HashSet<String>>,
    /// Those of them that stand somewhere.
    placed: Vec<u64>,
    /// Things by name.
    things: HashMap<String, Sparse>,
    /// Things that the incident touched.
    touched: HashSet<String>,
}

impl Tally {
    pub fn new(steps: Steps) -> Self {
        Self {
            steps,
            all: Vec::new(),
            ours: vec![Cell::default(); steps.count],
            places: vec![HashSet::new(); steps.count],
            placed: vec![0; steps.count],
            things: HashMap::new(),
            touched: HashSet::new(),
        }
    }

    /// Another source begins.
    pub fn source(&mut self) {
        self.all.push(vec![0; self.steps.count]);
    }

    /// Posts of the source in a step, whosever they are.
    pub fn all(&mut self, at: usize, posts: u64) {
        if let Some(source) = self.all.last_mut() {
            source[at] += posts;
        }
    }

    /// A post of the incident, with the places that it stands on and the things in it.
    pub fn ours(&mut self, at: usize, reach: Option<u64>, places: Vec<String>, things: &[String]) {
        self.ours[at].add(reach);
        self.placed[at] += u64::from(!places.is_empty());
        self.places[at].extend(places);
        for thing in things {
            if !self.touched.contains(thing) {
                self.touched.insert(thing.clone());
            }
        }
    }

    /// A post of somebody else, with the things in it.
    pub fn other(&mut self, at: usize, reach: Option<u64>, things: &[String]) {
        for thing in things {
            if !self.things.contains_key(thing) {
                if self.things.len() >= MOST_THINGS {
                    continue;
                }
                self.things.insert(thing.clone(), Sparse::new());
            }
            if let Some(cells) = self.things.get_mut(thing) {
                cells.entry(at as u32).or_default().add(reach);
            }
        }
    }

    /// Whether every source has a post in a step.
    fn observed(&self, at: usize) -> bool {
        self.all.iter().all(|source| source[at] > 0)
    }

    /// Steps that are observed.
    pub fn observed_steps(&self) -> u64 {
        (0..self.steps.count).filter(|at| self.observed(*at)).count() as u64
    }

    /// All posts in them.
    pub fn whole(&self) -> u64 {
        let steps = (0..self.steps.count).filter(|at| self.observed(*at));
        steps.map(|at| self.all.iter().map(|source| source[at]).sum::<u64>()).sum()
    }

    /// A value for each observed step; nothing for the others.
    fn values(&self, value: impl Fn(usize) -> Option<u64>) -> Vec<Option<u64>> {
        (0..self.steps.count).map(|at| if self.observed(at) { value(at) } else { None }).collect()
    }

    /// The incident's posts.
    pub fn volume(&self) -> Vec<Option<u64>> {
        self.values(|at| Some(self.ours[at].posts))
    }

    /// Their reach; nothing at all where no post has any.
    pub fn reach(&self) -> Option<Vec<Option<u64>>> {
        let any = self.ours.iter().any(|cell| cell.given > 0);
        any.then(|| self.values(|at| reach(self.ours[at])))
    }

    /// The places where they stand; nothing at all where no post stands anywhere.
    pub fn spread(&self) -> Option<Vec<Option<u64>>> {
        let any = self.placed.iter().any(|placed| *placed > 0);
        any.then(|| {
            self.values(|at| self.ours[at].stands(self.placed[at]).then_some(self.places[at].len() as u64))
        })
    }

    /// What may become a control: what the incident did not touch, and what is met once a step before the measure, on
    /// average. By name.
    pub fn candidates(&self, of: impl Fn(Cell) -> Option<u64>) -> Vec<Candidate> {
        let met = |cells: &Sparse| {
            let before = cells.iter().filter(|(at, _)| (**at as usize) < self.steps.first);
            before.map(|(_, cell)| cell.posts).sum::<u64>() >= self.steps.first.max(1) as u64
        };
        let mut all: Vec<Candidate> = self
            .things
            .iter()
            .filter(|(name, cells)| !self.touched.contains(*name) && met(cells))
            .map(|(name, cells)| Candidate {
                name: name.chars().take(200).collect(),
                values: self.values(|at| of(cells.get(&(at as u32)).copied().unwrap_or_default())),
            })
            .collect();
        all.sort_by(|x, y| x.name.cmp(&y.name));
        all
    }
}

/// Reach of a step, where enough of its posts have one.
pub(super) fn reach(cell: Cell) -> Option<u64> {
    cell.stands(cell.given).then_some(cell.reach)
}
