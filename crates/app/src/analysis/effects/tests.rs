//! From a file that is handed in, over a group, an incident and a measure, to series whose truth is known.

use super::*;
use crate::analysis::tests::{Place, asked, groups, upload};
use crate::analysis::wire;
use crate::people::{Actor, NewCollection};
use ostrakon_access::Role;
use ostrakon_response::effect::{Effect, Finding, estimate};
use proptest::prelude::*;
use serde_json::json;
use std::fmt::Write as _;
use std::sync::atomic::Ordering;

const START: i64 = 1_717_200_000_000;
const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;

/// Posts of forty days: three accounts that post one link within a minute, eight times a day before day 20 and twice after;
/// and thirty others with hashtags, whose posts `quieter` (in percent) less from day 20 on.
fn campaign(after: i64, quieter: i64, views: bool) -> String {
    let mut csv = String::from("post_id,author_id,text,created_at,urls,views\n");
    let mut n = 0;
    let mut row = |time: i64, user: &str, text: &str, url: &str, views: &str| {
        n += 1;
        let _ = writeln!(csv, "m{n},{user},{text},{},{url},{views}", time / 1_000);
    };
    for day in 0..40 {
        let (begin, late) = (START + day * DAY, day >= 20);
        let rounds = if late { after } else { 8 };
        for round in 0..rounds {
            // A little more and less, as counts are.
            if (day * 7 + round * 3) % 11 == 0 {
                continue;
            }
            for account in 0..3 {
                let time =
                    begin + round * 2 * HOUR + 60_000 * ((day * 13 + round * 7) % 50) + account * 9_000;
                let text = format!("The vote is off says source {day} {round}");
                let seen = if views { "100" } else { "" };
                row(
                    time,
                    &format!("net{account}"),
                    &text,
                    &format!("https://copy.example/{day}/{round}"),
                    seen,
                );
            }
        }
        for other in 0..30i64 {
            for post in 0..4 {
                let chance = (day * 31 + other * 17 + post * 53 + day * other) % 100;
                if late && chance < quieter {
                    continue;
                }
                let time =
                    begin + (post * 5 + 1) * HOUR + (other * 977 + day * 131 + post * 61) % 3_600 * 1_000;
                let text = format!("Walk number {} on day {day} #walk{} #town", other * 7 + post, other % 6);
                row(
                    time,
                    &format!("u{other}"),
                    &text,
                    &format!("https://site{}.example/{day}/{other}/{post}", other % 5),
                    if views { "7" } else { "" },
                );
            }
        }
    }
    csv
}

/// An analysis of it whose first flagged group became part of an incident.
fn promoted(place: &Place, csv: &str, dataset: Option<&str>) -> (Analyses, BTreeSet<String>) {
    let analyses = place.start(1);
    let upload = upload(&analyses, &place.who, csv.as_bytes());
    let begun = analyses.begin(&place.who, asked(&upload, dataset)).expect("begun");
    analyses.wait_until_idle();
    let summary = analyses.summary(&place.who, &begun.id).expect("a summary");
    assert_eq!(summary.analysis.state, wire::State::Done, "{:?}", summary.analysis.error);
    let rows = groups(&analyses, &place.who, &begun.id);
    let found = rows.iter().find(|row| row.flagged && row.size == 3).expect("the three are found");
    let incident = "incident--3f2a7c1e-0000-4000-8000-000000000001";
    analyses.promoted(&place.who, &[(begun.id.clone(), found.id.clone())], incident).expect("promoted");
    (analyses, BTreeSet::from([incident.to_owned()]))
}

fn wanted(incidents: &BTreeSet<String>) -> Wanted<'_> {
    Wanted { incidents, since: START + 20 * DAY, marking: Tlp::default(), step: None }
}

fn level(series: &Series) -> (f64, Finding) {
    match estimate(series, START + 20 * DAY) {
        Effect::Estimated { level, .. } => (level.estimate, level.finding),
        Effect::CannotBeTold { before, after, .. } => panic!("{before} and {after} points"),
    }
}

