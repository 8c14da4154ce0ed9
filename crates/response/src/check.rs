//! Whether the fields of a command can be kept: checks that several kinds of record share.
//!
//! **The problem.** A record is read for years, listed a thousand at a time and sent to others: one field without a bound
//! makes all of that fail. **The choice.** Every text, list and moment is checked where it enters, and the refusal points
//! at the field. **Rejected.** Cutting what is too long: nobody would know that something is missing.

use crate::{Refusal, Words};
use jiff::civil::Date;
use serde_json::Value;
use std::collections::BTreeSet;

/// Items of a list of references (evidence, incidents), at most.
const REFERENCES: usize = 500;
/// Addresses of one record, at most.
const ADDRESSES: usize = 500;
/// First and last moment that a record may name: the years 2000 to 2200, milliseconds of UTC.
const YEARS: std::ops::RangeInclusive<i64> = 946_684_800_000..=7_258_118_400_000;

/// The earliest moment that any number in a command may be: the year 1900.
const EARLIEST: i64 = -2_208_988_800_000;

/// Refuses a list that is too long, or that holds an empty or endless item.
///
/// # Errors
/// A [`Refusal::field`].
pub fn names<'a>(
    pointer: &str,
    items: impl IntoIterator<Item = &'a String>,
    most: usize,
    longest: usize,
) -> Result<(), Refusal> {
    for (place, item) in items.into_iter().enumerate() {
        room(pointer, place, most)?;
        crate::refusal::text(&format!("{pointer}/{place}"), item, longest)?;
    }
    Ok(())
}

/// Refuses one more item in a list that is full.
///
/// # Errors
/// A [`Refusal::field`].
pub fn room(pointer: &str, have: usize, most: usize) -> Result<(), Refusal> {
    if have < most {
        return Ok(());
    }
    Err(Refusal::field(
        pointer,
        Words::new(
            format!("{pointer}: it holds at most {most}; open another record for the rest"),
            format!("{pointer} : {most} au plus ; ouvrez un autre dossier pour le reste"),
            format!("{pointer}: höchstens {most}; legen Sie für den Rest einen weiteren Vorgang an"),
        ),
    ))
}

/// Whether it is an address of the web.
pub fn is_address(url: &str) -> bool {
    addresses("", &BTreeSet::from([url.to_owned()])).is_ok()
}

/// Refuses what is no address of the web.
///
/// # Errors
/// A [`Refusal::field`].
pub fn addresses(pointer: &str, urls: &BTreeSet<String>) -> Result<(), Refusal> {
    names(pointer, urls, ADDRESSES, 2_048)?;
    for (place, url) in urls.iter().enumerate() {
        let rest = ["https://", "http://"].iter().find_map(|scheme| strip(url, scheme));
        let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
        if host.is_empty() || url.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(Refusal::field(
                &format!("{pointer}/{place}"),
                Words::new(
                    format!("{pointer}: “{url}” is no address; write it whole, with https://"),
                    format!(
                        "{pointer} : « {url} » n’est pas une adresse ; écrivez-la en entier, avec https://"
                    ),
                    format!("{pointer}: „{url}“ ist keine Adresse; schreiben Sie sie ganz, mit https://"),
                ),
            ));
        }
    }
    Ok(())
}

/// Refuses a day outside of the years that a record may name.
///
/// # Errors
/// A [`Refusal::field`].
pub fn day(pointer: &str, day: Date) -> Result<(), Refusal> {
    if (2000..=2200).contains(&day.year()) {
        return Ok(());
    }
    Err(Refusal::field(
        pointer,
        Words::new(
            format!("{pointer}: {day} is no day between the years 2000 and 2200"),
            format!("{pointer} : {day} n’est pas un jour entre les années 2000 et 2200"),
            format!("{pointer}: {day} ist kein Tag zwischen den Jahren 2000 und 2200"),
        ),
    ))
}

/// Refuses a command that holds a whole number which can be no moment and is nothing else either: milliseconds beyond the year
/// 2200 or before 1900. One bound for every kind of record, whichever field it is.
///
/// # Errors
/// A [`Refusal::field`] that points at the number.
pub fn moments(command: &Value) -> Result<(), Refusal> {
    moments_at(&mut String::new(), command)
}

fn moments_at(at: &mut String, value: &Value) -> Result<(), Refusal> {
    let length = at.len();
    match value {
        Value::Number(number) => {
            // A number beyond an i64 is no moment either; one with a fraction measures something else.
            let beyond = number.as_u64().is_some_and(|n| n > *YEARS.end() as u64);
            let before = number.as_i64().is_some_and(|n| n < EARLIEST);
            if beyond || before { Err(no_moment(at)) } else { Ok(()) }
        }
        Value::Array(all) => all.iter().enumerate().try_for_each(|(n, one)| {
            at.push('/');
            at.push_str(&n.to_string());
            moments_at(at, one)?;
            at.truncate(length);
            Ok(())
        }),
        Value::Object(all) => all.iter().try_for_each(|(key, one)| {
            at.push('/');
            at.push_str(&key.replace('~', "~0").replace('/', "~1"));
            moments_at(at, one)?;
            at.truncate(length);
            Ok(())
        }),
        _ => Ok(()),
    }
}

