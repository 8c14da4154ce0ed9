//! The real binary, served, against Schemathesis, which reads the OpenAPI document and asks what it allows and what not.
//!
//! Needs `python3` as `taxii.rs` does.

mod served;

use served::{ostrakon, python, serve};
use std::process::Command;

/// Routes on which a stranger's request would end the very account that asks, and the stream that does not end.
const LEFT_OUT: &str = "/(tokens|people|session|me/)|/events$|organisations/";
/// Seconds; the same seed asks the same.
const LONGEST: &str = "30";

#[test]
fn no_request_gets_a_server_error_or_an_answer_that_is_not_documented() {
    let Some(python) = python("the walk through the OpenAPI document") else { return };
    // Given an account that may do everything, so that requests come further than the door.
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    ostrakon(data, &["org", "add", "Authority", "--kind", "electoral-body", "--country", "DE"]);
    let roles = ["administrator", "analyst", "approver", "point-of-contact", "auditor"];
    let roles: Vec<&str> = roles.iter().flat_map(|role| ["--role", role]).collect();
    ostrakon(data, &[&["user", "add", "all", "--org", "Authority"], roles.as_slice()].concat());
    let token = ostrakon(data, &["token", "create", "--user", "all", "--scope", "all"]);
    ostrakon(data, &["collection", "create", "--title", "Incidents", "--alias", "incidents"]);
    let server = serve(data);
    // When everything that the document allows, and much that it does not, is asked, then nothing breaks.
    let checks =
        "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";
    let output = Command::new(python.with_file_name("schemathesis"))
        .args(["run", &format!("{}/api/v1/openapi.json", server.1), "--checks", checks])
        .args(["-H", &format!("Authorization: Bearer {token}"), "--exclude-path-regex", LEFT_OUT])
        .args(["--phases", "coverage,fuzzing", "--max-examples", "10", "--max-time", LONGEST, "--seed", "1"])
        .current_dir(data)
        .output()
        .expect("schemathesis starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
