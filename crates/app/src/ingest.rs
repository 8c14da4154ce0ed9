//! `ingest`: posts into the lake of a data directory, under stated terms, masked, whole or not at all.
//!
//! **Problem.** A post can only be masked when all accounts of the input are known (a mention means an account that
//! may post later), a source is recorded with its digest, and a file that turns out to be cut off must leave no trace.
//! **Choice.** Two passes. The first reads accounts and digests and comes to the end of every input before anything
//! is written; the second masks and stores. Memory holds accounts, never posts. An input that cannot be read twice
//! (standard input, a pipe) is copied to a private temporary file first.
//! **Rejected.** One pass with all posts in memory: the lake exists for what does not fit there. One pass that masks
//! with what is known so far: one account under two names.
//!
//! ```text
//! DIR/lake/<dataset>/             the posts
//! DIR/keys/<dataset>.key          key of the pseudonyms, mode 0600; lost key: no more appends, posts stay readable
//! DIR/handles/<dataset>/          who is behind the pseudonyms of each append, sealed
//! DIR/rejects/<dataset>-N.csv     rows of append N that could not be taken
//! ```

mod again;
mod done;
pub(crate) mod handles;
pub(crate) mod masking;
pub(crate) mod rejects;

pub use done::Done;
pub(crate) use masking::key_file;

use crate::{AppError, analyse::Stage, load::Source, terms};
use again::Rereadable;
use masking::Masking;
use ostrakon_ingest::{IngestError, InputSummary, Received, pseudonym::Authors, read_batches};
use ostrakon_lake::{Appender, Dataset, DatasetInfo, Error as LakeError, Intake, Lake, SCHEMA_VERSION};
use ostrakon_model::{Columns, Fields, Post, withdrawn::Withdrawals};
use rejects::Rejects;
use std::path::PathBuf;

/// What to read and under which terms.
#[derive(Clone, Debug)]
pub struct Request {
    /// Posts.
    pub source: Source,
    /// Data directory; made if it is missing.
    pub data: PathBuf,
    /// Name of the data set; made if it is missing.
    pub dataset: String,
    /// Access basis, one of [`terms::ACCESS_BASES`].
    pub access_basis: String,
    /// Purpose, in words.
    pub purpose: String,
    /// Retention class, one of [`terms::RETENTION_CLASSES`].
    pub retention: String,
}

