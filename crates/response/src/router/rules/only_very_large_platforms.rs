//! Arts 34 to 36 and 40 bind very large platforms and search engines, as the Commission designated them.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict, is_same_platform};
use crate::router::{Answer, Item};

pub(super) const RULE: Rule = Rule {
    id: "only-very-large-platforms",
    text: Phrase {
        en: "None of the platforms is designated as very large.",
        fr: "Aucune des plateformes n'est désignée comme très grande.",
        de: "Keine der Plattformen ist als sehr groß benannt.",
    },
    instead: Phrase {
        en: "Turn to the Digital Services Coordinator of the service's establishment.",
        fr: "Adressez-vous au coordinateur pour les services numériques du lieu d'établissement.",
        de: "Wenden Sie sich an den Koordinator für digitale Dienste am Ort der Niederlassung.",
    },
    source: StaticSource {
        text: "DSA Art 33",
        address: "https://www.eu-digital-services-act.com/Digital_Services_Act_Article_33.html",
        verified: false,
    },
    nature: None,
    takes_months: false,
    takes_kinds: false,
    check,
};

const FIND_OUT: Phrase = Phrase {
    en: "Add the platform, and whether the Commission designated it as very large.",
    fr: "Ajoutez la plateforme et indiquez si la Commission l'a désignée comme très grande.",
    de: "Ergänzen Sie die Plattform und ob die Kommission sie als sehr groß benannt hat.",
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    let platforms = &case.platforms;
    let any = |answer: Answer| platforms.iter().any(|platform| platform.very_large == answer);
    if platforms.is_empty() || (!any(Answer::Yes) && any(Answer::Unknown)) {
        return Verdict::lack("platforms", FIND_OUT);
    }
    let listed = |name: &str| platforms.iter().find(|one| is_same_platform(&one.name, name));
    let of = |item: &Item| item.platform.as_deref().map(|name| listed(name).map(|one| one.very_large));
    // What an item is on decides, and not that some other platform is very large.
    let on_very_large = |item: &&Item| matches!(of(item), None | Some(Some(Answer::Yes)));
    let nobody_said = |item: &&Item| matches!(of(item), Some(None | Some(Answer::Unknown)));
    let (fits, open) = (case.items.iter().any(on_very_large), case.items.iter().any(nobody_said));
    if any(Answer::Yes) && !case.items.is_empty() && !fits && open {
        return Verdict::lack("platforms", FIND_OUT);
    }
    case.keep_platforms(rule, |platform| platform.very_large == Answer::Yes)
}
