//! The way out: the only file that calls the gate.
//!
//! **The problem.** Every answer to somebody else, by whichever interface, must have been judged, and what went must
//! stand in the ledger before it goes.
//!
//! **The choice.** A [`Way`] is made for one asker and one collection: the audience, its agreement, the sharing groups.
//! Objects pass through it a page at a time; what passes is written into the ledger in one commit, and only then handed
//! over. A crash in between leaves a line for something that was not delivered: that errs on the side of telling
//! somebody about a correction who never saw the thing.
//!
//! **Rejected.** Writing the ledger after the answer was sent: a crash would lose the line, and a correction would then
//! not reach somebody who has the thing.

use super::hands::Hands;
use super::research::Research;
use super::sent::{fallback, sent_by};
use super::shelf::Shelf;
use super::{Hub, HubError, Row};
use ostrakon_access::Principal;
use ostrakon_exchange::gate::{self, Audience, Context, Route, SharingGroup};
use ostrakon_model::Tlp;
use ostrakon_stix::canonical;
use ostrakon_store::{Commit, Effect, Event, ObjectQuery, Released, VersionMatch};
use rayon::prelude::*;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Prefix of the collections that say which organisation an object came from.
const ORIGIN: &str = "origin/";

/// The hidden collection that holds the marking definitions that our own people added, be it that others had sent them before.
pub(crate) const VOUCHED: &str = "vouched/definitions";

/// The hidden collection that holds what an organisation sent us.
pub(crate) fn origin(organisation: &str) -> String {
    format!("{ORIGIN}{organisation}")
}

/// The terms of an organisation with which nothing is agreed: what is for everybody is for it, too.
pub(super) fn nothing_agreed(organisation: &str) -> gate::Agreement {
    gate::Agreement {
        id: "none".into(),
        organisation: organisation.to_owned(),
        collections: gate::Collections::All,
        highest: Tlp::Clear,
        pseudonyms: false,
        community: false,
        valid_from: None,
        valid_until: None,
    }
}

/// A way out for one asker.
pub(crate) struct Way {
    audience: Audience,
    route: Route,
    collection: String,
    actor: String,
    groups: BTreeMap<String, SharingGroup>,
    own: BTreeSet<String>,
    /// Ourselves as objects: that we wrote something may be known wherever it may go.
    identities: HashMap<String, Value>,
    /// For an organisation that enforces: what was given for research, none of which goes there.
    research: Option<Research>,
    decided_by: Option<String>,
}

impl Way {
    /// The way from a collection to the one who asks over REST.
    pub fn to(hub: &Hub, who: &Principal, collection: &str) -> Result<Self, HubError> {
        let audience = if who.own {
            Audience::Own { clearance: who.highest }
        } else {
            let agreement = hub.agreement(&who.organisation)?.map(|found| found.value.for_gate());
            let in_force = agreement.filter(|one| one.in_force(hub.now()) && one.covers(Some(collection)));
            // A collection may be open to somebody with whom nothing is agreed: what is for everybody is for them too.
            let mut agreement = in_force.unwrap_or_else(|| nothing_agreed(&who.organisation));
            // A guest of the partner does not see what its analysts may.
            agreement.highest = agreement.highest.min(who.highest);
            Audience::Partner(agreement)
        };
        Self::new(hub, audience, Route::Rest, collection, who.actor())
    }

    /// The same by another route.
    pub fn over(mut self, route: Route) -> Self {
        self.route = route;
        self
    }

    /// The way of a record of casework to an organisation that takes part in it: it was named by a human decision, so that no
    /// collection has to be agreed on, but the markings and terms of the agreement hold.
    pub fn to_participant(hub: &Hub, who: &Principal) -> Result<Self, HubError> {
        let mut way = Self::to(hub, who, "")?;
        let agreed = hub.agreement(&who.organisation)?.map(|found| found.value.for_gate());
        let agreed = agreed.filter(|one| one.in_force(hub.now()));
        if let (Audience::Partner(held), Some(mut agreed)) = (&mut way.audience, agreed) {
            agreed.collections = gate::Collections::All;
            agreed.highest = agreed.highest.min(who.highest);
            *held = agreed;
        }
        Ok(way)
    }

