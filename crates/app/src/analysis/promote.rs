//! Groups of an analysis as findings, for promotion to an incident.
//!
//! What is promoted is what the result file says of the group, to the letter: the same id, so that promoting from the file and
//! promoting from the interface make one incident.

use super::{
    Analyses,
    groups::unknown,
    wire::{GroupStatus, Judgement},
};
use crate::{analyse, hub::HubError};
use ostrakon_access::Principal;
use ostrakon_model::{Finding, Tlp};

/// Groups promoted at one time.
const MOST: usize = 100;

/// What is to be promoted.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// The findings.
    pub findings: Vec<Finding>,
    /// The groups that they are, those merged into others included: (analysis, group).
    pub groups: Vec<(String, String)>,
    /// The basis on which posts in them came, where that was given for research (DSA Art 40).
    pub access: Option<String>,
}

impl Analyses {
    /// Groups as findings. Those that were merged into one come along with it.
    ///
    /// # Errors
    /// [`HubError::NotFound`]; [`HubError::Conflict`] for a group that is dismissed or part of another;
    /// [`HubError::Invalid`] for more than a hundred, or for a marking that widens a TLP:RED analysis.
    pub fn findings(
        &self,
        who: &Principal,
        groups: &[(String, String)],
        marking: Tlp,
    ) -> Result<Findings, HubError> {
        if groups.len() > MOST {
            return Err(HubError::invalid("/groups", format!("at most {MOST} groups at one time")));
        }
        let mut out = Findings::default();
        for (id, group) in groups {
            let analysis = self.analysis_of(who, id)?;
            if analysis.marking == Tlp::Red && marking != Tlp::Red {
                let why =
                    "the analysis is TLP:RED: mark the incident so too, or have the analysis marked anew";
                return Err(HubError::invalid("/marking", why));
            }
            let basis = &analysis.value.terms.access_basis;
            if basis.starts_with("dsa-40-") {
                out.access = out.access.take().max(Some(basis.clone()));
            }
            let Judgement { status, merged, .. } = self.judgement_of(id, group)?;
            if matches!(status, GroupStatus::Dismissed | GroupStatus::Merged) {
                return Err(HubError::Conflict(format!("{group} is {}; reopen it first", status.name())));
            }
            for one in std::iter::once(group).chain(&merged) {
                let at = (id.clone(), one.clone());
                if !out.groups.contains(&at) {
                    out.findings.push(self.finding(who, (id, one))?);
                    out.groups.push(at);
                }
            }
        }
        Ok(out)
    }

    fn finding(&self, who: &Principal, (id, group): (&str, &str)) -> Result<Finding, HubError> {
        let archive = self.archive_of(who, id)?;
        let entry = archive.group(group).ok_or_else(unknown)?;
        let line = archive.line(entry)?;
        let records =
            line.places.iter().map(|&place| archive.post_at(entry, place)).collect::<Result<Vec<_>, _>>()?;
        let ids: Vec<String> = archive.texts(&records)?.into_iter().map(|post| post.id).collect();
        let run = &archive.index.run;
        let mut params = run.parameters.clone();
        if let Some(params) = params.as_object_mut() {
            params.insert("pseudonym_key".to_owned(), serde_json::Value::Null);
            params.remove("election");
        }
        let post = |place: u32| ids.get(place as usize).cloned().unwrap_or_default();
        Ok(analyse::finding(&line.group, &post, &params, &run.dataset))
    }

    /// Writes down that groups became part of an incident.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn promoted(
        &self,
        who: &Principal,
        groups: &[(String, String)],
        incident: &str,
    ) -> Result<(), HubError> {
        groups.iter().try_for_each(|(id, group)| self.mark_promoted(who, (id, group), incident))
    }
}
