//! A preset laid beside a file: which column would become what, what is missing, and what nobody reads.
//!
//! Vendors change their exports without notice. A run that silently finds no links because a column was renamed looks
//! like a result; so the difference is told before the run, column by column, to the person who can mend it.

use super::header::{self, FIELD_NAMES};
use super::path::Path;
use super::plan::full;
use super::spec::{Field, MetricSource, Names};
use super::{Preset, Shape, by_name};
use std::collections::BTreeSet;

/// A preset laid beside a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// Columns (or JSON paths) of the file that fill a canonical field: (column, field).
    pub fills: Vec<(String, &'static str)>,
    /// Canonical fields that the preset knows and no column fills, with the names that were looked for.
    pub missing: Vec<(&'static str, Vec<String>)>,
    /// Columns (or top-level keys) that the preset does not read.
    pub unread: Vec<String>,
}

impl Preset {
    /// Lays the preset beside a file. `columns` are the names to account for: the header, or the keys of the records.
    pub fn outline(&'static self, shape: &Shape<'_>, columns: &[String]) -> Outline {
        let there = |name: &str| match *shape {
            Shape::Table { header } => header::position(header, name).map(|at| header[at].clone()),
            Shape::Json { sample } => {
                let path = Path::parse(name);
                sample.iter().any(|record| path.first(record).is_some()).then(|| name.to_owned())
            }
        };
        let mut outline = Outline::default();
        let mut read: BTreeSet<String> = BTreeSet::new();
        for (&field, source) in &self.spec.fields {
            let source = full(source);
            let names = source.from.as_ref().map_or(&[][..], Names::as_slice);
            let found: Vec<String> = names.iter().filter_map(|name| there(name)).collect();
            let list = matches!(field, Field::Urls | Field::Hashtags | Field::Mentions) && !source.first_only;
            let column = header::column(field);
            if found.is_empty()
                && source.template.is_none()
                && source.constant.is_none()
                && !source.or_text
                && !source.and_text
            {
                outline.missing.push((column, names.to_vec()));
            }
            let used = if list { found.len() } else { 1 };
            outline.fills.extend(found.iter().take(used).map(|name| (name.clone(), column)));
            read.extend(found);
            read.extend(source.with.as_deref().and_then(there));
            read.extend(source.unless.as_deref().and_then(there));
            for piece in source.template.iter().flat_map(|template| template.split('{').skip(1)) {
                read.extend(piece.split_once('}').and_then(|(name, _)| there(name)));
            }
        }
        let spec = self.spec;
        let metrics = spec.metrics.values().flat_map(|metric| match metric {
            MetricSource::Plain(from) => from.as_slice().iter().map(String::as_str).collect::<Vec<_>>(),
            MetricSource::Full(how) => {
                how.from.as_slice().iter().chain(&how.hidden_if).map(String::as_str).collect()
            }
        });
        let media = spec.media.iter().map(|media| media.from.as_str());
        let rules = spec.skip.iter().map(|rule| rule.when.column.as_str());
        let rules = rules.chain(spec.refuse.iter().map(|rule| rule.when.column.as_str()));
        let rules = rules.chain(spec.kinds.iter().map(|rule| rule.when.column.as_str()));
        let rules = rules.chain(spec.platforms.iter().map(|rule| rule.when.column.as_str()));
        let rules = rules.chain(spec.platform_from.as_deref()).chain(spec.channel.as_deref());
        let signature = spec.signature.iter().flat_map(|form| form.required.iter().map(String::as_str));
        read.extend(metrics.chain(media).chain(rules).chain(signature).filter_map(there));
        for source in spec.labels.values() {
            let source = full(source);
            let names = source.from.as_ref().map_or(&[][..], Names::as_slice);
            read.extend(names.iter().filter_map(|name| there(name)));
        }
        let is_read = |column: &String| {
            let below = |name: &String| {
                name == column
                    || name.strip_prefix(column.as_str()).is_some_and(|rest| rest.starts_with(['.', '[']))
            };
            read.iter().any(below)
        };
        outline.unread = columns.iter().filter(|column| !is_read(column)).cloned().collect();
        outline
    }
}

/// What the canonical preset makes of a file that no preset knows: a first proposal for a person to correct. A column fills
/// one field at most, a field that is no list has one column at most.
pub fn propose(shape: &Shape<'_>, columns: &[String]) -> Outline {
    let Some(canonical) = by_name("ostrakon") else { return Outline::default() };
    let mut outline = canonical.outline(shape, columns);
    let mut taken = BTreeSet::new();
    // Fields come in the order in which a post needs them, so that `username` is the author where nothing else is.
    let order = |field: &str| FIELD_NAMES.iter().position(|(_, names)| names[0] == field);
    outline.fills.sort_by_key(|(_, field)| order(field));
    outline.fills.retain(|(column, _)| taken.insert(column.clone()));
    outline
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &[&str]) -> Vec<String> {
        list.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_renamed_column_is_missed_and_a_new_one_is_told() {
        // given an export in the canonical columns whose links column was renamed
        let header = names(&["message_id", "user_id", "timestamp", "message", "repost_id", "outlinks"]);
        let shape = Shape::Table { header: &header };
        let outline = by_name("ostrakon").expect("it is there").outline(&shape, &header);
        assert!(outline.fills.contains(&("repost_id".to_owned(), "repost_id")));
        assert!(outline.missing.iter().any(|(field, _)| *field == "urls"), "{:?}", outline.missing);
        assert_eq!(outline.unread, ["outlinks"]);
    }

    #[test]
    fn a_stranger_gets_a_proposal_without_a_column_used_twice() {
        let header = names(&["Nr", "handle", "Published_At", "body"]);
        let outline = propose(&Shape::Table { header: &header }, &header);
        let fills: Vec<_> = outline.fills.iter().map(|(c, f)| (c.as_str(), *f)).collect();
        assert_eq!(fills, [("handle", "user_id"), ("Published_At", "timestamp"), ("body", "message")]);
        assert_eq!(outline.unread, ["Nr"]);
    }

    #[test]
    fn keys_of_json_are_read_when_anything_below_them_is() {
        let sample =
            [serde_json::json!({ "message_id": "1", "user_id": "2", "timestamp": 1, "extra": {"a": 1} })];
        let columns = names(&["message_id", "user_id", "timestamp", "extra"]);
        let outline = by_name("ostrakon").expect("there").outline(&Shape::Json { sample: &sample }, &columns);
        assert_eq!(outline.unread, ["extra"]);
    }
}
