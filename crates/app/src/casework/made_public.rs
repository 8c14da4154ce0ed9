//! What a register entry makes public of records: read off them, and typed by nobody.
//!
//! **The problem.** A register of measures, notifications and outcomes that is written by hand says what its author remembers. **The
//! choice.** A draft names the records, and what came of them is filled in with the draft, so that a second person approves the very
//! figures that are published; what has changed since is refused at publication. A record is marked TLP:CLEAR before it is made
//! public; figures of an election that count some that are not tell of no few (`cells`), and who was addressed is named where it is
//! registered (`addressed`). **Rejected.** Figures that the page computes: the log would commit to a text that changes under it.

mod addressed;
mod cells;

use super::ListQuery;
use super::commands::kept;
use crate::hub::{Hub, HubError};
use addressed::Addressed;
use ostrakon_access::{Organisation, Principal};
use ostrakon_model::Tlp;
use ostrakon_response::Aggregate;
use ostrakon_response::effect::Effect;
use ostrakon_response::measure::Measure;
use ostrakon_response::notice::{Legality, Notice};
use ostrakon_response::notification::{Notification, Phase};
use ostrakon_response::publication::{Counted, Draft, Publication, Recorded};
use ostrakon_store::Record;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn read<T: DeserializeOwned>(what: &str, state: Value) -> Result<T, HubError> {
    serde_json::from_value(state)
        .map_err(|error| HubError::Damaged { what: what.to_owned(), why: error.to_string() })
}

/// The name of a word of the interface.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

impl Hub {
    /// A command to a publication with what came of the records that its draft names; `None` where it names none.
    ///
    /// # Errors
    /// [`HubError::Invalid`] for a record that cannot be made public; [`HubError::Changed`] for a text that is published and says
    /// otherwise than its records by now.
    pub(super) fn with_outcomes(
        &self,
        who: &Principal,
        record: Option<&Record>,
        command: &Value,
    ) -> Result<Option<Value>, HubError> {
        match command["command"].as_str() {
            Some("open" | "edit" | "correct") => self.filled_in(who, command),
            Some("approve" | "publish") => {
                let Some(record) = record else { return Ok(None) };
                let state: Publication = read(&record.id, kept(record)?.state)?;
                let (recorded, counted) = self.came_of(who, &state.draft)?;
                if (&recorded, &counted) == (&state.draft.recorded, &state.draft.counted) {
                    return Ok(None);
                }
                let why = "what came of the records that it makes public has changed since it was written: edit it, which \
                           reads them anew, and read it again";
                Err(HubError::Changed(why.into()))
            }
            _ => Ok(None),
        }
    }

    fn filled_in(&self, who: &Principal, command: &Value) -> Result<Option<Value>, HubError> {
        let mut command = command.clone();
        let Some(draft) = command.get_mut("draft").and_then(Value::as_object_mut) else { return Ok(None) };
        // What was typed counts for nothing.
        let typed =
            [draft.shift_remove("recorded"), draft.shift_remove("counted")].iter().any(Option::is_some);
        // A draft that cannot be read is refused by the rules, which say where.
        let Ok(read) = serde_json::from_value::<Draft>(Value::Object(draft.clone())) else {
            return Ok(typed.then_some(command));
        };
        let (recorded, counted) = self.came_of(who, &read)?;
        if !recorded.is_empty() {
            draft.insert("recorded".into(), json!(recorded));
        }
        if counted.is_some() {
            draft.insert("counted".into(), json!(counted));
        }
        Ok(Some(command))
    }

    /// What came of the records that a draft names, and the figures that it asks for.
    fn came_of(&self, who: &Principal, draft: &Draft) -> Result<(Vec<Recorded>, Option<Counted>), HubError> {
        let mut recorded = Vec::with_capacity(draft.records.len());
        for name in &draft.records {
            recorded.push(self.recorded(who, name)?);
        }
        let counted = if draft.statistics { Some(self.counted_for(who, draft)?) } else { None };
        Ok((recorded, counted))
    }

