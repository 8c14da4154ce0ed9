//! A real server on a loopback port, asked by hand-written requests.

use ostrakon_server::{Error, serve, serve_until};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::mpsc;
use std::time::{Duration, Instant};

const ANY_PORT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// A folder with a secret, a result in it, and ways out of the result that must not work.
fn result_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let result = folder.path().join("result");
    fs::create_dir_all(result.join("exhibits/deep")).unwrap();
    fs::write(folder.path().join("secret.txt"), "SECRET").unwrap();
    fs::write(result.join("report.html"), "<!doctype html><title>Report</title>").unwrap();
    fs::write(result.join("edges.csv"), "source,target\na,b\n").unwrap();
    fs::write(result.join(".hidden"), "SECRET").unwrap();
    fs::write(result.join("exhibits/deep/a b.json"), "{}").unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path().join("secret.txt"), result.join("link.txt")).unwrap();
        std::os::unix::fs::symlink(folder.path(), result.join("up")).unwrap();
    }
    folder
}

/// Serves `dir` while `ask` runs.
fn while_serving(dir: &Path, ask: impl FnOnce(SocketAddr)) {
    let (ready, address) = mpsc::channel();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    std::thread::scope(|scope| {
        let serving = scope.spawn(move || {
            let stopped = async {
                let _ = stopped.await;
            };
            serve_until(dir, ANY_PORT, move |address| ready.send(address).unwrap(), stopped)
        });
        ask(address.recv().expect("the server is ready"));
        // Dropped by a failing `ask` too, so that a failure never hangs.
        drop(stop);
        serving.join().unwrap().unwrap();
    });
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

fn send(address: SocketAddr, request: &str) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    Answer { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
}

fn get(address: SocketAddr, path: &str) -> Answer {
    send(address, &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"))
}

#[test]
fn the_report_its_files_and_a_sign_of_life_are_served() {
    let folder = result_folder();
    while_serving(&folder.path().join("result"), |address| {
        let report = get(address, "/");
        assert_eq!((report.status, report.body.contains("Report")), (200, true));
        assert!(report.head.contains("content-type: text/html; charset=utf-8"));
        let edges = get(address, "/files/edges.csv");
        assert_eq!((edges.status, edges.body.as_str()), (200, "source,target\na,b\n"));
        assert!(edges.head.contains("content-type: text/csv; charset=utf-8"));
        assert!(edges.head.contains("content-length: 18"));
        assert_eq!(get(address, "/edges.csv").body, edges.body, "a link relative to the report");
        assert_eq!(get(address, "/files/exhibits/deep/a%20b.json").status, 200);
        assert_eq!(get(address, "/healthz").body, "ok\n");
    });
}

#[test]
fn no_request_leaves_the_folder() {
    let folder = result_folder();
    while_serving(&folder.path().join("result"), |address| {
        let absolute = format!("/files/{}", folder.path().join("secret.txt").display());
        for path in [
            "/files/../secret.txt",
            "/../secret.txt",
            "/files/%2e%2e/secret.txt",
            "/files/..%2fsecret.txt",
            "/files/exhibits/../../secret.txt",
            "/files/....//secret.txt",
            "/files/%252e%252e/secret.txt",
            "/files/..%5csecret.txt",
            "/files//etc/passwd",
            "/files/%2fetc%2fpasswd",
            "/files/report.html%00.txt",
            "/files/%ff%fe",
            "/files/link.txt",
            "/files/up/secret.txt",
            "/files/.hidden",
            "/files/exhibits",
            "/files/",
            &absolute,
        ] {
            let answer = get(address, path);
            assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
            assert!(!answer.body.contains("SECRET") && !answer.body.contains("root:"), "{path}");
        }
    });
}

#[test]
fn every_answer_bears_the_security_headers() {
    let folder = result_folder();
    while_serving(&folder.path().join("result"), |address| {
        let post =
            format!("POST / HTTP/1.1\r\nHost: {address}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        let answers =
            [get(address, "/"), get(address, "/files/none"), get(address, "/healthz"), send(address, &post)];
        assert_eq!(answers.each_ref().map(|answer| answer.status), [200, 404, 200, 405]);
        for answer in answers {
            for header in [
                "content-security-policy: default-src 'none';",
                "frame-ancestors 'none'",
                "x-content-type-options: nosniff",
                "referrer-policy: no-referrer",
                "x-frame-options: deny",
                "cache-control: no-store",
                "cross-origin-opener-policy: same-origin",
            ] {
                assert!(answer.head.contains(header), "{header} in {}", answer.head);
            }
        }
    });
}

#[test]
fn a_head_request_has_the_length_and_no_body() {
    let folder = result_folder();
    while_serving(&folder.path().join("result"), |address| {
        let request = format!("HEAD /edges.csv HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        let answer = send(address, &request);
        assert_eq!((answer.status, answer.body.as_str()), (200, ""));
        assert!(answer.head.contains("content-length: 18"));
    });
}

#[test]
fn only_names_of_this_machine_are_answered() {
    let folder = result_folder();
    while_serving(&folder.path().join("result"), |address| {
        for (host, status) in [
            ("localhost:1", 200),
            ("127.0.0.1", 200),
            ("[::1]:80", 200),
            ("attacker.example", 421),
            ("localhost.attacker.example:80", 421),
            ("10.0.0.1", 421),
            ("", 421),
        ] {
            let answer =
                send(address, &format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
            assert_eq!(answer.status, status, "{host}");
        }
        assert_eq!(send(address, "GET / HTTP/1.0\r\n\r\n").status, 421);
        assert_eq!(send(address, "\0\0 nonsense\r\n\r\n").status, 400);
    });
}

#[test]
fn a_file_that_is_gone_says_so_and_a_large_one_arrives_whole() {
    let folder = result_folder();
    let result = folder.path().join("result");
    let large = "0123456789abcdef".repeat(200_000);
    fs::write(result.join("large.ndjson"), &large).unwrap();
    while_serving(&result, |address| {
        assert!(get(address, "/files/large.ndjson").body == large);
        fs::remove_file(result.join("edges.csv")).unwrap();
        assert_eq!(get(address, "/files/edges.csv").status, 410);
    });
}

#[test]
fn an_idle_connection_does_not_hold_up_the_end() {
    let folder = result_folder();
    let mut start = Instant::now();
    let mut idle = None;
    while_serving(&folder.path().join("result"), |address| {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes()).unwrap();
        let mut line = String::new();
        BufReader::new(stream.try_clone().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line, "HTTP/1.1 200 OK\r\n");
        idle = Some(stream);
        start = Instant::now();
    });
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
}

#[test]
fn what_cannot_be_served_is_said_before_anything_listens() {
    let folder = result_folder();
    let never = |_: SocketAddr| panic!("not ready");
    let result = folder.path().join("result");

    let taken = TcpListener::bind(ANY_PORT).unwrap();
    let address = taken.local_addr().unwrap();
    let error = serve(&result, address, never).unwrap_err();
    assert!(matches!(error, Error::PortTaken(_)));
    assert_eq!(
        error.to_string(),
        format!(
            "{address} is in use by another program; choose another address, or let the system choose: --listen 127.0.0.1:0"
        )
    );

    let open = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 8_080));
    let message = serve(&result, open, never).unwrap_err().to_string();
    assert!(message.ends_with("use --listen 127.0.0.1:8080"), "{message}");

    assert!(matches!(serve(folder.path(), ANY_PORT, never), Err(Error::NoReport(_))));
    assert!(matches!(serve(&folder.path().join("none"), ANY_PORT, never), Err(Error::Io { .. })));
}

/// Not a test of its own: the process that the test below interrupts.
#[cfg(unix)]
#[test]
fn serve_in_a_child_process() {
    if let Ok(dir) = std::env::var("OSTRAKON_TEST_SERVE") {
        serve(Path::new(&dir), ANY_PORT, |address| println!("\nready {address}")).unwrap();
        println!("\nstopped well");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_the_server_well() {
    use std::process::{Command, Stdio};
    let folder = result_folder();
    for signal in ["-INT", "-TERM"] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "serve_in_a_child_process", "--nocapture"])
            .env("OSTRAKON_TEST_SERVE", folder.path().join("result"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let ready = lines.find(|line| line.starts_with("ready ")).expect("the child is ready");
        assert_eq!(get(ready["ready ".len()..].parse().unwrap(), "/healthz").status, 200);
        assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
        assert!(lines.any(|line| line == "stopped well"), "{signal}");
        assert!(child.wait().unwrap().success());
    }
}
