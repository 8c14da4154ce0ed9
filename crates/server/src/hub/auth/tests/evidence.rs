//! Evidence through the whole router: handed in, opened, its chain of custody, and its end by two people.

use super::*;
use sha2::{Digest, Sha256};

const BYTES: &[u8] = b"<script>alert(1)</script> as it was captured";

fn hex(bytes: &[u8]) -> String {
    ostrakon_app::hub::to_hex(bytes)
}

impl Place {
    /// A request with raw bytes; gives the raw answer.
    async fn raw(
        &self,
        who: &In,
        method: &str,
        path: &str,
        media: &str,
        body: Vec<u8>,
    ) -> (StatusCode, HeaderMap, Vec<u8>) {
        let request = Request::builder().method(method).uri(path).header("cookie", &who.cookie);
        let request = request.header("x-csrf-token", &who.csrf).header(header::CONTENT_TYPE, media);
        let request = request.body(Body::from(body)).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 1 << 26).await.map(|bytes| bytes.to_vec()).unwrap_or_default();
        (parts.status, parts.headers, bytes)
    }

    async fn store(&self, who: &In, about: &str, bytes: &[u8]) -> (StatusCode, Value) {
        let path = format!("/api/v1/evidence?{about}");
        let (status, _, body) = self.raw(who, "POST", &path, "text/html", bytes.to_vec()).await;
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }
}

#[tokio::test]
async fn evidence_comes_back_as_it_was_cannot_act_and_its_chain_says_who_had_it() {
    let place = place();
    place.account("analyst-1", &[Role::Analyst]);
    let who = place.sign_in("analyst-1").await;
    let about = "reason=DSA+Art.+40&source_url=https://example.org/post/1&captured_at=2025-06-15T00:00:00Z&tool=capture+1.0";
    let (status, stored) = place.store(&who, about, BYTES).await;
    let name = hex(&Sha256::digest(BYTES));
    assert_eq!((status, &stored["sha256"]), (StatusCode::CREATED, &json!(name)), "{stored}");
    assert_eq!(stored["marking"], "TLP:AMBER+STRICT");
    // Given out, it is only bytes.
    let path = format!("/api/v1/evidence/{name}");
    let (status, headers, bytes) =
        place.raw(&who, "GET", &format!("{path}?reason=review"), "x/y", Vec::new()).await;
    assert_eq!((status, bytes.as_slice()), (StatusCode::OK, BYTES));
    let header = |name: &str| headers[name].to_str().expect("ASCII");
    assert!(header("content-disposition").starts_with("attachment;"));
    assert!(header("content-security-policy").contains("sandbox"));
    assert_eq!((header("x-content-type-options"), header("content-type")), ("nosniff", "text/html"));
    // The chain can be checked by anybody.
    let answer = place.as_session(&who, "GET", &format!("{path}/custody"), None).await;
    let chain = answer.body["custody"].as_array().expect("a chain").clone();
    let actions: Vec<_> = chain.iter().map(|entry| entry["action"].as_str().expect("a word")).collect();
    assert_eq!(actions, ["collect", "view"]);
    assert_eq!(chain[0]["source_url"], "https://example.org/post/1");
    assert_eq!(
        (&chain[0]["tool"], &chain[1]["reason"], &chain[1]["role"]),
        (&json!("capture 1.0"), &json!("review"), &json!("analyst"))
    );
    let mut prev = vec![0u8; 32];
    for entry in &chain {
        assert_eq!(entry["prev_hash"], hex(&prev));
        let mut plain: std::collections::BTreeMap<String, Value> =
            entry.as_object().expect("an object").clone().into_iter().collect();
        plain.retain(|key, _| key != "prev_hash" && key != "hash");
        let canonical = serde_json::to_vec(&plain).expect("JSON");
        prev = Sha256::digest([prev.as_slice(), &canonical].concat()).to_vec();
        assert_eq!(entry["hash"], hex(&prev));
    }
    // The same again is known, and the narrower marking holds.
    let (status, again) = place.store(&who, "reason=again&marking=TLP:RED", BYTES).await;
    assert_eq!((status, &again["marking"]), (StatusCode::OK, &json!("TLP:RED")));
    place.account("auditor-1", &[Role::Auditor]);
    let auditor = place.sign_in("auditor-1").await;
    assert_eq!(place.as_session(&auditor, "GET", &path, None).await.status, StatusCode::NOT_FOUND);
    let list = place.as_session(&auditor, "GET", "/api/v1/evidence", None).await;
    assert_eq!(list.body["evidence"], json!([]));
}

