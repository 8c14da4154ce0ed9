//! Lists are written, run over a data set, looked into and taken away; nobody private stands on one.

use super::*;
use crate::people::access::{Credential, OrganisationKind, Principal, Role};
use crate::people::{Actor, NewOrganisation, NewPerson, People};
use crate::registry;
use ostrakon_lake::{Accounts, DatasetInfo, Intake, Lake, SCHEMA_VERSION};
use ostrakon_model::{Post as Given, time::Timestamp};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;

/// 2025-06-15.
const NOW: i64 = 1_750_000_000_000;
const DAY: i64 = 86_400_000;

struct Place {
    hub: Arc<Hub>,
    watches: Watches,
    clock: Arc<AtomicI64>,
    folder: TempDir,
}

fn place() -> Place {
    let folder = tempfile::tempdir().expect("a folder");
    let people = People::at(folder.path(), None).expect("opens");
    let clock = Arc::new(AtomicI64::new(NOW));
    let told = Arc::clone(&clock);
    let now = Arc::new(move || told.load(Ordering::Relaxed));
    let hub = Arc::new(Hub::over(people.store().clone(), now).expect("opens"));
    for name in ["Authority", "Partner"] {
        let new = NewOrganisation {
            name: name.into(),
            kind: OrganisationKind::ElectoralBody,
            country: "DE".into(),
            communities: BTreeSet::new(),
        };
        people.add_organisation(new, &Actor::command_line(), NOW).expect("an organisation");
    }
    let watches = Watches::open(&hub, folder.path()).expect("opens");
    Place { hub, watches, clock, folder }
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

    /// A data set of these posts: account, days after 1 June 2025, text, link.
    fn holds(&self, name: &str, posts: &[(String, i64, String, String)]) {
        let lake = Lake::open(self.folder.path()).expect("a lake");
        let info = DatasetInfo {
            name: name.into(),
            access_basis: "synthetic".into(),
            purpose: "a test".into(),
            retention_class: "30d".into(),
            created_ms: NOW - 10 * DAY,
            accounts: Accounts::Pseudonyms { key_fingerprint: "-".into() },
            schema_version: SCHEMA_VERSION,
        };
        let dataset = lake.create(&info).expect("a data set");
        let source = ostrakon_lake::Source { name: "june".into(), sha256: String::new(), bytes: 0 };
        let intake =
            Intake { sources: vec![source], accounts: info.accounts.clone(), taken_ms: NOW - 10 * DAY };
        let mut append = dataset.append(intake).expect("an append");
        for (at, (account, day, text, url)) in posts.iter().enumerate() {
            let post = Given {
                platform: "x".into(),
                item_id: format!("{at}").into(),
                author_id: account.as_str().into(),
                created_at: Some(Timestamp::from_ms(NOW - 14 * DAY + day * DAY)),
                text: Some(text.as_str().into()),
                urls: if url.is_empty() { Vec::new() } else { vec![url.as_str().into()] },
                ..Given::default()
            };
            append.push(&post).expect("taken");
        }
        append.commit().expect("kept");
    }
}

fn term(kind: TermKind, value: &str) -> Term {
    Term { kind, value: value.into(), platform: (kind == TermKind::Handle).then(|| "x".into()) }
}

fn draft(terms: Vec<Term>) -> Draft {
    Draft {
        name: "Spoofed domains".into(),
        purpose: "watch copies of the ministry's site before the vote".into(),
        retention: "90d".into(),
        terms,
        marking: ostrakon_model::Tlp::AmberStrict,
    }
}

fn run(dataset: &str) -> NewRun {
    NewRun { dataset: dataset.into(), from: None, until: None }
}

