//! An evidence file from the first item to its export, and everything that it refuses.

use super::*;
use crate::testing::{Driven, ELECTION_DAY, HOUR, contact, person};
use ostrakon_model::Role;
use proptest::prelude::*;

fn sha(letter: char) -> String {
    letter.to_string().repeat(64)
}

fn draft() -> Draft {
    Draft {
        title: "Financing of a network of look-alike domains".into(),
        regime: "Decision (CFSP) 2024/2643".into(),
        subject: "Example Media Holding".into(),
        criteria: vec![Criterion { id: "(i)".into(), text: "supports information manipulation".into() }],
        incidents: ["incident--1".to_owned()].into(),
        ..Draft::default()
    }
}

fn item(letter: char) -> Item {
    Item {
        sha256: sha(letter),
        title: "Invoice in a public register".into(),
        source_url: "https://register.example/1".into(),
        captured_at: ELECTION_DAY - 90 * HOUR,
        tool: "capture 1.2".into(),
        access: Access::Open,
        reliability: "A".into(),
        credibility: 2,
        proves: vec![Proof { criterion: "(i)".into(), statement: "It paid for the domains.".into() }],
    }
}

fn why() -> Handling {
    Handling { reason: "task of the authority".into(), ..Handling::default() }
}

fn add(item: Item) -> Command {
    Command::Add { item, handling: why() }
}

fn opened() -> Driven<EvidenceFile> {
    let mut driven = Driven::new();
    driven.facts.evidence.insert(sha('b'));
    driven.act(&person("own", "own"), &Command::Open { draft: draft() }).expect("opened");
    driven
}

fn sealed() -> Driven<EvidenceFile> {
    let mut driven = opened();
    driven.act(&person("own", "own"), &add(item('a'))).expect("an item");
    driven.act(&person("other", "own"), &Command::Seal).expect("a second person seals");
    driven
}

#[test]
fn a_file_is_sealed_by_a_second_person_and_exported_by_a_point_of_contact() {
    let (own, other) = (person("own", "own"), person("other", "own"));
    let mut driven = opened();
    assert_eq!(driven.refused(&other, &Command::Seal), "incomplete");
    driven.act(&own, &add(item('a'))).expect("an item");
    assert_eq!(driven.refused(&own, &Command::Seal), "sealing-ones-own-file");
    driven.act(&other, &Command::Seal).expect("a second person");
    let root = driven.state.sealed.as_ref().expect("sealed").2.clone();
    // The entry of the sealing itself comes behind what the seal covers.
    assert_eq!((driven.state.covered(), driven.state.custody.len()), (Some(1), 2));
    // Nothing goes in any more; what is looked at is still written down, and then the root is that of the seal no longer.
    assert_eq!(driven.refused(&own, &add(item('b'))), "wrong-state");
    let mut analyst = person("third", "own");
    analyst.roles = [Role::Analyst].into();
    let export = Command::Export { recipient: "identity--be".into(), kind: None };
    assert_eq!(driven.refused(&analyst, &export), "acting-without-a-role");
    driven.act(&own, &export).expect("exported");
    let view = |action| Command::Handle { sha256: sha('a'), action, handling: why() };
    driven.act(&own, &view(Action::View)).expect("looked at");
    assert_eq!(driven.refused(&own, &view(Action::Destroy)), "altering-what-is-sealed");
    assert_eq!(driven.refused(&own, &view(Action::Redact)), "altering-what-is-sealed");
    assert_eq!(driven.refused(&own, &view(Action::Transfer)), "incomplete");
    driven.act(&own, &Command::Close { outcome: "Listed.".into() }).expect("closed");
    assert_eq!(driven.state.custody.len(), 4);
    // Each entry says in which role and of what; the seal is one of them, over the root.
    let seal =
        driven.state.custody.iter().find(|one| one.action == Action::Seal).expect("sealing is an entry");
    assert_eq!(seal.object, root);
    assert!(seal.role.contains("analyst"), "{}", seal.role);
    assert!(driven.state.custody.iter().any(|one| !one.source_url.is_empty()));
    driven.check_replay();
}

