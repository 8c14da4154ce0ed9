//! Entries are written, confirmed, found, imported and taken out; private persons never stand among them.

use super::*;
use crate::people::{Actor, NewOrganisation, NewPerson, People};
use ostrakon_access::{Credential, Role};
use ostrakon_model::{OrganisationKind, Tlp};
use ostrakon_response::router::{Answer, Item, Situation};
use std::collections::BTreeSet;
use std::sync::Arc;
use tempfile::TempDir;

/// 2025-06-15.
const NOW: i64 = 1_750_000_000_000;

struct Place {
    hub: Hub,
    _folder: TempDir,
}

fn place() -> Place {
    let folder = tempfile::tempdir().expect("a folder");
    let people = People::at(folder.path(), None).expect("opens");
    let hub = Hub::over(people.store().clone(), Arc::new(|| NOW)).expect("opens");
    for name in ["Authority", "Partner"] {
        let new = NewOrganisation {
            name: name.into(),
            kind: OrganisationKind::ElectoralBody,
            country: "DE".into(),
            communities: BTreeSet::new(),
        };
        people.add_organisation(new, &Actor::command_line(), NOW).expect("an organisation");
    }
    Place { hub, _folder: folder }
}

impl Place {
    fn person(&self, name: &str, organisation: &str) -> Principal {
        let people = self.hub.people();
        let new =
            NewPerson { name, organisation, roles: BTreeSet::from([Role::Analyst]), ..NewPerson::default() };
        let person = people.add_person(&new, &Actor::command_line(), NOW).expect("a person").0;
        let house = people.organisation(&person.organisation).expect("there");
        Principal::new(&person, &house, Credential::CommandLine, None, None, people.matrix())
    }
}

fn newsroom() -> Draft {
    Draft {
        name: "Example News".into(),
        kind: Kind::Media,
        country: "fr".into(),
        languages: BTreeSet::from(["fr".into()]),
        domains: BTreeSet::from(["WWW.Example-News.org".into()]),
        accounts: vec![Account {
            platform: "X".into(),
            handle: "@ExampleNews".into(),
            account_id: String::new(),
        }],
        office: String::new(),
        basis: Basis::EmfaDeclaration,
        source: "https://example-news.org/imprint".into(),
        declarations: vec![Declaration {
            platform: "x".into(),
            state: DeclarationState::Accepted,
            on: Some("2025-03-01".parse().expect("a day")),
            source: "https://x.com/declarations/1".into(),
        }],
        valid_from: None,
        valid_until: None,
        marking: Tlp::Green,
        note: String::new(),
    }
}

fn official() -> Draft {
    let day = |text: &str| Some(text.parse().expect("a day"));
    Draft {
        name: "Minister of the Interior".into(),
        kind: Kind::Official,
        office: "Minister of the Interior".into(),
        basis: Basis::PublicOffice,
        domains: BTreeSet::new(),
        accounts: vec![Account { platform: "x".into(), handle: "minister".into(), account_id: "42".into() }],
        declarations: Vec::new(),
        valid_from: day("2024-01-01"),
        valid_until: day("2025-06-14"),
        ..newsroom()
    }
}

fn faults(error: &HubError) -> Vec<(String, String)> {
    match error {
        HubError::Invalid { faults, .. } => {
            faults.iter().map(|f| (f.pointer.clone(), f.detail.clone())).collect()
        }
        other => panic!("{other}"),
    }
}

