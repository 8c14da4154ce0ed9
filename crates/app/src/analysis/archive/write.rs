//! Writing an archive, group after group.

use super::{
    Between, Index, IndexEntry, LONGEST_TEXT, Line, MOST_BETWEEN, MOST_MEETINGS, MOST_TIES, MeetingRecord,
    PostRecord, Record, TieRecord, VERSION, signal_number,
};
use crate::{
    AppError,
    analyse::{Examined, Request},
    analysis::wire::{Counts, GroupRow, GroupStatus, Post, SignalShare},
    document,
    election::Election,
    group::strongest,
    names,
    view::View,
};
use ostrakon_detect::coordination::{Group as Found, joint::Meeting, links::Link};
use ostrakon_model::{Columns, NONE, Signal, columns::NO_TIME};
use ostrakon_report::Group;
use rayon::prelude::*;
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

const MEND: &str = "check the space and permissions there";

/// A file that is written from its beginning to its end.
struct Out {
    path: PathBuf,
    file: BufWriter<File>,
    bytes: u64,
}

impl Out {
    fn new(folder: &Path, name: &str) -> Result<Self, AppError> {
        let path = folder.join(name);
        let file = File::create(&path).map_err(AppError::file(&path, MEND))?;
        Ok(Self { path, file: BufWriter::with_capacity(1 << 18, file), bytes: 0 })
    }

    /// Writes bytes; returns where they begin.
    fn write(&mut self, bytes: &[u8]) -> Result<u64, AppError> {
        let at = self.bytes;
        self.file.write_all(bytes).map_err(AppError::file(&self.path, MEND))?;
        self.bytes += bytes.len() as u64;
        Ok(at)
    }

    /// Writes records; returns the number of the first.
    fn records<R: Record>(&mut self, records: &[R]) -> Result<u64, AppError> {
        let mut bytes = Vec::with_capacity(records.len() * R::BYTES);
        records.iter().for_each(|record| record.put(&mut bytes));
        Ok(self.write(&bytes)? / R::BYTES as u64)
    }

    fn end(self) -> Result<(), AppError> {
        let file =
            self.file.into_inner().map_err(|error| AppError::file(&self.path, MEND)(error.into_error()))?;
        file.sync_all().map_err(AppError::file(&self.path, MEND))
    }
}

/// Writes the archive of what was examined into a new folder.
pub(in crate::analysis) fn write(
    folder: &Path,
    request: &Request,
    examined: &Examined,
    election: Option<&Election>,
) -> Result<Counts, AppError> {
    std::fs::create_dir_all(folder).map_err(AppError::file(folder, MEND))?;
    let columns = &examined.loaded.columns;
    let view = View::new(columns, &examined.detection, &examined.detection.windows_ms);
    let (flagged, others) = document::shown(&examined.detection, request);
    let shown: Vec<&Found> = flagged.into_iter().chain(others).collect();
    let mut writer = Writer {
        view: &view,
        columns,
        lines: Out::new(folder, "groups.ndjson")?,
        posts: Out::new(folder, "posts.bin")?,
        texts: Out::new(folder, "posts.ndjson")?,
        ties: Out::new(folder, "ties.bin")?,
        meetings: Out::new(folder, "meetings.bin")?,
        names: Out::new(folder, "names.txt")?,
        accounts: Out::new(folder, "accounts.txt")?,
        named: HashMap::new(),
    };
    let mut entries = Vec::with_capacity(shown.len());
    for (&found, group) in shown.iter().zip(examined.document.all_groups()) {
        entries.push(writer.group(found, group, entries.len(), election)?);
    }
    let Writer { lines, posts, texts, ties, meetings, names, accounts, .. } = writer;
    for out in [lines, posts, texts, ties, meetings, names, accounts] {
        out.end()?;
    }
    let between = between(&view, &shown);
    let mut out = Out::new(folder, "between.bin")?;
    out.records(&between)?;
    out.end()?;
    times(folder, &view, &shown)?;
    let document = &examined.document;
    let index = Index {
        version: VERSION,
        run: document.run.clone(),
        summary: document.summary.clone(),
        methods: document.methods.clone(),
        glossary: document.glossary.clone(),
        groups: entries,
        between: between.len() as u64,
    };
    let path = folder.join("index.json");
    ostrakon_report::atomic::write(&path, |out| Ok(serde_json::to_writer(out, &index)?))?;
    Ok(Counts {
        posts: document.run.posts,
        accounts: document.run.accounts,
        rejected: document.run.rejected,
        duplicates: document.run.duplicates,
        groups: shown.len() as u64,
        groups_flagged: document.groups.len() as u64,
        accounts_flagged: document.groups.iter().map(|group| group.members.len() as u64).sum(),
    })
}

