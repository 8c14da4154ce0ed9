//! Labels, months, countries and figures in the reader's language.
//!
//! The problem: a report goes to readers of many languages, from one document. The choice: one JSON table a language
//! (`assets/situation/`), compiled in, the same keys in each, held by a test; what people wrote stays in the language
//! they wrote it in. Rejected: locale crates, whose data are larger than the report for the sake of twelve months.

use super::{Figure, Unit};
use crate::html::escape::is_tricky;
use ostrakon_model::time::iso;
use std::collections::BTreeMap;
use std::sync::LazyLock;

type Table = BTreeMap<String, String>;

fn table(json: &str) -> Table {
    serde_json::from_str(json).expect("the built-in tables are checked by a test")
}

static ENGLISH: LazyLock<Table> = LazyLock::new(|| table(include_str!("../../assets/situation/en.json")));
static FRENCH: LazyLock<Table> = LazyLock::new(|| table(include_str!("../../assets/situation/fr.json")));
static GERMAN: LazyLock<Table> = LazyLock::new(|| table(include_str!("../../assets/situation/de.json")));

/// The texts of one language.
#[derive(Clone, Copy)]
pub struct Words {
    /// BCP 47 tag: `en`, `fr` or `de`.
    pub language: &'static str,
    table: &'static Table,
}

impl Words {
    /// The texts for a BCP 47 tag (`de-AT` is German); English for a language there is no table for.
    pub fn of(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        match primary.as_str() {
            "fr" => Self { language: "fr", table: &FRENCH },
            "de" => Self { language: "de", table: &GERMAN },
            _ => Self { language: "en", table: &ENGLISH },
        }
    }

    /// The texts of another table, with the same ways of asking.
    pub fn over(language: &'static str, table: &'static BTreeMap<String, String>) -> Self {
        Self { language, table }
    }

