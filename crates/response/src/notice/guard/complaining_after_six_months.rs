//! The way to complain is open for at least six months after the decision; later the host need not hear it.

use crate::notice::Notice;
use crate::{Aggregate, Refusal, Words};

pub(in crate::notice) fn complaining_after_six_months(state: &Notice, now: i64) -> Result<(), Refusal> {
    let late =
        state.deadlines().iter().any(|one| one.name == "complain" && one.due.is_some_and(|due| now > due));
    if !late {
        return Ok(());
    }
    Err(Refusal::new(
        "complaining-after-six-months",
        Notice::article(20, "(1)"),
        Words::new(
            "six months have passed since the decision; refer the dispute to a settlement body, or go to court",
            "six mois se sont écoulés depuis la décision ; saisissez un organe de règlement des litiges, ou un tribunal",
            "seit der Entscheidung sind sechs Monate vergangen; rufen Sie eine Streitbeilegungsstelle oder ein Gericht an",
        ),
    ))
}