#[test]
fn a_run_counts_by_day_and_shows_the_very_posts() {
    let place = place();
    let who = place.person("analyst", "Authority");
    // Given twelve accounts that link a spoofed domain on one day, one on the next, and others who talk of something else.
    let mut posts: Vec<_> = (0..12)
        .map(|n| {
            (
                format!("acc_{n}"),
                0,
                "Look at this".to_owned(),
                "https://login.ministry-example.net/a".to_owned(),
            )
        })
        .collect();
    posts.push((
        "acc_1".into(),
        1,
        "The polls are CLOSED, go home".into(),
        "https://ministry-example.net/".into(),
    ));
    posts.push(("acc_20".into(), 1, "Good morning to all".into(), String::new()));
    place.holds("june", &posts);
    let terms =
        vec![term(TermKind::Domain, "Ministry-Example.NET"), term(TermKind::Phrase, "the polls are closed")];
    let list = place.watches.make(&who, draft(terms)).expect("made");
    // When it is run, then counts, days and posts say so.
    let asked = place.watches.begin(&who, &list.id, run("june")).expect("asked");
    place.watches.wait_until_idle();
    let (_, done, counts, days) = place.watches.run(&who, &list.id, &asked.id).expect("there");
    assert_eq!(done.state, RunState::Done, "{:?}", done.error);
    assert_eq!(done.summary, Some(Summary { seen: 14, posts: 13, accounts: 12, undated: 0 }));
    let told: Vec<_> = counts.iter().map(|one| (one.posts, one.accounts, one.kept)).collect();
    assert_eq!(told, [(13, 12, 13), (1, 1, 1)]);
    let told: Vec<_> = days.iter().map(|one| (one.day.as_str(), one.term, one.posts, one.accounts)).collect();
    assert_eq!(told, [("2025-06-01", 0, 12, 12), ("2025-06-02", 0, 1, 1), ("2025-06-02", 1, 1, 1)]);
    let filter = PostFilter { term: Some(1), limit: 10, ..PostFilter::default() };
    let page = place.watches.posts(&who, &list.id, &asked.id, &filter).expect("posts");
    assert_eq!((page.total, page.posts[0].text.as_str()), (1, "The polls are CLOSED, go home"));
    assert_eq!(page.posts[0].terms, [0, 1]);
    let filter = PostFilter { day: "2025-06-01".parse().ok(), limit: 5, ..PostFilter::default() };
    let first = place.watches.posts(&who, &list.id, &asked.id, &filter).expect("posts");
    let rest = PostFilter { next: first.next.clone(), limit: 50, ..filter };
    let rest = place.watches.posts(&who, &list.id, &asked.id, &rest).expect("posts");
    assert_eq!((first.total, first.posts.len(), rest.posts.len(), rest.next), (12, 5, 7, None));
    // What leaves as a table tells no number of a day with fewer than ten accounts.
    let table = place.watches.table(&who, &list.id, &asked.id).expect("a table");
    assert!(table.contains("2025-06-01,domain,ministry-example.net,12,12,\r\n"), "{table}");
    assert!(table.contains("2025-06-02,phrase,the polls are closed,,,fewer than 10 accounts"), "{table}");
}

#[test]
fn private_persons_are_not_watched() {
    let place = place();
    let (who, second) = (place.person("analyst", "Authority"), place.person("second", "Authority"));
    let handle = || draft(vec![term(TermKind::Handle, "@StateTV")]);
    let refused = place.watches.make(&who, handle()).expect_err("nobody listed it").to_string();
    assert!(refused.contains("accounts of private persons are not watched"), "{refused}");
    // Given an entry of the registry, then it may be watched once another person has confirmed it, and until it ends.
    let entry = registry::Draft {
        name: "State TV".into(),
        kind: registry::Kind::StateChannel,
        country: "RU".into(),
        languages: BTreeSet::new(),
        domains: BTreeSet::new(),
        accounts: vec![registry::Account {
            platform: "x".into(),
            handle: "statetv".into(),
            account_id: String::new(),
        }],
        office: String::new(),
        basis: registry::Basis::SanctionsList,
        source: "Council Regulation (EU) No 833/2014, Annex XV".into(),
        declarations: Vec::new(),
        valid_from: None,
        valid_until: "2025-06-30".parse().ok(),
        marking: ostrakon_model::Tlp::Green,
        note: String::new(),
    };
    let (id, rev) = place.hub.list_entry(&who, entry).expect("listed");
    assert!(place.watches.make(&who, handle()).is_err(), "an entry that nobody confirmed exposes nothing");
    place.hub.verify_entry(&second, &id, rev).expect("confirmed");
    let list = place.watches.make(&who, handle()).expect("made");
    place.holds("june", &[("acc_1".into(), 0, "a".into(), String::new())]);
    place.watches.begin(&who, &list.id, run("june")).expect("runs");
    place.watches.wait_until_idle();
    place.clock.store(NOW + 30 * DAY, Ordering::Relaxed);
    let refused = place.watches.begin(&who, &list.id, run("june")).expect_err("the entry ended").to_string();
    assert!(refused.contains("/terms/0/value"), "{refused}");
}

#[test]
fn what_is_wrong_with_a_list_is_said_with_its_place() {
    let place = place();
    let who = place.person("analyst", "Authority");
    for (bad, pointer) in [
        (term(TermKind::Domain, "co.uk"), "/terms/0/value"),
        (term(TermKind::Domain, "x.com/alice"), "/terms/0/value"),
        (term(TermKind::Hashtag, "# two words"), "/terms/0/value"),
        (term(TermKind::Phrase, "@alice said so"), "/terms/0/value"),
        (term(TermKind::Phrase, "hello"), "/terms/0/value"),
        (term(TermKind::Phrase, "  "), "/terms/0/value"),
        (Term { kind: TermKind::Handle, value: "a".into(), platform: None }, "/terms/0/platform"),
        (
            Term { kind: TermKind::Phrase, value: "a b".into(), platform: Some("x".into()) },
            "/terms/0/platform",
        ),
    ] {
        let error = place.watches.make(&who, draft(vec![bad.clone()])).expect_err(&bad.value);
        assert!(
            matches!(&error, HubError::Invalid { faults, .. } if faults[0].pointer == pointer),
            "{error}"
        );
    }
    let empty =
        Draft { name: String::new(), purpose: "x".into(), retention: "ever".into(), ..draft(Vec::new()) };
    let error = place.watches.make(&who, empty).expect_err("empty").to_string();
    assert!(["/name", "/purpose", "/retention", "/terms"].iter().all(|at| error.contains(at)), "{error}");
}

