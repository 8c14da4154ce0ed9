//! What people typed of an incident, laid over what the records say.

use super::known::Known;
use ostrakon_response::Calendar;
use ostrakon_response::router::{Answer, AttributionLevel, Coordination, Existing, Impact, Situation, Vote};
use std::collections::{BTreeMap, BTreeSet};

/// By field, where it comes from.
pub(super) type Sources = BTreeMap<String, BTreeSet<String>>;

/// What was typed is told by this name.
const TYPED: &str = "situation";

/// The situation as the router sees it, and where each field comes from. `originator`: the incident is the organisation's own,
/// so that it may say that a version of it is for the public.
pub(super) fn overlaid(typed: Option<&Situation>, known: Known, originator: bool) -> (Situation, Sources) {
    let Known { situation: known_of, addresses, on_record, mut sources, .. } = known;
    let Some(typed) = typed else {
        return (with_addresses(known_of, &addresses), sources);
    };
    for field in fields(typed) {
        sources.entry(field).or_default().insert(TYPED.to_owned());
    }
    let mut all = typed.clone();
    all.may_be_public = match (known_of.may_be_public, typed.may_be_public) {
        (Answer::Unknown, said) | (Answer::Yes, said @ Answer::No) => said,
        (Answer::No, Answer::Yes) if originator => Answer::Yes,
        (marked, _) => marked,
    };
    all.exercise |= known_of.exercise;
    all.summary = typed.summary.clone().or(known_of.summary);
    all.detected_at = typed.detected_at.or(known_of.detected_at);
    all.requesting_state = typed.requesting_state.clone().or(known_of.requesting_state);
    all.sponsor = typed.sponsor.clone().or(known_of.sponsor);
    if typed.cyber.kind.is_none() {
        all.cyber = known_of.cyber;
    }
    if typed.calendar == Calendar::default() {
        all.calendar = known_of.calendar;
    }
    if known_of.coordination != Coordination::Unassessed {
        all.coordination = known_of.coordination;
    }
    if known_of.impact != Impact::Unassessed {
        all.impact = known_of.impact;
    }
    if known_of.attribution.level == AttributionLevel::Unknown {
        // Who decided an attribution, a case says.
        all.attribution.decided_by.clear();
    } else {
        let foreign = typed.attribution.foreign;
        all.attribution = known_of.attribution;
        all.attribution.foreign = foreign;
    }
    all.elections = votes(&typed.elections, known_of.elections, &on_record);
    // Who may notify is declared with the window.
    if known_of.signatories.is_empty() {
        all.signatories.clone_from(&typed.signatories);
    } else {
        all.signatories = known_of.signatories;
    }
    let ids: BTreeSet<String> = known_of.records.iter().map(|one| one.id.clone()).collect();
    all.records.retain(|one| !ids.contains(&one.id));
    all.records.extend(known_of.records);
    for item in &mut all.items {
        // A second signature is an approval that was spent; see `heard`.
        item.media.second_signature = false;
    }
    (with_addresses(all, &addresses), sources)
}

/// Names of the fields in which something is said.
fn fields(typed: &Situation) -> Vec<String> {
    let as_map = |situation: &Situation| match serde_json::to_value(situation) {
        Ok(serde_json::Value::Object(map)) => map,
        _ => serde_json::Map::new(),
    };
    let nothing = as_map(&Situation::default());
    let said = as_map(typed).into_iter().filter(|(field, value)| nothing.get(field) != Some(value));
    said.map(|(field, _)| field).filter(|field| field != "incident").collect()
}

/// The elections of both; of one that is on record, days and window are the record's.
fn votes(typed: &[Vote], known: Vec<Vote>, on_record: &BTreeSet<String>) -> Vec<Vote> {
    let mut all: Vec<Vote> = typed.iter().filter(|vote| !on_record.contains(&vote.id)).cloned().collect();
    for mut vote in known {
        let said = typed.iter().find(|one| one.id == vote.id);
        vote.voting_facts = vote.voting_facts.or_else(|| said.and_then(|one| one.voting_facts.clone()));
        all.push(vote);
    }
    all
}

/// The records with the items that they are about: those with an address in common. A record that is about none of them names
/// itself, so that it stands in the way of nothing else.
fn with_addresses(mut situation: Situation, addresses: &BTreeMap<String, BTreeSet<String>>) -> Situation {
    let items: Vec<(String, Vec<String>)> =
        situation.items.iter().map(|item| (item.id.clone(), item.urls.clone())).collect();
    let fill = |record: &mut Existing| {
        let Some(urls) = addresses.get(&record.id) else { return };
        let about = items.iter().filter(|(_, all)| all.iter().any(|url| urls.contains(url)));
        record.items = about.map(|(id, _)| id.clone()).collect();
        if record.items.is_empty() {
            record.items.insert(record.id.clone());
        }
    };
    situation.records.iter_mut().for_each(fill);
    situation
}

#[cfg(test)]
mod tests {
    use super::*;
    use ostrakon_response::router::{Attribution, Item, Media};

    fn known(marked: Answer) -> Known {
        let situation = Situation { may_be_public: marked, ..Situation::default() };
        Known { situation, ..Known::default() }
    }

    #[test]
    fn nobody_widens_what_another_marked_and_nobody_signs_by_typing() {
        let media = Media { declared: Answer::Yes, second_signature: true, ..Media::default() };
        let people = ["a".to_owned(), "b".to_owned()].into();
        let typed = Situation {
            may_be_public: Answer::Yes,
            items: vec![Item { id: "a".into(), media, ..Item::default() }],
            attribution: Attribution {
                level: AttributionLevel::State,
                decided_by: people,
                ..Attribution::default()
            },
            ..Situation::default()
        };
        let (theirs, sources) = overlaid(Some(&typed), known(Answer::No), false);
        assert_eq!(theirs.may_be_public, Answer::No);
        assert!(!theirs.items[0].media.second_signature && theirs.attribution.decided_by.is_empty());
        assert!(sources["attribution"].contains(TYPED) && !sources.contains_key("sponsor"));
        let (ours, _) = overlaid(Some(&typed), known(Answer::No), true);
        assert_eq!(ours.may_be_public, Answer::Yes);
        // What its originator marked for everybody, somebody may still want to keep.
        let narrow = Situation { may_be_public: Answer::No, ..Situation::default() };
        assert_eq!(overlaid(Some(&narrow), known(Answer::Yes), false).0.may_be_public, Answer::No);
    }
}
