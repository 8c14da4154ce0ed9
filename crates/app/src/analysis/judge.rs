//! What people decide about groups, kept as events with their reasons.
//!
//! The detector's verdict stays what it is; a decision stands beside it and can be taken back. A page of groups needs all
//! decisions of its analysis: they are held, and brought up to date by the events that came since.

use super::{
    Analyses, Inner,
    record::{Read, is_race},
    wire::{GroupStatus, Judgement, JudgementEntry},
};
use crate::hub::HubError;
use ostrakon_access::Principal;
use ostrakon_model::Tlp;
use ostrakon_store::{Commit, Effect, Event, Expect, NewRecord};
use serde_json::json;
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex},
};

const GROUP: &str = "analysis-group";
/// Events looked at to bring what is held up to date; beyond, all is read anew.
const FEW: usize = 500;
/// Analyses whose decisions are held.
const MOST_HELD: usize = 16;

type Decisions = Arc<HashMap<String, Judgement>>;

/// Decisions that are held, with the number of the event up to which they are right.
#[derive(Default)]
pub(super) struct Held(Mutex<HashMap<String, (i64, Decisions)>>);

fn id_of(analysis: &str, group: &str) -> String {
    format!("{analysis}.{group}")
}

/// A reason as it is kept.
fn reason(text: &str, least: usize) -> Result<String, HubError> {
    let text = text.trim();
    match text.chars().count() {
        n if n < least => {
            Err(HubError::invalid("/reason", format!("say why, in at least {least} characters")))
        }
        n if n > 2_000 => Err(HubError::invalid("/reason", "at most 2,000 characters")),
        _ => Ok(text.to_owned()),
    }
}

impl Inner {
    fn judgement(&self, analysis: &str, group: &str) -> Result<Judgement, HubError> {
        let found = self.read::<Judgement>(GROUP, &id_of(analysis, group))?;
        Ok(found.map(|found| Judgement { rev: found.rev, ..found.value }).unwrap_or_default())
    }

    /// All decisions of an analysis, by group.
    pub(super) fn judgements(&self, analysis: &str) -> Result<Decisions, HubError> {
        let last = self.store.last_seq()?;
        let held = super::jobs::open(&self.held.0).get(analysis).cloned();
        let fresh = match held {
            Some((seq, decisions)) if seq == last => return Ok(decisions),
            Some((seq, decisions)) => {
                let events = self.store.events(seq, FEW)?;
                if events.len() < FEW {
                    let prefix = format!("{GROUP}/{analysis}.");
                    let mut changed = None;
                    for group in events.iter().filter_map(|event| event.subject.strip_prefix(&prefix)) {
                        let map = changed.get_or_insert_with(|| (*decisions).clone());
                        map.insert(group.to_owned(), self.judgement(analysis, group)?);
                    }
                    changed.map_or(decisions, Arc::new)
                } else {
                    self.all_judgements(analysis)?
                }
            }
            None => self.all_judgements(analysis)?,
        };
        let mut held = super::jobs::open(&self.held.0);
        if held.len() >= MOST_HELD && !held.contains_key(analysis) {
            held.clear();
        }
        held.insert(analysis.to_owned(), (last, Arc::clone(&fresh)));
        Ok(fresh)
    }

    fn all_judgements(&self, analysis: &str) -> Result<Decisions, HubError> {
        let rows = self.with_key::<Judgement>(GROUP, "analysis", analysis)?;
        let named = |row: Read<Judgement>| {
            let group = row.id.split_once('.').map(|(_, group)| group.to_owned()).unwrap_or_default();
            (group, Judgement { rev: row.rev, ..row.value })
        };
        Ok(Arc::new(rows.into_iter().map(named).collect()))
    }

