//! What an entry of the registry says, and how it is kept and shown.

use super::dates::{day, within};
use crate::hub::Versioned;
use jiff::civil::Date;
use ostrakon_access::Principal;
use ostrakon_model::Tlp;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeSet;
use std::str::FromStr;
use utoipa::ToSchema;

/// What is listed. There is no kind for private persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = RegistryKind)]
pub enum Kind {
    /// A media service provider: a newsroom, a broadcaster.
    Media,
    /// An outlet or account that a state controls.
    StateChannel,
    /// A holder of, or candidate for, public office, in that role and for as long.
    Official,
    /// A party, company, association, authority.
    Organisation,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Media, Self::StateChannel, Self::Official, Self::Organisation];

    /// The kind as it is written; the roles of the list that `ostrakon ingest --registry` reads.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Media => "media",
            Self::StateChannel => "state-channel",
            Self::Official => "official",
            Self::Organisation => "organisation",
        }
    }

    /// Grounds on which it may be listed.
    pub(super) const fn grounds(self) -> &'static [Basis] {
        use Basis as B;
        match self {
            Self::Media => &[B::EmfaDeclaration, B::MediaRegister, B::Regulator, B::Imprint],
            Self::StateChannel => &[
                B::SanctionsList,
                B::PlatformLabel,
                B::Regulator,
                B::MediaRegister,
                B::PublicRegister,
                B::Imprint,
            ],
            Self::Official => &[B::PublicOffice],
            Self::Organisation => &[B::PublicRegister, B::PublicOffice, B::SanctionsList, B::Imprint],
        }
    }
}

/// Words by which people ask for what is never listed.
const PRIVATE: [&str; 8] =
    ["person", "private", "private-person", "individual", "user", "citizen", "influencer", "account"];

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(kind) = Self::ALL.into_iter().find(|kind| kind.name() == text) {
            return Ok(kind);
        }
        let kinds = Self::ALL.map(Self::name).join(", ");
        let never = "private persons are never listed by name; their accounts stay pseudonyms";
        Err(if PRIVATE.contains(&text.to_lowercase().as_str()) {
            format!("`{text}`: {never}. What is listed: {kinds}")
        } else {
            format!("`{text}` is none of {kinds}; {never}")
        })
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Why somebody may be listed by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = RegistryBasis)]
pub enum Basis {
    /// It declared itself to a platform as a media service provider (Regulation (EU) 2024/1083 Art 18(1)).
    EmfaDeclaration,
    /// It stands in a register of media services or media ownership.
    MediaRegister,
    /// A regulatory authority says so in a decision.
    Regulator,
    /// Its own imprint or official site says so.
    Imprint,
    /// It stands in a public register: of companies, associations, parties.
    PublicRegister,
    /// It holds or stands for public office, or is a public authority.
    PublicOffice,
    /// It stands in a list of restrictive measures.
    SanctionsList,
    /// The platform labels it as controlled by a state.
    PlatformLabel,
}

impl Basis {
    /// All grounds.
    pub const ALL: [Self; 8] = [
        Self::EmfaDeclaration,
        Self::MediaRegister,
        Self::Regulator,
        Self::Imprint,
        Self::PublicRegister,
        Self::PublicOffice,
        Self::SanctionsList,
        Self::PlatformLabel,
    ];

    /// The ground as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::EmfaDeclaration => "emfa-declaration",
            Self::MediaRegister => "media-register",
            Self::Regulator => "regulator",
            Self::Imprint => "imprint",
            Self::PublicRegister => "public-register",
            Self::PublicOffice => "public-office",
            Self::SanctionsList => "sanctions-list",
            Self::PlatformLabel => "platform-label",
        }
    }
}

/// An account on a platform.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegistryAccount)]
pub struct Account {
    /// The platform, in small letters: `x`, `telegram`, `facebook`, …
    #[schema(min_length = 1, max_length = 40)]
    pub platform: String,
    /// The handle, without `@`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schema(max_length = 100)]
    pub handle: String,
    /// The platform's own id of the account.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schema(max_length = 200)]
    pub account_id: String,
}

