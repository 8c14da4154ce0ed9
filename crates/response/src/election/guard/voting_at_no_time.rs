//! A vote lies in a time that people plan for, and lasts days or weeks: a typing error in a year moves every deadline.

use crate::check;
use crate::election::Details;
use crate::{Refusal, Words};

/// Days of voting, at most: with votes by post and abroad, weeks.
const LONGEST: i32 = 92;

pub(in crate::election) fn voting_at_no_time(details: &Details) -> Result<(), Refusal> {
    check::day("/details/first_day", details.first_day)?;
    check::day("/details/last_day", details.last_day)?;
    let days = details.last_day.since(details.first_day).map_or(i32::MAX, |span| span.get_days());
    if days < LONGEST {
        return Ok(());
    }
    Err(Refusal::field(
        "/details/last_day",
        Words::new(
            format!(
                "a vote of more than {LONGEST} days is two votes, or an error in a date: enter each round by itself"
            ),
            format!(
                "un scrutin de plus de {LONGEST} jours en est deux, ou une erreur de date : saisissez chaque tour séparément"
            ),
            format!(
                "eine Wahl von mehr als {LONGEST} Tagen sind zwei, oder ein Fehler im Datum: tragen Sie jeden Wahlgang einzeln ein"
            ),
        ),
    ))
}
