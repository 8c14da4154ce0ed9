//! Patterns of the specification's examples and their relatives, and the shared cases where they are at hand.

use super::{Pattern, PatternError};
use proptest::prelude::*;
use serde_json::Value;
use std::path::PathBuf;

/// Lines of a shared file of cases; `None`, with a word about it, where there is none.
fn cases(name: &str) -> Option<Vec<Value>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/stix").join(name);
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            Some(text.lines().map(|line| serde_json::from_str(line).expect("a case is JSON")).collect())
        }
        Err(error) => {
            eprintln!("skipped: {}: {error}", path.display());
            None
        }
    }
}

fn sound(text: &str) -> bool {
    Pattern::parse(text).is_ok_and(|pattern| pattern.problems().is_empty())
}

#[test]
fn patterns_that_are_right() {
    for text in [
        "[a:b = h'']",
        "[a:b=.5]",
        "[a:b=+5]",
        "[a:b=-.5]",
        "[a-b:c='x']",
        "[a:b[-1]=1]",
        "[a:b[+1]=1]",
        "[a:b=1]//x",
        "[a:b=1]/*x*/",
        "[a:b NOT =1]",
        "[NOT EXISTS a:b]",
        "[EXISTS a:b]",
        "[a:b IN ()]",
        "[a:b==1]",
        "[a:b<>1]",
        "[a:b=1] REPEATS 0 TIMES",
        "[a:b=1] REPEATS +5 TIMES",
        "[a:b=1] WITHIN .5 SECONDS",
        "[a:b =1]",
        "[a:b　=1]",
        "[a:'b'.c=1]",
        "[a:b[*][0].c=1]",
        "[_a:_b=1]",
        "([a:b=1])",
        "(([a:b=1]))",
        "[(a:b=1)]",
        "[((a:b=1) OR a:c=2) AND a:d=3]",
        "[a:b=1]AND[a:b=2]",
        "[a:b=1AND a:c=2]",
        "[a:b='x'AND a:c=2]",
        "[a:b=t'2020-01-01T00:00:60Z']",
        "[a:b = 'x\ny']",
        "[a:b = ''] ",
        "[a:b = b'YQ==']",
        "[a:b=1] FOLLOWEDBY [a:b=2] OR [a:b=3] AND [a:b=4]",
        "[a:b='é']",
        "[a:b = 99999999999999999999999]",
    ] {
        assert!(sound(text), "{text}: {:?}", Pattern::parse(text));
    }
}

#[test]
fn patterns_that_are_wrong() {
    for text in [
        "[a:b = b'']",
        "[a:b = h'abc']",
        r"[a:b='a\b']",
        "[a:b=- 5]",
        "[a:b=01]",
        "[a:b=5.]",
        "[a:b-c=1]",
        "[a:LAST=1]",
        "[true:b=1]",
        "[a:b[1.0]=1]",
        "[a:b=1]/*x",
        "[NOT a:b=1]",
        "[a:b<true]",
        "[a:b IN (1,)]",
        "[a:b=1] REPEATS 5.0 TIMES",
        "[a.b=1]",
        "[a:b.=1]",
        "[a:b=null]",
        "[a:b = True]",
        "[a:b=t'2020-01-01T00:00:00.Z']",
        "",
        "[",
        "()",
        "[]",
        "[a:b=1] WITHIN 5 SECONDS WITHIN 5 SECONDS",
        "[a:b=1] START '2020-01-01T00:00:00Z' STOP '2020-01-01T00:00:00Z'",
        "[a:b = b'YQ']",
        "[a:b = b'Y Q=']",
        "[a:b MATCHES 5]",
        "[a:b=1] OR ",
        "[é:b=1]",
        "[a:b=1] within 5 SECONDS",
        "[a:b is 5]",
        "[a:b=1];",
        "[a:b = h 'ab']",
        r#"[a:b = "x"]"#,
        "[x:TIMES=1]",
        "[x:b.LAST=1]",
        "[a:b=1]]",
    ] {
        assert!(!sound(text), "{text}: {:?}", Pattern::parse(text));
    }
}

#[test]
fn shared_patterns_are_judged_as_elsewhere() {
    for case in cases("pattern_cases.ndjson").unwrap_or_default() {
        let text = case["pattern"].as_str().expect("a pattern");
        assert_eq!(sound(text), case["valid"] == true, "{text}: {:?}", Pattern::parse(text));
    }
}

#[test]
fn shared_observations_match_as_elsewhere() {
    for case in cases("matcher_cases.ndjson").unwrap_or_default() {
        let text = case["pattern"].as_str().expect("a pattern");
        let given = case["observed_data"].as_array().expect("a list");
        let bundled = given.iter().flat_map(|one| one["objects"].as_array().into_iter().flatten());
        let single = given.iter().filter(|one| one["type"] != "bundle");
        let objects: Vec<_> = bundled.chain(single).filter_map(Value::as_object).collect();
        let result = Pattern::parse(text)
            .map_err(|error| error.to_string())
            .and_then(|pattern| pattern.matches(objects.iter().copied()).map_err(|error| error.to_string()));
        assert_eq!(
            result.as_ref().ok().map(|&found| Value::from(found)).as_ref(),
            case.get("match"),
            "{text}: {result:?}"
        );
    }
}

#[test]
fn an_error_names_its_column() {
    let error = Pattern::parse("[a:ü = 1]").expect_err("no such name");
    assert_eq!(
        error,
        PatternError { column: 4, reason: "the character 'ü' has no place in a pattern".into() }
    );
    assert_eq!(Pattern::parse("[a:b = 'x'").map_err(|error| error.column), Err(11));
    assert!(Pattern::parse(&"(".repeat(100_000)).is_err());
    assert!(Pattern::parse(&format!("[a:b=1]{}", " OR [a:b=1]".repeat(10_000))).is_ok());
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in ".{0,80}") {
        let _ = Pattern::parse(&text);
    }

    #[test]
    fn no_row_of_tokens_makes_it_panic(words in prop::collection::vec(prop::sample::select(vec![
        "[", "]", "(", ")", "a", ":", "b", ".", "=", "!=", "<", "1", "-1", "2.5", "'x'", "h'ab'", "b'YQ=='", "true", "IN", ",",
        "AND", "OR", "NOT", "FOLLOWEDBY", "LIKE", "MATCHES", "EXISTS", "WITHIN", "SECONDS", "REPEATS", "TIMES", "START", "STOP",
        "t'2020-01-01T00:00:00Z'", "*", "ISSUBSET", "a-b",
    ]), 0..30)) {
        if let Ok(pattern) = Pattern::parse(&words.join(" ")) {
            let _ = pattern.problems();
            let _ = pattern.matches([]);
        }
    }
}
