//! A source is rated by the scale that everybody reads: reliability A to F, credibility 1 to 6.

use crate::{Refusal, Words};

pub(in crate::crisis) fn rating_by_no_scale(rating: &str) -> Result<(), Refusal> {
    if matches!(rating.as_bytes(), [b'A'..=b'F', b'1'..=b'6']) {
        return Ok(());
    }
    let text = Words::new(
        "rate the source from A (reliable) to F (cannot be judged) and the item from 1 (confirmed) to 6 (cannot be judged), such as B2",
        "évaluez la source de A (fiable) à F (non évaluable) et l’information de 1 (confirmée) à 6 (non évaluable), par exemple B2",
        "bewerten Sie die Quelle von A (zuverlässig) bis F (nicht beurteilbar) und die Angabe von 1 (bestätigt) bis 6 (nicht beurteilbar), etwa B2",
    );
    Err(Refusal::field("/item/reliability", text))
}
