//! A review is done by who was asked for it.

use crate::case::{Case, Review};
use crate::{Refusal, Scene, Source, Words};

pub(in crate::case) fn reviewing_without_being_asked(case: &Case, scene: &Scene<'_>) -> Result<(), Refusal> {
    if matches!(&case.review, Review::Pending { reviewer } if *reviewer == scene.actor.person) {
        return Ok(());
    }
    Err(Refusal::new(
        "reviewing-without-being-asked",
        Source::house("a review is done by who was asked for it"),
        Words::new(
            "a review is done by the person who was asked for it; ask for one first",
            "la révision est faite par la personne à qui elle a été demandée ; demandez-la d’abord",
            "eine Prüfung macht die Person, die darum gebeten wurde; bitten Sie zuerst darum",
        ),
    ))
}
