//! The shape of a preset file: what `presets/*.toml` may say.
//!
//! A format is described, not programmed, so that an analyst can read which column became what and a change of a
//! platform is a change of data. What a description cannot say (a new transform) is one function with a name.
//! Unknown keys are errors, since a misspelt key in a description would otherwise be a silent loss.

use crate::timestamp::{TimeFormat, Zone};
use ostrakon_model::{Kind, Precision};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What holds the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Container {
    /// Rows of CSV, TSV or Parquet.
    Table,
    /// NDJSON, a JSON array or one JSON document.
    Json,
    /// Either.
    Any,
}

/// A whole preset file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Spec {
    pub name: String,
    pub description: String,
    #[serde(default)]
    pub platform: String,
    pub container: Container,
    /// Who fixed the field names: the documents or code they were read in.
    pub sources: Vec<String>,
    /// What goes wrong with this format when one does not know better.
    pub traps: Vec<String>,
    /// Kind of a record that nothing else makes a repost, quote or reply.
    #[serde(default)]
    pub kind: Kind,
    /// Column or path with the platform, of a format that holds posts of many.
    pub platform_from: Option<String>,
    /// Column or path with the channel whose name the ids of a post begin with.
    pub channel: Option<String>,
    /// Character behind which a quote inside of a quoted field of the table is one like any other; the table is then quoted.
    pub escape: Option<char>,
    /// Whether records are recorded from the wire, so that `seen_at` is when the platform's relay passed the post on. It is
    /// then always read, and a creation time that cannot be one costs the time and not the post.
    #[serde(default)]
    pub live: bool,
    /// Column names by position, of a table without header.
    pub columns: Option<Vec<String>>,
    pub signature: Vec<Form>,
    #[serde(default)]
    pub explode: Vec<Stage>,
    #[serde(default)]
    pub skip: Vec<Skip>,
    #[serde(default)]
    pub refuse: Vec<Refuse>,
    #[serde(default)]
    pub withdrawals: Vec<WithdrawalRule>,
    #[serde(default)]
    pub kinds: Vec<KindRule>,
    #[serde(default)]
    pub platforms: Vec<PlatformRule>,
    pub fields: BTreeMap<Field, Source>,
    #[serde(default)]
    pub media: Vec<MediaSource>,
    #[serde(default)]
    pub metrics: BTreeMap<String, MetricSource>,
    #[serde(default)]
    pub labels: BTreeMap<String, Source>,
}

/// A canonical field that a preset or a rename may fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Field {
    ItemId,
    AuthorId,
    AuthorHandle,
    AuthorName,
    AuthorDeclaredBot,
    CreatedAt,
    SeenAt,
    Text,
    Lang,
    Url,
    ReplyTo,
    RepostOf,
    QuoteOf,
    ThreadId,
    Urls,
    Hashtags,
    Mentions,
}

/// One shape in which the format appears; any one of them is enough.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Form {
    /// Of several presets that fit, the highest wins; then the one that named more columns.
    #[serde(default)]
    pub priority: i32,
    /// Columns (or JSON paths) that must all be there.
    #[serde(default)]
    pub required: Vec<String>,
    /// Groups of which at least one each must be there.
    #[serde(default)]
    pub any: Vec<Vec<String>>,
    /// Columns (or paths) that must not be there.
    #[serde(default)]
    pub absent: Vec<String>,
    /// JSON paths whose value must be one of these.
    #[serde(default)]
    pub values: BTreeMap<String, Vec<String>>,
    /// The exact number of columns.
    pub columns: Option<usize>,
    /// Shapes of cells of the first row, by position from 0, of a table without header.
    #[serde(default)]
    pub cells: BTreeMap<String, CellShape>,
}

/// What a cell of a table without header looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CellShape {
    /// Only digits.
    Digits,
    /// Eight digits that are a date.
    Date,
    /// Fourteen digits that are a date and a time.
    DateTime,
    /// Digits of a date and time, `-`, then more.
    DateTimeDash,
    /// `http://…` or `https://…`.
    Url,
}

/// Turns one JSON document into records. Stages follow each other; what a stage does not fit passes unchanged.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stage {
    /// Paths whose values are the records, in this order.
    #[serde(default)]
    pub records: Vec<String>,
    /// The document is a platform's own object that bears what its collector noted under this key: it becomes the
    /// collector's record again, with the object under `data`.
    pub noted: Option<String>,
    /// The records are JSON texts, to be parsed.
    #[serde(default)]
    pub parse: bool,
    /// Objects to copy into each record: under `name`, these keys of the document.
    #[serde(default)]
    pub inherit: BTreeMap<String, Vec<String>>,
    /// Lists of the document to look up from each record.
    #[serde(default)]
    pub join: Vec<Join>,
}

/// Adds to each record (or to each object in a list of it) the item of a list whose `key` it names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Join {
    /// Path to the list in the document.
    pub list: String,
    /// Key of its items.
    pub key: String,
    /// Path in the record to the objects to add to; empty for the record itself.
    #[serde(default)]
    pub into: String,
    /// Key, in those objects, that names the item.
    pub by: String,
    /// Key under which the item is added.
    pub name: String,
}

/// A condition on a record.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct When {
    /// Column or path.
    #[serde(rename = "when")]
    pub column: String,
    /// Holds if the value is one of these.
    pub is: Option<Vec<String>>,
    /// Holds if there is a value and it is none of these.
    pub not: Option<Vec<String>>,
    /// Holds if the value contains this.
    pub contains: Option<String>,
    /// Holds if there is a value (`true`) or none (`false`).
    pub present: Option<bool>,
}

