//! What the server does by itself: clearing up, retention, links on their interval.
//!
//! **The choice.** One thread, one job after the other, by a plan without a clock of its own ([`Plan`]), which is what the
//! tests ask. A job that fails is logged and comes again at its next time. Stopping wakes the thread and waits for the job
//! under way, but not for ever: every job may be killed at any place (`kill -9` is no other thing). **Rejected.** A task a job
//! on the asynchronous runtime: they wait for the disk and for partners, and would run into each other. cron outside: one
//! more thing to set up, and forgotten.

use super::state::House;
use ostrakon_app::hub::evidence::EvidenceRun;
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long after the start the first jobs come: whoever starts a server wants to use it.
const AT_FIRST: i64 = 60_000;
/// How often it is looked which links there are, in milliseconds.
const LOOK: i64 = 30_000;
/// How long the job under way may take when the server stops.
const GRACE: Duration = Duration::from_secs(5);

/// A thing to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Job {
    /// Look which links there are.
    Look,
    /// Clear up.
    Sweep,
    /// Delete what is over in the data sets.
    Retention,
    /// Run a link.
    Link(String),
}

/// When each job comes next, in milliseconds of any one clock.
#[derive(Debug, Default)]
struct Plan {
    next: BTreeMap<Job, (i64, i64)>,
}

impl Plan {
    /// Plans a job every so many milliseconds, from `at` on; one that is planned keeps its time, unless its interval is
    /// another now and brings it forward.
    fn set(&mut self, job: Job, every: i64, at: i64) {
        let entry = self.next.entry(job).or_insert((every, at));
        if entry.0 != every {
            *entry = (every, entry.1.min(at));
        }
    }

    /// Forgets the links that are not among these.
    fn keep_links(&mut self, links: &[(String, u32)]) {
        self.next.retain(|job, _| match job {
            Job::Link(id) => links.iter().any(|(link, _)| link == id),
            _ => true,
        });
    }

    /// The job that is due first, if its time has come; its next time counts from now, so that a slow job does not pile up.
    fn due(&mut self, now: i64) -> Option<Job> {
        let (job, (every, at)) = self.next.iter_mut().min_by_key(|(_, (_, at))| *at)?;
        if *at > now {
            return None;
        }
        *at = now + *every;
        Some(job.clone())
    }

    /// Milliseconds until something is due.
    fn wait(&self, now: i64) -> i64 {
        self.next.values().map(|(_, at)| at - now).min().unwrap_or(LOOK).max(0)
    }
}

/// The thread; it ends when this is stopped or dropped.
pub(crate) struct Timer {
    stop: Sender<()>,
    ended: Receiver<()>,
    thread: Option<JoinHandle<()>>,
}

impl Timer {
    /// Begins. The house may go before it: then it ends by itself.
    pub(crate) fn start(house: &Arc<House>) -> Self {
        let (stop, stopped) = channel();
        let (end, ended) = channel::<()>();
        let house = Arc::downgrade(house);
        let thread = std::thread::Builder::new().name("timer".into()).spawn(move || {
            run(&house, &stopped);
            drop(end);
        });
        let thread =
            thread.inspect_err(|error| tracing::error!(%error, "nothing will be done by itself")).ok();
        Self { stop, ended, thread }
    }

    /// Ends it, and waits for the job under way for a few seconds.
    pub(crate) fn stop(mut self) {
        // It may have ended by itself.
        let _ = self.stop.send(());
        let over = !matches!(self.ended.recv_timeout(GRACE), Err(RecvTimeoutError::Timeout));
        match self.thread.take() {
            Some(thread) if over => drop(thread.join()),
            _ => tracing::warn!("what was done by itself was broken off; it goes on at the next start"),
        }
    }
}

fn run(house: &Weak<House>, stopped: &Receiver<()>) {
    let begun = Instant::now();
    let clock = || begun.elapsed().as_millis() as i64;
    let mut plan = Plan::default();
    match house.upgrade() {
        Some(house) => {
            let timer = &house.config().timer;
            for (job, seconds) in [(Job::Sweep, timer.sweep), (Job::Retention, timer.retention)] {
                if seconds > 0 {
                    plan.set(job, i64::from(seconds) * 1_000, AT_FIRST);
                }
            }
            if timer.links {
                plan.set(Job::Look, LOOK, 0);
            }
        }
        None => return,
    }
    loop {
        let wait = Duration::from_millis(plan.wait(clock()) as u64);
        if !matches!(stopped.recv_timeout(wait), Err(RecvTimeoutError::Timeout)) {
            return;
        }
        let Some(house) = house.upgrade() else { return };
        if let Some(job) = plan.due(clock()) {
            work(&house, &job, &mut plan, clock());
        }
    }
}

