//! Reading an archive. The index is held; everything else is read where it lies, when it is asked for.

use super::{Between, Index, IndexEntry, Line, MeetingRecord, PostRecord, Record, TieRecord, VERSION};
use crate::{analysis::wire::Post, hub::HubError};
use std::{
    collections::{BTreeSet, HashMap},
    fs::File,
    io::{Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

/// An open archive.
pub(in crate::analysis) struct Archive {
    folder: PathBuf,
    pub index: Index,
    places: HashMap<String, usize>,
}

/// A group of an archive.
#[derive(Clone, Copy)]
pub(in crate::analysis) struct Entry<'a> {
    /// Its place, from 0.
    pub place: usize,
    /// Its entry.
    pub entry: &'a IndexEntry,
}

fn damaged(path: &Path, why: impl std::fmt::Display) -> HubError {
    HubError::Damaged { what: path.display().to_string(), why: why.to_string() }
}

impl Archive {
    /// Opens the archive in a folder.
    ///
    /// # Errors
    /// [`HubError::Damaged`] when the index cannot be read or is of a later version.
    pub fn open(folder: &Path) -> Result<Self, HubError> {
        let path = folder.join("index.json");
        let bytes = std::fs::read(&path).map_err(|error| damaged(&path, error))?;
        let index: Index = serde_json::from_slice(&bytes).map_err(|error| damaged(&path, error))?;
        if index.version > VERSION {
            let why = format!("version {} is later than {VERSION}; use a newer program", index.version);
            return Err(damaged(&path, why));
        }
        let places =
            index.groups.iter().enumerate().map(|(place, entry)| (entry.row.id.clone(), place)).collect();
        Ok(Self { folder: folder.to_owned(), index, places })
    }

    /// The group of this id.
    pub fn group(&self, id: &str) -> Option<&IndexEntry> {
        self.place(id).map(|place| &self.index.groups[place])
    }

    /// The place of the group of this id, from 0.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    fn bytes(&self, name: &str, at: u64, len: usize) -> Result<Vec<u8>, HubError> {
        let path = self.folder.join(name);
        let read = || {
            let mut file = File::open(&path)?;
            file.seek(SeekFrom::Start(at))?;
            let mut bytes = vec![0; len];
            file.read_exact(&mut bytes)?;
            std::io::Result::Ok(bytes)
        };
        read().map_err(|error| damaged(&path, error))
    }

    fn records<R: Record>(&self, name: &str, first: u64, count: u64) -> Result<Vec<R>, HubError> {
        if count == 0 {
            return Ok(Vec::new());
        }
        let bytes = self.bytes(name, first * R::BYTES as u64, count as usize * R::BYTES)?;
        Ok(bytes.chunks_exact(R::BYTES).map(R::get).collect())
    }

    /// The group as the report has it, without ties, raster and posts; and the places of its exhibits' posts.
    pub fn line(&self, of: &IndexEntry) -> Result<Line, HubError> {
        let bytes = self.bytes("groups.ndjson", of.line.0, of.line.1 as usize)?;
        serde_json::from_slice(&bytes).map_err(|error| damaged(&self.folder.join("groups.ndjson"), error))
    }

    /// All posts of a group, in order of time, without their texts.
    pub fn posts(&self, of: &IndexEntry) -> Result<Vec<PostRecord>, HubError> {
        self.records("posts.bin", of.posts.0, of.posts.1)
    }

    /// Places of the groups that have an account whose name has `text` in it.
    pub fn groups_of_account(&self, text: &str) -> Result<BTreeSet<usize>, HubError> {
        let path = self.folder.join("accounts.txt");
        let all = std::fs::read_to_string(&path).map_err(|error| damaged(&path, error))?;
        let hit = |line: &str| {
            let (account, place) = line.split_once('\t')?;
            account.contains(text).then(|| place.parse().ok())?
        };
        Ok(all.lines().filter_map(hit).collect())
    }

    /// A post of a group by its place.
    pub fn post_at(&self, of: &IndexEntry, place: u32) -> Result<PostRecord, HubError> {
        let found = if u64::from(place) < of.posts.1 {
            self.records("posts.bin", of.posts.0 + u64::from(place), 1)?.into_iter().next()
        } else {
            None
        };
        found.ok_or_else(|| damaged(&self.folder.join("posts.bin"), format!("no post {place}")))
    }

    /// The posts themselves.
    pub fn texts(&self, records: &[PostRecord]) -> Result<Vec<Post>, HubError> {
        let path = self.folder.join("posts.ndjson");
        let mut file = File::open(&path).map_err(|error| damaged(&path, error))?;
        let mut bytes = Vec::new();
        records
            .iter()
            .map(|record| {
                bytes.resize(record.len as usize, 0);
                file.seek(SeekFrom::Start(record.offset))
                    .and_then(|_| file.read_exact(&mut bytes))
                    .map_err(|error| damaged(&path, error))?;
                serde_json::from_slice(&bytes).map_err(|error| damaged(&path, error))
            })
            .collect()
    }

    /// All kept ties of a group, most surprising first.
    pub fn ties(&self, of: &IndexEntry) -> Result<Vec<TieRecord>, HubError> {
        self.records("ties.bin", of.ties.0, of.ties.1)
    }

    /// The kept moments of a tie, closest in time first.
    pub fn meetings(&self, of: &TieRecord) -> Result<Vec<MeetingRecord>, HubError> {
        self.records("meetings.bin", of.meetings, u64::from(of.meetings_kept))
    }

    /// The kept moments of each of a group's ties, in the order of the ties: one read for all.
    pub fn all_meetings(&self, of: &[TieRecord]) -> Result<Vec<Vec<MeetingRecord>>, HubError> {
        let begin = of.iter().map(|tie| tie.meetings).min().unwrap_or(0);
        let end = of.iter().map(|tie| tie.meetings + u64::from(tie.meetings_kept)).max().unwrap_or(0);
        let all: Vec<MeetingRecord> = self.records("meetings.bin", begin, end.saturating_sub(begin))?;
        let of_tie = |tie: &TieRecord| {
            let first = (tie.meetings - begin) as usize;
            all[first..first + tie.meetings_kept as usize].to_vec()
        };
        Ok(of.iter().map(of_tie).collect())
    }

    /// The name of the thing of a moment.
    pub fn name(&self, of: &MeetingRecord) -> Result<String, HubError> {
        let bytes = self.bytes("names.txt", of.offset, of.len as usize)?;
        String::from_utf8(bytes).map_err(|error| damaged(&self.folder.join("names.txt"), error))
    }

    /// Ties between groups.
    pub fn between(&self) -> Result<Vec<Between>, HubError> {
        self.records("between.bin", 0, self.index.between)
    }

    /// Ascending times: how many there are, and a way to look at the `n`-th.
    pub fn times(&self, name: &str) -> Result<Times, HubError> {
        let path = self.folder.join(name);
        let file = File::open(&path).map_err(|error| damaged(&path, error))?;
        let len = file.metadata().map_err(|error| damaged(&path, error))?.len() / i64::BYTES as u64;
        Ok(Times { path, file, len, block: Vec::new(), block_at: u64::MAX })
    }
}

