//! An activation is decided after the affected member states, the Commission and the High Representative were heard.

use crate::crisis::{Crisis, Mode};
use crate::{Refusal, Words};

pub(in crate::crisis) fn activating_without_consultation(
    from: Mode,
    to: Mode,
    consulted: &[String],
) -> Result<(), Refusal> {
    if to <= Mode::Monitoring || to < from || consulted.iter().any(|one| !one.trim().is_empty()) {
        return Ok(());
    }
    Err(Refusal::new(
        "activating-without-consultation",
        Crisis::basis(),
        Words::new(
            "name who was consulted: the member states affected, the Commission, the High Representative",
            "indiquez qui a été consulté : les États membres concernés, la Commission, le haut représentant",
            "nennen Sie, wer gehört wurde: betroffene Mitgliedstaaten, Kommission, Hoher Vertreter",
        ),
    ))
}
