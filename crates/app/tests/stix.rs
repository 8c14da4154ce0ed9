//! Files of STIX objects, judged in order, whatever holds them.

use ostrakon_app::stix::{Summary, Verdict, validate};
use std::path::{Path, PathBuf};

const GOOD: &str =
    r#"{"type":"url","id":"url--8ae20dde-83d4-5218-88fd-41ef0dabf9d1","value":"https://example.org/"}"#;
const BAD: &str = r#"{"type":"url","id":"url--8ae20dde-83d4-5218-88fd-41ef0dabf9d1","value":"example"}"#;

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("a writable folder");
    path
}

fn judge(files: &[PathBuf]) -> (Summary, Vec<Verdict>) {
    let mut verdicts = Vec::new();
    let summary = validate(files, Verdict::clone, |verdict| {
        verdicts.push(verdict);
        true
    });
    (summary.expect("the files are there"), verdicts)
}

#[test]
fn verdicts_keep_the_order_of_thousands_of_objects() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let lines: Vec<&str> = (0..10_000).map(|at| if at % 7 == 0 { BAD } else { GOOD }).collect();
    let (summary, verdicts) = judge(&[write(folder.path(), "many.ndjson", &lines.join("\n"))]);
    assert_eq!((summary.objects, summary.valid), (10_000, 8_571));
    for (at, verdict) in verdicts.iter().enumerate() {
        assert_eq!((verdict.index, verdict.valid), (at, at % 7 != 0));
    }
}

#[test]
fn a_bundle_gives_its_objects_and_itself_only_when_it_is_wrong() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let bundle = |id: &str| format!("{{\"type\":\"bundle\",\"id\":\"{id}\",\"objects\":[{GOOD},{BAD}]}}");
    let sound = write(folder.path(), "a.json", &bundle("bundle--8ae20dde-83d4-4218-88fd-41ef0dabf9d1"));
    let wrong = write(folder.path(), "b.json", &bundle("bundle--1"));
    let (summary, verdicts) = judge(&[sound, wrong]);
    assert_eq!((summary.objects, summary.valid), (5, 2));
    assert_eq!(verdicts[4].kind.as_deref(), Some("bundle"));
    assert_eq!(verdicts[4].errors, ["id: \"bundle--1\" is no identifier of a bundle, bundle--UUID"]);
}

#[test]
fn what_cannot_be_read_is_a_verdict_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = write(folder.path(), "broken.ndjson", &format!("{GOOD}\n{{\"type\":\n{GOOD}\n"));
    let (summary, verdicts) = judge(&[path]);
    assert_eq!((summary.objects, summary.valid), (3, 2));
    assert!(verdicts[1].errors[0].starts_with("object 1 (line 2): no readable JSON"), "{:?}", verdicts[1]);
    let (summary, _) = judge(&[write(folder.path(), "empty", "")]);
    assert_eq!(summary, Summary::default());
    assert!(validate(&[folder.path().join("missing")], |_| (), |()| true).is_err());
}

#[test]
fn a_listener_who_has_heard_enough_ends_the_work() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = write(folder.path(), "many.ndjson", &vec![GOOD; 50_000].join("\n"));
    let summary = validate(&[path], |_| (), |()| false).expect("the file is there");
    assert_eq!(summary.objects, 1);
}