struct Writer<'a> {
    view: &'a View<'a>,
    columns: &'a Columns,
    lines: Out,
    posts: Out,
    texts: Out,
    ties: Out,
    meetings: Out,
    names: Out,
    accounts: Out,
    /// Where the name of a thing stands: by signal and number.
    named: HashMap<(Signal, u32), (u64, u32)>,
}

impl Writer<'_> {
    fn group(
        &mut self,
        found: &Found,
        group: &Group,
        place_of: usize,
        election: Option<&Election>,
    ) -> Result<IndexEntry, AppError> {
        let members = &found.community.members;
        let (view, columns) = (self.view, self.columns);
        let joint = joint_rows(view, found);
        let mut rows: Vec<(i64, u32, u32)> = (0u32..)
            .zip(members)
            .flat_map(|(number, &member)| {
                let rows = &view.posts_of[member as usize];
                rows.iter().map(move |&row| (columns.time[row as usize], row, number))
            })
            .collect();
        rows.sort_unstable();
        let place: HashMap<u32, u32> = (0u32..).zip(&rows).map(|(n, &(_, row, _))| (row, n)).collect();
        let mut records = Vec::with_capacity(rows.len());
        for &(time, row, member) in &rows {
            let joint = joint.contains(&row);
            let line = serde_json::to_vec(&post(self.columns, row, joint)).unwrap_or_default();
            let offset = self.texts.write(&line)?;
            self.texts.write(b"\n")?;
            records.push(PostRecord { time, member, joint, offset, len: line.len() as u32 });
        }
        let posts = (self.posts.records(&records)?, records.len() as u64);
        let (ties, ties_total) = self.ties(found, &place)?;

        // What has a file of its own is left out of the line.
        let by_id: HashMap<&str, u32> = (0u32..)
            .zip(&rows)
            .map(|(n, &(_, row, _))| (self.columns.item_id.get(row as usize), n))
            .collect();
        let places = group.posts.iter().filter_map(|post| by_id.get(post.id.as_str()).copied()).collect();
        let slim = Group { edges: Vec::new(), raster: Vec::new(), posts: Vec::new(), ..group.clone() };
        let line = serde_json::to_vec(&Line { group: slim, places }).unwrap_or_default();
        let at = self.lines.write(&line)?;
        self.lines.write(b"\n")?;
        let row = row(group, posts.1, ties_total, election);
        for member in &group.members {
            let line = format!("{}\t{place_of}\n", member.account.replace(['\t', '\n'], " "));
            self.accounts.write(line.as_bytes())?;
        }
        Ok(IndexEntry { row, search: search(group), line: (at, line.len() as u64), posts, ties })
    }

    /// Writes ties with their moments; how many there are in all.
    fn ties(&mut self, found: &Found, place: &HashMap<u32, u32>) -> Result<((u64, u64), u64), AppError> {
        let number: HashMap<u32, u32> = found.community.members.iter().copied().zip(0u32..).collect();
        let windows = self.view.windows_ms.len();
        let links: Vec<&Link> =
            found.community.links.iter().map(|&i| &self.view.detection.found.links[i as usize]).collect();
        let mut ties: Vec<_> = links
            .iter()
            .flat_map(|&link| strongest(link, windows).into_iter().map(move |tie| (link, tie)))
            .collect();
        let total = ties.len() as u64;
        ties.sort_by(|x, y| {
            y.1.pair.surprise.total_cmp(&x.1.pair.surprise).then((x.0.a, x.0.b).cmp(&(y.0.a, y.0.b)))
        });
        ties.truncate(MOST_TIES);
        let met: Vec<Vec<Meeting>> =
            ties.par_iter().map(|(link, tie)| meetings(self.view, link, tie.layer)).collect();
        let mut records = Vec::with_capacity(ties.len());
        for ((link, tie), met) in ties.iter().zip(met) {
            let (layer, window_ms) = self.view.layer(tie.layer);
            let mut kept = Vec::with_capacity(met.len());
            for meeting in &met {
                let (first, second) = if meeting.gap_ms >= 0 {
                    (meeting.a_post, meeting.b_post)
                } else {
                    (meeting.b_post, meeting.a_post)
                };
                let (Some(&first_at), Some(&second_at)) = (place.get(&first), place.get(&second)) else {
                    continue;
                };
                let (offset, len) = self.name(layer.signal, meeting.object, first)?;
                kept.push(MeetingRecord {
                    first: first_at,
                    second: second_at,
                    gap_ms: meeting.gap_ms.abs(),
                    offset,
                    len,
                });
            }
            let at = self.meetings.records(&kept)?;
            records.push(TieRecord {
                a: number[&link.a],
                b: number[&link.b],
                signal: signal_number(layer.signal),
                window_s: (window_ms / 1_000) as u32,
                weight: f64::from(tie.pair.moments),
                p: tie.pair.p,
                q: tie.q,
                surprise: f64::from(tie.pair.surprise) / std::f64::consts::LN_2,
                meetings: at,
                meetings_kept: kept.len() as u32,
            });
        }
        Ok(((self.ties.records(&records)?, records.len() as u64), total))
    }

    fn name(&mut self, signal: Signal, object: u32, post: u32) -> Result<(u64, u32), AppError> {
        if let Some(&at) = self.named.get(&(signal, object)) {
            return Ok(at);
        }
        let name = names::object(self.columns, signal, object, post);
        let at = (self.names.write(name.as_bytes())?, name.len() as u32);
        self.names.write(b"\n")?;
        self.named.insert((signal, object), at);
        Ok(at)
    }
}

