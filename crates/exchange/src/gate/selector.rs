//! Selectors of granular markings (STIX 2.1 §7.2.3.1): `name`, `labels.[0]`, `external_references.[1].url`.

use serde_json::Value;

/// One step into an object.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Step {
    /// Into a property.
    Key(String),
    /// Into a list.
    Index(usize),
}

/// Steps from an object's top.
pub(super) type Path = Vec<Step>;

/// Reads a selector; `None` when it is none.
pub(super) fn parse(selector: &str) -> Option<Path> {
    selector
        .split('.')
        .map(|part| match part.strip_prefix('[') {
            Some(rest) => rest.strip_suffix(']')?.parse().ok().map(Step::Index),
            None if part.is_empty() || part.contains(['[', ']']) => None,
            None => Some(Step::Key(part.to_owned())),
        })
        .collect()
}

/// Writes a path as a selector.
pub(super) fn print(path: &[Step]) -> String {
    let mut out = String::new();
    for step in path {
        if !out.is_empty() {
            out.push('.');
        }
        match step {
            Step::Key(key) => out.push_str(key),
            Step::Index(index) => {
                out.push('[');
                out.push_str(&index.to_string());
                out.push(']');
            }
        }
    }
    out
}

/// What a path leads to.
pub(super) fn find<'a>(mut value: &'a Value, path: &[Step]) -> Option<&'a Value> {
    for step in path {
        value = match step {
            Step::Key(key) => value.get(key)?,
            Step::Index(index) => value.get(index)?,
        };
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::{find, parse, print};
    use serde_json::json;

    #[test]
    fn selectors_are_read_written_and_followed() {
        let object = json!({"external_references": [{"url": "a"}, {"url": "b"}]});
        let path = parse("external_references.[1].url").expect("a selector");
        assert_eq!(find(&object, &path), Some(&json!("b")));
        assert_eq!(print(&path), "external_references.[1].url");
        assert!(find(&object, &parse("labels.[0]").expect("a selector")).is_none());
    }

    #[test]
    fn what_is_no_selector_is_refused() {
        for bad in ["", "a..b", "labels[0]", "labels.[x]", "labels.[0", ".name"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
