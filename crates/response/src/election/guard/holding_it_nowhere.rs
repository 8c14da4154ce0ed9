//! An election is held in a country, or in the Union.

use crate::country::is_country;
use crate::election::Details;
use crate::{Refusal, Words};

pub(in crate::election) fn holding_it_nowhere(details: &Details) -> Result<(), Refusal> {
    if is_country(&details.country) {
        return Ok(());
    }
    let given: String = details.country.chars().take(40).collect();
    Err(Refusal::field(
        "/details/country",
        Words::new(
            format!("`{given}` is no country: give the two capital letters of ISO 3166-1, such as RO, or EU"),
            format!(
                "« {given} » n’est pas un pays : indiquez les deux majuscules d’ISO 3166-1, par exemple RO, ou EU"
            ),
            format!(
                "„{given}“ ist kein Land: geben Sie die zwei Großbuchstaben nach ISO 3166-1 an, etwa RO, oder EU"
            ),
        ),
    ))
}
