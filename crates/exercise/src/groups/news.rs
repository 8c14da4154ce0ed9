//! Breaking news: unrelated thousands on the same links and hashtags within minutes.
//!
//! Not a group in the truth, since it has no members: whoever is awake takes part. It is the strongest reason why
//! synchrony by itself proves nothing.

use crate::{
    dice::Dice,
    world::{DAY, Draft, FollowUp, Follower, NO_GROUP, World},
};

/// A story that breaks.
pub(crate) struct Burst {
    pub at: u32,
    /// Index into the people's places.
    nth: usize,
    /// Expected posts.
    pub size: usize,
}

impl Burst {
    /// The bursts of an exercise; each takes about 1.5 % of a place's share of all posts.
    pub fn all(per_week: f64, days: u32, posts: u64, world: &World, dice: &mut Dice) -> Vec<Self> {
        let count = dice.round(per_week * f64::from(days) / 7.0);
        (0..count)
            .map(|_| {
                let places = &world.people.places;
                let nth = if dice.chance(0.6) { 0 } else { dice.below(places.len()) };
                let day = (dice.below(days as usize - 1) as u32) * DAY;
                let at = world.people_place(nth).moments((day, day + DAY), (7, 23), 1, dice)[0];
                let share = dice.lognormal(0.012, 0.5).min(0.04);
                Self { at, nth, size: (posts as f64 * places[nth].1 * share) as usize }
            })
            .collect()
    }

    /// The story breaks.
    pub fn break_out(&self, now: u32, world: &mut World, dice: &mut Dice) {
        let place = world.people_place(self.nth);
        let tongue = place.tongue;
        let topic = dice.below(crate::words::TOPICS);
        let headline = world.writer.headline(tongue, topic, dice);
        let lexicon = world.writer.lexicon(tongue);
        let tags = [lexicon.coin_tag(dice), lexicon.tags[topic][0].clone()];
        let sites = world.people.sites.clone();
        let urls: Vec<String> =
            (0..dice.between(3, 6)).map(|_| world.web.address(dice.word_zipf(&sites), dice)).collect();
        let reporter = world.people.someone(self.nth, dice);
        let mut crowd: Vec<u32> = (0..self.size).map(|_| world.people.someone(self.nth, dice)).collect();
        // One post each keeps the crowd unrelated; the most active would otherwise act many times in minutes.
        crowd.sort_unstable();
        crowd.dedup();
        let mut followers = Vec::new();
        for account in crowd {
            let profile = &world.people.accounts[account as usize];
            // Groups' members sit this out, so that a group's posts are those it planned and nothing else.
            if profile.site.is_some() || profile.group != NO_GROUP || account == reporter {
                continue;
            }
            let delay = 40 + dice.lognormal(900.0, 1.2).min(200_000.0) as u32;
            let act = match dice.below(20) {
                0..8 => FollowUp::Repost,
                8..12 => {
                    let url = dice.pick_zipf(&urls).clone();
                    FollowUp::Post(Draft {
                        text: format!("{headline} {url}"),
                        urls: vec![url],
                        topic,
                        ..Draft::default()
                    })
                }
                kind => {
                    let mut text = String::new();
                    world.writer.prose(&mut text, tongue, topic, dice);
                    text.push_str(" #");
                    text.push_str(dice.word_zipf(&tags));
                    let mut urls = if kind < 16 { vec![dice.pick_zipf(&urls).clone()] } else { Vec::new() };
                    for url in &mut urls {
                        text.push(' ');
                        text.push_str(url);
                    }
                    FollowUp::Post(Draft { text, urls, topic, ..Draft::default() })
                }
            };
            followers.push(Follower { delay, account, act });
        }
        let text = format!("{headline} #{}", tags[0]);
        world.plan(now, reporter, Draft { text, topic, followers, prominent: true, ..Draft::default() });
    }
}
