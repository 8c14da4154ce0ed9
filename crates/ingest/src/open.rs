//! From a path to a stream of pieces, each of which any thread can map.
//!
//! Here the three questions about an input meet: how it is packed ([`crate::source`]), what holds its records
//! ([`crate::recognise`]) and what they mean ([`crate::preset`]).

use crate::{
    error::IngestError,
    frame::{
        Block, Rule, TooLong,
        carve::{CarveError, Carver, Sizes},
        parquet::{Batches, TextColumn},
        table::Dialect,
    },
    json::{self, Document},
    preset::{self, MapOptions, Mapper, Preset, Shape},
    read::ReadOptions,
    recognise::{Container, FirstRows, container, first_rows},
    record::Row,
    source::{Codec, Digested, Source, is_stdin},
};
use arrow::array::RecordBatch;
use ostrakon_model::Fields;
use serde_json::Value;
use std::{
    borrow::Cow,
    fs::File,
    io::{self, Read, Seek},
    path::Path,
    sync::Arc,
};

/// Records of a document that a thread takes at once.
const VALUES: usize = 2_000;
/// Rows of a Parquet file looked at to tell the unit of its times.
const SAMPLE_ROWS: usize = 200;

/// What mapping needs to know of an input; shared by its pieces.
pub struct Input {
    /// Index in the run's list.
    pub file: u32,
    /// The input, as the caller named it.
    pub path: Arc<Path>,
    /// What it was recognised as; `None` if it holds no record to tell by.
    pub preset: Option<&'static Preset>,
    /// The preset bound to this file.
    pub mapper: Option<Mapper>,
    /// How its pieces are split.
    pub layout: Layout,
    /// Bytes a record may have.
    pub max_record: usize,
    /// Whether the digest of the raw record is asked for.
    pub raw: bool,
    /// What is asked for.
    pub fields: Fields,
    /// Whether posts that share nothing are left out.
    pub shares_only: bool,
    /// Whether texts are read that the input may tell to be gone, for which ids are needed.
    pub withdraws: bool,
}

/// How the pieces of an input are split into records.
pub enum Layout {
    /// Rows with as many fields as `header` (or the first row) has.
    Table {
        /// How it is written.
        dialect: Dialect,
        /// Names of the columns; of a table without header, the numbers from 1.
        columns: Vec<String>,
        /// Whether the columns' names were read from the file.
        header: bool,
    },
    /// A JSON value a line.
    Lines,
    /// Elements of an array.
    Elements,
    /// Values that were parsed already.
    Values,
    /// Parquet batches.
    Parquet,
}

impl Layout {
    /// The container's name, for the run's summary.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Table { dialect, .. } => match dialect.delimiter {
                b'\t' => "tsv",
                _ => "csv",
            },
            Self::Lines => "ndjson",
            Self::Elements | Self::Values => "json",
            Self::Parquet => "parquet",
        }
    }
}

/// Records that one thread maps at once.
pub enum Load {
    /// Bytes, to be split.
    Block(Block),
    /// Parsed values, and the number of the first, from 1.
    Values(u64, Vec<Value>),
    /// Rows of a Parquet file, and the number of the first, from 1.
    Batch(u64, RecordBatch),
}

/// Where the pieces come from.
enum Feed {
    Carver(Box<Carver<Source>>),
    Values(Source, Vec<TooLong>, std::vec::IntoIter<Value>, u64),
    Parquet(Source, Box<Batches>, Option<RecordBatch>, u64),
}

/// An input that is being read.
pub struct Opened {
    /// What its pieces share.
    pub input: Arc<Input>,
    feed: Feed,
}

