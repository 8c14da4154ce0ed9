//! The verdict on every object in reach, and what follows from one verdict for another.
//!
//! **The problem.** Whether a relationship may leave depends on both its ends, whether a note on it may leave depends on
//! the relationship, and an end may be an object that nobody asked for, or one embedded in another.
//!
//! **The choice.** Everything in reach becomes a node: the objects asked for, objects embedded in them, and what the
//! library holds of those they mention. Each gets its own verdict first; then withholding spreads along *needs* until
//! nothing changes. Withholding only ever grows, so the result does not depend on the order.
//!
//! **Rejected.** Recursion with a visited mark: on a cycle of notes on notes it calls an object free that is not.

use super::ceiling::{Origin, ceiling, closed, internals, origin, pseudonyms};
use super::decision::Reason;
use super::handles::account_of_channel;
use super::marking::{Meaning, fixed, fixed_uuid};
use super::mention::{Mention, small};
use super::parties::{Audience, Context, Route};
use super::required;
use super::selector::{Path, Step, find, parse};
use ostrakon_model::Tlp;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// Prefix of the types that never leave.
const INTERNAL_TYPE: &str = "x-ostrakon-internal";

/// Types that stand for accounts of persons.
const ACCOUNTS: [&str; 2] = ["user-account", "persona"];

/// Who sent us something: the organisation's id, `None` for ourselves.
pub(super) type Hand<'h> = Option<&'h str>;

/// What somebody says that a marking means.
type Definition<'a> = (Hand<'a>, &'a Map<String, Value>);

/// What somebody says that a marking means.
pub(super) type Reading = (Option<String>, Meaning);

/// What an object version says of itself. Ids are those of the object where it outlives the judge, and only then.
#[derive(Clone, Debug)]
pub(super) struct Facts<'v> {
    /// The effective label.
    pub(super) label: Tlp,
    /// Why it stays, if it does.
    pub(super) reason: Option<Reason>,
    /// Sets of ids of which at least one must be free.
    pub(super) needs: Vec<Vec<Cow<'v, str>>>,
    /// Parts with a narrower label than may pass.
    pub(super) cuts: Vec<Path>,
}

impl Facts<'_> {
    /// The same, of an object that is dropped.
    pub(super) fn into_owned(self) -> Facts<'static> {
        let owned =
            |need: Vec<Cow<'_, str>>| need.into_iter().map(|id| Cow::Owned(id.into_owned())).collect();
        Facts {
            label: self.label,
            reason: self.reason,
            needs: self.needs.into_iter().map(owned).collect(),
            cuts: self.cuts,
        }
    }
}

/// One object, whatever its versions.
#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) id: String,
    version: String,
    /// Whether only copies embedded in other objects are known.
    copied: bool,
    /// Whether its id is spelt in small letters.
    plain: bool,
    pub(super) facts: Facts<'a>,
}

