//! `ostrakon user|org|token|collection`: people and what they hold, from the command line.
//!
//! **The choice.** These work on a data directory whether a server runs on it or not, since the store permits both; who can
//! write to the directory may do anything, and the log says that it was done here. What a script wants to keep (a token, an
//! id) stands alone on standard output; words for people go to standard error. **Rejected.** A password as an argument: it
//! would be in the list of processes and in the shell's history.

mod run;

pub use run::run;

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Where the installation is kept.
#[derive(Debug, Args)]
pub struct Place {
    /// Data directory.
    #[arg(long, value_name = "DIR", default_value = "ostrakon-data")]
    pub data: PathBuf,
    /// PostgreSQL address (postgres://…), instead of the database in the data directory.
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
}

/// A command of these.
#[derive(Debug)]
pub enum Command<'a> {
    User(&'a User),
    Org(&'a Org),
    Token(&'a Token),
    Collection(&'a Collection),
}

#[derive(Debug, Subcommand)]
pub enum User {
    /// Make an account; without a password, print a one-time link that sets one.
    Add {
        /// Name for sign-in.
        name: String,
        /// Organisation, by name or id (see `ostrakon org list`).
        #[arg(long, value_name = "ORG")]
        org: String,
        /// Roles: analyst, point-of-contact, approver, presidency, auditor, administrator, guest.
        #[arg(long, value_name = "R", required = true, value_delimiter = ',', num_args = 1..)]
        role: Vec<String>,
        /// E-mail address, by which an identity provider finds the account.
        #[arg(long, value_name = "ADDRESS")]
        email: Option<String>,
        /// Highest marking the person is cleared for (clear, green, amber, amber+strict, red).
        #[arg(long, value_name = "TLP")]
        highest: Option<String>,
        /// Another account of the same human being: the two count as one person where it takes two.
        #[arg(long, value_name = "NAME")]
        same_as: Option<String>,
        /// Read the first password from standard input (one line).
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        place: Place,
    },
    /// List accounts.
    List {
        /// Only those of this organisation.
        #[arg(long, value_name = "ORG")]
        org: Option<String>,
        #[command(flatten)]
        place: Place,
    },
    /// Disable an account: its sessions and tokens are refused at once.
    Disable {
        /// Name or id.
        name: String,
        #[command(flatten)]
        place: Place,
    },
    /// Enable an account again.
    Enable {
        /// Name or id.
        name: String,
        #[command(flatten)]
        place: Place,
    },
    /// Take the password away and print a one-time link that sets another.
    Reset {
        /// Name or id.
        name: String,
        /// Take away the one-time codes, too.
        #[arg(long)]
        codes: bool,
        /// Set a password from standard input (one line) instead of making a link.
        #[arg(long, conflicts_with = "codes")]
        password_stdin: bool,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Subcommand)]
pub enum Org {
    /// Enter an organisation; the first one is the installation's own.
    Add {
        /// Name.
        name: String,
        /// institution, member-state-authority, electoral-body, platform, fact-checker, civil-society, academia,
        /// media-regulator, party.
        #[arg(long, value_name = "K")]
        kind: String,
        /// Two letters of ISO 3166-1, or EU.
        #[arg(long, value_name = "CC")]
        country: String,
        /// Communities that it belongs to: whom TLP:GREEN is told to.
        #[arg(long, value_name = "NAME", value_delimiter = ',')]
        community: Vec<String>,
        /// It enforces (police, a prosecutor, a sanctions authority): what was given for research under DSA Art 40 does not go to it.
        #[arg(long)]
        enforcement: bool,
        #[command(flatten)]
        place: Place,
    },
    /// List organisations.
    List {
        #[command(flatten)]
        place: Place,
    },
    /// Say that an organisation is a trusted flagger under the Digital Services Act (Art 22), or is one no longer.
    TrustedFlagger {
        /// Name or id.
        name: String,
        /// It is one no longer, or its status is suspended.
        #[arg(long)]
        no: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Say that an organisation enforces (police, a prosecutor, a sanctions authority), or does so no longer.
    Enforcement {
        /// Name or id.
        name: String,
        /// It does so no longer.
        #[arg(long)]
        no: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Disable an organisation: its people and their tokens are refused at once.
    Disable {
        /// Name or id.
        name: String,
        #[command(flatten)]
        place: Place,
    },
    /// Enable an organisation again.
    Enable {
        /// Name or id.
        name: String,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Subcommand)]
pub enum Token {
    /// Make an API token and print it, alone, on standard output; it is shown this once.
    Create {
        /// The account it acts for, by name or id.
        #[arg(long, value_name = "U")]
        user: String,
        /// read, write, taxii:read, taxii:write, taxii, share, audit, admin, approve, or all (all but approve).
        #[arg(long, value_name = "S", required = true, value_delimiter = ',', num_args = 1..)]
        scope: Vec<String>,
        /// What it is for.
        #[arg(long, value_name = "TEXT", default_value = "command line")]
        name: String,
        /// Days until it ends; without, it does not end by itself.
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=3_660))]
        expires: Option<u32>,
        /// Highest marking it shows.
        #[arg(long, value_name = "TLP")]
        highest: Option<String>,
        #[command(flatten)]
        place: Place,
    },
    /// List tokens, without what opens anything.
    List {
        /// Only those of this account.
        #[arg(long, value_name = "U")]
        user: Option<String>,
        #[command(flatten)]
        place: Place,
    },
    /// Revoke a token: it is refused at once.
    Revoke {
        /// Id (see `token list`), or the token itself.
        token: String,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Subcommand)]
pub enum Collection {
    /// Make a collection and print its id, alone, on standard output.
    Create {
        /// Title.
        #[arg(long, value_name = "T")]
        title: String,
        /// Short name that stands for the id in addresses (a-z, 0-9, `-`, `_`, `.`).
        #[arg(long, value_name = "A")]
        alias: Option<String>,
        /// What it is for.
        #[arg(long, value_name = "TEXT")]
        description: Option<String>,
        /// Narrow reading to: own, identity--…, community:NAME, role:NAME.
        #[arg(long, value_name = "WHO", value_delimiter = ',')]
        read: Vec<String>,
        /// Narrow adding to: own, identity--…, community:NAME, role:NAME.
        #[arg(long, value_name = "WHO", value_delimiter = ',')]
        write: Vec<String>,
        #[command(flatten)]
        place: Place,
    },
    /// List collections.
    List {
        #[command(flatten)]
        place: Place,
    },
}
