//! The population: accounts with heavy-tailed activity in communities of interest.
//!
//! The problem: ordinary people already repost the same few sources again and again, so co-sharing alone must not
//! mean coordination. The choice: everyone belongs to a community of one language with its own sources and topics;
//! activity is log-normal (a few per cent write most posts), audiences engage in proportion to it. Rejected: a
//! follower graph (memory grows with edges, and posts show only who reposts whom anyway).

use super::{
    handle::Handle,
    place::PLACES,
    web::{self, handle},
};
use crate::{
    dice::{Dice, Weighted},
    words::TOPICS,
};

/// Deviation of the logarithm of activity: the most active tenth writes half of all.
const SIGMA: f64 = 1.45;

/// "In no group".
pub(crate) const NO_GROUP: u32 = u32::MAX;

/// One account.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    /// Index into [`PLACES`].
    pub place: u8,
    /// Main topic.
    pub topic: u8,
    /// Whether it is an outlet, and which of [`People::sites`] is its own.
    pub site: Option<u32>,
    /// Index into [`People::communities`].
    pub community: u32,
    /// Group in the truth, or [`NO_GROUP`].
    pub group: u32,
    /// Expected organic posts in the whole exercise, before reposts.
    pub activity: f32,
    /// Scale of the cascades its posts start; ordinary people are far below 1, sources above.
    pub popularity: f32,
    /// Share of spontaneous posts that are reposts of what is popular.
    pub reposts: f32,
}

/// People of one language with common sources.
pub(crate) struct Community {
    pub place: usize,
    pub topics: [usize; 2],
    pub members: Vec<u32>,
    active: Weighted,
    engaged: Weighted,
}

/// Everyone.
pub(crate) struct People {
    pub accounts: Vec<Account>,
    handles: Vec<Handle>,
    pub communities: Vec<Community>,
    /// Outlets' own sites.
    pub sites: Vec<String>,
    /// Accounts of outlets; known once settled.
    pub newsrooms: Vec<u32>,
    /// Places that take part, the home of the election first, and their shares of the population.
    pub places: Vec<(usize, f64)>,
    by_place: Vec<(Vec<u32>, Weighted)>,
    /// Communities of each place of [`PLACES`].
    homes: Vec<Vec<u32>>,
    free: Vec<Vec<u32>>,
    /// The next number for a handle that is already taken.
    taken: std::collections::BTreeMap<String, u32>,
}

impl People {
    /// `citizens` ordinary accounts and their sources; `mean` is the expected organic activity.
    pub fn new(seed: u64, citizens: usize, mean: f64) -> Self {
        let mut dice = Dice::new(seed, "people", 0);
        let mut people = Self {
            accounts: Vec::with_capacity(citizens + citizens / 4),
            handles: Vec::with_capacity(citizens + citizens / 4),
            communities: Vec::new(),
            sites: Vec::new(),
            newsrooms: Vec::new(),
            places: choose_places(citizens, &mut dice),
            by_place: Vec::new(),
            homes: vec![Vec::new(); PLACES.len()],
            free: Vec::new(),
            taken: std::collections::BTreeMap::new(),
        };
        for (place, share) in people.places.clone() {
            let size = ((citizens as f64 * share) as usize).max(12);
            let count = (size / 300).max(1);
            let weights: Vec<f64> = (0..count).map(|_| dice.pareto(1.5).min(12.0)).collect();
            let table = Weighted::new(&weights);
            let first = people.communities.len();
            for _ in 0..count {
                people.homes[place].push(people.communities.len() as u32);
                let topics = [dice.below(TOPICS), if dice.chance(0.5) { 0 } else { dice.below(TOPICS) }];
                people.communities.push(Community {
                    place,
                    topics,
                    members: Vec::new(),
                    active: Weighted::default(),
                    engaged: Weighted::default(),
                });
            }
            for _ in 0..size {
                let community = first + table.draw(&mut dice);
                people.add_citizen(community, mean, &mut dice);
            }
        }
        people.name_sources(&mut dice);
        people.free = people
            .communities
            .iter()
            .map(|community| {
                let ordinary = |id: &&u32| people.accounts[**id as usize].popularity < 1.0;
                let mut list: Vec<u32> = community.members.iter().filter(ordinary).copied().collect();
                dice.shuffle(&mut list);
                list
            })
            .collect();
        people
    }

