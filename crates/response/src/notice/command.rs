//! What may be asked of a notice, and what may happen to it.

use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// In which capacity it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = NoticeCapacity)]
pub enum Capacity {
    /// As any individual or entity may.
    #[default]
    Entity,
    /// As a trusted flagger within its field (Article 22), which must have that status.
    TrustedFlagger,
}

/// How the content was judged, by a person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "judged", deny_unknown_fields)]
#[schema(as = NoticeLegality)]
pub enum Legality {
    /// Not judged yet; a draft may wait so, a notice may not be sent.
    #[default]
    NotAssessed,
    /// Lawful, however harmful or manipulative: no notice.
    Lawful,
    /// Illegal.
    Illegal {
        /// Under which law: act and article, at most 500 characters.
        law: String,
        /// The substantiated reasons, at most 4,000 characters (Article 16(2)(a)).
        reasons: String,
    },
}

/// What a notice says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticeDraft)]
pub struct Draft {
    /// Title, at most 200 characters.
    pub title: String,
    /// The host: an organisation.
    pub host: String,
    /// In which capacity.
    #[serde(default)]
    pub capacity: Capacity,
    /// Whether it is illegal, under which law and why.
    #[serde(default)]
    pub legality: Legality,
    /// The exact electronic location: addresses, at most 500 (Article 16(2)(b)).
    #[serde(default)]
    pub urls: BTreeSet<String>,
    /// What else is needed to find it, at most 2,000 characters.
    #[serde(default)]
    pub identification: String,
    /// Name of the notifier, at most 200 characters (Article 16(2)(c)).
    #[serde(default)]
    pub notifier_name: String,
    /// E-mail address of the notifier, at most 254 characters.
    #[serde(default)]
    pub notifier_email: String,
    /// Whether it is about an offence of Directive 2011/93/EU Articles 3 to 7 (children), where no name is asked for.
    #[serde(default)]
    pub child_protection: bool,
    /// The statement of good faith that it is accurate and complete (Article 16(2)(d)).
    #[serde(default)]
    pub good_faith: bool,
    /// Evidence: ids of objects, findings, or SHA-256 of evidence.
    #[serde(default)]
    pub evidence: BTreeSet<String>,
    /// Incidents that it is about.
    #[serde(default)]
    pub incidents: BTreeSet<String>,
    /// The election.
    #[serde(default)]
    pub election: Option<String>,
    /// Its marking.
    #[serde(default)]
    #[schema(value_type = String)]
    pub marking: Tlp,
}

/// A way to contest a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = NoticeRedress)]
pub enum Redress {
    /// Complaint to the host (Article 20).
    InternalComplaint,
    /// Out-of-court settlement (Article 21).
    OutOfCourt,
    /// A court.
    Judicial,
}

/// What the host decided.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticeDecision)]
pub struct Decision {
    /// Whether it acted on the content.
    pub acted: bool,
    /// What it did or why not, at most 4,000 characters.
    pub text: String,
    /// The record of its statement of reasons, where there is one.
    #[serde(default)]
    pub statement: Option<String>,
    /// The redress that it named; none is a flaw that is kept visible.
    #[serde(default)]
    pub redress: BTreeSet<Redress>,
    /// Whether it used automated means, where it said so (Article 16(6)).
    #[serde(default)]
    pub automated: Option<bool>,
}

/// How a complaint or a dispute ended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NoticeRuling)]
pub struct Ruling {
    /// Whether the notifier was right.
    pub upheld: bool,
    /// Why, at most 4,000 characters.
    pub reasons: String,
}

/// What may be asked. `at` is when it was, where the notifier enters later what the host did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "command", deny_unknown_fields)]
#[schema(as = NoticeCommand)]
pub enum Command {
    /// Begin a draft.
    Open {
        /// What it says.
        draft: Draft,
    },
    /// Change the draft.
    Edit {
        /// What it now says.
        draft: Draft,
    },
    /// Send it to the host.
    Send,
    /// Say that the host confirmed its receipt.
    ConfirmReceipt {
        /// When that was.
        #[serde(default)]
        at: Option<i64>,
    },
    /// Say what the host decided.
    Decide {
        /// What.
        decision: Decision,
        /// When that was.
        #[serde(default)]
        at: Option<i64>,
    },
    /// Complain to the host (Article 20).
    Complain {
        /// The grounds, at most 4,000 characters.
        grounds: String,
    },
    /// Say what the host decided on the complaint.
    DecideComplaint {
        /// What.
        ruling: Ruling,
        /// When that was.
        #[serde(default)]
        at: Option<i64>,
    },
    /// Refer the dispute to a certified settlement body (Article 21).
    Refer {
        /// Which, at most 200 characters.
        body: String,
    },
    /// Say that the body takes 90 days more, the dispute being highly complex.
    Extend {
        /// Why, at most 2,000 characters.
        reason: String,
    },
    /// Say what the body decided.
    Settle {
        /// What.
        ruling: Ruling,
    },
    /// End it.
    Close {
        /// What came of it, at most 4,000 characters.
        result: String,
    },
    /// Take it back.
    Withdraw {
        /// Why, at most 2,000 characters.
        reason: String,
    },
}

/// What happened. `when` is the moment at which the host did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[schema(as = NoticeEvent)]
pub enum Event {
    /// A draft was begun or changed.
    Drafted {
        /// What it says.
        draft: Draft,
    },
    /// It went to the host.
    Sent,
    /// Its receipt was confirmed.
    ReceiptConfirmed {
        /// When.
        when: i64,
    },
    /// The host decided.
    Decided {
        /// What.
        decision: Decision,
        /// When.
        when: i64,
    },
    /// The notifier complained.
    Complained {
        /// On which grounds.
        grounds: String,
    },
    /// The host decided on the complaint.
    ComplaintDecided {
        /// What.
        ruling: Ruling,
        /// When.
        when: i64,
    },
    /// It was referred to a settlement body.
    Referred {
        /// Which.
        body: String,
    },
    /// The body takes longer.
    Extended {
        /// Why.
        reason: String,
    },
    /// The body decided.
    Settled {
        /// What.
        ruling: Ruling,
    },
    /// It ended.
    Closed {
        /// What came of it.
        result: String,
    },
    /// It was taken back.
    Withdrawn {
        /// Why.
        reason: String,
    },
}
