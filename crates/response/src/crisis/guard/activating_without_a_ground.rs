//! A mode stands on a ground in law: an article, or the decision itself.

use crate::crisis::Crisis;
use crate::{Refusal, Words};

pub(in crate::crisis) fn activating_without_a_ground(ground: &str) -> Result<(), Refusal> {
    let small = ground.to_lowercase();
    let words = small.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    let number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let article = words.windows(2).any(|pair| {
        matches!(pair[0], "art" | "article" | "articles" | "artikel" | "arts") && number(&pair[1])
    });
    if article || small.contains("2018/1993") {
        return Ok(());
    }
    let refusal = Refusal::new(
        "activating-without-a-ground",
        Crisis::basis(),
        Words::new(
            "cite the ground: an article, such as `Implementing Decision (EU) 2018/1993, Art 4`",
            "citez le fondement : un article, par exemple « décision d’exécution (UE) 2018/1993, art. 4 »",
            "nennen Sie die Grundlage: einen Artikel, etwa „Durchführungsbeschluss (EU) 2018/1993, Art. 4“",
        ),
    );
    Err(Refusal { pointer: "/ground".into(), ..refusal })
}
