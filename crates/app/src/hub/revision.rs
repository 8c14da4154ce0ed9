//! Who may add a version of an object that is held.
//!
//! **The problem.** Whoever knows an id can send a version with a later `modified`: with a lower label, without its sharing
//! group, revoked, or with another text. It would then be the newest.
//!
//! **The choice.** Only an object's creator makes versions of it (STIX 2.1 §3.6.2): the organisation that sent it first, or
//! the one that the object names as its creator. Who brought an object of somebody unknown here speaks for it, and goes on
//! relaying its later versions. Our own people may mark more strictly what others sent; what its creator did not bring itself
//! (a public file that a partner had earlier) they may import all the same, since the first one's marking goes on binding.
//! Nobody else speaks in the name of an organisation that is registered here, be it in the first version of an object, unless it
//! comes back from a partner to whom we sent just that. Observables, the fixed markings, and channels and narratives whose ids
//! follow from their names are nobody's: whoever states one says something of their own, and the gate hears the first. The
//! official objects of DISARM come by our own hand alone.
//!
//! **Rejected.** That anybody relays later versions of what has no creator here: whoever knows the id would write them.
//!
//! Whoever may not is told the same, whether the object is one that they may see or not.

use super::addition::Source;
use super::hands::{Hand, Hands, instant};
use super::{Hub, HubError, SharingGroup, Versioned};
use ostrakon_access::Organisation;
use ostrakon_exchange::disarm;
use ostrakon_exchange::gate::{self, Context, fixed_marking};
use ostrakon_stix::id;
use ostrakon_store::{LedgerQuery, NewObject};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

/// What a partner is told.
pub(super) const NOT_YOURS: &str = "no version under this id is taken from you: only the organisation that made an object \
    makes versions of it (STIX 2.1 §3.6.2); ask it for one, let this house import the public file that holds it, or send a \
    note or an opinion under an id of your own";
/// What a partner is told that speaks in the name of somebody else.
pub(super) const NOT_YOUR_NAME: &str = "`created_by_ref` (of an identity: its id) names an organisation that is registered here and is \
    not yours: only it says what it made; send this in your own name, or ask that organisation to send it";
/// What a partner is told that sends an official object of DISARM in another form than the one held.
pub(super) const OFFICIAL: &str = "the objects of DISARM come from the official bundle alone, which each house imports for \
    itself (`knowledge import disarm`): send what refers to them, and keep a technique of your own under an id of your own";
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
    /// Whether this is an organisation that is registered here, and not the poster's.
    fn is_anothers(&self, identity: &str) -> bool {
        self.all.contains_key(identity) && !self.mine.contains(identity)
    }

    /// Whether who sent an object first is not who made it, as far as is known here: then they had it from somewhere else,
    /// where we may have it from, too.
    fn is_relayed(&self, id: &str, creator: Option<&str>, first: &Hand) -> bool {
        match creator {
            Some(creator) => match self.all.get(creator) {
                None => true,
                Some(known) => first.as_ref().is_some_and(|first| first != known),
            },
            None => is_derived(id) && !self.all.contains_key(id),
        }
    }
}

/// By which an object that names its creator is known before it is read.
const CREATOR: &[u8] = b"created_by_ref";

