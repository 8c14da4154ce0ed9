//! The ways in which two accounts can act on the same thing at the same time.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A coordination signal: which object of a post two accounts must share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signal {
    /// The same post reposted.
    CoRepost,
    /// The same canonical URL linked.
    CoLink,
    /// The same registrable domain linked.
    CoDomain,
    /// The same ordered sequence of hashtags used.
    CoHashtag,
    /// The same set of accounts mentioned.
    CoMention,
    /// The same post answered.
    CoReply,
    /// Any two posts at all (parity with peers; far too weak for a finding by itself).
    CoPost,
    /// The same text after normalisation.
    CoText,
    /// Nearly the same text.
    CoSimilarText,
    /// The same media attached.
    CoMedia,
}

impl Signal {
    /// Every signal, in the order in which results list them.
    pub const ALL: [Self; 10] = [
        Self::CoRepost,
        Self::CoLink,
        Self::CoDomain,
        Self::CoHashtag,
        Self::CoMention,
        Self::CoReply,
        Self::CoPost,
        Self::CoText,
        Self::CoSimilarText,
        Self::CoMedia,
    ];

    /// The name used on the command line and in every output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CoRepost => "co-repost",
            Self::CoLink => "co-link",
            Self::CoDomain => "co-domain",
            Self::CoHashtag => "co-hashtag",
            Self::CoMention => "co-mention",
            Self::CoReply => "co-reply",
            Self::CoPost => "co-post",
            Self::CoText => "co-text",
            Self::CoSimilarText => "co-similar-text",
            Self::CoMedia => "co-media",
        }
    }

    /// What two accounts share, in words for a report ("reposted the same post").
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::CoRepost => "reposted the same post",
            Self::CoLink => "linked the same address",
            Self::CoDomain => "linked the same site",
            Self::CoHashtag => "used the same hashtags in the same order",
            Self::CoMention => "mentioned the same accounts",
            Self::CoReply => "answered the same post",
            Self::CoPost => "posted at the same time",
            Self::CoText => "posted the same text",
            Self::CoSimilarText => "posted nearly the same text",
            Self::CoMedia => "attached the same media",
        }
    }
}

impl fmt::Display for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is no signal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no signal; use one of co-repost, co-link, co-domain, co-hashtag, co-mention, co-reply, co-post, co-text, co-similar-text, co-media"
)]
pub struct UnknownSignal(pub String);

impl FromStr for Signal {
    type Err = UnknownSignal;

    /// Accepts our names, with `-` or `_`, with or without `co-`, and the peers' (`co_retweet`, `co_tweet`, …).
    fn from_str(text: &str) -> Result<Self, UnknownSignal> {
        let name = text.trim().to_ascii_lowercase().replace('_', "-");
        Ok(match name.strip_prefix("co-").unwrap_or(&name) {
            "repost" | "retweet" | "share" => Self::CoRepost,
            "link" | "url" => Self::CoLink,
            "domain" => Self::CoDomain,
            "hashtag" | "hashtags" => Self::CoHashtag,
            "mention" | "mentions" => Self::CoMention,
            "reply" => Self::CoReply,
            "post" => Self::CoPost,
            "text" | "tweet" => Self::CoText,
            "similar-text" | "similar-tweet" | "similar" => Self::CoSimilarText,
            "media" => Self::CoMedia,
            _ => return Err(UnknownSignal(text.to_owned())),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back_and_the_peers_names_are_understood() {
        for signal in Signal::ALL {
            assert_eq!(signal.name().parse(), Ok(signal));
        }
        assert_eq!("co_retweet".parse(), Ok(Signal::CoRepost));
        assert_eq!("co_similar_tweet".parse(), Ok(Signal::CoSimilarText));
        assert!("opinion".parse::<Signal>().is_err());
    }
}
