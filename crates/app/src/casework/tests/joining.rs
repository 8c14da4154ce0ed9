//! Cases merged and split through the store: both records change together, nothing is left behind, and undoing is exact.

use super::*;
use ostrakon_response::case::{Case, Item, ItemKind};
use proptest::prelude::*;

fn item(id: &str) -> Item {
    Item { kind: ItemKind::Finding, id: id.to_owned() }
}

impl House {
    fn case(&self, who: &Principal, items: &[&str]) -> String {
        let items: Vec<Item> = items.iter().map(|id| item(id)).collect();
        let open = json!({ "command": "open", "draft": { "title": "A case", "marking": "TLP:AMBER" }, "items": items });
        self.hub.open_record(who, "case", &open, None).expect("opened").id
    }

    fn join(&self, who: &Principal, id: &str, command: &str, other: &str) -> Result<(), HubError> {
        let mut asked = json!({ "command": command });
        if !other.is_empty() {
            asked["case"] = json!(other);
        }
        if command == "split-off" {
            asked["items"] = json!([item("f1")]);
        }
        self.hub.command_record(who, "case", id, &asked, None, None).map(drop)
    }

    fn state(&self, who: &Principal, id: &str) -> Case {
        let shown = self.hub.record_of(who, "case", id).expect("there");
        serde_json::from_value(shown.record).expect("a case")
    }
}

#[test]
fn one_command_merges_both_and_one_undoes_both() {
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &CONTACT, None);
    for (merge, undo) in
        [("merge-into", "unmerge"), ("absorb", "release"), ("absorb", "unmerge"), ("merge-into", "release")]
    {
        let (a, b) = (house.case(&own, &["f1", "f2"]), house.case(&own, &["f2", "f3"]));
        let before = (house.state(&own, &a), house.state(&own, &b));
        // Given a merger that is asked for from either end,
        let ends =
            |command: &str| if matches!(command, "merge-into" | "unmerge") { (&a, &b) } else { (&b, &a) };
        let (at, other) = ends(merge);
        house.join(&own, at, merge, other).expect("merged");
        // then both know of it, and all that the one showed is in the other;
        assert_eq!(house.state(&own, &a).merged.map(|(into, _)| into), Some(b.clone()));
        let taken: Vec<Item> = house.state(&own, &b).members.shown().into_iter().collect();
        assert_eq!(taken, [item("f1"), item("f2"), item("f3")]);
        // undone from either end, both are as they were.
        let (at, other) = ends(undo);
        house.join(&own, at, undo, if undo == "unmerge" { "" } else { other }).expect("undone");
        assert_eq!((house.state(&own, &a), house.state(&own, &b)), before, "{merge}, {undo}");
        // What somebody types as the items of the other case counts for nothing, and no case is merged into itself.
        let typed = json!({ "command": "absorb", "case": a, "items": [item("f9")] });
        house.hub.command_record(&own, "case", &b, &typed, None, None).expect("taken up");
        assert!(!house.state(&own, &b).members.shown().contains(&item("f9")));
        let itself = house.join(&own, &b, merge, &b).expect_err("itself");
        assert!(matches!(itself, HubError::Refused(refusal) if refusal.rule == "joining-in-a-circle"));
        for id in [&a, &b] {
            house.hub.verify_record("case", id).expect("its history gives it");
        }
    }
}

#[test]
fn a_merged_case_has_both_incidents_and_the_readers_of_the_narrower() {
    // Given a case for everybody in which France takes part, and one of the house alone with another incident and an item,
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let fr = house.member("France", "FR", OrganisationKind::ElectoralBody, &CONTACT, Some(Tlp::Amber));
    let (first, second) = (
        house.incident_of(&own, "group-1", Tlp::Clear, None),
        house.incident_of(&own, "group-2", Tlp::Amber, None),
    );
    let open = |marking: Tlp, incident: &str, items: Value| {
        let draft = json!({ "title": "A case", "marking": marking, "incident": incident });
        let open = json!({ "command": "open", "draft": draft, "items": items });
        house.hub.open_record(&own, "case", &open, None).expect("opened").id
    };
    let (wide, narrow) =
        (open(Tlp::Clear, &first, json!([])), open(Tlp::AmberStrict, &second, json!([item("secret")])));
    let involve = json!({ "command": "involve", "organisation": fr.organisation });
    house.hub.command_record(&own, "case", &wide, &involve, None, None).expect("involved");
    let before = (house.state(&own, &wide), house.state(&own, &narrow));
    house.hub.record_of(&fr, "case", &wide).expect("France takes part");
    // when the narrow one is merged into it,
    house.join(&own, &narrow, "merge-into", &wide).expect("merged");
    // then it has both incidents, and France reads it no longer;
    let merged = house.hub.record_of(&own, "case", &wide).expect("ours").summary;
    assert_eq!(merged.incidents, [first.clone(), second.clone()].into());
    assert_eq!((merged.marking, merged.participants.len()), (Tlp::AmberStrict, 0));
    assert!(matches!(house.hub.record_of(&fr, "case", &wide), Err(HubError::NotFound(_))));
    let query =
        ListQuery { incident: Some(second.clone()), open: Some(true), limit: 10, ..ListQuery::default() };
    assert_eq!(house.hub.records_of(&own, &query).expect("listed").rows[0].id, wide);
    assert!(
        house.hub.command_record(&own, "case", &wide, &involve, None, None).is_err(),
        "beyond what is agreed"
    );
    // what is judged in it protects the incident that it took up,
    let judgement =
        json!({ "found": "organic", "confidence": "high", "reasons": "Fans.", "evidence": [second] });
    let judge = json!({ "command": "judge-coordination", "judgement": judgement });
    house.hub.command_record(&own, "case", &wide, &judge, None, None).expect("judged");
    let plan =
        json!({ "command": "plan", "mechanism": "rapid-alert-share", "reason": "x", "legal_basis": "x" });
    let planned = house.hub.command_record(&own, "case", &wide, &plan, None, None);
    assert!(
        matches!(&planned, Err(HubError::Refused(why)) if why.text.en.contains("organic")),
        "{planned:?}"
    );
    // and undone, each is as it was.
    house.join(&own, &narrow, "unmerge", "").expect("undone");
    let after = (house.state(&own, &wide), house.state(&own, &narrow));
    assert_eq!(after.1, before.1);
    assert_eq!(
        (after.0.members, after.0.taken, after.0.participants),
        (before.0.members, before.0.taken, before.0.participants)
    );
    house.hub.record_of(&fr, "case", &wide).expect("France takes part again");
    for id in [&wide, &narrow] {
        house.hub.verify_record("case", id).expect("its history gives it");
    }
}