impl Opened {
    /// Opens input number `file`.
    ///
    /// # Errors
    /// Whatever makes an input unreadable as a whole.
    pub fn new(file: u32, path: &Path, options: &ReadOptions) -> Result<Self, IngestError> {
        let mut source = Source::open_as(path, options.max_expansion, options.digest)?;
        let (container, skipped, lines) = container(&mut source, options.max_record)?;
        let input = |preset: Option<&'static Preset>, mapper, layout| {
            Arc::new(Input {
                file,
                path: crate::reject::shared(path),
                preset,
                mapper,
                layout,
                max_record: options.max_record,
                raw: options.fields.has(Fields::REST),
                fields: options.fields,
                shares_only: options.shares_only,
                withdraws: options.fields.has(Fields::TEXT) && preset.is_some_and(Preset::withdraws),
            })
        };
        let sizes = Sizes { block: options.block, record: options.max_record };
        let carver = |source, rule, offset: usize, line: u64| {
            Feed::Carver(Box::new(Carver::new(source, rule, sizes, offset as u64, line)))
        };
        match container {
            Container::Table { mut dialect, mut first } => {
                let preset = choose(path, &Shape::Table { header: &first.rows[0] }, options)
                    .map_err(|error| source.blame(error))?;
                if let Some(escape) = preset.escape() {
                    dialect = Dialect { quotes: true, escape: Some(escape), ..dialect };
                    first = first_rows(&mut source, dialect, options.max_record)
                        .map_err(|error| source.blame(error))?;
                }
                let FirstRows { rows, bytes: first_row, lines: first_lines } = first;
                let header = preset.has_header();
                let mut mapper = bind(path, preset, header.then_some(&rows[0][..]), options, true)?;
                let (offset, line) =
                    if header { (skipped + first_row, 1 + first_lines) } else { (skipped, 1) };
                if header {
                    source.skip_peeked(first_row);
                }
                let cells: Vec<Vec<Cow<'_, str>>> = rows[usize::from(header)..]
                    .iter()
                    .map(|row| row.iter().map(Cow::from).collect())
                    .collect();
                mapper.settle_units(cells.iter().map(|row| Row::Table(row)));
                let first = rows.into_iter().next().unwrap_or_default();
                let columns = if header { first } else { (1..=first.len()).map(|n| n.to_string()).collect() };
                let Dialect { delimiter, quotes, escape } = dialect;
                let rule = if quotes { Rule::Quoted { delimiter, escape } } else { Rule::Lines };
                let layout = Layout::Table { dialect, columns, header };
                Ok(Self {
                    input: input(Some(preset), Some(mapper), layout),
                    feed: carver(source, rule, offset, line),
                })
            }
            Container::Lines { sample } => {
                let (preset, mapper) =
                    json_preset(path, sample, options).map_err(|error| source.blame(error))?;
                Ok(Self {
                    input: input(Some(preset), Some(mapper), Layout::Lines),
                    feed: carver(source, Rule::Lines, skipped, 1),
                })
            }
            Container::Array { sample } => {
                // An empty array is an export without posts, of whatever kind.
                let empty = sample.is_empty() && source.peek(64).trim_ascii_start().starts_with(b"]");
                let (preset, mapper) = if empty {
                    (None, None)
                } else {
                    let known = json_preset(path, sample, options).map_err(|error| source.blame(error))?;
                    (Some(known.0), Some(known.1))
                };
                Ok(Self {
                    input: input(preset, mapper, Layout::Elements),
                    feed: carver(source, Rule::Elements, skipped, 1 + lines),
                })
            }
            Container::Document => {
                let documents = documents(&mut source, options.max_document)?;
                let sample = documents.iter().map(|(value, _)| value.clone()).collect();
                let (preset, mapper) = json_preset(path, sample, options)?;
                let (mut values, mut too_long) = (Vec::new(), Vec::new());
                for (number, (value, size)) in (1..).zip(documents) {
                    // A document may be large; what is one record may not, wherever it stands.
                    if size > options.max_record && !preset.holds_records(&value) {
                        too_long.push(TooLong { line: number, bytes: size as u64 });
                    } else {
                        values.extend(preset.explode(value));
                    }
                }
                let feed = Feed::Values(source, too_long, values.into_iter(), 1);
                Ok(Self { input: input(Some(preset), Some(mapper), Layout::Values), feed })
            }
            Container::Parquet => {
                let file = seekable(&mut source)?;
                let failed = |reason| IngestError::Parquet { path: path.to_owned(), reason, rows: 0 };
                let mut batches = Batches::open(file).map_err(failed)?;
                let columns = batches.header();
                let preset = choose(path, &Shape::Table { header: &columns }, options)?;
                let mut mapper = bind(path, preset, Some(&columns), options, true)?;
                let first = batches.next().map_err(failed)?;
                if let Some(batch) = &first {
                    let rows = batch_sample(batch).map_err(failed)?;
                    mapper.settle_units(rows.iter().map(|row| Row::Table(row)));
                }
                let feed = Feed::Parquet(source, Box::new(batches), first, 1);
                Ok(Self { input: input(Some(preset), Some(mapper), Layout::Parquet), feed })
            }
        }
    }

    fn source(&self) -> &Source {
        match &self.feed {
            Feed::Carver(carver) => carver.stream(),
            Feed::Values(source, ..) | Feed::Parquet(source, ..) => source,
        }
    }

    /// Bytes of the file read so far.
    pub fn bytes_read(&self) -> u64 {
        self.source().bytes_read()
    }

    /// How the file is packed.
    pub fn codec(&self) -> Codec {
        self.source().codec()
    }

    /// Size and digest of the file, once [`Opened::next`] gave `None`.
    pub fn digested(&self) -> Digested {
        self.source().digested()
    }

    /// The next piece; a block is made in the memory of `buffer`.
    ///
    /// # Errors
    /// Why reading cannot go on.
    pub fn next(&mut self, buffer: &mut Vec<u8>) -> Result<Option<Load>, IngestError> {
        let path = || self.input.path.to_path_buf();
        match &mut self.feed {
            Feed::Carver(carver) => match carver.next(std::mem::take(buffer)) {
                Ok(block) => Ok(block.map(Load::Block)),
                Err(CarveError::Io(error)) => Err(carver.stream().explain(error)),
                Err(CarveError::Json { line, reason }) => {
                    Err(IngestError::Json { path: path(), line, reason: reason.to_owned(), rows: 0 })
                }
            },
            Feed::Values(_, too_long, ..) if !too_long.is_empty() => {
                Ok(Some(Load::Block(Block { too_long: std::mem::take(too_long), ..Block::default() })))
            }
            Feed::Values(_, _, values, number) => {
                let part: Vec<Value> = values.by_ref().take(VALUES).collect();
                let first = *number;
                *number += part.len() as u64;
                Ok((!part.is_empty()).then_some(Load::Values(first, part)))
            }
            Feed::Parquet(_, batches, ready, number) => {
                let batch = match ready.take() {
                    Some(batch) => Some(batch),
                    None => batches.next().map_err(|reason| IngestError::Parquet {
                        path: path(),
                        reason,
                        rows: 0,
                    })?,
                };
                Ok(batch.map(|batch| {
                    let first = *number;
                    *number += batch.num_rows() as u64;
                    Load::Batch(first, batch)
                }))
            }
        }
    }
}

