//! Custody is of what is in the file.

use crate::Refusal;
use crate::evidence_file::EvidenceFile;

pub(in crate::evidence_file) fn handling_what_is_not_in_it(
    it: &EvidenceFile,
    sha256: &str,
) -> Result<(), Refusal> {
    if it.items.contains_key(sha256) { Ok(()) } else { Err(Refusal::state("this", "without such an item")) }
}
