//! The client's side of the conversation: ask, add, go on where it broke off.
//!
//! **The problem.** Links break in the middle. What was fetched must not be fetched as new again, what was sent must
//! not stand twice, and nobody may believe that all went over when a part did not.
//!
//! **The choice.** After every page the caller gets a *mark*, the date added of the last object, and keeps it with what
//! it stored. Going on from a mark asks for what was added since *one microsecond before* it: a server may give several
//! objects one date and cut a page between them. What comes twice is recognised by its id and version and adds nothing.
//! Adding sends pieces, waits for each piece's status, and counts sent, taken and refused with reasons; a piece whose
//! answer was lost is sent again.
//!
//! **Rejected.** Keeping the server's `next` for later: it is only promised within one conversation (§3.5).

use super::envelope;
use super::resource::{ApiRoot, Collections, Discovery, Manifest, ManifestRecord, Status, StatusDetails};
use super::stamp;
use serde::de::DeserializeOwned;

/// A request that somebody else puts onto the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST` or `DELETE`.
    pub method: &'static str,
    /// Absolute address.
    pub url: String,
    /// The body of a `POST`.
    pub body: Option<Vec<u8>>,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// `X-TAXII-Date-Added-Last`.
    pub date_added_last: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

/// Puts requests onto the wire, with the media types of this protocol and the partner's credentials.
pub trait Transport {
    /// Sends one request and waits for its answer.
    ///
    /// # Errors
    /// A sentence that says why no answer came.
    fn send(&self, request: &Request) -> Result<Reply, String>;
}

/// Why a conversation stopped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// No answer.
    #[error("{url}: no answer ({why}); what was transferred so far is kept, run it again to go on")]
    NoAnswer {
        /// What was asked.
        url: String,
        /// What the transport said.
        why: String,
    },
    /// The partner refused.
    #[error("{url}: refused with status {status}: {why}")]
    Refused {
        /// What was asked.
        url: String,
        /// HTTP status.
        status: u16,
        /// The partner's words.
        why: String,
    },
    /// An answer that is not of this protocol.
    #[error("{url}: the answer is no TAXII 2.1: {why}")]
    Nonsense {
        /// What was asked.
        url: String,
        /// What is wrong with it.
        why: String,
    },
    /// The one who receives the objects could not keep them.
    #[error("what was received could not be kept: {0}")]
    Kept(String),
}

/// One page that was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Polled {
    /// Objects, one JSON text each.
    pub objects: Vec<String>,
    /// The mark to keep with them: from here to go on.
    pub mark: Option<String>,
}

/// What became of objects that were sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pushed {
    /// Sent.
    pub sent: u64,
    /// Taken by the partner, those that were there already included.
    pub accepted: u64,
    /// Refused, with the partner's reasons.
    pub refused: Vec<StatusDetails>,
}

/// A conversation with one API root.
pub struct Client<'a> {
    transport: &'a dyn Transport,
    /// Ends with a slash.
    root: String,
}

/// The most objects and bytes in one request to add.
const PIECE: (usize, usize) = (5_000, 16 << 20);
/// Objects in a page that is asked for; a server may give fewer.
const PAGE: usize = 5_000;
/// How often a piece is sent again, and how often a pending status is asked for.
const TRIES: usize = 5;
/// The most empty pages of one conversation: a server that says `more` for ever is left.
const IDLE_PAGES: usize = 100;

impl<'a> Client<'a> {
    /// A conversation with the API root at an address.
    pub fn new(transport: &'a dyn Transport, api_root: &str) -> Self {
        Self { transport, root: format!("{}/", api_root.trim_end_matches('/')) }
    }

