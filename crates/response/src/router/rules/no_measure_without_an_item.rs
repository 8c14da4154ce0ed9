//! A measure against something says what: an address, an account, an ad. "That campaign" is no address.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "no-measure-without-an-item",
    text: Phrase {
        en: "Nothing is named that this would be about.",
        fr: "Rien n'indique sur quoi cela porterait.",
        de: "Es ist nicht benannt, worum es gehen soll.",
    },
    instead: Phrase {
        en: "Add the content, account, trend or ad that it is about.",
        fr: "Ajoutez le contenu, le compte, la tendance ou l'annonce concernés.",
        de: "Ergänzen Sie Inhalt, Konto, Trend oder Anzeige, um die es geht.",
    },
    source: StaticSource {
        text: "DSA Art 16(1) and (2)",
        address: "https://www.eu-digital-services-act.com/Digital_Services_Act_Article_16.html",
        verified: true,
    },
    nature: Some(|mechanism| mechanism.asks_for.needs_items()),
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    if case.situation.items.is_empty() { Verdict::lack("items", rule.instead) } else { Verdict::Pass }
}
