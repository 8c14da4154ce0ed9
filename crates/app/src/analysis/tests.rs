//! Analyses from the upload to the judgement, and what becomes of them when they are stopped at every stage.

use super::{
    Analyses, GroupFilter, NetworkFilter, PostFilter, Settings, Span,
    jobs::{Wish, open},
    wire::{self, GroupStatus, Stage, State},
};
use crate::{
    exercise,
    hub::{Hub, HubError, Tlp, promote::Wish as Promotion},
    people::{Actor, NewCollection, NewOrganisation, NewPerson, People},
    retention,
};
use ostrakon_access::{Credential, OrganisationKind, Principal, Role};
use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};
use tempfile::TempDir;

mod pieces;

const NOW: i64 = 1_800_000_000_000;
const DAY: i64 = 86_400_000;
const STAGES: [Stage; 5] =
    [Stage::Storing, Stage::Reading, Stage::Comparing, Stage::Writing, Stage::Indexing];

impl Analyses {
    /// Does what the trap says, once, as soon as a job enters its stage.
    pub(super) fn spring(&self, stage: Stage, id: &str) {
        let mut trap = open(&self.inner.trap);
        if let Some((at, wish)) = *trap
            && at == stage
        {
            *trap = None;
            match wish {
                Wish::Halt => self.inner.jobs.halt(),
                _ => assert!(self.inner.jobs.wish(id, wish), "it is live"),
            }
        }
    }
}

pub(super) struct Place {
    folder: TempDir,
    people: People,
    pub(super) clock: Arc<AtomicI64>,
    pub(super) who: Principal,
    pub(super) stranger: Principal,
}

