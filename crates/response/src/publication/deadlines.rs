//! By when a publication is reviewed, and until when an answer is waited for.

use super::Publication;
use crate::{Deadline, Fulfilment, Source, Term, Words};

pub(super) fn deadlines(it: &Publication) -> Vec<Deadline> {
    let ended = it.ended.as_ref().map(|(at, _)| *at);
    let mut all: Vec<Deadline> = it.replies.keys().map(|name| reply(it, name, ended)).collect();
    for one in &it.tombstones {
        reviews(it, one.version, one.published, one.review_by, Some(one.at), &mut all);
    }
    if let Some((published, _)) = it.published.as_ref().filter(|_| it.is_public()) {
        reviews(it, it.version, *published, it.draft.review_by, None, &mut all);
    }
    all
}

fn reply(it: &Publication, name: &str, ended: Option<i64>) -> Deadline {
    let reply = &it.replies[name];
    let what = Words::new(
        format!("hear {name} before it is named"),
        format!("entendre {name} avant de le nommer"),
        format!("{name} anhören, bevor der Name fällt"),
    );
    let stop = Words::new("retracted or dropped", "retirée ou abandonnée", "zurückgezogen oder aufgegeben");
    let said = reply.said.as_ref().map(|(at, _)| Fulfilment {
        at: *at,
        by: it.author.clone(),
        event: "replied".into(),
    });
    let house = Source::house("who is named is heard before");
    Deadline::new("reply", what, house, "reply-offered", Some(reply.offered), Term::Until(reply.until))
        .of(name)
        .stopped(stop, ended)
        .met(said)
}

/// The reviews of one version: each that was done sets the date of the next.
fn reviews(
    it: &Publication,
    version: u32,
    published: i64,
    review_by: Option<i64>,
    ended: Option<i64>,
    all: &mut Vec<Deadline>,
) {
    let mut next = review_by.map(|by| (published, by));
    let mut done = it.reviews.iter().filter(|one| one.version == version);
    let mut count = 0;
    while let Some((since, by)) = next {
        count += 1;
        let what = Words::new(
            "review whether it still holds",
            "vérifier si elle est toujours exacte",
            "prüfen, ob es noch stimmt",
        );
        let review = done.next();
        all.push(
            Deadline::new(
                &format!("review-{version}-{count}"),
                what,
                Source::house("what is published is reviewed by a date"),
                if count == 1 { "published" } else { "reviewed" },
                Some(since),
                Term::Until(by),
            )
            .stopped(
                Words::new("corrected or retracted", "corrigée ou retirée", "berichtigt oder zurückgezogen"),
                ended,
            )
            .met(review.map(|one| Fulfilment {
                at: one.at,
                by: one.by.clone(),
                event: "reviewed".into(),
            })),
        );
        next = review.map(|one| (one.at, one.next));
    }
}