#[test]
fn an_entry_has_one_form_and_is_found_by_domain_and_account() {
    let place = place();
    let writer = place.person("writer", "Authority");
    // Given a newsroom, written as people write.
    let (id, rev) = place.hub.list_entry(&writer, newsroom()).expect("listed");
    let listed = place.hub.registry_entry(&writer, &id).expect("there");
    assert_eq!((listed.rev, listed.valid, listed.verified.is_none()), (rev, true, true));
    assert_eq!(listed.entry.domains, BTreeSet::from(["example-news.org".to_owned()]));
    assert_eq!(
        (listed.entry.country.as_str(), listed.entry.accounts[0].handle.as_str()),
        ("FR", "ExampleNews")
    );
    // When it is looked for, then its own places find it, and no others.
    let find = |sought: Sought| place.hub.look_up(&writer, &sought).expect("asked").len();
    let url = |text: &str| Sought { url: Some(text.into()), ..Sought::default() };
    let handle = |on: &str, name: &str| Sought {
        platform: Some(on.into()),
        handle: Some(name.into()),
        ..Sought::default()
    };
    assert_eq!(find(Sought { domain: Some("m.example-news.org".into()), ..Sought::default() }), 1);
    assert_eq!(find(url("http://www.example-news.org/a?utm_source=b")), 1);
    assert_eq!(find(url("https://twitter.com/examplenews/status/1")), 1);
    assert_eq!(find(handle("x", "@EXAMPLENEWS")), 1);
    assert_eq!(
        (find(handle("telegram", "ExampleNews")), find(url("https://example-news.org.evil.net/"))),
        (0, 0)
    );
    assert!(place.hub.look_up(&writer, &Sought { handle: Some("x".into()), ..Sought::default() }).is_err());
}

#[test]
fn private_persons_are_never_listed() {
    for word in ["person", "private-person", "influencer", "celebrity"] {
        let refusal = word.parse::<Kind>().expect_err(word);
        assert!(refusal.contains("private persons are never listed by name"), "{refusal}");
        let json = serde_json::to_string(word).expect("JSON");
        assert!(serde_json::from_str::<Kind>(&json).expect_err(word).to_string().contains("pseudonyms"));
    }
    let place = place();
    let writer = place.person("writer", "Authority");
    // A person comes in by an office alone, and not for longer than its term.
    for (spoil, pointer) in [
        ((|d| d.office.clear()) as fn(&mut Draft), "/office"),
        (|d| d.valid_until = None, "/valid_until"),
        (|d| d.valid_until = "2040-01-01".parse().ok(), "/valid_until"),
        (|d| d.basis = Basis::Imprint, "/basis"),
    ] {
        let mut draft = official();
        spoil(&mut draft);
        let error = place.hub.list_entry(&writer, draft).expect_err(pointer);
        assert!(faults(&error).iter().any(|(at, _)| at == pointer), "{error}");
    }
}

#[test]
fn what_is_wrong_is_said_with_its_place_all_at_once() {
    let place = place();
    let writer = place.person("writer", "Authority");
    let draft = Draft {
        name: "  ".into(),
        country: "Germany".into(),
        languages: BTreeSet::from(["german!".into()]),
        domains: BTreeSet::from(["co.uk".into(), "https://a.org/b".into(), "127.0.0.1".into(), "a b".into()]),
        accounts: vec![Account { platform: String::new(), handle: "a/b".into(), account_id: String::new() }],
        source: "x".into(),
        ..newsroom()
    };
    let error = place.hub.list_entry(&writer, draft).expect_err("wrong");
    let places: BTreeSet<String> = faults(&error).into_iter().map(|(at, _)| at).collect();
    let expected = [
        "/name",
        "/country",
        "/languages",
        "/domains",
        "/accounts/0/platform",
        "/accounts/0/handle",
        "/source",
    ];
    assert_eq!(places, expected.map(str::to_owned).into());
}

#[test]
fn another_person_confirms_and_a_change_asks_for_it_again() {
    let place = place();
    let (writer, second) = (place.person("writer", "Authority"), place.person("second", "Authority"));
    let (id, rev) = place.hub.list_entry(&writer, newsroom()).expect("listed");
    // Given an entry that nobody confirmed, then ingest leaves its account a pseudonym.
    assert!(!place.hub.registry_for_ingest(&writer).expect("a list").contains("ExampleNews"));
    assert!(matches!(place.hub.verify_entry(&writer, &id, rev), Err(HubError::NotAllowed { .. })));
    let rev = place.hub.verify_entry(&second, &id, rev).expect("confirmed");
    let list = place.hub.registry_for_ingest(&writer).expect("a list");
    assert_eq!(list, "name,role,platform,handle,account_id\nExample News,media,x,ExampleNews,\n");
    // When it is changed, then the confirmation is gone; and an old revision changes nothing.
    let changed = Draft { note: "moved".into(), ..newsroom() };
    assert!(matches!(
        place.hub.change_entry(&writer, &id, changed.clone(), rev - 1),
        Err(HubError::Changed(_))
    ));
    place.hub.change_entry(&writer, &id, changed, rev).expect("changed");
    assert!(place.hub.registry_entry(&writer, &id).expect("there").verified.is_none());
}

