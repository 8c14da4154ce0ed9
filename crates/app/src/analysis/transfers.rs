//! Files that are handed in piece by piece, over lines that break: begun, gone on with, finished.
//!
//! **The problem.** A file of ten gigabytes over a hotel's line never arrives in one request, and whoever wants to pause cannot.
//! **The choice.** A transfer is a record (who, which name, how long) and a folder with the file as far as it came. What counts as
//! received is what was synced to the disk and then noted beside the file, by a rename: after a crash or a power cut the file is
//! cut back to that. A piece says where it begins; one that does not begin where the last ended is refused with the place where it
//! should. One writer at a time holds the file's lock. The last piece makes an upload of it, under the same id.
//! **Rejected.** Pieces that are numbered and put together at the end: twice the disk, and the order is one more thing to be wrong.
//! Trusting the length of the file: after a power cut a file may be as long as it should and end in zeros.

use super::{
    Analyses,
    place::{failed, is_id, new_id, private, remove},
    record::{KeptUpload, Read, SYSTEM, TRANSFER, UPLOAD},
    uploads::{LIFE_MS, file_name},
    wire,
};
use crate::hub::HubError;
use ostrakon_access::Principal;
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Read as _, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

/// Transfers of one organisation that are not finished, at most.
const MOST: usize = 50;
/// Bytes after which what came is synced and noted.
const NOTED: u64 = 16 << 20;
/// Where it is noted how much is safe.
const MARK: &str = ".received";

/// A transfer, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptTransfer {
    pub name: String,
    pub bytes: u64,
    #[serde(default)]
    pub sha256: Option<String>,
    pub by: String,
    pub created: i64,
}

/// How much is safe on the disk, and since when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    received: u64,
    at: i64,
}

impl Mark {
    fn read(folder: &Path) -> Result<Self, HubError> {
        let path = folder.join(MARK);
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| HubError::Damaged {
                what: path.display().to_string(),
                why: error.to_string(),
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(failed(&path)(error)),
        }
    }

    /// Writes it so that after a crash the old or the new one is there.
    fn write(self, folder: &Path) -> Result<(), HubError> {
        let (path, fresh) = (folder.join(MARK), folder.join(".received.new"));
        let write = || {
            let mut file = File::create(&fresh)?;
            serde_json::to_writer(&mut file, &self)?;
            file.sync_all()?;
            fs::rename(&fresh, &path)
        };
        write().map_err(failed(&path))
    }
}

/// A piece that is being written. Dropped, it keeps what came, as far as that is on the disk.
pub struct Appending {
    analyses: Analyses,
    transfer: Read<KeptTransfer>,
    folder: PathBuf,
    /// Its lock is held for as long as it lives.
    file: File,
    received: u64,
    noted: u64,
}

impl std::fmt::Debug for Appending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Appending").field("id", &self.transfer.id).finish_non_exhaustive()
    }
}

impl Appending {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`HubError::Invalid`] beyond the stated length, [`HubError::Damaged`] when the disk fails or is full; what came before
    /// is kept.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), HubError> {
        let after = self.received + bytes.len() as u64;
        if after > self.transfer.value.bytes {
            let detail =
                format!("the piece goes beyond the {} bytes that were announced", self.transfer.value.bytes);
            return Err(HubError::invalid("/", detail));
        }
        self.file.write_all(bytes).map_err(failed(&self.folder))?;
        self.received = after;
        if after - self.noted >= NOTED { self.note() } else { Ok(()) }
    }

    /// Syncs what came, and notes it.
    fn note(&mut self) -> Result<(), HubError> {
        if !self.folder.is_dir() {
            return Err(HubError::Gone("the transfer was removed while a piece of it came in".into()));
        }
        self.file.sync_data().map_err(failed(&self.folder))?;
        Mark { received: self.received, at: self.analyses.now() }.write(&self.folder)?;
        self.noted = self.received;
        Ok(())
    }

    /// The end of the piece, or as much of it as came: it is safe when this returns. After the last one the answer has the
    /// upload that the file became.
    ///
    /// # Errors
    /// [`HubError::Invalid`] when the file is whole and is no export, or has another digest than was announced; then the
    /// transfer is over and nothing of it is kept.
    pub fn finish(mut self) -> Result<wire::Transfer, HubError> {
        self.note()?;
        let mark = Mark { received: self.received, at: self.analyses.now() };
        let mut shown = told(&self.transfer, mark);
        if self.received < self.transfer.value.bytes {
            return Ok(shown);
        }
        let sha256 = digest(&mut self.file).map_err(failed(&self.folder))?;
        // The lock is held until it is an upload.
        let Self { analyses, transfer, folder, file: _held, .. } = self;
        let made = match transfer.value.sha256.as_deref().filter(|announced| *announced != sha256) {
            Some(announced) => {
                let detail = format!(
                    "what came has the SHA-256 {sha256}, announced was {announced}; hand the file in again"
                );
                Err(HubError::invalid("/", detail))
            }
            None => analyses.become_upload(&transfer, folder, sha256),
        };
        // Whole or refused, it is over. Where the store failed it stands at its end, and can be finished again.
        if made.is_ok() || matches!(made, Err(HubError::Invalid { .. })) {
            analyses.drop_transfer(&transfer.value.by, "transfer.ended", &transfer)?;
        }
        shown.upload = Some(Box::new(made?));
        Ok(shown)
    }
}

