//! A mechanism's file as it is written, and the mechanisms it stands for: one, or one for each variant.
//!
//! A toolbox is one file: its variants share purpose, fields and law, and differ in what they ask for and in whether
//! they need an attribution. A variant adds conditions, it never takes one away.

use super::{
    Addressee, Answers, Area, Ask, AttributionNeed, Clock, Condition, Fault, Field, LegalBasis, Mechanism,
    Who, place, text,
};
use crate::Words;
use serde::Deserialize;

/// A file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub id: String,
    /// Id of the mechanism that this one takes the place of.
    pub replaces: Option<String>,
    /// Language of strings, where it is not English.
    pub language: Option<String>,
    pub area: Area,
    pub addressee: Addressee,
    pub asks_for: Ask,
    pub effect: u8,
    pub outward: bool,
    #[serde(default)]
    pub needs_attribution: AttributionNeed,
    #[serde(default)]
    pub needs_two_people: bool,
    #[serde(deserialize_with = "text::words")]
    pub title: Words,
    #[serde(deserialize_with = "text::words")]
    pub purpose: Words,
    pub who: Who,
    #[serde(default, rename = "condition")]
    pub conditions: Vec<Condition>,
    #[serde(default, rename = "field")]
    pub fields: Vec<Field>,
    #[serde(default, rename = "clock")]
    pub clocks: Vec<Clock>,
    pub answers: Answers,
    pub legal: Vec<LegalBasis>,
    #[serde(deserialize_with = "text::list")]
    pub safeguards: Vec<Words>,
    #[serde(deserialize_with = "text::list")]
    pub not_for: Vec<Words>,
    #[serde(default, rename = "variant")]
    pub variants: Vec<Variant>,
}

/// What a variant says otherwise.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Variant {
    pub id: String,
    #[serde(deserialize_with = "text::words")]
    pub title: Words,
    #[serde(default, deserialize_with = "text::maybe")]
    pub purpose: Option<Words>,
    pub asks_for: Option<Ask>,
    pub effect: Option<u8>,
    pub needs_attribution: Option<AttributionNeed>,
    #[serde(default)]
    pub needs_two_people: bool,
    #[serde(default, rename = "condition")]
    pub conditions: Vec<Condition>,
    #[serde(default, deserialize_with = "text::list")]
    pub not_for: Vec<Words>,
}

/// Longest file that is read: the longest of ours has 6 KB.
const LONGEST: usize = 256 << 10;

impl Source {
    /// Reads a file.
    ///
    /// # Errors
    /// A [`Fault`] when it is too long, no UTF-8, no TOML, or not of this shape.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, Fault> {
        let fault = |line, key: &str, problem: String, mend: &str| Fault {
            file: file.to_owned(),
            line,
            key: key.to_owned(),
            problem,
            mend: mend.to_owned(),
        };
        if bytes.len() > LONGEST {
            let problem = format!("the file has more than {LONGEST} bytes");
            return Err(fault(1, "", problem, "a mechanism is a page of text: is this the right file?"));
        }
        let text = std::str::from_utf8(bytes).map_err(|e| {
            let line = line_at(&bytes[..e.valid_up_to()]);
            fault(line, "", format!("byte {} is no UTF-8", e.valid_up_to()), "save the file as UTF-8")
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        toml::from_str(text).map_err(|e| {
            // What is missing in a table is reported at its beginning, what is wrong at its place.
            let at = e.span().map_or(0, |span| span.start).min(text.len());
            let line = line_at(&text.as_bytes()[..at]);
            let message = e.message().to_owned();
            let key = message
                .split('`')
                .nth(1)
                .filter(|_| message.contains("field"))
                .or_else(|| text.lines().nth(line - 1).and_then(place::key_of))
                .unwrap_or_default();
            fault(line, key, message.clone(), "see docs/mechanisms.md for the keys and their values")
        })
    }

    /// The mechanisms that the file stands for.
    pub fn expand(self, origin: Option<&str>) -> Vec<Mechanism> {
        let base = Mechanism {
            id: self.id,
            area: self.area,
            addressee: self.addressee,
            asks_for: self.asks_for,
            effect: self.effect,
            outward: self.outward,
            needs_attribution: self.needs_attribution,
            needs_two_people: self.needs_two_people,
            title: self.title,
            purpose: self.purpose,
            who: self.who,
            conditions: self.conditions,
            fields: self.fields,
            clocks: self.clocks,
            answers: self.answers,
            legal: self.legal,
            safeguards: self.safeguards,
            not_for: self.not_for,
            language: self.language,
            origin: origin.map(str::to_owned),
        };
        if self.variants.is_empty() {
            return vec![base];
        }
        self.variants
            .into_iter()
            .map(|variant| {
                let mut one = base.clone();
                one.id = format!("{}-{}", base.id, variant.id);
                one.title = variant.title;
                one.purpose = variant.purpose.unwrap_or(one.purpose);
                one.asks_for = variant.asks_for.unwrap_or(one.asks_for);
                one.effect = variant.effect.unwrap_or(one.effect);
                // A variant may ask for more care than its file, never for less.
                one.needs_attribution =
                    one.needs_attribution.max(variant.needs_attribution.unwrap_or_default());
                one.needs_two_people |= variant.needs_two_people;
                one.conditions.extend(variant.conditions);
                one.not_for.extend(variant.not_for);
                one
            })
            .collect()
    }
}

/// The line on which something begins, from what stands before it.
fn line_at(before: &[u8]) -> usize {
    before.split(|byte| *byte == b'\n').count()
}
