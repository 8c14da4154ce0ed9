//! What somebody says for themselves, or a medium under its own responsibility, is no political advertising unless paid for.

use crate::ad_check::{Ad, breach};
use crate::{Refusal, Source, Words};

pub(in crate::ad_check) fn treating_an_unpaid_view_as_an_advertisement(ad: &Ad) -> Result<(), Refusal> {
    if !breach::is_no_advertisement(ad) {
        return Ok(());
    }
    Err(Refusal::new(
        "treating-an-unpaid-view-as-an-advertisement",
        Source::read(
            "Regulation (EU) 2024/900 Art 1(2) and (3)",
            "https://www.eumonitor.eu/9353000/1/j4nvhdfcs8bljza_j9vvik7m1c3gyxp/vlo7ggbvbtyz",
        ),
        Words::new(
            "editorial content and personal views that nobody paid for are no political advertising, and are not checked; if somebody was paid, say so and by what that is shown",
            "les contenus éditoriaux et les opinions personnelles non rémunérés ne sont pas de la publicité politique et ne sont pas contrôlés ; si quelqu’un a été rémunéré, dites-le et indiquez ce qui le montre",
            "redaktionelle Inhalte und persönliche Ansichten, für die niemand bezahlt wurde, sind keine politische Werbung und werden nicht geprüft; wurde bezahlt, so geben Sie es an und wodurch es belegt ist",
        ),
    ))
}