/// SHA-256 of a whole file.
fn digest(file: &mut File) -> std::io::Result<String> {
    file.seek(SeekFrom::Start(0))?;
    let (mut digest, mut piece) = (Sha256::new(), vec![0; 1 << 20]);
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(ostrakon_store::to_hex(&digest.finalize())),
            read => digest.update(&piece[..read]),
        }
    }
}

/// It is an upload by now, or its files are gone.
fn over() -> HubError {
    HubError::Gone(
        "this transfer is over; look among the uploads, where it has the same id, or begin anew".into(),
    )
}

/// A transfer as it is shown.
fn told(transfer: &Read<KeptTransfer>, mark: Mark) -> wire::Transfer {
    let kept = &transfer.value;
    wire::Transfer {
        id: transfer.id.clone(),
        name: kept.name.clone(),
        bytes: kept.bytes,
        received: mark.received,
        by: kept.by.clone(),
        created: kept.created,
        expires: mark.at.max(kept.created) + LIFE_MS,
        upload: None,
    }
}

impl Analyses {
    fn transfer_folder(&self, id: &str) -> PathBuf {
        self.inner.place.uploads().join(format!(".transfer-{id}"))
    }

    fn transfer_of(&self, who: &Principal, id: &str) -> Result<Read<KeptTransfer>, HubError> {
        let unknown = || HubError::NotFound("transfer of this id".into());
        let found = if is_id(id) { self.inner.read::<KeptTransfer>(TRANSFER, id)? } else { None };
        found
            .filter(|found| found.owner == who.organisation && who.may_see(found.marking))
            .ok_or_else(unknown)
    }

    /// How far a transfer is. One that broke off in the moment in which it became an upload is brought back to its end; `None`
    /// when it did become one, or when its files are gone.
    fn standing(&self, transfer: &Read<KeptTransfer>) -> Result<Option<Mark>, HubError> {
        let folder = self.transfer_folder(&transfer.id);
        if !folder.is_dir() {
            let moved = self.inner.place.upload(&transfer.id);
            if !moved.is_dir() || self.inner.read::<KeptUpload>(UPLOAD, &transfer.id)?.is_some() {
                return Ok(None);
            }
            fs::rename(&moved, &folder).map_err(failed(&folder))?;
        }
        Mark::read(&folder).map(Some)
    }

    /// Makes an upload of a transfer that is whole, under the same id.
    fn become_upload(
        &self,
        transfer: &Read<KeptTransfer>,
        mut folder: PathBuf,
        sha256: String,
    ) -> Result<wire::Upload, HubError> {
        let (kept, now) = (&transfer.value, self.now());
        let value = KeptUpload {
            name: kept.name.clone(),
            bytes: kept.bytes,
            sha256,
            created: now,
            expires: now + LIFE_MS,
        };
        let mut upload = Read {
            id: transfer.id.clone(),
            rev: 0,
            owner: transfer.owner.clone(),
            marking: transfer.marking,
            content: [0; 32],
            value,
        };
        let made = self.keep_upload(&kept.by, &mut folder, &mut upload)?;
        // How much was safe is of no use any more; where it stays, it goes with the upload.
        let _ = fs::remove_file(folder.join(MARK));
        Ok(made)
    }

