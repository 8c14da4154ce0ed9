//! The situation report: what decision-makers are told, as one document and its renderings.
//!
//! **The problem.** Situation reports are compiled by hand from Word files; readers cannot tell a finding from a
//! forecast, an activity from its effect, a total from a share of an unknown whole, or what is new since last time.
//! **The choice.** A plain document ([`Report`]) in which each of these has a place of its own: every number is a
//! [`Figure`] with the time, the denominator, the coverage and the query that gives it again; every [`Paragraph`] says
//! who wrote it; likelihood and confidence come from fixed scales; what changed is computed ([`difference()`]). All
//! renderings ([`html`], [`json`], and `pdf` with the feature of that name) are made from it, the two printed ones
//! through one localised view, so that they cannot say different things. **Rejected.** A template filled with finished
//! sentences (nothing could be compared with the issue before), and reading the records here (this crate knows no store;
//! the caller passes only what its readers may see, and says in [`Report::withheld`] what was left out).
//!
//! Sections follow the practice of integrated situational awareness reports (Council Implementing Decision (EU)
//! 2018/1993, Article 8) and of the humanitarian situation report; no official schema is published.

mod action;
mod basis;
mod chart;
pub mod difference;
pub mod example;
mod figure;
mod head;
pub mod html;
pub mod json;
mod outlook;
mod paragraph;
#[cfg(feature = "pdf")]
pub mod pdf;
mod picture;
mod report;
mod scale;
#[cfg(test)]
mod tests;
mod view;
pub(crate) mod words;

pub use action::{Acknowledgement, Alert, AlertClass, Effect, Gap, Measure, Notification};
pub use basis::{Claim, Contradiction, Contributor, Correction, Source, Unobserved, Withheld};
pub use difference::{Difference, difference};
pub use figure::{Coverage, Denominator, Figure, Link, Unit};
pub use head::Head;
pub use outlook::{Decision, Outlook, Scenario};
pub use paragraph::{Author, Paragraph};
pub use picture::{Activity, Country, Day, Development, Impact, Narrative, Technique, Threat};
pub use report::{FORMAT, Report};
pub use scale::{Confidence, Credibility, Likelihood, Reliability, Severity};
pub use words::Words;
