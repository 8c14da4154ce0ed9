//! The Board coordinates measures on media services from outside the Union; those inside have their own
//! authority.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};
use crate::router::{Answer, ItemKind};

pub(super) const RULE: Rule = Rule {
    id: "only-media-from-outside-the-union",
    text: Phrase {
        en: "None of the items is a media service from outside the Union.",
        fr: "Aucun élément n'est un service de médias extérieur à l'Union.",
        de: "Keiner der Gegenstände ist ein Mediendienst von außerhalb der Union.",
    },
    instead: Phrase {
        en: "For a provider in the Union, turn to its national media authority.",
        fr: "Pour un fournisseur établi dans l'Union, adressez-vous à son autorité nationale.",
        de: "Bei einem Anbieter in der Union wenden Sie sich an dessen nationale Medienaufsicht.",
    },
    source: StaticSource {
        text: "EMFA (Regulation (EU) 2024/1083) Art 17",
        address: "https://eur-lex.europa.eu/eli/reg/2024/1083",
        verified: false,
    },
    nature: None,
    takes_months: false,
    takes_kinds: false,
    check,
};

const FIND_OUT: Phrase = Phrase {
    en: "Find out where the media service is established.",
    fr: "Établissez où le service de médias est établi.",
    de: "Klären Sie, wo der Mediendienst niedergelassen ist.",
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    let is_media = |item: &crate::router::Item| item.kind == ItemKind::MediaService;
    let qualifies = |item: &crate::router::Item| is_media(item) && item.media.outside_union == Answer::Yes;
    let open = |item: &crate::router::Item| is_media(item) && item.media.outside_union == Answer::Unknown;
    case.keep_or_ask(rule, qualifies, open, "media.outside_union", FIND_OUT)
}
