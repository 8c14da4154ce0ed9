//! Nothing leaves by any address: every route of the server that answers something is asked by a partner, for random
//! objects, markings and agreements, and no answer may hold what the agreement does not cover.
//!
//! The expectation is worked out here by the rule of TLP 2.0 for objects of our own, and not by asking the gate.

use super::api;
use super::auth;
use super::testing::{NOW, Node, node};
use axum::http::StatusCode;
use ostrakon_app::hub::exports::{Recipient, Shape};
use ostrakon_app::hub::{Agreement, Tlp, marking_id};
use ostrakon_app::people::access::{Role, Scope};
use ostrakon_app::people::{Actor, NewPerson};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// An object to be: its kind, its marking (none: the strictest reading), and which others it refers to.
#[derive(Debug, Clone)]
struct Plan {
    kind: u8,
    marking: Option<Tlp>,
    refers: Vec<prop::sample::Index>,
}

/// What is agreed with the partner.
#[expect(clippy::struct_excessive_bools, reason = "what an agreement says is yes or no")]
#[derive(Debug, Clone)]
struct Terms {
    highest: Tlp,
    community: bool,
    pseudonyms: bool,
    /// Whether it covers the shelf at all.
    covers: bool,
    /// Whether it is over.
    over: bool,
}

fn marking() -> impl Strategy<Value = Tlp> {
    prop::sample::select(Tlp::ALL.to_vec())
}

fn plan() -> impl Strategy<Value = Plan> {
    let refers = prop::collection::vec(any::<prop::sample::Index>(), 1..4);
    (0u8..6, prop::option::weighted(0.9, marking()), refers).prop_map(|(kind, marking, refers)| Plan {
        kind,
        marking,
        refers,
    })
}

fn terms() -> impl Strategy<Value = Terms> {
    let highest = prop::sample::select(vec![Tlp::Clear, Tlp::Green, Tlp::Amber, Tlp::AmberStrict]);
    (highest, any::<bool>(), any::<bool>(), prop::bool::weighted(0.9), prop::bool::weighted(0.1)).prop_map(
        |(highest, community, pseudonyms, covers, over)| Terms {
            highest,
            community,
            pseudonyms,
            covers,
            over,
        },
    )
}

const KINDS: [&str; 6] = ["incident", "note", "relationship", "report", "user-account", "artifact"];

fn id(at: usize, plan: &Plan) -> String {
    format!("{}--00000000-0000-4000-8000-{:012}", KINDS[usize::from(plan.kind)], 700_000 + at)
}

/// A text that stands in this object and nowhere else.
fn secret(at: usize) -> String {
    format!("secret{at:04}word")
}

fn object(at: usize, plans: &[Plan]) -> Value {
    let plan = &plans[at];
    // Texts name accounts, whether they refer to them or not.
    let named = plan.refers[plan.refers.len() - 1].index(plans.len());
    let named = if plans[named].kind == 4 { secret(named) } else { "nobody".into() };
    let told = format!("{} by @{}", secret(at), named.to_uppercase());
    let refers: Vec<String> = plan
        .refers
        .iter()
        .map(|index| index.index(plans.len()))
        .map(|other| id(other, &plans[other]))
        .collect();
    let mut object = json!({
        "type": KINDS[usize::from(plan.kind)], "spec_version": "2.1", "id": id(at, plan),
        "created": "2024-06-01T00:00:00.000Z", "modified": "2024-06-01T00:00:00.000Z",
    });
    let more = match plan.kind {
        0 => json!({"name": told, "description": format!("see {}", refers[0])}),
        1 => json!({"content": told, "object_refs": [refers[0]]}),
        2 => json!({"relationship_type": "related-to", "description": secret(at), "source_ref": refers[0],
            "target_ref": refers[refers.len() - 1]}),
        3 => json!({"name": told, "published": "2024-06-01T00:00:00.000Z", "object_refs": refers}),
        4 => json!({"account_login": secret(at), "display_name": secret(at)}),
        _ => json!({"mime_type": "text/plain", "url": format!("https://{}.example/", secret(at)),
            "hashes": {"SHA-256": digest(at)}}),
    };
    for (key, value) in more.as_object().into_iter().flatten() {
        object[key] = value.clone();
    }
    if let Some(marking) = plan.marking {
        object["object_marking_refs"] = json!([marking_id(marking)]);
    }
    object
}

