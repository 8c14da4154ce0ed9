//! Accounts, organisations, collections, and who may manage whom; identity providers.

use super::*;

fn new<'a>(name: &'a str, organisation: &'a str, roles: &[Role]) -> NewPerson<'a> {
    let roles = roles.iter().copied().collect();
    NewPerson { name, organisation, roles, password: Some(PASSWORD), ..NewPerson::default() }
}

#[test]
fn a_name_is_given_once_however_it_is_written() {
    let house = house();
    house.account("analyst-1", &[Role::Analyst]);
    let by = Actor::command_line();
    let again = house.people.add_person(&new("ANALYST-1", "electoral commission", &[Role::Guest]), &by, NOW);
    assert_eq!(refusal(again), "conflict");
    for (bad, says) in [
        (new("", "Electoral Commission", &[Role::Guest]), "/name"),
        (new("a:b", "Electoral Commission", &[Role::Guest]), "/name"),
        (new("analyst-3", "Electoral Commission", &[]), "/roles"),
        (new("analyst-3", "nowhere", &[Role::Guest]), "not found"),
        (
            NewPerson { password: Some("short"), ..new("analyst-3", "Electoral Commission", &[Role::Guest]) },
            "/password",
        ),
        (
            NewPerson { email: Some("x".into()), ..new("analyst-3", "Electoral Commission", &[Role::Guest]) },
            "/email",
        ),
    ] {
        assert_eq!(refusal(house.people.add_person(&bad, &by, NOW)), says);
    }
    // Nothing of what was refused is there.
    assert_eq!(house.people.people(None).expect("listed").len(), 1);
    house.account("analyst-3", &[Role::Guest]);
}

#[test]
fn two_accounts_of_one_address_are_one_human() {
    let house = house();
    let by = Actor::command_line();
    let add = |name, email: Option<&str>, same_as| {
        let account = NewPerson {
            email: email.map(str::to_owned),
            same_as,
            ..new(name, "Electoral Commission", &[Role::Analyst])
        };
        house.people.add_person(&account, &by, NOW).expect("an account").0
    };
    let first = add("one", Some("One@example.org"), None);
    assert_eq!(add("two", Some(" one@EXAMPLE.org"), None).human, first.human);
    assert_eq!(add("three", None, Some("two")).human, first.human);
    assert_ne!(add("four", Some("four@example.org"), None).human, first.human);
}

#[test]
fn the_last_administrator_stays() {
    let house = house();
    let first = house.account("admin-1", &[Role::Administrator]);
    let by = Actor::command_line();
    let off = Change { disabled: Some(true), ..Change::default() };
    assert_eq!(refusal(house.people.change_person(&first.id, off.clone(), &by, NOW)), "last-administrator");
    let less = Change { roles: Some(BTreeSet::from([Role::Guest])), ..Change::default() };
    assert_eq!(refusal(house.people.change_person(&first.id, less, &by, NOW)), "last-administrator");
    house.account("admin-2", &[Role::Administrator]);
    house.people.change_person(&first.id, off, &by, NOW).expect("another one is there");
    let own = house.people.organisation("Electoral Commission").expect("there");
    let off = OrganisationChange { disabled: Some(true), ..OrganisationChange::default() };
    assert_eq!(refusal(house.people.change_organisation(&own.id, off, &by, NOW)), "own-organisation-stays");
}

#[test]
fn a_partners_administrator_manages_that_partner_only() {
    let house = house();
    let partner = house.partner();
    let by = Actor::command_line();
    let account = new("partner-admin", &partner.id, &[Role::Administrator]);
    house.people.add_person(&account, &by, NOW).expect("an account");
    let own = house.account("analyst-1", &[Role::Analyst]);
    let admin = house.sign_in("partner-admin", NOW).principal;
    let by = Actor::of(&admin);
    let add = |organisation| house.people.add_person(&new("x-1", organisation, &[Role::Guest]), &by, NOW);
    assert_eq!(refusal(add("Electoral Commission")), "own-organisation");
    let made = add("Fact House").expect("their own").0;
    assert_eq!(made.vouched_by, BTreeSet::from([admin.human.clone()]));
    assert_eq!(refusal(house.people.change_person(&own.id, Change::default(), &by, NOW)), "own-organisation");
    assert_eq!(refusal(house.people.reset(&own.id, Reset::Password, &by, NOW)), "own-organisation");
    let collection = NewCollection { title: "t".into(), ..NewCollection::default() };
    assert_eq!(refusal(house.people.add_collection(collection, &by, NOW)), "own-organisation");
}