#[test]
fn a_result_ends_with_the_first_posts_it_was_made_of_and_leaves_a_receipt() {
    let place = place();
    let who = place.person("analyst", "Authority");
    place.holds("june", &[("acc_1".into(), 0, "the polls are closed".into(), String::new())]);
    let list =
        place.watches.make(&who, draft(vec![term(TermKind::Phrase, "polls are closed")])).expect("made");
    let asked = place.watches.begin(&who, &list.id, run("june")).expect("asked");
    place.watches.wait_until_idle();
    // Taken in ten days ago for thirty days; the list would keep it for ninety.
    assert_eq!(asked.expires, NOW + 20 * DAY);
    place.clock.store(NOW + 20 * DAY, Ordering::Relaxed);
    assert_eq!(place.watches.expired().expect("asked").len(), 1);
    place.watches.sweep().expect("swept");
    assert!(matches!(place.watches.run(&who, &list.id, &asked.id), Err(HubError::NotFound(_))));
    assert!(!place.watches.inner.result(&asked.id).exists());
    let log = place.hub.store().history(&format!("{RUN}/{}", asked.id), 0, 10).expect("a log");
    assert_eq!(log.last().map(|one| one.kind.as_str()), Some("watch.removed"));
}

#[test]
fn a_run_that_was_cut_off_begins_anew_and_one_without_a_data_set_is_refused() {
    let place = place();
    let who = place.person("analyst", "Authority");
    place.holds("june", &[("acc_1".into(), 0, "the polls are closed".into(), String::new())]);
    let list =
        place.watches.make(&who, draft(vec![term(TermKind::Phrase, "polls are closed")])).expect("made");
    assert!(matches!(place.watches.begin(&who, &list.id, run("../june")), Err(HubError::Invalid { .. })));
    let backwards = NewRun { from: Some(2), until: Some(1), ..run("june") };
    assert!(matches!(place.watches.begin(&who, &list.id, backwards), Err(HubError::Invalid { .. })));
    // Given a process that ends before it did what was asked.
    place.watches.halt();
    let asked = place.watches.begin(&who, &list.id, run("june")).expect("asked");
    let Place { hub, watches, folder, .. } = place;
    drop(watches);
    // When the next one starts, then it is done.
    let watches = Watches::open(&hub, folder.path()).expect("opens");
    watches.wait_until_idle();
    let (_, done, ..) = watches.run(&who, &list.id, &asked.id).expect("there");
    assert_eq!(done.state, RunState::Done);
    // And a list that is taken away takes its runs with it.
    watches.remove(&who, &list.id, None).expect("removed");
    assert!(!watches.inner.result(&asked.id).exists());
    assert!(hub.store().verify().expect("verified").first_bad.is_none());
}

#[test]
fn another_organisation_sees_no_list_and_an_old_revision_changes_none() {
    let place = place();
    let (who, partner) = (place.person("analyst", "Authority"), place.person("guest", "Partner"));
    let open =
        Draft { marking: ostrakon_model::Tlp::Clear, ..draft(vec![term(TermKind::Hashtag, "#Vote26")]) };
    let list = place.watches.make(&who, open.clone()).expect("made");
    assert_eq!(list.list.terms[0].value, "vote26");
    assert!(place.watches.lists(&partner).expect("a list").is_empty());
    assert!(matches!(place.watches.list(&partner, &list.id), Err(HubError::NotFound(_))));
    let changed = Draft { name: "Hashtags".into(), ..open };
    let newer = place.watches.change(&who, &list.id, changed.clone(), list.rev).expect("changed");
    assert!(matches!(place.watches.change(&who, &list.id, changed, list.rev), Err(HubError::Changed(_))));
    assert_eq!(place.watches.list(&who, &list.id).expect("there").rev, newer.rev);
}

#[test]
fn exhibits_are_a_bounded_sample_that_is_the_same_again() {
    let place = place();
    let who = place.person("analyst", "Authority");
    let posts: Vec<_> = (0..2_000)
        .map(|n| (format!("acc_{}", n % 40), n / 1_000, "the polls are closed".to_owned(), String::new()))
        .collect();
    place.holds("june", &posts);
    let list =
        place.watches.make(&who, draft(vec![term(TermKind::Phrase, "polls are closed")])).expect("made");
    let page = |_: u8| {
        let asked = place.watches.begin(&who, &list.id, run("june")).expect("asked");
        place.watches.wait_until_idle();
        let filter = PostFilter { limit: 1_000, ..PostFilter::default() };
        place.watches.posts(&who, &list.id, &asked.id, &filter).expect("posts").posts
    };
    let first = page(1);
    assert_eq!((first.len(), &first), (500, &page(2)));
    // Half of the posts are of each day, and so is about half of the sample.
    let early = first.iter().filter(|post| post.time < Some(NOW - 13 * DAY)).count();
    assert!((180..320).contains(&early), "{early}");
}
