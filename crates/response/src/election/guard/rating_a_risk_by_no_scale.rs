//! A row of the matrix is rated by its scales, and somebody looks after it.

use crate::election::Risk;
use crate::{Refusal, Words};

pub(in crate::election) fn rating_a_risk_by_no_scale(risk: &Risk) -> Result<(), Refusal> {
    let named = ![&risk.asset, &risk.threat, &risk.owner].iter().any(|text| text.trim().is_empty());
    if (1..=5).contains(&risk.likelihood)
        && (1..=5).contains(&risk.impact)
        && (1..=25).contains(&risk.residual)
        && named
    {
        return Ok(());
    }
    Err(Refusal::field(
        "/risk",
        Words::new(
            "rate likelihood and impact 1 to 5 and what is left 1 to 25, and name asset, threat and owner",
            "évaluez probabilité et impact de 1 à 5 et le reste de 1 à 25, et nommez l’actif, la menace et le responsable",
            "bewerten Sie Wahrscheinlichkeit und Auswirkung 1 bis 5, den Rest 1 bis 25, und nennen Sie Gegenstand, Bedrohung und Zuständige",
        ),
    ))
}
