//! Contesting without an account: the public form opens a contestation, and a receipt number is the only key to it.
//!
//! **The choice.** The id of the record follows from the number by the same slow digest that the record keeps of it, so that a
//! number finds its record with one computation and without a table of numbers. The form acts as a desk of the house that can do
//! nothing but this. How to reach somebody is kept in a record of its own (`contact`). **Rejected.** Looking through all
//! contestations for the one that a number opens: a stranger could make the server work for minutes.

use super::Settings;
use super::pages::Receipt;
use crate::hub::{Hub, HubError};
use ostrakon_access::{Credential, Principal, Role};
use ostrakon_model::Tlp;
use ostrakon_response::contestation::{Capacity, Contestation, Phase, receipt_digest};
use ostrakon_response::{Aggregate, Standing};
use serde_json::json;
use std::collections::BTreeSet;

/// Account under which the form stands in the log.
const DESK: &str = "public-form";
/// What is sent through the form is read by those who examine it.
const MARKING: Tlp = Tlp::Amber;

/// What somebody wrote into the form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewContest {
    /// What is contested: an entry by id or address, or anything else.
    pub contested: String,
    /// In one line.
    pub title: String,
    /// What is wrong.
    pub statement: String,
    /// What would be right.
    pub remedy: String,
    /// As what one is affected: `media`, `candidate`, …; empty for none of them.
    pub capacity: String,
    /// What shows it.
    pub evidence: BTreeSet<String>,
    /// How to reach who wrote it; empty for not at all.
    pub contact: String,
}

impl Hub {
    /// Opens a contestation from the public form; answers its receipt number, sixteen digits in groups of four.
    ///
    /// # Errors
    /// [`HubError::Refused`] and [`HubError::Invalid`] with the field that is wrong.
    pub fn contest(&self, new: &NewContest) -> Result<String, HubError> {
        let desk = self.desk()?;
        let number = number()?;
        let (contested, election) = self.what_is_contested(new.contested.trim())?;
        let capacity = match new.capacity.as_str() {
            "" => Capacity::default(),
            name => serde_json::from_value(json!(name))
                .map_err(|_| HubError::invalid("/draft/capacity", "choose one of the list"))?,
        };
        let command = json!({
            "command": "open",
            "receipt": number,
            "draft": {
                "title": new.title.trim(), "contested": contested, "statement": new.statement.trim(),
                "remedy": new.remedy.trim(), "capacity": capacity, "evidence": new.evidence, "election": election,
                "marking": MARKING,
            },
        });
        let id = contestation_of(&desk, &number)?;
        self.open_as(&desk, Contestation::KIND, &id, &command)?;
        if !new.contact.trim().is_empty() {
            self.keep_contact(&desk, &id, new.contact.trim())?;
        }
        Ok(grouped(&number))
    }

