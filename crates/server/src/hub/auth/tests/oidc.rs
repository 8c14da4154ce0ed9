//! Signing in by a provider: the good way, and what the hostile try.

use super::provider::{Mood, Provider, Sign, follow};
use super::*;

const HUB: &str = "http://127.0.0.1:9";

struct Browser {
    cookie: String,
    callback: String,
}

fn with_provider(provider: &Provider) -> Place {
    let config = Config::parse(&format!(
        "public_url = \"{HUB}\"\n[oidc]\nissuer = \"{}\"\nclient_id = \"ostrakon\"\nclient_secret = \"s cret\"",
        provider.issuer()
    ));
    let place = place_with(config.expect("a good configuration"));
    let new = NewPerson {
        name: "analyst",
        organisation: "Electoral Commission",
        roles: BTreeSet::from([Role::Analyst]),
        email: Some("analyst@example.org".into()),
        ..NewPerson::default()
    };
    place.people.add_person(&new, &Actor::command_line(), NOW).expect("an account");
    place
}

/// From the hub to the provider and back to the door.
async fn begin(place: &Place) -> Browser {
    let out = place.send("GET", "/api/v1/session/oidc/start?next=/incidents?a=1", &[], None).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER, "{}", out.body);
    let cookie = out.headers[header::SET_COOKIE].to_str().expect("ASCII");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Max-Age=600"));
    let cookie = cookie.split(';').next().expect("a pair").to_owned();
    let to = out.headers[header::LOCATION].to_str().expect("ASCII").to_owned();
    let back = tokio::task::spawn_blocking(move || follow(&to)).await.expect("no panic");
    Browser { cookie, callback: back.strip_prefix(HUB).expect("back to the hub").to_owned() }
}

async fn end(place: &Place, browser: &Browser) -> Answer {
    place.send("GET", &browser.callback, &[("cookie", &browser.cookie)], None).await
}

async fn whole(place: &Place) -> Answer {
    end(place, &begin(place).await).await
}

#[tokio::test]
async fn whom_the_provider_vouches_for_is_in_and_goes_where_it_wanted() {
    let provider = Provider::start(NOW / 1_000);
    let place = with_provider(&provider);
    let answer = whole(&place).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(answer.headers[header::LOCATION], "/incidents?a=1");
    let mut cookies =
        answer.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().expect("ASCII"));
    let session = cookies.find(|text| text.starts_with("ostrakon_session=")).expect("a session");
    let session = session.split(';').next().expect("a pair");
    let me = place.send("GET", "/api/v1/me", &[("cookie", session)], None).await;
    assert_eq!((me.status, &me.body["name"]), (StatusCode::OK, &json!("analyst")));
    // From now on the subject counts, whatever the address says; and other signatures and keys are read as they come.
    provider.mood(|mood| {
        mood.change = Box::new(|claims| claims["email"] = json!("other@example.org"));
        mood.sign = Sign::Es256;
    });
    assert_eq!(whole(&place).await.status, StatusCode::SEE_OTHER);
    place.clock.fetch_add(60_000, Ordering::Relaxed);
    provider.mood(|mood| (mood.sign, mood.listed) = (Sign::Rs256(2, 2), vec![2]));
    assert_eq!(whole(&place).await.status, StatusCode::SEE_OTHER, "the provider has changed its keys");
    provider.mood(|mood| {
        mood.change = Box::new(|claims| {
            claims["aud"] = json!(["ostrakon", "other"]);
            claims["azp"] = json!("ostrakon");
        });
    });
    assert_eq!(whole(&place).await.status, StatusCode::SEE_OTHER, "several audiences, made for us");
}

