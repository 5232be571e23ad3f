//! A portal with people, topics and an article, as the program would serve it.

use std::{
    net::Ipv4Addr,
    sync::{Arc, OnceLock},
};

use axum::Router;
use chrono::{DateTime, Utc};
use fyr::{
    app::App,
    assets::Assets,
    config::{Config, FilesConfig, LimitsConfig, StorageConfig},
    routes,
};
use fyr_domain::{
    Actor, Lang, Localised, Role, User,
    clock::Clock,
    permission::Scope,
    text::Body,
    tickets::{RawTicket, Status},
};
use fyr_mail::Mailbox;
use fyr_search::SearchEngine;
use fyr_store::{Store, TitledItem, article_desk, articles, categories, components, people, topics};
use fyr_testing::{Browser, Fixture, PASSWORD, ReceivedEmail, TestClock, TestDatabase};
use fyr_usecases::{Backend, FileStore, LinkPurpose, LinkedTicket, PasswordCost, jobs, search, tickets};
use sqlx::types::Json;
use uuid::Uuid;

/// The slug of an identity provider that never answers.
pub const UNREACHABLE_PROVIDER: &str = "borta";

/// A portal with its database, for one test.
pub struct Site {
    /// The use cases.
    pub backend: Backend,
    /// The clock of the backend.
    pub clock: Arc<TestClock>,
    /// The configuration.
    pub config: Config,
    /// The accounts.
    pub people: People,
    database: TestDatabase,
    /// The router that is served.
    pub router: Router,
}

/// The accounts: one of each role, and another participant and counsellor who have nothing to do with the first.
#[derive(Clone, Debug)]
pub struct People {
    /// Participant; the requester of most tickets.
    pub petra: User,
    /// Another participant.
    pub otto: User,
    /// Petra's counsellor.
    pub karin: User,
    /// Another counsellor, without participants.
    pub olle: User,
    /// Agent.
    pub agnes: User,
    /// Staff.
    pub stina: User,
    /// Administrator of the portal.
    pub adam: User,
}

fn default_config(database: &TestDatabase) -> Config {
    let database_url = if database.is_postgres() { database.url().to_owned() } else { String::new() };
    let mut config = Config::default();
    config.http.public_url = "http://fyr.test".into();
    config.storage = StorageConfig { data_dir: database.folder().to_owned(), database_url };
    config.mail.mail_from = Mailbox::named("support@fyr.test", "Fyr");
    config.files = FilesConfig { max_file_mb: 1, max_files_mb: 2, min_free_disk_mb: 0 };
    config.limits = LimitsConfig {
        limit_sign_in: 100_000,
        limit_writes: 100_000,
        limit_account_writes: 100_000,
        limit_exports: 100_000,
        limit_uploads_mb: 100_000,
        limit_network_uploads_mb: 100_000,
        limit_text_mb: 100_000,
        limit_network_text_mb: 100_000,
    };
    // thousands of sign-ins are tested
    config.accounts.password_cost = PasswordCost { memory_kib: 8, passes: 1 };
    config.identity.providers = vec![provider_config(UNREACHABLE_PROVIDER, "http://127.0.0.1:9")];
    config
}

/// The configuration of an identity provider without anything optional.
pub fn provider_config(slug: &str, issuer: &str) -> fyr_identity::ProviderConfig {
    let text = serde_json::json!({
        "slug": slug, "name": "Kommunkonto", "issuer": issuer, "client_id": "fyr", "client_secret": "a secret of ours",
    });
    serde_json::from_value(text).unwrap()
}

fn open_backend(config: &Config, clock: &Arc<TestClock>, search: Arc<dyn SearchEngine>) -> Backend {
    let store = Store::open(&config.storage.effective_database_url()).unwrap();
    let files = FileStore::new(config.storage.data_dir.join("attachments"))
        .with_min_free_bytes(config.files.min_free_disk_mb * 1_000_000);
    let clock: Arc<dyn Clock> = clock.clone();
    Backend::new(store, search, clock, files, config.mail_transport().unwrap(), config.settings().unwrap())
        .unwrap()
}

fn embedded(config: &Config) -> Arc<dyn SearchEngine> {
    fyr_search::open_embedded(&config.storage.data_dir.join("index")).unwrap()
}

fn router(backend: &Backend, config: &Config) -> Router {
    static ASSETS: OnceLock<&'static Assets> = OnceLock::new();
    let assets = ASSETS.get_or_init(Assets::load);
    routes::router(App { backend: backend.clone(), assets, config: Arc::new(config.clone()) })
}

/// The accounts that [`Fixture::fill`] has inserted: always the same, because its clock is.
static PEOPLE: OnceLock<People> = OnceLock::new();

