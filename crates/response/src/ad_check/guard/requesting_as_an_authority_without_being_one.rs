//! Information under Art 16 is asked for by authorities; others have Art 17.

use crate::ad_check::article;
use crate::{Refusal, Scene, Words};
use ostrakon_model::OrganisationKind::{ElectoralBody, MediaRegulator, MemberStateAuthority};

pub(in crate::ad_check) fn requesting_as_an_authority_without_being_one(
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    if matches!(scene.actor.kind, MemberStateAuthority | ElectoralBody | MediaRegulator) {
        return Ok(());
    }
    Err(Refusal::new(
        "requesting-as-an-authority-without-being-one",
        article("Art 16"),
        Words::new(
            "only a competent authority requests under Art 16; ask as an interested entity under Art 17",
            "seule une autorité compétente demande au titre de l’art. 16 ; demandez comme entité intéressée au titre de l’art. 17",
            "nur eine zuständige Behörde fragt nach Art. 16; fragen Sie als interessierte Stelle nach Art. 17",
        ),
    ))
}
