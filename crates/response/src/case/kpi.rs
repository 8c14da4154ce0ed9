//! How quickly a case was worked, by the formulas that TheHive documents; milliseconds.

use super::Case;
use serde::Serialize;
use utoipa::ToSchema;

/// Times of one case. What has not happened has no time; a clock of the source that is ahead gives 0, never less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
#[schema(as = CaseMeasured)]
pub struct Measured {
    /// To detect: opened − what happened.
    pub ttd: Option<i64>,
    /// To triage: work began − opened.
    pub ttt: Option<i64>,
    /// To acknowledge: work began − what happened.
    pub tta: Option<i64>,
    /// To qualify: the later of imported and closed − opened.
    pub ttq: Option<i64>,
    /// To resolve: closed − work began first.
    pub ttr: Option<i64>,
}

/// Measures one case.
pub fn measure(case: &Case) -> Measured {
    let happened = case.draft.happened_at;
    let closed = case.closed.as_ref().map(|(at, ..)| *at);
    let between = |from: Option<i64>, to: Option<i64>| Some(to?.saturating_sub(from?).max(0));
    Measured {
        ttd: between(happened, case.opened),
        ttt: between(case.opened, case.begun),
        tta: between(happened, case.begun),
        ttq: between(case.opened, case.draft.imported_at.max(closed)),
        ttr: between(case.begun, closed),
    }
}