/// How a platform answered a declaration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DeclarationState {
    /// It was made, and not answered yet: it counts.
    #[default]
    Submitted,
    /// The platform accepted it.
    Accepted,
    /// The platform rejected it.
    Rejected,
}

impl DeclarationState {
    /// The state as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
        }
    }
}

/// A declaration as a media service provider, made to one platform (Regulation (EU) 2024/1083 Art 18(1)).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MediaDeclaration)]
pub struct Declaration {
    /// The platform that it was made to.
    #[schema(min_length = 1, max_length = 40)]
    pub platform: String,
    /// How the platform answered.
    #[serde(default)]
    pub state: DeclarationState,
    /// The day, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Date>,
    /// Where that was read.
    #[schema(min_length = 1, max_length = 500)]
    pub source: String,
}

/// What somebody writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegistryDraft)]
pub struct Draft {
    /// Its name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Two letters of ISO 3166-1, or `EU`: where it is established.
    #[schema(pattern = "^[A-Z]{2}$")]
    pub country: String,
    /// Languages that it publishes in (BCP 47).
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[schema(max_items = 30)]
    pub languages: BTreeSet<String>,
    /// Its domains; what lies below them is its own too.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[schema(max_items = 100)]
    pub domains: BTreeSet<String>,
    /// Its accounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub accounts: Vec<Account>,
    /// Of an official: the office, or the candidature.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schema(max_length = 200)]
    pub office: String,
    /// On which ground it is listed.
    pub basis: Basis,
    /// Where that can be read: an address, or a citation.
    #[schema(min_length = 1, max_length = 500)]
    pub source: String,
    /// Declarations as a media service provider, one a platform.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub declarations: Vec<Declaration>,
    /// From which day on it is listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_from: Option<Date>,
    /// The last day on which it is listed; an official needs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_until: Option<Date>,
    /// Its marking; TLP:AMBER+STRICT when left out.
    #[serde(default)]
    #[schema(value_type = String, pattern = "^TLP:(CLEAR|GREEN|AMBER|AMBER\\+STRICT|RED)$")]
    pub marking: Tlp,
    /// What else should be known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schema(max_length = 2000)]
    pub note: String,
}

/// Who did something to an entry, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entered {
    /// Account.
    pub person: String,
    /// The human behind it.
    pub human: String,
    /// When, milliseconds since 1970 UTC.
    pub at: i64,
}

impl Entered {
    pub fn by(who: &Principal, at: i64) -> Self {
        Self { person: who.person.clone(), human: who.human.clone(), at }
    }
}

/// An entry, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    pub owner: String,
    pub entry: Draft,
    pub entered: Entered,
    #[serde(default)]
    pub verified: Option<Entered>,
}

impl Kept {
    pub fn new(who: &Principal, entry: Draft, now: i64) -> Self {
        Self { owner: who.organisation.clone(), entry, entered: Entered::by(who, now), verified: None }
    }
}

/// Who wrote an entry, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RegistryParty)]
pub struct Party {
    /// Account; left out for readers of other organisations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// When, milliseconds since 1970 UTC.
    pub at: i64,
}

/// That a second person confirmed an entry.
pub type Verification = Party;

/// An entry, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RegistryEntry)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Its revision, as in `ETag`.
    pub rev: i64,
    /// What it says.
    #[serde(flatten)]
    pub entry: Draft,
    /// Whether it is valid today.
    pub valid: bool,
    /// The organisation that keeps it.
    pub owner: String,
    /// Who wrote it as it stands, and when.
    pub entered: Party,
    /// Who confirmed it, and when; nobody where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified: Option<Verification>,
}

impl Listed {
    pub(super) fn of(found: Versioned<Kept>, now: i64) -> Self {
        let Versioned { id, rev, value: Kept { owner, entry, entered, verified } } = found;
        let valid = within(day(now), entry.valid_from, entry.valid_until);
        let party = |one: Entered| Party { person: Some(one.person), at: one.at };
        Self { id, rev, valid, owner, entered: party(entered), verified: verified.map(party), entry }
    }
}