#[tokio::test]
async fn a_partner_sees_its_own_evidence_only_and_lists_are_paged() {
    let place = place();
    place.account("analyst-1", &[Role::Analyst]);
    let new = NewOrganisation {
        name: "Fact House".into(),
        kind: OrganisationKind::FactChecker,
        country: "FR".into(),
        communities: BTreeSet::new(),
    };
    place.people.add_organisation(new, &Actor::command_line(), NOW).expect("a partner");
    let new = NewPerson {
        name: "partner-1",
        organisation: "Fact House",
        roles: BTreeSet::from([Role::Analyst]),
        password: Some(PASSWORD),
        ..NewPerson::default()
    };
    place.people.add_person(&new, &Actor::command_line(), NOW).expect("an account");
    let (own, partner) = (place.sign_in("analyst-1").await, place.sign_in("partner-1").await);
    for n in 0..5 {
        place.clock.fetch_add(1, Ordering::Relaxed);
        assert_eq!(place.store(&own, "reason=one", &[n; 40]).await.0, StatusCode::CREATED);
    }
    let name = hex(&Sha256::digest([3; 40]));
    let path = format!("/api/v1/evidence/{name}");
    assert_eq!(place.as_session(&partner, "GET", &path, None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(place.store(&partner, "reason=two", &[3; 40]).await.0, StatusCode::CREATED, "new to them");
    assert_eq!(
        place.as_session(&partner, "GET", &format!("{path}/custody"), None).await.status,
        StatusCode::OK
    );
    let (mut found, mut page) = (Vec::new(), "/api/v1/evidence?limit=2".to_owned());
    loop {
        let answer = place.as_session(&own, "GET", &page, None).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        found.extend(answer.body["evidence"].as_array().expect("a list").clone());
        let Some(next) = answer.body["next"].as_str() else { break };
        page = format!("/api/v1/evidence?limit=2&next={next}");
    }
    let expected: Vec<String> = (0..5u8).rev().map(|n| hex(&Sha256::digest([n; 40]))).collect();
    assert_eq!(found.iter().map(|one| one["sha256"].as_str().expect("a name")).collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn evidence_goes_by_the_decision_of_two_and_its_chain_stays() {
    let place = place();
    for (name, role) in
        [("analyst-1", Role::Analyst), ("approver-1", Role::Approver), ("analyst-2", Role::Analyst)]
    {
        place.account(name, &[role]);
    }
    let (one, two, third) = (
        place.sign_in("analyst-1").await,
        place.sign_in("approver-1").await,
        place.sign_in("analyst-2").await,
    );
    assert_eq!(place.store(&one, "reason=kept", BYTES).await.0, StatusCode::CREATED);
    let name = hex(&Sha256::digest(BYTES));
    let path = format!("/api/v1/evidence/{name}");
    let new = json!({ "action": "delete-evidence", "subject": format!("evidence/{name}"), "reason": "a court ordered it" });
    let made = place.as_session(&one, "POST", "/api/v1/proposals", Some(&new)).await;
    let id = made.body["id"].as_str().expect("an id").to_owned();
    let destroy = format!("{path}?proposal={id}");
    let early = place.as_session(&one, "DELETE", &destroy, None).await;
    assert_eq!((early.status, early.rule()), (StatusCode::FORBIDDEN, "two-person.not-approved"));
    place.as_session(&two, "POST", &format!("/api/v1/proposals/{id}/approve"), Some(&json!({}))).await;
    let other = place.as_session(&third, "DELETE", &destroy, None).await;
    assert_eq!((other.status, other.rule()), (StatusCode::FORBIDDEN, "two-person.neither"));
    assert_eq!(place.as_session(&one, "DELETE", &path, None).await.status, StatusCode::BAD_REQUEST);
    let file = place.folder.path().join("blobs").join(&name[..2]).join(&name);
    assert!(file.is_file());
    let done = place.as_session(&one, "DELETE", &destroy, None).await;
    assert_eq!((done.status, &done.body["bytes_destroyed"]), (StatusCode::OK, &json!(true)), "{}", done.body);
    assert!(!file.exists(), "the bytes are gone");
    assert_eq!(place.as_session(&one, "GET", &path, None).await.status, StatusCode::GONE);
    assert_eq!(
        place.as_session(&one, "DELETE", &destroy, None).await.status,
        StatusCode::GONE,
        "twice is once"
    );
    let chain = place.as_session(&one, "GET", &format!("{path}/custody"), None).await;
    let last = chain.body["custody"].as_array().and_then(|all| all.last()).cloned().expect("an entry");
    assert_eq!(
        (&last["action"], last["reason"].as_str()),
        (&json!("destroy"), Some(format!("approved: {id}").as_str()))
    );
}

#[tokio::test]
async fn what_cannot_be_evidence_is_refused_and_nothing_is_kept() {
    let config = Config::parse("longest_evidence = 1000").expect("good");
    let place = place_with(config);
    place.account("analyst-1", &[Role::Analyst]);
    let who = place.sign_in("analyst-1").await;
    for (about, status) in [
        ("", 400),
        ("reason=x", 422),
        ("reason=abc&source_url=javascript:1", 422),
        ("reason=abc&captured_at=later", 400),
        ("reason=abc&captured_at=99999999999999", 422),
        ("reason=abc&marking=TLP:BLUE", 422),
        ("reason=abc&tool=a%00b", 422),
        ("reason=abc&other=1", 400),
    ] {
        assert_eq!(place.store(&who, about, BYTES).await.0.as_u16(), status, "{about}");
    }
    assert_eq!(place.store(&who, "reason=abc", &[0; 1001]).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    let list = place.as_session(&who, "GET", "/api/v1/evidence", None).await;
    assert_eq!(list.body["evidence"], json!([]));
    for next in ["%00.0", "1", "x.y", "1.%00"] {
        let answer = place.as_session(&who, "GET", &format!("/api/v1/evidence?next={next}"), None).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{next}");
    }
    for name in ["0", "zz", &"0".repeat(64), "..%2f..%2fostrakon.db"] {
        let answer = place.as_session(&who, "GET", &format!("/api/v1/evidence/{name}"), None).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}");
    }
    // Bytes that were changed on the disk do not make a whole answer.
    assert_eq!(place.store(&who, "reason=abc", &[7; 1000]).await.0, StatusCode::CREATED);
    let name = hex(&Sha256::digest([7; 1000]));
    std::fs::write(place.folder.path().join("blobs").join(&name[..2]).join(&name), [8; 1000])
        .expect("writes");
    let (_, _, bytes) = place.raw(&who, "GET", &format!("/api/v1/evidence/{name}"), "x/y", Vec::new()).await;
    assert!(bytes.is_empty());
}
