//! A host must be able to find what is meant.

use crate::notice::{Draft, Notice};
use crate::{Refusal, Words};

pub(in crate::notice) fn noticing_without_a_location(draft: &Draft) -> Result<(), Refusal> {
    if !draft.urls.is_empty() {
        return Ok(());
    }
    let mut refusal = Refusal::new(
        "noticing-without-a-location",
        Notice::article(16, "(2)(b)"),
        Words::new(
            "give the exact electronic location: at least one address",
            "indiquez l’emplacement électronique exact : au moins une adresse",
            "geben Sie den genauen elektronischen Speicherort an: mindestens eine Adresse",
        ),
    );
    refusal.pointer = "/draft/urls".into();
    Err(refusal)
}
