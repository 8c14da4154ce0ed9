//! A period is counted where days begin when they begin there.

use crate::election::Details;
use crate::{Refusal, Words};

pub(in crate::election) fn counting_by_an_unknown_calendar(details: &Details) -> Result<(), Refusal> {
    if details.calendar.check() {
        return Ok(());
    }
    Err(Refusal::field(
        "/details/calendar/time_zone",
        Words::new(
            "name a time zone of the IANA database, such as Europe/Vienna",
            "indiquez un fuseau horaire de la base IANA, par exemple Europe/Paris",
            "nennen Sie eine Zeitzone der IANA-Datenbank, etwa Europe/Berlin",
        ),
    ))
}
