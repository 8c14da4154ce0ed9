//! One group, opened: its evidence, its members, its posts, and the posts behind one of its ties.

use super::{
    Analyses,
    archive::{Archive, IndexEntry, Line, PostRecord, TieRecord, signal_of},
    groups::unknown,
    wire,
};
use crate::{hub::HubError, sentences::english};
use ostrakon_access::Principal;
use ostrakon_model::Signal;
use ostrakon_report::group as report;
use ostrakon_report::sentence::{Sentence, SentenceValue as Value};
use std::sync::Arc;

/// Members shown with a group.
const FIRST_MEMBERS: usize = 200;
/// Exhibits shown with a group.
const FIRST_EXHIBITS: usize = 30;

/// Which posts of a group.
#[derive(Clone, Debug, Default)]
pub struct PostFilter {
    /// Only of this account.
    pub account: Option<String>,
    /// Only those in joint actions.
    pub joint: bool,
    /// Only at or after this time, ms.
    pub from: Option<i64>,
    /// Only before this time, ms.
    pub to: Option<i64>,
}

impl Analyses {
    /// Opens a group of an analysis that is done.
    pub(super) fn opened<T>(
        &self,
        who: &Principal,
        (id, group): (&str, &str),
        look: impl FnOnce(&Arc<Archive>, &IndexEntry) -> Result<T, HubError>,
    ) -> Result<T, HubError> {
        let archive = self.archive_of(who, id)?;
        let entry = archive.group(group).ok_or_else(unknown)?;
        look(&archive, entry)
    }

    /// Everything that speaks for and against a group.
    ///
    /// # Errors
    /// [`HubError::NotFound`]; [`HubError::Conflict`] before the analysis is done.
    pub fn group(&self, who: &Principal, id: &str, group: &str) -> Result<wire::GroupDetail, HubError> {
        self.opened(who, (id, group), |archive, entry| {
            let line = archive.line(entry)?;
            let judgement = self.judgement_of(id, group)?;
            let row = wire::GroupRow { status: judgement.status, ..entry.row.clone() };
            let told = &line.group;
            Ok(wire::GroupDetail {
                row,
                reasons: told.reasons.clone(),
                significance: wire::Significance {
                    p: told.significance.p,
                    q: told.significance.q.min(1.0),
                    null_model: told.significance.null_model.clone(),
                    words: told.significance.words.clone(),
                },
                organic: told.organic.clone(),
                synchrony: wire::Synchrony {
                    co_actions: told.synchrony.co_actions,
                    expected: told.synchrony.expected,
                    median_gap_ms: told.synchrony.median_gap_ms,
                    p90_gap_ms: told.synchrony.p90_gap_ms,
                    window_s: told.synchrony.window_s,
                },
                activity: told.activity.clone(),
                members: ranked(told).into_iter().take(FIRST_MEMBERS).map(member).collect(),
                objects: told.objects.iter().map(object).collect(),
                exhibits: exhibits(archive, entry, &line, 0, FIRST_EXHIBITS)?,
                exhibits_total: told.exhibits.len() as u64,
                innocent: told
                    .innocent
                    .iter()
                    .map(|one| wire::InnocentExplanation {
                        statement: one.statement.clone(),
                        bearing: one.bearing.into(),
                        because: one.because.clone(),
                    })
                    .collect(),
                limits: told.limits.clone(),
                method: told.method.clone(),
                said: told.said.clone(),
                judgement,
            })
        })
    }

    /// Members of a group, strongest first.
    ///
    /// # Errors
    /// As [`Analyses::group`].
    pub fn members(
        &self,
        who: &Principal,
        at: (&str, &str),
        limit: usize,
        next: usize,
    ) -> Result<wire::MemberPage, HubError> {
        self.opened(who, at, |archive, entry| {
            let line = archive.line(entry)?;
            let all = ranked(&line.group);
            let total = all.len() as u64;
            let members: Vec<_> = all.into_iter().skip(next).take(limit).map(member).collect();
            let next = following(next, members.len(), total);
            Ok(wire::MemberPage { members, total, next })
        })
    }

    /// Exhibits of a group, most telling first.
    ///
    /// # Errors
    /// As [`Analyses::group`].
    pub fn exhibits(
        &self,
        who: &Principal,
        at: (&str, &str),
        limit: usize,
        next: usize,
    ) -> Result<wire::ExhibitPage, HubError> {
        self.opened(who, at, |archive, entry| {
            let line = archive.line(entry)?;
            let total = line.group.exhibits.len() as u64;
            let exhibits = exhibits(archive, entry, &line, next, limit)?;
            let next = following(next, exhibits.len(), total);
            Ok(wire::ExhibitPage { exhibits, total, next })
        })
    }

    /// Posts of a group, in order of time.
    ///
    /// # Errors
    /// As [`Analyses::group`]; [`HubError::NotFound`] for an account that is no member.
    pub fn posts(
        &self,
        who: &Principal,
        at: (&str, &str),
        filter: &PostFilter,
        limit: usize,
        next: usize,
    ) -> Result<wire::PostPage, HubError> {
        self.opened(who, at, |archive, entry| {
            let number = match &filter.account {
                Some(account) => Some(number_of(&archive.line(entry)?.group, account)?),
                None => None,
            };
            let admits = |post: &PostRecord| {
                number.is_none_or(|number| post.member == number)
                    && (!filter.joint || post.joint)
                    && filter.from.is_none_or(|from| post.time >= from)
                    && filter.to.is_none_or(|to| post.time < to)
            };
            let all: Vec<PostRecord> = archive.posts(entry)?.into_iter().filter(admits).collect();
            let total = all.len() as u64;
            let page: Vec<PostRecord> = all.into_iter().skip(next).take(limit).collect();
            let next = following(next, page.len(), total);
            Ok(wire::PostPage { posts: archive.texts(&page)?, total, next })
        })
    }

