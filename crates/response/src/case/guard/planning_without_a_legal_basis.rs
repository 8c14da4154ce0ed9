//! Nothing that acts on anybody enters a plan without its legal basis.

use crate::case::NO_ACTION;
use crate::{Refusal, Source, Words};

pub(in crate::case) fn planning_without_a_legal_basis(
    mechanism: &str,
    legal_basis: &str,
) -> Result<(), Refusal> {
    let length = legal_basis.chars().count();
    if length <= 500 && (mechanism == NO_ACTION || !legal_basis.trim().is_empty()) {
        return Ok(());
    }
    Err(Refusal::new(
        "planning-without-a-legal-basis",
        Source::known(
            "Charter of Fundamental Rights Art 52(1): provided for by law",
            "https://eur-lex.europa.eu/eli/treaty/char_2012/oj",
        ),
        Words::new(
            "say on which legal basis this acts, in at most 500 characters; without one, nothing is done",
            "indiquez la base juridique de cette action, en 500 caractères au plus ; sans elle, rien n’est fait",
            "geben Sie an, auf welcher Rechtsgrundlage dies handelt, in höchstens 500 Zeichen; ohne sie geschieht nichts",
        ),
    ))
}
