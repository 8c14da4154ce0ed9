//! Where an address names an account: profiles, posts below a profile, `at://` ids.
//!
//! **Choice.** A few shapes that hold across platforms, preferring to mask too much: a pseudonym in place of a word
//! that was no handle costs nothing, since equal addresses stay equal.
//! **Rejected.** A complete list of each platform's reserved words, which is out of date the day it is written.

use std::ops::Range;

/// Sites whose first path segment is a handle.
const HANDLE_FIRST: [&str; 17] = [
    "x.com",
    "twitter.com",
    "nitter.net",
    "t.me",
    "telegram.me",
    "telegram.dog",
    "instagram.com",
    "facebook.com",
    "fb.com",
    "vk.com",
    "vk.ru",
    "ok.ru",
    "threads.net",
    "threads.com",
    "fxtwitter.com",
    "vxtwitter.com",
    "fixupx.com",
];

/// First segments on those sites that are functions of the site; the handle may follow (`t.me/s/handle`).
const FUNCTIONS: [&str; 33] = [
    "i",
    "s",
    "c",
    "p",
    "reel",
    "reels",
    "tv",
    "search",
    "hashtag",
    "intent",
    "share",
    "sharer",
    "sharer.php",
    "home",
    "explore",
    "joinchat",
    "addstickers",
    "proxy",
    "stories",
    "watch",
    "groups",
    "events",
    "photo",
    "photo.php",
    "permalink.php",
    "story.php",
    "profile.php",
    "l.php",
    "login",
    "away.php",
    "public",
    "feed",
    "tags",
];

/// Segments behind which a handle or id stands, on any site.
const BEFORE_HANDLE: [&str; 8] = ["users", "user", "u", "profile", "people", "in", "channel", "author"];

/// Parameters that name an account on the sites of [`HANDLE_FIRST`].
const PARAMETERS: [&str; 4] = ["id", "screen_name", "user_id", "via"];

/// The parts of `address` that name accounts and are not marked by `@`, in order.
pub(super) fn names(address: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let Some(scheme) = address.find("://") else { return found };
    let rest_at = scheme + 3;
    if address[..scheme].eq_ignore_ascii_case("at") {
        let did = address[rest_at..].find(['/', '?', '#']).map_or(address.len(), |len| rest_at + len);
        if did > rest_at {
            found.push(rest_at..did);
        }
        return found;
    }
    behind_host(address, rest_at, &mut found);
    found
}

/// The same in addresses that a text writes without their scheme (`twitter.com/alice`, also `…?to=https://t.me/alice`):
/// wherever a slash follows the name of a host.
pub(super) fn bare_names(text: &str, found: &mut Vec<Range<usize>>) {
    /// Bytes that the name of a host may have.
    const HOST: usize = 253;
    /// Bytes of a path that are looked at: bounds the work on hostile texts.
    const LONGEST: usize = 200;
    let bytes = text.as_bytes();
    let mut done = 0;
    for slash in memchr::memchr_iter(b'/', bytes) {
        if slash < done {
            continue;
        }
        let port = bytes[..slash].iter().rev().take(5).take_while(|b| b.is_ascii_digit()).count();
        let end = if port > 0 && bytes[..slash - port].ends_with(b":") { slash - port - 1 } else { slash };
        let is_host = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-');
        let length = bytes[..end].iter().rev().take(HOST).take_while(is_host).count();
        let host = &bytes[end - length..end];
        if !host.contains(&b'.') || !host.last().is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let start = end - length;
        let parameters = HANDLE_FIRST.contains(&site(&text[start..end].to_ascii_lowercase()));
        let mut query = false;
        let stop = text[slash..].char_indices().find(|&(at, c)| {
            query |= c == '?';
            // Before a query these end the address that stands in the query of another.
            let goes_on = c.is_alphanumeric() || "_-.~%+@:/#$!*".contains(c) || (query && "?&=".contains(c));
            !goes_on || (query && !parameters) || at > LONGEST
        });
        let stop = stop.map_or(text.len(), |(len, _)| slash + len);
        let address = text[start..stop].trim_end_matches(['.', ':', '!', '?', '*', '~']);
        let before = found.len();
        behind_host(address, 0, found);
        for range in &mut found[before..] {
            *range = range.start + start..range.end + start;
        }
        // What stands in the path of this address is looked at; what stands in its query may be an address again.
        done = start + address.find(['?', '#']).unwrap_or(address.len());
    }
}

