//! Whether a media provider is declared is looked up before a measure against it is decided.

use crate::measure::{Declaration, Draft, Measure};
use crate::{Refusal, Words};

pub(in crate::measure) fn deciding_before_the_declaration_is_looked_up(draft: &Draft) -> Result<(), Refusal> {
    let looked_up = |one: &crate::measure::Provider| {
        one.declared != Declaration::Unknown && !one.source.trim().is_empty()
    };
    if draft.provider.as_ref().is_none_or(looked_up) {
        return Ok(());
    }
    let mut refusal = Refusal::new(
        "deciding-before-the-declaration-is-looked-up",
        Measure::hearing(),
        Words::new(
            "look up whether this media service provider is declared, and say where you did",
            "vérifiez si ce fournisseur de services de médias est déclaré, et indiquez où vous l’avez fait",
            "prüfen Sie, ob dieser Mediendiensteanbieter erklärt ist, und geben Sie an, wo",
        ),
    );
    refusal.pointer = "/draft/provider/declared".into();
    Err(refusal)
}
