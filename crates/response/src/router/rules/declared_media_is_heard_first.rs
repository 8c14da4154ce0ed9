//! Before a declared media service provider is restricted under a platform's terms it gets the reasons and 24
//! hours to reply; here a second person signs too. What is illegal takes another way and does not wait (Art
//! 18(4)).
//!
//! Whether a provider is declared has to be known: `unknown` is a question, not a no.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::mechanism::{Addressee, Ask};
use crate::router::case::{Case, Lack, Verdict};
use crate::router::{Answer, Item};
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    id: "declared-media-is-heard-first",
    text: Phrase {
        en: "A declared media provider gets the reasons and 24 hours to reply before any terms-based step, and two people sign.",
        fr: "Un fournisseur de médias déclaré reçoit les motifs et dispose de 24 heures pour répondre avant toute mesure fondée sur les conditions d'utilisation, et deux personnes signent.",
        de: "Ein erklärter Mediendiensteanbieter erhält die Gründe und 24 Stunden zur Antwort, bevor etwas aufgrund der Nutzungsbedingungen geschieht, und zwei Personen zeichnen.",
    },
    instead: Phrase {
        en: "Open the check of EMFA Art 18.",
        fr: "Ouvrez la vérification de l'art. 18 de l'EMFA.",
        de: "Beginnen Sie die Prüfung nach EMFA Art. 18.",
    },
    source: StaticSource {
        text: "EMFA (Regulation (EU) 2024/1083) Art 18(1) and (4)",
        address: "https://streamlex.eu/articles/emfa-en-art-18",
        verified: false,
    },
    nature: Some(|mechanism| {
        mechanism.asks_for == Ask::Restrict && mechanism.addressee != Addressee::MediaBoard
    }),
    takes_months: false,
    takes_kinds: false,
    check,
};

const DAY: i64 = 86_400_000;
const LOOK: Phrase = Phrase {
    en: "Find out whether the provider declared itself as a media service (the platform shows it).",
    fr: "Vérifiez si le fournisseur s'est déclaré comme service de médias (la plateforme l'indique).",
    de: "Klären Sie, ob sich der Anbieter als Mediendienst erklärt hat (die Plattform zeigt es).",
};
const SEND: Phrase = Phrase {
    en: "Send the provider the statement of reasons.",
    fr: "Envoyez l'exposé des motifs au fournisseur.",
    de: "Senden Sie dem Anbieter die Begründung.",
};
const WAIT: Phrase = Phrase {
    en: "Wait for its reply, or for 24 hours to pass.",
    fr: "Attendez sa réponse, ou l'expiration des 24 heures.",
    de: "Warten Sie die Antwort oder 24 Stunden ab.",
};
const SIGN: Phrase = Phrase {
    en: "Let a second person sign.",
    fr: "Faites signer une deuxième personne.",
    de: "Lassen Sie eine zweite Person zeichnen.",
};

/// What still has to happen before something may be done about an item.
fn lacking(item: &Item, now: i64) -> Vec<Lack> {
    let media = &item.media;
    // What is yet to come has not been, and a reply comes after the reasons that it replies to.
    let sent = media.statement_sent_at.filter(|at| *at <= now);
    let replied = sent.is_some_and(|sent| media.replied_at.is_some_and(|at| (sent..=now).contains(&at)));
    let has_waited = sent.is_some_and(|at| at.saturating_add(DAY) <= now);
    let lacks = match media.declared {
        Answer::Yes => vec![
            (sent.is_none(), "media.statement_sent_at", SEND),
            (!replied && !has_waited, "media.replied_at", WAIT),
            (!media.second_signature, "media.second_signature", SIGN),
        ],
        Answer::Unknown => vec![(item.may_be_media(), "media.declared", LOOK)],
        Answer::No => Vec::new(),
    };
    lacks
        .into_iter()
        .filter(|(is_lacking, ..)| *is_lacking)
        .map(|(_, field, what_to_do)| Lack { field, what_to_do })
        .collect()
}

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    // A mechanism that only ever touches illegal content is outside Art 18(4).
    if case.names("only-illegal-content-may-be-noticed") {
        return Verdict::Pass;
    }
    let now = case.now;
    // The others need not wait for the one.
    if case.items.iter().any(|item| lacking(item, now).is_empty()) {
        return case.keep_items(rule, |item| lacking(item, now).is_empty());
    }
    let mut named = BTreeSet::new();
    let lacks: Vec<Lack> = case
        .items
        .iter()
        .flat_map(|item| lacking(item, now))
        .filter(|lack| named.insert(lack.field))
        .collect();
    if lacks.is_empty() { Verdict::Pass } else { Verdict::Lack(lacks) }
}
