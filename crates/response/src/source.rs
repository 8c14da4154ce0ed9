//! Where a rule comes from: a law, an agreement, a practice; with its address, and whether its wording was read there.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The source of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// As a lawyer cites it: `Regulation (EU) 2024/900 Art 5(2)`.
    pub cite: String,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Whether the wording was read at that address; `false` says: check it before you rely on it.
    #[serde(default)]
    pub verified: bool,
}

impl Source {
    /// A source whose wording was read.
    pub fn read(cite: &str, address: &str) -> Self {
        Self { cite: cite.to_owned(), address: address.to_owned(), verified: true }
    }

    /// A source that is known and was not re-read.
    pub fn known(cite: &str, address: &str) -> Self {
        Self { verified: false, ..Self::read(cite, address) }
    }

    /// A rule of this system's own, that no law asks for.
    pub fn house(rule: &str) -> Self {
        Self { cite: format!("Ostrakon: {rule}"), address: String::new(), verified: true }
    }
}
