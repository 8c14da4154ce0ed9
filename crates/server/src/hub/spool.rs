//! A body read to its end before it is used, in memory while it is short and in a file that has no name when it is long.

use super::problem::Problem;
use axum::body::Body;
use futures_util::StreamExt;
use futures_util::stream;
use sha2::{Digest, Sha256};
use std::io::{Cursor, Read, SeekFrom};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};

/// Bytes that stay in memory.
const SHORT: usize = 1 << 20;
/// Bytes read from the file at a time.
const PIECE: usize = 64 << 10;

/// A body that is here as a whole.
pub(crate) enum Held {
    /// A short one.
    Memory(Vec<u8>),
    /// A long one, in a file that has no name.
    File(File),
}

/// Reads a body of at most `most` bytes, adds it to a digest, and holds it.
///
/// # Errors
/// 413 for a longer one, 400 for one that breaks off, 500 when the disk is full.
pub(crate) async fn hold(body: Body, hash: &mut Sha256, most: u64) -> Result<Held, Problem> {
    let mut pieces = body.into_data_stream();
    let (mut memory, mut file, mut length) = (Vec::new(), None, 0u64);
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| Problem::unreadable("the body broke off; send it again"))?;
        length += piece.len() as u64;
        if length > most {
            return Err(Problem::too_large(most));
        }
        hash.update(&piece);
        if file.is_none() && memory.len() + piece.len() > SHORT {
            let made = tokio::task::spawn_blocking(tempfile::tempfile).await;
            let made = made.map_err(|error| Problem::internal(&error))?;
            let mut made = File::from_std(made.map_err(|error| Problem::internal(&error))?);
            made.write_all(&memory).await.map_err(|error| Problem::internal(&error))?;
            memory = Vec::new();
            file = Some(made);
        }
        match &mut file {
            Some(file) => file.write_all(&piece).await.map_err(|error| Problem::internal(&error))?,
            None => memory.extend_from_slice(&piece),
        }
    }
    let Some(mut file) = file else { return Ok(Held::Memory(memory)) };
    file.flush().await.map_err(|error| Problem::internal(&error))?;
    file.seek(SeekFrom::Start(0)).await.map_err(|error| Problem::internal(&error))?;
    Ok(Held::File(file))
}

impl Held {
    /// As a body again.
    pub(crate) fn into_body(self) -> Body {
        match self {
            Self::Memory(bytes) => Body::from(bytes),
            Self::File(file) => Body::from_stream(stream::try_unfold(file, |mut file| async move {
                let mut piece = vec![0; PIECE];
                let read = file.read(&mut piece).await?;
                piece.truncate(read);
                Ok::<_, std::io::Error>((read > 0).then_some((piece, file)))
            })),
        }
    }

    /// To be read on a thread that may wait for the disk.
    pub(crate) async fn into_read(self) -> Box<dyn Read + Send> {
        match self {
            Self::Memory(bytes) => Box::new(Cursor::new(bytes)),
            Self::File(file) => Box::new(file.into_std().await),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;

    #[tokio::test]
    async fn short_and_long_bodies_come_back_as_they_came_and_too_long_ones_do_not() {
        for length in [0, 1, SHORT, SHORT + 1, 3 * SHORT + 7] {
            let bytes: Vec<u8> = (0..length).map(|n| n as u8).collect();
            let mut hash = Sha256::new();
            let parts: Vec<_> = bytes.chunks(100_000).map(|c| Ok::<_, std::io::Error>(c.to_vec())).collect();
            let body = Body::from_stream(stream::iter(parts));
            let body = hold(body, &mut hash, 4 << 20).await.expect("fits").into_body();
            assert_eq!(to_bytes(body, usize::MAX).await.expect("reads"), bytes);
            assert_eq!(hash.finalize(), Sha256::digest(&bytes));
        }
        let long = hold(Body::from(vec![0; 11]), &mut Sha256::new(), 10).await;
        assert_eq!(long.map(|_| ()).expect_err("too long").status, 413);
        let broken = stream::iter([Ok(vec![1]), Err(std::io::Error::other("cut"))]);
        let broken = hold(Body::from_stream(broken), &mut Sha256::new(), 10).await;
        assert_eq!(broken.map(|_| ()).expect_err("cut off").status, 400);
    }
}
