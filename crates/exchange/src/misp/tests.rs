use super::{EXTENSION, Sender, label_of, manifest, read, read_manifest, write};
use crate::error::ExchangeError;
use crate::gate::{fixed_marking, marking_id};
use crate::input::Limits;
use ostrakon_model::Tlp;
use proptest::prelude::*;
use serde_json::{Value, json};

fn uuid(n: usize) -> String {
    format!("00000000-0000-4000-a000-{n:012}")
}

fn sender() -> Sender {
    Sender { name: "Own".into(), uuid: uuid(1), now: 1_780_000_000_000 }
}

/// An event with everything that the format knows, and what it does not.
fn event() -> Value {
    json!({"Event": {"uuid": uuid(100), "info": "Copies of a ministry's site", "date": "2026-02-01", "timestamp": "1770000000",
        "publish_timestamp": "0", "threat_level_id": "2", "analysis": "1", "published": false, "distribution": "1",
        "x_unknown": {"kept": [1, {"deep": null}]}, "attribute_count": "6",
        "Orgc": {"id": "7", "name": "Unit East", "uuid": uuid(2)},
        "Tag": [{"name": "tlp:amber", "colour": "#ffc000"}, {"name": "type:OSINT"}],
        "Galaxy": [{"type": "disarm-techniques", "name": "DISARM Techniques", "GalaxyCluster": [{"uuid": uuid(50),
            "value": "Create Inauthentic Websites", "meta": {"external_id": ["T0013"]}}]}],
        "Attribute": [
            {"uuid": uuid(101), "type": "domain", "category": "Network activity", "value": "m1nistry.example",
                "to_ids": true, "distribution": "5", "timestamp": "1770000001", "x_more": "kept", "deleted": false,
                "Sighting": [{"uuid": uuid(201), "type": "0", "date_sighting": "1770000100",
                    "Organisation": {"name": "Other", "uuid": uuid(3)}}]},
            {"uuid": uuid(102), "type": "ip-dst", "category": "Network activity", "value": "192.0.2.7", "to_ids": false,
                "timestamp": "1770000002", "distribution": "0", "deleted": true},
            {"uuid": uuid(103), "type": "text", "category": "Other", "value": "it's \\ odd", "to_ids": false,
                "timestamp": "1770000003", "comment": "a remark"}],
        "Object": [
            {"uuid": uuid(110), "name": "narrative", "meta-category": "misc", "template_version": "4",
                "timestamp": "1770000004", "distribution": "5", "Attribute": [{"uuid": uuid(111), "type": "text",
                    "object_relation": "narrative-summary", "category": "Other", "value": "The vote was moved"}],
                "ObjectReference": [{"uuid": uuid(301), "referenced_uuid": uuid(120),
                    "relationship_type": "spread by", "comment": ""}]},
            {"uuid": uuid(120), "name": "news-media", "timestamp": "1770000005", "distribution": "5", "Attribute": [
                {"uuid": uuid(121), "type": "text", "object_relation": "title", "category": "Other", "value": "East Wind"},
                {"uuid": uuid(122), "type": "url", "object_relation": "url", "category": "Network activity",
                    "value": "https://east.example"}]}]}})
}

fn import(value: &Value) -> super::Imported {
    read(value.to_string().as_bytes(), Limits::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn of_type<'o>(objects: &'o [Value], kind: &str) -> Vec<&'o Value> {
    objects.iter().filter(|one| one["type"] == kind).collect()
}

#[test]
fn an_event_becomes_what_it_means() {
    let read = import(&event());
    assert_eq!(read.warnings, []);
    assert_eq!((read.counts.attributes, read.counts.objects, read.counts.sightings), (6, 2, 1));
    let indicator = of_type(&read.objects, "indicator")[0];
    assert_eq!(indicator["pattern"], "[domain-name:value = 'm1nistry.example']");
    let observed = of_type(&read.objects, "observed-data")[0];
    assert_eq!(observed["revoked"], true);
    assert_eq!(observed["object_marking_refs"], json!([marking_id(Tlp::AmberStrict)]), "level 0 is narrower");
    assert_eq!(of_type(&read.objects, "narrative")[0]["name"], "The vote was moved");
    assert_eq!(of_type(&read.objects, "channel")[0]["name"], "East Wind");
    let tie = of_type(&read.objects, "relationship");
    assert!(tie.iter().any(|one| one["relationship_type"] == "spread-by"));
    assert_eq!(of_type(&read.objects, "attack-pattern")[0]["external_references"][0]["external_id"], "T0013");
    let report = of_type(&read.objects, "report")[0];
    assert_eq!(report["created_by_ref"], format!("identity--{}", uuid(2)));
    assert_eq!(report["object_marking_refs"], json!([marking_id(Tlp::Amber)]));
    assert_eq!(read.objects, import(&event()).objects, "a repeat adds none");
}

