//! Bad input through the real binary: the right exit code, a message that names the mend, and nothing half-written.

mod common;

use common::{HEADER, bytes, done, fails, folder, names, read, row, run, text, write};
use std::{collections::BTreeMap, io::Write, path::Path};
use tempfile::TempDir;

/// A well-formed export of `posts` posts.
fn export(posts: usize) -> Vec<u8> {
    let rows = (0..posts).map(|i| row(&i.to_string(), &(i % 7).to_string(), "hello") + "\n");
    [HEADER.to_owned(), rows.collect()].concat().into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).expect("memory takes it");
    packer.finish().expect("memory takes it")
}

/// Every file of a folder.
fn content(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    names(folder).into_iter().map(|name| (name.clone(), bytes(&folder.join(name)))).collect()
}

/// An input that is not what it claims ends both commands with 3, names the input and the mend, and leaves nothing:
/// no result where there was none, and the old one where there was one.
fn refused(folder: &TempDir, input: &Path, mends: &[&str]) {
    let out = folder.path().join("out");
    let said = fails(3, ["analyse", text(input), "--out", text(&out)]);
    assert!(said.contains(text(input)), "names the input: {said}");
    for mend in mends {
        assert!(said.contains(mend), "names the mend `{mend}`: {said}");
    }
    assert!(!out.exists(), "{:?} was left", names(&out));

    std::fs::create_dir(&out).expect("a new folder");
    fails(3, ["analyse", text(input), "--out", text(&out)]);
    assert!(names(&out).is_empty(), "{:?} was left", names(&out));

    let data = folder.path().join("data");
    let terms = ["--access-basis", "synthetic", "--purpose", "bad input", "--retention", "30d"];
    let ingest = ["ingest", text(input), "--data", text(&data), "--dataset", "bad"];
    fails(3, ingest.into_iter().chain(terms));
    assert!(!data.exists(), "{:?} was left", names(&data));
}

/// Rows that do not fit are listed with line and column; the others are taken. `fits` is the number of those.
fn listed(input: &Path, out: &Path, fits: u64, rejects: &[(u64, &str, &str)]) {
    let said = done(["--json", "analyse", text(input), "--out", text(out)]);
    let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!((&said["posts"], &said["rejected"]), (&fits.into(), &rejects.len().into()));
    let list = read(&out.join("rejects.csv"));
    let lines: Vec<&str> = list.lines().skip(1).collect();
    assert_eq!(lines.len(), rejects.len(), "{list}");
    for (line, (number, column, reason)) in lines.iter().zip(rejects) {
        let place = format!(",{number},{column},");
        assert!(line.contains(&place) && line.contains(reason), "`{place}` and `{reason}`: {line}");
    }
}

#[test]
fn a_gzip_stream_that_is_cut_off() {
    let folder = folder();
    let whole = gzip(&export(20_000));
    for part in [whole.len() * 2 / 3, 20] {
        let input = write(&folder, "cut.csv.gz", &whole[..part]);
        refused(&folder, &input, &["cut off", "nothing was written", "fetch the file again"]);
        std::fs::remove_dir(folder.path().join("out")).expect("an empty folder");
    }
}

#[test]
fn a_file_of_nul_bytes_and_a_row_with_one() {
    let folder = folder();
    refused(&folder, &write(&folder, "nuls.csv", [0; 5_000]), &["NUL bytes", "give the export as text"]);
    let rows = format!("{HEADER}{}\n{}\n", row("1", "11", "a\0b"), row("2", "22", "ok"));
    listed(&write(&folder, "nul.csv", rows), &folder.path().join("rows"), 1, &[(2, "", "NUL byte")]);
}

#[test]
fn text_that_is_not_utf8() {
    let folder = folder();
    let header = write(&folder, "header.csv", b"message_id,user_id,caf\xe9,timestamp\n1,2,3,4\n");
    refused(&folder, &header, &["line 1 is not UTF-8", "iconv -f WINDOWS-1252 -t UTF-8"]);
    let mut rows = export(1);
    rows.extend(b"8,88,x,,,caf\xe9,1700000000,\n9,99,x,,,fine,1700000000,\n");
    let input = write(&folder, "row.csv", rows);
    listed(&input, &folder.path().join("rows"), 2, &[(3, "", "is not UTF-8")]);
}

#[test]
fn a_file_of_which_no_row_can_be_taken_is_no_all_clear() {
    let folder = folder();
    let rows = "1,u1,x,,,text,no time at all,\n".repeat(50);
    let input = write(&folder, "times.csv", format!("{HEADER}{rows}"));
    refused(&folder, &input, &["none of its 50 rows", "line 2", "no time"]);
}

#[test]
fn a_line_of_fifty_megabytes() {
    let folder = folder();
    let long = row("2", "22", &"x".repeat(50_000_000));
    let rows = format!("{HEADER}{}\n{long}\n{}\n", row("1", "11", "ok"), row("3", "33", "ok"));
    let input = write(&folder, "long.csv", rows);
    listed(&input, &folder.path().join("rows"), 2, &[(3, "", "more than the 16777216 allowed")]);
}

#[test]
fn a_quote_that_never_closes() {
    let folder = folder();
    let open = "2,22,x,,,\"never closes,1700000000,";
    let rows = format!("{HEADER}{}\n{open}\n{}\n", row("1", "11", "ok"), row("3", "33", "ok"));
    let input = write(&folder, "quote.csv", rows);
    listed(&input, &folder.path().join("rows"), 2, &[(3, "message", "quote opens here")]);
}

