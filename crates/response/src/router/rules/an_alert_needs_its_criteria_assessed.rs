//! There is no automatism: a person assesses each case, and an alert is for what is transnational and
//! significant. Everything else is shared.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "an-alert-needs-its-criteria-assessed",
    text: Phrase {
        en: "An alert is for a transnational and significant case; this one was assessed and is not.",
        fr: "Une alerte vise un cas transnational et important ; celui-ci a été examiné et ne l'est pas.",
        de: "Eine Warnung gilt grenzüberschreitenden und bedeutenden Fällen; dieser wurde geprüft und ist keiner.",
    },
    instead: Phrase {
        en: "Share it as a report.",
        fr: "Partagez-le comme rapport.",
        de: "Teilen Sie ihn als Bericht.",
    },
    source: StaticSource {
        text: "Answer on the Rapid Alert System (E-006819/2020)",
        address: "https://www.europarl.europa.eu/doceo/document/E-9-2020-006819-ASW_EN.html",
        verified: true,
    },
    nature: None,
    takes_months: false,
    takes_kinds: false,
    check,
};

const ASSESS: Phrase = Phrase {
    en: "Assess whether the case is transnational, significant, election-related and time-critical.",
    fr: "Examinez si le cas est transnational, important, lié à une élection et urgent.",
    de: "Prüfen Sie, ob der Fall grenzüberschreitend, bedeutend, wahlbezogen und zeitkritisch ist.",
};

fn check(case: &mut Case<'_>, _rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    match case.situation.alert_criteria {
        None => Verdict::lack("alert_criteria", ASSESS),
        Some(criteria) => Verdict::close_if(!(criteria.transnational && criteria.significant)),
    }
}
