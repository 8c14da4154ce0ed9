//! Lists page by page, and changes that do not undo each other, through the whole router.

use super::*;

/// The path of the next page, from `Link`.
fn next(answer: &Answer) -> Option<String> {
    let link = answer.headers.get(header::LINK)?.to_str().expect("ASCII");
    let path = link.strip_prefix('<').and_then(|rest| rest.strip_suffix(">; rel=\"next\""));
    Some(path.expect("a next page").to_owned())
}

#[tokio::test]
async fn every_list_is_paged_and_holds_each_entry_once() {
    let place = place();
    place.account("all-1", &[Role::Administrator, Role::Analyst, Role::PointOfContact]);
    for n in 0..6 {
        place.account(&format!("person-{n}"), &[Role::Guest]);
        place.token("all-1", &[Scope::Read]);
        let new = NewCollection { title: format!("Shelf {n}"), ..NewCollection::default() };
        place.people.add_collection(new, &Actor::command_line(), NOW).expect("made");
    }
    let who = place.sign_in("all-1").await;
    for n in 0..6 {
        let group = json!({ "name": format!("group {n}"), "members": [] });
        let path =
            format!("/api/v1/sharing-groups/marking-definition--00000000-0000-4000-8000-00000000000{n}");
        let headers = [("cookie", who.cookie.as_str()), ("x-csrf-token", &who.csrf), ("if-none-match", "*")];
        let made = place.send("PUT", &path, &headers, Some(&group)).await;
        assert_eq!(made.status, StatusCode::NO_CONTENT, "{}", made.body);
        let proposal =
            json!({ "action": "unmask", "subject": "a/b", "reason": format!("the reason number {n}") });
        let made = place.as_session(&who, "POST", "/api/v1/proposals", Some(&proposal)).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    }
    for (path, least) in [
        ("/api/v1/people", 7),
        ("/api/v1/organisations", 1),
        ("/api/v1/tokens", 6),
        ("/api/v1/me/tokens", 6),
        ("/api/v1/collections", 6),
        ("/api/v1/proposals", 6),
        ("/api/v1/sharing-groups", 6),
    ] {
        let whole = place.as_session(&who, "GET", path, None).await;
        assert!(next(&whole).is_none(), "{path}");
        let entries = |body: &Value| match body {
            Value::Array(all) => all.clone(),
            other => other.as_object().expect("a list").values().cloned().collect(),
        };
        let mut found = Vec::new();
        let mut page = format!("{path}?limit=2");
        loop {
            let answer = place.as_session(&who, "GET", &page, None).await;
            assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.body);
            let some = entries(&answer.body);
            assert!(some.len() <= 2);
            found.extend(some);
            match next(&answer) {
                Some(more) => page = more,
                None => break,
            }
        }
        assert!(found.len() >= least, "{path}: {}", found.len());
        assert_eq!(found, entries(&whole.body), "{path}: in the same order, each once");
        for bad in ["limit=0", "limit=x", "next=zz", "page=2"] {
            let answer = place.as_session(&who, "GET", &format!("{path}?{bad}"), None).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}?{bad}");
        }
    }
}

#[tokio::test]
async fn a_change_over_a_stale_revision_is_refused_and_a_blind_one_only_where_it_harms_nobody() {
    let place = place();
    place.account("admin-1", &[Role::Administrator]);
    let id = place.account("person-1", &[Role::Analyst]);
    let who = place.sign_in("admin-1").await;
    let new = NewCollection { title: "Shelf".into(), ..NewCollection::default() };
    let shelf = place.people.add_collection(new, &Actor::command_line(), NOW).expect("made").id;
    let organisation = place.people.organisations().expect("readable").remove(0).id;
    // What is changed, a change that may be blind, and one that may not.
    for (path, blind, seeing) in [
        (format!("/api/v1/people/{id}"), json!({ "display_name": "P" }), json!({ "roles": ["guest"] })),
        (
            format!("/api/v1/organisations/{organisation}"),
            json!({ "country": "FR" }),
            json!({ "communities": ["a"] }),
        ),
        (format!("/api/v1/collections/{shelf}"), json!({ "title": "T" }), json!({ "read": ["own"] })),
    ] {
        let change = async |tag: Option<&str>, body: &Value| {
            let mut headers = vec![("cookie", who.cookie.as_str()), ("x-csrf-token", &who.csrf)];
            headers.extend(tag.map(|tag| ("if-match", tag)));
            place.send("PATCH", &path, &headers, Some(body)).await
        };
        let seen = place.as_session(&who, "GET", &path, None).await;
        let first = seen.headers[header::ETAG].to_str().expect("ASCII").to_owned();
        let headers = [("cookie", who.cookie.as_str()), ("if-none-match", first.as_str())];
        assert_eq!(place.send("GET", &path, &headers, None).await.status, StatusCode::NOT_MODIFIED);
        let done = change(None, &blind).await;
        assert_eq!(done.status, StatusCode::OK, "{path}: {}", done.body);
        let second = done.headers[header::ETAG].to_str().expect("ASCII").to_owned();
        assert_ne!(first, second);
        assert_eq!(change(Some(&first), &blind).await.status, StatusCode::PRECONDITION_FAILED, "{path}");
        assert_eq!(change(Some(&first), &seeing).await.status, StatusCode::PRECONDITION_FAILED, "{path}");
        assert_eq!(change(None, &seeing).await.status, StatusCode::PRECONDITION_REQUIRED, "{path}");
        assert_eq!(change(Some("nonsense"), &seeing).await.status, StatusCode::BAD_REQUEST, "{path}");
        let done = change(Some(&second), &seeing).await;
        assert_eq!(done.status, StatusCode::OK, "{path}: {}", done.body);
    }
}