impl Fixture for Site {
    async fn fill(database: &TestDatabase) {
        let config = default_config(database);
        let backend = open_backend(&config, &Arc::new(TestClock::new()), embedded(&config));
        backend.prepare().await.unwrap();
        let people = insert_content(&backend).await;
        search::rebuild(&backend).await.unwrap();
        backend.store.close().await;
        PEOPLE.get_or_init(|| people);
    }

    async fn open(database: TestDatabase) -> Self {
        let config = default_config(&database);
        let clock = Arc::new(TestClock::new().skipping(1_000));
        let backend = open_backend(&config, &clock, embedded(&config));
        backend.prepare().await.unwrap();
        let router = router(&backend, &config);
        let people = PEOPLE.get().expect("the database was filled").clone();
        Self { backend, clock, config, people, database, router }
    }

    async fn close(&self) {
        self.backend.store.close().await;
    }
}

impl Site {
    /// The same portal, restarted with another configuration.
    pub async fn restart_with(&self, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = self.config.clone();
        change(&mut config);
        let search = embedded(&config);
        self.reopen(config, search).await
    }

    /// The same portal, restarted with another configuration and search engine.
    pub async fn reopen(&self, config: Config, search: Arc<dyn SearchEngine>) -> Self {
        let backend = open_backend(&config, &self.clock, search);
        // where the database is away the portal starts all the same
        let _ = backend.prepare().await;
        let router = router(&backend, &config);
        let (clock, people, database) = (self.clock.clone(), self.people.clone(), self.database.clone());
        Self { backend, clock, config, people, database, router }
    }

    /// A browser in which nobody is signed in.
    pub fn browser(&self) -> Browser {
        self.browser_at(Ipv4Addr::new(192, 0, 2, 1))
    }

    /// A browser at an address.
    pub fn browser_at(&self, peer: Ipv4Addr) -> Browser {
        Browser::new(self.router.clone(), peer)
    }

    /// A browser in which this person is signed in.
    pub async fn signed_in(&self, user: &User) -> Browser {
        let browser = self.browser();
        browser.sign_in(user).await;
        browser
    }

    /// The current time of the portal.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The id of an article.
    pub async fn article(&self, slug: &str) -> Uuid {
        let mut db = self.backend.store.read().await.unwrap();
        article_desk::find_by_slug(&mut db, slug).await.unwrap().unwrap().id
    }

    /// Files a ticket of this person; returns its reference.
    pub async fn create_ticket(&self, user: &User) -> String {
        self.file(&Actor::signed_in(user.clone()), RawTicket::default()).await.0
    }

    /// Files a guest's ticket; returns its reference and the token of the link in its email.
    pub async fn create_guest_ticket(&self) -> (String, String) {
        let raw =
            RawTicket { name: "Gun Gäst".into(), email: "gun@gast.example".into(), ..RawTicket::default() };
        let (reference, id) = self.file(&Actor::ANONYMOUS, raw).await;
        (reference, self.backend.link_token(LinkPurpose::Ticket, LinkedTicket { id, version: 0 }).unwrap())
    }

    /// A form that was not submitted yet.
    pub fn form(&self) -> tickets::FormRef<'static> {
        tickets::FormRef { key: self.clock.id(), owner: "browser:test" }
    }

    async fn file(&self, actor: &Actor, raw: RawTicket) -> (String, Uuid) {
        let raw = RawTicket {
            topic: "sign-in".into(),
            subject: "Jag kommer inte in".into(),
            description: "Det står fel kod.".into(),
            ..raw
        };
        let draft = tickets::parse_draft(&self.backend, actor, &raw).await.unwrap();
        let filed = tickets::file(&self.backend, actor, self.form(), &draft, Lang::Sv).await.unwrap();
        (tickets::format_reference(&filed.ticket.reference), filed.ticket.id)
    }

    /// Replies as Agnes, and perhaps sets the status.
    pub async fn reply_as_support(&self, reference: &str, body: &str, then: Option<Status>) {
        let (agnes, body) = (Actor::signed_in(self.people.agnes.clone()), Body::parse(body).unwrap());
        tickets::reply_as_support(
            &self.backend,
            &agnes,
            reference,
            self.form(),
            tickets::SupportReply { body: &body, status: then, link_version: None },
        )
        .await
        .unwrap();
    }

    /// Sets the status of a ticket, as Agnes.
    pub async fn set_status(&self, reference: &str, status: Status) {
        let agnes = Actor::signed_in(self.people.agnes.clone());
        let change = tickets::TicketEdit { status: Some(status), ..tickets::TicketEdit::default() };
        tickets::update(&self.backend, &agnes, reference, change).await.unwrap();
    }

    /// The ticket as this person may see it.
    pub async fn thread(&self, user: &User, reference: &str) -> tickets::TicketThread {
        tickets::find_thread(&self.backend, &Actor::signed_in(user.clone()), reference).await.unwrap()
    }

    /// Executes SQL for which there is no use case.
    pub async fn execute_sql(&self, sql: &str) {
        self.database.execute(sql).await.unwrap();
    }

    /// A number that SQL counts.
    pub async fn count(&self, sql: &str) -> i64 {
        self.database.count(sql).await
    }

    /// Two numbers that SQL counts.
    pub async fn count_pair(&self, sql: &str) -> (i64, i64) {
        self.database.rows(sql).await[0]
    }

    /// A column of texts.
    pub async fn query_texts(&self, sql: &str) -> Vec<String> {
        self.database.column(sql).await
    }

    /// What the audit log says was done, oldest first.
    pub async fn audit_actions(&self) -> Vec<String> {
        self.query_texts("SELECT action FROM audit_log ORDER BY id").await
    }

    /// Runs all due jobs, and emails about changed statuses that wait for further changes.
    pub async fn run_due_jobs(&self) {
        let waiting = "UPDATE jobs SET due_at = created_at
            WHERE name = 'email.ticket_status_changed' AND attempts = 0 AND failed_at IS NULL";
        self.execute_sql(waiting).await;
        for queue in [jobs::Queue::Mail, jobs::Queue::PromptMail, jobs::Queue::Index, jobs::Queue::Timers] {
            while jobs::run_due(&self.backend, queue).await.unwrap() {}
        }
    }

    /// Runs all due jobs; returns every email that was sent so far, oldest first.
    pub async fn delivered_emails(&self) -> Vec<ReceivedEmail> {
        self.run_due_jobs().await;
        ReceivedEmail::read_all(&self.config.storage.data_dir.join("mail"))
    }
}

