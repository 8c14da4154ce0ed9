//! Services: accounts that report figures by a template.
//!
//! The problem: a weather service's bots post nearly the same text at the same minute, and say that they are bots; accounts of a
//! campaign may say so too, since a handle is free. The choice: what a service writes is told from what a campaign writes by
//! the account itself: its posts are one another again with other figures. A campaign's texts differ from post to post, or
//! repeat as they are. Rejected: the declaration alone (a suffix would hide any campaign), and lists of services (there is none).

use ostrakon_model::Columns;
use std::collections::{BTreeMap, BTreeSet};

/// Share of the texts of these accounts, reposts left out, that the same account also wrote with other figures.
pub(super) fn reports(columns: &Columns, members: &[u32]) -> f64 {
    // Per account and text without its figures: how often, and the texts as they are, up to the second.
    let mut forms: BTreeMap<(u32, String), (u32, BTreeSet<&str>)> = BTreeMap::new();
    let mut all = 0_u32;
    for row in 0..columns.len() {
        let account = columns.account[row];
        let text = columns.text.get(row);
        if text.is_empty()
            || members.binary_search(&account).is_err()
            || super::triples::is_repost(columns, row)
        {
            continue;
        }
        all += 1;
        let (times, texts) = forms.entry((account, without_figures(text))).or_default();
        *times += 1;
        if texts.len() < 2 {
            texts.insert(text);
        }
    }
    let again: u32 = forms.values().filter(|(_, texts)| texts.len() > 1).map(|(times, _)| times).sum();
    f64::from(again) / f64::from(all.max(1))
}

fn without_figures(text: &str) -> String {
    text.chars().filter(|c| !c.is_numeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::reports;
    use ostrakon_model::{Columns, Post};

    fn share(texts: &[&str]) -> f64 {
        let mut columns = Columns::default();
        for (i, text) in texts.iter().enumerate() {
            columns.push(&Post {
                item_id: i.to_string().into(),
                author_id: "a".into(),
                text: Some((*text).into()),
                ..Post::default()
            });
        }
        reports(&columns, &[0])
    }

    #[test]
    fn figures_that_change_make_a_report_and_slogans_that_repeat_do_not() {
        assert!((share(&["Lyon: 12 °C", "Lyon: 9 °C", "Lyon: 10 °C"]) - 1.0).abs() < 1e-9);
        assert!(share(&["They lie to you", "They lie to you", "They lie to you"]) < 1e-9);
        assert!(share(&["They lie to you", "Share this now", "Wake up"]) < 1e-9);
        assert!((share(&["Lyon: 12 °C", "Lyon: 9 °C", "Good morning", "Who is there?"]) - 0.5).abs() < 1e-9);
    }
}
