//! Single rules of the gate, each by an example.

use crate::gate::*;
use ostrakon_model::Tlp;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};

pub(super) const US: &str = "identity--00000000-0000-4000-8000-000000000001";
pub(super) const PARTNER: &str = "identity--00000000-0000-4000-8000-000000000002";
pub(super) const OTHER: &str = "identity--00000000-0000-4000-8000-000000000003";

pub(super) fn id(kind: &str, n: u32) -> String {
    format!("{kind}--00000000-0000-4000-9000-{n:012}")
}

pub(super) fn agreement(highest: Tlp) -> Agreement {
    Agreement {
        id: "agreement-1".into(),
        organisation: PARTNER.into(),
        collections: Collections::All,
        highest,
        pseudonyms: false,
        community: true,
        valid_from: None,
        valid_until: Some(2_000),
    }
}

pub(super) fn incident(n: u32, label: Tlp) -> Value {
    json!({"type": "incident", "id": id("incident", n), "created": "2026-01-01T00:00:00.000Z",
        "modified": "2026-01-01T00:00:00.000Z", "name": format!("incident {n}"),
        "object_marking_refs": [marking_id(label)]})
}

pub(super) fn to_partner<'a>(
    objects: &'a [Value],
    context: &'a Context<'a>,
    audience: &'a Audience,
) -> Release<'a> {
    release(objects, context, audience, Route::Taxii)
}

#[test]
fn a_label_wider_than_the_agreements_passes_with_its_bytes() {
    let (given, context) = ([incident(1, Tlp::Amber)], Context::new([US.into()], &(), 1_000));
    let audience = Audience::Partner(agreement(Tlp::Amber));
    let release = to_partner(&given, &context, &audience);
    assert!(matches!(release.objects[0].object, std::borrow::Cow::Borrowed(_)));
    assert_eq!(release.decisions[0].outcome, Outcome::Pass);
    assert_eq!((release.withheld, release.ledger.len()), (0, 1));
    assert_eq!(release.ledger[0].marking, Tlp::Amber);
    assert_eq!(release.ledger[0].agreement.as_deref(), Some("agreement-1"));
}

#[test]
fn what_is_unmarked_is_amber_strict() {
    let mut given = incident(1, Tlp::Clear);
    given.as_object_mut().expect("an object").remove("object_marking_refs");
    let (given, context) = ([given], Context::new([US.into()], &(), 1_000));
    assert_eq!(to_partner(&given, &context, &Audience::Partner(agreement(Tlp::Amber))).objects.len(), 0);
    assert_eq!(
        to_partner(&given, &context, &Audience::Partner(agreement(Tlp::AmberStrict))).objects.len(),
        1
    );
    assert_eq!(effective(&given[0], &context), Tlp::AmberStrict);
}

#[test]
fn red_reaches_only_our_own_people_who_are_signed_in() {
    let (given, mut context) = ([incident(1, Tlp::Red)], Context::new([US.into()], &(), 1_000));
    context.decided_by = Some("decision-1".into());
    for route in Route::ALL {
        for audience in [
            Audience::Public,
            Audience::Community,
            Audience::Partner(agreement(Tlp::Red)),
            Audience::Own { clearance: Tlp::Red },
        ] {
            let passes = !release(&given, &context, &audience, route).objects.is_empty();
            assert_eq!(
                passes,
                route == Route::Rest && matches!(audience, Audience::Own { .. }),
                "{route:?} {audience:?}"
            );
        }
    }
}

#[test]
fn a_third_partys_object_goes_no_further_than_its_label_says() {
    // Given an AMBER and a GREEN object of somebody else, and one that claims to be ours but came from there.
    let mut objects = [incident(1, Tlp::Amber), incident(2, Tlp::Green), incident(3, Tlp::Amber)];
    objects[0]["created_by_ref"] = OTHER.into();
    objects[1]["created_by_ref"] = OTHER.into();
    objects[2]["created_by_ref"] = US.into();
    let mut context = Context::new([US.into()], &(), 1_000);
    context.received_from =
        objects.iter().map(|o| (o["id"].as_str().unwrap_or("").into(), OTHER.into())).collect();
    let audience = Audience::Partner(agreement(Tlp::AmberStrict));
    // When they are asked for by a partner, only the GREEN one passes, and only to a member of the community.
    let kept: Vec<usize> =
        to_partner(&objects, &context, &audience).objects.iter().map(|o| o.index).collect();
    assert_eq!(kept, [1]);
    let outside = Audience::Partner(Agreement { community: false, ..agreement(Tlp::AmberStrict) });
    assert!(to_partner(&objects, &context, &outside).objects.is_empty());
    // And the originator gets back what is its own.
    context.received_from.values_mut().for_each(|from| *from = PARTNER.into());
    objects.iter_mut().for_each(|o| o["created_by_ref"] = PARTNER.into());
    assert_eq!(to_partner(&objects, &context, &audience).objects.len(), 3);
}

