//! Nothing of an exercise goes to anybody outside: a mixed-up drill is a false alarm at best, a publication at
//! worst.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "an-exercise-never-leaves",
    text: Phrase {
        en: "This is an exercise: nothing of it leaves the organisation.",
        fr: "Ceci est un exercice : rien ne quitte l'organisation.",
        de: "Dies ist eine Übung: Nichts davon verlässt die Organisation.",
    },
    instead: Phrase {
        en: "Play it inside the exercise, where the same steps are scored.",
        fr: "Jouez-le dans l'exercice, où les mêmes étapes sont évaluées.",
        de: "Spielen Sie es in der Übung durch, dort werden dieselben Schritte bewertet.",
    },
    source: StaticSource {
        text: "DSA elections toolkit and stress tests: exercises stay apart",
        address: "https://digital-strategy.ec.europa.eu/en/library/guidelines-providers-vlops-and-vloses-mitigation-systemic-risks-electoral-processes",
        verified: false,
    },
    nature: Some(|mechanism| mechanism.outward),
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, _rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    Verdict::close_if(case.situation.exercise)
}
