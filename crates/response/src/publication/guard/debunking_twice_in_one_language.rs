//! A claim that was checked is pointed to, not checked again; in a language in which nobody can read the check, it is wanted.

use crate::publication::{Draft, Publication};
use crate::{Refusal, Scene, Source, Words};

pub(in crate::publication) fn debunking_twice_in_one_language(
    it: &Publication,
    draft: &Draft,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let keys = it.claims(draft);
    let there =
        keys.iter().find_map(|key| scene.facts.open.get_key_value(key).filter(|(_, id)| *id != scene.id));
    let Some((key, id)) = there else { return Ok(()) };
    let language = key.split('/').nth(1).unwrap_or_default();
    let mut refusal = Refusal::new(
        "debunking-twice-in-one-language",
        Source::read("ClaimReview: one review, many appearances", "https://schema.org/ClaimReview"),
        Words::new(
            format!(
                "publication/{id} checks this claim in this language ({language}): link to it, correct it, or write in a language in which there is none yet"
            ),
            format!(
                "publication/{id} vérifie cette affirmation dans cette langue ({language}) : renvoyez-y, corrigez-la, ou écrivez dans une langue où il n’y en a pas encore"
            ),
            format!(
                "publication/{id} prüft diese Behauptung in dieser Sprache ({language}): verweisen Sie darauf, berichtigen Sie sie, oder schreiben Sie in einer Sprache, in der es noch keine gibt"
            ),
        ),
    );
    refusal.pointer = "/draft/language".into();
    Err(refusal)
}