/// In whose name an object speaks: of an identity, itself.
fn name_of(object: &NewObject) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Named {
        created_by_ref: Option<Value>,
    }
    if object.kind == "identity" {
        return Some(object.id.clone());
    }
    if !object.bytes.windows(CREATOR.len()).any(|part| part == CREATOR) {
        return None;
    }
    let named: Named = serde_json::from_slice(&object.bytes).ok()?;
    named.created_by_ref?.as_str().map(str::to_owned)
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
        if hands.is_empty() && source.own {
            return Ok(refused);
        }
        let me = if source.own { None } else { Some(source.organisation.to_owned()) };
        let mut parties = None;
        for (place, object) in objects.iter().enumerate() {
            if me.is_some() {
                let parties = match &mut parties {
                    Some(known) => known,
                    none => none.insert(self.parties(source, own.clone())?),
                };
                if let Some(why) = self.speaks_for_another(parties, source.organisation, &hands, object)? {
                    refused.insert(place, why.to_owned());
                    continue;
                }
            }
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

    /// Why a partner may not send this in the name that it bears, be it as the first version of an object.
    fn speaks_for_another(
        &self,
        parties: &Parties,
        organisation: &str,
        hands: &Hands,
        object: &NewObject,
    ) -> Result<Option<&'static str>, HubError> {
        let official = official(&object.id);
        let named = name_of(object).filter(|named| parties.is_anothers(named));
        if official.is_none() && named.is_none() {
            return Ok(None);
        }
        let there = self.store().object_version(&object.id, &object.version)?;
        if there.is_some_and(|there| there.bytes == object.bytes) {
            return Ok(None);
        }
        if let Some(name) = official {
            // What stands in for a technique here stands in for it at a partner's, too.
            let is_stand_in = hands.first(&object.id).is_none() && {
                let stand_in = ostrakon_stix::Object::parse(&self.attack_pattern(&name)?);
                stand_in.is_ok_and(|stand_in| stand_in.canonical().as_bytes() == object.bytes)
            };
            return Ok((!is_stand_in).then_some(OFFICIAL));
        }
        // What was taken in that name before, from the same hand, goes on.
        if hands.first(&object.id).is_some_and(|first| first.as_deref() == Some(organisation)) {
            let (version, _) = &hands.versions(&object.id)[0];
            let first = self.store().object_version(&object.id, version)?;
            let first = first.and_then(|first| serde_json::from_slice::<Value>(&first.bytes).ok());
            if first.is_some_and(|first| first["created_by_ref"].as_str() == named.as_deref()) {
                return Ok(None);
            }
        }
        let sent = LedgerQuery {
            object: Some(object.id.clone()),
            recipient: Some(organisation.to_owned()),
            limit: 10_000,
            ..LedgerQuery::default()
        };
        let came_back = self.store().ledger(&sent)?.into_iter().any(|line| line.version == object.version);
        // Of an object that is held, our own version of it says what we sent.
        Ok((!came_back || hands.first(&object.id).is_some()).then_some(NOT_YOUR_NAME))
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
        if me.is_some() {
            return Ok(Err(NOT_YOURS.to_owned()));
        }
        if parties.is_relayed(&object.id, creator, &versions[0].1) {
            return Ok(Ok(()));
        }
        let library = Definitions { hub: self, own: &parties.own };
        let mut context = Context::new(parties.own.clone(), &library, self.now());
        context.received_from = hands.received();
        context.sharing_groups = self.groups()?;
        let from = versions[0].1.as_deref().unwrap_or_default();
        Ok(gate::may_revise(&held, &offered, &context).map_err(|refusal| {
            format!(
                "{refusal}; it came from {from}: ask there for a new version, or write a note on it. A version that \
                 differs by a stricter marking alone is taken"
            )
        }))
    }
}

/// The name of an official object of DISARM.
fn official(id: &str) -> Option<disarm::Name> {
    static DISARM: OnceLock<HashMap<&'static str, disarm::Name>> = OnceLock::new();
    let known = DISARM.get_or_init(|| disarm::names().filter_map(|name| Some((name.stix?, name))).collect());
    known.get(id).copied()
}

/// Whether an object is a statement that everybody makes for themselves under the same id.
fn is_nobodys(object: &NewObject) -> bool {
    if id::contributing(&object.kind).is_some() || fixed_marking(&object.id).is_some() {
        return true;
    }
    match object.kind.as_str() {
        "channel" | "narrative" => {
            let value: Option<Value> = serde_json::from_slice(&object.bytes).ok();
            let name = value.as_ref().and_then(|value| value["name"].as_str()).unwrap_or_default();
            id::entity(&object.kind, name).as_deref() == Some(object.id.as_str())
        }
        _ => official(&object.id).is_some(),
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
