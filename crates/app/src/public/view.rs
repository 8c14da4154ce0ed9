//! A publication as the public sees it.
//!
//! The last guard before the pages: what is taken over is named here field by field, so that a field that is added to a
//! publication is not public until somebody adds it here. Groups under ten accounts are left out, names of accounts other than
//! the channels that are written about are masked in every text of an entry, incidents and people have no place.

use super::pages::{
    Appeals, Claim, Class, Correction, Entry, Figures, Outcome, Reply, State, Subject, Text, Tombstone,
};
use ostrakon_response::publication::{
    self, Access, Appeal, Phase, Publication, ReasonCode, SubjectKind, masked,
};
use serde_json::Value;
use std::collections::BTreeMap;

/// Accounts that a group must have to be spoken of.
const LEAST: u32 = 10;

/// What everybody may see of a publication; `None` before it was published.
pub(super) fn entry(id: &str, it: &Publication) -> Option<Entry> {
    let state = match it.phase {
        Phase::Published => State::Published,
        Phase::Corrected => State::Corrected,
        Phase::Retracted => State::Retracted,
        Phase::None | Phase::Drafted | Phase::Approved | Phase::Dropped => return None,
    };
    let draft = &it.draft;
    let first = it.tombstones.first().map(|one| one.published);
    let published = first.or_else(|| it.published.as_ref().map(|(at, _)| *at)).unwrap_or_default();
    let entry = Entry {
        id: id.to_owned(),
        class: class(draft.class),
        state,
        version: it.version,
        published,
        review_by: draft.review_by,
        language: draft.language.clone(),
        texts: BTreeMap::new(),
        subjects: Vec::new(),
        technique: String::new(),
        claim: None,
        error_rate: String::new(),
        legal_basis: draft.legal_basis.clone(),
        evidence: Vec::new(),
        evidence_restricted: 0,
        election: draft.election.clone(),
        outcomes: Vec::new(),
        figures: None,
        replies: Vec::new(),
        appeals: appeals(it),
        corrections: Vec::new(),
        tombstones: tombstones(it),
    };
    if state == State::Retracted {
        return nameless(entry, draft);
    }
    let open = |one: &&publication::Evidence| one.access == Access::Open;
    let entry = Entry {
        texts: texts(draft),
        subjects: draft.subjects.iter().filter_map(subject).collect(),
        technique: draft.technique.clone(),
        claim: draft.claim_review.as_ref().map(claim),
        error_rate: draft.error_rate.clone(),
        evidence: draft.evidence.iter().filter(open).map(|one| one.id.clone()).collect(),
        evidence_restricted: draft.evidence.iter().filter(|one| !open(one)).count() as u32,
        outcomes: draft.recorded.iter().map(outcome).collect(),
        figures: draft.counted.as_ref().map(figures),
        replies: replies(it),
        corrections: it
            .rectified
            .iter()
            .map(|one| Correction { at: one.at, text: masked(&one.text, draft) })
            .collect(),
        ..entry
    };
    nameless(entry, draft)
}

/// An entry without names of accounts but those of the channels that it is about: in every text, since what was approved under
/// earlier rules, and what others said, stands in any of them.
fn nameless(entry: Entry, draft: &publication::Draft) -> Option<Entry> {
    let mut whole = serde_json::to_value(entry).ok()?;
    mask(&mut whole, draft);
    serde_json::from_value(whole).ok()
}

