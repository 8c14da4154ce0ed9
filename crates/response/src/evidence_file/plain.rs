//! What a file shows and what it does not, in plain words: for the page that lies on top of it.

use super::{EvidenceFile, verify};
use crate::Words;
use serde::Serialize;
use utoipa::ToSchema;

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = EvidenceFileSays)]
pub struct Says {
    /// What is shown.
    pub shown: Vec<Words>,
    /// What is not.
    pub not_shown: Vec<Words>,
}

/// What a file shows, and what it does not.
pub fn says(it: &EvidenceFile) -> Says {
    let (items, entries) = (it.items.len(), it.custody.len());
    let mut shown = Vec::new();
    let mut not_shown = Vec::new();
    match verify(&it.custody) {
        Ok(()) => shown.push(Words::new(
            format!("The record of custody is whole (entries: {entries}): none was changed, left out or put in since."),
            format!("Le registre de conservation est intact (entrées : {entries}) ; aucune n’a été modifiée, omise ou ajoutée depuis."),
            format!("Das Verwahrungsprotokoll ist vollständig (Einträge: {entries}); keiner wurde seither geändert, ausgelassen oder eingefügt."),
        )),
        Err(seq) => not_shown.push(Words::new(
            format!("The record of custody is broken from entry {seq} on: what follows is not proven."),
            format!("Le registre de conservation est rompu à partir de l’entrée {seq} : la suite n’est pas prouvée."),
            format!("Das Verwahrungsprotokoll ist ab Eintrag {seq} gebrochen: was folgt, ist nicht bewiesen."),
        )),
    }
    match &it.sealed {
        Some((_, _, root)) => shown.push(Words::new(
            format!("The items were sealed together (number: {items}); whoever has them can compute the root {root}."),
            format!(
                "Les pièces ont été scellées ensemble (nombre : {items}) ; quiconque les a peut calculer la racine {root}."
            ),
            format!(
                "Die Stücke wurden zusammen versiegelt (Anzahl: {items}); wer sie hat, kann die Wurzel {root} berechnen."
            ),
        )),
        None => not_shown.push(Words::new(
            "The file is not sealed: it can still change.",
            "Le dossier n’est pas scellé : il peut encore changer.",
            "Die Akte ist nicht versiegelt: sie kann sich noch ändern.",
        )),
    }
    for criterion in &it.draft.criteria {
        let count = it
            .items
            .values()
            .filter(|one| one.proves.iter().any(|proof| proof.criterion == criterion.id))
            .count();
        let id = &criterion.id;
        if count > 0 {
            shown.push(Words::new(
                format!("Criterion {id} rests on {count} of the items, each with what it is to prove."),
                format!(
                    "Le critère {id} repose sur {count} des pièces, chacune avec ce qu’elle doit établir."
                ),
                format!(
                    "Kriterium {id} stützt sich auf {count} der Stücke, jedes mit dem, was es belegen soll."
                ),
            ));
        } else {
            not_shown.push(Words::new(
                format!("Criterion {id}: no item is put forward."),
                format!("Critère {id} : aucune pièce n’est produite."),
                format!("Kriterium {id}: kein Stück wird vorgelegt."),
            ));
        }
    }
    not_shown.extend([
        Words::new(
            "That what the items say is true: they show that it was there.",
            "Que le contenu des pièces est vrai : elles montrent qu’il était là.",
            "Dass stimmt, was die Stücke sagen: sie zeigen, dass es da war.",
        ),
        Words::new(
            "That the time of capture is right: it is that of the collector’s clock, unless an independent time stamp lies beside it.",
            "Que l’heure de capture est exacte : c’est celle de l’horloge du collecteur, sauf horodatage indépendant joint.",
            "Dass die Zeit der Sicherung stimmt: es ist die der Uhr des Sichernden, wenn kein unabhängiger Zeitstempel beiliegt.",
        ),
        Words::new(
            "That the source showed everybody the same, and who stood behind it, unless an item proves that.",
            "Que la source montrait la même chose à tous, ni qui se trouvait derrière, sauf pièce qui l’établit.",
            "Dass die Quelle allen dasselbe zeigte und wer dahinterstand, wenn kein Stück das belegt.",
        ),
    ]);
    Says { shown, not_shown }
}
