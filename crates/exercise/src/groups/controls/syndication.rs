//! Newsroom syndication: outlets publish the same agency items, each on its own site, some by automated feed.
//!
//! What makes it innocent: outlets say who they are; texts are an agency's, links are each outlet's own.

use crate::{
    dice::Dice,
    groups::{Behaviour, Cast},
    words::Edits,
    world::{DAY, Draft, World},
};

pub(super) struct Syndication {
    /// For each outlet the seconds between two looks at the feed, or `None` where people decide.
    feeds: Vec<Option<u32>>,
    appetite: Vec<f64>,
}

impl Syndication {
    pub fn new(cast: &Cast, dice: &mut Dice) -> Self {
        let feed = |dice: &mut Dice| dice.chance(0.4).then(|| *dice.pick(&[120, 300, 300, 900]));
        Self {
            feeds: cast.members.iter().map(|_| feed(dice)).collect(),
            appetite: cast.members.iter().map(|_| dice.range(0.15, 0.6)).collect(),
        }
    }
}

impl Behaviour for Syndication {
    fn times(&self, cast: &Cast, dice: &mut Dice) -> Vec<u32> {
        let count = cast.days as usize * dice.between(2, 3);
        cast.place().moments((0, cast.days * DAY), (6, 22), count, dice)
    }

    fn posts_per_act(&self, _cast: &Cast) -> f64 {
        self.appetite.iter().sum()
    }

    fn act(&mut self, _nth: usize, now: u32, cast: &Cast, world: &mut World, dice: &mut Dice) {
        let tongue = cast.tongue();
        let topic = dice.below(crate::words::TOPICS);
        let headline = world.writer.headline(tongue, topic, dice);
        for (i, &account) in cast.members.iter().enumerate() {
            if !dice.chance(self.appetite[i]) {
                continue;
            }
            let at = match self.feeds[i] {
                // The next look at the feed, then a few seconds of publishing.
                Some(period) => (now / period + 1) * period + dice.below(6) as u32,
                None => now + dice.lognormal(1_500.0, 1.0).min(300_000.0) as u32,
            };
            let Some(site) = world.people.accounts[account as usize].site else { continue };
            let site = world.people.sites[site as usize].clone();
            let own = if self.feeds[i].is_some() || dice.chance(0.6) {
                headline.clone()
            } else {
                let edits = Edits { words: 0.25, dress: 0.1 };
                world.writer.reword(&headline, tongue, topic, edits, dice)
            };
            let article = world.web.publish(tongue, &site, own, topic, account, dice);
            let text = format!("{} {}", article.headline, article.url);
            world.plan(at, account, Draft { text, urls: vec![article.url], topic, ..Draft::default() });
        }
    }
}
