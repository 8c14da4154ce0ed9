//! Notices: each correction, withdrawal or narrower marking is owed to everyone who has what it changes, until the
//! recipient says that it arrived.
//!
//! **The problem.** A newer version reaches those who ask for it; somebody who got a file, or whose agreement has ended,
//! goes on using the old one, and nobody knows.
//!
//! **The choice.** A notice is a record for a recipient, an object and a change, written in the same commit as the change,
//! from what the ledger says. It is *pending* until what it tells was handed over, then *delivered*, and *receipted* when
//! the recipient says so: a partner's node does by itself (`notice_exchange`), for files and for nodes that know nothing
//! of notices a person enters it. Nothing expires in silence. **Rejected.** Taking delivery for receipt: a page of objects
//! that was asked for says nothing about whether anybody saw that one of them takes something back.

use super::{Hub, HubError, Versioned};
use ostrakon_access::Principal;
pub use ostrakon_exchange::gate::ChangeKind;
use ostrakon_exchange::gate::{self, Change, Route, fixed_marking};
use ostrakon_model::Tlp;
use ostrakon_store::{
    Commit, Effect, Event, Expect, LedgerLine, NewObject, NewRecord, Order, RecordQuery, sha256, to_hex,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Records of what we owe.
pub(super) const OWED: &str = "notice";
/// Objects whose ledger lines are looked up at a time.
const PIECE: usize = 500;

/// How far a notice has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NoticeState {
    /// It was not handed over yet.
    Pending,
    /// It was handed over.
    Delivered,
    /// The recipient says that it arrived.
    Receipted,
}

impl NoticeState {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Receipted => "receipted",
        }
    }
}

/// What is owed to one recipient about one object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The recipient, as in the ledger.
    pub recipient: String,
    /// Id of the object.
    pub object: String,
    /// What happened to it.
    #[serde(flatten)]
    pub kind: ChangeKind,
    /// The versions that the recipient holds, oldest first.
    pub held: Vec<String>,
    /// How far it has come.
    pub state: NoticeState,
    /// When it was made, milliseconds since 1970 UTC.
    pub made: i64,
    /// When it was handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered: Option<i64>,
    /// When the recipient said that it arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipted: Option<i64>,
    /// Who entered that, by id: the recipient's account, or one of ours for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// The id of a notice: the same change to the same recipient is one notice.
fn name(recipient: &str, object: &str, kind: &ChangeKind) -> String {
    let text = json!([recipient, object, kind]).to_string();
    to_hex(&sha256(text.as_bytes())[..16])
}

fn record(id: &str, owner: &str, notice: &Notice) -> NewRecord {
    let mut keys = BTreeMap::from([("recipient".to_owned(), notice.recipient.clone())]);
    if notice.state != NoticeState::Receipted {
        keys.insert("open".to_owned(), notice.recipient.clone());
    }
    NewRecord {
        kind: OWED.into(),
        id: id.to_owned(),
        owner: owner.to_owned(),
        marking: Tlp::AmberStrict,
        keys,
        body: json!(notice),
    }
}

/// A record of casework as the gate and its ledger know it.
pub(crate) fn record_object(id: &str) -> String {
    format!("x-ostrakon-record--{id}")
}

/// A revision of a record as the ledger knows it: a later one sorts after it.
pub(crate) fn record_version(rev: i64) -> String {
    format!("{rev:020}")
}

impl Hub {
    /// The notice to a recipient that a record of casework, which it has, is put right by the commit after `rev`.
    pub(crate) fn owed_of_record(&self, recipient: &str, id: &str, rev: i64) -> Result<Effect, HubError> {
        let (object, kind) =
            (record_object(id), ChangeKind::Corrected { version: record_version(rev.saturating_add(1)) });
        let query = ostrakon_store::LedgerQuery {
            object: Some(object.clone()),
            recipient: Some(recipient.to_owned()),
            limit: 1_000,
            ..Default::default()
        };
        let held = self.store().ledger(&query)?.into_iter().map(|line| line.version).collect();
        let notice = Notice {
            recipient: recipient.to_owned(),
            object,
            kind,
            held,
            state: NoticeState::Pending,
            made: self.now(),
            delivered: None,
            receipted: None,
            by: None,
        };
        let id = name(recipient, &notice.object, &notice.kind);
        Ok(Effect::PutRecord(record(&id, &self.own_organisation()?, &notice)))
    }

