//! An item is in a file once.

use crate::evidence_file::{EvidenceFile, Item};
use crate::{Refusal, Source, Words};

pub(in crate::evidence_file) fn adding_what_is_in_it(it: &EvidenceFile, item: &Item) -> Result<(), Refusal> {
    if !it.items.contains_key(&item.sha256) {
        return Ok(());
    }
    Err(Refusal::new(
        "adding-what-is-in-it",
        Source::house("an item is in a file once"),
        Words::new(
            "these bytes are in the file already; remove the item first to describe it otherwise",
            "ces octets sont déjà dans le dossier ; retirez d’abord la pièce pour la décrire autrement",
            "diese Bytes sind schon in der Akte; nehmen Sie das Stück zuerst heraus, um es anders zu beschreiben",
        ),
    ))
}
