//! A protocol that is not on record cannot be followed: its text was announced, and had not been found when
//! this was written.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "only-with-a-protocol-on-record",
    text: Phrase {
        en: "No incident protocol is on record.",
        fr: "Aucun protocole d'incident n'est enregistré.",
        de: "Es ist kein Vorfallprotokoll erfasst.",
    },
    instead: Phrase {
        en: "Record the adopted protocol; until then use the networks and Art 35.",
        fr: "Enregistrez le protocole adopté ; d'ici là, utilisez les réseaux et l'art. 35.",
        de: "Erfassen Sie das angenommene Protokoll; bis dahin nutzen Sie die Netze und Art. 35.",
    },
    source: StaticSource {
        text: "Commission Recommendation (EU) 2023/2425",
        address: "http://data.europa.eu/eli/reco/2023/2425/oj",
        verified: true,
    },
    nature: None,
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, _rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    let is_on_record =
        case.situation.incident_protocol.as_deref().is_some_and(|text| !text.trim().is_empty());
    Verdict::close_if(!is_on_record)
}
