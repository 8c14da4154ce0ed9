//! The time to reply is shorter only in a crisis, and a crisis is a decision of the Commission.

use crate::media_check::Draft;
use crate::{Refusal, Source, Words};

pub(in crate::media_check) fn shortening_the_time_without_a_decision(draft: &Draft) -> Result<(), Refusal> {
    let Some(crisis) = &draft.crisis else { return Ok(()) };
    let cited = (1..=500).contains(&crisis.decision.trim().chars().count());
    if cited && (1..24).contains(&crisis.reply_hours) {
        return Ok(());
    }
    Err(Refusal::new(
        "shortening-the-time-without-a-decision",
        Source::known(
            "Regulation (EU) 2022/2065 Art 36",
            "https://www.eu-digital-services-act.com/Digital_Services_Act_Article_36.html",
        ),
        Words::new(
            "cite the decision of the Commission under Art 36, and give between 1 and 23 hours to reply",
            "citez la décision de la Commission au titre de l’art. 36, et accordez entre 1 et 23 heures pour répondre",
            "nennen Sie den Beschluss der Kommission nach Art. 36, und geben Sie zwischen 1 und 23 Stunden zur Antwort",
        ),
    ))
}
