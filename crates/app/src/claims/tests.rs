//! Claims come in as ClaimReview, as a form and as a table; are found by words; are linked; and stay within the gate.

use super::*;
use crate::hub::imports::Format;
use crate::people::access::{Credential, OrganisationKind, Role};
use crate::people::{Actor, Grant, NewCollection, NewOrganisation, NewPerson, People};
use serde_json::json;
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Arc;
use tempfile::TempDir;

/// 2025-06-15.
const NOW: i64 = 1_750_000_000_000;

struct Place {
    hub: Hub,
    shelf: String,
    analyst: Principal,
    partner: Principal,
    _folder: TempDir,
}

fn place() -> Place {
    let folder = tempfile::tempdir().expect("a folder");
    let people = People::at(folder.path(), None).expect("opens");
    let hub = Hub::over(people.store().clone(), Arc::new(|| NOW)).expect("opens");
    let mut ids = Vec::new();
    for name in ["Authority", "Partner"] {
        let new = NewOrganisation {
            name: name.into(),
            kind: OrganisationKind::ElectoralBody,
            country: "DE".into(),
            communities: BTreeSet::new(),
        };
        ids.push(people.add_organisation(new, &Actor::command_line(), NOW).expect("an organisation").id);
    }
    let shelf = NewCollection {
        title: "Claims".into(),
        read: BTreeSet::from([Grant::Own, Grant::Organisation(ids[1].clone())]),
        ..NewCollection::default()
    };
    let shelf = people.add_collection(shelf, &Actor::command_line(), NOW).expect("a collection").id;
    let person = |name: &str, organisation: &str| {
        let new =
            NewPerson { name, organisation, roles: BTreeSet::from([Role::Analyst]), ..NewPerson::default() };
        let person = people.add_person(&new, &Actor::command_line(), NOW).expect("a person").0;
        let house = people.organisation(&person.organisation).expect("there");
        Principal::new(&person, &house, Credential::CommandLine, None, None, people.matrix())
    };
    let (analyst, partner) = (person("analyst", "Authority"), person("guest", "Partner"));
    Place { hub, shelf, analyst, partner, _folder: folder }
}

fn claim(text: &str, url: &str, day: &str) -> NewClaim {
    NewClaim {
        claim: text.into(),
        claimant: "A channel".into(),
        verdict: "False".into(),
        rating: Some(Rating { value: 1.0, best: 5.0, worst: 1.0 }),
        checker: "Example Facts".into(),
        url: url.into(),
        published: day.parse().expect("a day"),
        language: "en-IE".into(),
        appearances: vec!["https://example.net/video".into()],
        marking: Tlp::Clear,
    }
}

impl Place {
    fn add(&self, claim: &NewClaim) -> String {
        self.hub.add_claim(&self.analyst, &self.shelf, claim).expect("added").ids.remove(0)
    }

    fn find(&self, who: &Principal, text: &str) -> Vec<Claim> {
        let query = Query { text: Some(text.into()), limit: 10, ..Query::default() };
        self.hub.claims(who, &query).expect("asked").claims
    }

    fn incident(&self, id: &str, marking: Tlp) -> String {
        let id = format!("incident--00000000-0000-4000-8000-0000000000{id}");
        let object = json!({
            "type": "incident", "spec_version": "2.1", "id": id, "name": "Closed polls",
            "created": "2025-06-01T00:00:00.000Z", "modified": "2025-06-01T00:00:00.000Z",
            "object_marking_refs": [ostrakon_exchange::gate::marking_id(marking)],
        });
        self.hub.add_whole(&self.analyst, &self.shelf, &[object.to_string()]).expect("added");
        id
    }
}

#[test]
fn a_post_finds_the_fact_check_and_the_words_that_found_it() {
    let place = place();
    let id = place.add(&claim(
        "Polling stations in Vilnius close at noon",
        "https://facts.example.org/1",
        "2025-06-01",
    ));
    place.add(&claim("The mayor of Riga has resigned", "https://facts.example.org/2", "2025-06-02"));
    place.add(&claim("Bread costs twice as much as a year ago", "https://facts.example.org/3", "2025-06-03"));
    // Given a post that says the first in other order, with a link and a mention.
    let found = place
        .find(&place.analyst, "@anna BREAKING!! polling stations close at NOON in vilnius https://t.co/x");
    assert_eq!(found[0].id, id);
    let why = found[0].matched.as_ref().expect("explained");
    assert!(why.of_claim > 0.95 && why.of_text < 1.0, "{why:?}");
    let words: BTreeSet<&str> = why.words.iter().map(|one| one.word.as_str()).collect();
    assert_eq!(words, BTreeSet::from(["polling", "stations", "in", "vilnius", "close", "at", "noon"]));
    assert!((why.words.iter().map(|one| one.share).sum::<f64>() - 1.0).abs() < 1e-9);
    // What is shown comes from the review.
    let one = &found[0];
    assert_eq!(
        (one.verdict.as_deref(), one.truth, one.language.as_deref()),
        (Some("False"), Some(0.0), Some("en-IE"))
    );
    assert_eq!(
        (one.checkers.as_slice(), one.marking.as_str()),
        (["Example Facts".to_owned()].as_slice(), "TLP:CLEAR")
    );
    // And nothing in common finds nothing.
    assert!(place.find(&place.analyst, "zebra xylophone").is_empty());
    assert!(place.find(&place.analyst, "!!! 😀").is_empty());
}

