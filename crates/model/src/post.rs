//! The one canonical post. Every preset maps onto it; every detector reads it, as columns.
//!
//! Absent is a state of its own: `None` (or no entry in `metrics`) means the format has no such field or the
//! row left it empty; [`Metric::Hidden`] means the platform withheld it; zero means zero.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What a record is, as the platform presents it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An original post, video, message or article.
    #[default]
    Post,
    /// A share of another's post without own words.
    Repost,
    /// An answer to another post.
    Reply,
    /// A share of another's post with own words.
    Quote,
    /// A comment below a video, article or post of a platform that separates the two.
    Comment,
    /// A news article or web page.
    Article,
}

/// A count as the source gave it. Ranges stay ranges; nothing becomes a midpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Metric {
    /// Exactly this many.
    Value(i64),
    /// At least `min`, at most `max`; either end may be open (`≤100` is `(None, Some(100))`).
    Interval {
        /// Lower end, inclusive.
        min: Option<i64>,
        /// Upper end, inclusive.
        max: Option<i64>,
    },
    /// The platform has it and does not show it.
    Hidden,
}

/// A picture, video or file attached to a post.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media<'a> {
    /// The platform's key, or the file's name or address: equal for equal media within one source.
    pub key: Cow<'a, str>,
    /// `photo`, `video`, `audio`, `file`, …, where the source says so.
    pub kind: Option<Cow<'a, str>>,
}

/// Where a record stands in its source, so that the raw bytes can be found and mapped again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRef {
    /// Index of the input in the run's list.
    pub file: u32,
    /// Line of the record's first byte, from 1 (row number for Parquet, message number for one big JSON).
    pub line: u64,
    /// Offset of the record's first byte in the decompressed stream.
    pub offset: u64,
    /// Length of the record in bytes.
    pub len: u32,
}

/// One post, borrowed from the bytes it was read from wherever that is possible.
///
/// Ids are strings, always: platforms' ids exceed 2⁵³.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Post<'a> {
    /// `x`, `telegram`, `bluesky`, `mastodon`, `youtube`, `tiktok`, `facebook`, `instagram`, `web`, …; empty where
    /// the format does not say.
    pub platform: Cow<'a, str>,
    /// The platform's id of the item; never empty.
    pub item_id: Cow<'a, str>,
    /// What it is.
    pub kind: Kind,
    /// The platform's id of the author, else the handle; never empty.
    pub author_id: Cow<'a, str>,
    /// The author's handle without `@`.
    pub author_handle: Option<Cow<'a, str>>,
    /// The author's display name.
    pub author_name: Option<Cow<'a, str>>,
    /// Whether the platform says that the account declares itself automated. `None`: the format does not tell.
    pub author_declared_bot: Option<bool>,
    /// When the author, or the platform, says it was made.
    pub created_at: Option<Timestamp>,
    /// When the collector saw it.
    pub seen_at: Option<Timestamp>,
    /// Whether `seen_at` is when the post went over the wire, as its platform's relay noted it, so that it may be believed
    /// where the author's clock cannot (see [`Post::moment`]).
    pub seen_live: bool,
    /// The text as given, entities and all.
    pub text: Option<Cow<'a, str>>,
    /// Language as the source labels it.
    pub lang: Option<Cow<'a, str>>,
    /// Permalink.
    pub url: Option<Cow<'a, str>>,
    /// Item this one answers.
    pub reply_to: Option<Cow<'a, str>>,
    /// Item this one reposts.
    pub repost_of: Option<Cow<'a, str>>,
    /// Item this one quotes.
    pub quote_of: Option<Cow<'a, str>>,
    /// Thread, conversation, channel or video it hangs under.
    pub thread_id: Option<Cow<'a, str>>,
    /// Links, canonical unless the reader was asked for raw ones; never an empty string.
    pub urls: Vec<Cow<'a, str>>,
    /// Hashtags without `#`, lower-cased, in the order of the text.
    pub hashtags: Vec<Cow<'a, str>>,
    /// Mentioned handles or ids, without `@`, lower-cased, in the order of the text.
    pub mentions: Vec<Cow<'a, str>>,
    /// Attached media.
    pub media: Vec<Media<'a>>,
    /// Counts by the field's standard name (`likes`, `reposts`, `replies`, `quotes`, `views`, `bookmarks`, …).
    pub metrics: Vec<(Cow<'a, str>, Metric)>,
    /// Whatever else the preset keeps, by the source's own name.
    pub labels: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// Channel or chat whose name the ids of the post begin with (`name-123`), where they do: for whoever renames accounts,
    /// since an id does not say what it is made of. Not kept.
    pub channel: Option<Cow<'a, str>>,
    /// Where the raw record stands.
    pub source: SourceRef,
    /// SHA-256 of the raw record's bytes.
    pub raw_sha256: Option<[u8; 32]>,
}

