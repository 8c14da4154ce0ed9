//! Rules that several kinds of record share; each in a file named after what it forbids.

mod acting_for_another;
mod acting_without_a_role;
mod acting_without_a_second_person;
mod acting_without_working_on_cases;
mod asking_for_personal_data_without_a_ground;
mod asking_ones_own_organisation;
mod asking_twice_for_the_same;
mod changing_it_from_outside;
mod naming_an_unknown_organisation;
mod naming_no_platform;
mod sending_red_to_an_organisation;

pub use acting_for_another::acting_for_another;
pub use acting_without_a_role::acting_without_a_role;
pub use acting_without_a_second_person::acting_without_a_second_person;
pub use acting_without_working_on_cases::acting_without_working_on_cases;
pub use asking_for_personal_data_without_a_ground::asking_for_personal_data_without_a_ground;
pub use asking_ones_own_organisation::asking_ones_own_organisation;
pub use asking_twice_for_the_same::asking_twice_for_the_same;
pub use changing_it_from_outside::changing_it_from_outside;
pub use naming_an_unknown_organisation::naming_an_unknown_organisation;
pub use naming_no_platform::naming_no_platform;
pub use sending_red_to_an_organisation::sending_red_to_an_organisation;
