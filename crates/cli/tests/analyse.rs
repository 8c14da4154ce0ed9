//! `ostrakon analyse` through the real binary: what it writes, that it is the same again, whom it names, and what a
//! kill leaves.

mod common;

use common::{bytes, done, exercise, folder, names, ostrakon, read, text};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

const FILES: [&str; 9] = [
    "communities.csv",
    "edges.csv",
    "edges.parquet",
    "findings.ndjson",
    "network.gexf",
    "network.graphml",
    "rejects.csv",
    "report.html",
    "run.json",
];

fn analyse(posts: &Path, out: &Path, more: &[&str]) -> String {
    done([&["analyse", text(posts), "--out", text(out)], more].concat())
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&read(path)).expect("JSON")
}

/// The rows of a CSV file without quoted fields.
fn rows(path: &Path) -> Vec<Vec<String>> {
    read(path).lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// Whether run.json stands, and vouches for nothing but files that are as it says.
fn finished(out: &Path) -> bool {
    if !out.join("run.json").exists() {
        return false;
    }
    let run = json(&out.join("run.json"));
    let outputs = run["outputs"].as_array().expect("a list of outputs");
    assert_eq!(outputs.len(), FILES.len() - 1, "run.json vouches for every other file");
    for output in outputs {
        let content = bytes(&out.join(output["name"].as_str().expect("a name")));
        let digest = Sha256::digest(&content).iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        assert_eq!(
            (&output["bytes"], &output["sha256"]),
            (&content.len().into(), &digest.into()),
            "{output}"
        );
    }
    true
}

#[test]
fn every_file_is_there_and_well_formed() {
    let folder = folder();
    let (posts, out) = (exercise(&folder, 5_000, 3).join("posts.csv"), folder.path().join("out"));

    let said = analyse(&posts, &out, &[]);

    let report = out.join("report.html");
    assert!(said.contains(text(&report)), "{said}");
    let expected: BTreeSet<&str> = FILES.into_iter().chain(["pseudonym.key"]).collect();
    assert_eq!(names(&out).iter().map(String::as_str).collect::<BTreeSet<_>>(), expected);
    assert!(finished(&out));

    let schema = json(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/findings.schema.json"));
    let schema = jsonschema::validator_for(&schema).expect("the documented schema is one");
    let findings = read(&out.join("findings.ndjson"));
    let findings: Vec<Value> =
        findings.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    for finding in &findings {
        assert!(schema.is_valid(finding), "{:?}", schema.iter_errors(finding).next());
    }
    let flagged: Vec<&Value> = findings.iter().filter(|finding| finding["flagged"] == true).collect();
    assert!(!flagged.is_empty(), "the exercise has campaigns");

    let communities = rows(&out.join("communities.csv"));
    assert_eq!(communities[0], ["community", "account", "role", "q", "flagged"]);
    let shown = communities.iter().filter(|row| row[4] == "1").map(|row| row[1].as_str());
    let subjects = flagged.iter().flat_map(|finding| finding["subjects"].as_array().expect("a list"));
    assert_eq!(
        shown.collect::<BTreeSet<_>>(),
        subjects.map(|subject| subject.as_str().expect("an account")).collect(),
        "both files flag the same accounts"
    );

    assert!(read(&out.join("edges.csv")).starts_with("source,target,signal,weight,p,q"));
    let parquet = bytes(&out.join("edges.parquet"));
    assert!(parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"));
    for (name, root) in [("network.graphml", "graphml"), ("network.gexf", "gexf")] {
        let text = read(&out.join(name));
        let document = roxmltree::Document::parse(&text).expect("XML");
        assert_eq!(document.root_element().tag_name().name(), root);
        assert!(document.descendants().any(|node| node.tag_name().name() == "edge"), "{name} has edges");
    }
    assert_eq!(read(&out.join("rejects.csv")), "file,line,column,reason\n");
    let page = read(&report).to_lowercase();
    assert!(page.starts_with("<!doctype html") && page.trim_end().ends_with("</html>"));
    for remote in ["src=\"http", "href=\"//", "@import", "<link "] {
        assert!(!page.contains(remote), "the report opens without a network: {remote}");
    }
}

#[test]
fn the_result_is_the_same_on_any_number_of_threads_and_when_run_again() {
    let folder = folder();
    let posts = exercise(&folder, 5_000, 4).join("posts.csv");
    let out = |name: &str| folder.path().join(name);
    analyse(&posts, &out("one"), &["--threads", "1"]);
    let key = out("one").join("pseudonym.key");
    analyse(&posts, &out("two"), &["--threads", "2", "--key", text(&key)]);
    analyse(&posts, &out("three"), &["--threads", "2", "--key", text(&key)]);
    for other in ["two", "three"] {
        for name in ["findings.ndjson", "edges.csv", "communities.csv", "network.gexf", "edges.parquet"] {
            let equal = bytes(&out("one").join(name)) == bytes(&out(other).join(name));
            assert!(equal, "{name} differs in run {other}");
        }
    }
    // Another key, other names: nothing else tells the accounts of two results to be the same.
    analyse(&posts, &out("four"), &[]);
    let accounts = |name: &str| -> BTreeSet<String> {
        rows(&out(name).join("communities.csv")).into_iter().skip(1).map(|row| row[1].clone()).collect()
    };
    assert_eq!(accounts("one").len(), accounts("four").len());
    assert!(accounts("one").is_disjoint(&accounts("four")));
}

/// Ids and handles of all accounts of an exercise.
fn accounts_of(posts: &Path) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for line in read(posts).lines().skip(1) {
        let mut fields = line.split(',');
        let (item, account, handle) = (fields.next(), fields.next(), fields.next());
        // Lines inside of a quoted text do not begin with two numbers.
        let number =
            |text: Option<&str>| text.is_some_and(|t| t.len() > 9 && t.bytes().all(|b| b.is_ascii_digit()));
        if number(item) && number(account) {
            all.extend(account.into_iter().chain(handle).map(str::to_owned));
        }
    }
    assert!(all.len() > 200, "the exercise has accounts");
    all
}

#[test]
fn no_account_of_the_input_is_named_unless_a_purpose_is_given() {
    let folder = folder();
    let posts = exercise(&folder, 5_000, 5).join("posts.csv");
    let accounts = accounts_of(&posts);
    let out = folder.path().join("masked");

    let said = analyse(&posts, &out, &["--json"]);

    for name in FILES.iter().filter(|name| !name.ends_with(".parquet")) {
        let content = read(&out.join(name));
        for account in &accounts {
            assert!(!content.contains(account.as_str()), "{name} names {account}");
        }
    }
    assert!(accounts.iter().all(|account| !said.contains(account.as_str())));

    // When: handles are asked for, the result says what for, and there is no key.
    let out = folder.path().join("revealed");
    analyse(&posts, &out, &["--reveal-handles", "audit of test <7> & more"]);
    assert_eq!(json(&out.join("run.json"))["handles"]["revealed"]["purpose"], "audit of test <7> & more");
    assert!(read(&out.join("report.html")).contains("audit of test &lt;7&gt; &amp; more"));
    assert!(!out.join("pseudonym.key").exists());
    let communities = rows(&out.join("communities.csv"));
    assert!(communities.iter().skip(1).all(|row| accounts.contains(&row[1])));
}

#[test]
fn a_kill_leaves_no_run_json_or_an_old_complete_one() {
    let folder = folder();
    let posts = exercise(&folder, 5_000, 6).join("posts.csv");
    let old: PathBuf = folder.path().join("old");
    let started = Instant::now();
    analyse(&posts, &old, &[]);
    let whole = started.elapsed();
    let mut killed = 0;
    for step in 1..=8 {
        let fresh = folder.path().join(format!("fresh-{step}"));
        for out in [&old, &fresh] {
            let mut child = ostrakon()
                .args(["analyse", text(&posts), "--out", text(out)])
                .stdout(Stdio::null())
                .spawn()
                .expect("the binary runs");
            thread::sleep((whole * step / 8).saturating_sub(Duration::from_millis(15)));
            child.kill().expect("it was ours to kill");
            killed += u32::from(!child.wait().expect("it ended").success());
            finished(out);
        }
    }
    assert!(killed > 4, "most runs were killed in their middle: {killed}");
    // Then: the next run is as good as any.
    analyse(&posts, &old, &[]);
    assert!(finished(&old));
    fs::remove_dir_all(&old).expect("nothing holds it");
}
