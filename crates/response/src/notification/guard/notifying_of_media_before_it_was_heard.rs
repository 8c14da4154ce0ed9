//! A notification asks for action under a platform's policies: a declared media provider is heard before it is sent.

use crate::measure::{Declaration, Measure};
use crate::notification::{Draft, Flagged};
use crate::router::Answer;
use crate::{Refusal, Scene, Words};

pub(in crate::notification) fn notifying_of_media_before_it_was_heard(
    draft: &Draft,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let media = &scene.facts.media;
    let provider = draft.provider.as_ref();
    let named = provider.filter(|one| one.declared == Declaration::Yes);
    let of = |url: &String| media.get(url).map(|one| one.declared).unwrap_or_default();
    let found = draft.urls.iter().filter_map(|url| media.get(url)).filter(|one| one.declared == Answer::Yes);
    let found = found.filter(|one| !one.heard).map(|one| one.name.as_str());
    let mut unheard = found.chain(named.map(|one| one.name.as_str()));
    let looked_up =
        provider.is_some_and(|one| one.declared != Declaration::Unknown && !one.source.trim().is_empty());
    let is_open = draft.object != Flagged::Trend
        && !draft.incidents.is_empty()
        && draft.urls.iter().any(|url| of(url) == Answer::Unknown);
    let words = match unheard.find(|name| !scene.facts.was_heard(name)) {
        Some(name) => Words::new(
            format!(
                "{name} is a declared media service provider: open the check of EMFA Art 18 for it and the same election, give it the reasons and 24 hours, and let a second person sign, before this is sent"
            ),
            format!(
                "{name} est un fournisseur de services de médias déclaré : ouvrez la vérification de l’art. 18 de l’EMFA pour lui et pour la même élection, communiquez-lui les motifs, laissez-lui 24 heures et faites signer une seconde personne avant l’envoi"
            ),
            format!(
                "{name} ist ein erklärter Mediendiensteanbieter: beginnen Sie für ihn und dieselbe Wahl die Prüfung nach EMFA Art. 18, geben Sie ihm die Gründe und 24 Stunden, und lassen Sie eine zweite Person zeichnen, bevor dies gesendet wird"
            ),
        ),
        None if is_open && !looked_up => Words::new(
            "nobody has said whether a declared media service provider is behind these addresses: say so on the items of the incident, or name here who is behind them and where you looked that up",
            "personne n’a dit si un fournisseur de services de médias déclaré se trouve derrière ces adresses : indiquez-le sur les éléments de l’incident, ou indiquez ici qui s’y trouve et où vous l’avez vérifié",
            "niemand hat gesagt, ob ein erklärter Mediendiensteanbieter hinter diesen Adressen steht: geben Sie es bei den Gegenständen des Vorfalls an, oder nennen Sie hier, wer dahintersteht und wo Sie nachgesehen haben",
        ),
        None => return Ok(()),
    };
    let mut refusal = Refusal::new("notifying-of-media-before-it-was-heard", Measure::hearing(), words);
    refusal.pointer = "/draft/provider".into();
    Err(refusal)
}
