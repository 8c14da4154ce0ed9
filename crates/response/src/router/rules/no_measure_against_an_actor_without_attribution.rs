//! Attribution is a decision of its own, by two people and for a state by that state. It may stay open for
//! ever, and then what needs it stays closed; what does not need it stays open.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::AttributionNeed;
use crate::mechanism::Condition;
use crate::router::AttributionLevel;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "no-measure-against-an-actor-without-attribution",
    text: Phrase {
        en: "This needs an attribution, and there is none that reaches far enough.",
        fr: "Cette mesure exige une attribution, et aucune ne va assez loin.",
        de: "Das erfordert eine Zuordnung, und keine reicht weit genug.",
    },
    instead: Phrase {
        en: "Use what needs no attribution; it stays open. Attribution may remain unknown.",
        fr: "Utilisez ce qui n'exige pas d'attribution ; cela reste ouvert. L'attribution peut rester inconnue.",
        de: "Nutzen Sie, was keine Zuordnung braucht; es bleibt offen. Die Zuordnung darf unbekannt bleiben.",
    },
    source: StaticSource {
        text: "Council conclusions of 21 June 2022 on hybrid campaigns",
        address: "https://ieu-monitoring.com/editorial/coordinated-eu-response-to-hybrid-campaigns-eu-council-conclusions/381017",
        verified: true,
    },
    nature: Some(|mechanism| mechanism.needs_attribution != AttributionNeed::None),
    takes_months: false,
    takes_kinds: false,
    check,
};

const TWO: Phrase = Phrase {
    en: "Let two people decide the attribution, and record both.",
    fr: "Faites décider l'attribution par deux personnes et enregistrez-les.",
    de: "Lassen Sie zwei Personen über die Zuordnung entscheiden und erfassen Sie beide.",
};

fn check(case: &mut Case<'_>, _rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    let attribution = &case.situation.attribution;
    let needed = match case.mechanism.needs_attribution {
        AttributionNeed::None => return Verdict::Pass,
        AttributionNeed::Actor => AttributionLevel::Actor,
        AttributionNeed::State => AttributionLevel::State,
    };
    if attribution.level < needed {
        return Verdict::Close;
    }
    if attribution.decided_by.len() < 2 {
        return Verdict::lack("attribution.decided_by", TWO);
    }
    Verdict::Pass
}
