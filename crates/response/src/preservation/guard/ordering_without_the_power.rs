//! An order comes from an authority that has the power to give it, under an act that it names; others ask.

use crate::preservation::Draft;
use crate::{Refusal, Scene, Source, Words};
use ostrakon_model::OrganisationKind::{Institution, MediaRegulator, MemberStateAuthority};

pub(in crate::preservation) fn ordering_without_the_power(
    draft: &Draft,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let authority = matches!(scene.actor.kind, Institution | MemberStateAuthority | MediaRegulator);
    if authority && !draft.legal_basis.trim().is_empty() {
        return Ok(());
    }
    let mut refusal = Refusal::new(
        "ordering-without-the-power",
        Source::known(
            "Regulation (EU) 2022/2065 Arts 51, 67 and 72",
            "https://eur-lex.europa.eu/eli/reg/2022/2065/oj",
        ),
        Words::new(
            "only an institution or authority orders, and names the act that lets it; send it as a request instead",
            "seule une institution ou une autorité ordonne, en citant l’acte qui le lui permet ; envoyez plutôt une demande",
            "nur eine Institution oder Behörde ordnet an und nennt die Vorschrift, die es erlaubt; senden Sie es sonst als Bitte",
        ),
    );
    refusal.pointer = "/draft/nature".into();
    Err(refusal)
}
