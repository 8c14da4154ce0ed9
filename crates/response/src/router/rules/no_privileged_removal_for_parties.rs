//! A party reports what is done *to* it: impersonation, a stolen account, a forged voice. It gets nobody
//! removed for what he says about it.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Ask;
use crate::mechanism::Condition;
use crate::router::Harm;
use crate::router::case::{Case, Verdict};
use ostrakon_model::OrganisationKind;

pub(super) const RULE: Rule = Rule {
    id: "no-privileged-removal-for-parties",
    text: Phrase {
        en: "A party may report what poses as it or was stolen from it, never its critics.",
        fr: "Un parti peut signaler ce qui usurpe son identité ou lui a été dérobé, jamais ses critiques.",
        de: "Eine Partei darf melden, was sich für sie ausgibt oder ihr entwendet wurde, nie ihre Kritiker.",
    },
    instead: Phrase {
        en: "Answer in public; take offences to the police; ask the electoral body for false voting information.",
        fr: "Répondez publiquement ; adressez-vous à la police pour les infractions, à l'autorité électorale pour les fausses informations sur le scrutin.",
        de: "Antworten Sie öffentlich; Straftaten gehören zur Polizei, falsche Angaben zur Wahl zur Wahlbehörde.",
    },
    source: StaticSource {
        text: "Charter of Fundamental Rights Arts 11 and 52(1); ECHR Art 10",
        address: "https://eur-lex.europa.eu/eli/treaty/char_2012/oj",
        verified: false,
    },
    nature: Some(|mechanism| mechanism.asks_for == Ask::Restrict),
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    if case.actor.kind != OrganisationKind::Party {
        return Verdict::Pass;
    }
    let was_done_to_it = [Harm::Impersonation, Harm::AccountTakeover, Harm::Deepfake];
    case.keep_items(rule, |item| was_done_to_it.iter().any(|harm| item.harms.contains(harm)))
}
