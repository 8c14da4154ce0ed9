//! The main loop: organic posts at the rhythm of the day, and groups in between.
//!
//! The problem: stream in time order, in memory that does not grow with the exercise, and end with exactly as many
//! posts as were asked for, although cascades are random. The choice: ten-minute steps whose organic rate is set
//! from what is left to write, less what is already pending and what groups still plan. Rejected: generating all
//! and sorting (memory), and scaling beforehand (the number of posts would only be roughly right).

use crate::{
    ExerciseError, Scenario,
    dice::{Dice, Weighted},
    groups::{Behaviour, Burst, Cast, Recruits, Role, behaviour, recruit},
    sink::PostSink,
    truth::{Group, Label, Truth},
    world::{DAY, Event, PLACES, World, attention},
};

/// The least number of posts an exercise can have: one small group of every kind must fit beside a crowd.
pub const MIN_POSTS: u64 = 2_000;
/// The largest number of posts an exercise can have.
pub const MAX_POSTS: u64 = 1_000_000_000;

/// Seconds of a step.
const STEP: u32 = 600;

struct Troupe {
    cast: Cast,
    behaviour: Box<dyn Behaviour>,
    dice: Dice,
    acts: usize,
}

/// Generates `posts` posts (2,000 to 10⁹) of `scenario` into `sink`, in order of time, and says who did what.
///
/// The same scenario, number and seed give the same posts on every machine. Memory holds the accounts (one for
/// about ten posts) and what is pending, not the posts.
///
/// # Errors
/// When the scenario or the number of posts is out of range, or the sink fails.
pub fn generate(
    scenario: &Scenario,
    posts: u64,
    seed: u64,
    sink: &mut dyn PostSink,
) -> Result<Truth, ExerciseError> {
    scenario.check()?;
    if posts < MIN_POSTS {
        return Err(ExerciseError::TooFewPosts(posts));
    }
    if posts > MAX_POSTS {
        return Err(ExerciseError::TooManyPosts(posts));
    }
    let length = scenario.days * DAY;
    let Recruits { people, groups } = recruit(scenario, posts, seed);
    let mut world = World::new(seed, people, groups.len(), scenario.start, length);
    let mut planned = 0.0;
    let mut troupes: Vec<Troupe> = Vec::with_capacity(groups.len());
    for (index, cast) in groups.into_iter().enumerate() {
        // The stream is named after the group, so that other groups do not change what this one does.
        let mut dice = Dice::new(seed, &cast.id, 1);
        let behaviour = behaviour(&cast, &mut world, &mut dice);
        for at in behaviour.times(&cast, &mut dice) {
            planned += behaviour.posts_per_act(&cast);
            world.queue.push(at, Event::Group(index as u32));
        }
        troupes.push(Troupe { cast, behaviour, dice, acts: 0 });
    }
    let mut news = Dice::new(seed, "news", 0);
    let bursts = Burst::all(scenario.bursts_per_week, scenario.days, posts, &world, &mut news);
    for (index, burst) in bursts.iter().enumerate() {
        planned += burst.size as f64;
        world.queue.push(burst.at, Event::Group((troupes.len() + index) as u32));
    }
    let mut stage = Stage { world, troupes, bursts, news, planned, target: posts };
    stage
        .run(scenario, sink)
        .map_err(|source| ExerciseError::Sink { written: stage.world.written, source })?;
    Ok(stage.truth(scenario))
}

struct Stage {
    world: World,
    troupes: Vec<Troupe>,
    bursts: Vec<Burst>,
    news: Dice,
    /// Posts that groups and bursts are still expected to plan.
    planned: f64,
    target: u64,
}

