//! A correction stays with what it corrects: it names every incident that the public version names.

use crate::publication::Draft;
use crate::{Refusal, Source, Words};

pub(in crate::publication) fn correcting_away_its_incidents(
    public: &Draft,
    draft: &Draft,
) -> Result<(), Refusal> {
    let Some(left_out) = public.incidents.difference(&draft.incidents).next() else { return Ok(()) };
    let mut refusal = Refusal::new(
        "correcting-away-its-incidents",
        Source::house("a correction is about what it corrects"),
        Words::new(
            format!(
                "the public version is about {left_out}: name it here too; if nothing of it holds, retract the publication"
            ),
            format!(
                "la version publique porte sur {left_out} : indiquez-le ici aussi ; si rien n’en subsiste, retirez la publication"
            ),
            format!(
                "die öffentliche Fassung handelt von {left_out}: nennen Sie es auch hier; hat nichts davon Bestand, ziehen Sie die Veröffentlichung zurück"
            ),
        ),
    );
    refusal.pointer = "/draft/incidents".into();
    Err(refusal)
}
