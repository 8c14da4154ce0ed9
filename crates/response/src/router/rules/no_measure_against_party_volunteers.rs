//! Volunteers act together, openly, with the same words and at the same time, since a campaign asked them to.
//! That is campaigning.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Ask;
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};
use crate::router::{Form, Payment};

pub(super) const RULE: Rule = Rule {
    id: "no-measure-against-party-volunteers",
    text: Phrase {
        en: "Volunteers of a party or campaign who act openly are campaigning, not manipulating.",
        fr: "Des bénévoles d'un parti ou d'une campagne agissant à découvert font campagne ; ils ne manipulent pas.",
        de: "Freiwillige einer Partei oder Kampagne, die offen auftreten, machen Wahlkampf und manipulieren nicht.",
    },
    instead: Phrase {
        en: "Choose no action. Paid posting without a label is a matter of advertising: record it as an ad.",
        fr: "Choisissez de ne pas agir. Des publications payées sans étiquette relèvent de la publicité : enregistrez-les comme annonce.",
        de: "Wählen Sie keine Maßnahme. Bezahlte Beiträge ohne Kennzeichnung sind Werbung: Erfassen Sie sie als Anzeige.",
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
        item.form != Form::PartyVolunteers || item.is_illegal() || is_paid_ad
    })
}
