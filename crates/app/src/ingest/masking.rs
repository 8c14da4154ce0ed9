//! How a data set's accounts are named, and where its key is.

use super::Request;
use crate::AppError;
use ostrakon_ingest::pseudonym::{Authors, Key, Pseudonymiser, Registry};
use ostrakon_lake::{Accounts, Dataset};
use ostrakon_model::Post;
use std::path::{Path, PathBuf};

/// Masks posts, or leaves them as they are for a stated purpose.
pub enum Masking {
    /// Accounts stay, for this purpose.
    Revealed(String),
    /// Accounts become pseudonyms.
    Keyed {
        /// Who renames.
        names: Box<Pseudonymiser>,
        /// The key.
        key: Key,
        /// Its file.
        path: PathBuf,
        /// Whether it still has to be written.
        fresh: bool,
    },
}

impl Masking {
    /// Loads the key and the registry, or makes a new key in memory. `held`: the data set, if it exists; it cannot be
    /// appended to with a new key.
    pub fn prepare(request: &Request, held: Option<&Dataset>) -> Result<Self, AppError> {
        if let Some(purpose) = &request.source.reveal {
            return Ok(Self::Revealed(purpose.clone()));
        }
        let path = request.source.key.clone().unwrap_or_else(|| key_file(&request.data, &request.dataset));
        let fresh = !path.exists();
        if fresh && held.is_some_and(|held| matches!(held.info().accounts, Accounts::Pseudonyms { .. })) {
            return Err(AppError::Usage(format!(
                "{}: the key of the data set `{}` is not there; restore it, or name it with --key, or choose another \
                 --dataset (a new key would give every account a second name)",
                path.display(),
                request.dataset
            )));
        }
        let key = if fresh { Key::generate()? } else { Key::load(&path)? };
        let registry = request.source.registry.as_deref().map_or(Ok(Registry::default()), Registry::load)?;
        let names = Box::new(Pseudonymiser::new(&key, registry));
        Ok(Self::Keyed { names, key, path, fresh })
    }

    /// As the lake records it.
    pub fn accounts(&self) -> Accounts {
        match self {
            Self::Revealed(purpose) => Accounts::Revealed { purpose: purpose.clone() },
            Self::Keyed { key, .. } => Accounts::Pseudonyms { key_fingerprint: key.fingerprint() },
        }
    }

    /// Takes in whose handle is whose.
    pub fn know(&mut self, authors: &Authors) {
        if let Self::Keyed { names, .. } = self {
            names.know(authors);
        }
    }

    /// Masks a post.
    pub fn post(&mut self, post: &mut Post<'_>) {
        if let Self::Keyed { names, .. } = self {
            names.post(post);
        }
    }

    /// Writes a new key, in a folder that only its owner can look into.
    pub fn save_key(&self) -> Result<(), AppError> {
        let Self::Keyed { key, path, fresh: true, .. } = self else { return Ok(()) };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            let mut builder = std::fs::DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder
                .create(folder)
                .map_err(AppError::file(folder, "choose a folder that can be written to"))?;
        }
        Ok(key.save(path)?)
    }

    /// Keeps who is behind the pseudonyms, sealed; nothing where accounts are revealed.
    pub fn keep_handles(
        &self,
        data: &Path,
        dataset: &str,
        taken_ms: i64,
    ) -> Result<Option<PathBuf>, AppError> {
        match self {
            Self::Revealed(_) => Ok(None),
            Self::Keyed { names, key, .. } => {
                super::handles::keep(names.masked(), key, data, dataset, taken_ms)
            }
        }
    }

    /// The key's file.
    pub fn key_path(&self) -> Option<&Path> {
        match self {
            Self::Revealed(_) => None,
            Self::Keyed { path, .. } => Some(path),
        }
    }
}

/// Where a data set's key is unless the caller says so.
pub fn key_file(data: &Path, dataset: &str) -> PathBuf {
    data.join("keys").join(format!("{dataset}.key"))
}
