//! What must hold between the properties of one object.

use super::Checker;
use crate::spec::{Rule, Type};
use crate::time;
use serde_json::{Map, Value};

impl Checker<'_> {
    pub(super) fn rules(&mut self, map: &Map<String, Value>, kind: &Type) {
        for rule in kind.rules {
            self.rule(map, *rule);
        }
    }

    fn rule(&mut self, map: &Map<String, Value>, rule: Rule) {
        let complete = |group: &&[&str]| group.iter().all(|property| map.contains_key(*property));
        let list = |groups: &[&[&str]]| {
            groups.iter().map(|group| group.join(" with ")).collect::<Vec<_>>().join(", ")
        };
        match rule {
            Rule::AnyOf(groups) if !groups.iter().any(|group| complete(&&**group)) => {
                self.error(format_args!("one of {} must be there", list(groups)));
            }
            Rule::ExactlyOne(groups) if groups.iter().filter(|group| complete(&&***group)).count() != 1 => {
                self.error(format_args!("exactly one of {} must be there", list(groups)));
            }
            Rule::Needs(first, others) if map.contains_key(first) => {
                for other in others.iter().filter(|other| !map.contains_key(**other)) {
                    self.error(format_args!("where '{first}' is, '{other}' must be too"));
                }
            }
            Rule::TrueNeeds(first, other)
                if map.get(first) == Some(&Value::Bool(true)) && !map.contains_key(other) =>
            {
                self.error(format_args!(
                    "property '{other}' is missing; it is required when '{first}' is true"
                ));
            }
            Rule::Excludes(first, truth, other)
                if map.get(first) == Some(&Value::Bool(truth)) && map.contains_key(other) =>
            {
                self.error(format_args!("'{other}' must not be there when '{first}' is {truth}"));
            }
            Rule::Later(later, or_equal, earlier) => self.later(map, later, or_equal, earlier),
            _ => {}
        }
    }

    /// The order of two times. Where one is none, their texts are compared, as they would be by whoever sorts them.
    pub(super) fn later(&mut self, map: &Map<String, Value>, later: &str, or_equal: bool, earlier: &str) {
        let text = |property: &str| map.get(property).and_then(Value::as_str);
        let (Some(a), Some(b)) = (text(later), text(earlier)) else { return };
        let order = match (time::parse(a), time::parse(b)) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => a.cmp(b),
        };
        if order.is_lt() || (order.is_eq() && !or_equal) {
            let or_equal = if or_equal { "at the same time as or " } else { "" };
            self.error(format_args!("'{later}' ({a}) must be {or_equal}later than '{earlier}' ({b})"));
        }
    }
}
