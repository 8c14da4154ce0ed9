//! Declared bots: a local service per town, on the hour, from one template.
//!
//! What makes them innocent: the handle says so. No person would be as punctual, and no one is deceived.

use crate::{
    dice::Dice,
    groups::{Behaviour, Cast},
    world::{DAY, Draft, HOUR, World, web},
};

pub(super) struct Bots {
    site: String,
    label: String,
    unit: &'static str,
    hours: Vec<u32>,
}

impl Bots {
    pub fn new(cast: &Cast, world: &World, dice: &mut Dice) -> Self {
        let handle = world.people.handle(cast.members[0]);
        let label = handle.split('_').next().unwrap_or("weather").to_owned();
        let first = dice.between(5, 9) as u32;
        Self {
            site: web::site(dice),
            label,
            unit: *dice.pick(&["°C", "µg/m³", "ct/kWh", "cm", "km", "%"]),
            hours: if dice.chance(0.5) { vec![first] } else { vec![first, first + 10] },
        }
    }
}

impl Behaviour for Bots {
    fn times(&self, cast: &Cast, _dice: &mut Dice) -> Vec<u32> {
        (0..cast.days).flat_map(|day| self.hours.iter().map(move |hour| day * DAY + hour * HOUR)).collect()
    }

    fn posts_per_act(&self, cast: &Cast) -> f64 {
        cast.members.len() as f64 * 0.97
    }

    fn act(&mut self, _nth: usize, now: u32, cast: &Cast, world: &mut World, dice: &mut Dice) {
        for account in dice.sample(&cast.members, 0.97) {
            let handle = world.people.handle(account);
            let town = handle.split('_').nth(1).unwrap_or("").trim_end_matches(|c: char| c.is_ascii_digit());
            let (value, low, high) = (dice.between(4, 31), dice.between(0, 12), dice.between(13, 40));
            let mut text = format!(
                "{town}: {} {value} {} (min {low}, max {high}) #{}",
                self.label, self.unit, self.label
            );
            let mut urls = Vec::new();
            if dice.chance(0.5) {
                let url = format!("https://{}/{town}", self.site);
                text.push(' ');
                text.push_str(&url);
                urls.push(url);
            }
            let at = now + dice.below(25) as u32;
            world.plan(at, account, Draft { text, urls, topic: cast.topic, ..Draft::default() });
        }
    }
}
