//! What ships with the binary: ids and names, proposals for retired ids, safeguards.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const NAMES: &str = include_str!("../../../../ontology/disarm-names.tsv");
const REMAP: &str = include_str!("../../../../ontology/disarm-remap.toml");
const SAFEGUARDS: &str = include_str!("../../../../ontology/disarm-safeguards.toml");

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// `TA01`.
    Tactic,
    /// `T0049`, `T0049.003`.
    Technique,
    /// `C00016`.
    Counter,
    /// `F00001`.
    Detection,
}

impl NameKind {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tactic => "tactic",
            Self::Technique => "technique",
            Self::Counter => "counter",
            Self::Detection => "detection",
        }
    }
}

/// One id of the framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// What it stands for.
    pub kind: NameKind,
    /// The id.
    pub id: &'static str,
    /// Of a sub-technique its technique, of a technique its tactic, of a tactic its phase, else the response type.
    pub parent: &'static str,
    /// The name.
    pub name: &'static str,
    /// Of tactics and techniques, the id of the object in the official bundle.
    pub stix: Option<&'static str>,
}

/// All ids and names, in the framework's order.
pub fn names() -> impl Iterator<Item = Name> {
    NAMES.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        let kind = match cells.next()? {
            "tactic" => NameKind::Tactic,
            "technique" => NameKind::Technique,
            "counter" => NameKind::Counter,
            "detection" => NameKind::Detection,
            _ => return None,
        };
        let (id, parent, name) = (cells.next()?, cells.next()?, cells.next()?);
        Some(Name { kind, id, parent, name, stix: cells.next() })
    })
}

/// What to put in the place of a retired technique id, for people to review.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
pub struct Proposal {
    /// The retired id.
    pub id: String,
    /// What it was called when it was in use.
    pub name: String,
    /// Ids that came in its place.
    pub to: Vec<String>,
    /// `high`, `medium` or `low`.
    pub confidence: String,
    /// Why these.
    pub why: String,
}

/// Why a counter may not be used without more.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
pub struct Safeguard {
    /// `lawful-speech`, `identity`, `deception` or `persons`.
    pub kind: String,
    /// What is shown beside the counter.
    pub note: String,
}

#[derive(Deserialize)]
struct Remap {
    retired: Vec<Proposal>,
}

#[derive(Deserialize)]
struct Group {
    #[serde(flatten)]
    safeguard: Safeguard,
    counters: Vec<String>,
}

#[derive(Deserialize)]
struct Groups {
    safeguard: Vec<Group>,
}

/// Proposals for the retired ids, in order. A remap file of the user's own is read with the same shape.
pub fn proposals() -> &'static [Proposal] {
    // A test reads the file that is built in, so that a broken one never ships.
    static READ: LazyLock<Vec<Proposal>> =
        LazyLock::new(|| toml::from_str::<Remap>(REMAP).map(|file| file.retired).unwrap_or_default());
    &READ
}

/// The safeguard of a counter, if it needs one.
pub fn safeguard(counter: &str) -> Option<&'static Safeguard> {
    static READ: LazyLock<BTreeMap<String, Safeguard>> = LazyLock::new(|| {
        let groups = toml::from_str::<Groups>(SAFEGUARDS).map(|file| file.safeguard).unwrap_or_default();
        groups
            .into_iter()
            .flat_map(|group| group.counters.into_iter().map(move |id| (id, group.safeguard.clone())))
            .collect()
    });
    READ.get(counter)
}
