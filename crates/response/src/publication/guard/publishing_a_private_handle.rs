//! No handle of a private account is published: a handle stands only as the name of a channel that the text is about.

use crate::publication::{Draft, SubjectKind, Text};
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

/// Accounts that a text names: `@name`, `@name@host`, and addresses of profiles.
fn handles(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    let name =
        |rest: &str| rest.chars().take_while(|c| part(*c)).collect::<String>().trim_matches('.').to_owned();
    let mut found = Vec::new();
    for (at, _) in lower.match_indices('@') {
        // `press@authority.example` is an address of mail, `@someone` an account.
        let before = lower[..at].chars().next_back();
        let after = name(&lower[at + 1..]);
        if !after.is_empty() && !before.is_some_and(part) {
            found.push(after);
        }
    }
    for host in PROFILES {
        for (at, _) in lower.match_indices(host) {
            let begins =
                lower[..at].chars().next_back().is_none_or(|c| !part(c) || lower[..at].ends_with("www."));
            let Some(rest) = lower[at + host.len()..].strip_prefix('/') else { continue };
            let who = name(rest);
            if begins && !who.is_empty() && !PLACES.contains(&who.as_str()) {
                found.push(who);
            }
        }
    }
    found
}

pub(in crate::publication) fn publishing_a_private_handle(draft: &Draft) -> Result<(), Refusal> {
    let channels: Vec<Vec<String>> = draft
        .subjects
        .iter()
        .filter(|one| one.kind == SubjectKind::Channel)
        .map(|one| {
            let plain = one.name.trim_start_matches('@').to_lowercase();
            handles(&one.name).into_iter().chain([plain]).collect()
        })
        .collect();
    let known = |handle: &String| channels.iter().flatten().any(|one| one == handle);
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
    Err(Refusal::new(
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
    ))
}

#[cfg(test)]
mod tests {
    use super::handles;

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