async fn insert_content(backend: &Backend) -> People {
    let (clock, now) = (&backend.clock, backend.clock.now());
    let password_hash = backend.hash_password(PASSWORD).unwrap();
    let mut tx = backend.store.begin().await.unwrap();
    let mut person = async |name: &str, role: Role| {
        let account = people::Account {
            id: clock.id(),
            email: format!("{}@fyr.test", name.split(' ').next().unwrap().to_lowercase()),
            name: name.to_owned(),
            role,
            level: 1,
            lang: "sv".into(),
            password_hash: Some(password_hash.clone()),
            email_confirmed_at: Some(now),
        };
        people::upsert(&mut tx, &account, now).await.unwrap();
        User::from(account)
    };
    let people = People {
        petra: person("Petra Lund", Role::Participant).await,
        otto: person("Otto Berg", Role::Participant).await,
        karin: person("Karin Ek", Role::Counsellor).await,
        olle: person("Olle Dahl", Role::Counsellor).await,
        agnes: person("Agnes Holm", Role::Agent).await,
        stina: person("Stina Sand", Role::Staff).await,
        adam: person("Adam Nord", Role::Admin).await,
    };
    let relation = people::NewRelation {
        counsellor_id: people.karin.id,
        participant_id: people.petra.id,
        organisation_id: None,
        purpose: "Jobbsökning".into(),
        scope: Scope::Act,
        since: now,
        until: None,
        stands_in_for_id: None,
    };
    people::upsert_relation(&mut tx, &relation, relation.since).await.unwrap();
    let listed = |slug: &str, position, sv: &str, nb: &str, en: &str| TitledItem {
        id: clock.id(),
        slug: slug.to_owned(),
        position,
        titles: Json(
            [(Lang::Sv, sv.to_owned()), (Lang::Nb, nb.to_owned()), (Lang::En, en.to_owned())]
                .into_iter()
                .collect(),
        ),
        descriptions: Json(Localised::single(Lang::Sv, "Mer om det")),
    };
    topics::upsert(&mut tx, &listed("sign-in", 1, "Inloggning", "Innlogging", "Signing in")).await.unwrap();
    topics::upsert(&mut tx, &listed("other", 2, "Annat", "Annet", "Something else")).await.unwrap();
    components::upsert(&mut tx, &listed("portal", 1, "Portalen", "Portalen", "The portal")).await.unwrap();
    let category = listed("account", 1, "Konto", "Konto", "Account");
    let category = categories::upsert(&mut tx, &category).await.unwrap();
    let key = articles::upsert(&mut tx, clock.id(), "reset-password", "reset-password", category, now)
        .await
        .unwrap();
    for (lang, title) in
        [(Lang::Sv, "Byt lösenord"), (Lang::Nb, "Bytt passord"), (Lang::En, "Change your password")]
    {
        let translation = articles::ArticleTranslation {
            id: clock.id(),
            article_id: key.id,
            lang,
            title: title.to_owned(),
            summary: format!("{title}, steg för steg"),
            keywords: vec!["kod".into()],
            source: format!("# {title}"),
            html: format!("<p>{title} så här.</p>"),
            toc: Vec::new(),
            plain: format!("{title} så här."),
            machine_translated: false,
            updated_at: now,
        };
        articles::upsert_translation(&mut tx, &translation).await.unwrap();
    }
    tx.commit().await.unwrap();
    people
}
