use super::{Accepted, Rejection, Terms, Trust, sign, verify};
use crate::input::Limits;
use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use serde_json::{Value, json};

const US: &str = "identity--00000000-0000-4000-8000-000000000001";
const THEM: &str = "identity--00000000-0000-4000-8000-000000000002";

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn bundle() -> Value {
    let objects = [
        json!({"type": "incident", "id": "incident--1", "modified": "2026-01-01T00:00:00.000Z", "n": 1.0}),
        json!({"type": "url", "id": "url--2", "value": "https://x.example"}),
    ];
    let terms = Terms {
        issuer: US.into(),
        audience: [THEM.into()].into(),
        sequence: 7,
        issued: 1_000,
        expires: 9_000,
    };
    sign(&objects, &terms, &key(1))
}

fn trust() -> Trust {
    Trust {
        keys: [(US.into(), vec![key(9).verifying_key(), key(1).verifying_key()])].into(),
        reader: [THEM.into()].into(),
        seen: [(US.into(), Accepted { up_to: 6, ..Accepted::default() })].into(),
        now: 2_000,
    }
}

fn check(bundle: &Value, trust: &Trust) -> Result<usize, Rejection> {
    verify(bundle.to_string().as_bytes(), trust, Limits::default()).map(|(_, objects)| objects.len())
}

#[test]
fn a_good_bundle_is_accepted_however_its_json_is_written() {
    assert_eq!(check(&bundle(), &trust()), Ok(2));
    let pretty = serde_json::to_string_pretty(&bundle()).expect("JSON").replace("1.0", "1e0");
    assert!(verify(pretty.as_bytes(), &trust(), Limits::default()).is_ok());
}

#[test]
fn forged_altered_cut_and_added_to_are_told_apart() {
    let mut other = bundle();
    other["manifest"]["sequence"] = 8.into();
    assert_eq!(check(&other, &trust()), Err(Rejection::Forged { issuer: US.into() }));
    let mut changed = bundle();
    changed["objects"][1]["value"] = "https://y.example".into();
    assert!(matches!(
        check(&changed, &trust()),
        Err(Rejection::Altered { at: 1, reason: "was altered", .. })
    ));
    let mut cut = bundle();
    cut["objects"].as_array_mut().expect("a list").pop();
    assert!(matches!(check(&cut, &trust()), Err(Rejection::Altered { reason: "is missing", .. })));
    let mut more = bundle();
    let extra = more["objects"][0].clone();
    more["objects"].as_array_mut().expect("a list").push(extra);
    assert!(matches!(check(&more, &trust()), Err(Rejection::Altered { at: 2, .. })));
    let mut swapped = bundle();
    swapped["objects"].as_array_mut().expect("a list").swap(0, 1);
    assert!(matches!(check(&swapped, &trust()), Err(Rejection::Altered { at: 0, .. })));
}

#[test]
fn replayed_misdirected_expired_and_unknown_are_told_apart() {
    let with = |change: &dyn Fn(&mut Trust)| {
        let mut trust = trust();
        change(&mut trust);
        check(&bundle(), &trust)
    };
    assert!(matches!(
        with(&|t| t.seen.entry(US.to_owned()).or_default().add(7)),
        Err(Rejection::Replayed { sequence: 7, .. })
    ));
    assert!(matches!(with(&|t| t.reader = [US.to_owned()].into()), Err(Rejection::WrongRecipient { .. })));
    assert_eq!(with(&|t| t.now = 9_000), Err(Rejection::Expired { expires: 9_000, now: 9_000 }));
    assert!(matches!(with(&|t| t.now = -400_000), Err(Rejection::NotYet { .. })));
    assert!(matches!(with(&|t| t.keys.clear()), Err(Rejection::UnknownIssuer { .. })));
    assert!(matches!(
        with(&|t| t.keys = [(US.into(), vec![key(2).verifying_key()])].into()),
        Err(Rejection::Forged { .. })
    ));
}

#[test]
fn bundles_that_arrive_in_another_order_are_accepted_once_each() {
    let mut accepted = Accepted::default();
    for sequence in [9, 7, 8] {
        assert!(!accepted.has(sequence));
        accepted.add(sequence);
        assert!(accepted.has(sequence));
    }
    let mut trust = trust();
    trust.seen.entry(US.to_owned()).or_default().add(8);
    assert_eq!(check(&bundle(), &trust), Ok(2));
    // What is older than what is remembered counts as accepted.
    (10..2_000).for_each(|sequence| accepted.add(sequence));
    assert!(accepted.has(500) && accepted.has(8) && !accepted.has(2_000));
}

#[test]
fn what_is_no_bundle_is_said() {
    for (given, place) in [
        (json!([]), "$"),
        (json!({}), "manifest"),
        (json!({"manifest": bundle()["manifest"], "signature": "00", "objects": []}), "signature"),
        (
            json!({"manifest": bundle()["manifest"], "signature": bundle()["signature"], "objects": 1}),
            "objects",
        ),
        (json!({"manifest": bundle()["manifest"], "more": 1}), "more"),
    ] {
        let error = check(&given, &trust()).expect_err(place).to_string();
        assert!(error.contains(place), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_changed_byte_is_noticed(at in any::<prop::sample::Index>(), byte in 0x20u8..0x7f) {
        let mut bytes = bundle().to_string().into_bytes();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != byte);
        let before: Value = serde_json::from_slice(&bytes).expect("JSON");
        bytes[at] = byte;
        // Hexadecimal digits in capitals and numbers written otherwise are the same bundle.
        let same = serde_json::from_slice::<Value>(&bytes).is_ok_and(|after| {
            ostrakon_stix::canonical::to_string(&after).eq_ignore_ascii_case(&ostrakon_stix::canonical::to_string(&before))
        });
        let result = verify(&bytes, &trust(), Limits::default());
        prop_assert!(same || result.is_err());
    }
}
