//! The mechanisms and elections of a data directory: what ships with the program, and the files a user added.
//!
//! `<data>/mechanisms/*.toml` and `<data>/elections/*.toml`, in the order of their names; a folder that is not there is
//! empty. Anything else in them (a note, an editor's backup) is no file of ours and is left alone. Both are read once, when a
//! hub opens: a fault refuses the start with its file and line. **Rejected.** Reading them with each question: a file that is
//! saved half-way would close mechanisms in the middle of a crisis.

use crate::error::AppError;
use ostrakon_response::election_data::{ElectionData, election_calendar};
use ostrakon_response::mechanism::{MechanismFile, Mechanisms};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;

/// One byte more than the longest file that is taken, so that a longer one is seen to be longer and not read whole.
const MOST: u64 = (256 << 10) + 1;

/// What is known beforehand: how one may act, and what is voted on.
#[derive(Debug)]
pub struct Knowledge {
    /// Mechanisms by id.
    pub mechanisms: Mechanisms,
    /// Elections by id.
    pub elections: BTreeMap<String, ElectionData>,
}

impl Knowledge {
    /// What ships with the program, with what a data directory adds or corrects.
    ///
    /// # Errors
    /// [`AppError::Knowledge`] with every fault of every file, [`AppError::File`] when one cannot be read.
    pub fn read(data: Option<&Path>) -> Result<Self, AppError> {
        let folder = |name: &str| data.map_or_else(|| Ok(Vec::new()), |data| files(&data.join(name)));
        let mechanisms = Mechanisms::load(&folder("mechanisms")?).map_err(AppError::Knowledge)?;
        let elections = election_calendar(&folder("elections")?).map_err(AppError::Knowledge)?;
        Ok(Self { mechanisms, elections })
    }
}

fn files(folder: &Path) -> Result<Vec<MechanismFile>, AppError> {
    const MEND: &str = "let the program's user read it";
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(AppError::file(folder, MEND)(error)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(AppError::file(folder, MEND))?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if !hidden && path.extension().is_some_and(|end| end == "toml") && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(AppError::file(path, MEND))?;
        file.take(MOST).read_to_end(&mut bytes).map_err(AppError::file(path, MEND))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(MechanismFile { name, bytes })
    };
    paths.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_directory_without_files_has_what_ships() {
        let data = tempfile::tempdir().expect("a folder");
        let known = Knowledge::read(Some(data.path())).expect("what ships");
        assert!(known.mechanisms.len() > 30 && known.elections.len() > 12);
        let without = Knowledge::read(None).expect("what ships");
        assert_eq!(
            (without.mechanisms.len(), &without.elections),
            (known.mechanisms.len(), &known.elections)
        );
    }

    #[test]
    fn a_user_adds_by_adding_a_file_and_an_error_stops_all_of_them() {
        let data = tempfile::tempdir().expect("a folder");
        let read = || Knowledge::read(Some(data.path()));
        let folder = data.path().join("mechanisms");
        fs::create_dir(&folder).expect("made");
        let shipped = include_str!("../../../ontology/mechanisms/no-action.toml");
        let own = shipped.replacen("id = \"no-action\"", "id = \"wait-and-see\"", 1);
        fs::write(folder.join("wait-and-see.toml"), &own).expect("written");
        // What is no mechanism is left alone.
        fs::write(folder.join("README.md"), "ours").expect("written");
        fs::write(folder.join(".wait-and-see.toml.swp"), "{").expect("written");
        fs::create_dir(folder.join("old.toml")).expect("made");
        assert!(read().expect("sound").mechanisms.get("wait-and-see").is_some());
        // One that is wrong and one that is far too long: both are told, and where.
        fs::write(folder.join("bad.toml"), &own).expect("written");
        fs::write(folder.join("long.toml"), vec![b'#'; 1 << 20]).expect("written");
        let error = read().expect_err("two faults");
        let shown = error.to_string();
        assert!(shown.contains("bad.toml, line 2") && shown.contains("long.toml, line 1"), "{shown}");
        assert_eq!(error.exit_code(), 3);
    }

    #[test]
    fn a_user_corrects_the_day_of_an_election() {
        let data = tempfile::tempdir().expect("a folder");
        let folder = data.path().join("elections");
        fs::create_dir(&folder).expect("made");
        let shipped = include_str!("../../../ontology/elections/fi-2027-parliamentary.toml");
        let own = shipped.replacen(
            "id = \"fi-2027-parliamentary\"",
            "id = \"fi-2027-parliamentary\"\nreplaces = \"fi-2027-parliamentary\"",
            1,
        );
        let moved = own.replace("2027-04-18", "2027-04-25");
        fs::write(folder.join("fi-2027-parliamentary.toml"), &moved).expect("written");
        let known = Knowledge::read(Some(data.path())).expect("sound");
        assert_eq!(known.elections["fi-2027-parliamentary"].last_day.to_string(), "2027-04-25");
        // Without saying that it replaces ours, it is an accident.
        fs::write(folder.join("fi-2027-parliamentary.toml"), shipped).expect("written");
        assert!(Knowledge::read(Some(data.path())).expect_err("twice").to_string().contains("replaces"));
    }
}
