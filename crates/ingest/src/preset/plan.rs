//! A preset bound to one file: every name resolved to a column's position or a parsed path, once.
//!
//! Mapping ten million rows must not look up names; and a header that lacks what a post needs must be refused
//! before the first row, with the list of what is missing and what is there.

use super::header;
use super::path::Path;
use super::spec::{
    Field, FullMetric, FullSource, MediaSource, MetricSource, Names, Of, Source, Spec, Transform, When,
};
use super::value::{self, Cell};
use crate::record::{BadRow, Row};
use crate::timestamp::{TimeFormat, Zone};
use ostrakon_model::Kind;
use std::borrow::Cow;
use std::collections::HashMap;

/// Why a preset cannot be bound to a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MapError {
    /// The right side of `--map old=new` is no canonical field.
    #[error("--map {old}={new}: `{new}` is no field; fields are {known}")]
    UnknownField {
        /// Column named on the left.
        old: String,
        /// What stands on the right.
        new: String,
        /// Canonical columns.
        known: String,
    },
    /// The left side of `--map old=new` is no column of the file.
    #[error("--map {old}=…: the file has no column `{old}`; its columns are {there}")]
    NoSuchColumn {
        /// Column named on the left.
        old: String,
        /// Columns of the file.
        there: String,
    },
    /// Two `--map` fill the same field.
    #[error("--map: `{new}` is filled twice, from `{first}` and from `{second}`; keep one")]
    FilledTwice {
        /// The field.
        new: &'static str,
        /// First column.
        first: String,
        /// Second column.
        second: String,
    },
    /// A column that would be read is there twice.
    #[error(
        "the columns {first} and {second} are both called `{name}`, and they may differ; rename or remove one of them"
    )]
    Doubled {
        /// The name.
        name: String,
        /// Number of the first, from 1.
        first: usize,
        /// Number of the second, from 1.
        second: usize,
    },
    /// The file lacks columns without which there is no post.
    #[error(
        "read as `{preset}` the file lacks {missing}; its columns are {there}. \
         Say which column it is with --map COLUMN=FIELD, or name another format"
    )]
    Missing {
        /// The preset.
        preset: &'static str,
        /// Canonical columns without a source, each with the names that were looked for.
        missing: String,
        /// Columns of the file.
        there: String,
    },
}

/// A place in a record.
#[derive(Clone, Debug)]
pub(crate) struct Getter {
    /// The source's own name, for messages.
    pub name: String,
    at: At,
}

#[derive(Clone, Debug)]
enum At {
    Column(usize),
    Path(Path),
}

impl Getter {
    pub(crate) fn cell<'a>(&self, row: Row<'a>) -> Option<Cell<'a>> {
        match (&self.at, row) {
            (At::Column(i), Row::Table(cells)) => cells.get(*i).map(|cell| Cell::Text(cell)),
            (At::Path(path), Row::Json(value)) => path.first(value).map(Cell::Json),
            _ => None,
        }
    }

    /// Whether the record has this place, if only with nothing at it.
    pub(crate) fn is_there(&self, row: Row<'_>) -> bool {
        match (&self.at, row) {
            (At::Column(_), _) => true,
            (At::Path(path), Row::Json(value)) => path.is_there(value),
            (At::Path(_), Row::Table(_)) => false,
        }
    }

    /// Every value at this place, in order (more than one only in JSON).
    pub(crate) fn each<'a, E>(
        &self,
        row: Row<'a>,
        visit: &mut dyn FnMut(Cell<'a>) -> Result<(), E>,
    ) -> Result<(), E> {
        match (&self.at, row) {
            (At::Path(path), Row::Json(value)) => {
                let mut result = Ok(());
                let _ = path.visit(value, &mut |value| {
                    result = visit(Cell::Json(value));
                    if result.is_ok() {
                        std::ops::ControlFlow::Continue(())
                    } else {
                        std::ops::ControlFlow::Break(())
                    }
                });
                result
            }
            _ => self.cell(row).map_or(Ok(()), visit),
        }
    }
}

/// A piece of a template.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Literal(String),
    Value(Getter),
}

