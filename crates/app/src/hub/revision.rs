//! Who may add a version of an object that is held.
//!
//! **The problem.** Whoever knows an id can send a version with a later `modified`: with a lower label, without its sharing
//! group, revoked, or with another text. It would then be the newest.
//!
//! **The choice.** Only an object's creator makes versions of it (STIX 2.1 §3.6.2): the organisation that sent it first, or
//! the one that the object names as its creator. Our own people may mark more strictly what others sent, and nothing else.
//! Who brings a later version of an object that its creator did not bring itself relays it, under the
//! same marking or a stricter one. Observables, DISARM's techniques, the fixed markings, and channels and narratives whose ids follow from
//! their names are nobody's: whoever states one says something of their own, and the gate hears the first.
//!
//! Whoever may not is told the same, whether the object is one that they may see or not.

use super::addition::Source;
use super::hands::{Hand, Hands, instant};
use super::{Hub, HubError, SharingGroup, Versioned};
use ostrakon_access::Organisation;
use ostrakon_exchange::disarm;
use ostrakon_exchange::gate::{self, Context, fixed_marking};
use ostrakon_stix::id;
use ostrakon_store::NewObject;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

/// What a partner is told.
pub(super) const NOT_YOURS: &str = "no version under this id is taken from you: only the organisation that made an object \
    makes versions of it (STIX 2.1 §3.6.2); ask it for one, or send a note or an opinion under an id of your own";
/// What is said of a second definition of a marking.
const DEFINED: &str =
    "a marking definition has no versions (STIX 2.1 §7.2.1): define a marking under an id of your own";

/// Who somebody is, by every id that they have.
struct Parties {
    own: BTreeSet<String>,
    /// The poster's.
    mine: HashSet<String>,
    /// The organisation of each id of everybody's who is registered here.
    all: HashMap<String, String>,
}

impl Parties {
    /// Whether an object that names this creator may come from others than who sent it first: from nobody who is known here,
    /// or from a partner that did not send it itself.
    fn is_relayed(&self, creator: &str, first: &Hand) -> bool {
        match self.all.get(creator) {
            None => true,
            Some(creator) => {
                !self.own.contains(creator) && first.as_ref().is_some_and(|first| first != creator)
            }
        }
    }
}

impl Hub {
    /// Which of these objects the source may not write, by place, and why.
    pub(super) fn not_theirs(
        &self,
        source: Source<'_>,
        objects: &[NewObject],
    ) -> Result<HashMap<usize, String>, HubError> {
        let ids: BTreeSet<&str> = objects.iter().map(|object| object.id.as_str()).collect();
        let ids: Vec<String> = ids.into_iter().map(str::to_owned).collect();
        let own = self.own_organisations()?;
        let hands = Hands::of(self.store(), &own, &ids)?;
        let mut refused = HashMap::new();
        if hands.is_empty() {
            return Ok(refused);
        }
        let me = if source.own { None } else { Some(source.organisation.to_owned()) };
        let mut parties = None;
        for (place, object) in objects.iter().enumerate() {
            let Some(first) = hands.first(&object.id) else { continue };
            if *first == me && object.kind != "marking-definition" {
                continue;
            }
            if is_nobodys(object) {
                // That there is other content under this version would tell that there is any.
                if me.is_some() && self.clashes(object)? {
                    refused.insert(place, NOT_YOURS.to_owned());
                }
                continue;
            }
            let parties = match &mut parties {
                Some(known) => known,
                none => none.insert(self.parties(source, own.clone())?),
            };
            if let Err(why) = self.may_write(parties, &me, &hands, object)? {
                refused.insert(place, why);
            }
        }
        Ok(refused)
    }

    /// Whether a version is held with other content.
    fn clashes(&self, object: &NewObject) -> Result<bool, HubError> {
        if object.version.is_empty() {
            return Ok(false);
        }
        let there = self.store().object_version(&object.id, &object.version)?;
        Ok(there.is_some_and(|there| there.erased.is_none() && there.bytes != object.bytes))
    }

    fn parties(&self, source: Source<'_>, own: BTreeSet<String>) -> Result<Parties, HubError> {
        let organisations = self.all::<Organisation>("organisation")?;
        let mut all: HashMap<String, String> =
            organisations.into_iter().map(|one| (one.id.clone(), one.id)).collect();
        let mut mine: HashSet<String> = if source.own {
            own.iter().cloned().collect()
        } else {
            HashSet::from([source.organisation.to_owned()])
        };
        for Versioned { value, .. } in self.agreements()? {
            if let Some(identity) = value.identity {
                if mine.contains(&value.organisation) {
                    mine.insert(identity.clone());
                }
                all.insert(identity, value.organisation);
            }
        }
        Ok(Parties { own, mine, all })
    }

