//! No leak over random graphs, markings, organisations, agreements and routes; and who is told more is told everything
//! that the others are.

use super::examples::{PARTNER, US, id};
use crate::gate::*;
use ostrakon_model::Tlp;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::{BTreeSet, HashMap};

const THIRD: &str = "identity--00000000-0000-4000-8000-000000000003";
/// Somebody who writes versions of what is not theirs, and definitions of others' markings.
const THIEF: &str = "identity--00000000-0000-4000-8000-000000000004";
const KINDS: [&str; 10] = [
    "incident",
    "relationship",
    "note",
    "report",
    "sighting",
    "user-account",
    "url",
    "observed-data",
    "language-content",
    "x-custom",
];

/// The plan of one object, by small numbers that a failing case can be shrunk to.
#[derive(Clone, Debug)]
struct Plan {
    kind: usize,
    /// 0–4: a label; 5: none; 6: a sharing group with the partner; 7: without; 8: an unknown marking.
    marking: usize,
    creator: usize,
    received: usize,
    refs: (usize, usize),
    /// Where the mention of an object stands.
    mention: usize,
    granular: Option<usize>,
    internal: bool,
    in_library: bool,
    /// Whether somebody else wrote a newer version of it, for everybody.
    stolen: bool,
}

fn plan() -> impl Strategy<Value = Plan> {
    let first = (0..KINDS.len(), 0..9usize, 0..4usize, 0..3usize, (0..12usize, 0..12usize));
    let parts = (0..7usize, proptest::option::weighted(0.3, 0..5usize));
    let second = (parts, any::<bool>(), any::<bool>(), proptest::bool::weighted(0.2));
    (first, second).prop_map(
        |((kind, marking, creator, received, refs), ((mention, granular), internal, library, stolen))| Plan {
            kind,
            marking,
            creator,
            received,
            refs,
            mention,
            granular,
            internal,
            in_library: library,
            stolen,
        },
    )
}

fn marking(n: usize) -> Option<String> {
    match n {
        0..=4 => Some(marking_id(Tlp::ALL[n]).to_owned()),
        5 => None,
        6 => Some(id("marking-definition", 901)),
        7 => Some(id("marking-definition", 902)),
        _ => Some(id("marking-definition", 999)),
    }
}

fn name_of(plans: &[Plan], at: usize) -> String {
    let at = at % plans.len();
    id(KINDS[plans[at].kind], at as u32)
}

fn object(plans: &[Plan], at: usize) -> Value {
    let plan = &plans[at];
    let kind = KINDS[plan.kind];
    let (one, two) = (name_of(plans, plan.refs.0), name_of(plans, plan.refs.1));
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| drop(map.insert(key.to_owned(), value));
    put("type", kind.into());
    put("id", name_of(plans, at).into());
    if !matches!(kind, "user-account" | "url") {
        put("created", "2026-01-01T00:00:00.000Z".into());
        put("modified", "2026-01-01T00:00:00.000Z".into());
    }
    match kind {
        "relationship" => {
            put("source_ref", one.clone().into());
            put("target_ref", two.clone().into());
        }
        "note" | "report" | "observed-data" => put("object_refs", json!([one, two])),
        "sighting" => {
            put("sighting_of_ref", one.clone().into());
            put("where_sighted_refs", json!([two]));
        }
        "user-account" => put("account_login", format!("HANDLE{at:03}").into()),
        "url" => put("value", format!("https://example.org/SECRET{at:03}").into()),
        "language-content" => {
            put("object_ref", one.clone().into());
            put("contents", json!({"de": {"description": format!("GRAIN{:03}", plan.refs.0 % plans.len())}}));
        }
        _ => put("x_other_ref", one.clone().into()),
    }
    put("name", format!("SECRET{at:03}").into());
    put("description", format!("GRAIN{at:03}").into());
    if plan.internal {
        put("x_ostrakon_internal_note", format!("INTERNAL{at:03}").into());
    }
    match plan.mention {
        0 => put(
            "x_text",
            format!("see {} by HANDLE{:03}", two.to_uppercase(), plan.refs.0 % plans.len()).into(),
        ),
        1 => put("x_bare", json!({"deep": [{"k": &two[two.len() - 36..]}]})),
        2 => put("extensions", json!({ two.as_str(): {"extension_type": "property-extension", "v": 1} })),
        3 => put("x_embedded", json!({"objects": [small(plans, plan.refs.1)]})),
        4 => put("external_references", json!([{"source_name": "s", "url": format!("https://x/{two}")}])),
        5 => put(
            "x_list",
            json!([two, [one], {"handle": format!("@Handle{:03}!", plan.refs.0 % plans.len())}]),
        ),
        _ => {}
    }
    match plan.creator {
        0 => put("created_by_ref", US.into()),
        1 => put("created_by_ref", PARTNER.into()),
        2 => put("created_by_ref", THIRD.into()),
        _ => {}
    }
    if let Some(marking) = marking(plan.marking) {
        put("object_marking_refs", json!([marking]));
    }
    if let Some(label) = plan.granular {
        put(
            "granular_markings",
            json!([{"marking_ref": marking_id(Tlp::ALL[label]), "selectors": ["description"]}]),
        );
    }
    Value::Object(map)
}

