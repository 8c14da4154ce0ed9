//! Whose word counts: for versions, for markings, and for accounts under another name.

use super::examples::{OTHER, PARTNER, US, agreement, id, incident, to_partner};
use crate::gate::*;
use ostrakon_model::Tlp;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};

#[test]
fn others_than_the_originator_only_narrow() {
    let group = id("marking-definition", 7);
    let part = json!({"marking_ref": marking_id(Tlp::Red), "selectors": ["name"]});
    let mut held = incident(1, Tlp::Amber);
    held["object_marking_refs"] = json!([marking_id(Tlp::Amber), group]);
    held["granular_markings"] = json!([part]);
    let context = Context::new([US.into()], &(), 1_000);
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut offered = held.clone();
        offered["modified"] = "2026-02-01T00:00:00.000Z".into();
        change(&mut offered);
        may_revise(&held, &offered, &context)
    };
    assert_eq!(changed(&|_| ()), Ok(()));
    let stricter = json!([marking_id(Tlp::Red), group, id("marking-definition", 8)]);
    assert_eq!(changed(&|one| one["object_marking_refs"] = stricter.clone()), Ok(()));
    // An unknown marking counts as RED: with it gone the label is lower.
    let refusal =
        changed(&|one| one["object_marking_refs"] = json!([marking_id(Tlp::Clear)])).expect_err("wider");
    assert!(matches!(refusal, Refusal::Lowered { to: Tlp::Clear, .. }), "{refusal}");
    let refusal =
        changed(&|one| one["object_marking_refs"] = json!([marking_id(Tlp::Red)])).expect_err("no group");
    assert_eq!(refusal, Refusal::Unmarked { object: id("incident", 1), marking: group.clone() });
    // More parts under the same marking, or what is around a part, are no less.
    let more = json!([{"marking_ref": marking_id(Tlp::Red), "selectors": ["description", "name"]}]);
    assert_eq!(changed(&|one| one["granular_markings"] = more.clone()), Ok(()));
    let other = json!([{"marking_ref": marking_id(Tlp::Red), "selectors": ["description"]}]);
    assert!(changed(&|one| one["granular_markings"] = other.clone()).is_err());
    for key in ["granular_markings", "name"] {
        let gone = |one: &mut Value| drop(one.as_object_mut().expect("an object").remove(key));
        assert!(changed(&gone).is_err(), "{key}");
    }
    for (key, value) in
        [("revoked", json!(true)), ("name", json!("another")), ("labels", json!(["tlp:clear"]))]
    {
        assert!(changed(&|one| one[key] = value.clone()).is_err(), "{key}");
    }
}

#[test]
fn what_a_marking_means_is_said_by_us_and_by_the_originator() {
    let statement = |n: u32| {
        json!({"type": "marking-definition", "id": id("marking-definition", n), "created": "2026-01-01T00:00:00Z",
            "definition_type": "statement", "definition": {"statement": "free"}})
    };
    let marked = |n: u32, marking: u32| {
        let mut one = incident(n, Tlp::Green);
        one["object_marking_refs"] = json!([marking_id(Tlp::Green), id("marking-definition", marking)]);
        one
    };
    // Given an object of ours and one of somebody else's, both with a marking that only the other defined, and one with a
    // marking of our sharing group that the other defined as a statement.
    let mut given = vec![marked(1, 1), marked(2, 1), statement(1), marked(3, 2), statement(2)];
    let mut context = Context::new([US.into()], &(), 1_000);
    let members = BTreeSet::from([OTHER.to_owned()]);
    context.sharing_groups.insert(id("marking-definition", 2), SharingGroup { name: "two".into(), members });
    for place in [1, 2, 4] {
        context
            .received_from
            .insert(given[place]["id"].as_str().unwrap_or_default().to_owned(), OTHER.into());
    }
    let audience = Audience::Partner(agreement(Tlp::Amber));
    let kept = |release: Release<'_>| release.objects.iter().map(|o| o.index).collect::<Vec<_>>();
    assert_eq!(kept(to_partner(&given, &context, &audience)), [1, 2]);
    // Embedded in an object of the other's it says no more.
    given[2] = json!({"type": "x-carrier", "id": id("x-carrier", 9), "x_carries": statement(1),
        "object_marking_refs": [marking_id(Tlp::Green)]});
    context.received_from.insert(id("x-carrier", 9), OTHER.into());
    assert!(!kept(to_partner(&given, &context, &audience)).contains(&0));
    // When we define it ourselves, it is known.
    context.received_from.remove(&id("x-carrier", 9));
    assert!(kept(to_partner(&given, &context, &audience)).contains(&0));
    // A group that stands in our record needs no definition.
    context.sharing_groups.values_mut().for_each(|group| group.members.extend([PARTNER.to_owned()]));
    assert!(kept(to_partner(&given[3..4], &context, &audience)).contains(&0));
}