    fn add_citizen(&mut self, community: usize, mean: f64, dice: &mut Dice) {
        let Community { place, topics, .. } = self.communities[community];
        let median = mean * libm::exp(-SIGMA * SIGMA / 2.0);
        let activity = dice.lognormal(median, SIGMA).min(mean * 60.0);
        let lurker = dice.unit();
        self.add(
            Account {
                place: place as u8,
                topic: topics[usize::from(dice.chance(0.3))] as u8,
                site: None,
                community: community as u32,
                group: NO_GROUP,
                activity: activity as f32,
                popularity: dice.lognormal(0.03, 1.3).min(0.9) as f32,
                reposts: (lurker * lurker) as f32,
            },
            false,
            dice,
        );
    }

    /// The most active members of each community become its sources, every third of them an outlet.
    fn name_sources(&mut self, dice: &mut Dice) {
        for community in &self.communities {
            let mut ranked: Vec<u32> = community.members.clone();
            ranked.sort_by(|a, b| {
                let activity = |id: &u32| self.accounts[*id as usize].activity;
                activity(b).total_cmp(&activity(a)).then(a.cmp(b))
            });
            let count = (community.members.len() / 40).max(1);
            for (rank, id) in ranked.into_iter().take(2 * count).step_by(2).enumerate() {
                let reach = 9.0 * dice.lognormal(1.0, 0.6) / libm::pow(rank as f64 + 1.0, 0.7);
                let account = &mut self.accounts[id as usize];
                account.popularity = reach.max(1.0) as f32;
                account.reposts *= 0.3;
                account.activity *= 0.6;
                if rank % 3 == 0 {
                    let (_, site) = web::outlet(dice);
                    account.site = Some(self.sites.len() as u32);
                    account.activity *= 1.5;
                    self.sites.push(site);
                }
            }
        }
    }

    /// Adds an account and gives it a handle nobody else has.
    pub fn add(&mut self, account: Account, throwaway: bool, dice: &mut Dice) -> u32 {
        let mut name = String::new();
        let towns = PLACES[usize::from(account.place)].towns;
        let town = *dice.pick(towns);
        handle(&mut name, town, throwaway, dice);
        self.add_named(account, &name)
    }

    /// Adds an account with this handle, numbered where it is already taken.
    pub fn add_named(&mut self, account: Account, name: &str) -> u32 {
        let id = self.accounts.len() as u32;
        let number = self.taken.entry(name.to_owned()).or_insert(0);
        *number += 1;
        if *number == 1 {
            self.handles.push(Handle::new(name));
        } else {
            // The underscore keeps numbered copies apart from handles that end in a number by themselves.
            self.handles.push(Handle::new(&format!("{name}_{number}")));
        }
        self.communities[account.community as usize].members.push(id);
        self.accounts.push(account);
        id
    }

    /// The handle of an account.
    pub fn handle(&self, account: u32) -> &str {
        self.handles[account as usize].as_str()
    }

    /// Takes `count` ordinary accounts of `place` out of those free for groups, neighbours in interest first. May
    /// return fewer: at most half of a place's people end in groups.
    pub fn take(&mut self, place: usize, count: usize, dice: &mut Dice) -> Vec<u32> {
        let homes = &self.homes[place];
        let start = dice.below(homes.len());
        let mut list = Vec::with_capacity(count);
        for step in 0..homes.len() {
            let home = homes[(start + step) % homes.len()] as usize;
            let keep = self.communities[home].members.len() / 2;
            while list.len() < count && self.free[home].len() > keep {
                list.extend(self.free[home].pop());
            }
        }
        list
    }

    /// Some community of `place`.
    pub fn some_community(&self, place: usize, dice: &mut Dice) -> u32 {
        *dice.pick(&self.homes[place])
    }

