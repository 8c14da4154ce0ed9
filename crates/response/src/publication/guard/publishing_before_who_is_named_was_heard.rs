//! Who is named is heard before: a channel or an organisation has replied, or had its time to.

use crate::publication::{Draft, Publication, SubjectKind};
use crate::{Refusal, Source, Words};

pub(in crate::publication) fn publishing_before_who_is_named_was_heard(
    it: &Publication,
    draft: &Draft,
    now: i64,
) -> Result<(), Refusal> {
    let heard =
        |name: &String| it.replies.get(name).is_some_and(|one| one.said.is_some() || one.until <= now);
    // A domain that only imitates another has nobody to be heard; who holds it stands as an organisation.
    let named = |kind| matches!(kind, SubjectKind::Channel | SubjectKind::Organisation);
    if draft.subjects.iter().filter(|one| named(one.kind)).all(|one| heard(&one.name)) {
        return Ok(());
    }
    Err(Refusal::new(
        "publishing-before-who-is-named-was-heard",
        Source::house("who is named is heard before"),
        Words::new(
            "offer every channel and organisation that is named to reply, and wait for the answer or for the time that you gave",
            "offrez un droit de réponse à chaque canal et organisation nommés, et attendez la réponse ou la fin du délai donné",
            "bieten Sie jedem genannten Kanal und jeder Organisation eine Stellungnahme an, und warten Sie auf die Antwort oder das Ende der Frist",
        ),
    ))
}
