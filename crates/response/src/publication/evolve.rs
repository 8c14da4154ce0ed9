//! How events change a publication.

use super::{Appeal, Draft, Event, Phase, Publication, ReasonCode, Reply, Review, Tombstone};
use crate::{Happened, Party};

pub(super) fn evolve(mut it: Publication, happened: &Happened<Event>) -> Publication {
    let (at, by) = (happened.at, happened.by.clone());
    match &happened.what {
        Event::Drafted { draft } => {
            if it.phase == Phase::None {
                it.author = by.clone();
            }
            it.phase = Phase::Drafted;
            it.written_by = by;
            it.approved_by = None;
            it.draft = draft.clone();
        }
        Event::ReplyOffered { subject, by, until } => {
            let reply = Reply { offered: at, by: by.clone(), until: *until, said: None };
            it.replies.insert(subject.clone(), reply);
        }
        Event::Replied { subject, text } => {
            if let Some(reply) = it.replies.get_mut(subject) {
                reply.said = Some((at, text.clone()));
            }
        }
        Event::Approved { approved_by } => {
            it.phase = Phase::Approved;
            it.approved_by = Some(approved_by.clone());
        }
        Event::Published => it = public(it, at, by),
        Event::Corrected { draft, code, reason, approved_by } => {
            it = replaced(it, at, by, draft, (*code, reason));
            it.approved_by = Some(approved_by.clone());
        }
        Event::Retracted { code, reason } => {
            it = buried(it, at, (*code, reason));
            it.phase = Phase::Retracted;
            it.ended = Some((at, reason.clone()));
        }
        Event::Dropped { reason } => {
            it.phase = Phase::Dropped;
            it.ended = Some((at, reason.clone()));
        }
        Event::Reviewed { next } => {
            let version = it.version;
            it.reviews.push(Review { at, by, version, next: *next });
        }
        Event::Rectified { contestation, correction, reasons } => {
            let approved_by = it.approved_by.clone();
            let draft = it.draft.clone();
            let written_by = it.written_by.clone();
            let rectified = std::mem::take(&mut it.rectified);
            it = replaced(it, at, by.clone(), &draft, (ReasonCode::ContestationUpheld, reasons));
            // The text is still that of who wrote it.
            (it.written_by, it.approved_by, it.rectified) = (written_by, approved_by, rectified);
            let since = it.contested.get(contestation).map_or(at, |(since, _)| *since);
            it.contested.insert(contestation.clone(), (since, Appeal::Upheld));
            it.rectified.push(super::Rectification {
                at,
                by,
                version: it.version,
                contestation: contestation.clone(),
                text: correction.clone(),
            });
        }
        Event::Contested { contestation, appeal } => {
            let since = it.contested.get(contestation).map_or(at, |(since, _): &(i64, Appeal)| *since);
            it.contested.insert(contestation.clone(), (since, *appeal));
        }
    }
    it
}

fn public(mut it: Publication, at: i64, by: Party) -> Publication {
    it.phase = Phase::Published;
    it.version += 1;
    it.published = Some((at, by));
    it
}

/// The version that is public leaves a tombstone.
fn buried(mut it: Publication, at: i64, (code, reason): (ReasonCode, &str)) -> Publication {
    it.tombstones.push(Tombstone {
        version: it.version,
        title: it.draft.text.title.clone(),
        published: it.published.as_ref().map_or(at, |(since, _)| *since),
        at,
        review_by: it.draft.review_by,
        code,
        reason: reason.to_owned(),
    });
    it
}

fn replaced(it: Publication, at: i64, by: Party, draft: &Draft, why: (ReasonCode, &str)) -> Publication {
    let mut it = public(buried(it, at, why), at, by.clone());
    it.phase = Phase::Corrected;
    it.written_by = by;
    it.draft = draft.clone();
    it.rectified.clear();
    it
}
