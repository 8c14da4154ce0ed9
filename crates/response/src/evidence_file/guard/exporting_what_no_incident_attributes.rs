//! A listing names who is behind something; that was decided by two people in a case of an incident, and not by the file.

use crate::case::Case;
use crate::evidence_file::EvidenceFile;
use crate::{Refusal, Words};

pub(in crate::evidence_file) fn exporting_what_no_incident_attributes(
    it: &EvidenceFile,
) -> Result<(), Refusal> {
    if !it.draft.incidents.is_empty() {
        return Ok(());
    }
    let mut refusal = Refusal::new(
        "exporting-what-no-incident-attributes",
        Case::attribution_basis(),
        Words::new(
            "this file names no incident, and so nobody has decided who is behind it: unseal it, name the incidents that it is about, seal it again; the attribution stands in their case",
            "ce dossier ne cite aucun incident, et personne n’a donc décidé qui en est responsable : descellez-le, indiquez les incidents concernés, scellez-le à nouveau ; l’attribution figure dans leur dossier",
            "diese Akte nennt keinen Vorfall, und so hat niemand entschieden, wer dahintersteht: entsiegeln Sie sie, nennen Sie die Vorfälle, um die es geht, und siegeln Sie sie neu; die Zuordnung steht in deren Fall",
        ),
    );
    refusal.pointer = "/draft/incidents".into();
    Err(refusal)
}
