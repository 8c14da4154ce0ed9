//! What an incident consists of: content, accounts, trends, ads, domains, claims, media.

use super::Answer;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// One thing that an incident consists of.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = SituationItem)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: ItemKind,
    /// Where it can be found.
    pub urls: Vec<String>,
    /// The platform it is on.
    pub platform: Option<String>,
    /// Of which protected kind of expression it is, if of one.
    pub form: Form,
    /// How it was assessed in law.
    pub legality: Legality,
    /// Who paid for it.
    pub payment: Payment,
    /// The claim that it makes, when it makes one that can be checked.
    pub claim: Option<String>,
    /// What is known of the media service provider behind it.
    pub media: Media,
    /// What was done to somebody by it.
    pub harms: BTreeSet<Harm>,
    /// How many accounts it comprises, for a group of private accounts.
    pub accounts: Option<u32>,
}

/// What an item is.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schema(as = SituationItemKind)]
pub enum ItemKind {
    /// A post, a video, a page.
    #[default]
    Content,
    /// An account, or a group of accounts.
    Account,
    /// A trend: a hashtag, a sound, a wave of like posts.
    Trend,
    /// An advertisement.
    Ad,
    /// A domain or web site.
    Domain,
    /// A media service.
    MediaService,
}

/// A kind of expression that is protected whatever it says.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schema(as = SituationForm)]
pub enum Form {
    /// None of those below, or not looked at yet.
    #[default]
    Unspecified,
    /// Satire or parody.
    Satire,
    /// A petition, or a call to sign one.
    Petition,
    /// Volunteers of a party or a campaign, openly.
    PartyVolunteers,
    /// Reporting, by journalists or in their way.
    Journalism,
    /// A small community among itself: a diaspora, fans, a neighbourhood.
    Community,
}

/// How an item was assessed in law.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "assessment", rename_all = "kebab-case", deny_unknown_fields)]
#[schema(as = SituationLegality)]
pub enum Legality {
    /// Nobody has looked.
    #[default]
    Unassessed,
    /// Somebody says what she thinks, and may.
    LawfulOpinion,
    /// Lawful, and against a rule of the platform.
    LawfulButBreaksTerms {
        /// The platform.
        platform: String,
        /// Its rule, by name.
        rule: String,
    },
    /// Against the law.
    Illegal {
        /// What kind of illegal content, such as `hate-speech`, `threat`, `vote-buying`.
        kind: String,
        /// The law.
        law: String,
        /// Whether it is a suspected criminal offence.
        #[serde(default)]
        offence: bool,
        /// The rule of the platform that it breaks too.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        terms: Option<Terms>,
    },
}

/// A rule of a platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SituationTerms)]
pub struct Terms {
    /// The platform.
    pub platform: String,
    /// Its rule, by name.
    pub rule: String,
}

/// Who paid for an item.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schema(as = SituationPayment)]
pub enum Payment {
    /// Not known.
    #[default]
    Unknown,
    /// Nobody.
    Unpaid,
    /// Somebody paid, in money or in kind.
    Paid,
    /// A political actor's own campaign, made in house.
    InHouseCampaign,
}

/// What is known of a media service provider.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = SituationMedia)]
pub struct Media {
    /// Whether it declared itself under EMFA Art 18(1).
    pub declared: Answer,
    /// Whether it is established outside the Union.
    pub outside_union: Answer,
    /// When the statement of reasons went to it, in milliseconds of UTC.
    pub statement_sent_at: Option<i64>,
    /// When it replied, in milliseconds of UTC.
    pub replied_at: Option<i64>,
    /// Whether a second person signed.
    pub second_signature: bool,
}

/// What was done to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = SituationHarm)]
pub enum Harm {
    /// Somebody poses as somebody else.
    Impersonation,
    /// An account was taken over.
    AccountTakeover,
    /// Voice, face or words were made by a machine and passed off as real.
    Deepfake,
    /// False information on when, where or how to vote.
    FalseVotingInformation,
}

impl Item {
    /// The platform and the rule of it that are broken.
    pub(crate) fn terms(&self) -> Option<(&str, &str)> {
        match &self.legality {
            Legality::LawfulButBreaksTerms { platform, rule } => Some((platform, rule)),
            Legality::Illegal { terms: Some(terms), .. } => Some((&terms.platform, &terms.rule)),
            _ => None,
        }
    }

    /// Whether a media service provider may be behind it: a trend, an ad and a group of accounts are none.
    pub fn may_be_media(&self) -> bool {
        !matches!(self.kind, ItemKind::Trend | ItemKind::Ad)
            && self.accounts.is_none_or(|accounts| accounts <= 1)
    }

    /// Whether it was assessed as illegal.
    pub(crate) fn is_illegal(&self) -> bool {
        matches!(self.legality, Legality::Illegal { .. })
    }
}
