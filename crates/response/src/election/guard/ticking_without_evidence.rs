//! An item is done when something shows it.

use crate::election::Item;
use crate::{Refusal, Words};

pub(in crate::election) fn ticking_without_evidence(item: &Item) -> Result<(), Refusal> {
    if !item.done || !item.evidence.trim().is_empty() {
        return Ok(());
    }
    Err(Refusal::field(
        "/item/evidence",
        Words::new(
            "say what shows that it is done",
            "dites ce qui montre que c’est fait",
            "sagen Sie, was zeigt, dass es getan ist",
        ),
    ))
}