#[test]
fn the_posts_of_a_data_set_say_what_a_measure_changed() {
    // Given a campaign that falls from some 22 posts a day to some five, among others who go on,
    let place = Place::new();
    let (analyses, incidents) = promoted(&place, &campaign(2, 0, true), Some("posts"));
    // when its series are counted,
    let counting = analyses.count(&place.who, &wanted(&incidents)).expect("counted");
    // then volume and reach fell, and each says what it was counted from.
    assert_eq!((counting.step, counting.missing), (Step::Day, BTreeMap::new()));
    let volume = &counting.series[&Observed::Volume];
    let (fell, finding) = level(volume);
    assert!(finding == Finding::Fell && (-20.0..-13.0).contains(&fell), "{fell}");
    let counted = volume.counted.clone().expect("it was counted");
    assert_eq!((counted.groups, counted.accounts, counted.data), (1, 3, vec!["posts".to_owned()]));
    assert!(counted.posts < counted.of && counted.observed == 38, "{} of {}", counted.posts, counted.of);
    assert_eq!(counted.precision, 1_000);
    assert!(
        volume.scaled && !volume.controls.is_empty() && counted.candidates >= volume.controls.len() as u64
    );
    assert!(!volume.controls.contains_key("copy.example"), "what the incident touched is no control");
    let reach = &counting.series[&Observed::Reach];
    assert_eq!(reach.values[0].zip(volume.values[0]).map(|(views, posts)| views / posts), Some(100));
    assert_eq!(level(reach).1, Finding::Fell);
    let spread = &counting.series[&Observed::Spread];
    assert!(spread.values.iter().flatten().all(|places| *places >= 1) && spread.controls.is_empty());
}

#[test]
fn what_fell_everywhere_is_no_visible_effect_and_reach_that_is_not_given_is_missing() {
    let place = Place::new();
    // Everybody posts half as much from the measure on, the campaign too.
    let (analyses, incidents) = promoted(&place, &campaign(4, 50, false), Some("posts"));
    let counting = analyses.count(&place.who, &wanted(&incidents)).expect("counted");
    let volume = &counting.series[&Observed::Volume];
    assert!(!volume.controls.is_empty());
    assert_eq!(level(volume).1, Finding::NoVisibleEffect, "{:?}", level(volume));
    let alone = Series { controls: BTreeMap::new(), ..volume.clone() };
    assert_eq!(level(&alone).1, Finding::Fell, "without controls it would be one");
    assert_eq!(counting.missing.get(&Observed::Reach), Some(&Missing::NotGiven));
}

#[test]
fn without_a_data_set_the_archive_says_what_it_knows() {
    let place = Place::new();
    let (analyses, incidents) = promoted(&place, &campaign(2, 0, true), None);
    let counting = analyses.count(&place.who, &wanted(&incidents)).expect("counted");
    assert_eq!(level(&counting.series[&Observed::Volume]).1, Finding::Fell);
    let not_kept =
        BTreeMap::from([(Observed::Reach, Missing::NotKept), (Observed::Spread, Missing::NotKept)]);
    assert_eq!(counting.missing, not_kept);
    // Hours where days are too few, and what is asked for is done.
    let hours = Wanted { step: Some(Step::Hour), ..wanted(&incidents) };
    assert_eq!(analyses.count(&place.who, &hours).expect("counted").step, Step::Hour);
    let early = Wanted { since: START + 3 * DAY + 5, ..wanted(&incidents) };
    let early = analyses.count(&place.who, &early).expect("counted");
    assert_eq!(early.step, Step::Hour);
    // A moment beyond the data: no point on that side, and no estimate.
    let never = Wanted { since: START + 400 * DAY, ..wanted(&incidents) };
    let never = analyses.count(&place.who, &never).expect("counted");
    let told = estimate(&never.series[&Observed::Volume], START + 400 * DAY);
    assert!(matches!(told, Effect::CannotBeTold { after: 0, .. }), "{told:?}");
}

#[test]
fn who_may_not_see_the_analysis_counts_nothing() {
    let place = Place::new();
    let (analyses, incidents) = promoted(&place, &campaign(2, 0, true), None);
    let refused = analyses.count(&place.stranger, &wanted(&incidents));
    assert!(matches!(refused, Err(HubError::Conflict(_))), "{refused:?}");
    let other = BTreeSet::from(["incident--00000000-0000-4000-8000-000000000000".to_owned()]);
    assert!(matches!(analyses.count(&place.who, &wanted(&other)), Err(HubError::Conflict(_))));
    assert!(matches!(analyses.count(&place.who, &wanted(&BTreeSet::new())), Err(HubError::Invalid { .. })));
    // The lake is the house's own.
    let mut place = Place::new();
    let (analyses, incidents) = promoted(&place, &campaign(2, 0, true), Some("posts"));
    place.who.own = false;
    assert!(matches!(analyses.count(&place.who, &wanted(&incidents)), Err(HubError::NotFound(_))));
}

