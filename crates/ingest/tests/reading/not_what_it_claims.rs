//! A file that is not what it claims to be ends the run with exit code 3 and a message that names the mend.

use super::*;

fn refused(content: &[u8]) -> String {
    let error = read_one(content).expect_err("a refusal");
    assert_eq!(error.exit_code(), 3, "{error}");
    let message = error.to_string();
    assert!(message.contains("posts.csv"), "{message}");
    message
}

#[test]
fn other_kinds_of_files() {
    for (start, named) in [
        (&b"%PDF-1.7\n"[..], "PDF"),
        (b"PK\x03\x04\x14\0\x06\0", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"SQLite format 3\0", "SQLite"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        (b"\x7fELF\x02\x01", "program"),
    ] {
        assert!(refused(start).contains(named), "{named}");
    }
    assert!(refused(&gzip(&gzip(b"message_id\n1\n"))).contains("compressed twice"));
}

#[test]
fn nothing_at_all() {
    for content in [&b""[..], b"\n\n  \n", b"\xef\xbb\xbf", &gzip(b"")] {
        assert!(refused(content).contains("is empty"));
    }
}

#[test]
fn nul_bytes_all_over() {
    assert!(refused(&[0; 10_000]).contains("NUL"));
    let wide: Vec<u8> = table(&[row("m1", "a", "x")]).into_iter().flat_map(|b| [b, 0]).collect();
    assert!(refused(&wide).contains("UTF-16LE"));
    let other: Vec<u8> = table(&[row("m1", "a", "x")]).into_iter().flat_map(|b| [0, b]).collect();
    assert!(refused(&other).contains("UTF-16BE"));
}

#[test]
fn a_header_that_no_preset_knows() {
    let message = refused(b"colour,shape\nred,round\n");
    assert!(
        message.contains("--map") && message.contains("--format") && message.contains("ostrakon"),
        "{message}"
    );
}

#[test]
fn a_header_that_names_a_column_twice() {
    let message = refused(b"message_id,user_id,user_id,message,timestamp\n1,a,b,t,1700000000\n");
    assert!(message.contains("`user_id`") && message.contains("2 and 3"), "{message}");
    // Namesakes that nobody reads do no harm.
    assert_eq!(read_one(b"message_id,x,user_id,x,timestamp\n1,a,b,t,1700000000\n").unwrap().columns.len(), 1);
}

#[test]
fn a_header_in_another_encoding() {
    assert!(refused(b"message_id,user_id,pr\xe9nom\n1,2,3\n").contains("iconv"));
}

#[test]
fn line_ends_of_old_macintoshes() {
    assert!(refused(b"message_id,user_id,timestamp\rm1,a,1700000000\r").contains("tr '"));
}

#[test]
fn a_truncated_gzip_or_zstd_stream_says_how_much_was_readable() {
    let rows: Vec<String> =
        (0..20_000).map(|i| row(&format!("m{i}"), &format!("a{}", i * 7919 % 1009), "text")).collect();
    for packed in [gzip(&table(&rows)), zstd(&table(&rows))] {
        let error = read_one(&packed[..packed.len() / 2]).expect_err("a truncated stream");
        let IngestError::Compressed { rows, .. } = error else { panic!("{error}") };
        assert!(rows > 1_000 && rows < 20_000, "{rows}");
        assert!(error.to_string().contains("nothing was written"));
        assert_eq!(error.exit_code(), 3);
    }
    let packed = gzip(&table(&rows));
    assert!(refused(&packed[..packed.len() - 3]).contains("cut off"));
    assert!(refused(&packed[..20]).contains("cut off"));
}

#[test]
fn a_stream_that_grows_without_end() {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(&table(&[row("m1", "a", "x")])).unwrap();
    let mut line = vec![b'x'; 1 << 20];
    line.push(b'\n');
    for _ in 0..300 {
        out.write_all(&line).unwrap();
    }
    let options = ReadOptions { max_expansion: 50, ..ReadOptions::default() };
    let error = read_with(&out.finish().unwrap(), &options).expect_err("an expansion");
    assert!(matches!(error, IngestError::Expansion { limit: 50, .. }), "{error}");
}

#[test]
fn json_that_is_cut_off() {
    let options = ReadOptions { format: Some("ostrakon".into()), ..ReadOptions::default() };
    let record = "{\"message_id\":\"m1\",\"user_id\":\"a\",\"timestamp\":1700000000}";
    for content in [
        format!("[{record},{record}"),
        format!("[{record},{{\"message_id\":\"m"),
        "{\n \"messages\": [".to_owned(),
    ] {
        let error = read_with(content.as_bytes(), &options).expect_err("a truncated document");
        assert!(error.to_string().contains("cut off"), "{error}");
        assert_eq!(error.exit_code(), 3);
    }
    let error =
        read_with(format!("[{record}] trailing").as_bytes(), &options).expect_err("text behind the array");
    assert!(error.to_string().contains("behind the end"), "{error}");
}

#[test]
fn a_damaged_parquet_file() {
    assert!(refused(b"PAR1 and then nothing that follows the format PAR1").contains("Parquet"));
}

#[test]
fn a_directory_and_a_file_that_is_not_there() {
    let files = Files::new();
    let error = read(&[files.path().to_owned()], &ReadOptions::default(), &()).expect_err("a directory");
    assert!(error.to_string().contains("is a directory"), "{error}");
    let error = read(&[files.path().join("none.csv")], &ReadOptions::default(), &()).expect_err("nothing");
    assert!(error.to_string().contains("none.csv") && error.exit_code() == 3, "{error}");
}

#[test]
fn a_format_that_does_not_exist_is_bad_usage() {
    let options = ReadOptions { format: Some("frendster".into()), ..ReadOptions::default() };
    let error = read_with(&table(&[]), &options).expect_err("no such format");
    assert_eq!(error.exit_code(), 2);
    assert!(error.to_string().contains("ostrakon"), "{error}");
}
