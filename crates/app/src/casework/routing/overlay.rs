//! What people typed of an incident, laid over what the records say.

use super::known::Known;
use ostrakon_response::router::{Answer, AttributionLevel, Coordination, Existing, Impact, Situation, Vote};
use ostrakon_response::{Calendar, Words};
use std::collections::{BTreeMap, BTreeSet};

/// By field, where it comes from.
pub(super) type Sources = BTreeMap<String, BTreeSet<String>>;

/// By field, why what was typed is not taken.
pub(super) type SetAside = BTreeMap<String, Words>;

/// What was typed is told by this name.
const TYPED: &str = "situation";

/// The situation as the router sees it, and where each field comes from. `originator`: the incident is the organisation's own,
/// so that it may say that a version of it is for the public.
pub(super) fn overlaid(
    typed: Option<&Situation>,
    known: Known,
    originator: bool,
) -> (Situation, Sources, SetAside) {
    let Known { situation: known_of, addresses, on_record, mut sources, .. } = known;
    let mut aside = SetAside::new();
    let Some(typed) = typed else {
        return (with_addresses(known_of, &addresses), sources, aside);
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
    if typed.may_be_public == Answer::Yes && all.may_be_public != Answer::Yes {
        aside.insert("may_be_public".into(), not_yours());
    }
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
        if !all.attribution.decided_by.is_empty() {
            aside.insert("attribution".into(), not_decided());
        }
        all.attribution.decided_by.clear();
    } else {
        let foreign = typed.attribution.foreign;
        all.attribution = known_of.attribution;
        all.attribution.foreign = foreign;
    }
    all.elections = votes(&typed.elections, known_of.elections, &on_record);
    // Windows, who may notify in them, and who is a trusted flagger are decisions: a record has them, or nobody took them.
    let declared = |vote: &Vote| vote.response_window.is_some() && !on_record.contains(&vote.id);
    if typed.elections.iter().any(declared) {
        aside.insert("elections".into(), not_declared());
    }
    if !typed.signatories.is_subset(&known_of.signatories) {
        aside.insert("signatories".into(), not_declared());
    }
    all.signatories = known_of.signatories;
    if !typed.trusted_flaggers.is_empty() {
        aside.insert("trusted_flaggers".into(), not_awarded());
    }
    all.trusted_flaggers.clear();
    let ids: BTreeSet<String> = known_of.records.iter().map(|one| one.id.clone()).collect();
    all.records.retain(|one| !ids.contains(&one.id));
    all.records.extend(known_of.records);
    for field in aside.keys().filter(|field| *field != "elections" && *field != "attribution") {
        if let Some(from) = sources.get_mut(field) {
            from.remove(TYPED);
        }
    }
    sources.retain(|_, from| !from.is_empty());
    for item in &mut all.items {
        // A second signature is an approval that was spent; see `heard`.
        item.media.second_signature = false;
    }
    (with_addresses(all, &addresses), sources, aside)
}

/// Why it is not taken that an incident may be public.
fn not_yours() -> Words {
    Words::new(
        "Only the organisation that made the incident says that it may be told to everybody, by marking it TLP:CLEAR or by a version for the public: ask it for that. What you write on open evidence without telling of the incident needs no such word.",
        "Seule l’organisation à l’origine de l’incident peut dire qu’il est communicable à tous, en le marquant TLP:CLEAR ou par une version publique : demandez-la-lui. Ce que vous écrivez à partir de preuves ouvertes, sans parler de l’incident, n’en a pas besoin.",
        "Nur die Organisation, von der der Vorfall stammt, sagt, dass er allen erzählt werden darf, durch TLP:CLEAR oder eine Fassung für die Öffentlichkeit: bitten Sie sie darum. Was Sie anhand offener Belege schreiben, ohne vom Vorfall zu erzählen, braucht das nicht.",
    )
}

/// Why nobody has decided an attribution by being named here.
fn not_decided() -> Words {
    Words::new(
        "Who decided an attribution stands in a case of the incident: attribute it there, with a second person.",
        "Qui a décidé d’une attribution figure dans un dossier de l’incident : attribuez-y, avec une seconde personne.",
        "Wer über eine Zuordnung entschieden hat, steht in einem Fall zum Vorfall: ordnen Sie ihn dort zu, mit einer zweiten Person.",
    )
}

