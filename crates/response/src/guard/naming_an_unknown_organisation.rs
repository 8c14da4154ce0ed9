//! What is sent has an addressee that exists.

use crate::{Refusal, Scene, Words};

/// Refuses an organisation that the installation does not know.
///
/// # Errors
/// A [`Refusal::field`].
pub fn naming_an_unknown_organisation<'a>(
    scene: &Scene<'_>,
    pointer: &str,
    organisations: impl IntoIterator<Item = &'a String>,
) -> Result<(), Refusal> {
    match organisations.into_iter().find(|id| !scene.facts.organisations.contains_key(*id)) {
        None => Ok(()),
        Some(id) => Err(Refusal::field(
            pointer,
            Words::new(
                format!("{pointer}: there is no organisation {id}; enter it first"),
                format!("{pointer} : l’organisation {id} n’existe pas ; créez-la d’abord"),
                format!("{pointer}: es gibt keine Organisation {id}; legen Sie sie zuerst an"),
            ),
        )),
    }
}
