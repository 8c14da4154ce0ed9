//! How somebody likes the pages.

use super::*;
use crate::people::{Preferences, Scheme};

#[test]
fn what_one_prefers_is_ones_own_and_follows_to_the_next_device() {
    // Given two people,
    let house = house();
    house.account("analyst-1", &[Role::Analyst]);
    house.account("guest-1", &[Role::Guest]);
    let on = |name: &str| house.sign_in(name, NOW).principal;
    let (first, other) = (on("analyst-1"), on("guest-1"));
    assert_eq!(house.people.preferences(&first).expect("read"), Preferences::default());
    // when one of them chooses,
    let chosen = Preferences {
        language: Some("de".into()),
        scheme: Scheme::Dark,
        time_zone: Some("Europe/Vienna".into()),
    };
    house.people.set_preferences(&first, &chosen, NOW).expect("kept");
    // then it holds in that person's next session, and in nobody else's,
    assert_eq!(house.people.preferences(&on("analyst-1")).expect("read"), chosen);
    assert_eq!(house.people.preferences(&other).expect("read"), Preferences::default());
    // and the log says that it was set, once, and nothing of what.
    house.people.set_preferences(&first, &chosen, NOW).expect("the same again");
    let lines: Vec<_> = house.people.store().events(0, 1_000).expect("read");
    let set: Vec<_> = lines.iter().filter(|line| line.kind == "preferences.set").collect();
    assert_eq!(set.len(), 1);
    assert!(!format!("{set:?}").contains("Vienna"), "{set:?}");
    house.people.set_preferences(&first, &Preferences::default(), NOW).expect("taken back");
    assert_eq!(house.people.preferences(&first).expect("read"), Preferences::default());
}

#[test]
fn what_is_no_language_and_no_zone_is_refused() {
    let house = house();
    house.account("analyst-1", &[Role::Analyst]);
    let who = house.sign_in("analyst-1", NOW).principal;
    for bad in ["", "<script>", "d e", "-de", &"a".repeat(36)] {
        let wish = Preferences { language: Some(bad.into()), ..Preferences::default() };
        assert_eq!(refusal(house.people.set_preferences(&who, &wish, NOW)), "/language", "{bad}");
    }
    for bad in ["", "Europe Vienna", "../../etc", &"Z".repeat(65)] {
        let wish = Preferences { time_zone: Some(bad.into()), ..Preferences::default() };
        assert_eq!(refusal(house.people.set_preferences(&who, &wish, NOW)), "/time_zone", "{bad}");
    }
}
