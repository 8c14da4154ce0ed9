//! The analyst's way over HTTP, through the real binary: hand in a file, name its columns, run, look, judge, promote; and the demo.

#[allow(dead_code, reason = "the clients in Python are for other tests")]
mod served;

use serde_json::{Value, json};
use served::{ostrakon, serve};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

/// A client that speaks to one server.
struct Client {
    address: String,
    headers: String,
}

impl Client {
    fn new(url: &str, token: &str) -> Self {
        let address = url.trim_start_matches("http://").to_owned();
        Self { address, headers: format!("Authorization: Bearer {token}\r\n") }
    }

    /// Asks; the status, the headers as they came, and the body.
    fn raw(&self, method: &str, path: &str, media: &str, body: &[u8]) -> (u16, String, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).expect("the server listens");
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{}Content-Type: {media}\r\nContent-Length: {}\r\n\r\n",
            self.address,
            self.headers,
            body.len()
        );
        stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("answered");
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
        let mut body = answer.split_off(end + 4);
        if head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
            body = joined(&body);
        }
        (status, head, body)
    }

    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
        let text = body.map(Value::to_string).unwrap_or_default();
        let (status, _, body) = self.raw(method, path, "application/json", text.as_bytes());
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    fn get(&self, path: &str) -> Value {
        let (status, body) = self.ask("GET", path, None);
        assert_eq!(status, 200, "GET {path}: {body}");
        body
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let (status, answer) = self.ask("POST", path, Some(body));
        assert!((200..300).contains(&status), "POST {path}: {status} {answer}");
        answer
    }

    /// Waits until an analysis is over.
    fn over(&self, id: &str) -> Value {
        loop {
            let found = self.get(&format!("/api/v1/analyses/{id}"));
            let state = found["analysis"]["state"].as_str().unwrap_or_default();
            if ["done", "failed", "cancelled"].contains(&state) {
                return found;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// The pieces of a chunked body, joined.
fn joined(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(line) = rest.windows(2).position(|two| two == b"\r\n") {
        let size =
            std::str::from_utf8(&rest[..line]).ok().and_then(|text| usize::from_str_radix(text, 16).ok());
        let Some(size) = size.filter(|size| *size > 0) else { break };
        body.extend_from_slice(&rest[line + 2..line + 2 + size]);
        rest = &rest[line + 2 + size + 2..];
    }
    body
}

fn house(data: &Path) -> String {
    ostrakon(data, &["org", "add", "Authority", "--kind", "electoral-body", "--country", "DE"]);
    ostrakon(data, &["user", "add", "analyst-1", "--org", "Authority", "--role", "analyst"]);
    ostrakon(data, &["collection", "create", "--title", "Incidents", "--alias", "incidents"]);
    ostrakon(data, &["token", "create", "--user", "analyst-1", "--scope", "all"])
}

/// An exercise whose columns nobody knows.
fn strange_export(folder: &Path) -> Vec<u8> {
    let made = Command::new(env!("CARGO_BIN_EXE_ostrakon"))
        .args(["exercise", "generate", "--posts", "3000", "--seed", "7", "--out"])
        .arg(folder)
        .output()
        .expect("the binary starts");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let text = std::fs::read_to_string(folder.join("posts.csv")).expect("there");
    let (header, rows) = text.split_once('\n').expect("a header");
    let renamed: Vec<String> = header.trim_end().split(',').map(|name| format!("Spalte {name}")).collect();
    format!("{}\n{rows}", renamed.join(",")).into_bytes()
}

#[test]
fn an_analyst_hands_in_a_file_maps_its_columns_and_ends_with_an_incident() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let token = house(&data);
    let server = serve(&data);
    let client = Client::new(&server.1, &token);

    // Given an export that no format knows, the answer lists its columns with values.
    let export = strange_export(&folder.path().join("exercise"));
    let (status, _, body) =
        client.raw("POST", "/api/v1/uploads?name=export.csv", "application/octet-stream", &export);
    let upload: Value = serde_json::from_slice(&body).expect("JSON");
    assert_eq!((status, upload["name"].as_str()), (201, Some("export.csv")), "{upload}");
    assert!(upload["preset"].is_null() && upload["problem"].is_string(), "{upload}");
    let columns: Vec<&str> = upload["columns"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|column| column["name"].as_str())
        .collect();
    assert!(columns.contains(&"Spalte user_id"), "{columns:?}");

    // When the columns are named and the analysis is asked for, then it runs to its end.
    let mapping: Vec<Value> = columns
        .iter()
        .filter_map(|column| Some(json!({ "column": column, "field": column.strip_prefix("Spalte ")? })))
        .collect();
    let asked = json!({
        "upload": upload["id"], "name": "The export", "mapping": mapping, "dataset": "export",
        "terms": { "access_basis": "synthetic", "purpose": "a test", "retention": "30d" },
    });
    let begun = client.post("/api/v1/analyses", &asked);
    let id = begun["id"].as_str().expect("an id");
    let done = client.over(id);
    assert_eq!(done["analysis"]["state"], "done", "{done}");
    assert_eq!(done["analysis"]["counts"]["posts"], 3_000);
    assert!(
        done["headline"].is_string() && !done["methods"][0]["controls"].as_array().expect("rates").is_empty()
    );
    assert_eq!(client.get("/api/v1/datasets")[0]["rows"], 3_000);

    // Then its groups are looked into, one dismissed, one promoted.
    let base = format!("/api/v1/analyses/{id}");
    let groups = client.get(&format!("{base}/groups?flagged=true&limit=2"));
    let ids: Vec<&str> = groups["groups"]
        .as_array()
        .expect("groups")
        .iter()
        .filter_map(|group| group["id"].as_str())
        .collect();
    let [first, second] = ids[..] else { panic!("{groups}") };
    for path in ["", "/members", "/exhibits", "/posts?limit=3", "/network", "/raster?bins=20"] {
        client.get(&format!("{base}/groups/{first}{path}"));
    }
    client.get(&format!("{base}/network?limit=10000"));
    assert_eq!(client.get(&format!("{base}/series?bins=10"))["posts"].as_array().map(Vec::len), Some(10));
    let judged =
        client.post(&format!("{base}/groups/{second}/dismiss"), &json!({ "reason": "a fan community" }));
    assert_eq!(judged["status"], "dismissed");
    let wish = json!({ "name": "A network", "groups": [{ "analysis": id, "group": first }] });
    let made = client.post("/api/v1/collections/incidents/incidents", &wish);
    let again = client.post("/api/v1/collections/incidents/incidents", &wish);
    assert_eq!(made["incident"], again["incident"]);
    let judgement = &client.get(&format!("{base}/groups/{first}"))["judgement"];
    assert_eq!(
        (judgement["status"].as_str(), &judgement["incidents"][0]),
        (Some("promoted"), &made["incident"])
    );
    let refused = json!({ "name": "No", "groups": [{ "analysis": id, "group": second }] });
    assert_eq!(client.ask("POST", "/api/v1/collections/incidents/incidents", Some(&refused)).0, 409);

    // Files are those of the result and nothing else.
    let (status, head, report) = client.raw("GET", &format!("{base}/files/report.html"), "text/html", b"");
    assert!(status == 200 && head.contains("sandbox") && report.starts_with(b"<!doctype html>"));
    for name in ["pseudonym.key", "..%2F..%2Fpseudonym.key", "%2e%2e", "archive"] {
        assert_eq!(client.ask("GET", &format!("{base}/files/{name}"), None).0, 404, "{name}");
    }
    assert_eq!(client.ask("DELETE", &base, None).0, 204);
    assert_eq!(client.ask("GET", &base, None).0, 404);
}

#[test]
fn a_body_that_breaks_off_or_is_no_export_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let token = house(folder.path());
    let server = serve(folder.path());
    let client = Client::new(&server.1, &token);
    let mut stream = TcpStream::connect(&client.address).expect("the server listens");
    let head = format!(
        "POST /api/v1/uploads HTTP/1.1\r\nHost: x\r\n{}Content-Length: 1000000\r\n\r\nmessage_id,user_id\n",
        client.headers
    );
    stream.write_all(head.as_bytes()).expect("sent");
    drop(stream);
    let (status, _, body) = client.raw("POST", "/api/v1/uploads", "application/octet-stream", b"%PDF-1.7");
    assert!(status == 422 && String::from_utf8_lossy(&body).contains("PDF"));
    for _ in 0..200 {
        if std::fs::read_dir(folder.path().join("uploads")).expect("there").count() == 0 {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(std::fs::read_dir(folder.path().join("uploads")).expect("there").count(), 0);
    assert_eq!(client.get("/api/v1/uploads"), json!([]));
}

#[test]
fn the_demo_is_a_hub_with_a_scored_election_and_a_link_that_signs_in_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("demo");
    let demo = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ostrakon"));
        command.args(["--json", "demo", "--posts", "4000", "--seed", "3", "--data"]).arg(&data).args(more);
        command
    };
    let first = demo(&["--no-serve"]).output().expect("the binary starts");
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    let first: Value = serde_json::from_slice(&first.stdout).expect("JSON");
    assert!(first["score"]["accounts"]["precision"].as_f64() > Some(0.5), "{first}");
    let report = Path::new(first["analysis"]["out"].as_str().expect("a folder")).join("report.html");
    assert!(report.is_file() && !first["incidents"].as_array().expect("a list").is_empty());

    // Served, it uses what is there, and its link signs in once.
    let mut child = demo(&["--listen", "127.0.0.1:0"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut lines = BufReader::new(child.stderr.take().expect("piped")).lines();
    let link = lines.by_ref().map_while(Result::ok).find_map(|line| {
        line.strip_prefix("Open ").and_then(|rest| rest.split_whitespace().next()).map(str::to_owned)
    });
    std::thread::spawn(move || lines.for_each(drop));
    let link = link.expect("a link");
    let (url, secret) = link.split_once("/demo#").expect("a secret");
    let nobody = Client { address: url.trim_start_matches("http://").to_owned(), headers: String::new() };
    let entry = json!({ "secret": secret });
    assert_eq!(nobody.ask("POST", "/api/v1/session/demo", Some(&json!({ "secret": "guess" }))).0, 403);
    let (status, head, _) =
        nobody.raw("POST", "/api/v1/session/demo", "application/json", entry.to_string().as_bytes());
    let cookie = head
        .lines()
        .find_map(|line| line.to_ascii_lowercase().starts_with("set-cookie:").then(|| &line[11..]));
    let cookie = cookie.and_then(|cookie| cookie.split(';').next()).expect("a cookie").trim();
    assert_eq!(status, 201);
    assert_eq!(nobody.ask("POST", "/api/v1/session/demo", Some(&entry)).0, 403, "once");
    let inside = Client { headers: format!("Cookie: {cookie}\r\n"), ..nobody };
    assert_eq!(inside.get("/api/v1/me")["name"], "demo-analyst");
    let analyses = inside.get("/api/v1/analyses");
    assert_eq!(analyses["analyses"].as_array().map(Vec::len), Some(1), "what was there is used again");
    let id = analyses["analyses"][0]["id"].as_str().expect("an id");
    assert!(inside.get(&format!("/api/v1/analyses/{id}"))["score"]["accounts"]["f1"].is_number());
    let promoted = inside.get(&format!("/api/v1/analyses/{id}/groups?status=promoted"));
    assert_eq!(promoted["total"].as_u64(), first["incidents"].as_array().map(|list| list.len() as u64));
    let _ = child.kill();
    let _ = child.wait();

    let outward = demo(&["--listen", "0.0.0.0:0"]).output().expect("starts");
    assert_eq!(outward.status.code(), Some(2), "the demo is for this machine only");
}