/// A field's source, resolved.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub sources: Vec<Getter>,
    pub template: Vec<Piece>,
    /// Second column of transforms that need one.
    pub with: Option<Getter>,
    /// Column whose presence makes the field absent.
    pub unless: Option<Getter>,
    /// One column, used as it is: the common case, decided once instead of in every row.
    pub plain: bool,
    pub how: FullSource,
}

/// A condition, resolved.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    getter: Getter,
    when: When,
}

impl Condition {
    /// A record for which this condition holds, as one to reject.
    pub(crate) fn refused(&self, row: Row<'_>, why: &str, words: Option<&Getter>) -> BadRow {
        let text = |getter: &Getter| {
            let text = getter.cell(row).and_then(|cell| cell.text(&getter.name).ok().flatten());
            text.map(Cow::into_owned).unwrap_or_default()
        };
        let words = words.map(text).filter(|words| !words.is_empty());
        let why = words.map_or_else(|| why.to_owned(), |words| format!("{why}: {words}"));
        value::bad(&self.getter.name, &text(&self.getter), &why)
    }

    pub(crate) fn holds(&self, row: Row<'_>) -> bool {
        let value = self.getter.cell(row).filter(|cell| !cell.is_empty());
        if let Some(wanted) = self.when.present
            && value.is_some() != wanted
        {
            return false;
        }
        let tested = self.when.is.is_some() || self.when.not.is_some() || self.when.contains.is_some();
        if !tested {
            return self.when.present.is_some();
        }
        let Some(Ok(Some(text))) = value.map(|cell| cell.token(&self.getter.name)) else { return false };
        let among = |list: &[String]| list.iter().any(|item| item.eq_ignore_ascii_case(&text));
        self.when.is.as_deref().is_none_or(among)
            && !self.when.not.as_deref().is_some_and(among)
            && self.when.contains.as_deref().is_none_or(|part| text.contains(part))
    }
}

/// A count's source, resolved.
#[derive(Clone, Debug)]
pub(crate) struct MetricRule {
    pub name: &'static str,
    pub getters: Vec<Getter>,
    pub hidden_if: Option<Getter>,
    pub how: FullMetric,
}

