//! A method is published with how often it is wrong.

use crate::publication::{Class, Draft};
use crate::{Refusal, Source, Words};

pub(in crate::publication) fn describing_a_method_without_its_error(draft: &Draft) -> Result<(), Refusal> {
    if draft.class != Class::MethodCard || !draft.error_rate.trim().is_empty() {
        return Ok(());
    }
    Err(Refusal::new(
        "describing-a-method-without-its-error",
        Source::house("the error rate of a method is a feature, not a footnote"),
        Words::new(
            "a method card says how often the method is wrong, and on which control; fill in its error rate",
            "une fiche de méthode indique la fréquence des erreurs et le témoin utilisé ; remplissez son taux d’erreur",
            "eine Methodenkarte sagt, wie oft die Methode irrt und an welcher Kontrolle; füllen Sie die Fehlerrate aus",
        ),
    ))
}
