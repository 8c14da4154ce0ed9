//! No group of fewer than ten accounts is published: its members could be told.

use crate::publication::Draft;
use crate::{Refusal, Source, Words};

/// The smallest group of accounts that is published.
pub(in crate::publication) const K: u32 = 10;

pub(in crate::publication) fn publishing_about_fewer_than_ten_accounts(draft: &Draft) -> Result<(), Refusal> {
    if draft.subjects.iter().all(|one| one.accounts.is_none_or(|count| count >= K)) {
        return Ok(());
    }
    Err(Refusal::new(
        "publishing-about-fewer-than-ten-accounts",
        Source::house("k-anonymity: no published group under 10 accounts"),
        Words::new(
            "a group of fewer than 10 accounts is not published, since its members could be told; describe the behaviour without the group, or join it with others",
            "un groupe de moins de 10 comptes n’est pas publié, car ses membres seraient reconnaissables ; décrivez le comportement sans le groupe, ou réunissez-le à d’autres",
            "eine Gruppe von weniger als 10 Konten wird nicht veröffentlicht, weil ihre Mitglieder erkennbar wären; beschreiben Sie das Verhalten ohne die Gruppe oder fassen Sie sie mit anderen zusammen",
        ),
    ))
}
