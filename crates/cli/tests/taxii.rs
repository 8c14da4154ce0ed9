//! The real binary, served, against `taxii2-client`, the protocol's independent client.
//!
//! Needs `python3` with the packages of `tests/python/requirements.txt`, in a virtual environment that this test makes
//! below the target folder. Without it the test says why and passes, unless `OSTRAKON_REQUIRE_PEERS` is set.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A Python that has taxii2-client, or why there is none.
fn python() -> Result<PathBuf, String> {
    let has = |python: &Path| {
        let output = Command::new(python).args(["-c", "import taxii2client"]).output();
        output.is_ok_and(|output| output.status.success())
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("taxii2-client");
    let own = folder.join("bin/python3");
    if has(&own) {
        return Ok(own);
    }
    let run = |command: &mut Command| match command.output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => {
            Err(String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or_default().to_owned())
        }
        Err(error) => Err(error.to_string()),
    };
    run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    let requirements = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/requirements.txt");
    run(Command::new(&own)
        .args(["-m", "pip", "install", "-q", "--disable-pip-version-check", "-r"])
        .arg(requirements))?;
    if has(&own) { Ok(own) } else { Err("taxii2-client was installed and cannot be imported".to_owned()) }
}

/// What a command prints; it must succeed.
fn ostrakon(data: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_ostrakon"))
        .args(arguments)
        .arg("--data")
        .arg(data)
        .output()
        .expect("the binary starts");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// A server that ends with the test.
struct Served(Child, String);

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn serve(data: &Path) -> Served {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ostrakon"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut lines = BufReader::new(child.stderr.take().expect("piped")).lines();
    let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
        line.strip_prefix("Open ").and_then(|rest| rest.split_whitespace().next()).map(str::to_owned)
    });
    // What it says later is read, so that it never waits for a reader.
    std::thread::spawn(move || lines.for_each(drop));
    Served(child, address.expect("an address").trim_end_matches('/').to_owned())
}

#[test]
fn taxii2_client_finds_every_call_as_the_protocol_says() {
    let python = match python() {
        Ok(python) => python,
        Err(why) if std::env::var_os("OSTRAKON_REQUIRE_PEERS").is_some() => panic!("{why}"),
        Err(why) => {
            eprintln!("skipped: the comparison with taxii2-client, because {why}");
            return;
        }
    };
    // Given an installation that was set up from scripts alone, and is served.
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    ostrakon(data, &["org", "add", "Electoral Authority", "--kind", "electoral-body", "--country", "DE"]);
    ostrakon(data, &["user", "add", "alice", "--org", "Electoral Authority", "--role", "analyst"]);
    let token = |scopes: &[&str]| {
        let scopes: Vec<&str> = scopes.iter().flat_map(|scope| ["--scope", scope]).collect();
        ostrakon(data, &[&["token", "create", "--user", "alice"], scopes.as_slice()].concat())
    };
    let (writer, reader) = (token(&["taxii:read", "taxii:write"]), token(&["taxii:read"]));
    let collection =
        ostrakon(data, &["collection", "create", "--title", "Incidents", "--alias", "incidents"]);
    let server = serve(data);
    // When the independent client makes every call that it knows, then each is answered as the protocol says.
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/taxii_peer.py");
    let output = Command::new(python)
        .arg(script)
        .args([&server.1, "alice", &writer, &collection, &reader])
        .output()
        .expect("python starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // And the log that all of it left is whole.
    let verified = ostrakon(data, &["audit", "verify"]);
    assert!(!verified.is_empty());
}
