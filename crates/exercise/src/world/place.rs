//! Where people live: language, clock, share of the population; and when they are awake.

use crate::dice::Dice;

/// A country or diaspora whose people share a language and a clock.
pub(crate) struct Place {
    /// Index into [`crate::words::TONGUES`].
    pub tongue: usize,
    /// Hours east of Greenwich in the exercise's season.
    pub offset: i64,
    /// Relative size where it is not the home of the election.
    pub weight: f64,
    /// Towns, in Latin letters, for handles and local bots.
    pub towns: &'static [&'static str],
}

/// All places. The seed chooses which one votes.
pub(crate) const PLACES: [Place; 12] = [
    Place { tongue: 0, offset: 1, weight: 10.0, towns: &["dublin", "cork", "galway", "limerick", "sligo"] },
    Place { tongue: 1, offset: 2, weight: 9.0, towns: &["berlin", "bremen", "kassel", "leipzig", "ulm"] },
    Place { tongue: 2, offset: 3, weight: 8.0, towns: &["iasi", "cluj", "brasov", "craiova", "arad"] },
    Place { tongue: 3, offset: 3, weight: 4.0, towns: &["riga", "liepaja", "cesis", "tukums", "valka"] },
    Place { tongue: 4, offset: 3, weight: 6.0, towns: &["sofia", "varna", "ruse", "plovdiv", "vidin"] },
    Place { tongue: 5, offset: 3, weight: 7.0, towns: &["kyiv", "lviv", "odesa", "dnipro", "rivne"] },
    Place { tongue: 6, offset: 3, weight: 6.0, towns: &["athens", "patras", "volos", "chania", "larissa"] },
    Place { tongue: 7, offset: 4, weight: 5.0, towns: &["tbilisi", "batumi", "kutaisi", "gori", "poti"] },
    Place { tongue: 8, offset: 4, weight: 4.0, towns: &["yerevan", "gyumri", "vanadzor", "sevan", "goris"] },
    Place { tongue: 9, offset: 3, weight: 6.0, towns: &["amman", "beirut", "zarqa", "tyre", "irbid"] },
    Place {
        tongue: 0,
        offset: -4,
        weight: 6.0,
        towns: &["boston", "albany", "toronto", "chicago", "newark"],
    },
    Place { tongue: 2, offset: 2, weight: 3.0, towns: &["torino", "madrid", "valencia", "roma", "lyon"] },
];

/// Posts per hour of the local day, 1 on average: night, slow morning, lunch, the evening's peak.
const RHYTHM: [f64; 24] = [
    0.45, 0.25, 0.14, 0.09, 0.08, 0.14, 0.36, 0.72, 1.02, 1.15, 1.18, 1.20, 1.32, 1.26, 1.15, 1.12, 1.18,
    1.32, 1.48, 1.66, 1.84, 1.78, 1.32, 0.79,
];

/// Seconds of a day.
pub(crate) const DAY: u32 = 86_400;
/// Seconds of an hour.
pub(crate) const HOUR: u32 = 3_600;

impl Place {
    /// Hour of the local day, 0–23, at second `now` of an exercise (which begins at midnight UTC).
    pub fn hour(&self, now: u32) -> usize {
        ((i64::from(now) / 3_600 + self.offset).rem_euclid(24)) as usize
    }

    /// How much people post at second `now`, 1 on average over a day.
    pub fn rhythm(&self, now: u32) -> f64 {
        RHYTHM[self.hour(now)]
    }

    /// When someone who would act at `at` does act: what falls into the night mostly waits for the morning.
    pub fn awake(&self, at: u32, dice: &mut Dice) -> u32 {
        let hour = self.hour(at);
        if hour >= 7 || dice.chance(RHYTHM[hour]) {
            return at;
        }
        let wait = (7 - hour) as f64 * 3_600.0 - f64::from(at % HOUR) + dice.lognormal(2_400.0, 0.9);
        at.saturating_add(wait.max(0.0) as u32)
    }

    /// `count` sorted seconds in `from..to`, between the local hours `open` and `close` only.
    pub fn moments(
        &self,
        (from, to): (u32, u32),
        (open, close): (usize, usize),
        count: usize,
        dice: &mut Dice,
    ) -> Vec<u32> {
        let mut list: Vec<u32> = (0..count)
            .map(|_| {
                let mut at = from + dice.below((to - from) as usize) as u32;
                for _ in 0..60 {
                    if (open..close).contains(&self.hour(at)) {
                        break;
                    }
                    at = from + dice.below((to - from) as usize) as u32;
                }
                at
            })
            .collect();
        list.sort_unstable();
        list
    }
}

/// How much more is posted on day `day` of `days`: slow growth to the vote on the last but one day, then a fall.
pub(crate) fn attention(day: u32, days: u32) -> f64 {
    let vote = days.saturating_sub(2);
    match vote.checked_sub(day) {
        Some(left) => 0.8 + 1.7 / (1.0 + f64::from(left) / 4.0),
        None => 1.6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn night_is_local_and_waits_for_the_morning() {
        let (west, east) = (&PLACES[10], &PLACES[7]);
        assert_eq!((west.hour(0), east.hour(0)), (20, 4));
        assert!(west.rhythm(0) > 10.0 * east.rhythm(0));
        let mut dice = Dice::new(1, "test", 0);
        let waits = (0..1_000).filter(|_| east.awake(0, &mut dice) >= 3 * HOUR).count();
        assert!(waits > 800, "{waits}");
        assert_eq!(east.awake(10 * HOUR, &mut dice), 10 * HOUR);
    }

    #[test]
    fn moments_keep_to_the_opening_hours() {
        let mut dice = Dice::new(1, "test", 0);
        let list = PLACES[3].moments((0, 10 * DAY), (9, 18), 200, &mut dice);
        assert!(list.iter().all(|&at| (9..18).contains(&PLACES[3].hour(at))));
        assert!(list.is_sorted());
    }
}
