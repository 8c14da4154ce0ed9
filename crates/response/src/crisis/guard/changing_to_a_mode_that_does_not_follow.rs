//! Up goes one step at a time, down goes straight; only the solidarity clause jumps.

use crate::crisis::{Crisis, Mode};
use crate::{Refusal, Words};

pub(in crate::crisis) fn changing_to_a_mode_that_does_not_follow(
    from: Mode,
    to: Mode,
) -> Result<(), Refusal> {
    let follows = to < from
        || matches!(
            (from, to),
            (Mode::None, Mode::Monitoring)
                | (Mode::Monitoring, Mode::InformationSharing)
                | (Mode::InformationSharing, Mode::Full)
        );
    if follows {
        return Ok(());
    }
    Err(Refusal::new(
        "changing-to-a-mode-that-does-not-follow",
        Crisis::basis(),
        Words::new(
            "from here the mode goes one step up, or down to any; full activation at once is for the solidarity clause (Art 222 TFEU)",
            "d’ici, le mode monte d’un cran ou redescend à volonté ; l’activation totale immédiate est réservée à la clause de solidarité (art. 222 TFUE)",
            "von hier geht der Modus eine Stufe hinauf oder auf jede niedrigere hinab; sofort voll nur bei der Solidaritätsklausel (Art. 222 AEUV)",
        ),
    ))
}
