//! Use cases: one function per thing a person does, with its permission, rule, transaction and promised work.
//!
//! Nothing here knows axum or leptos; no SQL, which is in `fyr-store`; no rules that could be pure, which are in `fyr-domain`.

mod error;
mod files;
mod links;
mod settings;

pub mod accounts;
pub mod articles;
pub mod audit;
pub mod catalogue;
pub mod identities;
pub mod import;
mod mail;
pub mod organisations;
pub mod outbox;
pub mod people;
pub mod privacy;
pub mod relations;
pub mod search;
pub mod seed;
mod sheet;
pub mod status;
pub mod tickets;

use std::sync::{Arc, OnceLock};

pub use error::Error;
pub use files::{Files, ReceiveError, Received};
use fyr_domain::clock::Clock;
pub use fyr_identity as identity;
use fyr_mail::{Composer, Transport};
use fyr_search::SearchEngine;
pub use fyr_store as store;
use fyr_store::Store;
pub use links::Purpose;
pub use settings::{AccountSettings, PrivacySettings, Registration, Settings};
pub use sheet::Unreadable;
use tokio::sync::{Notify, broadcast};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// What every use case works with. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Services(Arc<Inner>);

/// The parts of [`Services`].
#[non_exhaustive]
pub struct Inner {
    /// The database.
    pub store: Store,
    /// The search engine; its answers are never trusted for permission.
    pub search: Arc<dyn SearchEngine>,
    /// Time, ids and chance.
    pub clock: Arc<dyn Clock>,
    /// Where attachments lie.
    pub files: Files,
    /// What the operator chose.
    pub settings: Settings,
    pub(crate) composer: Composer,
    pub(crate) transport: Transport,
    /// Wakes the background jobs when work was promised.
    pub work: Notify,
    /// Tells live pages which ticket has news.
    pub news: broadcast::Sender<Uuid>,
    catalogue: catalogue::Cache,
    status: status::Cache,
    key: OnceLock<[u8; 32]>,
    /// Cancelled when live pages must let go.
    pub live: CancellationToken,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inner")
            .field("store", &self.store)
            .field("search", &self.search.name())
            .finish_non_exhaustive()
    }
}

impl std::ops::Deref for Services {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Services {
    /// Puts the parts together. Call [`Services::prepare`] before serving anyone.
    ///
    /// # Errors
    /// Where the sender of mail cannot be one.
    pub fn new(
        store: Store,
        search: Arc<dyn SearchEngine>,
        clock: Arc<dyn Clock>,
        files: Files,
        transport: Transport,
        settings: Settings,
    ) -> Result<Self, Error> {
        let (news, _) = broadcast::channel(256);
        // not the portal's own address, which may be a number with a port
        let domain = settings.mail_from.address.rsplit('@').next().unwrap_or("localhost");
        let composer = Composer::new(&settings.mail_from, None, domain)
            .map_err(|error| Error::Internal(Box::new(error)))?;
        Ok(Self(Arc::new(Inner {
            store,
            search,
            clock,
            files,
            settings,
            composer,
            transport,
            work: Notify::new(),
            news,
            catalogue: catalogue::Cache::default(),
            status: status::Cache::default(),
            key: OnceLock::new(),
            live: CancellationToken::new(),
        })))
    }

    /// Ends every live page's stream, so that the program can stop.
    pub fn close_live(&self) {
        self.live.cancel();
    }

    /// Brings the schema up to date and agrees with the other processes on the key that signs links.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where the database is away: try again later.
    pub async fn prepare(&self) -> Result<(), Error> {
        self.store.migrate().await?;
        let fresh: String = (0..4).map(|_| format!("{:016x}", self.clock.random())).collect();
        let mut tx = self.store.begin().await?;
        fyr_store::settings::put_if_absent(&mut tx, "signing-key", &fresh).await?;
        let agreed = fyr_store::settings::get(&mut tx, "signing-key").await?.unwrap_or(fresh);
        tx.commit().await?;
        let mut key = [0; 32];
        for (byte, pair) in key.iter_mut().zip(agreed.as_bytes().chunks(2)) {
            *byte =
                std::str::from_utf8(pair).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
        }
        self.key.get_or_init(|| key);
        Ok(())
    }

    /// Whether [`Services::prepare`] has succeeded.
    pub fn is_prepared(&self) -> bool {
        self.key.get().is_some()
    }
}
