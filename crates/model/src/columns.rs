//! Posts as columns: what detectors read.
//!
//! A row is a post; the order is the order of the input. Strings that repeat are numbers into [`Names`]; lists
//! are ranges into a flat column. Readers fill one `Columns` a block of input, in parallel, and append the blocks
//! in order, so the result does not depend on the number of threads.

use crate::flat::{ListColumn, StrColumn};
use crate::{names::Names, post::Kind, post::Post, post::SourceRef, time::Precision};

/// "No such object": the number that stands for an absent id.
pub const NONE: u32 = u32::MAX;

/// "No such time": posts without a time stay in the columns and take part in nothing that needs one.
pub const NO_TIME: i64 = i64::MIN;

/// Posts as columns. All row columns have [`Columns::len`] rows; those that were not asked for when reading hold
/// empty strings, empty lists or [`NONE`].
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// Platform's id of each post, as text.
    pub item_id: StrColumn,
    /// Author of each post, into `accounts`.
    pub account: Vec<u32>,
    /// Creation time in ms since the epoch, or [`NO_TIME`].
    pub time: Vec<i64>,
    /// What each post is.
    pub kind: Vec<Kind>,
    /// Reposted post, into `items`, or [`NONE`].
    pub repost_of: Vec<u32>,
    /// Answered post, into `items`, or [`NONE`].
    pub reply_to: Vec<u32>,
    /// Quoted post, into `items`, or [`NONE`].
    pub quote_of: Vec<u32>,
    /// Text of each post; empty where there is none.
    pub text: StrColumn,
    /// Links, into `url_names`.
    pub urls: ListColumn,
    /// Hashtags in order, into `hashtag_names`.
    pub hashtags: ListColumn,
    /// Mentions in order, into `mention_names`.
    pub mentions: ListColumn,
    /// Media, into `media_names`.
    pub media: ListColumn,
    /// Where each post stands in its source; empty where that was not asked for.
    pub source: Vec<SourceRef>,

    /// Account ids (or pseudonyms once they were renamed).
    pub accounts: Names,
    /// Handle of each account in `accounts`, as last seen; empty where unknown.
    pub handles: Vec<String>,
    /// Per account: declares itself automated.
    pub declared_bot: Vec<bool>,
    /// Ids of posts that others repost, answer or quote.
    pub items: Names,
    /// Links.
    pub url_names: Names,
    /// Registrable domain of each link in `url_names`, into `domain_names`, or [`NONE`]; filled by
    /// [`Columns::derive_domains`].
    pub domain_of_url: Vec<u32>,
    /// Registrable domains.
    pub domain_names: Names,
    /// Hashtags.
    pub hashtag_names: Names,
    /// Mentions.
    pub mention_names: Names,
    /// Media keys.
    pub media_names: Names,

    /// The coarsest precision of any time in the data.
    pub precision: Precision,
    /// Rows left out because their item id had been seen before.
    pub duplicates: u64,
}

impl Columns {
    /// Number of posts.
    pub fn len(&self) -> usize {
        self.account.len()
    }

    /// Whether there are no posts.
    pub fn is_empty(&self) -> bool {
        self.account.is_empty()
    }