    /// Writes decisions on several groups, all or none, each over the revision that was read.
    fn decide(
        &self,
        actor: &str,
        (analysis, owner, marking): (&str, &str, Tlp),
        event: &str,
        judged: &[(String, Judgement)],
    ) -> Result<(), HubError> {
        let (mut events, mut expect) = (Vec::new(), Vec::new());
        for (group, judgement) in judged {
            let id = id_of(analysis, group);
            let body =
                serde_json::to_value(judgement).map_err(|error| HubError::invalid("/", error.to_string()))?;
            let keys = BTreeMap::from([("analysis".to_owned(), analysis.to_owned())]);
            let (kind, owner) = (GROUP.to_owned(), owner.to_owned());
            let put = Effect::PutRecord(NewRecord { kind, id: id.clone(), owner, marking, keys, body });
            events.push(Event {
                kind: event.to_owned(),
                subject: format!("{GROUP}/{id}"),
                data: json!({ "status": judgement.status.name() }),
                effects: vec![put],
            });
            let rev = (judgement.rev != 0).then_some(judgement.rev);
            expect.push(Expect { kind: GROUP.to_owned(), id, rev });
        }
        self.store.commit(Commit {
            actor: actor.to_owned(),
            at: (self.clock)(),
            events,
            expect,
            idempotency: None,
        })?;
        Ok(())
    }
}

impl Analyses {
    /// Erases what people decided about an analysis that goes.
    pub(super) fn erase_judgements(&self, actor: &str, analysis: &str) -> Result<(), HubError> {
        for row in self.inner.with_key::<Judgement>(GROUP, "analysis", analysis)? {
            self.inner.erase_record(actor, "analysis.group-erased", json!({}), GROUP, &row)?;
        }
        super::jobs::open(&self.inner.held.0).remove(analysis);
        Ok(())
    }

    /// Changes what was decided about a group. `change` sees it as it is and says what happens; a race is run anew, unless the
    /// asker has said which revision it saw.
    fn change(
        &self,
        who: &Principal,
        (analysis, group): (&str, &str),
        seen: Option<i64>,
        event: &str,
        change: impl Fn(&mut Judgement) -> Result<JudgementEntry, HubError>,
    ) -> Result<Judgement, HubError> {
        let kept = self.analysis_of(who, analysis)?;
        self.known_group(who, analysis, group)?;
        for _ in 0..5 {
            let mut judgement = self.inner.judgement(analysis, group)?;
            if seen.is_some_and(|seen| seen != judgement.rev) {
                let why = "somebody decided about this group meanwhile; look at it, and decide anew";
                return Err(HubError::Changed(why.into()));
            }
            let entry = change(&mut judgement)?;
            judgement.history.push(entry);
            let at = (analysis, kept.owner.as_str(), kept.marking);
            match self.inner.decide(who.actor(), at, event, &[(group.to_owned(), judgement)]) {
                Err(error) if is_race(&error) && seen.is_none() => {}
                other => {
                    other?;
                    return self.inner.judgement(analysis, group);
                }
            }
        }
        Err(HubError::Changed("others keep deciding about this group; try again".into()))
    }

    fn entry(
        &self,
        who: &Principal,
        act: &str,
        reason: Option<String>,
        other: Option<String>,
    ) -> JudgementEntry {
        JudgementEntry { act: act.into(), by: who.actor().to_owned(), at: self.now(), reason, other }
    }

    /// Says that a group is harmless or wrong.
    ///
    /// # Errors
    /// [`HubError::NotFound`], [`HubError::Invalid`] without a reason, [`HubError::Conflict`] when it is part of an incident,
    /// [`HubError::Changed`] when `seen` is not its revision any more.
    pub fn dismiss(
        &self,
        who: &Principal,
        at: (&str, &str),
        why: &str,
        seen: Option<i64>,
    ) -> Result<Judgement, HubError> {
        let why = reason(why, 5)?;
        self.change(who, at, seen, "analysis.group-dismissed", |judgement| {
            if judgement.status == GroupStatus::Promoted {
                let detail = "it is part of an incident: withdraw the incident, or correct it there";
                return Err(HubError::Conflict(detail.into()));
            }
            judgement.status = GroupStatus::Dismissed;
            judgement.reason = Some(why.clone());
            Ok(self.entry(who, "dismissed", Some(why.clone()), None))
        })
    }

