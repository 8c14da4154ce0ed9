//! The public side through the real binary: written as files, and checked offline.

mod common;

use common::{done, fails, folder, run, text};
use std::fs;

fn key_of(said: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(said).expect("JSON");
    value["key"].as_str().expect("a key").to_owned()
}

#[test]
fn files_are_written_whole_and_every_edit_of_them_is_found() {
    let folder = folder();
    let (data, out) = (folder.path().join("data"), folder.path().join("site"));
    done(["org", "add", "Observatory", "--kind", "electoral-body", "--country", "EU", "--data", text(&data)]);
    let export = ["--json", "public", "export", "--out", text(&out), "--data", text(&data)];
    let key = key_of(&done(export));
    assert_eq!(key_of(&done(export)), key, "an export replaces an earlier one, and the key stays");
    let said = done(["public", "verify", text(&out), "--log-key", &key]);
    assert!(said.contains("Proven:") && said.contains("Not proven:"), "{said}");
    let checkpoint = out.join("log/checkpoint");
    let kept = folder.path().join("kept");
    fs::copy(&checkpoint, &kept).expect("copied");
    done(["public", "verify", text(&out), "--log-key", &key, "--since", text(&kept)]);
    // Another key, an edit, a missing file, no key at all, a folder that is not ours.
    let other = format!("{}AAAA=", &key[..key.len() - 5]);
    fails(3, ["public", "verify", text(&out), "--log-key", &other]);
    fails(3, ["public", "verify", text(&out), "--log-key", "nonsense"]);
    fs::write(&checkpoint, fs::read_to_string(&checkpoint).expect("text").replace("\n0\n", "\n1\n"))
        .expect("written");
    fails(3, ["public", "verify", text(&out), "--log-key", &key]);
    fs::remove_file(&checkpoint).expect("removed");
    fails(3, ["public", "verify", text(&out), "--log-key", &key]);
    fails(2, ["public", "verify", text(&out)]);
    let mine = folder.path().join("mine");
    fs::create_dir(&mine).expect("made");
    fs::write(mine.join("letter.txt"), "dear").expect("written");
    fails(2, ["public", "export", "--out", text(&mine), "--data", text(&data)]);
    assert!(mine.join("letter.txt").is_file());
}

#[test]
fn what_is_no_proof_is_refused_with_what_would_be_one() {
    let folder = folder();
    for (name, content) in
        [("empty", ""), ("list", "[]"), ("other", "{\"format\":\"x\"}"), ("deep", &"[".repeat(20_000))]
    {
        let file = common::write(&folder, name, content);
        fails(3, ["verify", text(&file), "--log-key", "a+00000000+AAAA"]);
        assert!(fails(2, ["verify", text(&file)]).contains("--log-key"));
    }
    let both = run(["verify", "x", "--log-key", "k", "--key", "a=b"]);
    assert_eq!(both.status.code(), Some(2));
}
