//! `Idempotency-Key` on every `POST`, through the whole router.

use super::*;

const PATH: &str = "/api/v1/organisations";

async fn post(place: &Place, who: &In, key: &str, path: &str, body: &Value) -> Answer {
    let headers = [("cookie", who.cookie.as_str()), ("x-csrf-token", &who.csrf), ("idempotency-key", key)];
    place.send("POST", path, &headers, Some(body)).await
}

fn organisation(name: &str) -> Value {
    json!({ "name": name, "kind": "fact-checker", "country": "FR" })
}

#[tokio::test]
async fn a_repeat_gets_the_first_answer_and_nothing_is_done_twice() {
    let place = place();
    place.account("admin-1", &[Role::Administrator]);
    place.account("admin-2", &[Role::Administrator]);
    let (one, two) = (place.sign_in("admin-1").await, place.sign_in("admin-2").await);
    let first = post(&place, &one, "\"k-1\"", PATH, &organisation("Fact House")).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.body);
    assert!(!first.headers.contains_key("idempotency-replayed"));
    // With or without quotes it is the same key, and another session is the same person.
    let elsewhere = place.sign_in("admin-1").await;
    for session in [&one, &elsewhere] {
        let again = post(&place, session, "k-1", PATH, &organisation("Fact House")).await;
        assert_eq!((again.status, &again.body), (StatusCode::CREATED, &first.body));
        assert_eq!(again.headers["idempotency-replayed"], "true");
        assert_eq!(again.headers[header::CONTENT_TYPE], first.headers[header::CONTENT_TYPE]);
    }
    // Another request under the key is refused, be it another body or another address.
    let other = post(&place, &one, "k-1", PATH, &organisation("Other House")).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", other.body);
    assert_eq!(other.body["faults"][0]["pointer"], "Idempotency-Key");
    let other = post(&place, &one, "k-1", "/api/v1/collections", &organisation("Fact House")).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Another person's key is another key: the name is taken by now.
    let theirs = post(&place, &two, "k-1", PATH, &organisation("Fact House")).await;
    assert_eq!(theirs.status, StatusCode::CONFLICT, "{}", theirs.body);
    let all = place.people.organisations().expect("readable");
    assert_eq!(all.iter().filter(|one| one.name == "Fact House").count(), 1);
}

#[tokio::test]
async fn an_answer_survives_a_restart_and_a_secret_in_it_is_given_again() {
    let mut place = place();
    place.account("admin-1", &[Role::Administrator]);
    let who = place.sign_in("admin-1").await;
    let new = json!({ "name": "script", "scopes": ["read"] });
    let first = post(&place, &who, "k", "/api/v1/me/tokens", &new).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.body);
    place.restart();
    let again = post(&place, &who, "k", "/api/v1/me/tokens", &new).await;
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    let tokens = place.people.tokens(None).expect("readable");
    assert_eq!(tokens.len(), 1);
    // The day after, the key is new.
    place.clock.fetch_add(25 * 3_600_000, Ordering::Relaxed);
    let who = place.sign_in("admin-1").await;
    let later = post(&place, &who, "k", "/api/v1/me/tokens", &new).await;
    assert_ne!(later.body["token"], first.body["token"]);
}

#[tokio::test]
async fn a_refusal_leaves_the_key_free_and_a_key_that_is_none_is_refused() {
    let place = place();
    place.account("admin-1", &[Role::Administrator]);
    let who = place.sign_in("admin-1").await;
    let wrong = post(&place, &who, "k", PATH, &json!({ "name": "X" })).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = post(&place, &who, "k", PATH, &organisation("X House")).await;
    assert_eq!(right.status, StatusCode::CREATED, "{}", right.body);
    for key in ["", "\"\"", " ", &"k".repeat(256), "a\tb"] {
        let answer = post(&place, &who, key, PATH, &organisation("Y House")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{key:?}");
    }
    // Nobody gets by the door with somebody's key.
    let stranger =
        place.send("POST", PATH, &[("idempotency-key", "k")], Some(&organisation("X House"))).await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
    // A sign-in with a key is a sign-in each time.
    let typed = json!({ "name": "admin-1", "password": PASSWORD });
    let mut cookies = BTreeSet::new();
    for _ in 0..2 {
        let answer = place.send("POST", "/api/v1/session", &[("idempotency-key", "s")], Some(&typed)).await;
        assert_eq!(answer.status, StatusCode::CREATED);
        cookies.insert(answer.headers[header::SET_COOKIE].to_str().expect("ASCII").to_owned());
    }
    assert_eq!(cookies.len(), 2);
}

#[tokio::test]
async fn of_many_at_once_one_is_done() {
    let place = Arc::new(place());
    place.account("admin-1", &[Role::Administrator]);
    let who = Arc::new(place.sign_in("admin-1").await);
    let all = (0..8).map(|_| {
        let (place, who) = (Arc::clone(&place), Arc::clone(&who));
        tokio::spawn(async move { post(&place, &who, "k", PATH, &organisation("Fact House")).await.status })
    });
    let mut done = 0;
    for one in all.collect::<Vec<_>>() {
        let status = one.await.expect("no panic");
        assert!(matches!(status, StatusCode::CREATED | StatusCode::CONFLICT), "{status}");
        done += usize::from(status == StatusCode::CREATED);
    }
    assert!(done >= 1);
    let all = place.people.organisations().expect("readable");
    assert_eq!(all.iter().filter(|one| one.name == "Fact House").count(), 1);
}
