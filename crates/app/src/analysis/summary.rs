//! The result of an analysis in words and figures, its files, and its rejected rows.

use super::{
    Analyses,
    archive::Archive,
    place::failed,
    wire::{self, State},
};
use crate::hub::HubError;
use ostrakon_access::Principal;
use ostrakon_report::document::Input;
use std::{
    collections::VecDeque,
    fs::File,
    path::PathBuf,
    sync::{Arc, Mutex},
};

/// Archives whose index is held.
const MOST_OPEN: usize = 8;

/// Open archives, the one that was used last behind.
#[derive(Default)]
pub(super) struct Open(Mutex<VecDeque<(String, Arc<Archive>)>>);

impl Open {
    /// The archive of an analysis, opened if it is not.
    fn get(
        &self,
        id: &str,
        open: impl FnOnce() -> Result<Archive, HubError>,
    ) -> Result<Arc<Archive>, HubError> {
        let mut held = super::jobs::open(&self.0);
        if let Some(at) = held.iter().position(|(one, _)| one == id)
            && let Some(found) = held.remove(at)
        {
            held.push_back(found.clone());
            return Ok(found.1);
        }
        let archive = Arc::new(open()?);
        held.push_back((id.to_owned(), Arc::clone(&archive)));
        if held.len() > MOST_OPEN {
            held.pop_front();
        }
        Ok(archive)
    }

    /// Forgets an archive that is gone.
    pub(super) fn forget(&self, id: &str) {
        super::jobs::open(&self.0).retain(|(one, _)| one != id);
    }
}

impl Analyses {
    /// The archive of an analysis that is done.
    pub(super) fn archive_of(&self, who: &Principal, id: &str) -> Result<Arc<Archive>, HubError> {
        let analysis = self.analysis_of(who, id)?;
        if analysis.value.state != State::Done {
            return Err(HubError::Conflict(format!(
                "the analysis is {}; its result is there once it is done",
                analysis.value.state.name()
            )));
        }
        self.inner.open.get(id, || Archive::open(&self.inner.place.archive(id)))
    }

    /// An analysis with its result in words and figures.
    ///
    /// # Errors
    /// [`HubError::NotFound`].
    pub fn summary(&self, who: &Principal, id: &str) -> Result<wire::Summary, HubError> {
        let analysis = self.analysis_of(who, id)?;
        let score = analysis.value.score.clone();
        let mut summary = wire::Summary {
            analysis: analysis.wire(self.progress(id)),
            headline: None,
            sentences: Vec::new(),
            facts: Vec::new(),
            warnings: Vec::new(),
            bounded: Vec::new(),
            inputs: Vec::new(),
            first: None,
            last: None,
            precision: None,
            methods: Vec::new(),
            glossary: Vec::new(),
            score,
            files: Vec::new(),
        };
        if analysis.value.state == State::Done {
            let archive = self.archive_of(who, id)?;
            fill(&mut summary, &archive);
            summary.files = self.files(id)?;
        }
        Ok(summary)
    }

    /// Files of the result, by name, as `run.json` vouches for them.
    fn files(&self, id: &str) -> Result<Vec<wire::ResultFile>, HubError> {
        #[derive(serde::Deserialize)]
        struct Run {
            outputs: Vec<wire::ResultFile>,
        }
        let path = self.inner.place.result(id).join("run.json");
        let bytes = std::fs::read(&path).map_err(failed(&path))?;
        let run: Run = serde_json::from_slice(&bytes).map_err(|error| HubError::Damaged {
            what: path.display().to_string(),
            why: error.to_string(),
        })?;
        let mut files = run.outputs;
        files.push(wire::ResultFile {
            name: "run.json".into(),
            bytes: bytes.len() as u64,
            sha256: ostrakon_store::to_hex(&ostrakon_store::sha256(&bytes)),
        });
        Ok(files)
    }

    /// Where a file of the result lies. Only names that `run.json` lists are files.
    ///
    /// # Errors
    /// [`HubError::NotFound`].
    pub fn file(&self, who: &Principal, id: &str, name: &str) -> Result<PathBuf, HubError> {
        self.archive_of(who, id)?;
        let known = self.files(id)?.into_iter().any(|file| file.name == name);
        if known {
            Ok(self.inner.place.result(id).join(name))
        } else {
            Err(HubError::NotFound("file of this name in the result".into()))
        }
    }

    /// Folder of the result files, for whoever works on this machine.
    ///
    /// # Errors
    /// [`HubError::NotFound`]; [`HubError::Conflict`] before it is done.
    pub fn result_folder(&self, who: &Principal, id: &str) -> Result<PathBuf, HubError> {
        self.archive_of(who, id)?;
        Ok(self.inner.place.result(id))
    }