#[test]
fn a_relationship_goes_with_its_end_and_a_report_loses_the_mention() {
    let red = id("incident", 2);
    let given = [
        incident(1, Tlp::Green),
        incident(2, Tlp::Red),
        json!({"type": "relationship", "id": id("relationship", 3), "created": "2026-01-01T00:00:00Z",
            "source_ref": id("incident", 1), "target_ref": red, "object_marking_refs": [marking_id(Tlp::Green)]}),
        json!({"type": "note", "id": id("note", 4), "created": "2026-01-01T00:00:00Z", "content": "on the tie",
            "object_refs": [id("relationship", 3)], "object_marking_refs": [marking_id(Tlp::Green)]}),
        json!({"type": "report", "id": id("report", 5), "created": "2026-01-01T00:00:00Z", "name": "week 1",
            "description": format!("see {red} and {}", id("incident", 1)),
            "object_refs": [red, id("incident", 1), id("note", 4)],
            "granular_markings": [{"lang": "en", "selectors": ["object_refs.[1]", "object_refs.[0]", "name"]}],
            "object_marking_refs": [marking_id(Tlp::Green)]}),
    ];
    let context = Context::new([US.into()], &(), 1_000);
    let audience = Audience::Partner(agreement(Tlp::Green));
    let release = to_partner(&given, &context, &audience);
    let kept: Vec<usize> = release.objects.iter().map(|o| o.index).collect();
    assert_eq!(kept, [0, 4]);
    let report = &release.objects[1].object;
    assert_eq!(report["object_refs"], json!([id("incident", 1)]));
    assert_eq!(report["description"], format!("see […] and {}", id("incident", 1)));
    assert_eq!(report["granular_markings"][0]["selectors"], json!(["object_refs.[0]", "name"]));
    assert_eq!(release.withheld, 3);
    assert_eq!(release.decisions[2].reason, Reason::RequiredReference(red));
    assert_eq!(
        release.decisions[4].outcome,
        Outcome::Redact(vec!["description".into(), "object_refs.[0]".into(), "object_refs.[2]".into()])
    );
}

#[test]
fn a_part_with_a_narrower_label_is_cut_out_and_so_is_its_translation() {
    let mut object = incident(1, Tlp::Green);
    object["description"] = "the source sits in the ministry".into();
    object["granular_markings"] =
        json!([{"marking_ref": marking_id(Tlp::Red), "selectors": ["description"]}]);
    let translated = json!({"type": "language-content", "id": id("language-content", 2), "object_ref": id("incident", 1),
        "created": "2026-01-01T00:00:00Z", "modified": "2026-01-01T00:00:00Z",
        "contents": {"de": {"name": "Vorfall", "description": "die Quelle sitzt im Ministerium"}},
        "object_marking_refs": [marking_id(Tlp::Green)]});
    let (given, context) = ([object, translated], Context::new([US.into()], &(), 1_000));
    let audience = Audience::Partner(agreement(Tlp::Green));
    let release = to_partner(&given, &context, &audience);
    let text =
        serde_json::to_string(&release.objects.iter().map(|o| &o.object).collect::<Vec<_>>()).expect("JSON");
    assert_eq!(release.objects.len(), 2);
    assert!(
        !text.contains("ministry") && !text.contains("Ministerium") && !text.contains("granular"),
        "{text}"
    );
    assert!(text.contains("Vorfall"));
}

#[test]
fn a_name_that_may_not_leave_and_a_broken_selector_keep_the_object() {
    let mut named = incident(1, Tlp::Green);
    named["granular_markings"] = json!([{"marking_ref": marking_id(Tlp::Red), "selectors": ["name"]}]);
    let mut broken = incident(2, Tlp::Green);
    broken["granular_markings"] = json!([{"marking_ref": marking_id(Tlp::Red), "selectors": ["labels[0]"]}]);
    let (given, context) = ([named, broken], Context::new([US.into()], &(), 1_000));
    let audience = Audience::Partner(agreement(Tlp::Green));
    let release = to_partner(&given, &context, &audience);
    assert_eq!(release.decisions[0].reason, Reason::RequiredProperty("name".into()));
    assert_eq!(release.decisions[1].reason, Reason::Selector("labels[0]".into()));
}

