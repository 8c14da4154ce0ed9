//! What is fuzzed, each with seeds, the tokens of its format, and what must hold beside not panicking.

use ostrakon_exchange::gate::{self, Audience, Context, Route};
use ed25519_dalek::{Signer, SigningKey};
use ostrakon_exchange::format::Format;
use ostrakon_exchange::part::Part;
use ostrakon_exchange::{Limits, bundle, claimreview, disarm, dsa, misp, seal, taxii};
use ostrakon_stix as stix;
use serde_json::Value;

/// A reader under test.
pub struct Target {
    /// Name on the command line and of the corpus folder.
    pub name: &'static str,
    /// What it reads.
    pub what: &'static str,
    /// First inputs.
    pub seeds: &'static [&'static str],
    /// Words of the format.
    pub tokens: &'static [&'static str],
    /// Runs it; the answer tells how far the input came.
    pub run: fn(&[u8]) -> String,
}

/// All targets.
pub const TARGETS: [Target; 13] = [
    Target {
        name: "stix",
        what: "STIX objects, bundles, lists, lines",
        seeds: STIX,
        tokens: STIX_TOKENS,
        run: stix,
    },
    Target { name: "pattern", what: "STIX patterns", seeds: PATTERN, tokens: PATTERN_TOKENS, run: pattern },
    Target { name: "misp", what: "MISP events", seeds: MISP, tokens: MISP_TOKENS, run: misp },
    Target { name: "claimreview", what: "ClaimReview", seeds: CLAIM, tokens: CLAIM_TOKENS, run: claim },
    Target {
        name: "dsa",
        what: "statements of reasons, JSON",
        seeds: DSA,
        tokens: DSA_TOKENS,
        run: dsa_json,
    },
    Target {
        name: "dsa-csv",
        what: "statements of reasons, CSV",
        seeds: CSV,
        tokens: DSA_TOKENS,
        run: dsa_csv,
    },
    Target {
        name: "taxii",
        what: "TAXII envelopes and filters",
        seeds: TAXII,
        tokens: STIX_TOKENS,
        run: taxii_body,
    },
    Target { name: "bundle", what: "signed bundles", seeds: BUNDLE, tokens: STIX_TOKENS, run: signed },
    Target { name: "disarm", what: "the DISARM bundle", seeds: STIX, tokens: STIX_TOKENS, run: framework },
    Target {
        name: "gate",
        what: "the gate, on objects of strangers",
        seeds: STIX,
        tokens: STIX_TOKENS,
        run: released,
    },
    Target {
        name: "seal",
        what: "sealed messages between nodes",
        seeds: SEAL,
        tokens: SEAL_TOKENS,
        run: sealed,
    },
    Target {
        name: "format",
        what: "what a file is, told by its content",
        seeds: FORMAT,
        tokens: FORMAT_TOKENS,
        run: recognised,
    },
    Target { name: "part", what: "parts of evidence", seeds: PART, tokens: PART_TOKENS, run: part },
];

const STIX: &[&str] = &[
    r#"{"type":"incident","spec_version":"2.1","id":"incident--3a6f2b1c-0d4e-4f5a-8b6c-7d8e9f0a1b2c","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","name":"x","object_marking_refs":["marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"]}"#,
    r#"{"type":"bundle","id":"bundle--1","objects":[{"type":"attack-pattern","id":"attack-pattern--3a6f2b1c-0d4e-4f5a-8b6c-7d8e9f0a1b2c","external_references":[{"source_name":"DISARM","external_id":"T0001"}]},{"type":"url","id":"url--3a6f2b1c-0d4e-4f5a-8b6c-7d8e9f0a1b2d","value":"https://x"}]}"#,
    r#"[{"type":"report","id":"report--3a6f2b1c-0d4e-4f5a-8b6c-7d8e9f0a1b2c","created":"2026-01-01T00:00:00Z","name":"r","object_refs":["incident--3a6f2b1c-0d4e-4f5a-8b6c-7d8e9f0a1b2c","user-account--3a6f2b1c-0d4e-4f5a-8b6c-7d8e9f0a1b2e"],"granular_markings":[{"marking_ref":"marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1","selectors":["object_refs.[0]"]}],"object_marking_refs":["marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"]},{"type":"user-account","id":"user-account--3a6f2b1c-0d4e-4f5a-8b6c-7d8e9f0a1b2e","account_login":"Éve_77"}]"#,
    "{\"type\":\"note\",\"id\":\"note--1\"}\n{\"type\":\"x-y\",\"id\":\"x-y--2\"}\n",
];

