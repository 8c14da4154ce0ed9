//! The series of a measure, counted from the data: nobody types what the lake knows.
//!
//! **The problem.** Whoever took a measure counts what came of it, from the post that they remember, in a spreadsheet. **The
//! choice.** From the incidents of the measure to the groups that were promoted to them, to the data that these were found in:
//! the lake where the analysis took its posts into a data set (later posts are there too), its own archive otherwise. One pass
//! counts, in equal steps of UTC, three things that are never added up, and everything else as a control: hashtags and sites
//! that the incident did not touch, and groups that were found and not flagged. Which become controls
//! [`ostrakon_response::effect::controls`] decides by the course before the measure.
//!
//! - **Volume**: posts of the groups' accounts, and posts of anybody with a thing (address, reposted post, picture, text) that
//!   more accounts within the groups shared than outside of them. A hashtag or site alone is nobody's.
//! - **Reach**: views of these posts, as their source counts them. A step in which less than nine tenths of the posts have such
//!   a count is missing. Views are those of the moment of collection: late posts had less time to be seen.
//! - **Spread**: platforms, and sites that are linked, on which these posts stand in a step.
//!
//! **Missing is not zero.** A step counts only where every data set that is read has a post in it; the first and last step of the
//! data are cut, as they may be half observed. A step with posts, of which none is the incident's, is zero.
//!
//! **Steps** are days where there are fourteen on each side of the measure (at most ninety are taken), else hours (at most
//! fourteen days of them), and never finer than the source's own precision. **Rejected.** A step as fine as the data give it: the
//! rhythm of the day would be most of what is seen.

mod count;
mod read;
mod steps;
mod tally;
#[cfg(test)]
mod tests;
mod trace;

pub use steps::Step;

use super::Analyses;
use crate::hub::HubError;
use ostrakon_access::Principal;
use ostrakon_model::Tlp;
use ostrakon_response::effect::Series;
use ostrakon_response::measure::Observed;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// What is to be counted.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Incidents, by STIX id.
    pub incidents: &'a BTreeSet<String>,
    /// Since when the measure has effect, milliseconds of UTC.
    pub since: i64,
    /// The marking of what the counts become part of.
    pub marking: Tlp,
    /// The step, where it is not left to the data.
    pub step: Option<Step>,
}

/// Why there is no series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = EffectMissing)]
pub enum Missing {
    /// The source gives no such count with its posts.
    NotGiven,
    /// The analysis kept the times of posts only: its posts went into no data set.
    NotKept,
}

/// What was counted: a series, or why there is none, for each of the three.
#[derive(Debug, Clone, PartialEq)]
pub struct Counting {
    /// The length of a step.
    pub step: Step,
    /// What could be counted.
    pub series: BTreeMap<Observed, Series>,
    /// What could not.
    pub missing: BTreeMap<Observed, Missing>,
}

impl Analyses {
    /// Counts the series of a measure.
    ///
    /// # Errors
    /// [`HubError::Invalid`] without an incident; [`HubError::Conflict`] where no group that the asker may see was promoted to
    /// them, or where the marking would widen a TLP:RED analysis; [`HubError::Damaged`].
    pub fn count(&self, who: &Principal, wanted: &Wanted<'_>) -> Result<Counting, HubError> {
        if wanted.incidents.is_empty() {
            let why =
                "name the incidents that the measure answers: what is counted are the posts of their groups";
            return Err(HubError::invalid("/draft/incidents", why));
        }
        let traced = trace::of(self, who, wanted)?;
        if traced.groups == 0 {
            let why = "no group of an analysis that is kept here became part of these incidents: promote the groups that they \
                       are about, or enter the series by hand";
            return Err(HubError::Conflict(why.into()));
        }
        count::count(self, who, &traced, wanted, self.now())
    }
}
