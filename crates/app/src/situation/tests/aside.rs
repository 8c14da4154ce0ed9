//! What turned out to be nothing is told as such, and what is one counts once.

use super::*;

impl House {
    fn promoted(&self, name: &str) -> String {
        let wish = Wish {
            name: name.into(),
            description: "Posts in step.".into(),
            techniques: vec!["T0049".into()],
            marking: Tlp::Amber,
            confidence: 80,
            ..Wish::default()
        };
        self.hub.promote(&self.who, &self.shelf, &[finding(name)], wish).expect("promoted").incident
    }

    /// A case about an incident, begun; with the marking that cases have by themselves where none is given.
    fn case(&self, incident: &str, marking: Option<&str>) -> String {
        let mut draft = json!({ "title": format!("Case of {incident}"), "incident": incident, "severity": "critical",
            "election": self.election });
        if let Some(marking) = marking {
            draft["marking"] = json!(marking);
        }
        let open = json!({ "command": "open", "draft": draft });
        let id = self.hub.open_record(&self.who, "case", &open, None).expect("opened").id;
        self.act(&self.who, "case", &id, &json!({ "command": "start" })).expect("begun");
        id
    }

    fn close(&self, case: &str, outcome: &str) {
        let close =
            json!({ "command": "close", "outcome": outcome, "note": "People who did nothing wrong." });
        self.act(&self.who, "case", case, &close).expect("closed");
    }
}

/// Value and whole of a figure.
fn figure(report: &Report, id: &str) -> Option<(f64, Option<f64>)> {
    let all = report.figures.iter().chain([&report.activity.total]).chain(&report.activity.figures);
    let found = all.into_iter().find(|one| one.id == id)?;
    Some((found.value?, found.denominator.as_ref().map(|of| of.value)))
}

fn technique(report: &Report) -> (f64, f64) {
    let of = &report.techniques.iter().find(|one| one.id == "T0049").expect("noted").incidents;
    (of.value.expect("counted"), of.denominator.as_ref().expect("of all").value)
}

#[test]
fn a_false_positive_is_no_incident_and_is_told_as_what_it_is() {
    let house = house();
    let before = house.report(&house.who, |_| {}).expect("a report");
    let on_record = figure(&before, "opened").expect("counted").0;
    assert_eq!(figure(&before, "false-positive"), Some((0.0, Some(on_record))));
    // Given two more incidents, one of them closed as a false positive,
    let (real, none) = (house.promoted("Real"), house.promoted("None"));
    house.case(&real, Some("TLP:AMBER"));
    let mistaken = house.case(&none, Some("TLP:AMBER"));
    house.close(&mistaken, "false-positive");
    // then it is in no figure and no list, and is counted by itself, of all that there were;
    let report = house.report(&house.who, |_| {}).expect("a report");
    assert_eq!(figure(&report, "opened"), Some((on_record + 1.0, None)));
    assert_eq!(figure(&report, "incidents-open").and_then(|(_, of)| of), Some(on_record + 1.0));
    assert_eq!(technique(&report), (on_record + 1.0, on_record + 1.0));
    assert_eq!(figure(&report, "false-positive"), Some((1.0, Some(on_record + 2.0))));
    assert!(report.developments.iter().all(|one| !one.id.contains(&mistaken)));
    assert!(
        report.summary[0].text.contains("1 more was closed as a false positive"),
        "{}",
        report.summary[0].text
    );
    assert_eq!(report.activity.days.iter().map(|day| day.count).sum::<u64>() as f64, on_record + 1.0);
    // its figure is asked again by its address; before the case was closed nobody said so.
    let again = house.hub.situation_figure(
        &house.who,
        &Request { election: house.election.clone(), marking: Some(Tlp::Amber), ..Request::default() },
        "activity/false-positive",
    );
    assert_eq!(again.expect("there").value, Some(1.0));
    house.pass(HOUR);
    let earlier =
        house.report(&house.who, |request| request.cut_off = Some(NOW + 2 * HOUR)).expect("a report");
    assert_eq!(figure(&earlier, "false-positive").map(|(n, _)| n), Some(1.0));
    let drawn = render(&report, Form::Html, "en").expect("drawn");
    let page = String::from_utf8(drawn.bytes).expect("a page");
    assert!(page.contains("Closed as false positive"), "the page says it");
}

#[test]
fn what_a_narrower_case_found_is_left_out_and_not_told() {
    let house = house();
    let on_record =
        figure(&house.report(&house.who, |_| {}).expect("a report"), "opened").expect("counted").0;
    // Given a false positive whose case has the marking that cases have by themselves,
    let none = house.promoted("None");
    let mistaken = house.case(&none, None);
    house.close(&mistaken, "false-positive");
    // when the report is for wider readers, then it does not count the incident, nor say what became of it,
    let report = house.report(&house.who, |_| {}).expect("a report");
    assert_eq!(figure(&report, "opened"), Some((on_record, None)));
    assert_eq!(figure(&report, "false-positive"), Some((0.0, Some(on_record))));
    let text = serde_json::to_string(&report).expect("JSON");
    assert!(!text.contains(&none) && !text.contains(&mistaken), "nothing names it");
    // but that one is left out;
    let left = report.withheld.iter().find(|one| one.id == "judged").expect("told");
    assert_eq!(left.count, 1);
    // and those who may read the case are told what it found.
    let own = house.report(&house.who, |request| request.marking = Some(Tlp::AmberStrict)).expect("a report");
    assert_eq!(figure(&own, "false-positive").map(|(n, _)| n), Some(1.0));
    // One that is over for another reason is on record and not open.
    let over = house.promoted("Over");
    let case = house.case(&over, None);
    let open = |house: &House| figure(&house.report(&house.who, |_| {}).expect("a report"), "incidents-open");
    let before = open(&house).expect("counted");
    let plan = json!({ "command": "plan", "mechanism": "no-action", "reason": "It ended.", "legal_basis": "none is needed" });
    house.act(&house.who, "case", &case, &plan).expect("planned");
    house.close(&case, "countered");
    assert_eq!(open(&house), Some((before.0 - 1.0, before.1)));
}

#[test]
fn incidents_whose_cases_were_merged_count_once() {
    for marking in [Some("TLP:AMBER"), None] {
        let house = house();
        let on_record =
            figure(&house.report(&house.who, |_| {}).expect("a report"), "opened").expect("counted").0;
        // Given two incidents of which one case takes up the other's,
        let (one, same) = (house.promoted("One"), house.promoted("The same"));
        let (into, from) = (house.case(&one, marking), house.case(&same, marking));
        house
            .act(&house.who, "case", &from, &json!({ "command": "merge-into", "case": into }))
            .expect("merged");
        // then they are one incident, with the places of both;
        let report = house.report(&house.who, |_| {}).expect("a report");
        assert_eq!(figure(&report, "opened"), Some((on_record + 1.0, None)), "{marking:?}");
        assert_eq!(technique(&report), (on_record + 1.0, on_record + 1.0));
        assert_eq!(figure(&report, "merged").is_some(), marking.is_some());
        // and two again when the merger is undone.
        house.act(&house.who, "case", &from, &json!({ "command": "unmerge" })).expect("undone");
        let report = house.report(&house.who, |_| {}).expect("a report");
        assert_eq!(figure(&report, "opened"), Some((on_record + 2.0, None)));
    }
}
