//! Networks of election authorities are for elections.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "only-with-an-election-on-record",
    text: Phrase {
        en: "No election is linked to the incident.",
        fr: "Aucune élection n'est reliée à l'incident.",
        de: "Mit dem Vorfall ist keine Wahl verknüpft.",
    },
    instead: Phrase {
        en: "Link the election from the calendar.",
        fr: "Reliez l'élection du calendrier.",
        de: "Verknüpfen Sie die Wahl aus dem Kalender.",
    },
    source: StaticSource {
        text: "European Cooperation Network on Elections",
        address: "https://commission.europa.eu/strategy-and-policy/policies/justice-and-fundamental-rights/eu-citizenship/democracy-and-electoral-rights/european-cooperation-network-elections_en",
        verified: true,
    },
    nature: None,
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, _rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    if case.situation.elections.is_empty() {
        Verdict::lack("elections", super::LINK_ELECTION)
    } else {
        Verdict::Pass
    }
}
