//! Seed, launder, amplify: a burner posts first, look-alike sites pick it up hours later, a fixed set of accounts
//! spreads what the sites wrote (Storm-1516, CopyCop).

use super::{Tradecraft, office_hours};
use crate::{
    dice::Dice,
    groups::{Behaviour, Cast},
    world::{Draft, FollowUp, Follower, World, web},
};

pub(super) struct Laundering {
    craft: Tradecraft,
    burners: usize,
    /// One look-alike site for each laundering account.
    sites: Vec<String>,
}

impl Laundering {
    pub fn new(cast: &Cast, world: &World, dice: &mut Dice) -> Self {
        let size = cast.members.len();
        let launderers = (size / 8).clamp(2, 8);
        Self {
            craft: Tradecraft::of(cast),
            burners: (size / 20).max(1),
            sites: (0..launderers).map(|_| web::look_alike(dice.word(&world.people.sites), dice)).collect(),
        }
    }
}

impl Behaviour for Laundering {
    fn times(&self, cast: &Cast, dice: &mut Dice) -> Vec<u32> {
        let count = self.craft.operations(5.0, cast).max(self.burners);
        office_hours(cast.days / 4, cast.vote(), count, dice)
    }

    fn posts_per_act(&self, cast: &Cast) -> f64 {
        self.craft.crew_size(cast) * 2.0 + 1.0 + self.sites.len() as f64
    }

    fn act(&mut self, nth: usize, now: u32, cast: &Cast, world: &mut World, dice: &mut Dice) {
        let (tongue, topic) = (cast.tongue(), cast.topic);
        let (burners, rest) = cast.members.split_at(self.burners);
        let (launderers, amplifiers) = rest.split_at(self.sites.len());
        let mut video = String::new();
        world.web.anywhere(&mut video, dice);
        let claim = world.writer.template(tongue, topic, 12, dice);
        let text = format!("{claim} {video}");
        let seed = Draft { text, urls: vec![video], topic, ..Draft::default() };
        world.plan(now, burners[nth % burners.len()], seed);

        let headline = world.writer.headline(tongue, topic, dice);
        for (i, (&outlet, site)) in launderers.iter().zip(&self.sites).enumerate() {
            // Half of the sites carry each story; the first carries every one, so that no chain breaks.
            if i != nth % self.sites.len() && dice.chance(0.5) {
                continue;
            }
            let at = now + dice.lognormal(5.0 * 3_600.0, 0.6).min(200_000.0) as u32;
            let url = world.web.address(site, dice);
            let title = world.writer.reword(&headline, tongue, topic, self.craft.edits(), dice);
            let order = 1_200 + dice.below(3_600) as u32;
            let followers = self
                .craft
                .crew(nth, amplifiers, dice)
                .into_iter()
                .map(|account| {
                    let act = if dice.chance(0.55) {
                        FollowUp::Repost
                    } else {
                        let words = world.writer.reword(&title, tongue, topic, self.craft.edits(), dice);
                        let text = format!("{words} {url}");
                        FollowUp::Post(Draft { text, urls: vec![url.clone()], topic, ..Draft::default() })
                    };
                    Follower { delay: order + self.craft.jitter(dice), account, act }
                })
                .collect();
            let text = format!("{title} {url}");
            world.plan(at, outlet, Draft { text, urls: vec![url], topic, followers, ..Draft::default() });
        }
    }
}