impl Place {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let people = People::at(folder.path(), None).expect("opens");
        let member = |name: &str, account: &str| {
            let new = NewOrganisation {
                name: name.into(),
                kind: OrganisationKind::ElectoralBody,
                country: "IE".into(),
                communities: BTreeSet::new(),
            };
            let by = Actor::command_line();
            let organisation = people.add_organisation(new, &by, NOW).expect("added");
            let new = NewPerson {
                name: account,
                organisation: &organisation.id,
                roles: BTreeSet::from([Role::Analyst]),
                ..NewPerson::default()
            };
            let (person, _) = people.add_person(&new, &by, NOW).expect("added");
            Principal::new(&person, &organisation, Credential::CommandLine, None, None, people.matrix())
        };
        let (who, stranger) =
            (member("Electoral Commission", "analyst-1"), member("Another Commission", "analyst-2"));
        Self { people, clock: Arc::new(AtomicI64::new(NOW)), who, stranger, folder }
    }

    fn data(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn hub(&self) -> Hub {
        let hands = Arc::clone(&self.clock);
        Hub::over(self.people.store().clone(), Arc::new(move || hands.load(Ordering::Relaxed)))
            .expect("sound")
    }

    /// A process on the data directory; the one before must be gone.
    pub(super) fn start(&self, at_once: usize) -> Analyses {
        for _ in 0..500 {
            let settings = Settings { at_once, threads: 1, ..Settings::default() };
            let analyses = Analyses::open(&self.hub(), self.data(), settings).expect("opens");
            if analyses.inner.place.is_ours() {
                return analyses;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        panic!("the process before still holds the lock");
    }
}

fn posts(folder: &Path) -> Vec<u8> {
    exercise::generate("default", 3_000, 7, &folder.join("exercise")).expect("generated");
    fs::read(folder.join("exercise/posts.csv")).expect("there")
}

pub(super) fn upload(analyses: &Analyses, who: &Principal, bytes: &[u8]) -> wire::Upload {
    let mut receiving = analyses.receive(who, "../export.csv").expect("begins");
    bytes.chunks(10_000).for_each(|piece| receiving.write(piece).expect("taken"));
    receiving.finish().expect("an export")
}

pub(super) fn asked(upload: &wire::Upload, dataset: Option<&str>) -> wire::NewAnalysis {
    wire::NewAnalysis {
        upload: upload.id.clone(),
        name: "A test".into(),
        format: None,
        mapping: Vec::new(),
        terms: wire::Terms {
            access_basis: "synthetic".into(),
            purpose: "a test".into(),
            retention: "30d".into(),
        },
        dataset: dataset.map(str::to_owned),
        election: None,
        parameters: wire::Parameters::default(),
        marking: Tlp::default(),
    }
}

pub(super) fn groups(analyses: &Analyses, who: &Principal, id: &str) -> Vec<wire::GroupRow> {
    analyses.groups(who, id, &GroupFilter::default(), 500, None).expect("a page").groups
}

/// What does not depend on the key of the pseudonyms.
fn shape(rows: &[wire::GroupRow]) -> Vec<(u32, u64, u64, bool, i64)> {
    rows.iter().map(|row| (row.rank, row.size, row.posts, row.flagged, row.first)).collect()
}

#[test]
fn what_was_handed_in_is_analysed_and_can_be_looked_into_to_the_last_post() {
    let place = Place::new();
    let (analyses, who) = (place.start(1), &place.who);
    let bytes = posts(place.data());
    let upload = upload(&analyses, who, &bytes);
    assert_eq!((upload.name.as_str(), upload.bytes), ("export.csv", bytes.len() as u64));

    let begun = analyses.begin(who, asked(&upload, None)).expect("begun");
    analyses.wait_until_idle();

    let summary = analyses.summary(who, &begun.id).expect("a summary");
    assert_eq!(summary.analysis.state, State::Done, "{:?}", summary.analysis.error);
    let counts = summary.analysis.counts.expect("counted");
    assert_eq!((counts.posts, summary.inputs[0].name.as_str()), (3_000, "export.csv"));
    let rows = groups(&analyses, who, &begun.id);
    assert_eq!((rows.len() as u64, rows[0].flagged), (counts.groups, true));
    let at = (begun.id.as_str(), rows[0].id.as_str());

    // Evidence is of members, and an edge opens the posts that made it.
    let detail = analyses.group(who, at.0, at.1).expect("a group");
    let members: BTreeSet<&str> = detail.members.iter().map(|one| one.account.as_str()).collect();
    assert!(!detail.exhibits.is_empty() && members.iter().all(|one| one.starts_with("acc_")));
    for exhibit in &detail.exhibits {
        assert!(
            exhibit.posts.len() >= 2
                && exhibit.posts.iter().all(|post| members.contains(post.account.as_str()))
        );
    }
    let network = analyses.network(who, at, &NetworkFilter::default()).expect("drawn");
    assert_eq!(network.nodes.iter().map(|node| node.accounts).sum::<u64>(), rows[0].size);
    // A span shows those who met in it, at the same places: all of them in the whole, nobody before the first post.
    let within = |from, to| {
        let filter = NetworkFilter { span: Span { from, to }, ..NetworkFilter::default() };
        analyses.network(who, at, &filter)
    };
    assert_eq!(within(Some(0), Some(i64::MAX)).expect("all").edges, network.edges);
    let before = within(None, Some(rows[0].first)).expect("nothing");
    assert_eq!((before.edges.len(), before.nodes.len()), (0, network.nodes.len()));
    // Edges of a span are those whose opened posts lie in it.
    let earliest = |edge: &wire::NetworkEdge| {
        let ends = [edge.source, edge.target].map(|node| network.nodes[node as usize].id.as_str());
        let opened = analyses.edge(who, at, ends[0], ends[1]).expect("its posts").meetings.into_iter();
        opened.filter(|one| one.signal == edge.signal).map(|one| one.posts[1].time).min()
    };
    let mut met: Vec<i64> = network.edges.iter().filter_map(earliest).collect();
    met.sort_unstable();
    let until = met[met.len() / 2];
    let half = within(None, Some(until)).expect("some");
    assert_eq!(half.edges.len(), met.iter().filter(|time| **time < until).count());
    assert!(half.nodes.iter().zip(&network.nodes).all(|(x, y)| (x.x, x.y) == (y.x, y.y)));
    assert!(matches!(within(Some(5), Some(5)), Err(HubError::Invalid { .. })));
    let edge = network.edges[0];
    let (a, b) = (&network.nodes[edge.source as usize].id, &network.nodes[edge.target as usize].id);
    let opened = analyses.edge(who, at, a, b).expect("its posts");
    for meeting in &opened.meetings {
        let [first, second] = &meeting.posts[..] else { panic!("two posts") };
        assert_eq!(second.time - first.time, meeting.gap_ms);
        assert_eq!(BTreeSet::from([&first.account, &second.account]), BTreeSet::from([a, b]));
        assert!(meeting.gap_ms <= i64::from(opened.signals[0].window_s.max(3_600)) * 1_000);
    }
    assert!(matches!(analyses.edge(who, at, a, a), Err(HubError::NotFound(_))));

    // Pages of posts are all posts, each once; a series counts every post of the analysis once.
    let (mut seen, mut next) = (Vec::new(), 0);
    loop {
        let page = analyses.posts(who, at, &PostFilter::default(), 7, next).expect("a page");
        seen.extend(page.posts.into_iter().map(|post| (post.time, post.id)));
        match page.next {
            Some(more) => next = more.parse().expect("a number"),
            None => break,
        }
    }
    assert_eq!(seen.len() as u64, rows[0].posts);
    assert!(seen.is_sorted_by(|x, y| x.0 <= y.0));
    for bins in [1, 7, 200] {
        let series = analyses.series(who, at.0, None, bins, (None, None)).expect("counted");
        assert_eq!(series.posts.iter().sum::<u64>(), 3_000);
        assert!(series.grouped.iter().zip(&series.posts).all(|(some, all)| some <= all));
        let raster = analyses
            .raster(who, at, bins, 300, (series.first, series.last.map(|t| t + 1)))
            .expect("a raster");
        assert_eq!(raster.cells.iter().map(|cell| u64::from(cell.2)).sum::<u64>(), rows[0].posts);
    }

    // Nothing of it is there for another organisation, and no handle of the upload is in any answer or file.
    assert!(matches!(analyses.summary(&place.stranger, at.0), Err(HubError::NotFound(_))));
    assert!(matches!(analyses.begin(&place.stranger, asked(&upload, None)), Err(HubError::NotFound(_))));
    let handle = String::from_utf8_lossy(&bytes)
        .lines()
        .nth(1)
        .and_then(|line| line.split(',').nth(1))
        .map(str::to_owned);
    let handle = handle.expect("an account");
    for name in ["posts.ndjson", "groups.ndjson", "accounts.txt", "index.json"] {
        let text =
            fs::read_to_string(place.data().join("analyses").join(at.0).join("run/archive").join(name));
        assert!(!text.expect(name).contains(&format!("\"{handle}\"")), "{name}");
    }
}

#[test]
fn stopped_at_any_stage_it_begins_anew_and_nothing_is_doubled_or_half_written() {
    let place = Place::new();
    let bytes = posts(place.data());
    let mut shapes = Vec::new();
    for stage in STAGES {
        // Given a process that ends as the analysis enters a stage.
        let first = place.start(1);
        let upload = upload(&first, &place.who, &bytes);
        *open(&first.inner.trap) = Some((stage, Wish::Halt));
        let begun = first.begin(&place.who, asked(&upload, Some("election"))).expect("begun");
        first.wait_until_idle();
        let state = first.one(&place.who, &begun.id).expect("there").state;
        assert_eq!(state, State::Running, "{stage:?}: it says what it was doing");
        assert!(
            !place.data().join("analyses").join(&begun.id).join("run").exists(),
            "{stage:?}: half-written"
        );
        drop(first);

        // When the next one starts, then it is done as if nothing had happened.
        let second = place.start(1);
        second.wait_until_idle();
        let done = second.one(&place.who, &begun.id).expect("there");
        assert_eq!(done.state, State::Done, "{stage:?}: {:?}", done.error);
        let rows = groups(&second, &place.who, &begun.id);
        shapes.push(shape(&rows));
        let held = second.datasets(&place.who).expect("a lake");
        assert_eq!((held.len(), held[0].rows), (1, 3_000), "{stage:?}: each post is kept once");
        drop(second);
    }
    assert!(shapes.windows(2).all(|pair| pair[0] == pair[1]), "the same result each time");
}

#[test]
fn paused_at_any_stage_it_waits_and_goes_on() {
    let place = Place::new();
    let (bytes, who) = (posts(place.data()), &place.who);
    let analyses = place.start(1);
    let upload = upload(&analyses, who, &bytes);
    let plain = analyses.begin(who, asked(&upload, None)).expect("begun");
    analyses.wait_until_idle();
    for stage in &STAGES[1..] {
        *open(&analyses.inner.trap) = Some((*stage, Wish::Pause));
        let begun = analyses.begin(who, asked(&upload, None)).expect("begun");
        analyses.wait_until_idle();
        assert_eq!(analyses.one(who, &begun.id).expect("there").state, State::Paused, "{stage:?}");
        // Its turn is free: another runs meanwhile.
        let other = analyses.begin(who, asked(&upload, None)).expect("begun");
        analyses.wait_until_idle();
        assert_eq!(analyses.one(who, &other.id).expect("there").state, State::Done);

        analyses.resume(who, &begun.id).expect("goes on");
        while !analyses.one(who, &begun.id).expect("there").state.is_over() {
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        analyses.wait_until_idle();
        let (one, two) = (groups(&analyses, who, &plain.id), groups(&analyses, who, &begun.id));
        assert_eq!(shape(&one), shape(&two), "{stage:?}");
    }
    // Over is over.
    assert!(matches!(analyses.pause(who, &plain.id), Err(HubError::Conflict(_))));
    assert!(matches!(analyses.resume(who, &plain.id), Err(HubError::Conflict(_))));
}

#[test]
fn cancelled_at_any_stage_it_leaves_nothing() {
    let place = Place::new();
    let (bytes, who) = (posts(place.data()), &place.who);
    let analyses = place.start(1);
    let upload = upload(&analyses, who, &bytes);
    for stage in &STAGES[1..] {
        *open(&analyses.inner.trap) = Some((*stage, Wish::Pause));
        let begun = analyses.begin(who, asked(&upload, None)).expect("begun");
        analyses.wait_until_idle();
        let cancelled = analyses.cancel(who, &begun.id).expect("given up");
        assert_eq!(cancelled.state, State::Cancelled);
        let folder = place.data().join("analyses").join(&begun.id);
        for _ in 0..1_000 {
            if !folder.exists() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        assert!(!folder.exists(), "{stage:?}");
        assert_eq!(analyses.cancel(who, &begun.id).expect("twice is once").state, State::Cancelled);
        assert!(matches!(
            analyses.groups(who, &begun.id, &GroupFilter::default(), 1, None),
            Err(HubError::Conflict(_))
        ));
    }
}

#[test]
fn two_run_at_once_and_the_rest_waits() {
    let place = Place::new();
    let (bytes, who) = (posts(place.data()), &place.who);
    let analyses = place.start(2);
    let upload = upload(&analyses, who, &bytes);
    let ids: Vec<String> =
        (0..5).map(|_| analyses.begin(who, asked(&upload, None)).expect("begun").id).collect();
    assert!(
        matches!(analyses.remove_upload(who, &upload.id), Err(HubError::Conflict(_))),
        "it is being read"
    );
    analyses.wait_until_idle();
    let first = shape(&groups(&analyses, who, &ids[0]));
    for id in &ids {
        assert_eq!(shape(&groups(&analyses, who, id)), first);
    }
    // The list is paged, newest first, each once.
    let page = analyses.list(who, None, 3, None).expect("a page");
    let rest = analyses.list(who, None, 3, page.next.as_deref()).expect("the rest");
    let all: BTreeSet<String> =
        page.analyses.iter().chain(&rest.analyses).map(|one| one.id.clone()).collect();
    assert_eq!((all, rest.next), (ids.into_iter().collect(), None));
    assert!(analyses.list(&place.stranger, None, 10, None).expect("a page").analyses.is_empty());
    analyses.remove_upload(who, &upload.id).expect("nobody reads it");
}

#[test]
fn what_cannot_be_analysed_is_refused_or_fails_with_the_mend() {
    let place = Place::new();
    let (analyses, who) = (place.start(1), &place.who);
    for (bytes, word) in [(&b""[..], "empty"), (b"%PDF-1.4", "PDF"), (b"<!doctype html>", "web page")] {
        let mut receiving = analyses.receive(who, "x").expect("begins");
        receiving.write(bytes).expect("taken");
        let refused = receiving.finish().expect_err("no export").to_string();
        assert!(refused.contains(word), "{refused}");
    }
    drop(analyses.receive(who, "broken off").expect("begins"));
    assert_eq!(
        fs::read_dir(place.data().join("uploads")).expect("there").count(),
        0,
        "nothing is left of them"
    );

    // A table that no format knows can be handed in, and its columns named by hand.
    let strange = upload(&analyses, who, b"nr,who,when,what\n1,a,2024-05-01T00:00:00Z,x\n2,b,never,y\n");
    assert!(strange.preset.is_none() && strange.problem.is_some());
    let named = |pairs: &[(&str, &str)]| wire::NewAnalysis {
        mapping: pairs
            .iter()
            .map(|(column, field)| wire::ColumnMapping { column: (*column).into(), field: (*field).into() })
            .collect(),
        ..asked(&strange, None)
    };
    let good = [("nr", "message_id"), ("who", "user_id"), ("when", "timestamp"), ("what", "message")];
    let begun = analyses.begin(who, named(&good)).expect("begun");
    let bad = analyses.begin(who, named(&[("nothing", "message_id")])).expect("begun");
    analyses.wait_until_idle();
    let done = analyses.one(who, &begun.id).expect("there");
    assert_eq!((done.state, done.counts.map(|counts| counts.posts)), (State::Done, Some(1)));
    let rejects = analyses.rejects(who, &begun.id, 10, None).expect("a page");
    assert_eq!((rejects.total, rejects.rejects[0].line), (1, 3));
    assert!(rejects.rejects[0].reason.contains("never"), "{rejects:?}");
    let failed = analyses.one(who, &bad.id).expect("there");
    let why = failed.error.expect("told");
    assert!(failed.state == State::Failed && why.contains("nothing") && why.contains("export.csv"), "{why}");
    assert!(!why.contains(&place.data().display().to_string()), "{why}");

    // What is asked for wrongly is refused with its place.
    let with = |change: &dyn Fn(&mut wire::NewAnalysis)| {
        let mut new = asked(&strange, None);
        change(&mut new);
        match analyses.begin(who, new) {
            Err(HubError::Invalid { faults, .. }) => faults[0].pointer.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(with(&|new| new.name = " ".into()), "/name");
    assert_eq!(with(&|new| new.terms.access_basis = "because".into()), "/terms/access_basis");
    assert_eq!(with(&|new| new.terms.purpose = String::new()), "/terms/purpose");
    assert_eq!(with(&|new| new.terms.retention = "forever".into()), "/terms/retention");
    assert_eq!(with(&|new| new.parameters.min_weight = 1), "/parameters");
    assert_eq!(with(&|new| new.parameters.q = f64::NAN), "/parameters");
    assert_eq!(with(&|new| new.parameters.windows_s = vec![u32::MAX]), "/parameters");
    assert_eq!(with(&|new| new.format = Some("dowsing".into())), "/format");
    assert_eq!(with(&|new| new.dataset = Some("../x".into())), "/dataset");
}

#[test]
fn people_judge_groups_and_take_it_back_and_the_history_stays() {
    let place = Place::new();
    let (hub, analyses, who) = (place.hub(), place.start(1), &place.who);
    let upload = upload(&analyses, who, &posts(place.data()));
    let id = analyses.begin(who, asked(&upload, None)).expect("begun").id;
    analyses.wait_until_idle();
    let rows = groups(&analyses, who, &id);
    let at = |n: usize| (id.as_str(), rows[n].id.as_str());
    let status = |status| {
        let filter = GroupFilter { status: Some(status), ..GroupFilter::default() };
        analyses.groups(who, &id, &filter, 500, None).expect("a page").groups.len()
    };

    assert!(
        matches!(analyses.dismiss(who, at(0), "no", None), Err(HubError::Invalid { .. })),
        "a reason is asked for"
    );
    let dismissed = analyses.dismiss(who, at(0), "a fan community", None).expect("dismissed");
    assert_eq!((dismissed.status, status(GroupStatus::Dismissed)), (GroupStatus::Dismissed, 1));
    let stale = analyses.reopen(who, at(0), None, Some(dismissed.rev - 1));
    assert!(matches!(stale, Err(HubError::Changed(_))));
    let open =
        analyses.reopen(who, at(0), Some("they share a master"), Some(dismissed.rev)).expect("reopened");
    let acts: Vec<&str> = open.history.iter().map(|entry| entry.act.as_str()).collect();
    assert_eq!((open.status, acts), (GroupStatus::Open, vec!["dismissed", "reopened"]));

    analyses.merge(who, at(1), at(0).1, "the same accounts post for both", None).expect("merged");
    assert!(matches!(analyses.merge(who, at(0), at(0).1, "itself", None), Err(HubError::Invalid { .. })));
    assert!(analyses.merge(who, at(2), at(1).1, "into one that is part of another", None).is_err());
    let new = NewCollection { title: "Incidents".into(), ..NewCollection::default() };
    let collection = hub.people().add_collection(new, &Actor::command_line(), NOW).expect("made").id;
    let groups = [(id.clone(), rows[0].id.clone())];
    let found = analyses.findings(who, &groups, Tlp::default()).expect("findings");
    assert_eq!(found.findings.len(), 2, "what was merged comes along");
    let result = fs::read_to_string(analyses.result_folder(who, &id).expect("there").join("findings.ndjson"));
    let first: serde_json::Value =
        result.expect("read").lines().next().and_then(|line| serde_json::from_str(line).ok()).expect("JSON");
    assert_eq!(serde_json::to_value(&found.findings[0]).expect("JSON"), first, "as the file says it");
    let wish = || Promotion { name: "A network".into(), ..Promotion::default() };
    let made = hub.promote(who, &collection, &found.findings, wish()).expect("promoted");
    for _ in 0..2 {
        analyses.promoted(who, &found.groups, &made.incident).expect("marked, and twice is once");
    }
    let judged = analyses.group(who, &id, at(0).1).expect("a group").judgement;
    assert_eq!((judged.status, judged.incidents), (GroupStatus::Promoted, vec![made.incident]));
    assert!(matches!(analyses.dismiss(who, at(0), "too late for that", None), Err(HubError::Conflict(_))));
}

#[test]
fn when_the_clock_runs_out_all_of_it_is_gone_with_a_receipt() {
    let place = Place::new();
    let (analyses, who) = (place.start(1), &place.who);
    let upload = upload(&analyses, who, &posts(place.data()));
    let id = analyses.begin(who, asked(&upload, None)).expect("begun").id;
    analyses.wait_until_idle();
    let row = groups(&analyses, who, &id).remove(0);
    analyses.dismiss(who, (&id, &row.id), "a fan community", None).expect("dismissed");

    place.clock.store(NOW + DAY + 1, Ordering::Relaxed);
    analyses.sweep().expect("swept");
    assert!(
        analyses.uploads(who).expect("a list").is_empty()
            && fs::read_dir(place.data().join("uploads")).expect("there").count() == 0
    );
    assert!(analyses.group(who, &id, &row.id).is_ok(), "the result has its own clock");

    // `retention run` beside the server, as a person would.
    let over = NOW + 30 * DAY + 1;
    let told = retention::run(place.data(), true, over).expect("a dry run");
    assert_eq!((told.analyses.len(), told.analyses[0].posts), (1, 3_000));
    assert!(analyses.one(who, &id).is_ok(), "a dry run deletes nothing");
    retention::run(place.data(), false, over).expect("done");
    assert!(matches!(analyses.one(who, &id), Err(HubError::NotFound(_))));
    assert!(!place.data().join("analyses").join(&id).exists());
    let events = place.people.store().events(0, 1_000).expect("the log");
    let receipt = events.iter().find(|event| event.kind == "analysis.expired").expect("a receipt");
    assert!(receipt.data.to_string().contains(&upload.sha256));
    assert!(events.iter().any(|event| event.kind == "analysis.group-erased"));
}
