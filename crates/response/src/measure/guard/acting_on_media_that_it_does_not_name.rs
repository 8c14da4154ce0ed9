//! Whom a terms-based measure touches is known before it is decided: a declared media provider is named, and then heard.
//!
//! Terms-based is what its ground or its instrument makes so: a report under terms stays one under whatever ground is written.
//! What the registry lists as declared cannot be left out; where neither the registry nor the incident says anything, whoever
//! decides says it.

use crate::measure::{Declaration, Draft, Measure};
use crate::router::Answer;
use crate::{Refusal, Scene, Words};

pub(in crate::measure) fn acting_on_media_that_it_does_not_name(
    draft: &Draft,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    if !super::hears_media(draft, scene) {
        return Ok(());
    }
    let media = &scene.facts.media;
    let listed = media.values().find(|one| one.declared == Answer::Yes);
    let named = draft.provider.as_ref();
    let words = match (listed, named) {
        (Some(_), Some(provider)) if provider.declared == Declaration::Yes => return Ok(()),
        (Some(listed), _) => {
            let name = &listed.name;
            Words::new(
                format!(
                    "{name} is a declared media service provider: name it as the provider, as declared, so that it is heard"
                ),
                format!(
                    "{name} est un fournisseur de services de médias déclaré : indiquez-le comme fournisseur déclaré, afin qu’il soit entendu"
                ),
                format!(
                    "{name} ist ein erklärter Mediendiensteanbieter: geben Sie ihn als erklärten Anbieter an, damit er gehört wird"
                ),
            )
        }
        (None, Some(_)) => return Ok(()),
        (None, None) => {
            let is_known = !media.is_empty() && media.values().all(|one| one.declared == Answer::No);
            if is_known || draft.incidents.is_empty() {
                return Ok(());
            }
            Words::new(
                "nobody has said whether this touches a media service provider that is declared: say so on the items of the incident, or name here whom it touches and where you looked that up",
                "personne n’a dit si cela touche un fournisseur de services de médias déclaré : indiquez-le sur les éléments de l’incident, ou indiquez ici qui est touché et où vous l’avez vérifié",
                "niemand hat gesagt, ob dies einen erklärten Mediendiensteanbieter betrifft: geben Sie es bei den Gegenständen des Vorfalls an, oder nennen Sie hier, wen es betrifft und wo Sie nachgesehen haben",
            )
        }
    };
    let mut refusal = Refusal::new("acting-on-media-that-it-does-not-name", Measure::hearing(), words);
    refusal.pointer = "/draft/provider".into();
    Err(refusal)
}
