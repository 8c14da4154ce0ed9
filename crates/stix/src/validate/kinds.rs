//! One value against the kind its row names.

use super::{Checker, Context};
use crate::spec::vocabulary::{HASH_ALGORITHMS, Vocabulary};
use crate::spec::{Kind, Struct, Type};
use crate::{form, json, time};
use serde_json::{Map, Value};

impl<'a> Checker<'a> {
    /// Checks a value; `known` is the type of the object, which extensions depend on.
    pub(super) fn kind(&mut self, value: &'a Value, kind: Kind, known: Option<&'static Type>) {
        match kind {
            Kind::Any => match value {
                Value::Null => self.error("is null; leave the property out instead"),
                Value::Array(items) if items.is_empty() => {
                    self.error("is an empty list; leave the property out instead");
                }
                _ => {}
            },
            Kind::Bool if value.is_boolean() => {}
            Kind::Bool => self.wrong(value, "true or false"),
            Kind::Int(least, most) => self.integer(value, least, most),
            Kind::Number(least, most) => match value.as_f64() {
                Some(number) if number < least || number > most => {
                    self.error(format_args!("{number} is not between {least} and {most}"));
                }
                Some(_) => {}
                None => self.wrong(value, "a number"),
            },
            Kind::List(inner, least) => match value {
                Value::Array(items) => {
                    if items.len() < least {
                        self.error(format_args!(
                            "is a list of {}; {least} or more are asked for",
                            items.len()
                        ));
                    }
                    for (index, item) in items.iter().enumerate() {
                        self.at_index(index, |this| this.kind(item, *inner, known));
                    }
                }
                _ => self.wrong(value, "a list"),
            },
            Kind::Struct(rows) => match value {
                Value::Object(map) => self.rows(map, rows),
                _ => self.wrong(value, "an object"),
            },
            Kind::Dict(key_form, keys, inner) => match value {
                Value::Object(map) => self.dictionary(map, key_form, keys, *inner),
                _ => self.wrong(value, "a dictionary"),
            },
            Kind::Translation => match value {
                Value::Object(map) => self.translation(map),
                _ => self.wrong(value, "a dictionary"),
            },
            Kind::Hashes => match value {
                Value::Object(map) => self.hashes(map),
                _ => self.wrong(value, "a dictionary of hashes"),
            },
            Kind::Either(one, other) => {
                let mut trial = Checker { report: super::Report::default(), place: super::Place::default() };
                trial.kind(value, *one, known);
                if !trial.report.valid() {
                    self.kind(value, *other, known);
                }
            }
            Kind::Extensions => self.extensions(value, known),
            Kind::ExternalReference => match value {
                Value::Object(map) => self.external_reference(map),
                _ => self.wrong(value, "an external reference"),
            },
            Kind::Observables => match value {
                Value::Object(map) => self.observed(map),
                _ => self.wrong(value, "a dictionary of observables"),
            },
            _ => match value.as_str() {
                Some(text) => self.text(text, kind),
                None => self.wrong(value, "a string"),
            },
        }
    }

    fn wrong(&mut self, value: &Value, wanted: &str) {
        self.error(format_args!("is {}, not {wanted}", json::kind(value)));
    }

