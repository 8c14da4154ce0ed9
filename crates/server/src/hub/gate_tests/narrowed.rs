//! What we mark more strictly stays theirs: they see it, they correct it, and our marking holds.

use super::*;

fn at(object: &Value, modified: &str, change: impl FnOnce(&mut Value)) -> Value {
    later(object, |one| {
        change(one);
        one["modified"] = modified.into();
    })
}

fn newest(all: &[Value]) -> Value {
    all.iter().max_by_key(|one| one["modified"].as_str().map(str::to_owned)).cloned().expect("one")
}

#[tokio::test]
async fn an_originator_s_correction_is_the_newest_under_our_marking() {
    let place = place();
    // Given a partner's object that we mark more strictly than the partner may have, with a later clock.
    let first = incident(1, Tlp::Green, "WRONG");
    assert!(place.post(&place.q.1, &[&first]).await.is_empty());
    let narrowed = at(&first, "2025-09-01T00:00:00.000Z", |one| {
        one["object_marking_refs"] = json!([marking_id(Tlp::Red)]);
    });
    assert!(place.post(&place.ours, &[&narrowed]).await.is_empty());
    // Then the partner goes on seeing what it sent, in pages and in the manifest.
    let path = format!("{}/", first["id"].as_str().unwrap_or_default());
    let (status, page) = place.taxii(&place.q.1, "GET", &path, String::new()).await;
    assert_eq!((status, &page["objects"]), (StatusCode::OK, &json!([first])));
    // When it corrects the object, with a clock before ours,
    let right = at(&first, "2025-02-01T00:00:00.000Z", |one| one["name"] = "RIGHT".into());
    assert!(place.post(&place.q.1, &[&right]).await.is_empty());
    // then the correction is what we read, and our marking holds.
    let shown = newest(&place.sees(&place.ours, &first).await);
    assert_eq!(
        (&shown["name"], &shown["object_marking_refs"]),
        (&json!("RIGHT"), &json!([marking_id(Tlp::Red)]))
    );
    let (_, page) = place.taxii(&place.ours, "GET", &path, String::new()).await;
    assert_eq!(page["objects"][0]["name"], "RIGHT");
    assert!(place.sees(&place.p.1, &first).await.is_empty());
    let (_, page) = place.taxii(&place.q.1, "GET", &path, String::new()).await;
    assert_eq!(page["objects"], json!([right]));
    // And so it withdraws it.
    let gone = at(&first, "2025-03-01T00:00:00.000Z", |one| one["revoked"] = true.into());
    assert!(place.post(&place.q.1, &[&gone]).await.is_empty());
    assert_eq!(newest(&place.sees(&place.ours, &first).await)["revoked"], true);
    // What it sent already changes nothing.
    let before = place.sees(&place.ours, &first).await.len();
    assert!(place.post(&place.q.1, &[&gone]).await.is_empty());
    assert_eq!(place.sees(&place.ours, &first).await.len(), before);
}

#[tokio::test]
async fn a_stricter_copy_of_a_partner_stops_no_import_of_ours() {
    let place = place();
    // Given a public object of a stranger's that a partner sent AMBER, and one of its own.
    let mut public = incident(1, Tlp::Clear, "public");
    public["created_by_ref"] = "identity--5f1b8f2e-0c6b-4f0a-9b1e-0d8f4a3c2b1a".into();
    let copy = at(&public, "2025-01-15T00:00:00.000Z", |one| {
        one["object_marking_refs"] = json!([marking_id(Tlp::Amber)]);
    });
    let own = incident(2, Tlp::Green, "of Q");
    assert!(place.post(&place.q.1, &[&copy, &own]).await.is_empty());
    // When we import the original, a later version of it, and with them a version of the partner's own,
    let next = at(&public, "2025-03-01T00:00:00.000Z", |one| one["name"] = "public, again".into());
    let theirs = later(&own, |one| one["name"] = "not ours to say".into());
    let bundle = json!({"type": "bundle", "id": id("bundle", 1), "objects": [public, next, theirs]});
    let path = format!("/api/v1/collections/{}/imports", place.shelf);
    let (status, done) = place.node.json(&place.ours, "POST", &path, Some(&bundle)).await;
    // then all is taken but that one, which is told.
    assert!(status.is_success(), "{done}");
    assert!(done["refused"].to_string().contains("originator"), "{done}");
    assert_eq!(newest(&place.sees(&place.ours, &public).await)["name"], "public, again");
    assert_eq!(place.sees(&place.ours, &own).await.len(), 1);
    // Their marking goes on binding.
    assert!(place.sees(&place.p.1, &public).await.is_empty());
}

#[tokio::test]
async fn a_marking_of_tlp_names_no_members() {
    let place = place();
    let group = json!({"name": "a few", "members": [place.p.0]});
    let group = serde_json::from_value(group).expect("a group");
    for label in Tlp::ALL {
        let written = place.node.hub.put_sharing_group(&place.node.me, marking_id(label), &group, None);
        let refusal = written.expect_err("it is TLP's").to_string();
        assert!(refusal.contains("TLP"), "{refusal}");
    }
}
