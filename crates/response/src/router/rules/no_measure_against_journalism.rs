//! Reporting is not what it reports on, and a mistake in it is corrected by asking for a correction. A declared
//! media provider has a procedure of its own (EMFA Art 18), which another rule keeps; a check asks and
//! restricts nobody.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Ask;
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};
use crate::router::{Answer, Form, Payment};

pub(super) const RULE: Rule = Rule {
    id: "no-measure-against-journalism",
    text: Phrase {
        en: "Journalism is protected: reporting on a claim is not spreading it.",
        fr: "Le journalisme est protégé : relater une affirmation n'est pas la propager.",
        de: "Journalismus ist geschützt: Über eine Behauptung zu berichten heißt nicht, sie zu verbreiten.",
    },
    instead: Phrase {
        en: "Ask the editors for a correction, or the press council. For a declared provider, begin the check of EMFA Art 18.",
        fr: "Demandez une rectification à la rédaction ou saisissez le conseil de presse. Pour un fournisseur déclaré, ouvrez la vérification de l'art. 18 de l'EMFA.",
        de: "Bitten Sie die Redaktion um Berichtigung oder wenden Sie sich an den Presserat. Bei erklärten Anbietern beginnen Sie die Prüfung nach EMFA Art. 18.",
    },
    source: StaticSource {
        text: "Charter Art 11(2); EMFA (Regulation (EU) 2024/1083) Art 4",
        address: "https://eur-lex.europa.eu/eli/reg/2024/1083",
        verified: false,
    },
    nature: Some(|mechanism| mechanism.asks_for.concerns_expression() && mechanism.asks_for != Ask::Check),
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    let about_ads = matches!(case.mechanism.asks_for, Ask::Disclose | Ask::StopAdvertising);
    let case_restricts = case.mechanism.asks_for == Ask::Restrict;
    case.keep_items(rule, |item| {
        let is_paid_ad = about_ads && matches!(item.payment, Payment::Paid | Payment::InHouseCampaign);
        item.form != Form::Journalism
            || item.is_illegal()
            || is_paid_ad
            || (case_restricts && item.media.declared == Answer::Yes)
    })
}
