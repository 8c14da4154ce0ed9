//! Records to posts, by a plan.
//!
//! One pass, no look-ups by name, no allocation for cells that are used as they are. Fields that nobody asked for
//! are not touched, but for the references to other posts, which decide what kind of post it is.

use super::bots;
use super::derive;
use super::lists;
use super::markup;
use super::plan::{MetricRule, Piece, Plan, Rule};
use super::spec::{Field, MediaSource, Spec, Transform};
use super::value::{self, Cell, bad};
use super::{MapOptions, metric};
use crate::record::{BadRow, Mapped, Row};
use crate::timestamp::{self, TimeFormat};
use ostrakon_model::{Fields, Kind, Media, Metric, Post, Timestamp};
use std::borrow::Cow;

/// A preset bound to one file: maps its records, from any thread.
#[derive(Clone, Debug)]
pub struct Mapper {
    pub(super) spec: &'static Spec,
    pub(super) plan: Plan,
    pub(super) options: MapOptions,
    /// Unit that the digits of the time column were found to be in.
    pub(super) unit: Option<TimeFormat>,
}

impl Mapper {
    /// Fixes the unit of a column of digits (seconds, milliseconds, …) from a sample of the file, so that a value
    /// in another unit is refused instead of read as a plausible other time: 1.5·10¹² is 2017 in milliseconds and
    /// the year 49,500 in a file of seconds. Without a clear majority nothing is fixed.
    pub fn settle_units<'r>(&mut self, sample: impl IntoIterator<Item = Row<'r>>) {
        let Some(rule) = self.plan.field(Field::CreatedAt).filter(|rule| rule.how.time == TimeFormat::Auto)
        else {
            return;
        };
        let mut votes: Vec<(TimeFormat, usize)> = Vec::new();
        let mut total = 0;
        for row in sample {
            let Ok(Some(text)) = scalar(rule, row, Read::Token) else { continue };
            let Some(unit) = timestamp::epoch_unit(&text) else { continue };
            total += 1;
            match votes.iter_mut().find(|(u, _)| *u == unit) {
                Some((_, count)) => *count += 1,
                None => votes.push((unit, 1)),
            }
        }
        self.unit = votes.into_iter().find(|(_, count)| count * 2 > total).map(|(unit, _)| unit);
    }

    /// Fills `post`, which comes cleared, from a record. `post.source` and `post.raw_sha256` are the reader's.
    ///
    /// # Errors
    /// [`BadRow`] for a record without id or author, with an id that a float destroyed, or with a value that is
    /// not what its column says; the post is then half filled and must be cleared.
    pub fn map<'a>(&self, row: Row<'a>, post: &mut Post<'a>) -> Result<Mapped, BadRow> {
        if let Some((_, name)) = self.plan.skip.iter().find(|(condition, _)| condition.holds(row)) {
            return Ok(Mapped::NotAPost(name));
        }
        let fields = self.options.fields;
        let platform = self.plan.platforms.iter().find(|(condition, _)| condition.holds(row));
        post.platform = Cow::Borrowed(platform.map_or(self.spec.platform.as_str(), |(_, platform)| platform));
        post.item_id = self.needed(Field::ItemId, row)?;
        post.author_id = self.needed(Field::AuthorId, row)?;
        if let Cow::Borrowed(id) = post.author_id {
            post.author_id = Cow::Borrowed(id.strip_prefix('@').unwrap_or(id));
        }
        post.created_at = self.time(Field::CreatedAt, row)?;
        if fields.has(Fields::AUTHOR) {
            self.author(row, post)?;
        }
        self.references(row, post)?;
        self.text_and_lists(row, post)?;
        if fields.has(Fields::MEDIA) {
            for (getter, source) in &self.plan.media {
                getter.each(row, &mut |cell| media(cell, source, &getter.name, post))?;
            }
        }
        if fields.has(Fields::REST) {
            self.rest(row, post)?;
        }
        if let Some((_, kind)) = self.plan.kinds.iter().find(|(condition, _)| condition.holds(row)) {
            post.kind = *kind;
        }
        Ok(Mapped::Post)
    }

    fn needed<'a>(&self, field: Field, row: Row<'a>) -> Result<Cow<'a, str>, BadRow> {
        let rule = self.plan.field(field);
        rule.map_or(Ok(None), |rule| scalar(rule, row, Read::of(field)))?.ok_or_else(|| {
            let column = rule.and_then(|rule| rule.sources.first()).map_or("", |getter| getter.name.as_str());
            let what = if field == Field::ItemId { "id" } else { "author" };
            BadRow { column: column.to_owned(), reason: format!("empty: a post needs an {what}") }
        })
    }

    fn author<'a>(&self, row: Row<'a>, post: &mut Post<'a>) -> Result<(), BadRow> {
        post.author_handle = self.optional(Field::AuthorHandle, row)?.map(|handle| strip(handle, &['@']));
        post.author_name = self.optional(Field::AuthorName, row)?;
        post.author_declared_bot = self
            .plan
            .field(Field::AuthorDeclaredBot)
            .and_then(|rule| rule.sources.iter().find_map(|getter| getter.cell(row)?.truth(&getter.name)));
        if post.author_declared_bot.is_none()
            && post.author_handle.as_deref().is_some_and(bots::declares_itself)
        {
            post.author_declared_bot = Some(true);
        }
        Ok(())
    }

    /// References to other posts, and the kind that follows from them.
    fn references<'a>(&self, row: Row<'a>, post: &mut Post<'a>) -> Result<(), BadRow> {
        let fields = self.options.fields;
        let repost = self.optional(Field::RepostOf, row)?;
        let quote = self.optional(Field::QuoteOf, row)?;
        let reply = self.optional(Field::ReplyTo, row)?;
        post.kind = match self.spec.kind {
            _ if repost.is_some() => Kind::Repost,
            _ if quote.is_some() => Kind::Quote,
            Kind::Post if reply.is_some() => Kind::Reply,
            kind => kind,
        };
        post.repost_of = repost.filter(|_| fields.has(Fields::REPOST));
        post.quote_of = quote.filter(|_| fields.has(Fields::QUOTE));
        post.reply_to = reply.filter(|_| fields.has(Fields::REPLY));
        if fields.has(Fields::REPLY) {
            post.thread_id = self.optional(Field::ThreadId, row)?;
        }
        Ok(())
    }

    fn text_and_lists<'a>(&self, row: Row<'a>, post: &mut Post<'a>) -> Result<(), BadRow> {
        let fields = self.options.fields;
        let lists = [
            (Field::Urls, Fields::URLS),
            (Field::Hashtags, Fields::HASHTAGS),
            (Field::Mentions, Fields::MENTIONS),
        ];
        let by_text = self.options.reposts_by_text && post.kind != Kind::Repost;
        let from_text = |field| self.plan.field(field).is_none_or(|rule| rule.how.or_text);
        let mut text = None;
        if by_text
            || fields.has(Fields::TEXT)
            || lists.iter().any(|&(f, need)| fields.has(need) && from_text(f))
        {
            text = self.optional(Field::Text, row)?;
        }
        for (field, _) in lists.into_iter().filter(|&(_, need)| fields.has(need)) {
            let list = match field {
                Field::Urls => &mut post.urls,
                Field::Hashtags => &mut post.hashtags,
                _ => &mut post.mentions,
            };
            let mut add = |item: Cow<'a, str>| {
                let item = match field {
                    Field::Urls => derive::url(item, self.options.raw_urls),
                    Field::Hashtags => Some(derive::lower(strip(item, &['#', '＃']))),
                    _ => Some(derive::lower(strip(item, &['@', '＠']))),
                };
                list.extend(item.filter(|item| !item.is_empty()));
            };
            let rule = self.plan.field(field);
            if let Some(rule) = rule {
                for getter in &rule.sources {
                    let mut any = false;
                    getter.each(row, &mut |cell| {
                        items(cell, rule, &getter.name, &mut |item| {
                            any = true;
                            add(item);
                        })
                    })?;
                    if any && rule.how.first_only {
                        break;
                    }
                }
            }
            if let Some(text) = text.as_ref().filter(|_| from_text(field) && list.is_empty()) {
                derive::from_text(field, text.clone(), self.options.raw_urls, list);
            }
        }
        if by_text && let Some(id) = text.as_deref().and_then(derive::repost_by_text) {
            post.kind = Kind::Repost;
            post.repost_of = Some(Cow::Owned(id)).filter(|_| fields.has(Fields::REPOST));
        }
        post.text = text.filter(|_| fields.has(Fields::TEXT));
        Ok(())
    }

    fn rest<'a>(&self, row: Row<'a>, post: &mut Post<'a>) -> Result<(), BadRow> {
        post.seen_at = self.time(Field::SeenAt, row)?;
        post.lang = self.optional(Field::Lang, row)?;
        post.url = self.optional(Field::Url, row)?;
        for rule in &self.plan.metrics {
            if let Some(count) = count(rule, row)? {
                post.metrics.push((Cow::Borrowed(rule.name), count));
            }
        }
        for (name, rule) in &self.plan.labels {
            if let Some(value) = scalar(rule, row, Read::Token)? {
                post.labels.push((Cow::Borrowed(name), value));
            }
        }
        Ok(())
    }

    fn optional<'a>(&self, field: Field, row: Row<'a>) -> Result<Option<Cow<'a, str>>, BadRow> {
        self.plan.field(field).map_or(Ok(None), |rule| scalar(rule, row, Read::of(field)))
    }

    fn time(&self, field: Field, row: Row<'_>) -> Result<Option<Timestamp>, BadRow> {
        let Some(rule) = self.plan.field(field) else { return Ok(None) };
        let how = &rule.how;
        let format = match (how.time, self.unit) {
            (TimeFormat::Auto, Some(unit)) if field == Field::CreatedAt => unit,
            (format, _) => format,
        };
        for getter in &rule.sources {
            let Some(text) = getter.cell(row).map_or(Ok(None), |cell| cell.token(&getter.name))? else {
                continue;
            };
            // A column whose unit is known may still hold rows that are written out.
            let written_out = format != how.time && timestamp::epoch_unit(&text).is_none();
            let read = timestamp::parse(&text, if written_out { how.time } else { format }, how.zone);
            let time =
                read.map_err(|fault| BadRow { column: getter.name.clone(), reason: fault.to_string() })?;
            if let Some(mut time) = time {
                time.precision = time.precision.max(how.precision.unwrap_or_default());
                return Ok(Some(time));
            }
        }
        Ok(None)
    }
}

