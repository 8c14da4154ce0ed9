//! The Union's external instruments answer foreign interference. Domestic dispute is for domestic law, and
//! mostly for voters.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::mechanism::{Area, Ask};
use crate::router::Answer;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "a-domestic-actor-is-no-foreign-interference",
    text: Phrase {
        en: "The actor is domestic: instruments against foreign interference do not apply.",
        fr: "L'acteur est intérieur : les instruments contre l'ingérence étrangère ne s'appliquent pas.",
        de: "Der Akteur ist inländisch: Instrumente gegen ausländische Einmischung greifen nicht.",
    },
    instead: Phrase {
        en: "Look to national law, or choose no action.",
        fr: "Tournez-vous vers le droit national, ou choisissez de ne pas agir.",
        de: "Prüfen Sie nationales Recht, oder wählen Sie keine Maßnahme.",
    },
    source: StaticSource {
        text: "Council conclusions of 21 June 2022 on hybrid campaigns",
        address: "https://ieu-monitoring.com/editorial/coordinated-eu-response-to-hybrid-campaigns-eu-council-conclusions/381017",
        verified: true,
    },
    nature: Some(|mechanism| {
        mechanism.asks_for == Ask::Sanction
            || (mechanism.area == Area::ExternalAction && mechanism.asks_for != Ask::Assist)
    }),
    takes_months: false,
    takes_kinds: false,
    check,
};

const FIND_OUT: Phrase = Phrase {
    en: "Establish whether the actor is foreign to the Union.",
    fr: "Établissez si l'acteur est étranger à l'Union.",
    de: "Klären Sie, ob der Akteur von außerhalb der Union stammt.",
};

fn check(case: &mut Case<'_>, _rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    match (case.situation.attribution.foreign, case.mechanism.asks_for) {
        (Answer::No, _) => Verdict::Close,
        (Answer::Unknown, Ask::Sanction) => Verdict::lack("attribution.foreign", FIND_OUT),
        _ => Verdict::Pass,
    }
}
