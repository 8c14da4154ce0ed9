//! Where a file goes is known: an organisation of this installation, under the agreement with it, or somebody outside of whom it is
//! written what they are. A free text beside a partner's name would go past the agreement with that partner.

use crate::evidence_file::RecipientKind;
use crate::{Refusal, Scene, Words};

/// The recipient as it is kept: the id of an organisation, or who it is outside and what.
pub(in crate::evidence_file) fn exporting_to_nobody_that_is_known(
    recipient: &str,
    kind: Option<RecipientKind>,
    scene: &Scene<'_>,
) -> Result<(String, Option<RecipientKind>), Refusal> {
    let recipient = recipient.split_whitespace().collect::<Vec<_>>().join(" ");
    let organisations = &scene.facts.organisations;
    let named = |name: &str| {
        name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase() == recipient.to_lowercase()
    };
    if organisations.contains_key(&recipient) {
        return Ok((recipient, None));
    }
    // Names are unique in an installation, without regard to case.
    if let Some((id, _)) = organisations.iter().find(|(_, one)| named(&one.name)) {
        return Ok((id.clone(), None));
    }
    if let Some(kind) = kind.filter(|_| !recipient.starts_with("identity--")) {
        return Ok((recipient, Some(kind)));
    }
    let words = Words::new(
        format!(
            "“{recipient}” is no organisation of this installation: write the id or the name of one, or say with `kind` what it is outside: institution, authority, court, law-enforcement or counsel"
        ),
        format!(
            "« {recipient} » n’est pas une organisation de cette installation : indiquez l’identifiant ou le nom d’une organisation, ou précisez avec « kind » ce qu’est ce destinataire extérieur : institution, authority, court, law-enforcement ou counsel"
        ),
        format!(
            "„{recipient}“ ist keine Organisation dieser Installation: schreiben Sie Kennung oder Namen einer solchen, oder sagen Sie mit „kind“, was es außerhalb ist: institution, authority, court, law-enforcement oder counsel"
        ),
    );
    Err(Refusal { rule: "exporting-to-nobody-that-is-known".into(), ..Refusal::field("/recipient", words) })
}