#[tokio::test]
async fn a_token_that_does_not_fit_lets_nobody_in() {
    type Lie = Box<dyn Fn(&mut Mood)>;
    fn claim(name: &'static str, value: Value) -> Lie {
        Box::new(move |mood: &mut Mood| {
            let value = value.clone();
            mood.change = Box::new(move |claims| claims[name] = value.clone());
        })
    }
    let now = NOW / 1_000;
    let lies: Vec<(&str, Lie)> = vec![
        ("oidc.nonce", claim("nonce", json!("another"))),
        ("oidc.nonce", claim("nonce", Value::Null)),
        ("oidc.audience", claim("aud", json!("another"))),
        ("oidc.audience", claim("aud", json!(["ostrakon", "another"]))),
        ("oidc.audience", claim("azp", json!("another"))),
        ("oidc.issuer", claim("iss", json!("https://evil.example"))),
        ("oidc.time", claim("exp", json!(now - 61))),
        ("oidc.time", claim("iat", json!(now + 3_600))),
        ("oidc.time", claim("nbf", json!(now + 3_600))),
        ("oidc.token", claim("exp", json!("never"))),
        ("oidc.subject", claim("sub", json!(""))),
        ("no-account", claim("email_verified", json!(false))),
        ("no-account", claim("email", json!("stranger@example.org"))),
        ("oidc.algorithm", Box::new(|mood| mood.sign = Sign::None)),
        ("oidc.algorithm", Box::new(|mood| mood.sign = Sign::Hs256)),
        ("oidc.signature", Box::new(|mood| mood.sign = Sign::Rs256(2, 1))),
        ("oidc.key", Box::new(|mood| mood.sign = Sign::Rs256(2, 2))),
        ("oidc.issuer", Box::new(|mood| mood.named = Some("https://evil.example".into()))),
    ];
    for (n, (rule, lie)) in lies.into_iter().enumerate() {
        let provider = Provider::start(now);
        let place = with_provider(&provider);
        provider.mood(|mood| lie(mood));
        let answer = whole(&place).await;
        assert_eq!((answer.status, answer.rule()), (StatusCode::FORBIDDEN, rule), "{n}: {}", answer.body);
        let set = answer.headers[header::SET_COOKIE].to_str().expect("ASCII");
        assert!(set.starts_with("ostrakon_sign_in=;"), "no session, and what was asked is over: {set}");
    }
}

#[tokio::test]
async fn an_answer_is_taken_once_from_the_browser_that_asked() {
    let provider = Provider::start(NOW / 1_000);
    let place = with_provider(&provider);
    // Even where the provider would give a second token for the code.
    provider.mood(|mood| mood.careless = true);
    let one = begin(&place).await;
    assert_eq!(end(&place, &one).await.status, StatusCode::SEE_OTHER);
    let again = end(&place, &one).await;
    assert_eq!((again.status, again.rule()), (StatusCode::FORBIDDEN, "oidc.state"));
    // Somebody else's answer, put into this browser, and the other way round.
    let (mine, theirs) = (begin(&place).await, begin(&place).await);
    let forged = Browser { cookie: mine.cookie.clone(), callback: theirs.callback.clone() };
    assert_eq!(end(&place, &forged).await.rule(), "oidc.state");
    // No cookie, a changed one, a later hour.
    let changed = mine.cookie.replace("ostrakon_sign_in=", "ostrakon_sign_in=A");
    for cookie in [String::new(), changed] {
        let forged = Browser { cookie, callback: mine.callback.clone() };
        assert_eq!(end(&place, &forged).await.rule(), "oidc.state");
    }
    place.clock.fetch_add(11 * 60_000, Ordering::Relaxed);
    assert_eq!(end(&place, &mine).await.rule(), "oidc.state");
}

#[tokio::test]
async fn a_code_that_the_provider_refuses_and_an_answer_without_one_let_nobody_in() {
    let provider = Provider::start(NOW / 1_000);
    let place = with_provider(&provider);
    let mut browser = begin(&place).await;
    browser.callback = browser.callback.replace("code=code-", "code=stolen-");
    assert_eq!(end(&place, &browser).await.rule(), "oidc.code");
    let mut browser = begin(&place).await;
    browser.callback = browser.callback.replace("code=", "error=access_denied&other=");
    assert_eq!(end(&place, &browser).await.rule(), "oidc.provider");
    for next in ["//evil.example", "https://evil.example", "/%5Cevil.example"] {
        let path = format!("/api/v1/session/oidc/start?next={next}");
        let answer = place.send("GET", &path, &[], None).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{next}");
    }
}

#[tokio::test]
async fn without_a_provider_there_is_none_and_a_silent_one_is_told() {
    let place = place();
    for path in ["start", "callback"] {
        let answer = place.send("GET", &format!("/api/v1/session/oidc/{path}"), &[], None).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    let silent =
        "public_url = \"http://127.0.0.1:9\"\n[oidc]\nissuer = \"http://127.0.0.1:9\"\nclient_id = \"o\"";
    let place = place_with(Config::parse(silent).expect("good"));
    let answer = place.send("GET", "/api/v1/session/oidc/start", &[], None).await;
    assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
}