impl Stage {
    fn run(&mut self, scenario: &Scenario, sink: &mut dyn PostSink) -> std::io::Result<()> {
        let mut dice = Dice::new(scenario_seed(&mut self.news), "rhythm", 0);
        let steps = scenario.days * (DAY / STEP);
        let rate = |step: u32, world: &World| -> Vec<f64> {
            let now = step * STEP;
            let attention = attention(now / DAY, scenario.days);
            world.people.places.iter().map(|&(p, share)| share * PLACES[p].rhythm(now) * attention).collect()
        };
        let mut left: f64 = (0..steps).map(|step| rate(step, &self.world).iter().sum::<f64>()).sum();
        let (mut spontaneous, mut times) = (1.0, Vec::new());
        for step in 0..steps {
            let rates = rate(step, &self.world);
            let share: f64 = rates.iter().sum();
            let last = step + 1 == steps;
            let missing = (self.target - self.world.written) as f64
                - self.world.queue.posts as f64
                - self.planned.max(0.0);
            // Each spontaneous post brings followers; how many is measured as the exercise goes.
            let gain = 1.0 + (self.world.followed as f64 + 40.0) / (spontaneous + 40.0);
            let count = if last {
                missing.max(0.0) as usize
            } else {
                dice.round((missing * share / left / gain).max(0.0))
            };
            left -= share;
            spontaneous += count as f64;
            times.clear();
            times.extend((0..count).map(|_| step * STEP + dice.below(STEP as usize) as u32));
            times.sort_unstable();
            let table = Weighted::new(&rates);
            for &now in &times {
                self.drain(now, sink)?;
                if self.world.written == self.target {
                    return Ok(());
                }
                self.world.spontaneous(now, table.draw(&mut dice), sink)?;
            }
            self.drain(step * STEP + STEP - 1, sink)?;
        }
        // What the last step's estimate left open.
        let rates = rate(steps - 1, &self.world);
        let table = Weighted::new(&rates);
        while self.world.written < self.target {
            self.world.spontaneous(steps * STEP - 1, table.draw(&mut dice), sink)?;
        }
        Ok(())
    }

    /// Lets happen what is due until `until`.
    fn drain(&mut self, until: u32, sink: &mut dyn PostSink) -> std::io::Result<()> {
        while self.world.written < self.target {
            let Some((now, event)) = self.world.queue.pop(until) else { return Ok(()) };
            let Event::Group(index) = event else {
                self.world.happen(now, event, sink)?;
                continue;
            };
            if let Some(troupe) = self.troupes.get_mut(index as usize) {
                self.planned -= troupe.behaviour.posts_per_act(&troupe.cast);
                let Troupe { cast, behaviour, dice, acts } = troupe;
                behaviour.act(*acts, now, cast, &mut self.world, dice);
                *acts += 1;
            } else {
                let burst = &self.bursts[index as usize - self.troupes.len()];
                self.planned -= burst.size as f64;
                burst.break_out(now, &mut self.world, &mut self.news);
            }
        }
        Ok(())
    }

    fn truth(self, scenario: &Scenario) -> Truth {
        let mut groups: Vec<Group> = self
            .troupes
            .iter()
            .zip(&self.world.traces)
            .map(|(Troupe { cast, .. }, trace)| {
                let second = |at: u32| scenario.start + i64::from(at);
                let (kind, label) = match cast.role {
                    Role::Campaign(kind) => (kind.name(), Label::Coordinated),
                    Role::Control(kind) => (kind.name(), Label::OrganicControl),
                };
                Group {
                    id: cast.id.clone(),
                    kind: kind.to_owned(),
                    label,
                    members: 0,
                    posts: Some(trace.map_or(0, |(_, _, count)| count)),
                    first: trace.map(|(first, _, _)| second(first)),
                    last: trace.map(|(_, last, _)| second(last)),
                    stealth: cast.stealth,
                    language: crate::words::TONGUES[cast.tongue()].code.to_owned(),
                }
            })
            .collect();
        let world = self.world;
        let mut accounts = std::collections::BTreeMap::new();
        for (id, account) in world.people.accounts.iter().enumerate() {
            if world.posted[id] {
                let group = groups.get_mut(account.group as usize).map(|group| {
                    group.members += 1;
                    account.group
                });
                accounts.insert(world.account_id(id as u32).to_string(), group);
            }
        }
        Truth { groups, accounts }
    }
}

/// The rhythm's stream depends on the seed through the news' stream.
fn scenario_seed(news: &mut Dice) -> u64 {
    u64::from(news.bits())
}
