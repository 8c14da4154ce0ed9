//! What every handler holds: the hub, and how to call it.

use super::config::{Config, Entry};
use super::problem::{Fault, Problem};
use crate::error::Error;
use ostrakon_app::analysis::{Analyses, Settings};
use ostrakon_app::hub::{Hub, HubError, Location};
use ostrakon_app::oidc::Provider;
use ostrakon_app::people::People;
use ostrakon_app::watch::Watches;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, watch};

/// Calls into the store at one time. More would wait for the disk together and only hold memory.
const CALLS: usize = 64;

/// The state of the server.
pub(crate) struct House {
    hub: Arc<Hub>,
    config: Config,
    calls: Arc<Semaphore>,
    news: watch::Receiver<i64>,
    provider: Option<Arc<Provider>>,
    analyses: Option<Analyses>,
    watches: Option<Watches>,
    entry: Mutex<Option<Entry>>,
    /// The address that is served, once it is known: cookies are `Secure` unless it is loopback.
    pub(crate) local: bool,
}

impl House {
    /// The house around a hub. `local`: only this machine can reach it.
    pub fn new(hub: Arc<Hub>, config: Config, local: bool) -> Arc<Self> {
        let news = announcer(&hub);
        let analyses = config.analyses.clone().or_else(|| open_analyses(&hub, &config));
        let watches = open_watches(&hub, &config);
        let entry = Mutex::new(config.entry.clone().filter(|_| local));
        let provider = config.provider().map(|settings| Arc::new(Provider::new(settings)));
        Arc::new(Self {
            hub,
            config,
            calls: Arc::new(Semaphore::new(CALLS)),
            news,
            provider,
            analyses,
            watches,
            entry,
            local,
        })
    }

    /// The identity provider, where there is one.
    pub fn provider(&self) -> Option<Arc<Provider>> {
        self.provider.clone()
    }

    /// Looks at the identity provider before anybody needs it: a wrong one stops the start, a silent one is logged.
    ///
    /// # Errors
    /// [`Error::Provider`] with the mend.
    pub fn look_at_provider(&self) -> Result<(), Error> {
        let Some(provider) = &self.provider else { return Ok(()) };
        if !self.people().has_key() {
            let mend = "sign-ins are sealed with a key, and there is none; set OSTRAKON_ACCESS_KEY (64 hexadecimal digits)";
            return Err(Error::Provider(mend.into()));
        }
        match provider.look(self.hub.now()) {
            Ok(()) => Ok(()),
            Err(HubError::Partner(why)) => {
                tracing::warn!(%why, "nobody can sign in by the identity provider until it answers");
                Ok(())
            }
            Err(error) => Err(Error::Provider(error.to_string())),
        }
    }

    /// The hub itself, for threads of the server's own.
    pub fn hub(&self) -> &Hub {
        &self.hub
    }

    /// The data directory: the one that is configured, else the store's.
    pub fn data(&self) -> Option<PathBuf> {
        data_of(&self.hub, &self.config)
    }

    /// The analyses of the installation.
    ///
    /// # Errors
    /// 409 where the server has no data directory.
    pub fn analyses(&self) -> Result<&Analyses, Problem> {
        let none = "this server has no data directory to keep analyses in; start it with --data DIR";
        self.analyses.as_ref().ok_or_else(|| Problem::conflict(none))
    }

    /// The watch lists of the installation.
    ///
    /// # Errors
    /// 409 where the server has no data directory.
    pub fn watches(&self) -> Result<&Watches, Problem> {
        let none =
            "this server has no data directory to keep watch lists' results in; start it with --data DIR";
        self.watches.as_ref().ok_or_else(|| Problem::conflict(none))
    }

    /// Asks something of the watch lists on a thread that may wait for the disk.
    pub async fn watch<T, F>(&self, f: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&Watches) -> Result<T, HubError> + Send + 'static,
    {
        let watches = self.watches()?.clone();
        self.call_with(move |_| Ok(f(&watches)?)).await
    }

    /// Spends the one-time way in, if this is its secret.
    pub fn enter(&self, secret: &str) -> Option<Entry> {
        let mut held = self.entry.lock().unwrap_or_else(PoisonError::into_inner);
        if held.as_ref().is_some_and(|entry| entry.admits(secret)) { held.take() } else { None }
    }

    /// Asks something of the analyses on a thread that may wait for the disk.
    pub async fn analysis<T, F>(&self, f: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&Analyses) -> Result<T, HubError> + Send + 'static,
    {
        let analyses = self.analyses()?.clone();
        self.call_with(move |_| Ok(f(&analyses)?)).await
    }

    /// The people of the installation.
    pub fn people(&self) -> &People {
        self.hub.people()
    }

    /// Whether browsers come by TLS: always, unless only this machine can reach the server, or a proxy is said to be
    /// reached without it.
    pub fn secure(&self) -> bool {
        match &self.config.public_url {
            Some(url) => url.starts_with("https://"),
            None => !self.local,
        }
    }

