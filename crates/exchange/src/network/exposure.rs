//! How far a channel is known to belong to a state (EEAS exposure matrix).
//!
//! **The rule.** A category is placed by people, on indicators that are technical or behavioural, each graded by
//! confidence and by who can see it; that a channel says what a state says is never enough. `state-aligned` is not
//! attributed to anybody and never reads as controlled (invariant 8), and every placement can be reviewed.

use serde::{Deserialize, Serialize};

/// Category of the matrix, from the most to the least exposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Exposure {
    /// Speaks for the state in its name.
    OfficialState,
    /// Owned, paid or directed by it, openly or provably.
    StateControlled,
    /// Tied to it by technical or organisational indicators.
    StateLinked,
    /// Behaves in step with it; attributed to nobody.
    StateAligned,
}

/// What one indicator is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExposureBasis {
    /// Infrastructure, ownership, payments.
    Technical,
    /// Coordination, timing, laundering of content.
    Behavioural,
    /// It says the same. Never enough, alone or together with more of its kind.
    NarrativeAlignment,
}

impl Exposure {
    /// Whether indicators of these kinds can carry a placement in this category: alignment alone never does, and links
    /// and control need a technical one. What is official needs none, it says so itself.
    pub fn may_rest_on(self, indicators: &[ExposureBasis]) -> bool {
        let has = |kind: ExposureBasis| indicators.contains(&kind);
        match self {
            Self::OfficialState => true,
            Self::StateControlled | Self::StateLinked => has(ExposureBasis::Technical),
            Self::StateAligned => has(ExposureBasis::Technical) || has(ExposureBasis::Behavioural),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Exposure, ExposureBasis};

    #[test]
    fn saying_the_same_is_never_enough() {
        let alike = [ExposureBasis::NarrativeAlignment; 3];
        for category in [Exposure::StateControlled, Exposure::StateLinked, Exposure::StateAligned] {
            assert!(!category.may_rest_on(&alike), "{category:?}");
        }
        assert!(Exposure::StateAligned.may_rest_on(&[ExposureBasis::Behavioural]));
        assert!(!Exposure::StateControlled.may_rest_on(&[ExposureBasis::Behavioural]));
    }
}
