//! Use cases: one function for each action of a person. It checks the permission, applies the rules, writes in one
//! transaction and enqueues the jobs that follow.
//!
//! Not in here: HTTP and pages (`fyr-server`, `fyr-app`), SQL (`fyr-store`), and rules without I/O (`fyr-domain`).

mod error;
pub mod events;
mod files;
pub mod first_run;
pub mod health;
pub mod keys;
mod links;
mod transaction;

pub mod accounts;
pub mod articles;
pub mod audit;
pub mod backup;
pub mod classification;
mod csv_encoding;
mod csv_table;
pub mod identities;
pub mod import;
pub mod jobs;
pub mod live;
mod mailer;
pub mod moving;
pub mod organisations;
pub mod people;
pub mod presets;
pub mod privacy;
mod quotas;
mod refusals;
pub mod relations;
mod require;
pub mod results;
pub mod revisions;
pub mod search;
pub mod seed;
pub mod settings;
pub mod status;
mod submission;
pub mod tickets;

use std::sync::{Arc, OnceLock};

pub use csv_encoding::{UnknownEncoding, decode_table};
pub use csv_table::{CsvError, CsvWriter};
pub use error::Error;
pub use files::{FileStore, ReceiveError, ReceivedFile};
use fyr_domain::clock::Clock;
pub use fyr_identity as identity;
use fyr_mail::{Composer, Transport};
use fyr_search::SearchEngine;
pub use fyr_store as store;
use fyr_store::Store;
pub use fyr_store::within_statement_limit;
use fyr_webhook::WebhookClient;
pub use links::{LinkPurpose, LinkedTicket};
use quotas::Quotas;
pub use quotas::{QuotaExceeded, QuotaKind, QuotaSettings};
pub use settings::{AccountSettings, PasswordCost, PrivacySettings, Registration, Settings};
pub use submission::submission_key;
use tokio_util::sync::CancellationToken;
pub use transaction::Transaction;

/// The services and settings that every use case needs. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Backend(Arc<BackendInner>);

/// The fields of [`Backend`], which dereferences to this.
#[non_exhaustive]
pub struct BackendInner {
    /// The database, with its connection pools.
    pub store: Store,
    /// The search engine. Permissions are never decided by its answers.
    pub search: Arc<dyn SearchEngine>,
    /// Source of time, ids and randomness.
    pub clock: Arc<dyn Clock>,
    /// The bytes of attachments.
    pub files: FileStore,
    /// The settings of the portal.
    pub settings: Settings,
    pub(crate) composer: Composer,
    pub(crate) transport: Transport,
    pub(crate) webhooks: WebhookClient,
    pub(crate) workers: jobs::Workers,
    pub(crate) hashing: accounts::HashingQueue,
    quotas: Quotas,
    refusals: refusals::Refusals,
    rejected_logouts: identities::RejectedLogouts,
    /// Wakes the live pages of this process.
    pub live: live::LiveHub,
    classification: classification::ClassificationCache,
    similar: search::SimilarCache,
    vocabulary: search::VocabularyCache,
    search_events: search::WaitingEvents,
    status: status::Cache,
    business_settings: settings::SettingsCache,
    keys: OnceLock<keys::Keys>,
    write_probe: health::WriteProbe,
    pub(crate) attempt_locks: accounts::KeyedLocks,
    /// Cancelled at shutdown, to end the streams of live pages.
    pub live_shutdown: CancellationToken,
}

impl std::fmt::Debug for BackendInner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BackendInner")
            .field("store", &self.store)
            .field("search", &self.search.name())
            .finish_non_exhaustive()
    }
}

impl std::ops::Deref for Backend {
    type Target = BackendInner;
    fn deref(&self) -> &BackendInner {
        &self.0
    }
}

impl Backend {
    /// Creates a backend. Call [`Backend::prepare`] before any use case.
    ///
    /// # Errors
    /// [`Error::Internal`] where the sender of mail is not a valid address.
    pub fn new(
        store: Store,
        search: Arc<dyn SearchEngine>,
        clock: Arc<dyn Clock>,
        files: FileStore,
        transport: Transport,
        settings: Settings,
    ) -> Result<Self, Error> {
        let live = live::LiveHub::new(clock.id());
        // the domain of Message-IDs; not the portal's host, which may be an IP address with a port
        let domain = settings.mail_from.address.rsplit('@').next().unwrap_or("localhost");
        let composer = Composer::new(&settings.mail_from, None, domain)
            .map_err(|error| Error::Internal(Box::new(error)))?;
        Ok(Self(Arc::new(BackendInner {
            store: if settings.read_only { store.without_changes() } else { store },
            search,
            clock,
            files,
            settings,
            composer,
            transport,
            webhooks: WebhookClient::new().map_err(|error| Error::Internal(Box::new(error)))?,
            workers: jobs::Workers::default(),
            hashing: accounts::HashingQueue::default(),
            quotas: Quotas::default(),
            refusals: refusals::Refusals::default(),
            rejected_logouts: identities::RejectedLogouts::default(),
            live,
            classification: classification::ClassificationCache::default(),
            similar: search::SimilarCache::default(),
            vocabulary: search::VocabularyCache::default(),
            search_events: search::WaitingEvents::default(),
            status: status::Cache::default(),
            business_settings: settings::SettingsCache::default(),
            keys: OnceLock::new(),
            write_probe: health::WriteProbe::default(),
            attempt_locks: accounts::KeyedLocks::default(),
            live_shutdown: CancellationToken::new(),
        })))
    }

    /// Ends the streams of all live pages, so that the program can stop.
    pub fn close_live_streams(&self) {
        self.live_shutdown.cancel();
    }

    /// Migrates the schema, and reads the keys, which the first process generates where the configuration gives none. A portal that
    /// is only read reads its keys, and needs a schema that is up to date.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where the database is unavailable: try again later. Any other: it refuses, and will again.
    pub async fn prepare(&self) -> Result<(), Error> {
        if self.settings.read_only {
            return self.prepare_to_read().await;
        }
        self.store.migrate().await?;
        self.store.update_planner_statistics().await?;
        let mut tx = self.store.begin().await?;
        let keys = keys::load(self, &mut tx).await?;
        tx.commit().await?;
        self.0.keys.get_or_init(|| keys);
        Ok(())
    }

    /// Reads the keys as [`Backend::prepare`] does, for commands that only look: nothing is migrated, made or written.
    ///
    /// # Errors
    /// As [`Backend::prepare`].
    pub async fn prepare_to_read(&self) -> Result<(), Error> {
        let keys = keys::read(self, &mut self.store.read().await?).await?;
        self.0.keys.get_or_init(|| keys);
        Ok(())
    }

    /// Whether [`Backend::prepare`] has succeeded.
    pub fn is_prepared(&self) -> bool {
        self.0.keys.get().is_some()
    }
}
