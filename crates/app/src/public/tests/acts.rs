//! Who decided this, asked by somebody outside: the act is told, what it rests on only as far as the gate lets it.

use super::*;
use crate::hub::marking_id;
use crate::people::NewCollection;
use ostrakon_model::Tlp;
use ostrakon_response::router::{Answer, Situation};

const SECRET: &str = "incident--00000000-0000-4000-8000-00000000dead";
const OPEN: &str = "incident--00000000-0000-4000-8000-00000000beef";

#[test]
fn an_act_that_everybody_may_know_of_does_not_name_what_it_rests_on_in_secret() {
    // Given an entry for everybody that rests on an incident under TLP:RED, one under TLP:CLEAR, open and closed evidence,
    let house = house();
    let shelf = NewCollection { title: "Incidents".into(), ..NewCollection::default() };
    let shelf =
        house.hub.people().add_collection(shelf, &Actor::command_line(), NOW).expect("a collection").id;
    for (id, marking) in [(SECRET, Tlp::Red), (OPEN, Tlp::Clear)] {
        let incident = json!({
            "type": "incident", "spec_version": "2.1", "id": id, "created": "2024-06-04T00:00:00.000Z",
            "modified": "2024-06-04T00:00:00.000Z", "name": "Look-alikes",
            "created_by_ref": house.writer.organisation, "object_marking_refs": [marking_id(marking)],
        });
        house.hub.add(&house.writer, &shelf, &[incident.to_string()]).expect("added");
    }
    // Who made the incident says that a version of it may be told.
    let told = Situation { may_be_public: Answer::Yes, ..Situation::default() };
    house.hub.put_situation(&house.writer, SECRET, Tlp::Red, told, None).expect("written");
    let file = "ab".repeat(32);
    let mut text = draft("Look-alike domains were reported");
    text["incidents"] = json!([SECRET, OPEN]);
    text["evidence"] = json!([
        { "id": "https://evidence.example/1", "access": "open" }, { "id": "finding--2", "access": "restricted" },
        { "id": file, "access": "restricted" },
    ]);
    let id = house.publish(&text);
    // when its house asks who decided it, then it has all of it;
    let subject = format!("publication/{id}");
    let ours = house.hub.acts(&house.writer, Some(&subject), 0, 10).expect("acts");
    assert_eq!(ours[0].outward.evidence.len(), 5);
    assert_eq!((ours[0].evidence_withheld, &ours[0].decided_by), (0, &house.writer.person));
    // when another organisation asks, then what is public, and how many there are besides.
    let new = NewOrganisation {
        name: "Partner".into(),
        kind: OrganisationKind::FactChecker,
        country: "FR".into(),
        communities: BTreeSet::new(),
    };
    let partner = house.hub.people().add_organisation(new, &Actor::command_line(), NOW).expect("a partner");
    let reader = Principal {
        organisation: partner.id,
        own: false,
        person: "reader".into(),
        highest: Tlp::Red,
        ..house.second.clone()
    };
    for of in [Some(subject.as_str()), None] {
        let theirs = house.hub.acts(&reader, of, 0, 10).expect("acts");
        let published = theirs.iter().find(|one| one.act == "publication.published").expect("told");
        let mut evidence = published.outward.evidence.clone();
        evidence.sort();
        assert_eq!(evidence, ["https://evidence.example/1", OPEN]);
        assert_eq!(published.evidence_withheld, 3);
        assert!(!published.outward.law.is_empty() && published.outward.recipients == ["public"]);
        let told = serde_json::to_string(&theirs).expect("JSON");
        for hidden in [SECRET, "finding--2", file.as_str(), &house.writer.person, &house.second.person] {
            assert!(!told.contains(hidden), "{hidden} in {told}");
        }
    }
}
