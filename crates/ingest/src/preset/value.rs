//! One value of a record: a table's cell or a JSON value, read as an id, a text or a truth.
//!
//! Ids are strings, always. A spreadsheet or a data frame that once held an id as a floating-point number has
//! destroyed it (`1.23E+18`, `906000000.0`); such an id is refused with the mend, because importing it would merge
//! accounts that have nothing to do with each other. Behind bare digits the exponent must have its sign: hexadecimal ids
//! such as `114e22` are whole. Behind a decimal point (`1.2E18`, as Java and Parquet print) it needs none.

use crate::record::BadRow;
use serde_json::Value;
use std::borrow::Cow;

/// A value before it is read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cell<'a> {
    Text(&'a str),
    Json(&'a Value),
}

/// What exports write for "nothing here" in columns of ids and numbers.
const MISSING: [&str; 8] = ["None", "null", "NULL", "NaN", "nan", "N/A", "undefined", "\\N"];

/// A rejection, its value cut to 80 characters.
pub(crate) fn bad(column: &str, value: &str, problem: &str) -> BadRow {
    let mut shown: String = value.chars().take(80).collect();
    if shown.len() < value.len() {
        shown.push('…');
    }
    BadRow { column: column.to_owned(), reason: format!("`{shown}` {problem}") }
}

/// The text without blanks around it. Trimming by Unicode costs more than all else an id needs, and nearly no cell
/// has blanks around it.
pub(crate) fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// Whether a trimmed text means that there is no value.
pub(crate) fn is_missing(text: &str) -> bool {
    match text.as_bytes() {
        [] => true,
        [b'N' | b'n' | b'u' | b'\\', ..] => MISSING.contains(&text),
        _ => false,
    }
}

/// A text without one leading sign (`@`, `#`) and blanks.
pub(crate) fn unsigned<'t>(text: &'t str, signs: &[char]) -> &'t str {
    let text = trimmed(text);
    text.strip_prefix(signs).unwrap_or(text)
}

impl<'a> Cell<'a> {
    /// Whether there is nothing: an empty cell, a null.
    pub(crate) fn is_empty(self) -> bool {
        matches!(self, Self::Text("") | Self::Json(Value::Null))
    }

    /// The text as it is; `None` if empty or null.
    pub(crate) fn text(self, column: &str) -> Result<Option<Cow<'a, str>>, BadRow> {
        Ok(match self {
            Self::Text("") | Self::Json(Value::Null) => None,
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Json(Value::String(text)) if text.is_empty() => None,
            Self::Json(Value::String(text)) => Some(Cow::Borrowed(text)),
            Self::Json(Value::Bool(truth)) => Some(Cow::Borrowed(if *truth { "true" } else { "false" })),
            Self::Json(Value::Number(number)) => Some(Cow::Owned(number.to_string())),
            Self::Json(other) => {
                return Err(bad(column, &other.to_string(), "is a list or object; expected a text"));
            }
        })
    }

    /// The text without blanks around it; `None` also for the ways in which exports write "nothing".
    pub(crate) fn token(self, column: &str) -> Result<Option<Cow<'a, str>>, BadRow> {
        Ok(self.text(column)?.and_then(|text| {
            let text = match text {
                Cow::Borrowed(text) => Cow::Borrowed(trimmed(text)),
                Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
            };
            (!is_missing(&text)).then_some(text)
        }))
    }

    /// An id, whole.
    pub(crate) fn id(self, column: &str) -> Result<Option<Cow<'a, str>>, BadRow> {
        if let Self::Json(Value::Number(number)) = self
            && number.is_f64()
        {
            return Err(bad(
                column,
                &number.to_string(),
                "was an id and is a floating-point number, its last digits are lost; write ids as JSON strings",
            ));
        }
        let id = self.token(column)?;
        match id {
            Some(id) if is_float(&id) => Err(bad(
                column,
                &id,
                "was an id and is a rounded number, as a spreadsheet or data frame writes it; export again with this \
                 column as text",
            )),
            id => Ok(id),
        }
    }

    /// `yes`/`no`, `true`/`false`, `1`/`0` in any case; `None` for nothing and for anything else.
    pub(crate) fn truth(self, column: &str) -> Option<bool> {
        let text = self.token(column).ok()??;
        let is = |words: [&str; 5]| words.iter().any(|word| word.eq_ignore_ascii_case(&text));
        if is(["yes", "true", "1", "1.0", "t"]) {
            Some(true)
        } else if is(["no", "false", "0", "0.0", "f"]) {
            Some(false)
        } else {
            None
        }
    }
}

