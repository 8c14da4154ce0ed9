//! No silent expiry: an alert ends when as many have acknowledged as were required, or it is withdrawn.

use crate::alert::{Alert, Class};
use crate::{Refusal, Source, Words};

pub(in crate::alert) fn closing_before_enough_have_acknowledged(alert: &Alert) -> Result<(), Refusal> {
    // An alert that was issued when none had to be required is not closed unheard either.
    let least = usize::from(alert.draft.class == Class::Alert);
    let (have, need) = (alert.acknowledged(), least.max(alert.draft.required as usize));
    if have >= need {
        return Ok(());
    }
    Err(Refusal::new(
        "closing-before-enough-have-acknowledged",
        Source::house("no alert expires in silence"),
        Words::new(
            format!(
                "{have} of {need} required acknowledgements are there; escalate to those who are silent, or withdraw it"
            ),
            format!(
                "{have} accusés de réception sur {need} requis ; relancez ceux qui se taisent, ou retirez l’alerte"
            ),
            format!(
                "{have} von {need} geforderten Quittungen liegen vor; erinnern Sie die Schweigenden oder ziehen Sie ihn zurück"
            ),
        ),
    ))
}
