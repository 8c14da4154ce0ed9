//! One JSON text for one value: keys sorted (by UTF-16 code units, as RFC 8785 has it), no spaces.
//!
//! The text is what is hashed *and* what is kept, so that verifying never depends on a number being printed the same
//! way by a later version of this program.

use crate::{Error, Result};
use serde_json::Value;

/// Deeper values are refused: no operational record is, and recursion must end.
const DEPTH: usize = 128;

/// The canonical text of a value.
pub(crate) fn text(value: &Value) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(128);
    write(value, 0, &mut out)?;
    Ok(out)
}

fn write(value: &Value, depth: usize, out: &mut Vec<u8>) -> Result<()> {
    if depth > DEPTH {
        return Err(Error::input(
            "a JSON value",
            format!("is nested deeper than {DEPTH} levels; flatten it"),
        ));
    }
    match value {
        Value::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write(item, depth + 1, out)?;
            }
            out.push(b']');
        }
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push(b'{');
            for (index, (key, item)) in entries.into_iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                scalar(&Value::String(key.clone()), out)?;
                out.push(b':');
                write(item, depth + 1, out)?;
            }
            out.push(b'}');
        }
        _ => scalar(value, out)?,
    }
    Ok(())
}

fn scalar(value: &Value, out: &mut Vec<u8>) -> Result<()> {
    serde_json::to_writer(out, value).map_err(|reason| Error::input("a JSON value", reason.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_order_of_keys_does_not_change_the_text() {
        let one = json!({"b": [1, {"z": null, "a": "é"}], "a": true});
        let other = json!({"a": true, "b": [1, {"a": "é", "z": null}]});
        assert_eq!(text(&one).expect("shallow"), text(&other).expect("shallow"));
        assert_eq!(text(&one).expect("shallow"), r#"{"a":true,"b":[1,{"a":"é","z":null}]}"#.as_bytes());
    }

    #[test]
    fn a_value_that_is_nested_too_deeply_is_refused() {
        let mut deep = json!(0);
        for _ in 0..200 {
            deep = json!([deep]);
        }
        assert!(matches!(text(&deep), Err(Error::Input { .. })));
    }
}
