//! What a transaction that writes knows: the end of the log, the next numbers, the names it has looked up.

use crate::{Result, driver::Driver, many, pack::Packed, value::Param};
use std::collections::HashMap;

/// The end of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// Number of the last entry; 0 in an empty log.
    pub(crate) seq: i64,
    /// Its hash; zeros in an empty log.
    pub(crate) hash: [u8; 32],
    /// The last time stamp given out in a collection, microseconds since 1970.
    pub(crate) stamp: i64,
}

impl Head {
    pub(crate) fn read(driver: &mut dyn Driver) -> Result<Self> {
        let mut row = driver
            .query_one("SELECT seq, hash, stamp FROM head WHERE one = 1", &[])?
            .ok_or_else(|| crate::Error::damaged("table head", "it is empty"))?;
        Ok(Self { seq: row.int(0)?, hash: row.digest(1)?, stamp: row.int(2)? })
    }

    pub(crate) fn write(&self, driver: &mut dyn Driver) -> Result<()> {
        let params = [self.seq.into(), self.hash.as_slice().into(), self.stamp.into()];
        driver.execute("UPDATE head SET seq = $1, hash = $2, stamp = $3 WHERE one = 1", &params)?;
        Ok(())
    }
}

/// A transaction that writes.
pub(crate) struct Writing<'a> {
    pub(crate) driver: &'a mut dyn Driver,
    pub(crate) head: Head,
    /// Last number given out in `contents` and in `versions`.
    pub(crate) last_content: i64,
    pub(crate) last_version: i64,
    names: HashMap<String, i64>,
}

/// The counters, to go back to when a commit of a group is refused.
#[derive(Clone, Copy)]
pub(crate) struct Mark(Head, i64, i64);

impl<'a> Writing<'a> {
    /// Reads the counters; the transaction must have begun, since another process may write too.
    pub(crate) fn begin(driver: &'a mut dyn Driver) -> Result<Self> {
        let head = Head::read(driver)?;
        let mut last = |table: &str| -> Result<i64> {
            let sql = format!("SELECT num FROM {table} ORDER BY num DESC LIMIT 1");
            driver.query_one(&sql, &[])?.map_or(Ok(0), |mut row| row.int(0))
        };
        let (last_content, last_version) = (last("contents")?, last("versions")?);
        Ok(Self { driver, head, last_content, last_version, names: HashMap::new() })
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark(self.head, self.last_content, self.last_version)
    }

    pub(crate) fn back_to(&mut self, mark: Mark) {
        Mark(self.head, self.last_content, self.last_version) = mark;
        self.names.clear();
    }

    /// The number of a name, if it has one.
    pub(crate) fn known_name(&mut self, name: &str) -> Result<Option<i64>> {
        if let Some(num) = self.names.get(name) {
            return Ok(Some(*num));
        }
        let row = self.driver.query_one("SELECT num FROM names WHERE name = $1", &[name.into()])?;
        let num = row.map(|mut row| row.int(0)).transpose()?;
        if let Some(num) = num {
            self.names.insert(name.to_owned(), num);
        }
        Ok(num)
    }

    /// The number of a name, given now if it has none.
    pub(crate) fn name(&mut self, name: &str) -> Result<i64> {
        if let Some(num) = self.known_name(name)? {
            return Ok(num);
        }
        let last = self.driver.query_one("SELECT num FROM names ORDER BY num DESC LIMIT 1", &[])?;
        let num = last.map_or(Ok(0), |mut row| row.int(0))? + 1;
        self.driver.execute("INSERT INTO names (num, name) VALUES ($1, $2)", &[num.into(), name.into()])?;
        self.names.insert(name.to_owned(), num);
        Ok(num)
    }

    /// Numbers of contents, in the order asked for; what is not there yet is written from `packed`.
    pub(crate) fn contents(
        &mut self,
        digests: &[[u8; 32]],
        packed: &HashMap<[u8; 32], &Packed>,
        seq: i64,
    ) -> Result<Vec<i64>> {
        let params: Vec<Param<'_>> = digests.iter().map(|digest| digest.as_slice().into()).collect();
        let rows = many::query(
            self.driver,
            "SELECT sha256, num, erased FROM contents WHERE sha256 IN {rows}",
            1,
            &params,
        )?;
        let mut known = HashMap::with_capacity(digests.len());
        for mut row in rows {
            let (digest, num, erased) = (row.digest(0)?, row.int(1)?, row.int_or_null(2)?);
            if let (Some(_), Some(packed)) = (erased, packed.get(&digest)) {
                // What was erased and is given again is kept again; the receipt stays in the log.
                let params = [packed.codec.into(), packed.bytes.as_slice().into(), seq.into(), num.into()];
                self.driver.execute(
                    "UPDATE contents SET codec = $1, bytes = $2, seq = $3, erased = NULL WHERE num = $4",
                    &params,
                )?;
            }
            known.insert(digest, num);
        }
        let mut fresh: Vec<(i64, &Packed)> = Vec::new();
        for digest in digests {
            if !known.contains_key(digest) {
                let packed = packed.get(digest).ok_or_else(|| {
                    crate::Error::damaged(
                        format!("log entry {seq}"),
                        format!("its content {} is missing", crate::digest::to_hex(digest)),
                    )
                })?;
                self.last_content += 1;
                known.insert(*digest, self.last_content);
                fresh.push((self.last_content, packed));
            }
        }
        let params: Vec<Param<'_>> = fresh
            .iter()
            .flat_map(|(num, packed)| -> [Param<'_>; 6] {
                [
                    (*num).into(),
                    packed.sha256.as_slice().into(),
                    seq.into(),
                    packed.codec.into(),
                    packed.size.into(),
                    packed.bytes.as_slice().into(),
                ]
            })
            .collect();
        many::insert(self.driver, "contents (num, sha256, seq, codec, size, bytes)", 6, &params, "")?;
        Ok(digests.iter().filter_map(|digest| known.get(digest).copied()).collect())
    }
}
