//! `make bench-detection`: how often the coordination detector is wrong, and what it misses.
//!
//! The problem: a detector that accuses people must state its error rate, and the rate must be one that anybody can
//! measure again. The choice: four measurements with default parameters, printed as the tables of
//! `docs/detection.md`. Real posts whose accounts were dealt out anew (nothing is left to find), real posts whose times
//! were (what is shared stays, being on time goes), exercises with known truth, and the same with ever more careful
//! campaigns. Rejected: a labelled real data set as the only measure (its controls are whoever was not suspended).
//!
//! Times are not measured here; other work on the machine does not disturb it.

mod alarm;
mod chart;
mod exercises;
mod interval;
mod permutations;
mod run;
mod stealth;
mod table;

use clap::Parser;
use std::{error::Error, path::PathBuf, process::ExitCode};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures the error rate of the coordination detector.
#[derive(Parser)]
#[command(version)]
struct Args {
    /// Write every table as CSV, the controls as TOML and the stealth curve as SVG into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Fewer seeds, smaller exercises: shows that it works, proves nothing.
    #[arg(long)]
    quick: bool,
    /// Folder with the coordination samples [default: shared/data/coordination beside the workspace].
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Only these parts.
    #[arg(long, value_enum)]
    only: Vec<Part>,
}

/// A part of the measurement.
#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Part {
    /// Real posts, accounts or times dealt out anew.
    Permutations,
    /// Exercises with seeds that were never used while developing.
    Exercises,
    /// Exercises of growing stealth.
    Stealth,
}

/// How much is measured.
struct Extent {
    /// Permutations of each kind.
    permutations: u64,
    /// Posts of an exercise, the size that counts last, and its seeds.
    exercise: (Vec<u64>, std::ops::Range<u64>),
    /// Posts of a stealth exercise, its seeds, and steps from 0 to 1.
    stealth: (u64, std::ops::Range<u64>, u32),
}

/// No seed from here on was used while the detector or the generator were developed.
const FIRST_SEED: u64 = 910_001;

impl Extent {
    fn new(quick: bool) -> Self {
        let seeds = |count| FIRST_SEED..FIRST_SEED + count;
        if quick {
            Self { permutations: 2, exercise: (vec![50_000], seeds(1)), stealth: (20_000, seeds(1), 2) }
        } else {
            Self {
                permutations: 20,
                exercise: (vec![20_000, 50_000, 200_000], seeds(5)),
                stealth: (100_000, seeds(3), 10),
            }
        }
    }
}

fn main() -> ExitCode {
    match measure(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(5)
        }
    }
}

fn measure(args: &Args) -> Result<(), Box<dyn Error>> {
    let extent = Extent::new(args.quick);
    let data = args.data.clone().unwrap_or_else(|| {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/coordination")
    });
    let wanted = |part| args.only.is_empty() || args.only.contains(&part);
    if let Some(out) = &args.out {
        std::fs::create_dir_all(out).map_err(|error| format!("{}: {error}", out.display()))?;
    }
    let out = args.out.as_deref();
    let mut controls = Vec::new();
    if wanted(Part::Permutations) {
        for file in ["ira_100000.csv.gz", "russian_coord_toolkit.csv.gz"] {
            let path = data.join(file);
            if path.is_file() {
                controls.push(permutations::measure(&path, extent.permutations, out)?);
            } else {
                println!("skipped: {} is missing (--data names the folder)", path.display());
            }
        }
    }
    if wanted(Part::Exercises) {
        let (sizes, seeds) = &extent.exercise;
        controls.extend(exercises::measure("default", sizes, seeds, out)?);
        for mut control in exercises::measure("quiet", &sizes[sizes.len() - 1..], seeds, out)? {
            control.kind.push_str(", no campaign in the data");
            controls.push(control);
        }
    }
    if wanted(Part::Stealth) {
        let (posts, seeds, steps) = extent.stealth;
        stealth::measure(posts, &seeds, steps, out)?;
    }
    alarm::publish(&controls, out)
}
