//! Issues: what is approved, what is frozen, and which one it takes the place of.
//!
//! **The problem.** The machine of an issue is pure and cannot build a report; yet what a second person approved and what
//! goes out must be the same to the last character. **The choice.** Before a command is decided, what it needs is computed
//! and put into it: the digest of the content when it is approved; when it is issued the digest of the content again, the number, and the
//! document itself, which is kept as a record in the very commit that says it is out. The issue before is superseded in
//! that commit too. **Rejected.** A file beside the store: a backup between the two would hold one of them.

use super::document::{Frozen, failed};
use super::readers::{self, Readers};
use super::say::Say;
use super::{Beside, Report};
use crate::casework::{as_object, kept, kind, of_object};
use crate::hub::outward::Way;
use crate::hub::{Hub, HubError};
use ostrakon_access::Principal;
use ostrakon_report::situation::json;
use ostrakon_response::report::{Phase, Report as Issue};
use ostrakon_response::{Aggregate, Summary};
use ostrakon_store::{NewRecord, Record, RecordQuery, sha256, to_hex};
use serde_json::{Value, json as value};
use std::collections::BTreeMap;

/// Kind of the records that hold documents that are out: the id is that of the issue.
const DOCUMENT: &str = "report-document";

/// A command with what it needs, and what is written with it.
pub(crate) struct Complement {
    /// The command, complete.
    pub command: Value,
    /// Records that its commit puts.
    pub records: Vec<NewRecord>,
    /// Commands to other issues, decided in the same commit.
    pub also: Vec<(String, Value)>,
}

/// An issue that is out.
pub(super) struct Out {
    version: u32,
    id: String,
    issue: Issue,
}

/// Number of the issue after these.
pub(super) fn next(out: &[Out]) -> u32 {
    out.last().map_or(1, |last| last.version.saturating_add(1))
}

impl Hub {
    /// Completes a command to an issue; `None` for one that needs nothing.
    ///
    /// # Errors
    /// [`HubError::Changed`] where the content is not the one that the asker has read.
    pub(crate) fn complement(
        &self,
        who: &Principal,
        record: &Record,
        command: &Value,
    ) -> Result<Option<Complement>, HubError> {
        let issue = issue(record)?;
        let name = command.get("command").and_then(Value::as_str).unwrap_or_default();
        match (name, issue.phase) {
            ("supersede", _) => {
                let why = "an issue is superseded by issuing the next one of its election";
                Err(HubError::invalid("/command", why))
            }
            // Whoever keeps it not is refused by the machine, and learns nothing of what it says.
            _ if record.owner != who.organisation => Ok(None),
            ("approve", Phase::Draft) => {
                let (content, _) = self.content(who, &issue)?;
                let digest = digest(&content)?;
                let read = command.get("content").and_then(Value::as_str).unwrap_or_default();
                if !read.is_empty() && read != digest {
                    return Err(HubError::Changed(
                        "the report reads otherwise than what you have read: read it again before you approve it".into(),
                    ));
                }
                let command = value!({ "command": "approve", "content": digest });
                Ok(Some(Complement { command, records: Vec::new(), also: Vec::new() }))
            }
            ("issue", Phase::Approved) => self.frozen(who, record, &issue).map(Some),
            _ => Ok(None),
        }
    }

    /// What issuing needs.
    fn frozen(&self, who: &Principal, record: &Record, issue: &Issue) -> Result<Complement, HubError> {
        let (mut report, previous) = self.content(who, issue)?;
        let content = digest(&report)?;
        report.head.issued_at = Some(self.now());
        report.head.approved_by = match &issue.approved {
            Some(approved) => self.printed(&approved.by.person),
            None => String::new(),
        };
        let text = json::render(&report).map_err(failed)?;
        let command = value!({
            "command": "issue", "content": content, "document": to_hex(&sha256(text.as_bytes())),
            "version": report.head.version, "previous": previous,
        });
        let document = NewRecord {
            kind: DOCUMENT.into(),
            id: record.id.clone(),
            owner: record.owner.clone(),
            marking: issue.outline.marking,
            keys: BTreeMap::new(),
            body: value!({ "document": text }),
        };
        // An edition for other readers does not take the place of this one.
        let replaced = self.issues_out(&record.owner, &issue.outline.election)?.into_iter().filter(|one| {
            one.issue.phase == Phase::Issued && one.issue.outline.marking == issue.outline.marking
        });
        let also =
            replaced.map(|one| (one.id, value!({ "command": "supersede", "by": record.id }))).collect();
        Ok(Complement { command, records: vec![document], also })
    }

    /// An account as it is printed.
    fn printed(&self, person: &str) -> String {
        let found = self.people().person(person);
        found.map_or_else(|_| person.to_owned(), |one| one.display_name.unwrap_or(one.name))
    }

