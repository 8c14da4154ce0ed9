//! An OpenID Connect provider on loopback, over real HTTP, that can be told to lie.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::rsa::{KeyPair, PublicKeyComponents};
use ring::signature::{self, EcdsaKeyPair, KeyPair as _, RsaKeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// Keys that are good for these tests and nothing else.
const ONE: &[u8] = include_bytes!("keys/one.pk8");
const TWO: &[u8] = include_bytes!("keys/two.pk8");

/// How an id token is signed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// With the RSA key of this number, under the `kid` of this number.
    Rs256(u8, u8),
    Es256,
    /// Not at all.
    None,
    /// With the RSA key's modulus as a secret: what a careless verifier takes.
    Hs256,
}

type Change = Box<dyn Fn(&mut Value) + Send>;

/// What the provider does, as a test wants it.
pub(super) struct Mood {
    pub(super) sign: Sign,
    pub(super) listed: Vec<u8>,
    pub(super) change: Change,
    /// `iss` beside the code.
    pub(super) named: Option<String>,
    /// Whether codes are good more than once.
    pub(super) careless: bool,
}

struct Shared {
    mood: Mutex<Mood>,
    codes: Mutex<HashMap<String, (String, String)>>,
    issuer: String,
    now: i64,
    rsa: [RsaKeyPair; 2],
    ec: EcdsaKeyPair,
}

/// A provider that runs until the test ends.
#[derive(Clone)]
pub(super) struct Provider(Arc<Shared>);

