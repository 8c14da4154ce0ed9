//! Counters of DISARM: which there are, and which may not be chosen without more.
//!
//! Read from the same files that the exchange reads; a sibling is not imported for two tables of data.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

const NAMES: &str = include_str!("../../../../ontology/disarm-names.tsv");
const SAFEGUARDS: &str = include_str!("../../../../ontology/disarm-safeguards.toml");

/// Why a counter may not be chosen without a ground.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CounterSafeguard {
    /// `lawful-speech`, `identity`, `deception` or `persons`.
    pub kind: String,
    /// What is shown beside the counter.
    pub note: String,
}

#[derive(Deserialize)]
struct Group {
    #[serde(flatten)]
    safeguard: CounterSafeguard,
    counters: Vec<String>,
}

#[derive(Deserialize)]
struct Groups {
    safeguard: Vec<Group>,
}

/// Whether DISARM has such a counter.
pub(super) fn exists(id: &str) -> bool {
    static IDS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
        let row = |line: &'static str| line.strip_prefix("counter\t")?.split('\t').next();
        NAMES.lines().filter_map(row).collect()
    });
    IDS.contains(id)
}

/// The safeguard of a counter, if it needs one.
pub fn safeguard(counter: &str) -> Option<&'static CounterSafeguard> {
    // A test reads the file that is built in, so that a broken one never ships.
    static READ: LazyLock<BTreeMap<String, CounterSafeguard>> = LazyLock::new(|| {
        let groups = toml::from_str::<Groups>(SAFEGUARDS).map(|file| file.safeguard).unwrap_or_default();
        groups
            .into_iter()
            .flat_map(|group| group.counters.into_iter().map(move |id| (id, group.safeguard.clone())))
            .collect()
    });
    READ.get(counter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_files_are_sound() {
        let groups: Groups = toml::from_str(SAFEGUARDS).expect("the file is sound");
        let all: Vec<&String> = groups.safeguard.iter().flat_map(|group| &group.counters).collect();
        assert!(
            all.len() > 70 && all.iter().all(|id| exists(id)),
            "every safeguarded counter is one of DISARM"
        );
        assert_eq!(safeguard("C00012").map(|one| one.kind.as_str()), Some("lawful-speech"));
        // Fact-checking and media literacy need no ground.
        assert_eq!((safeguard("C00008"), exists("C00008"), exists("C99999")), (None, true, false));
    }
}
