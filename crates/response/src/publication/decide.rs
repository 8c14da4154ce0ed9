//! How commands to a publication are decided.

use super::{Access, Appeal, ClaimReview, Command, Draft, Event, Evidence, Phase, Publication, Text, guard};
use crate::actor::Facts;
use crate::guard as shared;
use crate::refusal::{at_most, names, optional, text};
use crate::router::Access as Basis;
use crate::{Party, Refusal, Scene, Sensitive, Words};

pub(super) fn decide(it: &Publication, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
    use Phase::{Approved, Corrected, Drafted, None as Unopened, Published, Retracted};
    shared::acting_without_working_on_cases(scene)?;
    let wrong = |what: &str| Err(Refusal::state(what, it.phase.name()));
    let one = |event| Ok(vec![event]);
    if it.phase != Unopened {
        shared::changing_it_from_outside(scene, &it.author.organisation)?;
    }
    match (command, it.phase) {
        (Command::Open { draft }, Unopened) | (Command::Edit { draft }, Drafted | Approved) => {
            check(draft)?;
            one(Event::Drafted { draft: looked_up(draft, scene.facts) })
        }
        (Command::OfferReply { subject, by, until }, Drafted | Approved | Published | Corrected) => {
            guard::offering_a_reply_to_nobody(it, subject)?;
            text("/by", by, 300)?;
            guard::naming_a_moment_that_has_passed("/until", *until, scene.now)?;
            one(Event::ReplyOffered { subject: subject.clone(), by: by.clone(), until: *until })
        }
        (Command::RecordReply { subject, text: said }, Drafted | Approved | Published | Corrected) => {
            guard::recording_a_reply_that_was_not_offered(it, subject)?;
            text("/text", said, 4_000)?;
            one(Event::Replied { subject: subject.clone(), text: said.clone() })
        }
        (Command::Approve, Drafted) => one(Event::Approved { approved_by: ready(it, &it.draft, scene)? }),
        (Command::Publish, Drafted) => {
            Ok(vec![Event::Approved { approved_by: ready(it, &it.draft, scene)? }, Event::Published])
        }
        (Command::Publish, Approved) => {
            // Time has passed since: a reply may be due, a review date over.
            fit_to_publish(it, &it.draft, scene)?;
            one(Event::Published)
        }
        (Command::Correct { draft, code, reason }, Published | Corrected) => {
            check(draft)?;
            text("/reason", reason, 2_000)?;
            guard::correcting_away_its_incidents(&it.draft, draft)?;
            let draft = looked_up(draft, scene.facts);
            let approved_by = ready(it, &draft, scene)?;
            one(Event::Corrected { draft, code: *code, reason: reason.clone(), approved_by })
        }
        (Command::Retract { code, reason }, Published | Corrected) => {
            text("/reason", reason, 2_000)?;
            one(Event::Retracted { code: *code, reason: reason.clone() })
        }
        (Command::Drop { reason }, Drafted | Approved) => {
            text("/reason", reason, 2_000)?;
            one(Event::Dropped { reason: reason.clone() })
        }
        (Command::Review { next }, Published | Corrected) => {
            guard::naming_a_moment_that_has_passed("/next", *next, scene.now)?;
            at_most("/next", it.reviews.len() + 1, 1_000)?;
            one(Event::Reviewed { next: *next })
        }
        (Command::Rectify { contestation, correction, reasons }, Published | Corrected) => {
            text("/contestation", contestation, 300)?;
            text("/correction", correction, 4_000)?;
            text("/reasons", reasons, 4_000)?;
            guard::rectifying_ones_own_text(it, scene)?;
            guard::naming_an_account("/correction", correction, &it.draft)?;
            guard::naming_an_account("/reasons", reasons, &it.draft)?;
            one(Event::Rectified {
                contestation: contestation.clone(),
                correction: correction.clone(),
                reasons: reasons.clone(),
            })
        }
        (Command::Contest { contestation }, Published | Corrected | Retracted) => {
            text("/contestation", contestation, 300)?;
            at_most("/contestation", it.contested.len() + 1, 1_000)?;
            // A rejected one comes again, once, in appeal.
            if it.contested.get(contestation).is_some_and(|(_, appeal)| *appeal != Appeal::Rejected) {
                return Err(Refusal::state("contest", "contested by this already"));
            }
            one(Event::Contested { contestation: contestation.clone(), appeal: Appeal::Pending })
        }
        (Command::Uncontest { contestation }, Published | Corrected | Retracted) => {
            if !matches!(it.contested.get(contestation), Some((_, Appeal::Pending))) {
                return Err(Refusal::state("uncontest", "without such a contestation pending"));
            }
            one(Event::Contested { contestation: contestation.clone(), appeal: Appeal::Withdrawn })
        }
        (Command::Settle { contestation, upheld }, Published | Corrected | Retracted) => {
            guard::upholding_without_a_correction(it, contestation, *upheld)?;
            let appeal = if *upheld { Appeal::Upheld } else { Appeal::Rejected };
            one(Event::Contested { contestation: contestation.clone(), appeal })
        }
        (Command::Open { .. }, _) => wrong("open"),
        (Command::Edit { .. }, _) => wrong("edit"),
        (Command::OfferReply { .. }, _) => wrong("offer-reply"),
        (Command::RecordReply { .. }, _) => wrong("record-reply"),
        (Command::Approve, _) => wrong("approve"),
        (Command::Publish, _) => wrong("publish"),
        (Command::Correct { .. }, _) => wrong("correct"),
        (Command::Retract { .. }, _) => wrong("retract"),
        (Command::Drop { .. }, _) => wrong("drop"),
        (Command::Review { .. }, _) => wrong("review"),
        (Command::Rectify { .. }, _) => wrong("rectify"),
        (Command::Contest { .. }, _) => wrong("contest"),
        (Command::Uncontest { .. }, _) => wrong("uncontest"),
        (Command::Settle { .. }, _) => wrong("settle"),
    }
}

