//! Parity with the peers: byte for byte equal to every golden file of their own output.

use std::{
    io::Read,
    path::{Path, PathBuf},
    process::Command,
};

/// The data, or a reason why the test has nothing to do.
fn coordination_data() -> Option<PathBuf> {
    let dir = std::env::var_os("OSTRAKON_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from);
    let dir = dir.join("coordination");
    if dir.is_dir() {
        return Some(dir);
    }
    println!("skipped: {} is missing (set OSTRAKON_DATA)", dir.display());
    None
}

fn run(input: &Path, arguments: &[&str], out: &Path) -> Vec<u8> {
    let done = Command::new(env!("CARGO_BIN_EXE_ostrakon"))
        .args(["detect", "coordination"])
        .arg(input)
        .args(arguments)
        .args(["--reveal-handles", "parity check", "--out"])
        .arg(out)
        .output()
        .expect("the binary runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    std::fs::read(out).expect("the edges are written")
}

fn unpacked(path: &Path) -> Vec<u8> {
    let bytes = std::fs::read(path).expect("the golden file is there");
    if path.extension().is_some_and(|e| e == "gz") {
        let mut out = Vec::new();
        flate2::read::GzDecoder::new(&*bytes).read_to_end(&mut out).expect("the golden file is whole");
        return out;
    }
    bytes
}

/// `ira100k.co_retweet.w60.m2.edges.tsv.gz` says data set, signal, window and least weight.
#[test]
fn coordination_network_toolkit_edges_are_equal_byte_for_byte() {
    let Some(data) = coordination_data() else { return };
    let out = tempfile::tempdir().expect("a temporary folder");
    let mut compared = 0;
    for entry in std::fs::read_dir(data.join("golden")).expect("the golden folder is there") {
        let golden = entry.expect("a readable folder").path();
        let name = golden.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        let Some(stem) = name.strip_suffix(".edges.tsv.gz") else { continue };
        let [tag, signal, window, weight] = stem.split('.').collect::<Vec<_>>()[..] else { panic!("{name}") };
        let input = match tag {
            "ira20k" => "ira_20000.csv",
            "ira100k" => "ira_100000.csv.gz",
            _ => "russian_coord_toolkit.csv.gz",
        };
        let arguments = [
            "--compat",
            "cnt",
            "--self-loops",
            "--signal",
            signal,
            "--window",
            &window[1..],
            "--min-weight",
            &weight[1..],
        ];
        let edges = run(&data.join(input), &arguments, &out.path().join("edges.tsv"));
        assert!(edges == unpacked(&golden), "{name} differs");
        compared += 1;
    }
    assert!(compared >= 13, "only {compared} golden files");
}

/// `coortweet_russian.w60.p2.tsv` says window and least participation.
#[test]
fn coortweet_edges_are_equal_byte_for_byte() {
    let Some(data) = coordination_data() else { return };
    let out = tempfile::tempdir().expect("a temporary folder");
    for (window, participation) in [("10", "5"), ("60", "2")] {
        let golden = data.join(format!("golden/coortweet_russian.w{window}.p{participation}.tsv"));
        for input in ["russian_coord_toolkit.csv.gz", "russian_coord_tweets.csv.gz"] {
            let arguments = [
                "--compat",
                "coortweet",
                "--signal",
                "co-repost",
                "--window",
                window,
                "--min-weight",
                participation,
            ];
            let edges = run(&data.join(input), &arguments, &out.path().join("edges.tsv"));
            assert!(edges == unpacked(&golden), "{input} at {window} s, {participation} differs");
        }
    }
}
