//! What is lawful is no object of a notice, however harmful: most manipulation is lawful.

use crate::notice::{Legality, Notice};
use crate::{Refusal, Words};

pub(in crate::notice) fn noticing_lawful_content(legality: &Legality) -> Result<(), Refusal> {
    if *legality != Legality::Lawful {
        return Ok(());
    }
    let mut refusal = Refusal::new(
        "noticing-lawful-content",
        Notice::article(16, "(2)(a)"),
        Words::new(
            "this content is lawful: no notice of illegal content; if it breaks the platform’s own rules, report it under its terms or, inside of a window, by the Rapid Response System",
            "ce contenu est licite : pas de notification de contenu illicite ; s’il enfreint les règles de la plateforme, signalez-le selon ses conditions ou, dans une fenêtre, par le système de réponse rapide",
            "dieser Inhalt ist rechtmäßig: keine Meldung als rechtswidrig; verstößt er gegen Regeln der Plattform, melden Sie ihn nach ihren Bedingungen oder, in einem Fenster, über das Schnellreaktionssystem",
        ),
    );
    refusal.pointer = "/draft/legality".into();
    Err(refusal)
}
