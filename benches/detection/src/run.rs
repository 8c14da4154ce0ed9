//! One exercise through the whole path: generated to disk, analysed as a user would, scored by what `findings.ndjson` says.
//!
//! Nothing is taken from inside the detector: a group counts as flagged when the file an analyst receives says so.

use ostrakon_app::{
    analyse::{Request, analyse},
    load::Source,
};
use ostrakon_detect::coordination::Params;
use ostrakon_exercise::{
    Label, Scenario, Truth,
    score::{AlarmRule, Answer, Score, score},
    write_exercise,
};
use ostrakon_model::Finding;
use std::{collections::BTreeMap, error::Error};

/// What one exercise came to.
pub struct Outcome {
    /// The scorer's view.
    pub score: Score,
    /// Every flagged group, by whose accounts are in it.
    pub flagged: Vec<Flagged>,
}

/// One flagged group.
pub struct Flagged {
    /// Its id in the findings.
    pub id: String,
    /// Its members.
    pub members: usize,
    /// Members in campaigns.
    pub right: usize,
    /// Members by group of the truth (`ordinary` for those in none), most first.
    pub origin: Vec<(String, usize)>,
    /// Kind of campaign that most of its campaign accounts belong to.
    pub kind: Option<String>,
    /// Why it was flagged, in the finding's words.
    pub reasons: Vec<String>,
}

/// Generates, analyses with default parameters, scores.
pub fn exercise(scenario: &Scenario, posts: u64, seed: u64) -> Result<Outcome, Box<dyn Error>> {
    let dir = tempfile::tempdir()?;
    let truth = write_exercise(dir.path(), scenario, posts, seed)?;
    let out = dir.path().join("result");
    let request = Request {
        source: Source {
            inputs: vec![dir.path().join("posts.csv")],
            reveal: Some("exercise: the accounts are synthetic".to_owned()),
            ..Source::default()
        },
        out: out.clone(),
        params: Params::default(),
        election: None,
    };
    analyse(&request, 0, &())?;
    let path = out.join("findings.ndjson");
    let text = std::fs::read(&path)?;
    let answer = Answer::parse(&text, &path)?;
    let score = score(&truth, &answer.communities, Some(&answer.first_evidence), AlarmRule::default())?;
    Ok(Outcome { score, flagged: flagged(&truth, &text)? })
}

fn flagged(truth: &Truth, findings: &[u8]) -> Result<Vec<Flagged>, Box<dyn Error>> {
    let findings = serde_json::Deserializer::from_slice(findings).into_iter::<Finding>();
    let findings = findings.collect::<Result<Vec<_>, _>>()?;
    Ok(findings
        .into_iter()
        .filter(|finding| finding.flagged)
        .map(|Finding { id, subjects, reasons, .. }| {
            let mut origin: BTreeMap<&str, usize> = BTreeMap::new();
            let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
            for account in &subjects {
                let group = truth.group(account);
                *origin.entry(group.map_or("ordinary", |g| &g.id)).or_default() += 1;
                if let Some(group) = group.filter(|g| g.label == Label::Coordinated) {
                    *kinds.entry(&group.kind).or_default() += 1;
                }
            }
            let mut origin: Vec<(String, usize)> =
                origin.into_iter().map(|(group, count)| (group.to_owned(), count)).collect();
            origin.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            Flagged {
                id,
                members: subjects.len(),
                right: kinds.values().sum(),
                origin,
                kind: kinds.into_iter().max_by_key(|(_, count)| *count).map(|(kind, _)| kind.to_owned()),
                reasons,
            }
        })
        .collect())
}
