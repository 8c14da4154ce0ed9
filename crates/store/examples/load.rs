//! Measures a store: objects a second, size on the disk, latency of pages, time and memory of opening.
//!
//! `load fill DIR OBJECTS` fills a new data directory in commits of 10,000 and repeats the last; `load ask DIR` opens it
//! and asks. Two commands, since the memory of a process that only asks is one of the figures.

use ostrakon_store::{
    Commit, Effect, Event, Location, NewObject, ObjectQuery, Options, Outcome, Store, VersionMatch,
};
use serde_json::json;
use std::{
    env,
    error::Error,
    fs,
    path::Path,
    time::{Duration, Instant},
};

const TYPES: [&str; 8] = [
    "indicator",
    "channel",
    "domain-name",
    "relationship",
    "user-account",
    "incident",
    "url",
    "observed-data",
];
const STEP: u64 = 10_000;

/// A hash in place of a generator of random numbers: the same objects each time.
fn mixed(n: u64) -> u64 {
    let mut x = n.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d;
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

fn uuid(n: u64) -> String {
    let (a, b) = (mixed(n), mixed(n ^ 0xabcd_ef01));
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        a >> 32,
        (a >> 16) & 0xffff,
        a & 0xfff,
        b & 0xfff,
        b >> 16
    )
}

fn object(n: u64) -> NewObject {
    let kind = TYPES[(mixed(n ^ 0x4d) % 8) as usize];
    let id = format!("{kind}--{}", uuid(n));
    let version = format!(
        "2024-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        n % 12 + 1,
        n % 28 + 1,
        n % 24,
        n % 60,
        n / 60 % 60,
        n % 1000
    );
    let json = json!({
        "confidence": mixed(n) % 100,
        "created": version,
        "created_by_ref": format!("identity--{}", uuid(n % 50 + 1_000_000_000)),
        "description": format!("Object number {n}, seen {} times on {} occasions by observer {}.", mixed(n) % 900, n % 70, mixed(n / 7) % 5000),
        "external_references": [{"source_name": "example", "url": format!("https://example.test/{:x}", mixed(n))}],
        "id": id,
        "labels": [format!("label-{}", n % 40)],
        "modified": version,
        "name": format!("{} {:x}", kind, mixed(n) >> 20),
        "object_marking_refs": ["marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"],
        "source_ref": format!("{kind}--{}", uuid(n / 2)),
        "spec_version": "2.1",
        "target_ref": format!("channel--{}", uuid(n / 3)),
        "type": kind,
    });
    NewObject {
        id,
        kind: kind.into(),
        version,
        spec_version: "2.1".into(),
        bytes: json.to_string().into_bytes(),
    }
}

fn add(objects: Vec<NewObject>, n: u64) -> Commit {
    Commit {
        actor: "load".into(),
        at: 1_717_963_200_000 + n as i64,
        events: vec![Event {
            kind: "objects.added".into(),
            subject: "collection/c-1".into(),
            data: json!({}),
            effects: vec![Effect::AddObjects { collection: "c-1".into(), objects }],
        }],
        ..Commit::default()
    }
}

fn size(folder: &Path) -> u64 {
    fs::read_dir(folder).map_or(0, |entries| {
        entries.flatten().filter_map(|entry| entry.metadata().ok()).map(|file| file.len()).sum()
    })
}

fn fill(folder: &Path, count: u64) -> Result<(), Box<dyn Error>> {
    let store = Store::open(&Location::Sqlite(folder.to_owned()), &Options::default())?;
    let mut spent: Vec<Duration> = Vec::new();
    let mut raw = 0;
    for from in (0..count).step_by(STEP as usize) {
        let objects: Vec<NewObject> = (from..(from + STEP).min(count)).map(object).collect();
        raw += objects.iter().map(|object| object.bytes.len()).sum::<usize>();
        let start = Instant::now();
        store.commit(add(objects, from))?;
        spent.push(start.elapsed());
    }
    let total: Duration = spent.iter().sum();
    let tail: Duration = spent.iter().rev().take(10).sum();
    println!(
        "{count} objects of {} bytes: {:.0} a second",
        raw / count.max(1) as usize,
        count as f64 / total.as_secs_f64()
    );
    println!(
        "first 10,000: {:?}; last ones: {:?} each; slowest: {:?}",
        spent[0],
        tail / spent.len().min(10) as u32,
        spent.iter().max()
    );
    let again: Vec<NewObject> = (count - STEP.min(count)..count).map(object).collect();
    let start = Instant::now();
    let done = store.commit(add(again, count))?;
    let added = done.objects.iter().filter(|outcome| matches!(outcome, Outcome::Added(_))).count();
    println!("the last 10,000 again: {:?}, {added} added", start.elapsed());
    let start = Instant::now();
    for n in 0..100 {
        store.commit(add(vec![object(count + n)], count + n))?;
    }
    println!("one object a commit: {:?}", start.elapsed() / 100);
    drop(store);
    println!(
        "on the disk: {:.0} MB, {:.0} bytes an object",
        size(folder) as f64 / 1e6,
        size(folder) as f64 / count as f64
    );
    Ok(())
}