#[test]
fn item_ids_that_repeat_are_taken_once_and_counted() {
    let folder = folder();
    let twice = [row("1", "11", "a"), row("1", "11", "a"), row("2", "22", "b")].join("\n");
    let input = write(&folder, "twice.csv", format!("{HEADER}{twice}\n"));
    let out = folder.path().join("rows");
    listed(&input, &out, 2, &[]);
    let run: serde_json::Value = serde_json::from_str(&read(&out.join("run.json"))).expect("JSON");
    assert_eq!(run["duplicates"], 1, "{run}");
}

#[test]
fn times_in_the_year_fifty_thousand() {
    let folder = folder();
    let far = |item: &str, time: &str| row(item, "22", "far").replace("1700000000", time);
    let times = ["50000-01-01T00:00:00Z", "+050000-01-01T00:00:00Z", "-1"];
    let rows: Vec<String> = times.iter().zip(["2", "3", "4"]).map(|(time, item)| far(item, time)).collect();
    let input = write(&folder, "far.csv", format!("{HEADER}{}\n{}\n", row("1", "11", "ok"), rows.join("\n")));
    let reasons = [(3, "timestamp", "50000"), (4, "timestamp", "50000"), (5, "timestamp", "-1")];
    listed(&input, &folder.path().join("rows"), 1, &reasons);
}

#[test]
fn an_empty_file_and_one_with_a_header_only() {
    let folder = folder();
    refused(&folder, &write(&folder, "empty.csv", ""), &["is empty", "fetch the file again"]);
    // A header without posts is an export of a quiet day: a result that says so.
    listed(&write(&folder, "quiet.csv", HEADER), &folder.path().join("rows"), 0, &[]);
}

#[test]
fn a_directory_and_a_file_that_is_not_there() {
    let folder = folder();
    let directory = folder.path().join("exports.csv");
    std::fs::create_dir(&directory).expect("a new folder");
    refused(&folder, &directory, &["is a directory", "name the files in it"]);
    std::fs::remove_dir(folder.path().join("out")).expect("an empty folder");
    refused(&folder, &folder.path().join("missing.csv"), &["cannot be opened", "check the path"]);
}

#[test]
fn content_that_is_something_else() {
    let folder = folder();
    let png = b"\x89PNG\r\n\x1a\n0123456789012345678901234567890123456789".as_slice();
    let parquet = [b"PAR1".as_slice(), &[7; 100]].concat();
    let cases = [
        ("picture.csv", png, vec!["is a picture", "give the export"]),
        ("damaged.parquet", &parquet, vec!["Parquet", "nothing was written", "fetch the file again"]),
        ("strange.csv", b"a,b,c\n1,2,3\n", vec!["a, b, c", "--map", "--format", "known formats"]),
        ("strange.ndjson", b"{\"x\":1}\n{\"x\":2}\n", vec!["these keys: x", "--map", "--format"]),
        ("cut.json", b"{\"messages\": [{\"id\": 1, \"type\"", vec!["cut off", "fetch it again"]),
    ];
    for (name, bytes, mends) in cases {
        refused(&folder, &write(&folder, name, bytes), &mends);
        std::fs::remove_dir(folder.path().join("out")).expect("an empty folder");
    }
}

#[test]
fn a_format_or_a_map_that_does_not_fit() {
    let folder = folder();
    let (input, out) = (write(&folder, "good.csv", export(3)), folder.path().join("out"));
    let cases = [
        (2, vec!["--format", "nosuch"], vec!["`nosuch` is no format", "coordination-network-toolkit"]),
        (3, vec!["--format", "mastodon"], vec!["`mastodon` is not", "leave --format out"]),
        (3, vec!["--map", "nocol=user_id"], vec!["has no column `nocol`", "message_id, user_id"]),
        (3, vec!["--map", "message=nofield"], vec!["`nofield` is no field", "message_id, user_id"]),
        (2, vec!["--map", "message"], vec!["OLD=NEW"]),
        (2, vec!["--reveal-handles", " "], vec!["say in words what for"]),
        (2, vec!["--threads", "0"], vec!["at least one"]),
        (2, vec!["--signals", "co-post"], vec!["supports no finding"]),
        (2, vec!["--nosuch"], vec!["--nosuch"]),
    ];
    for (code, extra, mends) in cases {
        let said = fails(code, [vec!["analyse", text(&input), "--out", text(&out)], extra].concat());
        for mend in mends {
            assert!(said.contains(mend), "`{mend}`: {said}");
        }
        assert!(!out.exists(), "{:?} was left", names(&out));
    }
}

#[test]
fn one_bad_file_among_good_ones_leaves_the_old_result_as_it_was() {
    let folder = folder();
    let (good, out) = (write(&folder, "good.csv", export(50)), folder.path().join("out"));
    done(["analyse", text(&good), "--out", text(&out)]);
    let before = content(&out);
    let bad = write(&folder, "bad.csv.gz", &gzip(&export(50))[..60]);
    fails(3, ["analyse", text(&good), text(&bad), "--out", text(&out)]);
    assert_eq!(content(&out), before);
}

#[test]
fn an_output_that_is_a_file_and_errors_as_json() {
    let folder = folder();
    let (good, file) = (write(&folder, "good.csv", export(3)), write(&folder, "file", "mine"));
    assert!(fails(2, ["analyse", text(&good), "--out", text(&file)]).contains("--out names a directory"));
    assert_eq!(read(&file), "mine");

    let missing = folder.path().join("missing.csv");
    let output = run(["--json", "analyse", text(&missing), "--out", text(&folder.path().join("out"))]);
    let said: serde_json::Value = serde_json::from_slice(&output.stderr).expect("JSON on standard error");
    assert_eq!((&said["exit_code"], output.status.code(), output.stdout.len()), (&3.into(), Some(3), 0));
}
