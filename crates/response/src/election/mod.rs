//! An election: a calendar entry from which every deadline is computed, a risk matrix, a checklist, and the official facts.
//!
//! **The problem.** The rules about political advertising, rapid response and retention all count from one day, and false voting
//! information is measured against facts that must be at hand. **The choice.** The entry holds days, calendar and windows;
//! milestones are computed from them and confirmed by people with a proof. Voting facts name their official address. **Rejected.**
//! Typed-in dates of milestones: when the vote moves, they do not.

mod command;
mod earlier;
mod guard;
mod milestones;
#[cfg(test)]
mod tests;

pub use command::{Command, Details, Event, Item, Risk, VotingFacts, Window};
pub use earlier::Earlier;

use crate::check as checks;
use crate::refusal::text;
use crate::{
    Aggregate, Deadline, ElectionFacts, Fulfilment, Happened, Party, Refusal, Scene, Source, Summary,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// An election.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Election {
    /// Title, country, days; nothing before it is opened.
    pub details: Option<Details>,
    /// When it was entered.
    pub entered: i64,
    /// Who entered it.
    pub author: Party,
    /// The declared window of the Rapid Response System.
    pub window: Option<Window>,
    /// Official facts about voting, by the language or region that they hold for.
    pub facts: BTreeMap<String, VotingFacts>,
    /// Risk matrix, by the id of the row.
    pub risks: BTreeMap<String, Risk>,
    /// Integrity checklist, by the id of the item.
    pub checklist: BTreeMap<String, Item>,
    /// Milestones that were confirmed, with their proof.
    pub confirmed: BTreeMap<String, (Fulfilment, String)>,
    /// The vote as it stood before its days or calendar changed, oldest first: what was due, declared and confirmed for it then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Earlier>,
    /// When it was closed, and with which review.
    pub closed: Option<(i64, String)>,
}

impl Election {
    /// What other records need to know of it.
    pub fn facts(&self) -> Option<ElectionFacts> {
        let details = self.details.as_ref()?;
        Some(ElectionFacts {
            first_day: details.first_day,
            last_day: details.last_day,
            calendar: details.calendar.clone(),
            opens: details.calendar.first(details.first_day),
            closes: details.calendar.last(details.last_day),
            rapid_response: self.window.as_ref().map(|window| (window.from, window.until)),
            signatories: self.window.as_ref().map(|window| window.signatories.clone()).unwrap_or_default(),
        })
    }
}

impl Aggregate for Election {
    const KIND: &'static str = "election";
    type Command = Command;
    type Event = Event;

