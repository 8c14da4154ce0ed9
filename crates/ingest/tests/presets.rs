//! Every preset holds on a small file of its documented shape: it is recognised as itself and as nothing else, and
//! its posts are those of the golden file beside it.
//!
//! The fixtures in `tests/presets/` are written by hand after the documents that the presets name, traps included.
//! `UPDATE_GOLDEN=1 cargo test -p ostrakon-ingest --test presets` writes the golden files anew; read the difference.

use ostrakon_ingest::preset::{self, Container, MapOptions, Preset, Shape};
use ostrakon_ingest::record::{Mapped, Row};
use ostrakon_model::time::iso;
use ostrakon_model::withdrawn::Withdrawal;
use ostrakon_model::{Fields, Metric, Post, Timestamp};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A fixture before mapping.
enum Records {
    Table(Vec<Vec<String>>),
    Json(Vec<Value>),
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/presets")
}

/// Fixtures with the name of their preset: `NAME.ext` or `NAME.variant.ext`.
fn fixtures() -> Vec<(String, PathBuf)> {
    let mut found: Vec<_> = std::fs::read_dir(folder())
        .expect("the fixtures are there")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| !path.to_string_lossy().contains(".golden."))
        .map(|path| {
            let name = path.file_name().expect("a file").to_string_lossy().into_owned();
            (name.split('.').next().expect("a name").to_owned(), path)
        })
        .collect();
    found.sort();
    found
}

fn load(path: &Path) -> Records {
    let text = std::fs::read_to_string(path).expect("UTF-8");
    match path.extension().and_then(|e| e.to_str()) {
        Some("csv") => Records::Table(table(&text, ',')),
        Some("tsv") => Records::Table(table(&text, '\t')),
        Some("ndjson") => {
            Records::Json(text.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect())
        }
        _ => match serde_json::from_str(&text).expect("JSON") {
            Value::Array(list) => Records::Json(list),
            document => Records::Json(vec![document]),
        },
    }
}

/// The smallest reader of RFC 4180 that the fixtures need; the crate's own readers have tests of their own.
fn table(text: &str, separator: char) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c if c == separator && !quoted => row.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    rows
}

fn recognised(records: &Records) -> &'static Preset {
    let shape = match records {
        Records::Table(rows) => Shape::Table { header: &rows[0] },
        Records::Json(sample) => Shape::Json { sample },
    };
    preset::recognise(&shape).unwrap_or_else(|fault| panic!("{fault}"))
}

/// What a preset makes of a fixture, as JSON.
fn mapped(preset: &'static Preset, records: Records, options: MapOptions) -> Vec<Value> {
    let mut out = Vec::new();
    match records {
        Records::Table(mut rows) => {
            let header = preset.has_header().then(|| rows.remove(0));
            let mapper = preset.mapper(header.as_deref(), &[], &options).expect("the header fits");
            for row in &rows {
                let cells: Vec<Cow<'_, str>> = row.iter().map(|cell| Cow::Borrowed(cell.as_str())).collect();
                out.push(one(&mapper, Row::Table(&cells)));
            }
        }
        Records::Json(values) => {
            let mapper = preset.mapper(None, &[], &options).expect("JSON needs no header");
            for record in values.into_iter().flat_map(|value| preset.explode(value)) {
                out.push(one(&mapper, Row::Json(&record)));
            }
        }
    }
    out
}

fn one(mapper: &preset::Mapper, row: Row<'_>) -> Value {
    let mut post = Post::default();
    match mapper.map(row, &mut post) {
        Ok(Mapped::Post) => shown(&post),
        Ok(Mapped::NotAPost(name)) => json!({ "not a post": name }),
        Ok(Mapped::Withdrawn(what, name)) => {
            let id = if what == Withdrawal::Item { &post.item_id } else { &post.author_id };
            json!({ "withdrawn": name, "id": id, "at": post.seen_at.map(|t| iso(t.ms)) })
        }
        Err(fault) => json!({ "bad row": format!("{}: {}", fault.column, fault.reason) }),
    }
}