/// Who approved that this text is published, after everything that must hold of it.
fn ready(it: &Publication, draft: &Draft, scene: &Scene<'_>) -> Result<Party, Refusal> {
    fit_to_publish(it, draft, scene)?;
    let approval = shared::acting_without_a_second_person(scene, Sensitive::Publish, &Publication::basis())?;
    let written_by =
        if *draft == it.draft { it.written_by.person.clone() } else { scene.actor.person.clone() };
    guard::approving_ones_own_text(&written_by, approval, scene)?;
    Ok(approval.approved_by.clone())
}

/// What must hold of a text that everybody is to read.
fn fit_to_publish(it: &Publication, draft: &Draft, scene: &Scene<'_>) -> Result<(), Refusal> {
    let now = scene.now;
    guard::publishing_what_is_not_clear(draft)?;
    guard::publishing_without_a_subject(draft)?;
    guard::publishing_without_open_evidence(draft)?;
    guard::calling_open_what_is_not(draft, scene.facts)?;
    guard::publishing_about_fewer_than_ten_accounts(draft)?;
    guard::publishing_a_private_handle(draft)?;
    guard::prebunking_with_the_falsehood(draft)?;
    guard::repeating_the_claim_in_a_headline(draft)?;
    guard::debunking_without_a_judged_claim(draft)?;
    guard::debunking_twice_in_one_language(it, draft, scene)?;
    guard::describing_a_method_without_its_error(draft)?;
    guard::publishing_before_who_is_named_was_heard(it, draft, now)?;
    text("/draft/legal_basis", &draft.legal_basis, 500)?;
    guard::naming_a_moment_that_has_passed("/draft/review_by", draft.review_by.unwrap_or(0), now)
}

/// The draft with what the hub knows of its evidence: nobody makes a piece open by saying so. What it calls open and is not, or
/// of which nobody knows, is kept as restricted, and its id is not published.
fn looked_up(draft: &Draft, facts: &Facts) -> Draft {
    let known = |one: &Evidence| {
        let access = match one.access {
            Access::Open if facts.is_open(&one.id) => Access::Open,
            Access::Open | Access::Restricted if facts.access.get(&one.id) == Some(&Basis::Classified) => {
                Access::Classified
            }
            Access::Open => Access::Restricted,
            narrower => narrower,
        };
        Evidence { id: one.id.clone(), access }
    };
    Draft { evidence: draft.evidence.iter().map(known).collect(), ..draft.clone() }
}

/// Whether a draft can be kept: what is still missing is asked for when it is approved.
fn check(draft: &Draft) -> Result<(), Refusal> {
    text("/draft/language", &draft.language, 35)?;
    check_text("/draft/text", &draft.text)?;
    at_most("/draft/translations", draft.translations.len(), 40)?;
    for (language, one) in &draft.translations {
        text("/draft/translations", language, 35)?;
        check_text(&format!("/draft/translations/{language}"), one)?;
    }
    at_most("/draft/subjects", draft.subjects.len(), 100)?;
    for (n, one) in draft.subjects.iter().enumerate() {
        text(&format!("/draft/subjects/{n}/name"), &one.name, 300)?;
    }
    optional("/draft/technique", &draft.technique, 200)?;
    optional("/draft/error_rate", &draft.error_rate, 1_000)?;
    optional("/draft/legal_basis", &draft.legal_basis, 500)?;
    draft.claim_review.as_ref().map_or(Ok(()), check_claim)?;
    names("/draft/evidence", draft.evidence.iter().map(|one| &one.id), 1_000)?;
    names("/draft/records", &draft.records, 200)?;
    names("/draft/incidents", &draft.incidents, 100)?;
    names("/draft/election", &draft.election, 1)
}

fn check_text(pointer: &str, one: &Text) -> Result<(), Refusal> {
    text(&format!("{pointer}/title"), &one.title, 200)?;
    text(&format!("{pointer}/summary"), &one.summary, 1_000)?;
    optional(&format!("{pointer}/body"), &one.body, 20_000)
}

fn check_claim(review: &ClaimReview) -> Result<(), Refusal> {
    text("/draft/claim_review/claim", &review.claim, 1_000)?;
    text("/draft/claim_review/rating/name", &review.rating.name, 100)?;
    names("/draft/claim_review/appearances", &review.appearances, 100)?;
    let rating = &review.rating;
    if rating.worst < rating.best && (rating.worst..=rating.best).contains(&rating.value) {
        return Ok(());
    }
    Err(Refusal::field(
        "/draft/claim_review/rating",
        Words::new(
            "give a scale from worst to best, and a value on it",
            "indiquez une échelle du pire au meilleur, et une valeur sur celle-ci",
            "geben Sie eine Skala vom schlechtesten zum besten Wert an und einen Wert darauf",
        ),
    ))
}
