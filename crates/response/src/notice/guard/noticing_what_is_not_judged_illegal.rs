//! Before a notice goes out, somebody judged that the content is illegal, and under which law.

use crate::notice::{Legality, Notice};
use crate::{Refusal, Words};

pub(in crate::notice) fn noticing_what_is_not_judged_illegal(legality: &Legality) -> Result<(), Refusal> {
    if matches!(legality, Legality::Illegal { .. }) {
        return Ok(());
    }
    let mut refusal = Refusal::new(
        "noticing-what-is-not-judged-illegal",
        Notice::article(16, "(2)(a)"),
        Words::new(
            "say why it is illegal and under which law; if it is not, use another way",
            "dites pourquoi c’est illicite et selon quelle loi ; sinon, prenez une autre voie",
            "sagen Sie, warum es rechtswidrig ist und nach welchem Gesetz; ist es das nicht, nehmen Sie einen anderen Weg",
        ),
    );
    refusal.pointer = "/draft/legality".into();
    Err(refusal)
}
