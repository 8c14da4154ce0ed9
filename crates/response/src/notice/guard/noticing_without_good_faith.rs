//! A notifier states that it believes, in good faith, what it says to be accurate and complete.

use crate::notice::{Draft, Notice};
use crate::{Refusal, Words};

pub(in crate::notice) fn noticing_without_good_faith(draft: &Draft) -> Result<(), Refusal> {
    if draft.good_faith {
        return Ok(());
    }
    let mut refusal = Refusal::new(
        "noticing-without-good-faith",
        Notice::article(16, "(2)(d)"),
        Words::new(
            "confirm the good faith that what it says is accurate and complete",
            "confirmez de bonne foi que les informations sont exactes et complètes",
            "bestätigen Sie in gutem Glauben, dass die Angaben richtig und vollständig sind",
        ),
    );
    refusal.pointer = "/draft/good_faith".into();
    Err(refusal)
}
