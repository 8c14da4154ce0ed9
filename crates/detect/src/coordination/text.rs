//! Normalised texts.

/// Parity text.
pub fn peer_text_into(text: &str, out: &mut String) {
    out.clear();
    let lower = text.to_lowercase();
    let mut rest = lower.as_str();
    let mut clean = String::new();
    while let Some(at) = rest.find('@') {
        clean.push_str(&rest[..at]);
        let tail = &rest[at..];
        let end = tail.find(char::is_whitespace).unwrap_or(tail.len());
        rest = &tail[end..];
    }
    clean.push_str(rest);
    for (i, word) in clean.split_whitespace().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
}

/// Own text; false when too generic.
pub fn text_into(text: &str, out: &mut String) -> bool {
    peer_text_into(text, out);
    out.split(' ').count() >= 4 || out.chars().count() >= 20
}
