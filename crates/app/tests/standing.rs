//! What a server does by itself: in whose name, and with which trace.

use ostrakon_app::hub::federation::{Direction, Link};
use ostrakon_app::hub::transport::Credentials;
use ostrakon_app::hub::{Hub, HubError};
use ostrakon_app::people::access::{OrganisationKind, Principal, Role};
use ostrakon_app::people::{Actor, Change, NewCollection, NewOrganisation, NewPerson, People, SignIn};
use ostrakon_app::{ingest, load::Source};
use std::collections::BTreeSet;
use std::sync::Arc;

const NOW: i64 = 1_750_000_000_000;
const DAY: i64 = 86_400_000;
const PASSWORD: &str = "a heron over grey water";

fn organisation(people: &People, name: &str) -> String {
    let new = NewOrganisation {
        name: name.into(),
        kind: OrganisationKind::ElectoralBody,
        country: "IE".into(),
        communities: BTreeSet::new(),
    };
    people.add_organisation(new, &Actor::command_line(), NOW).expect("entered").id
}

fn account(people: &People, name: &str) -> Principal {
    let new = NewPerson {
        name,
        organisation: "Electoral Commission",
        roles: BTreeSet::from([Role::PointOfContact]),
        password: Some(PASSWORD),
        ..NewPerson::default()
    };
    people.add_person(&new, &Actor::command_line(), NOW).expect("an account");
    let typed = SignIn { name, password: PASSWORD, ..SignIn::default() };
    people.sign_in(&typed, NOW).expect("signs in").principal
}

#[test]
fn a_link_runs_in_the_name_of_whoever_wrote_it_while_that_person_may_share() {
    let folder = tempfile::tempdir().expect("a folder");
    let people = People::at(folder.path(), None).expect("opens");
    organisation(&people, "Electoral Commission");
    let partner = organisation(&people, "Partner");
    let who = account(&people, "contact-1");
    let shelf = NewCollection { title: "Shared".into(), ..NewCollection::default() };
    let local = people.add_collection(shelf, &Actor::command_line(), NOW).expect("made").id;
    let hub = Hub::over(people.store().clone(), Arc::new(|| NOW)).expect("the table is sound");
    let mut link = Link {
        organisation: partner,
        // Nobody listens there: what is tried here is whether it comes so far.
        url: "http://127.0.0.1:1/taxii2/ostrakon/".into(),
        remote: "remote".into(),
        local,
        direction: Direction::Pull,
        credentials: Credentials::None,
        every_minutes: Some(15),
        by: Some("person--somebody-else".into()),
        mark: None,
    };
    let rev = hub.put_link(&who, "one", &link, None).expect("written");
    assert_eq!(
        hub.link("one").expect("there").value.by.as_ref(),
        Some(&who.person),
        "not what it says of itself"
    );
    assert_eq!(hub.standing_links().expect("readable"), [("one".to_owned(), 15)]);
    assert!(matches!(hub.run_standing_link("one"), Err(HubError::Partner(_))), "allowed, and nobody answers");

    // When the person may share no longer, or is gone, the link waits.
    let rule = |result: Result<_, HubError>| match result {
        Err(HubError::NotAllowed { rule, .. }) => rule,
        other => panic!("{other:?}"),
    };
    let command_line = Actor::command_line();
    let less = Change { roles: Some(BTreeSet::from([Role::Analyst])), ..Change::default() };
    people.change_person(&who.person, less, &command_line, NOW).expect("changed");
    assert_eq!(rule(hub.run_standing_link("one")), "standing-decision");
    let off = Change { disabled: Some(true), ..Change::default() };
    people.change_person(&who.person, off, &command_line, NOW).expect("disabled");
    assert_eq!(rule(hub.run_standing_link("one")), "standing-decision");
    let other = account(&people, "contact-2");
    let rev = hub.put_link(&other, "one", &link, Some(rev)).expect("written anew");
    assert!(matches!(hub.run_standing_link("one"), Err(HubError::Partner(_))));

    // Without an interval it runs when somebody says so, and no interval is endless.
    link.every_minutes = None;
    let rev = hub.put_link(&other, "one", &link, Some(rev)).expect("written");
    assert_eq!(hub.standing_links().expect("readable"), []);
    for minutes in [0, u32::MAX] {
        link.every_minutes = Some(minutes);
        assert!(matches!(hub.put_link(&other, "one", &link, Some(rev)), Err(HubError::Invalid { .. })));
    }
}

#[test]
fn retention_leaves_its_receipt_in_the_log_and_nothing_where_nothing_went() {
    let folder = tempfile::tempdir().expect("a folder");
    let people = People::at(folder.path(), None).expect("opens");
    let at = |now: i64| Hub::over(people.store().clone(), Arc::new(move || now)).expect("the table is sound");
    assert_eq!(at(NOW).run_retention(folder.path()).expect("no data set"), 0);
    let input = folder.path().join("posts.csv");
    let rows =
        "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n1,11,a,,,old,1700000000,\n";
    std::fs::write(&input, rows).expect("written");
    let request = ingest::Request {
        source: Source { inputs: vec![input], threads: 1, ..Source::default() },
        data: folder.path().to_owned(),
        dataset: "ds".into(),
        access_basis: "synthetic".into(),
        purpose: "testing".into(),
        retention: "30d".into(),
    };
    ingest::ingest(&request, NOW, &()).expect("a good file");
    assert_eq!(at(NOW + DAY).run_retention(folder.path()).expect("runs"), 0);
    assert_eq!(people.store().last_seq().expect("readable"), 0, "nothing went, nothing is told");
    assert_eq!(at(NOW + 31 * DAY).run_retention(folder.path()).expect("runs"), 1);
    let events = people.store().history("dataset/ds", 0, 10).expect("readable");
    assert_eq!((events.len(), events[0].kind.as_str()), (1, "retention.ran"));
    assert_eq!((&events[0].data["posts"], &events[0].data["handles"]), (&1.into(), &1.into()));
    assert_eq!(events[0].data["files"].as_array().map(Vec::len), Some(1));
}
