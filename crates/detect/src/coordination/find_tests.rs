//! What a group's figures are of, and what times that are known only roughly can show.

use super::dice::Dice;
use super::{Detection, Params, find};
use ostrakon_model::{Columns, Kind, Post, Precision, Signal, Timestamp};

const DAY: i64 = 86_400;
const START: i64 = 1_714_521_600;

fn post(id: usize, who: String, link: String, at: i64, precision: Precision) -> Post<'static> {
    let ms = at * 1_000;
    Post {
        item_id: format!("p{id}").into(),
        author_id: who.into(),
        urls: vec![link.into()],
        created_at: Some(Timestamp { ms: ms - ms.rem_euclid(precision.millis()), precision }),
        ..Post::default()
    }
}

/// Four weeks in which 300 people link news and eight readers two niche pages a day, each at an hour of their own.
fn readers(precision: impl Fn(usize) -> Precision) -> Columns {
    let (mut dice, mut columns, mut n) = (Dice(5), Columns::default(), 0);
    let mut link = |dice: &mut Dice, day: i64, who: String, to: String| {
        let at = START + day * DAY + 6 * 3_600 + dice.below(17 * 3_600) as i64;
        columns.push(&post(n, who, to, at, precision(n)));
        n += 1;
    };
    for day in 0..28 {
        for story in 0..5 {
            for _ in 0..25 {
                let who = format!("u{}", dice.below(300));
                link(&mut dice, day, who, format!("https://news.example/{day}/{story}"));
            }
        }
        for page in 0..2 {
            for reader in 0..8 {
                if dice.below(10) < 8 {
                    let to = format!("https://niche.example/{day}/{page}");
                    link(&mut dice, day, format!("club{reader}"), to);
                }
            }
        }
    }
    columns.precision = columns.usual_precision();
    columns
}

fn flagged(detection: &Detection) -> usize {
    detection.groups.iter().filter(|group| group.verdict.flagged).count()
}

#[test]
fn readers_at_random_hours_are_not_flagged_however_roughly_their_times_are_known() {
    // Given the same harmless readers, dated to the second, the minute, the hour, the day, and in a mixture of days and seconds,
    let mixed = |n: usize| if n.is_multiple_of(20) { Precision::Second } else { Precision::Day };
    let cases: [(Columns, &[i64]); 5] = [
        (readers(|_| Precision::Second), &[60_000, 600_000, 3_600_000]),
        (readers(|_| Precision::Minute), &[60_000, 600_000, 3_600_000]),
        (readers(|_| Precision::Hour), &[3_600_000]),
        (readers(|_| Precision::Day), &[86_400_000]),
        (readers(mixed), &[86_400_000]),
    ];
    for (columns, windows_ms) in cases {
        let detection = find(&columns, &Params::default()).expect("runs");
        // then no window is finer than the times, and nobody is flagged for what the times cannot show.
        assert_eq!(detection.windows_ms, windows_ms);
        assert_eq!(flagged(&detection), 0, "{:?}", columns.precision);
    }
    // And one row that names only its day makes no days of the others.
    let one = readers(|n| if n == 7 { Precision::Day } else { Precision::Second });
    assert_eq!(one.precision, Precision::Second);
}

/// Nine accounts that push twelve links within a minute each on three days; two of them come an hour late to some; and a public
/// that links other things.
fn pushers() -> Columns {
    let (mut dice, mut columns, mut n) = (Dice(9), Columns::default(), 0);
    let mut link = |who: String, to: String, at: i64| {
        columns.push(&post(n, who, to, START + at, Precision::Second));
        n += 1;
    };
    for i in 0..4_000_u64 {
        let who = format!("u{}", dice.below(400));
        link(who, format!("https://news.example/{}", i % 300), dice.below(20 * DAY as u64) as i64);
    }
    for what in 0..12_i64 {
        let day = what % 3 * DAY + what * 4_001;
        for who in 0..9 {
            let late = if who < 2 && what % 4 == who { 5_400 } else { 0 };
            link(format!("push{who}"), format!("https://pushed.example/{what}"), day + who * 5 + late);
        }
    }
    columns
}

#[test]
fn the_figures_of_a_signal_are_its_own_and_members_are_no_outsiders() {
    let columns = pushers();
    let detection = find(&columns, &Params::default()).expect("runs");
    let group = detection.groups.iter().find(|group| group.verdict.flagged).expect("the pushers are found");
    let links = group.evidence.signals.iter().find(|s| s.signal == Signal::CoLink).expect("they link");
    assert_eq!((links.active, links.days), (9, 3));
    // Nobody else linked these pages: whoever came late is a member all the same.
    assert_eq!(links.outside, 0.0);
    let layer = &detection.layers[links.layer];
    let present = layer.present(&group.community.members);
    for joint in &links.joints {
        let position = joint.shares[0];
        assert_eq!(present[&layer.group_of[position as usize]], layer.audience_of(position).0);
    }
}

#[test]
fn a_group_has_every_link_among_its_members() {
    let detection = find(&pushers(), &Params::default()).expect("runs");
    for group in &detection.groups {
        let inside = |account: u32| group.community.members.binary_search(&account).is_ok();
        let among =
            detection.found.links.iter().enumerate().filter(|(_, link)| inside(link.a) && inside(link.b));
        let among: Vec<u32> = among.map(|(i, _)| i as u32).collect();
        assert_eq!(group.community.links, among);
        assert_eq!(group.evidence.links as usize, among.len());
    }
}

#[test]
fn the_least_weight_binds_sets_of_accounts_as_it_binds_pairs() {
    // Given throw-away accounts of which each pair meets once or twice, in sets that recur,
    let mut columns = pushers();
    let before = columns.len();
    for what in 0..30_usize {
        for who in 0..12_usize {
            if !(who + what).is_multiple_of(3) {
                let mut reply =
                    post(before + what * 12 + who, format!("crew{who}"), String::new(), 0, Precision::Second);
                reply.urls.clear();
                reply.kind = Kind::Repost;
                reply.repost_of = Some(format!("item{what}").into());
                reply.created_at = Some(Timestamp::from_secs(START + what as i64 * 9_001 + who as i64));
                columns.push(&reply);
            }
        }
    }
    let mut params = Params::default();
    assert!(flagged(&find(&columns, &params).expect("runs")) > 0);
    // when more is asked than anybody has met in, then nobody is linked.
    params.links.min_moments = 1_000_000;
    let detection = find(&columns, &params).expect("runs");
    assert!(detection.found.links.is_empty() && flagged(&detection) == 0);
}
