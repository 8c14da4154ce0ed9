//! Unknown is not no: it is found out before anything is done under terms.

use crate::media_check::{Ground, MediaCheck};
use crate::{Answer, Refusal, Words};

pub(in crate::media_check) fn acting_before_the_declaration_is_known(it: &MediaCheck) -> Result<(), Refusal> {
    if it.draft.ground != Ground::Terms || it.draft.declared != Answer::Unknown {
        return Ok(());
    }
    Err(Refusal::new(
        "acting-before-the-declaration-is-known",
        MediaCheck::basis(),
        Words::new(
            "find out first whether this is a declared media service provider, and say where you read it; the platform keeps the list",
            "vérifiez d’abord s’il s’agit d’un fournisseur de services de médias déclaré, et dites où vous l’avez lu ; la plateforme tient la liste",
            "stellen Sie zuerst fest, ob dies ein erklärter Mediendiensteanbieter ist, und wo Sie es gelesen haben; die Plattform führt die Liste",
        ),
    ))
}
