//! What may be asked of an issue, and what may happen to it.

use super::{Correction, Outline, Passage, Piece, PointForDecision, Scenario};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What may be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "command", deny_unknown_fields)]
#[schema(as = ReportCommand)]
pub enum Command {
    /// Begin an issue.
    Open {
        /// Election, marking, cut-off, readers.
        outline: Outline,
    },
    /// Change what it is about; an approval is gone.
    Edit {
        /// Election, marking, cut-off, readers. The election stays.
        outline: Outline,
    },
    /// Take another cut-off; an approval is gone.
    SetCutOff {
        /// Milliseconds of UTC.
        cut_off: i64,
    },
    /// Write a paragraph; an approval is gone.
    AddParagraph {
        /// Where, and what.
        paragraph: Passage,
    },
    /// Write a scenario; an approval is gone.
    AddScenario {
        /// The scenario.
        scenario: Scenario,
    },
    /// Put something up for decision; an approval is gone.
    AddDecision {
        /// The question.
        decision: PointForDecision,
    },
    /// Put another piece in the place of one; an approval is gone.
    Rewrite {
        /// Number of the piece.
        number: u32,
        /// What stands there now; of the same kind.
        piece: Piece,
    },
    /// Take a piece out; an approval is gone.
    Remove {
        /// Number of the piece.
        number: u32,
    },
    /// Approve the content as it reads now. Another person than those who wrote.
    Approve {
        /// SHA-256 of the content that was read. Left out, it is computed; given, the content must still have it.
        #[serde(default)]
        content: String,
    },
    /// Issue what was approved: the document is frozen.
    Issue {
        /// SHA-256 of the content; computed.
        #[serde(default)]
        content: String,
        /// SHA-256 of the frozen document; computed.
        #[serde(default)]
        document: String,
        /// Number of the issue; computed.
        #[serde(default)]
        version: u32,
        /// The issue before; computed.
        #[serde(default)]
        previous: Option<String>,
    },
    /// The next issue took its place. Comes with the issuing of that one.
    Supersede {
        /// Id of the next issue's record.
        by: String,
    },
    /// Say that something in what is out was wrong. The next issue carries it.
    Correct {
        /// What.
        correction: Correction,
    },
    /// Give it up, or take back what is out.
    Withdraw {
        /// Why, at most 2,000 characters.
        reason: String,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[schema(as = ReportEvent)]
#[allow(missing_docs, reason = "the fields are those of the commands")]
pub enum Event {
    /// It was begun, or what it is about changed.
    Outlined { outline: Outline },
    /// Another cut-off was taken.
    CutOffSet { cut_off: i64 },
    /// A piece was written, or written anew.
    Written { number: u32, piece: Piece },
    /// A piece was taken out.
    Removed { number: u32 },
    /// A content was approved.
    Approved { content: String },
    /// It was issued.
    Issued { document: String, version: u32, previous: Option<String> },
    /// The next issue took its place.
    Superseded { by: String },
    /// What is out was corrected.
    Corrected { correction: Correction },
    /// It was given up or taken back.
    Withdrawn { reason: String },
}
