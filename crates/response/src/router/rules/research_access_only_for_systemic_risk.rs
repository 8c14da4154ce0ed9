//! Data access is for research on systemic risk in the Union, and its applicant says which.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "research-access-only-for-systemic-risk",
    text: Phrase {
        en: "Research access is for the study of a systemic risk only.",
        fr: "L'accès pour la recherche sert uniquement à étudier un risque systémique.",
        de: "Forschungszugang dient allein der Untersuchung eines systemischen Risikos.",
    },
    instead: Phrase {
        en: "Say which systemic risk is studied.",
        fr: "Indiquez le risque systémique étudié.",
        de: "Sagen Sie, welches systemische Risiko untersucht wird.",
    },
    source: StaticSource {
        text: "DSA Art 40(12), as explained by ANCOM",
        address: "https://ancom-stage.tarainteractive.com/?p=378172",
        verified: true,
    },
    nature: None,
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    let is_stated = case.situation.research_purpose.as_deref().is_some_and(|text| !text.trim().is_empty());
    if is_stated { Verdict::Pass } else { Verdict::lack("research_purpose", rule.instead) }
}
