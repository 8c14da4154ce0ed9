//! The report as its readers meet it.

use super::words::Words;
use super::*;
use crate::error::Error;
use proptest::prelude::*;
use serde_json::Value;

/// Texts that try to leave their place, in HTML, in typst, in CSS, and on the screen.
const HOSTILE: &str = "<script>alert(1)</script>\"><img src=x onerror=alert(1)> #read(\"/etc/passwd\") $x$ *b* @a </style> \u{202e}evil \u{0} ]] \\";

/// Every free text of a report replaced; words of fixed scales, ids of countries and the format stay.
pub(super) fn hostile(report: &Report, text: &str) -> Report {
    fn walk(value: &mut Value, key: &str, text: &str) {
        match value {
            Value::String(s)
                if !matches!(
                    key,
                    "format"
                        | "marking"
                        | "kind"
                        | "unit"
                        | "severity"
                        | "confidence"
                        | "likelihood"
                        | "class"
                        | "reliability"
                        | "credibility"
                        | "section"
                ) =>
            {
                text.clone_into(s);
            }
            Value::Array(list) => list.iter_mut().for_each(|v| walk(v, key, text)),
            Value::Object(fields) => {
                // An author's kind is a word of the model; a source's is free text.
                let author = fields.contains_key("party") || fields.contains_key("method");
                for (key, v) in fields.iter_mut() {
                    let key = if key == "kind" && !author { "free" } else { key };
                    walk(v, key, text);
                }
            }
            _ => {}
        }
    }
    let mut value = serde_json::to_value(report).expect("plain data");
    walk(&mut value, "", text);
    serde_json::from_value(value).expect("still a report")
}

#[test]
fn what_is_written_reads_back_equal() {
    let report = example::report();
    let json = json::render(&report).expect("plain data");
    assert_eq!(json::read(&json).expect("our own"), report);
    assert_eq!(
        json::render(&Report::default()).and_then(|j| json::read(&j)).expect("empty"),
        Report::default()
    );
}

#[test]
fn what_is_no_report_is_refused_with_the_mend() {
    let wrong =
        json::read("{\"format\":\"ostrakon-situation-report/9\",\"head\":7}").expect_err("a later version");
    assert!(matches!(&wrong, Error::SituationFormat { found } if found.ends_with("/9")));
    assert!(wrong.to_string().contains("this version reads \"ostrakon-situation-report/1\""));
    let json = json::render(&example::report()).expect("plain data");
    for bad in [
        "",
        "[]",
        "null",
        "7",
        &json[..json.len() / 2],
        &"[".repeat(100_000),
        "{\"format\":\"ostrakon-situation-report/1\",\"figures\":{}}",
    ] {
        assert!(matches!(json::read(bad), Err(Error::SituationJson(_) | Error::SituationFormat { .. })));
    }
    assert_eq!(
        json::read(&format!("{{\"format\":\"{FORMAT}\"}}")).expect("all fields may be missing"),
        Report::default()
    );
}

#[test]
fn the_page_is_as_it_was_looked_at() {
    let page = html::render(&example::report(), "en");
    let body = page.split_once("<body").expect("a body").1;
    insta::assert_snapshot!("page", body.replace("><", ">\n<"));
}

#[test]
fn the_difference_names_what_is_new_ended_changed_and_moved() {
    let changes = example::report().changes.expect("the second issue");
    let ids = |list: &[difference::Change]| {
        list.iter().map(|c| format!("{}/{}", c.section, c.id)).collect::<Vec<_>>()
    };
    assert_eq!(changes.since_version, 1);
    assert_eq!(ids(&changes.new), ["developments/dev-2", "alerts/alert-1", "corrections/correction-1"]);
    assert_eq!(ids(&changes.ended), ["gaps/gap-0"]);
    let changed: Vec<_> = changes
        .changed
        .iter()
        .flat_map(|c| {
            c.fields
                .iter()
                .map(move |f| (c.item.id.as_str(), f.field.as_str(), f.before.as_str(), f.after.as_str()))
        })
        .collect();
    assert_eq!(
        changed,
        [
            ("notification-1", "answered_at", "", "2024-06-06T20:00:00Z"),
            ("notification-1", "outcome", "", "labelled"),
            ("scenario-1", "likelihood", "roughly-even-chance", "likely"),
        ]
    );
    let figures: Vec<_> = changes.figures.iter().map(|f| (f.item.id.as_str(), f.before, f.after)).collect();
    assert_eq!(figures, [("DE", Some(3.0), Some(5.0)), ("open", Some(9.0), Some(11.0))]);
}

