//! A message of CAP 1.2 that comes in: what the standard says that it does, done to the records that it speaks of.
//!
//! **The rule** (CAP 1.2, §3.2.1). `status`: *Actual* and *Exercise* are taken in, the second as an exercise for ever; *Test* is to be
//! disregarded, *System* is between networks, *Draft* is not actionable: nothing is made of these, and the answer says why. `msgType`: an
//! *Alert* makes a draft; an *Update* rewrites the draft of the message that it names, a *Cancel* ends it; of what we issued already
//! both are kept at the record, for people to decide; *Ack* and *Error* are kept at the alert of ours that they name. Only its sender
//! updates or cancels a message. One that came before is told and makes nothing.

use super::Shown;
use crate::hub::{Hub, HubError};
use ostrakon_access::Principal;
use ostrakon_exchange::Limits;
use ostrakon_exchange::cap::{self, Info, Message};
use ostrakon_model::Tlp;
use ostrakon_model::time::iso;
use ostrakon_response::Aggregate;
use ostrakon_response::alert::{self, Alert, Class, Draft, MessageKind, Phase};
use ostrakon_store::RecordQuery;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeSet;
use std::fmt::Write;
use utoipa::ToSchema;

/// Characters of a claim, and of the other texts of a draft.
const CLAIM: usize = 4_000;
const TEXT: usize = 2_000;

/// A message as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReceivedCap {
    /// Number of the event of the record.
    pub n: u64,
    /// When it was taken in, milliseconds of UTC.
    pub at: i64,
    /// Who sent it, when, and what it does.
    pub message: alert::Message,
    /// The whole message, in all its languages.
    pub cap: String,
}

/// An alert of the asker's organisation.
struct Held {
    id: String,
    alert: Alert,
}

impl Hub {
    /// Takes in a message of CAP 1.2: opens a draft, or does to the alerts that it names what it says. `language` is the one that the
    /// draft is wanted in, where the message has several.
    ///
    /// # Errors
    /// [`HubError::Invalid`] with every fault and its path; [`HubError::Conflict`] for a message that came before;
    /// [`HubError::Refused`] as for any alert.
    pub fn alert_from_cap(&self, who: &Principal, bytes: &[u8], language: &str) -> Result<Shown, HubError> {
        let limits = Limits { bytes: super::cap::MOST_BYTES, ..Limits::default() };
        let message = cap::read(bytes, limits).map_err(crate::hub::imports::refused)?;
        let kind = checked(&message)?;
        let taken = taken(&message, kind);
        let held = self.alerts_held(who)?;
        if let Some(one) = held.iter().find(|one| has_received(one, &message.sender, &message.identifier)) {
            return Err(HubError::Conflict(format!(
                "message {} of {} is here already, as alert/{}: nothing was drafted anew",
                message.identifier, message.sender, one.id
            )));
        }
        let mut about: Vec<&Held> = Vec::new();
        let answers = matches!(kind, MessageKind::Ack | MessageKind::Error);
        for (sender, identifier) in named(&message) {
            // Of what we sent, others say that they have it; what we updated ourselves is no news.
            let is_it = |one: &&Held| {
                has_received(one, sender, identifier) || (answers && has_sent(one, sender, identifier))
            };
            let Some(one) = held.iter().find(is_it) else { continue };
            let theirs = sender == message.sender;
            if !theirs && matches!(kind, MessageKind::Update | MessageKind::Cancel) {
                return Err(HubError::invalid(
                    "alert.references",
                    format!("message {identifier} is of {sender}: only its sender updates or cancels it"),
                ));
            }
            if !about.iter().any(|known| known.id == one.id) {
                about.push(one);
            }
        }
        let info = chosen(&message.infos, language);
        let fresh = self.cap_draft(who, &message, &info);
        let whole = String::from_utf8_lossy(bytes);
        if about.is_empty() {
            if !matches!(kind, MessageKind::Alert | MessageKind::Update) {
                return Err(HubError::invalid(
                    "alert.references",
                    "none of the messages that it names is here, so there is nothing that it could speak of: take that one in first",
                ));
            }
            let command = json!({ "command": "receive", "message": taken, "whole": whole, "draft": fresh });
            return self.open_record(who, Alert::KIND, &command, None);
        }
        let mut last = None;
        for one in about {
            let mut command = json!({ "command": "receive", "message": taken, "whole": whole });
            if one.alert.phase == Phase::Draft && kind == MessageKind::Update {
                command["draft"] = json!(rewritten(&one.alert.draft, &fresh));
            }
            last = Some(self.command_record(who, Alert::KIND, &one.id, &command, None, None)?);
        }
        last.ok_or_else(|| HubError::NotFound("alert that the message names".into()))
    }

