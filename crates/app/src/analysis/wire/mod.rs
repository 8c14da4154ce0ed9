//! What the interface says about analyses: plain data with a schema, so that the types of the web application are made from
//! these.
//!
//! They are not the types of `report`: a page of the web asks for a slice at a time, in milliseconds since 1970 UTC, and its
//! fields must be able to change with the page without changing files that people keep.

mod analysis;
mod dataset;
mod exercise;
mod group;
mod judgement;
mod names;
mod network;
mod posts;
mod summary;
mod time;
mod transfer;
mod upload;

pub use analysis::{
    Analysis, AnalysisPage, ColumnMapping, Counts, ElectionPeriod, NewAnalysis, Parameters, Progress, Stage,
    State, Terms, UploadInfo,
};
pub use dataset::{Dataset, DatasetReceipt};
pub use exercise::{Exercise, ExerciseScenario, NewExercise};
pub use group::{
    Exhibit, ExhibitPage, GroupDetail, GroupPage, GroupRow, InnocentExplanation, Member, MemberPage,
    SharedObject, SignalShare, Significance, Synchrony,
};
pub use judgement::{Dismissal, GroupStatus, Judgement, JudgementEntry, Merger, Reopening};
pub use names::{Bearing, MemberRole, SignalName, Strength};
pub use network::{EdgeDetail, EdgeSignal, Meeting, Network, NetworkEdge, NetworkNode, NodeKind};
pub use posts::{Post, PostPage};
pub use summary::{
    BoundedObject, ControlRate, ExerciseScore, Fact, InputFile, KindScore, MethodCard, MethodParameter,
    Rates, Reject, RejectPage, ResultFile, Summary, Term,
};
pub use time::{Raster, RasterAccount, RasterCell, Series};
pub use transfer::{NewTransfer, Transfer};
pub use upload::{CanonicalField, MissingField, Upload, UploadColumn};
