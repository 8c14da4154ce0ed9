//! Posts that their authors deleted, and accounts that are gone, as a recorded stream tells.
//!
//! The problem: a stream tells of a deletion long after the post, and the post is in the same input. The choice: what is
//! told is gathered while reading and laid over the posts once all are read; the text goes, everything that says *that*
//! there was a post (ids, times, what it shared, the digest of its record) stays. Rejected: dropping the post, by which a
//! campaign that tidies up behind itself would never have been.

use crate::{post::Post, time::iso};
use std::{borrow::Cow, collections::HashMap};

/// What was withdrawn, or came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withdrawal {
    /// A post was deleted by its author.
    Item,
    /// An account was deleted, deactivated, suspended or taken down.
    Account,
    /// An account is there again.
    Restored,
}

/// One such event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// What.
    pub what: Withdrawal,
    /// The platform's id of the post, or of the account.
    pub id: String,
    /// When, in ms since the epoch, where the stream says it.
    pub at_ms: Option<i64>,
}

/// All events of an input, in order.
#[derive(Clone, Debug, Default)]
pub struct Withdrawals {
    items: HashMap<String, Option<i64>>,
    accounts: HashMap<String, Option<i64>>,
}

impl Withdrawals {
    /// Takes events in; of several about one account the last counts.
    pub fn meet(&mut self, events: &[Withdrawn]) {
        for Withdrawn { what, id, at_ms } in events {
            match what {
                Withdrawal::Item => drop(self.items.insert(id.clone(), *at_ms)),
                Withdrawal::Account => drop(self.accounts.insert(id.clone(), *at_ms)),
                Withdrawal::Restored => drop(self.accounts.remove(id)),
            }
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.accounts.is_empty()
    }

    /// Whether a post is gone, and since when if that is known.
    pub fn of(&self, item_id: &str, author_id: &str) -> Option<Option<i64>> {
        self.items.get(item_id).or_else(|| self.accounts.get(author_id)).copied()
    }

    /// Empties the text of a post that is gone, and notes since when (label `deleted_at`; empty where that is unknown).
    pub fn apply(&self, post: &mut Post<'_>) {
        if let Some(at_ms) = self.of(&post.item_id, &post.author_id) {
            post.text = None;
            let at = at_ms.map_or_else(String::new, iso);
            post.labels.push((Cow::Borrowed("deleted_at"), Cow::Owned(at)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deleted_post_keeps_all_but_its_text_and_an_account_may_come_back() {
        let event = |what, id: &str| Withdrawn { what, id: id.into(), at_ms: Some(1_717_581_600_000) };
        let mut gone = Withdrawals::default();
        gone.meet(&[event(Withdrawal::Item, "p1"), event(Withdrawal::Account, "a")]);
        gone.meet(&[event(Withdrawal::Account, "b"), event(Withdrawal::Restored, "a")]);
        let told = |item: &'static str, author: &'static str| {
            let mut post = Post {
                item_id: item.into(),
                author_id: author.into(),
                text: Some("words".into()),
                raw_sha256: Some([1; 32]),
                ..Post::default()
            };
            gone.apply(&mut post);
            (post.text.is_some(), post.labels.first().map(|(_, at)| at.to_string()), post.raw_sha256)
        };
        let since = Some("2024-06-05T10:00:00Z".to_owned());
        assert_eq!(told("p1", "c"), (false, since.clone(), Some([1; 32])));
        assert_eq!(told("p2", "b"), (false, since, Some([1; 32])));
        assert_eq!(told("p2", "a"), (true, None, Some([1; 32])));
    }
}
