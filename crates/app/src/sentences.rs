//! Sentences of results in English, from their patterns: the text that files hold.
//!
//! The web application has the same patterns in three languages (`ui/src/i18n/*/investigate.ts`, `finding.*`); a test holds that
//! none is missing there.

use crate::names::{count, duration, odds};
use ostrakon_model::Signal;
use ostrakon_report::sentence::{Sentence, SentenceValue as Value};

/// The patterns, by code.
#[rustfmt::skip]
const ENGLISH: &[(&str, &str)] = &[
    ("group.none", "{accounts} accounts with ties, and no joint action."),
    ("group.acted", "{accounts} accounts {signal} {times} times, on {days} days; half of the time the next one followed within {gap}."),
    ("group.acted.day", "{accounts} accounts {signal} {times} times, on {days} day; half of the time the next one followed within {gap}."),
    ("reason.occasions", "Of {occasions} occasions on which one member had {signal} as another, {on_time} % lay within {window}; among others who shared such things, {others} % would ({nats} nats an occasion)."),
    ("not.small", "Not flagged: fewer than three members."),
    ("not.surprising", "Not flagged: ties this strong are found by chance somewhere in data of this size (q = {q})."),
    ("not.on-time", "Not flagged: its members share the same things more often than chance, but hardly more on time than others who share them. That is what a common interest looks like."),
    ("not.following", "Not flagged: most of what it reposts or answers is by one source, and it is no more on time than a following that waits for the next post."),
    ("not.automated", "Not flagged: {share} % of its members declare themselves automated."),
    ("not.syndication", "Not flagged: {share} % of its members link to a site of their own, as outlets do that carry the same agency."),
    ("significance.chance", "If accounts were dealt out by chance, a group tied like this would be found in at most {chance} data sets of this size."),
    ("organic.none", "Nothing to compare."),
    ("organic.rate", "Accounts outside of such groups, sharing things as popular as these, are within {window} of each other on {others} % of occasions; this group on {group} %."),
    ("innocent.followers", "Followers of one source, who see its posts at the same time"),
    ("because.one-source", "{share} % of what they act on jointly is by its commonest source."),
    ("innocent.crowd", "A crowd: an event that everybody was reacting to"),
    ("because.crowd", "Half of the things it shared had at least {outside} % of their audience outside of the group, who were on time in {on_time} % of cases."),
    ("innocent.tool", "A scheduling tool, a newsletter or a shared toolkit that asks people to post at one time"),
    ("because.days", "It acted jointly on {days} days and {objects} different things; the data do not show who asked. Ask the accounts."),
    ("because.day", "It acted jointly on {days} day and {objects} different things; the data do not show who asked. Ask the accounts."),
    ("innocent.automation", "Automation that is declared"),
    ("because.automated", "{share} % of the members declare themselves automated."),
    ("innocent.outlets", "Outlets that carry the same agency's items"),
    ("because.own-site", "{share} % of the members link mostly to a site that no other member links to."),
    ("innocent.newsroom", "One person or newsroom with several accounts, known by name"),
    ("because.owner", "The data do not say who owns an account; a registry of organisations and media does."),
    ("limit.coordination", "It shows that accounts act together, not that they deceive, not that they harm, and not who is behind them."),
    ("limit.sample", "It sees only the posts it was given; a collection by keyword or by account shapes what can be found."),
    ("limit.precision.minute", "Times in these data are known to the minute only; windows finer than that mean nothing."),
    ("limit.precision.hour", "Times in these data are known to the hour only; windows finer than that mean nothing."),
    ("limit.precision.day", "Times in these data are known to the day only; windows finer than that mean nothing."),
    ("tie.chance", "The two {signal} {times} times within {window} of each other. If accounts were dealt out anew among the posts, a pair would do so with a probability of at most {chance}."),
];

/// The sentence in English; a code that is not known is shown as it is, so that a slip shows without breaking the result.
pub fn english(sentence: &Sentence) -> String {
    let pattern =
        ENGLISH.iter().find(|(code, _)| *code == sentence.code).map_or(sentence.code.as_str(), |one| one.1);
    let mut out = String::with_capacity(pattern.len() + 40);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else { break };
        if let Some(value) = sentence.values.get(name) {
            out.push_str(&written(value));
        }
        rest = tail;
    }
    out + rest
}

fn written(value: &Value) -> String {
    match value {
        Value::Count(n) => count(*n),
        Value::Ms(ms) => duration(*ms),
        Value::Percent(share) => format!("{share:.0}"),
        Value::Share(share) => format!("{share:.1}"),
        Value::Number(number) => format!("{number:.2}"),
        Value::Chance(p) => odds(*p),
        Value::Signal(name) => {
            name.parse::<Signal>().map_or_else(|_| name.clone(), |one| one.phrase().to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeSet, HashMap};
    use std::path::Path;

    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn a_sentence_is_its_pattern_with_its_values() {
        let said = Sentence::new(
            "group.acted",
            [
                ("accounts", Value::Count(1_204)),
                ("signal", Signal::CoLink.into()),
                ("times", Value::Count(9)),
                ("days", Value::Count(2)),
                ("gap", Value::Ms(12_000)),
            ],
        );
        let text = "1\u{202f}204 accounts linked the same address 9 times, on 2 days; half of the time the next one followed \
                    within 12 s.";
        assert_eq!(english(&said), text);
        let chance = Sentence::new("significance.chance", [("chance", Value::Chance(1e-11))]);
        assert!(english(&chance).contains("at most 1 in 10¹¹ data sets"), "{}", english(&chance));
        assert_eq!(english(&Sentence::new("no.such", [])), "no.such");
    }

    #[test]
    fn the_web_application_has_every_pattern_in_three_languages_with_the_same_places() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/i18n");
        for language in ["en", "fr", "de"] {
            let path = root.join(language).join("investigate.ts");
            let text = std::fs::read_to_string(&path).expect("the messages are in the workspace");
            let messages: HashMap<&str, &str> = text
                .lines()
                .filter_map(|line| line.trim().strip_prefix("\"finding.")?.split_once("\": \""))
                .collect();
            for (code, pattern) in ENGLISH {
                let message =
                    messages.get(code).unwrap_or_else(|| panic!("{language}: finding.{code} is missing"));
                assert_eq!(places(message), places(pattern), "{language}: {code}");
            }
            assert_eq!(messages.len(), ENGLISH.len(), "{language}: a pattern that no sentence follows");
        }
    }
}
