//! Files into the hub: STIX, MISP, ClaimReview, DISARM. All or nothing.
//!
//! **The choice.** A file is gone through once before anything is kept: what cannot be read or addressed refuses the whole
//! file, with every place. Then it is kept in pieces, so that a bundle of any length costs the same memory; a crash in
//! between leaves whole pieces, and the same file again adds only what is missing.

use super::addition::Source;
use super::intake::{self, Refused};
use super::{Fault, Hub, HubError};
use crate::people::{Actor, NewCollection};
use ostrakon_access::Organisation;
use ostrakon_exchange::{ExchangeError, Limits, claimreview, disarm, gate, misp};
use ostrakon_model::Tlp;
use ostrakon_stix::read::Pieces;
use serde::Serialize;
use serde_json::Value;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Objects that are kept in one commit.
const PIECE: usize = 5_000;
/// Places that a refusal names.
const NAMED: usize = 50;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// STIX 2.1: object, bundle, list, or one object a line.
    #[default]
    Stix,
    /// MISP events.
    Misp,
    /// schema.org ClaimReview (JSON-LD).
    ClaimReview,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// The collection.
    pub collection: String,
    /// Objects in the files.
    pub objects: usize,
    /// New to the collection.
    pub added: usize,
    /// There already.
    pub present: usize,
    /// Not taken since there is other content under the same id and version: id and reason.
    pub refused: Vec<(String, String)>,
    /// What people should know.
    pub warnings: Vec<String>,
}

impl Hub {
    /// Imports files into a collection, by id or alias; without one, into the collection `objects`, which is made when
    /// it is missing.
    ///
    /// # Errors
    /// [`HubError::Invalid`] with every place (the first fifty) when a file cannot be taken whole; then nothing was kept.
    pub fn import_files(
        &self,
        files: &[PathBuf],
        format: Format,
        collection: Option<&str>,
    ) -> Result<Imported, HubError> {
        let mut done = Imported { collection: self.shelf_for(collection)?, ..Imported::default() };
        for file in files {
            if format == Format::Stix {
                self.import_stix(file, &mut done)?;
                continue;
            }
            let bytes = read_file(file)?;
            let (objects, warnings) = convert(format, &bytes, self.now()).map_err(|e| in_file(file, e))?;
            done.warnings.extend(warnings);
            self.import_values(&objects, &mut done)?;
        }
        Ok(done)
    }

    /// Imports the DISARM framework: its bundle, and the tables that lie beside it.
    ///
    /// # Errors
    /// As [`Hub::import_files`].
    pub fn import_disarm(
        &self,
        bundle: &Path,
        collection: Option<&str>,
    ) -> Result<(Imported, disarm::Report), HubError> {
        let framework = disarm::read_bundle(&read_file(bundle)?, Limits::default())
            .map_err(|error| in_file(bundle, refused(error)))?;
        let mut tables = Vec::new();
        let beside =
            bundle.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        for entry in std::fs::read_dir(beside).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            if path.extension().is_some_and(|end| end == "csv") {
                tables.push((name, read_file(&path)?));
            }
        }
        tables.sort();
        let borrowed: Vec<(&str, &[u8])> =
            tables.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let read = disarm::read_tables(&framework, &borrowed, Limits::default())
            .map_err(|error| in_file(beside, refused(error)))?;
        let mut done = Imported {
            collection: self.shelf_for(Some(collection.unwrap_or("knowledge")))?,
            ..Imported::default()
        };
        self.import_values(&framework.objects, &mut done)?;
        self.import_values(&read.objects, &mut done)?;
        Ok((done, read.report))
    }

    fn import_stix(&self, file: &Path, done: &mut Imported) -> Result<(), HubError> {
        // First over all of it, keeping nothing.
        let mut faults = Vec::new();
        each_piece(file, |from, texts| {
            let intake = intake::read(&texts);
            faults.extend(intake.refused.into_iter().map(|one| fault(from, &one)));
            Ok(())
        })?;
        if !faults.is_empty() {
            let detail =
                format!("{}: {} objects cannot be taken; nothing was kept", file.display(), faults.len());
            faults.truncate(NAMED);
            return Err(HubError::Invalid { detail, faults });
        }
        each_piece(file, |_, texts| self.keep_piece(&texts, done))
    }

    fn import_values(&self, objects: &[Value], done: &mut Imported) -> Result<(), HubError> {
        for piece in objects.chunks(PIECE) {
            let texts: Vec<Vec<u8>> = piece.iter().map(|object| object.to_string().into_bytes()).collect();
            self.keep_piece(&texts, done)?;
        }
        Ok(())
    }

    fn keep_piece<T: AsRef<[u8]> + Sync>(&self, texts: &[T], done: &mut Imported) -> Result<(), HubError> {
        let own = self.own_organisation()?;
        let source = Source { actor: "command-line", organisation: &own, own: true };
        let kept = self.keep(source, &done.collection, intake::read(texts))?;
        done.objects += texts.len();
        done.added += kept.new;
        done.present += kept.present;
        done.refused.extend(kept.refused.into_iter().map(|one| (one.id, one.reason)));
        Ok(())
    }

    /// The id of our own organisation; empty before there is one.
    pub(crate) fn own_organisation(&self) -> Result<String, HubError> {
        let all = self.all::<Organisation>("organisation")?;
        Ok(all.into_iter().find(|one| one.value.own).map(|one| one.id).unwrap_or_default())
    }

    fn shelf_for(&self, name: Option<&str>) -> Result<String, HubError> {
        let wanted = name.unwrap_or("objects");
        if let Some(found) = self.people().collection(wanted)? {
            return Ok(found.id);
        }
        let (title, alias) = match wanted {
            "objects" => ("Objects", "objects"),
            "knowledge" => ("Knowledge", "knowledge"),
            other => return Err(HubError::NotFound(format!("collection {other}"))),
        };
        let new =
            NewCollection { title: title.into(), alias: Some(alias.into()), ..NewCollection::default() };
        Ok(self.people().add_collection(new, &Actor::command_line(), self.now())?.id)
    }
}