#[test]
fn accounts_stay_and_their_names_are_masked_unless_pseudonyms_may_travel() {
    let account = json!({"type": "user-account", "id": id("user-account", 1), "account_login": "quiet_wren_77",
        "object_marking_refs": [marking_id(Tlp::Green)]});
    let mut object = incident(2, Tlp::Green);
    object["description"] = "begun by @Quiet_Wren_77".into();
    let observed = json!({"type": "observed-data", "id": id("observed-data", 3), "created": "2026-01-01T00:00:00Z",
        "object_refs": [id("user-account", 1)], "object_marking_refs": [marking_id(Tlp::Green)]});
    let old = json!({"type": "observed-data", "id": id("observed-data", 4), "created": "2026-01-01T00:00:00Z",
        "objects": {"0": {"type": "user-account", "account_login": "quiet_wren_77"},
            "1": {"type": "email-message", "from_ref": "0", "is_multipart": false}},
        "object_marking_refs": [marking_id(Tlp::Green)]});
    let (given, context) = ([account, object, observed, old], Context::new([US.into()], &(), 1_000));
    let audience = Audience::Partner(agreement(Tlp::Green));
    let release = to_partner(&given, &context, &audience);
    let text = format!("{:?}", release.objects);
    assert!(!text.to_lowercase().contains("quiet_wren"), "{text}");
    let kept: Vec<usize> = release.objects.iter().map(|o| o.index).collect();
    assert_eq!(kept, [1, 3]);
    assert_eq!(
        release.objects[1].object["objects"],
        json!({"1": {"type": "email-message", "is_multipart": false}})
    );
    let open = Audience::Partner(Agreement { pseudonyms: true, ..agreement(Tlp::Green) });
    assert_eq!(to_partner(&given, &context, &open).objects.len(), 4);
}

#[test]
fn sharing_groups_bind_and_unknown_markings_bar() {
    let group = json!({"type": "marking-definition", "id": id("marking-definition", 1), "created": "2026-01-01T00:00:00Z",
        "extensions": {SHARING_GROUP_EXTENSION: {"extension_type": "property-extension", "members": [PARTNER, OTHER]}}});
    let mut object = incident(2, Tlp::Amber);
    object["object_marking_refs"] = json!([id("marking-definition", 1), marking_id(Tlp::Amber)]);
    let mut unknown = incident(3, Tlp::Clear);
    unknown["object_marking_refs"] = json!([marking_id(Tlp::Clear), id("marking-definition", 9)]);
    let given = [group, object, unknown];
    let mut context = Context::new([US.into()], &(), 1_000);
    let audience = Audience::Partner(agreement(Tlp::Amber));
    let indices = |release: Release<'_>| release.objects.iter().map(|o| o.index).collect::<Vec<_>>();
    assert_eq!(indices(to_partner(&given, &context, &audience)), [0, 1]);
    let last = to_partner(&given, &context, &audience).decisions[2].reason.clone();
    assert_eq!(last, Reason::UnknownMarking(id("marking-definition", 9)));
    // When our own record of the group no longer lists the partner, the marking's own list does not help.
    let members = BTreeSet::from([OTHER.to_owned()]);
    context
        .sharing_groups
        .insert(id("marking-definition", 1), SharingGroup { name: "three states".into(), members });
    assert_eq!(indices(to_partner(&given, &context, &audience)), Vec::<usize>::new());
}

#[test]
fn embedded_objects_and_the_library_count() {
    let mut object = incident(1, Tlp::Green);
    object["extensions"] = json!({"extension-definition--00000000-0000-4000-9000-000000000099": {
        "bundle": {"type": "bundle", "objects": [incident(7, Tlp::Red), incident(8, Tlp::Green)]}}});
    object["x_note"] = format!("compare {} and {}", id("incident", 7), id("incident", 9)).into();
    let library = HashMap::from([(id("incident", 9), incident(9, Tlp::Amber))]);
    let (given, context) = ([object], Context::new([US.into()], &library, 1_000));
    let audience = Audience::Partner(agreement(Tlp::Green));
    let release = to_partner(&given, &context, &audience);
    let text = format!("{:?}", release.objects);
    assert!(!text.contains(&id("incident", 7)) && !text.contains(&id("incident", 9)), "{text}");
    assert!(text.contains(&id("incident", 8)));
    assert_eq!(release.withheld, 2);
}

