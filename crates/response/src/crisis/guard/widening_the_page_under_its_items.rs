//! What was entered under a marking is not told to more people by changing the page.

use crate::crisis::{Crisis, Scope};
use crate::{Refusal, Words};

pub(in crate::crisis) fn widening_the_page_under_its_items(
    page: &Crisis,
    scope: &Scope,
) -> Result<(), Refusal> {
    if page.items.iter().all(|item| item.marking <= scope.marking) {
        return Ok(());
    }
    Err(Refusal::new(
        "widening-the-page-under-its-items",
        Crisis::basis(),
        Words::new(
            "items on the page are marked narrower than that; lower a marking with its originator first",
            "des éléments de la page portent un marquage plus strict ; faites d’abord abaisser ces marquages par leurs émetteurs",
            "Einträge der Seite sind enger gekennzeichnet; lassen Sie die Kennzeichnung zuerst von ihren Urhebern ändern",
        ),
    ))
}
