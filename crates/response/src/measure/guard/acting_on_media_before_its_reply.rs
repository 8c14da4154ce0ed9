//! A declared media provider is sent the reasons and has 24 hours to reply before a measure under terms takes effect:
//! by its ground, or by what its instrument asks for.

use crate::measure::{Declaration, Measure};
use crate::{Aggregate, Refusal, Scene, Words};

pub(in crate::measure) fn acting_on_media_before_its_reply(
    state: &Measure,
    since: i64,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let over =
        || state.deadlines().iter().any(|one| one.name == "reply" && one.due.is_some_and(|due| since > due));
    let replied = state.reply.as_ref().is_some_and(|(at, _)| since >= *at);
    let declared = state.draft.provider.as_ref().is_some_and(|one| one.declared == Declaration::Yes);
    if !declared || !super::hears_media(&state.draft, scene) || replied || over() {
        return Ok(());
    }
    Err(Refusal::new(
        "acting-on-media-before-its-reply",
        Measure::hearing(),
        Words::new(
            "this is a declared media service provider: send it the reasons, and wait for its reply or 24 hours, before the measure takes effect",
            "il s’agit d’un fournisseur de services de médias déclaré : envoyez-lui les motifs et attendez sa réponse, ou 24 heures, avant que la mesure ne prenne effet",
            "dies ist ein erklärter Mediendiensteanbieter: senden Sie ihm die Gründe und warten Sie seine Antwort oder 24 Stunden ab, bevor die Maßnahme wirksam wird",
        ),
    ))
}
