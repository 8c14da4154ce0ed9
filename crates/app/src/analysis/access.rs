//! Who may look at an analysis: people of the organisation that made it, up to their marking. To others it is not there.

use super::{
    Analyses,
    place::is_id,
    record::{ANALYSIS, Kept, KeptUpload, Read, UPLOAD},
};
use crate::hub::HubError;
use ostrakon_access::Principal;

impl Analyses {
    pub(super) fn analysis_of(&self, who: &Principal, id: &str) -> Result<Read<Kept>, HubError> {
        let unknown = || HubError::NotFound("analysis of this id".into());
        if !is_id(id) {
            return Err(unknown());
        }
        let found = self.inner.read::<Kept>(ANALYSIS, id)?;
        found
            .filter(|found| found.owner == who.organisation && who.may_see(found.marking))
            .ok_or_else(unknown)
    }

    pub(super) fn upload_of(&self, who: &Principal, id: &str) -> Result<Read<KeptUpload>, HubError> {
        let unknown = || HubError::NotFound("upload of this id".into());
        if !is_id(id) {
            return Err(unknown());
        }
        let found = self.inner.read::<KeptUpload>(UPLOAD, id)?;
        found
            .filter(|found| found.owner == who.organisation && who.may_see(found.marking))
            .ok_or_else(unknown)
    }
}
