//! Who takes part: organisations with people, each with a token, who speak to one served installation.

use crate::served::{Served, binary, ostrakon_at, serve_at};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;

/// An organisation: its name, kind and country, and its people with their roles.
pub type Member<'a> = (&'static str, &'a str, &'a str, &'a [(&'a str, &'a str)]);

/// One installation, its organisations and its people.
pub struct House {
    folder: TempDir,
    served: Option<Served>,
    clock: String,
    tokens: BTreeMap<String, String>,
    pub organisations: BTreeMap<&'static str, String>,
}

impl House {
    pub fn new(clock: &str, members: &[Member<'_>]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let run = |arguments: &[&str]| ostrakon_at(folder.path(), Some(clock), arguments);
        let (mut tokens, mut organisations) = (BTreeMap::new(), BTreeMap::new());
        for (organisation, kind, country, people) in members {
            let id = run(&["org", "add", organisation, "--kind", kind, "--country", country]);
            organisations.insert(*organisation, id.split_whitespace().last().expect("an id").to_owned());
            for (person, roles) in *people {
                run(&["user", "add", person, "--org", organisation, "--role", roles]);
                let token = run(&["token", "create", "--user", person, "--scope", "all,approve"]);
                tokens.insert((*person).to_owned(), token);
            }
        }
        run(&["collection", "create", "--title", "Incidents", "--alias", "incidents"]);
        let served = Some(serve_at(folder.path(), Some(clock)));
        Self { folder, served, clock: clock.to_owned(), tokens, organisations }
    }

    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// What the command line answers.
    pub fn run(&self, arguments: &[&str]) -> String {
        ostrakon_at(self.data(), Some(&self.clock), arguments)
    }

    pub fn of(&self, organisation: &str) -> &str {
        &self.organisations[organisation]
    }

    pub fn ask(&self, who: &str, method: &str, path: &str, body: &[u8], media: &str) -> (u16, Vec<u8>) {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let url = format!("{}{path}", self.served.as_ref().expect("it runs").1);
        let mut request = ureq::http::Request::builder().method(method).uri(url);
        request = request.header("Content-Type", media);
        if let Some(token) = self.tokens.get(who) {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        if method == "PUT" {
            request = request.header("If-None-Match", "*");
        }
        let request = request.body(body.to_vec()).expect("a request");
        let mut answer = agent.run(request).expect("an answer");
        let body = answer.body_mut().with_config().limit(1 << 28).read_to_vec().expect("a body");
        (answer.status().as_u16(), body)
    }

    pub fn json(&self, who: &str, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let text = if body.is_null() { String::new() } else { body.to_string() };
        let (status, answer) = self.ask(who, method, path, text.as_bytes(), "application/json");
        (status, serde_json::from_slice(&answer).unwrap_or(Value::Null))
    }

    pub fn get(&self, who: &str, path: &str) -> Value {
        let (status, answer) = self.json(who, "GET", path, &Value::Null);
        assert_eq!(status, 200, "{who}: GET {path}: {answer}");
        answer
    }

    pub fn post(&self, who: &str, path: &str, body: &Value) -> Value {
        let (status, answer) = self.json(who, "POST", path, body);
        assert!((200..300).contains(&status), "{who}: POST {path} {body}: {status} {answer}");
        answer
    }

    /// Opens a record; its id.
    pub fn open(&self, who: &str, kind: &str, command: &Value) -> String {
        let made = self.post(who, &format!("/api/v1/casework/{kind}"), command);
        made["id"].as_str().expect("an id").to_owned()
    }

    /// Commands a record; the record after it.
    pub fn act(&self, who: &str, record: &str, command: &Value) -> Value {
        self.post(who, &format!("/api/v1/casework/{record}/commands"), command)
    }

    /// The rule that refuses a command.
    pub fn refused(&self, who: &str, record: &str, command: &Value) -> String {
        let (status, answer) =
            self.json(who, "POST", &format!("/api/v1/casework/{record}/commands"), command);
        assert!((400..500).contains(&status), "{who}: {command} was not refused: {answer}");
        answer["rule"].as_str().unwrap_or("none").to_owned()
    }

    /// Does with a second person's approval what takes two.
    pub fn together(
        &self,
        (first, second): (&str, &str),
        action: &str,
        record: &str,
        command: &Value,
    ) -> Value {
        let proposal =
            json!({ "action": action, "subject": record, "reason": "Read, checked and agreed upon." });
        let proposal = self.post(first, "/api/v1/proposals", &proposal);
        let id = proposal["id"].as_str().expect("an id");
        self.post(second, &format!("/api/v1/proposals/{id}/approve"), &json!({}));
        self.post(first, &format!("/api/v1/casework/{record}/commands?approval={id}"), command)
    }

    pub fn restart(&mut self) {
        self.served = None;
        self.served = Some(serve_at(self.folder.path(), Some(&self.clock)));
    }

    /// A program with the clock of today leaves the drill alone.
    pub fn refuses_the_clock_of_today(&self) {
        let output =
            binary(None).args(["user", "list", "--data"]).arg(self.data()).output().expect("it starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains("--exercise-clock"), "{said}");
    }

    /// The log is whole.
    pub fn is_sound(&self) {
        ostrakon_at(self.data(), Some(&self.clock), &["audit", "verify"]);
    }
}
