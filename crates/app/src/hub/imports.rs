//! Files into the hub: STIX, signed bundles, MISP, ClaimReview, statements of reasons, DISARM. All or nothing.
//!
//! **The choice.** A file is gone through once before anything is kept: what cannot be read or addressed, and what is
//! there with other content under the same version, refuses the whole file, with every place. Then it is kept in pieces,
//! so that a bundle of any length costs the same memory; a crash in between leaves whole pieces, and the same file again
//! adds only what is missing.

pub use super::Format;
use super::addition::{CLASH, Source};
use super::hands::Hands;
use super::import_versions::stamp_of;
use super::intake;
use super::{Fault, Hub, HubError};
use crate::people::{Actor, NewCollection};
use ostrakon_access::{Organisation, Principal};
use ostrakon_exchange::{ExchangeError, Limits, claimreview, disarm, dsa, gate, misp};
use ostrakon_model::Tlp;
use ostrakon_stix::read::Pieces;
use ostrakon_store::{NewObject, sha256};
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Objects that are kept in one commit.
pub(super) const PIECE: usize = 5_000;
/// Places that a refusal names.
const NAMED: usize = 50;

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// The collection.
    pub collection: String,
    /// What each file was.
    pub formats: Vec<&'static str>,
    /// Objects in the files.
    pub objects: usize,
    /// New to the collection.
    pub added: usize,
    /// There already.
    pub present: usize,
    /// Not taken since somebody else has a say in it: another organisation's object, or other content that one sent under the same
    /// id and version. Id and reason.
    pub refused: Vec<(String, String)>,
    /// What people should know.
    pub warnings: Vec<String>,
}

impl Hub {
    /// Imports a file into a collection for somebody: `format`, or what its content says.
    ///
    /// # Errors
    /// [`HubError::NotFound`], [`HubError::NotAllowed`]; [`HubError::Invalid`] with every place (the first fifty) when it
    /// cannot be taken whole; then nothing was kept.
    pub fn import(
        &self,
        who: &Principal,
        collection: &str,
        format: Option<Format>,
        file: &mut File,
    ) -> Result<Imported, HubError> {
        self.may_add(who, collection)?;
        let mut done = Imported { collection: self.shelf(who, collection)?.id, ..Imported::default() };
        self.import_one(who.into(), format, file, &mut done)?;
        Ok(done)
    }