    /// The messages that an alert was made from or that speak of it, whole.
    ///
    /// # Errors
    /// [`HubError::NotFound`]; [`HubError::NotAllowed`] for people of another organisation.
    pub fn cap_received(&self, who: &Principal, id: &str) -> Result<Vec<ReceivedCap>, HubError> {
        let history = self.history_of(who, Alert::KIND, id)?;
        let mut all = Vec::new();
        for one in history {
            let what = &one.event["what"];
            if what["event"] != "received" {
                continue;
            }
            let Ok(message) = serde_json::from_value(what["message"].clone()) else { continue };
            let cap = what["whole"].as_str().unwrap_or_default().to_owned();
            all.push(ReceivedCap {
                n: one.n,
                at: one.event["at"].as_i64().unwrap_or_default(),
                message,
                cap,
            });
        }
        Ok(all)
    }

    /// The alerts that the asker's organisation keeps.
    fn alerts_held(&self, who: &Principal) -> Result<Vec<Held>, HubError> {
        let (mut all, mut query) = (Vec::new(), RecordQuery { limit: 1_000, ..RecordQuery::of(Alert::KIND) });
        loop {
            let page = self.store().records(&query)?;
            for record in
                page.rows.into_iter().filter(|one| one.owner == who.organisation && one.erased.is_none())
            {
                let state = super::commands::kept(&record)?.state;
                if let Ok(alert) = serde_json::from_value(state) {
                    all.push(Held { id: record.id, alert });
                }
            }
            match page.next {
                Some(next) => query.after = Some(next),
                None => return Ok(all),
            }
        }
    }

    /// The draft that a message gives.
    fn cap_draft(&self, who: &Principal, message: &Message, info: &Info) -> Draft {
        let said = |name: &str| info.parameters.get(&format!("ostrakon.{name}")).cloned().unwrap_or_default();
        let one = |name: &str| said(name).into_iter().next().unwrap_or_default();
        let title = info.headline.clone().unwrap_or_else(|| info.event.clone());
        let known = |id: &&String| {
            let named = json!({ "draft": { "incidents": [id] } });
            ostrakon_response::aggregate::is_incident(id) && self.names_incidents(who, None, &named).is_ok()
        };
        let others: Vec<&str> =
            message.incidents.iter().filter(|id| !known(id)).map(String::as_str).collect();
        let origin = origin(message, info, &others);
        let mut claim = [info.description.as_deref(), message.note.as_deref()];
        if claim[0] == claim[1] {
            claim[1] = None;
        }
        let claim =
            claim.into_iter().flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
        let room = CLAIM.saturating_sub(origin.chars().count() + 2);
        let claim = [cut(&claim, room), origin];
        // Their words stand for markings only where they are ours; anything else is not widened.
        let marking = match (message.scope.as_str(), &message.restriction) {
            ("Public", _) => Tlp::Clear,
            (_, Some(text)) => text.parse().unwrap_or(Tlp::AmberStrict),
            _ => Tlp::AmberStrict,
        };
        let election = said("election").into_iter().next();
        let hours = one("acknowledge-within-hours").parse().ok().filter(|hours| (1..=720).contains(hours));
        Draft {
            title: cut(if title.is_empty() { &message.identifier } else { &title }, 200),
            class: if one("class") == "alert" { Class::Alert } else { Class::Share },
            claim: claim.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n"),
            uncertainty: cut(&one("uncertainty"), TEXT),
            falsified_by: cut(&one("falsified-by"), TEXT),
            proposed_action: cut(info.instruction.as_deref().unwrap_or_default(), TEXT),
            evidence: said("evidence").into_iter().collect(),
            incidents: message.incidents.iter().filter(known).cloned().collect(),
            election: election.filter(|id| self.record_of(who, "election", id).is_ok()),
            acknowledge_within_hours: hours.unwrap_or(24),
            marking,
            exercise: message.status == "Exercise",
            ..Draft::default()
        }
    }
}

/// What a message does, if anything is made of messages of its status.
fn checked(message: &Message) -> Result<MessageKind, HubError> {
    let none = |why: &str| Err(HubError::invalid("alert.status", why));
    match message.status.as_str() {
        "Test" => {
            return none(
                "Test: technical testing only, which all recipients disregard (CAP 1.2, §3.2.1); nothing was drafted",
            );
        }
        "System" => {
            return none("System: between the networks themselves (CAP 1.2, §3.2.1); nothing was drafted");
        }
        "Draft" => {
            return none(
                "Draft: not actionable in its form (CAP 1.2, §3.2.1); take in the message itself once it is sent",
            );
        }
        _ => {}
    }
    let kind = match message.kind.as_str() {
        "Update" => MessageKind::Update,
        "Cancel" => MessageKind::Cancel,
        "Ack" => MessageKind::Ack,
        "Error" => MessageKind::Error,
        _ => MessageKind::Alert,
    };
    if kind != MessageKind::Alert && named(message).next().is_none() {
        let why = format!(
            "a message of the type {} names earlier ones, each as `sender,identifier,sent`",
            message.kind
        );
        return Err(HubError::invalid("alert.references", why));
    }
    if kind == MessageKind::Alert && message.infos.is_empty() {
        return Err(HubError::invalid("alert.info", "it is missing: there is nothing to alert of"));
    }
    Ok(kind)
}