    /// The way by which an organisation would get what it asks for, whatever the collection.
    pub fn to_recipient(hub: &Hub, organisation: &str) -> Result<Self, HubError> {
        let agreed = hub.agreement(organisation)?.map(|found| found.value.for_gate());
        let mut agreement =
            agreed.filter(|one| one.in_force(hub.now())).unwrap_or_else(|| nothing_agreed(organisation));
        agreement.collections = gate::Collections::All;
        Self::new(hub, Audience::Partner(agreement), Route::Taxii, "", "")
    }

    /// The way of a report to an organisation that a person decides to send it to: what a third party told us is not passed
    /// on by being told in our words.
    pub fn of_report(hub: &Hub, organisation: &str, actor: &str) -> Result<Self, HubError> {
        let agreed = hub.agreement(organisation)?.map(|found| found.value.for_gate());
        let mut agreement =
            agreed.filter(|one| one.in_force(hub.now())).unwrap_or_else(|| nothing_agreed(organisation));
        agreement.collections = gate::Collections::All;
        let way = Self::new(hub, Audience::Partner(agreement), Route::Report, "", actor)?;
        Ok(way.decided_by(actor.to_owned()))
    }

    /// Lets a collection's newest versions through, piece by piece; `take` is told how many were asked for, and gets what passed.
    pub fn each_piece(
        &self,
        hub: &Hub,
        collection: &str,
        limit: usize,
        mut take: impl FnMut(usize, Vec<Row>) -> Result<(), HubError>,
    ) -> Result<(), HubError> {
        let mut after = None;
        loop {
            let query =
                ObjectQuery { versions: vec![VersionMatch::Last], after, limit, ..ObjectQuery::default() };
            let page = hub.store().objects(collection, &query)?;
            after = page.rows.last().map(|row| row.added);
            take(page.rows.len(), self.pass(hub, page.rows, true, true)?)?;
            if !page.more {
                return Ok(());
            }
        }
    }

    /// The way from a collection to an audience by a route.
    pub fn new(
        hub: &Hub,
        audience: Audience,
        route: Route,
        collection: &str,
        actor: &str,
    ) -> Result<Self, HubError> {
        let (mut own, mut identities) = (BTreeSet::new(), HashMap::new());
        let mut enforces = false;
        for organisation in hub.all::<ostrakon_access::Organisation>("organisation")? {
            let asks = matches!(&audience, Audience::Partner(one) if one.organisation == organisation.id);
            enforces |= asks && organisation.value.enforcement;
            if organisation.value.own {
                identities.insert(organisation.id.clone(), super::techniques::identity(&organisation.value));
                own.insert(organisation.id);
            }
        }
        Ok(Self {
            audience,
            route,
            collection: collection.to_owned(),
            actor: actor.to_owned(),
            groups: hub.groups()?,
            own,
            identities,
            research: enforces.then(|| hub.research()).transpose()?,
            decided_by: None,
        })
    }

    /// Names the human decision behind an outward act.
    pub fn decided_by(mut self, decision: String) -> Self {
        self.decided_by = Some(decision);
        self
    }

    /// Whether everything passes whole: somebody of our own who may see everything.
    pub fn is_open(&self) -> bool {
        matches!(&self.audience, Audience::Own { clearance } if *clearance == Tlp::Red)
    }

    /// What keeps everybody from reading a value as it stands: an object with its marking, judged for a page without sign-in.
    /// `None` when nothing does. What the gate would change may not be published either.
    pub fn not_public(
        hub: &Hub,
        object: &Value,
        decided_by: &str,
    ) -> Result<Option<gate::Decision>, HubError> {
        let way = Self::new(hub, Audience::Public, Route::Public, "", decided_by)?;
        let shelf = way.shelf(hub);
        let names = hub.handles().read(hub.store())?;
        let mut context = way.context(hub, &[], &shelf, true)?;
        context.collection = None;
        context.decided_by = Some(decided_by.to_owned());
        context.handles = Some(&names.names);
        let objects = std::slice::from_ref(object);
        let mut release = gate::release(objects, &context, &way.audience, way.route);
        Ok(release.decisions.pop().filter(|decision| decision.outcome != gate::Outcome::Pass))
    }