#[test]
fn lists_are_paged_and_filtered_and_hold_each_claim_once() {
    let place = place();
    for n in 1..=7 {
        let one = claim(
            &format!("Claim number {n}"),
            &format!("https://facts.example.org/{n}"),
            &format!("2025-06-0{n}"),
        );
        place.add(&NewClaim { language: if n > 5 { "de".into() } else { "en-IE".into() }, ..one });
    }
    let (mut seen, mut next) = (Vec::new(), None);
    loop {
        let query = Query { limit: 3, next, ..Query::default() };
        let page = place.hub.claims(&place.analyst, &query).expect("a page");
        seen.extend(page.claims.into_iter().map(|one| one.claim));
        next = page.next;
        if next.is_none() {
            break;
        }
    }
    let expected: Vec<String> = (1..=7).rev().map(|n| format!("Claim number {n}")).collect();
    assert_eq!(seen, expected);
    let count = |query: Query| {
        place.hub.claims(&place.analyst, &Query { limit: 50, ..query }).expect("asked").claims.len()
    };
    assert_eq!(count(Query { language: Some("EN".into()), ..Query::default() }), 5);
    assert_eq!(count(Query { language: Some("e".into()), ..Query::default() }), 0);
    assert_eq!(count(Query { checker: Some("example f".into()), ..Query::default() }), 7);
    let bad = Query { next: Some("x".into()), limit: 3, ..Query::default() };
    assert!(matches!(place.hub.claims(&place.analyst, &bad), Err(HubError::Invalid { .. })));
}

#[test]
fn a_file_of_claim_reviews_is_found_at_once_and_comes_back_whole() {
    let place = place();
    assert!(place.find(&place.analyst, "moon cheese").is_empty());
    let review = json!({
        "@context": "https://schema.org", "@type": "ClaimReview", "claimReviewed": "The moon is made of cheese",
        "url": "https://facts.example.org/moon", "datePublished": "2025-05-01", "x_ours": {"kept": true},
        "author": {"@type": "Organization", "name": "Example Facts"},
        "reviewRating": {"@type": "Rating", "alternateName": "Pants on fire"},
    });
    let mut file = tempfile::tempfile().expect("a file");
    file.write_all(review.to_string().as_bytes()).expect("written");
    place.hub.import(&place.analyst, &place.shelf, Some(Format::ClaimReview), &mut file).expect("imported");
    let found = place.find(&place.analyst, "is the moon made of CHEESE?");
    let (claim, whole) = place.hub.known_claim(&place.analyst, &found[0].id).expect("there");
    assert_eq!((claim.verdict.as_deref(), &whole), (Some("Pants on fire"), &review));
    // When it is withdrawn, then it is not told any more.
    let row = place.hub.store().object(&found[0].id).expect("read").expect("there");
    let mut object: Value = serde_json::from_slice(&row.bytes).expect("JSON");
    object["revoked"] = true.into();
    object["modified"] = "2025-06-10T00:00:00.000Z".into();
    place.hub.add_whole(&place.analyst, &place.shelf, &[object.to_string()]).expect("withdrawn");
    assert!(place.find(&place.analyst, "the moon is made of cheese").is_empty());
    assert!(matches!(place.hub.known_claim(&place.analyst, &found[0].id), Err(HubError::NotFound(_))));
}