#[test]
fn what_was_split_off_does_not_come_back_by_a_third_case_and_vanish() {
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &CONTACT, None);
    let [a, b, c] = [["f1", "f2"], ["f2", "f3"], ["f1", "f4"]].map(|items| house.case(&own, &items));
    // Given an item that was split off into a case, which was merged into a third,
    house.join(&own, &c, "split-off", &b).expect("split");
    house.join(&own, &b, "merge-into", &a).expect("merged");
    // when that one is to be merged into where the item came from, it would be shown nowhere.
    let refused = house.join(&own, &a, "merge-into", &c).expect_err("it would be hidden");
    assert!(matches!(refused, HubError::Refused(why) if why.rule == "adding-what-was-split-off"));
    assert!(house.state(&own, &a).merged.is_none() && house.state(&own, &c).members.absorbed.is_empty());
    // Part by part it comes back.
    house.join(&own, &b, "unmerge", "").expect("itself again");
    house.join(&own, &c, "rejoin", &b).expect("taken back");
    house.join(&own, &a, "merge-into", &c).expect("merged");
}

#[test]
fn cases_of_two_houses_are_not_joined_nor_with_one_that_is_not_there() {
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &CONTACT, None);
    let be =
        house.member("Belgium", "BE", OrganisationKind::MemberStateAuthority, &CONTACT, Some(Tlp::Amber));
    let (ours, theirs) = (house.case(&own, &["f1"]), house.case(&be, &["f2"]));
    for command in ["merge-into", "absorb", "split-off"] {
        for other in [theirs.as_str(), "nowhere", ""] {
            assert!(house.join(&own, &ours, command, other).is_err(), "{command} {other}");
        }
    }
    assert!(house.state(&own, &ours).members.absorbed.is_empty());
    assert!(house.state(&be, &theirs).members.absorbed.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Whatever is joined and parted: each half knows of the other, nothing that was in a case is lost, and undoing all of it
    /// gives the cases as they were.
    #[test]
    fn joins_have_two_ends_and_undo_without_loss(
        steps in proptest::collection::vec((0usize..3, 0usize..6, 0usize..3), 0..14)
    ) {
        let house = house();
        let own = house.member("Own", "EU", OrganisationKind::Institution, &CONTACT, None);
        let ids = [house.case(&own, &["f1", "f2"]), house.case(&own, &["f2", "f3"]), house.case(&own, &["f1", "f4"])];
        let states = || ids.iter().map(|id| house.state(&own, id)).collect::<Vec<Case>>();
        let before = states();
        let commands = ["merge-into", "absorb", "unmerge", "release", "split-off", "rejoin"];
        for (at, command, other) in steps {
            let other = if commands[command] == "unmerge" { "" } else { &ids[other] };
            let _ = house.join(&own, &ids[at], commands[command], other);
            let now = states();
            let mut shown = BTreeSet::new();
            for (id, case) in ids.iter().zip(&now) {
                if case.merged.is_none() {
                    shown.extend(case.members.shown());
                }
                for (other, there) in ids.iter().zip(&now) {
                    let merged = case.merged.as_ref().is_some_and(|(into, _)| into == other);
                    let split = case.members.split.contains_key(other);
                    prop_assert_eq!(there.members.absorbed.contains_key(id), merged || split);
                }
            }
            prop_assert_eq!(shown.len(), 4, "nothing is lost");
        }
        // The last merger is undone first; so everything can be undone in a few rounds.
        for _ in 0..4 {
            for id in &ids {
                let _ = house.join(&own, id, "unmerge", "");
                for other in &ids {
                    let _ = house.join(&own, id, "rejoin", other);
                }
            }
        }
        prop_assert_eq!(states(), before);
    }
}
