//! The real binary, served, against `taxii2-client`, the protocol's independent client.
//!
//! Needs `python3` with the packages of `tests/python/requirements.txt`, in a virtual environment that this test makes
//! below the target folder. Without it the test says why and passes, unless `OSTRAKON_REQUIRE_PEERS` is set.

mod served;

use served::{ostrakon, python, serve};
use std::path::Path;
use std::process::Command;

#[test]
fn taxii2_client_finds_every_call_as_the_protocol_says() {
    let Some(python) = python("the comparison with taxii2-client") else { return };
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
