//! Notices between nodes: handed over with each run of a link, and receipted by the other node by itself.
//!
//! Over a link that pushes we hand ours over and get receipts back; over one that pulls we fetch the partner's and send
//! receipts. A node that knows nothing of notices answers 404: then they stay delivered, or pending, until somebody enters
//! the receipt by hand. What a partner tells us is kept as a record of ours (`received`), so that people see that something
//! they use was taken back.

use super::notices::{ChangeKind, Notice, NoticeState};
use super::{Hub, HubError, Versioned};
use ostrakon_access::Principal;
use ostrakon_exchange::taxii::{Client, Failure};
use ostrakon_model::Tlp;
use ostrakon_store::{Commit, Effect, Event, NewRecord, sha256, to_hex};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;

/// Records of what partners told us.
const RECEIVED: &str = "notice-received";
/// Notices of one message.
pub const MOST: usize = 1_000;

/// A notice on its way between two nodes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The sender's id of it.
    pub id: String,
    /// Id of the object.
    pub object: String,
    /// What happened to it.
    #[serde(flatten)]
    pub kind: ChangeKind,
}

/// A message of notices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// At most a thousand.
    pub notices: Vec<Told>,
}

/// Which notices arrived, by the sender's ids.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipts {
    /// Ids.
    pub receipts: Vec<String>,
}

/// What a partner told us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The partner: the id of its organisation here.
    pub sender: String,
    /// What it told.
    #[serde(flatten)]
    pub told: Told,
    /// When it came, milliseconds since 1970 UTC.
    pub at: i64,
}

impl Hub {
    /// What partners told us about objects that we have of them, by when it came.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn received_notices(&self) -> Result<Vec<Versioned<Received>>, HubError> {
        let mut all: Vec<Versioned<Received>> = self.all(RECEIVED)?;
        all.sort_by(|a, b| (b.value.at, &b.id).cmp(&(a.value.at, &a.id)));
        Ok(all)
    }

    /// Hands the asker's notices over: those that it has not receipted. They count as delivered from then on.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn hand_over_notices(&self, who: &Principal) -> Result<Message, HubError> {
        self.withdraw_unreachable(who.actor(), &who.organisation)?;
        let open = self.open_notices(&who.organisation)?;
        self.now_delivered(who.actor(), &open)?;
        Ok(message(open))
    }

    /// Keeps what a partner tells, and says that it arrived.
    ///
    /// # Errors
    /// [`HubError::Invalid`] for more than a thousand, or an id that is none.
    pub fn receive_notices(&self, who: &Principal, message: &Message) -> Result<Receipts, HubError> {
        self.keep_notices(who.actor(), &who.organisation, message)
    }

    fn keep_notices(&self, actor: &str, sender: &str, message: &Message) -> Result<Receipts, HubError> {
        if message.notices.len() > MOST {
            return Err(HubError::invalid("/notices", format!("send at most {MOST} at a time")));
        }
        let (mut effects, mut receipts) = (Vec::new(), Vec::new());
        for (at, told) in message.notices.iter().enumerate() {
            if told.id.len() != 32 || !told.id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err(HubError::invalid(format!("/notices/{at}/id"), "is not 32 hexadecimal digits"));
            }
            if told.object.len() > 300 || !told.object.contains("--") {
                return Err(HubError::invalid(format!("/notices/{at}/object"), "is no id of an object"));
            }
            // Two partners may give one number to two things.
            let id = to_hex(&sha256([sender, &told.id].join("/").as_bytes())[..16]);
            receipts.push(told.id.clone());
            if self.store().record(RECEIVED, &id)?.is_some() {
                continue;
            }
            let received = Received { sender: sender.to_owned(), told: told.clone(), at: self.now() };
            effects.push(Effect::PutRecord(NewRecord {
                kind: RECEIVED.into(),
                id,
                owner: sender.to_owned(),
                marking: Tlp::AmberStrict,
                keys: BTreeMap::from([("object".to_owned(), told.object.clone())]),
                body: json!(received),
            }));
        }
        if !effects.is_empty() {
            self.store().commit(Commit {
                actor: actor.to_owned(),
                at: self.now(),
                events: vec![Event {
                    kind: "notices.received".into(),
                    subject: format!("organisation/{sender}"),
                    data: json!({ "notices": effects.len() }),
                    effects,
                }],
                ..Commit::default()
            })?;
        }
        Ok(Receipts { receipts })
    }

    /// Hands over what we owe a partner, at the end of a run that pushed.
    pub(super) fn tell_partner(
        &self,
        who: &Principal,
        partner: &str,
        client: &Client<'_>,
    ) -> Result<(), Failure> {
        let kept = |error: HubError| Failure::Kept(error.to_string());
        self.withdraw_unreachable(who.actor(), partner).map_err(kept)?;
        loop {
            let mut open = self.open_notices(partner).map_err(kept)?;
            open.truncate(MOST);
            if open.is_empty() {
                return Ok(());
            }
            let body = serde_json::to_vec(&message(open.clone())).unwrap_or_default();
            let reply = client.beside("POST", "/api/v1/exchange/notices", Some(body))?;
            let Some(receipts) = reply.and_then(|reply| serde_json::from_slice::<Receipts>(&reply.body).ok())
            else {
                return Ok(());
            };
            let told: Vec<_> = open.into_iter().filter(|one| receipts.receipts.contains(&one.id)).collect();
            if told.is_empty() {
                return Ok(());
            }
            for one in told {
                self.receipted(who.actor(), one).map_err(kept)?;
            }
        }
    }

    /// Fetches what a partner owes us, at the end of a run that pulled.
    pub(super) fn hear_partner(
        &self,
        who: &Principal,
        partner: &str,
        client: &Client<'_>,
    ) -> Result<(), Failure> {
        let Some(reply) = client.beside("GET", "/api/v1/exchange/notices", None)? else { return Ok(()) };
        let Ok(message) = serde_json::from_slice::<Message>(&reply.body) else { return Ok(()) };
        if message.notices.is_empty() {
            return Ok(());
        }
        // A wrong notice is no reason to end a run that has brought its objects.
        let Ok(receipts) = self.keep_notices(who.actor(), partner, &message) else { return Ok(()) };
        for id in receipts.receipts {
            client.beside("POST", &format!("/api/v1/exchange/notices/{id}/receipt"), Some(Vec::new()))?;
        }
        Ok(())
    }

    /// The recipient said that it arrived, in answer to us.
    fn receipted(&self, actor: &str, found: Versioned<Notice>) -> Result<(), HubError> {
        let mut notice = found.value;
        notice.state = NoticeState::Receipted;
        notice.delivered = notice.delivered.or(Some(self.now()));
        notice.receipted = Some(self.now());
        notice.by = Some(notice.recipient.clone());
        self.put_notice(actor, "notice.receipted", &found.id, &notice, found.rev).map(|_| ())
    }

    fn now_delivered(&self, actor: &str, open: &[Versioned<Notice>]) -> Result<(), HubError> {
        for found in open.iter().filter(|one| one.value.state == NoticeState::Pending) {
            let mut notice = found.value.clone();
            notice.state = NoticeState::Delivered;
            notice.delivered = Some(self.now());
            self.put_notice(actor, "notice.delivered", &found.id, &notice, found.rev)?;
        }
        Ok(())
    }
}

fn message(open: Vec<Versioned<Notice>>) -> Message {
    let told = |one: Versioned<Notice>| Told { id: one.id, object: one.value.object, kind: one.value.kind };
    Message { notices: open.into_iter().take(MOST).map(told).collect() }
}
