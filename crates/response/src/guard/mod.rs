//! Rules that several kinds of record share; each in a file named after what it forbids.

mod acting_without_a_role;
mod acting_without_a_second_person;
mod changing_it_from_outside;
mod naming_an_unknown_organisation;
mod sending_red_to_an_organisation;

pub use acting_without_a_role::acting_without_a_role;
pub use acting_without_a_second_person::acting_without_a_second_person;
pub use changing_it_from_outside::changing_it_from_outside;
pub use naming_an_unknown_organisation::naming_an_unknown_organisation;
pub use sending_red_to_an_organisation::sending_red_to_an_organisation;
