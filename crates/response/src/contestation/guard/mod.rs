//! What a contestation forbids; each rule in a file named after it.

mod appealing_too_late;
mod appealing_twice;
mod deciding_without_having_examined;
mod delivering_to_whom_it_does_not_go;
mod examining_ones_own_contestation;
mod examining_ones_own_work;
mod hearing_the_appeal_against_oneself;
mod speaking_for_who_contested;

pub(in crate::contestation) use appealing_too_late::appealing_too_late;
pub(in crate::contestation) use appealing_twice::appealing_twice;
pub(in crate::contestation) use deciding_without_having_examined::deciding_without_having_examined;
pub(in crate::contestation) use delivering_to_whom_it_does_not_go::delivering_to_whom_it_does_not_go;
pub(in crate::contestation) use examining_ones_own_contestation::examining_ones_own_contestation;
pub(in crate::contestation) use examining_ones_own_work::examining_ones_own_work;
pub(in crate::contestation) use hearing_the_appeal_against_oneself::hearing_the_appeal_against_oneself;
pub(in crate::contestation) use speaking_for_who_contested::speaking_for_who_contested;
