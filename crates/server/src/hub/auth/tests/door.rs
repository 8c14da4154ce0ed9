//! Coming in: sessions, CSRF, tokens, Basic, lock-out, and what disabling does.

use super::*;

#[tokio::test]
async fn a_session_begins_is_used_and_ends() {
    let place = place();
    place.account("analyst-1", &[Role::Analyst]);
    let who = place.sign_in("analyst-1").await;
    let me = place.send("GET", "/api/v1/me", &[("cookie", &who.cookie)], None).await;
    assert_eq!((me.status, &me.body["name"]), (StatusCode::OK, &json!("analyst-1")));
    assert_eq!(me.body["csrf"], json!(who.csrf));

    let end = place.as_session(&who, "DELETE", "/api/v1/session", None).await;
    assert_eq!(end.status, StatusCode::NO_CONTENT);
    assert!(end.headers[header::SET_COOKIE].to_str().expect("ASCII").contains("Max-Age=0"));
    let me = place.send("GET", "/api/v1/me", &[("cookie", &who.cookie)], None).await;
    assert_eq!(me.status, StatusCode::UNAUTHORIZED);
    // A cookie that is over keeps nobody from signing in again.
    let typed = json!({ "name": "analyst-1", "password": PASSWORD });
    let again = place.send("POST", "/api/v1/session", &[("cookie", &who.cookie)], Some(&typed)).await;
    assert_eq!(again.status, StatusCode::CREATED);
}

