//! The words a mechanism's file may use, and which of them go together.
//!
//! What is asked of whom is a closed list on purpose: it decides which safeguards hold, so that no file can talk its
//! way around one by calling a restriction something else.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The field a mechanism belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Area {
    /// Online platforms and hosts.
    Platform,
    /// Media services.
    Media,
    /// Political advertising.
    Advertising,
    /// Networks of authorities.
    Network,
    /// Cybersecurity.
    Cyber,
    /// Foreign and security policy.
    ExternalAction,
    /// Crisis arrangements.
    Crisis,
    /// Evidence.
    Evidence,
    /// Research.
    Research,
    /// What is said to the public.
    Public,
    /// Police and courts.
    Justice,
    /// National mechanisms of another kind.
    National,
    /// Nothing is done.
    None,
}

/// Whom a mechanism speaks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Addressee {
    /// An online platform or host.
    Platform,
    /// A media service provider.
    MediaProvider,
    /// The European Board for Media Services, or a national media regulator.
    MediaBoard,
    /// A publisher of political advertising.
    Publisher,
    /// A supervisory authority that is no police.
    Regulator,
    /// Partner organisations in a network.
    Partners,
    /// A computer security incident response team.
    Csirt,
    /// The Council and those who prepare its decisions.
    Council,
    /// Police and prosecutors.
    LawEnforcement,
    /// Independent fact-checkers.
    FactCheckers,
    /// The public.
    Public,
    /// Nobody.
    Nobody,
}

/// What a mechanism asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// Nothing.
    Nothing,
    /// That people learn to recognise manipulation; about no item.
    Teach,
    /// That partners know.
    InformPartners,
    /// That the public knows of something that was said or done.
    InformPublic,
    /// That somebody independent looks at it.
    Check,
    /// Data for research.
    Data,
    /// That data is kept.
    Preserve,
    /// Help.
    Assist,
    /// That several act together.
    Coordinate,
    /// That a service changes how it works.
    Mitigate,
    /// That sponsor, label and notice of an ad are shown.
    Disclose,
    /// That an advertising service ends.
    StopAdvertising,
    /// That content or an account is removed, hidden, labelled or slowed down.
    Restrict,
    /// That an offence is investigated.
    Investigate,
    /// Measures against an actor.
    Sanction,
}

impl Ask {
    /// Whether it is about what somebody said or did, so that protected expression has to be kept out of it.
    pub const fn concerns_expression(self) -> bool {
        !matches!(self, Self::Nothing | Self::Teach | Self::Data | Self::Assist)
    }

    /// Whether it makes no sense without an item to point at.
    pub const fn needs_items(self) -> bool {
        matches!(self, Self::Restrict | Self::Check | Self::Preserve | Self::Disclose | Self::StopAdvertising)
    }

    /// Whether it answers a manipulation, so that one has to have been found.
    pub const fn answers_manipulation(self) -> bool {
        matches!(self, Self::InformPartners | Self::Coordinate | Self::Mitigate | Self::Sanction)
    }
}

impl Addressee {
    /// What may be asked of it. Asking for a restriction under the name of something milder is refused on reading.
    pub const fn may_be_asked(self) -> &'static [Ask] {
        use Ask as A;
        match self {
            Self::Platform => &[A::Restrict, A::Mitigate, A::Preserve, A::Data, A::Disclose],
            Self::MediaProvider => &[A::Check, A::Restrict, A::Disclose],
            Self::MediaBoard => &[A::Restrict, A::Mitigate, A::Coordinate],
            Self::Publisher => &[A::Disclose, A::StopAdvertising, A::Restrict],
            Self::Regulator => {
                &[A::Mitigate, A::Coordinate, A::StopAdvertising, A::Investigate, A::Disclose, A::Restrict]
            }
            Self::Partners => &[A::InformPartners, A::Coordinate, A::Mitigate, A::Sanction],
            Self::Csirt => &[A::Assist, A::Investigate],
            Self::Council => &[A::Coordinate, A::Mitigate, A::Assist, A::Sanction],
            Self::LawEnforcement => &[A::Investigate, A::Preserve],
            Self::FactCheckers => &[A::Check],
            Self::Public => &[A::InformPublic, A::Teach],
            Self::Nobody => &[A::Nothing],
        }
    }

    /// Whether it enforces: data that was given for research must not reach it.
    pub const fn enforces(self) -> bool {
        matches!(self, Self::LawEnforcement | Self::Council | Self::Regulator | Self::MediaBoard)
    }
}

