//! Comment copypasta: the same few comments below unrelated popular posts (Romania 2024, Moldova 2025).

use super::{Tradecraft, office_hours};
use crate::{
    dice::Dice,
    groups::{Behaviour, Cast},
    world::{Draft, World},
};

pub(super) struct Comments {
    craft: Tradecraft,
    lines: Vec<String>,
}

impl Comments {
    pub fn new(cast: &Cast, world: &World, dice: &mut Dice) -> Self {
        let write = |dice: &mut Dice| world.writer.template(cast.tongue(), cast.topic, 7, dice);
        Self { craft: Tradecraft::of(cast), lines: (0..10).map(|_| write(dice)).collect() }
    }
}

impl Behaviour for Comments {
    fn times(&self, cast: &Cast, dice: &mut Dice) -> Vec<u32> {
        let count = self.craft.operations(8.0, cast);
        office_hours(cast.days / 3, cast.days - 1, count, dice)
    }

    fn posts_per_act(&self, cast: &Cast) -> f64 {
        self.craft.crew_size(cast) * 1.5
    }

    fn act(&mut self, nth: usize, now: u32, cast: &Cast, world: &mut World, dice: &mut Dice) {
        let (tongue, topic) = (cast.tongue(), cast.topic);
        let line = dice.pick(&self.lines).clone();
        let targets: Vec<u32> =
            (0..dice.between(3, 6)).filter_map(|_| world.popular(cast.place, dice.unit())).collect();
        for account in self.craft.crew(nth, &cast.members, dice) {
            for _ in 0..dice.between(1, 2) {
                let at = now + self.craft.jitter(dice);
                let text = world.writer.reword(&line, tongue, topic, self.craft.edits(), dice);
                let answers = if targets.is_empty() { None } else { Some(*dice.pick(&targets)) };
                world.plan(at, account, Draft { text, topic, answers, ..Draft::default() });
            }
        }
    }
}