impl Provider {
    /// A good one, whose clock stands at `now` (seconds).
    pub(super) fn start(now: i64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
        let issuer = format!("http://{}", listener.local_addr().expect("bound"));
        let random = SystemRandom::new();
        let curve = &signature::ECDSA_P256_SHA256_FIXED_SIGNING;
        let ec = EcdsaKeyPair::generate_pkcs8(curve, &random).expect("a key");
        let ec = EcdsaKeyPair::from_pkcs8(curve, ec.as_ref(), &random).expect("a key");
        let rsa = [ONE, TWO].map(|key| KeyPair::from_pkcs8(key).expect("a key"));
        let mood = Mood {
            sign: Sign::Rs256(1, 1),
            listed: vec![1],
            change: Box::new(|_| {}),
            named: None,
            careless: false,
        };
        let shared = Shared { mood: Mutex::new(mood), codes: Mutex::default(), issuer, now, rsa, ec };
        let provider = Self(Arc::new(shared));
        let serving = provider.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                serving.answer(stream);
            }
        });
        provider
    }

    pub(super) fn issuer(&self) -> &str {
        &self.0.issuer
    }

    pub(super) fn mood(&self, change: impl FnOnce(&mut Mood)) {
        change(&mut self.0.mood.lock().expect("no panic"));
    }

    fn answer(&self, mut stream: TcpStream) {
        let mut reader = BufReader::new(stream.try_clone().expect("a socket"));
        let (mut first, mut length, mut authorization) = (String::new(), 0, String::new());
        if reader.read_line(&mut first).is_err() {
            return;
        }
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).is_err() || line.trim().is_empty() {
                break;
            }
            let (name, value) = line.trim().split_once(": ").unwrap_or_default();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().expect("a number"),
                "authorization" => value.clone_into(&mut authorization),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).expect("a body");
        let target = first.split(' ').nth(1).unwrap_or("/").to_owned();
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let form = fields(std::str::from_utf8(&body).expect("ASCII"));
        let (status, headers, text) = self.page(path, &fields(query), &form, &authorization);
        let text = text.to_string();
        let _ = write!(
            stream,
            "HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{headers}Connection: close\r\n\r\n{text}",
            text.len()
        );
    }

    fn page(
        &self,
        path: &str,
        query: &HashMap<String, String>,
        form: &HashMap<String, String>,
        authorization: &str,
    ) -> (u16, String, Value) {
        let issuer = self.issuer();
        match path {
            "/.well-known/openid-configuration" => {
                let body = json!({
                    "issuer": issuer, "authorization_endpoint": format!("{issuer}/authorize"),
                    "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/keys"),
                });
                (200, String::new(), body)
            }
            "/keys" => (200, String::new(), self.keys()),
            "/authorize" => {
                let mut codes = self.0.codes.lock().expect("no panic");
                let code = format!("code-{}", codes.len());
                codes.insert(code.clone(), (query["nonce"].clone(), query["code_challenge"].clone()));
                let named = self.0.mood.lock().expect("no panic").named.clone();
                let named = named.map_or(String::new(), |iss| format!("&iss={iss}"));
                let to = format!("{}?code={code}&state={}{named}", query["redirect_uri"], query["state"]);
                (302, format!("Location: {to}\r\n"), Value::Null)
            }
            "/token" => {
                assert_eq!(authorization, format!("Basic {}", STANDARD.encode("ostrakon:s%20cret")));
                let mut codes = self.0.codes.lock().expect("no panic");
                let known = codes.get_mut(&form["code"]).filter(|(nonce, _)| !nonce.is_empty());
                let Some((nonce, challenge)) = known else {
                    return (400, String::new(), json!({ "error": "invalid_grant" }));
                };
                let hashed = URL_SAFE_NO_PAD.encode(Sha256::digest(form["code_verifier"].as_bytes()));
                assert_eq!(*challenge, hashed, "PKCE holds");
                let token = self.token(nonce);
                if !self.0.mood.lock().expect("no panic").careless {
                    nonce.clear();
                }
                (
                    200,
                    String::new(),
                    json!({ "access_token": "a", "token_type": "Bearer", "id_token": token }),
                )
            }
            _ => (404, String::new(), Value::Null),
        }
    }

    fn keys(&self) -> Value {
        let listed = self.0.mood.lock().expect("no panic").listed.clone();
        let mut keys: Vec<Value> = listed
            .into_iter()
            .map(|n| {
                let public = PublicKeyComponents::<Vec<u8>>::from(self.0.rsa[usize::from(n) - 1].public());
                let (n_, e) = (URL_SAFE_NO_PAD.encode(public.n), URL_SAFE_NO_PAD.encode(public.e));
                json!({ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": n.to_string(), "n": n_, "e": e })
            })
            .collect();
        let point = self.0.ec.public_key().as_ref();
        let (x, y) = (URL_SAFE_NO_PAD.encode(&point[1..33]), URL_SAFE_NO_PAD.encode(&point[33..]));
        keys.push(json!({ "kty": "EC", "crv": "P-256", "kid": "ec", "x": x, "y": y }));
        keys.push(json!({ "kty": "something-new", "odd": [1] }));
        json!({ "keys": keys })
    }

    fn token(&self, nonce: &str) -> String {
        let mood = self.0.mood.lock().expect("no panic");
        let mut claims = json!({
            "iss": self.issuer(), "sub": "subject-1", "aud": "ostrakon", "nonce": nonce, "iat": self.0.now,
            "exp": self.0.now + 300, "email": "Analyst@Example.org", "email_verified": true,
        });
        (mood.change)(&mut claims);
        let header = match mood.sign {
            Sign::Rs256(_, kid) => json!({ "alg": "RS256", "typ": "JWT", "kid": kid.to_string() }),
            Sign::Es256 => json!({ "alg": "ES256", "kid": "ec" }),
            Sign::None => json!({ "alg": "none" }),
            Sign::Hs256 => json!({ "alg": "HS256", "kid": "1" }),
        };
        let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let signed = format!("{header}.{claims}");
        let random = SystemRandom::new();
        let signature = match mood.sign {
            Sign::Rs256(key, _) => {
                let key = &self.0.rsa[usize::from(key) - 1];
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(&signature::RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature)
                    .expect("signs");
                signature
            }
            Sign::Es256 => self.0.ec.sign(&random, signed.as_bytes()).expect("signs").as_ref().to_vec(),
            Sign::None => Vec::new(),
            Sign::Hs256 => {
                let public = PublicKeyComponents::<Vec<u8>>::from(self.0.rsa[0].public());
                let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &public.n);
                ring::hmac::sign(&key, signed.as_bytes()).as_ref().to_vec()
            }
        };
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// A query or a form.
fn fields(text: &str) -> HashMap<String, String> {
    let decode = |text: &str| {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            bytes.push(match byte {
                b'%' => {
                    let hex: Vec<u8> = rest.by_ref().take(2).collect();
                    u8::from_str_radix(std::str::from_utf8(&hex).expect("ASCII"), 16).expect("hex")
                }
                other => other,
            });
        }
        String::from_utf8(bytes).expect("UTF-8")
    };
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), decode(value))).collect()
}

/// Where a browser is sent that asks for an address.
pub(super) fn follow(url: &str) -> String {
    let rest = url.strip_prefix("http://").expect("plain HTTP on loopback");
    let (host, path) = rest.split_once('/').expect("a path");
    let mut stream = TcpStream::connect(host).expect("the provider answers");
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").expect("sends");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("an answer");
    let line = text.lines().find_map(|line| line.strip_prefix("Location: "));
    line.expect("a redirect").to_owned()
}
