//! Satire exaggerates, imitates and says what is not so; that is how it works, and it is protected. Only what
//! is illegal is not.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Ask;
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};
use crate::router::{Form, Payment};

pub(super) const RULE: Rule = Rule {
    id: "no-measure-against-satire",
    text: Phrase {
        en: "Satire and parody are protected, also when they imitate or exaggerate.",
        fr: "La satire et la parodie sont protégées, même lorsqu'elles imitent ou exagèrent.",
        de: "Satire und Parodie sind geschützt, auch wenn sie nachahmen oder übertreiben.",
    },
    instead: Phrase {
        en: "Choose no action. If people take it for real, say so in one's own name without asking for its removal.",
        fr: "Choisissez de ne pas agir. Si le public s'y trompe, expliquez-le sans demander de retrait.",
        de: "Wählen Sie keine Maßnahme. Wird sie für echt gehalten, stellen Sie das klar, ohne Löschung zu verlangen.",
    },
    source: StaticSource {
        text: "Charter of Fundamental Rights Arts 11 and 52(1); ECHR Art 10",
        address: "https://eur-lex.europa.eu/eli/treaty/char_2012/oj",
        verified: false,
    },
    nature: Some(|mechanism| mechanism.asks_for.concerns_expression()),
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    let about_ads = matches!(case.mechanism.asks_for, Ask::Disclose | Ask::StopAdvertising);
    case.keep_items(rule, |item| {
        let is_paid_ad = about_ads && matches!(item.payment, Payment::Paid | Payment::InHouseCampaign);
        item.form != Form::Satire || item.is_illegal() || is_paid_ad
    })
}
