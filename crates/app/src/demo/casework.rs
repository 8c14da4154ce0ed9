//! The demo's casework: an election in a week, a crisis page, an alert, a notification, a measure and a situation report.
//!
//! **The choice.** Every record is made by the commands that people give, by accounts of the organisations that may give them; each says
//! in its title that it is an exercise. Counts before and after the measure are made up, minute by minute, and say so: with
//! the clock of the machine nothing could have been counted after a measure of this second. **Rejected.** Records dated
//! back: the audit log of a demo is an audit log.

use crate::hub::{Agreement, Hub, HubError, Tlp};
use crate::people::{Actor, NewOrganisation, NewPerson, NewProposal};
use ostrakon_access::two_person::Sensitive;
use ostrakon_access::{Credential, OrganisationKind, Principal, Role};
use ostrakon_model::time::iso;
use ostrakon_response::router::{Answer, Coordination, Situation};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Title of the election; by it an earlier start is recognised.
pub const ELECTION: &str = "EXERCISE: election of the demo (nothing of it happened)";

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Filled {
    /// Id of the election's record.
    pub election: String,
    /// Id of the issue of the situation report that is out; none where an earlier start made it.
    pub report: Option<String>,
}

/// The people of the exercise.
pub(super) struct Cast<'a> {
    hub: &'a Hub,
    pub(super) analyst: &'a Principal,
    /// Approves, and presides.
    pub(super) second: Principal,
    authority: Principal,
    platform: Principal,
    now: i64,
}

/// Fills a hub whose analyst is `who`; a second time it does nothing.
///
/// # Errors
/// [`HubError`] of the steps; what was done before one stays.
pub fn fill(hub: &Hub, who: &Principal, incidents: &[String]) -> Result<Filled, HubError> {
    let query =
        crate::casework::ListQuery { kind: Some("election".into()), limit: 10_000, ..Default::default() };
    let there = hub.records_of(who, &query)?.rows.into_iter().find(|one| one.summary.title == ELECTION);
    if let Some(there) = there {
        return Ok(Filled { election: there.id, report: None });
    }
    let cast = Cast::of(hub, who)?;
    let election = cast.election()?;
    for incident in incidents {
        cast.situation(incident)?;
    }
    for (n, incident) in incidents.iter().enumerate() {
        cast.case(&election, incident, n + 1)?;
    }
    cast.crisis(&election, incidents)?;
    cast.alert(&election, incidents)?;
    cast.notification(&election, incidents)?;
    cast.measure(&election, incidents)?;
    cast.question(&election)?;
    let report = cast.report(&election)?;
    Ok(Filled { election, report: Some(report) })
}

/// An account that nobody signs in with: its link was never given out.
fn person(hub: &Hub, organisation: &str, name: &str, roles: &[Role]) -> Result<Principal, HubError> {
    let people = hub.people();
    let there = people.people(None)?.into_iter().find(|one| one.name == name);
    let person = if let Some(there) = there {
        there
    } else {
        let new =
            NewPerson { name, organisation, roles: roles.iter().copied().collect(), ..NewPerson::default() };
        people.add_person(&new, &Actor::command_line(), hub.now())?.0
    };
    let house = people.organisation(organisation)?;
    Ok(Principal::new(&person, &house, Credential::CommandLine, None, None, hub.matrix()))
}

/// A partner organisation with a point of contact and an agreement.
fn member(
    hub: &Hub,
    who: &Principal,
    name: &str,
    kind: OrganisationKind,
    country: &str,
) -> Result<Principal, HubError> {
    let people = hub.people();
    let there = people.organisations()?.into_iter().find(|one| one.name == name);
    let organisation = if let Some(there) = there {
        there
    } else {
        let new = NewOrganisation {
            name: name.into(),
            kind,
            country: country.into(),
            communities: BTreeSet::new(),
        };
        people.add_organisation(new, &Actor::command_line(), hub.now())?
    };
    if hub.agreement(&organisation.id)?.is_none() {
        let agreement = Agreement {
            organisation: organisation.id.clone(),
            collections: Some(BTreeSet::new()),
            highest: Tlp::Amber,
            pseudonyms: false,
            community: false,
            valid_from: None,
            valid_until: None,
            identity: None,
            keys: BTreeSet::new(),
        };
        hub.agree(who, &agreement, None)?;
    }
    let account = format!("contact-{}", country.to_lowercase());
    person(hub, &organisation.id, &account, &[Role::Analyst, Role::PointOfContact])
}

