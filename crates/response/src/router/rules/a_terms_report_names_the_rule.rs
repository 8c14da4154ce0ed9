//! A report under a platform's terms names the rule of that platform that is broken. "Harmful" is no rule.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::Legality;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "a-terms-report-names-the-rule",
    text: Phrase {
        en: "A report under a platform's terms names the platform's own rule that is broken, and none is.",
        fr: "Un signalement au titre des conditions nomme la règle de la plateforme enfreinte, et aucune ne l'est.",
        de: "Eine Meldung nach Nutzungsbedingungen nennt die verletzte Regel der Plattform, und keine ist verletzt.",
    },
    instead: Phrase {
        en: "Illegal content is noticed under DSA Art 16; what breaks neither law nor terms is left alone.",
        fr: "Un contenu illicite se notifie au titre de l'art. 16 du DSA ; ce qui n'enfreint ni la loi ni les conditions est laissé tranquille.",
        de: "Rechtswidriges wird nach DSA Art. 16 gemeldet; was weder Gesetz noch Bedingungen verletzt, bleibt unberührt.",
    },
    source: StaticSource {
        text: "DSA Art 14",
        address: "https://www.eu-digital-services-act.com/Digital_Services_Act_Article_14.html",
        verified: false,
    },
    nature: None,
    takes_months: false,
    takes_kinds: false,
    check,
};

const NAME_IT: Phrase = Phrase {
    en: "Name the platform and its rule that is broken.",
    fr: "Nommez la plateforme et sa règle enfreinte.",
    de: "Nennen Sie die Plattform und ihre verletzte Regel.",
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    let names_rule = |item: &crate::router::Item| {
        item.terms().is_some_and(|(platform, rule)| !platform.trim().is_empty() && !rule.trim().is_empty())
    };
    if case.items.iter().all(|item| !names_rule(item)) && case.items.iter().any(|item| item.terms().is_some())
    {
        case.keep_items(rule, |item| item.terms().is_some());
        return Verdict::lack("legality.rule", NAME_IT);
    }
    let open = |item: &crate::router::Item| item.legality == Legality::Unassessed;
    case.keep_or_ask(rule, names_rule, open, "legality", super::ASSESS)
}