#[test]
fn a_later_look_at_the_same_is_no_change() {
    let old = example::previous();
    let mut new = old.clone();
    let later = |f: &mut Figure| f.as_of += 86_400_000;
    new.figures.iter_mut().for_each(later);
    new.countries.iter_mut().for_each(|c| later(&mut c.incidents));
    assert!(difference(&old, &new).is_empty());
}

#[test]
fn two_items_with_one_id_are_both_seen() {
    let gap = || Gap { id: "g".into(), ..Gap::default() };
    let new = Report { gaps: vec![gap(), gap()], ..Report::default() };
    assert_eq!(difference(&Report::default(), &new).new.len(), 2);
    assert_eq!(difference(&new, &Report::default()).ended.len(), 2);
}

#[test]
fn what_was_written_in_an_exercise_says_so_on_every_page_in_the_readers_language() {
    let mut report = example::report();
    assert!(!html::render(&report, "en").contains("EXERCISE"));
    report.head.exercise = true;
    for (language, word) in [("en", "EXERCISE"), ("fr", "EXERCICE"), ("de", "ÜBUNG")] {
        let page = html::render(&report, language);
        // The bar that stays, the title, the end, and the running head and foot of the printed sheets.
        assert!(page.contains(&format!("TLP:AMBER · {word}</b><span>")), "{language}");
        assert!(page.matches(word).count() >= 3, "{language}");
    }
    let json = json::render(&report).expect("plain data");
    assert!(json::read(&json).expect("our own").head.exercise);
}

#[test]
fn an_empty_report_says_that_nothing_happened_and_what_that_means() {
    for (language, said) in
        [("en", "Nothing was reported"), ("fr", "Rien n’a été signalé"), ("de-AT", "wurde nichts gemeldet")]
    {
        let page = html::render(&Report::default(), language);
        assert!(page.contains(said), "{language}");
        assert!(
            page.contains("TLP:AMBER+STRICT"),
            "an unmarked report is marked by the strictest shareable label"
        );
        let empty = Words::of(language).get("empty.impact");
        assert!(page.contains(&empty), "{language}: {empty}");
    }
    let withheld =
        Report { withheld: vec![Withheld { count: 1, ..Withheld::default() }], ..Report::default() };
    assert!(!withheld.is_quiet(), "what is kept from the reader is not calm");
}

#[test]
fn hostile_texts_are_shown_and_do_nothing() {
    let page = html::render(&hostile(&example::report(), HOSTILE), "en");
    let body = page.split_once("</style>").expect("the style ends where ours does").1;
    assert!(!page.contains("<script") && !page.contains("<img") && !body.contains("</style>"));
    assert!(body.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "shown as text");
    assert!(!page.contains(['\u{202e}', '\u{0}']), "direction and control characters are shown by number");
    assert!(page.contains("default-src 'none'; style-src 'sha256-"));
}

#[test]
fn only_the_web_and_our_own_pages_are_linked() {
    let bad = [
        "javascript:alert(1)",
        " JaVaScRiPt:1",
        "data:text/html,x",
        "//evil.example/",
        "/\\evil.example",
        "java\nscript:1",
        "file:///x",
        "",
    ];
    let good = ["https://example.org/a?b=c", "/api/v1/incidents/1", "#countries"];
    let page = |href: &str| {
        let records = vec![Link { label: "here".into(), href: href.into() }];
        let developments = vec![Development { records, ..Development::default() }];
        html::render(&Report { developments, ..Report::default() }, "en")
    };
    for href in bad {
        assert!(!page(href).contains(">here</a>"), "{href}");
    }
    for href in good {
        assert!(page(href).contains(&format!("<a href=\"{href}\">here</a>")), "{href}");
    }
}

