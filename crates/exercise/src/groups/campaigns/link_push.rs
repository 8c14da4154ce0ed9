//! Link pushing by throw-away accounts: few posts each, often below popular posts, all to a handful of pages on
//! look-alike sites (Doppelganger).

use super::{Tradecraft, office_hours};
use crate::{
    dice::Dice,
    groups::{Behaviour, Cast},
    world::{Draft, World, web},
};

/// In how many waves each account is used before it is thrown away.
const WAVES_EACH: usize = 2;

pub(super) struct LinkPush {
    craft: Tradecraft,
    sites: Vec<String>,
    /// Waves; the members are dealt over them.
    waves: usize,
}

impl LinkPush {
    pub fn new(cast: &Cast, world: &World, dice: &mut Dice) -> Self {
        let models = &world.people.sites;
        let craft = Tradecraft::of(cast);
        Self {
            craft,
            sites: (0..dice.between(2, 4)).map(|_| web::look_alike(dice.word(models), dice)).collect(),
            waves: (cast.members.len() / 12).clamp(WAVES_EACH, 12) * craft.cells(),
        }
    }
}

impl Behaviour for LinkPush {
    fn times(&self, cast: &Cast, dice: &mut Dice) -> Vec<u32> {
        office_hours(cast.days / 2, cast.vote(), self.waves, dice)
    }

    fn posts_per_act(&self, cast: &Cast) -> f64 {
        (cast.members.len() * WAVES_EACH) as f64 / self.waves as f64 * 1.5 * cast.intensity
    }

    fn act(&mut self, nth: usize, now: u32, cast: &Cast, world: &mut World, dice: &mut Dice) {
        let site = dice.pick(&self.sites).clone();
        let page = world.web.address(&site, dice);
        let tongue = cast.tongue();
        for (i, &account) in cast.members.iter().enumerate() {
            // Neighbouring waves share half of their accounts.
            let home = i % self.waves;
            if home != nth && (home + 1) % self.waves != nth {
                continue;
            }
            for _ in 0..dice.round(1.5 * cast.intensity) {
                let at = now + self.craft.jitter(dice);
                let mut text = String::new();
                match dice.below(3) {
                    0 => world.writer.reaction(&mut text, tongue, dice),
                    1 => world.writer.words(&mut text, tongue, cast.topic, 5, dice),
                    _ => world.writer.prose(&mut text, tongue, cast.topic, dice),
                }
                let mut url = page.clone();
                if dice.chance(self.craft.0) {
                    web::track(&mut url, dice);
                }
                text.push(' ');
                text.push_str(&url);
                let luck = dice.unit();
                let answers = if dice.chance(0.5) { world.popular(cast.place, luck) } else { None };
                let urls = vec![url];
                world.plan(at, account, Draft { text, urls, answers, topic: cast.topic, ..Draft::default() });
            }
        }
    }
}
