//! A portal without HTTP: an empty database, the embedded search engine, email into a folder, and a clock that stands still.

use std::{fs, path::PathBuf, sync::Arc};

use chrono::{DateTime, TimeDelta};
use fyr_domain::{Lang, calendar::BusinessCalendar};
use fyr_mail::{Mailbox, Transport};
use fyr_search::{SearchEngine, open_embedded};
use fyr_store::Store;
use fyr_usecases::{
    Backend, FileStore, Settings,
    import::{self, MissingArticles},
    jobs::{self, Queue},
    settings::BusinessDefaults,
};
use tempfile::TempDir;

use crate::{Fixture, TestClock, TestDatabase, fixture};

/// The settings of a portal at `https://fyr.example`, in Swedish.
pub fn test_settings() -> Settings {
    Settings {
        public_url: "https://fyr.example".into(),
        default_lang: Lang::Sv,
        zone: BusinessCalendar::default().zone,
        defaults: BusinessDefaults::default().into(),
        mail_from: Mailbox::new("fyr@fyr.example"),
        max_file_bytes: 1_000_000,
        max_total_bytes: 2_000_000,
        quotas: fyr_usecases::QuotaSettings::default(),
        guest_link_lifetime: TimeDelta::days(30),
        status_mail_delay: TimeDelta::minutes(3),
        keys: fyr_usecases::keys::KeySettings::default(),
        read_only: false,
        webhooks: Vec::new(),
        demo: false,
        providers: fyr_usecases::identity::Providers::default(),
        accounts: fyr_usecases::AccountSettings::default(),
        privacy: fyr_usecases::PrivacySettings::default(),
    }
}

/// Saturday 21 November 2026, 12:00 in Stockholm.
fn start() -> DateTime<chrono::Utc> {
    DateTime::from_timestamp(1_795_258_800, 0).expect("a time")
}

/// A portal for one test. Its clock starts on Saturday 21 November 2026, 12:00 in Stockholm.
pub struct BackendFixture {
    /// The use cases.
    pub backend: Backend,
    /// The clock of the backend.
    pub clock: Arc<TestClock>,
    database: TestDatabase,
    /// Where the test has not got its database from the runner of [`Fixture`]s.
    _folder: Option<TempDir>,
}

impl Fixture for BackendFixture {
    async fn fill(database: &TestDatabase) {
        let engine = open_embedded(&database.folder().join("index")).expect("an index");
        let fixture = Self::build(database.clone(), engine, TestClock::at(start()), None).await;
        fyr_usecases::search::rebuild(&fixture.backend).await.expect("an empty index");
        fixture.close().await;
    }

    async fn open(database: TestDatabase) -> Self {
        let engine = open_embedded(&database.folder().join("index")).expect("an index");
        Self::build(database, engine, TestClock::at(start()).skipping(1_000), None).await
    }

    async fn close(&self) {
        self.backend.store.close().await;
    }
}

impl BackendFixture {
    /// A portal on `SQLite` with an empty, complete index.
    pub async fn new() -> Self {
        let folder = fixture::sqlite_copy::<Self>();
        let engine = open_embedded(&folder.path().join("index")).expect("an index");
        let database = TestDatabase::sqlite(folder.path());
        Self::build(database, engine, TestClock::at(start()).skipping(1_000), Some(folder)).await
    }

    /// A portal on `SQLite` with this search engine.
    pub async fn with_engine(engine: Arc<dyn SearchEngine>) -> Self {
        let folder = fixture::sqlite_copy::<Self>();
        let database = TestDatabase::sqlite(folder.path());
        Self::build(database, engine, TestClock::at(start()).skipping(1_000), Some(folder)).await
    }

    async fn build(
        database: TestDatabase,
        engine: Arc<dyn SearchEngine>,
        clock: TestClock,
        folder: Option<TempDir>,
    ) -> Self {
        let store = Store::open(database.url()).expect("a URL");
        let files = FileStore::new(database.folder().join("files"));
        let transport = Transport::file(database.folder().join("mail")).expect("a folder");
        let clock = Arc::new(clock);
        let backend =
            Backend::new(store, engine, clock.clone(), files, transport, test_settings()).expect("a sender");
        backend.prepare().await.expect("a schema");
        Self { backend, clock, database, _folder: folder }
    }

    /// Another process on the same database, with the same clock.
    pub fn another(&self) -> Backend {
        self.another_with(Transport::file(self.database.folder().join("mail")).expect("a folder"))
    }

    /// As [`Self::another`], with this way out for mail.
    pub fn another_with(&self, transport: Transport) -> Backend {
        let folder = self.database.folder();
        let store = Store::open(self.database.url()).expect("a URL");
        let search = open_embedded(&folder.join("another/index")).expect("an index");
        let files = FileStore::new(folder.join("files"));
        let settings = self.backend.settings.clone();
        Backend::new(store, search, self.clock.clone(), files, transport, settings).expect("a sender")
    }

    /// The folder that [`Self::import`] reads.
    pub fn content(&self) -> PathBuf {
        self.database.folder().join("content")
    }

    /// Writes a file into the content folder.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.content().join(path);
        fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    /// Imports the content folder.
    pub async fn import(&self) -> import::ImportReport {
        import::articles(&self.backend, &self.content(), MissingArticles::Unpublish).await.expect("imported")
    }

    /// Imports the content and runs the index jobs.
    pub async fn import_and_index(&self) {
        self.import().await;
        self.index().await;
    }

    /// Runs all due index jobs.
    pub async fn index(&self) {
        while jobs::run_due(&self.backend, Queue::Index).await.expect("the jobs run") {}
    }

    /// The number of jobs that are waiting.
    pub async fn pending_jobs(&self) -> i64 {
        let mut db = self.backend.store.read().await.expect("a connection");
        let queues = fyr_store::jobs::list_queues(&mut db, self.backend.clock.now()).await.expect("counted");
        queues.iter().map(|queue| queue.pending).sum()
    }
}
