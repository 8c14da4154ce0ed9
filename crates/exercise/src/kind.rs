//! The kinds of campaigns and of innocent look-alikes that an exercise can contain.
//!
//! Campaigns are the behaviours that published investigations describe (spoofed media with link pushing, floods of
//! tips to fact-checkers, laundering chains, cohorts that wake before a vote, copied comments). Controls are crowds
//! that look coordinated and are not manipulation: a detector that flags them harms citizens.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! kinds {
    ($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $item:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[non_exhaustive]
        pub enum $name { $($(#[$item_doc])* $item,)* }

        impl $name {
            /// Every kind, in the order in which tables list them.
            pub const ALL: &'static [Self] = &[$(Self::$item),*];

            /// The name used in `truth.csv` and on the command line.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$item => $text),* }
            }

            /// The kind of this name.
            pub fn by_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.name() == name)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

kinds! {
    /// A kind of campaign: coordinated and inauthentic.
    CampaignKind {
        /// Accounts that publish the same messages, lightly reworded.
        CopyPaste = "copy-paste",
        /// Many throw-away accounts with few posts each that push a handful of links.
        LinkPush = "link-push",
        /// Accounts that repost the same targets within a short time, again and again.
        RepostRing = "repost-ring",
        /// Accounts silent or harmless for weeks that wake together shortly before the vote.
        DormantBurst = "dormant-burst",
        /// Seeders publish, quoters flood newsrooms with requests to verify it.
        Flooding = "flooding",
        /// A burner seeds, look-alike sites launder, a fixed set of accounts amplifies.
        Laundering = "laundering",
        /// The same comments below unrelated posts.
        CommentCopypasta = "comment-copypasta",
    }
}

kinds! {
    /// A kind of organic crowd that looks coordinated and is not.
    ControlKind {
        /// Fans with alerts on who repost all that their idol posts.
        FanCommunity = "fan-community",
        /// Citizens who sign a petition and share its ready-made text.
        Petition = "petition",
        /// Outlets that publish the same agency items, partly by automated feeds.
        Syndication = "syndication",
        /// Party volunteers who use a shared toolkit of texts, hashtags and links.
        Volunteers = "volunteers",
        /// Bots that declare themselves and post templates on the hour.
        DeclaredBots = "declared-bots",
        /// A television show's audience or a class, on one hashtag at the same time.
        LiveHashtag = "live-hashtag",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_and_equal_their_serialised_form() {
        for &kind in CampaignKind::ALL {
            assert_eq!(CampaignKind::by_name(kind.name()), Some(kind));
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{kind}\""));
        }
        for &kind in ControlKind::ALL {
            assert_eq!(ControlKind::by_name(kind.name()), Some(kind));
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{kind}\""));
        }
    }
}