/// `1.23E+18`, `1,23E+18`, `9.06000000000e+08`, `906000000.0`: an integer that went through a float.
fn is_float(id: &str) -> bool {
    let b = id.strip_prefix('-').unwrap_or(id).as_bytes();
    let whole = b.iter().position(|c| !c.is_ascii_digit()).unwrap_or(b.len());
    if whole == 0 || whole == b.len() {
        return false;
    }
    let mut rest = &b[whole..];
    let (mut zeros_only, mut pointed) = (false, false);
    if let [b'.' | b',', fraction @ ..] = rest {
        let digits = fraction.iter().take_while(|c| c.is_ascii_digit()).count();
        zeros_only = rest[0] == b'.' && digits > 0 && fraction[..digits].iter().all(|&c| c == b'0');
        pointed = digits > 0;
        rest = &fraction[digits..];
    }
    match rest {
        [] => zeros_only,
        [b'e' | b'E', exponent @ ..] => {
            let digits = match exponent {
                [b'+' | b'-', digits @ ..] => digits,
                digits if pointed => digits,
                _ => return false,
            };
            (1..=3).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn id(text: &str) -> Result<Option<String>, BadRow> {
        Cell::Text(text).id("tweet_id").map(|id| id.map(Cow::into_owned))
    }

    #[test]
    fn ids_that_went_through_a_float_are_refused_with_the_mend() {
        for mangled in [
            "1.23E+18",
            "1,23E+18",
            "9.06000000000e+08",
            "8e+17",
            "906000000.0",
            "-1.5e+10",
            "1.23456E18",
            "7.1e17",
            "1,2E18",
        ] {
            let fault = id(mangled).expect_err(mangled);
            assert_eq!(fault.column, "tweet_id");
            assert!(fault.reason.contains(mangled) && fault.reason.contains("as text"), "{}", fault.reason);
        }
        let fault = Cell::Json(&json!(1.23e18)).id("id").expect_err("a float");
        assert!(fault.reason.contains("JSON strings"), "{}", fault.reason);
    }

    #[test]
    fn ids_that_only_look_like_one_are_whole() {
        for whole in ["114e22", "114e22f1b2", "1e5", "v1.0", "1.2.3", "-100123", "12_E+1x", "m1", "1.5"] {
            assert_eq!(id(whole), Ok(Some(whole.to_owned())), "{whole}");
        }
    }

    #[test]
    fn json_integers_keep_every_digit() {
        let record: Value =
            serde_json::from_str(r#"{"id": 18446744073709551615, "s": " 7123456789012345678 "}"#)
                .expect("valid");
        assert_eq!(Cell::Json(&record["id"]).id("id"), Ok(Some("18446744073709551615".into())));
        assert_eq!(Cell::Json(&record["s"]).id("s"), Ok(Some("7123456789012345678".into())));
        let beyond: Value = serde_json::from_str("184467440737095516160").expect("valid");
        assert!(
            Cell::Json(&beyond).id("id").is_err(),
            "beyond 64 bits a JSON number is refused, not rounded"
        );
    }

    #[test]
    fn nothing_is_nothing() {
        for nothing in ["", "  ", "None", "null", "NaN", "\\N"] {
            assert_eq!(id(nothing), Ok(None), "{nothing:?}");
        }
        assert_eq!(Cell::Json(&Value::Null).id("id"), Ok(None));
        assert_eq!(Cell::Text("no").truth("c"), Some(false));
        assert_eq!(Cell::Json(&json!(true)).truth("c"), Some(true));
        assert_eq!(Cell::Text("").truth("c"), None);
    }

    proptest! {
        #[test]
        fn integers_of_any_length_are_whole(digits in "[0-9]{1,40}") {
            prop_assert_eq!(id(&digits), Ok(Some(digits)));
        }

        #[test]
        fn floats_as_printed_are_refused(value in 1e15f64..1e19) {
            let spreadsheet = format!("{:.2}E+18", value / 1e18);
            let data_frame = format!("{:.1}", value.trunc());
            let java = format!("{:.3}E18", value / 1e18);
            prop_assert!(id(&java).is_err());
            prop_assert!(id(&spreadsheet).is_err());
            prop_assert!(id(&data_frame).is_err());
        }
    }
}
