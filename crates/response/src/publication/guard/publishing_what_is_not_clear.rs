//! Only what its originator freed for everybody is published.

use crate::publication::Draft;
use crate::{Refusal, Source, Words};
use ostrakon_model::Tlp;

pub(in crate::publication) fn publishing_what_is_not_clear(draft: &Draft) -> Result<(), Refusal> {
    if draft.marking == Tlp::Clear {
        return Ok(());
    }
    Err(Refusal::new(
        "publishing-what-is-not-clear",
        Source::read("FIRST Traffic Light Protocol 2.0, TLP:CLEAR", "https://www.first.org/tlp/"),
        Words::new(
            "only TLP:CLEAR is published; mark it so, if all its sources agree",
            "seul ce qui est TLP:CLEAR est publié ; marquez-le ainsi, si toutes ses sources y consentent",
            "nur TLP:CLEAR wird veröffentlicht; kennzeichnen Sie es so, wenn alle Quellen zustimmen",
        ),
    ))
}
