//! A page is opened by the presidency, or by an institution that names who presides.

use crate::crisis::{Crisis, Scope};
use crate::{Refusal, Scene, Words};
use ostrakon_model::{OrganisationKind, Role};

pub(in crate::crisis) fn opening_without_a_presidency(
    scope: &Scope,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    if scene.actor.is(Role::Presidency) {
        return Ok(());
    }
    if scene.actor.kind != OrganisationKind::Institution {
        return Err(Refusal::new(
            "acting-without-a-role",
            Crisis::basis(),
            Words::new(
                "a crisis page is opened by the presidency or an institution; a member state asks the presidency for it",
                "une page de crise est ouverte par la présidence ou une institution ; un État membre la demande à la présidence",
                "eine Krisenseite eröffnet der Vorsitz oder ein Organ; ein Mitgliedstaat bittet den Vorsitz darum",
            ),
        ));
    }
    super::deciding_for_an_institution_alone(scene)?;
    if scope.presidency.as_ref().is_some_and(|one| *one != scene.actor.organisation) {
        return Ok(());
    }
    let refusal = Refusal::new(
        "opening-without-a-presidency",
        Crisis::basis(),
        Words::new(
            "name the organisation that holds the presidency: it leads the page and decides on its modes",
            "nommez l’organisation qui exerce la présidence : elle dirige la page et décide de ses modes",
            "nennen Sie die Organisation, die den Vorsitz führt: sie leitet die Seite und beschließt ihre Modi",
        ),
    );
    Err(Refusal { pointer: "/scope/presidency".into(), ..refusal })
}
