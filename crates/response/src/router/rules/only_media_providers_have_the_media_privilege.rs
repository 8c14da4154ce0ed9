//! The privilege is for providers that declared themselves; asking is open while it is not known whether one
//! did.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};
use crate::router::{Answer, ItemKind};

pub(super) const RULE: Rule = Rule {
    id: "only-media-providers-have-the-media-privilege",
    text: Phrase {
        en: "None of the items belongs to a media provider that declared itself.",
        fr: "Aucun élément n'émane d'un fournisseur de médias qui s'est déclaré.",
        de: "Keiner der Gegenstände stammt von einem Mediendiensteanbieter, der sich erklärt hat.",
    },
    instead: Phrase {
        en: "No check is needed before a report under the platform's rules.",
        fr: "Aucune vérification n'est requise avant un signalement au titre des règles de la plateforme.",
        de: "Vor einer Meldung nach den Regeln der Plattform ist keine Prüfung nötig.",
    },
    source: StaticSource {
        text: "EMFA (Regulation (EU) 2024/1083) Art 18(1) and (4)",
        address: "https://streamlex.eu/articles/emfa-en-art-18",
        verified: false,
    },
    nature: None,
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    case.keep_items(rule, |item| {
        item.media.declared == Answer::Yes
            || (item.media.declared == Answer::Unknown
                && !matches!(item.kind, ItemKind::Trend | ItemKind::Ad))
    })
}
