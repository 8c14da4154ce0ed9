//! Each level of attribution has a name, reasons and evidence of its own.

use crate::Refusal;
use crate::case::Attribution;
use crate::refusal::{at_most, names, optional, some, text};

pub(in crate::case) fn attributing_without_evidence(judgement: &Attribution) -> Result<(), Refusal> {
    for (level, claimed) in judgement.levels() {
        let Some(claimed) = claimed else { continue };
        text(&format!("/judgement/{level}/name"), &claimed.name, 300)?;
        text(&format!("/judgement/{level}/reasons"), &claimed.reasons, 4_000)?;
        some(&format!("/judgement/{level}/evidence"), claimed.evidence.len())?;
        names(&format!("/judgement/{level}/evidence"), &claimed.evidence, 1_000)?;
    }
    at_most("/judgement/hypotheses", judgement.hypotheses.len(), 20)?;
    for (n, one) in judgement.hypotheses.iter().enumerate() {
        text(&format!("/judgement/hypotheses/{n}/what"), &one.what, 500)?;
        optional(&format!("/judgement/hypotheses/{n}/supports"), &one.supports, 2_000)?;
        optional(&format!("/judgement/hypotheses/{n}/contradicts"), &one.contradicts, 2_000)?;
    }
    Ok(())
}
