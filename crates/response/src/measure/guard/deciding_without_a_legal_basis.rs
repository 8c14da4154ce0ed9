//! No measure without a legal basis: least of all one that touches what people say.

use crate::measure::Draft;
use crate::{Refusal, Source, Words};

pub(in crate::measure) fn deciding_without_a_legal_basis(draft: &Draft) -> Result<(), Refusal> {
    if draft.legal_basis.iter().any(|one| !one.trim().is_empty()) {
        return Ok(());
    }
    let mut refusal = Refusal::new(
        "deciding-without-a-legal-basis",
        Source::known(
            "Charter of Fundamental Rights of the European Union Art 52(1)",
            "https://eur-lex.europa.eu/eli/treaty/char_2012/oj",
        ),
        Words::new(
            "name the legal basis of the measure: act and article",
            "indiquez la base juridique de la mesure : acte et article",
            "nennen Sie die Rechtsgrundlage der Maßnahme: Rechtsakt und Artikel",
        ),
    );
    refusal.pointer = "/draft/legal_basis".into();
    Err(refusal)
}