#[test]
fn what_misp_wrote_comes_back_whole() {
    let objects = import(&event()).objects;
    let (events, counts) = write(&objects, &sender()).expect("STIX objects");
    assert_eq!(counts.attributes, 6);
    let mut before = event();
    // The lists stand at the end of an event that comes back; their content is the same.
    let lists: Vec<(String, Value)> = ["Attribute", "Object"]
        .iter()
        .map(|key| {
            (
                (*key).to_owned(),
                before["Event"].as_object_mut().and_then(|e| e.shift_remove(*key)).expect("a list"),
            )
        })
        .collect();
    before["Event"].as_object_mut().expect("an event").extend(lists);
    assert_eq!(events, [before]);
    assert_eq!(import(&events[0]).objects, objects);
}

#[test]
fn changes_in_stix_are_laid_over_what_misp_wrote() {
    let mut objects = import(&event()).objects;
    for object in &mut objects {
        if object["type"] == "indicator" {
            object["revoked"] = true.into();
            object["modified"] = "2026-03-01T00:00:00.000Z".into();
            object["object_marking_refs"] = json!([marking_id(Tlp::Red)]);
        }
        if object["type"] == "report" {
            object["name"] = "A new title".into();
        }
    }
    let (events, _) = write(&objects, &sender()).expect("STIX objects");
    let event = &events[0]["Event"];
    let attribute = &event["Attribute"][0];
    assert_eq!((&event["info"], &attribute["deleted"]), (&json!("A new title"), &json!(true)));
    assert_eq!(attribute["x_more"], "kept");
    assert_eq!(attribute["distribution"], "0");
    assert_eq!(attribute["Tag"], json!([{"name": "tlp:red"}]));
    assert_eq!(attribute["timestamp"], "1772323200");
}

#[test]
fn stix_objects_travel_through_misp_and_come_back_whole() {
    let long = "x".repeat(70_000);
    let given = [
        json!({"type": "incident", "spec_version": "2.1", "id": format!("incident--{}", uuid(500)), "name": "one",
            "created": "2026-02-01T00:00:00.000Z", "modified": "2026-02-01T00:00:00.000Z", "x_long": long,
            "object_marking_refs": [marking_id(Tlp::Green)]}),
        json!({"type": "url", "spec_version": "2.1", "id": format!("url--{}", uuid(501)), "value": "https://x.example",
            "x_own": 1.5, "object_marking_refs": [marking_id(Tlp::Green)]}),
        json!({"type": "report", "spec_version": "2.1", "id": format!("report--{}", uuid(502)), "name": "week 5",
            "created": "2026-02-01T00:00:00.000Z", "modified": "2026-02-01T00:00:00.000Z",
            "published": "2026-02-01T00:00:00.000Z", "object_refs": [format!("incident--{}", uuid(500)),
            format!("url--{}", uuid(501))], "object_marking_refs": [marking_id(Tlp::Green)]}),
    ];
    let (events, _) = write(&given, &sender()).expect("STIX objects");
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["Event"]["distribution"], "1");
    let sorted = |objects: &[Value]| {
        let mut all: Vec<String> =
            objects.iter().filter(|o| o["type"] != "identity").map(Value::to_string).collect();
        all.sort();
        all
    };
    let back: Vec<Value> = import(&events[0]).objects.iter().map(canonical).collect();
    assert_eq!(sorted(&back), sorted(&given.iter().map(canonical).collect::<Vec<_>>()));
}

fn canonical(object: &Value) -> Value {
    serde_json::from_str(&ostrakon_stix::canonical::to_string(object)).expect("JSON")
}

