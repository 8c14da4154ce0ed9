//! An alert asks for at least one acknowledgement: one that nobody has to answer ends in silence.

use crate::alert::{Class, Draft};
use crate::{Refusal, Source, Words};

pub(in crate::alert) fn alerting_without_asking_to_be_heard(draft: &Draft) -> Result<(), Refusal> {
    let possible = 1..=draft.recipients.len();
    if draft.class == Class::Share || possible.contains(&(draft.required as usize)) {
        return Ok(());
    }
    let most = draft.recipients.len();
    let mut refusal = Refusal::new(
        "alerting-without-asking-to-be-heard",
        Source::house("no alert expires in silence"),
        Words::new(
            format!("say how many of the addressees must acknowledge before it may be closed: 1 to {most}"),
            format!(
                "indiquez combien de destinataires doivent accuser réception avant la clôture : de 1 à {most}"
            ),
            format!(
                "sagen Sie, wie viele Empfänger quittieren müssen, bevor er geschlossen werden darf: 1 bis {most}"
            ),
        ),
    );
    refusal.pointer = "/draft/required".into();
    Err(refusal)
}
