//! A statement that is put together from conditions, each with its parameter.

use crate::value::Param;

/// A statement in the making. Only our own words go into the text; every value is a parameter.
#[derive(Default)]
pub(crate) struct Select<'a> {
    pub(crate) sql: String,
    pub(crate) params: Vec<Param<'a>>,
}

impl<'a> Select<'a> {
    /// Appends text.
    pub(crate) fn push(&mut self, text: &str) -> &mut Self {
        self.sql.push_str(text);
        self
    }

    /// Appends the place of a parameter.
    pub(crate) fn bind(&mut self, param: impl Into<Param<'a>>) -> &mut Self {
        self.params.push(param.into());
        self.sql.push('$');
        self.sql.push_str(&self.params.len().to_string());
        self
    }

    /// Appends `(…, …)`; an empty list matches nothing.
    pub(crate) fn bind_list(&mut self, params: impl IntoIterator<Item = Param<'a>>) -> &mut Self {
        self.push("(");
        let mut any = false;
        for param in params {
            if any {
                self.push(",");
            }
            self.bind(param);
            any = true;
        }
        self.push(if any { ")" } else { "NULL)" })
    }
}
