//! Who shares with whom, on what terms, by which way.
//!
//! **The problem.** A label alone decides nothing: the same AMBER object may go to one partner and not to another, and
//! to the same partner over a federation link but not into a public page.
//!
//! **The choice.** Four plain values that the caller builds from its records: the [`Audience`] (who will read it), the
//! partner's [`Agreement`], the [`Route`] (how it travels) and the [`Context`] (who we are, what we know). All of them
//! are data, so that the gate stays a pure function and an auditor can replay a decision.
//!
//! **Rejected.** Access lists on single objects: nobody keeps them right over 100,000 objects. A *sharing group* is
//! named by a marking and its members stand in one place.

use super::handles::Handles;
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Which collections an agreement covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Collections {
    /// Every collection, and objects that are in none.
    All,
    /// Only these (ids).
    Only(BTreeSet<String>),
}

/// What one partner organisation may receive from us. Ended or not yet begun, it opens nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Id of the agreement, for the ledger.
    pub id: String,
    /// STIX id of the partner's identity object.
    pub organisation: String,
    /// Collections it covers.
    pub collections: Collections,
    /// The narrowest label of our own objects that may go to the partner. RED is read as AMBER+STRICT: what is for
    /// named people is carried by no agreement between organisations.
    pub highest: Tlp,
    /// Whether accounts of private persons, which we know by pseudonym, may travel.
    pub pseudonyms: bool,
    /// Whether the partner belongs to the community that TLP:GREEN speaks of.
    pub community: bool,
    /// First moment of validity, milliseconds UTC; `None`: from ever.
    pub valid_from: Option<i64>,
    /// First moment when it is over, milliseconds UTC; `None`: until further notice.
    pub valid_until: Option<i64>,
}

impl Agreement {
    /// Whether it is in force at `now` (milliseconds UTC).
    pub fn in_force(&self, now: i64) -> bool {
        self.valid_from.is_none_or(|from| from <= now) && self.valid_until.is_none_or(|until| now < until)
    }

    /// Whether it covers what is released from `collection`.
    pub fn covers(&self, collection: Option<&str>) -> bool {
        match &self.collections {
            Collections::All => true,
            Collections::Only(these) => collection.is_some_and(|id| these.contains(id)),
        }
    }
}

/// Who will be able to read what leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everybody.
    Public,
    /// The whole community of TLP:GREEN, of which no single member is known.
    Community,
    /// One organisation, on the terms of its agreement.
    Partner(Agreement),
    /// People of our own organisation, up to a label.
    Own {
        /// The narrowest label that the reader may see.
        clearance: Tlp,
    },
}

impl Audience {
    /// The recipient's name in the ledger: the organisation's id, or `public`, `community`, `own`.
    pub fn name(&self) -> &str {
        match self {
            Self::Public => "public",
            Self::Community => "community",
            Self::Partner(agreement) => &agreement.organisation,
            Self::Own { .. } => "own",
        }
    }
}

/// How it travels. Each way that anything can leave has its name here; there is no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// A TAXII 2.1 collection that is polled.
    Taxii,
    /// The REST interface.
    Rest,
    /// A file, which then lies where nobody sees it.
    ExportFile,
    /// A situation report or case file.
    Report,
    /// A page or feed without sign-in.
    Public,
    /// Another node of ours.
    Federation,
    /// A message to an address of the recipient's, most often a chat of a third party.
    Webhook,
}

impl Route {
    /// All routes.
    pub const ALL: [Self; 7] = [
        Self::Taxii,
        Self::Rest,
        Self::ExportFile,
        Self::Report,
        Self::Public,
        Self::Federation,
        Self::Webhook,
    ];

    /// The name in the ledger.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Taxii => "taxii",
            Self::Rest => "rest",
            Self::ExportFile => "export_file",
            Self::Report => "report",
            Self::Public => "public",
            Self::Federation => "federation",
            Self::Webhook => "webhook",
        }
    }

    /// Whether each single use is an outward act that a named person must have decided (invariant 4). A collection that
    /// a partner polls was opened by such a decision once, and a person signed in to REST acts in his own name.
    pub const fn needs_decision(self) -> bool {
        matches!(self, Self::ExportFile | Self::Report | Self::Public | Self::Webhook)
    }
}

/// Organisations that share among themselves, as a marking names them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharingGroup {
    /// Name for people.
    pub name: String,
    /// STIX ids of the members' identity objects.
    pub members: BTreeSet<String>,
}

/// An object version that is kept, and who sent it.
pub struct Held<'h> {
    /// The object.
    pub object: Cow<'h, Value>,
    /// The organisation that sent it, by its identity's id; `None`: [`Context::received_from`] says, or it is ours.
    pub from: Option<String>,
}

/// Objects that are kept but not part of what is asked for: what a reference points to, what a marking means.
pub trait Library {
    /// The versions of an object that count, if we hold it: the newest of its originator first, then what others did to it
    /// that may keep it back.
    fn held(&self, id: &str) -> Vec<Held<'_>>;

    /// Every definition of a marking that we hold, by whomever.
    fn definitions(&self, id: &str) -> Vec<Held<'_>> {
        self.held(id)
    }
}

/// Nothing is kept but what is asked for.
impl Library for () {
    fn held(&self, _: &str) -> Vec<Held<'_>> {
        Vec::new()
    }
}

impl<S: std::hash::BuildHasher> Library for HashMap<String, Value, S> {
    fn held(&self, id: &str) -> Vec<Held<'_>> {
        self.get(id).map(|object| Held { object: Cow::Borrowed(object), from: None }).into_iter().collect()
    }
}

/// What the gate must know beside the objects.
pub struct Context<'a> {
    /// STIX ids of identity objects that are us.
    pub own: BTreeSet<String>,
    /// Sharing groups by the id of their marking definition.
    pub sharing_groups: BTreeMap<String, SharingGroup>,
    /// Who sent us an object first, by object id: the organisation's identity id. What is not listed is our own.
    pub received_from: HashMap<String, String>,
    /// Of objects of which versions came from several: who sent the version at this place among those asked for. What such
    /// an object may do is told by the library alone.
    pub hands: HashMap<usize, Option<String>>,
    /// Names of all accounts that we hold.
    pub handles: Option<&'a Handles>,
    /// What else we hold.
    pub library: &'a dyn Library,
    /// The collection that is released from, if any.
    pub collection: Option<String>,
    /// The record of the human decision behind this release; see [`Route::needs_decision`].
    pub decided_by: Option<String>,
    /// Whether the objects given are known to be the newest versions, which saves a look-up each.
    pub newest_only: bool,
    /// Milliseconds UTC.
    pub now: i64,
}

impl<'a> Context<'a> {
    /// A context of an organisation that holds nothing but what it releases.
    pub fn new(own: impl IntoIterator<Item = String>, library: &'a dyn Library, now: i64) -> Self {
        Self {
            own: own.into_iter().collect(),
            sharing_groups: BTreeMap::new(),
            received_from: HashMap::new(),
            hands: HashMap::new(),
            handles: None,
            library,
            collection: None,
            decided_by: None,
            newest_only: false,
            now,
        }
    }
}