    /// Notices, newest first: all of them, of one state, to one recipient. Somebody of another organisation sees those to
    /// that organisation.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn notices(
        &self,
        who: &Principal,
        state: Option<NoticeState>,
        recipient: Option<&str>,
    ) -> Result<Vec<Versioned<Notice>>, HubError> {
        let recipient = if who.own { recipient } else { Some(who.organisation.as_str()) };
        if !who.own {
            self.withdraw_unreachable(who.actor(), &who.organisation)?;
        }
        let mut found = match recipient {
            Some(recipient) => self.notices_by("recipient", recipient)?,
            None => self.every_notice()?,
        };
        found.retain(|one| state.is_none_or(|state| one.value.state == state));
        found.sort_by(|a, b| (b.value.made, &b.id).cmp(&(a.value.made, &a.id)));
        Ok(found)
    }

    /// Those that a recipient has not said yet that they arrived.
    pub(crate) fn open_notices(&self, recipient: &str) -> Result<Vec<Versioned<Notice>>, HubError> {
        self.notices_by("open", recipient)
    }

    /// All of them. Notices to platforms are records of the same kind and have no recipient's key.
    fn every_notice(&self) -> Result<Vec<Versioned<Notice>>, HubError> {
        self.read_notices(RecordQuery {
            order: Order::Key("recipient".into()),
            limit: 1_000,
            ..RecordQuery::of(OWED)
        })
    }

    fn notices_by(&self, key: &str, recipient: &str) -> Result<Vec<Versioned<Notice>>, HubError> {
        self.read_notices(RecordQuery { limit: 1_000, ..RecordQuery::with_key(OWED, key, recipient) })
    }

    fn read_notices(&self, mut query: RecordQuery) -> Result<Vec<Versioned<Notice>>, HubError> {
        let mut all = Vec::new();
        loop {
            let page = self.store().records(&query)?;
            for found in page.rows {
                all.extend(Versioned::read(found)?);
            }
            match page.next {
                Some(next) => query.after = Some(next),
                None => return Ok(all),
            }
        }
    }

    /// A recipient's word that a notice arrived: its own people for it, or ours, who have it from elsewhere. Once given it
    /// stays as it was given first.
    ///
    /// # Errors
    /// [`HubError::NotFound`] for one that is none, or somebody else's.
    pub fn receipt(&self, who: &Principal, id: &str) -> Result<Versioned<Notice>, HubError> {
        let missing = || HubError::NotFound(format!("notice {id}"));
        let found = self.one::<Notice>(OWED, id)?.ok_or_else(missing)?;
        if !who.own && found.value.recipient != who.organisation {
            return Err(missing());
        }
        if found.value.state == NoticeState::Receipted {
            return Ok(found);
        }
        let mut notice = found.value;
        notice.state = NoticeState::Receipted;
        notice.delivered = notice.delivered.or(Some(self.now()));
        notice.receipted = Some(self.now());
        notice.by = Some(who.actor().to_owned());
        let rev = self.put_notice(who.actor(), "notice.receipted", id, &notice, found.rev)?;
        Ok(Versioned { id: found.id, rev, value: notice })
    }

    /// As [`Hub::receipt`], for the recipient's own node: a notice to anybody else is none.
    ///
    /// # Errors
    /// As [`Hub::receipt`].
    pub fn receipt_own(&self, who: &Principal, id: &str) -> Result<Versioned<Notice>, HubError> {
        let found = self.one::<Notice>(OWED, id)?;
        match found.filter(|found| found.value.recipient == who.organisation) {
            Some(_) => self.receipt(who, id),
            None => Err(HubError::NotFound(format!("notice {id}"))),
        }
    }

    pub(super) fn put_notice(
        &self,
        actor: &str,
        event: &str,
        id: &str,
        notice: &Notice,
        rev: i64,
    ) -> Result<i64, HubError> {
        let done = self.store().commit(Commit {
            actor: actor.to_owned(),
            at: self.now(),
            events: vec![Event {
                kind: event.to_owned(),
                subject: format!("{OWED}/{id}"),
                data: json!({ "recipient": notice.recipient }),
                effects: vec![Effect::PutRecord(record(id, &self.own_organisation()?, notice))],
            }],
            expect: vec![Expect { kind: OWED.into(), id: id.to_owned(), rev: Some(rev) }],
            ..Commit::default()
        })?;
        Ok(done.revs.first().copied().unwrap_or_default())
    }

    /// Which notices these versions make, as effects of the commit that adds them. `from` has them already.
    pub(super) fn owed_for(&self, objects: &[NewObject], from: &str) -> Result<Vec<Effect>, HubError> {
        let mut effects = Vec::new();
        let mut owner = None;
        for chunk in objects.chunks(PIECE) {
            let ids: Vec<String> = chunk.iter().map(|object| object.id.clone()).collect();
            let mut lines: HashMap<String, Vec<gate::LedgerLine>> = HashMap::new();
            for line in self.store().ledger_of(&ids)? {
                lines.entry(line.object.clone()).or_default().push(for_gate(line));
            }
            for object in chunk {
                let Some(lines) = lines.get(&object.id) else { continue };
                for owed in owed(object, lines) {
                    let id = name(&owed.recipient, &owed.object, &owed.kind);
                    if owed.recipient == from || self.store().record(OWED, &id)?.is_some() {
                        continue;
                    }
                    let notice = Notice {
                        recipient: owed.recipient,
                        object: owed.object,
                        kind: owed.kind,
                        held: owed.held,
                        state: NoticeState::Pending,
                        made: self.now(),
                        delivered: None,
                        receipted: None,
                        by: None,
                    };
                    if owner.is_none() {
                        owner = Some(self.own_organisation()?);
                    }
                    effects.push(Effect::PutRecord(record(
                        &id,
                        owner.as_deref().unwrap_or_default(),
                        &notice,
                    )));
                }
            }
        }
        Ok(effects)
    }

    /// The notices that a release hands over, as effects of the commit that records it: the recipient gets the version
    /// that the notice tells of, or a later one.
    pub(super) fn handed_over(
        &self,
        recipient: &str,
        released: &[(&str, &str)],
    ) -> Result<Vec<Effect>, HubError> {
        let mut effects = Vec::new();
        let mut newest: HashMap<&str, &str> = HashMap::new();
        for (object, version) in released {
            let known = newest.entry(object).or_insert(version);
            *known = (*known).max(version);
        }
        let own = self.own_organisation()?;
        for found in self.open_notices(recipient)? {
            let mut notice = found.value;
            let got = newest.get(notice.object.as_str()).copied();
            let told = match &notice.kind {
                ChangeKind::Corrected { version } => got.is_some_and(|got| instant(got) >= instant(version)),
                // A version that the recipient did not have: the one that is revoked, or bears the narrower label.
                _ => got.is_some_and(|got| !notice.held.iter().any(|held| held == got)),
            };
            if told && notice.state == NoticeState::Pending {
                notice.state = NoticeState::Delivered;
                notice.delivered = Some(self.now());
                effects.push(Effect::PutRecord(record(&found.id, &own, &notice)));
            }
        }
        Ok(effects)
    }
}

