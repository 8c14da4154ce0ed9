//! A marking is lowered by its originator or not at all (TLP 2.0).

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Ask;
use crate::mechanism::Condition;
use crate::router::Answer;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "no-publication-above-its-marking",
    text: Phrase {
        en: "The incident is not marked for the public.",
        fr: "L'incident n'est pas marqué pour le public.",
        de: "Der Vorfall ist nicht für die Öffentlichkeit gekennzeichnet.",
    },
    instead: Phrase {
        en: "Ask the originator to mark it TLP:CLEAR, or write a version that may be.",
        fr: "Demandez à l'émetteur un marquage TLP:CLEAR, ou rédigez une version qui le permette.",
        de: "Bitten Sie den Urheber um TLP:CLEAR, oder schreiben Sie eine Fassung, die es zulässt.",
    },
    source: StaticSource {
        text: "FIRST Traffic Light Protocol 2.0",
        address: "https://www.first.org/tlp/",
        verified: false,
    },
    nature: Some(|mechanism| matches!(mechanism.asks_for, Ask::InformPublic | Ask::Teach)),
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    match case.situation.may_be_public {
        Answer::Yes => Verdict::Pass,
        Answer::No => Verdict::Close,
        // Who teaches a technique tells nothing of the incident, unless somebody said that nothing may be told.
        Answer::Unknown if case.mechanism.asks_for == Ask::Teach => Verdict::Pass,
        Answer::Unknown => Verdict::lack("may_be_public", rule.instead),
    }
}