/// Does a job and says what came of it.
fn work(house: &House, job: &Job, plan: &mut Plan, now: i64) {
    let hub = house.hub();
    let told = match job {
        Job::Look => {
            return match hub.standing_links() {
                Ok(links) => {
                    plan.keep_links(&links);
                    for (id, minutes) in links {
                        let every = i64::from(minutes) * 60_000;
                        plan.set(Job::Link(id), every, now + every);
                    }
                }
                Err(error) => tracing::warn!(%error, "it is not known which links run by themselves"),
            };
        }
        Job::Sweep => hub.sweep().map(|gone| format!("{gone} sessions and links that were over are gone")),
        Job::Retention => hub.expire_evidence(false).and_then(|evidence| match house.data() {
            Some(data) => {
                // Analyses and uploads have clocks of their own.
                let swept = house.analyses().map_or(Ok(()), ostrakon_app::analysis::Analyses::sweep);
                let watched = house.watches().map_or(Ok(()), ostrakon_app::watch::Watches::sweep);
                swept
                    .and(watched)
                    .and_then(|()| hub.run_retention(&data))
                    .map(|posts| format!("{posts} posts and {}", evidence_told(&evidence)))
            }
            None => Ok(evidence_told(&evidence)),
        }),
        Job::Link(id) => hub.run_standing_link(id).map(|run| {
            format!(
                "{} objects moved, {} new, {} refused, {} withheld",
                run.moved,
                run.new,
                run.refused.len(),
                run.withheld
            )
        }),
    };
    match told {
        Ok(done) => tracing::info!(?job, %done, "done by itself"),
        Err(error) => {
            tracing::warn!(?job, %error, "could not be done by itself; it is tried again at its next time");
        }
    }
}

/// What a run did about evidence, in a line.
fn evidence_told(run: &EvidenceRun) -> String {
    let needed = run.kept.iter().filter(|one| !one.needed_by.is_empty()).count();
    format!(
        "{} items of evidence that were over are gone, {needed} stay for records that need them",
        run.gone.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::config::Config;
    use ostrakon_app::hub::Hub;
    use ostrakon_app::people::People;

    #[test]
    fn each_job_comes_at_its_time_and_a_slow_one_does_not_pile_up() {
        let mut plan = Plan::default();
        plan.set(Job::Sweep, 10, 5);
        plan.set(Job::Link("a".into()), 100, 100);
        assert_eq!((plan.due(4), plan.wait(4)), (None, 1));
        assert_eq!((plan.due(5), plan.due(5)), (Some(Job::Sweep), None));
        // It took until 60: it comes once, not five times, and the link on its time.
        assert_eq!((plan.due(60), plan.wait(60)), (Some(Job::Sweep), 10));
        assert_eq!(plan.due(100), Some(Job::Sweep));
        assert_eq!(plan.due(100), Some(Job::Link("a".into())));
        // Planning again changes nothing but what is different.
        plan.set(Job::Link("a".into()), 100, 900);
        assert_eq!(plan.next[&Job::Link("a".into())], (100, 200));
        plan.set(Job::Link("a".into()), 50, 150);
        assert_eq!(plan.next[&Job::Link("a".into())], (50, 150));
        plan.keep_links(&[]);
        assert_eq!(plan.next.len(), 1, "a link that is gone runs no more");
    }

    #[test]
    fn it_stops_when_it_is_told_and_when_the_house_is_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let people = People::at(folder.path(), None).expect("opens");
        let hub = Hub::over(people.store().clone(), Arc::new(|| 0)).expect("the table is sound");
        let house = House::new(Arc::new(hub), Config::default(), true);
        Timer::start(&house).stop();
        let timer = Timer::start(&house);
        drop(house);
        timer.stop();
    }
}
