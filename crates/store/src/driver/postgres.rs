//! PostgreSQL, by the synchronous client: called from blocking threads only.
//!
//! Writers of several servers queue on one advisory lock, since a hash chain has one end. Statements are prepared once a
//! connection. A lost connection is noticed and made anew by the pool.

use super::{Dialect, Driver};
use crate::{
    Error, Result,
    value::{Param, Row, Value},
};
use postgres::{
    Client, NoTls, Statement,
    types::{FromSql, IsNull, ToSql, Type, to_sql_checked},
};
use std::{collections::HashMap, error::Error as StdError};

/// Key of the writers' lock: the bytes of "ostrakon" as a number.
const WRITERS: i64 = 0x6f73_7472_616b_6f6e;

pub(crate) struct Postgres {
    client: Client,
    statements: HashMap<String, Statement>,
}

impl Postgres {
    /// Connects to `url` (`postgres://user@host/database` or the key-value form).
    pub(crate) fn open(url: &str) -> Result<Self> {
        let open = |reason: postgres::Error| Error::Open {
            place: crate::location::without_password(url),
            reason: explain(&reason),
        };
        let mut client = Client::connect(url, NoTls).map_err(open)?;
        client
            .batch_execute(
                "SET synchronous_commit = on; SET client_encoding = 'UTF8'; SET bytea_output = 'hex'",
            )
            .map_err(open)?;
        Ok(Self { client, statements: HashMap::new() })
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).map_err(failed(sql))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

/// The server's own words; the client's are only "db error".
fn explain(error: &postgres::Error) -> String {
    match error.as_db_error() {
        Some(inner) => inner.message().to_owned(),
        None => error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {source}")),
    }
}

fn failed(sql: &str) -> impl Fn(postgres::Error) -> Error {
    let doing = super::brief(sql);
    move |reason| Error::Database { doing: doing.clone(), reason: explain(&reason) }
}

impl ToSql for Param<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut bytes::BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) if *ty == Type::INT4 => i32::try_from(*value)?.to_sql(ty, out),
            Self::Int(value) => value.to_sql(ty, out),
            Self::Text(value) => value.to_sql(ty, out),
            Self::Blob(value) => value.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> std::result::Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(match *ty {
            Type::INT8 => Self::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Self::Int(i32::from_sql(ty, raw)?.into()),
            Type::BYTEA => Self::Blob(raw.to_vec()),
            _ => Self::Text(String::from_sql(ty, raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> std::result::Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT8 | Type::INT4 | Type::BYTEA | Type::TEXT | Type::VARCHAR | Type::NAME)
    }
}

fn borrowed<'a>(params: &'a [Param<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    params.iter().map(|param| param as &(dyn ToSql + Sync)).collect()
}

impl Driver for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn batch(&mut self, sql: &str) -> Result<()> {
        self.client.batch_execute(sql).map_err(failed(sql))
    }

    fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64> {
        super::check(params)?;
        let statement = self.prepared(sql)?;
        self.client.execute(&statement, &borrowed(params)).map_err(failed(sql))
    }

    fn query(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Vec<Row>> {
        super::check(params)?;
        let statement = self.prepared(sql)?;
        let rows = self.client.query(&statement, &borrowed(params)).map_err(failed(sql))?;
        rows.iter()
            .map(|row| {
                let values = (0..row.len()).map(|column| row.try_get(column)).collect::<Result<_, _>>();
                Ok(Row(values.map_err(failed(sql))?))
            })
            .collect()
    }

    fn begin_write(&mut self) -> Result<()> {
        self.batch(&format!("BEGIN; SELECT pg_advisory_xact_lock({WRITERS})"))
    }

    fn begin_read(&mut self) -> Result<()> {
        self.batch("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    /// Old rows go when PostgreSQL vacuums; its own log is the administrator's.
    fn flush_log(&mut self) -> Result<()> {
        Ok(())
    }

    fn is_alive(&self) -> bool {
        !self.client.is_closed()
    }
}
