//! Links to other nodes: what they have and we may know comes in, what we have and they may know goes out.
//!
//! **The problem.** Two nodes exchange over a line that breaks. Afterwards both must have the same, be able to prove it,
//! and nothing may have gone round in a circle.
//!
//! **The choice.** A link is a record: whom, where, which collection there and here, which way. One run of it goes on
//! from its mark, which is written together with what it moved: after each page for what comes in, after each
//! acknowledged piece for what goes out. What came from a partner is never sent back to it. A correction is a later
//! version and a withdrawal a revoked one, so that both travel like everything else and arrive where the original went.
//! A run ends with a count of both ends, by manifest, and says what differs.
//!
//! **Rejected.** A protocol of our own between our nodes: partners run other servers, and a node of last year's version
//! must still be understood.

use super::addition::Source;
use super::outward::Way;
use super::sent::sent_by;
use super::transport::{self, Credentials};
use super::{Hub, HubError, Refusal, Row, Versioned, intake};
use ostrakon_access::Principal;
use ostrakon_exchange::gate::{Audience, Route};
use ostrakon_exchange::taxii::{Client, Failure, Transport, stamp};
use ostrakon_store::{ObjectQuery, VersionMatch};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which way objects go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// We ask and keep.
    Pull,
    /// We send.
    Push,
}

/// A link to a collection of another node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The partner: the id of its organisation here.
    pub organisation: String,
    /// Address of its TAXII API root.
    pub url: String,
    /// Id of the collection there.
    pub remote: String,
    /// Id of the collection here.
    pub local: String,
    /// Which way.
    pub direction: Direction,
    /// How we say who we are.
    pub credentials: Credentials,
    /// Minutes between two runs that the server begins by itself; without, it runs when somebody says so.
    #[serde(default)]
    pub every_minutes: Option<u32>,
    /// Account of whoever wrote it last: in that name it runs by itself. Set by [`Hub::put_link`].
    #[serde(default)]
    pub by: Option<String>,
    /// From where the next run goes on. Written by runs.
    #[serde(default)]
    pub mark: Option<String>,
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Run {
    /// Objects that came or went.
    pub moved: u64,
    /// Of those, new to the receiver as far as it says so.
    pub new: u64,
    /// Refused by the receiver, with its reasons.
    pub refused: Vec<(String, String)>,
    /// Kept back by the gate.
    pub withheld: u64,
}

/// Both ends, compared by manifest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Reconciliation {
    /// Object versions at both ends.
    pub both: usize,
    /// Only there.
    pub only_there: Vec<(String, String)>,
    /// Only here, among those that the other end should have.
    pub only_here: Vec<(String, String)>,
    /// Why the receiving end did not take objects among these, where it said so.
    pub refused: Vec<Refusal>,
}

// `link` is the kind of one-time links to an account.
pub(crate) const KIND: &str = "node-link";
/// A month: whoever wants less often says so by hand.
const MOST_MINUTES: u32 = 31 * 24 * 60;
/// Objects that are read, judged and sent at a time: what bounds the memory of a run.
const PIECE: usize = 2_000;

