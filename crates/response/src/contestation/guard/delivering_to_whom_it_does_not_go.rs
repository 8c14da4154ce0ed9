//! A correction is recorded as delivered to those whom it goes to, once each.

use crate::Refusal;
use crate::contestation::Contestation;

pub(in crate::contestation) fn delivering_to_whom_it_does_not_go(
    it: &Contestation,
    recipient: &str,
) -> Result<(), Refusal> {
    match it.deliveries.get(recipient) {
        Some(None) => Ok(()),
        Some(Some(_)) => Err(Refusal::state("deliver", "delivered to this recipient")),
        None => Err(Refusal::state("deliver", "without a correction for this recipient")),
    }
}
