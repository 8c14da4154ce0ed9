//! What every page of a report is filled from.

use ostrakon_detect::coordination::{Detection, Group, layer::Layer};
use ostrakon_model::{Columns, NONE, Precision, Signal, columns::NO_TIME};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Columns and detection side by side.
#[derive(Debug)]
pub struct View<'a> {
    /// The posts.
    pub columns: &'a Columns,
    /// What was found in them.
    pub detection: &'a Detection,
    /// Windows, ms.
    pub windows_ms: &'a [i64],
    /// Rows of each account that is in some group; empty for the others.
    pub posts_of: Vec<Vec<u32>>,
}

impl<'a> View<'a> {
    /// Gathers the rows of accounts that are in groups.
    pub fn new(columns: &'a Columns, detection: &'a Detection, windows_ms: &'a [i64]) -> Self {
        let mut wanted = vec![false; columns.accounts.len()];
        detection.groups.iter().flat_map(|g| &g.community.members).for_each(|&m| wanted[m as usize] = true);
        let mut posts_of = vec![Vec::new(); columns.accounts.len()];
        for row in 0..columns.len() {
            let account = columns.account[row] as usize;
            if account != NONE as usize && wanted[account] && columns.time[row] != NO_TIME {
                posts_of[account].push(row as u32);
            }
        }
        Self { columns, detection, windows_ms, posts_of }
    }

    /// The signal of a layer index of links (signal and window).
    pub fn signal(&self, layer: u32) -> Signal {
        self.detection.layers[layer as usize / self.windows_ms.len()].signal
    }

    /// The layer and window of a layer index of links.
    pub fn layer(&self, layer: u32) -> (&'a Layer, i64) {
        let windows = self.windows_ms.len();
        (&self.detection.layers[layer as usize / windows], self.windows_ms[layer as usize % windows])
    }

    /// A gap as the data can show it: two posts of one minute, in data that know minutes, are within a minute of each other and
    /// not 0 s apart.
    pub fn shown_gap(&self, gap_ms: i64) -> i64 {
        match self.columns.precision {
            Precision::Millisecond | Precision::Second => gap_ms,
            coarse => gap_ms.max(coarse.millis()),
        }
    }

    /// Id of a group: a digest of its members, equal for equal members whatever else is in the data.
    pub fn id(&self, group: &Group) -> String {
        let mut names: Vec<&str> =
            group.community.members.iter().map(|&m| self.columns.accounts.get(m)).collect();
        names.sort_unstable();
        let mut hasher = Sha256::new();
        for name in names {
            hasher.update(name.as_bytes());
            hasher.update([0]);
        }
        hasher.finalize()[..8].iter().fold("group-".to_owned(), |mut id, byte| {
            let _ = write!(id, "{byte:02x}");
            id
        })
    }
}