    /// Whether somebody who did not send an object first may write this version of it; why not.
    fn may_write(
        &self,
        parties: &Parties,
        me: &Hand,
        hands: &Hands,
        object: &NewObject,
    ) -> Result<Result<(), String>, HubError> {
        let there = self.store().object_version(&object.id, &object.version)?;
        if there.is_some_and(|there| there.bytes == object.bytes) {
            return Ok(Ok(()));
        }
        let versions = hands.versions(&object.id);
        if object.kind == "marking-definition" {
            // Somebody else's definition of a marking is not ours, and our record of a group is what counts.
            let known =
                me.is_none() && self.one::<SharingGroup>(super::agreement::GROUP, &object.id)?.is_some();
            let fresh = me.is_none() && versions.iter().all(|(_, hand)| hand.is_some());
            let why = if versions[0].1 == *me { DEFINED } else { NOT_YOURS };
            return Ok(if known || fresh { Ok(()) } else { Err(why.to_owned()) });
        }
        if object.kind == "identity" && parties.mine.contains(&object.id) {
            return Ok(Ok(()));
        }
        let newest = versions.iter().max_by_key(|(version, _)| instant(version));
        let held = match newest {
            Some((version, _)) => self.store().object_version(&object.id, version)?,
            None => None,
        };
        let parse = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap_or(Value::Null);
        let held = held.map_or(Value::Null, |held| parse(&held.bytes));
        let offered = parse(&object.bytes);
        let creator = held["created_by_ref"].as_str();
        if creator.is_some_and(|creator| parties.mine.contains(creator)) {
            return Ok(Ok(()));
        }
        let library = Definitions { hub: self, own: &parties.own };
        let mut context = Context::new(parties.own.clone(), &library, self.now());
        context.received_from = hands.received();
        context.sharing_groups = self.groups()?;
        let may_come_by_others = match creator {
            Some(creator) => parties.is_relayed(creator, &versions[0].1),
            None => is_derived(&object.id) && !parties.all.contains_key(&object.id),
        };
        let is_relayed = may_come_by_others
            && offered["created_by_ref"].as_str() == creator
            && gate::is_no_wider(&held, &offered, &context).is_ok();
        if is_relayed {
            return Ok(Ok(()));
        }
        if me.is_some() {
            return Ok(Err(NOT_YOURS.to_owned()));
        }
        let from = versions[0].1.as_deref().unwrap_or_default();
        Ok(gate::may_revise(&held, &offered, &context).map_err(|refusal| {
            format!(
                "{refusal}; it came from {from}: ask there for a new version, or write a note on it. A version that \
                 differs by a stricter marking alone is taken"
            )
        }))
    }
}

/// Whether an object is a statement that everybody makes for themselves under the same id.
fn is_nobodys(object: &NewObject) -> bool {
    static DISARM: OnceLock<HashSet<&'static str>> = OnceLock::new();
    if id::contributing(&object.kind).is_some() || fixed_marking(&object.id).is_some() {
        return true;
    }
    match object.kind.as_str() {
        "channel" | "narrative" => {
            let value: Option<Value> = serde_json::from_slice(&object.bytes).ok();
            let name = value.as_ref().and_then(|value| value["name"].as_str()).unwrap_or_default();
            id::entity(&object.kind, name).as_deref() == Some(object.id.as_str())
        }
        _ => DISARM
            .get_or_init(|| disarm::names().filter_map(|name| name.stix).collect())
            .contains(object.id.as_str()),
    }
}

/// Whether an id follows from the content (UUID version 5).
fn is_derived(id: &str) -> bool {
    let uuid = id.split_once("--").and_then(|(_, uuid)| uuid::Uuid::try_parse(uuid).ok());
    uuid.is_some_and(|uuid| uuid.get_version_num() == 5)
}

/// What is said of markings, for comparing two versions.
struct Definitions<'h> {
    hub: &'h Hub,
    own: &'h BTreeSet<String>,
}

impl gate::Library for Definitions<'_> {
    fn held(&self, id: &str) -> Vec<gate::Held<'_>> {
        super::hands::counting(self.hub.store(), self.own, id).unwrap_or_default()
    }

    fn definitions(&self, id: &str) -> Vec<gate::Held<'_>> {
        super::hands::definitions(self.hub.store(), self.own, id).unwrap_or_default()
    }
}
