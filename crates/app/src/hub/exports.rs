//! Out of the hub into files: through the gate, with a decision where it leaves the house.

use super::outward::Way;
use super::{Hub, HubError};
use ostrakon_exchange::bundle::{self, SigningKey, Terms};
use ostrakon_exchange::gate::{Audience, Route, fixed_marking};
use ostrakon_exchange::{misp, table};
use ostrakon_model::Tlp;
use ostrakon_store::{ObjectQuery, VersionMatch};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// A STIX bundle.
    #[default]
    Bundle,
    /// One STIX object a line.
    Lines,
    /// A list of MISP events.
    Misp,
    /// A table for people.
    Csv,
    /// A signed bundle.
    Signed,
}

/// For whom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Recipient {
    /// Ourselves: everything.
    #[default]
    Own,
    /// Everybody.
    Public,
    /// A partner, on the terms of its agreement: the id of its organisation.
    Organisation(String),
}

/// What an export did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// Objects written.
    pub objects: usize,
    /// Objects that the gate kept back.
    pub withheld: usize,
}

/// How long a signed bundle is good: 30 days.
const GOOD_FOR: i64 = 30 * 86_400_000;
/// Objects that are judged at a time.
const PIECE: usize = 2_000;

impl Hub {
    /// Writes a collection, newest versions, to a file.
    ///
    /// # Errors
    /// [`HubError::NotAllowed`] without a decision when it is for others, [`HubError::NotFound`] for an unknown
    /// collection or a partner without an agreement.
    pub fn export(
        &self,
        collection: &str,
        recipient: &Recipient,
        decision: Option<&str>,
        shape: Shape,
        key: Option<&SigningKey>,
        out: &mut dyn Write,
    ) -> Result<Exported, HubError> {
        let shelf = self.people().collection(collection)?;
        let shelf = shelf.ok_or_else(|| HubError::NotFound(format!("collection {collection}")))?;
        if *recipient != Recipient::Own && decision.is_none_or(|text| text.trim().is_empty()) {
            return Err(HubError::NotAllowed {
                detail:
                    "what leaves the house needs a named decision: say who decided and why with --decision"
                        .into(),
                rule: "invariant 4".into(),
            });
        }
        let audience = match recipient {
            Recipient::Own => Audience::Own { clearance: Tlp::Red },
            Recipient::Public => Audience::Public,
            Recipient::Organisation(id) => {
                let found = self.agreement(id)?.map(|found| found.value.for_gate());
                Audience::Partner(found.ok_or_else(|| HubError::NotFound(format!("agreement with {id}")))?)
            }
        };
        let mut way = Way::new(self, audience, Route::ExportFile, &shelf.id, "command-line")?;
        if let Some(decision) = decision {
            way = way.decided_by(decision.to_owned());
        }
        let mut writer = Writer::begin(shape, out)?;
        let (mut done, mut after) = (Exported::default(), None);
        loop {
            let query = ObjectQuery {
                versions: vec![VersionMatch::Last],
                after,
                limit: PIECE,
                ..ObjectQuery::default()
            };
            let page = self.store().objects(&shelf.id, &query)?;
            after = page.rows.last().map(|row| row.added);
            let asked = page.rows.len();
            let rows = way.pass(self, page.rows, true, true)?;
            done.objects += rows.len();
            done.withheld += asked - rows.len();
            for row in &rows {
                writer.object(&row.bytes)?;
            }
            if !page.more {
                break;
            }
        }
        let own = self.own_organisation()?;
        let audience = match recipient {
            Recipient::Organisation(id) => BTreeSet::from([id.clone()]),
            Recipient::Own => BTreeSet::from([own.clone()]),
            Recipient::Public => BTreeSet::new(),
        };
        writer.end(&own, audience, key, self.now())?;
        Ok(done)
    }
}

/// Objects into a file, as they come where the shape allows it.
struct Writer<'a> {
    shape: Shape,
    out: &'a mut dyn Write,
    count: usize,
    kept: Vec<Value>,
}

impl<'a> Writer<'a> {
    fn begin(shape: Shape, out: &'a mut dyn Write) -> Result<Self, HubError> {
        if shape == Shape::Bundle {
            let id = uuid::Uuid::new_v4();
            write!(out, "{{\"type\":\"bundle\",\"id\":\"bundle--{id}\"").map_err(full)?;
        }
        Ok(Self { shape, out, count: 0, kept: Vec::new() })
    }

    fn object(&mut self, bytes: &[u8]) -> Result<(), HubError> {
        match self.shape {
            Shape::Bundle => {
                let before: &[u8] = if self.count == 0 { b",\"objects\":[\n" } else { b",\n" };
                self.out.write_all(before).and_then(|()| self.out.write_all(bytes)).map_err(full)?;
            }
            Shape::Lines => {
                self.out.write_all(bytes).and_then(|()| self.out.write_all(b"\n")).map_err(full)?;
            }
            Shape::Misp | Shape::Csv | Shape::Signed => {
                let value = serde_json::from_slice(bytes).map_err(|error| HubError::Damaged {
                    what: "an object".into(),
                    why: error.to_string(),
                })?;
                self.kept.push(value);
            }
        }
        self.count += 1;
        Ok(())
    }

    fn end(
        self,
        own: &str,
        audience: BTreeSet<String>,
        key: Option<&SigningKey>,
        now: i64,
    ) -> Result<(), HubError> {
        let text = match self.shape {
            Shape::Bundle => if self.count == 0 { "}\n" } else { "\n]}\n" }.to_owned(),
            Shape::Lines => String::new(),
            Shape::Csv => table::objects(&self.kept, marking),
            Shape::Signed => {
                let key =
                    key.ok_or_else(|| HubError::invalid("--sign", "a signed bundle needs a key file"))?;
                // The clock only goes up, and so do the numbers of one issuer's bundles.
                let sequence = u64::try_from(now).unwrap_or_default();
                let terms = Terms {
                    issuer: own.to_owned(),
                    audience,
                    sequence,
                    issued: now,
                    expires: now + GOOD_FOR,
                };
                bundle::sign(&self.kept, &terms, key).to_string()
            }
            Shape::Misp => {
                let uuid = own.strip_prefix("identity--").unwrap_or_default().to_owned();
                let sender = misp::Sender { name: "Ostrakon".into(), uuid, now };
                let (events, _) = misp::write(&self.kept, &sender).map_err(super::imports::refused)?;
                Value::Array(events).to_string()
            }
        };
        self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush()).map_err(full)
    }
}

/// The marking as a table shows it; what has none is treated as our own.
fn marking(object: &Value) -> String {
    let refs = object.get("object_marking_refs").and_then(Value::as_array);
    let labels = refs.into_iter().flatten().filter_map(|id| fixed_marking(id.as_str()?));
    labels.max().unwrap_or_default().label().to_owned()
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn full(error: std::io::Error) -> HubError {
    HubError::Damaged { what: "the file that is written".into(), why: error.to_string() }
}