/// Ascending times in a file.
pub(in crate::analysis) struct Times {
    path: PathBuf,
    file: File,
    len: u64,
    /// The block that was looked at last, and its number: neighbouring questions mostly fall into one.
    block: Vec<i64>,
    block_at: u64,
}

/// Times of a block.
const BLOCK: u64 = 8_192;

impl Times {
    fn load(&mut self, block: u64) -> Result<(), HubError> {
        if self.block_at == block {
            return Ok(());
        }
        let count = BLOCK.min(self.len - block * BLOCK) as usize;
        let mut bytes = vec![0; count * i64::BYTES];
        self.file
            .seek(SeekFrom::Start(block * BLOCK * i64::BYTES as u64))
            .and_then(|_| self.file.read_exact(&mut bytes))
            .map_err(|error| damaged(&self.path, error))?;
        self.block = bytes.chunks_exact(i64::BYTES).map(i64::get).collect();
        self.block_at = block;
        Ok(())
    }

    /// How many times are before `time`. Looks at a few blocks, however many times there are.
    pub fn before(&mut self, time: i64) -> Result<u64, HubError> {
        if self.len == 0 {
            return Ok(0);
        }
        // The block before the first whose first time is not before `time`.
        let (mut low, mut high) = (0, self.len.div_ceil(BLOCK));
        if self.block_at != u64::MAX
            && let (Some(first), Some(last)) = (self.block.first(), self.block.last())
            && *first < time
            && time <= *last
        {
            (low, high) = (self.block_at, self.block_at + 1);
        }
        while high - low > 1 {
            let middle = low.midpoint(high);
            if self.first_of(middle)? < time { low = middle } else { high = middle }
        }
        self.load(low)?;
        Ok(low * BLOCK + self.block.partition_point(|&one| one < time) as u64)
    }

    fn first_of(&mut self, block: u64) -> Result<i64, HubError> {
        let mut bytes = [0; 8];
        self.file
            .seek(SeekFrom::Start(block * BLOCK * i64::BYTES as u64))
            .and_then(|_| self.file.read_exact(&mut bytes))
            .map_err(|error| damaged(&self.path, error))?;
        Ok(i64::from_le_bytes(bytes))
    }

    /// First and last time.
    pub fn span(&mut self) -> Result<Option<(i64, i64)>, HubError> {
        if self.len == 0 {
            return Ok(None);
        }
        let first = self.first_of(0)?;
        self.load((self.len - 1) / BLOCK)?;
        Ok(self.block.last().map(|&last| (first, last)))
    }
}
