//! The real binary, served, and the independent clients that ask it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A Python with the packages of `tests/python/requirements.txt`, in an environment below the target folder, or why there
/// is none. Panics where `OSTRAKON_REQUIRE_PEERS` says that there has to be one.
pub fn python(what: &str) -> Option<PathBuf> {
    match environment() {
        Ok(python) => Some(python),
        Err(why) if std::env::var_os("OSTRAKON_REQUIRE_PEERS").is_some() => panic!("{why}"),
        Err(why) => {
            eprintln!("skipped: {what}, because {why}");
            None
        }
    }
}

fn environment() -> Result<PathBuf, String> {
    let has = |python: &Path| {
        let output = Command::new(python).args(["-c", "import taxii2client, schemathesis"]).output();
        output.is_ok_and(|output| output.status.success())
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("peers");
    let own = folder.join("bin/python3");
    // Two tests that run at once make it one after the other.
    let lock = std::fs::File::create(folder.with_extension("lock")).map_err(|error| error.to_string())?;
    lock.lock().map_err(|error| error.to_string())?;
    if has(&own) {
        return Ok(own);
    }
    let run = |command: &mut Command| match command.output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => {
            Err(String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or_default().to_owned())
        }
        Err(error) => Err(error.to_string()),
    };
    run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    let requirements = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/requirements.txt");
    run(Command::new(&own)
        .args(["-m", "pip", "install", "-q", "--disable-pip-version-check", "-r"])
        .arg(requirements))?;
    if has(&own) { Ok(own) } else { Err("the peers were installed and cannot be imported".to_owned()) }
}

/// What a command prints; it must succeed.
pub fn ostrakon(data: &Path, arguments: &[&str]) -> String {
    ostrakon_at(data, None, arguments)
}

/// The binary, with the clock of an exercise where there is one.
pub fn binary(clock: Option<&str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ostrakon"));
    command.envs(clock.map(|clock| ("OSTRAKON_EXERCISE_CLOCK", clock)));
    command
}

/// As [`ostrakon`], at a time.
pub fn ostrakon_at(data: &Path, clock: Option<&str>, arguments: &[&str]) -> String {
    let output = binary(clock).args(arguments).arg("--data").arg(data).output().expect("the binary starts");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// A server that ends with the test.
pub struct Served(Child, pub String);

impl Served {
    /// The process's id.
    #[allow(dead_code, reason = "only some tests send signals")]
    pub fn id(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub fn serve(data: &Path) -> Served {
    serve_at(data, None)
}

/// As [`serve`], at a time.
pub fn serve_at(data: &Path, clock: Option<&str>) -> Served {
    let mut child = binary(clock)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut lines = BufReader::new(child.stderr.take().expect("piped")).lines();
    let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
        line.strip_prefix("Open ").and_then(|rest| rest.split_whitespace().next()).map(str::to_owned)
    });
    // What it says later is read, so that it never waits for a reader.
    std::thread::spawn(move || lines.for_each(drop));
    Served(child, address.expect("an address").trim_end_matches('/').to_owned())
}
