//! Posts as columns: what detectors read.
//!
//! A row is a post; the order is the order of the input. Strings that repeat are numbers into [`Names`]; lists
//! are ranges into a flat column. Readers fill one `Columns` a block of input, in parallel, and append the blocks
//! in order, so the result does not depend on the number of threads.

use crate::flat::{ListColumn, StrColumn};
use crate::withdrawn::{Withdrawals, Withdrawn};
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
    /// When each post appeared ([`Post::moment`]: its creation, but for forged clocks), in ms since the epoch, or [`NO_TIME`].
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

    /// Accounts: their ids (or pseudonyms once they were renamed). Ids of different platforms say nothing about each other:
    /// accounts of another platform than the first bear its name in front (`threads:u1`), see [`Columns::account_id`].
    pub accounts: Names,
    /// Platforms of the accounts, in order of first sight.
    pub platforms: Vec<String>,
    /// Per account: its platform, into `platforms`.
    pub platform_of: Vec<u16>,
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
    /// Channels whose names stand in ids (see [`Post::channel`]); empty once accounts were renamed.
    pub channels: Names,

    /// What the input told of posts and accounts that are gone; laid over the posts by [`Columns::withdraw`].
    pub withdrawn: Vec<Withdrawn>,

    /// The coarsest precision of any time in the data; a reader may lower it to the [`Columns::usual_precision`].
    pub precision: Precision,
    /// How many times are known to each precision, from the finest to the coarsest.
    pub precisions: [u64; 5],
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
        let account = match self.platforms.first() {
            Some(home) if *home == *post.platform => self.accounts.intern(&post.author_id),
            _ => self.account_elsewhere(&post.platform, &post.author_id),
        };
        if account as usize == self.handles.len() {
            self.handles.push(String::new());
            self.declared_bot.push(false);
            self.platform_of.resize(self.handles.len(), 0);
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
        let moment = post.moment();
        self.time.push(moment.map_or(NO_TIME, |t| t.ms));
        if let Some(t) = moment {
            self.precision = self.precision.max(t.precision);
            self.precisions[t.precision as usize] += 1;
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
        if let Some(channel) = &post.channel {
            self.channels.intern(channel);
        }
        if post.source != SourceRef::default() {
            self.source.resize(self.account.len() - 1, SourceRef::default());
            self.source.push(post.source);
        }
    }

    /// The coarsest precision that at least half of the times have, or a coarser one: one row that names only its day does
    /// not make days of a million seconds.
    pub fn usual_precision(&self) -> Precision {
        let all: u64 = self.precisions.iter().sum();
        let mut as_coarse = 0;
        let units =
            [Precision::Day, Precision::Hour, Precision::Minute, Precision::Second, Precision::Millisecond];
        let usual = units.into_iter().find(|&unit| {
            as_coarse += self.precisions[unit as usize];
            all > 0 && as_coarse * 2 >= all
        });
        usual.unwrap_or_default()
    }

    /// The number of an account of another platform than the first, or of the very first account.
    fn account_elsewhere(&mut self, platform: &str, id: &str) -> u32 {
        let at = self.platform(platform);
        let account =
            if at == 0 { self.accounts.intern(id) } else { self.accounts.intern(&elsewhere(platform, id)) };
        if account as usize >= self.platform_of.len() {
            self.platform_of.resize(account as usize, 0);
            self.platform_of.push(at);
        }
        account
    }

    /// The number of a platform. Beyond 65,535 of them, which no data has, they share the last.
    fn platform(&mut self, platform: &str) -> u16 {
        let known = self.platforms.iter().position(|known| known == platform);
        let at = known.unwrap_or_else(|| {
            self.platforms.push(platform.to_owned());
            self.platforms.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    /// The id of an account (or its pseudonym), without its platform.
    pub fn account_id(&self, account: u32) -> &str {
        let name = self.accounts.get(account);
        match self.platform_of.get(account as usize) {
            None | Some(0) => name,
            Some(&at) => {
                let platform = self.platforms.get(usize::from(at)).map_or("", String::as_str);
                name.strip_prefix(platform).and_then(|rest| rest.strip_prefix(':')).unwrap_or(name)
            }
        }
    }

    /// Gives accounts other ids, in the order of their numbers; their platforms stay.
    pub fn rename_accounts(&mut self, ids: Vec<String>) {
        let mut ids = (0..).zip(ids);
        let next = |old: &str| match ids.next() {
            Some((account, id)) => match self.platform_of.get::<usize>(account) {
                None | Some(0) => id,
                Some(&at) => elsewhere(&self.platforms[usize::from(at)], &id),
            },
            None => old.to_owned(),
        };
        self.accounts = self.accounts.renamed(next);
    }

    /// Empties the texts of posts that are gone by what the input told. Needs `item_id`; call it when all posts are there.
    pub fn withdraw(&mut self) {
        let mut gone = Withdrawals::default();
        gone.meet(&std::mem::take(&mut self.withdrawn));
        if gone.is_empty() {
            return;
        }
        let mut text = StrColumn::default();
        for row in 0..self.len() {
            let is_gone = gone.of(self.item_id.get(row), self.account_id(self.account[row])).is_some();
            text.push(if is_gone { "" } else { self.text.get(row) });
        }
        self.text = text;
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
        let same = block.platforms.len() <= 1
            && (self.platforms.is_empty() || block.platforms.first() == self.platforms.first());
        let accounts = if same {
            if self.platforms.is_empty() {
                self.platforms.clone_from(&block.platforms);
            }
            self.accounts.merge(&block.accounts)
        } else {
            let number = |account: u32| {
                let at = block.platform_of.get(account as usize).copied().unwrap_or_default();
                let platform = block.platforms.get(usize::from(at)).map_or("", String::as_str);
                self.account_elsewhere(platform, block.account_id(account))
            };
            (0..block.accounts.len() as u32).map(number).collect()
        };
        self.platform_of.resize(self.accounts.len(), 0);
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
        self.channels.merge(&block.channels);
        self.withdrawn.extend_from_slice(&block.withdrawn);
        if !block.source.is_empty() {
            self.source.resize(before, SourceRef::default());
            self.source.extend_from_slice(&block.source);
        }
        self.precision = self.precision.max(block.precision);
        self.precisions.iter_mut().zip(block.precisions).for_each(|(here, there)| *here += there);
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
            &mut self.channels,
        ] {
            names.clear();
        }
        self.time.clear();
        self.kind.clear();
        self.source.clear();
        self.handles.clear();
        self.withdrawn.clear();
        self.platforms.clear();
        self.platform_of.clear();
        self.declared_bot.clear();
        self.precision = Precision::default();
        self.precisions = [0; 5];
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
        self.items.reserve_like(&sample.items, times);
        self.url_names.reserve_like(&sample.url_names, times);
    }
}

/// The name of an account of another platform than the first.
fn elsewhere(platform: &str, id: &str) -> String {
    format!("{platform}:{id}")
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

    #[test]
    fn equal_ids_of_two_platforms_are_two_accounts_and_of_one_platform_keep_their_names() {
        let mut columns = Columns::default();
        for (platform, id) in [("tiktok", "u1"), ("threads", "u1"), ("tiktok", "u2"), ("threads", "u1")] {
            columns.push(&Post { platform: platform.into(), author_id: id.into(), ..Post::default() });
        }
        assert_eq!(columns.account, [0, 1, 2, 1]);
        assert_eq!(columns.accounts.iter().collect::<Vec<_>>(), ["u1", "threads:u1", "u2"]);
        columns.rename_accounts(vec!["a".into(), "a".into(), "b".into()]);
        assert_eq!(columns.accounts.iter().collect::<Vec<_>>(), ["a", "threads:a", "b"]);
        assert_eq!(columns.account_id(1), "a");
    }

    proptest! {
        /// Reading in blocks gives the same columns as reading in one go.
        #[test]
        fn blocks_appended_equal_one_block(
            rows in prop::collection::vec((0u8..5, prop::collection::vec(0u8..4, 0..3), 0usize..6), 0..40),
            cut in 0usize..40,
        ) {
            // Mostly of one platform; ids of the others are the same.
            let platform = |at: usize| ["x", "x", "x", "x", "", "threads"][at];
            let posts: Vec<_> = rows.iter().enumerate()
                .map(|(i, (a, t, at))| Post { platform: platform(*at).into(), ..post(i, *a, t) }).collect();
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
            prop_assert_eq!((&left.platforms, &left.platform_of), (&whole.platforms, &whole.platform_of));
            for (row, (author, _, at)) in rows.iter().enumerate() {
                let account = whole.account[row];
                prop_assert_eq!(whole.account_id(account), format!("a{author}"));
                let of = whole.platform_of[account as usize];
                prop_assert_eq!(&whole.platforms[usize::from(of)], platform(*at));
            }
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