/// Reads and appends. `now_ms`: the moment of taking in, from which retention counts.
///
/// # Errors
/// [`AppError::Usage`] for terms that are not on the lists or differ from the data set's; [`AppError::Ingest`] for an
/// input that is not what it claims. The data set is then as it was.
pub fn ingest(request: &Request, now_ms: i64, progress: &dyn Stage) -> Result<Done, AppError> {
    terms::access_basis(&request.access_basis)?;
    terms::retention_ms(&request.retention)?;
    let held = held(request)?;
    let mut masking = Masking::prepare(request, held.as_ref())?;
    let info = DatasetInfo {
        name: request.dataset.clone(),
        access_basis: request.access_basis.clone(),
        purpose: request.purpose.clone(),
        retention_class: request.retention.clone(),
        created_ms: now_ms,
        accounts: masking.accounts(),
        schema_version: SCHEMA_VERSION,
    };
    info.check()?;
    if let Some(held) = &held {
        agree(held.info(), &info)?;
        held.accepts(&info.accounts)?;
    }

    progress.stage("reading accounts");
    let inputs = Rereadable::new(&request.source.inputs)?;
    let mut authors = Authors::default();
    let mut gone = Withdrawals::default();
    let options = request.source.options(Fields::AUTHOR, false);
    // Rows are rejected by the second pass, which looks at all their fields.
    let mut ignored = rejects::Ignored;
    let first =
        read_batches(inputs.paths(), &options, progress, &mut ignored, &mut |block: &mut Columns| {
            authors.meet(block);
            gone.meet(&block.withdrawn);
            Ok(())
        })?;
    masking.know(&authors);

    masking.save_key()?;
    let created = held.is_none();
    let dataset = match held {
        Some(dataset) => dataset,
        None => Lake::open(&request.data)?.create(&info)?,
    };
    progress.stage("storing");
    let sources = inputs.sources(&first);
    let mut appender =
        dataset.append(Intake { sources, accounts: info.accounts.clone(), taken_ms: now_ms })?;
    let mut rejects = Rejects::new(&inputs)?;
    let options = request.source.options(Fields::ALL, false);
    let mut refused = Vec::new();
    let second = read_batches(inputs.paths(), &options, progress, &mut rejects, &mut |posts: &mut Vec<
        Post<'static>,
    >| {
        posts.iter_mut().for_each(|post| gone.apply(post));
        store(posts, &mut masking, &mut appender, &mut refused)
    })
    .map_err(own)?;
    inputs.unchanged(&first, &second)?;
    for (file, line, reason) in refused {
        rejects.refuse(&inputs, file, line, reason)?;
    }
    let rejected = rejects.count();
    let rejects = rejects.keep(&request.data, &dataset, now_ms)?;
    let handles = masking.keep_handles(&request.data, &request.dataset, now_ms)?;
    let appended = match appender.commit() {
        Ok(appended) => {
            if appended.stored == 0 {
                handles::forget(handles.as_deref());
            }
            appended
        }
        Err(error) => {
            handles::forget(handles.as_deref());
            if let Some(path) = &rejects {
                // It would speak of an append that never happened.
                let _ = std::fs::remove_file(path);
            }
            return Err(error.into());
        }
    };
    let total = dataset.rows()?;
    Ok(Done::new(request, created, &second, appended, (rejected, rejects), masking.key_path(), total))
}

/// The data set, if it is there. Nothing is made to find out.
fn held(request: &Request) -> Result<Option<Dataset>, AppError> {
    if !request.data.join("lake").is_dir() {
        return Ok(None);
    }
    match Lake::open(&request.data)?.dataset(&request.dataset) {
        Ok(dataset) => Ok(Some(dataset)),
        Err(LakeError::Unknown { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Refuses terms other than those the data set was made with.
fn agree(held: &DatasetInfo, given: &DatasetInfo) -> Result<(), AppError> {
    let terms = [
        ("--access-basis", &held.access_basis, &given.access_basis),
        ("--purpose", &held.purpose, &given.purpose),
        ("--retention", &held.retention_class, &given.retention_class),
    ];
    let differ: Vec<String> = terms
        .into_iter()
        .filter(|(_, held, given)| held != given)
        .map(|(flag, held, given)| format!("{flag} is `{held}` there and `{given}` here"))
        .collect();
    if differ.is_empty() {
        return Ok(());
    }
    Err(AppError::Usage(format!(
        "the data set `{}` was made under other terms: {}; give the same, or choose another --dataset",
        held.name,
        differ.join(", ")
    )))
}

/// A post that the lake refuses: its input, line and the reason.
type Refused = (u32, u64, String);

fn store(
    posts: &mut Vec<Post<'static>>,
    masking: &mut Masking,
    appender: &mut Appender<'_>,
    refused: &mut Vec<Refused>,
) -> Received {
    for post in posts {
        masking.post(post);
        match appender.push(post) {
            Ok(_) => {}
            Err(error @ LakeError::Post { .. }) => {
                refused.push((post.source.file, post.source.line, error.to_string()));
            }
            Err(error) => return Err(Box::new(AppError::Lake(error))),
        }
    }
    Ok(())
}

/// Our own error, if that is what ended the reading.
fn own(error: IngestError) -> AppError {
    match error {
        IngestError::Receiver(inner) => match inner.downcast::<AppError>() {
            Ok(ours) => *ours,
            Err(other) => IngestError::Receiver(other).into(),
        },
        other => other.into(),
    }
}

/// Sum of one count over all inputs.
fn sum(inputs: &[InputSummary], count: impl Fn(&InputSummary) -> u64) -> u64 {
    inputs.iter().map(count).sum()
}
