//! Evidence comes to its end: when its retention class has run out, and nobody needs it any more.
//!
//! **The problem.** A screenshot of a private account that was kept for a case lies there years after the case is closed. And
//! evidence that goes while somebody contests the record that rests on it, or while it is ordered to be preserved, cannot be
//! got back. **The choice.** Whoever hands evidence in may say its class; its time counts from when it was stored, and anew from
//! the last change of every record of casework that rests on it. A record rests on it when it names the digest, or is about an
//! incident that does. While one of them is open (a case, an evidence file, a preservation request), or is contested, it stays
//! whatever the class. When it goes, bytes, their keys and what the record said are gone; digest, chain of custody and the receipt stay.
//! Evidence without a class goes by the decision of two people and by nothing else, and so does all that goes early.
//! **Rejected.** A list of links from records to evidence, kept beside: it would be forgotten by the next kind of record.

use super::evidence::{self, Evidence};
use super::standing::SYSTEM;
use super::{Hub, HubError, Versioned};
use crate::casework::{KINDS, kept};
use crate::terms;
use ostrakon_response::Aggregate;
use ostrakon_response::contestation::Contestation;
use ostrakon_store::{Commit, Custody, Effect, Event, Expect, Record, RecordQuery, from_hex};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Length of a SHA-256 in hexadecimal.
const DIGEST: usize = 64;

/// What casework says of an item.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Use {
    /// Whether a record that is open, or contested, rests on it.
    needed: bool,
    /// The last change of a record that rests on it.
    last: i64,
}

impl Hub {
    /// Evidence whose time is over and that nobody needs, by organisation and digest.
    ///
    /// # Errors
    /// [`HubError::Store`]; [`HubError::Damaged`] for a record that cannot be read.
    pub fn expired_evidence(&self) -> Result<Vec<Evidence>, HubError> {
        Ok(self.over_and_unneeded()?.into_iter().map(|(_, found)| found.value).collect())
    }

