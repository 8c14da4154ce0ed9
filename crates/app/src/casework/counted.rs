//! The effect of a measure from the data: counted now, and kept where somebody says so.
//!
//! **The choice.** What is counted becomes part of the measure's own record, as an event like one that is typed: the estimate
//! then outlives the posts (whose retention ends), is in the report of a past cut-off, and passes the gate with the record.
//! What was entered by hand stays until somebody says that it is to be replaced. **Rejected.** To count again whenever
//! somebody looks: two readers of one report would see two effects, and after the posts' retention nobody any.

use crate::analysis::Analyses;
use crate::analysis::effects::{Counting, Missing, Step, Wanted};
use crate::hub::{Hub, HubError};
use ostrakon_access::Principal;
use ostrakon_response::Aggregate;
use ostrakon_response::effect::Series;
use ostrakon_response::measure::{Effects, Measure, Observed};
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// What the data say of a measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CountedMeasure {
    /// When it was counted, milliseconds of UTC.
    pub as_of: i64,
    /// The revision of the measure that it belongs to.
    pub rev: i64,
    /// The length of a step.
    pub step: Step,
    /// The series.
    pub series: BTreeMap<Observed, Series>,
    /// Why there is none.
    pub missing: BTreeMap<Observed, Missing>,
    /// What these series say.
    pub effects: Effects,
    /// Series of the record that were entered by hand: they stay unless they are replaced.
    pub by_hand: BTreeSet<Observed>,
    /// Whether it is kept in the record.
    pub kept: bool,
}

impl Hub {
    /// Counts what the data say of a measure; keeps nothing.
    ///
    /// # Errors
    /// [`HubError::NotFound`] for a measure that the asker's organisation does not keep; [`HubError::Conflict`] before it has
    /// effect, or where no data are known; [`HubError::Invalid`] without an incident.
    pub fn count_measure(
        &self,
        who: &Principal,
        analyses: &Analyses,
        id: &str,
        step: Option<Step>,
    ) -> Result<CountedMeasure, HubError> {
        let shown = self.record_of(who, Measure::KIND, id)?;
        if shown.owner != who.organisation {
            return Err(HubError::NotFound(format!("measure {id} that your organisation keeps")));
        }
        let mut measure: Measure = serde_json::from_value(shown.record)
            .map_err(|error| HubError::Damaged { what: format!("measure/{id}"), why: error.to_string() })?;
        let Some((since, _)) = measure.in_force else {
            let why = "there is no before and after until the measure has effect: put it in force first";
            return Err(HubError::Conflict(why.into()));
        };
        let wanted =
            Wanted { incidents: &measure.draft.incidents, since, marking: measure.draft.marking, step };
        let Counting { step, series, missing } = analyses.count(who, &wanted)?;
        let typed = measure.observed.iter().filter(|(_, series)| series.counted.is_none());
        let by_hand: BTreeSet<Observed> = typed.map(|(what, _)| *what).collect();
        measure.observed.clone_from(&series);
        let effects = measure.effects();
        Ok(CountedMeasure {
            as_of: self.now(),
            rev: shown.rev,
            step,
            series,
            missing,
            effects,
            by_hand,
            kept: false,
        })
    }

    /// Counts what the data say of a measure, and enters it into the record. `replace`: also where somebody typed a series.
    ///
    /// # Errors
    /// As [`Hub::count_measure`]; [`HubError::Refused`] by the record's own rules.
    pub fn keep_counted(
        &self,
        who: &Principal,
        analyses: &Analyses,
        id: &str,
        step: Option<Step>,
        replace: bool,
    ) -> Result<CountedMeasure, HubError> {
        let mut counted = self.count_measure(who, analyses, id, step)?;
        for (what, series) in &counted.series {
            if replace || !counted.by_hand.contains(what) {
                self.enter_counted(
                    who,
                    id,
                    &json!({ "command": "observe", "what": what, "series": series }),
                )?;
            }
        }
        if replace {
            counted.by_hand.retain(|what| !counted.series.contains_key(what));
        }
        counted.rev = self.record_of(who, Measure::KIND, id)?.rev;
        counted.kept = true;
        Ok(counted)
    }
}
