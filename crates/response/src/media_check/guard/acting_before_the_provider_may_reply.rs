//! A declared provider hears the reasons and has its time to reply before terms are applied.

use crate::media_check::MediaCheck;
use crate::{Refusal, Words};

pub(in crate::media_check) fn acting_before_the_provider_may_reply(
    it: &MediaCheck,
    now: i64,
) -> Result<(), Refusal> {
    let over = it.reply.is_some() || it.reply_until().is_some_and(|until| now > until);
    if !it.is_privileged() || over {
        return Ok(());
    }
    Err(Refusal::new(
        "acting-before-the-provider-may-reply",
        MediaCheck::basis(),
        Words::new(
            "this is a declared media service provider: state the reasons and wait for its reply, or for the end of its 24 hours (fewer only in a crisis that the Commission decided on)",
            "il s’agit d’un fournisseur de services de médias déclaré : exposez les motifs et attendez sa réponse, ou la fin de ses 24 heures (moins seulement en cas de crise décidée par la Commission)",
            "dies ist ein erklärter Mediendiensteanbieter: legen Sie die Gründe dar und warten Sie seine Antwort oder das Ende seiner 24 Stunden ab (weniger nur in einer von der Kommission festgestellten Krise)",
        ),
    ))
}
