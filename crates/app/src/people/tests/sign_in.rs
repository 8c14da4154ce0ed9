//! Signing in, sessions, lock-out, and what disabling does.

use super::*;

#[test]
fn a_session_lasts_while_it_is_used_and_twelve_hours_at_most() {
    let house = house();
    house.account("analyst-1", &[Role::Analyst]);
    let SignedIn { token, principal, .. } = house.sign_in("Analyst-1", NOW);
    assert_eq!(principal.name, "analyst-1");
    // Used every hour and a half, it goes on; then it is twelve hours old.
    for step in 1..8 {
        house.by_session(&token, NOW + step * 3 * HOUR / 2).expect("goes on");
    }
    assert_eq!(refusal(house.by_session(&token, NOW + 12 * HOUR)), "unknown");
    // Unused for two hours, it is over.
    let idle = house.sign_in("analyst-1", NOW).token;
    assert_eq!(refusal(house.by_session(&idle, NOW + 2 * HOUR)), "unknown");
}

#[test]
fn signing_in_makes_a_new_token_and_ends_the_one_it_replaces() {
    let house = house();
    house.account("analyst-1", &[Role::Analyst]);
    let first = house.sign_in("analyst-1", NOW).token;
    let again =
        SignIn { name: "analyst-1", password: PASSWORD, replaces: Some(first.expose()), ..SignIn::default() };
    let second = house.people.sign_in(&again, NOW + 1).expect("signs in").token;
    assert_ne!(first, second);
    assert_eq!(refusal(house.by_session(&first, NOW + 2)), "unknown");
    assert!(house.by_session(&second, NOW + 2).is_ok());
    // What somebody else chose is never taken over.
    let planted = SignIn { replaces: Some("planted"), ..again };
    let third = house.people.sign_in(&planted, NOW + 3).expect("signs in").token;
    assert_ne!(third.expose(), "planted");
}

#[test]
fn guessing_is_answered_alike_for_every_name_and_gets_slower() {
    let house = house();
    house.account("analyst-1", &[Role::Analyst]);
    let disabled = house.account("analyst-2", &[Role::Analyst]);
    let off = Change { disabled: Some(true), ..Change::default() };
    house.people.change_person(&disabled.id, off, &Actor::command_line(), NOW).expect("disabled");
    let answers = |name: &str| -> Vec<String> {
        let wrong = SignIn { name, password: "not the right one", ..SignIn::default() };
        let guess = |n| house.people.sign_in(&wrong, NOW + n).map(|_| ()).expect_err("wrong").to_string();
        (0..7).map(guess).collect()
    };
    let known = answers("analyst-1");
    assert_eq!(known, answers("nobody-of-this-name"));
    assert_eq!(known, answers("analyst-2"));
    assert!(known[5].contains("too many") && known[4] == known[0]);

    // While the wait lasts not even the right password is looked at; afterwards it is, and forgets the failures.
    let right = SignIn { name: "analyst-1", password: PASSWORD, ..SignIn::default() };
    assert_eq!(refusal(house.people.sign_in(&right, NOW + 20_000)), "wait");
    assert_eq!(refusal(house.people.sign_in(&right, NOW + 31_000)), "none");
    let wrong = SignIn { password: "not the right one", ..right };
    assert_eq!(refusal(house.people.sign_in(&wrong, NOW + 31_001)), "unknown");
    assert_eq!(refusal(house.people.sign_in(&right, NOW + 31_002)), "none");
}

#[test]
fn an_address_that_guesses_many_names_has_to_wait_too() {
    let house = house();
    house.account("analyst-1", &[Role::Analyst]);
    let address = Some([192, 0, 2, 7].into());
    for n in 0..20 {
        let name = format!("name-{n}");
        let guess = SignIn { name: &name, password: "wrong wrong wrong", address, ..SignIn::default() };
        assert_eq!(refusal(house.people.sign_in(&guess, NOW)), "unknown");
    }
    let right = SignIn { name: "analyst-1", password: PASSWORD, address, ..SignIn::default() };
    assert_eq!(refusal(house.people.sign_in(&right, NOW)), "wait");
    let elsewhere = SignIn { address: Some([192, 0, 2, 8].into()), ..right };
    assert_eq!(refusal(house.people.sign_in(&elsewhere, NOW)), "none");
}