fn memory_mb() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}

fn measured(
    what: &str,
    times: u64,
    mut ask: impl FnMut(u64) -> ostrakon_store::Result<usize>,
) -> Result<(), Box<dyn Error>> {
    let mut spent = Vec::new();
    let mut rows = 0;
    for n in 0..times {
        let start = Instant::now();
        rows = ask(n)?;
        spent.push(start.elapsed());
    }
    spent.sort();
    let p95 = spent[(spent.len() * 95 / 100).min(spent.len() - 1)];
    println!(
        "{what}: median {:?}, p95 {p95:?}, max {:?} ({rows} rows)",
        spent[spent.len() / 2],
        spent[spent.len() - 1]
    );
    Ok(())
}

fn ask(folder: &Path) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let store = Store::open(&Location::Sqlite(folder.to_owned()), &Options::default())?;
    println!("open: {:?}, {:.0} MB", start.elapsed(), memory_mb());
    let (count, last) = store.collection_size("c-1")?;
    // Commits are a millisecond an object apart.
    let (base, span) = (last.unwrap_or_default() - count * 1_000, count.max(1) as u64 * 1_000);
    let page = |query: ObjectQuery| store.objects("c-1", &query).map(|page| page.rows.len());
    let hundred = || ObjectQuery { limit: 100, ..ObjectQuery::default() };
    measured("first page of 100", 200, |_| page(hundred()))?;
    let after = |n: u64| Some(base + (mixed(n) % span) as i64);
    measured("page of 100 added after", 200, |n| page(ObjectQuery { added_after: after(n), ..hundred() }))?;
    let kind = |n: u64| vec![TYPES[n as usize % 8].to_owned()];
    measured("page of 100 of one type", 200, |n| {
        page(ObjectQuery { types: kind(n), added_after: after(n), ..hundred() })
    })?;
    let all = || ObjectQuery { versions: vec![VersionMatch::All], ..hundred() };
    measured("page of 100, all versions", 200, |n| page(ObjectQuery { added_after: after(n), ..all() }))?;
    measured("first page of 1,000", 50, |_| page(ObjectQuery { limit: 1_000, ..hundred() }))?;
    let ids = |n: u64| vec![object(mixed(n) % count.max(1) as u64).id];
    measured("by id in a collection", 200, |n| page(ObjectQuery { ids: ids(n), ..hundred() }))?;
    measured("by id", 200, |n| Ok(store.object(&ids(n)[0])?.map_or(0, |_| 1)))?;
    measured("manifest of 1,000", 50, |n| {
        let query = ObjectQuery { limit: 1_000, added_after: after(n), ..hundred() };
        store.manifest("c-1", &query).map(|page| page.rows.len())
    })?;
    measured("10,000 in pages of 1,000", 5, |_| {
        let mut query = ObjectQuery { limit: 1_000, ..hundred() };
        let mut rows = 0;
        for _ in 0..10 {
            let page = store.objects("c-1", &query)?;
            rows += page.rows.len();
            query.after = page.rows.last().map(|row| row.added);
        }
        Ok(rows)
    })?;
    println!("memory after asking: {:.0} MB", memory_mb());
    let start = Instant::now();
    let verified = store.verify()?;
    println!(
        "verify: {:?}, {} entries, {} contents, {:?}",
        start.elapsed(),
        verified.entries,
        verified.contents,
        verified.first_bad
    );
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["fill", folder, count] => fill(Path::new(folder), count.parse()?),
        ["ask", folder] => ask(Path::new(folder)),
        _ => Err("usage: load fill DIR OBJECTS | load ask DIR".into()),
    }
}
