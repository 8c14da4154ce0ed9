//! Statements over many rows at once.
//!
//! A row a statement costs a round trip on PostgreSQL and a prepare-bind-step on SQLite. Rows go in groups of 64, 16, 4
//! and 1, so that a handful of prepared statements serves every number of rows.

use crate::{
    Result,
    driver::Driver,
    value::{Param, Row},
};

/// Splits `len` rows into groups, the largest first.
fn groups(len: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let size = [64, 16, 4, 1].into_iter().find(|size| from + size <= len)?;
        from += size;
        Some(from - size..from)
    })
}

/// `($1,$2),($3,$4)`.
fn tuples(rows: usize, columns: usize) -> String {
    let mut text = String::with_capacity(rows * columns * 5);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ",(" });
        for column in 0..columns {
            if column > 0 {
                text.push(',');
            }
            text.push('$');
            text.push_str(&(row * columns + column + 1).to_string());
        }
        text.push(')');
    }
    text
}

/// `INSERT INTO table (…) VALUES …` for rows laid end to end in `params`; `after` is appended (`ON CONFLICT …`).
pub(crate) fn insert(
    driver: &mut dyn Driver,
    into: &str,
    columns: usize,
    params: &[Param<'_>],
    after: &str,
) -> Result<u64> {
    let mut changed = 0;
    for group in groups(params.len() / columns) {
        let sql = format!("INSERT INTO {into} VALUES {} {after}", tuples(group.len(), columns));
        changed += driver.execute(&sql, &params[group.start * columns..group.end * columns])?;
    }
    Ok(changed)
}

/// A query over a list of rows that stands where `sql` says `{rows}`: `… FROM (VALUES {rows}) q …` with `q.column1` on,
/// or `… IN {rows}` with one column.
pub(crate) fn query(
    driver: &mut dyn Driver,
    sql: &str,
    columns: usize,
    params: &[Param<'_>],
) -> Result<Vec<Row>> {
    let mut all = Vec::new();
    for group in groups(params.len() / columns) {
        let rows =
            if sql.contains(" IN {rows}") { tuples(1, group.len()) } else { tuples(group.len(), columns) };
        let text = sql.replace("{rows}", &rows);
        all.append(&mut driver.query(&text, &params[group.start * columns..group.end * columns])?);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_cover_every_row_once() {
        for len in 0..300 {
            let covered: Vec<usize> = groups(len).flatten().collect();
            assert_eq!(covered, (0..len).collect::<Vec<_>>());
        }
        assert_eq!(tuples(2, 2), "($1,$2),($3,$4)");
    }
}
