//! The two-person rule over kept accounts.

use super::*;
use ostrakon_access::two_person::{Sensitive, Stage};
use ostrakon_store::Commit;

fn unmask() -> NewProposal {
    let reason = "to warn the owner of the account".into();
    NewProposal { action: Sensitive::Unmask, subject: "account/7".into(), reason, command: None }
}

#[test]
fn an_approval_is_spent_with_the_act_and_only_once() {
    let house = house();
    let people = &house.people;
    house.account("analyst-1", &[Role::Analyst]);
    house.account("approver-1", &[Role::Approver]);
    let (first, second) =
        (house.sign_in("analyst-1", NOW).principal, house.sign_in("approver-1", NOW).principal);
    let proposal = people.propose(unmask(), &first, NOW).expect("proposed");
    assert_eq!(refusal(people.approve(&proposal.id, None, &first, NOW)), "two-person.same-person");
    let spend = || people.spend(&proposal.id, Sensitive::Unmask, "account/7", &first, NOW);
    assert_eq!(refusal(spend()), "two-person.not-approved");
    people.approve(&proposal.id, None, &second, NOW).expect("approved");
    assert_eq!(
        refusal(people.spend(&proposal.id, Sensitive::Publish, "account/7", &first, NOW)),
        "two-person.other-subject"
    );
    // Two that spend at once: the second commit is refused, with whatever act it carried.
    let (one, two) = (spend().expect("approved"), spend().expect("approved"));
    let commit = |spent: Spent| Commit {
        actor: first.person.clone(),
        at: NOW,
        events: vec![spent.event],
        expect: vec![spent.expect],
        ..Commit::default()
    };
    people.store().commit(commit(one)).expect("spent");
    assert!(people.store().commit(commit(two)).is_err());
    assert_eq!(people.proposal(&proposal.id, &first).expect("there").value.stage, Stage::Done);
    assert_eq!(refusal(spend()), "two-person.over");
}

#[test]
fn second_accounts_own_makings_and_partners_do_not_count() {
    let house = house();
    let people = &house.people;
    house.account("lead-1", &[Role::Approver, Role::Administrator]);
    let lead = house.sign_in("lead-1", NOW).principal;
    let proposal = people.propose(unmask(), &lead, NOW).expect("proposed");

    let account = |name, organisation, same_as, by: &Actor| {
        let new = NewPerson {
            name,
            organisation,
            roles: BTreeSet::from([Role::Approver]),
            same_as,
            password: Some(PASSWORD),
            ..NewPerson::default()
        };
        people.add_person(&new, by, NOW).expect("an account");
        house.sign_in(name, NOW).principal
    };
    let second_account = account("lead-2", "Electoral Commission", Some("lead-1"), &Actor::command_line());
    let own_making = account("made-1", "Electoral Commission", None, &Actor::of(&lead));
    let partner = house.partner();
    let elsewhere = account("other-1", &partner.id, None, &Actor::command_line());
    let approve = |by: &Principal| refusal(people.approve(&proposal.id, None, by, NOW));
    assert_eq!(approve(&second_account), "two-person.same-person");
    assert_eq!(approve(&own_making), "two-person.own-making");
    assert_eq!(approve(&elsewhere), "not found");

    // Her token is she; somebody else's needs to be made for it.
    house.account("approver-1", &[Role::Approver]);
    let token =
        |name, scopes: &[Scope]| house.by_token(&house.token(name, scopes, None), NOW).expect("admitted");
    assert_eq!(approve(&token("lead-1", &Scope::ALL)), "two-person.same-person");
    assert_eq!(approve(&token("approver-1", &[Scope::Read, Scope::Write])), "two-person.scope");
    assert_eq!(approve(&token("approver-1", &[Scope::Approve])), "none");
}

#[test]
fn an_approval_falls_with_either_of_its_two() {
    let house = house();
    let people = &house.people;
    house.account("analyst-1", &[Role::Analyst]);
    let approver = house.account("approver-1", &[Role::Approver]);
    let (first, second) =
        (house.sign_in("analyst-1", NOW).principal, house.sign_in("approver-1", NOW).principal);
    let proposal = people.propose(unmask(), &first, NOW).expect("proposed");
    people.approve(&proposal.id, Some("agreed".into()), &second, NOW).expect("approved");
    let off = Change { disabled: Some(true), ..Change::default() };
    people.change_person(&approver.id, off, &Actor::command_line(), NOW).expect("disabled");
    let spend = people.spend(&proposal.id, Sensitive::Unmask, "account/7", &first, NOW);
    assert_eq!(refusal(spend), "two-person.standing");
    people.withdraw(&proposal.id, &first, NOW).expect("taken back");
    assert_eq!(people.proposals(&first).expect("listed")[0].stage, Stage::Withdrawn);
}

#[test]
fn a_rejection_says_why_and_ends_it() {
    let house = house();
    let people = &house.people;
    house.account("analyst-1", &[Role::Analyst]);
    house.account("approver-1", &[Role::Approver]);
    let (first, second) =
        (house.sign_in("analyst-1", NOW).principal, house.sign_in("approver-1", NOW).principal);
    let proposal = people.propose(unmask(), &first, NOW).expect("proposed");
    assert_eq!(refusal(people.reject(&proposal.id, "no".into(), &second, NOW)), "/reason");
    people.reject(&proposal.id, "not enough to go on".into(), &second, NOW).expect("rejected");
    assert_eq!(refusal(people.approve(&proposal.id, None, &second, NOW)), "two-person.over");
}
