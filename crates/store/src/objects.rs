//! Objects: by id, by version, and collections page by page.

use crate::{
    Error, Result, Store,
    members::{FIRST, LAST},
    pack,
    records::LONGEST_PAGE,
    select::Select,
    value::{Param, Row},
    version,
};

/// Ids, types, versions or specification versions asked for at once, at most.
pub const MOST_ASKED: usize = 1_000;
/// More ranges than this (types × states) are cheaper to filter than to merge.
const MOST_RANGES: usize = 48;

/// Which versions of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VersionMatch {
    /// The first in the collection.
    First,
    /// The last in the collection.
    Last,
    /// All.
    All,
    /// This one.
    Exact(String),
}

/// Which part of a collection. An empty list asks for everything; several conditions must all hold.
#[derive(Clone, Debug, Default)]
pub struct ObjectQuery {
    /// Only what was added after this time stamp, in microseconds since 1970.
    pub added_after: Option<i64>,
    /// Only these objects.
    pub ids: Vec<String>,
    /// Only these types.
    pub types: Vec<String>,
    /// Which versions; empty: the last.
    pub versions: Vec<VersionMatch>,
    /// Only these specification versions.
    pub spec_versions: Vec<String>,
    /// `added` of the last row of the page before.
    pub after: Option<i64>,
    /// Rows, at most [`LONGEST_PAGE`]; 0 asks for 1,000.
    pub limit: usize,
}

/// An object version, in a collection or alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredObject {
    /// STIX id.
    pub id: String,
    /// STIX type.
    pub kind: String,
    /// Its version, as it was given; empty for what has none of its own.
    pub version: String,
    /// Specification version.
    pub spec_version: String,
    /// Time stamp in the collection, microseconds since 1970, unlike any other; 0 where no collection was asked.
    pub added: i64,
    /// The canonical bytes; empty in a manifest, and for what was erased.
    pub bytes: Vec<u8>,
    /// Number of the event that erased the bytes.
    pub erased: Option<i64>,
}

/// A page of a collection, in order of addition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectPage {
    /// The versions.
    pub rows: Vec<StoredObject>,
    /// Whether there are more: ask again with `after` = `added` of the last row.
    pub more: bool,
}

pub(crate) const VERSION: &str = "v.id, t.name, v.version, v.given, s.name";
pub(crate) const NAMES: &str = "JOIN names t ON t.num = v.type JOIN names s ON s.num = v.spec";
pub(crate) const CONTENT: &str = "c.codec, c.size, c.bytes, c.erased";

/// Reads [`VERSION`], then `added`, then [`CONTENT`] if it was selected.
pub(crate) fn object(row: &mut Row, with_bytes: bool) -> Result<StoredObject> {
    let (id, kind, comparable) = (row.text(0)?, row.text(1)?, row.text(2)?);
    let version = row.text_or_null(3)?.unwrap_or_else(|| version::spelled(&comparable));
    let (spec_version, added) = (row.text(4)?, row.int(5)?);
    let (mut bytes, mut erased) = (Vec::new(), None);
    if with_bytes {
        erased = row.int_or_null(9)?;
        match row.blob_or_null(8)? {
            Some(packed) => bytes = pack::unpack(row.int(6)?, row.int(7)?, packed, &id)?,
            None if erased.is_some() => {}
            None => return Err(Error::damaged(id, "its bytes are gone without a receipt")),
        }
    }
    Ok(StoredObject { id, kind, version, spec_version, added, bytes, erased })
}

impl Store {
    /// The newest version of an object that the store holds, in whichever collection.
    pub fn object(&self, id: &str) -> Result<Option<StoredObject>> {
        Ok(self.versions_where(id, "ORDER BY v.version DESC LIMIT 1", &[])?.pop())
    }

    /// One version of an object.
    pub fn object_version(&self, id: &str, version: &str) -> Result<Option<StoredObject>> {
        let version = version::comparable(version);
        Ok(self.versions_where(id, "AND v.version = $2", &[version.into()])?.pop())
    }