/// What a plain value is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Read {
    /// Refused if a float destroyed it.
    Id,
    /// Trimmed, and absent where an export writes `None` or the like.
    Token,
    /// As it is.
    Text,
}

impl Read {
    const fn of(field: Field) -> Self {
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
fn scalar<'a>(rule: &Rule, row: Row<'a>, read: Read) -> Result<Option<Cow<'a, str>>, BadRow> {
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
            Cell::Json(value) => markup::mixed(value).filter(|text| !text.is_empty()),
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
fn items<'a>(
    cell: Cell<'a>,
    rule: &Rule,
    column: &str,
    add: &mut dyn FnMut(Cow<'a, str>),
) -> Result<(), BadRow> {
    if let Cell::Json(serde_json::Value::Array(list)) = cell {
        return list.iter().try_for_each(|item| items(Cell::Json(item), rule, column, add));
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

fn media<'a>(
    cell: Cell<'a>,
    source: &'static MediaSource,
    column: &str,
    post: &mut Post<'a>,
) -> Result<(), BadRow> {
    let Some(text) = cell.token(column)? else { return Ok(()) };
    if source.ignore_prefix.iter().any(|prefix| text.starts_with(prefix.as_str())) {
        return Ok(());
    }
    let mut add = |key: Cow<'a, str>| {
        post.media.push(Media { key, kind: source.kind.as_deref().map(Cow::Borrowed) });
    };
    match text {
        Cow::Borrowed(text) => lists::split(text, source.transform, source.with.as_deref(), &mut add)
            .map_err(|()| bad(column, text, "is no list of the kind this format writes")),
        Cow::Owned(number) => {
            add(Cow::Owned(number));
            Ok(())
        }
    }
}

fn count(rule: &MetricRule, row: Row<'_>) -> Result<Option<Metric>, BadRow> {
    let column = &rule.getter.name;
    if let Some(flag) = &rule.hidden_if
        && flag.cell(row).and_then(|cell| cell.truth(&flag.name)) == Some(true)
    {
        return Ok(Some(Metric::Hidden));
    }
    let text = rule.getter.cell(row).map_or(Ok(None), |cell| cell.token(column))?;
    let Some(text) = text else {
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
fn strip<'a>(text: Cow<'a, str>, signs: &[char]) -> Cow<'a, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(value::unsigned(text, signs)),
        Cow::Owned(text) if text.starts_with(signs) => Cow::Owned(value::unsigned(&text, signs).to_owned()),
        Cow::Owned(text) => Cow::Owned(text),
    }
}
