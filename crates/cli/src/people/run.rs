//! What these commands do: words into use cases, results into lines.

use super::{Collection, Command, Org, Place, Token, User};
use crate::print;
use ostrakon_app::{
    AppError,
    people::{
        Actor, Change, NewCollection, NewOrganisation, NewPerson, NewToken, OrganisationChange, People,
        Reset,
        access::{Scope, Secret},
    },
};
use serde_json::json;
use std::{collections::BTreeSet, io::Read, process::ExitCode, str::FromStr};

/// Does one of these commands.
pub fn run(command: &Command<'_>, json: bool, now: i64) -> Result<ExitCode, AppError> {
    match command {
        Command::User(command) => user(command, json, now)?,
        Command::Org(command) => org(command, json, now)?,
        Command::Token(command) => token(command, json, now)?,
        Command::Collection(command) => collection(command, json, now)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// For what may be the first command of an installation.
fn begin(place: &Place) -> Result<People, AppError> {
    Ok(People::at(&place.data, place.database.as_deref())?)
}

fn open(place: &Place) -> Result<People, AppError> {
    Ok(People::there(&place.data, place.database.as_deref())?)
}

fn usage<E: std::fmt::Display>(error: E) -> AppError {
    AppError::Usage(error.to_string())
}

/// Words of which each is one value; the same twice is once.
fn words<T: FromStr<Err: std::fmt::Display> + Ord>(words: &[String]) -> Result<BTreeSet<T>, AppError> {
    words.iter().map(|word| word.parse().map_err(usage)).collect()
}

fn marking<T: FromStr<Err: std::fmt::Display>>(word: Option<&String>) -> Result<Option<T>, AppError> {
    word.map(|word| word.parse().map_err(usage)).transpose()
}

/// One line of standard input, without its end.
fn password() -> Result<Secret, AppError> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(10_000).read_to_end(&mut bytes);
    read.map_err(|error| usage(format!("--password-stdin: standard input cannot be read: {error}")))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| usage("--password-stdin: the password is not UTF-8; set the terminal to it"))?;
    let line = text.split(['\r', '\n']).next().unwrap_or_default();
    if line.is_empty() {
        return Err(usage("--password-stdin: standard input is empty; pipe the password into this command"));
    }
    Ok(Secret::new(line))
}

/// How a one-time link is told.
fn link_line(secret: &Secret) -> String {
    format!(
        "One-time link, good for 24 hours and one use; open it below the address of the server:\n/link#{}",
        secret.expose()
    )
}

