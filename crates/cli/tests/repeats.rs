//! Requests with an `Idempotency-Key` while the server is killed: repeated with the same key after its restart, nothing is done
//! twice, and nothing that was acknowledged is lost.

#[allow(dead_code, reason = "independent clients are other tests' matter")]
mod served;

use serde_json::{Value, json};
use served::{Served, ostrakon, serve};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// An installation whose server is killed and started again.
struct Place {
    folder: TempDir,
    served: Option<Served>,
    /// Who asks, and whoever looks meanwhile: what the one has done is told by the log.
    asker: String,
    watcher: String,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path();
        ostrakon(data, &["org", "add", "Commission", "--kind", "electoral-body", "--country", "IE"]);
        let token = |name: &str| {
            ostrakon(data, &["user", "add", name, "--org", "Commission", "--role", "administrator,analyst"]);
            ostrakon(data, &["token", "create", "--user", name, "--scope", "all"])
        };
        let (asker, watcher) = (token("asker"), token("watcher"));
        let served = Some(serve(folder.path()));
        Self { folder, served, asker, watcher }
    }

    fn address(&self) -> String {
        self.served.as_ref().expect("it runs").1.trim_start_matches("http://").to_owned()
    }

    /// Ends it at once, as `kill -9` does.
    fn kill(&mut self) {
        self.served = None;
    }

    fn start(&mut self) {
        self.served = Some(serve(self.folder.path()));
    }

    /// Titles of all collections; those of one that is named twice stand there twice.
    fn titles(&self) -> Vec<String> {
        let (status, all) = read(&send(&self.address(), &get(&self.watcher)));
        assert_eq!(status, 200, "{all}");
        let title = |one: &Value| one["title"].as_str().unwrap_or_default().to_owned();
        all.as_array().expect("a list").iter().map(title).collect()
    }

    fn post(&self, key: &str, title: &str) -> Option<(u16, Value)> {
        let answer = send(&self.address(), &post(&self.asker, key, title));
        (!answer.is_empty()).then(|| read(&answer))
    }

    /// Repeats a request whose answer was lost until it is settled: the answer, and whether it says what was done.
    fn settle(&self, key: &str, title: &str) -> (u16, Value) {
        let (status, answer) = self.post(key, title).expect("a server that runs answers");
        assert!(
            status == 201 || (status == 409 && answer["detail"].to_string().contains("look whether")),
            "{status}: {answer}"
        );
        (status, answer)
    }
}

fn get(token: &str) -> String {
    format!(
        "GET /api/v1/collections?limit=1000 HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
    )
}

fn post(token: &str, key: &str, title: &str) -> String {
    let body = json!({ "title": title, "read": ["own"], "write": ["own"] }).to_string();
    format!(
        "POST /api/v1/collections HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {key}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

/// Sends bytes and reads until the end; nothing where the server is gone.
fn send(address: &str, request: &str) -> Vec<u8> {
    let mut answer = Vec::new();
    let Ok(mut line) = TcpStream::connect(address) else { return answer };
    // A server that is killed in the middle has not answered.
    match line.write_all(request.as_bytes()).and_then(|()| line.read_to_end(&mut answer)) {
        Ok(_) => answer,
        Err(_) => Vec::new(),
    }
}

/// Status and body of an answer.
fn read(answer: &[u8]) -> (u16, Value) {
    let text = String::from_utf8_lossy(answer);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_default();
    let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
    (status, serde_json::from_str(body).unwrap_or(Value::Null))
}

fn count(titles: &[String], title: &str) -> usize {
    titles.iter().filter(|one| *one == title).count()
}

fn is_sound(data: &Path) {
    assert!(!ostrakon(data, &["audit", "verify"]).is_empty());
}

#[test]
fn killed_before_the_commit_it_is_done_by_the_repeat_and_killed_after_it_it_is_not_done_again() {
    let mut place = Place::new();
    // Given a request of which a half arrived: nothing can have been done.
    let whole = post(&place.asker, "before", "Before");
    let mut line = TcpStream::connect(place.address()).expect("it listens");
    line.write_all(&whole.as_bytes()[..whole.len() - 10]).expect("sent");
    // When the server is killed and started again, then the same request is done, once.
    place.kill();
    place.start();
    assert_eq!(count(&place.titles(), "Before"), 0);
    let (status, first) = place.settle("before", "Before");
    assert_eq!(status, 201, "{first}");
    assert_eq!(place.settle("before", "Before"), (201, first));
    assert_eq!(count(&place.titles(), "Before"), 1);
    // Given a request that was carried out, and whose answer nobody read.
    let mut line = TcpStream::connect(place.address()).expect("it listens");
    line.write_all(post(&place.asker, "after", "After").as_bytes()).expect("sent");
    let begun = Instant::now();
    while count(&place.titles(), "After") == 0 {
        assert!(begun.elapsed() < Duration::from_mins(1), "it is carried out");
    }
    // When the server is killed and started again, then the repeat gives the first answer or says to look, and nothing is doubled.
    place.kill();
    place.start();
    let (status, answer) = place.settle("after", "After");
    assert!(status == 409 || answer["title"] == "After", "{answer}");
    assert_eq!(count(&place.titles(), "After"), 1);
    // With a new key it is a new request, as the refusal says.
    assert_eq!(place.settle("after, anew", "After").0, 201);
    assert_eq!(count(&place.titles(), "After"), 2);
    is_sound(place.folder.path());
}

#[test]
fn killed_at_any_moment_nothing_is_doubled_and_nothing_acknowledged_is_lost() {
    let mut place = Place::new();
    let mut acknowledged: Vec<(String, Value)> = Vec::new();
    let mut next = 0;
    for round in 0..10u64 {
        // Given somebody who sends one request after the other, each with a key of its own.
        let (address, token) = (place.address(), place.asker.clone());
        let sender = std::thread::spawn(move || {
            let mut answered = Vec::new();
            loop {
                let name = format!("shelf {}", next + answered.len());
                let answer = send(&address, &post(&token, &name, &name));
                if answer.is_empty() {
                    return (answered, name);
                }
                let (status, body) = read(&answer);
                assert_eq!(status, 201, "{body}");
                answered.push((name, body));
            }
        });
        // When the server is killed meanwhile, each time at another moment.
        std::thread::sleep(Duration::from_millis(60 + 37 * round));
        place.kill();
        let (answered, lost) = sender.join().expect("it ends with the server");
        next += answered.len() + 1;
        acknowledged.extend(answered);
        place.start();
        // Then the request without an answer is settled by a repeat: it is there once, whatever the answer.
        let (status, body) = place.settle(&lost, &lost);
        assert_eq!(count(&place.titles(), &lost), 1, "round {round}: {status} {body}");
        if status == 201 {
            acknowledged.push((lost, body));
        }
    }
    // And each acknowledged one is there once, and gives its first answer again.
    assert!(acknowledged.len() > 10, "the server got to work: {}", acknowledged.len());
    let titles = place.titles();
    assert_eq!(titles.iter().filter(|title| title.starts_with("shelf ")).count(), next);
    for (name, first) in &acknowledged {
        assert_eq!(count(&titles, name), 1, "{name}");
        assert_eq!(place.settle(name, name), (201, first.clone()), "{name}");
    }
    assert_eq!(place.titles().len(), titles.len());
    is_sound(place.folder.path());
}
