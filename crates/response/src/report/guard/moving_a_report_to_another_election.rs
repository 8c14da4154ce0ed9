//! A report belongs to the election that it was opened for: issues are numbered and compared by it.

use crate::report::{Outline, Report};
use crate::{Refusal, Words};

pub(in crate::report) fn moving_a_report_to_another_election(
    report: &Report,
    outline: &Outline,
) -> Result<(), Refusal> {
    if outline.election == report.outline.election {
        return Ok(());
    }
    Err(Refusal::field(
        "/outline/election",
        Words::new(
            "a report stays with its election; open another one for another election",
            "un rapport reste attaché à son scrutin ; ouvrez-en un autre pour un autre scrutin",
            "ein Bericht bleibt bei seiner Wahl; legen Sie für eine andere Wahl einen anderen an",
        ),
    ))
}
