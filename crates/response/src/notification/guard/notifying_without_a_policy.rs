//! What is notified is discussed in the light of the platform's own policies: the notifier names the rule.

use crate::notification::{Draft, Notification};
use crate::{Refusal, Words};

pub(in crate::notification) fn notifying_without_a_policy(draft: &Draft) -> Result<(), Refusal> {
    if !draft.policy.trim().is_empty() {
        return Ok(());
    }
    let mut refusal = Refusal::new(
        "notifying-without-a-policy",
        Notification::basis(),
        Words::new(
            "name the rule of the platform’s own policies that it breaks; where there is none, do not notify it",
            "indiquez la règle de la plateforme qui est enfreinte ; s’il n’y en a pas, ne notifiez pas",
            "nennen Sie die Regel der Plattform, gegen die es verstößt; gibt es keine, melden Sie es nicht",
        ),
    );
    refusal.pointer = "/draft/policy".into();
    Err(refusal)
}
