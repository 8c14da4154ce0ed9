//! The Rapid Response System is a time-bound frame around one election. Outside a declared window it does not
//! exist.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "only-inside-a-declared-response-window",
    text: Phrase {
        en: "No response window is declared for an election at this moment.",
        fr: "Aucune fenêtre de réaction rapide n'est déclarée pour une élection en ce moment.",
        de: "Für keine Wahl ist derzeit ein Reaktionsfenster erklärt.",
    },
    instead: Phrase {
        en: "Record the window when the signatories declare it; meanwhile report under the platform's own rules.",
        fr: "Enregistrez la fenêtre lorsqu'elle est déclarée ; d'ici là, signalez au titre des règles de la plateforme.",
        de: "Erfassen Sie das Fenster, sobald es erklärt ist; bis dahin melden Sie nach den Regeln der Plattform.",
    },
    source: StaticSource {
        text: "Rapid Response System of the Code of Conduct on Disinformation",
        address: "https://disinfocode.eu/eu-elections-2024",
        verified: true,
    },
    nature: None,
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, _rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    Verdict::close_if(case.situation.in_window(case.now).is_none())
}