    /// Prepares drawing; call once everyone is there.
    pub fn settle(&mut self) {
        for community in &mut self.communities {
            let member = |id: &u32| &self.accounts[*id as usize];
            let active: Vec<f64> =
                community.members.iter().map(|id| f64::from(member(id).activity)).collect();
            let engaged: Vec<f64> = community
                .members
                .iter()
                .map(|id| f64::from(member(id).activity) * (0.1 + f64::from(member(id).reposts)))
                .collect();
            community.active = Weighted::new(&active);
            community.engaged = Weighted::new(&engaged);
        }
        let total = |community: &Community| {
            community.members.iter().map(|id| f64::from(self.accounts[*id as usize].activity)).sum::<f64>()
        };
        self.by_place = self
            .places
            .iter()
            .map(|&(place, _)| {
                let homes = self.homes[place].clone();
                let weights: Vec<f64> = homes.iter().map(|&c| total(&self.communities[c as usize])).collect();
                (homes, Weighted::new(&weights))
            })
            .collect();
        self.newsrooms =
            (0..self.accounts.len() as u32).filter(|&id| self.accounts[id as usize].site.is_some()).collect();
        self.taken = std::collections::BTreeMap::new();
        self.free = Vec::new();
    }

    /// Someone of the `nth` place, in proportion to activity.
    pub fn someone(&self, nth: usize, dice: &mut Dice) -> u32 {
        let (homes, table) = &self.by_place[nth];
        let community = &self.communities[homes[table.draw(dice)] as usize];
        community.members[community.active.draw(dice)]
    }

    /// Someone who reacts to a post of `author`: mostly of the same community, else of the same place, else anyone.
    pub fn audience(&self, author: u32, dice: &mut Dice) -> u32 {
        let home = &self.accounts[author as usize];
        let roll = dice.unit();
        let community = if roll < 0.8 {
            home.community as usize
        } else {
            let nth = self.places.iter().position(|&(p, _)| p == usize::from(home.place)).unwrap_or(0);
            let nth = if roll < 0.97 { nth } else { dice.below(self.by_place.len()) };
            let (homes, table) = &self.by_place[nth];
            homes[table.draw(dice)] as usize
        };
        let community = &self.communities[community];
        community.members[community.engaged.draw(dice)]
    }

    /// How many people can react to `author` at most.
    pub fn reach(&self, author: u32) -> usize {
        self.communities[self.accounts[author as usize].community as usize].members.len()
    }
}

/// The home of the election and others, as many as the population can fill, with their shares.
fn choose_places(citizens: usize, dice: &mut Dice) -> Vec<(usize, f64)> {
    let mut order: Vec<usize> = (0..PLACES.len()).collect();
    dice.shuffle(&mut order);
    // A diaspora cannot be the place that votes.
    while order[0] >= 10 {
        dice.shuffle(&mut order);
    }
    order.truncate((citizens / 60).clamp(2, PLACES.len()));
    let rest: f64 = order[1..].iter().map(|&p| PLACES[p].weight).sum();
    let share = |(i, &p): (usize, &usize)| (p, if i == 0 { 0.55 } else { 0.45 * PLACES[p].weight / rest });
    order.iter().enumerate().map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn activity_is_heavy_tailed_and_handles_are_unique() {
        let people = People::new(5, 4_000, 8.0);
        let mut activity: Vec<f32> = people.accounts.iter().map(|a| a.activity).collect();
        activity.sort_by(|a, b| b.total_cmp(a));
        let (top, all): (f32, f32) = (activity[..activity.len() / 10].iter().sum(), activity.iter().sum());
        assert!(top / all > 0.4, "the most active tenth writes {}", top / all);
        let handles: std::collections::BTreeSet<&str> =
            (0..people.accounts.len() as u32).map(|i| people.handle(i)).collect();
        assert_eq!(handles.len(), people.accounts.len());
    }

    #[test]
    fn nobody_is_taken_twice() {
        let mut people = People::new(5, 1_000, 8.0);
        let mut dice = Dice::new(5, "test", 0);
        let home = people.places[0].0;
        let mut all: Vec<u32> = (0..6).flat_map(|_| people.take(home, 40, &mut dice)).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(count > 100 && count <= 560 / 2);
    }
}