    /// The number of the last event, as soon as it is later than `after`, or what it is when the time is up.
    pub async fn news(&self, after: i64, patience: Duration) -> Result<i64, Problem> {
        let mut news = self.news.clone();
        let waited = tokio::time::timeout(patience, news.wait_for(|last| *last > after)).await;
        match waited {
            Ok(Ok(last)) => Ok(*last),
            Ok(Err(_)) => Err(Problem::busy("the server is stopping")),
            Err(_) => Ok(after),
        }
    }

    /// How the installation is called.
    pub fn title(&self) -> &str {
        &self.config.title
    }

    /// Whom partners ask.
    pub fn contact(&self) -> Option<&str> {
        self.config.contact.as_deref()
    }

    /// The whole configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Calls the hub on a thread that may wait for the disk.
    pub async fn call<T, F>(&self, f: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&Hub) -> Result<T, HubError> + Send + 'static,
    {
        self.call_with(move |hub| Ok(f(hub)?)).await
    }

    /// As [`Self::call`], for work that finds problems of its own.
    pub async fn call_with<T, F>(&self, f: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&Hub) -> Result<T, Problem> + Send + 'static,
    {
        let permit = Arc::clone(&self.calls)
            .acquire_owned()
            .await
            .map_err(|_| Problem::busy("the server is stopping"))?;
        let hub = Arc::clone(&self.hub);
        let work = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            f(&hub)
        });
        work.await.unwrap_or_else(|error| Err(Problem::internal(&error)))
    }
}

fn data_of(hub: &Hub, config: &Config) -> Option<PathBuf> {
    config.data.clone().or_else(|| match hub.store().location() {
        Location::Sqlite(folder) => Some(folder.clone()),
        Location::Postgres(_) => None,
    })
}

/// The analyses in the data directory.
fn open_analyses(hub: &Hub, config: &Config) -> Option<Analyses> {
    let data = data_of(hub, config)?;
    let settings = Settings {
        largest_upload: config.largest_upload,
        at_once: config.analyses_at_once.get().into(),
        ..Settings::default()
    };
    match Analyses::open(hub, &data, settings) {
        Ok(analyses) => Some(analyses),
        Err(error) => {
            tracing::error!(%error, "analyses are not available");
            None
        }
    }
}

/// The watch lists in the data directory.
fn open_watches(hub: &Arc<Hub>, config: &Config) -> Option<Watches> {
    let opened = Watches::open(hub, &data_of(hub, config)?);
    opened.inspect_err(|error| tracing::error!(%error, "watch lists are not available")).ok()
}

/// One thread that waits for events, for any number of listeners. It ends with its last listener.
fn announcer(hub: &Arc<Hub>) -> watch::Receiver<i64> {
    let (tell, hear) = watch::channel(hub.store().last_seq().unwrap_or(0));
    let hub = Arc::downgrade(hub);
    std::thread::spawn(move || {
        while !tell.is_closed() {
            let Some(hub) = hub.upgrade() else { return };
            let last = *tell.borrow();
            match hub.store().wait_for_events(last, Duration::from_millis(500)) {
                Ok(now) if now > last => drop(tell.send(now)),
                Ok(_) => {}
                Err(_) => std::thread::sleep(Duration::from_millis(500)),
            }
        }
    });
    hear
}

impl From<axum::extract::rejection::JsonRejection> for Problem {
    fn from(rejection: axum::extract::rejection::JsonRejection) -> Self {
        use axum::extract::rejection::JsonRejection as R;
        match rejection {
            R::JsonDataError(error) => Self::invalid(error.body_text(), Vec::new()),
            R::JsonSyntaxError(error) => Self::unreadable(error.body_text()),
            R::MissingJsonContentType(_) => Self::wrong_media_type("application/json"),
            other if other.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE => Self::too_large(2 << 20),
            other => Self::unreadable(other.body_text()),
        }
    }
}

impl From<HubError> for Problem {
    fn from(error: HubError) -> Self {
        let text = error.to_string();
        match error {
            HubError::NotFound(what) => Self::not_found(&what),
            HubError::Gone(detail) => Self::gone(detail),
            HubError::UnknownAsker(detail) => Self::unknown_asker(detail),
            HubError::NotAllowed { detail, rule } => Self::not_allowed(detail, rule),
            HubError::Conflict(detail) => Self::conflict(detail),
            HubError::Changed(detail) => Self::changed_meanwhile(detail),
            HubError::Refused(refusal) => Self::refused(*refusal),
            HubError::Invalid { detail, faults } => {
                let fault = |f: ostrakon_app::hub::Fault| Fault { pointer: f.pointer, detail: f.detail };
                Self::invalid(detail, faults.into_iter().map(fault).collect())
            }
            HubError::Partner(detail) => Self::partner(detail),
            HubError::NotBuilt(detail) => Self::not_built(detail),
            HubError::Wait { wait, .. } => Self::too_often(wait),
            _ => Self::internal(&text),
        }
    }
}
