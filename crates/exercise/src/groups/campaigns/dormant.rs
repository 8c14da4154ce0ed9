//! A dormant cohort: silent or harmless for weeks, then the same hashtags and comments within days before the vote
//! (Romania 2024).

use super::{Tradecraft, office_hours};
use crate::{
    dice::Dice,
    groups::{Behaviour, Cast},
    world::{Draft, World},
};

pub(super) struct Dormant {
    craft: Tradecraft,
    lines: Vec<String>,
    tags: Vec<String>,
}

impl Dormant {
    pub fn new(cast: &Cast, world: &World, dice: &mut Dice) -> Self {
        let tongue = cast.tongue();
        let lexicon = world.writer.lexicon(tongue);
        let tags = vec![lexicon.coin_tag(dice), lexicon.tags[0][0].clone(), lexicon.coin_tag(dice)];
        let lines = (0..12).map(|_| world.writer.template(tongue, cast.topic, 5, dice)).collect();
        Self { craft: Tradecraft::of(cast), lines, tags }
    }
}

impl Behaviour for Dormant {
    fn times(&self, cast: &Cast, dice: &mut Dice) -> Vec<u32> {
        let length = dice.between(3, 5) as u32;
        let count = self.craft.operations(9.0, cast);
        office_hours(cast.vote() - length, cast.vote(), count, dice)
    }

    fn posts_per_act(&self, cast: &Cast) -> f64 {
        self.craft.crew_size(cast)
    }

    fn act(&mut self, nth: usize, now: u32, cast: &Cast, world: &mut World, dice: &mut Dice) {
        let (tongue, topic) = (cast.tongue(), cast.topic);
        let lines = [dice.pick(&self.lines).clone(), dice.pick(&self.lines).clone()];
        let used = dice.between(2, 3);
        for account in self.craft.crew(nth, &cast.members, dice) {
            let at = now + self.craft.jitter(dice);
            let mut text = world.writer.reword(dice.word(&lines), tongue, topic, self.craft.edits(), dice);
            let mut tags: Vec<&String> = self.tags.iter().take(used).collect();
            if dice.chance(self.craft.0) {
                dice.shuffle(&mut tags);
            }
            for tag in tags {
                text.push_str(" #");
                text.push_str(tag);
            }
            let luck = dice.unit();
            let answers = if dice.chance(0.5) { world.popular(cast.place, luck) } else { None };
            world.plan(at, account, Draft { text, topic, answers, ..Draft::default() });
        }
    }
}
