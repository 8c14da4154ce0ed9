//! Nobody is reported where no article is possibly breached.

use crate::ad_check::{AdCheck, article};
use crate::{Refusal, Words};

pub(in crate::ad_check) fn reporting_without_a_possible_breach(it: &AdCheck) -> Result<(), Refusal> {
    if !it.breaches().is_empty() {
        return Ok(());
    }
    Err(Refusal::new(
        "reporting-without-a-possible-breach",
        article("Art 15"),
        Words::new(
            "the facts show no possible breach of any article; complete them, or close the check",
            "les faits ne montrent aucune violation possible ; complétez-les, ou clôturez le contrôle",
            "die Tatsachen zeigen keinen möglichen Verstoß; ergänzen Sie sie oder schließen Sie die Prüfung",
        ),
    ))
}
