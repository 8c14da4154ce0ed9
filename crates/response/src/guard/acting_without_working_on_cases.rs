//! Cases are worked by people who have a part in casework: an auditor reads, an administrator runs the installation.

use crate::{Refusal, Scene, Source};
use ostrakon_model::Role;

/// Refuses an actor that has no role in casework.
///
/// # Errors
/// The refusal.
pub fn acting_without_working_on_cases(scene: &Scene<'_>) -> Result<(), Refusal> {
    super::acting_without_a_role(
        scene,
        &[Role::Analyst, Role::PointOfContact, Role::Approver, Role::Presidency],
        &Source::house("who audits or administers decides no case"),
    )
}