    /// Imports files into a collection, by id or alias; without one, into the collection `objects`, which is made when
    /// it is missing.
    ///
    /// # Errors
    /// [`HubError::Invalid`] with every place (the first fifty) when a file cannot be taken whole; then nothing of it was
    /// kept.
    pub fn import_files(
        &self,
        files: &[PathBuf],
        format: Option<Format>,
        collection: Option<&str>,
    ) -> Result<Imported, HubError> {
        let mut done = Imported { collection: self.shelf_for(collection)?, ..Imported::default() };
        let own = self.own_organisation()?;
        let source = Source { actor: "command-line", organisation: &own, own: true };
        for path in files {
            let mut file = File::open(path).map_err(|error| unreadable(path, &error))?;
            self.import_one(source, format, &mut file, &mut done).map_err(|error| in_file(path, error))?;
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
        let own = self.own_organisation()?;
        let source = Source { actor: "command-line", organisation: &own, own: true };
        let objects = framework.objects.into_iter().chain(read.objects).collect();
        self.keep_whole(source, &mut Objects::Values(objects), &mut done)?;
        Ok((done, read.report))
    }

    fn import_one(
        &self,
        source: Source<'_>,
        format: Option<Format>,
        file: &mut File,
        done: &mut Imported,
    ) -> Result<(), HubError> {
        let format = match format {
            Some(format) => format,
            None => Format::recognise(rewound(file)?).map_err(refused)?,
        };
        match format {
            Format::Stix => self.keep_whole(source, &mut Objects::Stream(file), done)?,
            Format::Signed => {
                let opened = self.open_signed(source.actor, &whole(file)?)?;
                let from =
                    Source { actor: source.actor, organisation: &opened.organisation, own: opened.own };
                self.keep_whole(from, &mut Objects::Values(opened.objects), done)?;
                self.has_accepted(source.actor, &opened.issuer, opened.sequence)?;
            }
            other => {
                let (mut objects, mut warnings) = convert(other, &whole(file)?, self.now())?;
                self.give_versions(&mut objects, &mut warnings)?;
                self.keep_whole(source, &mut Objects::Values(objects), done)?;
                done.warnings.extend(warnings);
            }
        }
        done.formats.push(format.name());
        Ok(())
    }

    /// Goes through all objects, then keeps them.
    fn keep_whole(
        &self,
        source: Source<'_>,
        objects: &mut Objects<'_>,
        done: &mut Imported,
    ) -> Result<(), HubError> {
        let mut faults = Vec::new();
        // What our own people bring and somebody else has a say in is left out and told; the rest of the file is taken.
        let (mut left_out, mut taken) = (Vec::new(), 0);
        // Versions that came before in the same file, and what they say, as hashes: a file of millions still fits.
        let mut seen: HashMap<[u8; 16], [u8; 16]> = HashMap::new();
        objects.each_piece(|from, texts| {
            let intake = intake::read(texts);
            faults
                .extend(intake.refused.into_iter().map(|one| fault(from + one.index, &one.id, &one.reason)));
            let (places, objects): (Vec<usize>, Vec<NewObject>) = intake.objects.into_iter().unzip();
            taken += objects.len();
            let not_theirs = self.not_theirs(source, &objects)?;
            for (at, why) in &not_theirs {
                let fault = fault(from + places[*at], &objects[*at].id, why);
                if source.own { left_out.push(fault) } else { faults.push(fault) }
            }
            let differing: Vec<usize> = self.store().differing(&objects)?;
            let own = self.own_organisations()?;
            let ids: Vec<String> = differing.iter().map(|at| objects[*at].id.clone()).collect();
            let hands = Hands::of(self.store(), &own, &ids)?;
            for at in differing.into_iter().filter(|at| !not_theirs.contains_key(at)) {
                let (fault, object) = (fault(from + places[at], &objects[at].id, CLASH), &objects[at]);
                let by_another = hands.of_version(&object.id, &object.version).is_some_and(Option::is_some);
                if source.own && by_another { left_out.push(fault) } else { faults.push(fault) }
            }
            for (place, object) in places.iter().zip(&objects).filter(|(_, one)| !one.version.is_empty()) {
                let said = half(&object.bytes);
                let name = half([object.id.as_str(), &object.version].join("\n").as_bytes());
                if *seen.entry(name).or_insert(said) != said {
                    let why = "stands twice in the file under one version, with other content each time";
                    faults.push(fault(from + place, &object.id, why));
                }
            }
            Ok(())
        })?;
        if !faults.is_empty() || left_out.len() == taken && taken > 0 {
            faults.append(&mut left_out);
            let detail = format!("{} objects cannot be taken; nothing was kept", faults.len());
            faults.truncate(NAMED);
            return Err(HubError::Invalid { detail, faults });
        }
        let collection = done.collection.clone();
        objects.each_piece(|_, texts| {
            let kept = self.keep(source, &collection, intake::read(texts))?;
            done.objects += texts.len();
            done.added += kept.new;
            done.present += kept.present;
            done.refused.extend(kept.refused.into_iter().map(|one| (one.id, one.reason)));
            Ok(())
        })
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

/// Objects to keep, that can be gone through twice.
enum Objects<'f> {
    /// STIX, cut into objects while it is read.
    Stream(&'f mut File),
    /// What another format became.
    Values(Vec<Value>),
}

impl Objects<'_> {
    /// Hands over the objects in pieces, each with the number of its first.
    fn each_piece(
        &mut self,
        mut take: impl FnMut(usize, &[Vec<u8>]) -> Result<(), HubError>,
    ) -> Result<(), HubError> {
        let file = match self {
            Self::Values(values) => {
                for (at, piece) in values.chunks(PIECE).enumerate() {
                    let texts: Vec<Vec<u8>> = piece.iter().map(|one| one.to_string().into_bytes()).collect();
                    take(at * PIECE, &texts)?;
                }
                return Ok(());
            }
            Self::Stream(file) => rewound(file)?,
        };
        let (mut texts, mut from) = (Vec::new(), 0);
        for piece in Pieces::new(file, ostrakon_stix::Limits::default()) {
            texts.push(piece.map_err(|error| HubError::invalid("", error.to_string()))?.bytes);
            if texts.len() == PIECE {
                take(from, &texts)?;
                texts.clear();
                from += PIECE;
            }
        }
        if from == 0 && texts.is_empty() {
            return Err(HubError::invalid("", "there is no object in it"));
        }
        take(from, &texts)
    }
}

fn half(bytes: &[u8]) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&sha256(bytes)[..16]);
    half
}

