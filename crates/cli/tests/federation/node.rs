//! A node: the real binary, served over a data directory of its own, that can be killed, paused and started again.

use crate::served::{Served, ostrakon, serve};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::Path;
use tempfile::TempDir;

pub struct Node {
    pub folder: TempDir,
    pub served: Option<Served>,
    pub token: String,
    pub shelf: String,
    pub own: String,
}

/// What a partner is given here.
pub struct Guest {
    /// Its organisation here.
    pub organisation: String,
    /// Its account's token.
    pub token: String,
    /// The shelf that it may add to.
    pub inbox: String,
}

impl Node {
    pub fn new(name: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path();
        let own = ostrakon(data, &["org", "add", name, "--kind", "electoral-body", "--country", "DE"]);
        let roles = "point-of-contact,auditor,approver,administrator";
        ostrakon(data, &["user", "add", "liaison", "--org", name, "--role", roles]);
        let token = ostrakon(data, &["token", "create", "--user", "liaison", "--scope", "all"]);
        let shelf = ostrakon(data, &["collection", "create", "--title", "Shared", "--alias", "shared"]);
        let mut node = Self { folder, served: None, token, shelf, own: id(&own) };
        node.start();
        node
    }

    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    pub fn start(&mut self) {
        self.served = Some(serve(self.folder.path()));
    }

    /// Ends it at once, as `kill -9` does.
    pub fn kill(&mut self) {
        self.served = None;
    }

    pub fn url(&self) -> &str {
        &self.served.as_ref().expect("it runs").1
    }

    pub fn address(&self) -> SocketAddr {
        self.url().trim_start_matches("http://").parse().expect("an address")
    }

    /// Gives a partner an account, an agreement and a shelf.
    pub fn admit(&self, partner: &str, identity: &Value) -> Guest {
        let data = self.data();
        let organisation =
            id(&ostrakon(data, &["org", "add", partner, "--kind", "institution", "--country", "EU"]));
        ostrakon(data, &["user", "add", partner, "--org", partner, "--role", "point-of-contact"]);
        let token =
            ostrakon(data, &["token", "create", "--user", partner, "--scope", "taxii:read,taxii:write"]);
        let read = format!("own,{organisation}");
        let title = format!("From {partner}");
        let inbox = ostrakon(
            data,
            &["collection", "create", "--title", &title, "--read", &read, "--write", &organisation],
        );
        let mut terms = json!({"highest": "TLP:AMBER", "pseudonyms": true, "community": true});
        if let (Some(key), Some(own)) = (identity["key"].as_str(), identity["identity"].as_str()) {
            terms["keys"] = json!([key]);
            terms["identity"] = own.into();
        }
        let path = format!("/api/v1/agreements/{organisation}");
        let (status, answer) = self.ask("PUT", &path, Some(&terms), &[("If-None-Match", "*")]);
        assert_eq!(status, 204, "{answer}");
        Guest { organisation, token, inbox }
    }

    /// Makes a link over a line.
    pub fn link(
        &self,
        name: &str,
        to: SocketAddr,
        direction: &str,
        partner: &str,
        ends: (&str, &str),
        secret: &str,
    ) {
        let link = json!({
            "organisation": partner, "url": format!("http://{to}/taxii2/ostrakon/"), "local": ends.0, "remote": ends.1,
            "direction": direction, "secret": secret,
        });
        let (status, answer) =
            self.ask("PUT", &format!("/api/v1/links/{name}"), Some(&link), &[("If-None-Match", "*")]);
        assert_eq!(status, 204, "{answer}");
    }

    /// Runs a link once: what it did, or why it did not get through.
    pub fn run(&self, link: &str) -> Result<Value, Value> {
        match self.ask("POST", &format!("/api/v1/links/{link}/runs"), None, &[]) {
            (200, run) => Ok(run),
            (502, why) => Err(why),
            (status, answer) => panic!("{status}: {answer}"),
        }
    }

    /// Runs a link until it gets through.
    pub fn run_through(&self, link: &str) {
        for _ in 0..50 {
            if self.run(link).is_ok() {
                return;
            }
        }
        panic!("the link never got through");
    }

    pub fn get(&self, path: &str) -> Value {
        let (status, answer) = self.ask("GET", path, None, &[]);
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    pub fn ask(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> (u16, Value) {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url()))
            .header("Authorization", format!("Bearer {}", self.token))
            .header("Content-Type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.map(Value::to_string).unwrap_or_default()).expect("a request");
        match agent.run(request) {
            Ok(mut answer) => {
                let text =
                    answer.body_mut().with_config().limit(1 << 30).read_to_string().unwrap_or_default();
                (answer.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null))
            }
            // The node was ended while it answered.
            Err(error) => (502, error.to_string().into()),
        }
    }

    /// Puts objects on the shelf.
    pub fn add(&self, objects: &[Value]) {
        let path = format!("/api/v1/collections/{}/imports", self.shelf);
        let (status, answer) = self.ask("POST", &path, Some(&json!({ "objects": objects })), &[]);
        assert_eq!(status, 200, "{answer}");
    }

    /// Versions that a collection holds, sorted; none may stand there twice.
    pub fn holds(&self, shelf: &str) -> Vec<(String, String)> {
        let (mut all, mut next) = (Vec::new(), String::new());
        loop {
            let page =
                self.get(&format!("/api/v1/collections/{shelf}/objects?versions=all&limit=10000{next}"));
            for object in page["objects"].as_array().into_iter().flatten() {
                let text = |key: &str| object[key].as_str().unwrap_or_default().to_owned();
                all.push((text("id"), text("modified")));
            }
            match page["next"].as_str() {
                Some(cursor) => next = format!("&next={cursor}"),
                None => break,
            }
        }
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count, "nothing stands there twice");
        all
    }

    /// What the ledger says went to a recipient: object and version.
    pub fn sent_to(&self, recipient: &str) -> Vec<(String, String)> {
        let (mut all, mut next) = (Vec::new(), String::new());
        loop {
            let page = self.get(&format!("/api/v1/ledger?recipient={recipient}{next}"));
            for line in page["lines"].as_array().into_iter().flatten() {
                let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
                all.push((text("object"), text("version")));
            }
            match page["next"].as_str() {
                Some(cursor) => next = format!("&next={cursor}"),
                None => break,
            }
        }
        all.sort();
        all.dedup();
        all
    }

    /// Events of a kind in the log.
    pub fn logged(&self, kind: &str) -> usize {
        let (mut found, mut after) = (0, 0);
        loop {
            let page = self.get(&format!("/api/v1/audit/events?limit=1000&after={after}"));
            let Some(last) = page.as_array().and_then(|all| all.last()?["seq"].as_i64()) else {
                return found;
            };
            found += page.as_array().into_iter().flatten().filter(|one| one["kind"] == kind).count();
            after = last;
        }
    }

    pub fn is_sound(&self) {
        assert!(!ostrakon(self.data(), &["audit", "verify"]).is_empty());
    }

    /// Sends its process a signal; it is one that this test has started.
    pub fn signal(&self, name: &str) {
        let id = self.served.as_ref().expect("it runs").id().to_string();
        let sent = std::process::Command::new("kill").args([name, &id]).status();
        assert!(sent.is_ok_and(|status| status.success()), "kill {name} {id}");
    }
}

/// The id in what a command says.
fn id(said: &str) -> String {
    let word = said.split_whitespace().find(|word| word.starts_with("identity--"));
    word.unwrap_or_else(|| panic!("no id in {said:?}")).to_owned()
}
