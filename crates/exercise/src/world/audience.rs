//! How a post spreads: who reposts and answers it, and when.
//!
//! Cascade sizes follow a power law scaled by the author's popularity; delays are log-normal with a median from
//! minutes (people with alerts) to an hour, and what falls into someone's night waits for the morning. Both shapes
//! are what studies of reposting report; the parameters are ours and no detector's.

use super::{Event, World};

impl World {
    /// Queues the organic reactions to a live post.
    pub(super) fn spread(&mut self, now: u32, live: u32) {
        let author = self.live(live).author;
        let popularity = f64::from(self.people.accounts[author as usize].popularity);
        let limit = self.people.reach(author) / 3 + 2;
        let appeal = self.dice.pareto(1.35);
        let size = self.dice.round(popularity * 0.45 * appeal).min(limit);
        let answers = self.dice.round(size as f64 * 0.22).min(limit);
        if size + answers > 0 {
            let median = self.dice.log_uniform(900.0, 4_500.0);
            for _ in 0..size {
                let account = self.people.audience(author, &mut self.dice);
                if let Some(at) = self.delayed(now, account, median, 1.7)
                    && self.joins(live, account)
                {
                    self.hold(live);
                    self.queue.push(at, Event::Repost { account, live, planned: false });
                    self.followed += 1;
                }
            }
            for _ in 0..answers {
                let account = self.people.audience(author, &mut self.dice);
                if let Some(at) = self.delayed(now, account, median * 0.8, 1.5) {
                    self.hold(live);
                    self.queue.push(at, Event::React { account, live });
                    self.followed += 1;
                }
            }
        }
        if popularity >= 1.0 {
            self.show(live);
        }
    }

    fn delayed(&mut self, now: u32, account: u32, median: f64, sigma: f64) -> Option<u32> {
        let delay = self.dice.lognormal(median, sigma).clamp(3.0, 1e7) as u32;
        let at = self.place(account).awake(now.saturating_add(delay), &mut self.dice);
        self.queue.open(at).then_some(at)
    }
}