impl Hub {
    /// All links.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn links(&self) -> Result<Vec<Versioned<Link>>, HubError> {
        self.all(KIND)
    }

    /// One link.
    ///
    /// # Errors
    /// [`HubError::NotFound`].
    pub fn link(&self, id: &str) -> Result<Versioned<Link>, HubError> {
        self.one(KIND, id)?.ok_or_else(|| HubError::NotFound(format!("link {id}")))
    }

    /// Writes a link.
    ///
    /// # Errors
    /// [`HubError::Invalid`] for an address that credentials may not go to, [`HubError::NotFound`] for a collection or an
    /// organisation that is not here.
    pub fn put_link(
        &self,
        who: &Principal,
        id: &str,
        link: &Link,
        seen: Option<i64>,
    ) -> Result<i64, HubError> {
        transport::check_address(&link.url)?;
        for (kind, wanted) in [("organisation", &link.organisation), ("collection", &link.local)] {
            if self.store().record(kind, wanted)?.is_none() {
                return Err(HubError::NotFound(format!("{kind} {wanted}")));
            }
        }
        if link.every_minutes.is_some_and(|minutes| !(1..=MOST_MINUTES).contains(&minutes)) {
            return Err(HubError::invalid(
                "/every_minutes",
                format!("give 1 to {MOST_MINUTES} minutes, or leave it out"),
            ));
        }
        let credentials = self.closed(id, &link.credentials)?;
        let link = Link { credentials, by: Some(who.person.clone()), ..link.clone() };
        self.put(who, "link.written", KIND, id, &link, seen)
    }

    /// The line of a link over the network.
    fn line(&self, id: &str) -> Result<transport::Http, HubError> {
        let link = self.link(id)?.value;
        let sealing = self.sealing(&link.organisation)?;
        Ok(transport::Http::new(&self.opened(id, &link.credentials)?, sealing))
    }

    /// Runs a link over the network.
    ///
    /// # Errors
    /// [`HubError::Partner`] when the line broke or the partner refused; what was moved stays moved, and the next run goes
    /// on there.
    pub fn run_link(&self, who: &Principal, id: &str) -> Result<Run, HubError> {
        let line = self.line(id)?;
        let run = self.run_link_over(who, id, &line);
        if let Err(HubError::Partner(why)) = &run
            && why.contains(transport::NOT_BELIEVED)
        {
            self.log_refusal(who.actor(), "message.refused", "answer")?;
        }
        run
    }

    /// Runs a link over a transport.
    ///
    /// # Errors
    /// As [`Hub::run_link`].
    pub fn run_link_over(&self, who: &Principal, id: &str, line: &dyn Transport) -> Result<Run, HubError> {
        let (link, mut run) = (self.link(id)?, Run::default());
        let ran = match link.value.direction {
            Direction::Pull => self.pull(who, &link, line, &mut run),
            Direction::Push => self.push(who, &link, line, &mut run),
        };
        self.note_refusals(who, id, &run)?;
        let noted = self.note_run(who, id, &run, ran.as_ref().err());
        ran.and(noted)?;
        Ok(run)
    }

    fn pull(
        &self,
        who: &Principal,
        link: &Versioned<Link>,
        line: &dyn Transport,
        run: &mut Run,
    ) -> Result<(), HubError> {
        let client = Client::new(line, &link.value.url);
        let (mut rev, mut state) = (link.rev, link.value.clone());
        let source = Source { actor: who.actor(), organisation: &link.value.organisation, own: false };
        let polled = client.poll(&link.value.remote, link.value.mark.as_deref(), |page| {
            let kept = self
                .keep(source, &link.value.local, intake::read(&page.objects))
                .map_err(|error| error.to_string())?;
            let evidence = self.fetch_evidence(
                who,
                &link.value.organisation,
                &link.value.remote,
                &client,
                &page.objects,
            );
            evidence.map_err(|failure| failure.to_string())?;
            run.moved += page.objects.len() as u64;
            run.new += kept.new as u64;
            run.refused.extend(kept.refused.into_iter().map(|one| (one.id, one.reason)));
            if page.mark.is_some() && page.mark != state.mark {
                state.mark = page.mark;
                rev = self
                    .put(who, "link.advanced", KIND, &link.id, &state, Some(rev))
                    .map_err(|e| e.to_string())?;
            }
            Ok(())
        });
        polled.map_err(|failure| broken(&link.id, &failure))?;
        let heard = self.hear_partner(who, &link.value.organisation, &client);
        heard.map_err(|failure| broken(&link.id, &failure))
    }

    fn push(
        &self,
        who: &Principal,
        link: &Versioned<Link>,
        line: &dyn Transport,
        run: &mut Run,
    ) -> Result<(), HubError> {
        let (mut rev, mut state) = (link.rev, link.value.clone());
        let client = Client::new(line, &link.value.url);
        let way = self.way_out(who, &link.value)?;
        let mut after = state.mark.as_deref().and_then(stamp::parse);
        loop {
            let query = ObjectQuery {
                versions: vec![VersionMatch::All],
                after,
                limit: PIECE,
                ..ObjectQuery::default()
            };
            let page = self.store().objects(&link.value.local, &query)?;
            let Some(last) = page.rows.last().map(|row| row.added) else { break };
            let asked = page.rows.len();
            let rows = self.without_echo(&link.value.organisation, page.rows)?;
            let echoed = asked - rows.len();
            // The ledger line is written before the objects go: see `outward`.
            let rows = way.pass(self, rows, false, true)?;
            run.withheld += (asked - echoed - rows.len()) as u64;
            let texts: Vec<&[u8]> = rows.iter().map(|row| row.bytes.as_slice()).collect();
            if !texts.is_empty() {
                let pushed = client
                    .push(&link.value.remote, &texts, |_| {})
                    .map_err(|failure| broken(&link.id, &failure))?;
                run.moved += pushed.sent;
                run.new += pushed.accepted;
                run.refused
                    .extend(pushed.refused.into_iter().map(|one| (one.id, one.message.unwrap_or_default())));
                drop(texts);
                let (partner, remote) = (&link.value.organisation, &link.value.remote);
                let evidence = self.send_evidence(who, partner, remote, &client, &rows);
                evidence.map_err(|failure| broken(&link.id, &failure))?;
            }
            state.mark = Some(stamp::write(last));
            rev = self.put(who, "link.advanced", KIND, &link.id, &state, Some(rev))?;
            after = Some(last);
            if !page.more {
                break;
            }
        }
        let told = self.tell_partner(who, &link.value.organisation, &client);
        told.map_err(|failure| broken(&link.id, &failure))
    }

    /// Compares both ends of a link by their manifests.
    ///
    /// # Errors
    /// [`HubError::Partner`].
    pub fn reconcile(&self, who: &Principal, id: &str) -> Result<Reconciliation, HubError> {
        let line = self.line(id)?;
        self.reconcile_over(who, id, &line)
    }

    /// As [`Hub::reconcile`], over a transport.
    ///
    /// # Errors
    /// As [`Hub::reconcile`].
    pub fn reconcile_over(
        &self,
        who: &Principal,
        id: &str,
        line: &dyn Transport,
    ) -> Result<Reconciliation, HubError> {
        let link = self.link(id)?;
        let client = Client::new(line, &link.value.url);
        let manifest = client.manifest(&link.value.remote).map_err(|failure| broken(id, &failure))?;
        let there: BTreeMap<(String, i64), String> = manifest
            .into_iter()
            // What has no version of its own is compared by its id alone: each end dates it by its arrival.
            .map(|one| ((one.id.clone(), comparable(&one.id, &one.version)), one.version))
            .collect();
        let mut here = BTreeMap::new();
        let mut after = None;
        let way = match link.value.direction {
            Direction::Push => Some(self.way_out(who, &link.value)?),
            Direction::Pull => None,
        };
        loop {
            let query = ObjectQuery {
                versions: vec![VersionMatch::All],
                after,
                limit: PIECE,
                ..ObjectQuery::default()
            };
            let page = self.store().objects(&link.value.local, &query)?;
            after = page.rows.last().map(|row| row.added);
            let rows = match &way {
                Some(way) => {
                    way.pass(self, self.without_echo(&link.value.organisation, page.rows)?, false, false)?
                }
                None => page.rows,
            };
            here.extend(
                rows.into_iter()
                    .map(|row| ((row.id.clone(), comparable(&row.id, &row.version)), row.version)),
            );
            if !page.more {
                break;
            }
        }
        let only = |a: &BTreeMap<(String, i64), String>, b: &BTreeMap<(String, i64), String>| {
            let missing = a.iter().filter(|(key, _)| !b.contains_key(*key));
            missing.map(|((id, _), version)| (id.clone(), version.clone())).collect::<Vec<_>>()
        };
        let both = here.keys().filter(|key| there.contains_key(*key)).count();
        // A collection may be fed by others than the two: what one end has beyond its duty is no difference.
        let (only_there, only_here) = match link.value.direction {
            Direction::Pull => (only(&there, &here), Vec::new()),
            Direction::Push => (Vec::new(), only(&here, &there)),
        };
        let refused = self.reasons(id, if only_there.is_empty() { &only_here } else { &only_there })?;
        Ok(Reconciliation { both, only_there, only_here, refused })
    }

    fn way_out(&self, who: &Principal, link: &Link) -> Result<Way, HubError> {
        let agreement = self.agreement(&link.organisation)?.map(|found| found.value.for_gate());
        let agreement = agreement.ok_or_else(|| HubError::NotAllowed {
            detail: format!("there is no agreement with {}; make one first", link.organisation),
            rule: "agreements".into(),
        })?;
        Way::new(self, Audience::Partner(agreement), Route::Federation, &link.local, who.actor())
    }

    /// Leaves out what came from the one it would go to.
    fn without_echo(&self, organisation: &str, mut rows: Vec<Row>) -> Result<Vec<Row>, HubError> {
        let theirs = sent_by(self.store(), organisation, &rows)?;
        rows.retain(|row| !theirs.contains(&(row.id.clone(), row.version.clone())));
        Ok(rows)
    }
}

fn broken(link: &str, failure: &Failure) -> HubError {
    HubError::Partner(format!("link {link}: {failure}"))
}

/// The version in microseconds; observables have none.
fn comparable(id: &str, version: &str) -> i64 {
    let kind = id.split_once("--").map_or("", |(kind, _)| kind);
    if ostrakon_stix::id::contributing(kind).is_some() { 0 } else { stamp::parse(version).unwrap_or(0) }
}
