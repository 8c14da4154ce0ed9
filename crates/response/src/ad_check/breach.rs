//! The rules: which article an advertisement possibly breaches, and when.
//!
//! What is unknown breaches nothing. Each line says "possible breach of Art X, for authority Y": who judges it is the
//! authority.

use super::article;
use super::command::{Ad, Nature, Seat};
use crate::{Answer, ElectionFacts, Source, Words};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Online advertisements are delivered to the European repository within so long of their first publication.
const REPOSITORY: i64 = 72 * 3_600_000;

/// The periods before a vote, milliseconds of UTC; `None` where no election is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = AdCheckWindow)]
pub struct Window {
    /// Three months before it, from which sponsors from third countries are barred.
    pub three_months: Option<i64>,
    /// One month before it.
    pub one_month: Option<i64>,
    /// End of voting.
    pub closes: Option<i64>,
}

impl Window {
    /// The periods of an election.
    pub fn of(election: Option<&ElectionFacts>) -> Self {
        let Some(election) = election else { return Self::default() };
        Self {
            three_months: Some(election.months_before(3)),
            one_month: Some(election.months_before(1)),
            closes: Some(election.closes),
        }
    }

    fn between(from: Option<i64>, to: Option<i64>, at: i64) -> bool {
        matches!((from, to), (Some(from), Some(to)) if (from..=to).contains(&at))
    }

    /// Whether a moment lies in the last three months.
    pub fn is_in_three_months(&self, at: i64) -> bool {
        Self::between(self.three_months, self.closes, at)
    }

    /// Whether a moment lies in the last month.
    pub fn is_in_last_month(&self, at: i64) -> bool {
        Self::between(self.one_month, self.closes, at)
    }
}

/// What is computed from a check: it can be read before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AdCheckMeasured)]
pub struct Measured {
    /// Articles that are possibly breached, for the authority that is to judge it.
    pub breaches: Vec<Breach>,
    /// The periods of the election that count here.
    pub window: Window,
}

/// A possible breach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AdCheckBreach)]
pub struct Breach {
    /// The article.
    pub source: Source,
    /// What it says, in a sentence.
    pub text: Words,
}

/// Articles that an advertisement possibly breaches.
pub fn possible_breaches(ad: &Ad, authority: &str, window: &Window) -> Vec<Breach> {
    let mut found = Vec::new();
    if is_no_advertisement(ad) {
        return found;
    }
    let mut add = |which: &str, en: &str, fr: &str, de: &str| {
        found.push(Breach {
            source: article(&format!("Art {which}")),
            text: Words::new(
                format!("possible breach of Art {which}, for {authority}: {en}"),
                format!("violation possible de l’art. {which}, à apprécier par {authority} : {fr}"),
                format!("möglicher Verstoß gegen Art. {which}, zu beurteilen von {authority}: {de}"),
            ),
        });
    };
    let published = ad.published_at;
    let foreign = ad.seat == Seat::ThirdCountry || ad.controlled_from_outside == Answer::Yes;
    if foreign && published.is_some_and(|at| window.is_in_three_months(at)) {
        add(
            "5(2)",
            "a sponsor from outside the Union in the last three months before the vote",
            "un commanditaire extérieur à l’Union dans les trois mois précédant le scrutin",
            "ein Sponsor von außerhalb der Union in den letzten drei Monaten vor der Wahl",
        );
    }
    if ad.label == Answer::No {
        add(
            "11(1)",
            "the label is missing or incomplete",
            "l’étiquette manque ou est incomplète",
            "die Kennzeichnung fehlt oder ist unvollständig",
        );
    }
    if ad.notice == Answer::No {
        add(
            "12(1)",
            "the transparency notice is missing or incomplete",
            "l’avis de transparence manque ou est incomplet",
            "die Transparenzbekanntmachung fehlt oder ist unvollständig",
        );
    }
    let overdue = published.zip(ad.seen_at).is_some_and(|(from, at)| at.saturating_sub(from) > REPOSITORY);
    if ad.online && ad.in_repository == Answer::No && overdue {
        add(
            "13",
            "it is not in the European repository 72 hours after it was first published",
            "elle n’est pas dans le répertoire européen 72 heures après sa première publication",
            "sie ist 72 Stunden nach der ersten Veröffentlichung nicht im europäischen Archiv",
        );
    }
    if ad.targeted == Answer::Yes && (ad.consent == Answer::No || ad.special_categories == Answer::Yes) {
        add(
            "18",
            "targeting without explicit consent, or by special categories of data",
            "ciblage sans consentement explicite, ou par catégories particulières de données",
            "Targeting ohne ausdrückliche Einwilligung oder nach besonderen Kategorien von Daten",
        );
    }
    found
}

/// Art 1(2) and (3): editorial content and personal views that nobody paid for are no political advertising.
pub(super) fn is_no_advertisement(ad: &Ad) -> bool {
    ad.nature != Nature::Advertisement && ad.remunerated != Answer::Yes
}
