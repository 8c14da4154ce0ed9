//! The key of the one-time codes: beside the data, not in it.
//!
//! Whoever copies the database alone gets no codes. The file is made at the first need, readable by its owner only. It is
//! not part of a backup for the same reason; after a restore without it, people enrol anew (`ostrakon user reset --codes`).

use super::{Result, system_random};
use crate::hub::HubError;
use std::{
    fmt::Display,
    fs,
    io::{ErrorKind, Write},
    path::Path,
};

const NAME: &str = "access.key";
const VARIABLE: &str = "OSTRAKON_ACCESS_KEY";

/// The key from the environment, else from the data directory, where it is made if it is missing.
pub(super) fn load(data: Option<&Path>) -> Result<Option<[u8; 32]>> {
    if let Ok(text) = std::env::var(VARIABLE) {
        let wrong = || fault(VARIABLE, "give 64 hexadecimal digits (openssl rand -hex 32 makes them)");
        return parse(&text).map(Some).ok_or_else(wrong);
    }
    let Some(folder) = data else { return Ok(None) };
    let path = folder.join(NAME);
    match fs::read_to_string(&path) {
        Ok(text) => parse(text.trim()).map(Some).ok_or_else(|| {
            fault(
                path.display(),
                "no key of 64 hexadecimal digits; put the right file back, or remove it and let people enrol their \
                 one-time codes anew",
            )
        }),
        Err(error) if error.kind() == ErrorKind::NotFound => make(&path).map(Some),
        Err(error) => Err(fault(path.display(), error)),
    }
}

fn make(path: &Path) -> Result<[u8; 32]> {
    let mut key = [0u8; 32];
    system_random(&mut key);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| {
        file.write_all(ostrakon_store::to_hex(&key).as_bytes())?;
        file.sync_all()
    });
    match written {
        Ok(()) => Ok(key),
        // Another process made it at the same moment; a half-written one is refused on reading.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let text = fs::read_to_string(path).map_err(|error| fault(path.display(), error))?;
            parse(text.trim()).ok_or_else(|| fault(path.display(), "it is being made; try again"))
        }
        Err(error) => Err(fault(path.display(), error)),
    }
}

fn fault(what: impl Display, why: impl Display) -> HubError {
    HubError::Damaged { what: what.to_string(), why: why.to_string() }
}

fn parse(text: &str) -> Option<[u8; 32]> {
    let bytes = text.as_bytes();
    if bytes.len() != 64 {
        return None;
    }
    let mut key = [0u8; 32];
    for (byte, pair) in key.iter_mut().zip(bytes.chunks_exact(2)) {
        let digit = |c: u8| char::from(c).to_digit(16).map(|d| d as u8);
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_read_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let made = make(&folder.path().join(NAME)).expect("made");
        assert_eq!(make(&folder.path().join(NAME)).expect("there already"), made);
        fs::write(folder.path().join(NAME), "zz").expect("writes");
        assert!(make(&folder.path().join(NAME)).is_err());
        assert_eq!(parse(&"é".repeat(32)), None);
    }
}
