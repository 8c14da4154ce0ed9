//! The index of what is inside the window: shapes by the tokens of their prefixes.
//!
//! Each token has a doubly linked list of the shapes inside, latest first, in one slab of nodes: entering, leaving and
//! moving to the front take time proportional to the prefix, whatever else is in the lists, so a text repeated a
//! hundred thousand times costs as many small steps. Rejected: arrays with lazy removal (stale entries pile up in the
//! lists of frequent tokens, and a flood makes them quadratic).

use super::{fraction::Fraction, shapes::Sets};
use ostrakon_model::NONE;

/// A shape in the list of one token of its prefix.
#[derive(Clone, Copy)]
struct Node {
    prev: u32,
    next: u32,
    /// The shape's node for the next token of its prefix.
    sibling: u32,
    shape: u32,
    /// Where in the shape's set the token stands.
    position: u32,
    /// Size of the shape's set.
    len: u32,
    signature: u64,
}

/// What the index knows of a shape.
#[derive(Clone, Copy)]
struct Entry {
    /// Its first node; [`NONE`] while it is outside.
    first: u32,
    /// Its latest row, as a place in the order of time.
    last: u32,
    /// The probe that looked at it last.
    probe: u32,
}

/// Shapes inside the window.
pub struct Index<'a> {
    sets: &'a Sets,
    threshold: Fraction,
    /// Per token its first node.
    heads: Vec<u32>,
    nodes: Vec<Node>,
    /// First of the free nodes, which are chained by `sibling`.
    free: u32,
    entries: Vec<Entry>,
}

impl<'a> Index<'a> {
    /// An empty index over the shapes of `sets`.
    pub fn new(sets: &'a Sets, vocabulary: usize, threshold: Fraction) -> Self {
        Self {
            sets,
            threshold,
            heads: vec![NONE; vocabulary],
            nodes: Vec::new(),
            free: NONE,
            entries: vec![Entry { first: NONE, last: NONE, probe: NONE }; sets.len()],
        }
    }

    /// Whether the shape is inside.
    pub fn holds(&self, shape: u32) -> bool {
        self.entries[shape as usize].first != NONE
    }

    /// Adds a shape that is outside, seen at `place`.
    pub fn enter(&mut self, shape: u32, place: u32) {
        let set = self.sets.get(shape);
        let (len, signature) = (set.len() as u32, signature(set));
        let mut first = NONE;
        for position in (0..self.threshold.prefix(len)).rev() {
            let node = Node { prev: NONE, next: NONE, sibling: first, shape, position, len, signature };
            first = if self.free == NONE {
                self.nodes.push(node);
                (self.nodes.len() - 1) as u32
            } else {
                let at = self.free;
                self.free = self.nodes[at as usize].sibling;
                self.nodes[at as usize] = node;
                at
            };
            self.link(first);
        }
        let entry = &mut self.entries[shape as usize];
        (entry.first, entry.last) = (first, place);
    }

    /// A shape that is inside was seen again at `place`; `to_front` moves it to the front of its lists.
    pub fn renew(&mut self, shape: u32, place: u32, to_front: bool) {
        self.entries[shape as usize].last = place;
        let mut node = self.entries[shape as usize].first;
        while to_front && node != NONE {
            self.unlink(node);
            self.link(node);
            node = self.nodes[node as usize].sibling;
        }
    }

    /// The row at `place` leaves the window, and the shape with it if this was its latest row.
    pub fn leave(&mut self, shape: u32, place: u32) {
        let entry = &mut self.entries[shape as usize];
        if entry.last != place {
            return;
        }
        let mut node = std::mem::replace(&mut entry.first, NONE);
        while node != NONE {
            self.unlink(node);
            let sibling = std::mem::replace(&mut self.nodes[node as usize].sibling, self.free);
            self.free = node;
            node = sibling;
        }
    }

    /// Calls `found` with every shape inside that reaches the threshold with `shape`, which is outside, until it
    /// returns `false`. Rarest shared token first, latest seen first. `place` is new with every call.
    pub fn probe(&mut self, shape: u32, place: u32, mut found: impl FnMut(u32) -> bool) {
        let set = self.sets.get(shape);
        let len = set.len() as u32;
        let own = signature(set);
        let sizes = self.threshold.min_len(len)..=self.threshold.max_len(len);
        let (mut of_len, mut need) = (NONE, 0);
        for position in 0..self.threshold.prefix(len) {
            let mut at = self.heads[set[position as usize] as usize];
            while at != NONE {
                let node = self.nodes[at as usize];
                at = node.next;
                if !sizes.contains(&node.len) {
                    continue;
                }
                if node.len != of_len {
                    (of_len, need) = (node.len, self.threshold.min_shared(len, node.len));
                }
                // This is the first token that the two share, or they were looked at before: whatever is shared
                // stands behind it in both.
                let left = (len - position).min(node.len - node.position);
                let differing = (own ^ node.signature).count_ones();
                let at_most = (u64::from(len) + u64::from(node.len)).saturating_sub(u64::from(differing)) / 2;
                if left < need || at_most < u64::from(need) {
                    continue;
                }
                let probe = &mut self.entries[node.shape as usize].probe;
                if std::mem::replace(probe, place) == place {
                    continue;
                }
                let other = self.sets.get(node.shape);
                if share(&set[position as usize..], &other[node.position as usize..], need)
                    && !found(node.shape)
                {
                    return;
                }
            }
        }
    }

    fn token(&self, node: u32) -> usize {
        let Node { shape, position, .. } = self.nodes[node as usize];
        self.sets.get(shape)[position as usize] as usize
    }

    fn link(&mut self, node: u32) {
        let token = self.token(node);
        let next = std::mem::replace(&mut self.heads[token], node);
        if next != NONE {
            self.nodes[next as usize].prev = node;
        }
        let node = &mut self.nodes[node as usize];
        (node.prev, node.next) = (NONE, next);
    }

    fn unlink(&mut self, node: u32) {
        let Node { prev, next, .. } = self.nodes[node as usize];
        if prev == NONE {
            let token = self.token(node);
            self.heads[token] = next;
        } else {
            self.nodes[prev as usize].next = next;
        }
        if next != NONE {
            self.nodes[next as usize].prev = prev;
        }
    }
}

/// One of 64 bits for each token. Two sets differ by at least as many tokens as their signatures differ by bits, which
/// tells most candidates off without touching their sets (bitmap filter: Sandes et al., Information Systems 88, 2020).
fn signature(set: &[u32]) -> u64 {
    set.iter().fold(0, |bits, &token| bits | 1 << (token.wrapping_mul(0x9e37_79b1) >> 26))
}

/// Whether two ascending lists share at least `need` numbers.
fn share(mut a: &[u32], mut b: &[u32], need: u32) -> bool {
    let mut need = need as usize;
    while need > 0 {
        if a.len().min(b.len()) < need {
            return false;
        }
        let (x, y) = (a[0], b[0]);
        need -= usize::from(x == y);
        a = &a[usize::from(x <= y)..];
        b = &b[usize::from(y <= x)..];
    }
    true
}