#[test]
fn only_what_a_court_may_see_and_what_is_held_goes_in() {
    let own = person("own", "own");
    let mut driven = opened();
    for access in [Access::Restricted, Access::Classified] {
        assert_eq!(
            driven.refused(&own, &add(Item { access, ..item('a') })),
            "adding-what-cannot-be-shown-to-a-court"
        );
    }
    // What nobody marked, or was marked as secret, is called open in vain;
    assert_eq!(driven.refused(&own, &add(item('c'))), "adding-what-cannot-be-shown-to-a-court");
    driven.facts.access.insert("c".repeat(64), crate::router::Access::Classified);
    assert_eq!(driven.refused(&own, &add(item('c'))), "adding-what-cannot-be-shown-to-a-court");
    // what is open and not here, nobody can show.
    driven.facts.access.insert("c".repeat(64), crate::router::Access::Open);
    assert_eq!(driven.refused(&own, &add(item('c'))), "adding-what-is-not-held");
    let other = Proof { criterion: "(ii)".into(), statement: "x".into() };
    assert_eq!(
        driven.refused(&own, &add(Item { proves: vec![other], ..item('a') })),
        "proving-what-is-not-claimed"
    );
    assert_eq!(
        driven.refused(&own, &add(Item { proves: vec![], ..item('a') })),
        "proving-what-is-not-claimed"
    );
    assert_eq!(
        driven.refused(&own, &add(Item { captured_at: i64::MAX, ..item('a') })),
        "capturing-in-the-future"
    );
    for bad in [
        Item { sha256: sha('A'), ..item('a') },
        Item { sha256: "../../x".into(), ..item('a') },
        Item { reliability: "G".into(), ..item('a') },
        Item { credibility: 0, ..item('a') },
    ] {
        assert_eq!(driven.refused(&own, &add(bad)), "incomplete");
    }
    driven.act(&own, &add(item('a'))).expect("an item");
    assert_eq!(driven.refused(&own, &add(item('a'))), "adding-what-is-in-it");
    let mut two = draft();
    two.criteria.push(Criterion { id: "(ii)".into(), text: "finances it".into() });
    driven.act(&own, &Command::Edit { draft: two.clone() }).expect("two criteria");
    assert_eq!(driven.refused(&person("other", "own"), &Command::Seal), "sealing-what-is-not-proven");
    two.criteria.remove(0);
    assert_eq!(driven.refused(&own, &Command::Edit { draft: two }), "dropping-a-criterion-that-is-proven");
    let lost = Command::Handle { sha256: sha('b'), action: Action::View, handling: why() };
    assert_eq!(driven.refused(&own, &lost), "wrong-state");
    assert_eq!(driven.refused(&contact("be", "BE"), &Command::Seal), "changing-it-from-outside");
}

#[test]
fn any_edit_of_the_record_of_custody_is_found_at_its_place() {
    let mut driven = opened();
    let own = person("own", "own");
    driven.act(&own, &add(item('a'))).expect("an item");
    for action in [Action::Hash, Action::Copy, Action::View] {
        driven.act(&own, &Command::Handle { sha256: sha('a'), action, handling: why() }).expect("handled");
    }
    let whole = driven.state.custody;
    assert_eq!(verify(&whole), Ok(()));
    let mut late = whole.clone();
    late[1].at += 1;
    assert_eq!(verify(&late), Err(2));
    // Who mends the hash of the entry breaks the next one.
    late[1].hash = late[1].due_hash();
    assert_eq!(verify(&late), Err(3));
    let gap = [&whole[..1], &whole[2..]].concat();
    assert_eq!(verify(&gap), Err(2));
    assert_eq!(verify(&whole[1..]), Err(1));
}

#[test]
fn a_file_says_in_plain_words_what_it_does_not_show() {
    let english =
        |words: &[crate::Words]| words.iter().map(|one| one.en.clone()).collect::<Vec<_>>().join("\n");
    let before = says(&opened().state);
    assert!(english(&before.not_shown).contains("not sealed"));
    assert!(english(&before.not_shown).contains("Criterion (i): no item"));
    let mut driven = sealed();
    let after = says(&driven.state);
    assert!(english(&after.shown).contains(&driven.state.sealed.as_ref().expect("sealed").2));
    assert!(english(&after.shown).contains("Criterion (i) rests on 1 of"));
    // A seal never makes true what an item says.
    assert!(english(&after.not_shown).contains("is true"));
    driven.state.custody[0].at += 1;
    assert!(english(&says(&driven.state).not_shown).contains("broken from entry 1"));
}

