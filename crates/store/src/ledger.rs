//! The ledger: who got what, when, under which marking, by which route. Lines are written by [`crate::Effect::Release`].

use crate::{
    Error, Result, Store, many,
    records::LONGEST_PAGE,
    select::Select,
    value::{Param, Row},
};
use ostrakon_model::Tlp;

/// A line of the ledger: the first time that this version went to this recipient under this marking by this route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerLine {
    /// Who got it.
    pub recipient: String,
    /// STIX id, or a record's `kind/id`.
    pub object: String,
    /// Its version; empty where there is none.
    pub version: String,
    /// The marking it left under.
    pub marking: Tlp,
    /// By which route.
    pub route: String,
    /// When, milliseconds since 1970 UTC.
    pub at: i64,
    /// Event that recorded it.
    pub seq: i64,
}

/// Which lines. Give an object, a recipient, or both; with neither, the whole ledger.
#[derive(Clone, Debug, Default)]
pub struct LedgerQuery {
    /// Only lines of this object.
    pub object: Option<String>,
    /// Only lines of this recipient.
    pub recipient: Option<String>,
    /// The last line of the page before.
    pub after: Option<LedgerLine>,
    /// Rows; 0 asks for 1,000.
    pub limit: usize,
}

fn line(mut row: Row) -> Result<LedgerLine> {
    let marking = row.int(3)?;
    let marking = usize::try_from(marking).ok().and_then(|index| Tlp::ALL.get(index).copied());
    Ok(LedgerLine {
        recipient: row.text(0)?,
        object: row.text(1)?,
        version: row.text(2)?,
        marking: marking.ok_or_else(|| Error::damaged("the ledger", "a marking is none"))?,
        route: row.text(4)?,
        at: row.int(5)?,
        seq: row.int(6)?,
    })
}

impl Store {
    /// Lines of the ledger, by recipient, object, version, marking and route.
    pub fn ledger(&self, query: &LedgerQuery) -> Result<Vec<LedgerLine>> {
        let limit = if query.limit == 0 { 1_000 } else { query.limit.min(LONGEST_PAGE) };
        let mut select = Select::default();
        select.push("SELECT recipient, object, version, marking, route, at, seq FROM ledger WHERE 1 = 1");
        if let Some(object) = &query.object {
            select.push(" AND object = ").bind(object.as_str());
        }
        if let Some(recipient) = &query.recipient {
            select.push(" AND recipient = ").bind(recipient.as_str());
        }
        if let Some(after) = &query.after {
            select.push(" AND (recipient, object, version, marking, route) > (");
            select.bind(after.recipient.as_str()).push(",").bind(after.object.as_str()).push(",");
            select.bind(after.version.as_str()).push(",").bind(after.marking as i64).push(",");
            select.bind(after.route.as_str()).push(")");
        }
        select.push(" ORDER BY recipient, object, version, marking, route LIMIT ").bind(limit as i64);
        let rows = self.read(|driver| driver.query(&select.sql, &select.params))?;
        rows.into_iter().map(line).collect()
    }
}

impl Store {
    /// All lines of these objects, whoever got them: what a change of them makes owed.
    pub fn ledger_of(&self, objects: &[String]) -> Result<Vec<LedgerLine>> {
        let params: Vec<Param<'_>> = objects.iter().map(|id| id.as_str().into()).collect();
        let rows = self.read(|driver| {
            many::query(
                driver,
                "SELECT recipient, object, version, marking, route, at, seq FROM ledger WHERE object IN {rows}",
                1,
                &params,
            )
        })?;
        rows.into_iter().map(line).collect()
    }
}
