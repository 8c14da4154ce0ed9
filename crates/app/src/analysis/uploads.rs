//! Files that are handed in: streamed to disk, looked at, kept for a day.
//!
//! A file becomes an upload when all of it is on disk under its last name and the store says so, in this order; what a process
//! that ended left without a record is removed at the next start. Nothing but its first records is read before an analysis
//! asks for it. Accounts in it are not masked yet: so it is private to the data directory, and it goes.

use super::{
    Analyses,
    place::{failed, new_id, private, remove},
    record::{ANALYSIS, Kept, KeptUpload, Read, SYSTEM, UPLOAD},
    wire,
};
use crate::hub::HubError;
use ostrakon_access::Principal;
use ostrakon_ingest::{ReadOptions, inspect::inspect, preset};
use ostrakon_model::Tlp;
use ostrakon_store::to_hex;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File},
    io::Write,
    path::PathBuf,
};

/// How long an upload is kept for.
pub(super) const LIFE_MS: i64 = 24 * 3_600_000;
/// Characters of a file name.
const LONGEST_NAME: usize = 120;

/// A file that is being handed in. Dropped before [`Receiving::finish`], it leaves nothing behind.
pub struct Receiving {
    analyses: Analyses,
    id: String,
    name: String,
    owner: String,
    actor: String,
    highest: Tlp,
    folder: PathBuf,
    file: File,
    digest: Sha256,
    bytes: u64,
    whole: bool,
}

impl Drop for Receiving {
    fn drop(&mut self) {
        if !self.whole {
            // What cannot be removed now is removed at the next start.
            let _ = remove(&self.folder);
        }
    }
}

impl std::fmt::Debug for Receiving {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Receiving").field("id", &self.id).field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

impl Receiving {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`HubError::Invalid`] beyond the limit, [`HubError::Damaged`] when the disk fails or is full.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), HubError> {
        self.bytes += bytes.len() as u64;
        let limit = self.analyses.inner.settings.largest_upload;
        if self.bytes > limit {
            return Err(HubError::invalid(
                "/",
                format!(
                    "the file is longer than {limit} bytes, the most that this installation takes (largest_upload)"
                ),
            ));
        }
        self.digest.update(bytes);
        self.file.write_all(bytes).map_err(failed(&self.folder))
    }

    /// The end: the file is looked at and kept.
    ///
    /// # Errors
    /// [`HubError::Invalid`] for what is no table, JSON or Parquet; then nothing is kept.
    pub fn finish(mut self) -> Result<wire::Upload, HubError> {
        self.file.sync_all().map_err(failed(&self.folder))?;
        let now = self.analyses.now();
        let sha256 = to_hex(&self.digest.clone().finalize());
        let value = KeptUpload {
            name: self.name.clone(),
            bytes: self.bytes,
            sha256,
            created: now,
            expires: now + LIFE_MS,
        };
        let marking = Tlp::AmberStrict.min(self.highest);
        let mut upload =
            Read { id: self.id.clone(), rev: 0, owner: self.owner.clone(), marking, content: [0; 32], value };
        let kept = self.analyses.clone().keep_upload(&self.actor, &mut self.folder, &mut upload)?;
        self.whole = true;
        Ok(kept)
    }
}

impl Analyses {
    /// Begins to take in a file. `name` is what its owner calls it.
    ///
    /// # Errors
    /// [`HubError::Damaged`] when nothing can be written.
    pub fn receive(&self, who: &Principal, name: &str) -> Result<Receiving, HubError> {
        self.sweep()?;
        let id = new_id();
        let folder = self.inner.place.uploads().join(format!(".part-{id}"));
        private(&folder)?;
        let name = file_name(name);
        let path = folder.join(&name);
        let file = File::create_new(&path).map_err(failed(&path))?;
        Ok(Receiving {
            analyses: self.clone(),
            id,
            name,
            owner: who.organisation.clone(),
            actor: who.actor().to_owned(),
            highest: who.highest,
            folder,
            file,
            digest: Sha256::new(),
            bytes: 0,
            whole: false,
        })
    }

    /// Keeps a file that is whole: it is looked at, gets its last place, and is told to the store, in this order.
    pub(super) fn keep_upload(
        &self,
        actor: &str,
        folder: &mut PathBuf,
        upload: &mut Read<KeptUpload>,
    ) -> Result<wire::Upload, HubError> {
        // A look before it is kept: what is no export is refused at the door.
        self.looked_at(&folder.join(&upload.value.name), upload, None)?;
        let place = self.inner.place.upload(&upload.id);
        fs::rename(&*folder, &place).map_err(failed(&place))?;
        *folder = place;
        upload.rev = self.inner.put_upload(actor, "upload.received", upload)?;
        self.looked_at(&folder.join(&upload.value.name), upload, None)
    }

