//! An institution speaks through its point of contact or who approves for it: an analyst of it decides no mode.

use crate::crisis::Crisis;
use crate::{Refusal, Scene, guard as shared};
use ostrakon_model::Role;

pub(in crate::crisis) fn deciding_for_an_institution_alone(scene: &Scene<'_>) -> Result<(), Refusal> {
    let roles = [Role::PointOfContact, Role::Approver, Role::Presidency];
    shared::acting_without_a_role(scene, &roles, &Crisis::basis())
}
