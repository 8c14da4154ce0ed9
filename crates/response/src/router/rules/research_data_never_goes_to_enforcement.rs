//! Data that a platform gave for research on systemic risk keeps that purpose: it never helps to punish the
//! people in it.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::mechanism::{Addressee, Ask};
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "research-data-never-goes-to-enforcement",
    text: Phrase {
        en: "The evidence was given for research under DSA Art 40: it may not go to police, prosecutors or into sanctions.",
        fr: "Les preuves proviennent d'un accès pour la recherche (DSA, art. 40) : elles ne peuvent aller ni à la police, ni au parquet, ni dans des sanctions.",
        de: "Die Belege stammen aus Forschungszugang nach DSA Art. 40: Sie dürfen nicht an Polizei, Staatsanwaltschaft oder in Sanktionen gehen.",
    },
    instead: Phrase {
        en: "Collect the facts anew from open sources, on a basis of its own.",
        fr: "Recueillez les faits à nouveau à partir de sources ouvertes, sur une base propre.",
        de: "Erheben Sie die Tatsachen neu aus offenen Quellen, auf eigener Grundlage.",
    },
    source: StaticSource {
        text: "DSA Art 40(12), as explained by ANCOM",
        address: "https://ancom-stage.tarainteractive.com/?p=378172",
        verified: true,
    },
    nature: Some(|mechanism| {
        mechanism.addressee == Addressee::LawEnforcement
            || matches!(mechanism.asks_for, Ask::Investigate | Ask::Sanction)
    }),
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    case.keep_evidence(rule, |one| !one.access.is_for_research())
}
