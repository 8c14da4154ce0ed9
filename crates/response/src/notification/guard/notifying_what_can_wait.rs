//! The system is for what is time-sensitive; what can wait goes the ordinary way.

use crate::notification::{Draft, Notification};
use crate::{Refusal, Words};

pub(in crate::notification) fn notifying_what_can_wait(draft: &Draft) -> Result<(), Refusal> {
    if !draft.time_sensitive.trim().is_empty() {
        return Ok(());
    }
    let mut refusal = Refusal::new(
        "notifying-what-can-wait",
        Notification::basis(),
        Words::new(
            "say why it cannot wait; what can wait is reported under the platform’s terms",
            "dites pourquoi cela ne peut attendre ; ce qui peut attendre se signale selon les conditions de la plateforme",
            "sagen Sie, warum es nicht warten kann; was warten kann, wird nach den Bedingungen der Plattform gemeldet",
        ),
    );
    refusal.pointer = "/draft/time_sensitive".into();
    Err(refusal)
}