/// Why a window and its signatories are not taken.
fn not_declared() -> Words {
    Words::new(
        "A response window and who may notify in it are declared at the election: enter the election, declare its window there, and name it here by its id.",
        "La fenêtre de réponse et ceux qui peuvent y notifier se déclarent dans l’élection : saisissez l’élection, déclarez-y la fenêtre, et désignez-la ici par son identifiant.",
        "Ein Reaktionsfenster und wer darin melden darf, werden bei der Wahl erklärt: tragen Sie die Wahl ein, erklären Sie dort das Fenster, und nennen Sie sie hier mit ihrer Kennung.",
    )
}

/// Why nobody is a trusted flagger by being named here.
fn not_awarded() -> Words {
    Words::new(
        "The status of a trusted flagger stands at the organisation: whoever runs this installation records it there.",
        "Le statut de signaleur de confiance figure dans l’organisation : l’exploitant de cette installation l’y enregistre.",
        "Der Status eines vertrauenswürdigen Hinweisgebers steht bei der Organisation: wer diese Installation betreibt, hält ihn dort fest.",
    )
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

/// The elections of both; of one that is on record, days and window are the record's, and one that is not has no window.
fn votes(typed: &[Vote], known: Vec<Vote>, on_record: &BTreeSet<String>) -> Vec<Vote> {
    let only_typed = typed.iter().filter(|vote| !on_record.contains(&vote.id));
    let mut all: Vec<Vote> = only_typed.map(|vote| Vote { response_window: None, ..vote.clone() }).collect();
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
        let (theirs, sources, aside) = overlaid(Some(&typed), known(Answer::No), false);
        assert_eq!(theirs.may_be_public, Answer::No);
        assert!(!theirs.items[0].media.second_signature && theirs.attribution.decided_by.is_empty());
        assert!(sources["attribution"].contains(TYPED) && !sources.contains_key("sponsor"));
        // What is not taken is not passed over in silence.
        assert!(!sources.contains_key("may_be_public") && aside["may_be_public"].de.contains("TLP:CLEAR"));
        assert!(aside["attribution"].en.contains("case"));
        let (ours, _, aside) = overlaid(Some(&typed), known(Answer::No), true);
        assert_eq!(ours.may_be_public, Answer::Yes);
        assert!(!aside.contains_key("may_be_public"));
        // What its originator marked for everybody, somebody may still want to keep.
        let narrow = Situation { may_be_public: Answer::No, ..Situation::default() };
        assert_eq!(overlaid(Some(&narrow), known(Answer::Yes), false).0.may_be_public, Answer::No);
    }

    #[test]
    fn nobody_declares_a_window_or_a_status_by_typing() {
        let window = Some(ostrakon_response::router::Window { from: 0, until: i64::MAX });
        let vote = Vote {
            id: "made-up".into(),
            name: "Made up".into(),
            date: "2024-06-09".parse().expect("a day"),
            last_day: None,
            response_window: window,
            voting_facts: None,
        };
        let entered = Vote { id: "entered".into(), response_window: None, ..vote.clone() };
        let typed = Situation {
            elections: vec![vote.clone(), Vote { id: "entered".into(), ..vote }],
            signatories: ["identity--a".to_owned()].into(),
            trusted_flaggers: ["identity--a".to_owned()].into(),
            ..Situation::default()
        };
        let mut here = known(Answer::Unknown);
        here.on_record.insert("entered".into());
        here.situation.elections.push(entered);
        let (all, _, aside) = overlaid(Some(&typed), here, true);
        assert_eq!(all.elections.len(), 2);
        assert!(all.elections.iter().all(|vote| vote.response_window.is_none()));
        assert!(all.signatories.is_empty() && all.trusted_flaggers.is_empty());
        assert_eq!(aside.keys().collect::<Vec<_>>(), ["elections", "signatories", "trusted_flaggers"]);
    }
}
