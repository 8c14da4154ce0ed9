//! What is said of evidence that is handed in, and what of it is refused.

use super::LONGEST;
use crate::hub::{HubError, evidence_retention};
use ostrakon_model::Tlp;
use ostrakon_response::router::Access;

/// How far ahead of ours the clock of a capturing machine may be, in milliseconds.
const AHEAD: i64 = 10 * 60_000;

/// What is said of evidence that is handed in.
#[derive(Debug, Clone, Default)]
pub struct NewEvidence {
    /// Media type, as captured.
    pub media_type: String,
    /// When it was captured, milliseconds since 1970 UTC.
    pub captured_at: Option<i64>,
    /// Where it was captured from.
    pub source_url: String,
    /// Its marking.
    pub marking: Tlp,
    /// Why it was captured, or on which legal basis; no names.
    pub reason: String,
    /// What captured it, and its version.
    pub tool: String,
    /// Class of the network that the capture went out through: office, vpn, tor, …
    pub egress: String,
    /// Task or case that it belongs to.
    pub task: String,
    /// Its retention class ([`crate::terms::RETENTION_CLASSES`]); without one it goes by the decision of two people alone.
    pub retention: Option<String>,
    /// On which basis it came; what nobody marked is open to nobody outside.
    pub access: Option<Access>,
}

impl NewEvidence {
    pub(super) fn check(&self, now: i64) -> Result<(), HubError> {
        if self.reason.trim().chars().count() < 3 {
            return Err(HubError::invalid("reason", "say why it is kept, or on which legal basis"));
        }
        for (name, value) in
            [("reason", &self.reason), ("source_url", &self.source_url), ("tool", &self.tool)]
        {
            text(name, value)?;
        }
        for (name, value) in
            [("egress", &self.egress), ("task", &self.task), ("Content-Type", &self.media_type)]
        {
            if value.len() > 200 {
                return Err(HubError::invalid(name, "at most 200 bytes"));
            }
            text(name, value)?;
        }
        self.retention.as_deref().map_or(Ok(()), evidence_retention::check_class)?;
        let (kind, rest) = self.media_type.split_once('/').unwrap_or_default();
        if kind.is_empty() || rest.is_empty() {
            return Err(HubError::invalid("Content-Type", "say what the bytes are, such as image/png"));
        }
        let readable = ["http://", "https://"].iter().any(|scheme| self.source_url.starts_with(scheme));
        if !self.source_url.is_empty() && !readable {
            return Err(HubError::invalid(
                "source_url",
                "give an address that begins with https:// or http://",
            ));
        }
        if self.captured_at.is_some_and(|at| !(0..=now + AHEAD).contains(&at)) {
            return Err(HubError::invalid(
                "captured_at",
                "it lies in the future, or before 1970; check the clock",
            ));
        }
        Ok(())
    }
}

pub(super) fn text(name: &str, value: &str) -> Result<(), HubError> {
    if value.len() > LONGEST || value.contains(char::is_control) {
        return Err(HubError::invalid(name, format!("at most {LONGEST} bytes, without control characters")));
    }
    Ok(())
}
