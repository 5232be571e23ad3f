//! A portal to test with: an empty database, the embedded index, mail into a folder, a clock that stands until it is moved.

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{Lang, calendar::BusinessCalendar, clock::Clock, promise::ServiceLevel};
use fyr_mail::{Mailbox, Transport};
use fyr_search::{SearchEngine, open_embedded};
use fyr_services::{
    Files, Services, Settings,
    import::{self, Gone},
    outbox::{self, Kind},
    store::Store,
};
use tempfile::TempDir;
use uuid::Uuid;

/// Saturday 21 November 2026, 12:00 in Stockholm, until it is moved. Ids count up, as chance does.
#[derive(Debug, Default)]
pub struct TestClock {
    micros: AtomicI64,
    ids: AtomicU64,
}

impl TestClock {
    /// Lets time pass.
    pub fn pass(&self, time: TimeDelta) {
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

/// A portal of its own for one test.
pub struct Fixture {
    pub ctx: Services,
    pub clock: Arc<TestClock>,
    folder: TempDir,
}

impl Fixture {
    /// With the embedded search engine, ready to answer.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let engine = open_embedded(&folder.path().join("index")).expect("an index");
        let fixture = Self::build(folder, engine).await;
        fyr_services::search::rebuild(&fixture.ctx).await.expect("an empty index");
        fixture
    }

    /// With another search engine.
    pub async fn with_engine(engine: Arc<dyn SearchEngine>) -> Self {
        Self::build(tempfile::tempdir().expect("a temporary folder"), engine).await
    }

    async fn build(folder: TempDir, engine: Arc<dyn SearchEngine>) -> Self {
        let settings = Settings {
            public_url: "https://fyr.example".into(),
            default_lang: Lang::Sv,
            calendar: BusinessCalendar::default(),
            service_level: ServiceLevel::default(),
            phone: None,
            mail_from: Mailbox::new("fyr@fyr.example"),
            max_file: 1_000_000,
            max_files: 2_000_000,
            guest_link: TimeDelta::days(30),
            demo: false,
            providers: fyr_services::identity::Providers::default(),
            accounts: fyr_services::AccountSettings::default(),
            privacy: fyr_services::PrivacySettings::default(),
        };
        let store = Store::open_file(&folder.path().join("fyr.db")).expect("an address");
        let files = Files::new(folder.path().join("files"));
        let transport = Transport::file(folder.path().join("mail")).expect("a folder");
        let clock = Arc::new(TestClock::default());
        let ctx = Services::new(store, engine, clock.clone(), files, transport, settings).expect("a sender");
        ctx.prepare().await.expect("a schema");
        Self { ctx, clock, folder }
    }

    /// The folder that [`Self::import`] reads.
    pub fn content(&self) -> PathBuf {
        self.folder.path().join("content")
    }

    /// Writes a file of content.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.content().join(path);
        fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    /// Imports the content.
    pub async fn import(&self) -> import::Report {
        import::articles(&self.ctx, &self.content(), Gone::Unpublish).await.expect("imported")
    }

    /// Imports the content, and does the work on the index that was promised.
    pub async fn import_and_index(&self) {
        self.import().await;
        self.index().await;
    }

    /// Does the work on the index that was promised.
    pub async fn index(&self) {
        while outbox::run(&self.ctx, Kind::Index).await.expect("work is done") {}
    }

    /// How much work of a kind is promised.
    pub async fn promised(&self) -> i64 {
        let mut db = self.ctx.store.read().await.expect("a connection");
        fyr_services::store::outbox::counts(&mut db).await.expect("counted").0
    }
}
