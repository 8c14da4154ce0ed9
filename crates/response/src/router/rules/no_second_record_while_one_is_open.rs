//! A platform that gets one notice five times answers none of them well, and a count of notices becomes a
//! number of clicks.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "no-second-record-while-one-is-open",
    text: Phrase {
        en: "This was sent already and is still open for all items concerned.",
        fr: "Cela a déjà été envoyé et reste ouvert pour tous les éléments concernés.",
        de: "Das wurde schon gesendet und ist für alle betroffenen Gegenstände noch offen.",
    },
    instead: Phrase {
        en: "Follow up the open record.",
        fr: "Relancez le dossier ouvert.",
        de: "Gehen Sie dem offenen Vorgang nach.",
    },
    source: StaticSource {
        text: "EDMO, register of Rapid Response notifications: one per case",
        address: "https://edmo.eu/?p=9715",
        verified: true,
    },
    nature: Some(|mechanism| mechanism.outward),
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    let mechanism = case.mechanism;
    let is_open = |record: &&crate::router::Existing| {
        record.mechanism == mechanism.id && !mechanism.answers.ended.contains(&record.state)
    };
    let open: Vec<_> = case.situation.records.iter().filter(is_open).collect();
    if case.items.is_empty() {
        // Without items, an open record without items is the same one.
        let nothing_named = case.situation.items.is_empty() || !mechanism.asks_for.concerns_expression();
        return Verdict::close_if(nothing_named && open.iter().any(|record| record.items.is_empty()));
    }
    case.keep_items(rule, |item| !open.iter().any(|record| record.items.contains(&item.id)))
}