fn rewound(file: &mut File) -> Result<&mut File, HubError> {
    file.seek(SeekFrom::Start(0)).map_err(|error| HubError::invalid("", error.to_string()))?;
    Ok(file)
}

fn whole(file: &mut File) -> Result<Vec<u8>, HubError> {
    let (mut bytes, most) = (Vec::new(), Limits::default().bytes as u64);
    // One more than is allowed, so that the reader sees that it is too long.
    let read = rewound(file)?.take(most + 1).read_to_end(&mut bytes);
    read.map_err(|error| HubError::invalid("", error.to_string()))?;
    Ok(bytes)
}

/// Objects of a file that is not STIX, and what people should know about them.
///
/// # Errors
/// [`HubError::Invalid`] with every place.
pub fn convert(format: Format, bytes: &[u8], now: i64) -> Result<(Vec<Value>, Vec<String>), HubError> {
    match format {
        Format::Stix | Format::Signed => {
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
            let stamp = stamp_of(now);
            Ok((
                reviews.iter().flat_map(|one| claimreview::to_stix(one, marking, &stamp)).collect(),
                Vec::new(),
            ))
        }
        Format::Dsa => statements(bytes),
    }
}

/// Statements of reasons. Those of the public database name its number for them and are for everybody, and many of them are
/// older than the schema of today; one that was sent to somebody concerned is for us alone until we decide otherwise, and
/// must be whole.
fn statements(bytes: &[u8]) -> Result<(Vec<Value>, Vec<String>), HubError> {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start().first();
    let json = matches!(start, Some(b'{' | b'['));
    let read = if json {
        dsa::read(bytes, dsa::Profile::Dump, Limits::default())
    } else {
        dsa::read_csv(bytes, dsa::Profile::Dump, Limits::default())
    };
    let read = read.map_err(refused)?;
    if read.is_empty() {
        return Err(HubError::invalid("", "there is no statement in it"));
    }
    let mut faults = Vec::new();
    for (at, one) in read.iter().enumerate().filter(|(_, one)| json && one.text("uuid").is_none()) {
        let found = dsa::check(one, dsa::Profile::Submission).into_iter();
        faults.extend(
            found.map(|one| Fault { pointer: format!("statement {at}: {}", one.path), detail: one.reason }),
        );
    }
    if !faults.is_empty() {
        let detail = format!(
            "{} things are wrong with these statements; nothing was kept. (Statements of the public database, with their \
             `uuid`, may lack what the schema of today asks for.)",
            faults.len()
        );
        faults.truncate(NAMED);
        return Err(HubError::Invalid { detail, faults });
    }
    let marking = |one: &dsa::Statement| {
        gate::marking_id(if one.text("uuid").is_some() { Tlp::Clear } else { Tlp::AmberStrict })
    };
    let mut objects: Vec<Value> = read.iter().flat_map(|one| dsa::to_stix(one, marking(one))).collect();
    // A platform stands once, however many statements it made.
    let mut platforms = std::collections::HashSet::new();
    objects.retain(|one| one["type"] != "identity" || platforms.insert(one.to_string()));
    let lacking = |(at, one): (usize, &dsa::Statement)| {
        Some((at, dsa::check(one, dsa::Profile::Submission).into_iter().next()?))
    };
    let lacking: Vec<_> = read.iter().enumerate().filter_map(lacking).collect();
    let mut warnings = Vec::new();
    if let Some((at, first)) = lacking.first() {
        warnings.push(format!(
            "{} statements lack what the schema of today asks for; they are kept as they came (first: statement {at}, `{}` {})",
            lacking.len(),
            first.path,
            first.reason
        ));
    }
    Ok((objects, warnings))
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

fn fault(place: usize, id: &str, reason: &str) -> Fault {
    Fault { pointer: format!("object {place} ({id})"), detail: reason.to_owned() }
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
