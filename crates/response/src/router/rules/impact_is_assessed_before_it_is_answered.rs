//! Activity is not effect: a side that was pushed by millions of views lost clearly. A measure that restricts
//! answers an impact, and says how it was judged.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::Impact;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "impact-is-assessed-before-it-is-answered",
    text: Phrase {
        en: "No impact is visible: a restrictive answer would not be proportionate.",
        fr: "Aucun impact n'est visible : une réponse restrictive ne serait pas proportionnée.",
        de: "Keine Wirkung ist erkennbar: Eine restriktive Antwort wäre nicht verhältnismäßig.",
    },
    instead: Phrase {
        en: "Keep watching, inform, or choose no action.",
        fr: "Continuez d'observer, informez, ou choisissez de ne pas agir.",
        de: "Beobachten Sie weiter, informieren Sie, oder wählen Sie keine Maßnahme.",
    },
    source: StaticSource {
        text: "Venice Commission, urgent report of 27 January 2025",
        address: "https://jurist.org/news/2025/01/council-of-europe-determines-legal-standards-for-invalidating-elections-following-romania-court-ruling",
        verified: false,
    },
    nature: None,
    takes_months: false,
    takes_kinds: false,
    check,
};

const ASSESS: Phrase = Phrase {
    en: "Judge the impact, apart from the activity and from who is behind it.",
    fr: "Évaluez l'impact, séparément de l'activité et de son auteur.",
    de: "Beurteilen Sie die Wirkung, getrennt von der Aktivität und davon, wer dahintersteht.",
};

fn check(case: &mut Case<'_>, _rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    match case.situation.impact {
        Impact::Unassessed => Verdict::lack("impact", ASSESS),
        Impact::NoneVisible => Verdict::Close,
        Impact::Limited | Impact::Significant => Verdict::Pass,
    }
}
