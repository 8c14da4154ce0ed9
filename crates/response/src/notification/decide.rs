//! How commands to a notification are decided.

use super::{Command, Draft, Event, Flagged, Notification, Outcome, Phase, duplicate, guard};
use crate::guard as shared;
use crate::refusal::{optional, some, text};
use crate::{Refusal, Scene, check};

/// Answers, and follow-ups, of one record, at most.
const MOST: usize = 200;

pub(super) fn decide(
    state: &Notification,
    command: &Command,
    scene: &Scene<'_>,
) -> Result<Vec<Event>, Refusal> {
    use Phase::{Acknowledged, Answered, Draft as Drafted, None as Unopened, Sent};
    shared::acting_without_working_on_cases(scene)?;
    let wrong = |what: &str| Err(Refusal::state(what, state.phase.name()));
    let one = |event| Ok(vec![event]);
    let keeper = || shared::changing_it_from_outside(scene, &state.author.organisation);
    match (command, state.phase) {
        (Command::Open { draft }, Unopened) => {
            checked(draft, scene)?;
            one(Event::Drafted { draft: draft.clone() })
        }
        (Command::Edit { draft }, Drafted) => {
            keeper()?;
            checked(draft, scene)?;
            one(Event::Drafted { draft: draft.clone() })
        }
        (Command::Send, Drafted) => {
            keeper()?;
            checked(&state.draft, scene)?;
            shared::sending_red_to_an_organisation(state.draft.marking)?;
            guard::notifying_without_a_policy(&state.draft)?;
            guard::notifying_what_can_wait(&state.draft)?;
            guard::notifying_of_media_before_it_was_heard(&state.draft, scene)?;
            some("/draft/evidence", state.draft.evidence.len())?;
            one(Event::Sent { sent: state.draft.sent_at.unwrap_or(scene.now) })
        }
        (Command::Acknowledge { at }, Sent) => {
            let received = heard(state, *at, scene)?;
            one(Event::Acknowledged { received })
        }
        (Command::Answer { form, outcome, reason, at }, Sent | Acknowledged | Answered) => {
            let received = heard(state, *at, scene)?;
            guard::answering_that_there_is_no_answer(*outcome)?;
            guard::answering_without_an_end(state, *outcome)?;
            text("/reason", reason, 4_000)?;
            check::room("/answers", state.answers.len(), MOST)?;
            one(Event::Answered { form: *form, outcome: *outcome, reason: reason.clone(), received })
        }
        (Command::RecordNoAnswer { reason }, Sent | Acknowledged) => {
            keeper()?;
            text("/reason", reason, 2_000)?;
            one(Event::NoAnswerRecorded { reason: reason.clone() })
        }
        (Command::WriteUp { text: what }, Answered) => {
            keeper()?;
            guard::writing_up_what_was_written(state)?;
            text("/text", what, 4_000)?;
            one(Event::WrittenUp { text: what.clone() })
        }
        (Command::FollowUp { text: what }, Sent | Acknowledged | Answered) => {
            keeper()?;
            text("/text", what, 4_000)?;
            check::room("/follow_ups", state.follow_ups.len(), MOST)?;
            one(Event::FollowedUp { text: what.clone() })
        }
        (Command::Close { result }, Answered) => {
            keeper()?;
            guard::closing_what_is_pending(state)?;
            guard::closing_on_an_oral_answer(state)?;
            text("/result", result, 4_000)?;
            one(Event::Closed { result: result.clone() })
        }
        (Command::Withdraw { reason }, Drafted | Sent | Acknowledged) => {
            keeper()?;
            text("/reason", reason, 2_000)?;
            one(Event::Withdrawn { reason: reason.clone() })
        }
        (Command::Open { .. }, _) => wrong("open"),
        (Command::Edit { .. }, _) => wrong("edit"),
        (Command::Send, _) => wrong("send"),
        (Command::Acknowledge { .. }, _) => wrong("acknowledge"),
        (Command::Answer { .. }, _) => wrong("answer"),
        (Command::RecordNoAnswer { .. }, _) => wrong("record-no-answer"),
        (Command::WriteUp { .. }, _) => wrong("write-up"),
        (Command::FollowUp { .. }, _) => wrong("follow-up"),
        (Command::Close { .. }, _) => wrong("close"),
        (Command::Withdraw { .. }, _) => wrong("withdraw"),
    }
}

/// When the platform said something: now, where it says so itself; when the notifier was told, where that enters it.
fn heard(state: &Notification, at: Option<i64>, scene: &Scene<'_>) -> Result<i64, Refusal> {
    let platform = &state.draft.platform;
    shared::acting_for_another(&[&state.author.organisation, platform], scene)?;
    let Some(at) = at.filter(|_| scene.actor.organisation != *platform) else { return Ok(scene.now) };
    let acknowledged = state.acknowledged.as_ref().map(|(at, _)| *at);
    let last = state.answers.last().map(|one| one.at);
    let since = [state.sent.as_ref().map(|(at, _)| *at), acknowledged, last].into_iter().flatten().max();
    check::past("/at", at, since.unwrap_or(scene.now), scene.now)?;
    Ok(at)
}

/// Whether a draft can be kept: by whom, in which window, about what.
fn checked(draft: &Draft, scene: &Scene<'_>) -> Result<(), Refusal> {
    check::subject(&draft.title, Some(&draft.election), &draft.incidents, &draft.evidence)?;
    text("/draft/description", &draft.description, 4_000)?;
    optional("/draft/time_sensitive", &draft.time_sensitive, 2_000)?;
    optional("/draft/policy", &draft.policy, 500)?;
    check::addresses("/draft/urls", &draft.urls)?;
    check::names("/draft/terms", &draft.terms, 100, 200)?;
    match draft.object {
        Flagged::Content | Flagged::Account => some("/draft/urls", draft.urls.len())?,
        Flagged::Trend => some("/draft/terms", draft.terms.len() + draft.urls.len())?,
    }
    if let Some(provider) = &draft.provider {
        text("/draft/provider/name", &provider.name, 200)?;
        optional("/draft/provider/source", &provider.source, 500)?;
    }
    shared::naming_no_platform(scene, "/draft/platform", &draft.platform)?;
    if let Some(at) = draft.sent_at {
        check::past("/draft/sent_at", at, i64::MIN, scene.now)?;
    }
    if let Some(by) = draft.answer_by {
        check::future("/draft/answer_by", by, draft.sent_at.unwrap_or(scene.now))?;
    }
    guard::notifying_outside_the_window(draft, scene)?;
    guard::notifying_without_having_signed(draft, scene)?;
    shared::asking_twice_for_the_same(&duplicate::keys(draft), scene)
}

impl Outcome {
    /// Whether nothing more is to be expected.
    pub(super) const fn is_final(self) -> bool {
        !matches!(self, Self::Pending)
    }
}
