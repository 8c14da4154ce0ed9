//! Passwords, links, one-time codes.

use super::*;

/// The code that an app shows, from the address it was set up with: written anew here, as an app would.
fn code(address: &Secret, now: i64) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let (_, rest) = address.expose().split_once("secret=").expect("a secret");
    let (mut bits, mut count, mut key) = (0u32, 0, Vec::new());
    for c in rest.split('&').next().expect("the secret").bytes() {
        let value = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|l| *l == c).expect("base 32");
        bits = bits << 5 | value as u32;
        count += 5;
        if count >= 8 {
            count -= 8;
            key.push((bits >> count & 0xff) as u8);
        }
    }
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(&key).expect("any length");
    mac.update(&(now as u64 / 30_000).to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 15);
    let word = u32::from_be_bytes([hash[at], hash[at + 1], hash[at + 2], hash[at + 3]]) & 0x7fff_ffff;
    format!("{:06}", word % 1_000_000)
}

#[test]
fn codes_are_set_up_asked_for_and_taken_once() {
    let house = house();
    house.account("analyst-1", &[Role::Analyst]);
    let principal = house.sign_in("analyst-1", NOW).principal;
    assert_eq!(refusal(house.people.enrol_codes(&principal, "wrong wrong wrong", NOW)), "password");
    let address = house.people.enrol_codes(&principal, PASSWORD, NOW).expect("begun").address;
    house.sign_in("analyst-1", NOW); // Not asked for before it is confirmed.
    assert_eq!(refusal(house.people.confirm_codes(&principal, "000000", NOW)), "one-time-code");
    let first = code(&address, NOW);
    let recovery = house.people.confirm_codes(&principal, &first, NOW).expect("confirmed");
    assert_eq!(recovery.len(), 10);

    let with = |code: Option<&str>, now| {
        let request = SignIn { name: "analyst-1", password: PASSWORD, code, ..SignIn::default() };
        house.people.sign_in(&request, now)
    };
    assert_eq!(refusal(with(None, NOW)), "one-time-code");
    assert_eq!(refusal(with(Some(&first), NOW)), "unknown", "it confirmed the set-up and is spent");
    let later = NOW + totp::STEP * 1_000;
    let second = code(&address, later);
    assert_eq!(refusal(with(Some(&second), later)), "none");
    assert_eq!(refusal(with(Some(&second), later)), "unknown", "replayed");
    let left = with(Some(recovery[3].expose()), later).expect("a recovery code").recovery_left;
    assert_eq!(left, Some(9));
    assert_eq!(refusal(with(Some(recovery[3].expose()), later)), "unknown", "spent");

    // A wrong password does not tell whether codes are set up.
    let wrong = SignIn { name: "analyst-1", password: "wrong wrong wrong", ..SignIn::default() };
    assert_eq!(refusal(house.people.sign_in(&wrong, later)), "unknown");
    // A password alone does not go round them.
    let basic = Presented::Basic { name: "analyst-1", password: PASSWORD };
    assert_eq!(refusal(house.people.authenticate(basic, None, later)), "one-time-code");
    house.people.remove_codes(&principal, PASSWORD, later).expect("removed");
    assert_eq!(refusal(with(None, later)), "none");
}

#[test]
fn codes_are_guessed_as_slowly_as_passwords() {
    let house = house();
    house.account("analyst-1", &[Role::Analyst]);
    let principal = house.sign_in("analyst-1", NOW).principal;
    let address = house.people.enrol_codes(&principal, PASSWORD, NOW).expect("begun").address;
    house.people.confirm_codes(&principal, &code(&address, NOW), NOW).expect("confirmed");
    let guess = SignIn { name: "analyst-1", password: PASSWORD, code: Some("abcdef"), ..SignIn::default() };
    for _ in 0..5 {
        assert_eq!(refusal(house.people.sign_in(&guess, NOW)), "unknown");
    }
    assert_eq!(refusal(house.people.sign_in(&guess, NOW)), "wait");
}