fn for_gate(line: LedgerLine) -> gate::LedgerLine {
    gate::LedgerLine {
        object: line.object,
        version: line.version,
        recipient: line.recipient,
        // By which way it went says nothing about what is owed.
        route: Route::ExportFile,
        marking: line.marking,
        at: line.at,
        redacted: false,
        agreement: None,
        collection: None,
        decided_by: None,
    }
}

/// What one new version makes owed, given who has which versions.
fn owed(object: &NewObject, lines: &[gate::LedgerLine]) -> Vec<gate::Notice> {
    let Ok(value) = serde_json::from_slice::<Value>(&object.bytes) else { return Vec::new() };
    let change = |kind| Change { object: object.id.clone(), kind };
    let newer =
        |notice: &gate::Notice| notice.held.iter().all(|held| instant(held) < instant(&object.version));
    if value["revoked"] == true {
        return gate::obligations(lines, &change(ChangeKind::Withdrawn)).into_iter().filter(newer).collect();
    }
    let refs = value["object_marking_refs"].as_array();
    let label = refs.into_iter().flatten().filter_map(|id| fixed_marking(id.as_str()?)).max();
    let narrowed = gate::obligations(lines, &change(ChangeKind::Narrowed { to: label.unwrap_or_default() }));
    let narrowed: Vec<gate::Notice> = narrowed.into_iter().filter(newer).collect();
    let told: BTreeSet<&str> = narrowed.iter().map(|one| one.recipient.as_str()).collect();
    let corrected = change(ChangeKind::Corrected { version: object.version.clone() });
    let corrected = gate::obligations(lines, &corrected).into_iter();
    let corrected: Vec<_> =
        corrected.filter(|one| newer(one) && !told.contains(one.recipient.as_str())).collect();
    narrowed.into_iter().chain(corrected).collect()
}

