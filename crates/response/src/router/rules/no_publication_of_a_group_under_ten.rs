//! A group of fewer than ten private accounts is people who can be found. They are described as behaviour in
//! aggregate or not at all.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Ask;
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "no-publication-of-a-group-under-ten",
    text: Phrase {
        en: "A group of fewer than ten accounts is not published: its people could be found.",
        fr: "Un groupe de moins de dix comptes n'est pas publié : ses membres seraient identifiables.",
        de: "Eine Gruppe von weniger als zehn Konten wird nicht veröffentlicht: Ihre Menschen wären auffindbar.",
    },
    instead: Phrase {
        en: "Describe the technique without the group.",
        fr: "Décrivez la technique sans le groupe.",
        de: "Beschreiben Sie die Technik ohne die Gruppe.",
    },
    source: StaticSource {
        text: "GDPR Arts 5(1)(c) and 25: data minimisation",
        address: "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
        verified: false,
    },
    nature: Some(|mechanism| mechanism.asks_for == Ask::InformPublic),
    takes_months: false,
    takes_kinds: false,
    check,
};

/// Fewest accounts of a group that is published (k-anonymity).
const SMALLEST: u32 = 10;

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    case.keep_items(rule, |item| item.accounts.is_none_or(|accounts| accounts >= SMALLEST))
}
