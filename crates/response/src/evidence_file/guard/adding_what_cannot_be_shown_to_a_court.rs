//! Only open evidence carries a listing: what the other side may not see cannot be answered by it. On which basis it came is
//! what was recorded when it was handed in, not what is written here.

use crate::evidence_file::{Access, EvidenceFile, Item};
use crate::{Refusal, Scene, Words};

pub(in crate::evidence_file) fn adding_what_cannot_be_shown_to_a_court(
    item: &Item,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let recorded = scene.facts.access.get(&item.sha256);
    if item.access == Access::Open && recorded.is_some_and(|access| access.is_publishable()) {
        return Ok(());
    }
    let sha256 = &item.sha256;
    let words = if item.access == Access::Open && recorded.is_none() {
        Words::new(
            format!(
                "nobody recorded on which basis {sha256} came, and unmarked is not open: hand it in again with its basis (`access`: `open` for what everybody may look up)"
            ),
            format!(
                "personne n’a consigné sur quelle base {sha256} a été obtenu, et sans indication ce n’est pas ouvert : déposez-le à nouveau avec sa base (« access » : « open » pour ce que chacun peut consulter)"
            ),
            format!(
                "niemand hat festgehalten, auf welcher Grundlage {sha256} kam, und ohne Angabe ist es nicht offen: geben Sie es mit seiner Grundlage noch einmal ab („access“: „open“ für das, was jeder nachsehen kann)"
            ),
        )
    } else {
        Words::new(
            "only open evidence that can be shown to a court goes into this file; find an open source for the same fact",
            "seules des preuves ouvertes, pouvant être produites devant un tribunal, entrent dans ce dossier ; trouvez une source ouverte pour le même fait",
            "nur offene Belege, die einem Gericht gezeigt werden können, kommen in diese Akte; suchen Sie eine offene Quelle für dieselbe Tatsache",
        )
    };
    let mut refusal = Refusal::new("adding-what-cannot-be-shown-to-a-court", EvidenceFile::basis(), words);
    refusal.pointer = "/item/access".into();
    Err(refusal)
}
