//! Who joins which group.
//!
//! Controls are ordinary people who go on with their ordinary posts; outlets and bots are accounts of their own.
//! Campaign accounts are made for the campaign; how much they post beside it (camouflage) grows with stealth.

use super::{Cast, Role};
use crate::{
    CampaignKind, ControlKind, Scenario,
    dice::Dice,
    world::{Account, NO_GROUP, PLACES, People, web},
};

/// The whole population and the groups in it.
pub(crate) struct Recruits {
    pub people: People,
    pub groups: Vec<Cast>,
}

/// Populates an exercise of `posts` posts.
pub(crate) fn recruit(scenario: &Scenario, posts: u64, seed: u64) -> Recruits {
    let total = posts as f64 / scenario.posts_per_account;
    let coordinated = if scenario.campaigns.is_empty() { 0.0 } else { scenario.coordinated_share * total };
    let citizens = (total - coordinated) as usize;
    let mut people = People::new(seed, citizens, scenario.posts_per_account * 0.5);
    let mut groups = Vec::new();
    for &kind in &scenario.controls {
        let share = scenario.control_share * control_weight(kind) / sum(&scenario.controls, control_weight);
        let largest = if automated(kind) { 40.0 } else { 300.0 };
        enlist(Role::Control(kind), share * total, largest, scenario, seed, &mut people, &mut groups);
    }
    for &kind in &scenario.campaigns {
        let share = campaign_weight(kind) / sum(&scenario.campaigns, campaign_weight);
        enlist(Role::Campaign(kind), share * coordinated, 300.0, scenario, seed, &mut people, &mut groups);
    }
    people.settle();
    Recruits { people, groups }
}

/// Groups of log-uniform size until `target` accounts belong to them, at least one.
fn enlist(
    role: Role,
    target: f64,
    largest: f64,
    scenario: &Scenario,
    seed: u64,
    people: &mut People,
    groups: &mut Vec<Cast>,
) {
    const SMALLEST: f64 = 8.0;
    let name = match role {
        Role::Campaign(kind) => kind.name(),
        Role::Control(kind) => kind.name(),
    };
    let mut dice = Dice::new(seed, name, 0);
    let mut left = target.max(SMALLEST);
    let mut number = 0;
    while left >= SMALLEST {
        number += 1;
        // No group takes more than half of what is left for its kind, so that there are several of each.
        let limit = (if number == 1 { left / 2.0 } else { left }).clamp(SMALLEST, largest);
        let mut size = dice.log_uniform(SMALLEST, limit + 1.0) as usize;
        if left - (size as f64) < SMALLEST {
            size = (left.min(largest)) as usize;
        }
        left -= size as f64;
        let home = people.places[0].0;
        let abroad = people.places[dice.below(people.places.len())].0;
        let place = if dice.chance(0.7) { home } else { abroad };
        let mut cast = Cast {
            id: format!("{name}-{number}"),
            role,
            members: Vec::new(),
            place,
            topic: if dice.chance(0.5) { 0 } else { dice.below(crate::words::TOPICS) },
            stealth: match role {
                // Three decimals: what `scenario.json` says is exactly what was used.
                Role::Campaign(_) => {
                    libm::round(dice.range(scenario.stealth.0, scenario.stealth.1) * 1_000.0) / 1_000.0
                }
                Role::Control(_) => 0.0,
            },
            intensity: scenario.intensity,
            days: scenario.days,
        };
        cast.members = match role {
            Role::Campaign(kind) => hire(kind, &cast, size, people, &mut dice),
            Role::Control(ControlKind::Syndication) => found_outlets(&cast, size, people, &mut dice),
            Role::Control(ControlKind::DeclaredBots) => switch_on_bots(&cast, size, people, &mut dice),
            Role::Control(_) => {
                let members = people.take(place, size, &mut dice);
                if members.len() >= SMALLEST as usize {
                    members
                } else {
                    // The place is too small for the crowd: newcomers join it, as ordinary as the rest.
                    let missing = size - members.len();
                    members.into_iter().chain(join(&cast, missing, people, scenario, &mut dice)).collect()
                }
            }
        };
        let group = groups.len() as u32;
        for &member in &cast.members {
            people.accounts[member as usize].group = group;
        }
        groups.push(cast);
    }
}

