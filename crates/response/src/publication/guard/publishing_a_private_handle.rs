//! No handle of a private account is published: a handle stands only as the name of a channel that the text is about.
//!
//! **The choice.** Every text of a draft is looked through, whatever field it stands in: a field that is added to a draft is
//! scanned on the day that it is added. **Rejected.** A list of the fields that are published, which the next one is not on.

use crate::publication::handles::{Named, named};
use crate::publication::{Draft, Subject, SubjectKind};
use crate::{Refusal, Source, Words};
use serde_json::Value;
use std::collections::BTreeSet;

/// Names of the channels that a text is about, as they may stand in it.
fn channels(draft: &Draft) -> BTreeSet<String> {
    let channel = |one: &&Subject| one.kind == SubjectKind::Channel;
    let names = |one: &Subject| {
        // Read as a handle, so that it compares with those that are found.
        let plain = one.name.trim().trim_start_matches(['@', '＠']);
        let handle = named(&format!("@{plain}"));
        named(&one.name).into_iter().chain(handle).map(|one| one.name).chain([plain.to_lowercase()])
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

fn masked_once(text: &str, known: &BTreeSet<String>) -> String {
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for Named { place, .. } in named(text).into_iter().filter(|one| !known.contains(&one.name)) {
        if place.start < from || place.is_empty() {
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
    match named(text).into_iter().find(|one| !known.contains(&one.name)) {
        Some(handle) => Err(refusal(pointer, &handle.name)),
        None => Ok(()),
    }
}

pub(in crate::publication) fn publishing_a_private_handle(draft: &Draft) -> Result<(), Refusal> {
    // The text is what everybody reads first; then whatever else there is.
    let known = channels(draft);
    let mut whole = serde_json::to_value(draft).unwrap_or_default();
    if let Some(subjects) = whole.get_mut("subjects").and_then(Value::as_array_mut) {
        for (subject, one) in draft.subjects.iter().zip(subjects) {
            if subject.kind == SubjectKind::Channel {
                *one = Value::Null;
            }
        }
    }
    look(&mut "/draft".to_owned(), &whole, &known)
}

fn look(at: &mut String, value: &Value, known: &BTreeSet<String>) -> Result<(), Refusal> {
    let check = |at: &str, text: &str| match named(text).into_iter().find(|one| !known.contains(&one.name)) {
        Some(handle) => Err(refusal(at, &handle.name)),
        None => Ok(()),
    };
    let length = at.len();
    match value {
        Value::String(text) => check(at, text),
        Value::Array(all) => all.iter().enumerate().try_for_each(|(n, one)| {
            at.push('/');
            at.push_str(&n.to_string());
            look(at, one, known)?;
            at.truncate(length);
            Ok(())
        }),
        Value::Object(all) => all.iter().try_for_each(|(key, one)| {
            check(at, key)?;
            at.push('/');
            at.push_str(&key.replace('~', "~0").replace('/', "~1"));
            look(at, one, known)?;
            at.truncate(length);
            Ok(())
        }),
        _ => Ok(()),
    }
}

fn refusal(pointer: &str, handle: &str) -> Refusal {
    let refusal = Refusal::new(
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
    );
    Refusal { pointer: pointer.to_owned(), ..refusal }
}

#[cfg(test)]
mod tests {
    use super::{masked, publishing_a_private_handle};
    use crate::publication::handles::named;
    use crate::publication::{Draft, Subject, SubjectKind};
    use proptest::prelude::*;

    fn handles(text: &str) -> Vec<String> {
        named(text).into_iter().map(|one| one.name).collect()
    }

    #[test]
    fn what_others_say_is_published_without_the_names_of_accounts() {
        let channel = Subject { kind: SubjectKind::Channel, name: "@RT_example".into(), accounts: None };
        let draft = Draft { subjects: vec![channel], ..Draft::default() };
        assert_eq!(
            masked("We, @rt_Example, quoted @Jane.of_Ghent and https://x.com/jané/status/1.", &draft),
            "We, @rt_Example, quoted @… and https://x.com/…/status/1."
        );
        assert_eq!(
            masked("m.facebook.com/profile.php?id=1000&x=1 ＠jane TikTok.com/%40Jane", &draft),
            "m.facebook.com/profile.php?id=…&x=1 ＠… TikTok.com/%40…"
        );
    }

    #[test]
    fn a_name_is_refused_in_whatever_field_it_stands() {
        let draft = Draft { legal_basis: "complaint of @jane_doe".into(), ..Draft::default() };
        let refused = publishing_a_private_handle(&draft).expect_err("a name");
        assert_eq!(refused.pointer, "/draft/legal_basis");
        let channel = |name: &str| Draft {
            subjects: vec![Subject { kind: SubjectKind::Channel, name: name.into(), accounts: None }],
            legal_basis: "what t.me/Rt_example said".into(),
            ..Draft::default()
        };
        for name in ["@rt_example", "RT_example", "https://t.me/rt_example", "＠rt_example"] {
            assert_eq!(publishing_a_private_handle(&channel(name)), Ok(()), "{name}");
        }
        assert!(publishing_a_private_handle(&channel("rt")).is_err());
    }

    proptest! {
        #[test]
        fn no_account_is_left_in_a_masked_text(
            text in "(@|＠|x\\.com/|mobile\\.twitter\\.com:443//|t\\.me/|u/|/in/|linkedin\\.com|%40|%2F|\\?id=|…|\\.|[a-zİß é]){0,30}"
        ) {
            let left = handles(&masked(&text, &Draft::default()));
            prop_assert!(left.is_empty(), "{left:?} in {text}");
        }

        #[test]
        fn any_text_is_read(text in "\\PC{0,200}") {
            for one in named(&text) {
                prop_assert!(text.get(one.place).is_some());
            }
        }
    }

    #[test]
    fn accounts_are_seen_in_text_and_in_addresses() {
        for (text, name) in [
            ("as @Some_one said", "some_one"),
            ("see https://www.x.com/someone/status/1", "someone"),
            ("t.me/s/someone", "someone"),
            ("(@a.b@example.social)", "a.b"),
            ("https://tiktok.com/@clip.maker", "clip.maker"),
            ("mobile.twitter.com/jane_doe", "jane_doe"),
            ("m.facebook.com/john.doe", "john.doe"),
            ("https://de-de.facebook.com/john.doe?locale=de", "john.doe"),
            ("facebook.com/profile.php?id=100012", "100012"),
            ("facebook.com/people/Jane-Doe/1000/", "jane-doe"),
            ("old.reddit.com/user/janedoe", "janedoe"),
            ("as u/janedoe wrote", "janedoe"),
            ("/u/janedoe", "janedoe"),
            ("youtube.com/user/janedoe", "janedoe"),
            ("https://m.youtube.com/c/janedoe/videos", "janedoe"),
            ("youtube.com/@janedoe", "janedoe"),
            ("uk.linkedin.com/in/jane-doe-12/", "jane-doe-12"),
            ("nitter.net/jane", "jane"),
            ("nitter.example.org/jane", "jane"),
            ("telegram.me/jane", "jane"),
            ("tiktok.com/%40jane", "jane"),
            ("tiktok.com/%2540jane", "jane"),
            ("x.com//jane", "jane"),
            ("x.com/./a/../jane", "jane"),
            ("x.com:443/jane", "jane"),
            ("https://X.com./Jane", "jane"),
            ("https:\\\\x.com\\jane", "jane"),
            ("https://example.org/go?to=https%3A%2F%2Fx.com%2Fjane", "jane"),
            ("web.archive.org/web/2024/https://x.com/jane", "jane"),
            ("x.com/search?q=from%3Ajane", "jane"),
            ("x.com/intent/user?screen_name=jane", "jane"),
            ("instagram.com/stories/jane/31", "jane"),
            ("＠jane", "jane"),
            ("@\u{200b}jane", "jane"),
            ("Hello.@jane", "jane"),
            ("jane.bsky.social", "jane"),
            ("bsky.app/profile/jane.example", "jane.example"),
        ] {
            assert_eq!(handles(text), [name], "{text}");
        }
        for clean in [
            "press@authority.example",
            "https://x.com/search?q=1",
            "x.com/i/web/status/1",
            "matrix.com/page",
            "100 @ 5",
            "instagram.com/p/Cxyz123",
            "instagram.com/reel/Cxyz123/",
            "youtube.com/watch?v=abc",
            "reddit.com/r/belgium",
            "linkedin.com/company/authority",
            "facebook.com/groups/neighbours",
            "t.me/+AbCdEf",
            "authority.example/user/guide",
            "and/or, u/o, w/u/v",
            "https://x.com/",
            "bsky.social",
            "",
        ] {
            assert_eq!(handles(clean), Vec::<String>::new(), "{clean}");
        }
    }
}
