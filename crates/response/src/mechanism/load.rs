//! The mechanisms that ship with the program, and those that a user adds.
//!
//! Pure: whoever calls reads the files. All faults are reported at once, since a lawyer mends a folder, not a line.

use super::{Fault, Mechanism, check::Check, source::Source};
use std::collections::BTreeMap;

macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../../ontology/mechanisms/", $name)))),*]
    };
}

/// The files of `ontology/mechanisms/`; a test compares the list with the folder.
const SHIPPED: &[(&str, &str)] = shipped![
    "cocd-rapid-response.toml",
    "cyber-diplomacy.toml",
    "debunk.toml",
    "dsa-art-16-notice.toml",
    "dsa-art-22-trusted-flagger.toml",
    "dsa-art-35-risk.toml",
    "dsa-art-36-crisis.toml",
    "dsa-art-40-data-access.toml",
    "dsa-incident-protocol.toml",
    "ecne-notice.toml",
    "emfa-art-17-third-country-media.toml",
    "emfa-art-18-check.toml",
    "fact-check-request.toml",
    "fimi-toolbox.toml",
    "hybrid-rapid-response-team.toml",
    "hybrid-toolbox.toml",
    "media-literacy.toml",
    "nis2-notification.toml",
    "no-action.toml",
    "police-report.toml",
    "prebunk.toml",
    "preservation-request.toml",
    "rapid-alert-alert.toml",
    "rapid-alert-share.toml",
    "sanctions-evidence-file.toml",
    "statement.toml",
    "terms-of-service-report.toml",
    "ttpa-complaint.toml",
    "ttpa-third-country-sponsor.toml",
];

/// A file that a user added.
#[derive(Debug, Clone)]
pub struct MechanismFile {
    /// Its name, such as `dk-valgklage.toml`.
    pub name: String,
    /// Its bytes, as they were read.
    pub bytes: Vec<u8>,
}

/// All mechanisms that are known, by id.
#[derive(Debug, Clone, Default)]
pub struct Mechanisms {
    by_id: BTreeMap<String, Mechanism>,
    /// Of each mechanism, the id of the file it came from.
    files: BTreeMap<String, String>,
}

impl Mechanisms {
    /// Those that ship with the program.
    ///
    /// # Errors
    /// Never in a program whose tests pass: they read every file.
    pub fn builtin() -> Result<Self, Vec<Fault>> {
        Self::default().with(SHIPPED.iter().map(|(name, text)| (*name, text.as_bytes(), None)))
    }

    /// Those that ship with the program, and a user's.
    ///
    /// A file is one mechanism more. To take the place of one that is there, it says so by `replaces = "its-id"`:
    /// nobody replaces a safeguarded mechanism by accident. What it replaces it keeps the conditions of: it may name more, or one
    /// of them with another number, and cannot leave one out.
    ///
    /// # Errors
    /// Every [`Fault`] of every file. Nothing is half-taken: with one fault the whole set is refused.
    pub fn load(user: &[MechanismFile]) -> Result<Self, Vec<Fault>> {
        let shipped = Self::builtin()?;
        shipped.with(
            user.iter().map(|file| (file.name.as_str(), file.bytes.as_slice(), Some(file.name.as_str()))),
        )
    }

    fn with<'a>(
        mut self,
        files: impl Iterator<Item = (&'a str, &'a [u8], Option<&'a str>)>,
    ) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        for (name, bytes, origin) in files {
            if let Err(fault) = self.add(name, bytes, origin) {
                faults.push(fault);
            }
        }
        if faults.is_empty() { Ok(self) } else { Err(faults) }
    }

    fn add(&mut self, name: &str, bytes: &[u8], origin: Option<&str>) -> Result<(), Fault> {
        let source = Source::read(name, bytes)?;
        let text = String::from_utf8_lossy(bytes);
        let check = Check { file: name, text: &text };
        check.source(&source)?;
        let fault = |key: &str, problem: String, mend: String| Fault {
            file: name.to_owned(),
            line: super::place::Place { table: "", index: 0, key }.line(&text),
            key: key.to_owned(),
            problem,
            mend,
        };
        let mut gone: Vec<Mechanism> = Vec::new();
        if let Some(replaced) = source.replaces.clone() {
            if !self.files.values().any(|file| *file == replaced) {
                let mend = "name the id of a file that is there, or leave `replaces` out".to_owned();
                return Err(fault("replaces", format!("there is no mechanism `{replaced}`"), mend));
            }
            let ids: Vec<String> =
                self.files.iter().filter(|(_, file)| **file == replaced).map(|(id, _)| id.clone()).collect();
            for id in ids {
                self.files.remove(&id);
                gone.extend(self.by_id.remove(&id));
            }
        }
        let file = source.id.clone();
        let mut all = source.expand(origin);
        all.iter_mut().for_each(|one| keep_conditions(one, &gone));
        if let Some(taken) = all.iter().find(|one| self.by_id.contains_key(&one.id)) {
            let id = &taken.id;
            let mend = format!("choose another id, or say replaces = \"{id}\" if that is meant");
            return Err(fault("id", format!("there is a mechanism `{id}` already"), mend));
        }
        for one in all {
            self.files.insert(one.id.clone(), file.clone());
            self.by_id.insert(one.id.clone(), one);
        }
        Ok(())
    }

    /// One of them.
    pub fn get(&self, id: &str) -> Option<&Mechanism> {
        self.by_id.get(id)
    }

    /// All of them, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Mechanism> {
        self.by_id.values()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }
}

/// Adds the conditions that a mechanism takes over from what it replaces: of the one with its id, or those that all of them
/// share. A file that forgets them would open what the law closes.
fn keep_conditions(one: &mut Mechanism, gone: &[Mechanism]) {
    let same: Vec<&Mechanism> = gone.iter().filter(|old| old.id == one.id).collect();
    let from: Vec<&Mechanism> = if same.is_empty() { gone.iter().collect() } else { same };
    let Some((first, rest)) = from.split_first() else { return };
    for condition in &first.conditions {
        let shared = rest.iter().all(|old| old.conditions.contains(condition));
        let named = one.conditions.iter().any(|own| own.rule == condition.rule);
        if shared && !named {
            one.conditions.push(condition.clone());
        }
    }
    one.needs_two_people |= from.iter().all(|old| old.needs_two_people);
    let least = from.iter().map(|old| old.needs_attribution).min().unwrap_or_default();
    one.needs_attribution = one.needs_attribution.max(least);
}

#[cfg(test)]
mod tests;
