//! The registry as a table: what people keep in a spreadsheet, in and out.
//!
//! **The choice.** One row an entry; lists inside a cell are parted by ` | `. Comma, semicolon and tab are read, since
//! spreadsheets write what their country uses. Every fault of every row is told with line, column and reason, and then nothing is
//! taken. What is written reads back as the same entries, with their ids.

use super::check::check;
use super::entry::{Account, Basis, Declaration, DeclarationState, Draft, Kind, Listed};
use crate::hub::{Fault, HubError};
use csv::{ReaderBuilder, StringRecord, Trim};
use jiff::civil::Date;
use ostrakon_exchange::table;
use ostrakon_model::Tlp;
use std::collections::{BTreeSet, HashMap};

/// Columns, in the order in which they are written.
pub const COLUMNS: [&str; 15] = [
    "id",
    "name",
    "kind",
    "country",
    "languages",
    "domains",
    "accounts",
    "office",
    "basis",
    "source",
    "declarations",
    "valid_from",
    "valid_until",
    "marking",
    "note",
];
/// Columns without which no row is an entry.
const NEEDED: [&str; 5] = ["name", "kind", "country", "basis", "source"];
/// Columns of the list that `ostrakon ingest --registry` reads.
const INGEST: [&str; 5] = ["name", "role", "platform", "handle", "account_id"];
/// Rows of one file.
const MOST_ROWS: usize = 5_000;
/// Faults that are told.
const MOST_FAULTS: usize = 200;

/// A row that was read: its line, its id where it has one, and the entry.
pub(super) struct Row {
    pub line: u64,
    pub id: Option<String>,
    pub draft: Draft,
}

/// Where a fault is, as tables say it.
pub(super) fn place(line: u64, column: &str) -> String {
    format!("line {line}, column {column}")
}

/// Faults as one refusal; as many as anybody reads.
pub(super) fn refused(mut faults: Vec<Fault>) -> HubError {
    let detail =
        format!("{} faults; nothing was taken. Mend them in the file and send it again", faults.len());
    faults.truncate(MOST_FAULTS);
    HubError::Invalid { detail, faults }
}

/// Entries of a table, checked.
///
/// # Errors
/// [`HubError::Invalid`] with line, column and reason of everything that is wrong.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Row>, HubError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
        HubError::invalid(format!("line {line}"), "is not UTF-8; save the table as “CSV UTF-8”")
    })?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(HubError::invalid("", "there is nothing in it; the first line names the columns"));
    }
    let head = text.lines().next().unwrap_or_default();
    let delimiter =
        *b",;\t".iter().max_by_key(|one| head.bytes().filter(|byte| byte == *one).count()).unwrap_or(&b',');
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).trim(Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| HubError::invalid("line 1", error.to_string()))?.clone();
    let columns = columns(&header)?;
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                faults.push(Fault { pointer: format!("line {line}"), detail: error.to_string() });
                break;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        if rows.len() == MOST_ROWS {
            faults.push(Fault {
                pointer: format!("line {line}"),
                detail: format!("more than {MOST_ROWS} entries; part the file"),
            });
            break;
        }
        if record.len() != header.len() {
            faults.push(Fault {
                pointer: format!("line {line}"),
                detail: format!(
                    "{} cells below {} columns; a cell with the separator in it stands in quotes",
                    record.len(),
                    header.len()
                ),
            });
            continue;
        }
        let cell = |name: &str| {
            columns.get(name).and_then(|at| record.get(*at)).map_or("", |cell| table::plain(cell).trim())
        };
        match row(&cell) {
            Ok(draft) => {
                let (draft, wrong) = check(draft);
                faults.extend(wrong.into_iter().map(|one| {
                    let column =
                        one.pointer.trim_start_matches('/').split('/').next().unwrap_or_default().to_owned();
                    Fault { pointer: place(line, &column), detail: one.detail }
                }));
                let id = Some(cell("id").to_owned()).filter(|id| !id.is_empty());
                rows.push(Row { line, id, draft });
            }
            Err(wrong) => faults.extend(
                wrong.into_iter().map(|(column, detail)| Fault { pointer: place(line, column), detail }),
            ),
        }
    }
    if rows.is_empty() && faults.is_empty() {
        return Err(HubError::invalid("line 2", "there is no entry below the names of the columns"));
    }
    if faults.is_empty() { Ok(rows) } else { Err(refused(faults)) }
}

fn columns(header: &StringRecord) -> Result<HashMap<String, usize>, HubError> {
    let (mut columns, mut faults) = (HashMap::new(), Vec::new());
    let mut say = |name: &str, detail: String| faults.push(Fault { pointer: place(1, name), detail });
    for (at, name) in header.iter().enumerate() {
        let name = name.trim().to_lowercase();
        if !COLUMNS.contains(&name.as_str()) {
            let short: String = name.chars().take(60).collect();
            say(&short, format!("is no column; there are {}", COLUMNS.join(", ")));
        } else if columns.insert(name.clone(), at).is_some() {
            say(&name, "stands twice".into());
        }
    }
    for name in NEEDED {
        if !columns.contains_key(name) {
            say(name, "is missing".into());
        }
    }
    if faults.is_empty() { Ok(columns) } else { Err(refused(faults)) }
}

