//! A crisis in the sense of Art 36 begins with a decision of the Commission upon the Board's recommendation,
//! and ends with it.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "no-crisis-measure-without-a-commission-decision",
    text: Phrase {
        en: "There is no decision of the Commission under DSA Art 36 in force.",
        fr: "Aucune décision de la Commission au titre de l'art. 36 du DSA n'est en vigueur.",
        de: "Es gilt kein Beschluss der Kommission nach DSA Art. 36.",
    },
    instead: Phrase {
        en: "Record the decision once there is one; a systemic risk can be submitted under Art 35.",
        fr: "Enregistrez la décision le moment venu ; un risque systémique peut être signalé au titre de l'art. 35.",
        de: "Erfassen Sie den Beschluss, sobald es ihn gibt; ein systemisches Risiko kann nach Art. 35 eingereicht werden.",
    },
    source: StaticSource {
        text: "DSA Art 36(1) and (2)",
        address: "https://cms-digitallaws.com/en/dsa/article-36",
        verified: true,
    },
    nature: None,
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, _rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    let in_force =
        |decision: &crate::router::Decision| (decision.adopted_at..decision.until).contains(&case.now);
    Verdict::close_if(!case.situation.crisis_decision.as_ref().is_some_and(in_force))
}
