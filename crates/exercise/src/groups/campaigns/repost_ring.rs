//! A repost ring: the same accounts repost the same targets, again and again (amplification for hire).
//!
//! Targets are the ring's own principals and bought ones: ordinary popular posts.

use super::{Tradecraft, office_hours};
use crate::{
    dice::Dice,
    groups::{Behaviour, Cast},
    world::{Draft, FollowUp, Follower, World},
};

pub(super) struct RepostRing {
    craft: Tradecraft,
    /// The first members write, the rest reposts.
    principals: usize,
}

impl RepostRing {
    pub fn new(cast: &Cast, dice: &mut Dice) -> Self {
        Self {
            craft: Tradecraft::of(cast),
            principals: dice.between(2, 5).min(cast.members.len() / 4).max(1),
        }
    }
}

impl Behaviour for RepostRing {
    fn times(&self, cast: &Cast, dice: &mut Dice) -> Vec<u32> {
        let count = self.craft.operations(14.0, cast);
        office_hours(cast.days / 4, cast.days - 1, count, dice)
    }

    fn posts_per_act(&self, cast: &Cast) -> f64 {
        self.craft.crew_size(cast) + 1.0
    }

    fn act(&mut self, nth: usize, now: u32, cast: &Cast, world: &mut World, dice: &mut Dice) {
        let (principals, ring) = cast.members.split_at(self.principals);
        let crew = self.craft.crew(nth, ring, dice);
        // Every principal writes now and then, so that none is a member in name only.
        let bought = if nth >= principals.len() && dice.chance(0.35) {
            world.popular(cast.place, dice.unit() * 0.6)
        } else {
            None
        };
        if let Some(live) = bought {
            for account in crew {
                world.plan_repost(now + self.craft.jitter(dice), account, live);
            }
            return;
        }
        let mut text = String::new();
        world.writer.prose(&mut text, cast.tongue(), cast.topic, dice);
        world.writer.hashtags(&mut text, cast.tongue(), cast.topic, dice);
        let followers = crew
            .into_iter()
            .map(|account| Follower { delay: 2 + self.craft.jitter(dice), account, act: FollowUp::Repost })
            .collect();
        let author = principals[nth % principals.len()];
        world.plan(now, author, Draft { text, topic: cast.topic, followers, ..Draft::default() });
    }
}