/// A post as JSON, without what is absent.
fn shown(post: &Post<'_>) -> Value {
    let time = |t: Option<Timestamp>| t.map(|t| json!([iso(t.ms), t.precision]));
    let metric = |metric: &Metric| match *metric {
        Metric::Value(count) => json!(count),
        Metric::Interval { min, max } => json!({ "min": min, "max": max }),
        Metric::Hidden => json!("hidden"),
    };
    let metrics: Vec<_> = post.metrics.iter().map(|(name, m)| json!({ name.as_ref(): metric(m) })).collect();
    let labels: Vec<_> = post.labels.iter().map(|(name, value)| json!({ name.as_ref(): value })).collect();
    let media: Vec<_> = post.media.iter().map(|m| json!({ "key": m.key, "kind": m.kind })).collect();
    let mut value = json!({
        "platform": post.platform, "item_id": post.item_id, "kind": post.kind, "author_id": post.author_id,
        "author_handle": post.author_handle, "author_name": post.author_name,
        "author_declared_bot": post.author_declared_bot, "created_at": time(post.created_at),
        "seen_at": time(post.seen_at), "text": post.text, "lang": post.lang, "url": post.url,
        "reply_to": post.reply_to, "repost_of": post.repost_of, "quote_of": post.quote_of,
        "thread_id": post.thread_id, "urls": post.urls, "hashtags": post.hashtags, "mentions": post.mentions,
        "media": media, "metrics": metrics, "labels": labels,
    });
    if let Value::Object(fields) = &mut value {
        fields.retain(|_, field| !field.is_null() && field.as_array().is_none_or(|list| !list.is_empty()));
    }
    value
}

#[test]
fn every_preset_has_a_fixture() {
    let with_fixture: BTreeSet<String> = fixtures().into_iter().map(|(name, _)| name).collect();
    let presets: BTreeSet<String> = preset::names().map(str::to_owned).collect();
    assert_eq!(with_fixture, presets);
}

#[test]
fn every_fixture_is_recognised_as_its_own_preset_and_no_other() {
    for (name, path) in fixtures() {
        assert_eq!(recognised(&load(&path)).name(), name, "{}", path.display());
    }
}

#[test]
fn unknown_extra_columns_change_nothing() {
    for (name, path) in fixtures() {
        let Records::Table(rows) = load(&path) else { continue };
        let preset = preset::by_name(&name).expect("a preset");
        // The toolkit's header is the canonical one: with one more column it is read as that, and equally.
        if !preset.has_header() || name == "coordination-network-toolkit" {
            continue;
        }
        let wider: Vec<Vec<String>> = rows
            .iter()
            .map(|row| std::iter::once("new in 2027".to_owned()).chain(row.iter().cloned()).collect())
            .collect();
        let wider = Records::Table(wider);
        assert_eq!(recognised(&wider).name(), name);
        let options = MapOptions::default();
        assert_eq!(mapped(preset, wider, options), mapped(preset, Records::Table(rows), options), "{name}");
    }
}

#[test]
fn every_fixture_becomes_its_golden_posts() {
    let mut differing = Vec::new();
    for (name, path) in fixtures() {
        let preset = preset::by_name(&name).expect("a preset");
        let posts = mapped(preset, load(&path), MapOptions::default());
        let text = serde_json::to_string_pretty(&posts).expect("JSON") + "\n";
        let golden = path.with_extension("golden.json");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&golden, &text).expect("written");
        }
        if std::fs::read_to_string(&golden).unwrap_or_default() != text {
            differing.push(name);
        }
    }
    assert!(differing.is_empty(), "not as in their golden files: {differing:?}");
}

#[test]
fn fields_that_nobody_asked_for_stay_empty_and_the_others_stay_the_same() {
    for (name, path) in fixtures() {
        let preset = preset::by_name(&name).expect("a preset");
        let all = mapped(preset, load(&path), MapOptions::default());
        let base = MapOptions { fields: Fields::BASE, ..MapOptions::default() };
        for (whole, small) in all.iter().zip(mapped(preset, load(&path), base)) {
            let Some(item) = small.as_object().filter(|fields| fields.contains_key("item_id")) else {
                continue;
            };
            for (field, value) in item {
                assert_eq!(value, &whole[field], "{name}: {field}");
            }
            assert!(
                item.keys().all(|k| {
                    matches!(
                        k.as_str(),
                        "platform" | "item_id" | "kind" | "author_id" | "created_at" | "seen_at"
                    )
                }),
                "{name}: {item:?}"
            );
        }
    }
}

#[test]
fn presets_for_tables_refuse_a_foreign_header_by_saying_what_is_missing() {
    let header = vec!["colour".to_owned(), "shape".to_owned()];
    for name in preset::names() {
        let preset = preset::by_name(name).expect("a preset");
        if preset.container() == Container::Table && preset.has_header() {
            let fault =
                preset.mapper(Some(&header), &[], &MapOptions::default()).expect_err(name).to_string();
            assert!(
                fault.contains(name) && fault.contains("colour, shape") && fault.contains("--map"),
                "{fault}"
            );
        }
    }
}