    /// Lets rows pass, and writes what passed into the ledger. Without `with_bytes` nothing is delivered but ids, which
    /// the ledger does not hold against the recipient.
    pub fn pass(
        &self,
        hub: &Hub,
        rows: Vec<Row>,
        newest_only: bool,
        with_bytes: bool,
    ) -> Result<Vec<Row>, HubError> {
        if self.is_open() || rows.is_empty() {
            return Ok(rows);
        }
        let Audience::Partner(agreement) = &self.audience else {
            return self.judge(hub, rows, newest_only, with_bytes);
        };
        // What the partner itself sent, version for version, it knows: it may see that we have it.
        let theirs = sent_by(hub.store(), &agreement.organisation, &rows)?;
        let (known, rows): (Vec<Row>, Vec<Row>) =
            rows.into_iter().partition(|row| theirs.contains(&(row.id.clone(), row.version.clone())));
        let asked: BTreeMap<String, i64> = if newest_only {
            rows.iter().map(|row| (row.id.clone(), row.added)).collect()
        } else {
            BTreeMap::new()
        };
        let mut passed = self.judge(hub, rows, newest_only, with_bytes)?;
        passed.extend(known);
        passed.extend(fallback(hub.store(), &agreement.organisation, asked, &passed)?);
        passed.sort_by_key(|row| row.added);
        Ok(passed)
    }

    /// What would become of each object, in their order: nothing leaves, and nothing is written.
    pub fn decisions(&self, hub: &Hub, objects: &[Value]) -> Result<Vec<gate::Decision>, HubError> {
        let shelf = self.shelf(hub);
        let names = hub.handles().read(hub.store())?;
        let mut context = self.context(hub, &versions(objects), &shelf, true)?;
        context.handles = Some(&names.names);
        let mut decisions = gate::release(objects, &context, &self.audience, self.route).decisions;
        for (object, decision) in objects.iter().zip(&mut decisions) {
            if self.is_for_research(hub, object)? {
                (decision.outcome, decision.reason) = (gate::Outcome::Withhold, gate::Reason::Research);
            }
        }
        Ok(decisions)
    }

    /// Whether an object rests on research data and this is the way to somebody who enforces.
    fn is_for_research(&self, hub: &Hub, object: &Value) -> Result<bool, HubError> {
        self.research.as_ref().map_or(Ok(false), |research| research.covers(hub, object))
    }

    /// The effective label of each object.
    pub fn labels(&self, hub: &Hub, objects: &[Value]) -> Result<Vec<Tlp>, HubError> {
        let shelf = self.shelf(hub);
        let context = self.context(hub, &versions(objects), &shelf, true)?;
        Ok(objects.iter().map(|object| gate::effective(object, &context)).collect())
    }

    fn shelf<'a>(&'a self, hub: &'a Hub) -> Shelf<'a> {
        Shelf::new(hub.store(), &self.own, &self.identities)
    }

