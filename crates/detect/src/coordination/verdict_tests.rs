//! What accounts say of themselves, and what they post on the side, hides no campaign; newsrooms and services stay what they are.

use super::dice::Dice;
use super::evidence::Evidence;
use super::verdict::{Bars, Innocent};
use super::{Detection, Params, find};
use ostrakon_model::{Columns, Kind, Post, Signal, Timestamp};

const DAY: i64 = 86_400;
const START: i64 = 1_717_200_000;

/// A population of 300 that writes, tags and reposts at its own times; then `crew` posts.
fn scene(crew: impl FnOnce(&mut dyn FnMut(Post<'static>), &mut Dice)) -> Detection {
    let (mut dice, mut posts) = (Dice(7), Vec::new());
    for i in 0..6_000_u64 {
        let (author, at) = (dice.below(300), START + dice.below(20 * DAY as u64) as i64);
        let repost = dice.below(3) == 0;
        let word = dice.below(100_000);
        posts.push(Post {
            author_id: format!("person{author}").into(),
            created_at: Some(Timestamp::from_secs(at)),
            kind: if repost { Kind::Repost } else { Kind::Post },
            repost_of: repost.then(|| format!("item{}", dice.below(200)).into()),
            text: Some(
                format!("thought {word} of the day number {i} about matters of {}", dice.below(900)).into(),
            ),
            hashtags: vec![format!("tag{}", dice.below(60)).into()],
            urls: if dice.below(5) == 0 {
                vec![format!("https://news{}.example/{}", dice.below(40), dice.below(500)).into()]
            } else {
                Vec::new()
            },
            ..Post::default()
        });
    }
    crew(&mut |post| posts.push(post), &mut dice);
    let mut columns = Columns::default();
    for (i, mut post) in posts.into_iter().enumerate() {
        post.item_id = format!("p{i}").into();
        columns.push(&post);
    }
    columns.derive_domains(|url| url.split('/').nth(2).map(str::to_owned));
    find(&columns, &Params::default()).expect("found or not")
}

/// The verdict on whatever group most of the crew is in: flagged, and the reasons against.
fn judged(detection: &Detection, members: u32) -> (bool, Vec<Innocent>) {
    // The crew comes last, so that its accounts have the highest numbers.
    let crew = |group: &&super::Group| {
        group.community.members.iter().filter(|&&m| m >= 300).count() * 2 > members as usize
    };
    let group = detection.groups.iter().find(crew).expect("the crew is a group");
    (group.verdict.flagged, group.verdict.because.clone())
}

#[expect(clippy::unnecessary_wraps, reason = "as a draft holds it")]
fn at(occasion: u64, second: u64) -> Option<Timestamp> {
    Some(Timestamp::from_secs(START + occasion as i64 * 30_000 + second as i64))
}

/// Twelve accounts that repost the same items within half a minute.
fn ring(add: &mut dyn FnMut(Post<'static>), dice: &mut Dice, declared: bool) {
    for occasion in 0..40 {
        for member in (0..12).filter(|_| dice.below(10) < 9).collect::<Vec<_>>() {
            add(Post {
                author_id: format!("ring{member}").into(),
                author_declared_bot: declared.then_some(true),
                created_at: at(occasion, dice.below(30)),
                kind: Kind::Repost,
                repost_of: Some(format!("target{occasion}").into()),
                ..Post::default()
            });
        }
    }
}

#[test]
fn a_ring_that_calls_itself_automated_is_a_ring() {
    let detection = scene(|add, dice| ring(add, dice, true));
    assert_eq!(judged(&detection, 12), (true, vec![]));
}

#[test]
fn a_ring_with_sites_of_its_own_is_a_ring() {
    let detection = scene(|add, dice| {
        ring(add, dice, false);
        for member in 0..12 {
            for page in 0..6 {
                add(Post {
                    author_id: format!("ring{member}").into(),
                    created_at: at(page * 3 + member, 900 + dice.below(20_000)),
                    text: Some(format!("page {page} of my garden {member}").into()),
                    urls: vec![format!("https://garden{member}.example/{page}").into()],
                    ..Post::default()
                });
            }
        }
    });
    assert_eq!(judged(&detection, 12), (true, vec![]));
}

/// Fifteen sites publish the same headlines from one feed, each linking to itself; a site carries so many in a hundred.
fn sites(add: &mut dyn FnMut(Post<'static>), dice: &mut Dice, carried: u64) {
    for story in 0..60 {
        for site in (0..15).filter(|_| dice.below(100) < carried).collect::<Vec<_>>() {
            add(Post {
                author_id: format!("outlet{site}").into(),
                created_at: at(story, dice.below(15)),
                text: Some(
                    format!("Minister {story} announces plan number {story} for region {story} today").into(),
                ),
                urls: vec![format!("https://outlet{site}.example/{story}").into()],
                ..Post::default()
            });
        }
    }
}

#[test]
fn newsrooms_that_choose_from_one_agency_are_newsrooms() {
    let detection = scene(|add, dice| sites(add, dice, 40));
    assert_eq!(judged(&detection, 15), (false, vec![Innocent::Syndication]));
}

#[test]
fn sites_that_mirror_one_another_are_shown() {
    let detection = scene(|add, dice| sites(add, dice, 98));
    assert_eq!(judged(&detection, 15), (true, vec![]));
}

#[test]
fn a_declaration_excuses_a_timetable_and_a_template_of_figures_and_no_target() {
    let detection = scene(|add, dice| ring(add, dice, true));
    let group = detection.groups.iter().find(|group| group.verdict.flagged).expect("the ring");
    let (bars, mut signal) = (Bars::default(), group.evidence.signals[0].clone());
    for (what, reports, excused) in [
        (Signal::CoHashtag, 0.0, true),
        (Signal::CoDomain, 0.0, true),
        (Signal::CoSimilarText, 0.9, true),
        (Signal::CoSimilarText, 0.1, false),
        (Signal::CoText, 0.1, false),
        (Signal::CoRepost, 0.9, false),
        (Signal::CoReply, 0.9, false),
        (Signal::CoLink, 0.9, false),
    ] {
        signal.signal = what;
        let service = Evidence { reports, ..group.evidence.clone() };
        let excuse = excused.then_some(Innocent::DeclaredAutomation);
        assert_eq!(signal.excuse(&service, &bars), excuse, "{what:?} {reports}");
        assert_eq!(signal.excuse(&Evidence { declared: 0.5, ..service }, &bars), None, "{what:?}");
    }
}
