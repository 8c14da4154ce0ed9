//! A fixed report, for tests, documentation and for looking at a rendering. An exercise; none of it happened.

use super::{
    Acknowledgement, Activity, Alert, AlertClass, Claim, Confidence, Contradiction, Contributor, Correction,
    Country, Coverage, Credibility, Day, Decision, Development, Effect, Figure, Gap, Head, Impact,
    Likelihood, Link, Measure, Narrative, Notification, Outlook, Paragraph, Reliability, Report, Scenario,
    Severity, Source, Technique, Threat, Unit, Unobserved, Withheld, difference,
};
use ostrakon_model::Tlp;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// 7 June 2024, 06:00 UTC.
const CUT_OFF: i64 = 1_717_740_000_000;

fn link(kind: &str, n: u32) -> Link {
    Link { label: format!("{kind} {n}"), href: format!("/api/v1/{kind}s/{n:04}") }
}

fn incidents(id: &str, value: u64, of: u64) -> Figure {
    Figure::count(id, "Open incidents", value, CUT_OFF)
        .of("under review", of)
        .asked_by(format!("/api/v1/incidents?state=open&scope={id}&as_of={CUT_OFF}"))
}

fn head() -> Head {
    Head {
        title: "Situation report: European elections, exercise".into(),
        election: "European Parliament, 6–9 June 2024 (exercise)".into(),
        election_day: Some(CUT_OFF + 2 * DAY - 6 * HOUR),
        mode: "Information-sharing (IPCR)".into(),
        marking: Tlp::Amber,
        version: 2,
        as_of: CUT_OFF,
        period_start: CUT_OFF - 3 * DAY,
        period_end: CUT_OFF,
        issued_at: Some(CUT_OFF + HOUR),
        next_report: Some(CUT_OFF + DAY),
        issued_by: "Situation cell of the exercise".into(),
        approved_by: "Head of the situation cell".into(),
        distribution: vec!["Presidency".into(), "Points of contact".into()],
        contact: "duty officer of the situation cell".into(),
        ..Head::default()
    }
}

fn country(id: &str, value: Option<u64>, of: u64, alerts: u64, coverage: &str) -> Country {
    let mut open = incidents(id, value.unwrap_or(0), of).covering(coverage);
    if value.is_none() {
        (open.value, open.denominator) = (None, None);
    }
    let alerts = Figure::count("alerts", "Open alerts", alerts, CUT_OFF)
        .asked_by(format!("/api/v1/alerts?country={id}&state=open"));
    Country { id: id.into(), incidents: open, alerts, ..Country::default() }
}

/// The report: second issue of an exercise, compared with [`previous`].
pub fn report() -> Report {
    let mut report = pictures(actions(Report { head: head(), ..Report::default() }));
    report.changes = Some(difference(&previous(), &report));
    report
}

/// The issue before: two incidents fewer, one alert not yet raised, one gap still open.
pub fn previous() -> Report {
    let mut old = pictures(actions(Report { head: head(), ..Report::default() }));
    old.head.version = 1;
    old.head.as_of = CUT_OFF - DAY;
    old.developments.remove(0);
    old.alerts.clear();
    old.figures[0].value = Some(9.0);
    old.countries[0].incidents.value = Some(3.0);
    old.notifications[0].answered_at = None;
    old.notifications[0].outcome.clear();
    old.gaps.push(Gap {
        id: "gap-0".into(),
        label: "Contact at the second platform".into(),
        ..Gap::default()
    });
    old.outlook.scenarios[0].likelihood = Likelihood::RoughlyEvenChance;
    old.corrections.clear();
    old
}

