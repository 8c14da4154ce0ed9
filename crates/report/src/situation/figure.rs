//! A number that can be asked again.
//!
//! The problem: "213 incidents" means nothing without "as of when", "of how many", "seen where". The choice: the number
//! never travels without them, and carries the address that computes it anew. Rejected: footnotes written by hand.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a figure's value counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = SituationUnit)]
pub enum Unit {
    /// Things.
    #[default]
    Count,
    /// A share, 0 to 100.
    Percent,
    /// A length of time in milliseconds.
    Duration,
}

/// What a value is a part of.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = SituationDenominator)]
pub struct Denominator {
    /// What is counted, for example "incidents under review".
    pub label: String,
    /// How many of them; in the figure's unit.
    pub value: f64,
}

/// How much of what there is could be looked at.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = SituationCoverage)]
pub struct Coverage {
    /// In words, for example "two of six platforms; X without replies".
    pub text: String,
    /// Parts that reported or were looked at, if they can be counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<u64>,
    /// Parts that there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<u64>,
}

/// A record behind a statement.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = SituationLink)]
pub struct Link {
    /// How it is named.
    pub label: String,
    /// Its address; only `https:`, `http:`, paths and fragments become links, anything else is printed as text.
    pub href: String,
}

/// One number of the report.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = SituationFigure)]
pub struct Figure {
    /// Stable between issues, unique within its item: the difference between issues is taken by it.
    pub id: String,
    /// What is counted.
    pub label: String,
    /// The value; none if it was not measured or is kept back because the group is too small.
    pub value: Option<f64>,
    /// What the value counts in.
    #[serde(default)]
    pub unit: Unit,
    /// State of the records it was computed from, milliseconds of UTC.
    pub as_of: i64,
    /// What it is a part of, where there is a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<Denominator>,
    /// How much could be seen.
    #[serde(default)]
    pub coverage: Coverage,
    /// Address in the API that gives it again.
    #[serde(default)]
    pub query: String,
    /// Records behind it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<Link>,
}

impl Figure {
    /// A count, without denominator and coverage.
    pub fn count(id: impl Into<String>, label: impl Into<String>, value: u64, as_of: i64) -> Self {
        Self { id: id.into(), label: label.into(), value: Some(value as f64), as_of, ..Self::default() }
    }

    /// The same, as a part of something.
    #[must_use]
    pub fn of(mut self, label: impl Into<String>, value: u64) -> Self {
        self.denominator = Some(Denominator { label: label.into(), value: value as f64 });
        self
    }

    /// The same, with what could be seen.
    #[must_use]
    pub fn covering(mut self, text: impl Into<String>) -> Self {
        self.coverage.text = text.into();
        self
    }

    /// The same, with the address that computes it anew.
    #[must_use]
    pub fn asked_by(mut self, query: impl Into<String>) -> Self {
        self.query = query.into();
        self
    }

    /// The value if it is a number that can be printed.
    pub(super) fn finite(&self) -> Option<f64> {
        self.value.filter(|value| value.is_finite())
    }
}
