//! Who did what: the answer sheet of an exercise.
//!
//! `truth.csv` has the columns `account,group,kind,label` and one row for every account that posted; `group` is empty
//! for accounts in no group. Times of groups stand in `scenario.json` beside it.

use crate::ExerciseError;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, btree_map::Entry},
    fs::File,
    io::Write,
    path::Path,
};

/// What an account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Label {
    /// Belongs to a campaign.
    Coordinated,
    /// Belongs to an innocent crowd that looks coordinated.
    OrganicControl,
    /// Belongs to no group.
    Organic,
}

impl Label {
    /// The name in `truth.csv`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Coordinated => "coordinated",
            Self::OrganicControl => "organic-control",
            Self::Organic => "organic",
        }
    }

    fn by_name(name: &str) -> Option<Self> {
        [Self::Coordinated, Self::OrganicControl, Self::Organic].into_iter().find(|l| l.name() == name)
    }
}

/// A campaign or a control group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// `repost-ring-2`, ….
    pub id: String,
    /// Kind of the campaign or control, as in [`crate::CampaignKind`] and [`crate::ControlKind`].
    pub kind: String,
    /// Campaign or control.
    pub label: Label,
    /// Accounts that posted at least once.
    pub members: u32,
    /// Posts that the group planned; the members' other posts are not counted. Unknown when read from `truth.csv` alone.
    pub posts: Option<u64>,
    /// Time of the first planned post, in s since the epoch.
    pub first: Option<i64>,
    /// Time of the last planned post, in s since the epoch.
    pub last: Option<i64>,
    /// 0 to 1; 0 for controls.
    pub stealth: f64,
    /// ISO 639-1 code of the group's language.
    pub language: String,
}

/// The answer sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Truth {
    /// Campaigns and control groups.
    pub groups: Vec<Group>,
    /// For every account that posted, the index of its group, if any.
    pub accounts: BTreeMap<String, Option<u32>>,
}

/// What [`Truth::read`] needs of `scenario.json`.
#[derive(Deserialize)]
struct Times {
    groups: Vec<Group>,
}

const COLUMNS: &str = "account,group,kind,label";

impl Truth {
    /// The group of an account; `None` for ordinary and for unknown accounts.
    pub fn group(&self, account: &str) -> Option<&Group> {
        let index = (*self.accounts.get(account)?)?;
        self.groups.get(index as usize)
    }

    /// What an account is; `None` where the truth does not know it.
    pub fn label(&self, account: &str) -> Option<Label> {
        let group = self.accounts.get(account)?;
        Some(group.map_or(Label::Organic, |index| self.groups[index as usize].label))
    }

    /// The same truth with other names for the accounts, such as the pseudonyms of a result.
    #[must_use]
    pub fn rename(self, mut name: impl FnMut(&str) -> String) -> Self {
        let accounts = self.accounts.iter().map(|(account, group)| (name(account), *group)).collect();
        Self { accounts, ..self }
    }

    /// Writes `truth.csv`.
    ///
    /// # Errors
    /// When `out` does not take it.
    pub fn write(&self, out: impl Write) -> std::io::Result<()> {
        let mut out = csv::Writer::from_writer(out);
        out.write_record(COLUMNS.split(','))?;
        for (account, group) in &self.accounts {
            match group.map(|index| &self.groups[index as usize]) {
                Some(group) => out.write_record([account, &group.id, &group.kind, group.label.name()])?,
                None => out.write_record([account, "", "ordinary", Label::Organic.name()])?,
            }
        }
        out.flush()
    }

    /// Reads `truth.csv`, and the groups' times from `scenario.json` in the same folder where there is one.
    ///
    /// # Errors
    /// When the file cannot be read, lacks a column, holds a row that contradicts another, or holds none.
    pub fn read(path: &Path) -> Result<Self, ExerciseError> {
        let file = File::open(path).map_err(|source| ExerciseError::File { path: path.into(), source })?;
        let mut truth = Self::parse(file, path)?;
        let times = path.with_file_name("scenario.json");
        if let Ok(text) = std::fs::read_to_string(&times) {
            let Times { groups } = serde_json::from_str(&text).map_err(|error| ExerciseError::Line {
                path: times,
                line: error.line() as u64,
                reason: format!("{error}; generate the exercise again or remove this file"),
            })?;
            for group in &mut truth.groups {
                if let Some(known) = groups.iter().find(|known| known.id == group.id) {
                    let members = group.members;
                    *group = Group { members, ..known.clone() };
                }
            }
        }
        Ok(truth)
    }

    /// Reads `truth.csv` from `input`; `path` is for messages.
    ///
    /// # Errors
    /// As [`Truth::read`].
    pub fn parse(input: impl std::io::Read, path: &Path) -> Result<Self, ExerciseError> {
        let mut table = crate::table::Table::new(input, path, COLUMNS)?;
        let [account, group, kind, label] =
            [table.column("account")?, table.column("group")?, table.column("kind")?, table.column("label")?];
        let mut truth = Self::default();
        let mut index: BTreeMap<String, u32> = BTreeMap::new();
        while let Some(row) = table.next_row()? {
            let bad = |reason: String| ExerciseError::Line { path: path.into(), line: row.line, reason };
            let name = row.get(account);
            if name.is_empty() {
                return Err(bad("the account is empty".to_owned()));
            }
            let label = Label::by_name(row.get(label)).ok_or_else(|| {
                bad(format!("`{}` is no label; use coordinated, organic-control or organic", row.get(label)))
            })?;
            let place = match (row.get(group), label) {
                ("", Label::Organic) => None,
                ("", _) => return Err(bad("a labelled account needs a group".to_owned())),
                (id, _) => {
                    let groups = &mut truth.groups;
                    let place = *index.entry(id.to_owned()).or_insert_with(|| {
                        groups.push(Group {
                            id: id.to_owned(),
                            kind: row.get(kind).to_owned(),
                            label,
                            members: 0,
                            posts: None,
                            first: None,
                            last: None,
                            stealth: 0.0,
                            language: String::new(),
                        });
                        groups.len() as u32 - 1
                    });
                    let known = &mut groups[place as usize];
                    if known.label != label || known.kind != row.get(kind) {
                        return Err(bad(format!("group `{id}` has another kind or label further up")));
                    }
                    known.members += 1;
                    Some(place)
                }
            };
            match truth.accounts.entry(name.to_owned()) {
                Entry::Vacant(free) => free.insert(place),
                Entry::Occupied(_) => return Err(bad(format!("account `{name}` stands here twice"))),
            };
        }
        if truth.accounts.is_empty() {
            return Err(ExerciseError::Empty { path: path.into(), mend: "generate the exercise again" });
        }
        Ok(truth)
    }
}