/// The moments of a tie that are kept.
fn meetings(view: &View<'_>, link: &Link, layer: u32) -> Vec<Meeting> {
    let (layer, window_ms) = view.layer(layer);
    let mut meetings = layer.meetings(link.a, link.b, window_ms);
    meetings.sort_by_key(|m| (m.gap_ms.abs(), m.a_post));
    let mut seen = HashSet::new();
    meetings.retain(|m| seen.insert(m.object) || layer.signal == Signal::CoDomain);
    meetings.truncate(MOST_MEETINGS);
    meetings
}

fn joint_rows(view: &View<'_>, found: &Found) -> BTreeSet<u32> {
    let mut rows = BTreeSet::new();
    for signal in &found.evidence.signals {
        let shares = &view.detection.layers[signal.layer].shares;
        rows.extend(
            signal.joints.iter().flat_map(|joint| joint.shares.iter().map(|&p| shares.post(p as usize))),
        );
    }
    rows
}

fn row(group: &Group, posts: u64, ties: u64, election: Option<&Election>) -> GroupRow {
    GroupRow {
        id: group.id.clone(),
        rank: group.rank,
        flagged: group.flagged,
        strength: group.strength.into(),
        verdict: group.verdict.clone(),
        said: group.said.verdict.clone(),
        size: group.members.len() as u64,
        posts,
        ties,
        signals: group
            .signals
            .iter()
            .map(|share| SignalShare {
                signal: share.signal.into(),
                weight: share.weight,
                ties: share.edges,
                objects: share.objects,
            })
            .collect(),
        p: group.significance.p,
        q: group.significance.q.min(1.0),
        score: group.signals.iter().map(|share| share.weight).sum(),
        first: group.first_ms,
        last: group.last_ms,
        in_election: election.map(|election| election.overlaps(group.first_ms, group.last_ms)),
        status: GroupStatus::Open,
    }
}

