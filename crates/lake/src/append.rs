//! Appending: posts in, one immutable file a day out, listed all at once at the end.
//!
//! Posts gather in memory until 128 MiB or 1,048,576 of them are there; then each day's become a file under a name
//! that the manifest does not list yet. Exports are mostly in order of time, so a day seldom ends up in two files.
//! Keeping a writer open per day instead would make fewer files of a shuffled export, and needs a file descriptor and
//! a page buffer for each of thousands of days.

use crate::dataset::Dataset;
use crate::decode::Rows;
use crate::encode::Batch;
use crate::error::{Error, Result};
use crate::info::Accounts;
use crate::manifest::{Manifest, PartFile, Source};
use crate::part::{part_name, partitions, write_part};
use crate::scan;
use arrow::array::UInt32Array;
use arrow::compute::take_record_batch;
use ostrakon_model::seen::SeenIds;
use ostrakon_model::{Fields, IdHasher, Post};
use std::fs::File;

const FLUSH_BYTES: usize = 128 << 20;
const FLUSH_ROWS: usize = 1 << 20;
/// A post above this is an attack or a parser's mistake; Parquet pages could not hold one of 2 GiB.
const MAX_POST_BYTES: usize = 256 << 20;

/// Where the posts of an append come from, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intake {
    /// The sources; `source.file` of each post counts in this list.
    pub sources: Vec<Source>,
    /// How the posts' accounts are named: must be as in the data set.
    pub accounts: Accounts,
    /// The moment of taking in, ms since the epoch: from it the time of undated posts counts.
    pub taken_ms: i64,
}

/// What became of a post that was offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It will be stored.
    Stored,
    /// A post with its platform and item id is there already, from this append or one before.
    Repeated,
    /// It was created before the data set's last expiry.
    Expired,
}

/// What an append did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    /// Posts stored.
    pub stored: u64,
    /// Posts left out because they were there already.
    pub repeated: u64,
    /// Posts left out because they had expired.
    pub expired: u64,
    /// Files written.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// An append in progress. Nothing of it can be seen before [`Appender::commit`] returns; dropped before that, it
/// never happened.
pub struct Appender<'d> {
    dataset: &'d Dataset,
    manifest: Manifest,
    intake: Intake,
    first_source: u32,
    seen: SeenIds,
    hasher: IdHasher,
    key: String,
    batch: Batch,
    times: Vec<Option<i64>>,
    bytes: usize,
    parts: Vec<PartFile>,
    done: Appended,
    failed: bool,
    _lock: File,
}

impl<'d> Appender<'d> {
    pub(crate) fn new(dataset: &'d Dataset, intake: Intake) -> Result<Self> {
        dataset.accepts(&intake.accounts)?;
        let lock = dataset.lock()?;
        let manifest = dataset.manifest()?;
        dataset.sweep(&manifest)?;
        let seen = SeenIds::default();
        let mut appender = Self {
            dataset,
            intake,
            first_source: manifest.sources.len() as u32,
            hasher: seen.hasher(),
            seen,
            key: String::new(),
            batch: Batch::default(),
            times: Vec::new(),
            bytes: 0,
            parts: Vec::new(),
            done: Appended::default(),
            failed: false,
            manifest,
            _lock: lock,
        };
        appender.remember()?;
        Ok(appender)
    }

    /// Learns the ids that are stored. That takes about half a microsecond a stored post; an index kept beside them
    /// would be one more thing to keep true after a crash.
    fn remember(&mut self) -> Result<()> {
        for file in std::mem::take(&mut self.manifest.files) {
            let path = self.dataset.part(&file.name);
            for batch in scan::open(self.dataset, &file, Fields::BASE)? {
                let batch = batch.map_err(Error::damaged(&path))?;
                let rows = Rows::new(&batch, &path)?;
                for row in 0..batch.num_rows() {
                    let (platform, item) = rows.identity(row);
                    self.first(platform, item);
                }
            }
            self.manifest.files.push(file);
        }
        Ok(())
    }

    /// Whether this post was not seen before.
    fn first(&mut self, platform: &str, item: &str) -> bool {
        self.key.clear();
        self.key.push_str(platform);
        self.key.push('\0');
        self.key.push_str(item);
        let digest = self.hasher.digest(&self.key);
        self.seen.first(digest)
    }