    /// What came of one record.
    fn recorded(&self, who: &Principal, name: &str) -> Result<Recorded, HubError> {
        let bad = |why: &str| HubError::invalid("/draft/records", format!("{name}: {why}"));
        let kinds = "name a record as notification/ID, notice/ID or measure/ID";
        let (kind, id) = name.split_once('/').ok_or_else(|| bad(kinds))?;
        if ![Notification::KIND, Notice::KIND, Measure::KIND].contains(&kind) {
            return Err(bad(kinds));
        }
        let shown = self.record_of(who, kind, id)?;
        if shown.owner != who.organisation {
            return Err(bad("it is kept by another organisation, which makes it public itself"));
        }
        if shown.summary.marking != Tlp::Clear {
            let why = "it is for fewer than everybody; mark it TLP:CLEAR first, or publish the figures of the election (`statistics`)";
            return Err(bad(why));
        }
        let own = self.name_of(&shown.owner)?;
        let state = shown.summary.state.clone();
        let of = Recorded { kind: kind.into(), record: name.into(), by: own, state, ..Recorded::default() };
        let not_yet = || bad("nothing was sent or decided yet that could be made public");
        match kind {
            Notification::KIND => {
                let it: Notification = read(name, shown.record)?;
                let (at, _) = it.sent.as_ref().ok_or_else(not_yet)?;
                let Addressed { to, others: to_others } = self.addressed([&it.draft.platform])?;
                let outcome = if it.ended.is_some() && it.answers.is_empty() {
                    Some(shown.summary.state).filter(|state| state == "withdrawn")
                } else {
                    it.outcome().map(|one| word(&one))
                };
                Ok(Recorded {
                    to,
                    to_others,
                    basis: it.draft.policy.clone(),
                    at: Some(*at),
                    outcome,
                    answered: it.answers.iter().rev().find(|one| one.form.is_some()).map(|one| one.at),
                    ..of
                })
            }
            Notice::KIND => {
                let it: Notice = read(name, shown.record)?;
                let (at, _) = it.sent.as_ref().ok_or_else(not_yet)?;
                let Addressed { to, others: to_others } = self.addressed([&it.draft.host])?;
                let basis = match &it.draft.legality {
                    Legality::Illegal { law, .. } => law.clone(),
                    _ => String::new(),
                };
                let acted =
                    it.decision.as_ref().map(|one| if one.what.acted { "acted" } else { "not-acted" });
                let withdrawn = (of.state == "withdrawn").then_some("withdrawn");
                Ok(Recorded {
                    to,
                    to_others,
                    basis,
                    at: Some(*at),
                    outcome: acted.or(withdrawn).map(str::to_owned),
                    answered: it.decision.as_ref().map(|one| one.at),
                    ..of
                })
            }
            _ => {
                let it: Measure = read(name, shown.record)?;
                let decided = it.decision.as_ref().map(|one| one.at);
                let at = it.in_force.as_ref().map(|(at, _)| *at).or(decided).ok_or_else(not_yet)?;
                let Addressed { to, others: to_others } = self.addressed(&it.draft.addressees)?;
                let effects = it.effects();
                let series =
                    [("volume", &effects.volume), ("reach", &effects.reach), ("spread", &effects.spread)];
                let seen = series.into_iter().filter_map(|(what, effect)| {
                    let verdict = match effect.as_ref()? {
                        Effect::CannotBeTold { .. } => "cannot-be-told".to_owned(),
                        Effect::Estimated { level, .. } => word(&level.finding),
                    };
                    Some((what.to_owned(), verdict))
                });
                Ok(Recorded {
                    by: it.draft.actor.clone(),
                    to,
                    to_others,
                    basis: it.draft.legal_basis.join("; "),
                    at: Some(at),
                    outcome: Some(of.state.clone()),
                    effects: seen.collect(),
                    ..of
                })
            }
        }
    }

    /// The figures of the notifications of the draft's election that the asker's house keeps.
    fn counted_for(&self, who: &Principal, draft: &Draft) -> Result<Counted, HubError> {
        let bad = |why: &str| HubError::invalid("/draft/statistics", why);
        let election = draft.election.clone().ok_or_else(|| bad("say of which election (`election`)"))?;
        let query = ListQuery {
            kind: Some(Notification::KIND.to_owned()),
            election: Some(election),
            full: true,
            limit: usize::MAX,
            ..ListQuery::default()
        };
        let rows = self.records_of(who, &query)?.rows.into_iter().filter(|row| row.owner == who.organisation);
        let (mut all, mut narrower) = (Vec::new(), false);
        for row in rows {
            let Some(full) = row.full else { continue };
            let it: Notification = read(&row.id, full.record)?;
            if it.sent.is_some() {
                narrower |= row.summary.marking != Tlp::Clear && it.phase != Phase::Withdrawn;
                all.push(it);
            }
        }
        if narrower && cells::sent(&all) < cells::LEAST {
            return Err(bad(
                "fewer than ten notifications were sent and not taken back, and some are for fewer than everybody: figures of so few would tell of each",
            ));
        }
        let platforms: BTreeSet<&String> = all.iter().map(|one| &one.draft.platform).collect();
        let mut names = BTreeMap::new();
        for platform in platforms {
            names.insert(platform.clone(), self.registered(platform)?);
        }
        Ok(cells::counted(&all, narrower, |platform| names.get(platform).cloned().flatten()))
    }

    fn name_of(&self, organisation: &str) -> Result<String, HubError> {
        let found = self.one::<Organisation>("organisation", organisation)?;
        Ok(found.map_or_else(|| organisation.to_owned(), |found| found.value.name))
    }
}
