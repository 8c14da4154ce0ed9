//! Out of the hub into files: through the gate, with a decision where it leaves the house.
//!
//! A form that is written object by object costs the memory of a page; one that is a single document (MISP, a table, a
//! signed bundle) costs that of the collection.

use super::collection::may_read;
use super::outward::Way;
use super::{Hub, HubError};
use ostrakon_access::Principal;
use ostrakon_exchange::bundle::{self, SigningKey, Terms};
use ostrakon_exchange::gate::{Audience, Route, fixed_marking};
use ostrakon_exchange::{claimreview, dsa, misp, table};
use ostrakon_model::Tlp;
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
    /// The fact-checks among the objects, as JSON-LD.
    ClaimReview,
    /// The statements of reasons among the objects, as the Transparency Database takes them; one that it would not take
    /// refuses the export.
    Dsa,
    /// The same as a table in the columns of the database's dumps, as they are.
    DsaCsv,
    /// A table for people.
    Csv,
    /// A signed bundle.
    Signed,
}

impl Shape {
    /// All shapes that need no key.
    pub const ALL: [Self; 7] =
        [Self::Bundle, Self::Lines, Self::Misp, Self::ClaimReview, Self::Dsa, Self::DsaCsv, Self::Csv];

    /// The name in addresses and options.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bundle => "stix",
            Self::Lines => "ndjson",
            Self::Misp => "misp",
            Self::ClaimReview => "claimreview",
            Self::Dsa => "dsa",
            Self::DsaCsv => "dsa-csv",
            Self::Csv => "csv",
            Self::Signed => "signed",
        }
    }

    /// The shape of a name.
    ///
    /// # Errors
    /// [`HubError::Invalid`] with the names there are.
    pub fn named(name: &str) -> Result<Self, HubError> {
        let all = Self::ALL.into_iter().chain([Self::Signed]);
        let found = all.clone().find(|one| one.name() == name);
        let names = || all.clone().map(Self::name).collect::<Vec<_>>().join(", ");
        found.ok_or_else(|| HubError::invalid("format", format!("{name:?} is none; give one of {}", names())))
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Bundle => "application/stix+json;version=2.1",
            Self::Lines => "application/x-ndjson",
            Self::Misp | Self::Dsa | Self::Signed => "application/json",
            Self::ClaimReview => "application/ld+json",
            Self::DsaCsv | Self::Csv => "text/csv; charset=utf-8",
        }
    }

    /// The ending of a file's name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Lines => "ndjson",
            Self::DsaCsv | Self::Csv => "csv",
            Self::ClaimReview => "jsonld",
            _ => "json",
        }
    }
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
        let own = self.own_organisation()?;
        let readers = match recipient {
            Recipient::Organisation(id) => self.readers(id)?,
            Recipient::Own => BTreeSet::from([own]),
            Recipient::Public => BTreeSet::new(),
        };
        self.write(&way, &shelf.id, shape, key.map(|key| (key, readers)), out)
    }

    /// Writes what somebody may see of a collection, newest versions, as a file of theirs.
    ///
    /// # Errors
    /// [`HubError::NotFound`], [`HubError::NotAllowed`]; [`HubError::Invalid`] when an object cannot be written in this
    /// shape, or a signed bundle is asked of a node without a key.
    pub fn export_to(
        &self,
        who: &Principal,
        collection: &str,
        shape: Shape,
        out: &mut dyn Write,
    ) -> Result<Exported, HubError> {
        let view = self.shelf(who, collection)?;
        may_read(&view)?;
        let way = Way::to(self, who, &view.id)?;
        let key = if shape == Shape::Signed { self.node_key()? } else { None };
        let key = match &key {
            Some(key) => Some((key, self.readers(&who.organisation)?)),
            None => None,
        };
        self.write(&way, &view.id, shape, key, out)
    }

    fn write(
        &self,
        way: &Way,
        collection: &str,
        shape: Shape,
        key: Option<(&SigningKey, BTreeSet<String>)>,
        out: &mut dyn Write,
    ) -> Result<Exported, HubError> {
        let mut writer = Writer::begin(shape, out)?;
        let mut done = Exported::default();
        way.each_piece(self, collection, PIECE, |asked, rows| {
            done.withheld += asked - rows.len();
            for row in &rows {
                done.objects += usize::from(writer.object(&row.bytes)?);
            }
            Ok(())
        })?;
        writer.end(&self.own_organisation()?, key, self.now())?;
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

    /// Takes an object; whether it has a place in this shape.
    fn object(&mut self, bytes: &[u8]) -> Result<bool, HubError> {
        match self.shape {
            Shape::Bundle => {
                let before: &[u8] = if self.count == 0 { b",\"objects\":[\n" } else { b",\n" };
                self.out.write_all(before).and_then(|()| self.out.write_all(bytes)).map_err(full)?;
            }
            Shape::Lines => {
                self.out.write_all(bytes).and_then(|()| self.out.write_all(b"\n")).map_err(full)?;
            }
            _ => {
                let value: Value = serde_json::from_slice(bytes).map_err(|error| HubError::Damaged {
                    what: "an object".into(),
                    why: error.to_string(),
                })?;
                let fits = match self.shape {
                    Shape::ClaimReview => claimreview::from_stix(&value).is_some(),
                    // A statement of the database's dumps that lacks what is asked for today cannot be submitted, and
                    // is there already; one of ours that lacks something is refused, with what.
                    Shape::Dsa => dsa::from_stix(&value).is_some_and(|one| {
                        one.text("uuid").is_none() || dsa::check(&one, dsa::Profile::Submission).is_empty()
                    }),
                    Shape::DsaCsv => dsa::from_stix(&value).is_some(),
                    _ => true,
                };
                if !fits {
                    return Ok(false);
                }
                self.kept.push(value);
            }
        }
        self.count += 1;
        Ok(true)
    }

    fn end(self, own: &str, key: Option<(&SigningKey, BTreeSet<String>)>, now: i64) -> Result<(), HubError> {
        let refused = super::imports::refused;
        let statements = || self.kept.iter().filter_map(dsa::from_stix).collect::<Vec<_>>();
        let text = match self.shape {
            Shape::Bundle => if self.count == 0 { "}\n" } else { "\n]}\n" }.to_owned(),
            Shape::Lines => String::new(),
            Shape::Csv => table::objects(&self.kept, marking),
            Shape::ClaimReview => {
                let reviews: Vec<_> = self.kept.iter().filter_map(claimreview::from_stix).collect();
                claimreview::write(&reviews).to_string()
            }
            Shape::DsaCsv => dsa::write_csv(&statements()),
            Shape::Dsa => {
                let statements = statements();
                // Checked as the database checks; it takes at most a hundred in a call, which is its client's matter.
                dsa::write(&statements).map_err(refused)?;
                let all: Vec<Value> =
                    statements.iter().map(|one| Value::Object(one.fields().clone())).collect();
                serde_json::json!({ "statements": all }).to_string()
            }
            Shape::Signed => {
                let (key, audience) = key.ok_or_else(|| {
                    HubError::invalid("format", "a signed bundle needs the key of this node")
                })?;
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
                let (events, _) = misp::write(&self.kept, &sender).map_err(refused)?;
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
