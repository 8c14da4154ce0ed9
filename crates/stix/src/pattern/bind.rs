//! Observation expressions: is there a way to assign observations to the brackets of a pattern?
//!
//! **Definition** (§9.5). Each bracket takes one observation that satisfies it, no observation twice (but as often as it
//! was observed). `AND` takes both sides, `OR` one, `FOLLOWEDBY` both, such that every observation of the right side can
//! have happened at or after every one of the left. `REPEATS` takes that many disjoint assignments; `WITHIN` asks for
//! moments no further apart than that; `START … STOP` for moments in that interval.
//!
//! **Choice.** Depth-first search with the constraints pushed down: a constraint that a part of an assignment breaks, the
//! whole breaks too, so each pick is checked against every open constraint at once. Repeated sightings of one
//! observation are counted and not enumerated. The search is bounded, and says so.

use super::ast::{Observation, Qualifier};
use super::evaluate;
use super::observed::{MatchError, Seen};

/// Steps after which the search is given up: a second or so.
const STEPS: u64 = 5_000_000;
/// Picks within each other; each costs stack.
const DEPTH: usize = 300;

/// The pattern with what could take each bracket.
enum Plan {
    Single(Vec<usize>),
    And(Vec<Self>),
    Or(Vec<Self>),
    FollowedBy(Vec<Self>),
    Within(Box<Self>, i128),
    Repeats(Box<Self>, u64),
    Between(Box<Self>, i128, i128),
}

/// An open constraint.
#[derive(Clone, Copy)]
enum Frame {
    /// The latest first and the earliest last moment lie at most so far apart.
    Within { span: i128, latest_first: i128, earliest_last: i128 },
    /// Remembers the latest first moment, for what follows.
    Latest(i128),
    /// Happened at this moment or later.
    After(i128),
    /// Happened in this interval, its end excluded.
    Between(i128, i128),
}