#[test]
fn the_newest_version_speaks_for_the_older_ones() {
    let mut newer = incident(1, Tlp::Red);
    newer["modified"] = "2026-01-02T00:00:00.000Z".into();
    let library = HashMap::from([(id("incident", 1), newer)]);
    let (given, context) = ([incident(1, Tlp::Clear)], Context::new([US.into()], &library, 1_000));
    assert!(to_partner(&given, &context, &Audience::Public).objects.is_empty());
}

#[test]
fn internal_parts_stay_and_outward_acts_need_a_decision() {
    let mut object = incident(1, Tlp::Clear);
    object["x_ostrakon_internal_handler"] = "desk 4".into();
    object["extensions"] = json!({"x": {"x_ostrakon_internal_a": 1}});
    let (given, mut context) = ([object], Context::new([US.into()], &(), 1_000));
    let page = release(&given, &context, &Audience::Public, Route::Public);
    assert_eq!(page.decisions[0].reason, Reason::NoDecision(Route::Public));
    context.decided_by = Some("decision-7".into());
    let page = release(&given, &context, &Audience::Public, Route::Public);
    assert!(!format!("{:?}", page.objects).contains("internal"));
    let own = release(&given, &context, &Audience::Own { clearance: Tlp::Red }, Route::Rest);
    assert_eq!(own.decisions[0].outcome, Outcome::Pass);
}

#[test]
fn an_agreement_that_ended_or_covers_other_collections_opens_nothing() {
    let (given, mut context) = ([incident(1, Tlp::Clear)], Context::new([US.into()], &(), 2_000));
    let audience = Audience::Partner(agreement(Tlp::Amber));
    assert_eq!(
        to_partner(&given, &context, &audience).decisions[0].reason,
        Reason::NotInForce("agreement-1".into())
    );
    context.now = 1_999;
    let only = Collections::Only(["c1".to_owned()].into());
    let audience = Audience::Partner(Agreement { collections: only, ..agreement(Tlp::Amber) });
    assert!(to_partner(&given, &context, &audience).objects.is_empty());
    context.collection = Some("c1".into());
    assert_eq!(to_partner(&given, &context, &audience).objects.len(), 1);
}

#[test]
fn corrections_are_owed_to_everybody_who_holds_an_older_version() {
    let (given, context) = ([incident(1, Tlp::Clear)], Context::new([US.into()], &(), 1_000));
    let mut ledger = to_partner(&given, &context, &Audience::Partner(agreement(Tlp::Amber))).ledger;
    ledger.extend(to_partner(&given, &context, &Audience::Community).ledger);
    ledger.extend(to_partner(&given, &context, &Audience::Own { clearance: Tlp::Red }).ledger);
    let version = "2026-01-02T00:00:00.000Z".to_owned();
    let change =
        Change { object: id("incident", 1), kind: ChangeKind::Corrected { version: version.clone() } };
    let notices = obligations(&ledger, &change);
    let owed: Vec<&str> = notices.iter().map(|n| n.recipient.as_str()).collect();
    assert_eq!(owed, ["community", PARTNER]);
    let receipt = Receipt {
        recipient: PARTNER.into(),
        object: id("incident", 1),
        kind: change.kind.clone(),
        at: 3_000,
    };
    assert_eq!(outstanding(&notices, &[receipt]), [&notices[0]]);
    // Once the partner holds the newer version, nothing more is owed for it, but a withdrawal is.
    ledger.push(LedgerLine { version, ..ledger[0].clone() });
    assert_eq!(obligations(&ledger, &change).len(), 1);
    let withdrawn = Change { object: id("incident", 1), kind: ChangeKind::Withdrawn };
    assert_eq!(obligations(&ledger, &withdrawn)[1].held.len(), 2);
}

#[test]
fn what_is_no_object_is_withheld_and_counted() {
    let given = [json!(null), json!({"type": "incident"}), json!([1]), json!({"id": "x", "type": 3})];
    let context = Context::new([US.into()], &(), 1_000);
    let release = to_partner(&given, &context, &Audience::Public);
    assert_eq!((release.objects.len(), release.withheld, release.decisions.len()), (0, 4, 4));
}

#[test]
fn an_id_in_the_middle_of_a_word_is_found() {
    let mut given = incident(1, Tlp::Clear);
    given[format!("x{}y", marking_id(Tlp::Red))] = 1.into();
    given["x_text"] = format!("my{}", id("incident", 2)).into();
    let (given, context) = ([given, incident(2, Tlp::Red)], Context::new([US.into()], &(), 1_000));
    let text = format!("{:?}", to_partner(&given, &context, &Audience::Public).objects);
    assert!(!text.contains(marking_id(Tlp::Red)) && !text.contains(&id("incident", 2)), "{text}");
}
