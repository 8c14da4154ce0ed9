//! The PDF as its readers, printers and archives meet it.

use super::{render, typeset};
use crate::situation::tests::hostile;
use crate::situation::{Head, Report, example};
use typst::layout::{Frame, FrameItem};

fn has(pdf: &[u8], needle: &str) -> bool {
    pdf.windows(needle.len()).any(|w| w == needle.as_bytes())
}

/// The words of each page, head and foot included.
fn pages(report: &Report, language: &str) -> Vec<String> {
    fn words(frame: &Frame, out: &mut String) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => words(&group.frame, out),
                FrameItem::Text(text) => out.push_str(&text.text),
                _ => {}
            }
        }
    }
    let document = typeset(report, language).expect("set");
    document
        .pages()
        .iter()
        .map(|page| {
            let mut out = String::new();
            words(&page.frame, &mut out);
            out
        })
        .collect()
}

#[test]
fn the_document_is_an_archive_form_with_tags() {
    let pdf = render(&example::report(), "en").expect("set");
    assert!(pdf.starts_with(b"%PDF-1.7"));
    for sign in ["<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>"] {
        assert!(has(&pdf, sign), "{sign}");
    }
}

#[test]
fn the_marking_stands_twice_on_every_page_and_a_draft_says_so() {
    let mut report = example::large(40);
    report.head.issued_at = None;
    let pages = pages(&report, "en");
    assert!(pages.len() > 10);
    for (n, page) in pages.iter().enumerate() {
        assert!(page.matches("TLP:AMBER · DRAFT, not issued").count() >= 2, "page {}: {page}", n + 1);
    }
}

#[test]
fn the_first_page_is_the_summary() {
    let pages = pages(&example::report(), "en");
    assert!(pages[0].contains("Shall a joint statement") && pages[0].contains("Since issue 1"));
    assert!(!pages[0].contains("Twelve look-alike"), "the sections begin on the second page");
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let report = example::report();
    assert_eq!(render(&report, "de").expect("set"), render(&report, "de").expect("set"));
}

#[test]
fn hostile_texts_are_set_as_they_are() {
    let text = "#panic() #read(\"/x\") $x$ *b* `c` @a <b> = \\ ] { } // /*";
    let report = hostile(&example::report(), text);
    let all = pages(&report, "en").concat().replace(' ', "");
    assert!(all.matches(&text.replace(' ', "")).count() > 20, "text is data");
    for language in ["fr", "de"] {
        render(&report, language).expect("set");
    }
}

#[test]
fn no_text_a_word_wider_than_the_page_and_control_characters_are_set_too() {
    for text in ["", " ", "\n\n", "\u{202e} \u{0} \u{feff} \u{2028}"] {
        render(&hostile(&example::report(), text), "en").unwrap_or_else(|e| panic!("{text:?}: {e}"));
    }
    let caveat = "x".repeat(4_000);
    let report = Report { head: Head { caveat, ..Head::default() }, ..Report::default() };
    assert!(pages(&report, "en").len() < 8, "head and foot stay one line");
}

#[test]
fn scripts_without_a_font_are_told_and_do_not_break_the_archive_form() {
    let texts = [
        "Հայաստան ընտրություններ",
        "選挙の日",
        "الانتخابات",
        "საქართველო",
        "🗳️ vote",
        "Ελλάδα България",
        "e\u{301}\u{301}\u{301}",
        "ไทย",
    ];
    for text in texts {
        render(&hostile(&example::report(), text), "en").unwrap_or_else(|e| panic!("{text}: {e}"));
    }
}

#[test]
fn an_empty_report_says_so() {
    let pages = pages(&Report::default(), "fr");
    assert!(pages[0].contains("Rien n’a été signalé"), "{}", pages[0]);
}

#[test]
fn five_hundred_incidents_are_all_there() {
    let mut report = example::large(500);
    for (n, development) in report.developments.iter_mut().enumerate() {
        development.title = format!("case-{n}-end");
    }
    let all = pages(&report, "en").concat();
    let missing: Vec<usize> = (0..500).filter(|n| !all.contains(&format!("case-{n}-end"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(render(&report, "en").is_ok());
}
