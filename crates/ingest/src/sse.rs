//! A recorded stream of server-sent events (`event: …`, `data: …`), read as one JSON frame a line.
//!
//! The problem: Mastodon streams statuses over two wires, and what was recorded from the one (SSE) is no JSON. The choice:
//! while reading, each `data:` line becomes the frame that the other wire (WebSocket) would have brought, and every other
//! line an empty one, so that the numbers of lines stay those of the file. Offsets and lengths are those of the frames.
//! Rejected: data of an event over several lines, which the standard allows and Mastodon does not write: each is a frame,
//! and none of them is JSON, so that the rejects say so.

use std::io::{self, BufRead, BufReader, Read};

/// Whether these first bytes are server-sent events.
pub fn looks_like(head: &[u8]) -> bool {
    const FIELDS: [&[u8]; 5] = [b":", b"event:", b"data:", b"id:", b"retry:"];
    let mut lines = head.split(|&b| b == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let first: Vec<&[u8]> = lines.by_ref().take(20).collect();
    // The last line of a part may be cut anywhere.
    let whole = &first[..first.len().saturating_sub(usize::from(lines.next().is_none()))];
    let has = |name: &[u8]| first.iter().any(|line| line.starts_with(name));
    whole.iter().all(|line| FIELDS.iter().any(|name| line.starts_with(name)))
        && has(b"event:")
        && has(b"data:")
}

/// Reads server-sent events as frames.
pub struct Events<R> {
    inner: BufReader<R>,
    event: Vec<u8>,
    line: Vec<u8>,
    out: Vec<u8>,
    at: usize,
}

/// Bytes of a line that are held. What is longer is cut into pieces, none of which is JSON.
const LINE: u64 = 64 << 20;

impl<R: Read> Events<R> {
    /// Reads `inner` from the start of a line.
    pub fn new(inner: R) -> Self {
        let (event, line, out) = (Vec::new(), Vec::new(), Vec::new());
        Self { inner: BufReader::with_capacity(64 << 10, inner), event, line, out, at: 0 }
    }

    /// Makes the frame of the next line; `false` at the end.
    fn refill(&mut self) -> io::Result<bool> {
        self.line.clear();
        self.out.clear();
        self.at = 0;
        if (&mut self.inner).take(LINE).read_until(b'\n', &mut self.line)? == 0 {
            return Ok(false);
        }
        let line = self.line.trim_ascii();
        let value = |name: &[u8]| line.strip_prefix(name).map(<[u8]>::trim_ascii);
        if let Some(data) = value(b"data:") {
            self.out.extend_from_slice(b"{\"stream\":[\"sse\"],\"event\":");
            quote(&self.event, &mut self.out);
            self.out.extend_from_slice(b",\"payload\":");
            quote(data, &mut self.out);
            self.out.push(b'}');
        } else if let Some(event) = value(b"event:") {
            self.event = event.to_vec();
        } else if line.is_empty() {
            self.event.clear();
        }
        if self.line.ends_with(b"\n") {
            self.out.push(b'\n');
        }
        Ok(true)
    }
}

/// Writes a text of JSON; what is no UTF-8 stays that, so that its row is rejected and not silently changed.
fn quote(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    for &b in text {
        match b {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', b]),
            0..0x20 => out.extend_from_slice(format!("\\u{b:04x}").as_bytes()),
            _ => out.push(b),
        }
    }
    out.push(b'"');
}

impl<R: Read> Read for Events<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while self.at == self.out.len() {
            if !self.refill()? {
                return Ok(0);
            }
        }
        let n = buf.len().min(self.out.len() - self.at);
        buf[..n].copy_from_slice(&self.out[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn frames(text: &[u8]) -> String {
        let mut out = String::new();
        Events::new(text).read_to_string(&mut out).expect("UTF-8");
        out
    }

    #[test]
    fn each_data_line_is_the_frame_of_its_event_and_lines_stay_lines() {
        let recorded =
            ":)\nevent: update\ndata: {\"id\":\"1\"}\n\n:thump\nevent: delete\r\ndata: 11\r\n\ndata: x\\y";
        assert!(looks_like(recorded.as_bytes()));
        let frames = frames(recorded.as_bytes());
        let seen: Vec<(usize, Value)> = (1..)
            .zip(frames.lines())
            .filter(|(_, line)| !line.is_empty())
            .map(|(number, line)| (number, serde_json::from_str(line).expect("a frame")))
            .collect();
        let frame =
            |event: &str, payload: &str| json!({"stream": ["sse"], "event": event, "payload": payload});
        let wanted =
            [(3, frame("update", "{\"id\":\"1\"}")), (7, frame("delete", "11")), (9, frame("", "x\\y"))];
        assert_eq!(seen, wanted);
    }

    #[test]
    fn tables_are_no_events() {
        for other in
            ["event,data\n1,2\n", "data: x\ndata: y\n", "", "event: a\n", "event: a\ndata\ndata: b\nx\n"]
        {
            assert!(!looks_like(other.as_bytes()), "{other}");
        }
    }

    proptest! {
        #[test]
        fn lines_and_payloads_come_through(data in prop::collection::vec("[^\n\r]{0,20}", 0..6)) {
            let text = data.iter().map(|one| format!("event: update\ndata: {one}\n\n")).collect::<Vec<_>>().concat();
            let frames = frames(text.as_bytes());
            prop_assert_eq!(frames.lines().count(), text.lines().count());
            let payloads: Vec<Value> = frames.lines().filter(|line| !line.is_empty())
                .map(|line| serde_json::from_str::<Value>(line).expect("a frame")["payload"].clone()).collect();
            let wanted: Vec<Value> = data.iter()
                .map(|one| String::from_utf8_lossy(one.as_bytes().trim_ascii()).into_owned().into()).collect();
            prop_assert_eq!(payloads, wanted);
        }
    }
}