/// What a search for a thing looks through.
fn search(group: &Group) -> String {
    let names: Vec<String> = group
        .objects
        .iter()
        .take(12)
        .map(|object| names::shorten(&object.object, 100).to_lowercase())
        .collect();
    names.join("\n")
}

fn post(columns: &Columns, row: u32, joint: bool) -> Post {
    let at = row as usize;
    let item = |id: u32| (id != NONE).then(|| columns.items.get(id).to_owned());
    let list = |ids: &[u32], names: &ostrakon_model::Names| {
        ids.iter().take(50).map(|&id| names.get(id).to_owned()).collect()
    };
    let whole = columns.text.get(at);
    let end = whole.char_indices().nth(LONGEST_TEXT).map_or(whole.len(), |(end, _)| end);
    Post {
        id: columns.item_id.get(at).to_owned(),
        account: names::account(columns, columns.account[at]),
        time: columns.time[at],
        kind: format!("{:?}", columns.kind[at]).to_lowercase(),
        text: whole[..end].to_owned(),
        cut: end < whole.len(),
        repost_of: columns.repost_of.get(at).copied().and_then(item),
        reply_to: columns.reply_to.get(at).copied().and_then(item),
        urls: list(columns.urls.get(at), &columns.url_names),
        hashtags: list(columns.hashtags.get(at), &columns.hashtag_names),
        media: list(columns.media.get(at), &columns.media_names),
        joint,
    }
}

/// Ties of accounts in two different groups, strongest first. An account is in the first group that has it.
fn between(view: &View<'_>, shown: &[&Found]) -> Vec<Between> {
    let mut home: HashMap<u32, (u32, u32)> = HashMap::new();
    for (g, found) in (0u32..).zip(shown) {
        for (n, &member) in (0u32..).zip(&found.community.members) {
            home.entry(member).or_insert((g, n));
        }
    }
    let windows = view.windows_ms.len();
    let mut all: Vec<Between> = view
        .detection
        .found
        .links
        .iter()
        .filter_map(|link| Some((link, *home.get(&link.a)?, *home.get(&link.b)?)))
        .filter(|(_, a, b)| a.0 != b.0)
        .flat_map(|(link, a, b)| {
            strongest(link, windows).into_iter().map(move |tie| Between {
                a,
                b,
                signal: signal_number(view.signal(tie.layer)),
                weight: f64::from(tie.pair.moments),
                p: tie.pair.p,
                q: tie.q,
                surprise: f64::from(tie.pair.surprise) / std::f64::consts::LN_2,
            })
        })
        .collect();
    all.sort_by(|x, y| y.surprise.total_cmp(&x.surprise).then((x.a, x.b).cmp(&(y.a, y.b))));
    all.truncate(MOST_BETWEEN);
    all
}

/// Writes the sorted times that series are counted from.
fn times(folder: &Path, view: &View<'_>, shown: &[&Found]) -> Result<(), AppError> {
    let columns = view.columns;
    let flagged: Vec<&Found> = shown.iter().copied().filter(|found| found.verdict.flagged).collect();
    let accounts: HashSet<u32> =
        flagged.iter().flat_map(|found| found.community.members.iter().copied()).collect();
    let joint: BTreeSet<u32> = flagged.iter().flat_map(|found| joint_rows(view, found)).collect();
    let time = |row: u32| columns.time[row as usize];
    let all = columns.time.iter().copied().filter(|&time| time != NO_TIME).collect();
    let grouped =
        accounts.iter().flat_map(|&a| view.posts_of[a as usize].iter().map(|&row| time(row))).collect();
    let joint = joint.into_iter().map(time).collect();
    let lists: [(&str, Vec<i64>); 3] = [("times.bin", all), ("grouped.bin", grouped), ("joint.bin", joint)];
    for (name, mut times) in lists {
        times.par_sort_unstable();
        let mut out = Out::new(folder, name)?;
        for piece in times.chunks(1 << 16) {
            out.records(piece)?;
        }
        out.end()?;
    }
    Ok(())
}