#[test]
fn a_label_counts_however_its_tag_is_written() {
    for tags in
        [json!([{"name": "tlp:red"}]), json!(["tlp:red"]), json!("tlp:red"), json!({"name": "TLP:RED"})]
    {
        let read =
            import(&json!({"Event": {"uuid": uuid(1), "info": "x", "distribution": "3", "Tag": tags}}));
        let report = &of_type(&read.objects, "report")[0];
        assert_eq!(report["object_marking_refs"], json!([marking_id(Tlp::Red)]), "{tags}");
    }
}

#[test]
fn a_carrier_cannot_widen_its_object() {
    let object = json!({"type": "incident", "spec_version": "2.1", "id": format!("incident--{}", uuid(500)), "name": "x",
        "created": "2026-02-01T00:00:00.000Z", "modified": "2026-02-01T00:00:00.000Z",
        "object_marking_refs": [marking_id(Tlp::Clear)]});
    let (mut events, _) = write(&[object], &sender()).expect("STIX objects");
    events[0]["Event"]["distribution"] = "0".into();
    events[0]["Event"]["Tag"] = json!([]);
    for attribute in events[0]["Event"]["Attribute"].as_array_mut().expect("a list") {
        attribute["distribution"] = "5".into();
        attribute["Tag"] = json!([]);
    }
    let read = import(&events[0]);
    let refs = &of_type(&read.objects, "incident")[0]["object_marking_refs"];
    let strictest =
        refs.as_array().into_iter().flatten().filter_map(|one| fixed_marking(one.as_str()?)).max();
    assert_eq!(strictest, Some(Tlp::AmberStrict));
}

#[test]
fn ten_thousand_attributes_are_all_there_and_a_cut_is_told() {
    let attributes: Vec<Value> = (0..12_000)
        .map(|n| {
            json!({"uuid": uuid(1_000 + n), "type": "url", "category": "Network activity",
            "value": format!("https://site-{n}.example/"), "to_ids": false, "timestamp": "1770000000"})
        })
        .collect();
    let mut event = json!({"uuid": uuid(100), "info": "large", "timestamp": "1770000000", "distribution": "3",
        "attribute_count": "12000", "Attribute": attributes});
    let read = import(&json!({ "response": [{ "Event": event }] }));
    assert_eq!((read.counts.attributes, of_type(&read.objects, "url").len()), (12_000, 12_000));
    assert_eq!(read.warnings, []);
    let (events, counts) = write(&read.objects, &sender()).expect("STIX objects");
    assert_eq!(
        (events[0]["Event"]["Attribute"].as_array().map(Vec::len), counts.attributes),
        (Some(12_000), 12_000)
    );
    event["Attribute"].as_array_mut().expect("a list").truncate(10_000);
    assert!(import(&event).warnings[0].reason.contains("12000 attributes and holds 10000"));
}

#[test]
fn sharing_groups_bind_their_members_only() {
    let mut given = event();
    given["Event"]["distribution"] = "4".into();
    given["Event"]["SharingGroup"] = json!({"uuid": uuid(900), "name": "Three states",
        "SharingGroupOrg": [{"Organisation": {"uuid": uuid(3), "name": "Other"}}]});
    let read = import(&given);
    let group = of_type(&read.objects, "marking-definition")[0];
    assert_eq!(
        group["extensions"][crate::gate::SHARING_GROUP_EXTENSION]["members"],
        json!([format!("identity--{}", uuid(3))])
    );
    for object in
        read.objects.iter().filter(|one| one.get("extensions").is_some_and(|e| e.get(EXTENSION).is_some()))
    {
        assert!(object["object_marking_refs"].to_string().contains(&uuid(900)), "{object}");
    }
}

#[test]
fn bad_events_are_refused_whole_with_path_and_reason() {
    for (given, place) in [
        (json!({"Event": {"uuid": "x", "info": "a"}}), "Event.uuid"),
        (json!({"Event": {"uuid": uuid(1)}}), "Event"),
        (
            json!({"Event": {"uuid": uuid(1), "info": "a", "Attribute": [{"uuid": uuid(2), "type": "text"}]}}),
            "Event.Attribute[0].value",
        ),
        (
            json!([{"Event": {"uuid": uuid(1), "info": "a", "Attribute": [{"uuid": uuid(1), "type": "text", "value": "v"}]}}]),
            "$[0].Event.Attribute[0].uuid",
        ),
        (
            json!({"Event": {"uuid": uuid(1), "info": "a", "Object": [{"uuid": uuid(2), "Attribute": 3}]}}),
            "Event.Object[0].name",
        ),
        (json!(3), "$"),
    ] {
        let error = read(given.to_string().as_bytes(), Limits::default()).expect_err(place);
        assert!(
            matches!(error, ExchangeError::Invalid { .. }) && error.to_string().contains(place),
            "{error}"
        );
    }
}

