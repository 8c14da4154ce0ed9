//! A recipe becomes a group: posts in waves, ties from the waves, exhibits from the posts.

use super::{DAY, recipes::Recipe};
use crate::group::{
    Edge, Exhibit, Group, Innocent, Member, PostView, RasterPoint, Role, SharedObject, SignalShare,
    SignificanceText, Synchrony,
};
use crate::sentence::Said;
use ostrakon_model::Signal;
use std::collections::BTreeMap;

/// Small fixed generator (SplitMix64): the example must not change with a dependency.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 1) as i64 % sides.max(1)
    }
}

pub fn build(recipe: &Recipe) -> Group {
    let mut dice = Dice(u64::from(recipe.rank));
    let members = members(recipe, &mut dice);
    let mut group = Group {
        id: format!("group-{:08x}", recipe.rank.wrapping_mul(0x9e37_79b1)),
        rank: recipe.rank,
        flagged: recipe.flagged,
        strength: recipe.strength,
        verdict: recipe.verdict.into(),
        reasons: recipe.reasons.iter().map(|&r| r.into()).collect(),
        signals: Vec::new(),
        significance: SignificanceText {
            p: recipe.p,
            q: (recipe.p * 2.05).min(1.0),
            null_model: "accounts permuted among the posts; objects, texts and times stay where they are".into(),
            words: "Were accounts dealt to these posts at random, a group tied this closely would turn up about as \
                    often as p says."
                .into(),
        },
        organic: recipe.organic.into(),
        first_ms: i64::MAX,
        last_ms: i64::MIN,
        synchrony: Synchrony {
            co_actions: 0,
            expected: Some(f64::from(recipe.accounts) * 0.02),
            median_gap_ms: Some(recipe.spread_s * 500),
            p90_gap_ms: Some(recipe.spread_s * 900),
            window_s: 60,
        },
        activity: vec![0; 168],
        members,
        edges: Vec::new(),
        objects: Vec::new(),
        raster: Vec::new(),
        posts: Vec::new(),
        exhibits: Vec::new(),
        innocent: recipe
            .innocent
            .iter()
            .map(|&(statement, bearing, because)| Innocent {
                statement: statement.into(),
                bearing,
                because: because.into(),
            })
            .collect(),
        limits: vec![
            "Posts that were deleted before the export are missing; ties may be stronger than shown.".into(),
        ],
        method: "coordination".into(),
        said: Said::default(),
    };
    let mut ties: BTreeMap<(u32, u32, Signal), Vec<u32>> = BTreeMap::new();
    for wave in 0..recipe.waves.len() {
        fill_wave(recipe, wave, &mut dice, &mut group, &mut ties);
    }
    everyday_posts(recipe, &mut dice, &mut group);
    close(&mut group, ties, recipe.p);
    group
}

fn members(recipe: &Recipe, dice: &mut Dice) -> Vec<Member> {
    (0..recipe.accounts)
        .map(|i| {
            let role = match i * 10 / recipe.accounts.max(1) {
                0 => Role::Hub,
                1 => Role::Bridge,
                _ => Role::Periphery,
            };
            // A sunflower: even, and without overlaps.
            let (angle, radius) = (i as f32 * 2.4, 0.46 * ((i as f32 + 0.5) / recipe.accounts as f32).sqrt());
            Member {
                account: format!(
                    "a{:011x}",
                    u64::from(recipe.rank * 1_000 + i) * 0x1_2345_6789 % 0xfff_ffff_ffff
                ),
                role,
                posts: 5 + dice.roll(60) as u64,
                first: dice.roll(4) as u64,
                strength: 0.0,
                q: 1.0,
                declared_bot: recipe.rank == 5,
                x: 0.5 + radius * angle.cos(),
                y: 0.5 + radius * angle.sin(),
            }
        })
        .collect()
}

