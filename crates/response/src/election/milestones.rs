//! The deadlines of an election, all counted from its days.

use super::{Details, Election, network};
use crate::{Calendar, Deadline, Source, Term, Words};
use std::collections::BTreeMap;

/// A milestone: its name, when it is due, on what that stands, what is to be done.
type Row = (&'static str, i64, Source, Words);

/// By name, when each milestone of these days is due.
pub(super) fn dates(details: &Details) -> BTreeMap<&'static str, i64> {
    rows(details).into_iter().map(|(name, due, ..)| (name, due)).collect()
}

/// The milestones: each starts when the election is entered, or when its date came to be by a revision, and is due by the moment that
/// the law counts back or forth. One whose date was given up stays, as what it was until then.
pub(super) fn of(election: &Election, details: &Details) -> Vec<Deadline> {
    let ended = election.closed.as_ref().map(|(at, _)| *at);
    let stop = Words::new("the election is closed", "l’élection est close", "die Wahl ist abgeschlossen");
    let now = rows(details).into_iter().map(|(name, due, basis, what)| {
        let done = election.confirmed.get(name).map(|(done, _)| done.clone());
        since(election, election.earlier.len(), (name, due), basis, what, &details.calendar)
            .stopped(stop.clone(), ended)
            .met(done)
    });
    let mut all: Vec<Deadline> = now.collect();
    for (n, one) in election.earlier.iter().enumerate() {
        let next = election.earlier.get(n + 1).map_or(details, |later| &later.details);
        let next = dates(next);
        for (name, due, basis, what) in rows(&one.details) {
            if next.get(name) == Some(&due) {
                continue;
            }
            let day = one.details.first_day;
            let what = Words::new(
                format!("for the vote of {day}: {}", what.en),
                format!("pour le scrutin du {day} : {}", what.fr),
                format!("für die Wahl am {day}: {}", what.de),
            );
            let moved = Words::new(
                "the date of the vote was changed",
                "la date du scrutin a été modifiée",
                "das Datum der Wahl wurde geändert",
            );
            let done = one.confirmed.get(name).map(|(done, _)| done.clone());
            let mut deadline = since(election, n, (name, due), basis, what, &one.details.calendar);
            deadline.name = format!("earlier-{}-{name}", n + 1);
            all.push(deadline.stopped(moved, Some(one.until)).met(done));
        }
    }
    all
}

/// A milestone of the details that held after so many revisions; it runs from the last one that gave it its date.
fn since(
    election: &Election,
    revisions: usize,
    (name, due): (&str, i64),
    basis: Source,
    what: Words,
    calendar: &Calendar,
) -> Deadline {
    let mut before = election.earlier[..revisions].iter().rev();
    let given = before.find(|one| dates(&one.details).get(name) != Some(&due));
    let (starts_by, started) = given.map_or(("entered", election.entered), |one| ("revised", one.until));
    Deadline::new(name, what, basis, starts_by, Some(started), Term::Until(due)).by_calendar(calendar)
}

fn rows(details: &Details) -> Vec<Row> {
    let calendar = &details.calendar;
    let (opens, closes) = (calendar.first(details.first_day), calendar.last(details.last_day));
    let political_ads = |article: &str| {
        Source::known(
            &format!("Regulation (EU) 2024/900 {article}"),
            "https://eur-lex.europa.eu/eli/reg/2024/900/oj",
        )
    };
    let guidelines = Source::known(
        "Commission guidelines C/2024/3014 under Regulation (EU) 2022/2065 Art 35(3)",
        "https://digital-strategy.ec.europa.eu/en/library/guidelines-providers-vlops-and-vloses-mitigation-systemic-risks-electoral-processes",
    );
    let retention = Source::house("raw posts of private accounts go when their time is over");
    vec![
        (
            "platforms-prepared",
            calendar.months_before(details.first_day, 6),
            guidelines.clone(),
            Words::new(
                "ask the platforms what they have prepared; the period of their election measures begins",
                "demander aux plateformes ce qu’elles ont préparé ; la période de leurs mesures électorales commence",
                "die Plattformen fragen, was sie vorbereitet haben; der Zeitraum ihrer Wahlmaßnahmen beginnt",
            ),
        ),
        (
            "third-country-sponsors",
            calendar.months_before(details.first_day, 3),
            political_ads("Art 5(2)"),
            Words::new(
                "check political ads for sponsors from third countries: from here on they are barred",
                "vérifier les annonceurs de pays tiers dans la publicité politique : à partir d’ici, ils sont exclus",
                "politische Anzeigen auf Auftraggeber aus Drittstaaten prüfen: ab hier sind sie ausgeschlossen",
            ),
        ),
        (
            "integrity-checklist",
            calendar.months_before(details.first_day, 2),
            network(),
            Words::new(
                "go through the integrity checklist and the risk matrix",
                "passer en revue la liste de contrôle d’intégrité et la matrice des risques",
                "Prüfliste zur Integrität und Risikomatrix durchgehen",
            ),
        ),
        (
            "last-month",
            calendar.months_before(details.first_day, 1),
            political_ads("Art 15 and 16"),
            Words::new(
                "the last month begins: complaints about ads within 48 hours, information to authorities within 48 hours",
                "le dernier mois commence : plaintes sur la publicité en 48 heures, informations aux autorités en 48 heures",
                "der letzte Monat beginnt: Beschwerden über Anzeigen in 48 Stunden, Auskünfte an Behörden in 48 Stunden",
            ),
        ),
        (
            "voting-facts",
            calendar.months_before(details.first_day, 1),
            network(),
            Words::new(
                "state the official voting facts, against which false information is held",
                "établir les faits officiels du scrutin, auxquels se mesure l’information fausse",
                "die amtlichen Tatsachen zur Wahl eintragen, an denen falsche Angaben gemessen werden",
            ),
        ),
        (
            "last-48-hours",
            opens - 48 * 3_600_000,
            Source::house("in the last two days every answer is given at once"),
            Words::new(
                "the last 48 hours: who is on duty, who decides, who answers",
                "les 48 dernières heures : qui est de garde, qui décide, qui répond",
                "die letzten 48 Stunden: wer Dienst hat, wer entscheidet, wer antwortet",
            ),
        ),
        (
            "ads-repository",
            calendar.after_hours(closes, 72),
            political_ads("Art 13"),
            Words::new(
                "72 hours after: the last ads must be in the European repository; compare",
                "72 heures après : les dernières annonces doivent être au répertoire européen ; comparer",
                "72 Stunden danach: die letzten Anzeigen müssen im europäischen Archiv stehen; vergleichen",
            ),
        ),
        (
            "review",
            calendar.after_months(closes, 1),
            guidelines,
            Words::new(
                "review the election: what was seen, what was done, what it changed",
                "faire le bilan de l’élection : ce qui a été vu, ce qui a été fait, ce que cela a changé",
                "die Wahl nachbereiten: was gesehen, was getan wurde, was es geändert hat",
            ),
        ),
        (
            "retention",
            calendar.after_days(closes, details.retention_days),
            retention,
            Words::new(
                "delete raw posts of private accounts that belong to no case",
                "supprimer les messages bruts de comptes privés qui n’appartiennent à aucun dossier",
                "Rohbeiträge privater Konten löschen, die zu keinem Vorgang gehören",
            ),
        ),
    ]
}