/// What a field of a record holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FieldType {
    /// Words.
    Text,
    /// Addresses of the web.
    UrlList,
    /// An e-mail address.
    Email,
    /// A day.
    Date,
    /// A length of time, ISO 8601.
    Duration,
    /// Yes or no.
    Boolean,
    /// A number.
    Number,
    /// One of a list.
    Choice,
    /// Several words.
    List,
    /// Countries, ISO 3166-1.
    CountryList,
    /// Ids of evidence.
    EvidenceList,
    /// Id of another record.
    Reference,
}

/// What is known of an incident and can fill a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Known {
    /// Summary of the incident.
    Summary,
    /// Addresses of the items it would be about.
    ItemUrls,
    /// Kind of those items: content, account or trend.
    ItemKind,
    /// Addresses of those that are media.
    MediaUrls,
    /// Addresses of those that are ads.
    AdUrls,
    /// The claims made in them.
    Claims,
    /// The platform.
    Platform,
    /// The platform whose rule is broken.
    TermsPlatform,
    /// Its rule.
    TermsRule,
    /// The law that an item breaks.
    IllegalLaw,
    /// The kind of illegal content.
    IllegalKind,
    /// The suspected offence.
    Offence,
    /// Manipulation that was found.
    Behaviours,
    /// Member states concerned.
    MemberStates,
    /// The election.
    Election,
    /// Official voting facts of the election.
    VotingFacts,
    /// All evidence that may go to this addressee.
    Evidence,
    /// Evidence from open sources.
    OpenEvidence,
    /// Evidence that can be shown in public.
    PublishableEvidence,
    /// Open evidence that stands up in court.
    LitigableEvidence,
    /// Evidence that may go to police and prosecutors.
    EnforcementEvidence,
    /// The sponsor of an ad.
    Sponsor,
    /// Who ultimately owns or controls the sponsor.
    SponsorControl,
    /// The decision of the Commission under DSA Art 36.
    CrisisDecision,
    /// The incident protocol on record.
    IncidentProtocol,
    /// Criteria of an alert, as they were assessed.
    AlertCriteria,
    /// The entity that a cyber incident hit.
    CyberEntity,
    /// The kind of cyber incident.
    CyberKind,
    /// The actor it was attributed to.
    AttributedActor,
    /// The state that asks for a team.
    RequestingState,
    /// The purpose of the research.
    ResearchPurpose,
    /// Name of the one who sends.
    ContactName,
    /// E-mail address of the one who sends.
    ContactEmail,
}

/// What starts a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Starts {
    /// The incident was detected.
    Detection,
    /// The content was first published.
    Publication,
    /// The record is sent.
    Sending,
    /// The addressee has received it.
    Receipt,
    /// The answer has come.
    Answer,
    /// The entity became aware of the cyber incident.
    Aware,
    /// The cyber incident was notified.
    Notified,
    /// The decision was taken.
    Decision,
    /// The statement of reasons went to the media provider.
    MediaStatement,
    /// The day of the vote begins.
    ElectionDay,
    /// The declared response window ends.
    ResponseWindowEnd,
}

/// When a clock applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// In the calendar month before the vote, election day included.
    LastMonthBeforeElection,
    /// In the three calendar months before it.
    LastThreeMonthsBeforeElection,
    /// When the entity hit is in scope of NIS2.
    Nis2Entity,
    /// While a decision under DSA Art 36 is in force.
    CrisisDecision,
}
