//! One suite over both databases: every case runs on SQLite and on PostgreSQL.

mod commits;
mod objects;
mod records;
mod support;
