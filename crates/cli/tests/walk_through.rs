//! `docs/walk-through.md`, run as it stands: what a reader copies works.

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

/// The commands of a page, one block after the other.
fn commands(page: &str) -> String {
    let (mut script, mut inside) = (String::new(), false);
    for line in page.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            line if inside => script.extend([line, "\n"]),
            _ => {}
        }
    }
    script
}

#[test]
fn the_walk_through_runs_as_it_is_written() {
    if Command::new("curl").arg("--version").output().is_err() {
        eprintln!("skipped: the walk-through, because curl is missing (apt-get install curl)");
        return;
    }
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/walk-through.md");
    let page = std::fs::read_to_string(page).expect("the page is there");
    // A port that is free now; the page names one that a reader can remember.
    let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port").port();
    let script = commands(&page).replace("8361", &port.to_string());
    let folder = tempfile::tempdir().expect("a folder");
    let binary = Path::new(env!("CARGO_BIN_EXE_ostrakon")).parent().expect("a folder");
    let path = std::env::join_paths(
        std::iter::once(binary.to_owned())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    );
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", &script])
        .current_dir(folder.path())
        .env("PATH", path.expect("a path"))
        .output()
        .expect("bash starts");
    let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}\n{wrong}");
    for part in [
        "rule: activating-without-the-right",
        "rule: closing-before-enough-have-acknowledged",
        "rule: asking-twice-for-the-same",
        "rule: closing-on-an-oral-answer",
        "rule: acting-without-a-second-person",
        "rule: examining-ones-own-work",
    ] {
        assert!(said.contains(part) || wrong.contains(part), "{part} is missing:\n{said}\n{wrong}");
    }
    let report = std::fs::read_to_string(folder.path().join("second.html")).unwrap_or_default();
    assert!(report.contains("EXERCISE") && report.contains("TLP:AMBER"), "the situation report was written");
    assert!(said.contains("\"version\": 2"), "the second issue: {said}");
    assert!(said.contains("\"sent\":2,\"feedback\":2") && said.contains("Sound:"), "{said}");
}
