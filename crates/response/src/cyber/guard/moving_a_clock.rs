//! What started a clock stays: when one became aware, to whom it is reported, and a yes that was said.

use crate::cyber::{Cyber, Draft};
use crate::{Answer, Refusal, Source, Words};

pub(in crate::cyber) fn moving_a_clock(it: &Cyber, draft: &Draft) -> Result<(), Refusal> {
    let stays = |before: Answer, after: Answer| before != Answer::Yes || after == Answer::Yes;
    let told = it.warning.is_none() && it.notification.is_none();
    if it.draft.aware_at == draft.aware_at
        && stays(it.draft.in_scope, draft.in_scope)
        && stays(it.draft.significant, draft.significant)
        && (told || it.draft.csirt == draft.csirt)
    {
        return Ok(());
    }
    Err(Refusal::new(
        "moving-a-clock",
        Source::house("a deadline that runs never moves"),
        Words::new(
            "since when it is known, that it must be reported, and to whom it was, do not change; close it with a note if it was none, and open another",
            "le moment de la prise de connaissance, l’obligation de notifier et le destinataire ne changent pas ; clôturez avec une note si ce n’en était pas un, et ouvrez-en un autre",
            "seit wann es bekannt ist, dass es zu melden ist und an wen gemeldet wurde, ändert sich nicht; schließen Sie es mit einem Vermerk, wenn es keiner war, und legen Sie einen neuen an",
        ),
    ))
}
