//! Times that bear their zone by name, and the two older mail-like spellings.
//!
//! Abbreviations are ambiguous by nature. The ones taken here are those RFC 822 defines and the European ones;
//! `IST` (India, Israel, Ireland) is refused rather than guessed.

use super::{Fault, Zone, civil};
use ostrakon_model::{Precision, Timestamp};

/// Minutes east of UTC.
const ABBREVIATIONS: [(&str, i64); 24] = [
    ("UTC", 0),
    ("GMT", 0),
    ("UT", 0),
    ("Z", 0),
    ("EST", -300),
    ("EDT", -240),
    ("CST", -360),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("AKST", -540),
    ("AKDT", -480),
    ("HST", -600),
    ("WET", 0),
    ("WEST", 60),
    ("BST", 60),
    ("CET", 60),
    ("CEST", 120),
    ("EET", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("TRT", 180),
];

/// `YYYY-MM-DD HH:MM:SS TZ`.
pub(super) fn named(text: &str) -> Result<Timestamp, Fault> {
    let (clock, zone) = text.rsplit_once(' ').ok_or(Fault::Unreadable)?;
    if zone.contains(':') {
        return Err(Fault::Reason(format!("`{text}` names no zone; export it again with one, best in UTC")));
    }
    let time = civil::iso8601(clock, Zone::Utc)?;
    let known = ABBREVIATIONS.iter().find(|(name, _)| name.eq_ignore_ascii_case(zone));
    let seconds = match known {
        Some((_, minutes)) => minutes * 60,
        None => {
            civil::offset(zone.as_bytes()).filter(|(_, zoned)| *zoned).map(|(s, _)| s).ok_or_else(|| {
                Fault::Reason(format!(
                    "`{zone}` in `{text}` is no unambiguous time zone; export it again in UTC"
                ))
            })?
        }
    };
    Ok(Timestamp { ms: time.ms - seconds * 1_000, ..time })
}

/// RFC 822 and 2822. `jiff` knows the day's name, comments and the old zones.
pub(super) fn rfc822(text: &str) -> Result<Timestamp, Fault> {
    let zoned = jiff::fmt::rfc2822::parse(text).map_err(|_| Fault::Unreadable)?;
    // Seconds are optional in the grammar: `20:00 +0000` has one colon.
    let precision = if text.matches(':').count() > 1 { Precision::Second } else { Precision::Minute };
    Ok(Timestamp { ms: zoned.timestamp().as_millisecond(), precision })
}

/// `Sun Jun 09 20:00:00 +0000 2024`.
pub(super) fn ctime(text: &str) -> Result<Timestamp, Fault> {
    let zoned = jiff::Zoned::strptime("%a %b %d %H:%M:%S %z %Y", text).map_err(|_| Fault::Unreadable)?;
    Ok(Timestamp { ms: zoned.timestamp().as_millisecond(), precision: Precision::Second })
}