#[test]
fn a_claim_is_linked_to_an_incident_and_taken_back() {
    let place = place();
    let id = place.add(&claim("Polling stations close at noon", "https://facts.example.org/1", "2025-06-01"));
    let incident = place.incident("01", Tlp::Green);
    let linked = || place.hub.known_claim(&place.analyst, &id).expect("there").0.incidents;
    place.hub.link_claim(&place.analyst, &id, &incident).expect("linked");
    place.hub.link_claim(&place.analyst, &id, &incident).expect("again is once");
    assert_eq!(linked(), std::slice::from_ref(&incident));
    let query = Query { incident: Some(incident.clone()), limit: 5, ..Query::default() };
    assert_eq!(place.hub.claims(&place.analyst, &query).expect("asked").claims.len(), 1);
    // The partner has no agreement: of an incident marked GREEN it learns nothing, not even by a link.
    assert!(place.hub.known_claim(&place.partner, &id).expect("CLEAR").0.incidents.is_empty());
    assert!(place.hub.link_claim(&place.partner, &id, &incident).is_err());
    assert!(matches!(
        place.hub.link_claim(&place.analyst, &id, "incident--nobody"),
        Err(HubError::NotFound(_))
    ));
}

#[test]
fn what_the_gate_withholds_is_not_found_and_weighs_nothing() {
    let place = place();
    let open =
        place.add(&claim("Polling stations close at noon", "https://facts.example.org/1", "2025-06-01"));
    for n in 2..6 {
        let text = format!("Polling stations close at {n}");
        let hidden = claim(&text, &format!("https://facts.example.org/{n}"), "2025-06-01");
        place.add(&NewClaim { marking: Tlp::AmberStrict, ..hidden });
    }
    assert_eq!(place.find(&place.analyst, "polling stations close").len(), 5);
    let found = place.find(&place.partner, "polling stations close");
    assert_eq!(found.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), [open.as_str()]);
    // One claim and all three words in it: the weights are those of a world with one claim.
    let alone = self::place();
    alone.add(&claim("Polling stations close at noon", "https://facts.example.org/1", "2025-06-01"));
    assert_eq!(found[0].matched, alone.find(&alone.partner, "polling stations close")[0].matched);
    let table = place.hub.export_claims(&place.partner).expect("a table");
    assert_eq!(table.lines().count(), 2, "{table}");
}

#[test]
fn a_table_is_taken_whole_and_adds_nothing_twice() {
    let place = place();
    let table = "claim;verdict;rating;best;worst;checker;url;published;language;appearances\n\
        Polls close at noon;False;1;5;1;Example Facts;https://facts.example.org/1;2025-06-01;en;https://example.net/a | https://example.net/b\n\
        \"Bread; doubled\";Half true;3;5;1;Example Facts;https://facts.example.org/2;2025-06-02;;\n";
    let done = place.hub.import_claims(&place.analyst, &place.shelf, table.as_bytes()).expect("taken");
    assert_eq!(done.ids.len(), 2);
    assert!(done.objects >= 6);
    let again = place.hub.import_claims(&place.analyst, &place.shelf, table.as_bytes()).expect("again");
    assert_eq!((again.ids, again.objects), (done.ids, 0));
    let written = place.hub.export_claims(&place.analyst).expect("a table");
    assert!(
        written.contains(
            "Bread; doubled,,Half true,0.5,1,0,Example Facts,https://facts.example.org/2,2025-06-02"
        ),
        "{written}"
    );
    let head = "claim,verdict,checker,url,published,rating,best,worst\n";
    for (row, expected) in [
        ("Polls close,False,F,no address,2025-06-01,,,\n", "line 2, column url"),
        ("Polls close,False,F,https://f.example.org/,yesterday,,,\n", "line 2, column published"),
        ("Polls close,False,F,https://f.example.org/,2025-06-01,9,5,1\n", "line 2, column rating"),
        ("Polls close,False,F,https://f.example.org/,2025-06-01,9,,\n", "line 2, column best"),
        ("Polls close,,F,https://f.example.org/,2025-06-01,,,\n", "line 2, column verdict"),
        ("", "line 2"),
    ] {
        let text = format!("{head}{row}");
        let error = place.hub.import_claims(&place.analyst, &place.shelf, text.as_bytes()).expect_err(row);
        let HubError::Invalid { faults, .. } = error else { panic!("{error}") };
        assert!(faults.iter().any(|fault| fault.pointer == expected), "{row}: {faults:?}");
    }
}

#[test]
fn many_texts_are_matched_in_one_question() {
    let place = place();
    place.add(&claim("Polls close at noon", "https://facts.example.org/1", "2025-06-01"));
    let texts = ["do the polls close at noon?".to_owned(), "  ".to_owned(), "nothing of it".to_owned()];
    let found = place.hub.match_claims(&place.analyst, &texts, 3).expect("asked");
    assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [1, 0, 0]);
    assert!(place.hub.match_claims(&place.analyst, &[], 3).is_err());
}
