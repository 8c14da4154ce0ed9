//! An alert as a message of the Common Alerting Protocol, and a message as the draft of an alert.
//!
//! **The choice.** An alert that was corrected goes out as `Update` and one that was withdrawn as `Cancel`, each with a reference to
//! the first; what CAP has no element for stands in parameters that begin with `ostrakon.`. A message that comes in becomes a draft:
//! criteria, addressees and evidence are for people to fill in, and nothing is issued by reading. **Rejected.** Issuing what comes
//! in: another network's urgency is no assessment of ours.

use super::Shown;
use crate::hub::{Hub, HubError};
use ostrakon_access::Principal;
use ostrakon_exchange::Limits;
pub use ostrakon_exchange::cap::MEDIA_TYPE;
use ostrakon_exchange::cap::{self, Info, Message};
use ostrakon_model::Tlp;
use ostrakon_model::time::iso;
use ostrakon_response::Aggregate;
use ostrakon_response::alert::{Alert, Class, Draft, Phase};
use serde_json::json;
use std::collections::BTreeMap;

/// The most bytes of a message.
pub const MOST_BYTES: usize = 4 << 20;

impl Hub {
    /// An alert that the asker may see, as CAP 1.2.
    ///
    /// # Errors
    /// [`HubError::NotFound`], [`HubError::Conflict`] for one that was never issued.
    pub fn alert_as_cap(&self, who: &Principal, id: &str) -> Result<String, HubError> {
        let shown = self.record_of(who, Alert::KIND, id)?;
        let cut = |error: serde_json::Error| {
            HubError::invalid(
                "/id",
                format!("what may be told to you of it is too little for a message: {error}"),
            )
        };
        let alert: Alert = serde_json::from_value(shown.record).map_err(cut)?;
        let Some((issued, _)) = &alert.issued else {
            return Err(HubError::invalid("/id", "a draft is no message yet: issue it first"));
        };
        let house = self.people().organisation(&shown.owner)?;
        let sender = house.id.clone();
        let mut message = Message {
            identifier: format!("{id}.1"),
            sent: *issued,
            status: if crate::clock::is_exercise() { "Exercise" } else { "Actual" }.into(),
            kind: "Alert".into(),
            incidents: alert.draft.incidents.iter().cloned().collect(),
            infos: vec![info(&alert, &house.name, *issued)],
            ..Message::default()
        };
        let first = cap::reference(&sender, &format!("{id}.1"), *issued);
        if let Some(last) = alert.corrections.last() {
            message.identifier = format!("{id}.{}", alert.corrections.len() + 1);
            (message.kind, message.sent) = ("Update".into(), last.at);
            message.note = Some(last.text.clone());
            message.references = vec![first.clone()];
        }
        if let (Phase::Withdrawn, Some((at, why))) = (alert.phase, &alert.ended) {
            message.identifier = format!("{id}.{}", alert.corrections.len() + 2);
            (message.kind, message.sent) = ("Cancel".into(), *at);
            message.note = Some(why.clone());
            message.references = vec![first];
        }
        message.sender = sender;
        match alert.draft.marking {
            Tlp::Clear => message.scope = "Public".into(),
            marking => {
                message.scope = "Restricted".into();
                message.restriction = Some(marking.to_string());
            }
        }
        Ok(cap::write(&message))
    }

    /// Opens an alert's draft from a message of CAP 1.2.
    ///
    /// # Errors
    /// [`HubError::Invalid`] with every fault and its path; [`HubError::Refused`] as for any alert.
    pub fn alert_from_cap(&self, who: &Principal, bytes: &[u8]) -> Result<Shown, HubError> {
        let limits = Limits { bytes: MOST_BYTES, ..Limits::default() };
        let message = cap::read(bytes, limits).map_err(crate::hub::imports::refused)?;
        let draft = draft(&message);
        self.open_record(who, Alert::KIND, &json!({ "command": "open", "draft": draft }), None)
    }
}

