//! A step that a law or a network gives to a role is taken by nobody else.

use crate::{Refusal, Scene, Source, Words};
use ostrakon_model::Role;

/// Refuses an actor that has none of the roles.
///
/// # Errors
/// The refusal, with the source that gives the step to the role.
pub fn acting_without_a_role(scene: &Scene<'_>, roles: &[Role], source: &Source) -> Result<(), Refusal> {
    if roles.iter().any(|role| scene.actor.is(*role)) {
        return Ok(());
    }
    let names = roles.iter().map(|role| role.name()).collect::<Vec<_>>().join(", ");
    Err(Refusal::new(
        "acting-without-a-role",
        source.clone(),
        Words::new(
            format!("this step is taken by: {names}; ask somebody who has that role"),
            format!("cette étape revient à : {names} ; adressez-vous à une personne qui a ce rôle"),
            format!("diesen Schritt tut: {names}; bitten Sie jemanden mit dieser Rolle"),
        ),
    ))
}
