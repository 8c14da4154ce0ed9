//! Casework: the state machines of `response` over the store.
//!
//! **The problem.** Nineteen kinds of record with a life of their own must each be decided, logged, shown and shared alike, and
//! an act that leaves the house must say for ever who decided it, on what evidence and under which law.
//!
//! **The choice.** One path for all kinds: read the record, make the scene (who acts, the world, a second person's approval),
//! decide, apply, and write in one commit: the events with what they say, the record that follows, the spent approval, and the
//! ledger's lines of what went to whom. What an event says lies beside the log under its digest, so that it can be erased;
//! the log itself holds its name, its law, its evidence and its recipients. **Rejected.** A service a kind: the twentieth
//! would forget the ledger.
//!
//! ```text
//! kinds   which kinds there are         scene   the world that decisions know     commands  decide and write
//! consequences  what follows for other records
//! index   what boards and lists show    show    what somebody may see of it       acts      who decided this
//! told    lists through the gate        incidents   all incidents, with what is known of them
//! evidence_bundle  evidence files that are checked without us; evidence_items their items beside them
//! cap     alerts as messages of the Common Alerting Protocol      cap_in  what comes in
//! measured what is computed from records          counted   the effect of a measure, counted from the data
//! past    records at a moment
//! routing what is known of an incident, and what may be done about it
//!          known    what the hub knows by itself    overlay  what people typed, over it
//!          media    who is behind an address        access   on which basis evidence came
//! ```

mod acts;
pub mod cap;
mod cap_in;
mod commands;
mod consequences;
mod contested;
mod counted;
pub mod evidence_bundle;
pub mod evidence_items;
mod incidents;
mod index;
mod joining;
mod kinds;
mod made_public;
mod measured;
mod past;
mod routing;
mod scene;
mod show;
#[cfg(test)]
mod tests;
mod told;

pub use acts::Act;
pub use cap_in::ReceivedCap;
pub(crate) use commands::{Kept, kept};
pub use counted::CountedMeasure;
pub use incidents::{IncidentPage, IncidentQuery, IncidentRow};
pub(crate) use index::Index;
pub use index::{Board, DeadlineRow, Full, ListPage, ListQuery, Listed};
pub use kinds::{KINDS, Kind, kind};
pub use measured::{Measured, RegisterFigures};
pub use ostrakon_response as response;
pub(crate) use past::{Hidden, Past, Wanted};
pub use routing::{KeptSituation, Rested, SituationRevision};
pub use show::{Due, HistoryEntry, Shown};
pub(crate) use show::{as_object, of_object};

/// Kind of the records that hold what an event says: id `kind/id/00000001`.
const EVENT: &str = "casework-event";
