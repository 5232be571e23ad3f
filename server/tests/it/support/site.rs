//! A portal with people, topics and an article in it, as the program would serve it.

use std::{
    net::Ipv4Addr,
    path::Path,
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
use fyr_store::{Store, TitledItem, articles, categories, components, people, topics};
use fyr_usecases::{Backend, FileStore, LinkPurpose, jobs, search, tickets};
use sqlx::{Connection, Executor, PgConnection, SqliteConnection, types::Json};
use uuid::Uuid;

use super::{browser::Browser, clock::TestClock, mail::ReceivedEmail};

/// A provider of sign-in that never answers.
pub const UNREACHABLE_PROVIDER: &str = "borta";

/// Everyone's.
pub const PASSWORD: &str = "correct horse battery staple";

/// A portal.
pub struct Site {
    /// Its use cases.
    pub backend: Backend,
    /// Its time.
    pub clock: Arc<TestClock>,
    /// What its operator chose.
    pub config: Config,
    /// Who is there.
    pub people: People,
    router: Router,
}

/// Who is there: one of each role, and another participant and counsellor who have nothing to do with the first.
#[derive(Clone, Debug)]
pub struct People {
    /// The requester of most tickets.
    pub petra: User,
    /// Another participant.
    pub otto: User,
    /// Petra's counsellor.
    pub karin: User,
    /// Another counsellor, of nobody.
    pub olle: User,
    /// An agent.
    pub agnes: User,
    /// Posts outages.
    pub stina: User,
    /// Runs the portal.
    pub adam: User,
}

fn plain_config(folder: &Path, database_url: String) -> Config {
    let mut config = Config::default();
    config.http.public_url = "http://fyr.test".into();
    config.storage = StorageConfig { data_dir: folder.to_owned(), database_url };
    config.mail.mail_from = Mailbox::named("support@fyr.test", "Fyr");
    config.files = FilesConfig { max_file_mb: 1, max_files_mb: 2 };
    config.limits = LimitsConfig {
        limit_sign_in: 100_000,
        limit_writes: 100_000,
        limit_account_writes: 100_000,
        limit_exports: 100_000,
    };
    config.identity.providers = vec![provider_config(UNREACHABLE_PROVIDER, "http://127.0.0.1:9")];
    config
}

/// A provider as an operator connects one, with nothing special about it.
pub fn provider_config(slug: &str, issuer: &str) -> fyr_identity::ProviderConfig {
    let text = serde_json::json!({
        "slug": slug, "name": "Kommunkonto", "issuer": issuer, "client_id": "fyr", "client_secret": "a secret of ours",
    });
    serde_json::from_value(text).unwrap()
}

fn open_backend(config: &Config, clock: &Arc<TestClock>, search: Arc<dyn SearchEngine>) -> Backend {
    let store = Store::open(&config.storage.effective_database_url()).unwrap();
    let files = FileStore::new(config.storage.data_dir.join("attachments"));
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

impl Site {
    /// A new portal with everything in place.
    pub async fn open(folder: &Path, database_url: String) -> Self {
        let config = plain_config(folder, database_url);
        let clock = Arc::new(TestClock::new());
        let backend = open_backend(&config, &clock, embedded(&config));
        backend.prepare().await.unwrap();
        let people = fill(&backend).await;
        search::rebuild(&backend).await.unwrap();
        let router = router(&backend, &config);
        Self { backend, clock, config, people, router }
    }

    /// The same portal started again with other settings.
    pub async fn restart_with(&self, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = self.config.clone();
        change(&mut config);
        let search = embedded(&config);
        self.reopen(config, search).await
    }

    /// The same portal with another search engine.
    pub async fn with_search_engine(&self, engine: Arc<dyn SearchEngine>) -> Self {
        self.reopen(self.config.clone(), engine).await
    }

    async fn reopen(&self, config: Config, search: Arc<dyn SearchEngine>) -> Self {
        let backend = open_backend(&config, &self.clock, search);
        // where the database is away the portal starts all the same
        let _ = backend.prepare().await;
        let router = router(&backend, &config);
        Self { backend, clock: self.clock.clone(), config, people: self.people.clone(), router }
    }

    /// Somebody's browser; nobody is signed in.
    pub fn browser(&self) -> Browser {
        self.browser_at(Ipv4Addr::new(192, 0, 2, 1))
    }

    /// A browser at an address.
    pub fn browser_at(&self, peer: Ipv4Addr) -> Browser {
        Browser::new(self.router.clone(), peer)
    }

    /// A browser in which this person has signed in.
    pub async fn signed_in(&self, user: &User) -> Browser {
        let browser = self.browser();
        browser.sign_in(user).await;
        browser
    }

    /// What is served.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// The time of this portal.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A ticket of a person with an account; gives its reference.
    pub async fn create_ticket(&self, user: &User) -> String {
        self.file(&Actor::signed_in(user.clone()), RawTicket::default()).await.0
    }

    /// A guest's ticket: its reference, and the token of the link in its mail.
    pub async fn create_guest_ticket(&self) -> (String, String) {
        let raw =
            RawTicket { name: "Gun Gäst".into(), email: "gun@gast.example".into(), ..RawTicket::default() };
        let (reference, id) = self.file(&Actor::ANONYMOUS, raw).await;
        (reference, self.backend.link_token(LinkPurpose::Ticket, id).unwrap())
    }

    /// A form nobody has sent yet.
    fn form(&self) -> tickets::FormRef<'static> {
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

    /// A note by Agnes.
    pub async fn add_note(&self, reference: &str, body: &str) {
        let (agnes, body) = (Actor::signed_in(self.people.agnes.clone()), Body::parse(body).unwrap());
        tickets::add_note(&self.backend, &agnes, reference, self.form(), &body).await.unwrap();
    }

    /// An answer by Agnes that leaves the ticket in a status.
    pub async fn reply_as_support(&self, reference: &str, body: &str, then: Option<Status>) {
        let (agnes, body) = (Actor::signed_in(self.people.agnes.clone()), Body::parse(body).unwrap());
        tickets::reply_as_support(
            &self.backend,
            &agnes,
            reference,
            self.form(),
            tickets::SupportReply { body: &body, status: then },
        )
        .await
        .unwrap();
    }

    /// Puts a ticket somewhere, as Agnes.
    pub async fn set_status(&self, reference: &str, status: Status) {
        let agnes = Actor::signed_in(self.people.agnes.clone());
        let change = tickets::TicketEdit {
            priority: None,
            status: Some(status),
            assignee: tickets::AssigneeChange::Unchanged,
        };
        tickets::update(&self.backend, &agnes, reference, change).await.unwrap();
    }

    /// Everything the actor may see of a ticket.
    pub async fn thread(&self, user: &User, reference: &str) -> tickets::TicketThread {
        tickets::find_thread(&self.backend, &Actor::signed_in(user.clone()), reference).await.unwrap()
    }

    /// Runs SQL that no use case has.
    pub async fn execute_sql(&self, sql: &str) {
        let url = self.config.storage.effective_database_url();
        if url.starts_with("sqlite") {
            SqliteConnection::connect(&url).await.unwrap().execute(sql).await.unwrap();
        } else {
            PgConnection::connect(&url).await.unwrap().execute(sql).await.unwrap();
        }
    }

    /// Two numbers that SQL counts.
    pub async fn count_pair(&self, sql: &str) -> (i64, i64) {
        let url = self.config.storage.effective_database_url();
        if url.starts_with("sqlite") {
            sqlx::query_as(sql).fetch_one(&mut SqliteConnection::connect(&url).await.unwrap()).await.unwrap()
        } else {
            sqlx::query_as(sql).fetch_one(&mut PgConnection::connect(&url).await.unwrap()).await.unwrap()
        }
    }

    /// A number that SQL counts.
    pub async fn count(&self, sql: &str) -> i64 {
        let url = self.config.storage.effective_database_url();
        if url.starts_with("sqlite") {
            sqlx::query_scalar(sql)
                .fetch_one(&mut SqliteConnection::connect(&url).await.unwrap())
                .await
                .unwrap()
        } else {
            sqlx::query_scalar(sql).fetch_one(&mut PgConnection::connect(&url).await.unwrap()).await.unwrap()
        }
    }

    /// A column of texts.
    pub async fn query_texts(&self, sql: &str) -> Vec<String> {
        let url = self.config.storage.effective_database_url();
        let rows: Vec<(String,)> = if url.starts_with("sqlite") {
            sqlx::query_as(sql).fetch_all(&mut SqliteConnection::connect(&url).await.unwrap()).await.unwrap()
        } else {
            sqlx::query_as(sql).fetch_all(&mut PgConnection::connect(&url).await.unwrap()).await.unwrap()
        };
        rows.into_iter().map(|(text,)| text).collect()
    }

    /// Does what is due in the background.
    pub async fn run_due_jobs(&self) {
        for queue in [jobs::Queue::Mail, jobs::Queue::Index, jobs::Queue::Timers] {
            while jobs::run_due(&self.backend, queue).await.unwrap() {}
        }
    }

    /// Does what is due, and gives every mail sent so far, oldest first.
    pub async fn delivered_emails(&self) -> Vec<ReceivedEmail> {
        self.run_due_jobs().await;
        ReceivedEmail::read_all(&self.config.storage.data_dir.join("mail"))
    }
}

/// Hashing is slow on purpose; once is enough.
fn password_hash(backend: &Backend) -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| backend.hash_password(PASSWORD).unwrap())
}

async fn fill(backend: &Backend) -> People {
    let (clock, now) = (&backend.clock, backend.clock.now());
    let mut tx = backend.store.begin().await.unwrap();
    let mut person = async |name: &str, role: Role| {
        let account = people::Account {
            id: clock.id(),
            email: format!("{}@fyr.test", name.split(' ').next().unwrap().to_lowercase()),
            name: name.to_owned(),
            role,
            level: 1,
            lang: "sv".into(),
            password_hash: Some(password_hash(backend).to_owned()),
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
