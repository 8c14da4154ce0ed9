//! A petition: everyone who signs is offered the same text with the same link.
//!
//! What makes it innocent: each person posts it once or twice, over days, and has a life beside it.

use crate::{
    dice::Dice,
    groups::{Behaviour, Cast},
    world::{DAY, Draft, HOUR, World, web},
};

pub(super) struct Petition {
    text: String,
    url: String,
}

impl Petition {
    pub fn new(cast: &Cast, world: &mut World, dice: &mut Dice) -> Self {
        let title = world.writer.headline(cast.tongue(), cast.topic, dice);
        let lexicon = world.writer.lexicon(cast.tongue());
        let tag = lexicon.tags[cast.topic][0].clone();
        let site = web::site(dice);
        let url = world.web.address(&site, dice);
        Self { text: format!("{}: {title} {url} #{tag}", lexicon.signed), url }
    }
}

impl Behaviour for Petition {
    fn times(&self, cast: &Cast, dice: &mut Dice) -> Vec<u32> {
        cast.place().moments((2 * DAY, (cast.days - 6) * DAY), (9, 20), 1, dice)
    }

    fn posts_per_act(&self, cast: &Cast) -> f64 {
        cast.members.len() as f64 * 1.15
    }

    fn act(&mut self, _nth: usize, now: u32, cast: &Cast, world: &mut World, dice: &mut Dice) {
        // A second wave: a newsletter, a mention on television.
        let second = DAY + dice.below(3 * DAY as usize) as u32;
        for &account in &cast.members {
            let times = 1 + usize::from(dice.chance(0.15));
            for _ in 0..times {
                let delay = match dice.below(10) {
                    0..4 => dice.lognormal(3.0 * f64::from(HOUR), 1.2).min(2e6) as u32,
                    4..8 => second + dice.lognormal(2.0 * f64::from(HOUR), 1.0).min(2e6) as u32,
                    _ => dice.below(6 * DAY as usize) as u32,
                };
                let at = cast.place().awake(now + delay, dice);
                let mut text = String::new();
                if dice.chance(0.3) {
                    world.writer.prose(&mut text, cast.tongue(), cast.topic, dice);
                    text.push(' ');
                }
                let (mut url, mut tracked) = (self.url.clone(), String::new());
                web::track(&mut tracked, dice);
                url.push_str(&tracked);
                text.push_str(&self.text.replace(&self.url, &url));
                world.plan(
                    at,
                    account,
                    Draft { text, urls: vec![url], topic: cast.topic, ..Draft::default() },
                );
            }
        }
    }
}
