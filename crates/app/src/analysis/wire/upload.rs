//! A file that was handed in, and what it was recognised as.

use serde::Serialize;
use utoipa::ToSchema;

/// A column of an upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct UploadColumn {
    /// Name, or path of a key in JSON; the number from 1 in a table without header.
    pub name: String,
    /// A few different values. They are as handed in: accounts are not masked yet.
    pub samples: Vec<String>,
    /// Canonical field that it fills, or is proposed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// A canonical field that a column can be mapped to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CanonicalField {
    /// Its name.
    pub name: String,
    /// Other names that are understood.
    pub also: Vec<String>,
    /// Whether there is no post without it.
    pub required: bool,
}

/// A field that the format has and the file does not fill: the export may have changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MissingField {
    /// Canonical field.
    pub field: String,
    /// Columns that were looked for.
    pub looked_for: Vec<String>,
}

/// A file that was handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Upload {
    /// Id.
    pub id: String,
    /// File name as handed in.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// When it was handed in, milliseconds since 1970 UTC.
    pub created: i64,
    /// When it is deleted, unless an analysis still needs it then.
    pub expires: i64,
    /// csv, tsv, ndjson, json or parquet.
    pub format: String,
    /// plain, gzip or zstd.
    pub compression: String,
    /// Name of the known export that it is; absent where none fits and columns must be mapped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
    /// What that export is, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What goes wrong with that export when one does not know better.
    pub traps: Vec<String>,
    /// Its columns, each with the field that it fills or is proposed to fill.
    pub columns: Vec<UploadColumn>,
    /// Drift: fields that the export should fill and does not.
    pub missing: Vec<MissingField>,
    /// Drift: columns that nobody reads.
    pub unread: Vec<String>,
    /// Why it is not recognised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// All fields that a column can be mapped to.
    pub fields: Vec<CanonicalField>,
    /// Earlier analyses of the very same bytes, by id.
    pub analyses: Vec<String>,
}
