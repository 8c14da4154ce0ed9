//! Records: the current state of everything that is no STIX object, by kind and id, in order of a key, page by page.

use crate::{
    Error, Result, Store, apply::RecordContent, digest::to_hex, driver::Driver, pack, select::Select,
    value::Row,
};
use ostrakon_model::Tlp;
use std::collections::BTreeMap;

/// Rows of a page, at most.
pub const LONGEST_PAGE: usize = 100_000;

/// A record as it is now.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Kind.
    pub kind: String,
    /// Id within the kind.
    pub id: String,
    /// Revision: number of the event that wrote it, so it grows with each change and never comes again.
    pub rev: i64,
    /// Organisation that owns it; empty where nobody does.
    pub owner: String,
    /// Its marking.
    pub marking: Tlp,
    /// When it was first written, milliseconds since 1970 UTC.
    pub created: i64,
    /// When it was last written.
    pub updated: i64,
    /// Sort and look-up keys. Empty when the content was erased.
    pub keys: BTreeMap<String, String>,
    /// The record itself; `null` when the content was erased.
    pub body: serde_json::Value,
    /// SHA-256 of its content, by which it can be erased.
    pub content: [u8; 32],
    /// Number of the event that erased the content.
    pub erased: Option<i64>,
}

/// In which order records come, and between which bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// By id.
    Id,
    /// By the key of this name; records without it are left out.
    Key(String),
}

/// Which records.
#[derive(Clone, Debug)]
pub struct RecordQuery {
    /// Kind.
    pub kind: String,
    /// Only those of this owner.
    pub owner: Option<String>,
    /// Only those whose marking is at most this.
    pub marking_at_most: Tlp,
    /// What they are ordered by.
    pub order: Order,
    /// Last first.
    pub descending: bool,
    /// Least value of what they are ordered by.
    pub from: Option<String>,
    /// Value that all must be less than.
    pub to: Option<String>,
    /// Where the page before ended.
    pub after: Option<Cursor>,
    /// Rows, at most [`LONGEST_PAGE`].
    pub limit: usize,
}

impl RecordQuery {
    /// The first hundred of a kind, by id.
    pub fn of(kind: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            owner: None,
            marking_at_most: Tlp::Red,
            order: Order::Id,
            descending: false,
            from: None,
            to: None,
            after: None,
            limit: 100,
        }
    }

    /// Those whose key `name` is exactly `value`.
    pub fn with_key(kind: impl Into<String>, name: impl Into<String>, value: impl Into<String>) -> Self {
        let value = value.into();
        let mut end = value.clone();
        // The least text greater than `value`.
        end.push('\u{1}');
        Self { order: Order::Key(name.into()), from: Some(value), to: Some(end), ..Self::of(kind) }
    }
}

/// The place of a record in an order.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Cursor {
    /// Value of what the order is by.
    pub value: String,
    /// Id, which tells equal values apart.
    pub id: String,
}

/// A page of records.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordPage {
    /// The records.
    pub rows: Vec<Record>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
}

const COLUMNS: &str = "r.kind, r.id, r.rev, r.owner, r.marking, r.created, r.updated, c.sha256, c.codec, c.size, c.bytes, c.erased";

fn record(row: &mut Row) -> Result<Record> {
    let (kind, id) = (row.text(0)?, row.text(1)?);
    let place = format!("{kind} {id}");
    let marking = row.int(4)?;
    let marking = usize::try_from(marking)
        .ok()
        .and_then(|index| Tlp::ALL.get(index).copied())
        .ok_or_else(|| Error::damaged(place.as_str(), format!("marking {marking} is none")))?;
    let (content, erased) = (row.digest(7)?, row.int_or_null(11)?);
    let RecordContent { body, keys } = match row.blob_or_null(10)? {
        None if erased.is_some() => RecordContent { body: serde_json::Value::Null, keys: BTreeMap::new() },
        None => {
            return Err(Error::damaged(
                place,
                format!("its content {} is gone without a receipt", to_hex(&content)),
            ));
        }
        Some(bytes) => {
            let bytes = pack::unpack(row.int(8)?, row.int(9)?, bytes, &place)?;
            serde_json::from_slice(&bytes).map_err(|reason| {
                Error::damaged(place.as_str(), format!("its content is no record: {reason}"))
            })?
        }
    };
    Ok(Record {
        kind,
        id,
        rev: row.int(2)?,
        owner: row.text(3)?,
        marking,
        created: row.int(5)?,
        updated: row.int(6)?,
        keys,
        body,
        content,
        erased,
    })
}

