//! One mechanism against one situation, while the rules look at it.
//!
//! Rules run in a fixed order: who, safeguards, conditions. Each may take items or evidence out; what a rule took out,
//! later rules do not see, so that the first rule that forbids is the one that is named.

use super::{
    Access, Evidence, Item, LeftOut, Platform, Situation, Vote,
    rules::{Phrase, Rule},
};
use crate::Actor;
use crate::mechanism::Mechanism;

/// What is being decided.
pub struct Case<'a> {
    pub(super) mechanism: &'a Mechanism,
    pub(super) situation: &'a Situation,
    pub(super) actor: &'a Actor,
    /// In milliseconds of UTC.
    pub(super) now: i64,
    /// Items that are still in.
    pub(super) items: Vec<&'a Item>,
    /// Evidence that is still in.
    pub(super) evidence: Vec<&'a Evidence>,
    /// Platforms that are still in, of those that the situation lists.
    pub(super) platforms: Vec<&'a Platform>,
    /// What was taken out.
    pub(super) left_out: Vec<LeftOut>,
}

/// What a rule says.
pub enum Verdict {
    /// Nothing against it.
    Pass,
    /// The mechanism is closed.
    Close,
    /// Something has to be known first.
    Lack(Vec<Lack>),
}

/// Something that has to be known first.
pub struct Lack {
    /// The fact.
    pub(super) field: &'static str,
    /// What to do.
    pub(super) what_to_do: Phrase,
}

impl Verdict {
    /// One thing is lacking.
    pub(super) fn lack(field: &'static str, what_to_do: Phrase) -> Self {
        Self::Lack(vec![Lack { field, what_to_do }])
    }

    /// Closes when it holds.
    pub(super) const fn close_if(forbidden: bool) -> Self {
        if forbidden { Self::Close } else { Self::Pass }
    }
}

impl<'a> Case<'a> {
    pub(super) fn new(
        mechanism: &'a Mechanism,
        situation: &'a Situation,
        actor: &'a Actor,
        now: i64,
    ) -> Self {
        // A mechanism that is about no item lists none, so that nobody reads it as aimed at one.
        let items = if mechanism.asks_for.concerns_expression() {
            situation.items.iter().collect()
        } else {
            Vec::new()
        };
        let evidence = situation.evidence.iter().collect();
        let platforms = situation.platforms.iter().collect();
        Self { mechanism, situation, actor, now, items, evidence, platforms, left_out: Vec::new() }
    }

    /// The election that it is about: where only a declared window opens the mechanism, the one whose window is open.
    pub(super) fn election(&self) -> Option<&'a Vote> {
        let within = self.names("only-inside-a-declared-response-window");
        if within { self.situation.in_window(self.now) } else { self.situation.election(self.now) }
    }

    /// Takes out the items that do not pass; closes when there were some and none is left.
    pub(super) fn keep_items(&mut self, rule: &Rule, keep: impl Fn(&Item) -> bool) -> Verdict {
        let before = self.items.len();
        let left_out = &mut self.left_out;
        self.items.retain(|item| {
            let stays = keep(item);
            if !stays {
                left_out.push(LeftOut { id: item.id.clone(), rule: rule.id.to_owned() });
            }
            stays
        });
        Verdict::close_if(before > 0 && self.items.is_empty())
    }

    /// Takes out the evidence that does not pass; closes when there was some and none is left.
    pub(super) fn keep_evidence(&mut self, rule: &Rule, keep: impl Fn(&Evidence) -> bool) -> Verdict {
        let before = self.evidence.len();
        let left_out = &mut self.left_out;
        self.evidence.retain(|one| {
            let stays = keep(one);
            if !stays {
                left_out.push(LeftOut { id: one.id.clone(), rule: rule.id.to_owned() });
            }
            stays
        });
        Verdict::close_if(before > 0 && self.evidence.is_empty())
    }

    /// Keeps the listed platforms that pass, and the items that are on one of them or on none that is named.
    pub(super) fn keep_platforms(&mut self, rule: &Rule, keep: impl Fn(&Platform) -> bool) -> Verdict {
        self.platforms.retain(|one| keep(one));
        let kept: Vec<&str> = self.platforms.iter().map(|one| one.name.as_str()).collect();
        let on_kept = |item: &Item| {
            item.platform.as_deref().is_none_or(|name| kept.iter().any(|one| is_same_platform(one, name)))
        };
        if kept.is_empty() { Verdict::Close } else { self.keep_items(rule, on_kept) }
    }

    /// Keeps the items that qualify. With none of them, asks about those that are open to question; with none of those
    /// either, closes.
    pub(super) fn keep_or_ask(
        &mut self,
        rule: &Rule,
        qualifies: impl Fn(&Item) -> bool,
        open_to_question: impl Fn(&Item) -> bool,
        field: &'static str,
        what_to_do: Phrase,
    ) -> Verdict {
        if self.items.is_empty() {
            return Verdict::Pass;
        }
        if self.items.iter().any(|item| qualifies(item)) {
            return self.keep_items(rule, qualifies);
        }
        if self.items.iter().any(|item| open_to_question(item)) {
            self.keep_items(rule, open_to_question);
            return Verdict::lack(field, what_to_do);
        }
        self.keep_items(rule, |_| false)
    }

    /// Whether the mechanism's file names a rule.
    pub(super) fn names(&self, rule: &str) -> bool {
        self.mechanism.conditions.iter().any(|condition| condition.rule == rule)
    }
}

/// Whether two names are of one platform: as people write them.
pub(super) fn is_same_platform(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

impl Access {
    /// Whether what came in on this basis can be shown to everybody.
    pub(crate) const fn is_publishable(self) -> bool {
        matches!(self, Self::Open | Self::OwnApi)
    }

    /// Whether it may go to somebody outside at all: what is classified goes its own ways, and what was given for research (DSA
    /// Art 40) stays with it.
    pub(crate) const fn may_leave(self) -> bool {
        !matches!(self, Self::Classified) && !self.is_for_research()
    }

    /// Whether it was given for research on systemic risk alone.
    pub const fn is_for_research(self) -> bool {
        matches!(self, Self::Dsa40Public | Self::Dsa40Vetted)
    }
}
