//! What an entry must be, and its one form: small letters, canonical hosts, handles without `@`.
//!
//! Everything that is wrong is said at once, each with its place: an entry is written by hand, from a source.

use super::entry::{Account, Declaration, Draft, Kind};
use crate::hub::Fault;
use ostrakon_ingest::url;
use std::collections::BTreeSet;

/// Years for which an official may be listed before somebody looks again: the longest usual term of office.
const LONGEST_TERM: i16 = 7;

/// The entry in its one form, and what is wrong with it.
pub(super) fn check(mut draft: Draft) -> (Draft, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut say = |pointer: String, detail: String| faults.push(Fault { pointer, detail });
    for (pointer, text, least, most) in [
        ("/name", &mut draft.name, 1, 200),
        ("/source", &mut draft.source, 3, 500),
        ("/office", &mut draft.office, 0, 200),
        ("/note", &mut draft.note, 0, 2_000),
    ] {
        *text = text.trim().to_owned();
        let length = text.chars().count();
        if length < least || length > most {
            say(pointer.into(), format!("{length} characters; {least} to {most} are asked for"));
        } else if text.chars().any(|c| c.is_control() && c != '\n') {
            say(pointer.into(), "holds control characters; type it anew".into());
        }
    }
    draft.country = draft.country.trim().to_ascii_uppercase();
    if draft.country.len() != 2 || !draft.country.bytes().all(|byte| byte.is_ascii_uppercase()) {
        say("/country".into(), format!("{:?}: two letters of ISO 3166-1, or EU", draft.country));
    }
    draft.languages = draft.languages.iter().map(|one| one.trim().to_lowercase()).collect();
    for bad in draft.languages.iter().filter(|one| !is_language(one)) {
        say("/languages".into(), format!("{bad:?} is no language of BCP 47, such as `de` or `sr-latn`"));
    }
    domains(&mut draft.domains, &mut say);
    for (at, account) in draft.accounts.iter_mut().enumerate() {
        check_account(account, &format!("/accounts/{at}"), &mut say);
    }
    draft.accounts.sort();
    draft.accounts.dedup();
    for (pointer, count, most) in [
        ("/languages", draft.languages.len(), 30),
        ("/domains", draft.domains.len(), 100),
        ("/accounts", draft.accounts.len(), 100),
        ("/declarations", draft.declarations.len(), 50),
    ] {
        if count > most {
            say(pointer.into(), format!("{count} of them; at most {most}"));
        }
    }
    if draft.domains.is_empty() && draft.accounts.is_empty() {
        say("/domains".into(), "name a domain or an account: what has neither is found by nothing".into());
    }
    if !draft.kind.grounds().contains(&draft.basis) {
        let grounds: Vec<&str> = draft.kind.grounds().iter().map(|one| one.name()).collect();
        let (kind, basis) = (draft.kind.name(), draft.basis.name());
        say("/basis".into(), format!("`{basis}` lists no {kind}; what does: {}", grounds.join(", ")));
    }
    if let (Some(from), Some(until)) = (draft.valid_from, draft.valid_until)
        && until < from
    {
        say("/valid_until".into(), format!("{until} is before {from}"));
    }
    if draft.kind == Kind::Official {
        official(&draft, &mut say);
    } else if !draft.office.is_empty() {
        say("/office".into(), "only an official holds an office; leave it out".into());
    }
    declarations(&mut draft, &mut say);
    (draft, faults)
}

/// A person is listed for an office, and no longer than its term.
fn official(draft: &Draft, say: &mut impl FnMut(String, String)) {
    if draft.office.is_empty() {
        say(
            "/office".into(),
            "name the public office: a person is listed for it, and for nothing else".into(),
        );
    }
    match (draft.valid_from, draft.valid_until) {
        (_, None) => say("/valid_until".into(), "name the last day of the term: then the entry ends".into()),
        (None, Some(_)) => say("/valid_from".into(), "name the first day of the term".into()),
        (Some(from), Some(until)) if until.year() - from.year() > LONGEST_TERM => {
            say(
                "/valid_until".into(),
                format!("more than {LONGEST_TERM} years; list the term that runs now"),
            );
        }
        _ => {}
    }
}

fn declarations(draft: &mut Draft, say: &mut impl FnMut(String, String)) {
    if draft.kind != Kind::Media && !draft.declarations.is_empty() {
        say("/declarations".into(), "only media declare themselves (EMFA Art 18(1)); leave them out".into());
    }
    let mut platforms = BTreeSet::new();
    for (at, Declaration { platform, source, .. }) in draft.declarations.iter_mut().enumerate() {
        *platform = platform.trim().to_lowercase();
        *source = source.trim().to_owned();
        if !is_platform(platform) {
            say(format!("/declarations/{at}/platform"), PLATFORM.into());
        } else if !platforms.insert(platform.clone()) {
            say(
                format!("/declarations/{at}/platform"),
                format!("`{platform}` stands twice; keep the last answer"),
            );
        }
        let length = source.chars().count();
        if !(3..=500).contains(&length) || source.contains('|') || source.chars().any(char::is_control) {
            let detail = "say in 3 to 500 characters where it was read; a `|` in an address is written %7C";
            say(format!("/declarations/{at}/source"), detail.into());
        }
    }
    draft.declarations.sort();
}

const PLATFORM: &str = "name the platform in 1 to 40 small letters, digits, `.`, `-` or `_`: the same handle is a stranger elsewhere";

fn is_platform(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-_".contains(&b))
}

fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && text.len() <= 35
        && first.bytes().all(|b| b.is_ascii_lowercase())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn check_account(account: &mut Account, pointer: &str, say: &mut impl FnMut(String, String)) {
    account.platform = account.platform.trim().to_lowercase();
    account.handle = account.handle.trim().trim_start_matches('@').to_owned();
    account.account_id = account.account_id.trim().to_owned();
    if !is_platform(&account.platform) {
        say(format!("{pointer}/platform"), PLATFORM.into());
    }
    if account.handle.is_empty() && account.account_id.is_empty() {
        say(format!("{pointer}/handle"), "give the handle or the platform's id of the account".into());
    }
    for (field, text, most) in [("handle", &account.handle, 100), ("account_id", &account.account_id, 200)] {
        if text.len() > most || text.chars().any(|c| c.is_whitespace() || c.is_control() || "|/".contains(c))
        {
            let detail =
                format!("at most {most} bytes, without blanks, `/` and `|`: the {field}, not its address");
            say(format!("{pointer}/{field}"), detail);
        }
    }
    if account.handle.contains(':') {
        say(format!("{pointer}/handle"), "holds a colon; an id with one goes into account_id".into());
    }
}

fn domains(domains: &mut BTreeSet<String>, say: &mut impl FnMut(String, String)) {
    let mut clean = BTreeSet::new();
    for given in domains.iter() {
        match domain(given) {
            Some(host) => {
                clean.insert(host);
            }
            None => say(
                "/domains".into(),
                format!("{:?} is no domain that somebody holds; write it as `example.org`", shortened(given)),
            ),
        }
    }
    *domains = clean;
}

fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}

/// The host of a domain in the form that canonical addresses have; `None` for what is none, or belongs to nobody (`co.uk`).
pub(crate) fn domain(given: &str) -> Option<String> {
    let given = given.trim().trim_end_matches('.');
    if given.is_empty()
        || given.len() > 253
        || given.contains(|c: char| c.is_whitespace() || "/@?#:\\".contains(c))
    {
        return None;
    }
    let address = format!("https://{given}/");
    let canonical = url::canonical(&address)?;
    url::registrable_domain(&canonical)?;
    url::host(&canonical).map(str::to_owned)
}
