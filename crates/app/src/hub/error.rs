//! Why the hub refuses, in the kinds that a caller answers differently.

/// One fault of something that was handed in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Fault {
    /// Where: a JSON pointer (RFC 6901), or the name of a parameter.
    pub pointer: String,
    /// What is wrong, and what would be right.
    pub detail: String,
}

/// Why the hub did not do it. Nothing was written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HubError {
    /// There is no such thing, or none that the asker may know of.
    #[error("there is no {0}, or none that you may see")]
    NotFound(String),
    /// It was there, and was made to go.
    #[error("{0}")]
    Gone(String),
    /// Nobody, or somebody unknown, is asking.
    #[error("{0}")]
    UnknownAsker(String),
    /// The asker may not.
    #[error("{detail} ({rule})")]
    NotAllowed {
        /// What is refused, and who may.
        detail: String,
        /// The rule that refuses.
        rule: String,
    },
    /// A rule of casework refuses it.
    #[error("{0}")]
    Refused(Box<ostrakon_response::Refusal>),
    /// It clashes with what is there.
    #[error("{0}")]
    Conflict(String),
    /// Somebody changed it since the asker read it.
    #[error("{0}")]
    Changed(String),
    /// It can be read and is wrong.
    #[error("{detail}{}", places(.faults))]
    Invalid {
        /// In a sentence.
        detail: String,
        /// Where.
        faults: Vec<Fault>,
    },
    /// A partner's node did not answer, or refused.
    #[error("{0}")]
    Partner(String),
    /// This program was built without what it takes.
    #[error("{0}")]
    NotBuilt(String),
    /// What is kept cannot be read.
    #[error("{what} is kept and cannot be read: {why}; run `ostrakon doctor`")]
    Damaged {
        /// What.
        what: String,
        /// Why.
        why: String,
    },
    /// The store refuses or fails.
    #[error(transparent)]
    Store(ostrakon_store::Error),
    /// Too often, or too soon.
    #[error("{detail}; try again in {wait} s")]
    Wait {
        /// Why.
        detail: String,
        /// Seconds.
        wait: u64,
    },
}

fn places(faults: &[Fault]) -> String {
    faults.iter().fold(String::new(), |text, fault| format!("{text}; {}: {}", fault.pointer, fault.detail))
}

impl From<ostrakon_store::Error> for HubError {
    fn from(error: ostrakon_store::Error) -> Self {
        use ostrakon_store::Error as E;
        match error {
            E::Conflict { .. } => Self::Changed(error.to_string()),
            E::KeyReused { .. } => Self::Conflict(error.to_string()),
            E::Input { what, why } => Self::invalid(what, why),
            other => Self::Store(other),
        }
    }
}

impl From<ostrakon_exchange::ExchangeError> for HubError {
    fn from(error: ostrakon_exchange::ExchangeError) -> Self {
        super::imports::refused(error)
    }
}

impl From<crate::AppError> for HubError {
    fn from(error: crate::AppError) -> Self {
        match error {
            crate::AppError::Hub(inner) => inner,
            crate::AppError::Knowledge(faults) => {
                let fault = |one: &ostrakon_response::mechanism::Fault| Fault {
                    pointer: one.file.clone(),
                    detail: one.to_string(),
                };
                let detail = "a mechanism or an election cannot be read".into();
                Self::Invalid { detail, faults: faults.iter().map(fault).collect() }
            }
            other => Self::Damaged { what: "the installation".into(), why: other.to_string() },
        }
    }
}

impl HubError {
    /// What cannot be written as JSON, which only a fault of ours can cause.
    pub(crate) fn from_json(what: &'static str) -> impl Fn(serde_json::Error) -> Self {
        move |error| Self::Damaged { what: what.into(), why: error.to_string() }
    }

    /// A wrong content with one place.
    pub fn invalid(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        let fault = Fault { pointer: pointer.into(), detail: detail.into() };
        Self::Invalid { detail: "the content is not as it must be".into(), faults: vec![fault] }
    }

    /// The exit code of the command line: 2 bad usage, 3 bad input, 4 not allowed.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::NotAllowed { .. } | Self::UnknownAsker(_) | Self::Wait { .. } | Self::Refused(_) => 4,
            Self::NotFound(_) | Self::Gone(_) | Self::Conflict(_) | Self::Changed(_) | Self::NotBuilt(_) => 2,
            Self::Invalid { .. } | Self::Damaged { .. } => 3,
            Self::Store(_) | Self::Partner(_) => 5,
        }
    }
}
