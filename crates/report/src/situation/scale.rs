//! The fixed scales: a word means the same in every issue and every language.
//!
//! Likelihood is that of ICD 203 (US Office of the Director of National Intelligence, 2015), whose bands leave no gap;
//! the British yardstick leaves gaps between its bands, into which estimates fall. Reliability and credibility are the
//! Admiralty scale (NATO AJP-2.1).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How likely something is to happen. A forecast's word, never a finding's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = SituationLikelihood)]
pub enum Likelihood {
    /// 1 to 5 %.
    AlmostNoChance,
    /// 5 to 20 %.
    VeryUnlikely,
    /// 20 to 45 %.
    Unlikely,
    /// 45 to 55 %.
    RoughlyEvenChance,
    /// 55 to 80 %.
    Likely,
    /// 80 to 95 %.
    VeryLikely,
    /// 95 to 99 %.
    AlmostCertain,
}

impl Likelihood {
    /// The band in per cent, lower and upper end.
    pub const fn band(self) -> (u8, u8) {
        match self {
            Self::AlmostNoChance => (1, 5),
            Self::VeryUnlikely => (5, 20),
            Self::Unlikely => (20, 45),
            Self::RoughlyEvenChance => (45, 55),
            Self::Likely => (55, 80),
            Self::VeryLikely => (80, 95),
            Self::AlmostCertain => (95, 99),
        }
    }

    /// Key of the word in the message tables; also its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AlmostNoChance => "almost-no-chance",
            Self::VeryUnlikely => "very-unlikely",
            Self::Unlikely => "unlikely",
            Self::RoughlyEvenChance => "roughly-even-chance",
            Self::Likely => "likely",
            Self::VeryLikely => "very-likely",
            Self::AlmostCertain => "almost-certain",
        }
    }
}

/// How well a judgement is supported: quality and number of sources, not how likely a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = SituationConfidence)]
pub enum Confidence {
    /// Scant, questionable or fragmented information.
    Low,
    /// Credible and plausible, not enough corroboration.
    Moderate,
    /// Good information from several sources.
    High,
}

impl Confidence {
    /// Key of the word in the message tables; also its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
        }
    }
}

/// How grave, in five steps. Shown by shape and colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = SituationSeverity)]
pub enum Severity {
    /// Negligible.
    Minimal,
    /// Limited.
    Low,
    /// Noticeable.
    Moderate,
    /// Serious.
    High,
    /// Endangers the conduct of the vote.
    Severe,
}

impl Severity {
    /// Key of the word in the message tables; also its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Minimal => "minimal",
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
            Self::Severe => "severe",
        }
    }

    /// 1 to 5.
    pub const fn step(self) -> u8 {
        self as u8 + 1
    }
}

/// How far a source can be trusted (Admiralty scale, letter).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = SituationReliability)]
pub enum Reliability {
    /// Completely reliable.
    A,
    /// Usually reliable.
    B,
    /// Fairly reliable.
    C,
    /// Not usually reliable.
    D,
    /// Unreliable.
    E,
    /// Cannot be judged.
    #[default]
    F,
}

impl Reliability {
    /// The letter.
    pub const fn letter(self) -> char {
        match self {
            Self::A => 'A',
            Self::B => 'B',
            Self::C => 'C',
            Self::D => 'D',
            Self::E => 'E',
            Self::F => 'F',
        }
    }
}

/// How credible what it says is (Admiralty scale, digit).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = SituationCredibility)]
pub enum Credibility {
    /// 1: confirmed by other sources.
    Confirmed,
    /// 2: probably true.
    ProbablyTrue,
    /// 3: possibly true.
    PossiblyTrue,
    /// 4: doubtful.
    Doubtful,
    /// 5: improbable.
    Improbable,
    /// 6: cannot be judged.
    #[default]
    CannotBeJudged,
}

impl Credibility {
    /// 1 to 6.
    pub const fn digit(self) -> u8 {
        self as u8 + 1
    }
}
