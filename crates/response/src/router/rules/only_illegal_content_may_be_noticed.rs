//! A notice under Art 16 says why content is *illegal*. What is false, hostile or against a platform's rules is
//! not illegal for that.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::Legality;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "only-illegal-content-may-be-noticed",
    text: Phrase {
        en: "Only illegal content may be noticed; what is lawful takes another way or none.",
        fr: "Seul un contenu illicite peut être notifié ; ce qui est licite relève d'une autre voie ou d'aucune.",
        de: "Nur rechtswidrige Inhalte dürfen gemeldet werden; Rechtmäßiges geht einen anderen Weg oder keinen.",
    },
    instead: Phrase {
        en: "If a rule of the platform is broken, report under that rule; else choose no action.",
        fr: "Si une règle de la plateforme est enfreinte, signalez à ce titre ; sinon, choisissez de ne pas agir.",
        de: "Ist eine Regel der Plattform verletzt, melden Sie danach; sonst wählen Sie keine Maßnahme.",
    },
    source: StaticSource {
        text: "DSA Art 16(1) and (2)",
        address: "https://www.eu-digital-services-act.com/Digital_Services_Act_Article_16.html",
        verified: true,
    },
    nature: None,
    takes_months: false,
    takes_kinds: true,
    check,
};

fn check(case: &mut Case<'_>, rule: &Rule, condition: Option<&Condition>) -> Verdict {
    let kinds = condition.map(|one| one.kinds.clone()).unwrap_or_default();
    let qualifies = |item: &crate::router::Item| match &item.legality {
        Legality::Illegal { kind, .. } => kinds.is_empty() || kinds.contains(kind),
        _ => false,
    };
    let open = |item: &crate::router::Item| item.legality == Legality::Unassessed;
    case.keep_or_ask(rule, qualifies, open, "legality", super::ASSESS)
}
