//! Campaigns: coordinated, inauthentic behaviour after published cases.
//!
//! Each kind says which cases it follows. All share the same tradecraft: what a more careful operator does better.

mod comments;
mod copy_paste;
mod dormant;
mod flooding;
mod laundering;
mod link_push;
mod repost_ring;

use super::{Behaviour, Cast};
use crate::{
    CampaignKind,
    dice::Dice,
    words::Edits,
    world::{DAY, PLACES, World},
};

pub(super) fn behaviour(
    kind: CampaignKind,
    cast: &Cast,
    world: &mut World,
    dice: &mut Dice,
) -> Box<dyn Behaviour> {
    match kind {
        CampaignKind::CopyPaste => Box::new(copy_paste::CopyPaste::new(cast, world, dice)),
        CampaignKind::LinkPush => Box::new(link_push::LinkPush::new(cast, world, dice)),
        CampaignKind::RepostRing => Box::new(repost_ring::RepostRing::new(cast, dice)),
        CampaignKind::DormantBurst => Box::new(dormant::Dormant::new(cast, world, dice)),
        CampaignKind::Flooding => Box::new(flooding::Flooding::new(cast)),
        CampaignKind::Laundering => Box::new(laundering::Laundering::new(cast, world, dice)),
        CampaignKind::CommentCopypasta => Box::new(comments::Comments::new(cast, world, dice)),
    }
}

/// How carefully a campaign works, by its stealth from 0 to 1.
#[derive(Clone, Copy)]
struct Tradecraft(f64);

impl Tradecraft {
    fn of(cast: &Cast) -> Self {
        Self(cast.stealth)
    }

    /// Seconds by which a member acts after the order: a median of 8 s for the naive, 4 h for the most careful.
    fn jitter(self, dice: &mut Dice) -> u32 {
        let median = 8.0 * libm::pow(1_800.0, self.0);
        dice.lognormal(median, 0.8 + 0.7 * self.0).min(5.0 * f64::from(DAY)) as u32
    }

    /// Probability that a member takes part in an operation.
    fn turnout(self) -> f64 {
        0.85 - 0.5 * self.0
    }

    /// Number of cells that work on different objects.
    fn cells(self) -> usize {
        1 + (4.0 * self.0) as usize
    }

    /// How much copied texts differ.
    fn edits(self) -> Edits {
        Edits { words: 0.04 + 0.5 * self.0, dress: 0.3 + 0.4 * self.0 }
    }

    /// The members who act in the `nth` operation: one cell's, by turnout.
    fn crew(self, nth: usize, members: &[u32], dice: &mut Dice) -> Vec<u32> {
        let cells = self.cells();
        let cell: Vec<u32> = members.iter().copied().skip(nth % cells).step_by(cells).collect();
        dice.sample(&cell, self.turnout())
    }

    /// Operations so that each member acts about `each` times, whatever the number of cells.
    fn operations(self, each: f64, cast: &Cast) -> usize {
        ((each * cast.intensity * self.cells() as f64 / self.turnout()).ceil() as usize).max(2)
    }

    /// Posts that one operation with one post for each of the crew leads to.
    fn crew_size(self, cast: &Cast) -> f64 {
        cast.members.len() as f64 / self.cells() as f64 * self.turnout()
    }
}

/// `count` moments between the days `from` and `to`, in an operator's office hours.
///
/// Operators sit elsewhere than those they pretend to be: their clock is three hours east of Greenwich.
fn office_hours(from: u32, to: u32, count: usize, dice: &mut Dice) -> Vec<u32> {
    PLACES[3].moments((from * DAY, to * DAY), (8, 19), count, dice)
}
