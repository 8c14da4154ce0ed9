//! What a notification forbids; each rule in a file named after it.

mod answering_that_there_is_no_answer;
mod answering_without_an_end;
mod closing_on_an_oral_answer;
mod closing_what_is_pending;
mod notifying_of_media_before_it_was_heard;
mod notifying_outside_the_window;
mod notifying_what_can_wait;
mod notifying_without_a_policy;
mod notifying_without_having_signed;
mod writing_up_what_was_written;

pub(in crate::notification) use answering_that_there_is_no_answer::answering_that_there_is_no_answer;
pub(in crate::notification) use answering_without_an_end::answering_without_an_end;
pub(in crate::notification) use closing_on_an_oral_answer::closing_on_an_oral_answer;
pub(in crate::notification) use closing_what_is_pending::closing_what_is_pending;
pub(in crate::notification) use notifying_of_media_before_it_was_heard::notifying_of_media_before_it_was_heard;
pub(in crate::notification) use notifying_outside_the_window::notifying_outside_the_window;
pub(in crate::notification) use notifying_what_can_wait::notifying_what_can_wait;
pub(in crate::notification) use notifying_without_a_policy::notifying_without_a_policy;
pub(in crate::notification) use notifying_without_having_signed::notifying_without_having_signed;
pub(in crate::notification) use writing_up_what_was_written::writing_up_what_was_written;
