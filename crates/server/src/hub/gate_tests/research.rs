//! Data given for research goes to nobody who enforces, over however many steps, and whoever has an earlier version hears of it.

use super::*;
use ostrakon_app::people::OrganisationChange;

const RESEARCH: &str = "dsa-40-12";

/// A place whose partner Q enforces.
fn with_police() -> Place {
    let place = place();
    let change = OrganisationChange { enforcement: Some(true), ..OrganisationChange::default() };
    place
        .node
        .hub
        .people()
        .change_organisation(&place.q.0, change, &Actor::command_line(), NOW)
        .expect("changed");
    place
}

fn about(kind: &str, n: u32, of: &Value) -> Value {
    json!({"type": kind, "spec_version": "2.1", "id": id(kind, n), "created": "2025-01-01T00:00:00.000Z",
        "modified": "2025-01-01T00:00:00.000Z", "content": "detail", "opinion": "agree", "name": "about", "published":
        "2025-01-01T00:00:00.000Z", "object_refs": [of["id"]], "object_marking_refs": [marking_id(Tlp::Clear)]})
}

#[tokio::test]
async fn nothing_that_rests_on_research_data_reaches_who_enforces() {
    let place = with_police();
    // Given evidence that was given for research,
    let path = format!("/api/v1/evidence?reason=public+task&access={RESEARCH}");
    let (status, answer) =
        place.node.ask(&place.ours, "POST", &path, "text/plain", "what a platform gave").await;
    assert!(status.is_success());
    let answer: Value = serde_json::from_slice(&answer).expect("JSON");
    let digest = answer["sha256"].as_str().expect("a digest").to_owned();
    // and an incident made from such data, in a version that says so no more.
    let mut marked = incident(1, Tlp::Clear, "made of it");
    marked["x_ostrakon_access"] = RESEARCH.into();
    let silent =
        later(&marked, |one| drop(one.as_object_mut().expect("an object").remove("x_ostrakon_access")));
    let plain = incident(2, Tlp::Clear, "of open sources");
    let note = about("note", 3, &marked);
    let mut relation = about("relationship", 4, &marked);
    relation["relationship_type"] = "related-to".into();
    (relation["source_ref"], relation["target_ref"]) = (plain["id"].clone(), marked["id"].clone());
    let mut prose = about("note", 5, &plain);
    prose["content"] =
        format!("the accounts of {} are three", marked["id"].as_str().unwrap_or_default()).into();
    let mut cited = about("note", 6, &plain);
    cited["content"] = format!("seen in sha256:{}.", digest.to_uppercase()).into();
    let mut linked = incident(7, Tlp::Clear, "with a source");
    linked["external_references"] = json!([{"source_name": "evidence", "url": format!("https://hub.example/api/v1/evidence/{digest}?x=1")}]);
    let all = [
        marked.clone(),
        silent,
        note.clone(),
        about("opinion", 8, &note),
        about("report", 9, &note),
        about("note", 10, &relation),
        relation,
        prose,
        cited,
        about("note", 11, &linked),
        linked,
    ];
    assert!(place.post(&place.ours, &all.iter().chain([&plain]).collect::<Vec<_>>()).await.is_empty());
    // Then the partner that enforces gets what rests on open sources, and the other partner everything.
    for one in &all {
        assert!(place.sees(&place.q.1, one).await.is_empty(), "{one}");
        assert!(!place.sees(&place.p.1, one).await.is_empty(), "{one}");
    }
    assert_eq!(place.sees(&place.q.1, &plain).await.len(), 1);
    // And we are told what stays back, and why.
    let path = format!("/api/v1/organisations/{}/withheld?collection={}", place.q.0, place.shelf);
    let (_, told) = place.node.json(&place.ours, "GET", &path, None).await;
    let text = told.to_string();
    for one in &all {
        assert!(text.contains(one["id"].as_str().unwrap_or("-")), "{one} in {text}");
    }
    assert!(text.contains("\"research\"") && text.contains("Art 40"), "{text}");
}

#[tokio::test]
async fn what_an_incident_s_situation_names_counts_as_its_own_word() {
    let place = with_police();
    let path = format!("/api/v1/evidence?reason=public+task&access={RESEARCH}");
    let (_, answer) =
        place.node.ask(&place.ours, "POST", &path, "text/plain", "posts that a platform gave").await;
    let answer: Value = serde_json::from_slice(&answer).expect("JSON");
    let one = incident(1, Tlp::Clear, "with a situation");
    assert!(place.post(&place.ours, &[&one]).await.is_empty());
    assert_eq!(place.sees(&place.q.1, &one).await.len(), 1);
    let digest = answer["sha256"].as_str().unwrap_or_default();
    let known = json!({"evidence": [{"id": format!("sha256:{digest}"), "access": "open"}]});
    let known = serde_json::from_value(known).expect("a situation");
    let of = one["id"].as_str().unwrap_or_default();
    place.node.hub.put_situation(&place.node.me, of, Tlp::Amber, known, None).expect("written");
    assert!(place.sees(&place.q.1, &one).await.is_empty());
    assert_eq!(place.sees(&place.p.1, &one).await.len(), 1);
}

#[tokio::test]
async fn a_correction_that_may_not_be_had_is_told_as_a_withdrawal() {
    let place = with_police();
    // Given an incident that both partners have.
    let one = incident(1, Tlp::Clear, "of open sources");
    assert!(place.post(&place.ours, &[&one]).await.is_empty());
    for partner in [&place.p, &place.q] {
        assert_eq!(place.sees(&partner.1, &one).await.len(), 1);
        let path =
            format!("/api/v1/collections/{}/objects/{}", place.shelf, one["id"].as_str().unwrap_or_default());
        assert_eq!(place.node.json(&partner.1, "GET", &path, None).await.0, StatusCode::OK);
    }
    // When its next version rests on research data,
    let next = later(&one, |one| one["x_ostrakon_access"] = RESEARCH.into());
    assert!(place.post(&place.ours, &[&next]).await.is_empty());
    // then who enforces is told that it is withdrawn, and no version; the other that it is corrected.
    for (partner, change) in [(&place.q, "withdrawn"), (&place.p, "corrected")] {
        for path in ["/api/v1/notices", "/api/v1/exchange/notices"] {
            let (status, told) = place.node.json(&partner.1, "GET", path, None).await;
            assert_eq!(status, StatusCode::OK, "{told}");
            assert!(told.to_string().contains(change), "{path}: {told}");
            let names_it = told.to_string().contains("2025-02-01T00:00:00.000Z");
            assert_eq!(names_it, change == "corrected", "{told}");
        }
    }
}