    /// Offers a post.
    ///
    /// # Errors
    /// [`Error::Post`] when it cannot be stored: it is left out, and the append may go on. [`Error::Io`] when the
    /// disk refuses: the append cannot be committed any more.
    pub fn push(&mut self, post: &Post<'_>) -> Result<Taken> {
        let refused = |reason| Error::Post {
            item: post.item_id.chars().take(40).collect(),
            line: post.source.line,
            reason,
        };
        if post.source.file as usize >= self.intake.sources.len() {
            return Err(refused("its source is not in the list of sources given"));
        }
        let size = size(post);
        if size > MAX_POST_BYTES {
            return Err(refused("it is larger than 256 MiB"));
        }
        let moment = post.moment().map(|time| time.ms);
        if let (Some(moment), Some(before)) = (moment, self.manifest.expired_before_ms)
            && moment < before
        {
            self.done.expired += 1;
            return Ok(Taken::Expired);
        }
        if !self.first(&post.platform, &post.item_id) {
            self.done.repeated += 1;
            return Ok(Taken::Repeated);
        }
        let file = self.first_source + post.source.file;
        self.batch.push(post, file).map_err(|error| Error::damaged(&self.dataset.posts_dir())(error))?;
        self.times.push(moment);
        self.bytes += size;
        self.done.stored += 1;
        if self.bytes >= FLUSH_BYTES || self.times.len() >= FLUSH_ROWS {
            self.flush()?;
        }
        Ok(Taken::Stored)
    }

    /// Writes the gathered posts out. After a failure some of them are lost, so that the append must not be listed.
    fn flush(&mut self) -> Result<()> {
        if self.failed {
            return Err(Error::Abandoned(self.dataset.info().name.clone()));
        }
        self.failed = true;
        self.write_parts()?;
        self.failed = false;
        Ok(())
    }

    fn write_parts(&mut self) -> Result<()> {
        if self.times.is_empty() {
            return Ok(());
        }
        let folder = self.dataset.posts_dir();
        let batch = std::mem::take(&mut self.batch).finish().map_err(Error::damaged(&folder))?;
        self.bytes = 0;
        for (label, rows) in partitions(&std::mem::take(&mut self.times)) {
            let part =
                take_record_batch(&batch, &UInt32Array::from(rows)).map_err(Error::damaged(&folder))?;
            let name = part_name(&label, self.manifest.version + 1, self.parts.len());
            self.parts.push(write_part(self.dataset, name, &part, self.intake.taken_ms)?);
        }
        Ok(())
    }

    /// Makes the append happen. An append of nothing new changes nothing.
    ///
    /// # Errors
    /// [`Error::Io`]; the data set is then as it was before, or as it should be now, and nothing between.
    pub fn commit(mut self) -> Result<Appended> {
        self.flush()?;
        if self.parts.is_empty() {
            return Ok(self.done);
        }
        let folder = self.dataset.posts_dir();
        let disk = &*self.dataset.disk;
        disk.sync(&folder).map_err(Error::io(&folder))?;
        self.done.files = self.parts.len() as u64;
        self.done.bytes = self.parts.iter().map(|part| part.bytes).sum();
        self.manifest.version += 1;
        self.manifest.files.append(&mut self.parts);
        self.manifest.sources.append(&mut self.intake.sources);
        self.manifest.write(disk, &self.dataset.manifest_path())?;
        Ok(self.done)
    }
}

/// Roughly the memory a post takes as a row: its strings, and a little for each column and each list item.
fn size(post: &Post<'_>) -> usize {
    let texts = [&post.author_handle, &post.author_name, &post.text, &post.lang, &post.url, &post.reply_to];
    let more = [&post.repost_of, &post.quote_of, &post.thread_id];
    let optional: usize = texts.into_iter().chain(more).flatten().map(|text| text.len()).sum();
    let lists: usize =
        [&post.urls, &post.hashtags, &post.mentions].into_iter().flatten().map(|text| text.len() + 8).sum();
    let media: usize =
        post.media.iter().map(|m| m.key.len() + m.kind.as_ref().map_or(0, |k| k.len()) + 16).sum();
    let metrics: usize = post.metrics.iter().map(|(name, _)| name.len() + 40).sum();
    let labels: usize = post.labels.iter().map(|(name, value)| name.len() + value.len() + 16).sum();
    let ids = post.platform.len() + post.item_id.len() + post.author_id.len();
    300 + ids + optional + lists + media + metrics + labels
}
