//! Finding columns in a header, and the names that users give canonical fields.
//!
//! Vendors change capitals and leave blanks and byte-order marks in headers; a column is the same column for all
//! that. An exact match wins over a case-insensitive one, so that a file with both `ID` and `id` stays readable.

use super::spec::Field;

/// Position of the column `name`.
pub(crate) fn position(header: &[String], name: &str) -> Option<usize> {
    let wanted = tidy(name);
    header.iter().position(|column| tidy(column) == wanted).or_else(|| {
        let wanted = wanted.to_lowercase();
        header.iter().position(|column| tidy(column).to_lowercase() == wanted)
    })
}

/// A column name without blanks and byte-order mark around it.
pub(crate) fn tidy(name: &str) -> &str {
    name.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0')
}

/// A header for a message: at most 40 names, each cut to 40 characters.
pub(crate) fn shown<'s>(names: impl ExactSizeIterator<Item = &'s str>) -> String {
    let count = names.len();
    let mut out: Vec<String> = names
        .take(40)
        .map(|name| {
            let name = tidy(name);
            let cut: String = name.chars().take(40).collect();
            if cut.len() < name.len() { format!("{cut}…") } else { cut }
        })
        .collect();
    if count > 40 {
        out.push(format!("… and {} more", count - 40));
    }
    if out.is_empty() { "none".to_owned() } else { out.join(", ") }
}

/// Canonical fields by the names that `--map old=new` takes, the canonical column first.
pub(crate) const FIELD_NAMES: [(Field, &[&str]); 17] = [
    (Field::ItemId, &["message_id", "item_id"]),
    (Field::AuthorId, &["user_id", "author_id", "account_id"]),
    (Field::AuthorHandle, &["username", "author_handle", "handle"]),
    (Field::AuthorName, &["author_name", "display_name"]),
    (Field::AuthorDeclaredBot, &["author_declared_bot", "bot"]),
    (Field::CreatedAt, &["timestamp", "created_at"]),
    (Field::SeenAt, &["seen_at", "collected_at"]),
    (Field::Text, &["message", "text"]),
    (Field::Lang, &["lang", "language"]),
    (Field::Url, &["url", "permalink"]),
    (Field::ReplyTo, &["reply_id", "reply_to"]),
    (Field::RepostOf, &["repost_id", "repost_of"]),
    (Field::QuoteOf, &["quote_id", "quote_of"]),
    (Field::ThreadId, &["thread_id", "conversation_id"]),
    (Field::Urls, &["urls", "links"]),
    (Field::Hashtags, &["hashtags"]),
    (Field::Mentions, &["mentions"]),
];

/// A canonical field, for people who map columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Canonical {
    /// The name that `--map old=new` takes on its right side.
    pub name: &'static str,
    /// Other names that are understood.
    pub also: &'static [&'static str],
    /// Whether there is no post without it.
    pub required: bool,
}

/// All canonical fields, those that a post needs first.
pub fn canonical_fields() -> impl Iterator<Item = Canonical> {
    let required = |field| matches!(field, Field::ItemId | Field::AuthorId | Field::CreatedAt);
    let ordered = FIELD_NAMES.iter().filter(move |(field, _)| required(*field));
    let rest = FIELD_NAMES.iter().filter(move |(field, _)| !required(*field));
    ordered.chain(rest).map(move |(field, names)| Canonical {
        name: names[0],
        also: &names[1..],
        required: required(*field),
    })
}

/// The field that a user means by `name`.
pub(crate) fn field(name: &str) -> Option<Field> {
    let name = name.trim().to_ascii_lowercase();
    FIELD_NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(field, _)| *field)
}

/// The canonical column of a field.
pub(crate) fn column(field: Field) -> &'static str {
    FIELD_NAMES.iter().find(|(f, _)| *f == field).map_or("", |(_, names)| names[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> Vec<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    #[test]
    fn blanks_marks_and_capitals_do_not_hide_a_column() {
        let columns = header(&["\u{feff}Page Name", "Tactic ", "ID", "id"]);
        assert_eq!(position(&columns, "page name"), Some(0));
        assert_eq!(position(&columns, "Tactic"), Some(1));
        assert_eq!(position(&columns, "id"), Some(3), "an exact match wins");
        assert_eq!(position(&columns, "absent"), None);
    }

    #[test]
    fn every_field_is_reached_by_its_canonical_column() {
        for (wanted, _) in FIELD_NAMES {
            assert_eq!(field(column(wanted)), Some(wanted));
        }
        assert_eq!(field("repost_of"), Some(Field::RepostOf));
        assert_eq!(field("opinion"), None);
    }

    #[test]
    fn a_header_of_a_thousand_columns_stays_a_message() {
        let many: Vec<String> = (0..1_000).map(|i| format!("{i}{}", "x".repeat(100))).collect();
        assert!(shown(many.iter().map(String::as_str)).chars().count() < 2_000);
        assert_eq!(shown([].into_iter()), "none");
    }
}