    /// The key of the pseudonyms: the data set's, or the analysis' own.
    ///
    /// # Errors
    /// [`HubError::NotFound`].
    pub fn key_file(&self, who: &Principal, id: &str) -> Result<PathBuf, HubError> {
        let analysis = self.analysis_of(who, id)?;
        Ok(match &analysis.value.dataset {
            Some(dataset) => crate::ingest::key_file(self.inner.place.data(), dataset),
            None => self.inner.place.analysis(id).join(crate::analyse::KEY),
        })
    }

    /// Keeps how an analysis of an exercise compares with the truth. The same again changes nothing.
    ///
    /// # Errors
    /// [`HubError::NotFound`], [`HubError::Changed`].
    pub fn set_score(&self, who: &Principal, id: &str, score: wire::ExerciseScore) -> Result<(), HubError> {
        let mut analysis = self.analysis_of(who, id)?;
        if analysis.value.score.as_ref() == Some(&score) {
            return Ok(());
        }
        analysis.value.score = Some(score);
        let event = "analysis.scored";
        self.inner.put_analysis(who.actor(), event, serde_json::json!({}), &analysis).map(|_| ())
    }

    /// Rows that could not be taken, in the order of the input.
    ///
    /// # Errors
    /// [`HubError::NotFound`]; [`HubError::Conflict`] before it is done.
    pub fn rejects(
        &self,
        who: &Principal,
        id: &str,
        limit: usize,
        next: Option<u64>,
    ) -> Result<wire::RejectPage, HubError> {
        let archive = self.archive_of(who, id)?;
        let total = archive.index.run.rejected;
        let path = self.inner.place.result(id).join("rejects.csv");
        let damaged = |error: csv::Error| HubError::Damaged {
            what: path.display().to_string(),
            why: error.to_string(),
        };
        let file = File::open(&path).map_err(failed(&path))?;
        let mut rows = csv::Reader::from_reader(std::io::BufReader::new(file));
        let skip = next.unwrap_or(0);
        let mut rejects = Vec::new();
        for row in rows.records().skip(usize::try_from(skip).unwrap_or(usize::MAX)).take(limit) {
            let row = row.map_err(damaged)?;
            let cell = |at: usize| row.get(at).unwrap_or_default().to_owned();
            rejects.push(wire::Reject {
                line: cell(1).parse().unwrap_or_default(),
                column: cell(2),
                reason: cell(3),
            });
        }
        let after = skip + rejects.len() as u64;
        let next = (after < total && !rejects.is_empty()).then(|| after.to_string());
        Ok(wire::RejectPage { rejects, total, next })
    }
}

fn fill(summary: &mut wire::Summary, archive: &Archive) {
    let index = &archive.index;
    let told = &index.summary;
    summary.headline = Some(told.headline.clone());
    summary.sentences.clone_from(&told.sentences);
    summary.facts = told
        .facts
        .iter()
        .map(|fact| wire::Fact {
            label: fact.label.clone(),
            value: fact.value.clone(),
            explanation: fact.explanation.clone(),
        })
        .collect();
    let run = &index.run;
    summary.warnings.clone_from(&run.warnings);
    summary.bounded = run
        .bounded
        .iter()
        .map(|one| wire::BoundedObject {
            signal: one.signal.into(),
            object: one.object.clone(),
            accounts: one.accounts,
            posts: one.posts,
            rule: one.rule.clone(),
        })
        .collect();
    let input = |one: &Input| wire::InputFile {
        name: one.name.clone(),
        bytes: one.bytes,
        sha256: one.sha256.clone(),
        format: one.format.clone(),
        posts: one.posts,
    };
    summary.inputs = run.inputs.iter().map(input).collect();
    (summary.first, summary.last) = (run.first_ms, run.last_ms);
    summary.precision = Some(format!("{:?}", run.precision).to_lowercase());
    summary.methods = index.methods.iter().map(card).collect();
    summary.glossary = index
        .glossary
        .iter()
        .map(|one| wire::Term { term: one.term.clone(), meaning: one.meaning.clone() })
        .collect();
}

fn card(card: &ostrakon_report::method::MethodCard) -> wire::MethodCard {
    wire::MethodCard {
        id: card.id.clone(),
        name: card.name.clone(),
        version: card.version.clone(),
        description: card.description.clone(),
        sees: card.sees.clone(),
        blind_to: card.blind_to.clone(),
        controls: card
            .controls
            .iter()
            .map(|one| wire::ControlRate {
                kind: one.kind.clone(),
                groups: one.groups,
                groups_flagged: one.groups_flagged,
                upper_95: one.upper_95,
            })
            .collect(),
        controls_note: card.controls_note.clone(),
        parameters: card
            .parameters
            .iter()
            .map(|one| wire::MethodParameter {
                name: one.name.clone(),
                value: one.value.clone(),
                meaning: one.meaning.clone(),
            })
            .collect(),
    }
}
