//! Only open evidence carries a listing: what the other side may not see cannot be answered by it.

use crate::evidence_file::{Access, EvidenceFile, Item};
use crate::{Refusal, Words};

pub(in crate::evidence_file) fn adding_what_cannot_be_shown_to_a_court(item: &Item) -> Result<(), Refusal> {
    if item.access == Access::Open {
        return Ok(());
    }
    Err(Refusal::new(
        "adding-what-cannot-be-shown-to-a-court",
        EvidenceFile::basis(),
        Words::new(
            "only open evidence that can be shown to a court goes into this file; find an open source for the same fact",
            "seules des preuves ouvertes, pouvant être produites devant un tribunal, entrent dans ce dossier ; trouvez une source ouverte pour le même fait",
            "nur offene Belege, die einem Gericht gezeigt werden können, kommen in diese Akte; suchen Sie eine offene Quelle für dieselbe Tatsache",
        ),
    ))
}
