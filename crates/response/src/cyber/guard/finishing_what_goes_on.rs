//! A final report tells of what has been handled; of what goes on, progress is reported.

use crate::cyber::Cyber;
use crate::{Refusal, Words};

pub(in crate::cyber) fn finishing_what_goes_on(it: &Cyber) -> Result<(), Refusal> {
    if it.handled.is_some() {
        return Ok(());
    }
    Err(Refusal::new(
        "finishing-what-goes-on",
        Cyber::basis("(4)(d), (e)"),
        Words::new(
            "the incident still goes on: report progress now, and send the final report once it is handled",
            "l’incident se poursuit : rendez compte de l’avancement, et envoyez le rapport final une fois l’incident traité",
            "der Vorfall dauert an: melden Sie jetzt den Fortschritt, und senden Sie den Abschlussbericht, wenn er behandelt ist",
        ),
    ))
}
