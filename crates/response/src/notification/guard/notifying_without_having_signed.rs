//! Only signatories of the Code that are no platform notify.

use crate::notification::{Draft, Notification};
use crate::{Refusal, Scene, Words};
use ostrakon_model::OrganisationKind;

pub(in crate::notification) fn notifying_without_having_signed(
    draft: &Draft,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let election = scene.facts.elections.get(&draft.election);
    let signed = election.is_some_and(|one| one.signatories.contains(&scene.actor.organisation));
    if signed && scene.actor.kind != OrganisationKind::Platform {
        return Ok(());
    }
    Err(Refusal::new(
        "notifying-without-having-signed",
        Notification::basis(),
        Words::new(
            "only a signatory of the Code that is no platform notifies; pass it to one, or report under the platform’s terms",
            "seul un signataire du code qui n’est pas une plateforme notifie ; transmettez-le à l’un d’eux, ou signalez selon les conditions de la plateforme",
            "nur ein Unterzeichner des Kodex, der keine Plattform ist, meldet; geben Sie es an einen weiter, oder melden Sie nach den Bedingungen der Plattform",
        ),
    ))
}
