//! Commands on a proposal, what refuses them, and what they change.

use super::{Event, Party, Proposal, Sensitive, Stage, reason};
use crate::{Error, Matrix, Principal, Result, Scope};
use serde_json::Value;

/// The longest command that is approved, in bytes of JSON.
const LONGEST_COMMAND: usize = 64 << 10;

/// What somebody wants with a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Make one.
    Propose {
        /// Id of the new proposal.
        id: String,
        /// What is to be done.
        action: Sensitive,
        /// To what.
        subject: String,
        /// Why.
        reason: String,
        /// The command that is to be carried out, where it is more than the action.
        command: Option<Value>,
    },
    /// Agree, as the second person.
    Approve {
        /// What that person wants to have said.
        note: Option<String>,
        /// Revision of the subject that is approved; none where it is no record.
        version: Option<i64>,
    },
    /// Refuse, as the second person.
    Reject {
        /// Why.
        note: String,
    },
    /// Take it back, as the first person.
    Withdraw,
    /// Spend the approval: what was approved is done in the same transaction.
    CarryOut {
        /// Must be what was approved.
        action: Sensitive,
        /// Must be what was approved.
        subject: String,
        /// Revision of the subject now.
        version: Option<i64>,
        /// The command that is carried out, where there is one.
        command: Option<Value>,
        /// Accounts of the two that are active now, and the human behind each as known now.
        standing: Vec<Party>,
    },
}

/// Turns a command into what happens, or refuses it.
///
/// # Errors
/// [`Error::Refused`] with a rule that begins with `two-person.`; [`Error::Field`] for a missing reason or subject.
pub fn decide(
    matrix: &Matrix,
    state: Option<&Proposal>,
    command: Command,
    by: &Principal,
    now: i64,
) -> Result<Event> {
    if let (Command::Propose { .. }, Some(old)) = (&command, state) {
        return Err(no("two-person.exists", format!("there is a proposal {} already", old.id)));
    }
    match (command, state) {
        (Command::Propose { id, action, subject, reason: why, command }, _) => {
            let rule = &matrix.two_person[action.name()];
            if rule.propose.is_disjoint(&by.roles) {
                let roles: Vec<_> = rule.propose.iter().map(|r| r.name()).collect();
                let roles = roles.join(", ");
                return Err(no(
                    "two-person.proposing-role",
                    format!("to propose to {} takes one of the roles {roles}", rule.what),
                ));
            }
            if subject.is_empty() || subject.len() > 500 || subject.contains(char::is_control) {
                return Err(Error::field("subject", "name the record by its id (1 to 500 characters)"));
            }
            Ok(Event::Proposed(Box::new(Proposal {
                id,
                action,
                subject,
                reason: reason(&why)?,
                command: command.map(fits).transpose()?,
                proposer: Party::of(by),
                proposed: now,
                expires: now + hours(rule.hours),
                stage: Stage::Open,
                second: None,
                decided: None,
                note: None,
                version: None,
                done: None,
            })))
        }
        (_, None) => Err(no("two-person.unknown", "there is no such proposal")),
        (Command::Approve { note, version }, Some(state)) => {
            waits(state, Stage::Open, now)?;
            is_second(matrix, state, by)?;
            let note = note.filter(|n| !n.trim().is_empty()).map(|n| n.chars().take(2_000).collect());
            let until = now + hours(matrix.two_person[state.action.name()].hours);
            Ok(Event::Approved { by: Party::of(by), at: now, until, note, version })
        }
        (Command::Reject { note }, Some(state)) => {
            waits(state, Stage::Open, now)?;
            is_second(matrix, state, by)?;
            Ok(Event::Rejected { by: Party::of(by), at: now, note: reason(&note)? })
        }
        (Command::Withdraw, Some(state)) => {
            if !matches!(state.stage, Stage::Open | Stage::Approved) {
                return Err(over(state));
            }
            if by.human != state.proposer.human {
                return Err(no("two-person.not-yours", "only the person who proposed it can withdraw it"));
            }
            Ok(Event::Withdrawn { at: now })
        }
        (Command::CarryOut { action, subject, version, command, standing }, Some(state)) => {
            waits(state, Stage::Approved, now)?;
            if action != state.action || subject != state.subject {
                return Err(no(
                    "two-person.other-subject",
                    format!("approved was to {} {}, not to {action} {subject}", state.action, state.subject),
                ));
            }
            as_approved(state, version, command.as_ref())?;
            if !still_two(state, &standing) {
                return Err(no(
                    "two-person.standing",
                    "the two who agreed are no longer two active people; propose it anew",
                ));
            }
            let here = Some(&by.person);
            let first = Some(&state.proposer.person);
            if here != first && here != state.second.as_ref().map(|p| &p.person) {
                return Err(no("two-person.neither", "only one of the two who agreed can carry it out"));
            }
            Ok(Event::CarriedOut { by: Party::of(by), at: now })
        }
    }
}