    /// Takes a dismissal or a merger back.
    ///
    /// # Errors
    /// As [`Analyses::dismiss`].
    pub fn reopen(
        &self,
        who: &Principal,
        at: (&str, &str),
        why: Option<&str>,
        seen: Option<i64>,
    ) -> Result<Judgement, HubError> {
        let why = why.map(|why| reason(why, 0)).transpose()?.filter(|why| !why.is_empty());
        let into = self.inner.judgement(at.0, at.1)?.merged_into;
        let judged = self.change(who, at, seen, "analysis.group-reopened", |judgement| {
            if !matches!(judgement.status, GroupStatus::Dismissed | GroupStatus::Merged) {
                return Err(HubError::Conflict(format!(
                    "it is {}, not dismissed or merged",
                    judgement.status.name()
                )));
            }
            judgement.status = GroupStatus::Open;
            judgement.reason = None;
            judgement.merged_into = None;
            Ok(self.entry(who, "reopened", why.clone(), None))
        })?;
        if let Some(into) = into {
            self.change(who, (at.0, &into), None, "analysis.group-unmerged", |judgement| {
                judgement.merged.retain(|group| group != at.1);
                Ok(self.entry(who, "unmerged", why.clone(), Some(at.1.to_owned())))
            })?;
        }
        Ok(judged)
    }

    /// Says that a group is looked at as part of another from now on.
    ///
    /// # Errors
    /// As [`Analyses::dismiss`]; [`HubError::Invalid`] for a group into itself or into one that is itself part of another.
    pub fn merge(
        &self,
        who: &Principal,
        (analysis, group): (&str, &str),
        into: &str,
        why: &str,
        seen: Option<i64>,
    ) -> Result<Judgement, HubError> {
        let why = reason(why, 5)?;
        let kept = self.analysis_of(who, analysis)?;
        self.known_group(who, analysis, group)?;
        self.known_group(who, analysis, into)
            .map_err(|_| HubError::invalid("/into", "there is no such group"))?;
        if group == into {
            return Err(HubError::invalid("/into", "a group cannot become part of itself"));
        }
        for _ in 0..5 {
            let mut from = self.inner.judgement(analysis, group)?;
            let mut target = self.inner.judgement(analysis, into)?;
            if seen.is_some_and(|seen| seen != from.rev) {
                return Err(HubError::Changed("somebody decided about this group meanwhile".into()));
            }
            if matches!(from.status, GroupStatus::Merged | GroupStatus::Promoted) || !from.merged.is_empty() {
                let detail = "it is part of another group or of an incident, or others are part of it: reopen those first";
                return Err(HubError::Conflict(detail.into()));
            }
            if matches!(target.status, GroupStatus::Merged | GroupStatus::Dismissed) {
                let detail = format!("it is {}; reopen it first", target.status.name());
                return Err(HubError::invalid("/into", detail));
            }
            from.status = GroupStatus::Merged;
            from.reason = Some(why.clone());
            from.merged_into = Some(into.to_owned());
            from.history.push(self.entry(who, "merged", Some(why.clone()), Some(into.to_owned())));
            target.merged.push(group.to_owned());
            target.history.push(self.entry(who, "merged", Some(why.clone()), Some(group.to_owned())));
            let judged = [(group.to_owned(), from), (into.to_owned(), target)];
            let at = (analysis, kept.owner.as_str(), kept.marking);
            match self.inner.decide(who.actor(), at, "analysis.group-merged", &judged) {
                Err(error) if is_race(&error) && seen.is_none() => {}
                other => {
                    other?;
                    return self.inner.judgement(analysis, group);
                }
            }
        }
        Err(HubError::Changed("others keep deciding about this group; try again".into()))
    }

    /// Writes down that a group became part of an incident.
    pub(super) fn mark_promoted(
        &self,
        who: &Principal,
        at: (&str, &str),
        incident: &str,
    ) -> Result<(), HubError> {
        if self.inner.judgement(at.0, at.1)?.incidents.iter().any(|one| one == incident) {
            return Ok(());
        }
        let promote = |judgement: &mut Judgement| {
            if judgement.status != GroupStatus::Merged {
                judgement.status = GroupStatus::Promoted;
            }
            judgement.incidents.push(incident.to_owned());
            Ok(self.entry(who, "promoted", None, Some(incident.to_owned())))
        };
        self.change(who, at, None, "analysis.group-promoted", promote).map(|_| ())
    }

    /// What was decided about a group.
    pub(super) fn judgement_of(&self, analysis: &str, group: &str) -> Result<Judgement, HubError> {
        self.inner.judgement(analysis, group)
    }
}