    /// What an issue says now, and the issue that it follows.
    fn content(&self, who: &Principal, issue: &Issue) -> Result<(Report, Option<String>), HubError> {
        let outline = &issue.outline;
        let readers = Readers::with(self, readers::of(who, outline.marking)?, &outline.recipients)?;
        let cut_off = outline.cut_off.min(self.now());
        let out = self.issues_out(&readers.who.organisation, &outline.election)?;
        let previous = self.issue_before(&readers.who, &out, cut_off)?;
        let before = previous.as_ref().map(|(id, _)| id.clone());
        let beside =
            Beside { issue: Some(issue), number: next(&out), previous: previous.map(|(_, report)| report) };
        let say = Say::of(&outline.language);
        Ok((self.assemble(&readers, &outline.election, cut_off, say, &beside)?, before))
    }

    /// The issues of an election that an organisation has out, by number.
    pub(super) fn issues_out(&self, organisation: &str, election: &str) -> Result<Vec<Out>, HubError> {
        let mut query =
            RecordQuery { limit: 1_000, ..RecordQuery::with_key(Issue::KIND, "election", election) };
        query.owner = Some(organisation.to_owned());
        let mut out = Vec::new();
        loop {
            let page = self.store().records(&query)?;
            for record in page.rows.into_iter().filter(|record| record.erased.is_none()) {
                let issue = issue(&record)?;
                if let Some(issued) = &issue.issued {
                    out.push(Out { version: issued.version, id: record.id, issue });
                }
            }
            match page.next {
                Some(next) => query.after = Some(next),
                None => break,
            }
        }
        out.sort_by_key(|one| one.version);
        Ok(out)
    }

    /// The last of them that stands, is cut off no later, and not narrower than what these readers may see: a comparison
    /// would tell them what was in it.
    pub(super) fn issue_before(
        &self,
        readers: &Principal,
        out: &[Out],
        cut_off: i64,
    ) -> Result<Option<(String, Report)>, HubError> {
        let last = out.iter().rev().find(|one| {
            let stands = matches!(one.issue.phase, Phase::Issued | Phase::Superseded);
            stands && one.issue.outline.cut_off <= cut_off && one.issue.outline.marking <= readers.highest
        });
        let Some(last) = last else { return Ok(None) };
        match self.document(&last.id)? {
            Some(text) => Ok(Some((last.id.clone(), json::read(&text).map_err(failed)?))),
            None => Ok(None),
        }
    }

    /// The text of a document that is out; none once it was erased.
    fn document(&self, id: &str) -> Result<Option<String>, HubError> {
        let found = self.store().record(DOCUMENT, id)?.filter(|one| one.erased.is_none());
        Ok(found.and_then(|one| one.body.get("document").and_then(Value::as_str).map(str::to_owned)))
    }

    /// The document of an issue: the frozen one once it is out, else as it reads now.
    ///
    /// # Errors
    /// [`HubError::NotFound`] for an issue that the asker may not see, or a draft of another organisation;
    /// [`HubError::Gone`] for a document that was erased.
    pub fn report_document(&self, who: &Principal, id: &str) -> Result<Frozen, HubError> {
        let gone = || HubError::NotFound(format!("document of report {id}"));
        let record = self.visible(who, kind(Issue::KIND).ok_or_else(gone)?, id)?;
        let issue = issue(&record)?;
        if !issue.is_out() {
            if record.owner != who.organisation {
                return Err(gone());
            }
            let (report, _) = self.content(who, &issue)?;
            let text = json::render(&report).map_err(failed)?;
            return Ok(Frozen { digest: to_hex(&sha256(text.as_bytes())), text, issued: false });
        }
        let erased = || HubError::Gone(format!("the document of report {id} was erased"));
        let text = self.document(id)?.ok_or_else(erased)?;
        if who.own || record.owner == who.organisation {
            return Ok(Frozen { digest: to_hex(&sha256(text.as_bytes())), text, issued: true });
        }
        // To another organisation it goes as the gate lets it go, under the agreement of today.
        let document: Value = serde_json::from_str(&text).map_err(|_| erased())?;
        let summary = Summary { marking: issue.outline.marking, ..Summary::default() };
        let row = as_object(id, record.rev, &summary, &document);
        let passed = Way::to_participant(self, who)?.pass(self, vec![row], true, true)?;
        let (_, document) = passed.first().and_then(|row| of_object(&row.bytes)).ok_or_else(gone)?;
        let report: Report = serde_json::from_value(document).map_err(|_| gone())?;
        let text = json::render(&report).map_err(failed)?;
        Ok(Frozen { digest: to_hex(&sha256(text.as_bytes())), text, issued: true })
    }
}

/// The record as what it is.
fn issue(record: &Record) -> Result<Issue, HubError> {
    serde_json::from_value(kept(record)?.state).map_err(|error| HubError::Damaged {
        what: format!("{}/{}", record.kind, record.id),
        why: error.to_string(),
    })
}

/// SHA-256 of what a report says.
fn digest(report: &Report) -> Result<String, HubError> {
    Ok(to_hex(&sha256(json::render(report).map_err(failed)?.as_bytes())))
}
