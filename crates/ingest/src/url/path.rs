//! Paths: percent-encoding, dot segments, slashes, AMP forms.
//!
//! **Choice.** Segment by segment into one string. Repeated slashes become one, except behind a colon, where they
//! belong to an embedded address (`/web/2024/https://example.org`). A trailing slash goes, except the root's.
//! **Rejected.** Dropping `index.html`: it is a page of its own on enough sites. Lower-casing: paths are
//! case-sensitive on most servers.

use super::percent::{Place, normalise_into};

/// The path in normal form; begins with `/`.
pub(super) fn normalise(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len() + 1);
    for segment in raw.split('/').skip(1) {
        let start = out.len();
        out.push('/');
        normalise_into(&mut out, segment, Place::Segment);
        match &out[start + 1..] {
            "" if !out[..start].ends_with(':') => out.truncate(start),
            "." => out.truncate(start),
            ".." => {
                out.truncate(start);
                out.truncate(out.rfind('/').unwrap_or(0));
            }
            _ => {}
        }
    }
    out.truncate(out.trim_end_matches('/').len());
    if out.is_empty() {
        out.push('/');
    }
    out
}

/// Takes the AMP marks out of a normalised path, which stays normalised.
pub(super) fn remove_amp(path: &mut String) {
    while path.contains("amp") && without_amp(path) {
        // The mark may have stood behind an embedded address's slashes.
        path.truncate(path.trim_end_matches('/').len());
    }
}

/// Takes one AMP mark out: `/story.amp`, `/story.amp.html`, or a segment `amp` beside others.
fn without_amp(path: &mut String) -> bool {
    for (ending, keep) in [(".amp", ""), (".amp.html", ".html")] {
        if let Some(stem) = path.strip_suffix(ending)
            && stem.as_bytes().last().is_some_and(u8::is_ascii_alphanumeric)
        {
            let len = stem.len();
            path.truncate(len);
            path.push_str(keep);
            return true;
        }
    }
    if path.len() <= "/amp".len() {
        return false;
    }
    let at = if path.ends_with("/amp") { Some(path.len() - "/amp".len()) } else { path.find("/amp/") };
    let Some(at) = at else { return false };
    path.replace_range(at..at + "/amp".len(), "");
    true
}

#[cfg(test)]
mod tests {
    use super::{normalise, remove_amp};

    #[test]
    fn dots_slashes_and_amp_marks_go() {
        for (raw, normal) in [
            ("", "/"),
            ("/", "/"),
            ("//a//b/", "/a/b"),
            ("/a/./b/../c/%2e%2E/d", "/a/d"),
            ("/../..", "/"),
            ("/web/2024/https://example.org/", "/web/2024/https://example.org"),
            ("/news/amp/story", "/news/story"),
            ("/story/amp/", "/story"),
            ("/story.amp.html", "/story.html"),
            ("/amp", "/amp"),
            ("/amp/..", "/"),
            ("/champ/example", "/champ/example"),
        ] {
            let mut path = normalise(raw);
            remove_amp(&mut path);
            assert_eq!(path, normal, "{raw}");
        }
    }
}