fn mask(value: &mut Value, draft: &publication::Draft) {
    match value {
        Value::String(text) => {
            let clean = masked(text, draft);
            if clean != *text {
                *text = clean;
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|one| mask(one, draft)),
        Value::Object(all) => {
            *all = std::mem::take(all)
                .into_iter()
                .map(|(key, mut one)| {
                    mask(&mut one, draft);
                    (masked(&key, draft), one)
                })
                .collect();
        }
        _ => {}
    }
}

/// The same, of a record as it is kept.
pub(super) fn of_state(id: &str, state: &Value) -> Option<Entry> {
    entry(id, &serde_json::from_value(state.clone()).ok()?)
}

/// Whether a reason asks for what was public to be destroyed, and not only superseded.
pub(super) const fn destroys(code: ReasonCode) -> bool {
    matches!(code, ReasonCode::Privacy | ReasonCode::LegalOrder)
}

const fn class(class: publication::Class) -> Class {
    match class {
        publication::Class::Register => Class::Register,
        publication::Class::Statement => Class::Statement,
        publication::Class::Debunk => Class::Debunk,
        publication::Class::Prebunk => Class::Prebunk,
        publication::Class::MediaLiteracy => Class::MediaLiteracy,
        publication::Class::MethodCard => Class::MethodCard,
    }
}

fn texts(draft: &publication::Draft) -> BTreeMap<String, Text> {
    let text = |one: &publication::Text| Text {
        title: one.title.clone(),
        summary: one.summary.clone(),
        body: one.body.clone(),
    };
    let own = (draft.language.clone(), text(&draft.text));
    draft.translations.iter().map(|(tag, one)| (tag.clone(), text(one))).chain([own]).collect()
}

fn subject(one: &publication::Subject) -> Option<Subject> {
    if one.accounts.is_some_and(|n| n < LEAST) {
        return None;
    }
    let kind = match one.kind {
        SubjectKind::Behaviour => "behaviour",
        SubjectKind::Measure => "measure",
        SubjectKind::Channel => "channel",
        SubjectKind::Domain => "domain",
        SubjectKind::Organisation => "organisation",
    };
    Some(Subject { kind: kind.into(), name: one.name.clone(), accounts: one.accounts })
}

fn outcome(one: &publication::Recorded) -> Outcome {
    Outcome {
        kind: one.kind.clone(),
        record: one.record.clone(),
        by: one.by.clone(),
        to: one.to.clone(),
        to_others: one.to_others,
        basis: one.basis.clone(),
        at: one.at,
        state: one.state.clone(),
        outcome: one.outcome.clone(),
        answered: one.answered,
        effects: one.effects.clone(),
    }
}

fn figures(one: &publication::Counted) -> Figures {
    Figures {
        sent: one.sent,
        feedback: one.feedback,
        removed_or_banned: one.removed_or_banned,
        by_outcome: one.by_outcome.clone(),
        other_outcomes: one.other_outcomes,
        by_platform: one.by_platform.clone(),
        other_platforms: one.other_platforms,
        median_answer: one.median_answer,
    }
}

fn claim(review: &publication::ClaimReview) -> Claim {
    Claim {
        claim: review.claim.clone(),
        appearances: review.appearances.iter().cloned().collect(),
        value: review.rating.value,
        best: review.rating.best,
        worst: review.rating.worst,
        name: review.rating.name.clone(),
    }
}

/// Replies of those whom the text names still: who was named by mistake is not named by their answer.
fn replies(it: &Publication) -> Vec<Reply> {
    let named = |subject: &str| it.draft.subjects.iter().any(|one| one.name == subject);
    it.replies
        .iter()
        .filter(|(subject, _)| named(subject))
        .map(|(subject, one)| Reply {
            subject: subject.clone(),
            offered: one.offered,
            until: one.until,
            said: one.said.as_ref().map(|(at, text)| (*at, masked(text, &it.draft))),
        })
        .collect()
}

fn appeals(it: &Publication) -> Appeals {
    let count = |wanted: Appeal| it.contested.values().filter(|(_, appeal)| *appeal == wanted).count() as u32;
    Appeals {
        pending: count(Appeal::Pending),
        upheld: count(Appeal::Upheld),
        rejected: count(Appeal::Rejected),
    }
}

fn tombstones(it: &Publication) -> Vec<Tombstone> {
    // What had to be destroyed may stand in the titles of all versions up to the one that was.
    let hidden = it.tombstones.iter().filter(|one| destroys(one.code)).map(|one| one.version).max();
    it.tombstones
        .iter()
        .map(|one| Tombstone {
            version: one.version,
            title: Some(one.title.clone()).filter(|_| hidden.is_none_or(|last| one.version > last)),
            published: one.published,
            at: one.at,
            code: code(one.code).into(),
            reason: masked(&one.reason, &it.draft),
        })
        .collect()
}

const fn code(code: ReasonCode) -> &'static str {
    match code {
        ReasonCode::FactualError => "factual-error",
        ReasonCode::TranslationError => "translation-error",
        ReasonCode::WrongSubject => "wrong-subject",
        ReasonCode::NewEvidence => "new-evidence",
        ReasonCode::ContestationUpheld => "contestation-upheld",
        ReasonCode::Privacy => "privacy",
        ReasonCode::LegalOrder => "legal-order",
        ReasonCode::Other => "other",
    }
}
