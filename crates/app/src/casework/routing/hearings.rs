//! Which media service providers were heard, and for what that counts.
//!
//! **The problem.** A newspaper is heard once, with its reasons and its day to reply, and an hour later the next false article of the
//! same wave is another incident, or none yet: whoever must hear it again for each cannot be quick, and hearing becomes a form.
//! **The choice.** A hearing counts for the same medium in the same election, whatever incident; one that names no election counts for
//! those for which it was held, from three months before the first day until the last. Outside of elections it counts for its
//! incident. **Rejected.** Heard once, heard for ever: the reasons of last year are not those of today.

use super::super::commands::kept;
use crate::hub::{Hub, HubError};
use ostrakon_response::election::Election;
use ostrakon_response::measure::{self, Measure};
use ostrakon_response::media_check::{self, MediaCheck};
use ostrakon_response::{Aggregate, Summary};
use serde_json::Value;

/// That a media service provider was heard.
#[derive(Debug, Clone, Default)]
pub(in crate::casework) struct Heard {
    /// Its name, as the record has it: or its domain, or an address.
    pub(super) provider: String,
    /// When the reasons went to it.
    pub(super) sent: Option<i64>,
    /// When it replied.
    pub(super) replied: Option<i64>,
    /// Whether a second person's approval was spent on it.
    pub(super) signed: bool,
    /// Whether the way to act is free: the check went on.
    pub(super) proceeded: bool,
}

/// For what it is asked who was heard.
#[derive(Default)]
pub(super) struct Occasion<'a> {
    pub(super) incident: Option<&'a str>,
    /// Elections that are on record.
    pub(super) elections: Vec<(String, Election)>,
}

impl Occasion<'_> {
    /// Whether a record that looks like this is worth reading. A measure is taken for its incident or its election; a check may have
    /// been held before there was either.
    fn may_count(&self, kind: &str, summary: &Summary) -> bool {
        self.incident.is_some_and(|id| summary.incidents.contains(id))
            || match &summary.election {
                Some(named) => self.elections.iter().any(|(id, _)| id == named),
                None => kind == MediaCheck::KIND && !self.elections.is_empty(),
            }
    }

    /// Whether a hearing in a record that looks like this, and that began then, counts.
    fn counts(&self, summary: &Summary, sent: Option<i64>) -> bool {
        let of_incident = self.incident.is_some_and(|id| summary.incidents.contains(id));
        let during = |election: &Election| {
            let facts = election.facts();
            facts.zip(sent).is_some_and(|(vote, at)| (vote.months_before(3)..=vote.closes).contains(&at))
        };
        let of_election = self.elections.iter().any(|(id, election)| match &summary.election {
            Some(named) => named == id,
            None => during(election),
        });
        of_incident || of_election
    }
}

/// What a record says of a hearing.
fn read(kind: &str, state: Value) -> Option<Heard> {
    if kind == MediaCheck::KIND {
        let one: MediaCheck = serde_json::from_value(state).ok()?;
        return Some(Heard {
            sent: one.reasons.as_ref().map(|(at, ..)| *at),
            replied: one.reply.as_ref().map(|(at, ..)| *at),
            signed: one.approved_by.is_some(),
            proceeded: one.phase == media_check::Phase::Proceeded,
            provider: one.draft.provider,
        });
    }
    let one: Measure = serde_json::from_value(state).ok()?;
    let decision = one.decision?;
    Some(Heard {
        provider: one.draft.provider?.name,
        sent: one.heard.as_ref().map(|(at, _)| *at),
        replied: one.reply.as_ref().map(|(at, _)| *at),
        signed: decision.approved_by.is_some(),
        proceeded: one.phase == measure::Phase::InForce,
    })
}

impl Hub {
    /// The hearings in records of an organisation that count for an occasion; `except` is the record that is decided on.
    pub(super) fn hearings(
        &self,
        organisation: &str,
        except: &str,
        occasion: &Occasion<'_>,
    ) -> Result<Vec<Heard>, HubError> {
        let all = self.index().chosen(self, |one| {
            one.owner == organisation
                && [MediaCheck::KIND, Measure::KIND].contains(&one.kind.name)
                && occasion.may_count(one.kind.name, &one.summary)
        })?;
        let mut heard = Vec::new();
        for (kind, id) in all.into_iter().filter(|(kind, id)| format!("{kind}/{id}") != except) {
            let Some(record) = self.store().record(kind, &id)?.filter(|one| one.erased.is_none()) else {
                continue;
            };
            let state = kept(&record)?.state;
            let look = super::super::kind(kind).and_then(|one| (one.look)(&state)).unwrap_or_default();
            heard.extend(read(kind, state).filter(|one| occasion.counts(&look.summary, one.sent)));
        }
        Ok(heard)
    }
}
