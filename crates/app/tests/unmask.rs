//! The account behind a pseudonym: two people, a purpose, once (invariant 6).

use ostrakon_app::hub::access::{Principal, Role};
use ostrakon_app::hub::{Hub, HubError};
use ostrakon_app::people::access::two_person::{Sensitive, Stage};
use ostrakon_app::people::{Actor, NewOrganisation, NewPerson, NewProposal, People, SignIn};
use ostrakon_app::{ingest, load::Source};
use ostrakon_lake::{Lake, Scan};
use ostrakon_model::Columns;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

const NOW: i64 = 1_750_000_000_000;
const PASSWORD: &str = "a heron over grey water";
const PURPOSE: &str = "to warn the owner of the account";

/// Posts of two accounts, one of which mentions somebody who does not post.
fn ingested(data: &Path) -> Columns {
    let input = data.join("posts.csv");
    let rows = "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n\
                1,11,Alice,,,hello @Carol,1700000000,\n2,22,Bob,,,hello @alice,1700000001,\n";
    std::fs::write(&input, rows).expect("written");
    let request = ingest::Request {
        source: Source { inputs: vec![input], threads: 1, ..Source::default() },
        data: data.to_owned(),
        dataset: "ds".into(),
        access_basis: "synthetic".into(),
        purpose: "testing".into(),
        retention: "30d".into(),
    };
    ingest::ingest(&request, NOW, &()).expect("a good file");
    let dataset = Lake::open(data).and_then(|lake| lake.dataset("ds")).expect("it was made");
    dataset.columns(&Scan::default()).expect("readable")
}

fn account(people: &People, name: &str, role: Role) -> Principal {
    let new = NewPerson {
        name,
        organisation: "Electoral Commission",
        roles: BTreeSet::from([role]),
        password: Some(PASSWORD),
        ..NewPerson::default()
    };
    people.add_person(&new, &Actor::command_line(), NOW).expect("an account");
    let typed = SignIn { name, password: PASSWORD, ..SignIn::default() };
    people.sign_in(&typed, NOW).expect("signs in").principal
}

fn rule<T: std::fmt::Debug>(result: Result<T, HubError>) -> String {
    match result.expect_err("refused") {
        HubError::NotAllowed { rule, .. } => rule,
        HubError::NotFound(_) => "not found".into(),
        other => other.to_string(),
    }
}

#[test]
fn two_people_learn_who_it_is_once_and_the_log_names_them() {
    // Given: a data set, and two people.
    let folder = tempfile::tempdir().expect("a folder");
    let people = People::at(folder.path(), None).expect("opens");
    let own = NewOrganisation {
        name: "Electoral Commission".into(),
        kind: ostrakon_app::people::access::OrganisationKind::ElectoralBody,
        country: "IE".into(),
        communities: BTreeSet::new(),
    };
    people.add_organisation(own, &Actor::command_line(), NOW).expect("the first");
    let hub = Hub::over(people.store().clone(), Arc::new(|| NOW)).expect("the table is sound");
    let one = account(&people, "analyst-1", Role::Analyst);
    let two = account(&people, "approver-1", Role::Approver);
    let columns = ingested(folder.path());
    let data = Some(folder.path());
    let (alice, carol) = (columns.accounts.get(0).to_owned(), columns.mention_names.get(0).to_owned());
    let propose = |subject: String| {
        let new = NewProposal { action: Sensitive::Unmask, subject, reason: PURPOSE.into(), command: None };
        people.propose(new, &one, NOW).expect("proposed").id
    };
    let agreed = |subject: String| {
        let id = propose(subject);
        people.approve(&id, None, &two, NOW).expect("approved");
        id
    };

    // When it is approved, one of the two is told, once.
    let early = propose(format!("ds/{alice}"));
    assert_eq!(rule(hub.unmask(&one, data, &early)), "two-person.not-approved");
    let id = agreed(format!("ds/{alice}"));
    let told = hub.unmask(&one, data, &id).expect("known");
    assert_eq!((told.account.as_deref(), told.handles.as_slice()), (Some("11"), &["alice".to_owned()][..]));
    assert_eq!((told.purpose.as_str(), &told.proposer, &told.second), (PURPOSE, &one.person, &two.person));
    assert_eq!(rule(hub.unmask(&one, data, &id)), "two-person.over");
    let told = hub.unmask(&two, data, &agreed(format!("account/ds/{carol}"))).expect("only mentioned");
    assert_eq!((told.account, told.handles), (None, vec!["carol".to_owned()]));

    // Then the log names both people, and neither the account nor its pseudonym nor the purpose.
    let events = people.store().events(0, 1_000).expect("readable");
    let event = events.iter().find(|event| event.kind == "account.unmasked").expect("logged");
    assert_eq!(event.data["proposer"], format!("person/{}", one.person));
    assert_eq!(event.data["second"], format!("person/{}", two.person));
    for event in &events {
        let text = format!("{} {} {}", event.kind, event.subject, event.data);
        assert!(![alice.as_str(), "alice", PURPOSE].iter().any(|word| text.contains(word)), "{text}");
    }

    // And what cannot be found spends nothing: an unknown pseudonym or data set, a way out of the directory, a lost key.
    for subject in ["ds/acc_aaaaaaaaaaaaaaaa".to_owned(), format!("other/{alice}"), format!("../{alice}")] {
        let id = agreed(subject);
        assert_eq!(rule(hub.unmask(&one, data, &id)), "not found");
        assert_eq!(people.proposal(&id, &one).expect("there").value.stage, Stage::Approved);
    }
    std::fs::remove_file(folder.path().join("keys/ds.key")).expect("removed");
    assert_eq!(rule(hub.unmask(&one, data, &agreed(format!("ds/{alice}")))), "not found");
    assert!(rule(hub.unmask(&one, data, &agreed("acc_x".into()))).contains("DATASET/acc_"));
}