/// The site that a host in lower case is a mirror of, or is.
fn site(host: &str) -> &str {
    ["www.", "m.", "mobile."].iter().find_map(|mirror| host.strip_prefix(mirror)).unwrap_or(host)
}

/// The parts that name accounts behind the host, which begins at `rest_at`.
fn behind_host(address: &str, rest_at: usize, found: &mut Vec<Range<usize>>) {
    let rest = &address[rest_at..];
    let host_len = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = rest[..host_len].rsplit('@').next().unwrap_or("");
    let host = host.split(':').next().unwrap_or(host).to_ascii_lowercase();
    let handle_first = HANDLE_FIRST.contains(&site(&host));
    let path_end = host_len + rest[host_len..].find(['?', '#']).unwrap_or(rest.len() - host_len);
    let mut at = rest_at + host_len;
    let mut first = true;
    let mut expected = usize::from(handle_first);
    for segment in rest[host_len..path_end].split('/').skip(1) {
        at += 1;
        let range = at..at + segment.len();
        at = range.end;
        if segment.is_empty() {
            continue;
        }
        let leads = BEFORE_HANDLE.contains(&segment);
        let is_function = first && handle_first && (leads || FUNCTIONS.contains(&segment));
        if expected > 0 && !is_function {
            expected -= 1;
            if !segment.starts_with(['@', '+']) {
                found.push(range);
            }
        } else if first && !handle_first && leads_to_status(&address[range.end..]) {
            found.push(range);
        } else if segment == "people" {
            // facebook.com/people/Name/ID
            expected = 2;
        } else {
            expected = usize::from(leads || (is_function && segment == "s"));
        }
        first = false;
    }
    if handle_first && let Some(query) = rest[path_end..].strip_prefix('?') {
        let mut at = rest_at + path_end + 1;
        for piece in query.split('#').next().unwrap_or("").split('&') {
            if let Some((name, value)) = piece.split_once('=')
                && PARAMETERS.contains(&name)
                && !value.is_empty()
            {
                found.push(at + name.len() + 1..at + piece.len());
            }
            at += piece.len() + 1;
        }
    }
}

/// Whether a path goes on as that of a short message (`/status/1`): on any site what stands before it is its author.
fn leads_to_status(path: &str) -> bool {
    let number = path.strip_prefix("/status/").or_else(|| path.strip_prefix("/statuses/"));
    number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{bare_names, names};

    #[test]
    fn profiles_posts_and_ids_name_accounts() {
        for (address, expected) in [
            ("https://x.com/alice", vec!["alice"]),
            ("https://twitter.com/alice/status/1?s=20", vec!["alice"]),
            ("https://www.facebook.com/profile.php?id=100&ref=x", vec!["100"]),
            ("https://t.me/s/channel/12", vec!["channel"]),
            ("https://x.com/i/status/1", vec![]),
            ("https://bsky.app/profile/alice.bsky.social/post/3k", vec!["alice.bsky.social"]),
            ("https://mastodon.example/users/alice/statuses/1", vec!["alice"]),
            ("at://did:plc:abc/app.bsky.feed.post/3k", vec!["did:plc:abc"]),
            ("https://example.org/alice", vec![]),
            ("https://www.facebook.com/people/Alice-A/100/", vec!["Alice-A", "100"]),
            ("https://youtube.com/watch?v=1", vec![]),
            ("https://youtube.com/channel/UC1", vec!["UC1"]),
            ("https://mirror.example/alice/status/1?s=20", vec!["alice"]),
            ("https://example.org/system/status/overview", vec![]),
            ("x.com/alice", vec![]),
        ] {
            let found: Vec<_> = names(address).into_iter().map(|r| &address[r]).collect();
            assert_eq!(found, expected, "{address}");
        }
    }

    #[test]
    fn addresses_without_a_scheme_name_accounts_too() {
        for (text, expected) in [
            ("twitter.com/campaigner1, and t.me/annasroom.", vec!["campaigner1", "annasroom"]),
            ("(WWW.Twitter.com/Alice's)", vec!["Alice"]),
            ("m.facebook.com:443/john.doe?ref=x", vec!["john.doe"]),
            ("see https://a.example/?to=https://x.com/alice&b=t.me/s/bob", vec!["alice", "bob"]),
            ("x.com/i/status/1 and/or e.g./i.e. 24.12/25.12 ../x example.org/alice", vec![]),
            ("bsky.app/profile/alice.bsky.social", vec!["alice.bsky.social"]),
            ("/", vec![]),
        ] {
            let mut found = Vec::new();
            bare_names(text, &mut found);
            assert_eq!(found.into_iter().map(|r| &text[r]).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