const STIX_TOKENS: &[&str] = &[
    "\"type\":",
    "\"id\":",
    "\"objects\":[",
    "\"object_refs\":[",
    "\"created_by_ref\":",
    "\"granular_markings\":[",
    "\"selectors\":[\"a.[0]\"]",
    "\"extensions\":{",
    "\"object_marking_refs\":[",
    "\"labels\":[\"tlp:red\"]",
    "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
    "relationship",
    "observed-data",
    "language-content",
    "\"contents\":{\"de\":{\"name\":\"x\"}}",
    "incident--3a6f2b1c-0d4e-4f5a-8b6c-7d8e9f0a1b2c",
    "null",
    "1.5e3",
    "[]",
    "{}",
    ",",
    "\"more\":true",
    "\"next\":\"x\"",
    "eve_77",
    "\"spec_version\":\"2.1\"",
    "\"manifest\":",
];

const PATTERN: &[&str] = &[
    "[url:value = 'https://x'] FOLLOWEDBY [file:hashes.'SHA-256' = 'aa' AND file:size > 5] WITHIN 5 SECONDS",
    "([ipv4-addr:value ISSUBSET '10.0.0.0/8'] OR [a:b[*].c MATCHES '^x+$']) REPEATS 3 TIMES START t'2026-01-01T00:00:00Z' STOP t'2026-01-02T00:00:00Z'",
    "[x:y IN (1, 2.5, true, h'ab', b'YQ==') AND NOT x:z LIKE 'a%_' AND EXISTS x:q]",
];

const PATTERN_TOKENS: &[&str] = &[
    " AND ",
    " OR ",
    " FOLLOWEDBY ",
    " NOT ",
    " IN (",
    " LIKE ",
    " MATCHES ",
    " ISSUPERSET ",
    "EXISTS ",
    " WITHIN 5 SECONDS",
    " REPEATS 2 TIMES",
    " START t'2026-01-01T00:00:00Z' STOP t'2026-01-02T00:00:00Z'",
    "[a:b = 1]",
    "(",
    ")",
    "[",
    "]",
    "'",
    "\\'",
    "h'",
    "b'",
    "t'",
    "[*]",
    ".c",
    "_ref",
    "-1",
    "9223372036854775808",
    "1.0",
    "true",
    "<=",
    "!=",
    "(((((((((",
];

const MISP: &[&str] = &[
    r#"{"Event":{"uuid":"00000000-0000-4000-a000-000000000100","info":"x","date":"2026-02-01","timestamp":"1770000000","distribution":"4","SharingGroup":{"uuid":"00000000-0000-4000-a000-000000000900","SharingGroupOrg":[{"Organisation":{"uuid":"00000000-0000-4000-a000-000000000003"}}]},"Orgc":{"name":"o","uuid":"00000000-0000-4000-a000-000000000002"},"Tag":[{"name":"tlp:amber"}],"Galaxy":[{"type":"disarm-techniques","GalaxyCluster":[{"value":"v","meta":{"external_id":["T0013"]}}]}],"Attribute":[{"uuid":"00000000-0000-4000-a000-000000000101","type":"domain|ip","value":"m.example|192.0.2.7","to_ids":true,"Sighting":[{"uuid":"00000000-0000-4000-a000-000000000201","type":"0","date_sighting":"1"}]}],"Object":[{"uuid":"00000000-0000-4000-a000-000000000110","name":"microblog","Attribute":[{"uuid":"00000000-0000-4000-a000-000000000111","type":"text","object_relation":"username","value":"u"}],"ObjectReference":[{"uuid":"00000000-0000-4000-a000-000000000301","referenced_uuid":"00000000-0000-4000-a000-000000000101","relationship_type":"a b"}]}],"EventReport":[{"uuid":"00000000-0000-4000-a000-000000000401","name":"n","content":"c"}]}}"#,
    r#"{"response":[{"Event":{"uuid":"00000000-0000-4000-a000-000000000100","info":"y","Attribute":[{"uuid":"00000000-0000-4000-a000-000000000102","type":"text","comment":"STIX 2.1 object url--1","value":"{\"type\":\"url\",\"id\":\"url--1\"}"}]}}]}"#,
];

