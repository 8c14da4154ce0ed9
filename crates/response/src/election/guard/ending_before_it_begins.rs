//! Voting ends on its first day or later.

use crate::election::Details;
use crate::{Refusal, Words};

pub(in crate::election) fn ending_before_it_begins(details: &Details) -> Result<(), Refusal> {
    if details.first_day <= details.last_day && (1..=3_650).contains(&details.retention_days) {
        return Ok(());
    }
    Err(Refusal::field(
        "/details/last_day",
        Words::new(
            "the last day is the first or a later one, and retention is 1 to 3,650 days",
            "le dernier jour est le premier ou un jour suivant, et la conservation dure de 1 à 3 650 jours",
            "der letzte Tag ist der erste oder ein späterer, und aufbewahrt wird 1 bis 3.650 Tage",
        ),
    ))
}
