//! Situation reports are made in information sharing and full activation.

use crate::crisis::{Crisis, Mode};
use crate::{Refusal, Words};

pub(in crate::crisis) fn a_report_outside_activation(mode: Mode) -> Result<(), Refusal> {
    if mode >= Mode::InformationSharing {
        return Ok(());
    }
    Err(Refusal::new(
        "a-report-outside-activation",
        Crisis::basis(),
        Words::new(
            "situation reports belong to information sharing and full activation; change the mode first",
            "les rapports de situation relèvent du partage d’informations et de l’activation totale ; changez d’abord de mode",
            "Lageberichte gehören zum Informationsaustausch und zur vollen Aktivierung; ändern Sie zuerst den Modus",
        ),
    ))
}