fn user(command: &User, json: bool, now: i64) -> Result<(), AppError> {
    let by = Actor::command_line();
    match command {
        User::Add { name, org, role, email, highest, same_as, password_stdin, place } => {
            let people = begin(place)?;
            let first = password_stdin.then(password).transpose()?;
            let new = NewPerson {
                name,
                display_name: None,
                email: email.clone(),
                organisation: org,
                roles: words(role)?,
                highest: marking(highest.as_ref())?,
                same_as: same_as.as_deref(),
                password: first.as_ref().map(Secret::expose),
            };
            let (person, link) = people.add_person(&new, &by, now)?;
            let mut value = json!(person);
            value["link"] = json!(link.as_ref().map(|secret| format!("/link#{}", secret.expose())));
            print::done(json, &value, |_| match &link {
                Some(secret) => format!("{}\n{}", person.id, link_line(secret)),
                None => person.id.clone(),
            });
        }
        User::List { org, place } => {
            let people = open(place)?;
            let organisations = people.organisations()?;
            let only = org.as_deref().map(|org| people.organisation(org)).transpose()?;
            let all = people.people(only.as_ref().map(|org| org.id.as_str()))?;
            let rows = all.iter().map(|person| {
                let organisation = organisations.iter().find(|org| org.id == person.organisation);
                let roles: Vec<_> = person.roles.iter().map(|role| role.name()).collect();
                let state = if person.disabled.is_some() { "disabled" } else { "active" };
                [
                    person.name.clone(),
                    organisation.map(|org| org.name.clone()).unwrap_or_default(),
                    roles.join(","),
                    person.highest.to_string(),
                    state.to_owned(),
                    person.id.clone(),
                ]
            });
            let rows: Vec<_> = rows.collect();
            let head = ["NAME", "ORGANISATION", "ROLES", "HIGHEST", "STATE", "ID"];
            print::done(json, &all, |_| table(head, &rows));
        }
        User::Disable { name, place } | User::Enable { name, place } => {
            let people = open(place)?;
            let disabled = matches!(command, User::Disable { .. });
            let change = Change { disabled: Some(disabled), ..Change::default() };
            let person = people.change_person(&people.person(name)?.id, change, &by, now)?;
            let word = if disabled { "disabled" } else { "enabled" };
            print::done(json, &person, |person| format!("{} is {word}", person.name));
        }
        User::Reset { name, codes, password_stdin, place } => {
            let people = open(place)?;
            let person = people.person(name)?;
            if *password_stdin {
                people.set_password(&person.id, password()?.expose(), &by, now)?;
                print::done(json, &json!({ "id": person.id }), |_| {
                    format!("{}: the password is set", person.name)
                });
                return Ok(());
            }
            let what = if *codes { Reset::PasswordAndCodes } else { Reset::Password };
            let secret = people.reset(&person.id, what, &by, now)?;
            let value = json!({ "id": person.id, "link": format!("/link#{}", secret.expose()) });
            print::done(json, &value, |_| link_line(&secret));
        }
    }
    Ok(())
}

fn org(command: &Org, json: bool, now: i64) -> Result<(), AppError> {
    let by = Actor::command_line();
    match command {
        Org::Add { name, kind, country, community, enforcement, place } => {
            let new = NewOrganisation {
                name: name.trim().to_owned(),
                kind: kind.parse().map_err(usage::<ostrakon_model::UnknownWord>)?,
                country: country.clone(),
                communities: community.iter().map(|name| name.trim().to_owned()).collect(),
            };
            let people = begin(place)?;
            let mut made = people.add_organisation(new, &by, now)?;
            if *enforcement {
                let change = OrganisationChange { enforcement: Some(true), ..OrganisationChange::default() };
                made = people.change_organisation(&made.id, change, &by, now)?;
            }
            print::done(json, &made, |made| made.id.clone());
        }
        Org::List { place } => {
            let all = open(place)?.organisations()?;
            let rows = all.iter().map(|org| {
                let state = match (org.disabled, org.own) {
                    (Some(_), _) => "disabled",
                    (None, true) => "own",
                    (None, false) => "partner",
                };
                let kind = org.kind.name().to_owned();
                [org.name.clone(), kind, org.country.clone(), state.to_owned(), org.id.clone()]
            });
            let rows: Vec<_> = rows.collect();
            print::done(json, &all, |_| table(["NAME", "KIND", "COUNTRY", "STATE", "ID"], &rows));
        }
        Org::TrustedFlagger { name, no, place } => {
            let people = open(place)?;
            let change = OrganisationChange { trusted_flagger: Some(!no), ..OrganisationChange::default() };
            let org = people.change_organisation(&people.organisation(name)?.id, change, &by, now)?;
            let word = if *no { "no trusted flagger" } else { "a trusted flagger" };
            print::done(json, &org, |org| format!("{} is {word}", org.name));
        }
        Org::Enforcement { name, no, place } => {
            let people = open(place)?;
            let change = OrganisationChange { enforcement: Some(!no), ..OrganisationChange::default() };
            let org = people.change_organisation(&people.organisation(name)?.id, change, &by, now)?;
            let word = if *no { "enforces nothing" } else { "enforces" };
            print::done(json, &org, |org| format!("{} {word}", org.name));
        }
        Org::Disable { name, place } | Org::Enable { name, place } => {
            let people = open(place)?;
            let disabled = matches!(command, Org::Disable { .. });
            let change = OrganisationChange { disabled: Some(disabled), ..OrganisationChange::default() };
            let org = people.change_organisation(&people.organisation(name)?.id, change, &by, now)?;
            let word = if disabled { "disabled" } else { "enabled" };
            print::done(json, &org, |org| format!("{} is {word}", org.name));
        }
    }
    Ok(())
}

