//! Long bodies, in and out, by way of a file without a name.
//!
//! **The choice.** An import is gone through twice and an export may fail at its last object: both want the whole before
//! anything is done or said. In a file that costs no memory, and since it has no name nothing of it is left after a
//! crash. **Rejected.** Bodies in memory: ten imports of 200 MiB at once are the whole machine.

use super::problem::Problem;
use axum::body::{Body, Bytes};
use futures_util::StreamExt;
use std::fs::File;
use std::io::{Seek, SeekFrom};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Bytes that are read from a file at a time.
const PIECE: usize = 1 << 16;

/// A new file without a name.
pub(crate) fn blank() -> Result<File, Problem> {
    tempfile::tempfile().map_err(|error| Problem::internal(&error))
}

/// A body of at most so many bytes, in a file.
pub(crate) async fn take(body: Body, most: u64) -> Result<File, Problem> {
    let mut file = tokio::fs::File::from_std(blank()?);
    let (mut body, mut length) = (body.into_data_stream(), 0);
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(|error| Problem::unreadable(format!("the body broke off: {error}")))?;
        length += piece.len() as u64;
        if length > most {
            return Err(Problem::too_large(most));
        }
        file.write_all(&piece).await.map_err(|error| Problem::internal(&error))?;
    }
    file.flush().await.map_err(|error| Problem::internal(&error))?;
    Ok(file.into_std().await)
}

/// A file as a body, from its beginning.
pub(crate) fn give(mut file: File) -> Result<Body, Problem> {
    file.seek(SeekFrom::Start(0)).map_err(|error| Problem::internal(&error))?;
    let file = tokio::fs::File::from_std(file);
    let pieces = futures_util::stream::try_unfold(file, |mut file| async move {
        let mut piece = vec![0; PIECE];
        let read = file.read(&mut piece).await?;
        piece.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then(|| (Bytes::from(piece), file)))
    });
    Ok(Body::from_stream(pieces))
}