    /// Asks a server which API roots it has.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn discover(transport: &dyn Transport, server: &str) -> Result<Discovery, Failure> {
        let url = format!("{}/taxii2/", server.trim_end_matches('/').trim_end_matches("/taxii2"));
        get(transport, &url).and_then(|reply| read(&url, &reply))
    }

    /// What this API root is.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn about(&self) -> Result<ApiRoot, Failure> {
        get(self.transport, &self.root).and_then(|reply| read(&self.root, &reply))
    }

    /// Its collections.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn collections(&self) -> Result<Collections, Failure> {
        let url = format!("{}collections/", self.root);
        get(self.transport, &url).and_then(|reply| read(&url, &reply))
    }

    /// Everything that was added to a collection since a mark, page by page; every version. `keep` stores a page
    /// together with its mark before the next page is asked for.
    ///
    /// # Errors
    /// [`Failure`]; what was kept stays kept, and the last mark goes on from there.
    pub fn poll(
        &self,
        collection: &str,
        mark: Option<&str>,
        mut keep: impl FnMut(Polled) -> Result<(), String>,
    ) -> Result<(), Failure> {
        let base = format!("{}collections/{}/objects/", self.root, escape(collection));
        let since = mark.and_then(stamp::parse).map(|micros| stamp::write(micros - 1));
        let (mut next, mut idle) = (None::<String>, 0);
        // Some servers keep the place under one cursor: what goes on is told by the pages, not by their names.
        let mut before = Vec::new();
        loop {
            let url = query(&base, since.as_deref(), next.as_deref());
            let reply = get(self.transport, &url)?;
            let page = if reply.body.is_empty() { b"{}" } else { reply.body.as_slice() };
            let page: envelope::Envelope<'_> = serde_json::from_slice(page)
                .map_err(|error| Failure::Nonsense { url: url.clone(), why: error.to_string() })?;
            let objects: Vec<String> = page.objects.iter().map(|object| object.get().to_owned()).collect();
            if objects.is_empty() || objects == before {
                idle += 1;
            } else {
                idle = 0;
                before.clone_from(&objects);
                keep(Polled { objects, mark: reply.date_added_last.clone() }).map_err(Failure::Kept)?;
            }
            match page.next {
                Some(cursor) if page.more && idle < IDLE_PAGES => next = Some(cursor),
                _ if page.more => {
                    let why = "it says there is more, and not how to ask for it".to_owned();
                    return Err(Failure::Nonsense { url, why });
                }
                _ => return Ok(()),
            }
        }
    }

    /// The whole manifest of a collection, every version: what the two ends compare.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn manifest(&self, collection: &str) -> Result<Vec<ManifestRecord>, Failure> {
        let base = format!("{}collections/{}/manifest/", self.root, escape(collection));
        let (mut all, mut next) = (Vec::new(), None::<String>);
        loop {
            let url = query(&base, None, next.as_deref());
            let reply = get(self.transport, &url)?;
            let page: Manifest = read(&url, &reply)?;
            let empty = page.objects.is_empty();
            all.extend(page.objects);
            match page.next {
                Some(cursor) if page.more && !empty => next = Some(cursor),
                _ => return Ok(all),
            }
        }
    }

    /// Sends objects, one JSON text each, in pieces. `done` is told after each piece how many objects are behind it, so
    /// that an interrupted transfer goes on there.
    ///
    /// # Errors
    /// [`Failure`]; pieces that were acknowledged stay acknowledged.
    pub fn push<T: AsRef<[u8]>>(
        &self,
        collection: &str,
        objects: &[T],
        mut done: impl FnMut(usize),
    ) -> Result<Pushed, Failure> {
        let url = format!("{}collections/{}/objects/", self.root, escape(collection));
        let (mut result, mut from) = (Pushed::default(), 0);
        while from < objects.len() {
            let to = piece(objects, from);
            let body = envelope::write(&objects[from..to], None);
            let request = Request { method: "POST", url: url.clone(), body: Some(body) };
            let reply = send(self.transport, &request)?;
            let status = self.settled(read(&url, &reply)?)?;
            result.sent += (to - from) as u64;
            result.accepted += status.success_count;
            result.refused.extend(status.failures);
            from = to;
            done(from);
        }
        Ok(result)
    }

    /// Removes an object, all versions, from a collection.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn delete(&self, collection: &str, id: &str) -> Result<(), Failure> {
        let url = format!(
            "{}collections/{}/objects/{}/?match%5Bversion%5D=all",
            self.root,
            escape(collection),
            escape(id)
        );
        send(self.transport, &Request { method: "DELETE", url, body: None }).map(|_| ())
    }

    /// Asks an address of the same server outside of this protocol: `path` begins where `/taxii2` begins in the root's
    /// address. `None` where the server has no such address, or not for us: other systems and earlier versions of this
    /// one do not.
    ///
    /// # Errors
    /// [`Failure::NoAnswer`] when the line broke.
    pub fn beside(
        &self,
        method: &'static str,
        path: &str,
        body: Option<Vec<u8>>,
    ) -> Result<Option<Reply>, Failure> {
        let Some(end) = self.root.find("/taxii2") else { return Ok(None) };
        let url = format!("{}{path}", &self.root[..end]);
        match send(self.transport, &Request { method, url, body }) {
            Ok(reply) => Ok(Some(reply)),
            Err(Failure::Refused { .. }) => Ok(None),
            // Some servers answer 500 to whatever they do not know.
            Err(Failure::NoAnswer { why, .. }) if why.starts_with("status 5") => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// Waits until a request to add is decided on.
    fn settled(&self, mut status: Status) -> Result<Status, Failure> {
        for _ in 0..TRIES * 20 {
            if status.status != "pending" {
                return Ok(status);
            }
            let url = format!("{}status/{}/", self.root, escape(&status.id));
            status = read(&url, &get(self.transport, &url)?)?;
        }
        Err(Failure::Nonsense {
            url: self.root.clone(),
            why: format!("the status {} stays pending; ask the partner about it", status.id),
        })
    }
}

/// Where the piece that begins at `from` ends: at least one object.
fn piece<T: AsRef<[u8]>>(objects: &[T], from: usize) -> usize {
    let (mut bytes, mut to) = (0, from);
    while to < objects.len() && to - from < PIECE.0 {
        bytes += objects[to].as_ref().len() + 1;
        if bytes > PIECE.1 && to > from {
            break;
        }
        to += 1;
    }
    to
}

/// The address of a page: every version, in pages that are worth a journey.
fn query(base: &str, since: Option<&str>, next: Option<&str>) -> String {
    let mut url = format!("{base}?match%5Bversion%5D=all&limit={PAGE}");
    let mut add = |name: &str, value: &str| {
        url.push('&');
        url.push_str(name);
        url.push('=');
        url.push_str(&escape(value));
    };
    if let Some(since) = since {
        add("added_after", since);
    }
    if let Some(next) = next {
        add("next", next);
    }
    url
}

/// Percent-encodes everything but RFC 3986's unreserved characters.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    out
}

