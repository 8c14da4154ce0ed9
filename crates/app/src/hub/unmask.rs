//! The account behind a pseudonym, by the decision of two people for a stated purpose (invariant 6).
//!
//! **The choice.** What was proposed says it all: the subject names data set and pseudonym, the reason is the purpose. The
//! approval is spent in the commit that logs the unmasking, before the name is told; nothing is spent when the name cannot
//! be found. The log names both people, data set and proposal, by id; purpose and pseudonym are in a record, which can be
//! erased when the case is over. **Rejected.** Naming the pseudonym in the log: it would outlive its data set.

use super::{Hub, HubError};
use crate::ingest::{handles, masking::key_file};
use ostrakon_access::Principal;
use ostrakon_access::two_person::{Proposal, Sensitive, Stage};
use ostrakon_ingest::pseudonym::Key;
use ostrakon_lake::Lake;
use ostrakon_model::Tlp;
use ostrakon_store::{Effect, Event, Expect, NewRecord};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

pub(crate) const KIND: &str = "unmasking";

/// An account that was unmasked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unmasked {
    /// The data set.
    pub dataset: String,
    /// The pseudonym.
    pub pseudonym: String,
    /// The platform's id of the account, where it posted.
    pub account: Option<String>,
    /// Its handles, in lower case.
    pub handles: Vec<String>,
    /// What for.
    pub purpose: String,
    /// Account of the person who proposed it.
    pub proposer: String,
    /// Account of the person who approved it.
    pub second: String,
    /// When, milliseconds since 1970 UTC.
    pub at: i64,
}

/// What is kept of it: not the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    dataset: String,
    pseudonym: String,
    purpose: String,
    proposal: String,
    proposer: String,
    second: String,
    by: String,
    at: i64,
}

impl Hub {
    /// Tells the account behind a pseudonym and spends the approval of it (`unmask`; subject `DATASET/PSEUDONYM`).
    ///
    /// # Errors
    /// [`HubError::NotAllowed`] for another organisation than the installation's own and as
    /// [`crate::people::People::spend`]; [`HubError::NotFound`] when no table knows the pseudonym or the key is not in the
    /// data directory, and then nothing is spent.
    pub fn unmask(&self, who: &Principal, data: Option<&Path>, proposal: &str) -> Result<Unmasked, HubError> {
        if !who.own {
            return Err(HubError::NotAllowed {
                detail: "data sets are of the organisation that runs this installation".into(),
                rule: "own-organisation".into(),
            });
        }
        let now = self.now();
        let agreed = self.people().proposal(proposal, who)?.value;
        let spent = self.people().spend(proposal, Sensitive::Unmask, &agreed.subject, who, now)?;
        let second = second(&agreed)?;
        let data = data.ok_or_else(|| {
            HubError::NotFound(
                "data directory here; run the server where the data sets are, with --data".into(),
            )
        })?;
        let (dataset, pseudonym) = subject(&agreed.subject)?;
        let found = find(data, dataset, pseudonym)?;
        let kept = Kept {
            dataset: dataset.to_owned(),
            pseudonym: pseudonym.to_owned(),
            purpose: agreed.reason.clone(),
            proposal: proposal.to_owned(),
            proposer: agreed.proposer.person.clone(),
            second: second.clone(),
            by: who.person.clone(),
            at: now,
        };
        let record = NewRecord {
            kind: KIND.into(),
            id: proposal.to_owned(),
            owner: who.organisation.clone(),
            marking: Tlp::Red,
            keys: BTreeMap::new(),
            body: serde_json::to_value(&kept).map_err(|error| HubError::invalid("", error.to_string()))?,
        };
        let event = Event {
            kind: "account.unmasked".into(),
            subject: format!("{KIND}/{proposal}"),
            data: json!({
                "dataset": dataset, "proposal": proposal, "proposer": format!("person/{}", kept.proposer),
                "second": format!("person/{second}"),
            }),
            effects: vec![Effect::PutRecord(record)],
        };
        let new = Expect { kind: KIND.into(), id: proposal.to_owned(), rev: None };
        self.commit_as(who, now, vec![spent.event, event], vec![spent.expect, new])?;
        let (account, handles) = (found.id, found.handles);
        let Kept { dataset, pseudonym, purpose, proposer, second, at, .. } = kept;
        Ok(Unmasked { dataset, pseudonym, account, handles, purpose, proposer, second, at })
    }
}

fn second(agreed: &Proposal) -> Result<String, HubError> {
    let second = agreed.second.as_ref().filter(|_| agreed.stage == Stage::Approved);
    second
        .map(|party| party.person.clone())
        .ok_or_else(|| HubError::Changed("the proposal changed; read it again".into()))
}

/// Data set and pseudonym of a proposal's subject, with or without `account/` before them, and with or without the
/// platform that an account bears in results over several of them (`threads:acc_…`).
fn subject(text: &str) -> Result<(&str, &str), HubError> {
    let rest = text.strip_prefix("account/").or_else(|| text.strip_prefix("pseudonym/")).unwrap_or(text);
    rest.split_once('/')
        .map(|(dataset, name)| (dataset, name.rsplit_once(':').map_or(name, |(_, pseudonym)| pseudonym)))
        .filter(|(dataset, name)| !dataset.is_empty() && name.starts_with("acc_"))
        .ok_or_else(|| {
            HubError::invalid(
                "subject",
                format!("{text:?} does not name DATASET/acc_…; propose it anew with that subject"),
            )
        })
}

fn find(data: &Path, dataset: &str, pseudonym: &str) -> Result<handles::Account, HubError> {
    let missing = |what: &str| HubError::NotFound(format!("{what}; nothing was spent"));
    // Opening checks the name, so that it cannot lead out of the data directory.
    let known = data.join("lake").is_dir() && Lake::open(data).and_then(|lake| lake.dataset(dataset)).is_ok();
    if !known {
        return Err(missing("data set of this name"));
    }
    let path = key_file(data, dataset);
    if !path.is_file() {
        return Err(missing("key of this data set in the data directory"));
    }
    let key = Key::load(&path).map_err(crate::AppError::from)?;
    handles::find(data, dataset, &key, pseudonym)?
        .ok_or_else(|| missing("account behind this pseudonym in the tables that were kept and are not over"))
}
