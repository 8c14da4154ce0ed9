//! The clock of the program: the system's, or that of an exercise.
//!
//! **The problem.** A drill of a past or coming election needs its clock: windows, deadlines and periods of election law are
//! closed or not yet open today. A clock that can be set must never touch the log of a real installation.
//!
//! **The choice.** A program that is started with an exercise clock opens only an installation that began with one, and one that
//! is started without opens no such installation. The clock never goes back: a later start goes on from the last event.
//! **Rejected.** A time with each command: two that are sent by hand would be out of order.

use crate::hub::HubError;
use ostrakon_model::Tlp;
use ostrakon_store::{Commit, Effect, Event, Expect, NewRecord, Store};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::SystemTime;

static EXERCISE: AtomicBool = AtomicBool::new(false);
static SHIFT: AtomicI64 = AtomicI64::new(0);

const KIND: &str = "exercise-clock";
const ID: &str = "clock";

/// Now, milliseconds since 1970 UTC.
pub fn now() -> i64 {
    system().saturating_add(SHIFT.load(Ordering::SeqCst))
}

fn system() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Reads a moment as RFC 3339 writes it.
///
/// # Errors
/// What is wrong, with an example.
pub fn read(text: &str) -> Result<i64, String> {
    let read = text.parse::<jiff::Timestamp>();
    read.map(jiff::Timestamp::as_millisecond)
        .map_err(|error| format!("{error}; write it such as 2024-06-04T09:00:00Z"))
}

/// Whether the clock is an exercise's.
pub fn is_exercise() -> bool {
    EXERCISE.load(Ordering::SeqCst)
}

/// Lets the clock of this process begin at a moment, milliseconds since 1970 UTC.
pub fn begin_exercise(at: i64) {
    EXERCISE.store(true, Ordering::SeqCst);
    SHIFT.store(at.saturating_sub(system()), Ordering::SeqCst);
}

/// Refuses an installation whose log was not written by such a clock, and goes on from its last event.
///
/// # Errors
/// [`HubError::NotAllowed`] that names the mend.
pub(crate) fn check(store: &Store) -> Result<(), HubError> {
    let theirs = store.record(KIND, ID)?.is_some();
    match (is_exercise(), theirs) {
        (false, false) => Ok(()),
        (true, true) => {
            let event = store.events(store.last_seq()? - 1, 1)?.into_iter().next();
            if let Some(event) = event.filter(|event| event.at > now()) {
                begin_exercise(event.at);
            }
            Ok(())
        }
        (true, false) if store.last_seq()? == 0 => begin(store),
        (true, false) => Err(refused(
            "this installation keeps real records, and an exercise clock would falsify its log: leave out --exercise-clock, \
             or choose another data directory",
        )),
        (false, true) => Err(refused(
            "this installation is an exercise with a clock of its own: start with --exercise-clock TIME (it goes on from its \
             last event)",
        )),
    }
}

fn refused(detail: &str) -> HubError {
    HubError::NotAllowed { detail: detail.into(), rule: "exercise-clock".into() }
}

fn begin(store: &Store) -> Result<(), HubError> {
    let record = NewRecord {
        kind: KIND.into(),
        id: ID.into(),
        owner: "system".into(),
        marking: Tlp::Clear,
        keys: BTreeMap::new(),
        body: json!({ "began": now() }),
    };
    let event = Event {
        kind: "exercise-clock.began".into(),
        subject: format!("{KIND}/{ID}"),
        data: json!({}),
        effects: vec![Effect::PutRecord(record)],
    };
    let expect = vec![Expect { kind: KIND.into(), id: ID.into(), rev: None }];
    let commit =
        Commit { actor: "command-line".into(), at: now(), events: vec![event], expect, idempotency: None };
    store.commit(commit)?;
    Ok(())
}
