//! MISP events against PyMISP: what it writes is read whole, and what is written it reads as the same event.
//!
//! Needs `python3` with the packages of `tests/python/requirements.txt`: either a virtual environment that
//! `OSTRAKON_TEST_PYTHON` names, or one that this test makes below the target folder. Without either the test says why
//! and passes, unless `OSTRAKON_REQUIRE_PEERS` is set.

use ostrakon_exchange::{Limits, misp};
use ostrakon_model::Tlp;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A Python that has PyMISP, or why there is none.
fn python() -> Result<PathBuf, String> {
    let has = |python: &Path| {
        let output = Command::new(python).args(["-c", "import pymisp"]).output();
        output.is_ok_and(|output| output.status.success())
    };
    if let Some(given) = std::env::var_os("OSTRAKON_TEST_PYTHON").map(PathBuf::from).filter(|path| has(path))
    {
        return Ok(given);
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pymisp");
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
    run(Command::new("python3").args(["-m", "venv"]).arg(&folder))
        .map_err(|why| format!("no python3 venv: {why}"))?;
    let requirements = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/requirements.txt");
    run(Command::new(&own)
        .args(["-m", "pip", "install", "-q", "--disable-pip-version-check", "-r"])
        .arg(requirements))
    .map_err(|why| format!("PyMISP cannot be installed: {why}"))?;
    if has(&own) { Ok(own) } else { Err("PyMISP was installed and cannot be imported".to_owned()) }
}

/// Runs the peer; its standard output.
fn peer(python: &Path, command: &str, file: &Path) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/misp_peer.py");
    let output = Command::new(python).arg(script).arg(command).arg(file).output().expect("python starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn pymisp_and_we_understand_each_other() {
    let python = match python() {
        Ok(python) => python,
        Err(why) if std::env::var_os("OSTRAKON_REQUIRE_PEERS").is_some() => panic!("{why}"),
        Err(why) => {
            eprintln!("skipped: the comparison with PyMISP, because {why}");
            return;
        }
    };
    let folder = tempfile::tempdir().expect("a folder");
    let (theirs, ours) = (folder.path().join("theirs.json"), folder.path().join("ours.json"));
    // Given an event of PyMISP's making: it is read whole.
    peer(&python, "write", &theirs);
    let read =
        misp::read(&fs::read(&theirs).expect("a file"), Limits::default()).expect("an event of PyMISP");
    assert_eq!((read.counts.attributes, read.counts.objects, read.counts.references), (10 + 17, 8, 1));
    assert_eq!((read.counts.sightings, read.warnings.len()), (1, 0));
    // When it is written again, PyMISP understands the same as before.
    let sender = misp::Sender {
        name: "Own".into(),
        uuid: "00000000-0000-4000-b000-00000000000a".into(),
        now: 1_780_000_000_000,
    };
    let (events, _) = misp::write(&read.objects, &sender).expect("STIX objects");
    fs::write(&ours, Value::Array(events).to_string()).expect("a file");
    let before: Value = serde_json::from_str(&peer(&python, "read", &theirs)).expect("JSON");
    let after: Value = serde_json::from_str(&peer(&python, "read", &ours)).expect("JSON");
    assert_eq!(before, after);
    // And objects that were never in MISP arrive there as attributes that PyMISP accepts.
    let marking = ostrakon_exchange::gate::marking_id(Tlp::Green);
    let objects = [
        json!({"type": "indicator", "spec_version": "2.1", "id": "indicator--00000000-0000-4000-b000-000000000501",
            "created": "2026-02-01T00:00:00.000Z", "modified": "2026-02-01T00:00:00.000Z", "pattern": "[url:value = 'x']",
            "pattern_type": "stix", "valid_from": "2026-02-01T00:00:00.000Z", "object_marking_refs": [marking]}),
        json!({"type": "narrative", "spec_version": "2.1", "id": "narrative--00000000-0000-4000-b000-000000000502",
            "created": "2026-02-01T00:00:00.000Z", "modified": "2026-02-01T00:00:00.000Z", "name": "The vote was moved",
            "object_marking_refs": [marking]}),
    ];
    let (events, _) = misp::write(&objects, &sender).expect("STIX objects");
    fs::write(&ours, Value::Array(events).to_string()).expect("a file");
    let seen: Value = serde_json::from_str(&peer(&python, "read", &ours)).expect("JSON");
    let types: Vec<&str> =
        seen[0]["attributes"].as_array().into_iter().flatten().filter_map(|one| one[1].as_str()).collect();
    assert_eq!(types.iter().filter(|kind| **kind == "text").count(), 3, "two carriers and a name: {types:?}");
    assert!(types.contains(&"stix2-pattern"));
    assert_eq!(seen[0]["distribution"], 1);
}
