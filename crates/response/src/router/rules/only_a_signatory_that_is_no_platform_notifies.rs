//! Notifications come from signatories of the Code that are no platforms; the platforms answer.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};
use ostrakon_model::OrganisationKind;

pub(super) const RULE: Rule = Rule {
    id: "only-a-signatory-that-is-no-platform-notifies",
    text: Phrase {
        en: "Only a signatory of the Code that is no platform may notify.",
        fr: "Seul un signataire du code qui n'est pas une plateforme peut notifier.",
        de: "Nur ein Unterzeichner des Kodex, der keine Plattform ist, darf melden.",
    },
    instead: Phrase {
        en: "Share the case with a signatory, or have your organisation entered among the signatories of the window at the election.",
        fr: "Partagez le cas avec un signataire, ou faites inscrire votre organisation parmi les signataires de la fenêtre, dans l'élection.",
        de: "Teilen Sie den Fall mit einem Unterzeichner, oder lassen Sie Ihre Organisation bei der Wahl unter die Unterzeichner des Fensters aufnehmen.",
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
    let is_signatory = case.situation.signatories.contains(&case.actor.organisation);
    Verdict::close_if(!is_signatory || case.actor.kind == OrganisationKind::Platform)
}