const MISP_TOKENS: &[&str] = &[
    "\"Event\":{",
    "\"Attribute\":[",
    "\"Object\":[",
    "\"Tag\":[{\"name\":\"tlp:red\"}]",
    "\"distribution\":5",
    "\"distribution\":\"4\"",
    "\"uuid\":\"00000000-0000-4000-a000-0000000009",
    "\"type\":\"filename|sha256\"",
    "\"type\":\"AS\"",
    "\"type\":\"ip-dst|port\"",
    "\"value\":\"a|b\"",
    "\"timestamp\":99999999999999",
    "\"deleted\":\"1\"",
    "\"first_seen\":\"2026\"",
    "\"attribute_count\":\"9\"",
    "null",
    "narrative",
    "news-media",
    "{}",
    "[]",
    ",",
];

const CLAIM: &[&str] = &[
    r#"{"@context":"https://schema.org","@type":"ClaimReview","url":"https://c/1","datePublished":"2026-02-28","claimReviewed":"c","author":{"name":"a"},"itemReviewed":{"author":{"sameAs":["https://t"]},"appearance":[{"url":"https://p"}]},"reviewRating":{"ratingValue":"1,5","bestRating":5,"worstRating":1,"alternateName":"False"}}"#,
    r#"<html><script type="application/ld+json">[{"@type":["Article","schema:ClaimReview"],"schema:claimReviewed":{"@value":"x"},"url":"u"}]</script></html>"#,
    r#"{"claims":[{"text":"x","claimant":"y","claimReview":[{"publisher":{"name":"p"},"textualRating":"t"}]}]}"#,
];

const CLAIM_TOKENS: &[&str] = &[
    "\"@type\":\"ClaimReview\"",
    "\"@graph\":[",
    "\"dataFeedElement\":[",
    "\"item\":",
    "\"claimReviewed\":",
    "\"@value\":",
    "\"reviewRating\":{",
    "\"ratingValue\":",
    "\"bestRating\":0",
    "<script type=ld+json>",
    "</script>",
    "İ",
    "ſ",
    "null",
    "-1",
    "1e308",
    "\"datePublished\":\"-009999-01-01T00:00:00Z\"",
    "\"2026-02-30\"",
    "{}",
    "[]",
    ",",
    "\n",
];

const DSA: &[&str] = &[
    r#"{"statements":[{"decision_visibility":["DECISION_VISIBILITY_OTHER"],"decision_visibility_other":"x","decision_ground":"DECISION_GROUND_ILLEGAL_CONTENT","illegal_content_legal_ground":"a","illegal_content_explanation":"b","category":"STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS","content_type":["CONTENT_TYPE_TEXT"],"content_date":"2026-02-28","application_date":"2026-03-01","decision_facts":"f","source_type":"SOURCE_VOLUNTARY","automated_detection":"No","automated_decision":"AUTOMATED_DECISION_FULLY","puid":"a-1","content_id":{"EAN-13":"0123456789123"},"territorial_scope":["DE"]}]}"#,
];

const DSA_TOKENS: &[&str] = &[
    "DECISION_VISIBILITY_OTHER",
    "DECISION_MONETARY_OTHER",
    "KEYWORD_OTHER",
    "\"category_addition\":[",
    "2026-02-29",
    "0000-00-00",
    "９９９９-12-31",
    "\"end_date_account_restriction\":\"1999-01-01\"",
    "STATEMENT_CATEGORY_",
    "EN",
    "null",
    "{}",
    "[]",
    "=cmd",
    "\"\"",
    "\r\n",
    ";",
    ",",
    "platform_uid",
    "content_id_ean",
    "\u{feff}",
];

const CSV: &[&str] = &[
    "uuid,decision_visibility,category,application_date,platform_uid,content_id_ean\n1,\"[\"\"DECISION_VISIBILITY_CONTENT_REMOVED\"\"]\",STATEMENT_CATEGORY_VIOLENCE,2024-05-01,x1,0123456789123\n",
];