    /// Begins a transfer of so many bytes.
    ///
    /// # Errors
    /// [`HubError::Invalid`] for an empty or too long file or a digest that is none, [`HubError::Conflict`] for too many.
    pub fn begin_transfer(
        &self,
        who: &Principal,
        new: &wire::NewTransfer,
    ) -> Result<wire::Transfer, HubError> {
        self.sweep()?;
        let limit = self.inner.settings.largest_upload;
        if new.bytes == 0 || new.bytes > limit {
            let detail =
                format!("1 to {limit} bytes, the most that this installation takes (largest_upload)");
            return Err(HubError::invalid("/bytes", detail));
        }
        let sha256 = new.sha256.as_deref().map(str::to_ascii_lowercase);
        if sha256.as_deref().is_some_and(|hex| hex.len() != 64 || !hex.bytes().all(|b| b.is_ascii_hexdigit()))
        {
            return Err(HubError::invalid("/sha256", "64 hexadecimal digits, or leave it out"));
        }
        let (open, _) =
            self.inner.page::<KeptTransfer>(TRANSFER, "created", Some(&who.organisation), None, MOST + 1)?;
        if open.len() >= MOST {
            let detail = format!("{MOST} transfers are not finished; finish some, or remove some");
            return Err(HubError::Conflict(detail));
        }
        let now = self.now();
        let value = KeptTransfer {
            name: file_name(&new.name),
            bytes: new.bytes,
            sha256,
            by: who.actor().to_owned(),
            created: now,
        };
        let marking = Tlp::AmberStrict.min(who.highest);
        let owner = who.organisation.clone();
        let transfer = Read { id: new_id(), rev: 0, owner, marking, content: [0; 32], value };
        let folder = self.transfer_folder(&transfer.id);
        private(&folder)?;
        let path = folder.join(&transfer.value.name);
        File::create_new(&path).map_err(failed(&path))?;
        let keys = BTreeMap::from([("created".to_owned(), format!("{now:020}"))]);
        let data = json!({ "bytes": transfer.value.bytes });
        self.inner.put_record(who.actor(), "transfer.begun", data, TRANSFER, &transfer, keys)?;
        Ok(told(&transfer, Mark::default()))
    }

    /// Transfers of one's organisation that are not finished, newest first.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn transfers(&self, who: &Principal) -> Result<Vec<wire::Transfer>, HubError> {
        let (rows, _) =
            self.inner.page::<KeptTransfer>(TRANSFER, "created", Some(&who.organisation), None, MOST)?;
        let seen = rows.into_iter().filter(|one| who.may_see(one.marking));
        let shown = |one: Read<KeptTransfer>| Ok(self.standing(&one)?.map(|mark| told(&one, mark)));
        seen.filter_map(|one| shown(one).transpose()).collect()
    }

    /// A transfer: how much of it came.
    ///
    /// # Errors
    /// [`HubError::NotFound`] for none that is under way.
    pub fn transfer(&self, who: &Principal, id: &str) -> Result<wire::Transfer, HubError> {
        let transfer = self.transfer_of(who, id)?;
        self.standing(&transfer)?.map(|mark| told(&transfer, mark)).ok_or_else(over)
    }

    /// Goes on with a transfer from a place, which must be the one where it stands.
    ///
    /// # Errors
    /// [`HubError::NotFound`]; [`HubError::Conflict`] with the right place for a wrong one, and while another piece is coming.
    pub fn append(&self, who: &Principal, id: &str, from: u64) -> Result<Appending, HubError> {
        let transfer = self.transfer_of(who, id)?;
        if self.standing(&transfer)?.is_none() {
            return Err(over());
        }
        let folder = self.transfer_folder(id);
        let path = folder.join(&transfer.value.name);
        let mut file = OpenOptions::new().read(true).write(true).open(&path).map_err(failed(&path))?;
        if file.try_lock().is_err() {
            let detail =
                "another piece of this transfer is coming in; wait for its end, then ask where it stands";
            return Err(HubError::Conflict(detail.into()));
        }
        let Mark { received, .. } = Mark::read(&folder)?;
        if from != received {
            let detail = format!("received = {received}: go on from there, not from {from}");
            return Err(HubError::Conflict(detail));
        }
        // What lies behind the mark was never safe.
        file.set_len(received).map_err(failed(&path))?;
        file.seek(SeekFrom::Start(received)).map_err(failed(&path))?;
        Ok(Appending { analyses: self.clone(), transfer, folder, file, received, noted: received })
    }

    /// Gives a transfer up, and removes what came.
    ///
    /// # Errors
    /// [`HubError::NotFound`].
    pub fn remove_transfer(&self, who: &Principal, id: &str) -> Result<(), HubError> {
        let transfer = self.transfer_of(who, id)?;
        self.drop_transfer(who.actor(), "transfer.removed", &transfer)
    }

    fn drop_transfer(&self, actor: &str, event: &str, transfer: &Read<KeptTransfer>) -> Result<(), HubError> {
        remove(&self.transfer_folder(&transfer.id))?;
        self.inner.erase_record(actor, event, json!({}), TRANSFER, transfer)
    }

    /// Removes transfers that nobody went on with for a day.
    pub(super) fn sweep_transfers(&self, now: i64) -> Result<(), HubError> {
        let (rows, _) = self.inner.page::<KeptTransfer>(TRANSFER, "created", None, None, 10_000)?;
        for transfer in &rows {
            let since = self.standing(transfer)?.map(|mark| mark.at.max(transfer.value.created));
            if since.is_none_or(|since| since + LIFE_MS <= now) {
                self.drop_transfer(SYSTEM, "transfer.expired", transfer)?;
            }
        }
        Ok(())
    }
}