#[test]
fn collections_are_narrowed_to_those_they_name() {
    let house = house();
    let partner = house.partner();
    let by = Actor::command_line();
    house.account("analyst-1", &[Role::Analyst]);
    house.people.add_person(&new("checker-1", &partner.id, &[Role::Guest]), &by, NOW).expect("an account");
    let (own, theirs) =
        (house.sign_in("analyst-1", NOW).principal, house.sign_in("checker-1", NOW).principal);
    let open = |alias: Option<&str>, read: &[&str]| {
        let collection = NewCollection {
            title: "Alerts".into(),
            alias: alias.map(str::to_owned),
            read: read.iter().map(|text| text.parse().expect("a grant")).collect(),
            ..NewCollection::default()
        };
        house.people.add_collection(collection, &by, NOW)
    };
    let all = open(Some("alerts"), &[]).expect("made");
    assert!(admits(&all.read, &own) && admits(&all.read, &theirs));
    for grant in ["own", "role:guest"] {
        let narrowed = open(None, &[grant]).expect("made");
        assert!(!admits(&narrowed.read, &theirs), "{grant}");
        assert!(admits(&narrowed.write, &theirs), "{grant} is about reading");
    }
    for grant in ["community:checkers", partner.id.as_str()] {
        let narrowed = open(None, &[grant]).expect("made");
        assert!(admits(&narrowed.read, &theirs) && !admits(&narrowed.read, &own));
    }
    assert_eq!(house.people.collection("alerts").expect("reads"), Some(all));
    assert_eq!(refusal(open(Some("alerts"), &[])), "conflict");
    assert_eq!(refusal(open(Some("Über"), &[])), "/alias");
    assert!("everybody".parse::<Grant>().is_err() && "role:king".parse::<Grant>().is_err());
    assert_eq!(house.people.collections().expect("listed").len(), 5);
}

#[test]
fn an_identity_provider_opens_accounts_that_are_there() {
    let house = house();
    let by = Actor::command_line();
    let account = NewPerson {
        email: Some("one@example.org".into()),
        ..new("one", "Electoral Commission", &[Role::Analyst])
    };
    let person = house.people.add_person(&account, &by, NOW).expect("an account").0;
    let come = |subject, verified_email| {
        let issuer = "https://id.example.org";
        let external = External { issuer, subject, verified_email, agent: None, replaces: None };
        house.people.sign_in_external(&external, NOW)
    };
    assert_eq!(refusal(come("sub-1", None)), "no-account", "not verified");
    assert_eq!(refusal(come("sub-1", Some("two@example.org"))), "no-account");
    assert_eq!(house.people.people(None).expect("listed").len(), 1, "nobody is made silently");
    assert_eq!(come("sub-1", Some("ONE@example.org")).expect("bound").principal.person, person.id);
    // From now on the subject counts, whatever the address; and another subject does not take the account over.
    assert_eq!(come("sub-1", None).expect("bound").principal.person, person.id);
    assert_eq!(refusal(come("sub-2", Some("one@example.org"))), "other-subject");
    let off = Change { disabled: Some(true), ..Change::default() };
    house.people.change_person(&person.id, off, &by, NOW).expect("disabled");
    assert_eq!(refusal(come("sub-1", None)), "unknown");
}

#[test]
fn the_log_holds_no_names_and_no_secrets() {
    let house = house();
    house.account("analyst-1", &[Role::Analyst]);
    let token = house.token("analyst-1", &[Scope::Read], None);
    let session = house.sign_in("analyst-1", NOW).token;
    let wrong = SignIn { name: "typed-by-mistake", password: "wrong", ..SignIn::default() };
    assert_eq!(refusal(house.people.sign_in(&wrong, NOW)), "unknown");
    let text = format!("{:?}", house.people.store().events(0, 1_000).expect("reads"));
    assert!(text.contains("session.begun") && text.contains("sign-in.refused"));
    for secret in ["analyst-1", "typed-by-mistake", "argon2id", token.expose(), session.expose()] {
        assert!(!text.contains(secret), "{secret}");
    }
}
