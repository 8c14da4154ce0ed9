//! What somebody thinks and may say is no incident: it is left out of every notice, report, alert, statement
//! and file.
//!
//! An item that is assessed as opinion and yet was paid for is a contradiction that a person has to resolve
//! before anything is done about it as an ad (Regulation 2024/900 Art 1(2) and (3)).

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Ask;
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};
use crate::router::{Legality, Payment};

pub(super) const RULE: Rule = Rule {
    id: "no-notice-against-lawful-opinion",
    text: Phrase {
        en: "A lawful opinion is protected: no notice and no report of any kind is open against it.",
        fr: "Une opinion licite est protégée : aucune notification ni aucun signalement n'est possible à son encontre.",
        de: "Eine rechtmäßige Meinung ist geschützt: Gegen sie steht keine Meldung irgendeiner Art offen.",
    },
    instead: Phrase {
        en: "Choose no action. Manipulation around it is recorded as an item of its own: the accounts, the network, the ad.",
        fr: "Choisissez de ne pas agir. La manipulation qui l'entoure s'enregistre comme un élément distinct : comptes, réseau, annonce.",
        de: "Wählen Sie keine Maßnahme. Manipulation in ihrem Umfeld wird als eigener Gegenstand erfasst: Konten, Netz, Anzeige.",
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

const ASSESS_AGAIN: Phrase = Phrase {
    en: "It is assessed as an opinion and was paid for: decide whether it is a paid ad or a personal opinion.",
    fr: "L'élément est qualifié d'opinion et a été payé : tranchez s'il s'agit d'une annonce payée ou d'une opinion personnelle.",
    de: "Der Gegenstand gilt als Meinung und wurde bezahlt: Entscheiden Sie, ob er bezahlte Anzeige oder persönliche Meinung ist.",
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    let is_opinion = |item: &crate::router::Item| item.legality == Legality::LawfulOpinion;
    let was_paid =
        |item: &crate::router::Item| matches!(item.payment, Payment::Paid | Payment::InHouseCampaign);
    let about_ads = matches!(case.mechanism.asks_for, Ask::Disclose | Ask::StopAdvertising);
    if about_ads && !case.items.is_empty() && case.items.iter().all(|item| is_opinion(item)) {
        let contradiction = case.keep_items(rule, was_paid);
        return match contradiction {
            Verdict::Pass => Verdict::lack("legality", ASSESS_AGAIN),
            closed => closed,
        };
    }
    case.keep_items(rule, |item| !is_opinion(item))
}
