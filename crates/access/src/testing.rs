//! Fixed people and seeds for the tests of this crate.

use crate::{Entropy, Organisation, OrganisationKind, Person, Role};
use ostrakon_model::Tlp;
use rand_chacha::{ChaCha8Rng, rand_core::Rng, rand_core::SeedableRng};
use std::collections::BTreeSet;

/// Randomness from a seed.
pub fn seed(seed: u64) -> impl Entropy {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    move |bytes: &mut [u8]| rng.fill_bytes(bytes)
}

pub fn organisation() -> Organisation {
    Organisation {
        id: "identity--00000000-0000-4000-8000-000000000001".into(),
        name: "Electoral Commission".into(),
        kind: OrganisationKind::ElectoralBody,
        country: "IE".into(),
        communities: BTreeSet::new(),
        own: true,
        trusted_flagger: false,
        enforcement: false,
        provisional: false,
        created: 0,
        disabled: None,
    }
}

pub fn person(name: &str, roles: &[Role]) -> Person {
    Person {
        id: format!("person--{name}"),
        name: name.into(),
        display_name: None,
        email: None,
        subject: None,
        human: format!("person--{name}"),
        vouched_by: BTreeSet::new(),
        organisation: organisation().id,
        roles: roles.iter().copied().collect(),
        highest: Tlp::Red,
        created: 0,
        disabled: None,
    }
}
