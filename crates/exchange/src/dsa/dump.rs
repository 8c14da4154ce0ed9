//! The table form: the daily dumps of the database, and a file for people in the same columns.
//!
//! Lists stand as JSON text in one cell, as in the dumps; a list that was written with `; ` or `,` by hand is read too.
//! `platform_uid` in the table is `puid` in a statement.

use super::{Profile, Statement, WHAT, check};
use crate::error::{ExchangeError, Problem};
use crate::input::{self, Limits};
use crate::table;
use serde_json::{Map, Value};

/// Columns of the full dump, in its order.
pub const HEADER: [&str; 38] = [
    "uuid",
    "decision_visibility",
    "decision_visibility_other",
    "end_date_visibility_restriction",
    "decision_monetary",
    "decision_monetary_other",
    "end_date_monetary_restriction",
    "decision_provision",
    "end_date_service_restriction",
    "decision_account",
    "end_date_account_restriction",
    "account_type",
    "decision_ground",
    "decision_ground_reference_url",
    "illegal_content_legal_ground",
    "illegal_content_explanation",
    "incompatible_content_ground",
    "incompatible_content_explanation",
    "incompatible_content_illegal",
    "category",
    "category_addition",
    "category_specification",
    "category_specification_other",
    "content_type",
    "content_type_other",
    "content_language",
    "content_date",
    "content_id_ean",
    "territorial_scope",
    "application_date",
    "decision_facts",
    "source_type",
    "source_identity",
    "automated_detection",
    "automated_decision",
    "platform_name",
    "platform_uid",
    "created_at",
];

const LISTS: [&str; 5] = [
    "decision_visibility",
    "category_addition",
    "category_specification",
    "content_type",
    "territorial_scope",
];

/// The table's name of a field and the statement's.
fn field_of(column: &str) -> &str {
    if column == "platform_uid" { "puid" } else { column }
}

/// Reads a table with a header: a dump (full or light), or one that [`write_csv`] made. Columns may be in any order, and
/// unknown ones are kept. All or nothing.
pub fn read_csv(bytes: &[u8], profile: Profile, limits: Limits) -> Result<Vec<Statement>, ExchangeError> {
    let text = input::text(bytes, WHAT, limits)?;
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let unreadable =
        |error: csv::Error| ExchangeError::Unreadable { what: WHAT, reason: format!("no CSV: {error}") };
    let header: Vec<String> = reader.headers().map_err(unreadable)?.iter().map(str::to_owned).collect();
    if !header.iter().any(|name| HEADER.contains(&name.as_str()) && name != "uuid") {
        let reason = "the header names no column of the schema; the first is uuid or decision_visibility";
        return Err(ExchangeError::at(WHAT, "line 1", reason));
    }
    let (mut statements, mut problems) = (Vec::new(), Vec::new());
    for (at, row) in reader.records().enumerate() {
        let row = row.map_err(unreadable)?;
        let line = row.position().map_or(at as u64 + 2, csv::Position::line);
        let statement = statement(&header, &row);
        let found = check(&statement, profile).into_iter();
        problems.extend(found.map(|one| Problem::new(format!("line {line}, {}", one.path), one.reason)));
        statements.push(statement);
    }
    if problems.is_empty() { Ok(statements) } else { Err(ExchangeError::Invalid { what: WHAT, problems }) }
}

fn statement(header: &[String], row: &csv::StringRecord) -> Statement {
    let mut fields = Map::new();
    for (column, cell) in header.iter().zip(row) {
        let cell = table::plain(cell);
        if cell.is_empty() {
            continue;
        }
        let value = match column.as_str() {
            "content_id_ean" => {
                fields.insert("content_id".to_owned(), serde_json::json!({ "EAN-13": cell }));
                continue;
            }
            column if LISTS.contains(&column) => list(cell),
            _ => Value::String(cell.to_owned()),
        };
        fields.insert(field_of(column).to_owned(), value);
    }
    Statement::new(fields)
}

fn list(cell: &str) -> Value {
    match serde_json::from_str(cell) {
        Ok(Value::Array(all)) => Value::Array(all),
        _ => cell.split([';', ',']).map(str::trim).filter(|one| !one.is_empty()).map(Value::from).collect(),
    }
}

/// Statements as a table for people, in the dump's columns. No cell is a formula.
pub fn write_csv(statements: &[Statement]) -> String {
    let row = |statement: &Statement| -> Vec<String> {
        HEADER
            .iter()
            .map(|column| match statement.fields().get(field_of(column)) {
                _ if *column == "content_id_ean" => {
                    let code = statement.fields().get("content_id").and_then(|id| id.get("EAN-13"));
                    code.and_then(Value::as_str).unwrap_or_default().to_owned()
                }
                None | Some(Value::Null) => String::new(),
                Some(Value::String(text)) => text.clone(),
                Some(other) => other.to_string(),
            })
            .collect()
    };
    table::write(&HEADER, statements.iter().map(row))
}