fn evidence(at: usize) -> Vec<u8> {
    format!("evidence of {}", secret(at)).into_bytes()
}

fn digest(at: usize) -> String {
    ostrakon_app::hub::sealing::digest(&evidence(at))
}

/// Whether the partner may have an object, by its own label alone.
fn may_have(plan: &Plan, terms: &Terms) -> bool {
    let label = plan.marking.unwrap_or(Tlp::AmberStrict);
    let ceiling = match terms.highest {
        Tlp::Green if !terms.community => Tlp::Clear,
        other => other,
    };
    // With nothing in force, or nothing agreed on this shelf, nothing of it is theirs.
    terms.covers && !terms.over && label <= ceiling && (plan.kind != 4 || terms.pseudonyms)
}

/// Every address that answers to GET, with every name filled in that the partner might know.
fn addresses(node: &Node, plans: &[Plan]) -> Vec<String> {
    let (_, document) = api::routes().merge(auth::routes()).split_for_parts();
    let document = serde_json::to_value(&document).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
    let mut all: Vec<String> = paths
        .iter()
        .filter(|(_, methods)| methods.get("get").is_some())
        .map(|(path, _)| path.clone())
        .collect();
    let shelf = "/taxii2/ostrakon/collections/{id}";
    // Whatever is asked for apart from the rest says no more than the whole.
    for kind in KINDS {
        all.push(format!("{shelf}/objects/?match[type]={kind}"));
        all.push(format!("{shelf}/objects/?match[type]={kind}&limit=1"));
        all.push(format!("/api/v1/collections/{{id}}/objects?type={kind}&limit=1"));
    }
    for rest in [
        "",
        "/objects/?limit=1",
        "/objects/?limit=1&match[version]=all",
        "/",
        "/manifest/",
        "/objects/",
        "/objects/?match[version]=all",
        "/objects/{object}/",
        "/objects/{object}/versions/",
    ] {
        all.push(format!("{shelf}{rest}"));
    }
    all.extend([
        "/taxii2/".into(),
        "/taxii2/ostrakon/collections/".into(),
        "/metrics".into(),
        "/healthz".into(),
    ]);
    for format in ["stix", "ndjson", "misp", "claimreview", "dsa", "dsa-csv", "csv", "signed"] {
        all.push(format!("/api/v1/collections/{{id}}/export?format={format}"));
    }
    let mut filled = Vec::new();
    for path in all {
        if path.contains("{sha256}") {
            for (at, plan) in plans.iter().enumerate().filter(|(_, plan)| plan.kind == 5) {
                let path = path.replace("{sha256}", &digest(at));
                filled.push(format!("{path}?collection={}&object={}", node.shelf, id(at, plan)));
                filled.push(path);
            }
        } else if path.contains("{object}") {
            filled.extend(
                plans
                    .iter()
                    .enumerate()
                    .map(|(at, plan)| path.replace("{id}", &node.shelf).replace("{object}", &id(at, plan))),
            );
        } else {
            filled.push(path.replace("{id}", &node.shelf).replace("{organisation}", &node.own));
        }
    }
    filled
}

