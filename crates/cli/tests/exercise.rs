//! `ostrakon exercise`: a made-up election, and how well a result matches its truth.

mod common;

use common::{bytes, done, exercise, fails, folder, names, run, text};
use serde_json::Value;
use std::{fs, path::Path};

fn score(truth: &Path, findings: &Path, more: &[&str]) -> Vec<String> {
    let all = [&["--json", "exercise", "score", "--truth", text(truth), "--findings", text(findings)], more];
    all.concat().into_iter().map(str::to_owned).collect()
}

#[test]
fn the_same_seed_makes_the_same_election_and_another_seed_another() {
    let folders = [folder(), folder(), folder()];
    let made: Vec<_> = folders.iter().zip([7, 7, 8]).map(|(f, seed)| exercise(f, 3_000, seed)).collect();
    assert_eq!(names(&made[0]), ["posts.csv", "scenario.json", "truth.csv"]);
    for name in names(&made[0]) {
        assert!(bytes(&made[0].join(&name)) == bytes(&made[1].join(&name)), "{name}");
        assert!(bytes(&made[0].join(&name)) != bytes(&made[2].join(&name)), "{name}");
    }
}

#[test]
fn pseudonymous_findings_are_scored_by_the_key_beside_them() {
    let folder = folder();
    let made = exercise(&folder, 5_000, 9);
    let (truth, out) = (made.join("truth.csv"), folder.path().join("out"));
    done(["analyse", text(&made.join("posts.csv")), "--out", text(&out)]);
    let (findings, communities) = (out.join("findings.ndjson"), out.join("communities.csv"));

    let by_finding: Value = serde_json::from_str(&done(score(&truth, &findings, &[]))).expect("JSON");
    let by_community: Value = serde_json::from_str(&done(score(&truth, &communities, &[]))).expect("JSON");

    // Both files give the same accounts; how good they are is for the bench to say, that they are right for us.
    assert_eq!(by_finding["accounts"], by_community["accounts"]);
    let precision = by_finding["accounts"]["precision"].as_f64().expect("a number");
    assert!(precision > 0.9 && by_finding["counts"]["right"].as_u64() > Some(0), "{by_finding}");

    // The key may lie elsewhere; without it the names say nothing.
    let key = folder.path().join("elsewhere.key");
    fs::rename(out.join("pseudonym.key"), &key).expect("same file system");
    let said = fails(3, score(&truth, &findings, &[]));
    assert!(said.contains("not in the truth") && said.contains("--key"), "{said}");
    let elsewhere: Value =
        serde_json::from_str(&done(score(&truth, &findings, &["--key", text(&key)]))).expect("JSON");
    assert_eq!(elsewhere, by_finding);
}

#[test]
fn a_result_below_what_was_asked_ends_with_one_and_still_says_how_good_it_is() {
    let folder = folder();
    let made = exercise(&folder, 3_000, 10);
    let (truth, findings) = (made.join("truth.csv"), folder.path().join("communities.csv"));
    // Given: one campaign account of many.
    let listed = fs::read_to_string(&truth).expect("the truth is there");
    let guilty = listed.lines().find(|line| line.ends_with(",coordinated")).expect("a campaign");
    let account = guilty.split(',').next().expect("an account");
    fs::write(&findings, format!("community,account,role,q,flagged\n1,{account},member,0.01,1\n"))
        .expect("written");

    let output = run(score(&truth, &findings, &["--least-f1", "0.99999"]));

    assert_eq!(output.status.code(), Some(1));
    let said: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(said["accounts"]["precision"], 1.0);
    assert_eq!(run(score(&truth, &findings, &["--least-f1", "0"])).status.code(), Some(0));
    assert_eq!(run(score(&truth, &findings, &["--least-f1", "1.5"])).status.code(), Some(2));
}

#[test]
fn what_cannot_be_generated_or_scored_is_refused_with_the_mend() {
    let folder = folder();
    let out = folder.path().join("out");
    let said = fails(2, ["exercise", "generate", "--scenario", "nosuch", "--out", text(&out)]);
    assert!(said.contains("`nosuch`") && said.contains("default"), "{said}");
    let said = fails(2, ["exercise", "generate", "--posts", "3", "--out", text(&out)]);
    assert!(said.contains("ask for at least"), "{said}");
    let posts = exercise(&folder, 3_000, 11);
    let (truth, missing) = (posts.join("truth.csv"), folder.path().join("missing.csv"));
    assert!(fails(3, score(&truth, &missing, &[])).contains("missing.csv"));
    let said = fails(3, score(&truth, &posts.join("posts.csv"), &[]));
    assert!(said.contains("community,account,flagged"), "{said}");
}
