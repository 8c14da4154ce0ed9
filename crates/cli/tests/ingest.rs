//! `ostrakon ingest` and `ostrakon retention`: posts into a data directory, under terms, whole or not at all.

mod common;

use common::{HEADER, bytes, done, fails, folder, names, read, row, text, write};
use std::{
    collections::BTreeMap,
    io::Write,
    path::{Path, PathBuf},
    process::Stdio,
};
use tempfile::TempDir;

const TERMS: [&str; 6] =
    ["--access-basis", "public-release", "--purpose", "testing ingest", "--retention", "90d"];

fn arguments<'a>(input: &'a str, data: &'a str, dataset: &'a str) -> Vec<&'a str> {
    let mut all = vec!["--json", "ingest", input, "--data", data, "--dataset", dataset];
    all.extend(TERMS);
    all
}

fn ingest(input: &Path, data: &Path) -> serde_json::Value {
    let said = done(arguments(text(input), text(data), "ira"));
    serde_json::from_str(&said).expect("--json prints JSON")
}

/// Every file below a folder with its bytes.
fn everything(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for name in names(folder) {
        let path = folder.join(name);
        if path.is_dir() {
            all.append(&mut everything(&path));
        } else {
            all.insert(path.clone(), bytes(&path));
        }
    }
    all
}

fn three_posts(folder: &TempDir) -> PathBuf {
    let rows = ["1,11", "2,22", "3,33"].map(|pair| {
        let (item, account) = pair.split_once(',').expect("a pair");
        row(item, account, "hello @name11") + "\n"
    });
    write(folder, "three.csv", format!("{HEADER}{}", rows.concat()))
}

#[test]
fn posts_are_added_once_and_a_second_time_none() {
    let folder = folder();
    let (input, data) = (three_posts(&folder), folder.path().join("data"));

    let first = ingest(&input, &data);
    let again = ingest(&input, &data);

    assert_eq!((&first["added"], &first["created"], &first["total"]), (&3.into(), &true.into(), &3.into()));
    assert_eq!((&again["added"], &again["held"], &again["total"]), (&0.into(), &3.into(), &3.into()));
    let said = done(arguments(text(&input), text(&data), "ira").into_iter().filter(|a| *a != "--json"));
    assert!(said.contains("0 posts added") && said.contains("3 of 3 rows were there already"), "{said}");
}

#[test]
fn accounts_are_masked_and_the_key_is_the_owners_alone() {
    let folder = folder();
    let data = folder.path().join("data");
    ingest(&three_posts(&folder), &data);
    for (path, bytes) in everything(&data.join("lake")) {
        let has = |name: &str| bytes.windows(name.len()).any(|part| part == name.as_bytes());
        assert!(!has("name11") && !has("name22"), "{} names an account", path.display());
    }
    let key = data.join("keys/ira.key");
    #[cfg(unix)]
    {
        let mode = |path: &Path| {
            let meta = std::fs::metadata(path).expect("it is there");
            std::os::unix::fs::PermissionsExt::mode(&meta.permissions()) & 0o777
        };
        assert_eq!((mode(&key), mode(&data.join("keys"))), (0o600, 0o700));
    }
    // Without its key a data set cannot be added to: every account would get a second name.
    std::fs::remove_file(&key).expect("the key is there");
    let more = write(&folder, "more.csv", format!("{HEADER}{}\n", row("4", "11", "x")));
    let said = fails(2, arguments(text(&more), text(&data), "ira"));
    assert!(said.contains("ira.key") && said.contains("restore it"), "{said}");
    assert!(!key.exists(), "no new key is made");
}

