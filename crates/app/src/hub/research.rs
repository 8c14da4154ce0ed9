//! What was given for research under DSA Art 40, and what was derived from it, does not go to who enforces.
//!
//! **The problem.** Platforms give researchers data for one purpose: systemic risk. An incident made from it, a note on that
//! incident, an opinion on the note, an alert that names it, carries it to police or a sanctions authority in our words.
//!
//! **The choice.** An organisation says whether it enforces. On the way to it, before the gate judges markings, an object stays
//! behind that says of itself that it comes from such data, names such evidence by its digest, or names, over however many
//! steps, an object that does. What one version of an object said holds for its id: a later version that leaves the mark out was
//! made from the same data. Digests and ids are found anywhere in a text, in any case. **Rejected.** A marking: TLP says how far
//! something may be told, and not what for. A fixed number of steps: whoever writes one note more is past it.

use super::hands::Hands;
use super::{Hub, HubError, evidence};
use ostrakon_exchange::gate::ids_in;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Property of objects that were made from data given for research: its basis.
pub(crate) const ACCESS: &str = "x_ostrakon_access";
/// Hexadecimal digits of a SHA-256.
const DIGEST: usize = 64;
/// Kind of the records that say what is known of an incident.
const SITUATION: &str = "situation";
/// Ids that are remembered while a page is judged.
const REMEMBERED: usize = 100_000;

/// What is known of the research data held, while one page is judged.
pub(crate) struct Research {
    evidence: BTreeSet<String>,
    own: BTreeSet<String>,
    known: RefCell<HashMap<String, bool>>,
}

/// What one object says, or several versions of it.
#[derive(Default)]
struct Said {
    is_marked: bool,
    names: BTreeSet<String>,
}

impl Said {
    /// Adds what a value says.
    fn hear(&mut self, value: &Value, evidence: &BTreeSet<String>) {
        match value {
            Value::String(text) => self.read(text, evidence),
            Value::Array(all) => all.iter().for_each(|one| self.hear(one, evidence)),
            Value::Object(map) => {
                for (key, one) in map {
                    let is_basis = matches!(key.as_str(), ACCESS | "access")
                        && one.as_str().is_some_and(|basis| basis.starts_with("dsa-40-"));
                    self.is_marked |= is_basis;
                    self.read(key, evidence);
                    self.hear(one, evidence);
                }
            }
            _ => {}
        }
    }

    fn read(&mut self, text: &str, evidence: &BTreeSet<String>) {
        self.is_marked |= digests(text).any(|digest| evidence.contains(&digest));
        self.names.extend(ids_in(text));
    }
}

/// Every run of 64 hexadecimal digits in a text, in small letters.
fn digests(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_ascii_hexdigit())
        .filter(|run| run.len() >= DIGEST)
        .flat_map(|run| (0..=run.len() - DIGEST).map(move |at| run[at..at + DIGEST].to_ascii_lowercase()))
}

impl Research {
    /// Whether an object rests on data that was given for research; `held` answers what is held under an id, all versions of it.
    fn rests(
        &self,
        object: &Value,
        held: &mut dyn FnMut(&str) -> Result<Vec<Value>, HubError>,
    ) -> Result<bool, HubError> {
        let mut said = Said::default();
        said.hear(object, &self.evidence);
        if said.is_marked {
            return Ok(true);
        }
        // Everything that can be reached; when none of it is marked, none of it is, wherever one begins.
        let mut seen: HashSet<String> = HashSet::new();
        let mut open: Vec<String> = said.names.into_iter().collect();
        while let Some(id) = open.pop() {
            match self.known.borrow().get(&id) {
                Some(true) => return Ok(true),
                Some(false) => continue,
                None => {}
            }
            if !seen.insert(id.clone()) {
                continue;
            }
            let mut said = Said::default();
            held(&id)?.iter().for_each(|version| said.hear(version, &self.evidence));
            if said.is_marked {
                self.known.borrow_mut().insert(id, true);
                return Ok(true);
            }
            open.extend(said.names.into_iter().filter(|name| !seen.contains(name)));
        }
        let mut known = self.known.borrow_mut();
        if known.len() + seen.len() > REMEMBERED {
            known.clear();
        }
        known.extend(seen.into_iter().map(|id| (id, false)));
        Ok(false)
    }

    /// Whether an object rests on data that was given for research, as far as the hub knows.
    pub(crate) fn covers(&self, hub: &Hub, object: &Value) -> Result<bool, HubError> {
        self.rests(object, &mut |id| hub.all_that_is_said(id, &self.own))
    }
}

impl Hub {
    /// What is known now of the data that was given for research.
    pub(crate) fn research(&self) -> Result<Research, HubError> {
        let held = self.all::<evidence::Evidence>(evidence::KIND)?.into_iter();
        let given = held
            .filter(|one| one.value.access.is_some_and(ostrakon_response::router::Access::is_for_research));
        Ok(Research {
            evidence: given.map(|one| one.value.sha256.to_ascii_lowercase()).collect(),
            own: self.own_organisations()?,
            known: RefCell::default(),
        })
    }

