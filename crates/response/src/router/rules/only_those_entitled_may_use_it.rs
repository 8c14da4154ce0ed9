//! A mechanism is used by the kinds of organisation that its law, or its network, gives it to.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "only-those-entitled-may-use-it",
    text: Phrase {
        en: "Your kind of organisation may not use this mechanism.",
        fr: "Votre type d'organisation ne peut pas utiliser ce mécanisme.",
        de: "Ihre Art von Organisation darf dieses Instrument nicht nutzen.",
    },
    instead: Phrase {
        en: "Ask an organisation that may: share the incident with it.",
        fr: "Adressez-vous à une organisation habilitée : partagez l'incident avec elle.",
        de: "Wenden Sie sich an eine berechtigte Stelle: Teilen Sie den Vorfall mit ihr.",
    },
    source: StaticSource {
        text: "The mechanism's legal basis, as its file names it",
        address: "https://eur-lex.europa.eu/eli/reg/2022/2065/oj",
        verified: false,
    },
    nature: Some(|_| true),
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, _rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    Verdict::close_if(!case.mechanism.who.kinds.contains(&case.actor.kind))
}
