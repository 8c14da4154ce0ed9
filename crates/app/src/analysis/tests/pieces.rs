//! Files that come piece by piece, and exercises that are played in the background.

use super::*;
use crate::analysis::{exercises::MOST_POSTS, scenarios};

fn announced(bytes: &[u8]) -> wire::NewTransfer {
    wire::NewTransfer { name: "../export.csv".into(), bytes: bytes.len() as u64, sha256: None }
}

/// Hands in a piece from where the transfer stands; what it stands at after.
fn piece(
    analyses: &Analyses,
    who: &Principal,
    id: &str,
    from: usize,
    bytes: &[u8],
) -> Result<wire::Transfer, HubError> {
    let mut appending = analyses.append(who, id, from as u64)?;
    bytes.chunks(7_001).try_for_each(|part| appending.write(part))?;
    appending.finish()
}

#[test]
fn a_file_arrives_over_a_line_that_breaks_and_a_server_that_is_killed() {
    let place = Place::new();
    let bytes = posts(place.data());
    let (third, two) = (bytes.len() / 3, 2 * bytes.len() / 3);
    let analyses = place.start(1);
    let begun = analyses.begin_transfer(&place.who, &announced(&bytes)).expect("begun");
    assert_eq!((begun.received, begun.name.as_str()), (0, "export.csv"));
    // Given a third that arrived, and another third of which the server was killed before it was safe.
    assert_eq!(
        piece(&analyses, &place.who, &begun.id, 0, &bytes[..third]).expect("taken").received,
        third as u64
    );
    let mut killed = analyses.append(&place.who, &begun.id, third as u64).expect("goes on");
    killed.write(&bytes[third..two]).expect("written");
    // Meanwhile nobody else writes.
    assert!(matches!(analyses.append(&place.who, &begun.id, third as u64), Err(HubError::Conflict(_))));
    drop(killed);
    drop(analyses);
    let analyses = place.start(1);
    // When it goes on, then from what was safe and nowhere else.
    let shown = analyses.transfers(&place.who).expect("a list");
    assert_eq!((shown.len(), shown[0].received), (1, third as u64));
    for wrong in [0, third - 1, third + 1, two] {
        let refused = analyses.append(&place.who, &begun.id, wrong as u64).expect_err("elsewhere");
        assert!(refused.to_string().contains(&format!("received = {third}")), "{refused}");
    }
    let whole = piece(&analyses, &place.who, &begun.id, third, &bytes[third..]).expect("the rest");
    // Then the file is an upload, the same as if it had come at once, under the transfer's id.
    let made = whole.upload.expect("whole");
    let at_once = upload(&analyses, &place.who, &bytes);
    assert_eq!((&made.sha256, &made.columns, made.id), (&at_once.sha256, &at_once.columns, begun.id.clone()));
    assert!(analyses.transfers(&place.who).expect("a list").is_empty());
    assert!(matches!(analyses.transfer(&place.who, &begun.id), Err(HubError::NotFound(_))));
    let analysis = analyses
        .begin(&place.who, asked(&analyses.upload(&place.who, &begun.id, None).expect("there"), None));
    analyses.wait_until_idle();
    let over = analyses.one(&place.who, &analysis.expect("begun").id).expect("there");
    assert_eq!((over.state, over.counts.expect("counted").posts), (State::Done, 3_000));
}

#[test]
fn a_transfer_that_was_killed_while_it_became_an_upload_stands_at_its_end() {
    let place = Place::new();
    let bytes = posts(place.data());
    let analyses = place.start(1);
    let begun = analyses.begin_transfer(&place.who, &announced(&bytes)).expect("begun");
    // Given a file that was moved, and of which the store was not told.
    let cut = bytes.len() - 1;
    piece(&analyses, &place.who, &begun.id, 0, &bytes[..cut]).expect("all but one byte");
    let uploads = place.data().join("uploads");
    fs::rename(uploads.join(format!(".transfer-{}", begun.id)), uploads.join(&begun.id)).expect("moved");
    // When the server starts again, then nothing is lost.
    drop(analyses);
    let analyses = place.start(1);
    assert_eq!(analyses.transfer(&place.who, &begun.id).expect("there").received, cut as u64);
    assert!(piece(&analyses, &place.who, &begun.id, cut, &bytes[cut..]).expect("the last").upload.is_some());
}