/// An account of the partner with every role, and a token with every scope.
fn everything(node: &Node, partner: &str) -> String {
    let new = NewPerson {
        name: "partner's own",
        organisation: partner,
        roles: Role::ALL.into_iter().collect(),
        password: Some("a heron over grey water"),
        ..NewPerson::default()
    };
    let person = node.hub.people().add_person(&new, &Actor::command_line(), NOW).expect("a person").0;
    node.token_of(&person.id, &Scope::ALL)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn no_answer_holds_what_a_partner_may_not_have(
        plans in prop::collection::vec(plan(), 1..8),
        terms in terms(),
        changed in any::<prop::sample::Index>(),
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
        let node = node("North");
        let (partner, link, _) = node.admits("South");
        let (third, _, _) = node.admits("West");
        let found = node.hub.agreement(&partner).expect("read").expect("there");
        let agreement = Agreement {
            highest: terms.highest,
            community: terms.community,
            pseudonyms: terms.pseudonyms,
            collections: (!terms.covers).then(BTreeSet::new),
            valid_until: terms.over.then_some(NOW - 1),
            ..found.value
        };
        node.hub.agree(&node.me, &agreement, Some(found.rev)).expect("agreed");
        let objects: Vec<Value> = (0..plans.len()).map(|at| object(at, &plans)).collect();
        for (at, _) in plans.iter().enumerate().filter(|(_, plan)| plan.kind == 5) {
            let intake = ostrakon_app::hub::BlobIntake {
                actor: "test".into(),
                media_type: "text/plain".into(),
                ..Default::default()
            };
            node.hub.store().put_blob(&mut evidence(at).as_slice(), intake).expect("kept");
        }
        node.add(&objects);
        // Somebody else got things, and one of them was corrected since: the ledger, the log and notices speak of it.
        let to = Recipient::Organisation(third);
        node.hub.export(&node.shelf, &to, Some("agreed"), Shape::Bundle, None, &mut Vec::new()).expect("written");
        let mut later = objects[changed.index(objects.len())].clone();
        later["modified"] = "2024-06-02T00:00:00.000Z".into();
        node.add(&[later]);
        let tokens = [link, everything(&node, &partner)];
        // An election that everybody may know of: reports on it are asked for as well.
        let details = json!({ "title": "The vote", "country": "AT", "first_day": "2024-06-09", "last_day": "2024-06-09",
            "marking": "TLP:CLEAR" });
        let open = json!({ "command": "open", "details": details });
        let election = node.hub.open_record(&node.me, "election", &open, None).expect("an election").id;
        for marking in Tlp::ALL {
            let ask = json!({ "election": election, "marking": marking }).to_string();
            let path = "/api/v1/reports/preview";
            let (status, body) = runtime.block_on(node.ask(&tokens[1], "POST", path, "application/json", ask));
            prop_assert!(status == StatusCode::OK || status == StatusCode::FORBIDDEN, "{status}");
            let text = String::from_utf8_lossy(&body).to_lowercase();
            for (at, plan) in plans.iter().enumerate().filter(|(_, plan)| !may_have(plan, &terms)) {
                let told = text.contains(&secret(at)) || text.contains(&id(at, plan));
                prop_assert!(!told, "a report tells of {at} ({plan:?}) under {terms:?}: {text}");
            }
        }
        let mut open: Vec<(String, usize)> = Vec::new();
        for path in addresses(&node, &plans) {
            open.extend((0..tokens.len()).map(|token| (path.clone(), token)));
        }
        while let Some((path, token)) = open.pop() {
            let (status, body) =
                runtime.block_on(node.ask(&tokens[token], "GET", &path, "application/json", ""));
            // The pages after it are asked for as well.
            if path.contains("limit=1") {
                let page: Value = serde_json::from_slice(&body).unwrap_or_default();
                let base = path.split("&next=").next().unwrap_or_default();
                open.extend(page["next"].as_str().map(|next| (format!("{base}&next={next}"), token)));
            }
            prop_assert!(!status.is_server_error() || status == StatusCode::BAD_GATEWAY, "{path}: {status}");
            let text = String::from_utf8_lossy(&body).to_lowercase();
            for (at, plan) in plans.iter().enumerate().filter(|(_, plan)| !may_have(plan, &terms)) {
                // An address that names an object may name it in its refusal.
                let asked = path.contains(&id(at, plan));
                let told = text.contains(&secret(at)) || (!asked && text.contains(&id(at, plan)));
                prop_assert!(!told, "{path} tells of {at} ({plan:?}) under {terms:?}: {text}");
            }
        }
    }
}
