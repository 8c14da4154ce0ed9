//! Finding an entry of the framework by what people call it.
//!
//! **The choice.** Ids, then names, then words in names, in this order, without regard to case: the table has 642 lines,
//! so that it is walked each time. A tag must mean one entry: [`resolve`] takes an id, an object's id, or a name, and says
//! which entries it may mean where there are several. **Rejected.** Guessing the likeliest: a wrong technique stays in an
//! incident for ever.

use super::knowledge::{Name, NameKind, names};

/// Entries that a refusal names.
const SHOWN: usize = 5;

fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// How well an entry fits, the least best; `None` when it does not.
fn rank(entry: &Name, wanted: &str) -> Option<u8> {
    let (id, name) = (entry.id.to_lowercase(), entry.name.to_lowercase());
    let begins = |word: &str| name.split(|c: char| !c.is_alphanumeric()).any(|one| one.starts_with(word));
    Some(match wanted {
        "" => 9,
        _ if id == wanted || entry.stix == Some(wanted) => 0,
        _ if id.starts_with(wanted) => 1,
        _ if name == wanted => 2,
        _ if name.starts_with(wanted) => 3,
        _ if wanted.split(' ').all(begins) => 4,
        _ if wanted.split(' ').all(|word| name.contains(word)) => 5,
        _ => return None,
    })
}

/// Entries that a term may mean, the likeliest first, then in the framework's order; all of them for an empty term.
pub fn search(term: &str, kind: Option<NameKind>) -> Vec<Name> {
    let wanted = normal(term);
    let mut found: Vec<(u8, Name)> = names()
        .filter(|entry| kind.is_none_or(|kind| entry.kind == kind))
        .filter_map(|entry| Some((rank(&entry, &wanted)?, entry)))
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// The one technique that is meant by an id (`T0049`), an id and a name (`T0049 Flood …`), an object's id, or a name,
/// whole or its beginning.
///
/// # Errors
/// A sentence with the entries that may be meant.
pub fn resolve(text: &str) -> Result<Name, String> {
    let wanted = normal(text);
    let given = || text.chars().take(80).collect::<String>();
    if wanted.is_empty() {
        return Err("names no technique; give an id such as T0049, or its name".to_owned());
    }
    let all = || names().filter(|entry| entry.kind == NameKind::Technique);
    let first = wanted.split([' ', ':']).next().unwrap_or_default();
    if let Some(entry) = all().find(|one| one.id.to_lowercase() == first || one.stix == Some(first)) {
        return Ok(entry);
    }
    let beginning = wanted.trim_end_matches(['…', '.', ' ']);
    let exact: Vec<Name> = all().filter(|entry| entry.name.to_lowercase() == wanted).collect();
    let found = if exact.is_empty() {
        all().filter(|entry| entry.name.to_lowercase().starts_with(beginning)).collect()
    } else {
        exact
    };
    let show = |entries: &[Name]| {
        let words = entries.iter().take(SHOWN).map(|one| format!("{} {}", one.id, one.name));
        words.collect::<Vec<_>>().join("; ")
    };
    match found.as_slice() {
        [one] => Ok(*one),
        [] => {
            let near = show(&search(text, Some(NameKind::Technique)));
            let near = if near.is_empty() { String::new() } else { format!("; near it are {near}") };
            Err(format!("{:?} is no technique of DISARM{near}", given()))
        }
        many => Err(format!("{:?} may mean {}; give the id", given(), show(many))),
    }
}

/// The phase of the kill chain that a technique belongs to, as STIX writes it.
pub fn phase(technique: &Name) -> Option<String> {
    let mut entry = *technique;
    for _ in 0..3 {
        if entry.kind == NameKind::Tactic {
            return Some(entry.name.to_lowercase().replace(' ', "-"));
        }
        entry = names().find(|one| one.id == entry.parent)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{NameKind, phase, resolve, search};

    #[test]
    fn an_entry_is_found_by_id_and_by_words() {
        assert_eq!(search("t0049", None)[0].id, "T0049");
        assert!(search("t0049", None).iter().any(|one| one.id == "T0049.001"));
        assert!(search("clickbait", Some(NameKind::Technique)).iter().any(|one| one.id == "T0016"));
        assert_eq!(search("state propaganda", None)[0].id, "T0002");
        assert!(search("no such words at all", None).is_empty());
        assert_eq!(search("", Some(NameKind::Tactic)).len(), 16);
    }

    #[test]
    fn a_tag_means_one_technique_or_is_refused_with_those_that_it_may_mean() {
        for text in ["T0016", " t0016 ", "T0016 Create Clickbait", "create  clickbait", "Create Click…"] {
            assert_eq!(resolve(text).map(|one| one.id), Ok("T0016"), "{text}");
        }
        assert_eq!(resolve("T0016").map(|one| phase(&one)), Ok(Some("microtarget".to_owned())));
        assert_eq!(resolve("T0014.001").map(|one| phase(&one)), Ok(Some("establish-assets".to_owned())));
        assert!(resolve("Create").is_err_and(|why| why.contains("give the id")));
        assert!(resolve("clickbaiting of the world").is_err());
        for bad in ["", "  ", "T9999", "C00001", &"x".repeat(100_000)] {
            assert!(resolve(bad).is_err());
        }
    }
}
