//! The clocks of a notice: receipt and decision without undue delay, six months to complain, 90 days to settle.

use super::{Notice, Step};
use crate::{Deadline, Fulfilment, Term, Words};

fn done<T>(step: Option<&Step<T>>, event: &str) -> Option<Fulfilment> {
    step.map(|one| Fulfilment { at: one.at, by: one.by.clone(), event: event.into() })
}

pub(super) fn deadlines(state: &Notice) -> Vec<Deadline> {
    let Some((sent, _)) = state.sent else { return Vec::new() };
    let host = &state.draft.host;
    let ended = state.ended.as_ref().map(|one| one.at);
    let stop = || Words::new("closed or withdrawn", "clos ou retiré", "geschlossen oder zurückgezogen");
    // A host that decides has confirmed by it that it had the notice.
    let confirmed = state.received.as_ref().map(|(at, by)| Fulfilment {
        at: *at,
        by: by.clone(),
        event: "receipt-confirmed".into(),
    });
    let receipt = confirmed.or(done(state.decision.as_ref(), "decided"));
    let words = |en: &str, fr: &str, de: &str| Words::new(en, fr, de);
    let mut all = vec![
        Deadline::new(
            "receipt",
            words("confirm the receipt", "accuser réception", "den Eingang bestätigen"),
            Notice::article(16, "(4)"),
            "sent",
            Some(sent),
            Term::Promptly,
        )
        .of(host)
        .stopped(stop(), ended)
        .met(receipt),
        Deadline::new(
            "decision",
            words(
                "decide, and notify the decision and its redress",
                "décider, et notifier la décision et les voies de recours",
                "entscheiden und Entscheidung samt Rechtsbehelfen mitteilen",
            ),
            Notice::article(16, "(5)"),
            "sent",
            Some(sent),
            Term::Promptly,
        )
        .of(host)
        .stopped(stop(), ended)
        .met(done(state.decision.as_ref(), "decided")),
    ];
    if let Some(decision) = &state.decision {
        all.push(
            Deadline::new(
                "complain",
                words(
                    "complain, if you mean to",
                    "introduire une réclamation, le cas échéant",
                    "Beschwerde einlegen, falls gewollt",
                ),
                Notice::article(20, "(1)"),
                "decided",
                Some(decision.at),
                Term::Months(6),
            )
            .stopped(stop(), ended)
            .met(done(state.complaint.as_ref(), "complained")),
        );
    }
    if let Some(complaint) = &state.complaint {
        all.push(
            Deadline::new(
                "complaint-decision",
                words(
                    "decide on the complaint",
                    "statuer sur la réclamation",
                    "über die Beschwerde entscheiden",
                ),
                Notice::article(20, "(4)"),
                "complained",
                Some(complaint.at),
                Term::Promptly,
            )
            .of(host)
            .stopped(stop(), ended)
            .met(done(state.complaint_decision.as_ref(), "complaint-decided")),
        );
    }
    if let Some(referral) = &state.referral {
        let what = || words("settle the dispute", "régler le litige", "den Streit beilegen");
        let clock = |name: &str, starts: &str, term: Term| {
            Deadline::new(name, what(), Notice::article(21, "(4)"), starts, Some(referral.at), term)
                .of(&referral.what)
        };
        // The first one ends when it is extended, and a second one stands beside it: a deadline never moves.
        let extended = state.extension.as_ref().map(|one| one.at);
        let stops = Words::new("extended, or closed", "prolongé, ou clos", "verlängert oder geschlossen");
        let settled = done(state.settlement.as_ref(), "settled");
        let first = settled.clone().filter(|_| extended.is_none());
        all.push(
            clock("settlement", "referred", Term::Days(90)).stopped(stops, extended.or(ended)).met(first),
        );
        if extended.is_some() {
            all.push(
                clock("settlement-extended", "referred", Term::Days(180)).stopped(stop(), ended).met(settled),
            );
        }
    }
    all
}
