//! What limits a freedom is necessary and proportionate, and that is written down before it is decided.

use crate::measure::Draft;
use crate::{Refusal, Source, Words};

pub(in crate::measure) fn deciding_without_weighing_it(draft: &Draft) -> Result<(), Refusal> {
    if !draft.necessity.trim().is_empty() && !draft.proportionality.trim().is_empty() {
        return Ok(());
    }
    let mut refusal = Refusal::new(
        "deciding-without-weighing-it",
        Source::known(
            "Charter of Fundamental Rights of the European Union Art 52(1)",
            "https://eur-lex.europa.eu/eli/treaty/char_2012/oj",
        ),
        Words::new(
            "say why it is necessary, and why it is proportionate: which milder means were weighed",
            "dites pourquoi elle est nécessaire, et pourquoi elle est proportionnée : quels moyens moins intrusifs ont été pesés",
            "sagen Sie, warum sie notwendig und warum sie verhältnismäßig ist: welche milderen Mittel abgewogen wurden",
        ),
    );
    refusal.pointer = "/draft/proportionality".into();
    Err(refusal)
}
