//! A mechanism that takes two people takes them also where its use is entered as a measure.

use crate::{Party, Refusal, Scene, Sensitive, Source, Words};

/// Who approved it: for the action that the mechanism is.
pub(in crate::measure) fn deciding_alone_what_takes_two(
    id: &str,
    action: Sensitive,
    scene: &Scene<'_>,
) -> Result<Party, Refusal> {
    let name = match action {
        Sensitive::Attribute => "attribute",
        Sensitive::Publish => "publish",
        Sensitive::ActOnMedia => "act-on-media",
    };
    if let Some(approval) = scene.approved(action) {
        return Ok(approval.approved_by.clone());
    }
    Err(Refusal::new(
        "deciding-alone-what-takes-two",
        Source::house("what takes two people takes them in every record"),
        Words::new(
            format!(
                "`{id}` takes two people: propose `{name}` for this record with a reason, let another person approve it, then decide with that approval"
            ),
            format!(
                "« {id} » demande deux personnes : proposez « {name} » pour ce dossier avec un motif, faites-le approuver par une autre personne, puis décidez avec cette approbation"
            ),
            format!(
                "„{id}“ braucht zwei Personen: schlagen Sie „{name}“ für diesen Vorgang mit Begründung vor, lassen Sie es von einer anderen Person genehmigen, und entscheiden Sie dann mit dieser Genehmigung"
            ),
        ),
    ))
}