#[test]
fn what_was_counted_is_kept_with_the_measure_and_what_was_typed_stays() {
    // Given a measure in force on day 20, whose spread somebody typed,
    let mut place = Place::new();
    place.who.roles = BTreeSet::from([Role::Analyst, Role::PointOfContact]);
    let (analyses, incidents) = promoted(&place, &campaign(2, 0, true), Some("posts"));
    let hub = place.hub();
    place.clock.store(START + 20 * DAY, Ordering::Relaxed);
    // A measure names incidents that the hub holds.
    let shelf = NewCollection { title: "Incidents".into(), ..NewCollection::default() };
    let shelf = hub.people().add_collection(shelf, &Actor::command_line(), START).expect("a shelf").id;
    let held = incidents.iter().map(|id| {
        json!({ "type": "incident", "spec_version": "2.1", "id": id, "name": "Three accounts",
            "created": "2024-06-01T00:00:00.000Z", "modified": "2024-06-01T00:00:00.000Z" })
        .to_string()
    });
    hub.add(&place.who, &shelf, &held.collect::<Vec<_>>()).expect("held");
    let draft = json!({
        "title": "Label the copies", "actor": "A platform", "instrument": "terms-of-service-report",
        "target_behaviour": "Three accounts post one link within a minute.", "legal_basis": ["Terms, section 4"],
        "necessity": "Voters are misled.", "proportionality": "A label, no removal.", "incidents": incidents,
        "provider": { "name": "Three private accounts", "declared": "no", "source": "The platform's list" },
    });
    let open = json!({ "command": "open", "draft": draft });
    let id = hub.open_record(&place.who, "measure", &open, None).expect("opened").id;
    let act =
        |command: serde_json::Value| hub.command_record(&place.who, "measure", &id, &command, None, None);
    let early = hub.count_measure(&place.who, &analyses, &id, None);
    assert!(matches!(early, Err(HubError::Conflict(_))), "no before and after yet: {early:?}");
    act(json!({ "command": "decide", "reason": "The vote is near." })).expect("decided");
    act(json!({ "command": "put-in-force" })).expect("in force");
    let typed =
        json!({ "unit": "platforms", "source": "a list", "start": START, "step": DAY, "values": [1, 2] });
    act(json!({ "command": "observe", "what": "spread", "series": typed })).expect("typed");
    place.clock.store(START + 45 * DAY, Ordering::Relaxed);
    // when somebody looks, nothing is kept;
    let looked = hub.count_measure(&place.who, &analyses, &id, None).expect("counted");
    assert!(!looked.kept && looked.by_hand == BTreeSet::from([Observed::Spread]));
    assert_eq!(looked.rev, hub.record_of(&place.who, "measure", &id).expect("there").rev);
    // when it is kept, the record says what the look said, and the typed series is the typed one.
    let kept = hub.keep_counted(&place.who, &analyses, &id, None, false).expect("kept");
    assert!(kept.kept && kept.rev > looked.rev && kept.effects == looked.effects);
    let measured = hub.measured(&place.who, "measure", &id).expect("measured").measured;
    assert_eq!(measured["volume"], serde_json::to_value(&looked.effects.volume).expect("JSON"));
    assert_eq!(measured["volume"]["level"]["finding"], "fell");
    assert_eq!(measured["spread"]["verdict"], "cannot-be-told");
    hub.keep_counted(&place.who, &analyses, &id, None, true).expect("kept");
    let measured = hub.measured(&place.who, "measure", &id).expect("measured").measured;
    assert_eq!(measured["spread"]["verdict"], "estimated");
    hub.verify_record("measure", &id).expect("its history gives it");
    // What is typed cannot be passed off as counted.
    let mut passed_off = typed.clone();
    passed_off["counted"] = serde_json::to_value(&looked.series[&Observed::Volume].counted).expect("JSON");
    let refused = act(json!({ "command": "observe", "what": "reach", "series": passed_off }));
    assert!(matches!(refused, Err(HubError::Invalid { .. })), "{refused:?}");
}

proptest! {
    /// Steps lie around the measure, within the data, and no time of the data's is in two of them.
    #[test]
    fn steps_lie_around_the_measure(
        since in 1_000_000_000_000i64..2_000_000_000_000,
        begin in -60i64..60, days in 0i64..120, odd in 0i64..DAY,
        unit in prop_oneof![Just(1i64), Just(60_000), Just(HOUR), Just(DAY)],
    ) {
        let first = since + begin * DAY + odd;
        let data = (first, first + days * DAY);
        let steps = steps::Steps::around(since, data, unit, None);
        prop_assert!(unit <= steps.step.ms(), "never finer than the source");
        let length = steps.step.ms();
        prop_assert_eq!(steps.start.rem_euclid(length), 0);
        prop_assert!(steps.first <= steps.count + 1);
        // Every step is wholly before, wholly after, or the one that the measure falls into.
        for at in 0..steps.count {
            let (from, to) = (steps.start + at as i64 * length, steps.start + (at as i64 + 1) * length);
            let split = from < since && since < to;
            prop_assert!(split == (at + 1 == steps.first && since % length != 0));
            prop_assert!(split || (to <= since) == (at < steps.first));
            let inside = from >= data.0 && to <= data.1 + unit;
            prop_assert!(split || inside || since < data.0 || data.1 < since, "whole steps of the data");
            prop_assert_eq!((steps.at(from), steps.at(to - 1)), (Some(at), Some(at)));
        }
        prop_assert_eq!((steps.at(steps.start - 1), steps.at(steps.end())), (None, None));
    }
}