#[test]
fn the_disabled_lose_sessions_tokens_and_passwords_at_once() {
    for whole_organisation in [false, true] {
        let house = house();
        let partner = house.partner();
        let new = NewPerson {
            name: "liaison-1",
            organisation: &partner.id,
            roles: BTreeSet::from([Role::Guest]),
            password: Some(PASSWORD),
            ..NewPerson::default()
        };
        let (person, _) = house.people.add_person(&new, &Actor::command_line(), NOW).expect("an account");
        let session = house.sign_in("liaison-1", NOW).token;
        let token = house.token("liaison-1", &[Scope::Read], None);
        let basic = Presented::Basic { name: "liaison-1", password: PASSWORD };
        assert!(house.by_session(&session, NOW).is_ok() && house.by_token(&token, NOW).is_ok());
        assert!(house.people.authenticate(basic, None, NOW).is_ok());

        let by = Actor::command_line();
        if whole_organisation {
            let off = OrganisationChange { disabled: Some(true), ..OrganisationChange::default() };
            house.people.change_organisation(&partner.id, off, &by, NOW).expect("disabled");
        } else {
            let off = Change { disabled: Some(true), ..Change::default() };
            house.people.change_person(&person.id, off, &by, NOW).expect("disabled");
        }
        assert_eq!(refusal(house.by_session(&session, NOW)), "unknown");
        assert_eq!(refusal(house.by_token(&token, NOW)), "unknown");
        assert_eq!(refusal(house.people.authenticate(basic, None, NOW)), "unknown");
    }
}

#[test]
fn tokens_show_their_scopes_end_and_are_revoked() {
    let house = house();
    let person = house.account("analyst-1", &[Role::Analyst]);
    let token = house.token("analyst-1", &[Scope::TaxiiRead], Some(NOW + HOUR));
    let principal = house.by_token(&token, NOW).expect("admitted");
    assert_eq!(principal.scopes, Some(BTreeSet::from([Scope::TaxiiRead])));
    assert_eq!(house.people.tokens(Some(&person.id)).expect("listed")[0].used, Some(NOW));
    assert_eq!(refusal(house.by_token(&token, NOW + HOUR)), "unknown");

    let basic = |name, password| house.people.authenticate(Presented::Basic { name, password }, None, NOW);
    assert!(basic("analyst-1", token.expose()).is_ok(), "a token as the password");
    assert_eq!(refusal(basic("somebody-else", token.expose())), "unknown");

    let id = house.people.tokens(None).expect("listed")[0].id.clone();
    house.people.revoke_token(&id, None, &Actor::command_line(), NOW).expect("revoked");
    house.people.revoke_token(token.expose(), None, &Actor::command_line(), NOW).expect("twice is once");
    assert_eq!(refusal(house.by_token(&token, NOW)), "unknown");
    assert_eq!(
        refusal(house.people.revoke_token("tok-none", None, &Actor::command_line(), NOW)),
        "not found"
    );
}

#[test]
fn a_password_on_each_request_opens_taxii_and_nothing_else() {
    let house = house();
    let person = house.account("analyst-1", &[Role::Analyst, Role::Administrator]);
    let basic = |password| {
        let presented = Presented::Basic { name: "analyst-1", password };
        house.people.authenticate(presented, None, NOW)
    };
    let principal = basic(PASSWORD).expect("right");
    assert_eq!(principal.scopes, Some(BTreeSet::from([Scope::TaxiiRead, Scope::TaxiiWrite])));
    let matrix = house.people.matrix();
    assert!(matrix.decide("taxii.read", Some(&principal), None).is_ok());
    assert!(matrix.decide("person.manage", Some(&principal), None).is_err());
    assert!(basic(PASSWORD).is_ok(), "remembered");
    assert_eq!(refusal(basic("wrong wrong wrong")), "unknown");

    // A new password ends what was remembered.
    let by = Actor::command_line();
    house.people.set_password(&person.id, "another bird altogether", &by, NOW).expect("set");
    assert_eq!(refusal(basic(PASSWORD)), "unknown");
    assert!(basic("another bird altogether").is_ok());
}

#[test]
fn nothing_that_is_shown_harms() {
    let house = house();
    for text in ["", "ost_", "ses-1", "\u{0}", "../../etc/passwd", &"x".repeat(100_000)] {
        for presented in [
            Presented::Session(text),
            Presented::Token(text),
            Presented::Basic { name: text, password: text },
        ] {
            assert_ne!(refusal(house.people.authenticate(presented, None, NOW)), "none");
        }
    }
}

#[test]
fn sessions_are_listed_ended_and_swept() {
    let house = house();
    let person = house.account("analyst-1", &[Role::Analyst]);
    house.account("analyst-2", &[Role::Analyst]);
    let mine = house.sign_in("analyst-1", NOW);
    let other = house.sign_in("analyst-1", NOW + 1);
    let foreign = house.sign_in("analyst-2", NOW);
    let list = house.people.sessions(&person.id, NOW + 2).expect("listed");
    assert_eq!(list.len(), 2);
    assert_eq!(refusal(house.people.end_session(&foreign.principal, &list[0].id, NOW)), "not found");
    house.people.end_session(&mine.principal, &list[0].id, NOW).expect("one's own");
    assert_eq!(refusal(house.by_session(&other.token, NOW + 2)), "unknown");
    house.people.sign_out(&mine.principal, NOW).expect("signed out");
    house.people.sign_out(&mine.principal, NOW).expect("twice is once");
    assert_eq!(house.people.sweep(NOW + 13 * HOUR).expect("swept"), 1);
}
