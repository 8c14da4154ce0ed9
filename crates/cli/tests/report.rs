//! `ostrakon report situation` through the real binary: a demo's records in, three forms out, and what it refuses.

mod common;

use common::{done, fails, folder, read, text, write};
use serde_json::Value;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn a_report_is_written_from_the_records_of_a_demo() {
    let folder = folder();
    let data = folder.path().join("data");
    let made = json(&done(["--json", "demo", "--no-serve", "--posts", "5000", "--data", text(&data)]));
    let election = made["casework"]["election"].as_str().expect("an id").to_owned();
    let (page, first, second) =
        (folder.path().join("a.html"), folder.path().join("a.json"), folder.path().join("b.json"));
    let situation = |more: &[&str]| {
        let fixed = ["report", "situation", "--election", &election, "--data", text(&data)];
        fixed.into_iter().chain(more.iter().copied()).map(str::to_owned).collect::<Vec<_>>()
    };
    // Given a demo, its records become a page and a document,
    let said = done(situation(&["--out", text(&page), "--lang", "de"]));
    assert!(said.contains("TLP:AMBER+STRICT"), "{said}");
    let html = read(&page);
    assert!(html.contains("EXERCISE") && html.contains("Lagebericht"), "a German page of an exercise");
    done(situation(&["--out", text(&first), "--marking", "amber"]));
    let report = json(&read(&first));
    assert_eq!(report["head"]["marking"], "TLP:AMBER");
    assert_eq!(report["alerts"].as_array().map(Vec::len), Some(1));
    assert_eq!(report["head"]["version"], 2, "the demo issued the first");
    // and the next one is compared with the one that is handed in.
    done(situation(&["--out", text(&second), "--marking", "amber", "--previous", text(&first)]));
    let report = json(&read(&second));
    assert_eq!(
        (&report["head"]["version"], &report["changes"]["new"]),
        (&3.into(), &Value::Array(Vec::new()))
    );
    // What cannot be is refused with the mend, and nothing is written.
    let none = folder.path().join("none.txt");
    assert!(fails(2, situation(&["--out", text(&none)])).contains(".html, .pdf or .json"));
    let bad = write(&folder, "bad.json", "{\"format\":\"something else\"}");
    let out = folder.path().join("c.json");
    let refused = fails(3, situation(&["--out", text(&out), "--previous", text(&bad)]));
    assert!(refused.contains("bad.json") && refused.contains("earlier issue"), "{refused}");
    assert!(
        fails(3, situation(&["--out", text(&out), "--cut-off", "2999-01-01T00:00:00Z"])).contains("has been")
    );
    assert!(
        fails(2, situation(&["--out", text(&out), "--cut-off", "yesterday"]))
            .contains("2024-06-04T09:00:00Z")
    );
    fails(2, situation(&["--out", text(&out), "--marking", "secret"]));
    let unknown = ["report", "situation", "--election", "x", "--data", text(&data), "--out", text(&out)];
    assert!(fails(2, unknown).contains(&election), "it names the elections that are there");
    let nowhere = folder.path().join("nowhere");
    fails(2, ["report", "situation", "--election", "x", "--data", text(&nowhere), "--out", text(&out)]);
    assert!(!out.exists() && !nowhere.exists());
    if cfg!(not(feature = "pdf")) {
        let pdf = folder.path().join("a.pdf");
        assert!(fails(2, situation(&["--out", text(&pdf)])).contains("FEATURES=pdf"));
    }
    // The log of the demo is sound, and a second start adds nothing to the casework.
    done(["audit", "verify", "--data", text(&data)]);
}
