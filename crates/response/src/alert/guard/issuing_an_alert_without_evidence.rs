//! An alert is a claim with evidence, its uncertainty and what would falsify it; a share may be less.

use crate::Refusal;
use crate::alert::{Class, Draft};
use crate::refusal::{some, text};

pub(in crate::alert) fn issuing_an_alert_without_evidence(draft: &Draft) -> Result<(), Refusal> {
    if draft.class == Class::Share {
        return Ok(());
    }
    some("/draft/evidence", draft.evidence.len())?;
    text("/draft/uncertainty", &draft.uncertainty, 2_000)?;
    text("/draft/falsified_by", &draft.falsified_by, 2_000)?;
    text("/draft/proposed_action", &draft.proposed_action, 2_000)
}
