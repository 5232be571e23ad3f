//! The test fixture: a portal with an empty database, the embedded search engine, mail into a folder, and a clock that stands
//! still until it is advanced.

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{Lang, calendar::BusinessCalendar, clock::Clock};
use fyr_mail::{Mailbox, Transport};
use fyr_search::{SearchEngine, open_embedded};
use fyr_usecases::{
    Backend, FileStore, Settings,
    import::{self, MissingArticles},
    jobs::{self, Queue},
    settings::BusinessDefaults,
    store::Store,
};
use tempfile::TempDir;
use uuid::Uuid;

/// A clock that starts on Saturday 21 November 2026, 12:00 in Stockholm. Ids and random numbers count up.
#[derive(Debug, Default)]
pub struct TestClock {
    micros: AtomicI64,
    ids: AtomicU64,
}

impl TestClock {
    /// Advances the clock.
    pub fn advance(&self, time: TimeDelta) {
        self.micros.fetch_add(time.num_microseconds().expect("a short time"), Ordering::Relaxed);
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        let start = DateTime::from_timestamp(1_795_258_800, 0).expect("a time");
        start + TimeDelta::microseconds(self.micros.load(Ordering::Relaxed))
    }

    fn id(&self) -> Uuid {
        Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(self.random()))
    }

    fn random(&self) -> u64 {
        self.ids.fetch_add(1, Ordering::Relaxed)
    }
}

/// A portal for one test.
pub struct Fixture {
    pub backend: Backend,
    pub clock: Arc<TestClock>,
    folder: TempDir,
}

impl Fixture {
    /// A portal with the embedded search engine and an empty, complete index.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let engine = open_embedded(&folder.path().join("index")).expect("an index");
        let fixture = Self::build(folder, engine).await;
        fyr_usecases::search::rebuild(&fixture.backend).await.expect("an empty index");
        fixture
    }

    /// A portal with this search engine.
    pub async fn with_engine(engine: Arc<dyn SearchEngine>) -> Self {
        Self::build(tempfile::tempdir().expect("a temporary folder"), engine).await
    }

    async fn build(folder: TempDir, engine: Arc<dyn SearchEngine>) -> Self {
        let settings = Settings {
            public_url: "https://fyr.example".into(),
            default_lang: Lang::Sv,
            calendar: BusinessCalendar::default(),
            defaults: BusinessDefaults::default(),
            mail_from: Mailbox::new("fyr@fyr.example"),
            max_file_bytes: 1_000_000,
            max_total_bytes: 2_000_000,
            guest_link_lifetime: TimeDelta::days(30),
            demo: false,
            providers: fyr_usecases::identity::Providers::default(),
            accounts: fyr_usecases::AccountSettings::default(),
            privacy: fyr_usecases::PrivacySettings::default(),
        };
        let store = Store::open_file(&folder.path().join("fyr.db")).expect("an address");
        let files = FileStore::new(folder.path().join("files"));
        let transport = Transport::file(folder.path().join("mail")).expect("a folder");
        let clock = Arc::new(TestClock::default());
        let backend =
            Backend::new(store, engine, clock.clone(), files, transport, settings).expect("a sender");
        backend.prepare().await.expect("a schema");
        Self { backend, clock, folder }
    }

    /// The folder that [`Self::import`] reads.
    pub fn content(&self) -> PathBuf {
        self.folder.path().join("content")
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
        fyr_usecases::store::jobs::count_all(&mut db).await.expect("counted").pending
    }
}
