//! A file that is handed in piece by piece.

use super::Upload;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A file to be handed in piece by piece.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTransfer {
    /// What its owner calls the file; results name it so.
    #[schema(max_length = 300)]
    pub name: String,
    /// Its size in bytes.
    #[schema(minimum = 1)]
    pub bytes: u64,
    /// SHA-256 of the whole file, hexadecimal, where it is known: compared at the end.
    #[serde(default)]
    #[schema(pattern = "^[0-9a-fA-F]{64}$")]
    pub sha256: Option<String>,
}

/// A file that is being handed in piece by piece.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Transfer {
    /// Id; the upload that it becomes has the same.
    pub id: String,
    /// File name as handed in.
    pub name: String,
    /// Size of the whole file in bytes.
    pub bytes: u64,
    /// How many bytes came and are safe: the next piece begins there.
    pub received: u64,
    /// Id of the account that began it.
    pub by: String,
    /// When it was begun, milliseconds since 1970 UTC.
    pub created: i64,
    /// When it is removed, unless another piece comes before.
    pub expires: i64,
    /// What it became, in the answer to the last piece.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub upload: Option<Box<Upload>>,
}