    /// What a receipt number shows; `None` for one that was not given out.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn contest_receipt(&self, number: &str) -> Result<Option<Receipt>, HubError> {
        let Some((_, it)) = self.opened_by(number)? else { return Ok(None) };
        let decided = it.examinations.last().and_then(|one| one.decided.as_ref());
        let now = self.now();
        let due = it.deadlines().into_iter().rfind(|one| one.name.starts_with("decide")).and_then(|one| {
            matches!(one.standing(now), Standing::Running | Standing::Missed).then_some(one.due)?
        });
        let contested = it.draft.contested.strip_prefix("publication/");
        let contested = contested.map_or_else(|| it.draft.contested.clone(), |entry| self.title_of(entry));
        Ok(Some(Receipt {
            number: grouped(&digits(number)),
            contested,
            state: it.phase.name().into(),
            received: it.examinations.first().map_or(0, |one| one.received),
            due,
            decided: decided.map(|one| (one.at, one.reasons.clone())),
            correction: it.correction.clone(),
            may_appeal: it.phase == Phase::Rejected && !it.appealed(),
            may_withdraw: matches!(it.phase, Phase::Received | Phase::Examining),
        }))
    }

    /// Appeals or withdraws (`act`) by a receipt number.
    ///
    /// # Errors
    /// [`HubError::NotFound`] for a number that was not given out, [`HubError::Refused`] for what is not possible any more.
    pub fn contest_again(&self, number: &str, act: &str, grounds: &str) -> Result<(), HubError> {
        let missing = || HubError::NotFound("contestation of this receipt number".into());
        let (id, _) = self.opened_by(number)?.ok_or_else(missing)?;
        let command = match act {
            "appeal" => json!({ "command": "appeal", "grounds": grounds.trim(), "receipt": number }),
            "withdraw" => json!({ "command": "withdraw", "reason": grounds.trim(), "receipt": number }),
            _ => return Err(HubError::invalid("act", "is `appeal` or `withdraw`")),
        };
        let desk = self.desk()?;
        self.command_record(&desk, Contestation::KIND, &id, &command, None, None)?;
        Ok(())
    }

    fn opened_by(&self, number: &str) -> Result<Option<(String, Contestation)>, HubError> {
        let desk = self.desk()?;
        let Ok(id) = contestation_of(&desk, number) else { return Ok(None) };
        match self.record_of(&desk, Contestation::KIND, &id) {
            Ok(shown) => {
                let it: Contestation = serde_json::from_value(shown.record).map_err(|error| {
                    HubError::Damaged { what: format!("contestation/{id}"), why: error.to_string() }
                })?;
                let opens = it.receipt.is_some() && receipt_digest(&id, number) == it.receipt;
                Ok(opens.then_some((id, it)))
            }
            Err(HubError::NotFound(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A record, where an entry is meant; else the text as it was written.
    fn what_is_contested(&self, text: &str) -> Result<(String, Option<String>), HubError> {
        let path = text.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        let name = path.rsplit('/').next().unwrap_or_default();
        let name = name.trim_start_matches("entry-").trim_end_matches(".html");
        let register = self.public_register()?;
        Ok(match register.entry(name) {
            Some(found) => (format!("publication/{name}"), found.entry.election.clone()),
            None => (text.to_owned(), None),
        })
    }

    fn title_of(&self, entry: &str) -> String {
        let register = self.public_register().ok();
        let found = register.as_ref().and_then(|register| register.entry(entry));
        found
            .and_then(|one| one.entry.title("en"))
            .map_or_else(|| entry.to_owned(), |(_, title)| title.to_owned())
    }

    /// Who acts when the form does.
    pub(super) fn desk(&self) -> Result<Principal, HubError> {
        let organisation = self.own_organisation()?;
        if organisation.is_empty() {
            let why =
                "nobody runs this installation yet; add its organisation first (ostrakon org add --own)";
            return Err(HubError::Conflict(why.into()));
        }
        Ok(Principal {
            person: DESK.into(),
            name: DESK.into(),
            human: String::new(),
            vouched_by: BTreeSet::new(),
            organisation,
            own: true,
            communities: BTreeSet::new(),
            roles: BTreeSet::from([Role::Guest]),
            scopes: None,
            highest: MARKING,
            credential: Credential::Standing,
        })
    }
}

impl Settings {
    /// Where the form is, for pages that lie elsewhere.
    pub(super) fn form(&self) -> Option<String> {
        self.public_url.as_ref().map(|url| format!("{}/public/contest", url.trim_end_matches('/')))
    }
}

/// The id of the contestation that a number opens.
fn contestation_of(desk: &Principal, number: &str) -> Result<String, HubError> {
    let digest = receipt_digest(&format!("lookup {}", desk.organisation), number);
    let digest = digest.ok_or_else(|| HubError::invalid("receipt", "a receipt number has 16 digits"))?;
    let bytes = u128::from_str_radix(digest.get(..32).unwrap_or_default(), 16).unwrap_or_default();
    Ok(uuid::Builder::from_custom_bytes(bytes.to_be_bytes()).into_uuid().to_string())
}

/// A number that nobody can guess: 53 bits.
fn number() -> Result<String, HubError> {
    const NUMBERS: u64 = 10_000_000_000_000_000;
    loop {
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes)
            .map_err(|error| HubError::Damaged { what: "randomness".into(), why: error.to_string() })?;
        let drawn = u64::from_be_bytes(bytes);
        // The last, incomplete round of numbers would make some likelier than others.
        if drawn < u64::MAX - u64::MAX % NUMBERS {
            return Ok(format!("{:016}", drawn % NUMBERS));
        }
    }
}

fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).take(16).collect()
}

fn grouped(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
