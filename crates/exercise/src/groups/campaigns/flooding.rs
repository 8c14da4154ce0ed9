//! Flooding of fact-checkers: seeders publish a false item, quoters send it to many newsrooms with the same request
//! to verify it (Matryoshka, Operation Overload).

use super::{Tradecraft, office_hours};
use crate::{
    dice::Dice,
    groups::{Behaviour, Cast},
    world::{Draft, FollowUp, Follower, World},
};

pub(super) struct Flooding {
    craft: Tradecraft,
    /// The first members seed, the rest quotes.
    seeders: usize,
}

impl Flooding {
    pub fn new(cast: &Cast) -> Self {
        Self { craft: Tradecraft::of(cast), seeders: (cast.members.len() / 12).max(2) }
    }
}

impl Behaviour for Flooding {
    fn times(&self, cast: &Cast, dice: &mut Dice) -> Vec<u32> {
        // At least one item for each seeder.
        let count = self.craft.operations(6.0, cast).max(self.seeders);
        office_hours(cast.days / 3, cast.vote(), count, dice)
    }

    fn posts_per_act(&self, cast: &Cast) -> f64 {
        self.craft.crew_size(cast) * 2.0 + 1.0
    }

    fn act(&mut self, nth: usize, now: u32, cast: &Cast, world: &mut World, dice: &mut Dice) {
        let tongue = cast.tongue();
        let topic = cast.topic;
        let (seeders, quoters) = cast.members.split_at(self.seeders);
        let requests: Vec<&'static str> = {
            let lexicon = world.writer.lexicon(tongue);
            (0..2).map(|_| *dice.pick(&lexicon.verify)).collect()
        };
        let desks: Vec<u32> = (0..12).map(|_| *dice.pick(&world.people.newsrooms)).collect();
        let mut followers = Vec::new();
        for account in self.craft.crew(nth, quoters, dice) {
            for _ in 0..dice.between(1, 3) {
                let delay = 30 + self.craft.jitter(dice);
                let words =
                    world.writer.reword(dice.word(&requests), tongue, topic, self.craft.edits(), dice);
                let below = if dice.chance(0.5) { world.newsroom_post(cast.place, dice) } else { None };
                let act = if let Some(below) = below {
                    world.hold(below);
                    FollowUp::Tip { words, below }
                } else {
                    let desk = world.people.handle(*dice.pick(&desks));
                    FollowUp::Quote(format!("@{desk} {words}"))
                };
                followers.push(Follower { delay, account, act });
            }
        }
        let mut text = world.writer.template(tongue, topic, 12, dice);
        let mut video = String::new();
        world.web.anywhere(&mut video, dice);
        text.push(' ');
        text.push_str(&video);
        let author = seeders[nth % seeders.len()];
        world.plan(now, author, Draft { text, urls: vec![video], topic, followers, ..Draft::default() });
    }
}