fn get(transport: &dyn Transport, url: &str) -> Result<Reply, Failure> {
    send(transport, &Request { method: "GET", url: url.to_owned(), body: None })
}

/// Sends, and sends again when no answer came: every request of this protocol may be repeated.
fn send(transport: &dyn Transport, request: &Request) -> Result<Reply, Failure> {
    let mut last = String::new();
    for _ in 0..TRIES {
        match transport.send(request) {
            Ok(reply) if (200..300).contains(&reply.status) => return Ok(reply),
            // 429 and 5xx pass; the transport waits between tries if its partner asks for it.
            Ok(reply) if reply.status == 429 || reply.status >= 500 => {
                last = format!("status {}", reply.status);
            }
            Ok(reply) => {
                let words: String = String::from_utf8_lossy(&reply.body).chars().take(400).collect();
                return Err(Failure::Refused { url: request.url.clone(), status: reply.status, why: words });
            }
            Err(why) => last = why,
        }
    }
    Err(Failure::NoAnswer { url: request.url.clone(), why: last })
}

fn read<T: DeserializeOwned>(url: &str, reply: &Reply) -> Result<T, Failure> {
    serde_json::from_slice(&reply.body)
        .map_err(|error| Failure::Nonsense { url: url.to_owned(), why: error.to_string() })
}

#[cfg(test)]
mod tests;
