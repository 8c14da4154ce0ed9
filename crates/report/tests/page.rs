//! The page as text: whole, one file, and deaf to what the data try.

use ostrakon_report::{Document, Error, example, html};

fn page(document: &Document) -> String {
    html::render(document, &html::Options::default()).expect("a page")
}

#[test]
fn the_page_names_no_other_host_as_a_source_of_anything() {
    let page = page(&example::document());
    for attribute in ["src=", "<link", "<img", "<iframe", "@import", "url(", "style=\""] {
        assert!(!page.contains(attribute), "{attribute}");
    }
    assert!(page.contains("default-src 'none'"));
    assert!(!page.contains("unsafe-inline"));
}

/// Makes everything that is free text in a document say the hostile thing.
fn spoil(value: &mut serde_json::Value, hostile: &str) {
    const CLOSED: [&str; 8] =
        ["signal", "strength", "role", "bearing", "precision", "handles", "id", "method"];
    match value {
        serde_json::Value::String(text) => hostile.clone_into(text),
        serde_json::Value::Array(items) => items.iter_mut().for_each(|i| spoil(i, hostile)),
        serde_json::Value::Object(fields) => {
            for (name, field) in fields {
                let closed = CLOSED.contains(&name.as_str()) && !field.is_number();
                if !closed || (name == "id" && field.as_str().is_some_and(|id| id.starts_with("1799"))) {
                    spoil(field, hostile);
                }
            }
        }
        _ => {}
    }
}

#[test]
fn a_hostile_text_in_every_place_of_the_document_ends_no_element() {
    let hostile = "</script></style><script>broken()</script><!-- \u{2028}\u{202E}\u{0}\"'&<b>";
    let clean = example::document();
    let mut json = serde_json::to_value(&clean).expect("JSON");
    spoil(&mut json, hostile);
    // `strength` is a number in members and a closed word in groups; both stay.
    let document: Document = serde_json::from_value(json).expect("still a document");
    let page = page(&document);
    let count = |page: &str, what: &str| page.matches(what).count();
    let reference = self::page(&clean);
    for tag in ["<script", "</script", "<style", "</style", "<!--"] {
        assert_eq!(count(&page, tag), count(&reference, tag), "{tag}");
    }
    assert!(!page.contains("<b>\u{2028}") && !page.contains('\u{202E}') && !page.contains('\0'));
}

#[test]
fn nothing_found_is_a_page_that_says_so() {
    let mut document = example::document();
    document.groups.clear();
    document.not_flagged.clear();
    document.run.first_ms = None;
    document.run.last_ms = None;
    document.glossary.clear();
    document.methods.clear();
    let page = page(&document);
    assert!(page.contains("No group of accounts acts together"));
    assert!(page.contains("no post has a time"));
}

#[test]
fn a_document_that_points_nowhere_is_refused_before_a_file_appears() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("report.html");
    let mut document = example::document();
    document.groups[0].edges[0].target = 9_999;
    let error = html::write(&path, &document, &html::Options::default()).expect_err("dangling");
    assert!(matches!(error, Error::Dangling { index: 9_999, .. }));
    assert!(!path.exists());
}

#[test]
fn a_document_survives_being_stored_as_json() {
    let document = example::document();
    let json = serde_json::to_string(&document).expect("JSON");
    assert_eq!(serde_json::from_str::<Document>(&json).expect("a document"), document);
}

#[test]
fn five_hundred_groups_fit_in_a_file_that_a_browser_opens() {
    let page = page(&example::crowd(494));
    assert!(page.len() < 40_000_000, "{} bytes", page.len());
}

#[test]
fn the_same_document_gives_the_same_page() {
    assert_eq!(page(&example::document()), page(&example::document()));
}
