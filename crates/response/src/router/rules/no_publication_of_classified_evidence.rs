//! What is said in public rests on what can be shown in public: a decision that rests on secrets alone
//! convinces nobody and does not stand.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Ask;
use crate::mechanism::Condition;
use crate::router::Access;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "no-publication-of-classified-evidence",
    text: Phrase {
        en: "All evidence is classified or was given in confidence: nothing can be published on it.",
        fr: "Toutes les preuves sont classifiées ou confidentielles : rien ne peut être publié sur leur base.",
        de: "Alle Belege sind eingestuft oder vertraulich: Darauf gestützt kann nichts veröffentlicht werden.",
    },
    instead: Phrase {
        en: "Find open evidence of the same facts, or have the evidence declassified by its originator.",
        fr: "Trouvez des preuves ouvertes des mêmes faits, ou faites-les déclassifier par leur émetteur.",
        de: "Suchen Sie offene Belege für dieselben Tatsachen, oder lassen Sie sie vom Urheber herabstufen.",
    },
    source: StaticSource {
        text: "Venice Commission, urgent report of 27 January 2025",
        address: "https://jurist.org/news/2025/01/council-of-europe-determines-legal-standards-for-invalidating-elections-following-romania-court-ruling",
        verified: false,
    },
    nature: Some(|mechanism| matches!(mechanism.asks_for, Ask::InformPublic | Ask::Teach)),
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    if case.mechanism.asks_for == Ask::Teach {
        return case.keep_evidence(rule, |one| one.access != Access::Classified);
    }
    case.keep_evidence(rule, |one| one.access.is_publishable())
}
