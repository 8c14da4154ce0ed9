//! Political opinions in a personal capacity are never political advertising, and editorial content is only
//! when somebody pays for it.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::Payment;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "unpaid-personal-opinion-is-no-political-ad",
    text: Phrase {
        en: "Nobody paid for it: an unpaid personal opinion is never a political advertisement.",
        fr: "Personne n'a payé : une opinion personnelle non rémunérée n'est jamais une annonce politique.",
        de: "Niemand hat bezahlt: Eine unbezahlte persönliche Meinung ist nie eine politische Anzeige.",
    },
    instead: Phrase {
        en: "Choose no action.",
        fr: "Choisissez de ne pas agir.",
        de: "Wählen Sie keine Maßnahme.",
    },
    source: StaticSource {
        text: "Regulation (EU) 2024/900 Art 1(2) and (3)",
        address: "https://www.eumonitor.eu/9353000/1/j4nvhdfcs8bljza_j9vvik7m1c3gyxp/vlo7ggbvbtyz",
        verified: true,
    },
    nature: None,
    takes_months: false,
    takes_kinds: false,
    check,
};

const FIND_OUT: Phrase = Phrase {
    en: "Find out whether anybody paid for it, in money or in kind.",
    fr: "Établissez si quelqu'un a payé, en argent ou en nature.",
    de: "Klären Sie, ob jemand dafür bezahlt hat, in Geld oder Sachwerten.",
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    let is_paid =
        |item: &crate::router::Item| matches!(item.payment, Payment::Paid | Payment::InHouseCampaign);
    let open = |item: &crate::router::Item| item.payment == Payment::Unknown;
    case.keep_or_ask(rule, is_paid, open, "payment", FIND_OUT)
}
