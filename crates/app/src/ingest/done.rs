//! What an ingest did, in words and in figures.

use super::{Request, sum};
use crate::names::count;
use ostrakon_ingest::InputSummary;
use ostrakon_lake::Appended;
use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

/// What came out. `rows = added + repeated + held + expired + rejected + not posts`.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Done {
    /// Data set.
    pub dataset: String,
    /// Whether this run made it.
    pub created: bool,
    /// Records read.
    pub rows: u64,
    /// Posts added.
    pub added: u64,
    /// Rows left out because their item id stood further up in the same inputs.
    pub repeated: u64,
    /// Posts left out because the data set has them already.
    pub held: u64,
    /// Posts left out because they were created before the data set's last expiry.
    pub expired: u64,
    /// Rows that could not be taken.
    pub rejected: u64,
    /// The list of them, if there are any.
    pub rejects: Option<PathBuf>,
    /// Well-formed records that are no posts, by name.
    pub not_posts: BTreeMap<String, u64>,
    /// Posts in the data set now.
    pub total: u64,
    /// Key of the pseudonyms; none where accounts are revealed.
    pub key: Option<PathBuf>,
    /// Inputs, with digest and recognised format.
    pub inputs: Vec<Input>,
}

/// One input.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Input {
    /// As the caller named it.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Preset it was read with.
    pub preset: Option<String>,
    /// Records in it.
    pub rows: u64,
}

impl Done {
    pub(super) fn new(
        request: &Request,
        created: bool,
        inputs: &[InputSummary],
        appended: Appended,
        (rejected, rejects): (u64, Option<PathBuf>),
        key: Option<&Path>,
        total: u64,
    ) -> Self {
        let mut not_posts = BTreeMap::new();
        for (name, count) in inputs.iter().flat_map(|input| &input.not_posts) {
            *not_posts.entry(name.clone()).or_default() += count;
        }
        let named = request.source.inputs.iter().zip(inputs);
        Self {
            dataset: request.dataset.clone(),
            created,
            rows: sum(inputs, |input| input.rows),
            added: appended.stored,
            repeated: sum(inputs, |input| input.duplicates),
            held: appended.repeated,
            expired: appended.expired,
            rejected,
            rejects,
            not_posts,
            total,
            key: key.map(Path::to_path_buf),
            inputs: named
                .map(|(path, input)| Input {
                    name: path.display().to_string(),
                    sha256: input.sha256.clone(),
                    bytes: input.bytes,
                    preset: input.preset.clone(),
                    rows: input.rows,
                })
                .collect(),
        }
    }
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let new = if self.created { "the new data set" } else { "the data set" };
        write!(
            f,
            "{} posts added to {new} `{}`, which holds {} now.",
            count(self.added),
            self.dataset,
            count(self.total)
        )?;
        let mut left_out = vec![
            (self.held, "were there already".to_owned()),
            (self.repeated, "repeat an item id of the same input".to_owned()),
            (self.expired, "are older than the data set's last expiry".to_owned()),
        ];
        left_out.extend(self.not_posts.iter().map(|(name, n)| (*n, format!("are no posts ({name})"))));
        for (rows, why) in left_out.into_iter().filter(|(rows, _)| *rows > 0) {
            write!(f, "\n{} of {} rows {why}.", count(rows), count(self.rows))?;
        }
        if let Some(path) = &self.rejects {
            write!(f, "\n{} rows could not be taken: {}", count(self.rejected), path.display())?;
        }
        if let (true, Some(path)) = (self.created, &self.key) {
            write!(
                f,
                "\nKey of the pseudonyms (keep it safe; without it nothing can be added): {}",
                path.display()
            )?;
        }
        Ok(())
    }
}
