//! What is fuzzed, each with seeds, the tokens of its format, and what must hold beside not panicking.

use crate::seeds::*;
use ed25519_dalek::{Signer, SigningKey};
use ostrakon_exchange::format::Format;
use ostrakon_exchange::gate::{self, Audience, Context, Route};
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
