//! Files that are either whole or not there.
//!
//! A run that is killed, or a disk that fills up, must not leave half a table that the next program takes for a whole
//! one. Everything is written to a temporary sibling (same file system, so that the rename is atomic), synced, and
//! renamed over the old file. Rejected: truncating in place with a marker at the end, which every reader would have to
//! know about.

use crate::error::Error;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes the file `path` through `fill`; on any failure the file stays as it was.
///
/// # Errors
/// [`Error::Write`] with what the system said, or what `fill` said.
pub fn write(path: &Path, fill: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> Result<(), Error> {
    try_write(path, fill).map_err(|source| Error::Write { path: path.to_owned(), source })
}

fn try_write(path: &Path, fill: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
    if path.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "there is a folder of that name"));
    }
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".ostrakon-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Temporary files are private by default; results follow the user's umask like any other output.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let temporary = builder.tempfile_in(folder)?;
    let (file, temporary) = temporary.into_parts();
    let mut out = BufWriter::with_capacity(1 << 16, file);
    fill(&mut out)?;
    out.flush()?;
    out.get_ref().sync_all()?;
    temporary.persist(path).map_err(|e| e.error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_keeps_the_old_file_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("edges.csv");
        write(&path, |out| out.write_all(b"whole")).expect("first write");
        let failed = write(&path, |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("disk full"))
        });
        assert!(failed.expect_err("an error").to_string().contains("edges.csv: cannot write (disk full)"));
        assert_eq!(std::fs::read_to_string(&path).expect("old file"), "whole");
        assert_eq!(std::fs::read_dir(folder.path()).expect("folder").count(), 1);
    }

    #[test]
    fn a_missing_folder_and_a_folder_in_the_way_are_named() {
        let folder = tempfile::tempdir().expect("folder");
        let missing = write(&folder.path().join("no/run.json"), |_| Ok(())).expect_err("no folder");
        assert!(missing.to_string().contains("run.json: cannot write"));
        let in_the_way = write(folder.path(), |_| Ok(())).expect_err("a folder");
        assert!(in_the_way.to_string().contains("there is a folder of that name"));
    }

    #[test]
    #[cfg(unix)]
    fn results_are_as_readable_as_the_users_other_files() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("folder");
        let (ours, plain) = (folder.path().join("a"), folder.path().join("b"));
        write(&ours, |_| Ok(())).expect("write");
        File::create(&plain).expect("plain file");
        let mode = |p: &Path| std::fs::metadata(p).expect("metadata").permissions().mode();
        assert_eq!(mode(&ours), mode(&plain));
    }
}
