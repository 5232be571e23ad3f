//! Use cases: one function per thing a person does, with its permission, rule, transaction and promised work.
//!
//! Nothing here knows axum or leptos; no SQL, which is in `fyr-store`; no rules that could be pure, which are in `fyr-domain`.

mod error;
mod files;
mod links;
mod settings;

pub mod catalogue;
pub mod people;

use std::sync::{Arc, OnceLock};

pub use error::Error;
pub use files::{Files, ReceiveError, Received};
use fyr_domain::clock::Clock;
use fyr_search::SearchEngine;
use fyr_store::Store;
pub use fyr_store as store;
pub use links::Purpose;
pub use settings::Settings;
use tokio::sync::{Notify, broadcast};
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
    /// Wakes the background jobs when work was promised.
    pub work: Notify,
    /// Tells live pages which ticket has news.
    pub news: broadcast::Sender<Uuid>,
    catalogue: catalogue::Cache,
    key: OnceLock<[u8; 32]>,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inner").field("store", &self.store).field("search", &self.search.name()).finish_non_exhaustive()
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
    pub fn new(
        store: Store,
        search: Arc<dyn SearchEngine>,
        clock: Arc<dyn Clock>,
        files: Files,
        settings: Settings,
    ) -> Self {
        let (news, _) = broadcast::channel(256);
        Self(Arc::new(Inner {
            store,
            search,
            clock,
            files,
            settings,
            work: Notify::new(),
            news,
            catalogue: catalogue::Cache::default(),
            key: OnceLock::new(),
        }))
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
            *byte = std::str::from_utf8(pair).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
        }
        self.key.get_or_init(|| key);
        Ok(())
    }

    /// Whether [`Services::prepare`] has succeeded.
    pub fn is_prepared(&self) -> bool {
        self.key.get().is_some()
    }
}
