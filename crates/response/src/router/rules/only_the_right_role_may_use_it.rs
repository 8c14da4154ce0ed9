//! Within an organisation, some mechanisms are for its point of contact or an approver only: no alert by
//! whoever is awake.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "only-the-right-role-may-use-it",
    text: Phrase {
        en: "None of your roles may use this mechanism.",
        fr: "Aucun de vos rôles ne permet d'utiliser ce mécanisme.",
        de: "Keine Ihrer Rollen erlaubt die Nutzung dieses Instruments.",
    },
    instead: Phrase {
        en: "Ask the point of contact or an approver of your organisation.",
        fr: "Adressez-vous au point de contact ou à un approbateur de votre organisation.",
        de: "Wenden Sie sich an die Kontaktstelle oder eine freigebende Person Ihrer Organisation.",
    },
    source: StaticSource {
        text: "Answer on the Rapid Alert System (E-006819/2020)",
        address: "https://www.europarl.europa.eu/doceo/document/E-9-2020-006819-ASW_EN.html",
        verified: true,
    },
    nature: Some(|_| true),
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, _rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    Verdict::close_if(case.mechanism.who.roles.is_disjoint(&case.actor.roles))
}
