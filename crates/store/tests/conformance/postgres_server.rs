//! A throw-away PostgreSQL: the machine's own binaries, a folder and a socket that nobody else sees, no network.

use std::{
    env, fs,
    io::Read,
    os::unix::fs::{PermissionsExt, chown},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

/// Set by the commit check: there, a missing PostgreSQL is a failure and not a skipped test.
const REQUIRE: &str = "OSTRAKON_REQUIRE_POSTGRES";

pub struct Server {
    process: Child,
    folder: tempfile::TempDir,
}

fn program(name: &str) -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> =
        env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|entry| entry.path().join("bin")).collect())
        .unwrap_or_default();
    versions.sort();
    folders.extend(versions.into_iter().rev());
    folders.into_iter().map(|folder| folder.join(name)).find(|path| path.is_file())
}

fn user_ids(name: &str) -> Option<(u32, u32)> {
    let people = fs::read_to_string("/etc/passwd").ok()?;
    let line = people.lines().find(|line| line.split(':').next() == Some(name))?;
    let fields: Vec<&str> = line.split(':').collect();
    Some((fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?))
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|meta| std::os::unix::fs::MetadataExt::uid(&meta) == 0)
}

/// PostgreSQL refuses to run as root; then it runs as its own user, or as nobody.
fn command(program: &Path) -> Result<(Command, Option<(u32, u32)>), String> {
    if !is_root() {
        return Ok((Command::new(program), None));
    }
    let ids = user_ids("postgres").or_else(|| user_ids("nobody")).ok_or("there is no user to run it as")?;
    let mut command = Command::new("setpriv");
    command.arg(format!("--reuid={}", ids.0)).arg(format!("--regid={}", ids.1)).arg("--clear-groups");
    // Should this test be killed, the server goes with it.
    command.args(["--pdeathsig", "INT"]).arg(program);
    Ok((command, Some(ids)))
}

fn run(mut command: Command) -> Result<(), String> {
    let out = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if out.status.success() {
        return Ok(());
    }
    Err(format!("{command:?}: {}", String::from_utf8_lossy(&out.stderr)))
}

impl Server {
    /// Starts a server; `None`, with the reason printed, where that cannot be.
    pub fn start() -> Option<Self> {
        match Self::try_start() {
            Ok(server) => Some(server),
            Err(reason) if env::var_os(REQUIRE).is_some_and(|value| value != "0") => {
                panic!("PostgreSQL is required ({REQUIRE} is set), and {reason}")
            }
            Err(reason) => {
                println!("skipped: PostgreSQL, because {reason}");
                None
            }
        }
    }

    fn try_start() -> Result<Self, String> {
        let missing = |name: &str| format!("{name} is missing (Debian: apt-get install postgresql)");
        let initdb = program("initdb").ok_or_else(|| missing("initdb"))?;
        let postgres = program("postgres").ok_or_else(|| missing("postgres"))?;
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        // Its user must be able to come through.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755))
            .map_err(|error| error.to_string())?;
        let data = folder.path().join("data");
        let socket = folder.path().join("socket");
        for part in [&data, &socket] {
            fs::create_dir(part).map_err(|error| error.to_string())?;
            if let Some((user, group)) = command(&initdb)?.1 {
                chown(part, Some(user), Some(group)).map_err(|error| error.to_string())?;
            }
        }
        let make = |locale: &[&str]| -> Result<(), String> {
            let (mut make, _) = command(&initdb)?;
            make.arg("-D").arg(&data).args(["-U", "ostrakon", "-A", "trust", "--no-sync", "-E", "UTF8"]);
            make.args(locale).current_dir(folder.path());
            run(make)
        };
        // A dictionary's order of letters, where there is one: the store must not depend on it.
        make(&["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US"])
            .or_else(|_| make(&["--locale=C.UTF-8"]))
            .or_else(|_| make(&[]))?;
        let (mut start, _) = command(&postgres)?;
        start.arg("-D").arg(&data).arg("-k").arg(&socket).args([
            "-h",
            "",
            "-F",
            "-c",
            "full_page_writes=off",
        ]);
        let process = start
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| error.to_string())?;
        let mut server = Self { process, folder };
        for _ in 0..600 {
            if postgres::Client::connect(&server.url(None), postgres::NoTls).is_ok() {
                return Ok(server);
            }
            if server.process.try_wait().map_err(|error| error.to_string())?.is_some() {
                break;
            }
            thread::sleep(Duration::from_millis(50));
        }
        server.stop();
        let mut said = String::new();
        if let Some(mut stderr) = server.process.stderr.take() {
            stderr.read_to_string(&mut said).map_err(|error| error.to_string())?;
        }
        Err(format!("it did not start: {said}"))
    }

    /// Address of the database, in a schema of its own.
    pub fn url(&self, schema: Option<&str>) -> String {
        let socket = self.folder.path().join("socket");
        let host = socket.to_string_lossy().replace('/', "%2F");
        let options = schema.map(|name| format!("?options=-c%20search_path%3D{name}")).unwrap_or_default();
        format!("postgres://ostrakon@{host}/postgres{options}")
    }

    /// A new, empty schema.
    pub fn schema(&self, name: &str) -> String {
        let mut client =
            postgres::Client::connect(&self.url(None), postgres::NoTls).expect("the server is up");
        client
            .batch_execute(&format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}"))
            .expect("a schema can be made");
        self.url(Some(name))
    }

    fn stop(&mut self) {
        // A fast shutdown of this process and no other.
        let stopped = Command::new("kill").args(["-INT", &self.process.id().to_string()]).status();
        if !stopped.is_ok_and(|status| status.success()) {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}