    /// Uploads that are still there, newest first, at most a hundred.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn uploads(&self, who: &Principal) -> Result<Vec<wire::Upload>, HubError> {
        let (rows, _) =
            self.inner.page::<KeptUpload>(UPLOAD, "created", Some(&who.organisation), None, 100)?;
        let seen = rows.into_iter().filter(|upload| who.may_see(upload.marking));
        // One that is swept at this very moment is none.
        Ok(seen.filter_map(|upload| self.looked_at(&self.path_of(&upload), &upload, None).ok()).collect())
    }

    /// An upload, as it is recognised; with `format` as that format would read it.
    ///
    /// # Errors
    /// [`HubError::NotFound`]; [`HubError::Invalid`] for an unknown format.
    pub fn upload(&self, who: &Principal, id: &str, format: Option<&str>) -> Result<wire::Upload, HubError> {
        let upload = self.upload_of(who, id)?;
        self.looked_at(&self.path_of(&upload), &upload, format)
    }

    /// Removes an upload before its time.
    ///
    /// # Errors
    /// [`HubError::NotFound`]; [`HubError::Conflict`] while an analysis needs it.
    pub fn remove_upload(&self, who: &Principal, id: &str) -> Result<(), HubError> {
        let upload = self.upload_of(who, id)?;
        if self.is_needed(&upload.id)? {
            return Err(HubError::Conflict("an analysis still reads this upload; cancel it first".into()));
        }
        self.drop_upload(who.actor(), "upload.removed", &upload)
    }

    pub(super) fn path_of(&self, upload: &Read<KeptUpload>) -> PathBuf {
        self.inner.place.upload(&upload.id).join(&upload.value.name)
    }

    /// Whether an analysis that is not over reads it.
    fn is_needed(&self, upload: &str) -> Result<bool, HubError> {
        let analyses = self.inner.with_key::<Kept>(ANALYSIS, "upload", upload)?;
        Ok(analyses.iter().any(|analysis| !analysis.value.state.is_over()))
    }

    fn drop_upload(&self, actor: &str, event: &str, upload: &Read<KeptUpload>) -> Result<(), HubError> {
        remove(&self.inner.place.upload(&upload.id))?;
        let data = json!({ "sha256": upload.value.sha256, "bytes": upload.value.bytes });
        self.inner.erase_record(actor, event, data, UPLOAD, upload)
    }

    /// Removes uploads whose time is over.
    pub(super) fn sweep_uploads(&self, now: i64) -> Result<(), HubError> {
        let (rows, _) = self.inner.page::<KeptUpload>(UPLOAD, "created", None, None, 10_000)?;
        for upload in rows.into_iter().filter(|upload| upload.value.expires <= now) {
            if !self.is_needed(&upload.id)? {
                self.drop_upload(SYSTEM, "upload.expired", &upload)?;
            }
        }
        Ok(())
    }

    /// What a file is recognised as.
    fn looked_at(
        &self,
        path: &std::path::Path,
        upload: &Read<KeptUpload>,
        format: Option<&str>,
    ) -> Result<wire::Upload, HubError> {
        if let Some(name) = format
            && preset::by_name(name).is_none()
        {
            let known = preset::names().collect::<Vec<_>>().join(", ");
            return Err(HubError::invalid(
                "format",
                format!("`{name}` is no format; known formats: {known}"),
            ));
        }
        let options = ReadOptions { format: format.map(str::to_owned), ..ReadOptions::default() };
        let found =
            inspect(path, &options).map_err(|error| refused(&error.to_string(), path, &upload.value.name))?;
        let known = found.preset.and_then(preset::by_name);
        let kept = &upload.value;
        let earlier = self.inner.with_key::<Kept>(ANALYSIS, "sha256", &kept.sha256)?;
        Ok(wire::Upload {
            id: upload.id.clone(),
            name: kept.name.clone(),
            bytes: kept.bytes,
            sha256: kept.sha256.clone(),
            created: kept.created,
            expires: kept.expires,
            format: found.format.to_owned(),
            compression: found.compression.to_owned(),
            preset: found.preset.map(str::to_owned),
            description: known.map(|preset| preset.description().to_owned()),
            traps: known.map_or_else(Vec::new, |preset| preset.traps().to_vec()),
            columns: found.columns.into_iter().map(column).collect(),
            missing: found
                .missing
                .into_iter()
                .map(|(field, looked_for)| wire::MissingField { field: field.to_owned(), looked_for })
                .collect(),
            unread: found.unread,
            problem: found.problem,
            fields: preset::canonical_fields().map(canonical).collect(),
            analyses: earlier
                .into_iter()
                .filter(|analysis| analysis.owner == upload.owner)
                .map(|analysis| analysis.id)
                .collect(),
        })
    }
}

fn column(column: ostrakon_ingest::inspect::Column) -> wire::UploadColumn {
    wire::UploadColumn { name: column.name, samples: column.samples, field: column.field.map(str::to_owned) }
}

fn canonical(field: preset::Canonical) -> wire::CanonicalField {
    wire::CanonicalField {
        name: field.name.to_owned(),
        also: field.also.iter().map(|name| (*name).to_owned()).collect(),
        required: field.required,
    }
}

/// An error of reading, under the name that the owner knows.
pub(super) fn refused(text: &str, path: &std::path::Path, name: &str) -> HubError {
    HubError::invalid("/", named(text, path, name))
}

/// A message with the owner's name for a file of ours.
pub(super) fn named(text: &str, path: &std::path::Path, name: &str) -> String {
    text.replace(&path.display().to_string(), name)
}

/// A name that is a plain file name on every system: the last part, without control characters, not hidden.
pub(super) fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|'))
        .take(LONGEST_NAME)
        .collect();
    let plain = plain.trim_matches([' ', '.']).to_owned();
    // Characters have up to four bytes, file systems take 255.
    let mut end = plain.len().min(200);
    while !plain.is_char_boundary(end) {
        end -= 1;
    }
    if end == 0 { "upload".to_owned() } else { plain[..end].to_owned() }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_name_never_leaves_its_folder() {
        for (given, kept) in [
            ("posts.csv", "posts.csv"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\export.json", "export.json"),
            ("..", "upload"),
            ("", "upload"),
            (".hidden", "hidden"),
            ("a\0b\n.csv", "ab.csv"),
            ("Екатеринбург.csv", "Екатеринбург.csv"),
        ] {
            assert_eq!(file_name(given), kept);
        }
        assert!(file_name(&"漢".repeat(500)).len() <= 200);
    }
}
