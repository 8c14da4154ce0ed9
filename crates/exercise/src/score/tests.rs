use super::*;
use proptest::prelude::*;
use std::path::Path;

/// Campaigns `c1` (a b c) and `c2` (d e), a control `p1` (f g h i), ordinary x y z.
fn truth() -> Truth {
    let rows = [
        ("a", "c1", "copy-paste", "coordinated"),
        ("b", "c1", "copy-paste", "coordinated"),
        ("c", "c1", "copy-paste", "coordinated"),
        ("d", "c2", "repost-ring", "coordinated"),
        ("e", "c2", "repost-ring", "coordinated"),
        ("f", "p1", "petition", "organic-control"),
        ("g", "p1", "petition", "organic-control"),
        ("h", "p1", "petition", "organic-control"),
        ("i", "p1", "petition", "organic-control"),
        ("x", "", "ordinary", "organic"),
        ("y", "", "ordinary", "organic"),
        ("z", "", "ordinary", "organic"),
    ];
    let lines = rows.map(|(account, group, kind, label)| format!("{account},{group},{kind},{label}\n"));
    let text = format!("account,group,kind,label\n{}", lines.concat());
    Truth::parse(text.as_bytes(), Path::new("truth.csv")).unwrap()
}

/// `"1:ab 2:C"`: community 1 has a and b flagged, community 2 has c not flagged.
fn answer(text: &str) -> Vec<Assigned> {
    text.split_whitespace()
        .filter_map(|part| part.split_once(':'))
        .flat_map(|(community, accounts)| {
            accounts.chars().map(move |c| Assigned {
                account: c.to_ascii_lowercase().to_string(),
                community: community.to_owned(),
                flagged: c.is_ascii_lowercase(),
            })
        })
        .collect()
}

fn scored(text: &str, rule: AlarmRule) -> Score {
    score(&truth(), &answer(text), None, rule).unwrap()
}

#[test]
fn a_perfect_answer_scores_one_everywhere() {
    let score = scored("1:abc 2:de 3:FGHI 4:XYZ", AlarmRule::Majority);
    assert_eq!(score.accounts, Rates::new(1.0, 1.0));
    assert_eq!(score.communities, Rates::new(1.0, 1.0));
    assert_eq!(score.false_alarms, 0.0);
    assert_eq!(score.counts, Counts { right: 5, ..Counts::default() });
}

#[test]
fn silence_is_precise_and_finds_nothing() {
    let score = scored("", AlarmRule::Majority);
    assert_eq!((score.accounts.precision, score.accounts.recall, score.accounts.f1), (1.0, 0.0, 0.0));
    // Each of the five stands alone: no mixing; c1 is seen in thirds, c2 in halves.
    assert_eq!(score.communities.precision, 1.0);
    assert!((score.communities.recall - (3.0 / 3.0 + 2.0 / 2.0) / 5.0).abs() < 1e-12);
}

#[test]
fn a_mixed_answer_by_hand() {
    // Given a, b and the ordinary x in one community, d alone, and two signers of the petition.
    let score = scored("1:abx 2:d 3:fg", AlarmRule::Majority);
    // Then 3 of 6 flagged are right, and 3 of 5 are found.
    assert_eq!((score.accounts.precision, score.accounts.recall), (0.5, 0.6));
    let expected = Counts { right: 3, wrong_control: 2, wrong_ordinary: 1, missed: 2 };
    assert_eq!(score.counts, expected);
    // And items are a b c d e f g x: precision 2/3 2/3 1 1 1 1/2 1/2 1/3, recall 2/3 2/3 1/3 1/2 1/2 1 1 1.
    assert!((score.communities.precision - (17.0 / 3.0) / 8.0).abs() < 1e-12);
    assert!((score.communities.recall - (17.0 / 3.0) / 8.0).abs() < 1e-12);
    // And the petition counts as flagged, since community 3 is its own.
    assert_eq!(score.false_alarms, 1.0);
    let kind = |name: &str| score.kinds.iter().find(|kind| kind.kind == name).unwrap();
    assert_eq!((kind("copy-paste").flagged_members, kind("copy-paste").members), (2, 3));
    assert_eq!((kind("petition").flagged_groups, kind("petition").groups), (1, 1));
}