/// One wave: who posts when, and the exhibits of each pair of neighbours in time.
fn fill_wave(
    recipe: &Recipe,
    wave: usize,
    dice: &mut Dice,
    group: &mut Group,
    ties: &mut BTreeMap<(u32, u32, Signal), Vec<u32>>,
) {
    let what = &recipe.waves[wave];
    let start = DAY + (what.at_h * 3_600_000.0) as i64;
    let mut acts: Vec<(i64, u32)> = Vec::new();
    for account in 0..recipe.accounts {
        if recipe.accounts < 3 || dice.roll(10) < 7 {
            acts.push((start + dice.roll(recipe.spread_s * 1_000) / 1_000 * 1_000, account));
        }
    }
    acts.sort_unstable();
    let base = group.posts.len() as u32;
    for (i, &(time, account)) in acts.iter().enumerate() {
        group.posts.push(PostView {
            id: format!("17997{:02}{:08}", wave, u64::from(recipe.rank) * 10_000 + i as u64),
            account: group.members[account as usize].account.clone(),
            time_ms: Some(time),
            text: what.texts[i % what.texts.len()].into(),
            link: Some(format!("https://social.example/post/{wave}{i:04}")),
        });
        group.raster.push(RasterPoint { account, time_ms: time, posts: 1, shared: true });
    }
    for (i, &(a_time, a)) in acts.iter().enumerate() {
        for (j, &(b_time, b)) in acts.iter().enumerate().skip(i + 1).take(6) {
            let exhibits = ties.entry((a.min(b), a.max(b), what.signal)).or_default();
            group.synchrony.co_actions += 1;
            exhibits.push(group.exhibits.len() as u32);
            let (first, second) = (base + i as u32, base + j as u32);
            group.exhibits.push(Exhibit {
                signal: what.signal,
                object: what.object.into(),
                explanation: format!("Both {}, {} s apart.", what.signal.phrase(), (b_time - a_time) / 1_000),
                posts: vec![first, second],
                compared: Some((first, second)),
            });
        }
    }
    let (first_ms, last_ms) = (acts.first().map_or(start, |a| a.0), acts.last().map_or(start, |a| a.0));
    group.objects.push(SharedObject {
        signal: what.signal,
        object: what.object.into(),
        posts: acts.len() as u64,
        accounts: acts.len() as u64,
        outside: Some(dice.roll(5) as u64),
        first_ms,
        last_ms,
    });
    group.first_ms = group.first_ms.min(first_ms);
    group.last_ms = group.last_ms.max(last_ms);
}

/// Posts that have nothing to do with the waves, so that the raster shows both.
fn everyday_posts(recipe: &Recipe, dice: &mut Dice, group: &mut Group) {
    for account in 0..recipe.accounts {
        for _ in 0..dice.roll(14) {
            let time_ms = DAY - 2 * 86_400_000 + dice.roll(3 * 86_400) * 1_000;
            group.raster.push(RasterPoint { account, time_ms, posts: 1, shared: false });
        }
    }
    group.raster.sort_unstable_by_key(|p| (p.time_ms, p.account));
    for point in &group.raster {
        // The epoch fell on a Thursday, three days after the Monday that hours are counted from.
        let hour = (point.time_ms.div_euclid(3_600_000) + 72).rem_euclid(168);
        group.activity[hour as usize] += point.posts;
    }
}

fn close(group: &mut Group, ties: BTreeMap<(u32, u32, Signal), Vec<u32>>, p: f64) {
    let mut shares: BTreeMap<Signal, SignalShare> = BTreeMap::new();
    for ((source, target, signal), exhibits) in ties {
        let weight = exhibits.len() as f64;
        let surprise = 7.3 * weight;
        let p = p.max(0.5_f64.powf(surprise));
        let share = shares.entry(signal).or_insert(SignalShare { signal, weight: 0.0, edges: 0, objects: 0 });
        share.weight += weight;
        share.edges += 1;
        for member in [source, target] {
            let member = &mut group.members[member as usize];
            member.strength += weight;
            member.q = member.q.min((p * 2.05).min(1.0));
        }
        group.edges.push(Edge {
            source,
            target,
            signal,
            weight,
            p,
            q: (p * 2.05).min(1.0),
            surprise,
            exhibits,
        });
    }
    for share in shares.values_mut() {
        share.objects = group.objects.iter().filter(|o| o.signal == share.signal).count() as u64;
    }
    group.signals = shares.into_values().collect();
    group.signals.sort_by(|a, b| b.weight.total_cmp(&a.weight));
}
