//! One incident against all mechanisms. The goal is 5 ms; what is measured is in docs/performance.md.

use divan::Bencher;
use ostrakon_model::{OrganisationKind, Role};
use ostrakon_response::Actor;
use ostrakon_response::mechanism::Mechanisms;
use ostrakon_response::router::{Access, Evidence, Item, Legality, Situation, route};

fn main() {
    divan::main();
}

/// An incident of so many items, every third of them a lawful opinion, with as much evidence.
fn situation(items: usize) -> Situation {
    let item = |n: usize| Item {
        id: format!("item-{n}"),
        urls: vec![format!("https://platform.example/{n}")],
        legality: match n % 3 {
            0 => Legality::LawfulOpinion,
            1 => Legality::LawfulButBreaksTerms { platform: "Platform A".into(), rule: "Spam".into() },
            _ => Legality::Illegal { kind: "threat".into(), law: "law".into(), offence: true, terms: None },
        },
        ..Item::default()
    };
    let evidence = |n: usize| Evidence { id: format!("capture-{n}"), access: Access::Open, litigable: true };
    Situation {
        incident: "bench".into(),
        behaviours: ["T0049".to_owned()].into(),
        items: (0..items).map(item).collect(),
        evidence: (0..items).map(evidence).collect(),
        ..Situation::default()
    }
}

#[divan::bench(args = [1, 100, 1_000])]
fn all_mechanisms(bencher: Bencher, items: usize) {
    let mechanisms = Mechanisms::builtin().expect("the files are sound");
    let actor = Actor {
        person: "person-1".into(),
        human: "human-1".into(),
        organisation: "org-1".into(),
        kind: OrganisationKind::MemberStateAuthority,
        country: "DE".into(),
        own: true,
        roles: [Role::PointOfContact].into(),
    };
    let situation = situation(items);
    bencher.bench(|| route(&mechanisms, &situation, &actor, 1_779_451_200_000));
}

#[divan::bench]
fn read_all_files() -> Mechanisms {
    Mechanisms::builtin().expect("the files are sound")
}
