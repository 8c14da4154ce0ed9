//! Where in a TOML text a key stands, for messages about what only makes sense when the whole file was read.
//!
//! **Rejected.** Spans on every value (`serde_spanned`): they would have to be threaded through all types that the
//! rest of the program uses. Scanning is enough for a line number, and a wrong one misleads nobody for long.

/// A key: in a table, of the how-manieth entry of a list of tables.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// Name of the table, empty for the keys above all tables.
    pub table: &'a str,
    /// Which one, from 0.
    pub index: usize,
    /// The key, empty for the table itself.
    pub key: &'a str,
}

impl Place<'_> {
    /// The dotted name, as messages show it.
    pub fn name(&self) -> String {
        match (self.table, self.key) {
            ("", key) => key.to_owned(),
            (table, "") => table.to_owned(),
            (table, key) => format!("{table}.{key}"),
        }
    }

    /// The line, from 1: of the key, else of its table, else the first.
    pub fn line(&self, text: &str) -> usize {
        let (mut table, mut seen, mut header, mut inside) = (String::new(), 0, None, false);
        for (number, line) in (1..).zip(text.lines()) {
            // Text over several lines may look like anything.
            let began_inside = inside;
            inside ^= (line.matches("\"\"\"").count() + line.matches("'''").count()) % 2 == 1;
            if began_inside {
                continue;
            }
            if let Some(name) = table_name(line.trim_start()) {
                if name == self.table {
                    seen += 1;
                    header = if seen == self.index + 1 { Some(number) } else { header };
                }
                table = name;
            } else if table == self.table
                && (table.is_empty() || seen == self.index + 1)
                && !self.key.is_empty()
                && key_of(line) == Some(self.key)
            {
                return number;
            }
        }
        header.unwrap_or(1)
    }
}

/// `condition` of `[[condition]]` and of `[condition]`.
fn table_name(line: &str) -> Option<String> {
    let inner = line.strip_prefix('[')?;
    let inner = inner.strip_prefix('[').unwrap_or(inner);
    let (name, _) = inner.split_once(']')?;
    Some(name.trim().to_owned())
}

/// The key that a line gives a value.
pub(super) fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim().trim_matches(['"', '\'']);
    (!key.is_empty() && !key.starts_with('#')).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::Place;

    const FILE: &str = "id = \"x\"\ntext = \"\"\"\n[[clock]]\nid = 3\n\"\"\"\n\n[[clock]]\nstep = \"a\"\n\n[title]\nen = \"t\"\n\n[[clock]]\nstep = \"b\"\n";

    #[test]
    fn a_key_is_found_in_its_table() {
        let line = |table, index, key| Place { table, index, key }.line(FILE);
        assert_eq!(line("", 0, "id"), 1);
        assert_eq!(line("clock", 0, "step"), 8);
        assert_eq!(line("clock", 1, "step"), 14);
        assert_eq!(line("title", 0, "en"), 11);
    }

    #[test]
    fn what_is_missing_is_reported_at_its_table_or_at_the_top() {
        let line = |table, index, key| Place { table, index, key }.line(FILE);
        assert_eq!(line("clock", 1, "within"), 13);
        assert_eq!(line("who", 0, "kinds"), 1);
        assert_eq!(line("", 0, "area"), 1);
    }
}
