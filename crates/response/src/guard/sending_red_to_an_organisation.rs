//! TLP:RED is for named people in a room; no system carries it to another organisation.

use crate::{Refusal, Source, Words};
use ostrakon_model::Tlp;

/// Refuses to send what is marked RED.
///
/// # Errors
/// The refusal.
pub fn sending_red_to_an_organisation(marking: Tlp) -> Result<(), Refusal> {
    if marking < Tlp::Red {
        return Ok(());
    }
    Err(Refusal::new(
        "sending-red-to-an-organisation",
        Source::read("FIRST Traffic Light Protocol 2.0, TLP:RED", "https://www.first.org/tlp/"),
        Words::new(
            "TLP:RED stays with the people it was told to; give the record a wider marking, if its originator agrees, or tell it in person",
            "TLP:RED reste entre les personnes qui l’ont reçu ; élargissez le marquage avec l’accord de l’émetteur, ou transmettez-le de vive voix",
            "TLP:RED bleibt bei den Personen, denen es gesagt wurde; erweitern Sie die Kennzeichnung mit Zustimmung des Urhebers oder sagen Sie es persönlich",
        ),
    ))
}
