//! The values of a record by their rules: one value, the items of a list, a medium, a count.
//!
//! What a column means is decided when the plan is made; here a cell becomes what its rule says, borrowed wherever it
//! stands in the record as it is.

use super::lists;
use super::markup;
use super::metric;
use super::plan::{MetricRule, Piece, Rule};
use super::spec::{Field, MediaSource, Transform};
use super::value::{self, Cell, bad};
use crate::record::{BadRow, Row};
use ostrakon_model::{Media, Metric, Post};
use std::borrow::Cow;

/// What a plain value is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Read {
    /// Refused if a float destroyed it.
    Id,
    /// Trimmed, and absent where an export writes `None` or the like.
    Token,
    /// As it is.
    Text,
}

impl Read {
    pub(super) const fn of(field: Field) -> Self {
        match field {
            Field::ItemId
            | Field::AuthorId
            | Field::ReplyTo
            | Field::RepostOf
            | Field::QuoteOf
            | Field::ThreadId => Self::Id,
            Field::Text | Field::AuthorName => Self::Text,
            _ => Self::Token,
        }
    }
}

/// A value that no transform applies to.
fn plain<'a>(cell: Cell<'a>, column: &str, read: Read) -> Result<Option<Cow<'a, str>>, BadRow> {
    match read {
        Read::Id => cell.id(column),
        Read::Token => cell.token(column),
        Read::Text => cell.text(column),
    }
}

/// A single value by its rule.
pub(super) fn scalar<'a>(rule: &Rule, row: Row<'a>, read: Read) -> Result<Option<Cow<'a, str>>, BadRow> {
    if rule.plain {
        let getter = &rule.sources[0];
        return getter.cell(row).map_or(Ok(None), |cell| plain(cell, &getter.name, read));
    }
    let how = &rule.how;
    if rule.unless.as_ref().and_then(|getter| getter.cell(row)).is_some_and(|cell| !cell.is_empty()) {
        return Ok(None);
    }
    let mut joined: Option<Cow<'a, str>> = None;
    for getter in &rule.sources {
        let Some(cell) = getter.cell(row) else { continue };
        let Some(text) = transformed(cell, rule, &getter.name, row, read)? else { continue };
        if how.ignore.iter().any(|ignored| *ignored == text) {
            continue;
        }
        joined = match (joined, &how.join) {
            (Some(before), Some(between)) => Some(Cow::Owned(format!("{before}{between}{text}"))),
            _ => Some(text),
        };
        if how.join.is_none() {
            return Ok(joined);
        }
    }
    if joined.is_some() {
        return Ok(joined);
    }
    if let Some(text) = templated(&rule.template, row)? {
        return Ok(Some(Cow::Owned(text)));
    }
    Ok(how.constant.clone().map(Cow::Owned))
}

fn transformed<'a>(
    cell: Cell<'a>,
    rule: &Rule,
    column: &str,
    row: Row<'a>,
    read: Read,
) -> Result<Option<Cow<'a, str>>, BadRow> {
    Ok(match rule.how.transform {
        Transform::Plain => plain(cell, column, read)?,
        Transform::HtmlText => cell.text(column)?.map(|html| match html {
            Cow::Borrowed(html) => markup::text(html),
            Cow::Owned(html) => Cow::Owned(markup::text(&html).into_owned()),
        }),
        Transform::MixedText => match cell {
            Cell::Json(value) => {
                let entities = match rule.with.as_ref().and_then(|getter| getter.cell(row)) {
                    Some(Cell::Json(entities)) => Some(entities),
                    _ => None,
                };
                markup::mixed(value, entities).filter(|text| !text.is_empty())
            }
            Cell::Text(_) => cell.text(column)?,
        },
        Transform::PageTitle => {
            cell.text(column)?.and_then(|xml| markup::page_title(&xml).map(|t| Cow::Owned(t.into_owned())))
        }
        Transform::Host => cell.token(column)?.and_then(|url| {
            let host = markup::host(&url)?.to_lowercase();
            Some(Cow::Owned(host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)))
        }),
        Transform::AcctAtHost => match cell.token(column)? {
            Some(acct) if !acct.contains('@') => {
                let url =
                    rule.with.as_ref().and_then(|getter| getter.cell(row)).map(|cell| cell.token(column));
                let url = url.transpose()?.flatten();
                let host = url.as_deref().and_then(markup::host);
                Some(host.map_or(acct.clone(), |host| Cow::Owned(format!("{acct}@{host}"))))
            }
            acct => acct,
        },
        _ => cell.token(column)?,
    })
}