    fn decide(&self, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
        if let Command::Open { details } = command {
            if self.details.is_some() {
                return Err(Refusal::state("open", "entered already"));
            }
            check(details)?;
            return Ok(vec![Event::Entered { details: details.clone() }]);
        }
        let Some(kept) = &self.details else { return Err(Refusal::state("this step", "not entered")) };
        guard::changing_it_from_outside(self, scene)?;
        if self.closed.is_some() {
            return Err(Refusal::state("this step", "closed"));
        }
        let event = match command {
            Command::Open { .. } => return Err(Refusal::state("open", "entered already")),
            Command::Revise { details, reason } => {
                check(details)?;
                text("/reason", reason, 2_000)?;
                Event::Revised { details: details.clone(), reason: reason.clone(), anew: true }
            }
            Command::DeclareWindow { window } => {
                guard::declaring_a_window_away_from_the_vote(kept, window)?;
                crate::guard::naming_an_unknown_organisation(
                    scene,
                    "/window/signatories",
                    &window.signatories,
                )?;
                guard::counting_a_platform_among_the_notifiers(window, scene)?;
                Event::WindowDeclared { window: window.clone() }
            }
            Command::StateFacts { name, facts } => {
                text("/name", name, 60)?;
                guard::stating_facts_without_their_official_source(facts)?;
                facts.days.iter().try_for_each(|day| checks::day("/facts/days", *day))?;
                Event::FactsStated { name: name.clone(), facts: facts.clone() }
            }
            Command::PutRisk { id, risk } => {
                text("/id", id, 60)?;
                guard::rating_a_risk_by_no_scale(risk)?;
                checks::day("/risk/review", risk.review)?;
                Event::RiskPut { id: id.clone(), risk: risk.clone() }
            }
            Command::DropRisk { id, reason } => {
                text("/reason", reason, 2_000)?;
                if !self.risks.contains_key(id) {
                    return Err(Refusal::state("drop-risk", "without such a row"));
                }
                Event::RiskDropped { id: id.clone(), reason: reason.clone() }
            }
            Command::PutItem { id, item } => {
                text("/id", id, 60)?;
                text("/item/title", &item.title, 300)?;
                guard::ticking_without_evidence(item)?;
                Event::ItemPut { id: id.clone(), item: item.clone() }
            }
            Command::Confirm { milestone, proof } => {
                text("/proof", proof, 2_000)?;
                let deadlines = self.deadlines();
                let found = deadlines.iter().find(|one| one.name == *milestone);
                if found.is_none_or(|one| one.fulfilled.is_some() || one.stopped.is_some()) {
                    return Err(Refusal::state("confirm", "without such a milestone that is open"));
                }
                Event::Confirmed { milestone: milestone.clone(), proof: proof.clone() }
            }
            Command::Close { review } => {
                guard::closing_before_the_vote_is_over(kept, scene.now)?;
                text("/review", review, 8_000)?;
                Event::Closed { review: review.clone() }
            }
        };
        Ok(vec![event])
    }

    fn evolve(mut self, happened: &Happened<Event>) -> Self {
        let (at, by) = (happened.at, happened.by.clone());
        match happened.what.clone() {
            Event::Entered { details } => {
                (self.entered, self.author) = (at, by);
                self.details = Some(details);
            }
            Event::Revised { details, reason, anew: true } => {
                earlier::moved(&mut self, &details, (at, reason));
            }
            Event::Revised { details, .. } => self.details = Some(details),
            Event::WindowDeclared { window } => self.window = Some(window),
            Event::FactsStated { name, facts } => drop(self.facts.insert(name, facts)),
            Event::RiskPut { id, risk } => drop(self.risks.insert(id, risk)),
            Event::RiskDropped { id, .. } => drop(self.risks.remove(&id)),
            Event::ItemPut { id, item } => drop(self.checklist.insert(id, item)),
            Event::Confirmed { milestone, proof } => {
                let done = Fulfilment { at, by, event: "confirmed".into() };
                self.confirmed.insert(milestone, (done, proof));
            }
            Event::Closed { review } => self.closed = Some((at, review)),
        }
        self
    }

    fn summary(&self) -> Summary {
        let details = self.details.clone().unwrap_or_default();
        Summary {
            title: details.title,
            state: if self.closed.is_some() { "closed" } else { "planned" }.into(),
            open: self.details.is_some() && self.closed.is_none(),
            marking: details.marking,
            ..Summary::default()
        }
    }

    fn deadlines(&self) -> Vec<Deadline> {
        self.details.as_ref().map_or_else(Vec::new, |details| milestones::of(self, details))
    }
}

fn check(details: &Details) -> Result<(), Refusal> {
    text("/details/title", &details.title, 200)?;
    guard::holding_it_nowhere(details)?;
    guard::ending_before_it_begins(details)?;
    guard::voting_at_no_time(details)?;
    guard::counting_by_an_unknown_calendar(details)
}

/// The network that the checklist and the matrix come from.
pub(crate) fn network() -> Source {
    Source::read(
        "European Cooperation Network on Elections: checklist on the integrity of elections, risk-management matrix (June 2025)",
        "https://commission.europa.eu/strategy-and-policy/policies/justice-and-fundamental-rights/eu-citizenship/democracy-and-electoral-rights/european-cooperation-network-elections_en",
    )
}