fn newcomer(cast: &Cast, people: &People, dice: &mut Dice) -> Account {
    Account {
        place: cast.place as u8,
        topic: cast.topic as u8,
        site: None,
        community: people.some_community(cast.place, dice),
        group: NO_GROUP,
        activity: 0.0,
        popularity: dice.lognormal(0.03, 1.0).min(0.9) as f32,
        reposts: dice.unit() as f32,
    }
}

fn join(cast: &Cast, count: usize, people: &mut People, scenario: &Scenario, dice: &mut Dice) -> Vec<u32> {
    (0..count)
        .map(|_| {
            let mut account = newcomer(cast, people, dice);
            account.activity = dice.lognormal(scenario.posts_per_account * 0.2, 1.2) as f32;
            people.add(account, false, dice)
        })
        .collect()
}

fn hire(kind: CampaignKind, cast: &Cast, size: usize, people: &mut People, dice: &mut Dice) -> Vec<u32> {
    // Camouflage: organic posts beside the campaign's, few for the naive and several times as many for the careful.
    let camouflage = (0.1 + 3.5 * cast.stealth * cast.stealth)
        * match kind {
            CampaignKind::LinkPush => 1.0,
            CampaignKind::DormantBurst => 3.0,
            _ => 8.0,
        };
    let throwaway =
        matches!(kind, CampaignKind::LinkPush | CampaignKind::DormantBurst | CampaignKind::CommentCopypasta);
    (0..size)
        .map(|_| {
            let mut account = newcomer(cast, people, dice);
            account.activity = dice.lognormal(camouflage, 0.6) as f32;
            people.add(account, throwaway, dice)
        })
        .collect()
}

fn found_outlets(cast: &Cast, size: usize, people: &mut People, dice: &mut Dice) -> Vec<u32> {
    (0..size)
        .map(|_| {
            let (name, site) = web::outlet(dice);
            let mut account = newcomer(cast, people, dice);
            account.site = Some(people.sites.len() as u32);
            account.activity = dice.lognormal(8.0, 0.6) as f32;
            account.popularity = dice.lognormal(0.8, 0.7) as f32;
            people.sites.push(site);
            people.add_named(account, &name)
        })
        .collect()
}

fn switch_on_bots(cast: &Cast, size: usize, people: &mut People, dice: &mut Dice) -> Vec<u32> {
    let service = *dice.pick(&["weather", "airquality", "powerprice", "tides", "roadworks", "pollen"]);
    (0..size)
        .map(|i| {
            let towns = PLACES[cast.place].towns;
            let number = dice.between(10, 99_999);
            let name = format!("{service}_{}{number}_bot", towns[i % towns.len()]);
            let account = Account { popularity: 0.02, ..newcomer(cast, people, dice) };
            people.add_named(account, &name)
        })
        .collect()
}

fn automated(kind: ControlKind) -> bool {
    matches!(kind, ControlKind::Syndication | ControlKind::DeclaredBots)
}

/// Shares of the control accounts.
fn control_weight(kind: ControlKind) -> f64 {
    match kind {
        ControlKind::FanCommunity | ControlKind::Petition => 0.22,
        ControlKind::Volunteers | ControlKind::LiveHashtag => 0.2,
        ControlKind::Syndication => 0.1,
        ControlKind::DeclaredBots => 0.06,
    }
}

/// Shares of the campaign accounts: throw-aways are many because each posts little.
fn campaign_weight(kind: CampaignKind) -> f64 {
    match kind {
        CampaignKind::LinkPush => 0.25,
        CampaignKind::CopyPaste | CampaignKind::DormantBurst => 0.15,
        CampaignKind::RepostRing | CampaignKind::CommentCopypasta => 0.12,
        CampaignKind::Flooding => 0.1,
        CampaignKind::Laundering => 0.11,
    }
}

fn sum<K: Copy>(kinds: &[K], weight: fn(K) -> f64) -> f64 {
    kinds.iter().map(|&kind| weight(kind)).sum()
}