    fn integer(&mut self, value: &Value, least: i64, most: i64) {
        // 5.0 is an integer too.
        let whole =
            value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from)).or_else(|| {
                value.as_f64().filter(|number| number.fract() == 0.0).map(|number| number as i128)
            });
        match whole {
            None => self.wrong(value, "an integer"),
            // An open end is open, also beyond 64 bits.
            Some(number)
                if (number < i128::from(least) && least != i64::MIN)
                    || (number > i128::from(most) && most != i64::MAX) =>
            {
                match most {
                    i64::MAX => self.error(format_args!("{number} is less than {least}")),
                    _ => self.error(format_args!("{number} is not between {least} and {most}")),
                }
            }
            Some(_) => {}
        }
    }

    /// A string against a kind of strings.
    fn text(&mut self, text: &'a str, kind: Kind) {
        match kind {
            Kind::Time => self.time(text, 0, false),
            Kind::Millis => self.time(text, 3, false),
            Kind::Seconds => self.time(text, 0, true),
            Kind::Form(test, what) if !test(text) => self.error(format_args!("'{text}' is not {what}")),
            Kind::Id if !form::identifier(text) => {
                self.error(format_args!("'{text}' is no identifier, type--UUID"));
            }
            Kind::IdOf(types) => {
                if !form::identifier(text) {
                    self.error(format_args!("'{text}' is no identifier, type--UUID"));
                } else if !form::split_id(text).is_some_and(|(kind, _)| types.contains(&kind)) {
                    self.error(format_args!("'{text}' does not refer to {}", types.join(" or ")));
                }
            }
            Kind::IdNot(types) => {
                if !form::identifier(text) {
                    self.error(format_args!("'{text}' is no identifier, type--UUID"));
                } else if form::split_id(text).is_some_and(|(kind, _)| types.contains(&kind)) {
                    self.error(format_args!("'{text}' refers to what must not be referred to here"));
                }
            }
            Kind::Ref(types) => {
                // Numbers are references of STIX 2.0; of an id, the type can be told.
                if let Some((kind, _)) = form::split_id(text)
                    && !types.is_empty()
                    && !types.contains(&kind)
                {
                    self.warn(format_args!("'{text}' should refer to {}", types.join(" or ")));
                }
            }
            Kind::Enum(words) if !words.contains(&text) => {
                self.error(format_args!("'{text}' is not one of {}", words.join(", ")));
            }
            Kind::Vocab(vocabulary) => self.vocabulary(text, vocabulary),
            _ => {}
        }
    }

    fn vocabulary(&mut self, text: &str, vocabulary: &Vocabulary) {
        if vocabulary.words.contains(&text) {
            return;
        }
        self.warn(format_args!("'{text}' is not in the vocabulary {}", vocabulary.name));
        if vocabulary.plain && !super::manners::plain(text) {
            self.warn(format_args!("'{text}' should be lower case, with hyphens between words"));
        }
    }

    fn time(&mut self, text: &str, digits: usize, whole: bool) {
        match time::read(text) {
            time::Reading::Malformed => {
                self.error(format_args!("'{text}' is no time, YYYY-MM-DDThh:mm:ss[.s]Z"));
            }
            time::Reading::Nonexistent => self.error(format_args!("'{text}' does not exist")),
            time::Reading::Moment(_, given) if given < digits => {
                self.error(format_args!(
                    "'{text}' is not precise to the millisecond, YYYY-MM-DDThh:mm:ss.sssZ"
                ));
            }
            time::Reading::Moment(_, given) if whole && given > 0 => {
                self.error(format_args!("'{text}' must be precise to the second, YYYY-MM-DDThh:mm:ssZ"));
            }
            time::Reading::Moment(..) => {}
        }
    }

    /// A dictionary with rows of its own.
    pub(super) fn rows(&mut self, map: &'a Map<String, Value>, rows: &'static Struct) {
        for (key, value) in map {
            match rows.properties.iter().find(|row| row.0 == key) {
                Some(row) => self.at(key, |this| this.kind(value, row.1, None)),
                None if rows.closed => {
                    self.at(key, |this| this.error("is not one of the properties that may stand here"));
                }
                None => self.at(key, |this| this.warn("is no property of the standard here")),
            }
        }
        for required in rows.required {
            if !map.contains_key(*required) {
                self.error(format_args!("property '{required}' is missing; it is required"));
            }
        }
        if !rows.any_of.is_empty() && !rows.any_of.iter().any(|property| map.contains_key(*property)) {
            self.error(format_args!("one of {} must be there", rows.any_of.join(", ")));
        }
        if !rows.one_of.is_empty()
            && rows.one_of.iter().filter(|property| map.contains_key(**property)).count() != 1
        {
            self.error(format_args!("exactly one of {} must be there", rows.one_of.join(", ")));
        }
        if rows.closed && map.is_empty() {
            self.error("is empty; leave the property out instead");
        }
    }

    fn dictionary(
        &mut self,
        map: &'a Map<String, Value>,
        key_form: fn(&str) -> bool,
        keys: &str,
        inner: Kind,
    ) {
        if map.is_empty() {
            self.error("is an empty dictionary; leave the property out instead");
        }
        for (key, value) in map {
            self.at(key, |this| {
                if !key_form(key) {
                    this.error(format_args!("'{key}' is no key here, which is {keys}"));
                }
                this.kind(value, inner, None);
            });
        }
    }

    /// Properties of an object in another language (§7.1). One that is not translated yet is a poor translation, and none
    /// that breaks a rule.
    fn translation(&mut self, map: &'a Map<String, Value>) {
        if map.is_empty() {
            self.warn("translates nothing");
        }
        for (key, value) in map {
            self.at(key, |this| {
                if !form::property_name(key) {
                    this.error(format_args!(
                        "'{key}' is no key here, which is 3 to 250 of a-z, 0-9 and underscore"
                    ));
                }
                match value {
                    Value::Null => this.warn("is null: not translated"),
                    _ => this.kind(value, Kind::Any, None),
                }
            });
        }
    }

    /// Hashes (§2.7): what an algorithm cannot have given is an error, an algorithm of one's own is not.
    fn hashes(&mut self, map: &'a Map<String, Value>) {
        if map.is_empty() {
            self.error("is an empty dictionary; leave the property out instead");
        }
        for (name, value) in map {
            self.at(name, |this| {
                let Some(hash) = value.as_str() else { return this.wrong(value, "a string") };
                if !HASH_ALGORITHMS.contains(&name.as_str()) && !name.starts_with("x_") {
                    this.warn("is not in the vocabulary hash-algorithm-ov");
                }
                if !form::hash_name(name) {
                    return this.error(
                        "is no name of a hash algorithm: 3 to 250 of a-z, A-Z, 0-9, hyphen and underscore",
                    );
                }
                if !form::possible_hash(name, hash) {
                    this.error(format_args!("'{hash}' is no {name} hash"));
                }
            });
        }
    }

    /// Observables in the form of STIX 2.0.
    fn observed(&mut self, map: &'a Map<String, Value>) {
        if map.is_empty() {
            self.error("is an empty dictionary; leave the property out instead");
        }
        for (key, value) in map {
            self.at(key, |this| match value {
                Value::Object(object) => {
                    if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_digit()) {
                        this.warn("should be a non-negative integer, as keys of observables are");
                    }
                    this.object(object, Context::Observed);
                }
                _ => this.wrong(value, "an observable"),
            });
        }
    }
}
