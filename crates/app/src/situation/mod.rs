//! The situation report, from the records.
//!
//! **The problem.** What decision-makers are told is scattered over incidents, cases, alerts, notifications, measures and
//! crisis pages, under different markings; compiled by hand it is late, and nobody can ask a figure again. **The choice.**
//! One pass: the readers (an organisation, up to a marking) → the records and incidents as they stood at the cut-off and
//! as these readers may see them → one small file a section, which says nothing that no record says. What is left out is
//! counted with its reason. The same question gives the same document, whoever of the organisation asks it. **Rejected.**
//! Reading with the rights of whoever asks: two people would approve two different reports. A query language for figures: a
//! figure's address names its place in the report, and asking it builds the report again.
//!
//! ```text
//! readers    for whom it is              scope      which records and incidents belong to the election
//! incidents  objects as they stood       facts      everything that a section may read
//! aside      incidents that are not counted, and why
//! ask        figures with their address  sections/  one file a section                  say  what they say, in three languages
//! written    what people wrote           issue      approve, freeze, supersede         document, file  what is out, in which form
//! ```

mod aside;
mod ask;
mod document;
mod facts;
mod file;
mod incidents;
mod issue;
mod readers;
mod say;
mod scope;
mod sections;
#[cfg(test)]
mod tests;
mod written;

pub use document::{Form, Frozen, Rendered, render};
pub use file::{FileRequest, Written, moment, write};
pub(crate) use issue::Complement;
pub use ostrakon_report::situation::{Figure, Report};

use crate::casework::ListQuery;
use crate::hub::{Hub, HubError};
use facts::Facts;
use ostrakon_access::{Credential, Principal, Role};
use ostrakon_model::Tlp;
use ostrakon_report::situation::{difference, json};
use ostrakon_response::Aggregate;
use ostrakon_response::election::Election;
use ostrakon_response::report::Report as Issue;
use readers::Readers;
use say::Say;
use std::collections::BTreeSet;

/// Reads a report back.
///
/// # Errors
/// [`HubError::Damaged`] for what is no report, or one of another form.
pub fn read(text: &str) -> Result<Report, HubError> {
    json::read(text).map_err(document::failed)
}

/// Longest period that a first issue covers: a week, milliseconds.
const FIRST_PERIOD: i64 = 7 * 86_400_000;

/// Which report.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The election: id of its record, or its title.
    pub election: String,
    /// Cut-off, milliseconds of UTC; now when left out.
    pub cut_off: Option<i64>,
    /// Marking; TLP:AMBER+STRICT when left out, or the highest that the asker may see.
    pub marking: Option<Tlp>,
    /// The issue to compare with, where it is not the last one that was issued here.
    pub previous: Option<Report>,
    /// Language of what is computed, a BCP 47 tag: English, French, German; English for any other.
    pub language: String,
}

/// What the issue's own record says, besides what is computed.
#[derive(Default)]
struct Beside<'a> {
    /// The record.
    issue: Option<&'a Issue>,
    /// Number of the issue, from 1.
    number: u32,
    /// The issue before.
    previous: Option<Report>,
}

impl Hub {
    /// A situation report that is not kept.
    ///
    /// # Errors
    /// [`HubError::NotFound`] for an election that the readers may not see, [`HubError::NotAllowed`] for a marking beyond what
    /// the asker may see, [`HubError::Invalid`] for a cut-off that is to come.
    pub fn situation_report(&self, who: &Principal, request: &Request) -> Result<Report, HubError> {
        let now = self.now();
        let cut_off = request.cut_off.unwrap_or(now);
        if !(0..=now).contains(&cut_off) {
            let why = "give a moment that has been, in milliseconds since 1970 UTC";
            return Err(HubError::invalid("/cut_off", why));
        }
        let marking = request.marking.unwrap_or_else(|| Tlp::AmberStrict.min(who.highest));
        let readers = Readers::own(readers::of(who, marking)?);
        let election = self.election_named(&readers.who, &request.election)?;
        let out = self.issues_out(&readers.who.organisation, &election)?;
        let (number, previous) = if let Some(report) = &request.previous {
            (report.head.version.saturating_add(1), Some(report.clone()))
        } else {
            let last = self.issue_before(&readers.who, &out, cut_off)?;
            (issue::next(&out), last.map(|(_, report)| report))
        };
        let beside = Beside { number, previous, ..Beside::default() };
        self.assemble(&readers, &election, cut_off, Say::of(&request.language), &beside)
    }