/// A copy of an object as others embed it, without what it refers to.
fn small(plans: &[Plan], at: usize) -> Value {
    let at = at % plans.len();
    let mut copy = json!({"type": KINDS[plans[at].kind], "id": name_of(plans, at), "name": format!("SECRET{at:03}"),
        "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z"});
    if let Some(marking) = marking(plans[at].marking) {
        copy["object_marking_refs"] = json!([marking]);
    }
    copy
}

struct World {
    asked: Vec<Value>,
    library: HashMap<String, Value>,
    received: HashMap<String, String>,
    handles: Handles,
    /// Ids of what was stolen.
    stolen: BTreeSet<String>,
}

/// The version that somebody else wrote of an object.
fn theft(object: &Value) -> Value {
    json!({"type": object["type"], "id": object["id"], "created": "2026-01-01T00:00:00.000Z",
        "modified": "2026-09-01T00:00:00.000Z", "name": "STOLEN", "object_marking_refs": [marking_id(Tlp::Clear)]})
}

fn world(plans: &[Plan]) -> World {
    let group = |n: u32, member: &str| {
        json!({"type": "marking-definition", "id": id("marking-definition", n), "created": "2026-01-01T00:00:00Z",
            "extensions": {SHARING_GROUP_EXTENSION: {"extension_type": "property-extension", "members": [member]}}})
    };
    let mut world = World {
        asked: Vec::new(),
        library: HashMap::new(),
        received: HashMap::new(),
        handles: Handles::default(),
        stolen: BTreeSet::new(),
    };
    // The marking that nobody defined is defined by somebody whose it is not.
    let free = json!({"type": "marking-definition", "id": id("marking-definition", 999), "created": "2026-01-01T00:00:00Z",
        "definition_type": "statement", "definition": {"statement": "free"}});
    world.received.insert(id("marking-definition", 999), THIEF.to_owned());
    world.asked.push(free);
    for one in [group(901, PARTNER), group(902, THIRD)] {
        world.library.insert(one["id"].as_str().unwrap_or_default().to_owned(), one);
    }
    for (at, plan) in plans.iter().enumerate() {
        let name = name_of(plans, at);
        match plan.received {
            0 => drop(world.received.insert(name.clone(), THIRD.to_owned())),
            1 => drop(world.received.insert(name.clone(), PARTNER.to_owned())),
            _ => {}
        }
        let object = object(plans, at);
        world.handles.add(object.as_object().expect("an object"));
        if plan.in_library || plan.stolen {
            world.library.insert(name.clone(), object.clone());
        }
        if plan.stolen {
            world.asked.push(theft(&object));
            world.stolen.insert(name);
        }
        if !plan.in_library {
            world.asked.push(object);
        }
    }
    world
}

/// What the label alone forbids, worked out without the gate: the slow and obvious way.
fn forbidden(plan: &Plan, audience: &Audience, route: Route) -> bool {
    let label = match plan.marking {
        n @ 0..=4 => Tlp::ALL[n],
        5..=7 => Tlp::default(),
        _ => return true,
    };
    let ours = plan.received == 2 && matches!(plan.creator, 0 | 3);
    let theirs = matches!((plan.received, plan.creator), (0 | 2, 1) | (1, 0 | 1 | 3));
    let most = match audience {
        Audience::Public => Tlp::Clear,
        Audience::Own { clearance } => *clearance,
        Audience::Partner(a) if ours || theirs => a.highest,
        Audience::Partner(_) | Audience::Community => Tlp::Green,
    };
    let most = most.min(match route {
        Route::Public => Tlp::Clear,
        Route::Webhook => Tlp::Green,
        Route::Rest => Tlp::Red,
        _ => Tlp::AmberStrict,
    });
    let is_own = matches!(audience, Audience::Own { .. }) && route != Route::Public;
    let is_partner = matches!(audience, Audience::Partner(_)) && route != Route::Public;
    let group = match plan.marking {
        6 => !is_own && !is_partner,
        7 => !is_own,
        _ => false,
    };
    let red = label == Tlp::Red && !(is_own && route == Route::Rest);
    label > most || group || red
}

fn audience() -> impl Strategy<Value = Audience> {
    let partner = (0..5usize, any::<bool>(), any::<bool>()).prop_map(|(label, pseudonyms, community)| {
        Audience::Partner(Agreement {
            id: "agreement-1".into(),
            organisation: PARTNER.into(),
            collections: Collections::All,
            highest: Tlp::ALL[label],
            pseudonyms,
            community,
            valid_from: None,
            valid_until: None,
        })
    });
    prop_oneof![
        Just(Audience::Public),
        Just(Audience::Community),
        partner,
        (0..5usize).prop_map(|n| Audience::Own { clearance: Tlp::ALL[n] })
    ]
}