/// A version without its final Z, so that `…:00.5` sorts after `…:00`.
fn instant(version: &str) -> &str {
    version.trim_end_matches('Z')
}

#[cfg(test)]
mod tests {
    use super::{ChangeKind, for_gate, owed};
    use ostrakon_model::Tlp;
    use ostrakon_store::{LedgerLine, NewObject};
    use serde_json::json;

    fn line(recipient: &str, version: &str, marking: Tlp) -> ostrakon_exchange::gate::LedgerLine {
        for_gate(LedgerLine {
            recipient: recipient.into(),
            object: "incident--1".into(),
            version: version.into(),
            marking,
            route: "taxii".into(),
            at: 0,
            seq: 0,
        })
    }

    fn version(version: &str, marking: Tlp, revoked: bool) -> NewObject {
        let marking = ostrakon_exchange::gate::marking_id(marking);
        let body = json!({"revoked": revoked, "object_marking_refs": [marking]});
        NewObject {
            id: "incident--1".into(),
            kind: "incident".into(),
            version: version.into(),
            spec_version: "2.1".into(),
            bytes: body.to_string().into_bytes(),
        }
    }

    #[test]
    fn each_who_has_an_earlier_version_is_owed_what_changed_and_nobody_else() {
        let (old, new) = ("2024-06-01T00:00:00.000Z", "2024-06-02T00:00:00.000Z");
        let lines = [line("a", old, Tlp::Amber), line("b", old, Tlp::Green), line("b", new, Tlp::Green)];
        let told = |object: &NewObject| {
            owed(object, &lines).into_iter().map(|one| (one.recipient, one.kind)).collect::<Vec<_>>()
        };
        let corrected = |version: &str| ChangeKind::Corrected { version: version.into() };
        assert_eq!(told(&version(new, Tlp::Green, false)), [("a".to_owned(), corrected(new))]);
        let later = "2024-06-03T00:00:00.000Z";
        assert_eq!(told(&version(later, Tlp::Green, true)).len(), 2);
        // A label narrower than what `b` got it under is more than a correction.
        let narrowed = ("b".to_owned(), ChangeKind::Narrowed { to: Tlp::Amber });
        assert_eq!(told(&version(later, Tlp::Amber, false)), [narrowed, ("a".to_owned(), corrected(later))]);
        // An older version that arrives late corrects nothing.
        assert!(told(&version("2024-05-01T00:00:00.000Z", Tlp::Green, false)).is_empty());
    }
}