    /// Lets evidence go whose time is over and that nobody needs; how many items.
    ///
    /// # Errors
    /// As [`Hub::expired_evidence`]. What went is gone, the rest goes with the next run.
    pub fn expire_evidence(&self) -> Result<usize, HubError> {
        let over = self.over_and_unneeded()?;
        for (record, found) in &over {
            match self.let_go(record, found) {
                // Somebody handed it in again, or narrowed it, meanwhile: the next run looks again.
                Ok(()) | Err(HubError::Changed(_)) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(over.len())
    }

    fn let_go(&self, record: &Record, found: &Versioned<Evidence>) -> Result<(), HubError> {
        let (now, name) = (self.now(), found.value.sha256.clone());
        let Some(sha256) = from_hex(&name) else { return Ok(()) };
        let class = found.value.retention.clone().unwrap_or_default();
        let last = self.is_last_holder(&name, &found.id)?;
        let gone = Evidence { destroyed_at: Some(now), source_url: String::new(), ..found.value.clone() };
        let entry = Custody {
            action: "destroy".into(),
            reason: format!("its retention class {class} has run out"),
            ..Custody::default()
        };
        let mut effects = vec![
            Effect::Custody { sha256, entry },
            Effect::PutRecord(evidence::record(&record.owner, &gone)?),
            Effect::Erase { contents: vec![record.content] },
        ];
        if last {
            effects.push(Effect::DestroyBlob { sha256 });
        }
        let data = json!({ "sha256": name, "retention": class, "bytes_destroyed": last });
        let event = Event { data, effects, ..evidence::event("evidence.expired", &name) };
        let expect = vec![Expect { kind: evidence::KIND.into(), id: found.id.clone(), rev: Some(found.rev) }];
        self.store().commit(Commit {
            actor: SYSTEM.into(),
            at: now,
            events: vec![event],
            expect,
            idempotency: None,
        })?;
        if last {
            self.store().remove_blob(&sha256)?;
        }
        Ok(())
    }

    /// Records of evidence whose class has run out, and that nobody needs.
    fn over_and_unneeded(&self) -> Result<Vec<(Record, Versioned<Evidence>)>, HubError> {
        let now = self.now();
        let (mut due, mut query) =
            (Vec::new(), RecordQuery { limit: 1_000, ..RecordQuery::of(evidence::KIND) });
        loop {
            let page = self.store().records(&query)?;
            for record in page.rows {
                let Some(found) = Versioned::<Evidence>::read(record.clone())? else { continue };
                let Some(time) = time_of(&found.value) else { continue };
                if now > found.value.stored_at.saturating_add(time) {
                    due.push((record, found, time));
                }
            }
            match page.next {
                Some(next) => query.after = Some(next),
                None => break,
            }
        }
        if due.is_empty() {
            return Ok(Vec::new());
        }
        let uses =
            self.uses_of_evidence(&due.iter().map(|(_, found, _)| found.value.sha256.as_str()).collect())?;
        let over = due.into_iter().filter(|(_, found, time)| {
            let how = uses.get(&found.value.sha256).copied().unwrap_or_default();
            !how.needed && now > how.last.saturating_add(*time)
        });
        Ok(over.map(|(record, found, _)| (record, found)).collect())
    }

    /// What casework of all kinds says of these digests.
    fn uses_of_evidence(&self, wanted: &BTreeSet<&str>) -> Result<BTreeMap<String, Use>, HubError> {
        let mut uses: BTreeMap<String, Use> = BTreeMap::new();
        // By record, so that a contestation finds what the contested one rests on.
        let mut by_record: HashMap<String, BTreeSet<String>> = HashMap::new();
        let mut by_incident: HashMap<String, BTreeSet<String>> = HashMap::new();
        let mut contested: Vec<String> = Vec::new();
        for kind in KINDS {
            let mut query = RecordQuery { limit: 1_000, ..RecordQuery::of(kind.name) };
            loop {
                let page = self.store().records(&query)?;
                for record in page.rows.iter().filter(|one| one.erased.is_none()) {
                    let state = kept(record)?.state;
                    let summary = (kind.look)(&state).unwrap_or_default().summary;
                    let mut digests = named(&state.to_string(), wanted);
                    for incident in &summary.incidents {
                        if !by_incident.contains_key(incident) {
                            by_incident.insert(incident.clone(), self.named_by(incident, wanted)?);
                        }
                        digests.extend(by_incident[incident].iter().cloned());
                    }
                    for digest in &digests {
                        let how = uses.entry(digest.clone()).or_default();
                        how.needed |= summary.open;
                        how.last = how.last.max(record.updated);
                    }
                    if kind.name == Contestation::KIND && summary.open {
                        contested.extend(state["draft"]["contested"].as_str().map(str::to_owned));
                    }
                    if !digests.is_empty() {
                        by_record.insert(format!("{}/{}", kind.name, record.id), digests);
                    }
                }
                match page.next {
                    Some(next) => query.after = Some(next),
                    None => break,
                }
            }
        }
        for digest in contested.iter().filter_map(|record| by_record.get(record)).flatten() {
            uses.entry(digest.clone()).or_default().needed = true;
        }
        Ok(uses)
    }

    /// The digests that any version of an object names.
    fn named_by(&self, object: &str, wanted: &BTreeSet<&str>) -> Result<BTreeSet<String>, HubError> {
        let versions = self.store().versions(object)?;
        let texts = versions.iter().map(|version| String::from_utf8_lossy(&version.bytes));
        Ok(texts.flat_map(|text| named(&text, wanted)).collect())
    }
}

/// How long an item is kept, in milliseconds; none for what has no class, or is gone already.
fn time_of(evidence: &Evidence) -> Option<i64> {
    let class = evidence.retention.as_deref().filter(|_| evidence.destroyed_at.is_none())?;
    // A class that this version does not know is no reason to let something go.
    terms::retention_ms(class).ok()
}

/// The digests among these that a text names, in capitals or not.
fn named(text: &str, wanted: &BTreeSet<&str>) -> BTreeSet<String> {
    let runs = text.split(|c: char| !c.is_ascii_hexdigit()).filter(|run| run.len() == DIGEST);
    runs.map(str::to_ascii_lowercase).filter(|run| wanted.contains(run.as_str())).collect()
}

/// Refuses a class that is none.
pub(super) fn check_class(class: &str) -> Result<(), HubError> {
    terms::retention_ms(class).map(|_| ()).map_err(|_| {
        let classes: Vec<&str> = terms::RETENTION_CLASSES.iter().map(|(name, _)| *name).collect();
        HubError::invalid("retention", format!("no such class; give one of {}", classes.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::access::{Credential, OrganisationKind, Principal, Role};
    use crate::hub::evidence::NewEvidence;
    use crate::hub::{Fault, Tlp};
    use crate::people::{Actor, NewCollection, NewOrganisation, NewPerson, People};
    use proptest::prelude::*;
    use serde_json::Value;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    const NOW: i64 = 1_750_000_000_000;
    const DAY: i64 = 86_400_000;
    const INCIDENT: &str = "incident--00000000-0000-4000-8000-000000000001";

    struct Place {
        hub: Hub,
        who: Principal,
        clock: Arc<AtomicI64>,
        _folder: tempfile::TempDir,
    }

    fn place() -> Place {
        let folder = tempfile::tempdir().expect("a folder");
        let people = People::at(folder.path(), None).expect("opens");
        let house = NewOrganisation {
            name: "Service".into(),
            kind: OrganisationKind::Institution,
            country: "EU".into(),
            communities: BTreeSet::new(),
        };
        let house = people.add_organisation(house, &Actor::command_line(), NOW).expect("an organisation");
        let person = NewPerson {
            name: "analyst",
            organisation: "Service",
            roles: BTreeSet::from([Role::Analyst, Role::PointOfContact, Role::Approver]),
            password: Some("a heron over grey water"),
            ..NewPerson::default()
        };
        let person = people.add_person(&person, &Actor::command_line(), NOW).expect("a person").0;
        let house = people.organisation(&house.id).expect("there");
        let who = Principal::new(&person, &house, Credential::CommandLine, None, None, people.matrix());
        let clock = Arc::new(AtomicI64::new(NOW));
        let hands = Arc::clone(&clock);
        let hub = Hub::over(people.store().clone(), Arc::new(move || hands.load(Ordering::Relaxed)));
        Place { hub: hub.expect("opens"), who, clock, _folder: folder }
    }

    impl Place {
        fn hold(&self, bytes: &[u8], class: Option<&str>) -> Result<String, HubError> {
            let new = NewEvidence {
                media_type: "image/png".into(),
                source_url: "https://a.example/post".into(),
                marking: Tlp::Amber,
                reason: "public task".into(),
                retention: class.map(str::to_owned),
                ..NewEvidence::default()
            };
            self.hub.add_evidence(&self.who, &new, &mut &bytes[..]).map(|(held, _)| held.sha256)
        }

        fn at(&self, days: i64) -> Vec<String> {
            self.clock.store(NOW + days * DAY, Ordering::Relaxed);
            let over = self.hub.expired_evidence().expect("looked");
            assert_eq!(self.hub.expire_evidence().expect("gone"), over.len());
            over.into_iter().map(|one| one.sha256).collect()
        }

        fn open(&self, kind: &str, command: &Value) -> String {
            self.hub.open_record(&self.who, kind, command, None).expect("opened").id
        }
    }

    #[test]
    fn what_has_a_class_goes_when_it_has_run_out_and_what_has_none_stays() {
        // Given an item for thirty days, one for a year and one without a class.
        let place = place();
        let short = place.hold(b"short", Some("30d")).expect("kept");
        let long = place.hold(b"long", Some("1y")).expect("kept");
        let ever = place.hold(b"ever", None).expect("kept");
        // When thirty days are over, then the first is gone, with a receipt, and nothing else is.
        assert!(place.at(30).is_empty());
        assert_eq!(place.at(31), std::slice::from_ref(&short));
        let gone = place.hub.evidence(&place.who, &short).expect("its record stays").value;
        assert_eq!((gone.destroyed_at, gone.source_url.as_str(), gone.size), (Some(NOW + 31 * DAY), "", 5));
        assert!(matches!(place.hub.open_evidence(&place.who, &short, "look"), Err(HubError::Gone(_))));
        let (_, chain) = place.hub.custody(&place.who, &short).expect("its chain stays");
        let last = chain.last().expect("an entry");
        assert_eq!((&last.entry["action"], &last.entry["actor"]), (&json!("destroy"), &json!("system")));
        let log = place.hub.log(0, Some(&format!("evidence/{short}")), 10).expect("read");
        let receipt = log.last().expect("an event");
        assert_eq!(receipt.kind, "evidence.expired");
        assert_eq!(receipt.data["bytes_destroyed"], true);
        assert!(place.hub.store().verify().expect("read").first_bad.is_none());
        // And a second look does nothing.
        assert!(place.at(32).is_empty());
        assert_eq!(place.at(366), [long]);
        assert!(place.hub.evidence(&place.who, &ever).expect("kept").value.destroyed_at.is_none());
        // What is no class is refused with those that are.
        let refused = place.hold(b"bad", Some("for ever")).expect_err("refused");
        let HubError::Invalid { faults, .. } = refused else { panic!("{refused}") };
        assert!(matches!(faults.as_slice(), [Fault { detail, .. }] if detail.contains("30d")), "{faults:?}");
    }

    #[test]
    fn what_an_open_case_rests_on_stays_and_its_time_counts_anew_when_the_case_is_closed() {
        // Given an item that an incident names, and a case about the incident.
        let place = place();
        let digest = place.hold(b"capture", Some("30d")).expect("kept");
        let shelf = NewCollection { title: "Incidents".into(), ..NewCollection::default() };
        let shelf =
            place.hub.people().add_collection(shelf, &Actor::command_line(), NOW).expect("a shelf").id;
        let incident = json!({
            "type": "incident", "spec_version": "2.1", "id": INCIDENT, "created": "2024-06-01T00:00:00.000Z",
            "modified": "2024-06-01T00:00:00.000Z", "name": "x",
            "external_references": [{ "source_name": "capture", "hashes": { "SHA-256": digest.to_uppercase() } }],
        });
        place.hub.add(&place.who, &shelf, &[incident.to_string()]).expect("added");
        let video = NewOrganisation {
            name: "Video".into(),
            kind: OrganisationKind::Platform,
            country: "IE".into(),
            communities: BTreeSet::new(),
        };
        let video = place.hub.people().add_organisation(video, &Actor::command_line(), NOW).expect("made").id;
        let keep = json!({ "draft": {
            "title": "Keep the accounts", "addressee": video, "nature": "request", "incidents": [INCIDENT],
            "scope": "accounts and logs", "from": NOW - DAY, "to": NOW, "keep_until": NOW + 90 * DAY,
            "marking": "TLP:AMBER",
        } });
        let record = place.open("preservation", &merged(&keep, "open"));
        // When its class has run out, then it stays, since it is to be preserved.
        assert!(place.at(40).is_empty());
        // When that is over, then its time counts anew from there.
        let end = json!({ "command": "withdraw", "reason": "It is not needed any more." });
        place.hub.command_record(&place.who, "preservation", &record, &end, None, None).expect("withdrawn");
        // When what rests on it is contested, then it stays as long as that is open.
        let contested = json!({ "command": "open", "draft": {
            "title": "It was not needed", "contested": format!("preservation/{record}"),
            "statement": "Nothing of it is ours.", "capacity": "organisation", "marking": "TLP:AMBER",
        } });
        let contestation = place.open("contestation", &contested);
        assert!(place.at(69).is_empty());
        assert!(place.at(90).is_empty());
        let back = json!({ "command": "withdraw", "reason": "It is settled." });
        place
            .hub
            .command_record(&place.who, "contestation", &contestation, &back, None, None)
            .expect("withdrawn");
        assert_eq!(place.at(91), [digest]);
    }

    fn merged(fields: &Value, command: &str) -> Value {
        let mut whole = fields.clone();
        whole["command"] = command.into();
        whole
    }

    proptest! {
        #[test]
        fn a_digest_is_found_in_any_text_as_a_whole_and_not_as_a_part(
            before in "[^0-9a-fA-F]{0,20}", after in "[^0-9a-fA-F]{0,20}", digest in "[0-9a-f]{64}", more in "[0-9a-f]{1,4}",
        ) {
            let wanted = BTreeSet::from([digest.as_str()]);
            let whole = format!("{before}{}{after}", digest.to_uppercase());
            prop_assert_eq!(named(&whole, &wanted), BTreeSet::from([digest.clone()]));
            let part = format!("{before}{digest}{more}{after}");
            prop_assert!(named(&part, &wanted).is_empty());
        }
    }
}
