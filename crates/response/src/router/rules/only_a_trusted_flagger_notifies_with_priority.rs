//! The status is awarded by a Digital Services Coordinator, to entities, and can be suspended.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "only-a-trusted-flagger-notifies-with-priority",
    text: Phrase {
        en: "Your organisation has no status of a trusted flagger on record.",
        fr: "Votre organisation n'a pas de statut de signaleur de confiance enregistré.",
        de: "Für Ihre Organisation ist kein Status als vertrauenswürdiger Hinweisgeber erfasst.",
    },
    instead: Phrase {
        en: "Use the notice that is open to anybody (DSA Art 16).",
        fr: "Utilisez la notification ouverte à tous (DSA, art. 16).",
        de: "Nutzen Sie die Meldung, die allen offensteht (DSA Art. 16).",
    },
    source: StaticSource {
        text: "DSA Art 22(2), as explained by Coimisiún na Meán",
        address: "https://cnam.ie/industry-and-professionals/online-safety-framework/certifications-schemes/trusted-flaggers",
        verified: true,
    },
    nature: None,
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, _rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    Verdict::close_if(!case.situation.trusted_flaggers.contains(&case.actor.organisation))
}
