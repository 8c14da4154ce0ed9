//! Mutation fuzzing of everything that reads bytes of strangers.
//!
//! **The problem.** A reader that panics on one hostile file is a server that anybody can stop.
//!
//! **The choice.** A plain program on the stable toolchain, driven by a seed and a time limit: it mutates a kept corpus
//! (bytes, tokens of the format, splices of two inputs), runs the target, and keeps an input whose *answer* is new, as
//! the messages of our readers say how far an input came. A panic, or a run of more than ten seconds, is written beside
//! the corpus and ends the run with exit code 1.
//!
//! **Rejected.** libFuzzer: it needs the nightly toolchain and would be run by nobody. The price is that coverage inside
//! a branch without a message is not seen.
//!
//! `cargo run --release --manifest-path fuzz/Cargo.toml -- TARGET [--seconds N] [--seed N]` · `-- list`

mod mutate;
mod seeds;
mod targets;

use mutate::Mutator;
use std::collections::HashSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use targets::{TARGETS, Target};

/// Longest input that is kept or made.
const LONGEST: usize = 1 << 16;

/// Most inputs of a kept corpus.
const MOST_KEPT: usize = 400;

/// A run longer than this is a finding.
const SLOWEST: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |flag: &str, default: u64| {
        let at = arguments.iter().position(|one| one == flag);
        at.and_then(|at| arguments.get(at + 1)?.parse().ok()).unwrap_or(default)
    };
    let (seconds, seed) = (number("--seconds", 60), number("--seed", 1));
    let Some(target) = TARGETS.iter().find(|one| Some(one.name) == arguments.first().map(String::as_str))
    else {
        for target in &TARGETS {
            println!("{}\t{}", target.name, target.what);
        }
        return ExitCode::from(if arguments.first().is_some_and(|one| one == "list") { 0 } else { 2 });
    };
    match fuzz(target, Duration::from_secs(seconds), seed) {
        Ok(summary) => {
            println!("{summary}");
            ExitCode::SUCCESS
        }
        Err(finding) => {
            eprintln!("{finding}");
            ExitCode::FAILURE
        }
    }
}

/// Letters of an answer that tell it from others: digits and quoted parts come from the input.
fn signature(answer: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut quoted = false;
    for c in answer.chars().take(400) {
        quoted ^= c == '"';
        if !quoted && !c.is_ascii_digit() {
            c.hash(&mut hasher);
        }
    }
    hasher.finish()
}

fn corpus(folder: &Path, target: &Target) -> Vec<Vec<u8>> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).map(|all| all.flatten().map(|one| one.path()).collect()).unwrap_or_default();
    files.sort();
    let mut inputs: Vec<Vec<u8>> = target.seeds.iter().map(|seed| seed.as_bytes().to_vec()).collect();
    inputs.extend(files.iter().filter_map(|path| fs::read(path).ok()));
    inputs
}

fn fuzz(target: &Target, limit: Duration, seed: u64) -> Result<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target.name);
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut inputs = corpus(&folder, target);
    let mut seen = HashSet::new();
    let mut mutator = Mutator::new(seed, target.tokens);
    std::panic::set_hook(Box::new(|_| {}));
    let start = Instant::now();
    let (mut runs, mut kept) = (0u64, 0usize);
    let known = inputs.clone();
    for input in &known {
        seen.insert(signature(&run(target, input, &folder)?));
        runs += 1;
    }
    while start.elapsed() < limit {
        for _ in 0..64 {
            let input = mutator.next(&inputs, LONGEST);
            let answer = run(target, &input, &folder)?;
            runs += 1;
            if seen.insert(signature(&answer)) && inputs.len() < MOST_KEPT && input.len() <= 4_096 {
                let name = folder.join(format!("{:016x}", signature(&String::from_utf8_lossy(&input))));
                fs::write(&name, &input).map_err(|error| format!("{}: {error}", name.display()))?;
                inputs.push(input);
                kept += 1;
            }
        }
    }
    let seconds = start.elapsed().as_secs();
    Ok(format!(
        "{}: {runs} runs in {seconds} s, seed {seed}, no panic; {} inputs, {kept} of them new, {} different answers",
        target.name,
        inputs.len(),
        seen.len()
    ))
}

/// Runs a target once; a panic or a very slow run is kept as a file and named.
fn run(target: &Target, input: &[u8], folder: &Path) -> Result<String, String> {
    let start = Instant::now();
    let result = catch_unwind(AssertUnwindSafe(|| (target.run)(input)));
    let what = match &result {
        Ok(_) if start.elapsed() > SLOWEST => "slow",
        Ok(_) => return result.map_err(|_| String::new()),
        Err(_) => "panic",
    };
    let mut hasher = DefaultHasher::new();
    input.hash(&mut hasher);
    let path = folder.with_file_name(format!("{}-{what}-{:016x}", target.name, hasher.finish()));
    let place = match fs::write(&path, input) {
        Ok(()) => path.display().to_string(),
        Err(error) => format!("(not written: {error})"),
    };
    Err(format!("{}: {what} on {place}", target.name))
}
