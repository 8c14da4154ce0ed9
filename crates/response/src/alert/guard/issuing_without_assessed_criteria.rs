//! No automatism: each case is assessed by people before it becomes an alert.

use crate::alert::{Alert, Class, Draft};
use crate::{Refusal, Words};

pub(in crate::alert) fn issuing_without_assessed_criteria(draft: &Draft) -> Result<(), Refusal> {
    if draft.class == Class::Share {
        return Ok(());
    }
    let criteria = &draft.criteria;
    let all = [
        ("transnational", &criteria.transnational),
        ("significant", &criteria.significant),
        ("election_related", &criteria.election_related),
        ("time_critical", &criteria.time_critical),
    ];
    let assessed =
        |one: &Option<crate::alert::Criterion>| one.as_ref().is_some_and(|c| !c.reason.trim().is_empty());
    let missing: Vec<_> = all.iter().filter(|(_, one)| !assessed(one)).map(|(name, _)| *name).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(", ");
    let mut refusal = Refusal::new(
        "issuing-without-assessed-criteria",
        Alert::basis(),
        Words::new(
            format!("an alert says of each criterion whether it is met, and why; missing: {names}"),
            format!("une alerte dit pour chaque critère s’il est rempli, et pourquoi ; il manque : {names}"),
            format!("ein Alarm sagt zu jedem Kriterium, ob es erfüllt ist und warum; es fehlt: {names}"),
        ),
    );
    refusal.pointer = format!("/draft/criteria/{}", missing[0]);
    Err(refusal)
}
