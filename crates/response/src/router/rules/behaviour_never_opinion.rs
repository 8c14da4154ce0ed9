//! What is shared and answered together is a manipulation: a technique, an infrastructure, an attack. Without
//! one there is nothing but what people think.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "behaviour-never-opinion",
    text: Phrase {
        en: "No manipulation is on record: behaviour is answered, never opinion.",
        fr: "Aucune manipulation n'est enregistrée : on répond à un comportement, jamais à une opinion.",
        de: "Keine Manipulation ist erfasst: Beantwortet wird Verhalten, nie Meinung.",
    },
    instead: Phrase {
        en: "Record the manipulation that was found, by technique, with its evidence.",
        fr: "Enregistrez la manipulation constatée, par technique, avec ses preuves.",
        de: "Erfassen Sie die festgestellte Manipulation nach Technik, mit Belegen.",
    },
    source: StaticSource {
        text: "EDPS decision of 13 December 2024 on targeting by political views (2023-1205)",
        address: "https://gdprhub.eu/index.php?title=EDPS_-_2023-1205",
        verified: true,
    },
    nature: Some(|mechanism| mechanism.asks_for.answers_manipulation()),
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    let situation = case.situation;
    let is_known = !situation.behaviours.is_empty()
        || situation.cyber.kind.is_some()
        || situation.items.iter().any(crate::router::Item::is_illegal);
    if is_known { Verdict::Pass } else { Verdict::lack("behaviours", rule.instead) }
}
