//! What a mechanism's file must make sense of, beyond its shape.

use super::{
    Addressee, Ask, AttributionNeed, Clock, Fault, Field, FieldType, Starts, place::Place, source::Source,
};
use crate::Words;
use crate::router::rules;
use std::collections::BTreeSet;

/// Longest id.
const LONGEST_ID: usize = 64;
/// Longest sentence.
const LONGEST_TEXT: usize = 2_000;

/// A file while it is checked.
pub(super) struct Check<'a> {
    pub file: &'a str,
    pub text: &'a str,
}

impl Check<'_> {
    fn fault(&self, place: Place<'_>, problem: impl Into<String>, mend: impl Into<String>) -> Fault {
        Fault {
            file: self.file.to_owned(),
            line: place.line(self.text),
            key: place.name(),
            problem: problem.into(),
            mend: mend.into(),
        }
    }

    /// Checks a file.
    ///
    /// # Errors
    /// The first [`Fault`], from the top of the file down.
    pub fn source(&self, source: &Source) -> Result<(), Fault> {
        self.identity(source)?;
        self.nature(source)?;
        for (table, text) in [("title", &source.title), ("purpose", &source.purpose)] {
            self.words(Place { table, index: 0, key: "en" }, text)?;
        }
        self.who(source)?;
        for (index, condition) in source.conditions.iter().enumerate() {
            self.condition("condition", index, condition)?;
        }
        self.fields(&source.fields)?;
        for (index, clock) in source.clocks.iter().enumerate() {
            self.clock(index, clock)?;
            self.doubled(index, clock, &source.clocks[..index])?;
        }
        self.answers(source)?;
        self.legal(source)?;
        self.variants(source)
    }

    fn identity(&self, source: &Source) -> Result<(), Fault> {
        let place = Place { table: "", index: 0, key: "id" };
        if !is_id(&source.id) {
            let mend = format!("use at most {LONGEST_ID} lower-case letters, digits and hyphens");
            return Err(self.fault(place, format!("`{}` is no id", clip(&source.id)), mend));
        }
        let stem = self.file.rsplit(['/', '\\']).next().unwrap_or(self.file).trim_end_matches(".toml");
        if let Some(tag) = &source.language
            && !is_language(tag)
        {
            let place = Place { table: "", index: 0, key: "language" };
            let problem = format!("`{}` is no language", clip(tag));
            return Err(self.fault(place, problem, "give a tag of BCP 47, such as `pl` or `pt-BR`"));
        }
        if stem != source.id {
            let mend = format!("call the file {}.toml, or the mechanism `{stem}`", source.id);
            return Err(self.fault(place, format!("the file is not named after `{}`", source.id), mend));
        }
        Ok(())
    }

    fn nature(&self, source: &Source) -> Result<(), Fault> {
        let at = |key| Place { table: "", index: 0, key };
        self.ask(at("asks_for"), source.addressee, source.asks_for)?;
        if source.outward == (source.addressee == Addressee::Nobody) {
            let mend = "outward is true unless the addressee is nobody";
            return Err(self.fault(at("outward"), "what is sent to somebody leaves the organisation", mend));
        }
        self.weight(at("effect"), source.asks_for, source.effect)?;
        if source.variants.is_empty() {
            self.care(at("asks_for"), source.asks_for, source.needs_attribution, source.needs_two_people)?;
        }
        for (key, list) in [("safeguards", &source.safeguards), ("not_for", &source.not_for)] {
            if list.is_empty() {
                return Err(self.fault(at(key), "the list is empty", "say at least one thing"));
            }
            list.iter().try_for_each(|text| self.words(at(key), text))?;
        }
        Ok(())
    }

    fn ask(&self, place: Place<'_>, addressee: Addressee, ask: Ask) -> Result<(), Fault> {
        let allowed = addressee.may_be_asked();
        if allowed.contains(&ask) {
            return Ok(());
        }
        let allowed: Vec<String> = allowed.iter().map(word).collect();
        let problem = format!("`{}` cannot be asked for `{}`", word(&addressee), word(&ask));
        Err(self.fault(place, problem, format!("it may be asked for: {}", allowed.join(", "))))
    }

    /// A restriction is never made to look mild: plans and routes are ordered by effect.
    fn weight(&self, place: Place<'_>, ask: Ask, effect: u8) -> Result<(), Fault> {
        let (least, most) = match ask {
            Ask::Nothing => (0, 0),
            Ask::Restrict | Ask::StopAdvertising | Ask::Investigate => (3, 5),
            Ask::Sanction => (5, 5),
            _ => (1, 5),
        };
        if (least..=most).contains(&effect) {
            return Ok(());
        }
        let mend = format!("for `{}` choose {least} to {most}", word(&ask));
        Err(self.fault(place, format!("an effect of {effect} does not fit"), mend))
    }

    fn care(&self, place: Place<'_>, ask: Ask, attribution: AttributionNeed, two: bool) -> Result<(), Fault> {
        if ask == Ask::Sanction && attribution == AttributionNeed::None {
            let mend = "set needs_attribution = \"actor\" or \"state\"";
            return Err(self.fault(place, "measures against an actor need an attribution", mend));
        }
        let needs_two = matches!(ask, Ask::Sanction | Ask::InformPublic);
        if needs_two && !two {
            let problem = format!("`{}` takes two people", word(&ask));
            return Err(self.fault(place, problem, "set needs_two_people = true"));
        }
        Ok(())
    }

    fn words(&self, place: Place<'_>, text: &Words) -> Result<(), Fault> {
        if text.en.trim().is_empty() {
            return Err(self.fault(place, "a text is empty", "write it in English at least"));
        }
        if [&text.en, &text.fr, &text.de].into_iter().any(|one| one.chars().count() > LONGEST_TEXT) {
            let mend = format!("say it in at most {LONGEST_TEXT} characters");
            return Err(self.fault(place, "a text is too long", mend));
        }
        Ok(())
    }

    fn who(&self, source: &Source) -> Result<(), Fault> {
        let empty = [("kinds", source.who.kinds.is_empty()), ("roles", source.who.roles.is_empty())];
        if let Some((key, _)) = empty.into_iter().find(|(_, empty)| *empty) {
            let place = Place { table: "who", index: 0, key };
            return Err(self.fault(place, "nobody could ever use this", "name at least one"));
        }
        match &source.who.note {
            Some(note) => self.words(Place { table: "who", index: 0, key: "note" }, note),
            None => Ok(()),
        }
    }

    fn condition(&self, table: &str, index: usize, condition: &super::Condition) -> Result<(), Fault> {
        let place = Place { table, index, key: "rule" };
        let Some(rule) = rules::named(&condition.rule) else {
            let known: Vec<&str> = rules::selectable().map(|rule| rule.id).collect();
            let problem = format!("there is no rule `{}`", clip(&condition.rule));
            return Err(self.fault(place, problem, format!("there are: {}", known.join(", "))));
        };
        if rule.takes_months != condition.months.is_some() {
            let place = Place { key: "months", ..place };
            let (problem, mend) = if rule.takes_months {
                ("the rule needs a number of months", "add months = 3, or as the law says")
            } else {
                ("the rule takes no number of months", "leave it out")
            };
            return Err(self.fault(place, problem, mend));
        }
        if condition.months.is_some_and(|months| !(1..=24).contains(&months)) {
            let place = Place { key: "months", ..place };
            return Err(self.fault(place, "the number of months is out of range", "choose 1 to 24"));
        }
        if !rule.takes_kinds && !condition.kinds.is_empty() {
            let place = Place { key: "kinds", ..place };
            return Err(self.fault(place, "the rule takes no kinds", "leave them out"));
        }
        Ok(())
    }

    fn fields(&self, fields: &[Field]) -> Result<(), Fault> {
        let mut names = BTreeSet::new();
        for (index, field) in fields.iter().enumerate() {
            let at = |key| Place { table: "field", index, key };
            let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if field.name.is_empty() || field.name.len() > LONGEST_ID || !field.name.chars().all(good) {
                let mend = "use lower-case letters, digits and underscores";
                return Err(self.fault(at("name"), format!("`{}` is no name", clip(&field.name)), mend));
            }
            if !names.insert(&field.name) {
                let problem = format!("there are two fields `{}`", field.name);
                return Err(self.fault(at("name"), problem, "give one of them another name"));
            }
            if field.limit == Some(0) {
                return Err(self.fault(
                    at("limit"),
                    "a limit of 0 admits nothing",
                    "raise it or leave it out",
                ));
            }
            let is_choice = field.holds == FieldType::Choice;
            if is_choice && field.choices.len() < 2 {
                return Err(self.fault(at("choices"), "there is nothing to choose", "name at least two"));
            }
            if !is_choice && !field.choices.is_empty() {
                let mend = "set type = \"choice\", or leave the choices out";
                return Err(self.fault(at("choices"), "only a choice has choices", mend));
            }
            self.words(at("label"), &field.label)?;
        }
        Ok(())
    }

    fn clock(&self, index: usize, clock: &Clock) -> Result<(), Fault> {
        let at = |key| Place { table: "clock", index, key };
        let within = &clock.within;
        let units: Vec<u32> =
            [within.hours, within.days, within.working_days, within.months].into_iter().flatten().collect();
        let &[length] = units.as_slice() else {
            let mend = "give exactly one of hours, days, working_days, months";
            return Err(self.fault(at("within"), format!("{} units of time are given", units.len()), mend));
        };
        // A moment in itself is a deadline too: the day of the vote, the end of a window.
        let is_moment = matches!(clock.starts, Starts::ElectionDay | Starts::ResponseWindowEnd);
        if length == 0 && !is_moment {
            return Err(self.fault(at("within"), "the time is not positive", "give at least 1"));
        }
        if clock.before && within.days.or(within.months).is_none() {
            let mend = "count back in days or months, as the calendar does";
            return Err(self.fault(at("before"), "only days and months run backwards", mend));
        }
        if length > 100_000 {
            return Err(self.fault(at("within"), "the time is longer than any deadline", "check the unit"));
        }
        self.words(at("what"), &clock.what)?;
        for (key, text) in [("step", &clock.step), ("who", &clock.who), ("basis", &clock.basis)] {
            if text.trim().is_empty() {
                return Err(self.fault(at(key), "it is empty", "say it in a few words"));
            }
        }
        Ok(())
    }

    /// Of several clocks for one step the first that applies is taken: what comes behind one that always does never runs.
    fn doubled(&self, index: usize, clock: &Clock, before: &[Clock]) -> Result<(), Fault> {
        let hides = |one: &&Clock| one.step == clock.step && (one.when.is_none() || one.when == clock.when);
        let Some(first) = before.iter().find(hides) else { return Ok(()) };
        let problem = format!(
            "there is a clock for the step `{}` before it, so that this one never runs",
            clip(&clock.step)
        );
        let mend = if first.when.is_none() {
            "give it another step, or put it before that one with the `when` for which it holds"
        } else {
            "give it another step, or another `when`"
        };
        Err(self.fault(Place { table: "clock", index, key: "step" }, problem, mend))
    }

    fn answers(&self, source: &Source) -> Result<(), Fault> {
        let answers = &source.answers;
        let mut seen = BTreeSet::new();
        for (key, list) in [("open", &answers.open), ("final", &answers.ended)] {
            let place = Place { table: "answers", index: 0, key };
            if list.is_empty() {
                return Err(self.fault(place, "the list is empty", "an answer begins and ends somewhere"));
            }
            for state in list {
                if !is_id(state) || !seen.insert(state) {
                    let problem = format!("`{}` is no state, or named twice", clip(state));
                    return Err(self.fault(place, problem, "use lower case and hyphens, each once"));
                }
            }
        }
        Ok(())
    }

    fn legal(&self, source: &Source) -> Result<(), Fault> {
        if source.legal.is_empty() {
            let place = Place { table: "", index: 0, key: "legal" };
            return Err(self.fault(
                place,
                "no legal basis is given",
                "add [[legal]]; it may be verified = false",
            ));
        }
        for (index, basis) in source.legal.iter().enumerate() {
            let at = |key| Place { table: "legal", index, key };
            if !is_address(&basis.address) {
                let problem = format!("`{}` is no address", clip(&basis.address));
                return Err(self.fault(at("address"), problem, "give the full https:// address"));
            }
            for (key, text) in [("text", &basis.text), ("article", &basis.article)] {
                if text.trim().is_empty() {
                    return Err(self.fault(at(key), "it is empty", "say where in the law this stands"));
                }
            }
        }
        Ok(())
    }

    fn variants(&self, source: &Source) -> Result<(), Fault> {
        let (mut ids, mut conditions) = (BTreeSet::new(), 0);
        for (index, variant) in source.variants.iter().enumerate() {
            let at = |key| Place { table: "variant", index, key };
            if !is_id(&variant.id) || !ids.insert(&variant.id) {
                let problem = format!("`{}` is no id, or used twice", clip(&variant.id));
                return Err(self.fault(at("id"), problem, "use lower case and hyphens, each once"));
            }
            let ask = variant.asks_for.unwrap_or(source.asks_for);
            self.ask(at("asks_for"), source.addressee, ask)?;
            self.weight(at("effect"), ask, variant.effect.unwrap_or(source.effect))?;
            let attribution = source.needs_attribution.max(variant.needs_attribution.unwrap_or_default());
            self.care(at("asks_for"), ask, attribution, source.needs_two_people || variant.needs_two_people)?;
            self.words(at("title"), &variant.title)?;
            for condition in &variant.conditions {
                self.condition("variant.condition", conditions, condition)?;
                conditions += 1;
            }
        }
        Ok(())
    }
}

/// Lower-case letters, digits and single hyphens.
fn is_id(text: &str) -> bool {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=LONGEST_ID).contains(&text.len())
        && text.chars().all(good)
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
}

/// A tag of BCP 47 as far as one is needed here: a language of two or three letters, and subtags.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_lowercase())
        && text.len() <= 35
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// An absolute address of the web with a host.
fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let Some(host) = rest.and_then(|rest| rest.split(['/', '?', '#']).next()) else { return false };
    host.contains('.') && !host.starts_with('.') && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// A value as it is written in a file.
fn word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

fn clip(text: &str) -> String {
    text.chars().take(60).collect()
}
