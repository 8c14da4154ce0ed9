//! Names of operations in the OpenAPI document.
//!
//! OpenAPI 3.1 §4.8.10 wants each `operationId` once in the whole document; handlers of different modules rightly share names
//! (`list`, `one`). So the name is made of what is unique anyway: the method and the path.

use utoipa::openapi::OpenApi;
use utoipa::openapi::path::{Operation, PathItem};

/// Gives every operation a name of its own.
pub(super) fn name_operations(document: &mut OpenApi) {
    for (path, item) in &mut document.paths.paths {
        let PathItem { get, put, post, patch, delete, .. } = item;
        for (method, operation) in
            [("get", get), ("put", put), ("post", post), ("patch", patch), ("delete", delete)]
        {
            if let Some(Operation { operation_id, .. }) = operation {
                *operation_id = Some(name(method, path));
            }
        }
    }
}

/// `get` and `/api/v1/people/{id}` are `get_people_id`.
fn name(method: &str, path: &str) -> String {
    let path = path.strip_prefix("/api/v1/").unwrap_or(path);
    let words = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(method.to_owned(), |name, word| name + "_" + word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::{api, auth};
    use std::collections::BTreeSet;

    #[test]
    fn a_name_says_method_and_path() {
        assert_eq!(name("get", "/api/v1/people/{id}"), "get_people_id");
        assert_eq!(name("post", "/api/v1/sharing-groups"), "post_sharing_groups");
    }

    #[test]
    fn no_two_operations_share_a_name() {
        let (_, mut document) = api::routes().merge(auth::routes()).split_for_parts();
        name_operations(&mut document);
        let text = serde_json::to_value(&document).expect("JSON");
        let items = text["paths"].as_object().expect("paths").values();
        let mut seen = BTreeSet::new();
        for operation in items.flat_map(|item| item.as_object().expect("operations").values()) {
            if let Some(id) = operation["operationId"].as_str() {
                assert!(seen.insert(id.to_owned()), "{id} twice");
            }
        }
        assert!(seen.len() > 40, "{}", seen.len());
    }
}