fn pictures(report: Report) -> Report {
    let by = "Situation cell";
    let generated = |text: &str, n| Paragraph::generated("figures 1.0", vec![link("incident", n)], text);
    let coverage = Coverage {
        text: "X without replies, Telegram public channels only".into(),
        observed: Some(4),
        of: Some(6),
    };
    let total = Figure {
        coverage: coverage.clone(),
        ..Figure::count("opened", "Incidents opened", 31, CUT_OFF)
            .asked_by("/api/v1/incidents?opened_since=2024-05-25")
    };
    let counts = [1, 0, 2, 1, 1, 3, 2, 0, 1, 4, 3, 5, 6, 2];
    let days = (0..).zip(counts).filter(|(n, _)| *n != 7).map(|(n, count)| Day {
        at: CUT_OFF - 6 * HOUR - (13 - n) * DAY,
        count,
        event: match n {
            5 => "Information-sharing mode activated".into(),
            11 => "Alert on false voting dates".into(),
            _ => String::new(),
        },
    });
    let threat = |id: &str, label: &str, n, severity, text: &str| Threat {
        id: id.into(),
        label: label.into(),
        incidents: incidents(id, n, 40).covering("four of six platforms"),
        severity: Some(severity),
        paragraphs: vec![Paragraph::human(by, text)],
    };
    let technique = |id: &str, label: &str, tactic: &str, n| Technique {
        id: id.into(),
        label: label.into(),
        tactic: tactic.into(),
        incidents: incidents(id, n, 11),
    };
    Report {
        summary: vec![
            Paragraph::human(
                by,
                "Copies of three news sites spread a false date of the vote in Germany and Austria. Reach stayed small; the correction was published within five hours.",
            ),
            generated("11 of 40 incidents under review are open, 2 more than in the last issue.", 11),
        ],
        figures: vec![
            Figure { coverage, ..incidents("open", 11, 40) },
            Figure::count("alerts", "Open alerts", 1, CUT_OFF)
                .of("raised since 1 May", 3)
                .asked_by("/api/v1/alerts?state=open"),
            Figure {
                value: Some(18_540_000.0),
                unit: Unit::Duration,
                ..Figure::count("ack", "Time to last acknowledgement", 0, CUT_OFF)
            }
            .covering("one alert")
            .asked_by("/api/v1/alerts/0001/measures"),
            Figure {
                value: Some(64.5),
                unit: Unit::Percent,
                ..Figure::count("answered", "Notifications answered within 72 h", 0, CUT_OFF)
            }
            .covering("31 notifications")
            .asked_by("/api/v1/notifications/statistics"),
        ],
        developments: vec![
            Development {
                id: "dev-2".into(),
                at: Some(CUT_OFF - 30 * HOUR),
                title: "A false date of the vote was spread by copies of three news sites".into(),
                severity: Some(Severity::High),
                confidence: Some(Confidence::High),
                countries: vec!["DE".into(), "AT".into()],
                paragraphs: vec![
                    Paragraph::human(
                        by,
                        "Twelve look-alike domains, registered on two days, carried the same article. 214 accounts shared it within 40 minutes.",
                    ),
                    generated(
                        "Coordination: q < 0.001 against the null model; 2 of 214 organic control groups were flagged by the same rule.",
                        7,
                    ),
                ],
                records: vec![link("incident", 7), link("incident", 8)],
            },
            Development {
                id: "dev-1".into(),
                at: Some(CUT_OFF - 60 * HOUR),
                title: "An imitated voice of an electoral authority circulates in closed groups".into(),
                severity: Some(Severity::Moderate),
                confidence: Some(Confidence::Low),
                countries: vec!["MT".into()],
                paragraphs: vec![Paragraph::human(
                    by,
                    "Two reports, same recording. How far it went cannot be seen.",
                )],
                records: vec![link("incident", 3)],
            },
        ],
        activity: Activity {
            label: "Incidents opened".into(),
            days: days.collect(),
            total,
            figures: Vec::new(),
        },
        countries: vec![
            Country {
                paragraphs: vec![Paragraph::human(
                    "Electoral authority, DE",
                    "Official dates were published again on all channels.",
                )],
                ..country("DE", Some(5), 14, 1, "four of six platforms")
            },
            country("AT", Some(2), 6, 1, "four of six platforms"),
            country("MT", Some(1), 1, 0, "reports only"),
            country("FR", Some(3), 12, 0, "four of six platforms"),
            country("PL", Some(0), 5, 0, "two of six platforms"),
            country("EL", Some(0), 2, 0, "two of six platforms"),
            country("MD", None, 0, 0, ""),
        ],
        threats: vec![
            threat(
                "false-voting-information",
                "False voting information",
                4,
                Severity::High,
                "All four rest on the same twelve domains.",
            ),
            threat(
                "impersonation",
                "Impersonation of media",
                5,
                Severity::Moderate,
                "The look of the copies follows the originals to the day.",
            ),
            threat(
                "synthetic-media",
                "Synthetic media",
                2,
                Severity::Low,
                "Both recordings carry no content credentials.",
            ),
        ],
        narratives: vec![Narrative {
            id: "narrative-1".into(),
            label: "When and how one may vote".into(),
            countries: vec!["DE".into(), "AT".into()],
            languages: vec!["de".into()],
            volume: Figure::count("volume", "Posts", 3_412, CUT_OFF)
                .of("posts about the vote", 127_121)
                .covering("X without replies")
                .asked_by("/api/v1/narratives/1/volume"),
            paragraphs: vec![generated("Volume fell to a tenth within a day of the correction.", 9)],
        }],
        techniques: vec![
            technique("T0099", "Impersonate Existing Entity", "Establish Legitimacy", 5),
            technique("T0049", "Flooding the Information Space", "Maximise Exposure", 4),
            technique("T0087", "Develop Video-Based Content", "Develop Content", 2),
        ],
        impact: vec![Impact {
            id: "impact-1".into(),
            label: "Knowledge of the date of the vote".into(),
            severity: Some(Severity::Low),
            confidence: Some(Confidence::Moderate),
            figures: vec![
                Figure::count("calls", "Calls to the hotline that name a wrong date", 37, CUT_OFF)
                    .of("calls", 2_950)
                    .asked_by("/api/v1/information-items/12"),
            ],
            paragraphs: vec![Paragraph::human(
                "Electoral authority, DE",
                "Few callers had a wrong date; none said that they had missed the vote.",
            )],
        }],
        ..report
    }
}