proptest! {
    /// Whatever is commanded: custody is whole, what is sealed is proven, held and open, and by two people.
    #[test]
    fn no_sequence_of_commands_reaches_a_forbidden_state(steps in proptest::collection::vec((0u8..10, 0u8..4, 0usize..3), 0..40)) {
        let actors = [person("own", "own"), person("other", "own"), contact("be", "BE")];
        let mut driven = Driven::<EvidenceFile>::new();
        for (what, which, who) in steps {
            let letter = ['a', 'b', 'a', 'c'][usize::from(which)];
            let access = if which == 2 { Access::Restricted } else { Access::Open };
            let action = [Action::View, Action::Destroy, Action::Transfer, Action::Redact][usize::from(which)];
            let command = match what {
                0 => Command::Open { draft: draft() },
                1 => Command::Edit { draft: draft() },
                2 | 3 => add(Item { access, ..item(letter) }),
                4 => Command::Remove { sha256: sha(letter), reason: "x".into() },
                5 => Command::Handle { sha256: sha(letter), action, handling: why() },
                6 => Command::Seal,
                7 => Command::Unseal { reason: "x".into() },
                8 => Command::Export { recipient: "the Council".into(), kind: Some(RecipientKind::Institution) },
                _ => if which == 0 { Command::Withdraw { reason: "x".into() } } else { Command::Close { outcome: "x".into() } },
            };
            let before = driven.state.custody.len();
            driven.attempt(&actors[who], &command);
            let it = &driven.state;
            prop_assert!(it.custody.len() >= before);
            prop_assert_eq!(verify(&it.custody), Ok(()));
            prop_assert!(it.items.iter().all(|(sha256, one)| one.access == Access::Open && driven.facts.evidence.contains(sha256)));
            if let Some((_, by, _)) = &it.sealed {
                prop_assert!(by.person != it.author.person && it.unproven().is_empty() && !it.items.is_empty());
            }
            prop_assert!(it.exported.is_empty() || it.sealed.is_some());
        }
        driven.check_replay();
    }
}

#[test]
fn a_file_goes_to_whom_one_knows_and_stands_on_an_incident() {
    let (own, other) = (person("own", "own"), person("other", "own"));
    let mut driven = sealed();
    let export = |recipient: &str, kind| Command::Export { recipient: recipient.into(), kind };
    // Given a name that is an organisation's, then it is that organisation, under whatever kind and in whatever letters;
    driven.act(&own, &export(" BE ", Some(RecipientKind::Court))).expect("exported");
    assert_eq!(driven.state.exported.last().map(|one| one.1.as_str()), Some("identity--be"));
    assert!(driven.state.outside.is_empty());
    // what nobody knows is said to be something, and is kept as that.
    let unknown = "exporting-to-nobody-that-is-known";
    assert_eq!(driven.refused(&own, &export("Council", None)), unknown);
    assert_eq!(driven.refused(&own, &export("identity--x", Some(RecipientKind::Court))), unknown);
    driven.act(&own, &export("General Court", Some(RecipientKind::Court))).expect("exported");
    assert_eq!(driven.state.outside["General Court"], RecipientKind::Court);
    driven.check_replay();
    // A file that names no incident rests on nobody's attribution.
    let mut bare: Driven<EvidenceFile> = Driven::new();
    bare.facts.evidence.insert(sha('b'));
    let draft = Draft { incidents: BTreeSet::new(), ..draft() };
    bare.act(&own, &Command::Open { draft }).expect("opened");
    bare.act(&own, &add(item('a'))).expect("an item");
    bare.act(&other, &Command::Seal).expect("sealed");
    assert_eq!(bare.refused(&own, &export("be", None)), "exporting-what-no-incident-attributes");
}