/// So far apart, the clocks of the author and of the wire do not speak of the same moment: a clock that is merely wrong, and a
/// relay that is merely slow, are minutes apart at most.
pub const CLOCKS_APART_MS: i64 = 5 * 60_000;

impl Post<'_> {
    /// When it appeared, for everything that compares times: `created_at`, but for posts from the wire whose author's clock is
    /// absent or more than [`CLOCKS_APART_MS`] off `seen_at`; for them `seen_at`. There the author's software sets
    /// `created_at`, and who shifts it would not be seen to act at the same time as others.
    pub fn moment(&self) -> Option<Timestamp> {
        match (self.created_at, self.seen_at) {
            (Some(created), Some(seen))
                if self.seen_live && created.ms.abs_diff(seen.ms) > CLOCKS_APART_MS as u64 =>
            {
                Some(seen)
            }
            (None, seen) if self.seen_live => seen,
            (created, _) => created,
        }
    }

    /// Whether it shares anything: a reference, link, tag, mention, text or medium.
    pub fn shares(&self) -> bool {
        let references = [&self.repost_of, &self.reply_to, &self.quote_of, &self.text];
        let lists = [&self.urls, &self.hashtags, &self.mentions];
        references.iter().any(|one| one.is_some())
            || lists.iter().any(|list| !list.is_empty())
            || !self.media.is_empty()
    }

    /// Empties the post for the next record, keeping the lists' memory.
    pub fn clear(&mut self) {
        let Self { urls, hashtags, mentions, media, metrics, labels, .. } = std::mem::take(self);
        // The lists' items borrow from the record before; only their allocation is worth keeping, and a list
        // emptied of its items borrows from nothing.
        *self = Self { urls, hashtags, mentions, media, metrics, labels, ..Self::default() };
        self.urls.clear();
        self.hashtags.clear();
        self.mentions.clear();
        self.media.clear();
        self.metrics.clear();
        self.labels.clear();
    }

    /// The same post owning all its strings.
    pub fn into_owned(self) -> Post<'static> {
        fn own(text: Cow<'_, str>) -> Cow<'static, str> {
            Cow::Owned(text.into_owned())
        }
        fn own_all(list: Vec<Cow<'_, str>>) -> Vec<Cow<'static, str>> {
            list.into_iter().map(own).collect()
        }
        Post {
            platform: own(self.platform),
            item_id: own(self.item_id),
            kind: self.kind,
            author_id: own(self.author_id),
            author_handle: self.author_handle.map(own),
            author_name: self.author_name.map(own),
            author_declared_bot: self.author_declared_bot,
            created_at: self.created_at,
            seen_at: self.seen_at,
            seen_live: self.seen_live,
            text: self.text.map(own),
            lang: self.lang.map(own),
            url: self.url.map(own),
            reply_to: self.reply_to.map(own),
            repost_of: self.repost_of.map(own),
            quote_of: self.quote_of.map(own),
            thread_id: self.thread_id.map(own),
            urls: own_all(self.urls),
            hashtags: own_all(self.hashtags),
            mentions: own_all(self.mentions),
            media: self.media.into_iter().map(|m| Media { key: own(m.key), kind: m.kind.map(own) }).collect(),
            metrics: self.metrics.into_iter().map(|(k, v)| (own(k), v)).collect(),
            labels: self.labels.into_iter().map(|(k, v)| (own(k), own(v))).collect(),
            channel: self.channel.map(own),
            source: self.source,
            raw_sha256: self.raw_sha256,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forged_time_does_not_count_where_the_wire_has_a_clock_of_its_own() {
        let post = |created: Option<i64>, seen: Option<i64>, seen_live: bool| Post {
            created_at: created.map(Timestamp::from_secs),
            seen_at: seen.map(Timestamp::from_secs),
            seen_live,
            ..Post::default()
        };
        let moment = |post: Post<'_>| post.moment().map(|time| time.ms / 1_000);
        // A slow relay and a clock that is a little wrong change nothing.
        assert_eq!(moment(post(Some(1_000), Some(1_300), true)), Some(1_000));
        assert_eq!(moment(post(Some(1_000), Some(1_301), true)), Some(1_301));
        assert_eq!(moment(post(Some(9_000), Some(1_000), true)), Some(1_000));
        assert_eq!(moment(post(None, Some(1_000), true)), Some(1_000));
        // A collector that came later says nothing about when a post was made.
        assert_eq!(moment(post(Some(1_000), Some(90_000), false)), Some(1_000));
        assert_eq!(moment(post(None, Some(1_000), false)), None);
        assert_eq!(moment(post(Some(1_000), None, true)), Some(1_000));
    }
}
