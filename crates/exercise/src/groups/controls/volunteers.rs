//! Party volunteers: a shared toolkit of texts, hashtags and links, used on action days.
//!
//! What makes it innocent: people act in the open over hours of a day, mostly in their own words, and keep posting
//! about their own lives. The nearest legal neighbour of a copy-paste network.

use crate::{
    dice::Dice,
    groups::{Behaviour, Cast},
    world::{DAY, Draft, FollowUp, Follower, HOUR, World, web},
};

pub(super) struct Volunteers {
    texts: Vec<String>,
    tags: Vec<String>,
    links: Vec<String>,
}

impl Volunteers {
    pub fn new(cast: &Cast, world: &mut World, dice: &mut Dice) -> Self {
        let site = web::site(dice);
        let tongue = cast.tongue();
        let lexicon = world.writer.lexicon(tongue);
        let mut tags = vec![lexicon.coin_tag(dice), lexicon.coin_tag(dice)];
        tags.extend(lexicon.tags[0].iter().take(2).cloned());
        Self {
            texts: (0..dice.between(12, 20)).map(|_| world.writer.template(tongue, 0, 8, dice)).collect(),
            tags,
            links: (0..3).map(|_| world.web.address(&site, dice)).collect(),
        }
    }
}

impl Behaviour for Volunteers {
    fn times(&self, cast: &Cast, dice: &mut Dice) -> Vec<u32> {
        let count = dice.between(4, 7);
        // More action days towards the vote.
        let from = cast.days / 3;
        cast.place().moments((from * DAY, cast.vote() * DAY), (9, 11), count, dice)
    }

    fn posts_per_act(&self, cast: &Cast) -> f64 {
        cast.members.len() as f64 * 1.2
    }

    fn act(&mut self, _nth: usize, now: u32, cast: &Cast, world: &mut World, dice: &mut Dice) {
        let tongue = cast.tongue();
        let (topic, party) = (0, cast.members[0]);
        let suggested: Vec<&String> = (0..5).map(|_| dice.pick(&self.texts)).collect();
        let mut followers = Vec::new();
        for account in dice.sample(&cast.members[1..], 0.5) {
            for _ in 0..dice.between(1, 3) {
                let delay = dice.below(11 * HOUR as usize) as u32 + 300;
                let mut text = String::new();
                match dice.below(20) {
                    0..7 => text.push_str(dice.word(&suggested)),
                    7..13 => {
                        world.writer.prose(&mut text, tongue, topic, dice);
                        text.push(' ');
                        text.push_str(dice.word(&suggested));
                    }
                    _ => world.writer.prose(&mut text, tongue, topic, dice),
                }
                for _ in 0..dice.between(1, 2) {
                    text.push_str(" #");
                    text.push_str(dice.word_zipf(&self.tags));
                }
                let urls: Vec<String> =
                    if dice.chance(0.4) { vec![dice.pick(&self.links).clone()] } else { Vec::new() };
                for url in &urls {
                    text.push(' ');
                    text.push_str(url);
                }
                let act = FollowUp::Post(Draft { text, urls, topic, ..Draft::default() });
                followers.push(Follower { delay, account, act });
            }
            if dice.chance(0.4) {
                let delay = 60 + dice.lognormal(2_400.0, 1.3).min(60_000.0) as u32;
                followers.push(Follower { delay, account, act: FollowUp::Repost });
            }
        }
        let text = format!("{} #{} {}", dice.pick(&self.texts), self.tags[0], self.links[0]);
        let urls = vec![self.links[0].clone()];
        world.plan(now, party, Draft { text, urls, topic, followers, ..Draft::default() });
    }
}
