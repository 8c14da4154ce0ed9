//! Facts can be checked. Opinions, predictions and jokes are neither true nor false.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::Form;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "an-opinion-is-not-fact-checked",
    text: Phrase {
        en: "Nothing here can be checked: an opinion, a prediction or satire is neither true nor false.",
        fr: "Rien ici n'est vérifiable : une opinion, une prédiction ou une satire n'est ni vraie ni fausse.",
        de: "Hier ist nichts prüfbar: Eine Meinung, Vorhersage oder Satire ist weder wahr noch falsch.",
    },
    instead: Phrase {
        en: "Choose no action, or teach how to read such content.",
        fr: "Choisissez de ne pas agir, ou formez à lire ce type de contenu.",
        de: "Wählen Sie keine Maßnahme, oder vermitteln Sie, wie man solche Inhalte liest.",
    },
    source: StaticSource {
        text: "Code of standards of the European Fact-Checking Standards Network",
        address: "https://efcsn.com/code-of-standards/",
        verified: false,
    },
    nature: None,
    takes_months: false,
    takes_kinds: false,
    check,
};

const WRITE_IT: Phrase = Phrase {
    en: "Write down the claim that can be checked, in one sentence; if there is none, choose no action.",
    fr: "Notez l'affirmation vérifiable en une phrase ; s'il n'y en a pas, choisissez de ne pas agir.",
    de: "Halten Sie die prüfbare Behauptung in einem Satz fest; gibt es keine, wählen Sie keine Maßnahme.",
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    let is_checkable = |item: &crate::router::Item| {
        item.form != Form::Satire && item.claim.as_deref().is_some_and(|claim| !claim.trim().is_empty())
    };
    let open = |item: &crate::router::Item| item.form != Form::Satire && item.claim.is_none();
    case.keep_or_ask(rule, is_checkable, open, "claim", WRITE_IT)
}