/// What the alert says.
fn info(alert: &Alert, sender: &str, issued: i64) -> Info {
    let draft = &alert.draft;
    let critical = draft.criteria.time_critical.as_ref().is_some_and(|one| one.met);
    let significant = draft.criteria.significant.as_ref().map(|one| one.met);
    let mut parameters = BTreeMap::new();
    let mut put = |name: &str, value: &str| {
        if !value.is_empty() {
            parameters.entry(format!("ostrakon.{name}")).or_insert_with(Vec::new).push(value.to_owned());
        }
    };
    put("class", if draft.class == Class::Alert { "alert" } else { "share" });
    put("uncertainty", &draft.uncertainty);
    put("falsified-by", &draft.falsified_by);
    put("election", draft.election.as_deref().unwrap_or_default());
    draft.evidence.iter().for_each(|one| put("evidence", one));
    let countries: std::collections::BTreeSet<&str> =
        alert.recipients.values().map(|one| one.country.as_str()).filter(|one| !one.is_empty()).collect();
    Info {
        language: "en".into(),
        categories: vec!["Security".into()],
        event: "Foreign interference in an election".into(),
        responses: vec!["Assess".into()],
        urgency: if critical { "Immediate" } else { "Expected" }.into(),
        severity: match significant {
            Some(true) => "Severe",
            Some(false) => "Minor",
            None => "Unknown",
        }
        .into(),
        // How sure the finding is stands with its evidence; a word for it would be a second judgement.
        certainty: "Unknown".into(),
        expires: (draft.acknowledge_within_hours > 0)
            .then(|| issued + i64::from(draft.acknowledge_within_hours) * 3_600_000),
        sender_name: Some(sender.to_owned()),
        headline: Some(draft.title.clone()),
        description: Some(draft.claim.clone()),
        instruction: Some(draft.proposed_action.clone()).filter(|text| !text.is_empty()),
        parameters,
        areas: countries
            .into_iter()
            .map(|one| (one.to_owned(), vec![("ISO 3166-1".into(), one.to_owned())]))
            .collect(),
    }
}

/// The draft that a message gives.
fn draft(message: &Message) -> Draft {
    let info = message.infos.iter().find(|one| one.language.starts_with("en")).or(message.infos.first());
    let info = info.cloned().unwrap_or_default();
    let said = |name: &str| info.parameters.get(&format!("ostrakon.{name}")).cloned().unwrap_or_default();
    let one = |name: &str| said(name).into_iter().next().unwrap_or_default();
    let title = info.headline.clone().unwrap_or_else(|| info.event.clone());
    let origin = format!(
        "CAP {} {} of {} from {} ({}), {}",
        message.status,
        message.kind,
        iso(message.sent),
        message.sender,
        message.identifier,
        [info.urgency.as_str(), &info.severity, &info.certainty].join(" / ")
    );
    // Their words stand for markings only where they are ours; anything else is not widened.
    let marking = match (message.scope.as_str(), &message.restriction) {
        ("Public", _) => Tlp::Clear,
        (_, Some(text)) => text.parse().unwrap_or(Tlp::AmberStrict),
        _ => Tlp::AmberStrict,
    };
    Draft {
        title: if title.is_empty() { message.identifier.clone() } else { title.chars().take(200).collect() },
        class: if one("class") == "alert" { Class::Alert } else { Class::Share },
        claim: [info.description.unwrap_or_default(), message.note.clone().unwrap_or_default(), origin]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("\n\n"),
        uncertainty: one("uncertainty"),
        falsified_by: one("falsified-by"),
        proposed_action: info.instruction.unwrap_or_default(),
        evidence: said("evidence").into_iter().collect(),
        incidents: message.incidents.iter().cloned().collect(),
        election: said("election").into_iter().next(),
        acknowledge_within_hours: 24,
        marking,
        ..Draft::default()
    }
}
