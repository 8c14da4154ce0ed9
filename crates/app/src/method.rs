//! The method card of coordination, its parameters, and the words of the report.
//!
//! The card is data (`ontology/detectors/coordination.toml`), so that its error rates change by measuring again, not by
//! editing code.

use crate::analyse::Request;
use ostrakon_report::method::{MethodCard, Parameter, Term};
use ostrakon_store::{sha256, to_hex};

const CARD: &str = include_str!("../../../ontology/detectors/coordination.toml");

#[derive(serde::Deserialize)]
struct CardFile {
    card: MethodCard,
    glossary: Vec<Term>,
}

fn file() -> CardFile {
    toml::from_str(CARD).expect("the embedded card is checked by a test")
}

/// The card with this run's parameters.
pub fn coordination(request: &Request) -> MethodCard {
    let params = &request.params;
    let parameter = |name: &str, value: String, meaning: &str| Parameter {
        name: name.to_owned(),
        value,
        meaning: meaning.to_owned(),
    };
    let seconds: Vec<String> = params.links.windows_ms.iter().map(|w| (w / 1_000).to_string()).collect();
    let signals: Vec<&str> = params.signals.iter().map(|s| s.name()).collect();
    MethodCard {
        parameters: vec![
            parameter("--signals", signals.join(", "), "what two accounts can have in common"),
            parameter(
                "--windows",
                seconds.join(", "),
                "seconds within which two posts are together, inclusive",
            ),
            parameter(
                "--min-weight",
                params.links.min_moments.to_string(),
                "moments in which a pair, or a set of accounts that recurs, must have met; pairs of such a set may have met in fewer",
            ),
            parameter(
                "--q",
                params.links.q.to_string(),
                "false-discovery rate over all signals and windows together",
            ),
            parameter(
                "--similarity",
                params.similarity.to_string(),
                "least Jaccard similarity of nearly equal texts",
            ),
            parameter(
                "crowd",
                params.links.crowd.to_string(),
                "posts within a window from which a moment is a crowd",
            ),
            parameter(
                "bar",
                format!("{} nats", params.bars.nats),
                "least divergence from the background an occasion",
            ),
            parameter(
                "bar, one source",
                format!("{} nats", params.bars.nats_following),
                "the same where one source makes most of what is reposted or answered",
            ),
            parameter("--seed", params.links.seed.to_string(), "seed of the community search"),
        ],
        ..file().card
    }
}

/// The card without a run's parameters.
pub fn card() -> MethodCard {
    file().card
}

/// Words of the report.
pub fn glossary() -> Vec<Term> {
    file().glossary
}

/// All parameters, for `run.json` and findings.
pub fn parameters(request: &Request, key: Option<&str>) -> serde_json::Value {
    let params = &request.params;
    serde_json::json!({
        "signals": params.signals,
        "windows_s": params.links.windows_ms.iter().map(|w| w / 1_000).collect::<Vec<_>>(),
        "min_weight": params.links.min_moments,
        "q": params.links.q,
        "crowd": params.links.crowd,
        "seed": params.links.seed,
        "similarity": params.similarity,
        "bar_nats": params.bars.nats,
        "bar_nats_one_source": params.bars.nats_following,
        "bar_evidence_nats": params.bars.evidence,
        "format": request.source.format,
        "map": request.source.map,
        "reposts_by_text": request.source.reposts_by_text,
        "pseudonym_key": key,
        "registry_sha256": digest_of(request.source.registry.as_deref()),
        "election_sha256": digest_of(request.election.as_deref()),
        "handles_revealed_for": request.source.reveal,
    })
}

/// Digest of a file that decides what is told; it was read just before, so that one that is gone now has none.
fn digest_of(path: Option<&std::path::Path>) -> Option<String> {
    path.and_then(|path| std::fs::read(path).ok()).map(|bytes| to_hex(&sha256(&bytes)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_card_reads_and_says_what_it_must() {
        let file = super::file();
        assert!(!file.card.sees.is_empty() && !file.card.blind_to.is_empty());
        assert!(!file.card.peers.is_empty() && !file.card.controls.is_empty());
        assert!(file.glossary.len() > 5);
    }
}
