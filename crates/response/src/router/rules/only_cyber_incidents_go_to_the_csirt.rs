//! Instruments of cybersecurity answer intrusions, outages and stolen accounts. A false post is no cyber
//! incident.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "only-cyber-incidents-go-to-the-csirt",
    text: Phrase {
        en: "No cyber incident is on record.",
        fr: "Aucun incident de cybersécurité n'est enregistré.",
        de: "Es ist kein Cybervorfall erfasst.",
    },
    instead: Phrase {
        en: "Record the cyber incident if there is one; content takes other ways.",
        fr: "Enregistrez l'incident s'il y en a un ; les contenus relèvent d'autres voies.",
        de: "Erfassen Sie den Cybervorfall, falls es einen gibt; Inhalte gehen andere Wege.",
    },
    source: StaticSource {
        text: "Directive (EU) 2022/2555 (NIS2) Art 23(1) and (3)",
        address: "https://nis2-info.eu/article-23-reporting-obligations",
        verified: true,
    },
    nature: None,
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, _rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    Verdict::close_if(case.situation.cyber.kind.is_none())
}
