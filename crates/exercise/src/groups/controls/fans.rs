//! A fan community: alerts on, they repost all that their idol posts, within minutes, for weeks.
//!
//! The hardest control for repost rings. What makes it innocent: one author only, delays as people have them, the
//! night's gaps, and everyone's own degree of devotion.

use crate::{
    dice::Dice,
    groups::{Behaviour, Cast},
    world::{DAY, Draft, FollowUp, Follower, World},
};

pub(super) struct Fans {
    tag: String,
    /// Each fan's probability to repost a post of the idol; the idol is the first member.
    devotion: Vec<f64>,
    /// Median of the delays in s.
    alert: f64,
}

impl Fans {
    pub fn new(cast: &Cast, world: &mut World, dice: &mut Dice) -> Self {
        // The idol is known beyond the fans.
        world.people.accounts[cast.members[0] as usize].popularity = dice.range(1.0, 4.0) as f32;
        Self {
            tag: world.writer.lexicon(cast.tongue()).coin_tag(dice),
            devotion: cast.members.iter().map(|_| 0.15 + 0.8 * dice.unit() * dice.unit()).collect(),
            alert: dice.log_uniform(90.0, 420.0),
        }
    }
}

impl Behaviour for Fans {
    fn times(&self, cast: &Cast, dice: &mut Dice) -> Vec<u32> {
        let count = dice.between(14, 32);
        cast.place().moments((0, cast.days * DAY), (9, 23), count, dice)
    }

    fn posts_per_act(&self, _cast: &Cast) -> f64 {
        1.0 + self.devotion.iter().sum::<f64>()
    }

    fn act(&mut self, _nth: usize, now: u32, cast: &Cast, world: &mut World, dice: &mut Dice) {
        let tongue = cast.tongue();
        let mut text = String::new();
        world.writer.prose(&mut text, tongue, cast.topic, dice);
        if dice.chance(0.5) {
            text.push_str(" #");
            text.push_str(&self.tag);
        }
        let mut followers = Vec::new();
        for (&account, &devotion) in cast.members.iter().zip(&self.devotion).skip(1) {
            let delay = 5 + dice.lognormal(self.alert, 1.2).min(500_000.0) as u32;
            if dice.chance(devotion) {
                let delay = cast.place().awake(now + delay, dice) - now;
                followers.push(Follower { delay, account, act: FollowUp::Repost });
            }
            if dice.chance(devotion * 0.15) {
                let mut words = format!("@{} ", world.people.handle(cast.members[0]));
                world.writer.reaction(&mut words, tongue, dice);
                followers.push(Follower { delay: delay + 20, account, act: FollowUp::Reply(words) });
            }
            if dice.chance(devotion * 0.05) {
                let mut words = String::new();
                world.writer.reaction(&mut words, tongue, dice);
                words.push_str(" #");
                words.push_str(&self.tag);
                followers.push(Follower { delay: delay + 90, account, act: FollowUp::Quote(words) });
            }
        }
        let topic = cast.topic;
        world.plan(now, cast.members[0], Draft { text, topic, followers, ..Draft::default() });
    }
}