#[test]
fn the_tables_of_words_have_the_same_keys_and_places() {
    let places = |text: &str| {
        let mut all: Vec<String> =
            text.split('{').skip(1).filter_map(|p| p.split('}').next()).map(String::from).collect();
        all.sort();
        all
    };
    let english = Words::of("en");
    for other in ["fr", "de"].map(Words::of) {
        assert_eq!(english.keys(), other.keys());
        for key in english.keys() {
            assert_eq!(places(&english.get(key)), places(&other.get(key)), "{} {key}", other.language);
        }
    }
    // A key that is missing stands in the page as itself.
    let page = html::render(&example::report(), "en");
    for stem in
        ["section.", "column.", "empty.", "fact.", "first.", "confidence.", "severity.", "map.", "coverage."]
    {
        let slip = page.split(stem).skip(1).find(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
        assert!(slip.is_none(), "{stem}{:?}", slip.map(|s| s.chars().take(20).collect::<String>()));
    }
}

#[test]
fn generated_words_say_so_and_people_are_named() {
    let page = html::render(&example::report(), "en");
    assert!(page.contains("Generated by figures 1.0 from records (1)"));
    assert!(page.contains(">Electoral authority, DE</p>"));
    assert!(page.contains("Forecast, not finding."));
}

#[test]
fn a_country_that_was_not_covered_is_no_zero() {
    let page = html::render(&example::report(), "en");
    let row = |name: &str| {
        page.split(&format!("<th scope=\"row\">{name}<small>"))
            .nth(1)
            .and_then(|r| r.split("</tr>").next())
            .unwrap_or_default()
            .to_owned()
    };
    assert!(row("Moldova").contains("<td class=\"n\">–</td>") && row("Moldova").contains("not covered"));
    assert!(row("Poland").contains("<td class=\"n\">0<small>of 5 under review</small>"));
    assert!(
        page.contains("<title>Greece: 0 of 2 under review</title>"),
        "the Union's EL is on the map as GR"
    );
}

#[test]
fn a_state_off_the_map_still_has_a_tile() {
    let country =
        |id: &str| Country { id: id.into(), incidents: Figure::count("i", "i", 4, 0), ..Country::default() };
    let page =
        html::render(&Report { countries: vec![country("CA"), country("zz<")], ..Report::default() }, "en");
    assert!(page.contains(">CA</text>") && page.contains(">ZZ&lt;</text>"));
}

#[test]
fn five_hundred_incidents_are_all_there() {
    let page = html::render(&example::large(500), "de");
    assert_eq!(
        page.matches("<h3>").count(),
        500 + example::report().threats.len() + 1 + 1 + 1 + 1 + 2 + 1 + 1
    );
    assert_eq!(page.matches("nicht bestätigt").count(), 50, "the silent one of each alert");
    assert!(page.contains("5 von 500"), "the first page says that it shows some");
}

#[test]
fn the_last_acknowledgement_has_no_time_while_somebody_is_silent() {
    let mut alert = example::report().alerts.remove(0);
    assert_eq!(alert.times(), (Some(3_600_000), None));
    alert.acknowledgements.retain(|k| k.at.is_some());
    assert_eq!(alert.times(), (Some(3_600_000), Some(5 * 3_600_000)));
}

#[test]
fn numbers_and_days_read_as_the_language_writes_them() {
    let [en, fr, de] = ["en", "fr", "de"].map(Words::of);
    assert_eq!(
        [en.number(1234.5), fr.number(1234.5), de.number(1234.5)],
        ["1,234.5", "1\u{202f}234,5", "1.234,5"]
    );
    assert_eq!([en.day(0), fr.day(0), de.day(0)], ["1 January 1970", "1 janvier 1970", "1. Januar 1970"]);
    assert_eq!(en.value(Some(f64::NAN), Unit::Count), "–");
    assert_eq!(de.value(Some(64.5), Unit::Percent), "64,5\u{a0}%");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_text_and_number_is_rendered_and_read_back(
        text in "(<|&|\"|#|\\*|\\$|\\\\|\u{202e}|\\{|\\}|.){0,30}",
        value in prop::option::of(any::<f64>().prop_filter("finite", |v| v.is_finite())),
        time in any::<i64>(),
    ) {
        let mut report = hostile(&example::report(), &text);
        report.figures[0].value = value;
        report.head.as_of = time;
        report.activity.days[0].at = time;
        report.alerts[0].issued_at = time;
        report.notifications[0].sent_at = time;
        prop_assert!(difference(&report, &report).is_empty());
        let json = json::render(&report).expect("plain data");
        prop_assert_eq!(json::read(&json).expect("our own"), report.clone());
        for language in ["en", "fr", "de"] {
            let page = html::render(&report, language);
            prop_assert!(page.ends_with("</html>\n"));
            let tricky = page.contains(['\u{202e}', '\u{0}']);
            prop_assert!(!tricky);
        }
    }
}
