//! The clocks: Art 23(4) and (5) of Directive (EU) 2022/2555.

use super::{Cyber, Report};
use crate::{Deadline, Fulfilment, Party, Term, Words};

pub(super) fn deadlines(it: &Cyber) -> Vec<Deadline> {
    if !it.must_be_reported() {
        return Vec::new();
    }
    let aware = Some(it.draft.aware_at);
    let closed = it.closed.as_ref().map(|(at, ..)| *at);
    let stop = || Words::new("closed", "clos", "geschlossen");
    let met = |at: i64, by: &Party, event: &str| Fulfilment { at, by: by.clone(), event: event.into() };
    let by = |report: Option<&Report>, event: &str| report.map(|one| met(one.at, &one.by, event));
    let deadline = |name: &str, what: Words, paragraph: &str, starts_by: &str, started, term| {
        Deadline::new(name, what, Cyber::basis(paragraph), starts_by, started, term).stopped(stop(), closed)
    };
    let mut all = vec![
        deadline(
            "early-warning",
            Words::new("send an early warning", "envoyer une alerte précoce", "eine Frühwarnung senden"),
            "(4)(a)",
            "became-aware",
            aware,
            Term::Hours(24),
        )
        // A notification within 24 hours warns as well.
        .met(by(it.warning.as_ref().or(it.notification.as_ref()), "warned")),
        deadline(
            "notification",
            Words::new("notify the incident", "notifier l’incident", "den Vorfall melden"),
            "(4)(b)",
            "became-aware",
            aware,
            Term::Hours(72),
        )
        .met(by(it.notification.as_ref(), "notified")),
    ];
    if let Some(notified) = &it.notification {
        // Where the incident still goes on after a month, a report of progress is due then, and the final one a month after
        // it was handled.
        let month = it.progress.iter().find(|one| it.handled.as_ref().is_none_or(|(at, _)| one.at < *at));
        let first =
            it.final_report.as_ref().filter(|one| month.is_none_or(|other| one.at <= other.at)).or(month);
        all.push(
            deadline(
                "final-report",
                Words::new(
                    "send the final report, or one of progress where it goes on",
                    "envoyer le rapport final, ou d’avancement si l’incident se poursuit",
                    "den Abschlussbericht senden, oder einen Fortschrittsbericht, wenn der Vorfall andauert",
                ),
                "(4)(d), (e)",
                "notified",
                Some(notified.at),
                Term::Months(1),
            )
            .met(by(first, "reported")),
        );
        if let (Some((handled, _)), Some(_)) = (&it.handled, month) {
            all.push(
                deadline(
                    "final-report-after-handling",
                    Words::new(
                        "send the final report",
                        "envoyer le rapport final",
                        "den Abschlussbericht senden",
                    ),
                    "(4)(e)",
                    "handled",
                    Some(*handled),
                    Term::Months(1),
                )
                .met(by(it.final_report.as_ref(), "finished")),
            );
        }
    }
    if let Some(warned) = &it.warning {
        all.push(
            deadline(
                "feedback",
                Words::new("give first feedback", "donner un premier retour", "eine erste Rückmeldung geben"),
                "(5)",
                "warned",
                Some(warned.at),
                Term::Hours(24),
            )
            .of(&it.draft.csirt)
            .met(by(it.feedback.first(), "answered")),
        );
    }
    all
}
