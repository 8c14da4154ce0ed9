//! That there was a breach is found by an authority, which was told and has answered.

use crate::ad_check::{AdCheck, Ground, Outcome, article};
use crate::{Refusal, Words};

pub(in crate::ad_check) fn finding_a_breach_oneself(it: &AdCheck, outcome: Outcome) -> Result<(), Refusal> {
    let judged = it.sent.iter().any(|one| one.ground == Ground::Referral && one.answer.is_some());
    if outcome != Outcome::BreachFound || judged {
        return Ok(());
    }
    Err(Refusal::new(
        "finding-a-breach-oneself",
        article("Art 22"),
        Words::new(
            "a breach is found by the authority: refer it, and record what it answered",
            "c’est l’autorité qui constate une violation : saisissez-la, et enregistrez sa réponse",
            "einen Verstoß stellt die Behörde fest: legen Sie ihn ihr vor und halten Sie ihre Antwort fest",
        ),
    ))
}