pub(super) fn matches(root: &Observation, seen: &[Seen<'_>]) -> Result<bool, MatchError> {
    let plan = plan(root, seen)?;
    let total = seen.iter().fold(0_u64, |sum, one| sum.saturating_add(one.number));
    let times =
        seen.iter().map(|one| (one.first.nanoseconds(), one.last.nanoseconds(), one.number)).collect();
    let mut search =
        Search { times, used: vec![0; seen.len()], frames: Vec::new(), steps: 0, depth: 0, total };
    search.bind(&plan, &mut |_| Ok(true))
}

fn plan(node: &Observation, seen: &[Seen<'_>]) -> Result<Plan, MatchError> {
    let all =
        |parts: &[Observation]| parts.iter().map(|part| plan(part, seen)).collect::<Result<Vec<_>, _>>();
    Ok(match node {
        Observation::Single(comparison) => {
            let ready = evaluate::ready(comparison)?;
            let mut takes = Vec::new();
            for (at, one) in seen.iter().enumerate() {
                if evaluate::satisfied(&ready, one)?.contains(&true) {
                    takes.push(at);
                }
            }
            Plan::Single(takes)
        }
        Observation::And(parts) => Plan::And(all(parts)?),
        Observation::Or(parts) => Plan::Or(all(parts)?),
        Observation::FollowedBy(parts) => Plan::FollowedBy(all(parts)?),
        Observation::Group(inner) => plan(inner, seen)?,
        Observation::Qualified(inner, qualifiers) => {
            let mut plan = plan(inner, seen)?;
            for qualifier in qualifiers {
                plan = qualified(plan, qualifier)?;
            }
            plan
        }
    })
}

fn qualified(inner: Plan, qualifier: &Qualifier) -> Result<Plan, MatchError> {
    let inner = Box::new(inner);
    match *qualifier {
        Qualifier::Within(seconds) if seconds > 0.0 => Ok(Plan::Within(inner, (seconds * 1e9) as i128)),
        Qualifier::Within(_) => Err(MatchError::Pattern("WITHIN takes more than 0 seconds".to_owned())),
        Qualifier::Repeats(0) => Err(MatchError::Pattern("REPEATS takes 1 or more".to_owned())),
        Qualifier::Repeats(times) => Ok(Plan::Repeats(inner, times)),
        Qualifier::StartStop(start, stop) => {
            let (start, stop) =
                (evaluate::moment(start)?.nanoseconds(), evaluate::moment(stop)?.nanoseconds());
            Ok(Plan::Between(inner, start, stop))
        }
    }
}

type Outcome = Result<bool, MatchError>;
/// What is to be done with each assignment.
type Then<'a> = &'a mut dyn FnMut(&mut Search) -> Outcome;

struct Search {
    /// First and last moment and number of each observation.
    times: Vec<(i128, i128, u64)>,
    used: Vec<u64>,
    frames: Vec<Frame>,
    steps: u64,
    depth: usize,
    total: u64,
}

impl Search {
    /// Assigns observations to `plan`, and for each assignment calls `then`, until one call says true.
    fn bind(&mut self, plan: &Plan, then: Then<'_>) -> Outcome {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(MatchError::TooComplex { steps: self.steps });
        }
        let outcome = match plan {
            Plan::Single(takes) => self.pick(takes, 0, 1, then),
            Plan::And(parts) => self.all(parts, then),
            Plan::Or(parts) => {
                let mut outcome = Ok(false);
                for part in parts {
                    outcome = self.bind(part, then);
                    if outcome != Ok(false) {
                        break;
                    }
                }
                outcome
            }
            Plan::FollowedBy(parts) => self.framed(
                Frame::Latest(i128::MIN),
                &mut |search: &mut Self, then: Then<'_>| search.followed(parts, then),
                then,
            ),
            Plan::Within(inner, span) => {
                let frame = Frame::Within { span: *span, latest_first: i128::MIN, earliest_last: i128::MAX };
                self.framed(frame, &mut |search: &mut Self, then: Then<'_>| search.bind(inner, then), then)
            }
            Plan::Between(_, start, stop) if start >= stop => Ok(false),
            Plan::Between(inner, start, stop) => self.framed(
                Frame::Between(*start, *stop),
                &mut |search: &mut Self, then: Then<'_>| search.bind(inner, then),
                then,
            ),
            Plan::Repeats(_, times) if *times > self.total => Ok(false),
            Plan::Repeats(inner, times) => match &**inner {
                Plan::Single(takes) => self.pick(takes, 0, *times, then),
                inner => self.repeated(inner, *times, then),
            },
        };
        self.depth -= 1;
        outcome
    }

    /// Runs `inner` under a constraint that does not hold for what comes after.
    fn framed(
        &mut self,
        frame: Frame,
        inner: &mut dyn FnMut(&mut Self, Then<'_>) -> Outcome,
        then: Then<'_>,
    ) -> Outcome {
        let level = self.frames.len();
        self.frames.push(frame);
        let outcome = inner(self, &mut |search| {
            let held = search.frames.split_off(level);
            let outcome = then(search);
            search.frames.truncate(level);
            search.frames.extend(held);
            outcome
        });
        self.frames.truncate(level);
        outcome
    }

    fn all(&mut self, parts: &[Plan], then: Then<'_>) -> Outcome {
        match parts.split_first() {
            None => then(self),
            Some((first, rest)) => self.bind(first, &mut |search| search.all(rest, then)),
        }
    }

    fn repeated(&mut self, inner: &Plan, times: u64, then: Then<'_>) -> Outcome {
        if times == 0 {
            then(self)
        } else {
            self.bind(inner, &mut |search| search.repeated(inner, times - 1, then))
        }
    }

    /// Binds the first part, then each next one after everything bound so far.
    fn followed(&mut self, parts: &[Plan], then: Then<'_>) -> Outcome {
        let level = self.frames.len();
        match parts.split_first() {
            None => then(self),
            Some((first, rest)) => self.bind(first, &mut |search| search.after(rest, level, then)),
        }
    }

    fn after(&mut self, rest: &[Plan], level: usize, then: Then<'_>) -> Outcome {
        let Some((next, rest)) = rest.split_first() else { return then(self) };
        let latest = match self.frames.get(level - 1) {
            Some(Frame::Latest(latest)) => *latest,
            _ => i128::MIN,
        };
        self.framed(
            Frame::After(latest),
            &mut |search: &mut Self, then: Then<'_>| search.bind(next, then),
            &mut |search| search.after(rest, level, then),
        )
    }

    /// Picks `times` sightings out of `takes[from..]`: as many as there are of one observation, then of later ones.
    fn pick(&mut self, takes: &[usize], from: usize, times: u64, then: Then<'_>) -> Outcome {
        if times == 0 {
            return then(self);
        }
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(MatchError::TooComplex { steps: self.steps });
        }
        for at in from..takes.len() {
            self.steps += 1;
            if self.steps > STEPS {
                return Err(MatchError::TooComplex { steps: STEPS });
            }
            let one = takes[at];
            let (first, last, number) = self.times[one];
            let most = number.saturating_sub(self.used[one]).min(times);
            if most == 0 {
                continue;
            }
            let before = self.frames.clone();
            if self.admit(first, last) {
                // Fewer than all may be needed when another bracket wants the same observation.
                for count in (1..=most).rev() {
                    self.steps += 1;
                    if self.steps > STEPS {
                        return Err(MatchError::TooComplex { steps: STEPS });
                    }
                    self.used[one] += count;
                    let outcome = self.pick(takes, at + 1, times - count, then);
                    self.used[one] -= count;
                    if outcome != Ok(false) {
                        return outcome;
                    }
                }
            }
            self.frames = before;
        }
        self.depth -= 1;
        Ok(false)
    }

    /// Enters a sighting into every open constraint; false when one of them does not bear it.
    fn admit(&mut self, first: i128, last: i128) -> bool {
        self.frames.iter_mut().all(|frame| match frame {
            Frame::Within { span, latest_first, earliest_last } => {
                *latest_first = (*latest_first).max(first);
                *earliest_last = (*earliest_last).min(last);
                *latest_first <= earliest_last.saturating_add(*span)
            }
            Frame::Latest(latest) => {
                *latest = (*latest).max(first);
                true
            }
            Frame::After(moment) => last >= *moment,
            Frame::Between(start, stop) => last >= *start && first < *stop,
        })
    }
}