#[test]
fn a_version_by_another_hand_frees_nothing() {
    // Given an incident of ours that is RED, and a note on it that is GREEN.
    let note = json!({"type": "note", "id": id("note", 2), "created": "2026-01-01T00:00:00Z", "content": "detail",
        "object_refs": [id("incident", 1)], "object_marking_refs": [marking_id(Tlp::Green)]});
    let mut theirs = incident(1, Tlp::Clear);
    theirs["modified"] = "2026-07-01T00:00:00.000Z".into();
    let given = [theirs, note, incident(1, Tlp::Red)];
    let library = HashMap::from([(id("incident", 1), incident(1, Tlp::Red))]);
    let mut context = Context::new([US.into()], &library, 1_000);
    context.newest_only = true;
    context.hands = HashMap::from([(0, Some(OTHER.to_owned())), (2, None)]);
    // When somebody else's version of it is CLEAR, then the note stays where it was.
    let audience = Audience::Partner(agreement(Tlp::Amber));
    assert!(to_partner(&given, &context, &audience).objects.is_empty());
}

#[test]
fn a_channel_that_stands_for_an_account_goes_where_accounts_go() {
    let account = |name: &str| {
        let mut made_of = serde_json::Map::new();
        made_of.insert("user_id".into(), name.into());
        made_of.insert("account_type".into(), PSEUDONYM_ACCOUNT.into());
        let id = ostrakon_stix::id::observable("user-account", &made_of).expect("an id");
        json!({"type": "user-account", "id": id, "user_id": name, "account_type": PSEUDONYM_ACCOUNT,
            "object_marking_refs": [marking_id(Tlp::Green)]})
    };
    let channel = |n: u32, name: &str| {
        json!({"type": "channel", "id": id("channel", n), "created": "2026-01-01T00:00:00Z", "name": name,
            "channel_types": [PSEUDONYM_CHANNEL], "object_marking_refs": [marking_id(Tlp::Green)]})
    };
    let mut marked = channel(1, "acc_0011223344");
    marked[PSEUDONYM_MARK] = true.into();
    let held = account("acc_5566778899");
    let library = HashMap::from([(held["id"].as_str().unwrap_or_default().to_owned(), held)]);
    let given =
        [marked, channel(2, "acc_5566778899"), channel(3, "State Television"), incident(4, Tlp::Green)];
    let context = Context::new([US.into()], &library, 1_000);
    let audience = Audience::Partner(agreement(Tlp::Green));
    let kept = |audience: &Audience| {
        to_partner(&given, &context, audience).objects.iter().map(|o| o.index).collect::<Vec<_>>()
    };
    assert_eq!(kept(&audience), [2, 3]);
    assert_eq!(
        kept(&Audience::Partner(Agreement { pseudonyms: true, ..agreement(Tlp::Green) })),
        [0, 1, 2, 3]
    );
}

#[test]
fn names_of_accounts_elsewhere_are_masked_and_an_unlucky_one_takes_no_type_away() {
    let mut handles = Handles::default();
    for name in ["hans_mueller_77", "incident", "2026", "name"] {
        let account = json!({"type": "user-account", "id": id("user-account", 1), "account_login": name});
        handles.add(account.as_object().expect("an object"));
    }
    let mut object = incident(1, Tlp::Green);
    object["description"] = "posted by hans_mueller_77".into();
    object["x_counts"] = json!({"hans_mueller_77": 3});
    let given = [object];
    let mut context = Context::new([US.into()], &(), 1_000);
    context.handles = Some(&handles);
    let audience = Audience::Partner(agreement(Tlp::Green));
    let release = to_partner(&given, &context, &audience);
    let sent = &release.objects[0].object;
    assert_eq!((&sent["type"], &sent["created"]), (&given[0]["type"], &given[0]["created"]));
    assert_eq!(sent["description"], "posted by […]");
    assert!(!sent.to_string().contains("hans"), "{sent}");
}

#[test]
fn an_id_in_capitals_frees_nothing() {
    const RED: &str = "incident--00000000-0000-4000-9000-00000000abcd";
    // Given an incident that is RED, a note on it, and an "incident" of somebody else's under the same UUID in capitals.
    let note = json!({"type": "note", "id": id("note", 2), "created": "2026-01-01T00:00:00Z", "content": "detail",
        "object_refs": [RED], "object_marking_refs": [marking_id(Tlp::Green)]});
    let mut theirs = incident(1, Tlp::Clear);
    theirs["id"] = format!("incident--{}", RED[10..].to_uppercase()).into();
    theirs["modified"] = "2026-07-01T00:00:00.000Z".into();
    let mut red = incident(1, Tlp::Red);
    red["id"] = RED.into();
    let library = HashMap::from([(RED.to_owned(), red.clone())]);
    let audience = Audience::Partner(agreement(Tlp::Amber));
    for newest_only in [true, false] {
        let mut context = Context::new([US.into()], &library, 1_000);
        context.newest_only = newest_only;
        // Then neither frees the other's note, in whichever order and whether the incident is asked for or only held.
        for given in [
            vec![theirs.clone(), note.clone()],
            vec![note.clone(), theirs.clone(), red.clone()],
            vec![red.clone(), note.clone(), theirs.clone()],
        ] {
            let release = to_partner(&given, &context, &audience);
            assert!(release.objects.is_empty(), "{:?}", release.objects);
        }
    }
}
