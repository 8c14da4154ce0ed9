//! When the judgement is that people act together by themselves, there is no manipulation to report, share or
//! answer. What is illegal, or poses as somebody else, stays what it is.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Ask;
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};
use crate::router::{Coordination, Item};

pub(super) const RULE: Rule = Rule {
    id: "no-measure-against-organic-behaviour",
    text: Phrase {
        en: "The coordination was judged organic: these are people, acting together because they want to.",
        fr: "La coordination a été jugée organique : ce sont des personnes qui agissent ensemble de leur plein gré.",
        de: "Die Koordination wurde als organisch beurteilt: Es sind Menschen, die aus freien Stücken zusammenwirken.",
    },
    instead: Phrase {
        en: "Choose no action, or judge the coordination again with new evidence.",
        fr: "Choisissez de ne pas agir, ou réévaluez la coordination avec de nouvelles preuves.",
        de: "Wählen Sie keine Maßnahme, oder beurteilen Sie die Koordination mit neuen Belegen neu.",
    },
    source: StaticSource {
        text: "D3lta: clustered alterations, never single messages; organic groups are the negative class",
        address: "https://arxiv.org/abs/2312.17338",
        verified: true,
    },
    nature: Some(|mechanism| {
        matches!(mechanism.asks_for, Ask::Restrict | Ask::InformPublic)
            || mechanism.asks_for.answers_manipulation()
    }),
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    if case.situation.coordination != Coordination::Organic {
        return Verdict::Pass;
    }
    // A claim that can be checked may be corrected whoever made it: the claim is judged, and not the people.
    let corrects =
        case.mechanism.asks_for == Ask::InformPublic && case.names("an-opinion-is-not-fact-checked");
    let claims = |item: &Item| item.claim.as_deref().is_some_and(|claim| !claim.trim().is_empty());
    let stands_alone =
        |item: &Item| item.is_illegal() || !item.harms.is_empty() || (corrects && claims(item));
    let had_items = !case.items.is_empty();
    let verdict = case.keep_items(rule, stands_alone);
    if had_items
        || corrects
        || case.situation.cyber.kind.is_some()
        || case.mechanism.asks_for == Ask::Restrict
    {
        return verdict;
    }
    Verdict::Close
}
