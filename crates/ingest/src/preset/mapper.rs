//! Records to posts, by a plan.
//!
//! One pass, no look-ups by name, no allocation for cells that are used as they are. Fields that nobody asked for
//! are not touched, but for the references to other posts, which decide what kind of post it is.

use super::MapOptions;
use super::bots;
use super::by_rule::{Read, count, items, media, scalar, strip};
use super::derive;
use super::plan::Plan;
use super::spec::{Field, Of, Spec};
use crate::record::{BadRow, Mapped, Row};
use crate::timestamp::{self, TimeFormat};
use ostrakon_model::withdrawn::Withdrawal;
use ostrakon_model::{Fields, Kind, Post, Timestamp};
use std::borrow::Cow;

/// A preset bound to one file: maps its records, from any thread.
#[derive(Clone, Debug)]
pub struct Mapper {
    pub(super) spec: &'static Spec,
    pub(super) plan: Plan,
    pub(super) options: MapOptions,
    /// Unit that the digits of the time column were found to be in.
    pub(super) unit: Option<TimeFormat>,
    /// Whether the time column counts days, as spreadsheets do.
    pub(super) days: bool,
}

impl Mapper {
    /// Fixes the unit of a column of digits (seconds, milliseconds, …) from a sample of the file, so that a value
    /// in another unit is refused instead of read as a plausible other time: 1.5·10¹² is 2017 in milliseconds and
    /// the year 49,500 in a file of seconds. Without a clear majority nothing is fixed. A column most of whose digits can be days
    /// of a spreadsheet is one of these: 45413 is 1 May 2024, and as seconds an afternoon in 1970.
    pub fn settle_units<'r>(&mut self, sample: impl IntoIterator<Item = Row<'r>>) {
        let Some(rule) = self.plan.field(Field::CreatedAt) else { return };
        let mut votes: Vec<(TimeFormat, usize)> = Vec::new();
        let (mut total, mut days) = (0, 0);
        for row in sample {
            let Ok(Some(text)) = scalar(rule, row, Read::Token) else { continue };
            let Some(unit) = timestamp::epoch_unit(&text) else { continue };
            total += 1;
            days += usize::from(timestamp::counts_days(&text));
            match votes.iter_mut().find(|(u, _)| *u == unit) {
                Some((_, count)) => *count += 1,
                None => votes.push((unit, 1)),
            }
        }
        self.days = days * 2 > total && !self.options.relative_times;
        if rule.how.time == TimeFormat::Auto {
            self.unit = votes.into_iter().find(|(_, count)| count * 2 > total).map(|(unit, _)| unit);
        }
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
        if let Some((condition, (why, words))) =
            self.plan.refuse.iter().find(|(condition, _)| condition.holds(row))
        {
            return Err(condition.refused(row, why, words.as_ref()));
        }
        if let Some((_, (of, name))) =
            self.plan.withdrawals.iter().find(|(condition, _)| condition.holds(row))
        {
            return self.withdrawn(*of, name, row, post);
        }
        let fields = self.options.fields;
        let platform = self.plan.platforms.iter().find(|(condition, _)| condition.holds(row));
        post.platform = Cow::Borrowed(platform.map_or(self.spec.platform.as_str(), |(_, platform)| platform));
        if let Some(cell) = self.plan.platform.as_ref().and_then(|getter| getter.cell(row)) {
            post.platform = cell.token("platform")?.map_or(Cow::Borrowed(""), derive::lower);
        }
        post.item_id = self.needed(Field::ItemId, row)?;
        post.author_id = self.needed(Field::AuthorId, row)?;
        if let Cow::Borrowed(id) = post.author_id {
            post.author_id = Cow::Borrowed(id.strip_prefix('@').unwrap_or(id));
        }
        if let Some(cell) = self.plan.channel.as_ref().and_then(|getter| getter.cell(row)) {
            post.channel = cell.token("channel")?;
        }
        if self.spec.live {
            self.clocks(row, post)?;
        } else {
            post.created_at = self.time(Field::CreatedAt, row)?;
        }
        if fields.has(Fields::AUTHOR) {
            self.author(row, post)?;
        }
        self.references(row, post)?;
        self.text_and_lists(row, post)?;
        if fields.has(Fields::MEDIA) {
            for (getter, scope, source) in &self.plan.media {
                let scope = scope.as_ref().and_then(|getter| getter.cell(row)?.token(&getter.name).ok()?);
                getter.each(row, &mut |cell| media(cell, source, scope.as_deref(), &getter.name, post))?;
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

    /// Word that a post or an account is gone: whose, and since when.
    fn withdrawn<'a>(
        &self,
        of: Of,
        name: &'static str,
        row: Row<'a>,
        post: &mut Post<'a>,
    ) -> Result<Mapped, BadRow> {
        post.seen_at = self.time(Field::SeenAt, row)?;
        let what = match of {
            Of::Item => Withdrawal::Item,
            Of::Account => Withdrawal::Account,
            Of::Restored => Withdrawal::Restored,
        };
        match of {
            Of::Item => post.item_id = self.needed(Field::ItemId, row)?,
            Of::Account | Of::Restored => post.author_id = self.needed(Field::AuthorId, row)?,
        }
        Ok(Mapped::Withdrawn(what, name))
    }

    /// The two clocks of a post from the wire: either is enough.
    fn clocks<'a>(&self, row: Row<'a>, post: &mut Post<'a>) -> Result<(), BadRow> {
        post.seen_at = self.time(Field::SeenAt, row)?;
        post.seen_live = post.seen_at.is_some();
        match self.time(Field::CreatedAt, row) {
            Ok(created) => post.created_at = created,
            Err(bad) if !post.seen_live => return Err(bad),
            Err(_) if self.options.fields.has(Fields::REST) => {
                let claimed = self.optional(Field::CreatedAt, row)?;
                post.labels.extend(claimed.map(|claimed| (Cow::Borrowed("claimed_created_at"), claimed)));
            }
            Err(_) => {}
        }
        Ok(())
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
        let from_text = |field| {
            self.plan.field(field).is_none_or(|rule| {
                rule.how.or_text
                    || rule.how.and_text
                    || (rule.how.text_if_absent && !rule.sources.iter().any(|source| source.is_there(row)))
            })
        };
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
            let and_text = rule.is_some_and(|rule| rule.how.and_text);
            if let Some(text) = text.as_ref().filter(|_| from_text(field) && (and_text || list.is_empty())) {
                let listed = list.len();
                derive::from_text(field, text.clone(), self.options.raw_urls, list);
                // What the sources and the text both name is there once.
                for at in (listed..list.len()).rev() {
                    if list[..listed].contains(&list[at]) {
                        list.remove(at);
                    }
                }
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
        if !self.spec.live {
            post.seen_at = self.time(Field::SeenAt, row)?;
        }
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
            if let Some(mut time) = timestamp::ten_digits(&text, format) {
                time.precision = time.precision.max(how.precision.unwrap_or_default());
                return Ok(Some(time));
            }
            if self.days && field == Field::CreatedAt && timestamp::counts_days(&text) {
                let reason = timestamp::serial_date(&text).to_string();
                return Err(BadRow { column: getter.name.clone(), reason });
            }
            let relative =
                self.options.relative_times && matches!(format, TimeFormat::Auto | TimeFormat::EpochS);
            if let Some(time) = relative.then(|| timestamp::relative(&text)).flatten() {
                return Ok(Some(time));
            }
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
