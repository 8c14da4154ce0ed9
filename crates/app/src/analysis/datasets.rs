//! Data sets of the lake, as the interface lists them, and the terms that a new intake must agree with.

use super::{Analyses, wire};
use crate::{hub::HubError, terms};
use ostrakon_access::Principal;
use ostrakon_lake::{Accounts, Dataset, DatasetInfo, Lake, SCHEMA_VERSION};
use ostrakon_model::Tlp;

impl Analyses {
    /// All data sets, by name. They are the installation's own: people of other organisations see none.
    ///
    /// # Errors
    /// [`HubError::Damaged`] when the lake cannot be read.
    pub fn datasets(&self, who: &Principal) -> Result<Vec<wire::Dataset>, HubError> {
        let data = self.inner.place.data();
        if !who.own || !who.may_see(Tlp::AmberStrict) || !data.join("lake").is_dir() {
            return Ok(Vec::new());
        }
        let lake = Lake::open(data).map_err(|error| damaged(&error))?;
        let names = lake.names().map_err(|error| damaged(&error))?;
        Ok(names.into_iter().map(|name| told(&lake, name)).collect())
    }

    /// Refuses a name that is none, or terms that differ from those that the data set was made under.
    pub(super) fn check_dataset(&self, name: &str, given: &wire::Terms) -> Result<(), HubError> {
        let wanted = DatasetInfo {
            name: name.to_owned(),
            access_basis: given.access_basis.clone(),
            purpose: given.purpose.clone(),
            retention_class: given.retention.clone(),
            created_ms: 0,
            accounts: Accounts::Pseudonyms { key_fingerprint: "-".into() },
            schema_version: SCHEMA_VERSION,
        };
        wanted.check().map_err(|error| HubError::invalid("/dataset", error.to_string()))?;
        let data = self.inner.place.data();
        if !data.join("lake").join(name).join("dataset.json").is_file() {
            return Ok(());
        }
        let lake = Lake::open(data).map_err(|error| damaged(&error))?;
        let held = lake.dataset(name).map_err(|error| damaged(&error))?;
        let info = held.info();
        let pairs = [
            ("/terms/access_basis", &info.access_basis, &given.access_basis),
            ("/terms/purpose", &info.purpose, &given.purpose),
            ("/terms/retention", &info.retention_class, &given.retention),
        ];
        for (place, held, given) in pairs {
            if held != given {
                let why = format!(
                    "the data set `{name}` is held under `{held}`, not `{given}`: take the same, or another data set"
                );
                return Err(HubError::invalid(place, why));
            }
        }
        match &info.accounts {
            Accounts::Pseudonyms { .. } => Ok(()),
            Accounts::Revealed { .. } => Err(HubError::invalid(
                "/dataset",
                format!("the data set `{name}` holds revealed accounts; the interface adds pseudonyms only"),
            )),
        }
    }
}

fn damaged(error: &ostrakon_lake::Error) -> HubError {
    HubError::Damaged { what: "the lake".into(), why: error.to_string() }
}

/// A data set that cannot be read is listed with the reason: somebody has to see to it.
fn told(lake: &Lake, name: String) -> wire::Dataset {
    let opened = lake.dataset(&name).and_then(|dataset| fill(&dataset));
    opened.unwrap_or_else(|error| wire::Dataset {
        name,
        terms: wire::Terms { access_basis: String::new(), purpose: String::new(), retention: String::new() },
        created: 0,
        pseudonyms: true,
        rows: 0,
        bytes: 0,
        first: None,
        last: None,
        sources: 0,
        expires: None,
        receipts: Vec::new(),
        problem: Some(error.to_string()),
    })
}

fn fill(dataset: &Dataset) -> Result<wire::Dataset, ostrakon_lake::Error> {
    let info = dataset.info();
    let files = dataset.files()?;
    let held_ms = terms::retention_ms(&info.retention_class).ok();
    let receipts = dataset.receipts()?.into_iter().map(|receipt| wire::DatasetReceipt {
        at: receipt.executed_ms,
        before: receipt.before_ms,
        rows: receipt.rows,
        files: receipt
            .files
            .into_iter()
            .map(|file| format!("{} SHA-256 {}", file.name, file.sha256))
            .collect(),
    });
    Ok(wire::Dataset {
        name: info.name.clone(),
        terms: wire::Terms {
            access_basis: info.access_basis.clone(),
            purpose: info.purpose.clone(),
            retention: info.retention_class.clone(),
        },
        created: info.created_ms,
        pseudonyms: matches!(info.accounts, Accounts::Pseudonyms { .. }),
        rows: files.iter().map(|file| file.rows).sum(),
        bytes: files.iter().map(|file| file.bytes).sum(),
        first: files.iter().filter_map(|file| file.min_ms).min(),
        last: files.iter().filter_map(|file| file.max_ms).max(),
        sources: dataset.sources()?.len() as u64,
        expires: files.iter().map(|file| file.taken_ms).min().zip(held_ms).map(|(taken, held)| taken + held),
        receipts: receipts.collect(),
        problem: None,
    })
}