#[test]
fn what_is_over_is_not_found_and_what_is_withdrawn_is_gone() {
    let place = place();
    let writer = place.person("writer", "Authority");
    let (id, _) = place.hub.list_entry(&writer, official()).expect("listed");
    assert!(!place.hub.registry_entry(&writer, &id).expect("there").valid, "its term ended yesterday");
    let sought = Sought { platform: Some("x".into()), handle: Some("42".into()), ..Sought::default() };
    assert!(place.hub.look_up(&writer, &sought).expect("asked").is_empty());
    place.hub.withdraw_entry(&writer, &id, None).expect("withdrawn");
    assert!(matches!(place.hub.registry_entry(&writer, &id), Err(HubError::NotFound(_))));
    assert!(place.hub.store().verify().expect("verified").first_bad.is_none());
    // Then the same may be listed again.
    place.hub.list_entry(&writer, official()).expect("listed anew");
}

#[test]
fn one_domain_or_account_belongs_to_one_entry() {
    let place = place();
    let writer = place.person("writer", "Authority");
    place.hub.list_entry(&writer, newsroom()).expect("listed");
    let twin = Draft { name: "Another".into(), domains: BTreeSet::new(), ..newsroom() };
    let error = place.hub.list_entry(&writer, twin).expect_err("the account is taken").to_string();
    assert!(error.contains("x:examplenews") && error.contains("Example News"), "{error}");
}

#[test]
fn a_table_is_taken_whole_reads_back_and_adds_nothing_twice() {
    let place = place();
    let writer = place.person("writer", "Authority");
    let table = "\u{feff}name;kind;country;domains;accounts;basis;source;declarations;office;valid_from;valid_until;marking\r\n\
        Example News;media;FR;example-news.org;x:ExampleNews;emfa-declaration;https://example-news.org/imprint;x:accepted:2025-03-01:https://x.com/1;;;;TLP:CLEAR\r\n\
        \"Ministry; of the Interior\";organisation;DE;bmi.example.org | ministry.example.net;x:ministry:7 | bluesky::did:plc:abc;public-office;Federal Gazette 2024;;;;;TLP:GREEN\r\n\
        Mayor;official;DE;;telegram:mayor;public-office;https://city.example.org;;Mayor of Example;2024-01-01;2029-01-01;\r\n";
    let done = place.hub.import_registry(&writer, table.as_bytes()).expect("taken");
    assert_eq!(done, Imported { rows: 3, added: 3, changed: 0, known: 0 });
    let again = place.hub.import_registry(&writer, table.as_bytes()).expect("taken again");
    assert_eq!(again, Imported { rows: 3, added: 0, changed: 0, known: 3 });
    let written = place.hub.export_registry(&writer, &Query::default()).expect("written");
    assert!(written.contains("bluesky::did:plc:abc | x:ministry:7"), "{written}");
    let back = place.hub.import_registry(&writer, written.as_bytes()).expect("reads back");
    assert_eq!(back, Imported { rows: 3, added: 0, changed: 0, known: 3 });
    // A row with its id changes the entry.
    let changed = written.replace("Mayor of Example", "Mayor of Sample");
    let done = place.hub.import_registry(&writer, changed.as_bytes()).expect("changed");
    assert_eq!((done.changed, done.known), (1, 2));
}