/// Objects of a file that is not STIX, and what people should know about them.
///
/// # Errors
/// [`HubError::Invalid`] with every place.
pub fn convert(format: Format, bytes: &[u8], now: i64) -> Result<(Vec<Value>, Vec<String>), HubError> {
    match format {
        Format::Stix => {
            let texts = super::read_objects(bytes)?;
            let parse = |text: &Vec<u8>| {
                serde_json::from_slice(text).map_err(|error| HubError::invalid("", error.to_string()))
            };
            Ok((texts.iter().map(parse).collect::<Result<_, _>>()?, Vec::new()))
        }
        Format::Misp => {
            let read = misp::read(bytes, Limits::default()).map_err(refused)?;
            Ok((read.objects, read.warnings.iter().map(ToString::to_string).collect()))
        }
        Format::ClaimReview => {
            let reviews = claimreview::read(bytes, Limits::default()).map_err(refused)?;
            // A published fact-check is for everybody.
            let marking = gate::marking_id(Tlp::Clear);
            let stamp = ostrakon_exchange::taxii::stamp::write(now * 1000);
            let stamp = format!("{}Z", &stamp[..23]);
            Ok((
                reviews.iter().flat_map(|one| claimreview::to_stix(one, marking, &stamp)).collect(),
                Vec::new(),
            ))
        }
    }
}

/// An importer's refusal with its places.
pub(crate) fn refused(error: ExchangeError) -> HubError {
    let detail = error.to_string();
    let faults = match error {
        ExchangeError::Invalid { problems, .. } => problems
            .into_iter()
            .take(NAMED)
            .map(|problem| Fault { pointer: problem.path, detail: problem.reason })
            .collect(),
        _ => Vec::new(),
    };
    HubError::Invalid { detail, faults }
}

fn fault(from: usize, one: &Refused) -> Fault {
    Fault { pointer: format!("object {} ({})", from + one.index, one.id), detail: one.reason.clone() }
}

fn in_file(file: &Path, error: HubError) -> HubError {
    match error {
        HubError::Invalid { detail, faults } => {
            HubError::Invalid { detail: format!("{}: {detail}", file.display()), faults }
        }
        other => other,
    }
}

fn unreadable(file: &Path, why: &dyn std::fmt::Display) -> HubError {
    HubError::Invalid { detail: format!("{}: {why}", file.display()), faults: Vec::new() }
}

fn read_file(file: &Path) -> Result<Vec<u8>, HubError> {
    std::fs::read(file).map_err(|error| unreadable(file, &error))
}

/// Hands over the objects of a file in pieces, each with the number of its first.
fn each_piece(
    file: &Path,
    mut take: impl FnMut(usize, Vec<Vec<u8>>) -> Result<(), HubError>,
) -> Result<(), HubError> {
    let reader: Box<dyn Read> =
        Box::new(std::fs::File::open(file).map_err(|error| unreadable(file, &error))?);
    let (mut texts, mut from) = (Vec::new(), 0);
    for piece in Pieces::new(reader, ostrakon_stix::Limits::default()) {
        texts.push(piece.map_err(|error| unreadable(file, &error))?.bytes);
        if texts.len() == PIECE {
            let full = std::mem::take(&mut texts);
            take(from, full)?;
            from += PIECE;
        }
    }
    if from == 0 && texts.is_empty() {
        return Err(unreadable(file, &"there is no object in it"));
    }
    take(from, texts)
}