fn known() -> String {
    preset::names().collect::<Vec<_>>().join(", ")
}

/// The preset of an input: the one asked for, the one recognised, or, for columns that the caller names, the
/// canonical one.
fn choose(path: &Path, shape: &Shape<'_>, options: &ReadOptions) -> Result<&'static Preset, IngestError> {
    if let Some(name) = &options.format {
        return preset::by_name(name)
            .ok_or_else(|| IngestError::UnknownFormat { name: name.clone(), known: known() });
    }
    match preset::recognise(shape) {
        Ok(preset) => Ok(preset),
        Err(unknown) => match preset::by_name("ostrakon") {
            Some(canonical) if !options.map.is_empty() => Ok(canonical),
            _ => Err(IngestError::NotRecognised {
                path: path.to_owned(),
                reason: unknown.to_string(),
                known: known(),
            }),
        },
    }
}

fn bind(
    path: &Path,
    preset: &'static Preset,
    header: Option<&[String]>,
    options: &ReadOptions,
    table: bool,
) -> Result<Mapper, IngestError> {
    let mapping = |reason| IngestError::Mapping { path: path.to_owned(), reason };
    let (found, other) =
        if table { ("a table", preset::Container::Json) } else { ("JSON", preset::Container::Table) };
    if preset.container() == other {
        let name = preset.name();
        return Err(mapping(format!(
            "the file is {found}, and `{name}` is not; leave --format out, or name another"
        )));
    }
    let wanted = MapOptions {
        fields: options.fields,
        raw_urls: options.raw_urls,
        reposts_by_text: options.reposts_by_text,
        relative_times: options.relative_times,
    };
    preset.mapper(header, &options.map, &wanted).map_err(|error| mapping(error.to_string()))
}

fn json_preset(
    path: &Path,
    sample: Vec<Value>,
    options: &ReadOptions,
) -> Result<(&'static Preset, Mapper), IngestError> {
    let preset = choose(path, &Shape::Json { sample: &sample }, options)?;
    let mut mapper = bind(path, preset, None, options, false)?;
    let records: Vec<Value> = sample.into_iter().flat_map(|value| preset.explode(value)).collect();
    mapper.settle_units(records.iter().map(Row::Json));
    Ok((preset, mapper))
}

/// All JSON values of a stream that has few and large ones.
pub(crate) fn documents(source: &mut Source, limit: u64) -> Result<Vec<Document>, IngestError> {
    let path = source.path().to_owned();
    let mut bytes = Vec::new();
    if let Err(error) = source.by_ref().take(limit + 1).read_to_end(&mut bytes) {
        return Err(source.explain(error));
    }
    if bytes.len() as u64 > limit {
        return Err(IngestError::DocumentTooLarge { path, limit });
    }
    json::documents(&bytes).map_err(|error| {
        let mend =
            if error.is_eof() { "the file is cut off: fetch it again" } else { "the file is no valid JSON" };
        IngestError::Json { path, line: error.line() as u64, reason: format!("{error}; {mend}"), rows: 0 }
    })
}

/// A Parquet file as one that can be sought in: itself, or, if it is packed or piped, a temporary copy.
pub(crate) fn seekable(source: &mut Source) -> Result<File, IngestError> {
    let path = source.path().to_owned();
    let plain = source.codec() == Codec::Plain && !is_stdin(&path);
    let copied = (|| {
        if plain {
            // Read once for the digest.
            io::copy(source, &mut io::sink())?;
            return File::open(&path);
        }
        let mut file = tempfile::tempfile()?;
        io::copy(source, &mut file)?;
        file.rewind()?;
        Ok(file)
    })();
    copied.map_err(|error| source.explain(error))
}

pub(crate) fn batch_sample(batch: &RecordBatch) -> Result<Vec<Vec<Cow<'_, str>>>, String> {
    let columns =
        batch.columns().iter().map(|column| TextColumn::new(column)).collect::<Result<Vec<_>, _>>()?;
    // A value that cannot be written costs its row, later; here it only shows nothing.
    let sample = |row| columns.iter().map(|column| column.text(row).unwrap_or_default()).collect();
    Ok((0..batch.num_rows().min(SAMPLE_ROWS)).map(sample).collect())
}