#[test]
fn the_first_start_makes_one_administrator_whose_link_works_once_in_a_day() {
    let house = house();
    let first = house.people.first_start(NOW).expect("starts").expect("nobody is there");
    assert_eq!(first.person.roles, BTreeSet::from([Role::Administrator]));
    // A restart voids the link that nobody used.
    let second = house.people.first_start(NOW + 1).expect("starts").expect("still nobody");
    assert_eq!(second.person.id, first.person.id);
    let redeem = |secret: &Secret, now| house.people.redeem(secret.expose(), PASSWORD, None, now);
    assert_eq!(refusal(redeem(&first.secret, NOW + 2)), "link");
    assert_eq!(refusal(redeem(&second.secret, NOW + 1 + 24 * HOUR)), "link", "a day has gone");
    let weak = house.people.redeem(second.secret.expose(), "password1234", None, NOW + 3);
    assert_eq!(refusal(weak), "/password", "and the link is not spent");
    redeem(&second.secret, NOW + 4).expect("in time");
    assert_eq!(refusal(redeem(&second.secret, NOW + 5)), "link", "used");
    house.sign_in("administrator", NOW + 6);
    assert!(house.people.first_start(NOW + 7).expect("starts").is_none());
}

#[test]
fn an_empty_installation_gets_an_organisation_that_the_next_one_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&Location::Sqlite(folder.path().to_owned()), &Options::default()).expect("opens");
    let people = People::open(store, Some(folder.path())).expect("opens");
    people.first_start(NOW).expect("starts").expect("a link");
    let made = people.organisations().expect("listed").remove(0);
    assert!(made.own && made.provisional);
    let new = NewOrganisation {
        name: "Electoral Commission".into(),
        kind: OrganisationKind::ElectoralBody,
        country: "IE".into(),
        communities: BTreeSet::new(),
    };
    let named = people.add_organisation(new.clone(), &Actor::command_line(), NOW).expect("named");
    assert!(named.own && !named.provisional && named.id == made.id);
    assert_eq!(people.organisation("ELECTORAL commission").expect("found").id, made.id);
    assert_eq!(refusal(people.add_organisation(new.clone(), &Actor::command_line(), NOW)), "conflict");
    let other = NewOrganisation { name: "Another".into(), ..new };
    assert!(!people.add_organisation(other, &Actor::command_line(), NOW).expect("a partner").own);
}

#[test]
fn a_new_password_ends_the_other_sessions_and_leaves_no_trace_of_the_old_hash() {
    let house = house();
    let person = house.account("analyst-1", &[Role::Analyst]);
    let (here, there) = (house.sign_in("analyst-1", NOW), house.sign_in("analyst-1", NOW));
    let access::Credential::Session { id } = &here.principal.credential else { panic!("a session") };
    let old = house.people.store().record("credential", &person.id).expect("reads").expect("there").content;
    let change = |current, new| house.people.change_password(&here.principal, current, new, Some(id), NOW);
    assert_eq!(refusal(change("wrong wrong wrong", "another bird altogether")), "password");
    assert_eq!(refusal(change(PASSWORD, "short")), "/password");
    change(PASSWORD, "another bird altogether").expect("changed");
    assert!(house.by_session(&here.token, NOW).is_ok());
    assert_eq!(refusal(house.by_session(&there.token, NOW)), "unknown");
    let new = house.people.store().record("credential", &person.id).expect("reads").expect("there");
    assert_ne!(new.content, old);
    assert!(new.body["password"].as_str().is_some_and(|hash| hash.starts_with("$argon2id$")));
}

#[test]
fn a_reset_takes_the_password_and_earlier_links() {
    let house = house();
    let person = house.account("analyst-1", &[Role::Analyst]);
    let session = house.sign_in("analyst-1", NOW).token;
    let by = Actor::command_line();
    let first = house.people.reset(&person.id, Reset::Password, &by, NOW).expect("reset");
    let second = house.people.reset(&person.id, Reset::PasswordAndCodes, &by, NOW).expect("reset");
    assert_eq!(refusal(house.by_session(&session, NOW)), "unknown");
    let old = SignIn { name: "analyst-1", password: PASSWORD, ..SignIn::default() };
    assert_eq!(refusal(house.people.sign_in(&old, NOW)), "unknown");
    assert_eq!(refusal(house.people.redeem(first.expose(), PASSWORD, None, NOW)), "link");
    house.people.redeem(second.expose(), PASSWORD, None, NOW).expect("the later one");
    house.sign_in("analyst-1", NOW);
}
