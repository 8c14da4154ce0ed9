//! A counter of DISARM has an id that DISARM knows.

use crate::plan::{Counter, counters};
use crate::{Refusal, Words};

pub(in crate::plan) fn choosing_what_does_not_exist(counter: &Counter) -> Result<(), Refusal> {
    match counter {
        Counter::Disarm { id } if !counters::exists(id) => {
            let id: String = id.chars().take(60).collect();
            Err(Refusal::field(
                "/entry/counter/id",
                Words::new(
                    format!("DISARM has no counter `{id}`; one looks like C00008"),
                    format!("DISARM n’a pas de contre-mesure « {id} » ; exemple : C00008"),
                    format!("DISARM kennt keine Gegenmaßnahme „{id}“; ein Beispiel ist C00008"),
                ),
            ))
        }
        _ => Ok(()),
    }
}