/// Every item of a list cell.
pub(super) fn items<'a>(
    cell: Cell<'a>,
    rule: &Rule,
    column: &str,
    add: &mut dyn FnMut(Cow<'a, str>),
) -> Result<(), BadRow> {
    if let (Transform::TelegramUser, Cell::Json(value)) = (rule.how.transform, cell)
        && let Some(id) = markup::user_id(value)
    {
        add(Cow::Owned(id));
        return Ok(());
    }
    if let (Transform::AcctAtHost, Cell::Json(serde_json::Value::Object(account))) =
        (rule.how.transform, cell)
    {
        let of = |key| account.get(key).and_then(serde_json::Value::as_str);
        let host = rule.how.with.as_deref().and_then(of).and_then(markup::host);
        return match (of("acct"), host) {
            (Some(acct), Some(host)) if !acct.contains('@') => {
                add(Cow::Owned(format!("{acct}@{host}")));
                Ok(())
            }
            (Some(acct), _) => {
                add(Cow::Borrowed(acct));
                Ok(())
            }
            (None, _) => Ok(()),
        };
    }
    if let Cell::Json(serde_json::Value::Array(list)) = cell {
        return list.iter().try_for_each(|item| match (rule.how.transform, item) {
            // An item of a list is one item, whatever it holds: it is cut no further.
            (transform, serde_json::Value::String(item)) if transform != Transform::HtmlLinks => {
                let item = value::trimmed(item);
                if !value::is_missing(item) {
                    add(Cow::Borrowed(item));
                }
                Ok(())
            }
            (_, item) => items(Cell::Json(item), rule, column, add),
        });
    }
    let Some(text) = cell.text(column)? else { return Ok(()) };
    match (rule.how.transform, text) {
        (Transform::HtmlLinks, text) => markup::links(&text, &mut |link| add(Cow::Owned(link))),
        (transform, Cow::Borrowed(text)) => {
            lists::split(text, transform, rule.how.with.as_deref(), add)
                .map_err(|()| bad(column, text, "is no list of the kind this format writes"))?;
        }
        (_, text) => add(text),
    }
    Ok(())
}

fn templated(pieces: &[Piece], row: Row<'_>) -> Result<Option<String>, BadRow> {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Literal(text) => out.push_str(text),
            Piece::Value(getter) => match getter.cell(row).map_or(Ok(None), |cell| cell.id(&getter.name))? {
                Some(text) => out.push_str(&text),
                None => return Ok(None),
            },
        }
    }
    Ok((!out.is_empty()).then_some(out))
}

/// Adds the media of a cell to the post.
pub(super) fn media<'a>(
    cell: Cell<'a>,
    source: &'static MediaSource,
    scope: Option<&str>,
    column: &str,
    post: &mut Post<'a>,
) -> Result<(), BadRow> {
    let Some(text) = cell.id(column)? else { return Ok(()) };
    if source.ignore_prefix.iter().any(|prefix| text.starts_with(prefix.as_str())) {
        return Ok(());
    }
    // Each item of a list is an id too: music and media of short videos are numbered like posts.
    let mut mangled = Ok(());
    let mut add = |key: Cow<'a, str>| {
        if let Err(fault) = Cell::Text(&key).id(column) {
            mangled = Err(fault);
        }
        let key = match scope {
            Some(scope) => Cow::Owned(format!("{scope}/{key}")),
            None => key,
        };
        post.media.push(Media { key, kind: source.kind.as_deref().map(Cow::Borrowed) });
    };
    match text {
        Cow::Borrowed(text) => lists::split(text, source.transform, source.with.as_deref(), &mut add)
            .map_err(|()| bad(column, text, "is no list of the kind this format writes"))?,
        Cow::Owned(number) => add(Cow::Owned(number)),
    }
    mangled
}

/// A count; `None` where nothing is there.
pub(super) fn count(rule: &MetricRule, row: Row<'_>) -> Result<Option<Metric>, BadRow> {
    if let Some(flag) = &rule.hidden_if
        && flag.cell(row).and_then(|cell| cell.truth(&flag.name)) == Some(true)
    {
        return Ok(Some(Metric::Hidden));
    }
    let mut found = None;
    for getter in &rule.getters {
        let text = getter.cell(row).map_or(Ok(None), |cell| cell.token(&getter.name))?;
        if let Some(text) = text {
            found = Some((&getter.name, text));
            break;
        }
    }
    let Some((column, text)) = found else {
        return Ok(rule.how.empty_is_hidden.then_some(Metric::Hidden));
    };
    let read =
        metric::parse(&text).map_err(|()| bad(column, &text, "is no count; expected digits or a range"))?;
    Ok(read.map(|metric| match (metric, rule.how.censored_below) {
        (Metric::Value(count), Some(limit)) if count < limit => {
            Metric::Interval { min: Some(0), max: Some(limit - 1) }
        }
        (metric, _) => metric,
    }))
}

/// Without a leading sign such as `@`.
pub(super) fn strip<'a>(text: Cow<'a, str>, signs: &[char]) -> Cow<'a, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(value::unsigned(text, signs)),
        Cow::Owned(text) if text.starts_with(signs) => Cow::Owned(value::unsigned(&text, signs).to_owned()),
        Cow::Owned(text) => Cow::Owned(text),
    }
}
