//! Whether what is said of an incident can be kept and routed.
//!
//! **The problem.** A country that there is not, a time zone that counts as UTC without a word, an address that runs a script, two
//! items of one id: each gives an answer that looks right. **The choice.** Each is refused where it comes in, by the field.

use super::{Item, Legality, Situation};
use crate::check::{addresses, country, moment, names, period};
use crate::refusal::{at_most, optional, text};
use crate::{Refusal, Words};
use std::collections::BTreeSet;

/// Items, or pieces of evidence, at most.
const MOST: usize = 10_000;
/// The longest name or reference, in characters.
const NAME: usize = 300;

impl Situation {
    /// Refuses what cannot be true of any incident.
    ///
    /// # Errors
    /// A [`Refusal::field`] that points at it.
    pub fn check(&self) -> Result<(), Refusal> {
        self.incident_and_places()?;
        self.parts()?;
        self.on_record()?;
        for (pointer, at) in [
            ("/detected_at", self.detected_at),
            ("/published_at", self.published_at),
            ("/cyber/aware_at", self.cyber.aware_at),
            ("/cyber/notified_at", self.cyber.notified_at),
        ] {
            at.map_or(Ok(()), |at| moment(pointer, at))?;
        }
        Ok(())
    }

    fn incident_and_places(&self) -> Result<(), Refusal> {
        optional("/incident", &self.incident, NAME)?;
        maybe("/summary", self.summary.as_ref(), 20_000)?;
        maybe("/requesting_state", self.requesting_state.as_ref(), NAME)?;
        maybe("/incident_protocol", self.incident_protocol.as_ref(), NAME)?;
        maybe("/research_purpose", self.research_purpose.as_ref(), 4_000)?;
        names("/behaviours", &self.behaviours, 1_000, NAME)?;
        for (place, one) in self.member_states.iter().enumerate() {
            country(&format!("/member_states/{place}"), one)?;
        }
        if self.calendar.check() {
            return Ok(());
        }
        let zone = &self.calendar.time_zone;
        Err(Refusal::field(
            "/calendar/time_zone",
            Words::new(
                format!("“{zone}” is no time zone of the IANA database; write it as in `Europe/Brussels`"),
                format!(
                    "« {zone} » n’est pas un fuseau de la base IANA ; écrivez-le comme « Europe/Brussels »"
                ),
                format!(
                    "„{zone}“ ist keine Zeitzone der IANA-Datenbank; schreiben Sie sie wie „Europe/Brussels“"
                ),
            ),
        ))
    }

    fn parts(&self) -> Result<(), Refusal> {
        at_most("/items", self.items.len(), MOST)?;
        each_once("/items", self.items.iter().map(|item| item.id.as_str()))?;
        for (place, item) in self.items.iter().enumerate() {
            checked(&format!("/items/{place}"), item)?;
        }
        at_most("/evidence", self.evidence.len(), MOST)?;
        each_once("/evidence", self.evidence.iter().map(|one| one.id.as_str()))?;
        at_most("/platforms", self.platforms.len(), 1_000)?;
        for (place, one) in self.platforms.iter().enumerate() {
            text(&format!("/platforms/{place}/name"), &one.name, NAME)?;
        }
        Ok(())
    }

    fn on_record(&self) -> Result<(), Refusal> {
        each_once("/elections", self.elections.iter().map(|vote| vote.id.as_str()))?;
        for (place, vote) in self.elections.iter().enumerate() {
            let pointer = format!("/elections/{place}/response_window");
            vote.response_window.map_or(Ok(()), |window| period(&pointer, window.from, window.until))?;
        }
        if let Some(decision) = &self.crisis_decision {
            optional("/crisis_decision/reference", &decision.reference, NAME)?;
            period("/crisis_decision", decision.adopted_at, decision.until)?;
            names("/crisis_decision/platforms", &decision.platforms, 1_000, NAME)?;
        }
        names("/signatories", &self.signatories, MOST, NAME)?;
        names("/trusted_flaggers", &self.trusted_flaggers, MOST, NAME)?;
        at_most("/records", self.records.len(), MOST)?;
        each_once("/records", self.records.iter().map(|one| one.id.as_str()))
    }
}

fn maybe(pointer: &str, value: Option<&String>, most: usize) -> Result<(), Refusal> {
    value.map_or(Ok(()), |value| optional(pointer, value, most))
}

fn checked(pointer: &str, item: &Item) -> Result<(), Refusal> {
    let urls: BTreeSet<String> = item.urls.iter().cloned().collect();
    addresses(&format!("{pointer}/urls"), &urls)?;
    maybe(&format!("{pointer}/platform"), item.platform.as_ref(), NAME)?;
    maybe(&format!("{pointer}/claim"), item.claim.as_ref(), 4_000)?;
    if let Legality::Illegal { kind, law, .. } = &item.legality {
        text(&format!("{pointer}/legality/kind"), kind, NAME)?;
        text(&format!("{pointer}/legality/law"), law, 2_000)?;
    }
    for (name, at) in
        [("statement_sent_at", item.media.statement_sent_at), ("replied_at", item.media.replied_at)]
    {
        at.map_or(Ok(()), |at| moment(&format!("{pointer}/media/{name}"), at))?;
    }
    Ok(())
}

/// Refuses an empty id, and one that another of the list has.
fn each_once<'a>(list: &str, ids: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    for (place, id) in ids.enumerate() {
        let pointer = format!("{list}/{place}/id");
        text(&pointer, id, NAME)?;
        if !seen.insert(id) {
            return Err(Refusal::field(
                &pointer,
                Words::new(
                    format!("{pointer}: “{id}” is there already; give each an id of its own"),
                    format!("{pointer} : « {id} » y figure déjà ; donnez à chacun son propre identifiant"),
                    format!("{pointer}: „{id}“ steht schon da; geben Sie jedem eine eigene Kennung"),
                ),
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Calendar;

    fn item(id: &str, url: &str) -> Item {
        Item { id: id.into(), urls: vec![url.into()], ..Item::default() }
    }

    fn pointer(change: impl FnOnce(&mut Situation)) -> String {
        let mut situation = Situation {
            items: vec![item("a", "https://platform.example/1")],
            member_states: ["DE".to_owned()].into(),
            ..Situation::default()
        };
        situation.check().expect("sound");
        change(&mut situation);
        situation.check().expect_err("refused").pointer
    }

    #[test]
    fn what_no_incident_can_be_is_refused_by_its_field() {
        let zone = Calendar { time_zone: "Mars/Olympus".into(), ..Calendar::default() };
        assert_eq!(pointer(|one| one.calendar = zone), "/calendar/time_zone");
        assert_eq!(pointer(|one| one.member_states.extend(["Narnia".to_owned()])), "/member_states/1");
        assert_eq!(pointer(|one| one.member_states.extend(["QQ".to_owned()])), "/member_states/1");
        assert_eq!(pointer(|one| one.items.push(item("b", "javascript:alert(1)"))), "/items/1/urls/0");
        assert_eq!(pointer(|one| one.items.push(item("a", "https://platform.example/2"))), "/items/1/id");
        assert_eq!(pointer(|one| one.items.push(item(" ", "https://platform.example/2"))), "/items/1/id");
        assert_eq!(pointer(|one| one.detected_at = Some(i64::MAX)), "/detected_at");
    }
}
