//! In the Rapid Response System the signatories that are no platform notify.

use crate::election::Window;
use crate::{Refusal, Scene, Source, Words};
use ostrakon_model::OrganisationKind;

pub(in crate::election) fn counting_a_platform_among_the_notifiers(
    window: &Window,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let platform = |id: &String| {
        scene.facts.organisations.get(id).is_some_and(|one| one.kind == OrganisationKind::Platform)
    };
    if !window.signatories.iter().any(platform) {
        return Ok(());
    }
    Err(Refusal::new(
        "counting-a-platform-among-the-notifiers",
        Source::read(
            "Code of Conduct on Disinformation, Rapid Response System",
            "https://disinfocode.eu/eu-elections-2024",
        ),
        Words::new(
            "a platform answers notifications and makes none: take it off the list",
            "une plateforme répond aux notifications et n’en fait pas : retirez-la de la liste",
            "eine Plattform beantwortet Hinweise und gibt keine: nehmen Sie sie von der Liste",
        ),
    ))
}
