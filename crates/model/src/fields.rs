//! Which parts of a post a caller needs, so that readers skip the work for the rest.
//!
//! Reading ten million rows for co-reposts must not pay for URL canonicalisation and entity extraction.

/// A set of post fields. Author, time and kind are always read, and repeated ids are always told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fields(u32);

impl Fields {
    /// Only what is always read: author id, time, kind.
    pub const BASE: Self = Self(0);
    /// `repost_of`.
    pub const REPOST: Self = Self(1);
    /// `reply_to` and `thread_id`.
    pub const REPLY: Self = Self(1 << 1);
    /// `quote_of`.
    pub const QUOTE: Self = Self(1 << 2);
    /// `text`.
    pub const TEXT: Self = Self(1 << 3);
    /// `urls`.
    pub const URLS: Self = Self(1 << 4);
    /// `hashtags`.
    pub const HASHTAGS: Self = Self(1 << 5);
    /// `mentions`.
    pub const MENTIONS: Self = Self(1 << 6);
    /// `media`.
    pub const MEDIA: Self = Self(1 << 7);
    /// Author's handle and name, declared automation.
    pub const AUTHOR: Self = Self(1 << 8);
    /// Everything else: language, metrics, labels, permalink, second clock, digest of the raw record.
    pub const REST: Self = Self(1 << 9);
    /// `item_id`.
    pub const ID: Self = Self(1 << 10);
    /// `source`: where the post stands in its input.
    pub const PLACE: Self = Self(1 << 11);
    /// All of them.
    pub const ALL: Self = Self((1 << 12) - 1);

    /// Whether every field of `other` is in this set.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl std::ops::BitOr for Fields {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        self.with(other)
    }
}
