//! Round tables belong to full activation.

use crate::crisis::{Crisis, Mode};
use crate::{Refusal, Words};

pub(in crate::crisis) fn a_round_table_outside_full_activation(mode: Mode) -> Result<(), Refusal> {
    if mode == Mode::Full {
        return Ok(());
    }
    Err(Refusal::new(
        "a-round-table-outside-full-activation",
        Crisis::basis(),
        Words::new(
            "round tables are held in full activation; change the mode first",
            "les tables rondes se tiennent en activation totale ; changez d’abord de mode",
            "Runde Tische gehören zur vollen Aktivierung; ändern Sie zuerst den Modus",
        ),
    ))
}