    /// One figure of a report, by its place: `section/item/figure`, or `figures/figure`.
    ///
    /// # Errors
    /// As [`Hub::situation_report`]; [`HubError::NotFound`] for a place without a figure.
    pub fn situation_figure(
        &self,
        who: &Principal,
        request: &Request,
        place: &str,
    ) -> Result<Figure, HubError> {
        let report = self.situation_report(who, request)?;
        ask::find(&report, place).ok_or_else(|| {
            let place: String = place.chars().take(120).collect();
            HubError::NotFound(format!("figure `{place}` in this report"))
        })
    }

    /// Somebody who can write to the data directory, as a reader of the house.
    ///
    /// # Errors
    /// [`HubError::NotFound`] in an installation without an organisation of its own.
    pub fn house(&self) -> Result<Principal, HubError> {
        let own = self.people().organisations()?.into_iter().find(|one| one.own);
        let own = own.ok_or_else(|| {
            HubError::NotFound(
                "organisation that runs this installation (`ostrakon org add` makes it)".into(),
            )
        })?;
        Ok(Principal {
            person: "command-line".into(),
            name: "command line".into(),
            human: "command-line".into(),
            vouched_by: BTreeSet::new(),
            organisation: own.id,
            own: true,
            communities: own.communities,
            roles: [Role::Guest].into(),
            scopes: None,
            highest: Tlp::Red,
            credential: Credential::CommandLine,
        })
    }

    /// The id of an election, for its id or its title.
    fn election_named(&self, readers: &Principal, named: &str) -> Result<String, HubError> {
        let query = ListQuery { kind: Some(Election::KIND.into()), limit: 10_000, ..ListQuery::default() };
        let all = self.records_of(readers, &query)?.rows;
        if all.iter().any(|one| one.id == named) {
            return Ok(named.to_owned());
        }
        let wanted = named.trim().to_lowercase();
        let mut titled = all.iter().filter(|one| one.summary.title.to_lowercase() == wanted);
        if let (Some(one), None) = (titled.next(), titled.next()) {
            return Ok(one.id.clone());
        }
        let shown: String = named.chars().take(80).collect();
        let some: Vec<String> =
            all.iter().take(5).map(|one| format!("{} ({})", one.id, one.summary.title)).collect();
        let there = if some.is_empty() {
            format!("none is entered that a report marked {} may name", readers.highest)
        } else {
            format!("there are {}", some.join(", "))
        };
        Err(HubError::NotFound(format!("one election `{shown}`; {there}; name it by the id of its record")))
    }

    /// The report for these readers.
    fn assemble(
        &self,
        readers: &Readers,
        election: &str,
        cut_off: i64,
        say: Say,
        beside: &Beside<'_>,
    ) -> Result<Report, HubError> {
        let since = beside.previous.as_ref().map_or(cut_off - FIRST_PERIOD, |old| old.head.as_of);
        let facts = Facts::gather(self, readers, election, (since.min(cut_off), cut_off), say)?;
        let mut report = sections::all(&facts);
        sections::head::fill(&mut report, &facts, beside);
        if let Some(issue) = beside.issue {
            written::add(&mut report, issue, &facts);
        }
        sections::summary::fill(&mut report, &facts);
        report.changes = beside.previous.as_ref().map(|old| difference(old, &report));
        Ok(report)
    }
}
