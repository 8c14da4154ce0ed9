//! The Traffic Light Protocol, version 2.0: who may be told.
//!
//! **The problem.** Every object that is shared bears a label, and every decision to let it leave compares labels. The
//! standard (FIRST, 2022) words them as sentences for people; software needs an order.
//!
//! **The choice.** A total order from "everybody" to "the people in the room", since each label's audience contains the
//! next one's. What has no label is treated as [`Tlp::AmberStrict`] of its owner: forgetting to mark may keep a thing
//! in the house and never let it out.
//!
//! **Rejected.** TLP 1.0's WHITE as a label of its own: it is read as CLEAR and never written.

use std::fmt;
use std::str::FromStr;

/// A label of TLP 2.0, in order from the widest audience to the narrowest.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize,
)]
pub enum Tlp {
    /// Everybody; may be published.
    #[serde(rename = "TLP:CLEAR")]
    Clear,
    /// The community, not the public.
    #[serde(rename = "TLP:GREEN")]
    Green,
    /// The recipients' organisations and their clients, as far as they need it.
    #[serde(rename = "TLP:AMBER")]
    Amber,
    /// The recipients' organisations only. Also what an object without a label is treated as.
    #[default]
    #[serde(rename = "TLP:AMBER+STRICT")]
    AmberStrict,
    /// Named people only; no system carries it to another organisation.
    #[serde(rename = "TLP:RED")]
    Red,
}

impl Tlp {
    /// All labels, widest audience first.
    pub const ALL: [Self; 5] = [Self::Clear, Self::Green, Self::Amber, Self::AmberStrict, Self::Red];

    /// The label as the standard writes it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Clear => "TLP:CLEAR",
            Self::Green => "TLP:GREEN",
            Self::Amber => "TLP:AMBER",
            Self::AmberStrict => "TLP:AMBER+STRICT",
            Self::Red => "TLP:RED",
        }
    }
}

impl fmt::Display for Tlp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// A text that is no label.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no TLP label; use clear, green, amber, amber+strict or red")]
pub struct NoLabel(String);

impl FromStr for Tlp {
    type Err = NoLabel;

    /// Reads a label with or without `TLP:`, in any case; `white` of TLP 1.0 is read as `clear`.
    fn from_str(text: &str) -> Result<Self, NoLabel> {
        let small = text.trim().to_ascii_lowercase();
        match small.strip_prefix("tlp:").unwrap_or(&small) {
            "clear" | "white" => Ok(Self::Clear),
            "green" => Ok(Self::Green),
            "amber" => Ok(Self::Amber),
            "amber+strict" | "amber-strict" => Ok(Self::AmberStrict),
            "red" => Ok(Self::Red),
            _ => Err(NoLabel(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tlp;

    #[test]
    fn labels_are_ordered_by_audience_and_read_back() {
        assert!(Tlp::Clear < Tlp::Green && Tlp::Amber < Tlp::AmberStrict && Tlp::AmberStrict < Tlp::Red);
        for label in Tlp::ALL {
            assert_eq!(label.label().parse(), Ok(label));
            assert_eq!(serde_json::to_value(label).ok(), Some(label.label().into()));
        }
        assert_eq!("white".parse(), Ok(Tlp::Clear));
        assert_eq!("tlp:Amber+Strict".parse(), Ok(Tlp::AmberStrict));
        assert!("TLP:PURPLE".parse::<Tlp>().is_err());
    }

    #[test]
    fn what_is_unmarked_stays_in_the_house() {
        assert_eq!(Tlp::default(), Tlp::AmberStrict);
    }
}
