//! Files into the hub and out of it, through the real binary: whole or not at all, and only what may leave.

use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ostrakon")).args(arguments).output().expect("the binary starts")
}

fn good(arguments: &[&str]) -> Value {
    let output = run(&[&["--json"], arguments].concat());
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// TLP 2.0 CLEAR and RED, as OASIS numbers them.
const CLEAR: &str = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487";
const RED: &str = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";

fn incident(n: u32, marking: &str) -> Value {
    json!({
        "type": "incident", "spec_version": "2.1", "id": format!("incident--00000000-0000-4000-8000-{n:012}"),
        "created": "2024-06-01T00:00:00.000Z", "modified": "2024-06-01T00:00:00.000Z", "name": format!("Incident {n}"),
        "x_unknown": {"kept": [1.5, null, "é"]}, "object_marking_refs": [marking],
    })
}

#[test]
fn a_bundle_comes_in_whole_a_repeat_adds_none_and_only_what_may_leave_leaves() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let (data, bundle) = (at("hub"), at("bundle.json"));
    let objects: Vec<Value> = (1..=40).map(|n| incident(n, if n % 4 == 0 { RED } else { CLEAR })).collect();
    fs::write(&bundle, json!({"type": "bundle", "id": "bundle--1", "objects": objects}).to_string())
        .expect("written");
    let import = ["stix", "import", text(&bundle), "--data", text(&data)];
    // When it is imported twice, then the second time adds nothing.
    let first = good(&import);
    assert_eq!((first["added"].as_u64(), first["present"].as_u64()), (Some(40), Some(0)));
    let second = good(&import);
    assert_eq!((second["added"].as_u64(), second["present"].as_u64()), (Some(0), Some(40)));
    // For ourselves everything comes back as it was.
    let ours = at("ours.ndjson");
    let done = good(&["stix", "export", "--out", text(&ours), "--form", "ndjson", "--data", text(&data)]);
    assert_eq!(done["objects"].as_u64(), Some(40));
    let back: Vec<Value> = fs::read_to_string(&ours)
        .expect("written")
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(back, objects);
    // For everybody it takes a decision, and what is RED stays.
    let public = at("public.json");
    let export = ["stix", "export", "--out", text(&public), "--to", "public", "--data", text(&data)];
    let refused = run(&export);
    assert_eq!(refused.status.code(), Some(4), "{}", String::from_utf8_lossy(&refused.stderr));
    assert!(!public.exists());
    let done = good(&[&export[..], &["--decision", "the spokesperson, for the final report"]].concat());
    assert_eq!((done["objects"].as_u64(), done["withheld"].as_u64()), (Some(30), Some(10)));
    assert!(!fs::read_to_string(&public).expect("written").contains("\"Incident 4\""));
}

#[test]
fn a_file_with_one_wrong_object_is_not_taken_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, file) = (folder.path().join("hub"), folder.path().join("lines.ndjson"));
    let mut lines: Vec<String> = (1..=10).map(|n| incident(n, CLEAR).to_string()).collect();
    lines[6] = r#"{"type":"incident","id":"tool--7"}"#.into();
    fs::write(&file, lines.join("\n")).expect("written");
    let output = run(&["stix", "import", text(&file), "--data", text(&data)]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("object 6"), "the place is named");
    let ours = folder.path().join("ours.ndjson");
    let done = good(&["stix", "export", "--out", text(&ours), "--form", "ndjson", "--data", text(&data)]);
    assert_eq!(done["objects"].as_u64(), Some(0));
}

#[test]
fn a_signed_bundle_is_checked_without_a_hub() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let (data, file, signed) = (at("hub"), at("one.json"), at("signed.json"));
    let own =
        run(&["org", "add", "Authority", "--kind", "institution", "--country", "EU", "--data", text(&data)]);
    let own = String::from_utf8_lossy(&own.stdout).trim().to_owned();
    fs::write(&file, incident(1, CLEAR).to_string()).expect("written");
    good(&["stix", "import", text(&file), "--data", text(&data)]);
    let export =
        ["stix", "export", "--out", text(&signed), "--to", "public", "--decision", "the spokesperson"];
    let output = run(&[&export[..], &["--sign", text(&at("our.key")), "--data", text(&data)]].concat());
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let public = said.split("public key ").nth(1).expect("the public key").trim().to_owned();
    let verify = |path: &Path| run(&["verify", text(path), "--key", &format!("{own}={public}")]);
    assert!(verify(&signed).status.success(), "{}", String::from_utf8_lossy(&verify(&signed).stderr));
    // An altered one is not.
    let altered = at("altered.json");
    fs::write(&altered, fs::read_to_string(&signed).expect("read").replace("Incident 1", "Incident 2"))
        .expect("written");
    assert_eq!(verify(&altered).status.code(), Some(3));
    // Without a key it is checked as far as that goes, and who signed it is said to be unknown.
    let unknown = |path: &Path| run(&["verify", text(path)]);
    let told = unknown(&signed);
    let said = String::from_utf8_lossy(&told.stdout);
    assert!(told.status.success() && said.contains("Not proven:\n  Who signed it"), "{said}");
    assert_eq!(unknown(&altered).status.code(), Some(3));
    let cut = at("cut.json");
    let whole = fs::read_to_string(&signed).expect("read");
    fs::write(&cut, &whole[..whole.len() / 2]).expect("written");
    assert_eq!(unknown(&cut).status.code(), Some(3));
}
