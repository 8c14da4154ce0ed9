//! Where in an object the walk stands. Written out only when there is something to say.

use std::fmt::{Display, Write as _};

#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// A path: names, and indices in brackets.
#[derive(Debug, Default)]
pub(super) struct Place<'a>(Vec<Step<'a>>);

impl<'a> Place<'a> {
    pub fn enter(&mut self, key: &'a str) {
        self.0.push(Step::Key(key));
    }

    pub fn enter_index(&mut self, index: usize) {
        self.0.push(Step::Index(index));
    }

    pub fn leave(&mut self) {
        self.0.pop();
    }

    /// The path, a colon, and what is to be said there; without a path only that.
    pub fn say(&self, what: impl Display) -> String {
        let mut text = String::new();
        for step in &self.0 {
            let _ = match step {
                Step::Key(key) if text.is_empty() => write!(text, "{key}"),
                Step::Key(key) => write!(text, ".{key}"),
                Step::Index(index) => write!(text, "[{index}]"),
            };
        }
        let _ = if text.is_empty() { write!(text, "{what}") } else { write!(text, ": {what}") };
        text
    }
}