    /// All versions of an object, and what our own people wrote about it beside.
    fn all_that_is_said(&self, id: &str, own: &BTreeSet<String>) -> Result<Vec<Value>, HubError> {
        let mut all = Vec::new();
        let hands = Hands::of(self.store(), own, &[id.to_owned()])?;
        for (version, _) in hands.versions(id) {
            let held = self.store().object_version(id, version)?;
            all.extend(held.and_then(|held| serde_json::from_slice(&held.bytes).ok()));
        }
        if id.starts_with("incident--") {
            let places = own.iter().map(|own| format!("{own}/{id}")).chain([id.to_owned()]);
            for place in places {
                all.extend(self.store().record(SITUATION, &place)?.map(|record| record.body));
            }
        }
        Ok(all)
    }

    /// Refuses to send to an organisation that enforces what rests on data given for research: by the evidence, the incidents and
    /// the other objects that an act names.
    pub(crate) fn may_reach_enforcement(&self, rests_on: &[String]) -> Result<(), HubError> {
        let named = serde_json::json!({ "object_refs": rests_on });
        if !self.research()?.covers(self, &named)? {
            return Ok(());
        }
        Err(HubError::NotAllowed {
            detail: "it rests on data that was given for research (DSA Art 40), which does not go to police, prosecutors or sanctions \
                     authorities: collect the facts anew from open sources"
                .into(),
            rule: "research-data-never-goes-to-enforcement".into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn id(kind: &str, n: usize) -> String {
        format!("{kind}--00000000-0000-4000-8000-{n:012x}")
    }

    fn research(digest: &str) -> Research {
        Research {
            evidence: BTreeSet::from([digest.to_owned()]),
            own: BTreeSet::new(),
            known: RefCell::default(),
        }
    }

    #[test]
    fn an_object_is_kept_back_by_its_own_word_its_evidence_or_what_it_names() {
        let digest = "ab".repeat(32);
        let mut held = |name: &str| {
            Ok(match name {
                // The newest version leaves out what the first said.
                one if one == id("incident", 1) => {
                    vec![json!({ "id": name, ACCESS: "dsa-40-12" }), json!({ "id": name, "name": "later" })]
                }
                one if one == id("incident", 2) => vec![json!({ "id": name, "name": "open" })],
                one if one == id("note", 3) => {
                    vec![json!({ "id": name, "object_refs": [id("incident", 1)] })]
                }
                _ => Vec::new(),
            })
        };
        for kept_back in [
            json!({ "id": "note--1", ACCESS: "dsa-40-4" }),
            json!({ "id": "artifact--1", "hashes": { "SHA-256": digest.to_uppercase() } }),
            json!({ "id": "x--1", "record": { "evidence": [format!("evidence/{digest}?x=1")] } }),
            json!({ "id": "x--1", "content": format!("seen in sha256:{digest}.") }),
            json!({ "id": "x--1", "evidence": [format!("sha256:{digest}")] }),
            json!({ "id": "note--2", "object_refs": [id("incident", 1)] }),
            json!({ "id": "note--2", "object_refs": [id("incident", 1).to_uppercase()] }),
            json!({ "id": "note--2", "content": format!("the accounts of {} are", id("incident", 1)) }),
            json!({ "id": "note--2", "content": format!("as {} says", &id("incident", 1)[10..]) }),
            json!({ "id": "opinion--2", "object_refs": [id("note", 3)] }),
        ] {
            assert!(research(&digest).rests(&kept_back, &mut held).expect("read"), "{kept_back}");
        }
        let open = json!({ "id": "note--3", "object_refs": [id("incident", 2)], ACCESS: "public-web" });
        assert!(!research(&digest).rests(&open, &mut held).expect("read"));
    }

    proptest! {
        #[test]
        fn whatever_reaches_it_is_kept_back_and_nothing_else(
            edges in prop::collection::vec((0..12usize, 0..12usize), 0..30),
            marked in 0..12usize,
            order in Just((0..12usize).collect::<Vec<_>>()).prop_shuffle(),
        ) {
            let object = |n: usize| {
                let refs: Vec<String> =
                    edges.iter().filter(|(from, _)| *from == n).map(|(_, to)| id("note", *to)).collect();
                let mut one = json!({ "id": id("note", n), "object_refs": refs });
                if n == marked {
                    one[ACCESS] = "dsa-40-12".into();
                }
                one
            };
            // Worked out the slow way: until nothing changes.
            let mut reached = BTreeSet::from([marked]);
            while let Some((from, _)) = edges.iter().find(|(from, to)| reached.contains(to) && !reached.contains(from)) {
                reached.insert(*from);
            }
            let research = research("");
            let mut held = |name: &str| Ok((0..12).filter(|n| id("note", *n) == name).map(object).collect());
            for n in order {
                prop_assert_eq!(research.rests(&object(n), &mut held).expect("read"), reached.contains(&n), "{}", n);
            }
        }
    }
}
