//! Falsehood is no offence. A report names the offence that is suspected: vote buying, a threat, an intrusion,
//! a forgery.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::Legality;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "only-a-suspected-offence-goes-to-the-police",
    text: Phrase {
        en: "No suspected offence is on record.",
        fr: "Aucune infraction présumée n'est enregistrée.",
        de: "Es ist keine vermutete Straftat erfasst.",
    },
    instead: Phrase {
        en: "Record the offence and its law on the item, or choose another way.",
        fr: "Enregistrez l'infraction et son texte sur l'élément, ou choisissez une autre voie.",
        de: "Erfassen Sie Straftat und Gesetz am Gegenstand, oder wählen Sie einen anderen Weg.",
    },
    source: StaticSource {
        text: "Charter Art 49; DSA Art 18",
        address: "https://www.eu-digital-services-act.com/Digital_Services_Act_Article_18.html",
        verified: false,
    },
    nature: None,
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    let is_offence =
        |item: &crate::router::Item| matches!(item.legality, Legality::Illegal { offence: true, .. });
    if case.situation.cyber.kind.is_some() {
        // An intrusion is an offence by itself; items go along only when they are one too.
        case.keep_items(rule, is_offence);
        return Verdict::Pass;
    }
    if case.situation.items.is_empty() {
        return Verdict::Close;
    }
    let open = |item: &crate::router::Item| item.legality == Legality::Unassessed;
    case.keep_or_ask(rule, is_offence, open, "legality", super::ASSESS)
}
