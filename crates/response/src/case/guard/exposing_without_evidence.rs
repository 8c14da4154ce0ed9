//! A channel is tied to an actor by evidence, with a date of review and an address where it can be contested.

use crate::case::Exposure;
use crate::refusal::{names, optional, some, text};
use crate::{Refusal, Words};

pub(in crate::case) fn exposing_without_evidence(exposure: &Exposure, now: i64) -> Result<(), Refusal> {
    some("/exposure/evidence", exposure.evidence.len())?;
    names("/exposure/evidence", exposure.evidence.iter().map(|one| &one.id), 1_000)?;
    text("/exposure/contest_at", &exposure.contest_at, 300)?;
    optional("/exposure/actor", &exposure.actor, 300)?;
    if exposure.review_by > now {
        return Ok(());
    }
    Err(Refusal::field(
        "/exposure/review_by",
        Words::new(
            "say when it is reviewed: a moment that is to come",
            "dites quand ce sera réexaminé : un moment à venir",
            "sagen Sie, wann es überprüft wird: ein Zeitpunkt, der noch kommt",
        ),
    ))
}
