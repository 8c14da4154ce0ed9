//! Who only says what a state says is not its own: the closer tie needs the stronger evidence.

use crate::case::{Category, Confidence, Exposure, ExposureEvidenceKind};
use crate::{Refusal, Source, Words};

pub(in crate::case) fn reading_aligned_as_controlled(exposure: &Exposure) -> Result<(), Refusal> {
    use ExposureEvidenceKind::{Admission, OfficialStatement, Technical};
    let has = |kinds: &[ExposureEvidenceKind]| exposure.evidence.iter().any(|one| kinds.contains(&one.kind));
    let strong =
        exposure.evidence.iter().any(|one| one.kind == Technical && one.strength == Confidence::High);
    let named = !exposure.actor.trim().is_empty();
    let fits = match exposure.category {
        Category::StateAligned => !named,
        Category::StateLinked => named && has(&[Technical, Admission, OfficialStatement]),
        Category::StateControlled => named && (has(&[Admission, OfficialStatement]) || strong),
        Category::OfficialState => named && has(&[Admission, OfficialStatement]),
    };
    if fits {
        return Ok(());
    }
    Err(Refusal::new(
        "reading-aligned-as-controlled",
        Source::known(
            "3rd EEAS report on FIMI threats (2025), Exposure Matrix",
            "https://www.eeas.europa.eu/eeas/3rd-eeas-report-foreign-information-manipulation-and-interference-threats-0_en",
        ),
        Words::new(
            "state-aligned names no actor; state-linked takes technical evidence, an admission or an official statement; state-controlled takes strong technical evidence or one of these, official-state one of these",
            "« state-aligned » ne nomme aucun acteur ; « state-linked » demande une preuve technique, un aveu ou une déclaration officielle ; « state-controlled » demande une preuve technique forte ou l’un de ceux-ci, « official-state » l’un de ceux-ci",
            "„state-aligned“ nennt keinen Akteur; „state-linked“ verlangt einen technischen Beleg, ein Eingeständnis oder eine amtliche Feststellung; „state-controlled“ verlangt einen starken technischen Beleg oder eines davon, „official-state“ eines davon",
        ),
    ))
}