fn context<'a>(world: &'a World, asked: &[Value]) -> Context<'a> {
    let mut context = Context::new([US.to_owned()], &world.library, 1_000);
    context.received_from.clone_from(&world.received);
    context.handles = Some(&world.handles);
    for (place, object) in asked.iter().enumerate() {
        let id = object["id"].as_str().unwrap_or_default();
        if world.stolen.contains(id) {
            let thief = (object["modified"] == "2026-09-01T00:00:00.000Z").then(|| THIEF.to_owned());
            context.hands.insert(place, thief.or_else(|| world.received.get(id).cloned()));
        }
    }
    context.decided_by = Some("decision-1".into());
    context
}

/// The text that leaves.
fn sent(release: &Release<'_>) -> String {
    release.objects.iter().map(|one| one.object.to_string()).collect::<Vec<_>>().join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn nothing_leaks(plans in prop::collection::vec(plan(), 1..12), audience in audience(), route in 0..7usize) {
        let route = Route::ALL[route];
        let world = world(&plans);
        let context = context(&world, &world.asked);
        let release = release(&world.asked, &context, &audience, route);
        let text = sent(&release);
        // What was withheld is nowhere, not even in capitals or without its type.
        let small_text = text.to_lowercase();
        for decision in release.decisions.iter().filter(|d| d.outcome == Outcome::Withhold) {
            prop_assert!(!small_text.contains(&decision.id), "{} in {text}", decision.id);
            prop_assert!(!small_text.contains(&decision.id[decision.id.len() - 36..]), "{} in {text}", decision.id);
        }
        for (at, plan) in plans.iter().enumerate() {
            if forbidden(plan, &audience, route) {
                prop_assert!(!small_text.contains(&name_of(&plans, at)), "{at} in {text}");
                prop_assert!(!text.contains(&format!("SECRET{at:03}")), "{at} in {text}");
                let is_account = KINDS[plan.kind] == "user-account";
                prop_assert!(!is_account || !small_text.contains(&format!("handle{at:03}")), "{at} in {text}");
            }
        }
        // Parts with a narrower label, and their translations, are nowhere.
        let own_at_screen = matches!(audience, Audience::Own { .. }) && route == Route::Rest;
        for (at, plan) in plans.iter().enumerate() {
            if plan.granular == Some(4) && !own_at_screen && !plan.in_library {
                let grain = format!("GRAIN{at:03}");
                prop_assert!(!text.contains(&grain), "{grain} in {text}");
            }
        }
        prop_assert!(own_at_screen || !text.contains("INTERNAL"));
        // No marking narrower than what may pass is even named.
        if !own_at_screen {
            prop_assert!(!text.contains(marking_id(Tlp::Red)), "{text}");
        }
        if matches!(audience, Audience::Public) || route == Route::Public {
            for label in &Tlp::ALL[1..] {
                prop_assert!(!text.contains(marking_id(*label)), "{label} in {text}");
            }
            for (at, plan) in plans.iter().enumerate().filter(|(_, plan)| KINDS[plan.kind] == "user-account") {
                prop_assert!(!small_text.contains(&format!("handle{at:03}")), "{at} of {plan:?} in {text}");
            }
        }
        prop_assert_eq!(release.objects.len(), release.ledger.len());
        prop_assert_eq!(release.decisions.len(), world.asked.len());
    }

    #[test]
    fn a_narrower_audience_never_gets_more(plans in prop::collection::vec(plan(), 1..12), label in 0..4usize, route in 0..7usize) {
        let route = Route::ALL[route];
        let world = world(&plans);
        let context = context(&world, &world.asked);
        let partner = |highest: Tlp, pseudonyms: bool, community: bool| Audience::Partner(Agreement {
            id: "a".into(), organisation: PARTNER.into(), collections: Collections::All, highest, pseudonyms, community,
            valid_from: None, valid_until: None });
        // Each is told everything that the one before is.
        let ladder = [
            Audience::Public,
            partner(Tlp::ALL[label], false, false),
            partner(Tlp::ALL[label], false, true),
            partner(Tlp::ALL[label + 1], false, true),
            partner(Tlp::ALL[label + 1], true, true),
            Audience::Own { clearance: Tlp::Red },
        ];
        let mut before: BTreeSet<String> = BTreeSet::new();
        for audience in &ladder {
            let release = release(&world.asked, &context, audience, route);
            let now: BTreeSet<String> =
                release.objects.iter().filter_map(|o| Some(o.object["id"].as_str()?.to_owned())).collect();
            prop_assert!(before.is_subset(&now), "{audience:?} lost {:?}", before.difference(&now).collect::<Vec<_>>());
            before = now;
        }
    }

    #[test]
    fn what_left_once_passes_the_same_gate_unchanged(plans in prop::collection::vec(plan(), 1..10), audience in audience(), route in 0..7usize) {
        let route = Route::ALL[route];
        let world = world(&plans);
        let context = context(&world, &world.asked);
        let first = release(&world.asked, &context, &audience, route);
        let again: Vec<Value> = first.objects.iter().map(|o| o.object.clone().into_owned()).collect();
        let after = super::leaks::context(&world, &again);
        let second = release(&again, &after, &audience, route);
        let text = sent(&second);
        prop_assert_eq!(sent(&first), text);
    }
}