    /// All versions of an object that the store holds, oldest first.
    pub fn versions(&self, id: &str) -> Result<Vec<StoredObject>> {
        self.versions_where(id, "ORDER BY v.version", &[])
    }

    fn versions_where(&self, id: &str, rest: &str, more: &[Param<'_>]) -> Result<Vec<StoredObject>> {
        let sql = format!(
            "SELECT {VERSION}, 0, {CONTENT} FROM versions v {NAMES} JOIN contents c ON c.num = v.content
             WHERE v.id = $1 {rest}"
        );
        let mut params = vec![id.into()];
        params.extend_from_slice(more);
        let rows = self.read(|driver| driver.query(&sql, &params))?;
        rows.into_iter().map(|mut row| object(&mut row, true)).collect()
    }

    /// A page of a collection, with bytes. An unknown collection is an empty one.
    ///
    /// # Errors
    /// [`Error::Input`] when more than [`MOST_ASKED`] values are asked for at once.
    pub fn objects(&self, collection: &str, query: &ObjectQuery) -> Result<ObjectPage> {
        self.page(collection, query, true)
    }

    /// The same without bytes.
    ///
    /// # Errors
    /// As [`Store::objects`].
    pub fn manifest(&self, collection: &str, query: &ObjectQuery) -> Result<ObjectPage> {
        self.page(collection, query, false)
    }

    /// Object versions in a collection (all of them, not only the last), and the time stamp of the last addition that
    /// is still there.
    pub fn collection_size(&self, collection: &str) -> Result<(i64, Option<i64>)> {
        let sql = "SELECT COUNT(*), MAX(m.added) FROM members m
                   WHERE m.collection = (SELECT num FROM names WHERE name = $1)";
        self.read(|driver| match driver.query_one(sql, &[collection.into()])? {
            Some(mut row) => Ok((row.int(0)?, row.int_or_null(1)?)),
            None => Ok((0, None)),
        })
    }

    fn page(&self, collection: &str, query: &ObjectQuery, with_bytes: bool) -> Result<ObjectPage> {
        for (what, asked) in [
            ("ids", query.ids.len()),
            ("types", query.types.len()),
            ("versions", query.versions.len()),
            ("specification versions", query.spec_versions.len()),
        ] {
            if asked > MOST_ASKED {
                return Err(Error::input(
                    format!("{asked} {what}"),
                    format!("are more than {MOST_ASKED}; ask for them in several requests"),
                ));
            }
        }
        let limit = if query.limit == 0 { 1_000 } else { query.limit.min(LONGEST_PAGE) };
        self.read_consistently(|driver| {
            let mut num = |name: &str| -> Result<Option<i64>> {
                let row = driver.query_one("SELECT num FROM names WHERE name = $1", &[name.into()])?;
                row.map(|mut row| row.int(0)).transpose()
            };
            let empty = ObjectPage { rows: Vec::new(), more: false };
            let Some(collection) = num(collection)? else { return Ok(empty) };
            let mut known = |names: &[String]| -> Result<Option<Vec<i64>>> {
                let nums =
                    names.iter().filter_map(|name| num(name).transpose()).collect::<Result<Vec<_>>>()?;
                Ok((names.is_empty() || !nums.is_empty()).then_some(nums))
            };
            let (Some(types), Some(specs)) = (known(&query.types)?, known(&query.spec_versions)?) else {
                return Ok(empty);
            };
            let wanted = Wanted::new(collection, query, types, specs, limit as i64 + 1);
            let select = wanted.select(query, with_bytes);
            let mut found = driver.query(&select.sql, &select.params)?;
            let more = found.len() > limit;
            found.truncate(limit);
            let rows = found.iter_mut().map(|row| object(row, with_bytes)).collect::<Result<Vec<_>>>()?;
            Ok(ObjectPage { rows, more })
        })
    }
}

/// A query in numbers.
struct Wanted {
    collection: i64,
    after: i64,
    types: Vec<i64>,
    specs: Vec<i64>,
    states: Vec<i64>,
    limit: i64,
}

impl Wanted {
    fn new(collection: i64, query: &ObjectQuery, types: Vec<i64>, specs: Vec<i64>, limit: i64) -> Self {
        let asks = |what: &VersionMatch| query.versions.contains(what);
        let last = asks(&VersionMatch::Last) || query.versions.is_empty();
        let mut states: Vec<i64> = Vec::new();
        for state in 0..=(FIRST | LAST) {
            let is_wanted = asks(&VersionMatch::All)
                || (last && state & LAST != 0)
                || (asks(&VersionMatch::First) && state & FIRST != 0);
            if is_wanted {
                states.push(state);
            }
        }
        let after = query.added_after.unwrap_or(0).max(query.after.unwrap_or(0));
        Self { collection, after, types, specs, states, limit }
    }

