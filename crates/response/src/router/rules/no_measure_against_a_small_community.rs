//! A diaspora, a fan club, a neighbourhood: people who know each other repeat each other. Small numbers make it
//! look denser still.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Ask;
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};
use crate::router::{Form, Payment};

pub(super) const RULE: Rule = Rule {
    id: "no-measure-against-a-small-community",
    text: Phrase {
        en: "A small community talking among itself is no manipulation, however closely it acts together.",
        fr: "Une petite communauté qui échange en son sein ne manipule pas, si soudée soit-elle.",
        de: "Eine kleine Gemeinschaft im Gespräch unter sich manipuliert nicht, so eng sie auch zusammenwirkt.",
    },
    instead: Phrase {
        en: "Choose no action, and mark the group as organic.",
        fr: "Choisissez de ne pas agir et qualifiez le groupe d'organique.",
        de: "Wählen Sie keine Maßnahme und kennzeichnen Sie die Gruppe als organisch.",
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
        item.form != Form::Community || item.is_illegal() || is_paid_ad
    })
}
