//! Incidents that are not counted as such: those that turned out to be none, and those that are one with another.
//!
//! **The problem.** A case that is closed as a false positive leaves its incident where it was: on record, in the techniques, on the
//! map. Two cases that are merged leave two incidents of what is one. And the case that says so is marked narrower than the
//! report more often than not. **The choice.** Before anything is counted, an incident all of whose cases found that it is none
//! is set aside and told as a figure of its own; one whose case was merged into a case about another incident is counted with
//! that one, which takes its places, techniques and times. What a case says that these readers may not see is not told, only that
//! such an incident is left out, under what was withheld. **Rejected.** To count it as long as the readers may not see the case: the report
//! would say what its authors know to be wrong.

use super::facts::Item;
use super::incidents::Incident;
use crate::casework::Past;
use ostrakon_response::Aggregate;
use ostrakon_response::case::{Case, Outcome};
use ostrakon_response::router::Situation;
use std::collections::{BTreeMap, BTreeSet};

/// Why an incident is not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    /// People who did nothing wrong.
    FalsePositive,
    /// Lawful and open, though coordinated.
    Legitimate,
    /// The same as another case.
    Duplicate,
    /// Its case was merged into one about another incident.
    Merged,
}

impl Why {
    /// The name as it stands in ids and in the table of texts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FalsePositive => "false-positive",
            Self::Legitimate => "legitimate",
            Self::Duplicate => "duplicate",
            Self::Merged => "merged",
        }
    }

    /// What a case says that found that there was nothing.
    const fn of(outcome: Outcome) -> Option<Self> {
        match outcome {
            Outcome::FalsePositive => Some(Self::FalsePositive),
            Outcome::Legitimate => Some(Self::Legitimate),
            Outcome::Duplicate => Some(Self::Duplicate),
            _ => None,
        }
    }
}

/// Whether a case found that there was nothing, or another case speaks for it.
pub(super) fn says_nothing(case: &Case) -> bool {
    mistaken(case).is_some() || case.merged.is_some()
}

fn mistaken(case: &Case) -> Option<Why> {
    case.closed.as_ref().and_then(|(_, outcome, _)| Why::of(*outcome))
}

/// What is not counted.
#[derive(Default)]
pub(super) struct Aside {
    /// By reason.
    pub told: BTreeMap<Why, Vec<Incident>>,
    /// How many more, for a reason that these readers may not know.
    pub untold: u64,
    /// Incidents that are over by what a case says that these readers may not see.
    pub over: BTreeSet<String>,
}

/// A case, as far as it matters here.
struct Judged {
    incidents: BTreeSet<String>,
    record: Case,
    seen: bool,
}

/// Takes out what is not counted. `hidden` are cases of the readers' organisation that they may not see.
pub(super) fn set(
    seen: &[Item<Case>],
    hidden: &[Past],
    incidents: &mut BTreeMap<String, Incident>,
    situations: &mut BTreeMap<String, Situation>,
) -> Aside {
    let mut cases: BTreeMap<&str, Judged> = BTreeMap::new();
    for one in hidden {
        let Some(record) = one.read::<Case>() else { continue };
        let incidents = record.summary().incidents;
        cases.insert(&one.id, Judged { incidents, record, seen: false });
    }
    for one in seen {
        let judged = Judged { incidents: one.incidents.clone(), record: one.record.clone(), seen: true };
        cases.insert(&one.id, judged);
    }
    let mut about: BTreeMap<&str, Vec<&Judged>> = BTreeMap::new();
    for case in cases.values().filter(|case| case.record.merged.is_none()) {
        for incident in &case.incidents {
            about.entry(incident).or_default().push(case);
        }
    }
    let mut aside = Aside::default();
    let mut drop_it = |incidents: &mut BTreeMap<String, Incident>, id: &str, why: Why, seen: bool| {
        let Some(incident) = incidents.remove(id) else { return };
        if seen {
            aside.told.entry(why).or_default().push(incident);
        } else {
            aside.untold += 1;
        }
    };
    for (from, into, seen) in one_with_another(&cases, incidents) {
        let Some(other) = incidents.get(&from).cloned() else { continue };
        if let Some(one) = incidents.get_mut(&into) {
            one.take_in(&other);
        }
        if let Some(known) = situations.get(&from).cloned() {
            let one = situations.entry(into.clone()).or_default();
            one.behaviours.extend(known.behaviours);
            one.member_states.extend(known.member_states);
        }
        drop_it(incidents, &from, Why::Merged, seen);
    }
    for (incident, judged) in &about {
        let found: Option<Vec<Why>> = judged.iter().map(|case| mistaken(&case.record)).collect();
        if let Some(why) = found.and_then(|found| found.into_iter().min()) {
            drop_it(incidents, incident, why, judged.iter().all(|case| case.seen));
        }
    }
    let is_open = |case: &&Judged| case.record.summary().open;
    for (incident, judged) in about {
        if !judged.iter().any(|case| case.seen) && !judged.iter().any(is_open) {
            aside.over.insert(incident.to_owned());
        }
    }
    aside
}

/// Incidents that are one with another, since their cases were merged: which, with which, and whether the readers may know.
fn one_with_another(
    cases: &BTreeMap<&str, Judged>,
    incidents: &BTreeMap<String, Incident>,
) -> Vec<(String, String, bool)> {
    let mut pairs = Vec::new();
    for case in cases.values() {
        let (Some(own), Some(_)) = (&case.record.draft.incident, &case.record.merged) else { continue };
        // As many steps as there are cases: a ring of mergers is refused where it would arise, and harmless here.
        let (mut last, mut seen) = (case, case.seen);
        for _ in 0..cases.len() {
            let Some(next) = last.record.merged.as_ref().and_then(|(id, _)| cases.get(id.as_str())) else {
                break;
            };
            last = next;
            seen &= next.seen;
        }
        let into = last.record.draft.incident.as_ref().filter(|into| *into != own);
        let Some(into) = into.filter(|into| incidents.contains_key(*into)) else { continue };
        // A case of its own, that stands by itself, keeps it.
        let kept = cases
            .values()
            .any(|one| one.record.merged.is_none() && one.record.draft.incident.as_ref() == Some(own));
        if !kept {
            pairs.push((own.clone(), into.clone(), seen));
        }
    }
    pairs.sort();
    pairs.dedup_by(|a, b| a.0 == b.0);
    pairs
}

impl Incident {
    /// Takes in what is known of one that is the same.
    fn take_in(&mut self, other: &Self) {
        self.created = self.created.min(other.created);
        self.acted = match (self.acted, other.acted) {
            (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
            (one, two) => one.or(two),
        };
        self.types.extend(other.types.iter().cloned());
        self.countries.extend(other.countries.iter().cloned());
        self.techniques.extend(other.techniques.clone());
        self.narratives.extend(other.narratives.clone());
    }
}
