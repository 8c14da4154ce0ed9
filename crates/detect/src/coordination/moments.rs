//! Moments: the units in which co-actions are counted against chance.
//!
//! A network that pushes one domain every day for a month has acted together thirty times, not once; two accounts
//! that exchange forty posts in five minutes have met once, not forty times. So each object's time line is cut into
//! *moments*: runs of shares in which every gap is at most the window, cut again where a run gets longer than
//! [`LONGEST`] windows. A pair's co-actions are counted once a moment.
//!
//! The cut looks only at objects and times, never at accounts. That is what makes the null model of
//! [`super::null`] exact: permuting the accounts leaves every moment where it is. (Pairs of shares that lie on two
//! sides of a cut are not counted: a small loss of power, never of validity.)

use super::shares::Shares;
use crate::parallel::{even_ranges, map_pieces};

/// A run longer than this many windows is cut.
pub const LONGEST: i64 = 8;

/// "In no moment": shares that have no other share of their object near.
pub const ALONE: u32 = u32::MAX;

/// The moments of one signal and window.
#[derive(Clone, Debug, Default)]
pub struct Moments {
    /// Moment of each share, or [`ALONE`]; ascending over the shares.
    pub of_share: Vec<u32>,
    /// Per moment: pairs of shares (of any accounts) inside the window.
    pub slots: Vec<u64>,
    /// Per moment: its first share.
    pub start: Vec<u32>,
    /// Per moment: more shares within one window than `crowd` allows; it takes no part, and is reported.
    pub crowded: Vec<bool>,
}

impl Moments {
    /// Cuts the shares into moments. `matches(p, q)` says whether two shares of a group are of the same thing;
    /// `None`: always. A moment in which some share has more than `crowd` others within the window is crowded.
    pub fn cut(
        shares: &Shares,
        window_ms: i64,
        crowd: u32,
        matches: Option<&(impl Fn(usize, usize) -> bool + Sync)>,
    ) -> Self {
        let ranges = even_ranges((0..shares.groups()).map(|g| shares.range(g).len() as u64), 64);
        let pieces = map_pieces(
            ranges.len(),
            || (),
            |(), piece| {
                let mut out = Self::default();
                for g in ranges[piece].clone() {
                    out.cut_group(shares, shares.range(g), window_ms, crowd, matches);
                }
                out
            },
        );
        let mut all = Self::default();
        for piece in pieces {
            let base = all.slots.len() as u32;
            all.of_share.extend(piece.of_share.iter().map(|&m| if m == ALONE { ALONE } else { base + m }));
            all.slots.extend(piece.slots);
            all.start.extend(piece.start);
            all.crowded.extend(piece.crowded);
        }
        all
    }

    fn cut_group(
        &mut self,
        shares: &Shares,
        range: std::ops::Range<usize>,
        window_ms: i64,
        crowd: u32,
        matches: Option<&impl Fn(usize, usize) -> bool>,
    ) {
        let longest = window_ms.saturating_mul(LONGEST);
        let mut start = range.start;
        while start < range.end {
            let mut end = start + 1;
            while end < range.end
                && shares.time(end).saturating_sub(shares.time(end - 1)) <= window_ms
                && shares.time(end).saturating_sub(shares.time(start)) <= longest
            {
                end += 1;
            }
            let (mut slots, mut low, mut most) = (0u64, start, 0);
            for p in start..end {
                while shares.time(p).saturating_sub(shares.time(low)) > window_ms {
                    low += 1;
                }
                most = most.max(p - low);
                // Past the crowd's limit the moment takes no part; counting its matches would be quadratic.
                if most <= crowd as usize {
                    slots += match matches {
                        None => (p - low) as u64,
                        Some(matches) => (low..p).filter(|&q| matches(q, p)).count() as u64,
                    };
                }
            }
            let moment = if slots == 0 { ALONE } else { self.slots.len() as u32 };
            self.of_share.extend(std::iter::repeat_n(moment, end - start));
            if slots > 0 {
                self.slots.push(slots);
                self.start.push(start as u32);
                self.crowded.push(most > crowd as usize);
            }
            start = end;
        }
    }

    /// Number of moments.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }
}