/// All that is needed to map a record.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub skip: Vec<(Condition, &'static str)>,
    /// Records to reject, why, and where their own words are.
    pub refuse: Vec<(Condition, (&'static str, Option<Getter>))>,
    pub withdrawals: Vec<(Condition, (Of, &'static str))>,
    pub kinds: Vec<(Condition, Kind)>,
    pub platforms: Vec<(Condition, &'static str)>,
    fields: [Option<Rule>; 17],
    pub media: Vec<(Getter, Option<Getter>, &'static MediaSource)>,
    pub metrics: Vec<MetricRule>,
    pub labels: Vec<(&'static str, Rule)>,
    /// The platform, where records say it.
    pub platform: Option<Getter>,
    /// The channel whose name stands in ids.
    pub channel: Option<Getter>,
}

impl Plan {
    /// Resolves `spec` against a header (`None`: JSON records).
    pub(crate) fn new(
        spec: &'static Spec,
        header: Option<&[String]>,
        renames: &[(String, String)],
    ) -> Result<Self, MapError> {
        let resolver = Resolver { header };
        let mut fields: [Option<Rule>; 17] = std::array::from_fn(|_| None);
        for (&field, source) in &spec.fields {
            fields[field as usize] = resolver.rule(&full(source));
        }
        for (new, getter) in resolver.renames(renames)? {
            fields[new as usize] = Some(renamed(new, getter));
        }
        let plan = Self {
            skip: resolver.conditions(spec.skip.iter().map(|s| (&s.when, s.name.as_str()))),
            refuse: resolver.conditions(spec.refuse.iter().map(|r| {
                (&r.when, (r.why.as_str(), r.with.as_deref().and_then(|name| resolver.getter(name))))
            })),
            withdrawals: resolver
                .conditions(spec.withdrawals.iter().map(|w| (&w.when, (w.of, w.name.as_str())))),
            kinds: resolver.conditions(spec.kinds.iter().map(|k| (&k.when, k.kind))),
            platforms: resolver.conditions(spec.platforms.iter().map(|p| (&p.when, p.platform.as_str()))),
            fields,
            media: spec.media.iter().filter_map(|m| resolver.media(m)).collect(),
            metrics: spec.metrics.iter().filter_map(|(name, m)| resolver.metric(name, m)).collect(),
            labels: spec
                .labels
                .iter()
                .filter_map(|(name, source)| Some((name.as_str(), resolver.rule(&full(source))?)))
                .collect(),
            platform: spec.platform_from.as_deref().and_then(|name| resolver.getter(name)),
            channel: spec.channel.as_deref().and_then(|name| resolver.getter(name)),
        };
        plan.complete(spec, header)?;
        plan.unambiguous(header.unwrap_or_default())?;
        Ok(plan)
    }

    /// Refuses a header in which a column that is read has a namesake: which of them is meant, nobody knows.
    fn unambiguous(&self, header: &[String]) -> Result<(), MapError> {
        let mut seen = HashMap::new();
        for (at, name) in header.iter().enumerate() {
            if let Some(first) = seen.insert(header::tidy(name), at)
                && (self.reads(first, |_| true, true, true) || self.reads(at, |_| true, true, true))
            {
                let name = header::tidy(name).to_owned();
                return Err(MapError::Doubled { name, first: first + 1, second: at + 1 });
            }
        }
        Ok(())
    }

    /// Whether some rule looks at this column, of the fields that `wanted` wants, of media, and of the rest (metrics, labels).
    pub(crate) fn reads(
        &self,
        column: usize,
        wanted: impl Fn(Field) -> bool,
        media: bool,
        rest: bool,
    ) -> bool {
        let at = |getter: &Getter| matches!(getter.at, At::Column(at) if at == column);
        let in_rule = |rule: &Rule| {
            let pieces = rule.template.iter().filter_map(|piece| match piece {
                Piece::Value(getter) => Some(getter),
                Piece::Literal(_) => None,
            });
            rule.sources.iter().chain(&rule.with).chain(&rule.unless).chain(pieces).any(at)
        };
        let holds = |condition: &Condition| at(&condition.getter);
        self.channel.iter().chain(&self.platform).any(at)
            || self.skip.iter().any(|(condition, _)| holds(condition))
            || self.refuse.iter().any(|(condition, (_, words))| holds(condition) || words.iter().any(at))
            || self.withdrawals.iter().any(|(condition, _)| holds(condition))
            || self.kinds.iter().any(|(condition, _)| holds(condition))
            || self.platforms.iter().any(|(condition, _)| holds(condition))
            || header::FIELD_NAMES
                .iter()
                .any(|&(field, _)| wanted(field) && self.field(field).is_some_and(in_rule))
            || media && self.media.iter().any(|(getter, scope, _)| at(getter) || scope.iter().any(at))
            || rest
                && self
                    .metrics
                    .iter()
                    .any(|m| m.getters.iter().any(at) || m.hidden_if.as_ref().is_some_and(at))
            || rest && self.labels.iter().any(|(_, rule)| in_rule(rule))
    }

    pub(crate) fn field(&self, field: Field) -> Option<&Rule> {
        self.fields[field as usize].as_ref()
    }

    fn complete(&self, spec: &'static Spec, header: Option<&[String]>) -> Result<(), MapError> {
        let missing: Vec<String> = [Field::ItemId, Field::AuthorId, Field::CreatedAt]
            .into_iter()
            .filter(|&field| self.field(field).is_none())
            .map(|field| {
                let looked_for = spec.fields.get(&field).map(full).and_then(|source| source.from);
                let names = looked_for.as_ref().map_or(&[][..], Names::as_slice);
                match names {
                    [] => format!("`{}`", header::column(field)),
                    names => format!("`{}` (looked for {})", header::column(field), names.join(", ")),
                }
            })
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let there = header::shown(header.unwrap_or_default().iter().map(String::as_str));
        Err(MapError::Missing { preset: &spec.name, missing: missing.join(" and "), there })
    }
}

/// A source in its long form.
pub(super) fn full(source: &Source) -> FullSource {
    match source {
        Source::Plain(names) => FullSource { from: Some(names.clone()), ..FullSource::default() },
        Source::Full(full) => (**full).clone(),
    }
}

/// How a column is read that the user named: as tolerantly as one can without guessing. Times without a zone are
/// UTC here, as the documentation of `--map` says.
fn renamed(field: Field, getter: Getter) -> Rule {
    let list = matches!(field, Field::Urls | Field::Hashtags | Field::Mentions);
    let transform = if list { Transform::AutoList } else { Transform::Plain };
    let how = FullSource { transform, time: TimeFormat::Auto, zone: Zone::Utc, ..FullSource::default() };
    Rule { sources: vec![getter], template: Vec::new(), with: None, unless: None, plain: !list, how }
}

struct Resolver<'h> {
    header: Option<&'h [String]>,
}

impl Resolver<'_> {
    fn getter(&self, name: &str) -> Option<Getter> {
        let at = match self.header {
            Some(header) => At::Column(header::position(header, name)?),
            None => At::Path(Path::parse(name)),
        };
        Some(Getter { name: name.to_owned(), at })
    }

    fn media(&self, source: &'static MediaSource) -> Option<(Getter, Option<Getter>, &'static MediaSource)> {
        let scope = source.scope.as_deref().and_then(|name| self.getter(name));
        Some((self.getter(&source.from)?, scope, source))
    }

    fn rule(&self, how: &FullSource) -> Option<Rule> {
        let names = how.from.as_ref().map_or(&[][..], Names::as_slice);
        let sources: Vec<Getter> = names.iter().filter_map(|name| self.getter(name)).collect();
        let template =
            how.template.as_deref().map_or(Some(Vec::new()), |template| self.template(template))?;
        if sources.is_empty() && template.is_empty() && how.constant.is_none() {
            return None;
        }
        let with = how.with.as_deref().and_then(|name| self.getter(name));
        let unless = how.unless.as_deref().and_then(|name| self.getter(name));
        let plain = sources.len() == 1
            && template.is_empty()
            && how.transform == Transform::Plain
            && how.constant.is_none()
            && how.unless.is_none()
            && how.ignore.is_empty();
        Some(Rule { sources, template, with, unless, plain, how: how.clone() })
    }

    /// `None` if one of the columns is not there.
    fn template(&self, template: &str) -> Option<Vec<Piece>> {
        let mut pieces = Vec::new();
        for (i, part) in template.split('{').enumerate() {
            let literal = match part.split_once('}').filter(|_| i > 0) {
                Some((name, literal)) => {
                    pieces.push(Piece::Value(self.getter(name)?));
                    literal
                }
                None => part,
            };
            if !literal.is_empty() {
                pieces.push(Piece::Literal(literal.to_owned()));
            }
        }
        Some(pieces)
    }

    fn conditions<T>(&self, rules: impl Iterator<Item = (&'static When, T)>) -> Vec<(Condition, T)> {
        rules
            .filter_map(|(when, then)| {
                Some((Condition { getter: self.getter(&when.column)?, when: when.clone() }, then))
            })
            .collect()
    }

    fn metric(&self, name: &'static str, source: &MetricSource) -> Option<MetricRule> {
        let how = match source {
            MetricSource::Full(full) => full.clone(),
            MetricSource::Plain(from) => FullMetric {
                from: from.clone(),
                censored_below: None,
                empty_is_hidden: false,
                hidden_if: None,
            },
        };
        let hidden_if = how.hidden_if.as_deref().and_then(|name| self.getter(name));
        let getters: Vec<Getter> = how.from.as_slice().iter().filter_map(|name| self.getter(name)).collect();
        (!getters.is_empty()).then_some(MetricRule { name, getters, hidden_if, how })
    }

    fn renames(&self, renames: &[(String, String)]) -> Result<Vec<(Field, Getter)>, MapError> {
        let mut out: Vec<(Field, Getter)> = Vec::new();
        for (old, new) in renames {
            let field = header::field(new).ok_or_else(|| MapError::UnknownField {
                old: old.clone(),
                new: new.clone(),
                known: header::shown(header::FIELD_NAMES.iter().map(|(_, names)| names[0])),
            })?;
            let getter = self.getter(old).ok_or_else(|| MapError::NoSuchColumn {
                old: old.clone(),
                there: header::shown(self.header.unwrap_or_default().iter().map(String::as_str)),
            })?;
            if let Some((_, first)) = out.iter().find(|(f, _)| *f == field) {
                let (first, second) = (first.name.clone(), getter.name);
                return Err(MapError::FilledTwice { new: header::column(field), first, second });
            }
            out.push((field, getter));
        }
        Ok(out)
    }
}