fn no_moment(pointer: &str) -> Refusal {
    Refusal::field(
        pointer,
        Words::new(
            format!("{pointer}: no moment between the years 1900 and 2200; give milliseconds since 1970 UTC"),
            format!(
                "{pointer} : pas un moment entre les années 1900 et 2200 ; indiquez des millisecondes depuis 1970 UTC"
            ),
            format!(
                "{pointer}: kein Zeitpunkt zwischen den Jahren 1900 und 2200; geben Sie Millisekunden seit 1970 UTC an"
            ),
        ),
    )
}

fn strip<'a>(url: &'a str, scheme: &str) -> Option<&'a str> {
    let begin = url.get(..scheme.len())?;
    begin.eq_ignore_ascii_case(scheme).then(|| &url[scheme.len()..])
}

/// Refuses what is no country of ISO 3166-1 in two letters.
///
/// # Errors
/// A [`Refusal::field`].
pub fn country(pointer: &str, code: &str) -> Result<(), Refusal> {
    if crate::country::is_country(code) {
        return Ok(());
    }
    Err(Refusal::field(
        pointer,
        Words::new(
            format!("{pointer}: “{code}” is no country; write the two letters of ISO 3166-1, such as `FR`"),
            format!(
                "{pointer} : « {code} » n’est pas un pays ; écrivez les deux lettres de l’ISO 3166-1, par exemple « FR »"
            ),
            format!(
                "{pointer}: „{code}“ ist kein Land; schreiben Sie die zwei Buchstaben der ISO 3166-1, etwa „FR“"
            ),
        ),
    ))
}

/// Refuses a moment outside of the years 2000 to 2200: seconds taken for milliseconds, or the other way round.
///
/// # Errors
/// A [`Refusal::field`].
pub fn moment(pointer: &str, at: i64) -> Result<(), Refusal> {
    if YEARS.contains(&at) {
        return Ok(());
    }
    Err(Refusal::field(
        pointer,
        Words::new(
            format!(
                "{pointer}: {at} is no moment of the years 2000 to 2200; give milliseconds since 1970 UTC"
            ),
            format!(
                "{pointer} : {at} n’est pas un moment des années 2000 à 2200 ; donnez des millisecondes depuis 1970 UTC"
            ),
            format!(
                "{pointer}: {at} ist kein Zeitpunkt der Jahre 2000 bis 2200; geben Sie Millisekunden seit 1970 UTC an"
            ),
        ),
    ))
}

/// Refuses a moment that is said to have been and lies before `since` or after now.
///
/// # Errors
/// A [`Refusal::field`].
pub fn past(pointer: &str, at: i64, since: i64, now: i64) -> Result<(), Refusal> {
    moment(pointer, at)?;
    if (since..=now).contains(&at) {
        return Ok(());
    }
    Err(Refusal::field(
        pointer,
        Words::new(
            format!("{pointer}: give a moment that has been, and not before the step that it follows"),
            format!("{pointer} : donnez un moment passé, et non antérieur à l’étape qu’il suit"),
            format!(
                "{pointer}: geben Sie einen vergangenen Zeitpunkt an, nicht vor dem Schritt, auf den er folgt"
            ),
        ),
    ))
}

/// Refuses a moment that is not to come.
///
/// # Errors
/// A [`Refusal::field`].
pub fn future(pointer: &str, at: i64, now: i64) -> Result<(), Refusal> {
    moment(pointer, at)?;
    if at > now {
        return Ok(());
    }
    Err(Refusal::field(
        pointer,
        Words::new(
            format!("{pointer}: give a moment that is to come"),
            format!("{pointer} : donnez un moment à venir"),
            format!("{pointer}: geben Sie einen künftigen Zeitpunkt an"),
        ),
    ))
}

/// Refuses a period that ends before it begins.
///
/// # Errors
/// A [`Refusal::field`].
pub fn period(pointer: &str, from: i64, to: i64) -> Result<(), Refusal> {
    moment(pointer, from)?;
    moment(pointer, to)?;
    if from < to {
        return Ok(());
    }
    Err(Refusal::field(
        pointer,
        Words::new(
            format!("{pointer}: the period ends before it begins"),
            format!("{pointer} : la période se termine avant de commencer"),
            format!("{pointer}: der Zeitraum endet, bevor er beginnt"),
        ),
    ))
}

/// What every record says of itself: title, election, incidents, evidence.
///
/// # Errors
/// A [`Refusal::field`].
pub fn subject(
    title: &str,
    election: Option<&String>,
    incidents: &BTreeSet<String>,
    evidence: &BTreeSet<String>,
) -> Result<(), Refusal> {
    crate::refusal::text("/draft/title", title, 200)?;
    names("/draft/election", election, 1, 200)?;
    names("/draft/incidents", incidents, REFERENCES, 200)?;
    names("/draft/evidence", evidence, REFERENCES, 200)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_scheme_and_a_host() {
        let check = |url: &str| addresses("/urls", &[url.to_owned()].into());
        assert!(check("https://example.org/a?b=c").is_ok() && check("HTTP://example.org").is_ok());
        for bad in ["example.org", "https://", "javascript:alert(1)", "https://a b", "ht", "https:///x", "é"]
        {
            assert!(check(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_moment_in_seconds_is_told_from_one_in_milliseconds() {
        assert!(moment("/at", 1_717_632_000).is_err());
        assert!(moment("/at", 1_717_632_000_000).is_ok());
        assert!(period("/period", 1_717_632_000_000, 1_717_632_000_000).is_err());
        assert!(moment("/at", i64::MIN).is_err() && moment("/at", i64::MAX).is_err());
    }
}
