//! A case splits off what it shows.

use crate::case::{Case, Item};
use crate::{Refusal, Source, Words};
use std::collections::BTreeSet;

pub(in crate::case) fn splitting_what_it_does_not_show(
    case: &Case,
    items: &BTreeSet<Item>,
) -> Result<(), Refusal> {
    if items.is_subset(&case.members.shown()) {
        return Ok(());
    }
    Err(Refusal::new(
        "splitting-what-it-does-not-show",
        Source::house("a case splits off what it shows"),
        Words::new(
            "an item of these is not in the case, or was split off before",
            "un de ces éléments n’est pas dans le dossier, ou en a déjà été séparé",
            "eines dieser Stücke ist nicht in dem Fall oder wurde schon abgespalten",
        ),
    ))
}
