//! An exercise on disk: `posts.csv`, `truth.csv`, `scenario.json`.

use crate::{CsvSink, ExerciseError, Group, Scenario, Truth, generate};
use ostrakon_model::time::iso;
use serde::Serialize;
use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
    sync::mpsc,
};

/// `scenario.json`: everything that is needed to generate the exercise again.
#[derive(Serialize)]
struct Manifest<'a> {
    generator: &'static str,
    version: &'static str,
    seed: u64,
    posts: u64,
    start: String,
    end: String,
    scenario: &'a Scenario,
    groups: Vec<Dated<'a>>,
}

#[derive(Serialize)]
struct Dated<'a> {
    #[serde(flatten)]
    group: &'a Group,
    first_post: Option<String>,
    last_post: Option<String>,
}

/// Generates an exercise into the folder `dir`, which is made where it is missing; files of an earlier exercise
/// there are replaced. `posts.csv` stands under its name only when it is complete.
///
/// # Errors
/// As [`generate()`], and when a file cannot be written.
pub fn write_exercise(
    dir: &Path,
    scenario: &Scenario,
    posts: u64,
    seed: u64,
) -> Result<Truth, ExerciseError> {
    let at = |path: &Path| {
        let path = path.to_path_buf();
        move |source: io::Error| ExerciseError::File { path, source }
    };
    fs::create_dir_all(dir).map_err(at(dir))?;
    let partial = dir.join("posts.csv.partial");
    let truth = write_posts(&partial, scenario, posts, seed).inspect_err(|_| {
        // The first error is what matters; a partial file that cannot be removed says by its name what it is.
        let _ = fs::remove_file(&partial);
    })?;

    let path = dir.join("truth.csv");
    truth.write(create(&path)?).map_err(at(&path))?;

    let second = |seconds: Option<i64>| seconds.map(|s| iso(s * 1_000));
    let manifest = Manifest {
        generator: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        seed,
        posts,
        start: iso(scenario.start * 1_000),
        end: iso(scenario.end() * 1_000),
        scenario,
        groups: truth
            .groups
            .iter()
            .map(|group| Dated { group, first_post: second(group.first), last_post: second(group.last) })
            .collect(),
    };
    let path = dir.join("scenario.json");
    let text = serde_json::to_string_pretty(&manifest).map_err(|error| at(&path)(error.into()))?;
    fs::write(&path, text + "\n").map_err(at(&path))?;

    let path = dir.join("posts.csv");
    fs::rename(&partial, &path).map_err(at(&path))?;
    Ok(truth)
}

fn write_posts(path: &Path, scenario: &Scenario, posts: u64, seed: u64) -> Result<Truth, ExerciseError> {
    let failed = |source| ExerciseError::File { path: path.into(), source };
    let file = create(path)?;
    let (full, pages) = mpsc::sync_channel(4);
    std::thread::scope(|scope| {
        let disk = scope.spawn(move || write_pages(file, pages));
        let generated = CsvSink::new(Pages { page: Vec::with_capacity(PAGE), full })
            .map_err(failed)
            .and_then(|mut sink| {
                let truth = generate(scenario, posts, seed, &mut sink)?;
                sink.finish().map_err(failed)?;
                Ok(truth)
            });
        // What the disk says explains why generation stopped, so it comes first.
        disk.join()
            .unwrap_or_else(|_| Err(io::Error::other("the writing thread stopped")))
            .map_err(failed)?;
        generated
    })
}

/// Bytes that go to the disk at once.
const PAGE: usize = 1 << 20;

/// Collects bytes into pages for the thread that writes them, so that generating never waits for the disk.
struct Pages {
    page: Vec<u8>,
    full: mpsc::SyncSender<Vec<u8>>,
}

impl Write for Pages {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.page.extend_from_slice(bytes);
        if self.page.len() >= PAGE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let page = std::mem::replace(&mut self.page, Vec::with_capacity(PAGE + PAGE / 8));
        self.full.send(page).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

fn write_pages(mut file: File, pages: mpsc::Receiver<Vec<u8>>) -> io::Result<()> {
    pages.into_iter().try_for_each(|page| file.write_all(&page))
}

fn create(path: &Path) -> Result<File, ExerciseError> {
    File::create(path).map_err(|source| ExerciseError::File { path: path.into(), source })
}
