//! Which columns of a table anybody looks at.
//!
//! Most of a row is text that most signals do not read; what nobody reads need not be unescaped. What is said here must
//! never be less than what [`super::mapper`] does look at: a column too many costs a little time, one too few an error.

use super::mapper::Mapper;
use super::spec::Field;
use ostrakon_model::Fields;

impl Mapper {
    /// Whether mapping looks at this column of a table, as far as the plan can tell.
    pub fn reads(&self, column: usize) -> bool {
        let fields = self.options.fields;
        let optional = |field| match field {
            Field::AuthorHandle | Field::AuthorName | Field::AuthorDeclaredBot => fields.has(Fields::AUTHOR),
            Field::ThreadId => fields.has(Fields::REPLY),
            Field::Text => {
                self.options.reposts_by_text
                    || [Fields::TEXT, Fields::URLS, Fields::HASHTAGS, Fields::MENTIONS]
                        .into_iter()
                        .any(|need| fields.has(need))
            }
            Field::Urls => fields.has(Fields::URLS),
            Field::Hashtags => fields.has(Fields::HASHTAGS),
            Field::Mentions => fields.has(Fields::MENTIONS),
            Field::SeenAt | Field::Lang | Field::Url => fields.has(Fields::REST),
            _ => true,
        };
        self.plan.reads(column, optional, fields.has(Fields::MEDIA), fields.has(Fields::REST))
    }
}
