//! Bytes of another system's file, made a JSON value within limits.
//!
//! **The choice.** Size and depth are checked on the bytes, before anything is allocated for them. A byte order mark is
//! skipped: half of the field's exporters write one.

use crate::error::ExchangeError;
use serde_json::Value;

/// What one file may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes.
    pub bytes: usize,
    /// Most levels of nesting, at most 120.
    pub depth: usize,
}

impl Default for Limits {
    /// 256 MiB, 64 levels.
    fn default() -> Self {
        Self { bytes: 256 << 20, depth: 64 }
    }
}

/// The text within limits, without its byte order mark.
pub(crate) fn text<'a>(
    bytes: &'a [u8],
    what: &'static str,
    limits: Limits,
) -> Result<&'a str, ExchangeError> {
    if bytes.len() > limits.bytes {
        return Err(ExchangeError::TooLarge { what, bytes: bytes.len(), limit: limits.bytes });
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| ExchangeError::Unreadable {
        what,
        reason: format!("no UTF-8 from byte {} on; save the file as UTF-8", error.valid_up_to()),
    })
}

/// One JSON value.
pub(crate) fn json(bytes: &[u8], what: &'static str, limits: Limits) -> Result<Value, ExchangeError> {
    let text = text(bytes, what, limits)?;
    let limit = limits.depth.min(120);
    if let Some(at) = too_deep(text.as_bytes(), limit) {
        return Err(ExchangeError::TooDeep { what, limit, at });
    }
    serde_json::from_str(text)
        .map_err(|error| ExchangeError::Unreadable { what, reason: format!("no JSON: {error}") })
}

/// Where brackets nest deeper than `limit`.
fn too_deep(bytes: &[u8], limit: usize) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    for (at, byte) in bytes.iter().enumerate() {
        if quoted {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => quoted = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => quoted = true,
            b'[' | b'{' => {
                depth += 1;
                if depth > limit {
                    return Some(at);
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Limits, json};
    use crate::error::ExchangeError;

    #[test]
    fn limits_are_told_with_their_place() {
        let small = Limits { bytes: 10, depth: 2 };
        assert!(json(b"[[1]]", "x", small).is_ok());
        assert_eq!(json(b"[[[]]]", "x", small), Err(ExchangeError::TooDeep { what: "x", limit: 2, at: 2 }));
        assert!(matches!(json(&[b' '; 11], "x", small), Err(ExchangeError::TooLarge { bytes: 11, .. })));
        assert!(json(b"\"[[[\\\"[\"", "x", small).is_ok());
        let error = json(b"{\"a\": tru", "x", small).expect_err("cut").to_string();
        assert!(error.contains("line 1 column"), "{error}");
        let error = json(b"\"\xff\"", "x", small).expect_err("no text").to_string();
        assert!(error.contains("byte 1"), "{error}");
        assert!(json(b"\xEF\xBB\xBF[]", "x", small).is_ok());
    }
}
