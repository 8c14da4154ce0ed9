//! From incidents to the groups that became part of them, and to the data in which these are found.

use super::Wanted;
use crate::analysis::{
    Analyses,
    record::{ANALYSIS, Kept, Read},
    wire::{GroupStatus, State},
};
use crate::hub::HubError;
use ostrakon_access::Principal;
use ostrakon_model::{Signal, Tlp};
use std::collections::{BTreeMap, HashSet};

/// Groups that were found and not flagged, an analysis, that may become controls.
const MOST_CONTROLS: usize = 200;
/// Analyses that are read at a time.
const PAGE: usize = 200;

/// Where posts are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// In a data set of the lake.
    Lake(String),
    /// In the archive of an analysis; `upload` is the digest of what it read.
    Archive { upload: String, analysis: String },
}

/// What is looked for in one place.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// Names of the analyses.
    pub names: Vec<String>,
    /// Groups of the incident, by id.
    pub groups: Vec<String>,
    /// Their accounts.
    pub accounts: HashSet<String>,
    pub things: Things,
    /// Groups that were not flagged: name, id, accounts.
    pub others: Vec<(String, String, HashSet<String>)>,
}

/// Things that mostly the groups' accounts shared.
#[derive(Debug, Default)]
pub(super) struct Things {
    pub links: HashSet<String>,
    pub reposted: HashSet<String>,
    pub media: HashSet<String>,
    /// As results show them: white space folded, cut.
    pub texts: HashSet<String>,
}

impl Things {
    /// How many.
    pub fn len(&self) -> usize {
        self.links.len() + self.reposted.len() + self.media.len() + self.texts.len()
    }

    fn add(&mut self, signal: Signal, object: &str) {
        let into = match signal {
            Signal::CoLink => &mut self.links,
            Signal::CoRepost => &mut self.reposted,
            Signal::CoMedia => &mut self.media,
            Signal::CoText | Signal::CoSimilarText => &mut self.texts,
            // These are anybody's.
            Signal::CoDomain | Signal::CoHashtag | Signal::CoMention | Signal::CoReply | Signal::CoPost => {
                return;
            }
        };
        into.insert(object.to_owned());
    }
}

/// What the incidents are made of.
#[derive(Debug, Default)]
pub(super) struct Traced {
    pub sources: BTreeMap<Place, Source>,
    pub groups: usize,
}

/// Looks through the analyses of the asker's organisation that the asker may see.
pub(super) fn of(analyses: &Analyses, who: &Principal, wanted: &Wanted<'_>) -> Result<Traced, HubError> {
    let mut traced = Traced::default();
    let mut after = None;
    loop {
        let owner = Some(who.organisation.as_str());
        let (page, next) = analyses.inner.page::<Kept>(ANALYSIS, "created", owner, after, PAGE)?;
        for one in page.into_iter().filter(|one| who.may_see(one.marking) && one.value.state == State::Done) {
            look(analyses, who, wanted, &one, &mut traced)?;
        }
        after = next;
        if after.is_none() {
            return Ok(traced);
        }
    }
}

fn look(
    analyses: &Analyses,
    who: &Principal,
    wanted: &Wanted<'_>,
    analysis: &Read<Kept>,
    traced: &mut Traced,
) -> Result<(), HubError> {
    let judged = analyses.inner.judgements(&analysis.id)?;
    let part = |group: &str| {
        judged.get(group).is_some_and(|one| one.incidents.iter().any(|id| wanted.incidents.contains(id)))
    };
    if !judged.keys().any(|group| part(group)) {
        return Ok(());
    }
    if analysis.marking == Tlp::Red && wanted.marking != Tlp::Red {
        let why = "a group of these incidents was found in an analysis that is TLP:RED: mark the measure so too, or have the \
                   analysis marked anew";
        return Err(HubError::Conflict(why.into()));
    }
    let kept = &analysis.value;
    let archive = analyses.archive_of(who, &analysis.id)?;
    let place = match &kept.dataset {
        Some(name) => Place::Lake(name.clone()),
        None => Place::Archive { upload: kept.upload.sha256.clone(), analysis: analysis.id.clone() },
    };
    // The same file read twice is counted once.
    if let Place::Archive { upload, .. } = &place
        && traced
            .sources
            .keys()
            .any(|one| matches!(one, Place::Archive { upload: other, .. } if other == upload))
    {
        return Ok(());
    }
    let source = traced.sources.entry(place).or_default();
    source.names.push(kept.name.clone());
    let mut others = 0;
    for entry in &archive.index.groups {
        let id = &entry.row.id;
        let status = judged.get(id).map_or(GroupStatus::Open, |one| one.status);
        if part(id) {
            let group = archive.line(entry)?.group;
            traced.groups += 1;
            source.groups.push(id.clone());
            source.accounts.extend(group.members.iter().map(|member| member.account.clone()));
            let own = group.objects.iter().filter(|one| one.outside.is_some_and(|n| n < one.accounts));
            own.for_each(|one| source.things.add(one.signal, &one.object));
        } else if !entry.row.flagged
            && matches!(status, GroupStatus::Open | GroupStatus::Dismissed)
            && others < MOST_CONTROLS
        {
            others += 1;
            let members = archive.line(entry)?.group.members;
            let accounts: HashSet<String> = members.into_iter().map(|member| member.account).collect();
            let name = format!("{id} ({} accounts, not flagged)", accounts.len());
            source.others.push((name, id.clone(), accounts));
        }
    }
    Ok(())
}
