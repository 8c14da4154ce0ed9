//! An alert is for what is transnational and significant; everything else is shared.
//!
//! Whether it concerns an election and whether it can wait is assessed too, and is no condition: an operation against a government
//! between elections is a case for the network.

use crate::alert::{Alert, Class, Draft};
use crate::{Refusal, Words};

pub(in crate::alert) fn alerting_on_what_is_to_be_shared(draft: &Draft) -> Result<(), Refusal> {
    if draft.class == Class::Share {
        return Ok(());
    }
    let criteria = &draft.criteria;
    let asked = [("transnational", &criteria.transnational), ("significant", &criteria.significant)];
    let unmet = asked.iter().find(|(_, one)| !one.as_ref().is_some_and(|criterion| criterion.met));
    let Some((name, _)) = unmet else { return Ok(()) };
    let mut refusal = Refusal::new(
        "alerting-on-what-is-to-be-shared",
        Alert::basis(),
        Words::new(
            format!(
                "an alert is for a transnational and significant case, and this one was assessed as not {name}; give it the class `share`"
            ),
            format!(
                "une alerte vise un cas transnational et important, et celui-ci a été jugé non conforme au critère « {name} » ; donnez-lui la classe « share »"
            ),
            format!(
                "ein Alarm gilt grenzüberschreitenden und bedeutenden Fällen; bei diesem ist „{name}“ nicht erfüllt: geben Sie ihm die Klasse „share“"
            ),
        ),
    );
    refusal.pointer = format!("/draft/criteria/{name}");
    Err(refusal)
}
