//! A team goes where a state, a mission or a partner country asks for it, and nowhere else.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "a-team-needs-a-requesting-state",
    text: Phrase {
        en: "No state has asked for a team.",
        fr: "Aucun État n'a demandé d'équipe.",
        de: "Kein Staat hat um ein Team gebeten.",
    },
    instead: Phrase {
        en: "Record the request of the state, mission or partner country.",
        fr: "Enregistrez la demande de l'État, de la mission ou du pays partenaire.",
        de: "Erfassen Sie das Ersuchen des Staates, der Mission oder des Partnerlandes.",
    },
    source: StaticSource {
        text: "Guiding framework for Hybrid Rapid Response Teams, 21 May 2024",
        address: "https://www.einpresswire.com/article/713727328/",
        verified: true,
    },
    nature: None,
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    let is_known = case.situation.requesting_state.as_deref().is_some_and(|state| !state.trim().is_empty());
    if is_known { Verdict::Pass } else { Verdict::lack("requesting_state", rule.instead) }
}