/// Applies an event. An event that does not fit the state leaves it as it is: [`decide`] never makes one.
pub fn evolve(state: Option<Proposal>, event: &Event) -> Option<Proposal> {
    let mut state = match (state, event) {
        (None, Event::Proposed(proposal)) => return Some(proposal.as_ref().clone()),
        (state, _) => state?,
    };
    match event {
        Event::Proposed(_) => {}
        Event::Approved { by, at, until, note, version } => {
            state.stage = Stage::Approved;
            state.version = *version;
            (state.second, state.decided, state.note) = (Some(by.clone()), Some(*at), note.clone());
            state.expires = *until;
        }
        Event::Rejected { by, at, note } => {
            state.stage = Stage::Rejected;
            (state.second, state.decided, state.note) = (Some(by.clone()), Some(*at), Some(note.clone()));
        }
        Event::Withdrawn { at } => {
            state.stage = Stage::Withdrawn;
            state.decided = Some(*at);
        }
        Event::CarriedOut { at, .. } => {
            state.stage = Stage::Done;
            state.done = Some(*at);
        }
    }
    Some(state)
}

/// Refuses a stage other than the one a command needs, and a time that is over.
fn waits(state: &Proposal, stage: Stage, now: i64) -> Result<()> {
    if state.stage != stage {
        return Err(match (state.stage, stage) {
            (Stage::Open, Stage::Approved) => {
                no("two-person.not-approved", "a second person has not approved it yet")
            }
            _ => over(state),
        });
    }
    if state.is_expired(now) {
        return Err(no("two-person.expired", "its time is over; propose it anew"));
    }
    Ok(())
}

/// Refuses another text than the one that was approved.
fn as_approved(state: &Proposal, version: Option<i64>, command: Option<&Value>) -> Result<()> {
    match &state.command {
        // The command says all of it: what else happened to the record meanwhile is not what was approved.
        Some(approved) if command == Some(approved) => Ok(()),
        Some(_) => Err(no(
            "two-person.other-text",
            "approved was another command than this one: send it word for word, or propose this one",
        )),
        None if state.version == version => Ok(()),
        None => {
            let at = |rev: Option<i64>| rev.map_or("absent".to_owned(), |rev| format!("at revision {rev}"));
            let (then, now) = (at(state.version), at(version));
            Err(no(
                "two-person.changed-since",
                format!(
                    "{} was {then} when the second person approved it and is {now}: what changed since was approved by nobody; \
                     propose it anew, and have it read again",
                    state.subject
                ),
            ))
        }
    }
}

/// A command that a second person can read.
fn fits(command: Value) -> Result<Value> {
    if command.is_object() && command.to_string().len() <= LONGEST_COMMAND {
        return Ok(command);
    }
    let why =
        format!("give the command as it will be sent: a JSON object of at most {LONGEST_COMMAND} bytes");
    Err(Error::field("command", why))
}

fn over(state: &Proposal) -> Error {
    let how = match state.stage {
        Stage::Open => "open",
        Stage::Approved => "approved already",
        Stage::Done => "carried out already",
        Stage::Rejected => "rejected",
        Stage::Withdrawn => "withdrawn",
    };
    no("two-person.over", format!("the proposal {} is {how}", state.id))
}

/// Whether `by` counts as a second person with an approving role.
fn is_second(matrix: &Matrix, state: &Proposal, by: &Principal) -> Result<()> {
    let rule = &matrix.two_person[state.action.name()];
    let first = &state.proposer;
    if by.human == first.human || by.person == first.person {
        return Err(no("two-person.same-person", "you proposed it; another person has to decide"));
    }
    if by.organisation != first.organisation {
        return Err(no(
            "two-person.other-organisation",
            "it is decided within the organisation that proposed it",
        ));
    }
    if by.vouched_by.contains(&first.human) {
        return Err(no(
            "two-person.own-making",
            "whoever proposed it set your roles or password, so you do not count as a second person; \
             have somebody decide whose account another administrator keeps",
        ));
    }
    if rule.approve.is_disjoint(&by.roles) {
        let roles: Vec<_> = rule.approve.iter().map(|r| r.name()).collect();
        let roles = roles.join(", ");
        return Err(no(
            "two-person.approving-role",
            format!("to decide whether to {} takes one of the roles {roles}", rule.what),
        ));
    }
    match &by.scopes {
        Some(scopes) if !scopes.contains(&Scope::Approve) => {
            Err(no("two-person.scope", "the token needs the scope approve; or sign in and decide there"))
        }
        _ => Ok(()),
    }
}

fn still_two(state: &Proposal, standing: &[Party]) -> bool {
    let now = |party: &Party| standing.iter().find(|s| s.person == party.person);
    match (now(&state.proposer), state.second.as_ref().and_then(now)) {
        (Some(first), Some(second)) => first.human != second.human,
        _ => false,
    }
}

fn hours(hours: u32) -> i64 {
    i64::from(hours) * 3_600_000
}

fn no(rule: &'static str, why: impl Into<String>) -> Error {
    Error::refused(rule, why)
}