    /// The very posts that made a tie.
    ///
    /// # Errors
    /// As [`Analyses::group`]; [`HubError::NotFound`] for accounts that are no members or are not tied.
    pub fn edge(
        &self,
        who: &Principal,
        at: (&str, &str),
        a: &str,
        b: &str,
    ) -> Result<wire::EdgeDetail, HubError> {
        self.opened(who, at, |archive, entry| {
            let line = archive.line(entry)?;
            let (x, y) = (number_of(&line.group, a)?, number_of(&line.group, b)?);
            let of_both = |tie: &TieRecord| (tie.a, tie.b) == (x, y) || (tie.a, tie.b) == (y, x);
            let ties: Vec<TieRecord> = archive.ties(entry)?.into_iter().filter(of_both).collect();
            if ties.is_empty() {
                return Err(HubError::NotFound("tie between these two accounts".into()));
            }
            let mut meetings = Vec::new();
            for tie in &ties {
                for meeting in archive.meetings(tie)? {
                    let first = archive.post_at(entry, meeting.first)?;
                    let second = archive.post_at(entry, meeting.second)?;
                    meetings.push(wire::Meeting {
                        signal: signal_of(tie.signal),
                        object: archive.name(&meeting)?,
                        gap_ms: meeting.gap_ms,
                        posts: archive.texts(&[first, second])?,
                    });
                }
            }
            Ok(wire::EdgeDetail {
                a: a.to_owned(),
                b: b.to_owned(),
                meetings_total: ties.iter().map(|tie| tie.weight as u64).sum(),
                signals: ties.iter().map(signal).collect(),
                meetings,
            })
        })
    }
}

/// Where the next page begins, if there is one.
pub(super) fn following(begun: usize, shown: usize, total: u64) -> Option<String> {
    let after = begun.saturating_add(shown);
    (shown > 0 && (after as u64) < total).then(|| after.to_string())
}

fn number_of(group: &report::Group, account: &str) -> Result<u32, HubError> {
    let place = group.members.iter().position(|member| member.account == account);
    place
        .map(|place| place as u32)
        .ok_or_else(|| HubError::NotFound("account of this name in this group".into()))
}

/// Members, strongest first.
fn ranked(group: &report::Group) -> Vec<&report::Member> {
    let mut all: Vec<&report::Member> = group.members.iter().collect();
    all.sort_by(|x, y| y.strength.total_cmp(&x.strength).then_with(|| x.account.cmp(&y.account)));
    all
}

fn member(member: &report::Member) -> wire::Member {
    wire::Member {
        account: member.account.clone(),
        role: member.role.into(),
        posts: member.posts,
        first: member.first,
        strength: member.strength,
        q: member.q,
        declared_bot: member.declared_bot,
    }
}

fn object(object: &report::SharedObject) -> wire::SharedObject {
    wire::SharedObject {
        signal: object.signal.into(),
        object: object.object.clone(),
        posts: object.posts,
        accounts: object.accounts,
        outside: object.outside,
        first: object.first_ms,
        last: object.last_ms,
    }
}

fn exhibits(
    archive: &Archive,
    entry: &IndexEntry,
    line: &Line,
    begin: usize,
    most: usize,
) -> Result<Vec<wire::Exhibit>, HubError> {
    let exhibits = line.group.exhibits.iter().skip(begin).take(most);
    exhibits
        .map(|exhibit| {
            // The pair that is compared comes first.
            let pair = exhibit.compared.iter().flat_map(|&(first, second)| [first, second]);
            let mut places: Vec<u32> = pair.collect();
            places.extend(
                exhibit.posts.iter().filter(|post| !places.contains(post)).copied().collect::<Vec<_>>(),
            );
            let records = places
                .iter()
                .filter_map(|&post| line.places.get(post as usize))
                .map(|&place| archive.post_at(entry, place))
                .collect::<Result<Vec<_>, _>>()?;
            Ok(wire::Exhibit {
                signal: exhibit.signal.into(),
                object: exhibit.object.clone(),
                explanation: exhibit.explanation.clone(),
                posts: archive.texts(&records)?,
            })
        })
        .collect()
}

fn signal(tie: &TieRecord) -> wire::EdgeSignal {
    let name = signal_of(tie.signal);
    let said = Sentence::new(
        "tie.chance",
        [
            ("signal", Signal::from(name).into()),
            ("times", Value::Count(tie.weight as u64)),
            ("window", Value::Ms(i64::from(tie.window_s) * 1_000)),
            ("chance", Value::Chance(tie.p)),
        ],
    );
    wire::EdgeSignal {
        signal: name,
        window_s: tie.window_s,
        weight: tie.weight,
        p: tie.p,
        q: tie.q,
        surprise: tie.surprise,
        words: english(&said),
        said,
    }
}
