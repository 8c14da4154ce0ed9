//! A platform's part is addressed to a platform.

use crate::{Refusal, Scene, Words};
use ostrakon_model::OrganisationKind;

/// Refuses an organisation that is unknown or no provider of a platform.
///
/// # Errors
/// A [`Refusal::field`].
pub fn naming_no_platform(scene: &Scene<'_>, pointer: &str, organisation: &String) -> Result<(), Refusal> {
    super::naming_an_unknown_organisation(scene, pointer, [organisation])?;
    if scene.facts.organisations.get(organisation).is_some_and(|one| one.kind == OrganisationKind::Platform) {
        return Ok(());
    }
    Err(Refusal::field(
        pointer,
        Words::new(
            format!(
                "{pointer}: {organisation} is no provider of a platform; name the one whose service it is on"
            ),
            format!(
                "{pointer} : {organisation} n’est pas un fournisseur de plateforme ; indiquez celui du service concerné"
            ),
            format!(
                "{pointer}: {organisation} ist kein Anbieter einer Plattform; nennen Sie den des betroffenen Dienstes"
            ),
        ),
    ))
}
