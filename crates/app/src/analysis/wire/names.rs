//! Enumerated words of results, as the interface writes them.

use ostrakon_model::Signal;
use ostrakon_report::group as report;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What two accounts have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = Signal)]
#[expect(missing_docs, reason = "each is documented at `ostrakon_model::Signal`")]
pub enum SignalName {
    CoRepost,
    CoLink,
    CoDomain,
    CoHashtag,
    CoMention,
    CoReply,
    CoPost,
    CoText,
    CoSimilarText,
    CoMedia,
}

impl From<Signal> for SignalName {
    fn from(signal: Signal) -> Self {
        match signal {
            Signal::CoRepost => Self::CoRepost,
            Signal::CoLink => Self::CoLink,
            Signal::CoDomain => Self::CoDomain,
            Signal::CoHashtag => Self::CoHashtag,
            Signal::CoMention => Self::CoMention,
            Signal::CoReply => Self::CoReply,
            Signal::CoPost => Self::CoPost,
            Signal::CoText => Self::CoText,
            Signal::CoSimilarText => Self::CoSimilarText,
            Signal::CoMedia => Self::CoMedia,
        }
    }
}

impl From<SignalName> for Signal {
    fn from(name: SignalName) -> Self {
        // The two lists are written in one order; a test holds them to it.
        Self::ALL[name as usize]
    }
}

/// Strength of the evidence of coordination: nothing on harm, nothing on who is behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = EvidenceStrength)]
pub enum Strength {
    /// Nothing beyond chance.
    None,
    /// More than chance, explained as well by shared interest.
    Weak,
    /// Hard to explain by shared interest alone.
    Moderate,
    /// Explained by coordination far better than by anything else tried.
    Strong,
    /// The same over several independent signals.
    VeryStrong,
}

impl From<report::Strength> for Strength {
    fn from(strength: report::Strength) -> Self {
        match strength {
            report::Strength::None => Self::None,
            report::Strength::Weak => Self::Weak,
            report::Strength::Moderate => Self::Moderate,
            report::Strength::Strong => Self::Strong,
            report::Strength::VeryStrong => Self::VeryStrong,
        }
    }
}

/// What an account is within its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MemberRole {
    /// Tied to many of the group.
    Hub,
    /// Ties parts of the group, or the group to others.
    Bridge,
    /// One among equals.
    Member,
    /// Tied to few.
    Periphery,
    /// Writes, or shares first, what the others spread.
    Originator,
}

impl From<report::Role> for MemberRole {
    fn from(role: report::Role) -> Self {
        match role {
            report::Role::Hub => Self::Hub,
            report::Role::Bridge => Self::Bridge,
            report::Role::Member => Self::Member,
            report::Role::Periphery => Self::Periphery,
            report::Role::Originator => Self::Originator,
        }
    }
}

/// Which way the data point about an innocent explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Bearing {
    /// For it.
    For,
    /// Against it.
    Against,
    /// They cannot tell.
    Silent,
}

impl From<report::Bearing> for Bearing {
    fn from(bearing: report::Bearing) -> Self {
        match bearing {
            report::Bearing::For => Self::For,
            report::Bearing::Against => Self::Against,
            report::Bearing::Silent => Self::Silent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_have_one_name_everywhere() {
        for signal in Signal::ALL {
            let name = SignalName::from(signal);
            assert_eq!(Signal::from(name), signal);
            assert_eq!(serde_json::to_value(name).ok(), Some(signal.name().into()));
        }
    }
}
