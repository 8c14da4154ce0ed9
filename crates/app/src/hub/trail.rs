//! What was done: the log and the ledger, for those who look back.

use super::{Hub, HubError};
use ostrakon_access::Principal;
use ostrakon_store::{LedgerLine, LedgerQuery, StoredEvent};

/// A page of the ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerPage {
    /// The lines.
    pub lines: Vec<LedgerLine>,
    /// How to ask for the next page.
    pub next: Option<String>,
}

/// Lines of one page.
const PAGE: usize = 1000;
/// Between the parts of a cursor: it stands in no id and no label.
const BETWEEN: char = '\u{1f}';

impl Hub {
    /// Who got what. Somebody of another organisation sees what went to that organisation.
    ///
    /// # Errors
    /// [`HubError::Invalid`] for a cursor that was not given out here.
    pub fn ledger(
        &self,
        who: &Principal,
        object: Option<String>,
        recipient: Option<String>,
        next: Option<&str>,
    ) -> Result<LedgerPage, HubError> {
        let recipient = if who.own { recipient } else { Some(who.organisation.clone()) };
        let after = next.map(read_cursor).transpose()?;
        let lines = self.store().ledger(&LedgerQuery { object, recipient, after, limit: PAGE })?;
        let next = lines.last().filter(|_| lines.len() == PAGE).map(write_cursor);
        Ok(LedgerPage { lines, next })
    }

    /// Verifies the whole log and every content that it names.
    ///
    /// # Errors
    /// [`HubError::Store`] when it cannot be read at all; damage is in the answer.
    pub fn verify_log(&self) -> Result<ostrakon_store::Verified, HubError> {
        Ok(self.store().verify()?)
    }

    /// Where the log stands now, signed by this node, for a third party to keep: who rewrites or cuts the log cannot rewrite
    /// what that party holds.
    ///
    /// # Errors
    /// [`HubError::Conflict`] where this node has no key; [`HubError::Store`] while the log is empty.
    pub fn log_checkpoint(&self) -> Result<ostrakon_store::Checkpoint, HubError> {
        let none =
            "this node has no key to sign with: set OSTRAKON_NODE_KEY (openssl rand -hex 32 makes one)";
        let key = self.node_key()?.ok_or_else(|| HubError::Conflict(none.into()))?;
        Ok(self.store().checkpoint(&key.to_bytes(), self.now())?)
    }

    /// Events after a number, of one subject or of all.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn log(&self, after: i64, subject: Option<&str>, limit: usize) -> Result<Vec<StoredEvent>, HubError> {
        Ok(match subject {
            Some(subject) => self.store().history(subject, after, limit)?,
            None => self.store().events(after, limit)?,
        })
    }
}

fn write_cursor(line: &LedgerLine) -> String {
    let text = [&line.recipient, &line.object, &line.version, line.marking.label(), &line.route]
        .join(&BETWEEN.to_string());
    ostrakon_store::to_hex(text.as_bytes())
}

fn read_cursor(text: &str) -> Result<LedgerLine, HubError> {
    let bad = || HubError::invalid("next", "it was not given out by this server; begin anew without it");
    if !text.len().is_multiple_of(2) || text.len() > 4000 || !text.is_ascii() {
        return Err(bad());
    }
    let bytes: Option<Vec<u8>> =
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(bad)?;
    let parts: Vec<&str> = text.split(BETWEEN).collect();
    let &[recipient, object, version, marking, route] = parts.as_slice() else { return Err(bad()) };
    Ok(LedgerLine {
        recipient: recipient.into(),
        object: object.into(),
        version: version.into(),
        marking: marking.parse().map_err(|_| bad())?,
        route: route.into(),
        at: 0,
        seq: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::{read_cursor, write_cursor};
    use ostrakon_model::Tlp;
    use ostrakon_store::LedgerLine;

    #[test]
    fn a_cursor_is_read_back_and_others_are_refused() {
        let line = LedgerLine {
            recipient: "identity--1".into(),
            object: "malware--é".into(),
            version: String::new(),
            marking: Tlp::AmberStrict,
            route: "taxii".into(),
            at: 0,
            seq: 0,
        };
        assert_eq!(read_cursor(&write_cursor(&line)).ok(), Some(line));
        for bad in ["x", "zz", "00", "é", "1f1f1f1f"] {
            assert!(read_cursor(bad).is_err(), "{bad}");
        }
    }
}