#[test]
fn rows_that_do_not_fit_go_to_a_list_and_repeats_are_counted() {
    let folder = folder();
    let data = folder.path().join("data");
    let rows = [row("1", "11", "a"), "2,22,x,,,b,no time,".into(), row("1", "11", "a"), "3,33".into()];
    let input = write(&folder, "mixed.csv", format!("{HEADER}{}\n", rows.join("\n")));

    let said = ingest(&input, &data);

    assert_eq!((&said["added"], &said["repeated"], &said["rejected"]), (&1.into(), &1.into(), &2.into()));
    let list = data.join("rejects/ira-1.csv");
    assert_eq!(said["rejects"], text(&list));
    let list = read(&list);
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!((lines.len(), lines[0]), (3, "file,line,column,reason"));
    assert!(lines[1].starts_with(&format!("{},3,timestamp,", text(&input))), "{list}");
    assert!(lines[2].starts_with(&format!("{},5,,", text(&input))), "{list}");
    // The next append has a list of its own, though it adds nothing.
    assert!(ingest(&input, &data)["rejects"].as_str().is_some_and(|path| path.ends_with("ira-2.csv")));
    assert_eq!(names(&data.join("rejects")), ["ira-1.csv", "ira-2.csv"]);
}

#[test]
fn one_bad_file_among_good_ones_leaves_everything_as_it_was() {
    let folder = folder();
    let data = folder.path().join("data");
    let good = three_posts(&folder);
    let bad = write(&folder, "bad.csv.gz", [0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 3, 1, 2]);
    let both = |dataset: &'static str| {
        let mut all = arguments(text(&good), text(&data), dataset);
        all.insert(3, text(&bad));
        all.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    // A data set that did not exist does not exist afterwards.
    fails(3, both("new"));
    assert!(!data.exists(), "{:?}", names(&data));
    // One that did is the same, byte for byte.
    ingest(&write(&folder, "other.csv", format!("{HEADER}{}\n", row("9", "99", "x"))), &data);
    let before = everything(&data);
    fails(3, both("ira"));
    assert_eq!(everything(&data), before);
}

#[test]
fn terms_come_from_the_lists_and_stay_those_of_the_data_set() {
    let folder = folder();
    let (input, data) = (three_posts(&folder), folder.path().join("data"));
    let with = |flag: &str, value: &'static str| {
        let mut all = arguments(text(&input), text(&data), "ira");
        let at = all.iter().position(|a| *a == flag).expect("a flag of ours");
        all[at + 1] = value;
        all
    };
    let said = fails(2, with("--access-basis", "because"));
    assert!(said.contains("dsa-40-12") && said.contains("public-release"), "{said}");
    let said = fails(2, with("--retention", "for ever"));
    assert!(said.contains("30d") && said.contains("5y"), "{said}");
    assert!(fails(2, with("--dataset", "../out")).contains("is no name"));
    assert!(!data.exists(), "nothing was made");

    ingest(&input, &data);
    let said = fails(2, with("--purpose", "something else"));
    assert!(said.contains("`testing ingest` there and `something else` here"), "{said}");
    assert!(!said.contains("--retention"), "only the difference is named: {said}");
    let said =
        fails(2, [arguments(text(&input), text(&data), "ira"), vec!["--reveal-handles", "a check"]].concat());
    assert!(said.contains("pseudonyms of the key") && said.contains("revealed accounts"), "{said}");
}

#[test]
fn standard_input_is_masked_like_a_file() {
    let folder = folder();
    let data = folder.path().join("data");
    let mut child = common::ostrakon()
        .args(arguments("-", text(&data), "ira"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let bytes = bytes(&three_posts(&folder));
    child.stdin.take().expect("a pipe").write_all(&bytes).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&said["added"], &said["inputs"][0]["name"]), (&3.into(), &"-".into()));
    // The same posts from the file are the same posts.
    assert_eq!(ingest(&three_posts(&folder), &data)["held"], 3);
}

#[test]
fn retention_keeps_what_is_young_and_says_so() {
    let folder = folder();
    let data = folder.path().join("data");
    fails(2, ["retention", "run", "--data", text(&data)]);
    ingest(&three_posts(&folder), &data);
    let before = everything(&data);
    for extra in [vec!["--dry-run"], vec![]] {
        let arguments = [vec!["retention", "run", "--data", text(&data)], extra].concat();
        let said = done(arguments);
        assert!(said.starts_with("ira (90d): 0 posts taken in before 20"), "{said}");
    }
    assert_eq!(everything(&data), before);
}
