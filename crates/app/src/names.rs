//! Objects by name: what two accounts shared, as a reader would write it.

use ostrakon_model::{Columns, Precision, Signal};

/// The object of a signal in words: a link, a domain, the id of a post, hashtags, mentions or a text.
///
/// `object` is the signal's own number; `post` is any post that bears it (lists and texts are read off the post).
pub fn object(columns: &Columns, signal: Signal, object: u32, post: u32) -> String {
    let post = post as usize;
    match signal {
        Signal::CoRepost | Signal::CoReply => columns.items.get(object).to_owned(),
        Signal::CoLink => columns.url_names.get(object).to_owned(),
        Signal::CoDomain => columns.domain_names.get(object).to_owned(),
        Signal::CoMedia => columns.media_names.get(object).to_owned(),
        Signal::CoHashtag => {
            let tags =
                columns.hashtags.get(post).iter().map(|&t| format!("#{}", columns.hashtag_names.get(t)));
            tags.collect::<Vec<_>>().join(" ")
        }
        Signal::CoMention => {
            let mut names: Vec<&str> =
                columns.mentions.get(post).iter().map(|&m| columns.mention_names.get(m)).collect();
            names.sort_unstable();
            names.dedup();
            names.iter().map(|name| format!("@{name}")).collect::<Vec<_>>().join(" ")
        }
        Signal::CoText | Signal::CoSimilarText => shorten(columns.text.get(post), 160),
        Signal::CoPost => "any post".to_owned(),
    }
}

/// The account as it may be shown: its handle where handles are revealed and known, else its id or pseudonym.
pub fn account(columns: &Columns, account: u32) -> String {
    columns.accounts.get(account).to_owned()
}

/// At most `most` characters, with an ellipsis where something was cut; white space folded.
pub fn shorten(text: &str, most: usize) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match folded.char_indices().nth(most) {
        None => folded,
        Some((end, _)) => format!("{}…", &folded[..end]),
    }
}

/// A duration as a person says it: "12 s", "3 min", "2.5 h", "4 days".
pub fn duration(ms: i64) -> String {
    let seconds = ms as f64 / 1_000.0;
    match seconds {
        s if s < 120.0 => format!("{s:.0} s"),
        s if s < 7_200.0 => format!("{:.0} min", s / 60.0),
        s if s < 172_800.0 => format!("{:.1} h", s / 3_600.0),
        s => format!("{:.0} days", s / 86_400.0),
    }
}

/// How far apart two posts are, as far as the times are known.
pub fn apart(gap_ms: i64, precision: Precision) -> String {
    let unit = match precision {
        Precision::Millisecond | Precision::Second => return format!("{} apart", duration(gap_ms)),
        Precision::Minute => "minute",
        Precision::Hour => "hour",
        Precision::Day => "day",
    };
    if gap_ms < precision.millis() {
        format!("in the same {unit} as far as the times are known")
    } else {
        format!("about {} apart, the times being known to the {unit}", duration(gap_ms))
    }
}

/// A count with thin groups of three: "1 234 567".
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// A small probability in words and figures: "1 in 12 million", "1 in 10⁴⁰".
pub fn odds(p: f64) -> String {
    if p >= 0.1 {
        return format!("{:.0} in 100", p * 100.0);
    }
    let against = 1.0 / p.max(1e-300);
    match against {
        a if a < 1e3 => format!("1 in {a:.0}"),
        a if a < 1e6 => format!("1 in {:.0} thousand", a / 1e3),
        a if a < 1e9 => format!("1 in {:.0} million", a / 1e6),
        a => format!("1 in 10{}", raised(a.log10().floor() as u32)),
    }
}

/// A power as it is printed: 40 → ⁴⁰.
fn raised(power: u32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    power.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0') % 10]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_a_person_says_them() {
        assert_eq!(count(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(count(999), "999");
        assert_eq!([duration(12_000), duration(180_000), duration(9_000_000)], ["12 s", "3 min", "2.5 h"]);
        assert_eq!(
            [odds(0.5), odds(0.01), odds(2e-7), odds(1e-40)],
            ["50 in 100", "1 in 100", "1 in 5 million", "1 in 10⁴⁰"]
        );
        assert_eq!(shorten("a  b\nc d", 3), "a b…");
    }
}
