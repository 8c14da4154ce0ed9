//! The headline is what is remembered: it says the fact, never the false claim.

use crate::publication::Draft;
use crate::{Refusal, Source, Words};

/// So many words of the claim in a row, in a headline, repeat it.
const ROW: usize = 5;

fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether a headline holds the claim, or a run of [`ROW`] of its words.
fn repeats(headline: &str, claim: &str) -> bool {
    let (headline, claim) = (words(headline), words(claim));
    let row = claim.len().min(ROW);
    // A claim of one or two words is a name or a topic, which a headline cannot do without.
    row >= 3 && claim.windows(row).any(|run| headline.windows(row).any(|part| part == run))
}

pub(in crate::publication) fn repeating_the_claim_in_a_headline(draft: &Draft) -> Result<(), Refusal> {
    let Some(review) = &draft.claim_review else { return Ok(()) };
    let headlines = [&draft.text].into_iter().chain(draft.translations.values()).map(|one| &one.title);
    if !headlines.into_iter().any(|title| repeats(title, &review.claim)) {
        return Ok(());
    }
    Err(Refusal::new(
        "repeating-the-claim-in-a-headline",
        Source::house("a headline says the fact and not the falsehood"),
        Words::new(
            "the headline repeats the claim, and is what people remember; say the fact instead",
            "le titre répète l’allégation, et c’est lui que l’on retient ; dites plutôt le fait",
            "die Überschrift wiederholt die Behauptung, und sie bleibt im Gedächtnis; nennen Sie stattdessen die Tatsache",
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::repeats;

    #[test]
    fn a_headline_repeats_a_claim_by_its_words_and_not_by_its_topic() {
        let claim = "Voting is moved to Monday in all districts";
        assert!(repeats("No, voting is moved to Monday is false", claim));
        assert!(repeats("VOTING IS MOVED TO MONDAY!", claim));
        assert!(!repeats("Voting is on Sunday, from eight to eight", claim));
        assert!(!repeats("What is true about the ballots", "ballots"));
        assert!(!repeats("", claim) && !repeats("title", ""));
    }
}
