//! A piece is changed where it stands, into one of its own kind.

use crate::report::{Piece, Report};
use crate::{Refusal, Words};
use std::mem::discriminant;

pub(in crate::report) fn rewriting_what_is_not_there(
    report: &Report,
    number: u32,
    by: Option<&Piece>,
) -> Result<(), Refusal> {
    let there = report.pieces.get(&number);
    if there.is_some_and(|one| by.is_none_or(|new| discriminant(new) == discriminant(&one.piece))) {
        return Ok(());
    }
    Err(Refusal::field(
        "/number",
        Words::new(
            format!(
                "there is no piece {number} of that kind; read the report again for the numbers of its pieces"
            ),
            format!(
                "il n’y a pas de passage {number} de ce type ; relisez le rapport pour en connaître les numéros"
            ),
            format!(
                "ein Stück {number} dieser Art gibt es nicht; lesen Sie den Bericht erneut, um die Nummern zu sehen"
            ),
        ),
    ))
}
