//! A review that was asked for is waited for.

use crate::case::{Case, Review};
use crate::{Refusal, Source, Words};

pub(in crate::case) fn closing_before_the_review(case: &Case) -> Result<(), Refusal> {
    if !matches!(case.review, Review::Pending { .. }) {
        return Ok(());
    }
    Err(Refusal::new(
        "closing-before-the-review",
        Source::house("a review that was asked for is waited for"),
        Words::new(
            "a review was asked for and is not done; wait for it, or ask somebody else",
            "une révision a été demandée et n’est pas faite ; attendez-la, ou demandez à quelqu’un d’autre",
            "eine Prüfung ist erbeten und nicht erfolgt; warten Sie darauf oder bitten Sie jemand anderen",
        ),
    ))
}