    /// Adds one post.
    pub fn push(&mut self, post: &Post<'_>) {
        self.item_id.push(&post.item_id);
        let account = self.accounts.intern(&post.author_id);
        if account as usize == self.handles.len() {
            self.handles.push(String::new());
            self.declared_bot.push(false);
        }
        if let Some(handle) = &post.author_handle
            && self.handles[account as usize] != **handle
        {
            self.handles[account as usize] = handle.to_string();
        }
        if post.author_declared_bot == Some(true) {
            self.declared_bot[account as usize] = true;
        }
        self.account.push(account);
        self.time.push(post.created_at.map_or(NO_TIME, |t| t.ms));
        if let Some(t) = post.created_at {
            self.precision = self.precision.max(t.precision);
        }
        self.kind.push(post.kind);
        let item = |names: &mut Names, id: &Option<std::borrow::Cow<'_, str>>| match id.as_deref() {
            None | Some("") => NONE,
            Some(id) => names.intern(id),
        };
        self.repost_of.push(item(&mut self.items, &post.repost_of));
        self.reply_to.push(item(&mut self.items, &post.reply_to));
        self.quote_of.push(item(&mut self.items, &post.quote_of));
        self.text.push(post.text.as_deref().unwrap_or(""));
        self.urls.push(post.urls.iter().map(|u| self.url_names.intern(u)));
        self.hashtags.push(post.hashtags.iter().map(|h| self.hashtag_names.intern(h)));
        self.mentions.push(post.mentions.iter().map(|m| self.mention_names.intern(m)));
        self.media.push(post.media.iter().map(|m| self.media_names.intern(&m.key)));
        if post.source != SourceRef::default() {
            self.source.resize(self.account.len() - 1, SourceRef::default());
            self.source.push(post.source);
        }
    }

    /// Fills `domain_of_url` by a reader's knowledge of public suffixes.
    pub fn derive_domains(&mut self, registrable: impl Fn(&str) -> Option<String>) {
        self.domain_names = Names::default();
        self.domain_of_url = self
            .url_names
            .iter()
            .map(|url| registrable(url).map_or(NONE, |domain| self.domain_names.intern(&domain)))
            .collect();
    }

    /// Adds all posts of `block` behind those already here, in order.
    pub fn append(&mut self, block: &Self) {
        let before = self.len();
        self.item_id.append(&block.item_id);
        let accounts = self.accounts.merge(&block.accounts);
        self.handles.resize(self.accounts.len(), String::new());
        self.declared_bot.resize(self.accounts.len(), false);
        for (old, &new) in accounts.iter().enumerate() {
            if !block.handles[old].is_empty() {
                self.handles[new as usize].clone_from(&block.handles[old]);
            }
            self.declared_bot[new as usize] |= block.declared_bot[old];
        }
        self.account.extend(block.account.iter().map(|&a| accounts[a as usize]));
        self.time.extend_from_slice(&block.time);
        self.kind.extend_from_slice(&block.kind);
        let items = self.items.merge(&block.items);
        let renumber = |id: &u32| if *id == NONE { NONE } else { items[*id as usize] };
        self.repost_of.extend(block.repost_of.iter().map(renumber));
        self.reply_to.extend(block.reply_to.iter().map(renumber));
        self.quote_of.extend(block.quote_of.iter().map(renumber));
        self.text.append(&block.text);
        self.urls.append(&block.urls, &self.url_names.merge(&block.url_names));
        self.hashtags.append(&block.hashtags, &self.hashtag_names.merge(&block.hashtag_names));
        self.mentions.append(&block.mentions, &self.mention_names.merge(&block.mention_names));
        self.media.append(&block.media, &self.media_names.merge(&block.media_names));
        if !block.source.is_empty() {
            self.source.resize(before, SourceRef::default());
            self.source.extend_from_slice(&block.source);
        }
        self.precision = self.precision.max(block.precision);
        self.duplicates += block.duplicates;
    }

    /// Empties the columns, keeping their memory for the next block.
    pub fn clear(&mut self) {
        for column in [&mut self.item_id, &mut self.text] {
            column.clear();
        }
        for column in [&mut self.account, &mut self.repost_of, &mut self.reply_to, &mut self.quote_of] {
            column.clear();
        }
        for column in [&mut self.urls, &mut self.hashtags, &mut self.mentions, &mut self.media] {
            column.clear();
        }
        for names in [
            &mut self.accounts,
            &mut self.items,
            &mut self.url_names,
            &mut self.hashtag_names,
            &mut self.mention_names,
            &mut self.media_names,
        ] {
            names.clear();
        }
        self.time.clear();
        self.kind.clear();
        self.source.clear();
        self.handles.clear();
        self.declared_bot.clear();
        self.precision = Precision::default();
        self.duplicates = 0;
    }

    /// Makes room for `rows` rows that look like those of `sample`, so that appending them does not move what is
    /// there already. A hint: nothing but time depends on it.
    pub fn reserve_like(&mut self, sample: &Self, rows: usize) {
        let times = rows as f64 / sample.len().max(1) as f64;
        self.item_id.reserve_like(&sample.item_id, times);
        self.text.reserve_like(&sample.text, times);
        for column in [&mut self.account, &mut self.repost_of, &mut self.reply_to, &mut self.quote_of] {
            column.reserve(rows);
        }
        self.urls.reserve_like(&sample.urls, times);
        self.hashtags.reserve_like(&sample.hashtags, times);
        self.mentions.reserve_like(&sample.mentions, times);
        self.media.reserve_like(&sample.media, times);
        self.time.reserve(rows);
        self.kind.reserve(rows);
        self.source.reserve((sample.source.len() as f64 * times) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;
    use proptest::prelude::*;

    fn post(id: usize, author: u8, tags: &[u8]) -> Post<'static> {
        Post {
            item_id: format!("m{id}").into(),
            author_id: format!("a{author}").into(),
            created_at: Some(Timestamp::from_secs(id as i64)),
            text: Some(format!("text {id}").into()),
            repost_of: author.is_multiple_of(2).then(|| format!("r{}", id % 3).into()),
            hashtags: tags.iter().map(|t| format!("t{t}").into()).collect(),
            ..Post::default()
        }
    }

    proptest! {
        /// Reading in blocks gives the same columns as reading in one go.
        #[test]
        fn blocks_appended_equal_one_block(
            rows in prop::collection::vec((0u8..5, prop::collection::vec(0u8..4, 0..3)), 0..40),
            cut in 0usize..40,
        ) {
            let posts: Vec<_> = rows.iter().enumerate().map(|(i, (a, t))| post(i, *a, t)).collect();
            let cut = cut.min(posts.len());
            let mut whole = Columns::default();
            for post in &posts {
                whole.push(post);
            }
            let (mut left, mut right) = (Columns::default(), Columns::default());
            posts[..cut].iter().for_each(|p| left.push(p));
            posts[cut..].iter().for_each(|p| right.push(p));
            left.append(&right);
            prop_assert_eq!(&left.item_id, &whole.item_id);
            prop_assert_eq!(&left.account, &whole.account);
            prop_assert_eq!(&left.repost_of, &whole.repost_of);
            prop_assert_eq!(&left.hashtags, &whole.hashtags);
            prop_assert_eq!(&left.text, &whole.text);
            prop_assert_eq!(&left.urls, &whole.urls);
            // A cleared block is as good as a new one.
            right.clear();
            for post in &posts {
                right.push(post);
            }
            prop_assert_eq!(&right.text, &whole.text);
            prop_assert_eq!(&right.account, &whole.account);
            prop_assert_eq!(&right.hashtags, &whole.hashtags);
            prop_assert_eq!(left.accounts.iter().collect::<Vec<_>>(), whole.accounts.iter().collect::<Vec<_>>());
        }
    }
}
