//! Which versions could not be kept, asked before anything is written.
//!
//! A version never changes. An import that is to be taken whole or not at all has to know beforehand which of its
//! objects the store holds with other content; asking for each by itself would cost a round trip an object.

use crate::{NewObject, Result, Store, digest, many, value::Param, version};
use std::collections::HashMap;

/// Asked for in one read.
const PIECE: usize = 2_000;

impl Store {
    /// Positions of those objects that the store holds under the same id and version with other content. What has no
    /// version of its own never clashes.
    pub fn differing(&self, objects: &[NewObject]) -> Result<Vec<usize>> {
        let mut differing = Vec::new();
        for (piece, chunk) in objects.chunks(PIECE).enumerate() {
            let params: Vec<Param<'_>> = chunk
                .iter()
                .filter(|object| !object.version.is_empty())
                .flat_map(|object| [object.id.as_str().into(), version::comparable(&object.version).into()])
                .collect();
            let mut rows = self.read(|driver| {
                many::query(
                    driver,
                    "SELECT v.id, v.version, c.sha256, c.erased FROM (VALUES {rows}) q CROSS JOIN versions v
                     CROSS JOIN contents c
                     WHERE v.id = q.column1 AND v.version = q.column2 AND c.num = v.content",
                    2,
                    &params,
                )
            })?;
            let mut held: HashMap<(String, String), [u8; 32]> = HashMap::with_capacity(rows.len());
            for row in &mut rows {
                // What was erased has no content that could differ.
                if row.int_or_null(3)?.is_none() {
                    held.insert((row.text(0)?, row.text(1)?), row.digest(2)?);
                }
            }
            if held.is_empty() {
                continue;
            }
            differing.extend(chunk.iter().enumerate().filter_map(|(at, object)| {
                let key = (object.id.clone(), version::comparable(&object.version).to_owned());
                let held = held.get(&key)?;
                (*held != digest::sha256(&object.bytes)).then_some(piece * PIECE + at)
            }));
        }
        Ok(differing)
    }
}