/// The rules of one release, and the nodes found so far.
pub(super) struct Judge<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) audience: &'a Audience,
    pub(super) route: Route,
    pub(super) internals: bool,
    pub(super) pseudonyms: bool,
    closed: Option<Reason>,
    pub(super) definitions: HashMap<&'a str, Vec<Definition<'a>>>,
    pub(super) readings: RefCell<HashMap<String, Rc<[Reading]>>>,
    /// Accounts with a pseudonym that are in reach, and whether the library holds others that were asked for.
    accounts: HashSet<&'a str>,
    asked: RefCell<HashMap<String, bool>>,
    pub(super) nodes: Vec<Node<'a>>,
    by_id: HashMap<String, usize>,
    by_uuid: HashMap<String, Vec<usize>>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(context: &'a Context<'a>, audience: &'a Audience, route: Route) -> Self {
        Self {
            context,
            audience,
            route,
            internals: internals(audience, route),
            pseudonyms: pseudonyms(audience, route),
            closed: closed(context, audience, route),
            definitions: HashMap::new(),
            readings: RefCell::default(),
            accounts: HashSet::new(),
            asked: RefCell::default(),
            nodes: Vec::new(),
            by_id: HashMap::new(),
            by_uuid: HashMap::new(),
        }
    }

    /// Notes a marking definition of the batch and who sent it, so that it is known before anything is judged by it.
    pub(super) fn define(&mut self, id: &'a str, definition: &'a Map<String, Value>, hand: Hand<'a>) {
        self.definitions.entry(id).or_default().push((hand, definition));
    }

    /// Notes an account of the batch that bears a pseudonym.
    pub(super) fn pseudonym(&mut self, id: &'a str) {
        self.accounts.insert(id);
    }

    /// Who sent the object at this place among those asked for.
    pub(super) fn hand(&self, place: usize, value: &Value) -> Hand<'a> {
        match self.context.hands.get(&place) {
            Some(hand) => hand.as_deref(),
            None => self.hand_of(value, None),
        }
    }

    /// Who sent an object that is known by its id; of others, `holder`.
    pub(super) fn hand_of<'h>(&self, value: &Value, holder: Hand<'h>) -> Hand<'h>
    where
        'a: 'h,
    {
        let known = identified(value).and_then(|(_, id, _)| self.context.received_from.get(id));
        known.map(String::as_str).or(holder)
    }

    fn ceiling(&self, origin: Origin) -> Tlp {
        ceiling(origin, self.audience, self.route)
    }

    /// Whether an object stands for the account of a person: a channel does whose name is a pseudonym that we hold, or that
    /// says so itself.
    fn is_account(&self, object: &Map<String, Value>, kind: &str) -> bool {
        if ACCOUNTS.contains(&kind) {
            return true;
        }
        if kind != "channel" {
            return false;
        }
        if object.get(super::PSEUDONYM_MARK).is_some_and(|mark| *mark != Value::Bool(false)) {
            return true;
        }
        let Some(account) = account_of_channel(object) else { return false };
        if self.accounts.contains(account.as_str()) || self.by_id.contains_key(&account) {
            return true;
        }
        if let Some(known) = self.asked.borrow().get(&account) {
            return *known;
        }
        let held = !self.context.library.held(&account).is_empty();
        self.asked.borrow_mut().insert(account, held);
        held
    }

    /// Whether a map without an id of its own, inside an object, must go by its own type or markings.
    pub(super) fn bars(&self, part: &Map<String, Value>, owner: &Map<String, Value>, hand: Hand<'_>) -> bool {
        let kind = part.get("type").and_then(Value::as_str).unwrap_or_default();
        if kind.starts_with(INTERNAL_TYPE) && !self.internals
            || !self.pseudonyms && self.is_account(part, kind)
        {
            return true;
        }
        let allowed = self.allowed(owner, hand);
        !matches!(self.label(part, owner, hand), Ok(label) if label.is_none_or(|label| label <= allowed))
    }

    /// Judges one object by itself, as sent by `hand`.
    pub(super) fn judge<'v>(&self, value: &'v Value, hand: Hand<'_>) -> Facts<'v> {
        let mut facts = Facts { label: Tlp::Red, reason: None, needs: Vec::new(), cuts: Vec::new() };
        let Some((object, id, kind)) = identified(value) else {
            facts.reason = Some(Reason::NoObject);
            return facts;
        };
        let allowed = self.allowed(object, hand);
        let label = self.label(object, object, hand).and_then(|label| match (kind, label) {
            // A marking definition travels with what it marks; its own meaning is its label.
            ("marking-definition", label) => {
                Ok(label.max(self.weigh(id, object, hand)?).unwrap_or(Tlp::Clear))
            }
            (_, label) => Ok(label.unwrap_or_default()),
        });
        facts.reason = match label {
            _ if self.closed.is_some() => self.closed.clone(),
            Err(ref reason) => Some(reason.clone()),
            Ok(_) if kind.starts_with(INTERNAL_TYPE) && !self.internals => Some(Reason::Internal),
            Ok(label) if label > allowed => Some(Reason::Marking { label, allowed: Some(allowed) }),
            Ok(_) if !self.pseudonyms && self.is_account(object, kind) => Some(Reason::Pseudonym),
            Ok(_) => None,
        };
        facts.label = label.unwrap_or(Tlp::Red);
        if facts.reason.is_none() {
            facts.reason = self.cuts(value, object, (object, hand), &mut facts.cuts).err();
            facts.needs = needs(object, kind);
        }
        facts
    }

    /// Parts that granular markings keep from this audience; `owner` is the object that `object` is a part of, or itself,
    /// with who sent it.
    pub(super) fn cuts(
        &self,
        value: &Value,
        object: &Map<String, Value>,
        owner: (&Map<String, Value>, Hand<'_>),
        cuts: &mut Vec<Path>,
    ) -> Result<(), Reason> {
        let Some(entries) = object.get("granular_markings") else { return Ok(()) };
        let broken = || Reason::Selector("granular_markings".to_owned());
        for entry in entries.as_array().ok_or_else(broken)? {
            let marking = match entry.get("marking_ref") {
                // A language says nothing of who may read.
                None if entry.get("lang").is_some() => continue,
                marking => marking.and_then(Value::as_str).ok_or_else(broken)?,
            };
            if self.permits(marking, owner.0, owner.1) {
                continue;
            }
            let selectors = entry.get("selectors").and_then(Value::as_array).ok_or_else(broken)?;
            for selector in selectors {
                let text = selector.as_str().ok_or_else(broken)?;
                let path = parse(text).filter(|path| find(value, path).is_some());
                let path = path.ok_or_else(|| Reason::Selector(text.to_owned()))?;
                let top = matches!(path.as_slice(), [Step::Key(key), ..] if matches!(
                    key.as_str(), "object_marking_refs" | "granular_markings"));
                if top {
                    return Err(Reason::RequiredProperty(text.to_owned()));
                }
                cuts.push(path);
            }
        }
        Ok(())
    }

    /// The narrowest label that may pass for parts of this object.
    pub(super) fn allowed(&self, object: &Map<String, Value>, hand: Hand<'_>) -> Tlp {
        self.ceiling(origin(object, hand, self.context, self.audience))
    }

    /// Adds a version of an object; the newest counts, of equals the one that stays. What spells the id in capitals is no
    /// version of it: to whoever compares ids by letter it is another object, which may keep this one back, and never frees it.
    pub(super) fn add(&mut self, value: &Value, facts: Facts<'a>) {
        let Some((object, id, _)) = identified(value) else { return };
        let is_plain = small(id) == id;
        let (id, version) = (id.to_ascii_lowercase(), version(object));
        if let Some(&at) = self.by_id.get(&id)
            && is_plain != self.nodes[at].plain
        {
            let node = &mut self.nodes[at];
            let barred = node.facts.reason.take().or(facts.reason.clone());
            let mut cuts = std::mem::take(&mut node.facts.cuts);
            cuts.extend(facts.cuts.iter().cloned());
            let needs = [std::mem::take(&mut node.facts.needs), facts.needs.clone()].concat();
            if is_plain {
                version.clone_into(&mut node.version);
                node.plain = true;
                node.facts = facts;
            }
            (node.facts.reason, node.facts.cuts, node.facts.needs) = (barred, cuts, needs);
            return;
        }
        let Some(&at) = self.by_id.get(&id) else { return self.insert(id, version, facts, false, is_plain) };
        let node = &mut self.nodes[at];
        let order = instant(version).cmp(instant(&node.version));
        // A translation may be of any version.
        let mut cuts = std::mem::take(&mut node.facts.cuts);
        cuts.extend(facts.cuts.iter().cloned());
        if order.is_gt() || (order.is_eq() && node.facts.reason.is_none() && facts.reason.is_some()) {
            version.clone_into(&mut node.version);
            node.facts = facts;
        } else if order.is_eq() && facts.reason.is_none() {
            node.facts.needs.extend(facts.needs);
        }
        node.facts.cuts = cuts;
    }

    /// Adds a copy that is embedded in another object, after all versions were added. Anybody can embed anything: a copy
    /// may bar its object, and never frees it.
    pub(super) fn add_copy(&mut self, value: &Value, facts: Facts<'a>) {
        let Some((object, id, _)) = identified(value) else { return };
        let (id, version) = (id.to_ascii_lowercase(), version(object));
        let Some(&at) = self.by_id.get(&id) else { return self.insert(id, version, facts, true, true) };
        let node = &mut self.nodes[at];
        node.facts.cuts.extend(facts.cuts);
        if facts.reason.is_none() {
            if node.copied {
                node.facts.needs.extend(facts.needs);
            }
        } else if node.copied || instant(version) >= instant(&node.version) {
            node.facts.reason = node.facts.reason.take().or(facts.reason);
        }
    }

    /// Adds what somebody else than its originator did to an object: it may keep it back, and never frees it.
    pub(super) fn add_bar(&mut self, value: &Value, facts: Facts<'a>) {
        let Some((_, id, _)) = identified(value) else { return };
        let Some(&at) = self.by_id.get(&id.to_ascii_lowercase()) else { return self.add(value, facts) };
        let node = &mut self.nodes[at];
        node.facts.cuts.extend(facts.cuts);
        node.facts.reason = node.facts.reason.take().or(facts.reason);
    }

    fn insert(&mut self, id: String, version: &str, facts: Facts<'a>, copied: bool, plain: bool) {
        let at = self.nodes.len();
        let uuid = id.len().checked_sub(36).and_then(|from| id.get(from..)).unwrap_or_default();
        self.by_uuid.entry(uuid.to_owned()).or_default().push(at);
        self.by_id.insert(id.clone(), at);
        self.nodes.push(Node { id, version: version.to_owned(), copied, plain, facts });
    }

    pub(super) fn node(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// Whether an id may not be named.
    pub(super) fn is_withheld(&self, id: &str) -> bool {
        match self.by_id.get(id) {
            Some(&at) => self.nodes[at].facts.reason.is_some(),
            None => fixed(id).is_some_and(|label| label > self.ceiling(Origin::Ours)),
        }
    }

    /// Whether a mention names what may not be named. Where no id fits exactly, any that shares the UUID counts.
    pub(super) fn is_barred(&self, mention: &Mention<'_>) -> bool {
        if !mention.is_bare() {
            let id = mention.id();
            if self.by_id.contains_key(&*id) || fixed(&id).is_some() {
                return self.is_withheld(&id);
            }
        }
        let uuid = mention.uuid();
        let same = self.by_uuid.get(&*uuid);
        same.into_iter().flatten().any(|&at| self.nodes[at].facts.reason.is_some())
            || fixed_uuid(&uuid).is_some_and(|label| label > self.ceiling(Origin::Ours))
    }

    /// Whether an object is free and stays so, whatever becomes of others: it needs nothing but markings whose meaning is
    /// fixed.
    pub(super) fn is_settled(&self, facts: &Facts<'_>) -> bool {
        let fixed =
            |need: &Vec<Cow<'_, str>>| need.iter().any(|id| fixed(id).is_some() && !self.is_withheld(id));
        facts.reason.is_none() && facts.cuts.is_empty() && facts.needs.iter().all(fixed)
    }

    /// The first need that nothing fulfils.
    pub(super) fn unmet<'f>(&self, facts: &'f Facts<'_>) -> Option<&'f str> {
        facts.needs.iter().find(|need| need.iter().all(|id| self.is_withheld(id))).map(|need| &*need[0])
    }

    /// Spreads withholding along needs until nothing changes.
    pub(super) fn settle(&mut self) {
        // By place: an id that is no node cannot become withheld.
        let mut dependents: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut open: Vec<usize> = Vec::new();
        for (at, node) in self.nodes.iter().enumerate().filter(|(_, node)| node.facts.reason.is_none()) {
            for needed in node.facts.needs.iter().flatten().filter_map(|id| self.by_id.get(&**id)) {
                dependents.entry(*needed).or_default().push(at);
            }
            open.push(at);
        }
        while let Some(at) = open.pop() {
            let facts = &self.nodes[at].facts;
            if facts.reason.is_some() {
                continue;
            }
            if let Some(missing) = self.unmet(facts) {
                let reason = Reason::RequiredReference(missing.to_owned());
                self.nodes[at].facts.reason = Some(reason);
                open.extend(dependents.get(&at).into_iter().flatten());
            }
        }
    }
}

/// An object's map, id and type.
pub(super) fn identified(value: &Value) -> Option<(&Map<String, Value>, &str, &str)> {
    let object = value.as_object()?;
    let id = object.get("id")?.as_str().filter(|id| id.contains("--"))?;
    Some((object, id, object.get("type")?.as_str()?))
}

/// `modified`, else `created`, else nothing.
pub(super) fn version(object: &Map<String, Value>) -> &str {
    ["modified", "created"].iter().find_map(|key| object.get(*key)?.as_str()).unwrap_or_default()
}

/// A version without its final Z, so that `…:00.5` sorts after `…:00`.
fn instant(version: &str) -> &str {
    version.trim_end_matches('Z')
}

/// What an object cannot be without: its required references, and the markings that it bears.
fn needs<'v>(object: &'v Map<String, Value>, kind: &str) -> Vec<Vec<Cow<'v, str>>> {
    let ids = |key: &&str| -> Vec<Cow<'v, str>> {
        match object.get(*key) {
            Some(Value::String(id)) => vec![small(id)],
            Some(Value::Array(all)) => all.iter().filter_map(|id| id.as_str().map(small)).collect(),
            _ => Vec::new(),
        }
    };
    let mut needs: Vec<Vec<Cow<'v, str>>> = required::references(kind).iter().map(ids).collect();
    for (references, instead) in required::any_reference(kind) {
        if !instead.iter().any(|key| object.contains_key(*key)) {
            needs.push(references.iter().flat_map(ids).collect());
        }
    }
    needs.extend(ids(&"object_marking_refs").into_iter().map(|id| vec![id]));
    needs.retain(|need| !need.is_empty());
    needs
}
