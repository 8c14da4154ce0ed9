//! A listing is reviewed by the Court: what cannot be shown to the person listed does not count, and what has
//! no custody does not either.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::Access;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "only-open-litigable-evidence",
    text: Phrase {
        en: "A sanctions file rests on open evidence only, and there is none that could be used.",
        fr: "Un dossier de sanctions ne repose que sur des preuves ouvertes, et aucune n'est utilisable.",
        de: "Eine Sanktionsakte stützt sich nur auf offene Belege, und keiner ist verwendbar.",
    },
    instead: Phrase {
        en: "Capture open evidence of the same facts, with hash and chain of custody.",
        fr: "Capturez des preuves ouvertes des mêmes faits, avec empreinte et chaîne de conservation.",
        de: "Sichern Sie offene Belege für dieselben Tatsachen, mit Hash und Beweismittelkette.",
    },
    source: StaticSource {
        text: "Court review of listings: Art 47 Charter, Art 275 TFEU",
        address: "https://eur-lex.europa.eu/eli/dec/2025/963",
        verified: false,
    },
    nature: None,
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    if case.evidence.is_empty() {
        return Verdict::Pass;
    }
    let verdict = case.keep_evidence(rule, |one| one.access == Access::Open);
    if matches!(verdict, Verdict::Close) || case.evidence.iter().all(|one| !one.litigable) {
        return if matches!(verdict, Verdict::Close) {
            Verdict::Close
        } else {
            Verdict::lack("evidence", rule.instead)
        };
    }
    case.keep_evidence(rule, |one| one.litigable)
}
