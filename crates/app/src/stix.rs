//! `ostrakon stix validate`: files of STIX objects against the specification.
//!
//! Blocks of pieces are judged on all threads while the next block is read; what is said keeps the order of the input.
//! Memory is a few blocks, however large the file.

use crate::AppError;
use ostrakon_ingest::source::{self, Source};
use ostrakon_stix::Limits;
use ostrakon_stix::read::{self, Container, Piece, Pieces};
use ostrakon_stix::validate::{self, Report};
use rayon::prelude::*;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::mpsc;

/// Pieces, and bytes, a block.
const BLOCK: usize = 2_048;
const BLOCK_BYTES: usize = 4 << 20;
/// A compressed file may not grow beyond this many times its size.
const MAX_EXPANSION: u32 = 1_000;

/// What is said of one object.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Verdict {
    /// Its number over all files, from 0.
    pub index: usize,
    /// `id`, if it has one.
    pub id: Option<String>,
    /// `type`, if it has one.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Whether there is no error.
    pub valid: bool,
    /// The standard's MUSTs that do not hold, each with its place.
    pub errors: Vec<String>,
    /// The standard's SHOULDs that do not hold.
    pub warnings: Vec<String>,
}

impl Verdict {
    fn new(index: usize, value: Option<&Value>, report: Report) -> Self {
        let text = |property: &str| value.and_then(|value| value.get(property)?.as_str()).map(str::to_owned);
        Self {
            index,
            id: text("id"),
            kind: text("type"),
            valid: report.valid(),
            errors: report.errors,
            warnings: report.warnings,
        }
    }

    fn unreadable(index: usize, error: &ostrakon_stix::Error) -> Self {
        Self::new(index, None, Report { errors: vec![error.to_string()], warnings: Vec::new() })
    }
}

/// What was found in all files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Objects.
    pub objects: usize,
    /// Of these without error.
    pub valid: usize,
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

/// Judges every object of the files, in order, and hands each verdict, made ready by `render` on any thread, to `say`.
///
/// A file is an object, a bundle, a list, or one object a line; also compressed (gz, zst); `-` is standard input. What
/// surrounds the objects of a bundle gets a verdict of its own when something is wrong with it. `say` ends the work by
/// returning false.
///
/// # Errors
/// A file that cannot be opened. What cannot be read as an object is a verdict.
pub fn validate<T: Send>(
    files: &[PathBuf],
    render: impl Fn(&Verdict) -> T + Sync,
    mut say: impl FnMut(T) -> bool,
) -> Result<Summary, AppError> {
    for file in files {
        source::check(file)?;
    }
    let mut summary = Summary::default();
    for file in files {
        let source = Source::open(file, MAX_EXPANSION)?;
        let (send, receive) = mpsc::sync_channel::<Block>(2);
        let go_on = std::thread::scope(|scope| {
            scope.spawn(move || cut(source, &send));
            for block in receive {
                let first = summary.objects;
                let verdicts: Vec<(Verdict, T)> = block
                    .into_par_iter()
                    .enumerate()
                    .map(|(at, item)| {
                        let verdict = judge(first + at, item);
                        let rendered = render(&verdict);
                        (verdict, rendered)
                    })
                    .collect();
                for (verdict, rendered) in verdicts {
                    summary.objects += 1;
                    summary.valid += usize::from(verdict.valid);
                    summary.errors += verdict.errors.len();
                    summary.warnings += verdict.warnings.len();
                    if !say(rendered) {
                        return false;
                    }
                }
            }
            true
        });
        if !go_on {
            break;
        }
    }
    Ok(summary)
}

type Block = Vec<Item>;

/// What the reader found.
enum Item {
    Piece(Piece, Container),
    Unreadable(ostrakon_stix::Error),
    /// What surrounds the objects of a bundle, and is wrong.
    Envelope(Value, Report),
}

/// Cuts a source into blocks of pieces until it ends or nobody listens.
fn cut(source: Source, send: &mpsc::SyncSender<Block>) {
    let mut pieces = Pieces::new(source, Limits::default());
    let mut block = Vec::with_capacity(BLOCK);
    let mut bytes = 0;
    while let Some(piece) = pieces.next() {
        let container = pieces.container();
        block.push(match piece {
            Ok(piece) => {
                bytes += piece.bytes.len();
                Item::Piece(piece, container)
            }
            Err(error) => Item::Unreadable(error),
        });
        if block.len() == BLOCK || bytes > BLOCK_BYTES {
            bytes = 0;
            if send.send(std::mem::replace(&mut block, Vec::with_capacity(BLOCK))).is_err() {
                return;
            }
        }
    }
    block.extend(envelope(&pieces));
    // Nobody listens any more: there is nobody to tell.
    let _ = send.send(block);
}

/// What is wrong around the objects, if anything.
fn envelope(pieces: &Pieces<Source>) -> Option<Item> {
    match pieces.envelope() {
        Err(error) => Some(Item::Unreadable(error)),
        Ok(Some(mut envelope)) if envelope.get("type").is_some() => {
            if let Some(map) = envelope.as_object_mut() {
                map.shift_remove("objects");
            }
            let report = validate::check(&envelope);
            (!report.valid()).then_some(Item::Envelope(envelope, report))
        }
        Ok(_) => None,
    }
}

fn judge(index: usize, item: Item) -> Verdict {
    match item {
        Item::Unreadable(error) => Verdict::unreadable(index, &error),
        Item::Envelope(value, report) => Verdict::new(index, Some(&value), report),
        Item::Piece(piece, container) => match read::value(&piece, Limits::default()) {
            Err(error) => Verdict::unreadable(index, &error),
            Ok(value) => {
                let report = match container {
                    Container::Bundle => validate::check_in_bundle(&value),
                    _ => validate::check(&value),
                };
                Verdict::new(index, Some(&value), report)
            }
        },
    }
}