/// A record that is no post.
#[derive(Debug, Deserialize)]
pub(crate) struct Skip {
    #[serde(flatten)]
    pub when: When,
    /// Name under which such records are counted.
    pub name: String,
}

/// A record that stands in this file by mistake, or that says what went wrong: rejected, with the value at `when` and `why`.
#[derive(Debug, Deserialize)]
pub(crate) struct Refuse {
    #[serde(flatten)]
    pub when: When,
    /// What it is, and what to do.
    pub why: String,
    /// Path to the words of whoever wrote the record, put behind `why`.
    pub with: Option<String>,
}

/// A record by which a post or an account is gone, or back. Asked after the records that are no posts.
#[derive(Debug, Deserialize)]
pub(crate) struct WithdrawalRule {
    #[serde(flatten)]
    pub when: When,
    /// Name under which such records are counted.
    pub name: String,
    pub of: Of,
}

/// What is gone, or back.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Of {
    Item,
    Account,
    Restored,
}

/// A record of another kind than its references say.
#[derive(Debug, Deserialize)]
pub(crate) struct KindRule {
    #[serde(flatten)]
    pub when: When,
    pub kind: Kind,
}

/// A record of another platform than the preset's.
#[derive(Debug, Deserialize)]
pub(crate) struct PlatformRule {
    #[serde(flatten)]
    pub when: When,
    pub platform: String,
}

/// One name or several.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Names {
    One(String),
    Many(Vec<String>),
}

impl Names {
    pub(crate) fn as_slice(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names,
        }
    }
}

/// Where a field comes from: a column, several of which the first filled one counts, or a description.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Source {
    Plain(Names),
    Full(Box<FullSource>),
}

/// The long form of [`Source`].
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
// Each is a key of the file that stands alone; states would name combinations that nobody writes.
#[allow(clippy::struct_excessive_bools)]
pub(crate) struct FullSource {
    /// Columns or JSON paths; of a list field all of them count, of another the first filled one.
    pub from: Option<Names>,
    /// How to read it.
    #[serde(rename = "as")]
    pub transform: Transform,
    /// How to read it, if it is a time.
    pub time: TimeFormat,
    /// Zone of times without one.
    pub zone: Zone,
    /// Finest precision that this source really has.
    pub precision: Option<Precision>,
    /// `at://{did}/{commit.rkey}`: several columns in one text; absent if one of them is.
    pub template: Option<String>,
    /// The same for every record.
    pub constant: Option<String>,
    /// Put between all filled sources instead of taking the first.
    pub join: Option<String>,
    /// Texts that mean "nothing here".
    pub ignore: Vec<String>,
    /// Path inside each item of a list of objects, or the second column that a transform needs.
    pub with: Option<String>,
    /// If a list stays empty, take it from the text.
    pub or_text: bool,
    /// The list of the text is added to what the sources have.
    pub and_text: bool,
    /// If a record has none of the sources, not even empty, take the list from the text. A table's columns are the same
    /// in every row, so that there the header decides; in JSON each record says for itself.
    pub text_if_absent: bool,
    /// Of a list field, only the first source that has items counts.
    pub first_only: bool,
    /// Column or path whose presence makes this field absent.
    pub unless: Option<String>,
}

/// How a value is read. Times have [`TimeFormat`], metrics [`MetricSource`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Transform {
    /// As it is (ids and handles trimmed, a handle without `@`).
    #[default]
    Plain,
    /// HTML to text.
    HtmlText,
    /// The addresses of an HTML text's links, but for mentions and hashtags.
    HtmlLinks,
    /// A text, or a list of texts and objects with a `text`, put together.
    MixedText,
    /// Inside `<PAGE_TITLE>` of XML.
    PageTitle,
    /// An account name that lacks its host if local: the host of the address in `with` is added.
    AcctAtHost,
    /// The host of an address.
    Host,
    /// Accounts of Telegram: a bare number is written as the author of a message is (`user123`).
    TelegramUser,
    /// `yes`/`no`, `true`/`false`, `1`/`0`.
    BoolYesNo,
    /// `['a', 'b']` as Python prints lists.
    PythonList,
    /// A JSON list, of texts or of objects with `with`.
    JsonList,
    /// `a,b`.
    CommaList,
    /// `a b`.
    SpaceList,
    /// `a;b`.
    SemicolonList,
    /// `a`, `a b`, `a,b`, `['a', 'b']` or `["a", "b"]`.
    AutoList,
}

/// Where attached media come from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MediaSource {
    pub from: String,
    #[serde(rename = "as", default)]
    pub transform: Transform,
    pub with: Option<String>,
    pub kind: Option<String>,
    /// Column or path put in front of every key: names that are given out anew in each chat say nothing across chats.
    pub scope: Option<String>,
    /// Texts at whose start the value stands for "not exported".
    #[serde(default)]
    pub ignore_prefix: Vec<String>,
}

/// Where a count comes from.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum MetricSource {
    Plain(Names),
    Full(FullMetric),
}

/// The long form of [`MetricSource`].
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FullMetric {
    /// Of several the first filled one counts.
    pub from: Names,
    /// The platform hides values below this: what is below is `0..=this-1`, never exact.
    pub censored_below: Option<i64>,
    /// An empty cell means that the platform hides the number, not that the export lacks it.
    #[serde(default)]
    pub empty_is_hidden: bool,
    /// Column that says `yes` where the number is hidden.
    pub hidden_if: Option<String>,
}