    /// The text of a key, or nothing.
    pub fn find(self, key: &str) -> Option<&'static str> {
        self.table.get(key).map(String::as_str)
    }

    /// The text of a key; the key itself if there is none, so that a slip shows without breaking the page.
    pub fn get(self, key: &str) -> String {
        self.find(key).unwrap_or(key).to_owned()
    }

    /// The text of a key with its values filled in, in one pass: a value that looks like a place stays as it is.
    pub fn fill(self, key: &str, values: &[(&str, &str)]) -> String {
        let text = self.get(key);
        let mut out = String::with_capacity(text.len() + 32);
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let value = after.split_once('}').and_then(|(name, tail)| {
                values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value, tail))
            });
            rest = if let Some((value, tail)) = value {
                out.push_str(value);
                tail
            } else {
                out.push('{');
                after
            };
        }
        out + rest
    }

    /// A country's name; the code itself where there is none.
    pub fn country(self, code: &str) -> String {
        let code = canonical(code);
        self.find(&format!("country.{code}")).map_or(code, ToOwned::to_owned)
    }

    /// A whole number with its thousands set apart as the language does it.
    pub fn count(self, n: u64) -> String {
        let english = crate::html::format::count(n);
        match self.language {
            "fr" => english.replace(',', "\u{202f}"),
            "de" => english.replace(',', "."),
            _ => english,
        }
    }

    /// A number; a whole one without decimals, others with one.
    pub fn number(self, x: f64) -> String {
        if !x.is_finite() {
            return "–".into();
        }
        let sign = if x < 0.0 { "−" } else { "" };
        let tenths = (x.abs() * 10.0).round();
        if tenths >= 1e17 {
            return format!("{x:.2e}");
        }
        let (whole, tenth) = (tenths as u64 / 10, tenths as u64 % 10);
        let point = if self.language == "en" { '.' } else { ',' };
        match tenth {
            0 => format!("{sign}{}", self.count(whole)),
            _ => format!("{sign}{}{point}{tenth}", self.count(whole)),
        }
    }

    /// A value in its unit; a dash where nothing was measured.
    pub fn value(self, value: Option<f64>, unit: Unit) -> String {
        match (value.filter(|v| v.is_finite()), unit) {
            (None, _) => "–".into(),
            (Some(x), Unit::Count) => self.number(x),
            (Some(x), Unit::Percent) if self.language == "en" => format!("{}%", self.number(x)),
            (Some(x), Unit::Percent) => format!("{}\u{a0}%", self.number(x)),
            (Some(x), Unit::Duration) => self.duration(x as i64),
        }
    }

    /// A figure with its denominator: `12 of 40 incidents under review`.
    pub fn figure(self, figure: &Figure) -> String {
        let value = self.value(figure.value, figure.unit);
        match &figure.denominator {
            Some(d) => {
                let of = self.value(Some(d.value), figure.unit);
                self.fill("figure.of", &[("value", &value), ("of", &of), ("label", &d.label)])
            }
            None => value,
        }
    }

    /// A length of time in its two largest units.
    pub fn duration(self, ms: i64) -> String {
        let shown = crate::html::format::duration(ms);
        match self.language {
            "fr" => shown.replace(" d", " j"),
            "de" => shown.replace(" d", " T").replace(" h", " Std."),
            _ => shown,
        }
    }

    /// A day: `9 June 2024`.
    pub fn day(self, ms: i64) -> String {
        let iso = iso(ms);
        self.date(iso.split('T').next().unwrap_or_default())
    }

    /// A day as ISO 8601 writes it, in words; what is no such day stays as it is.
    pub fn date(self, iso: &str) -> String {
        let mut parts = iso.rsplitn(3, '-');
        let (Some(day), Some(month), Some(year)) = (parts.next(), parts.next(), parts.next()) else {
            return iso.to_owned();
        };
        let Some(name) = self.find(&format!("month.{month}")) else { return iso.to_owned() };
        self.fill("date", &[("day", day.trim_start_matches('0')), ("month", name), ("year", year)])
    }

    /// A moment as `model::time::iso` writes it, in words; none if it is no such moment.
    pub fn moment(self, text: &str) -> Option<String> {
        let (day, clock) = text.strip_suffix('Z')?.split_once('T')?;
        let digits = |part: &str, lengths: &[usize], by: char| {
            let parts: Vec<&str> = part.split(by).collect();
            parts.len() == lengths.len()
                && parts
                    .iter()
                    .zip(lengths)
                    .all(|(p, n)| p.len() == *n && p.bytes().all(|b| b.is_ascii_digit()))
        };
        let seconds = clock.split('.').next()?;
        (digits(day, &[4, 2, 2], '-') && digits(seconds, &[2, 2, 2], ':'))
            .then(|| format!("{}, {} UTC", self.date(day), &seconds[..5]))
    }

    /// A moment to the minute: `9 June 2024, 06:30 UTC`.
    pub fn time(self, ms: i64) -> String {
        let iso = iso(ms);
        let clock = iso.split_once('T').and_then(|(_, clock)| clock.get(..5)).unwrap_or_default();
        format!("{}, {clock} UTC", self.day(ms))
    }

    /// A moment, or a dash.
    pub fn maybe_time(self, ms: Option<i64>) -> String {
        ms.map_or_else(|| "–".into(), |ms| self.time(ms))
    }

    #[cfg(test)]
    pub(super) fn keys(self) -> Vec<&'static str> {
        self.table.keys().map(String::as_str).collect()
    }
}

/// The code as ISO 3166-1 writes it: upper case, `GR` and `GB` for the Union's `EL` and `UK`.
pub fn canonical(code: &str) -> String {
    let code: String =
        code.trim().chars().filter(|c| !is_tricky(*c)).take(12).collect::<String>().to_uppercase();
    match code.as_str() {
        "EL" => "GR".into(),
        "UK" => "GB".into(),
        _ => code,
    }
}
