//! No handle of a private account is published: a handle stands only as the name of a channel that the text is about.

use crate::publication::{Draft, Subject, SubjectKind, Text};
use crate::{Refusal, Source, Words};

/// Where the first part of a path is the name of an account.
const PROFILES: [&str; 11] = [
    "x.com",
    "twitter.com",
    "instagram.com",
    "facebook.com",
    "t.me",
    "threads.net",
    "threads.com",
    "vk.com",
    "ok.ru",
    "snapchat.com",
    "bsky.app/profile",
];

/// Parts of such addresses that are no account.
const PLACES: [&str; 9] = ["", "i", "search", "hashtag", "home", "explore", "share", "intent", "s"];

/// Where a text names accounts: `@name`, `@name@host`, and addresses of profiles; ranges of bytes, in order of the marks.
fn places(text: &str) -> Vec<std::ops::Range<usize>> {
    // ASCII alone is lowered: it keeps its length, and hosts are ASCII.
    let lower = text.to_ascii_lowercase();
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    let name = |at: usize| {
        let rest = &lower[at..];
        let long = rest.find(|c: char| !part(c)).unwrap_or(rest.len());
        let from = long - rest[..long].trim_start_matches('.').len();
        let trimmed = rest[..long].trim_matches('.').len();
        at + from..at + from + trimmed
    };
    let mut found = Vec::new();
    for (at, _) in lower.match_indices('@') {
        // `press@authority.example` is an address of mail, `@someone` an account.
        let before = lower[..at].chars().next_back();
        let after = name(at + 1);
        if !after.is_empty() && !before.is_some_and(part) {
            found.push(after);
        }
    }
    for host in PROFILES {
        for (at, _) in lower.match_indices(host) {
            let begins =
                lower[..at].chars().next_back().is_none_or(|c| !part(c) || lower[..at].ends_with("www."));
            let slash = at + host.len();
            if !begins || !lower[slash..].starts_with('/') {
                continue;
            }
            let who = name(slash + 1);
            if !who.is_empty() && !PLACES.contains(&&lower[who.clone()]) {
                found.push(who);
            }
        }
    }
    found
}

/// Accounts that a text names, in small letters.
fn handles(text: &str) -> Vec<String> {
    places(text).into_iter().map(|place| text[place].to_lowercase()).collect()
}

/// Names of the channels that a text is about, as they may stand in it.
fn channels(draft: &Draft) -> Vec<String> {
    let channel = |one: &&Subject| one.kind == SubjectKind::Channel;
    let names = |one: &Subject| {
        let plain = one.name.trim_start_matches('@').to_lowercase();
        handles(&one.name).into_iter().chain([plain]).collect::<Vec<_>>()
    };
    draft.subjects.iter().filter(channel).flat_map(names).collect()
}

/// A text of others (a reply, the reason of a correction) as it may be published: names of accounts other than the channels
/// that the publication is about are left out.
pub fn masked(text: &str, draft: &Draft) -> String {
    let known = channels(draft);
    let mut text = text.to_owned();
    // What is left out may part what looked like an address of mail, and show another name.
    loop {
        let next = masked_once(&text, &known);
        if next == text {
            return text;
        }
        text = next;
    }
}

fn masked_once(text: &str, known: &[String]) -> String {
    let mut hidden: Vec<_> = places(text)
        .into_iter()
        .filter(|place| !known.contains(&text[place.clone()].to_lowercase()))
        .collect();
    hidden.sort_by_key(|place| (place.start, place.end));
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for place in hidden.into_iter().filter(|place| !place.is_empty()) {
        if place.start < from {
            continue;
        }
        out.push_str(&text[from..place.start]);
        out.push('…');
        from = place.end;
    }
    out.push_str(&text[from..]);
    out
}

/// Refuses a text beside the publication's own that names an account.
pub(in crate::publication) fn naming_an_account(
    pointer: &str,
    text: &str,
    draft: &Draft,
) -> Result<(), Refusal> {
    let known = channels(draft);
    match handles(text).into_iter().find(|one| !known.contains(one)) {
        Some(handle) => Err(Refusal { pointer: pointer.to_owned(), ..refusal(&handle) }),
        None => Ok(()),
    }
}

pub(in crate::publication) fn publishing_a_private_handle(draft: &Draft) -> Result<(), Refusal> {
    let channels = channels(draft);
    let known = |handle: &String| channels.contains(handle);
    let in_text = |one: &Text| [one.title.clone(), one.summary.clone(), one.body.clone()];
    let mut texts: Vec<String> = in_text(&draft.text).into();
    texts.extend(draft.translations.values().flat_map(in_text));
    texts.extend(
        draft.subjects.iter().filter(|one| one.kind != SubjectKind::Channel).map(|one| one.name.clone()),
    );
    texts.extend(draft.evidence.iter().map(|one| one.id.clone()));
    texts.extend([draft.technique.clone(), draft.error_rate.clone()]);
    if let Some(review) = &draft.claim_review {
        texts.extend(review.appearances.iter().cloned().chain([review.claim.clone()]));
    }
    let Some(handle) = texts.iter().flat_map(|one| handles(one)).find(|one| !known(one)) else {
        return Ok(());
    };
    Err(refusal(&handle))
}

fn refusal(handle: &str) -> Refusal {
    Refusal::new(
        "publishing-a-private-handle",
        Source::house("no handle of a private account is published"),
        Words::new(
            format!(
                "`{handle}` is the name of an account; leave it out, or name it as a channel if it is that of an organisation, a medium or an official"
            ),
            format!(
                "« {handle} » est le nom d’un compte ; omettez-le, ou nommez-le comme canal s’il appartient à une organisation, un média ou un responsable public"
            ),
            format!(
                "„{handle}“ ist der Name eines Kontos; lassen Sie ihn weg, oder nennen Sie ihn als Kanal, wenn er einer Organisation, einem Medium oder einer amtlichen Stelle gehört"
            ),
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::{handles, masked};
    use crate::publication::{Draft, Subject, SubjectKind};
    use proptest::prelude::*;

    #[test]
    fn what_others_say_is_published_without_the_names_of_accounts() {
        let channel = Subject { kind: SubjectKind::Channel, name: "@RT_example".into(), accounts: None };
        let draft = Draft { subjects: vec![channel], ..Draft::default() };
        assert_eq!(
            masked("We, @rt_Example, quoted @Jane.of_Ghent and https://x.com/jané/status/1.", &draft),
            "We, @rt_Example, quoted @… and https://x.com/…/status/1."
        );
    }

    proptest! {
        #[test]
        fn no_account_is_left_in_a_masked_text(text in "(@|x\\.com/|t\\.me/|\\.|[a-zİß é]){0,30}") {
            let left = handles(&masked(&text, &Draft::default()));
            prop_assert!(left.is_empty(), "{left:?} in {text}");
        }
    }

    #[test]
    fn accounts_are_seen_in_text_and_in_addresses() {
        assert_eq!(handles("as @Some_one said"), ["some_one"]);
        assert_eq!(handles("see https://www.x.com/someone/status/1, and t.me/s/x"), ["someone"]);
        assert_eq!(handles("(@a.b@example.social)"), ["a.b"]);
        assert_eq!(handles("https://tiktok.com/@clip.maker"), ["clip.maker"]);
        for clean in ["press@authority.example", "https://x.com/search?q=1", "matrix.com/page", "100 @ 5", ""]
        {
            assert_eq!(handles(clean), Vec::<String>::new(), "{clean}");
        }
    }
}
