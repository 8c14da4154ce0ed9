//! The one gate through which a record leaves an organisation (invariant 2).
//!
//! **The problem.** Leaks do not come from the object that somebody chose to share but from what hangs on it: the
//! reference to an informant's report, the id in a note's text, the copy embedded in an extension, the handle of a
//! private person, the relationship whose other end is classified.
//!
//! **The choice.** One pure function, [`release()`], for every route. It judges every object in reach by its markings, the
//! recipient's agreement and the route, lets withholding spread along references until nothing changes, and rebuilds
//! what leaves without the parts that may not. A part that may not leave is replaced by nothing; the sender is told how
//! many objects stayed and why, and the recipient is not.
//!
//! **Rejected.** Filters at each interface: they differ on the second day. Answering "not allowed" for an object that
//! exists: it tells that it exists. Marking redacted copies as such inside the object: it changes what the originator
//! signed, and the ledger knows.
//!
//! Rules, in the order in which they are applied:
//! 1. no agreement in force, collection not covered, or no human decision for an outward act: nothing leaves;
//! 2. internal types and properties never leave;
//! 3. an object's label is the strictest of all its markings, AMBER+STRICT without any, RED where one is not understood;
//!    it must not be narrower than what the audience may receive by the route; what a marking means is said by us and by
//!    the object's originator, and by nobody else;
//! 4. who is not in a sharing group receives nothing marked with it;
//! 5. accounts of persons, channels that stand for one included, travel only where the agreement says so, and otherwise
//!    neither do their names in texts, on whichever page;
//! 6. the originator's newest version's verdict holds for all versions, a copy's verdict for the original; what others did
//!    to an object may keep it back and never frees it;
//! 7. what needs something withheld is withheld; what merely mentions it loses the mention.

mod ceiling;
mod decision;
mod fold;
mod gather;
mod handles;
mod judge;
mod ledger;
mod marking;
mod mention;
mod parties;
mod redact;
mod release;
mod remark;
mod required;
mod selector;
#[cfg(test)]
mod tests;
mod weigh;

/// Property of a channel that stands for an account known by a pseudonym: it travels where accounts do.
pub const PSEUDONYM_MARK: &str = "x_ostrakon_pseudonym";
/// `account_type` of an account that is known by a pseudonym.
pub const PSEUDONYM_ACCOUNT: &str = "ostrakon-pseudonym";
/// Type of a channel that is an account on a social medium.
pub const PSEUDONYM_CHANNEL: &str = "social-media-account";

pub use decision::{Decision, LedgerLine, Outcome, Reason, Release, Released};
pub use gather::ids_in;
pub use handles::Handles;
pub use ledger::{Change, ChangeKind, Notice, Receipt, obligations, outstanding};
pub use marking::{SHARING_GROUP_EXTENSION, TLP2_EXTENSION, fixed as fixed_marking, id_of as marking_id};
pub use parties::{Agreement, Audience, Collections, Context, Held, Library, Route, SharingGroup};
pub use release::release;
pub use remark::{Refusal, effective, is_no_wider, may_revise};
