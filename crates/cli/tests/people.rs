//! `ostrakon org|user|token|collection` through the real binary, on a data directory of its own.

mod common;

use common::{done, fails, folder, ostrakon, stderr, text};
use serde_json::Value;
use std::{
    io::Write,
    process::{Output, Stdio},
};

/// Runs it with a password on standard input.
fn with_password(password: &str, arguments: &[&str]) -> Output {
    let mut child = ostrakon()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    // A command that refuses its arguments does not wait for the password.
    let _ = child.stdin.take().expect("piped").write_all(password.as_bytes());
    child.wait_with_output().expect("it ends")
}

#[test]
fn a_script_sets_up_an_installation() {
    let folder = folder();
    let data = text(folder.path());
    let org = done([
        "org",
        "add",
        "Electoral Commission",
        "--kind",
        "electoral-body",
        "--country",
        "ie",
        "--data",
        data,
    ]);
    assert!(org.starts_with("identity--") && org.lines().count() == 1, "{org}");

    let add = [
        "user",
        "add",
        "analyst-1",
        "--org",
        "electoral commission",
        "--role",
        "analyst",
        "--role",
        "approver",
        "--data",
        data,
        "--password-stdin",
    ];
    let added = with_password("a heron over grey water\n", &add);
    assert!(added.status.success(), "{}", stderr(&added));

    // The token and the id stand alone, so that a script can keep them.
    let token = done([
        "token",
        "create",
        "--user",
        "analyst-1",
        "--scope",
        "read",
        "--scope",
        "taxii",
        "--expires",
        "30",
        "--data",
        data,
    ]);
    assert!(token.starts_with("ost_") && token.trim_end().len() == 53 && token.ends_with('\n'), "{token}");
    let id = done(["collection", "create", "--title", "Alerts", "--alias", "alerts", "--data", data]);
    assert_eq!(id.trim_end().len(), 36, "{id}");

    let people: Value =
        serde_json::from_str(&done(["user", "list", "--json", "--data", data])).expect("JSON");
    assert_eq!(people[0]["name"], "analyst-1");
    assert_eq!(people[0]["roles"], serde_json::json!(["analyst", "approver"]));
    let tokens = done(["token", "list", "--json", "--data", data]);
    assert!(!tokens.contains(token.trim_end()) && !tokens.contains("digest"), "{tokens}");
    assert!(done(["token", "list", "--data", data]).contains("read,taxii:read,taxii:write"));
    assert!(done(["org", "list", "--data", data]).contains("own"));
    assert!(done(["collection", "list", "--data", data]).contains("alerts"));

    done(["token", "revoke", token.trim_end(), "--data", data]);
    assert!(done(["token", "list", "--data", data]).contains("revoked"));
    done(["user", "disable", "analyst-1", "--data", data]);
    assert!(done(["user", "list", "--data", data]).contains("disabled"));
    assert!(
        fails(4, ["token", "create", "--user", "analyst-1", "--scope", "read", "--data", data])
            .contains("disabled")
    );
    done(["user", "enable", "analyst-1", "--data", data]);
    assert!(done(["user", "reset", "analyst-1", "--data", data]).contains("/link#"));
}

#[test]
fn what_is_wrong_is_said_with_the_mend() {
    let folder = folder();
    // A mistyped directory is no new installation.
    let missing = folder.path().join("missing");
    let mistyped = ["token", "create", "--user", "one", "--scope", "read", "--data", text(&missing)];
    assert!(fails(2, mistyped).contains("--data"));
    assert!(!missing.exists());
    let data = text(folder.path());
    let org = |kind, country| ["org", "add", "X", "--kind", kind, "--country", country, "--data", data];
    assert!(fails(2, org("ministry", "DE")).contains("electoral-body"));
    assert!(fails(3, org("academia", "Germany")).contains("ISO 3166-1"));
    done(org("academia", "DE"));
    let user = |org, role| ["user", "add", "one", "--org", org, "--role", role, "--data", data];
    assert!(fails(2, user("Y", "analyst")).contains("org list"));
    assert!(fails(2, user("X", "king")).contains("point-of-contact"));
    assert!(done(user("X", "guest")).contains("/link#"), "without a password there is a link");
    assert!(fails(2, user("x", "guest")).contains("already"));
    let token = |scope| ["token", "create", "--user", "one", "--scope", scope, "--data", data];
    assert!(fails(2, token("everything")).contains("taxii:read"));
    assert!(
        fails(2, ["token", "create", "--user", "two", "--scope", "read", "--data", data])
            .contains("user list")
    );
    assert!(fails(3, ["collection", "create", "--title", " ", "--data", data]).contains("title"));
    assert!(
        fails(2, ["collection", "create", "--title", "t", "--read", "everybody", "--data", data])
            .contains("own")
    );

    let add = ["user", "add", "two", "--org", "X", "--role", "guest", "--data", data, "--password-stdin"];
    for (password, code, says) in
        [("short", 3, "12 characters"), ("password1234", 3, "commonest"), ("", 2, "empty")]
    {
        let output = with_password(password, &add);
        assert_eq!(output.status.code(), Some(code), "{password}");
        assert!(stderr(&output).contains(says), "{password}: {}", stderr(&output));
        assert!(password.is_empty() || !stderr(&output).contains(password), "a password is never repeated");
    }
    // None of these left an account behind.
    assert!(!done(["user", "list", "--data", data]).contains("two"));
}