/// A content by its number: the bytes, or the receipt of their erasure.
pub(crate) fn content(driver: &mut dyn Driver, num: i64) -> Result<std::result::Result<Vec<u8>, i64>> {
    let row =
        driver.query_one("SELECT codec, size, bytes, erased FROM contents WHERE num = $1", &[num.into()])?;
    let place = format!("content {num}");
    let Some(mut row) = row else { return Err(Error::damaged(place, "it is missing")) };
    match (row.blob_or_null(2)?, row.int_or_null(3)?) {
        (Some(bytes), _) => pack::unpack(row.int(0)?, row.int(1)?, bytes, &place).map(Ok),
        (None, Some(receipt)) => Ok(Err(receipt)),
        (None, None) => Err(Error::damaged(place, "its bytes are gone without a receipt")),
    }
}

impl Store {
    /// A record; `None` when there is none.
    pub fn record(&self, kind: &str, id: &str) -> Result<Option<Record>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM records r JOIN contents c ON c.num = r.content WHERE r.kind = $1 AND r.id = $2"
        );
        self.read(|driver| {
            let row = driver.query_one(&sql, &[kind.into(), id.into()])?;
            row.map(|mut row| record(&mut row)).transpose()
        })
    }

    /// The record whose key `name` is `value`; the first by id when several are.
    pub fn record_by_key(&self, kind: &str, name: &str, value: &str) -> Result<Option<Record>> {
        let query = RecordQuery { limit: 1, ..RecordQuery::with_key(kind, name, value) };
        Ok(self.records(&query)?.rows.into_iter().next())
    }

    /// A page of records.
    pub fn records(&self, query: &RecordQuery) -> Result<RecordPage> {
        let limit = query.limit.clamp(1, LONGEST_PAGE);
        let mut select = Select::default();
        select.push("SELECT ").push(COLUMNS);
        let value = match &query.order {
            Order::Id => {
                select.push(", r.id FROM records r JOIN contents c ON c.num = r.content WHERE r.kind = ");
                select.bind(query.kind.as_str());
                "r.id"
            }
            Order::Key(name) => {
                select.push(", k.value FROM record_keys k JOIN records r ON r.kind = k.kind AND r.id = k.id");
                select
                    .push(" JOIN contents c ON c.num = r.content WHERE k.kind = ")
                    .bind(query.kind.as_str());
                select.push(" AND k.name = ").bind(name.as_str());
                "k.value"
            }
        };
        let id = if query.order == Order::Id { "r.id" } else { "k.id" };
        if let Some(from) = &query.from {
            select.push(&format!(" AND {value} >= ")).bind(from.as_str());
        }
        if let Some(to) = &query.to {
            select.push(&format!(" AND {value} < ")).bind(to.as_str());
        }
        if let Some(after) = &query.after {
            let compare = if query.descending { "<" } else { ">" };
            select.push(&format!(" AND ({value}, {id}) {compare} ("));
            select.bind(after.value.as_str()).push(", ").bind(after.id.as_str()).push(")");
        }
        if let Some(owner) = &query.owner {
            select.push(" AND r.owner = ").bind(owner.as_str());
        }
        if query.marking_at_most < Tlp::Red {
            select.push(" AND r.marking <= ").bind(query.marking_at_most as i64);
        }
        let direction = if query.descending { "DESC" } else { "ASC" };
        select
            .push(&format!(" ORDER BY {value} {direction}, {id} {direction} LIMIT "))
            .bind(limit as i64 + 1);
        let mut found = self.read(|driver| driver.query(&select.sql, &select.params))?;
        let more = found.len() > limit;
        found.truncate(limit);
        let mut next = None;
        let mut rows = Vec::with_capacity(found.len());
        for mut row in found {
            let value = row.text(12)?;
            let read = record(&mut row)?;
            next = Some(Cursor { value, id: read.id.clone() });
            rows.push(read);
        }
        Ok(RecordPage { rows, next: next.filter(|_| more) })
    }
}
