//! Who speaks for an object: its creator, whoever brought what a stranger made, and nobody else in another's name.

use super::*;

const STRANGER: &str = "identity--5f1b8f2e-0c6b-4f0a-9b1e-0d8f4a3c2b1a";

#[tokio::test]
async fn what_a_stranger_made_is_told_on_by_whoever_brought_it_alone() {
    let place = place();
    let mut by_stranger = incident(1, Tlp::Green, "of a fact-checker");
    by_stranger["created_by_ref"] = STRANGER.into();
    let mut derived = incident(2, Tlp::Green, "made of another format");
    derived["id"] = "incident--2e9d6f3a-5b0c-5d1e-8f2a-3b4c5d6e7f80".into();
    let mut hidden = by_stranger.clone();
    hidden["id"] = id("incident", 3).into();
    hidden["object_marking_refs"] = json!([marking_id(Tlp::Red)]);
    // Given objects that we imported, whose creator is unknown here or not named.
    assert!(place.post(&place.ours, &[&by_stranger, &derived, &hidden]).await.is_empty());
    let mut words = BTreeSet::new();
    for object in [&by_stranger, &derived, &hidden] {
        // When a partner forges a later version, or withdraws it, as strictly marked or more so,
        for change in [
            (|one| one["name"] = "FORGED".into()) as fn(&mut Value),
            |one| one["revoked"] = true.into(),
            |one| one["object_marking_refs"] = json!([marking_id(Tlp::Amber)]),
        ] {
            words.extend(place.post(&place.q.1, &[&later(object, change)]).await);
        }
        // then nobody gets it, and what is not seen is refused in the same words.
        assert_eq!(place.sees(&place.ours, object).await, std::slice::from_ref(object));
    }
    assert_eq!(words.len(), 1, "{words:?}");
    // What a partner brought of a stranger's, it goes on bringing; the other partner does not.
    let mut relayed = by_stranger.clone();
    relayed["id"] = id("incident", 4).into();
    assert!(place.post(&place.p.1, &[&relayed]).await.is_empty());
    assert_eq!(
        place.post(&place.q.1, &[&later(&relayed, |one| one["revoked"] = true.into())]).await.len(),
        1
    );
    let corrected = later(&relayed, |one| one["name"] = "corrected".into());
    assert!(place.post(&place.p.1, &[&corrected]).await.is_empty());
    assert_eq!(place.sees(&place.ours, &relayed).await.len(), 2);
}

#[tokio::test]
async fn nobody_speaks_in_the_name_of_another() {
    let place = place();
    // When a partner sends something new in our name, in the other partner's, or as one of us,
    for (n, name) in [(1, &place.node.own), (2, &place.p.0)] {
        let mut forged = incident(n, Tlp::Clear, "attributed");
        forged["created_by_ref"] = name.clone().into();
        let identity = json!({"type": "identity", "spec_version": "2.1", "id": name, "name": "Home",
            "created": "2025-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z"});
        let refused = place.post(&place.q.1, &[&forged, &identity]).await;
        assert!(refused.len() == 2 && refused[0].contains("created_by_ref"), "{refused:?}");
        let (status, _) = place.rest(&place.q.1, &[&forged]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        // then nobody has it.
        assert!(place.sees(&place.ours, &forged).await.is_empty());
    }
    // Nor does it by a later version of its own.
    let mine = incident(3, Tlp::Clear, "of Q");
    assert!(place.post(&place.q.1, &[&mine]).await.is_empty());
    let turned = later(&mine, |one| one["created_by_ref"] = place.node.own.clone().into());
    assert_eq!(place.post(&place.q.1, &[&turned]).await.len(), 1);
    // In its own name, and in a stranger's, it may.
    let (mut own, mut strange) = (incident(4, Tlp::Clear, "own"), incident(5, Tlp::Clear, "passed on"));
    own["created_by_ref"] = place.q.0.clone().into();
    strange["created_by_ref"] = STRANGER.into();
    assert!(place.post(&place.q.1, &[&own, &strange]).await.is_empty());
    // What we sent it comes back as it was, be it that we took it out meanwhile.
    let mut ours = incident(6, Tlp::Green, "ours");
    ours["created_by_ref"] = place.node.own.clone().into();
    assert!(place.post(&place.ours, &[&ours]).await.is_empty());
    assert_eq!(place.sees(&place.q.1, &ours).await.len(), 1);
    assert!(place.post(&place.q.1, &[&ours]).await.is_empty());
}

#[tokio::test]
async fn an_official_technique_is_not_rewritten_from_outside() {
    let place = place();
    let body = json!({"techniques": ["T0049"]});
    let one = incident(1, Tlp::Green, "tagged");
    assert!(place.post(&place.ours, &[&one]).await.is_empty());
    let path = format!(
        "/api/v1/collections/{}/objects/{}/techniques",
        place.shelf,
        one["id"].as_str().unwrap_or_default()
    );
    let (status, answer) = place.node.json(&place.ours, "POST", &path, Some(&body)).await;
    assert!(status.is_success(), "{answer}");
    let (_, page) = place.taxii(&place.ours, "GET", "?match[type]=attack-pattern", String::new()).await;
    let technique = page["objects"][0].clone();
    // When a partner sends another text under the official id, then it is told where such objects come from.
    let refused = place
        .post(
            &place.q.1,
            &[&later(&technique, |one| {
                one["name"] = "FORGED".into();
                one["modified"] = "2031-01-01T00:00:00.000Z".into();
            })],
        )
        .await;
    assert!(refused.len() == 1 && refused[0].contains("official bundle"), "{refused:?}");
    assert_eq!(place.sees(&place.ours, &technique).await, std::slice::from_ref(&technique));
    // The same as ours is there already.
    assert!(place.post(&place.q.1, &[&technique]).await.is_empty());
}

#[tokio::test]
async fn an_id_in_capitals_is_none() {
    let place = place();
    let mut red = incident(1, Tlp::Red, "RED");
    red["id"] = "incident--00000000-0000-4000-8000-00000000abcd".into();
    let note = json!({"type": "note", "spec_version": "2.1", "id": id("note", 3), "created": "2025-01-01T00:00:00.000Z",
        "modified": "2025-01-01T00:00:00.000Z", "content": "detail", "object_refs": [red["id"]],
        "object_marking_refs": [marking_id(Tlp::Clear)]});
    assert!(place.post(&place.ours, &[&red, &note]).await.is_empty());
    let mut shouted = later(&red, clear);
    shouted["id"] = "incident--00000000-0000-4000-8000-00000000ABCD".into();
    let refused = place.post(&place.q.1, &[&shouted]).await;
    assert!(refused.len() == 1 && refused[0].contains("capital"), "{refused:?}");
    assert!(place.sees(&place.q.1, &note).await.is_empty());
}
