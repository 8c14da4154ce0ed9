//! Yes, no, or nobody knows: a question of fact that may stay open.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An answer. What is unknown is never taken for a no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = YesNoUnknown)]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not.
    No,
    /// Nobody has found out.
    #[default]
    Unknown,
}
