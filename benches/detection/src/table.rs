//! One table, two forms: Markdown for people and `docs/`, CSV for programs. Both have the same cells.

use std::{error::Error, fmt, path::Path};

/// A table with a heading and a file name.
pub struct Table {
    title: String,
    name: String,
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table; `name` is that of its file, without ending.
    pub fn new(title: impl Into<String>, name: impl Into<String>, head: &[&'static str]) -> Self {
        Self { title: title.into(), name: name.into(), head: head.to_vec(), rows: Vec::new() }
    }

    /// Adds a row with one cell a column.
    pub fn row(&mut self, cells: &[&dyn fmt::Display]) {
        assert_eq!(cells.len(), self.head.len(), "{}", self.title);
        self.rows.push(cells.iter().map(ToString::to_string).collect());
    }

    /// Prints the table, and writes it as `name.csv` where there is a folder for it. A table without rows is neither.
    pub fn publish(&self, out: Option<&Path>) -> Result<(), Box<dyn Error>> {
        if self.rows.is_empty() {
            return Ok(());
        }
        println!("{self}");
        let Some(out) = out else { return Ok(()) };
        let path = out.join(format!("{}.csv", self.name));
        let mut csv =
            csv::Writer::from_path(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        csv.write_record(&self.head)?;
        for row in &self.rows {
            csv.write_record(row)?;
        }
        Ok(csv.flush()?)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |c: usize| {
            let cells = self.rows.iter().map(|row| row[c].chars().count());
            cells.chain([self.head[c].chars().count()]).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.head.len()).map(width).collect();
        writeln!(f, "\n### {}\n", self.title)?;
        let line = |f: &mut fmt::Formatter<'_>, cells: &mut dyn Iterator<Item = &str>| {
            for (c, cell) in cells.enumerate() {
                let pad = " ".repeat(widths[c] - cell.chars().count());
                // Words to the left, numbers to the right.
                let text = if c == 0 { format!("{cell}{pad}") } else { format!("{pad}{cell}") };
                write!(f, "| {text} ")?;
            }
            writeln!(f, "|")
        };
        line(f, &mut self.head.iter().copied())?;
        for (c, width) in widths.iter().enumerate() {
            let dashes = "-".repeat(*width);
            write!(f, "|{}", if c == 0 { format!("-{dashes}-") } else { format!("-{dashes}:") })?;
        }
        writeln!(f, "|")?;
        for row in &self.rows {
            line(f, &mut row.iter().map(String::as_str))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn the_printed_table_is_markdown_and_the_file_has_the_same_cells() {
        let dir = tempfile::tempdir().unwrap();
        let mut table = Table::new("Title", "name", &["kind", "share"]);
        table.row(&[&"fans, many", &0.25]);
        table.publish(Some(dir.path())).unwrap();
        assert_eq!(
            table.to_string(),
            "\n### Title\n\n| kind       | share |\n|------------|------:|\n| fans, many |  0.25 |\n"
        );
        let file = std::fs::read_to_string(dir.path().join("name.csv")).unwrap();
        assert_eq!(file, "kind,share\n\"fans, many\",0.25\n");
    }
}
