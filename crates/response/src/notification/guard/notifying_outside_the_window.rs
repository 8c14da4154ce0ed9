//! The system works around a certain election, for a declared time; outside of it other ways are open.

use crate::notification::{Draft, Notification};
use crate::{Refusal, Scene, Words};

pub(in crate::notification) fn notifying_outside_the_window(
    draft: &Draft,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let at = draft.sent_at.unwrap_or(scene.now);
    let window = scene.facts.elections.get(&draft.election).and_then(|election| election.rapid_response);
    if window.is_some_and(|(from, until)| (from..=until).contains(&at)) {
        return Ok(());
    }
    Err(Refusal::new(
        "notifying-outside-the-window",
        Notification::basis(),
        Words::new(
            "no window of the Rapid Response System is declared for this election at this moment; report under the platform’s terms, or enter the window with its source at the election",
            "aucune fenêtre du système de réponse rapide n’est déclarée pour cette élection à ce moment ; signalez selon les conditions de la plateforme, ou saisissez la fenêtre et sa source dans l’élection",
            "für diese Wahl ist zu diesem Zeitpunkt kein Fenster des Schnellreaktionssystems erklärt; melden Sie nach den Bedingungen der Plattform, oder tragen Sie das Fenster mit Quelle bei der Wahl ein",
        ),
    ))
}
