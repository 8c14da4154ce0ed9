//! Who is heard is a media provider that the measure touches.

use crate::measure::{Draft, Measure};
use crate::{Refusal, Words};

pub(in crate::measure) fn hearing_nobody(draft: &Draft) -> Result<(), Refusal> {
    if draft.provider.is_some() {
        return Ok(());
    }
    let mut refusal = Refusal::new(
        "hearing-nobody",
        Measure::hearing(),
        Words::new(
            "the proposal names no media service provider; name it first",
            "la proposition ne désigne aucun fournisseur de services de médias ; indiquez-le d’abord",
            "der Vorschlag nennt keinen Mediendiensteanbieter; nennen Sie ihn zuerst",
        ),
    );
    refusal.pointer = "/draft/provider".into();
    Err(refusal)
}
