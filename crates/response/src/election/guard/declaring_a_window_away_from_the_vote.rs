//! A window of the Rapid Response System is bound to a particular election: it holds its days, and begins at most six months
//! before and ends at most three months after them.

use crate::election::{Details, Window};
use crate::{Refusal, Source, Words};

pub(in crate::election) fn declaring_a_window_away_from_the_vote(
    details: &Details,
    window: &Window,
) -> Result<(), Refusal> {
    let calendar = &details.calendar;
    let (opens, closes) = (calendar.first(details.first_day), calendar.last(details.last_day));
    let around = window.from <= opens && closes <= window.until;
    let near = window.from >= calendar.months_before(details.first_day, 6)
        && window.until <= calendar.after_months(closes, 3);
    if around && near {
        return Ok(());
    }
    Err(Refusal::new(
        "declaring-a-window-away-from-the-vote",
        Source::read(
            "Code of Conduct on Disinformation, Rapid Response System",
            "https://disinfocode.eu/eu-elections-2024",
        ),
        Words::new(
            "the window holds the days of the vote, begins at most six months before and ends at most three months after",
            "la fenêtre contient les jours du vote, commence au plus six mois avant et finit au plus trois mois après",
            "das Fenster umfasst die Wahltage, beginnt höchstens sechs Monate vorher und endet höchstens drei Monate danach",
        ),
    ))
}
