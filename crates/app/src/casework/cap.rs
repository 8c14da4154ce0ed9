//! An alert as a message of the Common Alerting Protocol (what comes in: `cap_in`).
//!
//! **The choice.** An alert that was corrected goes out as `Update` and one that was withdrawn as `Cancel`, each with references to all
//! that went before; an exercise bears the status `Exercise`. What CAP has no element for stands in parameters that begin with
//! `ostrakon.`, the time to acknowledge among them. **Rejected.** `expires` for that time: it says when what is told no longer holds, and
//! whoever reads it then would drop an alert that stands.

use crate::hub::{Hub, HubError};
use ostrakon_access::Principal;
pub use ostrakon_exchange::cap::MEDIA_TYPE;
use ostrakon_exchange::cap::{self, Info, Message};
use ostrakon_model::Tlp;
use ostrakon_model::time::iso;
use ostrakon_response::Aggregate;
use ostrakon_response::alert::{Alert, Class, Phase};
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
        let exercise = alert.is_exercise() || crate::clock::is_exercise();
        let mut message = Message {
            identifier: format!("{id}.1"),
            sent: *issued,
            status: if exercise { "Exercise" } else { "Actual" }.into(),
            kind: "Alert".into(),
            incidents: alert.draft.incidents.iter().cloned().collect(),
            infos: vec![info(&alert, &house.name, *issued)],
            ..Message::default()
        };
        // Each correction was a message of its own.
        let moments = std::iter::once(*issued).chain(alert.corrections.iter().map(|one| one.at));
        let all: Vec<String> =
            moments.zip(1..).map(|(at, n)| cap::reference(&sender, &format!("{id}.{n}"), at)).collect();
        if let Some(last) = alert.corrections.last() {
            message.identifier = format!("{id}.{}", alert.corrections.len() + 1);
            (message.kind, message.sent) = ("Update".into(), last.at);
            message.note = Some(last.text.clone());
            message.references = all[..alert.corrections.len()].to_vec();
        }
        if let (Phase::Withdrawn, Some((at, why))) = (alert.phase, &alert.ended) {
            message.identifier = format!("{id}.{}", alert.corrections.len() + 2);
            (message.kind, message.sent) = ("Cancel".into(), *at);
            message.note = Some(why.clone());
            message.references = all;
        }
        if alert.is_exercise() {
            // Where the standard asks for the name of the exercise (§3.2.1).
            let note = message.note.as_deref().unwrap_or(&alert.draft.title);
            message.note = Some(format!("EXERCISE: {note}"));
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
    if draft.acknowledge_within_hours > 0 {
        let hours = i64::from(draft.acknowledge_within_hours);
        put("acknowledge-within-hours", &hours.to_string());
        put("acknowledge-by", &iso(issued + hours * 3_600_000));
    }
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
        sender_name: Some(sender.to_owned()),
        headline: Some(draft.title.clone()),
        description: Some(draft.claim.clone()),
        instruction: Some(draft.proposed_action.clone()).filter(|text| !text.is_empty()),
        parameters,
        areas: countries
            .into_iter()
            .map(|one| (one.to_owned(), vec![("ISO 3166-1".into(), one.to_owned())]))
            .collect(),
        ..Info::default()
    }
}