const TAXII: &[&str] =
    &[r#"{"more":true,"next":"12","objects":[{"type":"url","id":"url--1"},{"x":[1,2,{"y":"\u00e9"}]}]}"#];

const BUNDLE: &[&str] = &[
    r#"{"manifest":{"format":"ostrakon-bundle-1","issuer":"identity--1","audience":["identity--2"],"sequence":1,"issued":0,"expires":9,"objects":[{"id":"url--1","version":"","sha256":"00"}]},"signature":"00","objects":[{"type":"url","id":"url--1"}]}"#,
];

/// Seals are written in hexadecimal: the target turns what is JSON into one, signed by a key that it trusts.
const SEAL: &[&str] = &[
    r#"{"about":"POST /a","format":"ostrakon-seal-1","from":"00","issued":1750000000000,"nonce":"07070707070707070707070707070707","sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","to":"south"}"#,
    "7b7d.00",
    ".",
];

const SEAL_TOKENS: &[&str] = &[
    "\"format\":\"ostrakon-seal-1\"",
    "\"from\":",
    "\"to\":null",
    "\"nonce\":",
    "\"issued\":-9223372036854775808",
    "\"issued\":9223372036854775807",
    "\"about\":\"answer ",
    "\"sha256\":",
    "7b",
    ".",
    "..",
    "é",
    ",",
    "{}",
];

const FORMAT: &[&str] = &[
    r#"{"type":"bundle","id":"bundle--1","objects":[]}"#,
    r#"{"objects":[],"manifest":{},"signature":""}"#,
    r#"[{"Event":{"uuid":"x","info":"y"}}]"#,
    r#"{"@context":"https://schema.org","@graph":[]}"#,
    "uuid,decision_visibility\r\n1,2\r\n",
    "\u{feff} <html>",
];

const FORMAT_TOKENS: &[&str] = &[
    "\"Event\":",
    "\"response\":",
    "\"info\":",
    "\"uuid\":",
    "\"manifest\":",
    "\"signature\":",
    "\"objects\":",
    "\"spec_version\":",
    "\"type\":",
    "\"id\":",
    "\"claims\":",
    "\"@type\":",
    "\"statements\":",
    "\"puid\":",
    "decision_visibility",
    "<script>",
    "\u{feff}",
    "[",
    "{",
    "null",
    ",",
];

const PART: &[&str] = &[
    "{\"size\":5,\"from\":2,\"media_type\":\"image/png\",\"captured_at\":7,\"marking\":\"TLP:AMBER\"}\nabc",
    "{\"size\":0,\"from\":0,\"media_type\":\"\",\"captured_at\":-1}\n",
];

const PART_TOKENS: &[&str] = &[
    "\"size\":",
    "\"from\":",
    "\"captured_at\":",
    "\"media_type\":",
    "\"marking\":\"TLP:RED\"",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775808",
    "\"a/b\\r\\nc: d\"",
    "\n",
    "null",
    "{}",
    ",",
];

fn limits() -> Limits {
    Limits::default()
}

/// How a result is told: what went wrong, or how much there was.
fn told<T>(result: Result<T, impl std::fmt::Display>, count: impl Fn(&T) -> usize) -> String {
    match result {
        Ok(value) => format!("good {}", "i".repeat(count(&value).min(20))),
        Err(error) => error.to_string(),
    }
}

fn stix(input: &[u8]) -> String {
    let read = stix::read::objects(input);
    for object in read.iter().flatten() {
        let canonical = object.canonical();
        let again = stix::Object::parse(canonical.as_bytes()).map(|object| object.canonical());
        assert_eq!(again.ok().as_ref(), Some(&canonical), "the canonical form is its own canonical form");
        assert!(object.references().count() < 1 << 20);
    }
    told(read, Vec::len)
}

fn pattern(input: &[u8]) -> String {
    told(stix::Pattern::parse(&String::from_utf8_lossy(input)), |_| 1)
}

fn misp(input: &[u8]) -> String {
    let read = misp::read(input, limits());
    if let Ok(read) = &read {
        let sender =
            misp::Sender { name: "n".into(), uuid: "00000000-0000-4000-a000-000000000001".into(), now: 1 };
        let (events, _) = misp::write(&read.objects, &sender).expect("what was read can be written");
        let text = Value::Array(events).to_string();
        let again = misp::read(text.as_bytes(), limits()).expect("what was written can be read");
        assert!(again.counts.attributes >= read.counts.attributes, "no attribute is lost on the way");
    }
    told(read, |read| read.counts.attributes + 3 * read.counts.objects + 5 * read.warnings.len())
}

fn claim(input: &[u8]) -> String {
    let read = claimreview::read(input, limits());
    for review in read.iter().flatten() {
        let objects = claimreview::to_stix(review, "marking-definition--1", "2026-01-01T00:00:00.000Z");
        let back = objects.last().and_then(claimreview::from_stix);
        assert_eq!(back.as_ref(), Some(review), "a review comes back out of STIX");
    }
    told(read, |all| all.iter().map(|one| 1 + claimreview::check(one).len()).sum())
}

fn dsa_json(input: &[u8]) -> String {
    told(dsa::read(input, dsa::Profile::Submission, limits()), Vec::len)
}

fn dsa_csv(input: &[u8]) -> String {
    let read = dsa::read_csv(input, dsa::Profile::Dump, limits());
    if let Ok(statements) = &read {
        let text = dsa::write_csv(statements);
        let again = dsa::read_csv(text.as_bytes(), dsa::Profile::Dump, limits());
        assert!(again.is_ok_and(|again| again.len() == statements.len()), "our own table is read");
    }
    told(read, Vec::len)
}

fn taxii_body(input: &[u8]) -> String {
    let text = String::from_utf8_lossy(input);
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    let filter = told(taxii::Filter::parse(pairs), |_| 1);
    let body = told(taxii::envelope::read(input), |envelope| envelope.objects.len());
    format!("{body} {filter}")
}

fn signed(input: &[u8]) -> String {
    let result = bundle::verify(input, &bundle::Trust::default(), limits());
    assert!(result.is_err(), "nobody is trusted");
    told(result, |_| 1)
}

fn framework(input: &[u8]) -> String {
    told(disarm::read_bundle(input, limits()), |framework| framework.techniques.len())
}

fn sealed(input: &[u8]) -> String {
    const NOW: i64 = 1_750_000_000_000;
    let key = SigningKey::from_bytes(&[1; 32]);
    let text = String::from_utf8_lossy(input);
    let verify = |header: &str| {
        let empty = seal::digest(b"");
        seal::verify(header, &[key.verifying_key()], Some("south"), "POST /a", &empty, NOW)
    };
    assert!(verify(&text).is_err(), "nobody signed it");
    let nonce = seal::nonce_of(&text).map_or(0, |nonce| nonce.len());
    // What is signed all the same by a key that is trusted, whatever it says.
    let signed = verify(&signed_by(&key, input));
    if let Ok(seal) = &signed {
        assert_eq!(seal.about, "POST /a", "it is about this message");
    }
    let said = told(signed, |seal| seal.nonce.len());
    format!("{said} {nonce}")
}

/// What a holder of a trusted key could send: any text, as its own, with a signature that holds.
fn signed_by(key: &SigningKey, input: &[u8]) -> String {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let text = match serde_json::from_slice::<Value>(input) {
        Ok(Value::Object(mut map)) => {
            map.insert("from".to_owned(), hex(key.verifying_key().as_bytes()).into());
            Value::Object(map).to_string().into_bytes()
        }
        _ => input.to_vec(),
    };
    format!("{}.{}", hex(&text), hex(&key.sign(&text).to_bytes()))
}

fn recognised(input: &[u8]) -> String {
    let told = Format::recognise(input);
    assert_eq!(told, Format::recognise(input), "the same on every look");
    told.map_or_else(|error| error.to_string(), |format| format.name().to_owned())
}

fn part(input: &[u8]) -> String {
    let read = Part::read(input);
    if let Ok((part, bytes)) = &read {
        assert!(part.from + bytes.len() as u64 <= part.size, "no more than it says");
        let header = part.media_type.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
        assert!(header, "the media type can stand in a header");
        assert_eq!(Part::read(&part.frame(bytes)), read, "what was read can be sent on");
    }
    told(read, |(_, bytes)| bytes.len())
}

fn released(input: &[u8]) -> String {
    let Ok(value) = serde_json::from_slice::<Value>(input) else { return "no JSON".to_owned() };
    let objects = match value {
        Value::Array(all) => all,
        Value::Object(mut map) => match map.remove("objects") {
            Some(Value::Array(all)) => all,
            _ => vec![Value::Object(map)],
        },
        one => vec![one],
    };
    let mut context = Context::new(["identity--1".to_owned()], &(), 1);
    context.decided_by = Some("decision-1".to_owned());
    let release = gate::release(&objects, &context, &Audience::Public, Route::Public);
    let text = release.objects.iter().map(|one| one.object.to_string()).collect::<String>().to_lowercase();
    for label in [ostrakon_model::Tlp::Red, ostrakon_model::Tlp::Amber] {
        assert!(!text.contains(gate::marking_id(label)), "a narrower marking is named");
    }
    let reasons: Vec<String> = release.decisions.iter().map(|one| one.reason.to_string()).collect();
    reasons.join("; ")
}
