//! A notifier says who it is, but where children must be protected.

use crate::notice::{Draft, Notice};
use crate::{Refusal, Words};

pub(in crate::notice) fn noticing_without_a_name(draft: &Draft) -> Result<(), Refusal> {
    let (user, domain) = draft.notifier_email.split_once('@').unwrap_or_default();
    let address = !user.trim().is_empty() && !domain.trim().is_empty();
    if draft.child_protection || (address && !draft.notifier_name.trim().is_empty()) {
        return Ok(());
    }
    let mut refusal = Refusal::new(
        "noticing-without-a-name",
        Notice::article(16, "(2)(c)"),
        Words::new(
            "give the name and the e-mail address of the notifier",
            "indiquez le nom et l’adresse électronique du notifiant",
            "geben Sie Name und E-Mail-Adresse der meldenden Stelle an",
        ),
    );
    refusal.pointer = "/draft/notifier_email".into();
    Err(refusal)
}
