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
        en: "Ask the originator to mark it TLP:CLEAR or to write a version that may be; or teach the technique on open evidence, which you name in what is known of the incident.",
        fr: "Demandez à l'émetteur un marquage TLP:CLEAR ou une version qui le permette ; ou expliquez la technique à partir de preuves ouvertes, que vous indiquez dans ce qui est connu de l'incident.",
        de: "Bitten Sie den Urheber um TLP:CLEAR oder um eine Fassung, die es zulässt; oder erklären Sie die Technik anhand offener Belege, die Sie beim Vorfall angeben.",
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
    let teaches = case.mechanism.asks_for == Ask::Teach;
    match case.situation.may_be_public {
        Answer::Yes => Verdict::Pass,
        // Who teaches a technique on what everybody can look at tells nothing of the incident.
        Answer::No if teaches && case.evidence.iter().any(|one| one.access.is_publishable()) => Verdict::Pass,
        Answer::No => Verdict::Close,
        Answer::Unknown if teaches => Verdict::Pass,
        Answer::Unknown => Verdict::lack("may_be_public", rule.instead),
    }
}
