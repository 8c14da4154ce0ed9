//! A line between two nodes that a test can cut, slow down, alter, or make as old as the first version.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What a line does to what passes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Bytes go through.
    Clear,
    /// Each answer comes late.
    Slow,
    /// One byte of each long answer is another.
    Altering,
    /// Whoever is behind it knows TAXII and nothing else.
    Old,
}

/// When the line is cut.
#[derive(Clone, Copy, Debug, Default)]
struct Cut {
    /// Bytes of answers that pass before it is.
    after: usize,
    /// Of those, already passed.
    passed: usize,
    /// How often it is cut still.
    times: u32,
}

/// A line. It ends with the test's process.
pub struct Line {
    pub address: SocketAddr,
    to: Arc<Mutex<SocketAddr>>,
    mood: Arc<Mutex<Mood>>,
    cut: Arc<Mutex<Cut>>,
    /// How often it was cut.
    pub cuts: Arc<AtomicU64>,
}

impl Line {
    pub fn to(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let line = Self {
            address: listener.local_addr().expect("an address"),
            to: Arc::new(Mutex::new(target)),
            mood: Arc::new(Mutex::new(Mood::Clear)),
            cut: Arc::default(),
            cuts: Arc::new(AtomicU64::new(0)),
        };
        let (to, mood) = (Arc::clone(&line.to), Arc::clone(&line.mood));
        let (cut, cuts) = (Arc::clone(&line.cut), Arc::clone(&line.cuts));
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (to, mood) = (*to.lock().expect("sound"), *mood.lock().expect("sound"));
                let (cut, cuts) = (Arc::clone(&cut), Arc::clone(&cuts));
                std::thread::spawn(move || {
                    // A broken line is what these tests are about: nothing is to be done about it here.
                    let _ = one(client, to, mood, &cut, &cuts);
                });
            }
        });
        line
    }

    /// The node behind it has another address since.
    pub fn leads_to(&self, target: SocketAddr) {
        *self.to.lock().expect("sound") = target;
    }

    pub fn is(&self, mood: Mood) {
        *self.mood.lock().expect("sound") = mood;
    }

    /// Cuts the line after so many bytes of answers, and each time that somebody tries again, so many times in all.
    pub fn cut_after(&self, bytes: usize, times: u32) {
        *self.cut.lock().expect("sound") = Cut { after: bytes, passed: 0, times };
    }
}

/// A message: its head and its body.
fn message(from: &mut TcpStream) -> std::io::Result<Option<(String, Vec<u8>)>> {
    let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        match from.read(&mut piece)? {
            0 => return Ok(None),
            read => bytes.extend_from_slice(&piece[..read]),
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut body = bytes.split_off(end);
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    match length {
        Some(length) => {
            while body.len() < length {
                match from.read(&mut piece)? {
                    0 => return Ok(None),
                    read => body.extend_from_slice(&piece[..read]),
                }
            }
        }
        // An answer without a length ends with its connection.
        None if head.starts_with("HTTP/") => drop(from.read_to_end(&mut body)?),
        None => {}
    }
    Ok(Some((head, body)))
}

/// One request a connection, so that a cut falls into a request and never between two.
fn one(
    mut client: TcpStream,
    to: SocketAddr,
    mood: Mood,
    cut: &Mutex<Cut>,
    cuts: &AtomicU64,
) -> std::io::Result<()> {
    let Some((head, body)) = message(&mut client)? else { return Ok(()) };
    let close = |head: &str| {
        let kept = head.lines().filter(|line| {
            let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
            !line.is_empty() && name != "connection" && (mood != Mood::Old || name != "ostrakon-seal")
        });
        kept.fold(String::new(), |text, line| text + line + "\r\n") + "Connection: close\r\n\r\n"
    };
    if mood == Mood::Old && head.split(' ').nth(1).is_some_and(|path| path.starts_with("/api/")) {
        let answer = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        return client.write_all(answer.as_bytes());
    }
    let mut server = TcpStream::connect(to)?;
    server.write_all(close(&head).as_bytes())?;
    server.write_all(&body)?;
    let Some((head, mut body)) = message(&mut server)? else { return client.shutdown(Shutdown::Both) };
    if mood == Mood::Slow {
        std::thread::sleep(Duration::from_millis(30));
    }
    if mood == Mood::Altering && body.len() > 200 {
        // Within the name of an object: JSON stays JSON.
        if let Some(at) = body.windows(8).position(|word| word == b"incident") {
            body[at] = b'I';
        }
    }
    let answer = [close(&head).into_bytes(), body].concat();
    for piece in answer.chunks(16 << 10) {
        let is_cut = {
            let mut cut = cut.lock().expect("sound");
            cut.passed += piece.len();
            let is_cut = cut.times > 0 && cut.passed > cut.after;
            if is_cut {
                cut.times -= 1;
            }
            is_cut
        };
        if is_cut {
            cuts.fetch_add(1, Ordering::SeqCst);
            client.write_all(&piece[..piece.len() / 2])?;
            return client.shutdown(Shutdown::Both);
        }
        client.write_all(piece)?;
    }
    client.shutdown(Shutdown::Write)
}