    /// What the gate knows beside the objects, which are given by id and version.
    fn context<'a>(
        &self,
        hub: &Hub,
        objects: &[(&str, &str)],
        library: &'a Shelf<'a>,
        newest_only: bool,
    ) -> Result<Context<'a>, HubError> {
        let ids: BTreeSet<&str> = objects.iter().map(|(id, _)| *id).collect();
        let ids: Vec<String> = ids.into_iter().map(str::to_owned).collect();
        let by = Hands::of(hub.store(), &self.own, &ids)?;
        let mut hands = HashMap::new();
        for (place, (id, version)) in objects.iter().enumerate().filter(|(_, (id, _))| by.is_mixed(id)) {
            hands.insert(place, by.of_version(id, version).cloned().flatten());
        }
        Ok(Context {
            own: self.own.clone(),
            sharing_groups: self.groups.clone(),
            received_from: by.received(),
            hands,
            handles: None,
            library,
            collection: Some(self.collection.clone()),
            decided_by: self.decided_by.clone(),
            newest_only,
            now: hub.now(),
        })
    }

    /// Asks the gate.
    fn judge(
        &self,
        hub: &Hub,
        rows: Vec<Row>,
        newest_only: bool,
        with_bytes: bool,
    ) -> Result<Vec<Row>, HubError> {
        if rows.is_empty() {
            return Ok(rows);
        }
        let parse = |row: &Row| serde_json::from_slice(&row.bytes).unwrap_or(Value::Null);
        let values: Vec<Value> = if rows.len() < 64 {
            rows.iter().map(parse).collect()
        } else {
            rows.par_iter().map(parse).collect()
        };
        let shelf = self.shelf(hub);
        let (mut left, mut kept_back) = (Vec::with_capacity(rows.len()), 0);
        for (row, value) in rows.into_iter().zip(values) {
            if self.is_for_research(hub, &value)? {
                kept_back += 1;
            } else {
                left.push((row, value));
            }
        }
        let (rows, values): (Vec<Row>, Vec<Value>) = left.into_iter().unzip();
        let names = hub.handles().read(hub.store())?;
        let asked: Vec<(&str, &str)> =
            rows.iter().map(|row| (row.id.as_str(), row.version.as_str())).collect();
        let mut context = self.context(hub, &asked, &shelf, newest_only)?;
        context.handles = Some(&names.names);
        let release = gate::release(&values, &context, &self.audience, self.route);
        let mut passed = Vec::with_capacity(release.objects.len());
        let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
        for object in &release.objects {
            let Some(mut row) = rows.get_mut(object.index).and_then(Option::take) else { continue };
            if let Cow::Owned(changed) = &object.object {
                row.bytes = canonical::to_string(changed).into_bytes();
            }
            passed.push(row);
        }
        if with_bytes && !matches!(self.audience, Audience::Own { .. }) {
            self.record(hub, &release, kept_back)?;
        }
        Ok(passed)
    }

    /// One event for a page: the ledger lines as its effect, and how many stayed and why as its data.
    fn record(&self, hub: &Hub, release: &gate::Release<'_>, kept_back: usize) -> Result<(), HubError> {
        if release.ledger.is_empty() && release.withheld + kept_back == 0 {
            return Ok(());
        }
        let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
        for decision in release.decisions.iter().filter(|d| d.outcome == gate::Outcome::Withhold) {
            // The kind of reason: the ids in it would be an index of what is secret.
            let kind = serde_json::to_value(&decision.reason).ok();
            let kind = kind.and_then(|v| v.get("rule").and_then(Value::as_str).map(str::to_owned));
            *reasons.entry(kind.unwrap_or_else(|| "other".into())).or_default() += 1;
        }
        if kept_back > 0 {
            reasons.insert("research".into(), kept_back);
        }
        let objects = release
            .ledger
            .iter()
            .map(|line| Released {
                object: line.object.clone(),
                version: line.version.clone(),
                marking: line.marking,
            })
            .collect();
        let recipient = self.audience.name().to_owned();
        let told: Vec<(&str, &str)> =
            release.ledger.iter().map(|line| (line.object.as_str(), line.version.as_str())).collect();
        let mut effects = hub.handed_over(&recipient, &told)?;
        hub.store().commit(Commit {
            actor: self.actor.clone(),
            at: hub.now(),
            events: vec![Event {
                kind: "objects.released".into(),
                subject: format!("organisation/{recipient}"),
                data: serde_json::json!({
                    "collection": self.collection,
                    "route": self.route.name(),
                    "released": release.objects.len(),
                    "withheld": release.withheld + kept_back,
                    "reasons": reasons,
                    "decided_by": self.decided_by,
                }),
                effects: {
                    effects.insert(
                        0,
                        Effect::Release { recipient, route: self.route.name().to_owned(), objects },
                    );
                    effects
                },
            }],
            ..Commit::default()
        })?;
        Ok(())
    }
}

/// Ids and versions of objects; what has none is known nowhere.
fn versions(objects: &[Value]) -> Vec<(&str, &str)> {
    objects
        .iter()
        .map(|object| {
            let version = object["modified"].as_str().or_else(|| object["created"].as_str());
            (object["id"].as_str().unwrap_or_default(), version.unwrap_or_default())
        })
        .collect()
}
