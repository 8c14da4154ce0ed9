//! A crisis in the sense of Art 36 begins with a decision of the Commission upon the Board's recommendation,
//! and ends with it.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::case::{Case, Lack, Verdict, is_same_platform};

pub(super) const RULE: Rule = Rule {
    id: "no-crisis-measure-without-a-commission-decision",
    text: Phrase {
        en: "There is no decision of the Commission under DSA Art 36 in force that names the platform.",
        fr: "Aucune décision de la Commission au titre de l'art. 36 du DSA visant la plateforme n'est en vigueur.",
        de: "Es gilt kein Beschluss der Kommission nach DSA Art. 36, der die Plattform nennt.",
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

/// At most so many calendar months, and as many again when it is extended (Art 36(3)(c) and (10)).
const MONTHS: u32 = 3;

const NUMBER: Phrase = Phrase {
    en: "Enter the number or address of the decision.",
    fr: "Indiquez le numéro ou l'adresse de la décision.",
    de: "Geben Sie Nummer oder Adresse des Beschlusses an.",
};
const END: Phrase = Phrase {
    en: "Enter when the decision ends: at most three months after it was adopted, and three more when it was extended.",
    fr: "Indiquez la fin de la décision : trois mois au plus après son adoption, et trois de plus si elle a été prolongée.",
    de: "Geben Sie das Ende des Beschlusses an: höchstens drei Monate nach seinem Erlass, und drei weitere bei Verlängerung.",
};
const WHOM: Phrase = Phrase {
    en: "Enter the platforms that the decision names.",
    fr: "Indiquez les plateformes que la décision vise.",
    de: "Geben Sie die Plattformen an, die der Beschluss nennt.",
};
const LIST: Phrase = Phrase {
    en: "Add the platform that the decision names to the platforms of the incident.",
    fr: "Ajoutez la plateforme que la décision vise aux plateformes de l'incident.",
    de: "Nehmen Sie die Plattform, die der Beschluss nennt, in die Plattformen des Vorfalls auf.",
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    let Some(decision) = case.situation.crisis_decision.as_ref() else { return Verdict::Close };
    let longest = case.situation.calendar.after_months(decision.adopted_at, 2 * MONTHS);
    if !(decision.adopted_at..decision.until.min(longest)).contains(&case.now) {
        return Verdict::Close;
    }
    let lacks = [
        (decision.reference.trim().is_empty(), "crisis_decision.reference", NUMBER),
        (decision.until > longest, "crisis_decision.until", END),
        (decision.platforms.is_empty(), "crisis_decision.platforms", WHOM),
        (case.platforms.is_empty(), "platforms", LIST),
    ];
    let lacks: Vec<Lack> = lacks
        .into_iter()
        .filter(|(is_lacking, ..)| *is_lacking)
        .map(|(_, field, what_to_do)| Lack { field, what_to_do })
        .collect();
    if !lacks.is_empty() {
        return Verdict::Lack(lacks);
    }
    case.keep_platforms(rule, |one| decision.platforms.iter().any(|name| is_same_platform(name, &one.name)))
}
