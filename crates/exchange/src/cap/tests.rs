//! Messages written and read back, the standard's own words, and what is refused with its path.

use super::*;
use crate::{ExchangeError, Limits};
use proptest::prelude::*;

fn message() -> Message {
    Message {
        identifier: "alert-1.2".into(),
        sender: "service@ostrakon.example".into(),
        sent: 1_717_401_600_000,
        status: "Exercise".into(),
        kind: "Update".into(),
        scope: "Restricted".into(),
        restriction: Some("TLP:AMBER".into()),
        references: vec!["service@ostrakon.example,alert-1.1,2024-06-03T07:00:00-00:00".into()],
        incidents: vec!["incident--1".into(), "The wrong date".into()],
        infos: vec![Info {
            language: "en".into(),
            categories: vec!["Security".into(), "Other".into()],
            event: "Interference in an election".into(),
            responses: vec!["Assess".into()],
            urgency: "Immediate".into(),
            severity: "Severe".into(),
            certainty: "Likely".into(),
            expires: Some(1_717_488_000_000),
            headline: Some("A wrong <date> & more".into()),
            description: Some("Line one.\nLine two.".into()),
            parameters: [("uncertainty".to_owned(), vec!["Who runs them.".to_owned()])].into(),
            areas: vec![("Belgium".into(), vec![("ISO 3166-1".into(), "BE".into())])],
            ..Info::default()
        }],
        ..Message::default()
    }
}

fn problems(text: &str) -> Vec<String> {
    match read(text.as_bytes(), Limits::default()) {
        Err(ExchangeError::Invalid { problems, .. }) => problems.into_iter().map(|one| one.path).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_written_is_read_back() {
    let text = write(&message());
    assert!(text.contains("<sent>2024-06-03T08:00:00-00:00</sent>"), "UTC as the standard writes it: {text}");
    assert_eq!(read(text.as_bytes(), Limits::default()).expect("our own"), message());
}

#[test]
fn a_foreign_message_is_read_and_what_it_left_out_is_as_the_standard_says() {
    let text = format!(
        "<cap:alert xmlns:cap=\"{NAMESPACE}\"><cap:identifier>43b080713727</cap:identifier>\
         <cap:sender>hsas@dhs.gov</cap:sender><cap:sent>2003-04-02T14:39:01-05:00</cap:sent>\
         <cap:status>Actual</cap:status><cap:msgType>Alert</cap:msgType><cap:scope>Public</cap:scope><cap:info>\
         <cap:category>Security</cap:category><cap:event>An advisory</cap:event><cap:urgency>Immediate</cap:urgency>\
         <cap:severity>Severe</cap:severity><cap:certainty>Likely</cap:certainty><cap:description><![CDATA[a < b]]>\
         </cap:description><cap:unknown>x</cap:unknown></cap:info></cap:alert>"
    );
    let read = read(text.as_bytes(), Limits::default()).expect("a message");
    assert_eq!((read.sent, read.infos[0].language.as_str()), (1_049_312_341_000, "en-US"));
    assert_eq!(read.infos[0].description.as_deref(), Some("a < b"));
}

#[test]
fn what_is_wrong_is_named_by_its_path() {
    let broken = write(&message()).replace("Restricted", "Secret").replace("Immediate", "Now");
    assert_eq!(problems(&broken), ["alert.scope", "alert.info[0].urgency"]);
    let nobody = write(&message()).replace("<restriction>TLP:AMBER</restriction>", "");
    assert_eq!(problems(&nobody), ["alert.restriction"]);
    let local = write(&message()).replace("<sent>2024-06-03T08:00:00-00:00</sent>", "<sent>yesterday</sent>");
    assert_eq!(problems(&local), ["alert.sent"]);
    for hostile in [
        "",
        "{}",
        "<alert/>",
        "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.1\"/>",
        "<!DOCTYPE a [<!ENTITY x \"y\">]><alert>&x;</alert>",
    ] {
        assert_eq!(problems(hostile), ["alert"], "{hostile}");
    }
    let deep = format!("<alert xmlns=\"{NAMESPACE}\">{}", "<a>".repeat(100_000));
    assert_eq!(problems(&deep), ["alert"]);
    let small = Limits { bytes: 10, ..Limits::default() };
    assert!(matches!(read(b"<alert></alert>", small), Err(ExchangeError::TooLarge { .. })));
}

proptest! {
    /// No text of a person breaks the message; it comes back, but for characters that XML cannot hold.
    #[test]
    fn any_text_comes_back(headline in "[^\\x00-\\x1f\u{fffe}\u{ffff}]{1,60}", value in "\\PC{0,40}") {
        let mut given = message();
        given.infos[0].headline = Some(format!("x{headline}x"));
        given.infos[0].parameters.insert("p".into(), vec![value.trim().to_owned()]);
        let back = read(write(&given).as_bytes(), Limits::default()).expect("well formed");
        prop_assert_eq!(back, given);
    }

    /// Whatever comes in, the answer is a message or an error.
    #[test]
    fn reading_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes, Limits::default());
    }
}