/// An entry of cells; or the columns that cannot be read, with why.
fn row<'c>(cell: &impl Fn(&str) -> &'c str) -> Result<Draft, Vec<(&'static str, String)>> {
    let mut faults = Vec::new();
    let kind = cell("kind").to_lowercase().parse::<Kind>().map_err(|why| faults.push(("kind", why)));
    let basis = word(cell("basis"), &Basis::ALL, Basis::name).map_err(|why| faults.push(("basis", why)));
    let mut date = |column| match cell(column) {
        "" => None,
        text => text
            .parse::<Date>()
            .map_err(|_| faults.push((column, format!("{text:?}: write it as 2026-05-31"))))
            .ok(),
    };
    let (valid_from, valid_until) = (date("valid_from"), date("valid_until"));
    let marking = match cell("marking") {
        "" => Ok(Tlp::default()),
        text => text.parse::<Tlp>().map_err(|why| faults.push(("marking", why.to_string()))),
    };
    let mut declarations = Vec::new();
    for text in list(cell("declarations")) {
        match declaration(text) {
            Ok(one) => declarations.push(one),
            Err(why) => faults.push(("declarations", why)),
        }
    }
    let (Ok(kind), Ok(basis), Ok(marking), true) = (kind, basis, marking, faults.is_empty()) else {
        return Err(faults);
    };
    Ok(Draft {
        name: cell("name").to_owned(),
        kind,
        country: cell("country").to_owned(),
        languages: list(cell("languages")).map(str::to_owned).collect(),
        domains: list(cell("domains")).map(str::to_owned).collect(),
        accounts: list(cell("accounts")).map(account).collect(),
        office: cell("office").to_owned(),
        basis,
        source: cell("source").to_owned(),
        declarations,
        valid_from,
        valid_until,
        marking,
        note: cell("note").to_owned(),
    })
}

fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|one| !one.is_empty())
}

fn word<T: Copy>(text: &str, all: &[T], name: impl Fn(T) -> &'static str) -> Result<T, String> {
    let small = text.to_lowercase();
    let found = all.iter().copied().find(|one| name(*one) == small);
    found.ok_or_else(|| {
        format!("{text:?} is none of {}", all.iter().map(|one| name(*one)).collect::<Vec<_>>().join(", "))
    })
}

/// `platform:handle`, `platform:handle:id` or `platform::id`.
fn account(text: &str) -> Account {
    let mut parts = text.splitn(3, ':').map(str::trim);
    let mut next = || parts.next().unwrap_or_default().to_owned();
    Account { platform: next(), handle: next(), account_id: next() }
}

/// `platform:state:day:source`; the day may be empty.
fn declaration(text: &str) -> Result<Declaration, String> {
    let mut parts = text.splitn(4, ':').map(str::trim);
    let (Some(platform), Some(state), Some(on), Some(source)) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(format!(
            "{text:?}: write platform:state:day:source, such as x:accepted:2026-01-31:https://…"
        ));
    };
    let states = [DeclarationState::Submitted, DeclarationState::Accepted, DeclarationState::Rejected];
    let on = match on {
        "" => None,
        day => Some(
            day.parse::<Date>()
                .map_err(|_| format!("{day:?}: write the day as 2026-05-31, or leave it out"))?,
        ),
    };
    Ok(Declaration {
        platform: platform.to_owned(),
        state: word(state, &states, DeclarationState::name)?,
        on,
        source: source.to_owned(),
    })
}

/// Entries as a table that reads back.
pub(super) fn write(all: &[Listed]) -> String {
    let join = |parts: &mut dyn Iterator<Item = String>| parts.collect::<Vec<_>>().join(" | ");
    let rows =
        all.iter().map(|one| {
            let draft = &one.entry;
            let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
            vec![
                one.id.clone(),
                draft.name.clone(),
                draft.kind.name().to_owned(),
                draft.country.clone(),
                join(&mut draft.languages.iter().cloned()),
                join(&mut draft.domains.iter().cloned()),
                join(&mut draft.accounts.iter().map(|one| {
                    let text = format!("{}:{}:{}", one.platform, one.handle, one.account_id);
                    text.strip_suffix(':').map(str::to_owned).unwrap_or(text)
                })),
                draft.office.clone(),
                draft.basis.name().to_owned(),
                draft.source.clone(),
                join(&mut draft.declarations.iter().map(|one| {
                    format!("{}:{}:{}:{}", one.platform, one.state.name(), day(one.on), one.source)
                })),
                day(draft.valid_from),
                day(draft.valid_until),
                draft.marking.label().to_owned(),
                draft.note.clone(),
            ]
        });
    table::write(&COLUMNS, rows.collect::<Vec<_>>())
}

/// The list that `ostrakon ingest --registry` reads: accounts that are confirmed and valid today, and so keep their names.
pub(super) fn for_ingest(all: &[Listed]) -> Result<String, HubError> {
    let broken =
        |error: &dyn std::fmt::Display| HubError::Damaged { what: "registry".into(), why: error.to_string() };
    // Read by a program, not by a spreadsheet: a handle must not gain an apostrophe.
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(INGEST).map_err(|error| broken(&error))?;
    let named: BTreeSet<_> = all
        .iter()
        .filter(|one| one.valid && one.verified.is_some())
        .flat_map(|one| one.entry.accounts.iter().map(move |account| (&one.entry, account)))
        .map(|(entry, account)| {
            [entry.name.as_str(), entry.kind.name(), &account.platform, &account.handle, &account.account_id]
        })
        .collect();
    for row in named {
        out.write_record(row).map_err(|error| broken(&error))?;
    }
    let bytes = out.into_inner().map_err(|error| broken(&error))?;
    String::from_utf8(bytes).map_err(|error| broken(&error))
}