#[test]
fn the_rule_decides_when_a_group_counts_as_flagged() {
    let alarms = |text, rule| scored(text, rule).false_alarms;
    assert_eq!(alarms("1:abcf", AlarmRule::Majority), 0.0);
    assert_eq!(alarms("1:abfg", AlarmRule::Majority), 0.0, "half is not most");
    assert_eq!(alarms("1:afg", AlarmRule::Majority), 1.0);
    assert_eq!(alarms("1:afg", AlarmRule::AtLeast(3)), 0.0);
    assert_eq!(alarms("1:abcfgh", AlarmRule::AtLeast(3)), 1.0);
    assert_eq!(alarms("1:abcfg", AlarmRule::Share(0.5)), 1.0);
    assert_eq!(alarms("1:abcf", AlarmRule::Share(0.5)), 0.0);
    assert_eq!(alarms("1:abc", AlarmRule::Share(0.0)), 0.0, "nobody flagged is no alarm");
}

#[test]
fn time_runs_from_the_first_post_to_the_first_evidence() {
    let mut truth = truth();
    truth.groups[0].first = Some(1_000);
    truth.groups[1].first = Some(9_000);
    let times = BTreeMap::from([("1".to_owned(), 8_200), ("2".to_owned(), 5_000), ("3".to_owned(), 20_000)]);
    let score = score(&truth, &answer("1:ab 2:d 3:c"), Some(&times), AlarmRule::Majority).unwrap();
    let hours: Vec<_> = score.groups.iter().map(|g| g.hours_to_evidence).collect();
    // Evidence of what others posted before counts as no delay, and the control has none.
    assert_eq!(hours, [Some(2.0), Some(0.0), None]);
}

#[test]
fn accounts_that_the_truth_does_not_know_are_an_error_that_says_why() {
    let error = score(&truth(), &answer("1:aq 2:r"), None, AlarmRule::Majority).unwrap_err().to_string();
    assert!(error.contains("2 of 3") && error.contains("`q`") && error.contains("pseudonyms"), "{error}");
}

#[test]
fn pseudonyms_are_scored_against_the_renamed_truth() {
    let truth = truth().rename(|account| format!("p-{account}"));
    let communities: Vec<Assigned> = answer("1:abc 2:de")
        .into_iter()
        .map(|row| Assigned { account: format!("p-{}", row.account), ..row })
        .collect();
    let score = score(&truth, &communities, None, AlarmRule::Majority).unwrap();
    assert_eq!(score.accounts, Rates::new(1.0, 1.0));
}

#[test]
fn the_table_says_the_figures_in_words() {
    let text = scored("1:abx 2:d 3:fg", AlarmRule::Majority).to_string();
    assert!(text.contains("accounts                         0.500     0.600     0.545"), "{text}");
    assert!(text.contains("3 campaign accounts found, 2 missed"), "{text}");
}

proptest! {
    /// Whatever is answered, rates stay within 0 and 1, every account is counted once, and only the exact set of
    /// campaign accounts scores 1.
    #[test]
    fn rates_are_bounded_and_perfect_only_for_the_truth(
        rows in prop::collection::vec((0usize..12, 0u8..4, any::<bool>()), 0..40),
    ) {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "x", "y", "z"];
        let communities: Vec<Assigned> = rows
            .iter()
            .map(|&(i, community, flagged)| Assigned {
                account: names[i].to_owned(),
                community: community.to_string(),
                flagged,
            })
            .collect();
        let score = score(&truth(), &communities, None, AlarmRule::Majority).unwrap();
        for rates in [score.accounts, score.communities] {
            for value in [rates.precision, rates.recall, rates.f1] {
                prop_assert!((0.0..=1.0 + 1e-12).contains(&value));
            }
        }
        let flagged: BTreeSet<&str> =
            communities.iter().filter(|row| row.flagged).map(|row| row.account.as_str()).collect();
        let perfect = flagged == BTreeSet::from(["a", "b", "c", "d", "e"]);
        prop_assert_eq!(score.accounts.f1 == 1.0, perfect);
        let counts = score.counts;
        prop_assert_eq!(counts.right + counts.wrong_control + counts.wrong_ordinary, flagged.len());
        prop_assert_eq!(counts.right + counts.missed, 5);
    }
}