#[test]
fn a_feed_has_a_manifest() {
    let (events, _) = write(&import(&event()).objects, &sender()).expect("STIX objects");
    let read =
        read_manifest(manifest(&events).to_string().as_bytes(), Limits::default()).expect("a manifest");
    assert_eq!((read[0].uuid.clone(), read[0].timestamp), (uuid(100), 1_770_000_000));
    assert!(read_manifest(b"{\"a\": 1}", Limits::default()).is_err());
}

proptest! {
    #[test]
    fn no_way_there_and_back_widens(distribution in 0..7u64, tag in 0..6usize, own in 0..7u64, changed in 0..5usize) {
        let mut given = event();
        given["Event"]["distribution"] = distribution.into();
        given["Event"]["Tag"] = if tag < 5 { json!([{"name": Tlp::ALL[tag].label()}]) } else { json!([]) };
        given["Event"]["Attribute"][0]["distribution"] = own.into();
        let mut objects = import(&given).objects;
        let label = |objects: &[Value], kind: &str| super::label::label_of_object(of_type(objects, kind)[0]);
        for object in objects.iter_mut().filter(|one| one["type"] == "indicator") {
            object["object_marking_refs"] = json!([marking_id(label_of(Some(9), Some(Tlp::ALL[changed]), Tlp::Clear))]);
        }
        let before = (label(&objects, "report"), label(&objects, "indicator"));
        let (events, _) = write(&objects, &sender()).expect("STIX objects");
        let after = import(&events[0]).objects;
        prop_assert!(label(&after, "report") >= before.0);
        prop_assert!(label(&after, "indicator") >= before.1);
    }
}

#[test]
fn an_event_that_is_an_empty_list_is_none_and_an_empty_answer_is_one() {
    let error = read(br#"{"Event":[]}"#, Limits::default()).expect_err("no event");
    assert!(error.to_string().contains("Event") && error.to_string().contains("empty list"), "{error}");
    for nothing in [r#"{"response":[]}"#, "[]"] {
        assert!(read(nothing.as_bytes(), Limits::default()).expect(nothing).objects.is_empty());
    }
}

#[test]
fn accounts_and_persons_become_accounts() {
    let attribute = |relation: &str, value: &str| {
        json!({"type": "text", "object_relation": relation, "value": value, "category": "Other", "distribution": "5",
            "uuid": "5f3c1c2e-7d54-4a0e-9a2b-1f2e3d4c5b6a", "timestamp": "1750000000"})
    };
    let object = |name: &str, attributes: Vec<Value>| {
        let object =
            json!({"name": name, "uuid": "6f3c1c2e-7d54-4a0e-9a2b-1f2e3d4c5b6a", "Attribute": attributes});
        let found = super::object::inside(object.as_object().expect("an object"), name);
        found.into_iter().filter(|one| one["type"] == "user-account").collect::<Vec<_>>()
    };
    let account = object(
        "twitter-account",
        vec![
            attribute("name", "person_82"),
            attribute("id", "990011223344"),
            attribute("displayed-name", "A Person"),
        ],
    );
    assert_eq!(account.len(), 1, "{account:?}");
    let of = &account[0];
    assert_eq!(
        (&of["account_login"], &of["user_id"], &of["display_name"], &of["account_type"]),
        (&json!("person_82"), &json!("990011223344"), &json!("A Person"), &json!("twitter"))
    );
    assert!(object("bank-account", vec![attribute("name", "a bank")]).is_empty());
    let person = object(
        "person",
        vec![attribute("first-name", "Greta"), attribute("last-name", "Klein"), attribute("alias", "gk_1")],
    );
    let names: Vec<&Value> = person.iter().map(|one| &one["account_login"]).collect();
    assert_eq!(names, ["Greta Klein", "gk_1"]);
    for kind in ["target-user", "whois-registrant-name"] {
        assert_eq!(super::observable::of(kind, "Greta Klein")[0]["type"], "user-account");
    }
}
