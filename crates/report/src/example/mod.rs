//! A fixed document: what tests check, what one looks at while working on the page.
//!
//! It is part of the library since the unit tests, the browser test and the callers' tests all need the same one. It is
//! made up: names under `.example`, pseudonyms from a counter, an election that never was; nothing in it is measured.
//! One post is hostile on purpose (markup, line separators, a direction override, control characters).

mod group;
mod recipes;

use crate::document::{BoundedObject, Document, Fact, Handles, Input, RunInfo, Summary};
use crate::method::{Control, MethodCard, Parameter, PeerComparison, Term};
use ostrakon_model::{Precision, Signal};

/// Sunday, 9 June 2024, 06:00 UTC: polling day of the example.
const DAY: i64 = 1_717_912_800_000;

/// The example: six groups, three of them not flagged.
pub fn document() -> Document {
    let groups = recipes::FLAGGED.iter().map(group::build).collect();
    let not_flagged = recipes::NOT_FLAGGED.iter().map(group::build).collect();
    Document {
        run: run(),
        summary: summary(),
        groups,
        not_flagged,
        methods: vec![card()],
        glossary: glossary(),
    }
}

/// The example with `n` more flagged groups, the first of them (`#group-99`) of 400 accounts, for size and speed.
pub fn crowd(n: u32) -> Document {
    let mut document = document();
    document.groups.extend((0..n).map(|i| {
        let mut recipe = recipes::FLAGGED[i as usize % recipes::FLAGGED.len()].clone();
        recipe.rank = 99 + i;
        if i == 0 {
            recipe.accounts = 400;
        }
        group::build(&recipe)
    }));
    document
}

/// The example with one group that has nothing but its words: what a page must survive.
pub fn bare() -> Document {
    let mut document = document();
    document.groups.clear();
    let mut group = document.not_flagged.remove(2);
    group.members.clear();
    group.edges.clear();
    group.objects.clear();
    group.raster.clear();
    group.posts.clear();
    group.exhibits.clear();
    group.activity.clear();
    group.innocent.clear();
    group.signals.clear();
    document.not_flagged = vec![group];
    document
}

fn run() -> RunInfo {
    RunInfo {
        title: "Coordination among posts on the June vote".into(),
        dataset: "example-june-vote".into(),
        inputs: vec![
            input("posts_week_1.csv.gz", 18_204_117, "x-io-archive", 71_402),
            input("posts_week_2.csv.gz", 14_870_334, "x-io-archive", 55_719),
        ],
        parameters: serde_json::json!({
            "signals": ["co-repost", "co-link", "co-similar-text"], "windows_s": [60, 600], "q": 0.05, "seed": 7
        }),
        versions: [("ostrakon", "0.1.0"), ("coordination", "1"), ("preset x-io-archive", "3")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .into(),
        as_of_ms: DAY + 30 * 3_600_000,
        first_ms: Some(DAY - 12 * 86_400_000),
        last_ms: Some(DAY + 86_400_000),
        precision: Precision::Second,
        posts: 127_121,
        accounts: 21_884,
        rejected: 37,
        duplicates: 412,
        handles: Handles::Pseudonyms,
        warnings: vec![
            "Times of posts_week_2.csv.gz have minute precision in 3 % of its rows; co-actions within 60 s \
             among those rows are not told apart."
                .into(),
        ],
        bounded: vec![BoundedObject {
            signal: Signal::CoRepost,
            object: "1799000000000000001".into(),
            accounts: 4_310,
            posts: 4_377,
            rule: "more than 4,000 sharers within one window: counted for popularity, pairs not formed"
                .into(),
        }],
    }
}

fn input(name: &str, bytes: u64, format: &str, posts: u64) -> Input {
    let sha256 = format!("{:064x}", u128::from(bytes) * 0x9e37_79b9_7f4a_7c15);
    Input { name: name.into(), bytes, sha256, format: format.into(), posts }
}

fn fact(label: &str, value: &str, explanation: &str) -> Fact {
    Fact { label: label.into(), value: value.into(), explanation: explanation.into() }
}

fn summary() -> Summary {
    Summary {
        headline: "Three groups, 71 accounts in all, act together far more closely than shared interest explains.".into(),
        sentences: vec![
            "The largest, 34 accounts, posted nearly the same false closing times for polling stations in five waves, \
             usually within half a minute of each other."
                .into(),
            "Three more groups act in step but have an innocent explanation that the data support, and are not flagged.".into(),
            "On accounts permuted among the same posts the method flags none.".into(),
        ],
        facts: vec![
            fact("flagged groups", "3", "of 6 communities tested, at a false-discovery rate of 5 %"),
            fact("accounts in them", "71", "of 21,884 accounts with at least one post"),
            fact("posts in shared acts", "402", "of 127,121 posts analysed"),
            fact("expected false groups", "0.1", "of 3 flagged, from the measured error on organic controls"),
        ],
    }
}

fn control(kind: &str, groups: u64, groups_flagged: u64, accounts: u64, flagged: u64, upper: f64) -> Control {
    Control {
        kind: kind.into(),
        groups,
        groups_flagged,
        accounts,
        accounts_flagged: flagged,
        upper_95: Some(upper),
    }
}

fn card() -> MethodCard {
    MethodCard {
        id: "coordination".into(),
        name: "Coordination network".into(),
        version: "1".into(),
        description: "Counts how often two accounts act on the same object within a short window, weighs each time by \
                      how surprising it is given the object's popularity and both accounts' activity, tests each pair \
                      against chance, and looks for communities among the pairs that remain."
            .into(),
        sees: vec![
            "the same post reposted, the same address linked, nearly the same text posted, close in time".into(),
            "accounts that do so again and again over different objects".into(),
        ],
        blind_to: vec![
            "coordination that leaves no common object: each account writes its own words, without links".into(),
            "accounts that act once".into(),
            "who is behind the accounts, and whether anyone was persuaded".into(),
        ],
        peers: vec![PeerComparison {
            peer: "example peer 1.0".into(),
            result: "same pairs in parity mode; ranks by count, so busy accounts come first".into(),
        }],
        controls: vec![
            control("fan community", 40, 1, 2_210, 14, 0.126),
            control("petition with a template", 40, 2, 5_120, 61, 0.164),
            control("newsroom syndication", 25, 0, 310, 0, 0.113),
            control("accounts permuted among posts", 20, 0, 437_680, 9, 0.139),
        ],
        controls_note: "Example figures, not measured.".into(),
        parameters: vec![
            Parameter {
                name: "window".into(),
                value: "60 s, 600 s".into(),
                meaning: "longest gap between two posts that count as one co-action".into(),
            },
            Parameter { name: "q".into(), value: "0.05".into(), meaning: "accepted share of false pairs among those kept".into() },
            Parameter { name: "seed".into(), value: "7".into(), meaning: "start of the random numbers of the communities".into() },
        ],
    }
}

fn glossary() -> Vec<Term> {
    [
        ("co-action", "Two posts by two accounts on the same object (post, address, text) within the window."),
        ("tie", "All co-actions of two accounts by one signal."),
        ("p-value", "Probability of at least this much by chance, if the null model holds. It is not the probability that the accounts are innocent."),
        ("q-value", "The p-value after correction for the number of tests: of all ties kept at q ≤ 0.05, about 5 % are expected to be chance."),
        ("null model", "What the data would look like if nothing was going on."),
        ("surprise", "How unlikely a tie's co-actions are under the null model, in bits: 10 bits are about 1 in 1,000."),
    ]
    .map(|(term, meaning)| Term { term: term.into(), meaning: meaning.into() })
    .into()
}