fn token(command: &Token, json: bool, now: i64) -> Result<(), AppError> {
    let by = Actor::command_line();
    match command {
        Token::Create { user, scope, name, expires, highest, place } => {
            let scopes = Scope::parse_list(&scope.join(",")).map_err(usage)?;
            let new = NewToken {
                person: user,
                name,
                scopes,
                highest: marking(highest.as_ref())?,
                expires: expires.map(|days| now + i64::from(days) * 86_400_000),
            };
            let (info, secret) = open(place)?.add_token(new, &by, now)?;
            let mut value = json!(info);
            value["token"] = json!(secret.expose());
            print::done(json, &value, |_| secret.expose().to_owned());
        }
        Token::List { user, place } => {
            let people = open(place)?;
            let only = user.as_deref().map(|user| people.person(user)).transpose()?;
            let all = people.tokens(only.as_ref().map(|person| person.id.as_str()))?;
            let names = people.people(None)?;
            let rows = all.iter().map(|token| {
                let owner = names.iter().find(|person| person.id == token.person);
                let scopes: Vec<_> = token.scopes.iter().map(|scope| scope.name()).collect();
                let state = match (token.revoked, token.expires) {
                    (Some(_), _) => "revoked".to_owned(),
                    (None, Some(end)) if end <= now => "ended".to_owned(),
                    (None, Some(end)) => format!("until {}", date(end)),
                    (None, None) => "active".to_owned(),
                };
                let used = token.used.map_or("never".to_owned(), date);
                let owner = owner.map(|person| person.name.clone()).unwrap_or_default();
                [token.id.clone(), owner, scopes.join(","), state, used, token.name.clone()]
            });
            let rows: Vec<_> = rows.collect();
            let head = ["ID", "USER", "SCOPES", "STATE", "USED", "FOR"];
            print::done(json, &all, |_| table(head, &rows));
        }
        Token::Revoke { token, place } => {
            let info = open(place)?.revoke_token(token, None, &by, now)?;
            print::done(json, &info, |info| format!("{} is revoked", info.id));
        }
    }
    Ok(())
}

fn collection(command: &Collection, json: bool, now: i64) -> Result<(), AppError> {
    match command {
        Collection::Create { title, alias, description, read, write, place } => {
            let new = NewCollection {
                title: title.clone(),
                alias: alias.clone(),
                description: description.clone(),
                read: words(read)?,
                write: words(write)?,
            };
            let made = begin(place)?.add_collection(new, &Actor::command_line(), now)?;
            print::done(json, &made, |made| made.id.clone());
        }
        Collection::List { place } => {
            let all = open(place)?.collections()?;
            let rows = all.iter().map(|one| {
                let list = |grants: &BTreeSet<_>| match grants.len() {
                    0 => "all".to_owned(),
                    _ => grants.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
                };
                let alias = one.alias.clone().unwrap_or_default();
                [one.id.clone(), one.title.clone(), alias, list(&one.read), list(&one.write)]
            });
            let rows: Vec<_> = rows.collect();
            print::done(json, &all, |_| table(["ID", "TITLE", "ALIAS", "READ", "WRITE"], &rows));
        }
    }
    Ok(())
}

/// A day, in UTC.
fn date(ms: i64) -> String {
    ostrakon_model::time::iso(ms).chars().take(10).collect()
}

/// Columns of text, as wide as their longest cell.
fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let mut widths = head.map(|cell| cell.chars().count());
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |cells: [&str; N]| {
        let cells = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let mut lines = vec![line(head)];
    lines.extend(rows.iter().map(|row| line(row.each_ref().map(String::as_str))));
    lines.join("\n")
}
