//! Cells that neither lie to programs nor run in spreadsheets.
//!
//! The problem: a spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, whatever the quoting,
//! and handles and texts are chosen by the people under investigation ("CSV injection"). The usual mend, an apostrophe
//! before every such cell, spoils `-1001234567` (an ordinary Telegram channel id) and cannot be undone, since a value
//! may begin with an apostrophe itself.
//!
//! The choice: a plain number stays as it is, for no formula can hide in one; any other cell that a spreadsheet might
//! run gets one apostrophe, and so does a cell that already has apostrophes before such a start. That is injective:
//! [`unguard`] gives back every value exactly. Default account names are hexadecimal pseudonyms and never change.
//! Rejected: a tab or blank before the cell (programs trim them, some spreadsheets too), leaving it to the reader
//! (one careless double click is enough), and dropping the characters (two accounts could become one).

use std::{borrow::Cow, fmt::Write as _};

/// The cell as a spreadsheet may see it.
pub fn guard(value: &str) -> Cow<'_, str> {
    if is_risky(value) { Cow::Owned(format!("'{value}")) } else { Cow::Borrowed(value) }
}

/// The value behind a guarded cell.
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(value) if is_risky(value) => value,
        _ => cell,
    }
}

/// Whether a spreadsheet might run the cell, or [`unguard`] might mistake it for a guarded one.
fn is_risky(value: &str) -> bool {
    let bare = value.trim_start_matches('\'');
    let risky = bare
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}']);
    risky && !(bare.len() == value.len() && is_plain_number(value))
}

/// A sign and digits, with at most one decimal point: what a spreadsheet reads as the same number.
fn is_plain_number(value: &str) -> bool {
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole) && all_digits(fraction)
}

/// A number for machines: shortest form that reads back exactly; empty when it is no number.
pub fn number(value: f64) -> String {
    let mut out = String::new();
    write_number(value, &mut out);
    out
}

/// As [`number`], behind what is in `out`. Tables have tens of millions of them, hence the library.
pub fn write_number(value: f64, out: &mut String) {
    if !value.is_finite() {
        return;
    }
    let plain = value == 0.0 || (1e-4..1e15).contains(&value.abs());
    if !plain && (1e-5..1e16).contains(&value.abs()) {
        // Here, and only here, the library writes out what we write with an exponent.
        let _ = write!(out, "{value:e}");
        return;
    }
    let mut buffer = ryu::Buffer::new();
    let text = buffer.format_finite(value);
    out.push_str(if plain { text.strip_suffix(".0").unwrap_or(text) } else { text });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_guarded_and_ids_are_left_alone() {
        for risky in ["=HYPERLINK(\"x\")", "@SUM(1)", "+1+cmd|' /C calc'!A0", "-2+3", "\t=1", "＝1", "-"] {
            assert_eq!(guard(risky), format!("'{risky}"));
        }
        for plain in ["a1b2c3", "-1001234567", "+4930", "3.5", "", "'quoted'", "x=1", "mail@example.org"] {
            assert_eq!(guard(plain), plain);
        }
        assert_eq!(guard("'=1"), "''=1", "a value that looks guarded is guarded once more");
    }

    #[test]
    fn numbers_read_back() {
        assert_eq!(number(0.05), "0.05");
        assert_eq!(number(12.0), "12");
        assert_eq!(number(3.2e-300), "3.2e-300");
        assert_eq!(number(f64::NAN), "");
    }

    proptest! {
        #[test]
        fn every_value_comes_back_and_no_guarded_cell_is_a_formula(value in "['=+@\\-\t0-9a.]{0,8}|.*") {
            let cell = guard(&value).into_owned();
            prop_assert_eq!(unguard(&cell), value.as_str());
            let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
            prop_assert!(!formula || is_plain_number(&cell));
        }

        #[test]
        fn numbers_of_every_size_are_written_alike(digits in -1_000_000i64..1_000_000, exponent in -20i32..20) {
            let value = digits as f64 * 10f64.powi(exponent);
            let plain = value == 0.0 || (1e-4..1e15).contains(&value.abs());
            prop_assert_eq!(number(value), if plain { value.to_string() } else { format!("{value:e}") });
        }

        #[test]
        fn every_finite_number_comes_back(bits in any::<u64>()) {
            let value = f64::from_bits(bits);
            if value.is_finite() {
                prop_assert_eq!(number(value).parse::<f64>().expect("a number").to_bits(), bits);
                let plain = value == 0.0 || (1e-4..1e15).contains(&value.abs());
                prop_assert_eq!(number(value), if plain { value.to_string() } else { format!("{value:e}") });
            }
        }
    }
}
