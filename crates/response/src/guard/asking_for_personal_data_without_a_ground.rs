//! Data of people are asked for on a ground that is named.

use crate::{Refusal, Source, Words};

/// Refuses a request for personal data that names no legal basis.
///
/// # Errors
/// The refusal.
pub fn asking_for_personal_data_without_a_ground(
    personal_data: bool,
    legal_basis: &str,
) -> Result<(), Refusal> {
    if !personal_data || !legal_basis.trim().is_empty() {
        return Ok(());
    }
    let mut refusal = Refusal::new(
        "asking-for-personal-data-without-a-ground",
        Source::known(
            "Regulation (EU) 2016/679 Art 6; Regulation (EU) 2018/1725 Art 5",
            "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
        ),
        Words::new(
            "this asks for data of people: name the legal basis, or ask for figures instead",
            "ceci demande des données de personnes : indiquez la base juridique, ou demandez des chiffres",
            "das verlangt Daten von Personen: nennen Sie die Rechtsgrundlage, oder fragen Sie nach Zahlen",
        ),
    );
    refusal.pointer = "/draft/legal_basis".into();
    Err(refusal)
}
