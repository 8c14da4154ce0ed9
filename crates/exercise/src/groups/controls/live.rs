//! A live event: a show's audience every week, or a class at its task, on one hashtag at the same time.
//!
//! What makes it innocent: the words are everyone's own, and the clock is the programme's.

use crate::{
    dice::Dice,
    groups::{Behaviour, Cast},
    world::{DAY, Draft, HOUR, World, web},
};

pub(super) struct Live {
    tag: String,
    /// The task's page and question, where it is a class.
    task: Option<(String, String)>,
    weekday: u32,
}

impl Live {
    pub fn new(cast: &Cast, world: &mut World, dice: &mut Dice) -> Self {
        let class = cast.members.len() < 35 && dice.chance(0.5);
        let task = class.then(|| {
            let site = web::site(dice);
            let url = world.web.address(&site, dice);
            (url, world.writer.headline(cast.tongue(), cast.topic, dice))
        });
        let tag = world.writer.lexicon(cast.tongue()).coin_tag(dice);
        Self { tag, task, weekday: dice.below(5) as u32 }
    }
}

impl Behaviour for Live {
    fn times(&self, cast: &Cast, dice: &mut Dice) -> Vec<u32> {
        let hour = if self.task.is_some() { 10 } else { 20 };
        (self.weekday..cast.days - 1)
            .step_by(7)
            .flat_map(|day| cast.place().moments((day * DAY, day * DAY + DAY), (hour, hour + 1), 1, dice))
            .collect()
    }

    fn posts_per_act(&self, cast: &Cast) -> f64 {
        cast.members.len() as f64 * 0.6 * 2.5
    }

    fn act(&mut self, _nth: usize, now: u32, cast: &Cast, world: &mut World, dice: &mut Dice) {
        let length = if self.task.is_some() { HOUR } else { 2 * HOUR };
        for account in dice.sample(&cast.members, 0.6) {
            for i in 0..dice.between(1, 4) {
                let at = now + dice.below(length as usize) as u32;
                let mut text = String::new();
                let mut urls = Vec::new();
                if dice.chance(0.3) {
                    world.writer.reaction(&mut text, cast.tongue(), dice);
                } else {
                    world.writer.prose(&mut text, cast.tongue(), cast.topic, dice);
                }
                if let (Some((url, question)), 0) = (&self.task, i) {
                    text = format!("{question}: {text} {url}");
                    urls.push(url.clone());
                }
                text.push_str(" #");
                text.push_str(&self.tag);
                world.plan(at, account, Draft { text, urls, topic: cast.topic, ..Draft::default() });
            }
        }
    }
}