fn actions(report: Report) -> Report {
    let by = "Situation cell";
    Report {
        measures: vec![
            Measure {
                id: "measure-1".into(),
                actor: "Electoral authority, DE".into(),
                label: "Correction of the date on all channels".into(),
                instrument: "Debunk".into(),
                state: "completed".into(),
                since: Some(CUT_OFF - 25 * HOUR),
                effect: Some(Effect {
                    sentence: "Posts with the false date fell by 71% (95% interval 48 to 84%) against matched controls.".into(),
                    figures: vec![Figure::count("after", "Posts in the 24 h after", 210, CUT_OFF).asked_by("/api/v1/measures/1/effect")],
                }),
                records: vec![link("measure", 1)],
            },
            Measure {
                id: "measure-2".into(),
                actor: "Platform A".into(),
                label: "Labels under shared links".into(),
                instrument: "Code of Conduct on Disinformation".into(),
                state: "in progress".into(),
                since: Some(CUT_OFF - 10 * HOUR),
                effect: Some(Effect { sentence: "No visible effect yet.".into(), figures: Vec::new() }),
                records: Vec::new(),
            },
        ],
        alerts: vec![Alert {
            id: "alert-1".into(),
            label: "False dates of the vote on look-alike domains".into(),
            class: AlertClass::Alert,
            issued_by: "Point of contact, DE".into(),
            issued_at: CUT_OFF - 28 * HOUR,
            state: "responding".into(),
            required: 3,
            acknowledgements: [("AT", 1), ("FR", 2), ("MT", 5), ("PL", 0)]
                .map(|(who, hours)| Acknowledgement {
                    organisation: format!("Point of contact, {who}"),
                    at: (hours > 0).then_some(CUT_OFF - 28 * HOUR + hours * HOUR),
                    commitment: if hours > 0 { "looking until 8 June".into() } else { String::new() },
                })
                .into(),
            records: vec![link("alert", 1)],
        }],
        notifications: vec![Notification {
            id: "notification-1".into(),
            platform: "Platform A".into(),
            label: "Twelve look-alike domains".into(),
            basis: "Rapid Response System, Code of Conduct on Disinformation".into(),
            sent_at: CUT_OFF - 27 * HOUR,
            answered_at: Some(CUT_OFF - 10 * HOUR),
            outcome: "labelled".into(),
            records: vec![link("notification", 1)],
        }],
        gaps: vec![Gap {
            id: "gap-1".into(),
            label: "No view of closed messenger groups".into(),
            asked_of: "member states".into(),
            due: Some(CUT_OFF + DAY),
            state: "open".into(),
            paragraphs: vec![Paragraph::human(by, "Reports of citizens are the only source.")],
        }],
        outlook: Outlook {
            paragraphs: vec![Paragraph::human(by, "The next two days matter most: polling stations open in 21 states on Sunday.")],
            scenarios: vec![
                Scenario {
                    id: "scenario-1".into(),
                    label: "The same article returns on new domains in other languages".into(),
                    likelihood: Likelihood::Likely,
                    confidence: Confidence::Moderate,
                    until: Some(CUT_OFF + 3 * DAY),
                    paragraphs: vec![Paragraph::human(by, "The registrations of 4 June were not all used.")],
                    indicators: vec!["first content on one of the nine idle domains".into(), "a copy in French or Polish".into()],
                },
                Scenario {
                    id: "scenario-2".into(),
                    label: "Attack on the site that publishes preliminary results".into(),
                    likelihood: Likelihood::VeryUnlikely,
                    confidence: Confidence::Low,
                    until: Some(CUT_OFF + 3 * DAY),
                    paragraphs: Vec::new(),
                    indicators: Vec::new(),
                },
            ],
        },
        decisions: vec![Decision {
            id: "decision-1".into(),
            label: "Shall a joint statement on the false dates be issued before Sunday?".into(),
            asked_of: "Presidency".into(),
            due: Some(CUT_OFF + 12 * HOUR),
            options: vec!["joint statement".into(), "national corrections only".into(), "no statement, since reach is small".into()],
            basis: String::new(),
            paragraphs: Vec::new(),
        }],
        contradictions: vec![Contradiction {
            id: "contradiction-1".into(),
            label: "Reach of the article".into(),
            claims: vec![
                Claim { source: "Platform A".into(), says: "40,000 views".into(), as_of: Some(CUT_OFF - 12 * HOUR) },
                Claim { source: "Fact-checkers".into(), says: "at least 300,000 views on two platforms".into(), as_of: Some(CUT_OFF - 6 * HOUR) },
            ],
            state: "asked of Platform A".into(),
        }],
        sources: vec![
            Source {
                id: "source-1".into(),
                label: "Posts of four platforms".into(),
                kind: "platform data".into(),
                reliability: Reliability::B,
                credibility: Credibility::Confirmed,
                as_of: Some(CUT_OFF - HOUR),
                records: Vec::new(),
            },
            Source {
                id: "source-2".into(),
                label: "Citizens' reports".into(),
                kind: "reports".into(),
                as_of: Some(CUT_OFF - 6 * HOUR),
                ..Source::default()
            },
        ],
        contributors: vec![Contributor { id: "de".into(), label: "Electoral authority, DE".into(), role: "state of play, impact".into() }],
        withheld: vec![Withheld { id: "red".into(), label: "Incidents".into(), reason: "marked TLP:RED by their owner".into(), count: 2 }],
        unobserved: vec![Unobserved { id: "ads".into(), label: "Political advertisements on Google".into(), reason: "no longer offered in the Union since October 2025, and no archive of what is shown outside".into() }],
        corrections: vec![Correction {
            id: "correction-1".into(),
            version: 1,
            was: "nine domains".into(),
            is: "twelve domains".into(),
            reason: "three were registered under another top-level domain".into(),
            at: Some(CUT_OFF - 20 * HOUR),
        }],
        ..report
    }
}

/// The report with `n` developments, alerts, measures and notifications among all the countries of the map.
pub fn large(n: u32) -> Report {
    let base = report();
    let spread = |k: u32| Development {
        id: format!("dev-{k}"),
        countries: vec![base.countries[k as usize % base.countries.len()].id.clone()],
        records: vec![link("incident", k)],
        ..base.developments[k as usize % 2].clone()
    };
    Report {
        developments: (0..n).map(spread).collect(),
        alerts: (0..n / 10).map(|k| Alert { id: format!("alert-{k}"), ..base.alerts[0].clone() }).collect(),
        measures: (0..n / 2)
            .map(|k| Measure { id: format!("measure-{k}"), ..base.measures[k as usize % 2].clone() })
            .collect(),
        notifications: (0..n / 2)
            .map(|k| Notification { id: format!("n-{k}"), ..base.notifications[0].clone() })
            .collect(),
        ..base
    }
}
