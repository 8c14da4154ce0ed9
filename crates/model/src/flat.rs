//! Columns whose rows have different lengths, each in one allocation: strings and lists.
//!
//! The problem: a column that was not asked for still has a row for each of a hundred million posts. The choice:
//! rows are told apart by their ends, and empty rows at the end of a column have none, so that such a column costs
//! one counter. Rejected: optional columns, which every reader would have to unwrap.

/// A column of strings in one allocation.
///
/// A column that was not asked for holds empty strings only, and there may be a hundred million of them: empty
/// strings at the end cost no memory, only `rows` knows of them.
#[derive(Clone, Debug, Default)]
pub struct StrColumn {
    bytes: String,
    /// Ends of the rows up to the last that is not empty, at least.
    ends: Vec<u64>,
    rows: usize,
}

impl StrColumn {
    /// Adds a row.
    pub fn push(&mut self, text: &str) {
        if !text.is_empty() {
            self.settle();
            self.bytes.push_str(text);
            self.ends.push(self.bytes.len() as u64);
        }
        self.rows += 1;
    }

    /// The string of row `i`.
    ///
    /// # Panics
    /// If there is no such row.
    pub fn get(&self, i: usize) -> &str {
        if i >= self.ends.len() {
            assert!(i < self.rows, "row {i} of {}", self.rows);
            return "";
        }
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.bytes[start..self.ends[i] as usize]
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Empties the column, keeping its memory.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.rows = 0;
    }

    /// Makes the end of every row explicit.
    fn settle(&mut self) {
        self.ends.resize(self.rows, self.bytes.len() as u64);
    }

    /// Adds all rows of `other`.
    pub fn append(&mut self, other: &Self) {
        if !other.ends.is_empty() {
            self.settle();
            let base = self.bytes.len() as u64;
            self.bytes.push_str(&other.bytes);
            self.ends.extend(other.ends.iter().map(|end| base + end));
        }
        self.rows += other.rows;
    }

    /// Makes room for `times` the rows of `sample`.
    pub(crate) fn reserve_like(&mut self, sample: &Self, times: f64) {
        self.bytes.reserve(scaled(sample.bytes.len(), times));
        self.ends.reserve(scaled(sample.ends.len(), times));
    }
}

impl PartialEq for StrColumn {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
            && self.bytes == other.bytes
            && same_ends(&self.ends, &other.ends, &(self.bytes.len() as u64))
    }
}

impl Eq for StrColumn {}

/// Whether two lists of ends say the same, where what the shorter one leaves out ends at `last`.
fn same_ends<T: PartialEq>(a: &[T], b: &[T], last: &T) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short == &long[..short.len()] && long[short.len()..].iter().all(|end| end == last)
}

fn scaled(count: usize, times: f64) -> usize {
    (count as f64 * times) as usize
}

/// A column of lists of numbers, flattened. Empty lists at the end cost no memory.
#[derive(Clone, Debug, Default)]
pub struct ListColumn {
    values: Vec<u32>,
    /// Ends of the rows up to the last that is not empty, at least.
    ends: Vec<u32>,
    rows: usize,
}

impl ListColumn {
    /// Adds a row.
    ///
    /// # Panics
    /// After 2³² − 1 values in all rows together.
    pub fn push(&mut self, items: impl IntoIterator<Item = u32>) {
        let before = self.values.len();
        self.values.extend(items);
        if self.values.len() > before {
            self.ends.resize(self.rows, before as u32);
            self.ends.push(u32::try_from(self.values.len()).expect("fewer than 2^32 list values"));
        }
        self.rows += 1;
    }

    /// The list of row `i`.
    ///
    /// # Panics
    /// If there is no such row.
    pub fn get(&self, i: usize) -> &[u32] {
        if i >= self.ends.len() {
            assert!(i < self.rows, "row {i} of {}", self.rows);
            return &[];
        }
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.values[start..self.ends[i] as usize]
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Empties the column, keeping its memory.
    pub fn clear(&mut self) {
        self.values.clear();
        self.ends.clear();
        self.rows = 0;
    }

    pub(crate) fn append(&mut self, other: &Self, renumber: &[u32]) {
        if !other.ends.is_empty() {
            self.ends.resize(self.rows, self.values.len() as u32);
            let base = u32::try_from(self.values.len() + other.values.len())
                .expect("fewer than 2^32 list values")
                - other.values.len() as u32;
            self.values.extend(other.values.iter().map(|&v| renumber[v as usize]));
            self.ends.extend(other.ends.iter().map(|end| base + end));
        }
        self.rows += other.rows;
    }

    /// Makes room for `times` the rows of `sample`.
    pub(crate) fn reserve_like(&mut self, sample: &Self, times: f64) {
        self.values.reserve(scaled(sample.values.len(), times));
        self.ends.reserve(scaled(sample.ends.len(), times));
    }
}

impl PartialEq for ListColumn {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
            && self.values == other.values
            && same_ends(&self.ends, &other.ends, &(self.values.len() as u32))
    }
}

impl Eq for ListColumn {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Empty strings and lists that cost no memory read as if they did.
        #[test]
        fn columns_are_the_lists_that_were_pushed(
            left in prop::collection::vec("a{0,2}", 0..12), right in prop::collection::vec("a{0,2}", 0..12),
        ) {
            let (mut strings, mut more) = (StrColumn::default(), StrColumn::default());
            let (mut lists, mut other) = (ListColumn::default(), ListColumn::default());
            let numbers = |text: &str| 0..text.len() as u32;
            for text in &left {
                strings.push(text);
                lists.push(numbers(text));
            }
            for text in &right {
                more.push(text);
                other.push(numbers(text));
            }
            strings.append(&more);
            lists.append(&other, &[0, 1]);
            let (mut whole, mut whole_lists) = (StrColumn::default(), ListColumn::default());
            for (i, text) in left.iter().chain(&right).enumerate() {
                prop_assert_eq!(strings.get(i), text);
                prop_assert_eq!(lists.get(i), numbers(text).collect::<Vec<_>>());
                whole.push(text);
                whole_lists.push(numbers(text));
            }
            prop_assert_eq!(strings.len(), left.len() + right.len());
            prop_assert_eq!(&strings, &whole);
            prop_assert_eq!(&lists, &whole_lists);
            whole.push("b");
            prop_assert_ne!(&strings, &whole);
        }
    }
}
