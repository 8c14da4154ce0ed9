//! A case takes out what is its own and shown: what came with another case goes with it.

use crate::case::{Case, Item};
use crate::{Refusal, Source, Words};
use std::collections::BTreeSet;

pub(in crate::case) fn removing_what_is_not_its_own(
    case: &Case,
    items: &BTreeSet<Item>,
) -> Result<(), Refusal> {
    let own = |one: &Item| case.members.own.contains(one) && case.members.hidden_in(one).is_none();
    if !items.is_empty() && items.iter().all(own) {
        return Ok(());
    }
    Err(Refusal::new(
        "removing-what-is-not-its-own",
        Source::house("a case takes out what is its own"),
        Words::new(
            "name items of the case’s own; what came with another case goes when that case is released",
            "nommez des éléments propres au dossier ; ce qui vient d’un autre dossier part avec lui",
            "nennen Sie eigene Stücke des Falls; was mit einem anderen Fall kam, geht mit ihm",
        ),
    ))
}
