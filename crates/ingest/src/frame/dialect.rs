//! Which delimiter a table uses, and whether its quotes mean anything, told from its first rows.
//!
//! The choice: the delimiter that splits the first row into the most fields, among those under which the other rows
//! have as many. Rejected: counting characters, which a text full of commas wins, and the extension, which lies.

use super::table::{Dialect, Rows, Span};

/// Rows looked at.
const ROWS: usize = 200;

/// The dialect of a table that starts with `sample`. `whole`: the sample is all there is.
pub fn sniff(sample: &[u8], whole: bool) -> Dialect {
    let sample = match memchr::memrchr(b'\n', sample) {
        Some(end) if !whole => &sample[..=end],
        _ => sample,
    };
    let mut best = (Dialect { delimiter: b',', quotes: true, escape: None }, (false, 0, 0));
    for delimiter in [b',', b'\t', b';', b'|'] {
        let dialect = Dialect { delimiter, quotes: true, escape: None };
        let seen = look(sample, dialect);
        let score = (seen.width > 1, seen.alike * 10 / seen.rows.max(1), seen.width);
        if score > best.1 {
            // Tables with tabs or bars are often written without any quoting, and then a text may start with a
            // quote like any other character. Most of such texts do not close as a field does; in a quoted table one
            // that does not is a damaged row among many whole ones.
            let quotes = matches!(delimiter, b',' | b';') || seen.broken * 2 < seen.quoted.max(1);
            best = (Dialect { delimiter, quotes, escape: None }, score);
        }
    }
    best.0
}

#[derive(Default)]
struct Seen {
    rows: usize,
    width: usize,
    alike: usize,
    /// Rows with a field that begins with a quote.
    quoted: usize,
    /// Those of them in which it does not close.
    broken: usize,
}

fn look(sample: &[u8], dialect: Dialect) -> Seen {
    let (mut rows, mut fields, mut seen) =
        (Rows::new(sample, dialect, sample.len()), Vec::new(), Seen::default());
    while seen.rows < ROWS
        && let Some(row) = rows.next(&mut fields)
    {
        if seen.rows == 0 {
            seen.width = fields.len();
        }
        seen.rows += 1;
        seen.alike += usize::from(row.fault.is_none() && fields.len() == seen.width);
        let opens = |field: &Span| field.start > 0 && sample.get(field.start as usize - 1) == Some(&b'"');
        seen.quoted += usize::from(row.fault.is_some() || fields.iter().any(opens));
        seen.broken += usize::from(row.fault.is_some());
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(sample: &str) -> (char, bool) {
        let dialect = sniff(sample.as_bytes(), true);
        (char::from(dialect.delimiter), dialect.quotes)
    }

    #[test]
    fn the_delimiter_is_the_one_that_makes_rows_alike() {
        assert_eq!(told("id,text\n1,\"a;b;c\"\n2,\"d;e;f\"\n"), (',', true));
        assert_eq!(told("id;text;n\n1;\"a,b,c\";2\n2;x,y;3\n"), (';', true));
        assert_eq!(told("id\ttext\n1\ta,b,c,d\n2\tx\n"), ('\t', true));
        assert_eq!(told("id|text\n1|a\n"), ('|', true));
    }

    #[test]
    fn tabs_with_texts_that_start_with_a_quote_are_not_quoted() {
        assert_eq!(told("id\ttext\n1\t\"Yes\" he said\n2\tx\n"), ('\t', false));
        assert_eq!(told("id\ttext\n1\t\"a\tb\"\n2\tx\n"), ('\t', true));
        let one_of_many = "id\ttext\n1\t\"a\"\n2\t\"b \"\"\"\n3\t\"Yes\" he said\n4\t\"c\"\n";
        assert_eq!(told(one_of_many), ('\t', true));
    }

    #[test]
    fn a_single_column_is_a_table_of_one() {
        assert_eq!(told("message\nhello\n"), (',', true));
        assert_eq!(told(""), (',', true));
    }
}
