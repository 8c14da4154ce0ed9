//! `kill -9` after every step: the data set is as before or as after, and work goes on.

mod common;
use common::{DAY, NOW, append, info, intake, post, read};
use ostrakon_lake::disk::{Disk, LocalDisk};
use ostrakon_lake::{Dataset, Error, Expiry, Lake, Result, RetentionClock, Scan};
use ostrakon_model::Post;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A disk that stops for good at a given step. A write it stops at leaves half of the bytes; a rename or a removal
/// has happened or not, as `late` says.
struct Crash {
    steps: AtomicUsize,
    stop_at: usize,
    late: bool,
}

impl Crash {
    fn step(&self, half: impl Fn() -> io::Result<()>, whole: impl Fn() -> io::Result<()>) -> io::Result<()> {
        let step = self.steps.fetch_add(1, Ordering::SeqCst);
        if step == self.stop_at {
            if self.late { whole()? } else { half()? }
        }
        if step >= self.stop_at { Err(io::Error::other("the machine has stopped")) } else { whole() }
    }
}

impl Disk for Crash {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.step(|| Ok(()), || LocalDisk.create_dir(path))
    }
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step(|| LocalDisk.write(path, &bytes[..bytes.len() / 2]), || LocalDisk.write(path, bytes))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|| Ok(()), || LocalDisk.rename(from, to))
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step(|| Ok(()), || LocalDisk.remove(path))
    }
    fn sync(&self, folder: &Path) -> io::Result<()> {
        self.step(|| Ok(()), || LocalDisk.sync(folder))
    }
}

fn first() -> Vec<Post<'static>> {
    vec![post(1, NOW), post(2, NOW + DAY), post(3, NOW + DAY + 7), post(4, None)]
}

fn second() -> Vec<Post<'static>> {
    vec![post(2, NOW + DAY), post(5, NOW), post(6, NOW + 2 * DAY)]
}

fn expiry() -> Expiry {
    Expiry { before_ms: NOW + DAY + 3, clock: RetentionClock::Created, now_ms: NOW + 9 * DAY }
}

fn state(dataset: &Dataset) -> Vec<Post<'static>> {
    read(dataset, &Scan::default()).unwrap()
}

fn on_disk(folder: &Path) -> usize {
    std::fs::read_dir(folder.join("lake/ira/posts")).unwrap().count()
}

/// Runs `act` on a copy of the same data set once for every step it takes, stopping there, and hands what is found
/// after the restart to `check`. Returns how many steps there were.
fn stop_everywhere<T>(
    act: impl Fn(&Dataset) -> Result<T>,
    check: impl Fn(&Path, &Dataset, &[Post<'_>], &[Post<'_>]),
) -> usize {
    for late in [false, true] {
        for stop_at in 0.. {
            let folder = tempfile::tempdir().unwrap();
            let lake = Lake::open(folder.path()).unwrap();
            let dataset = lake.create(&info("ira")).unwrap();
            append(&dataset, &first()).unwrap();
            let before = state(&dataset);

            let disk = Arc::new(Crash { steps: AtomicUsize::new(0), stop_at, late });
            let crashing = Lake::on(disk.clone(), folder.path()).unwrap().dataset("ira").unwrap();
            let result = act(&crashing);
            drop(crashing);
            let stopped = disk.steps.load(Ordering::SeqCst) > stop_at;
            assert_eq!(result.is_err(), stopped, "step {stop_at}: a step that failed is reported");

            let restarted = lake.dataset("ira").unwrap();
            restarted.verify().unwrap();
            assert_eq!(
                on_disk(folder.path()),
                restarted.files().unwrap().len(),
                "step {stop_at}: nothing is left behind"
            );
            check(folder.path(), &restarted, &before, &state(&restarted));
            if !stopped {
                assert!(stop_at > 5, "{stop_at} steps");
                if late {
                    return stop_at;
                }
                break;
            }
        }
    }
    unreachable!("the last run does not stop")
}

#[test]
fn an_append_happens_or_does_not() {
    stop_everywhere(
        |dataset| append(dataset, &second()),
        |_, restarted, before, found| {
            let happened = found.len() == before.len() + 2;
            assert!(happened || found == before, "neither before nor after: {found:?}");
            // Trying again is always safe: what was stored is repeated, what was not is stored.
            let again = append(restarted, &second()).unwrap();
            assert_eq!((again.stored, again.repeated), if happened { (0, 3) } else { (2, 1) });
            assert_eq!(state(restarted).len(), before.len() + 2);
        },
    );
}

#[test]
fn an_expiry_happens_or_does_not() {
    stop_everywhere(
        |dataset| dataset.expire(&expiry()),
        |_, restarted, before, found| {
            let ids: Vec<_> = found.iter().map(|post| &*post.item_id).collect();
            let happened = ids == ["m3"];
            assert!(happened || found == before, "neither before nor after: {found:?}");
            assert_eq!(
                restarted.receipts().unwrap().len(),
                usize::from(happened),
                "a deletion has its receipt"
            );
            let again = restarted.expire(&expiry()).unwrap();
            assert_eq!(again.rows, if happened { 0 } else { 3 });
            assert_eq!(state(restarted).len(), 1);
        },
    );
}

#[test]
fn a_data_set_is_created_or_is_not() {
    for late in [false, true] {
        for stop_at in 0.. {
            let folder = tempfile::tempdir().unwrap();
            Lake::open(folder.path()).unwrap();
            let disk = Arc::new(Crash { steps: AtomicUsize::new(0), stop_at, late });
            let done = Lake::on(disk, folder.path()).unwrap().create(&info("ira")).is_ok();
            let lake = Lake::open(folder.path()).unwrap();
            match lake.dataset("ira") {
                Ok(dataset) => assert_eq!(dataset.rows().unwrap(), 0),
                Err(Error::Unknown { .. }) => {
                    assert!(!done);
                    lake.create(&info("ira")).unwrap();
                }
                Err(other) => panic!("step {stop_at}: {other}"),
            }
            assert_eq!(append(&lake.dataset("ira").unwrap(), &first()).unwrap().stored, 4);
            if done {
                break;
            }
        }
    }
}

#[test]
fn an_append_that_failed_cannot_be_committed_by_asking_twice() {
    let folder = tempfile::tempdir().unwrap();
    Lake::open(folder.path()).unwrap().create(&info("ira")).unwrap();
    let disk = Arc::new(Crash { steps: AtomicUsize::new(0), stop_at: 0, late: false });
    let dataset = Lake::on(disk, folder.path()).unwrap().dataset("ira").unwrap();
    let mut appender = dataset.append(intake()).unwrap();
    // Enough text to be written out before the commit.
    let long = "x".repeat(8 << 20);
    let mut failures = 0;
    for id in 0..18 {
        let post = Post { text: Some(long.as_str().into()), ..post(id, NOW) };
        failures += usize::from(appender.push(&post).is_err());
    }
    assert_eq!(failures, 1);
    assert!(matches!(appender.commit(), Err(Error::Abandoned(_))));
    assert_eq!(dataset.rows().unwrap(), 0);
}