#[test]
fn what_is_wrong_with_a_transfer_is_told_and_nothing_is_left_of_it() {
    let place = Place::new();
    let bytes = posts(place.data());
    let analyses = place.start(1);
    let begin = |new: &wire::NewTransfer| analyses.begin_transfer(&place.who, new);
    for bad in [
        wire::NewTransfer { bytes: 0, ..announced(&bytes) },
        wire::NewTransfer { bytes: u64::MAX, ..announced(&bytes) },
        wire::NewTransfer { sha256: Some("abc".into()), ..announced(&bytes) },
    ] {
        assert!(matches!(begin(&bad), Err(HubError::Invalid { .. })), "{bad:?}");
    }
    // Another digest than was announced; no export; more than was announced.
    let other =
        begin(&wire::NewTransfer { sha256: Some("0".repeat(64)), ..announced(&bytes) }).expect("begun");
    let refused = piece(&analyses, &place.who, &other.id, 0, &bytes).expect_err("another digest");
    assert!(refused.to_string().contains("SHA-256"), "{refused}");
    let noise = vec![0xff; 5_000];
    let none = begin(&announced(&noise)).expect("begun");
    assert!(matches!(piece(&analyses, &place.who, &none.id, 0, &noise), Err(HubError::Invalid { .. })));
    let short = begin(&wire::NewTransfer { bytes: 10, ..announced(&bytes) }).expect("begun");
    assert!(matches!(piece(&analyses, &place.who, &short.id, 0, &bytes), Err(HubError::Invalid { .. })));
    // Only that last one can go on; strangers do not know of it.
    let open: Vec<String> =
        analyses.transfers(&place.who).expect("a list").into_iter().map(|one| one.id).collect();
    assert_eq!(open, std::slice::from_ref(&short.id));
    assert!(analyses.transfers(&place.stranger).expect("a list").is_empty());
    assert!(matches!(analyses.append(&place.stranger, &short.id, 0), Err(HubError::NotFound(_))));
    assert!(matches!(analyses.remove_transfer(&place.stranger, &short.id), Err(HubError::NotFound(_))));
    // What is given up is gone, also under the hands of who writes; what nobody goes on with is gone after a day.
    let mut writing = analyses.append(&place.who, &short.id, 0).expect("goes on");
    analyses.remove_transfer(&place.who, &short.id).expect("removed");
    writing.write(b"id").expect("into nothing");
    assert!(matches!(writing.finish(), Err(HubError::Gone(_))));
    begin(&announced(&bytes)).expect("begun");
    place.clock.fetch_add(DAY, Ordering::Relaxed);
    analyses.sweep().expect("swept");
    assert!(analyses.transfers(&place.who).expect("a list").is_empty());
    let left = fs::read_dir(place.data().join("uploads")).expect("there").count();
    assert_eq!(left, 0, "no file is left");
}

#[test]
fn an_exercise_is_played_scored_and_the_same_again_from_its_seed() {
    let place = Place::new();
    let order = |seed| wire::NewExercise { scenario: "default".into(), posts: 3_000, seed, name: None };
    // Given an exercise whose server is killed while it makes up posts, and while it compares.
    for stage in [Stage::Generating, Stage::Comparing] {
        let analyses = place.start(1);
        *open(&analyses.inner.trap) = Some((stage, Wish::Halt));
        let begun = analyses.begin_exercise(&place.who, order(7)).expect("begun");
        analyses.wait_until_idle();
        drop(analyses);
        let analyses = place.start(1);
        analyses.wait_until_idle();
        // Then it is played to its end by the next, and scored.
        let summary = analyses.summary(&place.who, &begun.id).expect("a summary");
        assert_eq!(summary.analysis.state, State::Done, "{:?}", summary.analysis.error);
        let score = summary.score.expect("scored");
        assert!(score.right > 0 && !score.kinds.is_empty(), "{score:?}");
        let counts = summary.analysis.counts.expect("counted");
        assert!(counts.posts >= 2_900 && summary.analysis.upload.bytes > 100_000, "{counts:?}");
        assert_eq!(summary.analysis.exercise.expect("an exercise").seed, 7);
        assert!(
            !place.data().join("analyses").join(&begun.id).join("exercise").exists(),
            "truth and posts are gone"
        );
    }
    let analyses = place.start(1);
    let all = analyses.list(&place.who, Some(State::Done), 10, None).expect("a list").analyses;
    let scores: Vec<_> =
        all.iter().map(|one| analyses.summary(&place.who, &one.id).expect("there").score).collect();
    assert_eq!((scores.len(), &scores[0]), (2, &scores[1]));
    // What cannot be played is refused at the door.
    for bad in [
        wire::NewExercise { scenario: "apocalypse".into(), ..order(1) },
        wire::NewExercise { posts: 10, ..order(1) },
        wire::NewExercise { posts: MOST_POSTS + 1, ..order(1) },
        wire::NewExercise { name: Some(" ".into()), ..order(1) },
    ] {
        assert!(matches!(analyses.begin_exercise(&place.who, bad), Err(HubError::Invalid { .. })));
    }
    let known = scenarios();
    assert!(known.iter().any(|one| one.name == "quiet" && one.campaigns.is_empty()));
    assert!(
        known
            .iter()
            .all(|one| !one.what.is_empty() && !one.controls.is_empty() && one.stealth.0 <= one.stealth.1)
    );
}
