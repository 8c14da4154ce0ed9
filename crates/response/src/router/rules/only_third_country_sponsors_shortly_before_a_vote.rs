//! In the last months before a vote advertising services go to sponsors of the Union only: citizens, residents
//! who may vote, and entities that are not ultimately owned or controlled from a third country.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::Answer;
use crate::router::case::{Case, Lack, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "only-third-country-sponsors-shortly-before-a-vote",
    text: Phrase {
        en: "The ban concerns third-country sponsors shortly before a vote: this sponsor, or this time, is outside it.",
        fr: "L'interdiction vise les sponsors de pays tiers peu avant un scrutin : ce sponsor, ou ce moment, n'en relève pas.",
        de: "Das Verbot gilt Sponsoren aus Drittländern kurz vor einer Abstimmung: Dieser Sponsor oder Zeitpunkt fällt nicht darunter.",
    },
    instead: Phrase {
        en: "Missing labels and notices can be complained about at any time.",
        fr: "L'absence d'étiquette ou d'avis peut être signalée à tout moment.",
        de: "Fehlende Kennzeichnung kann jederzeit beanstandet werden.",
    },
    source: StaticSource {
        text: "Regulation (EU) 2024/900 Art 5(2)",
        address: "https://gesetze.legal/eu/vo_eu_2024_900/5",
        verified: true,
    },
    nature: None,
    takes_months: true,
    takes_kinds: false,
    check,
};

const FIND_OUT: Phrase = Phrase {
    en: "Find out who ultimately owns or controls the sponsor, and whether that is in a third country.",
    fr: "Établissez qui possède ou contrôle en dernier ressort le sponsor, et si c'est dans un pays tiers.",
    de: "Klären Sie, wem der Sponsor letztlich gehört oder wer ihn kontrolliert und ob das ein Drittland ist.",
};

fn check(case: &mut Case<'_>, _rule: &Rule, condition: Option<&Condition>) -> Verdict {
    let months = condition.and_then(|one| one.months).unwrap_or(3);
    let situation = case.situation;
    let sponsor = situation.sponsor.as_ref().map_or(Answer::Unknown, |sponsor| sponsor.third_country);
    if sponsor == Answer::No {
        return Verdict::Close;
    }
    let mut lacks = Vec::new();
    if situation.elections.is_empty() {
        lacks.push(Lack { field: "elections", what_to_do: super::LINK_ELECTION });
    } else if !situation.is_shortly_before_a_vote(u32::from(months), case.now) {
        return Verdict::Close;
    }
    if sponsor == Answer::Unknown {
        lacks.push(Lack { field: "sponsor", what_to_do: FIND_OUT });
    }
    if lacks.is_empty() { Verdict::Pass } else { Verdict::Lack(lacks) }
}