/// Sender and identifier of the messages that it names.
fn named(message: &Message) -> impl Iterator<Item = (&str, &str)> {
    message.references.iter().filter_map(|one| {
        let (sender, rest) = one.split_once(',')?;
        let identifier = rest.split_once(',').map_or(rest, |(identifier, _)| identifier);
        (!sender.is_empty() && !identifier.is_empty()).then_some((sender, identifier))
    })
}

/// What the record keeps of a message.
fn taken(message: &Message, kind: MessageKind) -> alert::Message {
    alert::Message {
        sender: cut(&message.sender, 300),
        identifier: cut(&message.identifier, 300),
        sent: message.sent,
        kind,
        exercise: message.status == "Exercise",
        references: message.references.iter().cloned().collect(),
        languages: message.infos.iter().map(|info| info.language.clone()).collect(),
        note: cut(message.note.as_deref().unwrap_or_default(), CLAIM),
        expires: message.infos.iter().find_map(|info| info.expires),
    }
}

/// Whether an alert was made from a message, or keeps it.
fn has_received(held: &Held, sender: &str, identifier: &str) -> bool {
    held.alert.received.iter().any(|one| one.sender == sender && one.identifier == identifier)
}

/// Whether a message is one that we sent of an alert.
fn has_sent(held: &Held, sender: &str, identifier: &str) -> bool {
    let number = identifier.strip_prefix(held.id.as_str()).and_then(|rest| rest.strip_prefix('.'));
    held.alert.issued.is_some()
        && held.alert.author.organisation == sender
        && number.is_some_and(|n| n.parse::<u32>().is_ok())
}

/// What a message says in the language that is asked for, or in English, or at all.
fn chosen(infos: &[Info], language: &str) -> Info {
    let tag = |text: &str| text.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let wanted = tag(language);
    let find = |tagged: &str| infos.iter().find(|one| tag(&one.language) == tagged);
    find(&wanted).or_else(|| find("en")).or(infos.first()).cloned().unwrap_or_default()
}

/// Where it comes from, and what of it stands elsewhere.
fn origin(message: &Message, info: &Info, incidents: &[&str]) -> String {
    let judged = [info.urgency.as_str(), &info.severity, &info.certainty].join(" / ");
    let mut text = format!(
        "CAP {} {} of {} from {} ({}), {judged}",
        message.status,
        message.kind,
        iso(message.sent),
        cut(&message.sender, 300),
        cut(&message.identifier, 300),
    );
    if let Some(expires) = info.expires {
        let _ = write!(text, ", expires {}", iso(expires));
    }
    let others: BTreeSet<&str> =
        message.infos.iter().map(|one| one.language.as_str()).filter(|one| *one != info.language).collect();
    if !others.is_empty() {
        let others: Vec<&str> = others.into_iter().collect();
        let _ = write!(text, "; read in {}, also there in {}", info.language, cut(&others.join(", "), 200));
    }
    if !incidents.is_empty() {
        let _ = write!(text, "; incidents: {}", cut(&incidents.join(", "), 500));
    }
    text
}

/// A draft that an update has taken the place of: what the message says is new, what people added stays.
fn rewritten(before: &Draft, fresh: &Draft) -> Draft {
    let filled = |new: &str, old: &str| if new.is_empty() { old.to_owned() } else { new.to_owned() };
    Draft {
        title: fresh.title.clone(),
        claim: fresh.claim.clone(),
        uncertainty: filled(&fresh.uncertainty, &before.uncertainty),
        falsified_by: filled(&fresh.falsified_by, &before.falsified_by),
        proposed_action: filled(&fresh.proposed_action, &before.proposed_action),
        evidence: before.evidence.union(&fresh.evidence).cloned().collect(),
        incidents: before.incidents.union(&fresh.incidents).cloned().collect(),
        // What may be known of it is not widened by a later message.
        marking: before.marking.max(fresh.marking),
        ..before.clone()
    }
}

/// At most so many characters; what is cut off says so.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(2)).chain(" …".chars()).collect()
}
