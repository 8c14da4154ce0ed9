//! What the tests of the binary share: running it, and inputs to run it on.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tempfile::TempDir;

/// The binary, quiet.
pub fn ostrakon() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ostrakon"));
    command.arg("--quiet");
    command
}

/// Runs it to its end.
pub fn run<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Output {
    ostrakon().args(arguments).output().expect("the binary runs")
}

/// Runs it and expects that all went well; gives standard output.
pub fn done<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{:?}: {}", output.status, stderr(&output));
    String::from_utf8(output.stdout).expect("output is UTF-8")
}

/// Runs it and expects this exit code; gives standard error.
pub fn fails<S: AsRef<OsStr>>(code: i32, arguments: impl IntoIterator<Item = S>) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(code), "{}", stderr(&output));
    stderr(&output)
}

/// Standard error as text.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder for one test.
pub fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// Writes an input.
pub fn write(folder: &TempDir, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("the folder can be written to");
    path
}

/// A path as an argument.
pub fn text(path: &Path) -> &str {
    path.to_str().expect("temporary paths are UTF-8")
}

/// Reads a result.
pub fn read(path: &Path) -> String {
    String::from_utf8(bytes(path)).expect("the file is UTF-8")
}

/// Reads a result as bytes.
pub fn bytes(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Names in a folder, sorted; none where there is no folder.
pub fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("a readable folder").file_name();
    let mut names: Vec<String> =
        entries.map(|entry| name(entry).into_string().expect("our names are UTF-8")).collect();
    names.sort();
    names
}

/// Header of the coordination-network-toolkit's files.
pub const HEADER: &str = "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n";

/// A post of account `account`, without line end.
pub fn row(item: &str, account: &str, text: &str) -> String {
    format!("{item},{account},name{account},,,{text},1700000000,")
}

/// A small made-up election: the folder of `posts.csv` and `truth.csv`.
pub fn exercise(folder: &TempDir, posts: u64, seed: u64) -> PathBuf {
    let out = folder.path().join("exercise");
    let (posts, seed) = (posts.to_string(), seed.to_string());
    done(["exercise", "generate", "--posts", &posts, "--seed", &seed, "--out", text(&out)]);
    out
}