    fn select<'a>(&self, query: &'a ObjectQuery, with_bytes: bool) -> Select<'a> {
        let exact: Vec<&str> = query
            .versions
            .iter()
            .filter_map(|what| match what {
                VersionMatch::Exact(text) => Some(version::comparable(text)),
                _ => None,
            })
            .collect();
        let mut select = Select::default();
        select.push("SELECT ").push(VERSION).push(", m.added");
        if with_bytes {
            select.push(", ").push(CONTENT);
        }
        select.push(" FROM (");
        let ranges = self.types.len().max(1) * self.states.len();
        if query.ids.is_empty() && exact.is_empty() && ranges <= MOST_RANGES {
            self.ranges(&mut select);
        } else {
            self.filter(&mut select, query, &exact);
        }
        select.push(") m JOIN versions v ON v.num = m.version ").push(NAMES);
        if with_bytes {
            select.push(" JOIN contents c ON c.num = v.content");
        }
        select.push(" ORDER BY m.added");
        select
    }

    fn specs(&self, select: &mut Select<'_>) {
        if !self.specs.is_empty() {
            select.push(" AND m.spec IN ").bind_list(self.specs.iter().map(|spec| Param::Int(*spec)));
        }
    }

    /// One index range for each type and state; the page is the head of their merge.
    fn ranges(&self, select: &mut Select<'_>) {
        select.push("SELECT * FROM (");
        let mut first = true;
        let any = [None];
        let each: Vec<Option<i64>> = self.types.iter().copied().map(Some).collect();
        for kind in if each.is_empty() { &any[..] } else { &each[..] } {
            for state in &self.states {
                select.push(if first { "" } else { " UNION ALL " });
                first = false;
                select.push("SELECT * FROM (SELECT m.added, m.version FROM members m WHERE m.collection = ");
                select.bind(self.collection);
                if let Some(kind) = *kind {
                    select.push(" AND m.type = ").bind(kind);
                }
                select.push(" AND m.state = ").bind(*state).push(" AND m.added > ").bind(self.after);
                self.specs(select);
                select.push(" ORDER BY m.added LIMIT ").bind(self.limit).push(") one");
            }
        }
        select.push(") ranges ORDER BY added LIMIT ").bind(self.limit);
    }

    /// By ids, or by exact versions, or by very many types.
    fn filter<'a>(&self, select: &mut Select<'a>, query: &'a ObjectQuery, exact: &[&'a str]) {
        select.push("SELECT m.added, m.version FROM ");
        if query.ids.is_empty() {
            select.push("members m JOIN versions v ON v.num = m.version WHERE m.collection = ");
            select.bind(self.collection);
        } else {
            select.push("versions v CROSS JOIN members m WHERE v.id IN ");
            select.bind_list(query.ids.iter().map(|id| id.as_str().into()));
            select.push(" AND m.version = v.num AND m.collection = ").bind(self.collection);
        }
        select.push(" AND m.added > ").bind(self.after);
        if !self.types.is_empty() {
            select.push(" AND m.type IN ").bind_list(self.types.iter().map(|kind| Param::Int(*kind)));
        }
        select.push(" AND (m.state IN ").bind_list(self.states.iter().map(|state| Param::Int(*state)));
        if !exact.is_empty() {
            select.push(" OR v.version IN ").bind_list(exact.iter().map(|version| Param::Text(version)));
        }
        select.push(")");
        self.specs(select);
        select.push(" ORDER BY m.added LIMIT ").bind(self.limit);
    }
}
