//! What was split off belongs to the other case until it is taken back.

use crate::case::{Case, Item};
use crate::{Refusal, Source, Words};
use std::collections::BTreeSet;

pub(in crate::case) fn adding_what_was_split_off(case: &Case, items: &BTreeSet<Item>) -> Result<(), Refusal> {
    if items.iter().all(|one| case.members.hidden_in(one).is_none()) {
        return Ok(());
    }
    Err(Refusal::new(
        "adding-what-was-split-off",
        Source::house("an item that was split off is in the other case"),
        Words::new(
            "an item of these was split off into a case of its own; rejoin that case first",
            "un de ces éléments a été séparé dans un autre dossier ; réintégrez d’abord ce dossier",
            "eines dieser Stücke wurde in einen eigenen Fall abgespalten; nehmen Sie zuerst diesen zurück",
        ),
    ))
}
