//! Thousands of people who post the same words on the same day: that is what a petition looks like, and a
//! detector sees it too.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Ask;
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};
use crate::router::{Form, Payment};

pub(super) const RULE: Rule = Rule {
    id: "no-measure-against-a-petition",
    text: Phrase {
        en: "A petition, and the call to sign it, are political participation, however uniform they look.",
        fr: "Une pétition et l'appel à la signer relèvent de la participation politique, si uniformes qu'ils paraissent.",
        de: "Eine Petition und der Aufruf zu ihr sind politische Teilhabe, so gleichförmig sie aussehen.",
    },
    instead: Phrase {
        en: "Choose no action. Forged signatures or fake accounts are recorded as items of their own.",
        fr: "Choisissez de ne pas agir. Des signatures falsifiées ou de faux comptes s'enregistrent comme éléments distincts.",
        de: "Wählen Sie keine Maßnahme. Gefälschte Unterschriften oder Konten werden als eigene Gegenstände erfasst.",
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
        item.form != Form::Petition || item.is_illegal() || is_paid_ad
    })
}
