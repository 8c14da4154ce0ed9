//! All participants read the page: what is marked narrower does not belong there.

use crate::crisis::Crisis;
use crate::{Refusal, Words};
use ostrakon_model::Tlp;

pub(in crate::crisis) fn entering_more_than_the_page_may_hold(
    page: &Crisis,
    marking: Tlp,
) -> Result<(), Refusal> {
    if marking <= page.scope.marking {
        return Ok(());
    }
    Err(Refusal::new(
        "entering-more-than-the-page-may-hold",
        Crisis::basis(),
        Words::new(
            "this item is marked narrower than the page, which all participants read; ask its originator for a version that may be shared",
            "cet élément porte un marquage plus strict que la page, que tous les participants lisent ; demandez à l’émetteur une version partageable",
            "dieser Eintrag ist enger gekennzeichnet als die Seite, die alle Teilnehmer lesen; bitten Sie den Urheber um eine teilbare Fassung",
        ),
    ))
}
