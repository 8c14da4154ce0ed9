//! Groups: the campaigns and the innocent crowds, each a behaviour with its own stream of chance.

mod campaigns;
mod controls;
mod news;
mod recruit;

pub(crate) use recruit::{Recruits, recruit};

use crate::{
    CampaignKind, ControlKind,
    dice::Dice,
    world::{PLACES, Place, World},
};

/// What a group is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Role {
    Campaign(CampaignKind),
    Control(ControlKind),
}

/// Who belongs to a group and under which parameters it acts.
#[derive(Clone, Debug)]
pub(crate) struct Cast {
    pub id: String,
    pub role: Role,
    pub members: Vec<u32>,
    /// Index into [`PLACES`].
    pub place: usize,
    pub topic: usize,
    /// 0 to 1; 0 for controls.
    pub stealth: f64,
    pub intensity: f64,
    pub days: u32,
}

impl Cast {
    pub fn place(&self) -> &'static Place {
        &PLACES[self.place]
    }

    pub fn tongue(&self) -> usize {
        self.place().tongue
    }

    /// The day of the vote.
    pub fn vote(&self) -> u32 {
        self.days - 2
    }
}

/// How a group acts.
pub(crate) trait Behaviour {
    /// The seconds at which it acts.
    fn times(&self, cast: &Cast, dice: &mut Dice) -> Vec<u32>;

    /// Posts that one act leads to, roughly: the main loop leaves room for them.
    fn posts_per_act(&self, cast: &Cast) -> f64;

    /// Acts for the `nth` time.
    fn act(&mut self, nth: usize, now: u32, cast: &Cast, world: &mut World, dice: &mut Dice);
}

/// The behaviour of a group.
pub(crate) fn behaviour(cast: &Cast, world: &mut World, dice: &mut Dice) -> Box<dyn Behaviour> {
    match cast.role {
        Role::Campaign(kind) => campaigns::behaviour(kind, cast, world, dice),
        Role::Control(kind) => controls::behaviour(kind, cast, world, dice),
    }
}

pub(crate) use news::Burst;
