//! The secret of a data set: 32 random bytes in a file only its owner can read.

use super::PseudonymError;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt::Write as _;
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::Path;
use zeroize::Zeroize;

/// A key of 32 bytes. Its bytes are never printed, and are wiped when it is dropped.
pub struct Key([u8; 32]);

impl Key {
    /// A new key from the operating system's generator.
    pub fn generate() -> Result<Self, PseudonymError> {
        let mut key = Self([0; 32]);
        getrandom::fill(&mut key.0).map_err(|e| PseudonymError::Random(e.to_string()))?;
        Ok(key)
    }

    /// A key with these bytes: for tests and for keys kept elsewhere.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads a key file: 64 hexadecimal digits and white space.
    ///
    /// # Errors
    /// If the file cannot be read, is no key, or (on Unix) others than its owner may read it.
    pub fn load(path: &Path) -> Result<Self, PseudonymError> {
        let file_error = |source| PseudonymError::File { path: path.to_owned(), source };
        let file = std::fs::File::open(path).map_err(file_error)?;
        let meta = file.metadata().map_err(file_error)?;
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&meta.permissions()) & 0o777;
            if meta.is_file() && mode & 0o077 != 0 {
                return Err(PseudonymError::KeyExposed { path: path.to_owned(), mode });
            }
        }
        let no_key = || PseudonymError::NoKey { path: path.to_owned() };
        if !meta.is_file() {
            return Err(no_key());
        }
        // A key file has 65 bytes; a wrong file may have any number.
        let mut bytes = Vec::with_capacity(256);
        file.take(256).read_to_end(&mut bytes).map_err(file_error)?;
        let key = parse(bytes.trim_ascii()).ok_or_else(no_key);
        bytes.zeroize();
        key
    }

    /// Writes the key to a new file with mode 0600.
    ///
    /// # Errors
    /// If the file exists (a key is never overwritten) or cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), PseudonymError> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut text = String::with_capacity(65);
        for byte in self.0 {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text.push('\n');
        let written = options.open(path).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        text.zeroize();
        written.map_err(|source| match source.kind() {
            ErrorKind::AlreadyExists => PseudonymError::KeyExists { path: path.to_owned() },
            _ => PseudonymError::File { path: path.to_owned(), source },
        })
    }

    /// 16 hexadecimal digits that tell which key was used and nothing about the key: what `run.json` records.
    pub fn fingerprint(&self) -> String {
        let mut mac = self.mac();
        mac.update(b"ostrakon pseudonym key fingerprint");
        let mut text = String::with_capacity(16);
        for byte in &mac.finalize().into_bytes()[..8] {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }

    /// Another key for another purpose (HMAC-SHA-256 of the purpose): neither tells the other.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        let mut mac = self.mac();
        mac.update(b"ostrakon derived key\n");
        mac.update(purpose.as_bytes());
        mac.finalize().into_bytes().into()
    }

    pub(super) fn mac(&self) -> Hmac<Sha256> {
        Hmac::new_from_slice(&self.0).expect("HMAC takes keys of any length (RFC 2104)")
    }
}

fn parse(digits: &[u8]) -> Option<Key> {
    if digits.len() != 64 {
        return None;
    }
    let mut key = Key([0; 32]);
    for (byte, pair) in key.0.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |b: u8| (b as char).to_digit(16).map(|d| d as u8);
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(key)
}

impl Drop for Key {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key(fingerprint {})", self.fingerprint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_key_loads_and_is_never_overwritten() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let path = dir.path().join("key");
        let key = Key::generate().expect("randomness");
        key.save(&path).expect("saved");
        assert_eq!(Key::load(&path).expect("loaded").fingerprint(), key.fingerprint());
        assert!(matches!(key.save(&path), Err(PseudonymError::KeyExists { .. })));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |mode| std::fs::Permissions::from_mode(mode);
            assert_eq!(std::fs::metadata(&path).expect("it is there").permissions().mode() & 0o777, 0o600);
            std::fs::set_permissions(&path, mode(0o644)).expect("its owner may");
            assert!(matches!(Key::load(&path), Err(PseudonymError::KeyExposed { mode: 0o644, .. })));
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        for (i, content) in
            ["", "abc", &"0".repeat(63), &"g".repeat(64), &"0".repeat(5_000)].into_iter().enumerate()
        {
            let path = dir.path().join(i.to_string());
            std::fs::write(&path, content).expect("written");
            #[cfg(unix)]
            std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600))
                .expect("ours");
            assert!(matches!(Key::load(&path), Err(PseudonymError::NoKey { .. })), "{content}");
        }
        assert!(matches!(Key::load(dir.path()), Err(PseudonymError::NoKey { .. })));
        assert!(matches!(Key::load(&dir.path().join("none")), Err(PseudonymError::File { .. })));
    }

    #[test]
    fn a_key_is_never_printed() {
        let key = Key::from_bytes([0xAB; 32]);
        let shown = format!("{key:?}");
        assert!(!shown.to_lowercase().contains("abab") && !shown.contains("171"), "{shown}");
        assert_ne!(key.fingerprint(), Key::from_bytes([0xAC; 32]).fingerprint());
    }
}
