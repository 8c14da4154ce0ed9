//! Every container, whole and broken.

use super::{Container, Pieces, objects};
use crate::{Error, Limits};
use proptest::prelude::*;

const A: &str = r#"{"type":"url","id":"url--a","value":"http://a/[{\"","x":[{"y":"]}"}]}"#;
const B: &str = r#"{"type":"tool","id":"tool--b","name":"ü"}"#;

fn ids(text: &str) -> Result<Vec<String>, String> {
    let objects = objects(text.as_bytes()).map_err(|error| error.to_string())?;
    Ok(objects.iter().map(|object| object.id().to_owned()).collect())
}

#[test]
fn every_container_gives_the_same_objects_in_order() {
    let pretty = serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(A).expect("JSON"))
        .expect("JSON");
    for given in [
        format!("{A}\n{B}"),
        format!("\u{feff}{A}\r\n\r\n{B}\r\n"),
        format!("[{A},{B}]"),
        format!(" [\n{pretty}\n, {B} ]\n"),
        format!("{{\"type\":\"bundle\",\"id\":\"bundle--1\",\"objects\":[{A},{B}]}}"),
        format!("{{\n\"objects\" : [\n{A},\n{B}\n],\n\"id\":\"bundle--1\",\"type\":\"bundle\"}}\n"),
        format!("{{\"more\":false,\"objects\":[{A},{B}]}}"),
        format!("{pretty}\n{B}"),
    ] {
        assert_eq!(ids(&given), Ok(vec!["url--a".to_owned(), "tool--b".to_owned()]), "{given}");
    }
    assert_eq!(ids(A), Ok(vec!["url--a".to_owned()]));
    assert_eq!(ids(&pretty), Ok(vec!["url--a".to_owned()]));
    for empty in ["", " \n", "[]", "{\"type\":\"bundle\",\"id\":\"bundle--1\",\"objects\":[]}"] {
        assert_eq!(ids(empty), Ok(vec![]), "{empty}");
    }
}

#[test]
fn an_object_with_a_list_named_objects_is_no_bundle() {
    let given = format!("{{\"type\":\"x-set\",\"id\":\"x-set--1\",\"objects\":[{A}]}}");
    assert_eq!(ids(&given), Ok(vec!["x-set--1".to_owned()]));
    let sorted = format!("{{\"id\":\"x-set--1\",\"objects\":[{A}],\"type\":\"x-set\"}}");
    assert_eq!(ids(&sorted), Ok(vec!["x-set--1".to_owned()]));
}

#[test]
fn a_broken_line_costs_itself_only() {
    for broken in ["{\"type\":\"url\",\"id\"", "{\"type\":\"ur", "nonsense", "{}}", "[1", "\u{1}"] {
        for text in [format!("{broken}\n{A}\n{B}\n"), format!("{A}\n{broken}\n{B}")] {
            let pieces: Vec<_> = Pieces::new(text.as_bytes(), Limits::default()).collect();
            let good = pieces
                .iter()
                .flatten()
                .filter(|piece| super::value(piece, Limits::default()).is_ok())
                .count();
            if broken.starts_with('[') && text.starts_with('[') {
                continue; // A list that was never closed: everything after it is inside.
            }
            assert_eq!((pieces.len(), good), (3, 2), "{text}");
        }
    }
}

#[test]
fn a_cut_or_prolonged_bundle_is_an_error_with_a_place() {
    let whole = format!("{{\"type\":\"bundle\",\"id\":\"bundle--1\",\"objects\":[{A},{B}]}}");
    for length in 1..whole.len() {
        if whole.is_char_boundary(length) {
            assert!(objects(&whole.as_bytes()[..length]).is_err(), "{}", &whole[..length]);
        }
    }
    for more in ["x", "{}", "]"] {
        assert!(ids(&format!("{whole}{more}")).is_err(), "{more}");
    }
    for bad in [
        format!("[{A} {B}]"),
        format!("[{A},]"),
        format!("[,{A}]"),
        format!("[{A},1]"),
        "[\"a]\"]".to_owned(),
    ] {
        assert!(ids(&bad).is_err(), "{bad}");
    }
}

#[test]
fn a_piece_beyond_the_limit_is_named_and_lines_go_on() {
    let text = format!("{A}\n{{\"x\":\"{}\"}}\n{B}", "y".repeat(100));
    let limits = Limits { bytes: 80, ..Limits::default() };
    let pieces: Vec<_> = Pieces::new(text.as_bytes(), limits).collect();
    assert_eq!(pieces.len(), 3);
    assert_eq!(pieces[1], Err(Error::TooLarge { place: "object 1 (line 2)".into(), limit: 80 }));
    let list = format!("[{}]", text.replace('\n', ","));
    let pieces: Vec<_> = Pieces::new(list.as_bytes(), limits).collect();
    assert!(pieces.len() == 2 && pieces[1].is_err());
}

#[test]
fn the_envelope_of_a_bundle_is_given_without_its_objects() {
    let text = format!("{{\"type\":\"bundle\",\"objects\":[{A}],\"x\":[1]}}");
    let mut pieces = Pieces::new(text.as_bytes(), Limits::default());
    assert_eq!(pieces.by_ref().count(), 1);
    assert_eq!(pieces.container(), Container::Bundle);
    let envelope = pieces.envelope().expect("a whole bundle").expect("a bundle");
    assert_eq!(envelope.to_string(), r#"{"type":"bundle","objects":[],"x":[1]}"#);
}

/// Gives its bytes a few at a time, as a slow connection does.
struct Trickle<'a>(&'a [u8], usize);

impl std::io::Read for Trickle<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = self.1.min(self.0.len()).min(out.len());
        out[..count].copy_from_slice(&self.0[..count]);
        self.0 = &self.0[count..];
        Ok(count)
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = objects(&bytes);
    }

    #[test]
    fn no_json_like_text_makes_it_panic(text in "[\\[\\]{}\",:0a \\n\\\\]{0,60}") {
        let _ = objects(text.as_bytes());
        let _ = objects(format!("{{\"objects\":[{text}").as_bytes());
    }

    #[test]
    fn blocks_of_any_size_give_the_same_pieces(size in 1_usize..40, lines in any::<bool>()) {
        let text = if lines { format!("{A}\n{B}\n{A}") } else { format!("{{\"objects\":[{A},{B},\n{A}]}}") };
        let whole: Vec<_> = Pieces::new(text.as_bytes(), Limits::default()).collect();
        let slow: Vec<_> = Pieces::new(Trickle(text.as_bytes(), size), Limits::default()).collect();
        prop_assert_eq!(whole, slow);
    }
}