#[tokio::test]
async fn signing_in_again_rotates_the_token() {
    let place = place();
    place.account("analyst-1", &[Role::Analyst]);
    let first = place.sign_in("analyst-1").await;
    let typed = json!({ "name": "analyst-1", "password": PASSWORD });
    let again = place.send("POST", "/api/v1/session", &[("cookie", &first.cookie)], Some(&typed)).await;
    // The cookie vouches for somebody, so that a foreign page could use it: the header is wanted here, too.
    assert_eq!((again.status, again.rule()), (StatusCode::FORBIDDEN, "csrf"));
    let again = place.as_session(&first, "POST", "/api/v1/session", Some(&typed)).await;
    assert_eq!(again.status, StatusCode::CREATED);
    let old = place.send("GET", "/api/v1/me", &[("cookie", &first.cookie)], None).await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_change_by_cookie_needs_the_token_of_that_session() {
    let place = place();
    place.account("admin-1", &[Role::Administrator]);
    place.account("admin-2", &[Role::Administrator]);
    let (one, two) = (place.sign_in("admin-1").await, place.sign_in("admin-2").await);
    let new = json!({ "title": "Alerts" });
    for headers in [
        vec![("cookie", one.cookie.as_str())],
        vec![("cookie", one.cookie.as_str()), ("x-csrf-token", "")],
        vec![("cookie", one.cookie.as_str()), ("x-csrf-token", two.csrf.as_str())],
        vec![("cookie", one.cookie.as_str()), ("x-csrf-token", &one.csrf), ("sec-fetch-site", "cross-site")],
    ] {
        let answer = place.send("POST", "/api/v1/collections", &headers, Some(&new)).await;
        assert_eq!((answer.status, answer.rule()), (StatusCode::FORBIDDEN, "csrf"));
    }
    let made = place.as_session(&one, "POST", "/api/v1/collections", Some(&new)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    // A token is not sent by itself: it needs no second one.
    let token = place.token("admin-1", &[Scope::Admin]);
    let made = place.send("POST", "/api/v1/collections", &[("authorization", &token)], Some(&new)).await;
    assert_eq!(made.status, StatusCode::CREATED);
}

#[tokio::test]
async fn guessing_is_answered_with_429_and_the_time_to_wait() {
    let place = place();
    place.account("analyst-1", &[Role::Analyst]);
    let typed = json!({ "name": "analyst-1", "password": "wrong wrong wrong" });
    for _ in 0..5 {
        let answer = place.send("POST", "/api/v1/session", &[], Some(&typed)).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    let answer = place.send("POST", "/api/v1/session", &[], Some(&typed)).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.headers[header::RETRY_AFTER], "30");
    place.clock.fetch_add(30_000, Ordering::Relaxed);
    place.sign_in("analyst-1").await;
}

#[tokio::test]
async fn taxii_clients_come_with_basic_and_are_challenged_for_it() {
    let place = place();
    place.account("analyst-1", &[Role::Analyst]);
    let media = ("accept", "application/taxii+json;version=2.1");
    let nobody = place.send("GET", "/taxii2/", &[media], None).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    let challenges = nobody.headers.get_all(header::WWW_AUTHENTICATE);
    assert!(challenges.iter().any(|value| value.to_str().is_ok_and(|text| text.starts_with("Basic"))));
    assert_eq!(nobody.body["http_status"], "401", "the protocol's own error message");
    // `analyst-1:a heron over grey water`
    let basic = "Basic YW5hbHlzdC0xOmEgaGVyb24gb3ZlciBncmV5IHdhdGVy";
    let found = place.send("GET", "/taxii2/", &[media, ("authorization", basic)], None).await;
    assert_eq!(found.status, StatusCode::OK, "{}", found.body);
    let rest = place.send("GET", "/api/v1/collections", &[("authorization", basic)], None).await;
    assert_eq!((rest.status, rest.rule()), (StatusCode::FORBIDDEN, "scope"));
    // Elsewhere a browser is not made to ask its user for a password.
    let nobody = place.send("GET", "/api/v1/me", &[], None).await;
    let challenge = nobody.headers[header::WWW_AUTHENTICATE].to_str().expect("ASCII");
    assert!(challenge.starts_with("Bearer") && !challenge.contains("Basic"));
}

#[tokio::test]
async fn the_disabled_are_refused_by_the_next_request() {
    let place = place();
    place.account("admin-1", &[Role::Administrator]);
    let id = place.account("analyst-1", &[Role::Analyst]);
    let (admin, analyst) = (place.sign_in("admin-1").await, place.sign_in("analyst-1").await);
    let token = place.token("analyst-1", &[Scope::Read]);
    let off = json!({ "disabled": true });
    let done = place.as_session(&admin, "PATCH", &format!("/api/v1/people/{id}"), Some(&off)).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    for header in [("cookie", analyst.cookie.as_str()), ("authorization", token.as_str())] {
        assert_eq!(place.send("GET", "/api/v1/me", &[header], None).await.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn an_invited_person_sets_a_password_and_signs_in() {
    let place = place();
    place.account("admin-1", &[Role::Administrator]);
    let admin = place.sign_in("admin-1").await;
    let new = json!({ "name": "analyst-1", "organisation": "electoral commission", "roles": ["analyst"] });
    let made = place.as_session(&admin, "POST", "/api/v1/people", Some(&new)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let link = made.body["link"].as_str().expect("a link");
    let secret = link.strip_prefix("/link#").expect("its form");
    let page = place.send("GET", "/link", &[], None).await;
    assert!(page.headers.contains_key(header::CONTENT_SECURITY_POLICY) && page.status == StatusCode::OK);
    let redeem = json!({ "secret": secret, "password": PASSWORD });
    let done = place.send("POST", "/api/v1/links/redeem", &[], Some(&redeem)).await;
    assert_eq!((done.status, &done.body["name"]), (StatusCode::OK, &json!("analyst-1")));
    let again = place.send("POST", "/api/v1/links/redeem", &[], Some(&redeem)).await;
    assert_eq!((again.status, again.rule()), (StatusCode::FORBIDDEN, "link"));
    place.sign_in("analyst-1").await;
}

#[tokio::test]
async fn two_people_decide_over_http() {
    let place = place();
    place.account("analyst-1", &[Role::Analyst, Role::Approver]);
    place.account("approver-1", &[Role::Approver]);
    let (one, two) = (place.sign_in("analyst-1").await, place.sign_in("approver-1").await);
    let new = json!({ "action": "publish", "subject": "report/1", "reason": "voters need to know in time" });
    let made = place.as_session(&one, "POST", "/api/v1/proposals", Some(&new)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let approve = format!("/api/v1/proposals/{}/approve", made.body["id"].as_str().expect("an id"));
    let own = place.as_session(&one, "POST", &approve, Some(&json!({}))).await;
    assert_eq!((own.status, own.rule()), (StatusCode::FORBIDDEN, "two-person.same-person"));
    let token = place.token("approver-1", &[Scope::Read, Scope::Write]);
    let scoped = place.send("POST", &approve, &[("authorization", &token)], Some(&json!({}))).await;
    assert_eq!((scoped.status, scoped.rule()), (StatusCode::FORBIDDEN, "scope"));
    let done = place.as_session(&two, "POST", &approve, Some(&json!({ "note": "agreed" }))).await;
    assert_eq!((done.status, &done.body["stage"]), (StatusCode::OK, &json!("approved")));
}

#[tokio::test]
async fn hostile_requests_are_refused_in_a_sentence() {
    let place = place();
    place.account("admin-1", &[Role::Administrator]);
    let admin = place.sign_in("admin-1").await;
    for (header, value) in
        [("authorization", "Basic %%%"), ("authorization", "Bearer"), ("authorization", "Bearer ost_x")]
    {
        assert_eq!(
            place.send("GET", "/api/v1/me", &[(header, value)], None).await.status,
            StatusCode::UNAUTHORIZED
        );
    }
    for body in [
        json!([]),
        json!({}),
        json!({ "name": 5, "password": {} }),
        json!({ "name": "a", "password": "b", "x": 1 }),
    ] {
        let answer = place.send("POST", "/api/v1/session", &[], Some(&body)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    }
    let long = json!({ "name": "x".repeat(100_000), "password": "y".repeat(100_000) });
    assert_eq!(
        place.send("POST", "/api/v1/session", &[], Some(&long)).await.status,
        StatusCode::UNAUTHORIZED
    );
    for (body, pointer) in [
        (json!({ "name": "a:b", "organisation": "electoral commission", "roles": ["guest"] }), "/name"),
        (
            json!({ "name": "ab", "organisation": "electoral commission", "roles": ["guest", "king"] }),
            "/roles/1",
        ),
    ] {
        let answer = place.as_session(&admin, "POST", "/api/v1/people", Some(&body)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.body["faults"][0]["pointer"], pointer);
    }
}