#[test]
fn a_table_with_a_fault_takes_nothing_and_names_line_and_column() {
    let place = place();
    let writer = place.person("writer", "Authority");
    let head = "name,kind,country,domains,basis,source,valid_until\n";
    let good = "Good,media,FR,good.example.org,imprint,https://good.example.org,\n";
    for (table, expected) in [
        (
            format!("{head}{good}Ann,private-person,FR,ann.example.org,imprint,https://a,\n"),
            "line 3, column kind",
        ),
        (
            format!("{head}{good}B,media,FR,b.example.org,hearsay,https://b.example.org,\n"),
            "line 3, column basis",
        ),
        (
            format!("{head}{good}C,media,France,c.example.org,imprint,https://c.example.org,\n"),
            "line 3, column country",
        ),
        (
            format!("{head}{good}D,media,FR,d.example.org,imprint,https://d.example.org,soon\n"),
            "line 3, column valid_until",
        ),
        (format!("{head}{good}E,media,FR\n"), "line 3"),
        (
            format!("{head}{good}F,media,FR,good.example.org,imprint,https://f.example.org,\n"),
            "line 3, column domains",
        ),
        ("name,kind,country,basis,source,stance\n".to_owned() + good, "line 1, column stance"),
        ("name,kind\nA,media\n".to_owned(), "line 1, column country"),
        (head.to_owned(), "line 2"),
        (String::new(), ""),
    ] {
        let error = place.hub.import_registry(&writer, table.as_bytes()).expect_err(&table);
        let places: Vec<String> = faults(&error).into_iter().map(|(at, _)| at).collect();
        assert!(places.iter().any(|at| at == expected), "{table}: {places:?}");
    }
    let error = place.hub.import_registry(&writer, b"name,kind\nA\xff,media\n").expect_err("Latin-1");
    assert!(error.to_string().contains("line 2") && error.to_string().contains("UTF-8"), "{error}");
    assert!(place.hub.registry(&writer, &Query::default()).expect("a list").is_empty(), "nothing was taken");
}

#[test]
fn the_router_learns_who_is_a_declared_provider() {
    let place = place();
    let writer = place.person("writer", "Authority");
    place.hub.list_entry(&writer, newsroom()).expect("listed");
    let item = |url: &str, platform: Option<&str>| Item {
        id: "i".into(),
        urls: vec![url.into()],
        platform: platform.map(str::to_owned),
        ..Item::default()
    };
    let asked = |one: Item| {
        let situation = Situation { items: vec![one], ..Situation::default() };
        place.hub.with_registry(situation).expect("asked").items.remove(0).media
    };
    let known = asked(item("https://x.com/ExampleNews/status/1", Some("x")));
    assert_eq!((known.declared, known.outside_union), (Answer::Yes, Answer::No));
    // It declared itself to X: of another platform nothing is known, nor of somebody else.
    assert_eq!(asked(item("https://example-news.org/a", Some("facebook"))).declared, Answer::Unknown);
    assert_eq!(asked(item("https://x.com/somebody/status/1", Some("x"))).declared, Answer::Unknown);
    // What somebody answered stays answered, but for what the list knows: nobody types a declaration away.
    for (url, declared) in [("somebody", Answer::No), ("ExampleNews", Answer::Yes)] {
        let mut answered = item(&format!("https://x.com/{url}/status/1"), Some("x"));
        answered.media.declared = Answer::No;
        assert_eq!(asked(answered).declared, declared, "{url}");
    }
}

#[test]
fn another_organisation_sees_what_its_marking_lets_go_and_nobodys_account() {
    let place = place();
    let (writer, partner) = (place.person("writer", "Authority"), place.person("guest", "Partner"));
    let (open, _) =
        place.hub.list_entry(&writer, Draft { marking: Tlp::Clear, ..newsroom() }).expect("listed");
    let (own, _) =
        place.hub.list_entry(&writer, Draft { marking: Tlp::AmberStrict, ..official() }).expect("listed");
    let seen = place.hub.registry(&partner, &Query::default()).expect("a list");
    assert_eq!(seen.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), [open.as_str()]);
    assert_eq!(seen[0].entered.person, None);
    assert!(matches!(place.hub.registry_entry(&partner, &own), Err(HubError::NotFound(_))));
    assert!(place.hub.withdraw_entry(&partner, &open, None).is_err(), "what is ours stays ours");
    assert!(!place.hub.export_registry(&partner, &Query::default()).expect("a table").contains("Minister"));
}