impl<'a> Cast<'a> {
    /// The people, made where they are missing.
    pub(super) fn of(hub: &'a Hub, who: &'a Principal) -> Result<Self, HubError> {
        Ok(Self {
            hub,
            analyst: who,
            second: person(hub, &who.organisation, "demo-approver", &[Role::Approver, Role::Presidency])?,
            authority: member(
                hub,
                who,
                "Electoral Commission (demo)",
                OrganisationKind::MemberStateAuthority,
                "AT",
            )?,
            platform: member(hub, who, "Platform (demo)", OrganisationKind::Platform, "IE")?,
            now: hub.now(),
        })
    }
}

impl Cast<'_> {
    pub(super) fn open(&self, who: &Principal, kind: &str, mut command: Value) -> Result<String, HubError> {
        command["command"] = "open".into();
        Ok(self.hub.open_record(who, kind, &command, None)?.id)
    }

    pub(super) fn act(&self, who: &Principal, kind: &str, id: &str, command: &Value) -> Result<(), HubError> {
        self.hub.command_record(who, kind, id, command, None, None).map(drop)
    }

    fn election(&self) -> Result<String, HubError> {
        let day = iso(self.now + 7 * DAY).chars().take(10).collect::<String>();
        let details = json!({
            "title": ELECTION, "country": "EU", "kind": "European", "first_day": day, "last_day": day,
            "source": "made up by the demo", "marking": "TLP:CLEAR",
        });
        let id = self.open(self.analyst, "election", json!({ "details": details }))?;
        let window = json!({ "from": self.now - 30 * DAY, "until": self.now + 30 * DAY,
            "signatories": [self.analyst.organisation] });
        self.act(self.analyst, "election", &id, &json!({ "command": "declare-window", "window": window }))?;
        let facts = json!({ "days": [day], "hours": "8:00 to 20:00", "methods": ["at a polling station", "by post"],
            "eligibility": "Whoever is on the register of the exercise", "address": "https://elections.example/how-to-vote" });
        self.act(
            self.analyst,
            "election",
            &id,
            &json!({ "command": "state-facts", "name": "all", "facts": facts }),
        )?;
        let risk = json!({
            "asset": "knowledge of how to vote", "threat": "false dates and places of voting", "likelihood": 4, "impact": 4,
            "owner": "Electoral Commission (demo)", "mitigation": "official dates on all channels", "residual": 8,
            "review": day,
        });
        self.act(
            self.analyst,
            "election",
            &id,
            &json!({ "command": "put-risk", "id": "false-dates", "risk": risk }),
        )?;
        let item = json!({ "title": "EXERCISE: telephone list of the points of contact is tried", "owner": "Observatory" });
        self.act(
            self.analyst,
            "election",
            &id,
            &json!({ "command": "put-item", "id": "contacts", "item": item }),
        )?;
        Ok(id)
    }

    /// That the house lets a version of its incident be told to the public; what is known already stays.
    fn situation(&self, incident: &str) -> Result<(), HubError> {
        if self.hub.situation(self.analyst, incident).is_ok() {
            return Ok(());
        }
        let situation = Situation {
            may_be_public: Answer::Yes,
            coordination: Coordination::Established,
            ..Situation::default()
        };
        self.hub.put_situation(self.analyst, incident, Tlp::Amber, situation, None).map(drop)
    }

    fn case(&self, election: &str, incident: &str, n: usize) -> Result<(), HubError> {
        let draft = json!({
            "title": format!("EXERCISE: coordinated posts about the vote, group {n}"),
            "summary": "Made-up accounts of the exercise post in step. The finding states its error; who runs them is unknown.",
            "incident": incident, "severity": "high", "election": election, "marking": "TLP:AMBER",
        });
        let id = self.open(self.analyst, "case", json!({ "draft": draft }))?;
        self.act(self.analyst, "case", &id, &json!({ "command": "start" }))?;
        let judgement = json!({ "found": "inauthentic", "confidence": "high",
            "reasons": "On time at nearly everything that they share.", "evidence": [incident] });
        self.act(
            self.analyst,
            "case",
            &id,
            &json!({ "command": "judge-coordination", "judgement": judgement }),
        )?;
        let impact = json!({ "found": "unknown", "confidence": "low",
            "activity": "The posts, links and texts that the finding counts.",
            "reach": "Views are not in the data; the platform was asked.",
            "reasons": "What came of it is not known yet; calls to the hotline are counted.", "evidence": [incident] });
        self.act(self.analyst, "case", &id, &json!({ "command": "judge-impact", "judgement": impact }))?;
        // No name is claimed: explanations stand beside each other, the innocent one included.
        let hypotheses = json!([
            { "what": "EXERCISE: a commercial network sells its reach", "supports": "The same accounts shared other things in step before.",
              "contradicts": "No offer was seen.", "confidence": "low" },
            { "what": "EXERCISE: supporters agreed on a text in a group that we do not see", "supports": "Some accounts are years old.",
              "contradicts": "They are on time at nearly everything, at all hours.", "confidence": "low" },
        ]);
        self.act(
            self.analyst,
            "case",
            &id,
            &json!({ "command": "attribute", "judgement": { "hypotheses": hypotheses } }),
        )
    }

    fn crisis(&self, election: &str, incidents: &[String]) -> Result<(), HubError> {
        let scope = json!({
            "title": "EXERCISE: interference in the election of the demo", "scope": "Everything that the demo made up.",
            "election": election, "incidents": incidents, "marking": "TLP:AMBER",
            "participants": [self.authority.organisation],
        });
        let id = self.open(&self.second, "crisis", json!({ "scope": scope }))?;
        let monitoring = json!({ "command": "change-mode", "to": "monitoring", "consulted": [],
            "ground": "Implementing Decision (EU) 2018/1993 Art 4", "reason": "EXERCISE: three groups were found in a day." });
        self.act(&self.second, "crisis", &id, &monitoring)?;
        let item = |text: &str, source: &str, grade: &str| {
            json!({ "command": "inform", "item": { "text": text, "source": source, "reliability": grade,
                "cut_off": self.now - HOUR, "marking": "TLP:AMBER", "countries": ["AT"], "incidents": incidents } })
        };
        let views = "EXERCISE: about 40,000 people may have seen the posts.";
        self.act(self.analyst, "crisis", &id, &item(views, "Platform (demo)", "B2"))?;
        let calls = "EXERCISE: the hotline counted callers who had read a wrong date; reach must be several times higher.";
        self.act(
            &self.authority,
            "crisis",
            &id,
            &item(calls, "Hotline of the Electoral Commission (demo)", "A3"),
        )?;
        let contradiction = json!({ "items": [0, 1], "what": "EXERCISE: how many people saw the posts" });
        self.act(
            self.analyst,
            "crisis",
            &id,
            &json!({ "command": "contradict", "contradiction": contradiction }),
        )?;
        let measure = json!({ "actor": "Electoral Commission (demo)", "instrument": "debunk",
            "what": "EXERCISE: states the right date on every channel.", "status": "published" });
        self.act(self.analyst, "crisis", &id, &json!({ "command": "act", "measure": measure }))?;
        let question = json!({ "text": "EXERCISE: are polling stations told the right opening hours?",
            "to": [self.authority.organisation], "due": self.now + 6 * HOUR });
        self.act(&self.second, "crisis", &id, &json!({ "command": "ask", "question": question }))
    }

    fn alert(&self, election: &str, incidents: &[String]) -> Result<(), HubError> {
        let met = |reason: &str| json!({ "met": true, "reason": reason });
        let draft = json!({
            "title": "EXERCISE: coordinated posts with a wrong date of the vote", "class": "alert",
            "claim": "Made-up accounts post a wrong date of the vote in step.", "uncertainty": "Who runs them.",
            "falsified_by": "A list of volunteers who agreed on the text.", "proposed_action": "Publish the right date.",
            "criteria": { "transnational": met("two states"), "significant": met("the date of the vote"),
                "election_related": met("the date of the vote"), "time_critical": met("a week to go") },
            "evidence": incidents, "incidents": incidents, "election": election, "required": 1,
            "recipients": [self.authority.organisation, self.platform.organisation], "acknowledge_within_hours": 4,
            "marking": "TLP:AMBER",
        });
        let id = self.open(self.analyst, "alert", json!({ "draft": draft }))?;
        self.act(self.analyst, "alert", &id, &json!({ "command": "issue" }))?;
        let looking = json!({ "kind": "looking-until", "until": self.now + 5 * HOUR });
        self.act(&self.authority, "alert", &id, &json!({ "command": "acknowledge", "commitment": looking }))
    }

    fn notification(&self, election: &str, incidents: &[String]) -> Result<(), HubError> {
        let draft = json!({
            "title": "EXERCISE: accounts that post a wrong date of the vote", "election": election,
            "platform": self.platform.organisation, "object": "account", "urls": ["https://platform.example/exercise"],
            "description": "Made-up accounts post the same wrong date within a minute of each other.",
            "time_sensitive": "A week to go.", "policy": "Civic integrity: false voting information",
            "provider": { "name": "accounts of the exercise", "declared": "no", "source": "made up by the demo" },
            "evidence": incidents, "incidents": incidents, "answer_by": self.now + DAY, "marking": "TLP:AMBER",
        });
        let id = self.open(self.analyst, "notification", json!({ "draft": draft }))?;
        self.act(self.analyst, "notification", &id, &json!({ "command": "send" }))?;
        let answer = json!({ "command": "answer", "form": "written", "outcome": "labelled",
            "reason": "EXERCISE: the posts bear a label with the right date." });
        self.act(&self.platform, "notification", &id, &answer)
    }

    fn measure(&self, election: &str, incidents: &[String]) -> Result<(), HubError> {
        let draft = json!({
            "title": "EXERCISE: the right date is published on all channels", "actor": "Electoral Commission (demo)",
            "instrument": "debunk", "target_behaviour": "posting a wrong date of the vote in step", "ground": "no-restriction",
            "legal_basis": ["electoral law of the exercise"], "necessity": "People must know the day of the vote.",
            "proportionality": "It informs and restricts nothing.", "evidence": incidents, "incidents": incidents,
            "election": election, "marking": "TLP:AMBER",
        });
        let id = self.open(self.analyst, "measure", json!({ "draft": draft }))?;
        // What is published takes two people, also where it is entered as a measure.
        let proposal = NewProposal {
            action: Sensitive::Publish,
            subject: format!("measure/{id}"),
            reason: "EXERCISE: the right date helps and harms nobody.".into(),
            command: None,
        };
        let proposal = self.hub.people().propose(proposal, self.analyst, self.now)?.id;
        self.hub.people().approve(&proposal, None, &self.second, self.now)?;
        let decide = json!({ "command": "decide", "reason": "EXERCISE: it helps and harms nobody." });
        self.hub.command_record(self.analyst, "measure", &id, &decide, None, Some(&proposal))?;
        self.act(self.analyst, "measure", &id, &json!({ "command": "put-in-force" }))?;
        // Twenty minutes on each side; the controls do not fall.
        let made_up = |before: u64, after: u64, step: u64| {
            (0..40u64).map(move |n| if n < 20 { before } else { after } + (n * n * step) % 7)
        };
        let series = json!({
            "unit": "posts a minute with the wrong date", "source": "EXERCISE: made up by the demo, minute by minute",
            "start": self.now - 20 * MINUTE, "step": MINUTE, "values": made_up(40, 12, 3).collect::<Vec<_>>(),
            "controls": { "posts about the weather": made_up(38, 38, 5).collect::<Vec<_>>() },
        });
        self.act(
            self.analyst,
            "measure",
            &id,
            &json!({ "command": "observe", "what": "volume", "series": series }),
        )
    }

    fn question(&self, election: &str) -> Result<(), HubError> {
        let draft = json!({
            "title": "EXERCISE: how many views had the labelled posts?", "addressee": self.platform.organisation,
            "questions": ["How many views had the posts before and after they were labelled?"],
            "purpose": "To tell reach from activity.", "due": self.now + 2 * DAY, "election": election, "marking": "TLP:AMBER",
        });
        let id = self.open(self.analyst, "information", json!({ "draft": draft }))?;
        self.act(self.analyst, "information", &id, &json!({ "command": "send" }))
    }

    fn report(&self, election: &str) -> Result<String, HubError> {
        let outline = json!({
            "title": "EXERCISE: situation report of the demo", "election": election, "cut_off": self.hub.now(),
            "marking": "TLP:AMBER", "caveat": "EXERCISE", "next_due": self.now + DAY,
            "recipients": [self.authority.organisation], "contact": "nobody: this is a demo",
        });
        let id = self.open(self.analyst, "report", json!({ "outline": outline }))?;
        let paragraph = json!({ "section": "summary",
            "text": "EXERCISE: accounts that act in step spread a wrong date of the vote. The right date is published. Who runs the accounts is unknown." });
        self.act(
            self.analyst,
            "report",
            &id,
            &json!({ "command": "add-paragraph", "paragraph": paragraph }),
        )?;
        let scenario = json!({ "label": "EXERCISE: the posts return in another language", "likelihood": "likely",
            "confidence": "low", "until": self.now + 7 * DAY, "text": "Texts like these were translated before.",
            "indicators": ["the same links under texts in another language"] });
        self.act(self.analyst, "report", &id, &json!({ "command": "add-scenario", "scenario": scenario }))?;
        self.act(&self.second, "report", &id, &json!({ "command": "approve" }))?;
        self.act(self.analyst, "report", &id, &json!({ "command": "issue" }))?;
        Ok(id)
    }
}
