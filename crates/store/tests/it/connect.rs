//! Connections, transactions and migrations.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use fyr_store::{Error, Store, heartbeats, settings, tickets, within_statement_limit};
use fyr_testing::{Harness, on_both_engines};
use sqlx::Connection;
use sqlx_postgres::PgConnection;
use sqlx_sqlite::SqliteConnection;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
};

use crate::fixtures;

on_both_engines! {
    a_dropped_transaction_is_rolled_back,
    a_transaction_is_visible_to_others_after_its_commit,
    concurrent_migrations_succeed,
    the_schema_of_a_later_release_is_accepted,
    ping_succeeds_until_the_store_is_closed,
    a_request_waits_while_all_connections_are_in_use,
    times_are_stored_with_microseconds,
    writers_queue_instead_of_failing,
    whoever_stops_waiting_for_a_transaction_leaves_none_open,
    a_transaction_with_a_failed_statement_commits_nothing,
    an_open_audit_log_and_the_last_migration_are_told,
    a_locked_table_holds_nobody_up_for_long,
    a_portal_is_recognised_and_none_is_made_by_looking,
}

async fn a_dropped_transaction_is_rolled_back(harness: &Harness) {
    let ticket = fixtures::new_ticket(harness, None);
    let mut tx = harness.begin().await;
    assert!(tickets::insert(&mut tx, &ticket).await.unwrap());
    drop(tx);
    assert!(tickets::find_by_id(&mut harness.read().await, ticket.id).await.unwrap().is_none());
    fixtures::insert_ticket(harness, &ticket).await;
}

async fn a_transaction_is_visible_to_others_after_its_commit(harness: &Harness) {
    let ticket = fixtures::new_ticket(harness, None);
    let mut tx = harness.begin().await;
    tickets::insert(&mut tx, &ticket).await.unwrap();
    assert!(tickets::find_by_id(&mut harness.read().await, ticket.id).await.unwrap().is_none());
    tx.commit().await.unwrap();
    assert!(tickets::find_by_id(&mut harness.read().await, ticket.id).await.unwrap().is_some());
    // also without waiting for the disk
    let ticket = fixtures::new_ticket(harness, None);
    let mut tx = harness.begin().await;
    tickets::insert(&mut tx, &ticket).await.unwrap();
    tx.commit_without_sync().await.unwrap();
    assert!(tickets::find_by_id(&mut harness.read().await, ticket.id).await.unwrap().is_some());
}

async fn concurrent_migrations_succeed(harness: &Harness) {
    for round in 0..if harness.is_postgres() { 2 } else { 5 } {
        let url = if harness.is_postgres() {
            harness.sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await;
            harness.url.clone()
        } else {
            format!("sqlite://{}/new-{round}.db", harness.folder().display())
        };
        // two processes do not share a pool
        let (one, two) = (Store::open(&url).unwrap(), Store::open(&url).unwrap());
        let (first, second, third) = tokio::join!(one.migrate(), two.migrate(), one.migrate());
        first.and(second).and(third).unwrap();
        let revisions = settings::list_revisions(&mut two.read().await.unwrap()).await.unwrap();
        assert_eq!(revisions.get(settings::Revision::Status), 1);
        tokio::join!(one.close(), two.close());
    }
}

async fn the_schema_of_a_later_release_is_accepted(harness: &Harness) {
    harness.sql(
        "INSERT INTO _sqlx_migrations (version, description, installed_on, success, checksum, execution_time)
         SELECT 9999, 'of a later release', installed_on, success, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
    )
    .await;
    harness.store.migrate().await.unwrap();
}

async fn ping_succeeds_until_the_store_is_closed(harness: &Harness) {
    harness.store.ping().await.unwrap();
    let store = Store::open(&harness.url).unwrap();
    store.ping().await.unwrap();
    store.close().await;
    assert!(matches!(store.ping().await, Err(Error::Unavailable(_))));
    assert!(matches!(store.begin().await, Err(Error::Unavailable(_))));
}

async fn times_are_stored_with_microseconds(harness: &Harness) {
    for micros in [0, 1, 999_999, 123_000, 500_000] {
        let moment = chrono::DateTime::from_timestamp_micros(1_767_600_000_000_000 + micros).unwrap();
        let ticket = tickets::Ticket { created_at: moment, ..fixtures::new_ticket(harness, None) };
        fixtures::insert_ticket(harness, &ticket).await;
        let found = tickets::find_by_id(&mut harness.read().await, ticket.id).await.unwrap().unwrap();
        assert_eq!(found.created_at, moment);
    }
}

async fn writers_queue_instead_of_failing(harness: &Harness) {
    let other = Store::open(&harness.url).unwrap();
    let write = |store: Store| async move {
        for _ in 0..5 {
            let mut tx = store.begin().await.unwrap();
            settings::increment_revision(&mut tx, settings::Revision::Status).await.unwrap();
            tokio::task::yield_now().await;
            tx.commit().await.unwrap();
        }
    };
    tokio::join!(
        write(harness.store.clone()),
        write(harness.store.clone()),
        write(other.clone()),
        write(other.clone())
    );
    other.close().await;
    let revisions = settings::list_revisions(&mut harness.read().await).await.unwrap();
    assert_eq!(revisions.get(settings::Revision::Status), 21);
}

#[tokio::test]
async fn the_path_of_an_embedded_database_is_taken_literally() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["plain.db", "with blank.db", "åäö.db", "100%25 sure?.db", "a#b&c=d.db"] {
        let path: PathBuf = folder.path().join(name);
        let store = Store::open_file(&path).unwrap();
        store.migrate().await.unwrap();
        store.ping().await.unwrap();
        store.close().await;
        assert!(path.is_file(), "{name}");
    }
}

#[tokio::test]
async fn an_in_memory_database_is_shared_by_all_connections() {
    let store = Store::open("sqlite::memory:").unwrap();
    store.migrate().await.unwrap();
    let mut tx = store.begin().await.unwrap();
    settings::insert_if_absent(&mut tx, "name", "value").await.unwrap();
    tx.commit().await.unwrap();
    let value = settings::find(&mut store.read().await.unwrap(), "name").await.unwrap();
    assert_eq!(value.as_deref(), Some("value"));
}

#[tokio::test]
async fn a_file_that_cannot_be_opened_is_unavailable() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_file(&folder.path().join("missing/fyr.db")).unwrap();
    assert!(matches!(store.ping().await, Err(Error::Unavailable(_))));
    assert!(matches!(store.begin().await, Err(Error::Unavailable(_))));
}

#[tokio::test]
async fn an_unreachable_server_does_not_prevent_opening_and_is_unavailable() {
    // port 9 is "discard": nothing listens there
    let store = Store::open("postgres://nobody@127.0.0.1:9/none").unwrap();
    assert!(matches!(store.ping().await, Err(Error::Unavailable(_))));
}

#[test]
fn a_url_of_neither_engine_is_rejected_with_a_message() {
    for url in ["", "fyr.db", "mysql://localhost/fyr", "http://example.org"] {
        let refused = Store::open(url).unwrap_err();
        assert_eq!(refused.to_string(), "must start with sqlite:// or postgres://", "{url}");
    }
    assert!(matches!(Store::open("postgres://[broken"), Err(Error::Address(_))));
    assert!(Store::check_url("postgres://[broken").is_err() && Store::check_url("fyr.db").is_err());
    assert!(
        Store::check_url("sqlite://fyr.db").is_ok() && Store::check_url("postgres://localhost/fyr").is_ok()
    );
}

#[test]
fn a_parameter_that_is_misspelt_or_there_twice_is_refused_and_not_repeated() {
    for query in ["sslmod=verify-full", "sslMode=verify-full", "bogus=1", "sslmode", "hunter2@db.example.org"]
    {
        let query = format!("sslmode=require&{query}");
        let url = format!("postgres://fyr@db.example.org/fyr?{query}");
        for refused in [Store::check_url(&url), Store::open(&url).map(|_| ())] {
            let said = refused.expect_err(&query).to_string();
            assert!(said.contains("sslmode (verify-full") && !said.contains("hunter2"), "{said}");
        }
    }
    for query in
        ["sslmode=verify-full&sslrootcert=/etc/ca.pem", "", "host=/run/postgresql&user=fyr", "options[x]=y"]
    {
        Store::check_url(&format!("postgresql:///fyr?{query}")).expect(query);
    }
}

async fn a_locked_table_holds_nobody_up_for_long(harness: &Harness) {
    if !harness.is_postgres() {
        return;
    }
    let mut holder = PgConnection::connect(&harness.url).await.unwrap();
    for sql in ["BEGIN", "LOCK TABLE tickets IN ACCESS EXCLUSIVE MODE"] {
        sqlx::query(sql).execute(&mut holder).await.unwrap();
    }
    let id = harness.id();
    let look = async || {
        let began = Instant::now();
        let found = tickets::find_by_id(&mut harness.read().await, id).await;
        assert!(matches!(found, Err(Error::Unavailable(_))), "{found:?}");
        began.elapsed()
    };
    let waited = look().await;
    assert!(waited > Duration::from_secs(2) && waited < Duration::from_secs(6), "{waited:?}");
    // as where the server answers nothing at all
    let waited = within_statement_limit(Duration::from_millis(300), look()).await;
    assert!(waited < Duration::from_secs(2), "{waited:?}");
    holder.close().await.unwrap();
    tickets::find_by_id(&mut harness.read().await, id).await.unwrap();
}

async fn a_portal_is_recognised_and_none_is_made_by_looking(harness: &Harness) {
    let latest = harness.store.latest_schema_version();
    assert_eq!(harness.store.find_schema_version().await.unwrap(), Some(latest));
    let ticket = fixtures::new_ticket(harness, None);
    let (people, tickets) = harness.store.count_people_and_tickets().await.unwrap();
    fixtures::insert_ticket(harness, &ticket).await;
    assert_eq!(harness.store.count_people_and_tickets().await.unwrap(), (people, tickets + 1));
    let missing = harness.folder().join("not-there.db");
    let store = Store::open_file(&missing).unwrap();
    assert_eq!(store.find_schema_version().await.unwrap(), None);
    assert!(store.check_integrity().await.is_err());
    assert!(!missing.exists());
    std::fs::write(&missing, "").unwrap();
    let store = Store::open_file(&missing).unwrap();
    assert_eq!(store.find_schema_version().await.unwrap(), None, "a file without tables");
}

async fn a_request_waits_while_all_connections_are_in_use(harness: &Harness) {
    let store = Store::open(&harness.url).unwrap();
    let processors = std::thread::available_parallelism().unwrap().get();
    let mut held = Vec::new();
    for _ in 0..if harness.is_postgres() { 16 } else { (2 * processors).clamp(4, 8) } {
        held.push(store.read().await.unwrap());
    }
    let released = async {
        // longer than the probe of the server takes
        tokio::time::sleep(Duration::from_secs(1)).await;
        held.pop();
    };
    let (next, ()) = tokio::join!(store.read(), released);
    next.unwrap();
    drop(held);
    store.close().await;
}

#[tokio::test]
async fn a_refusing_server_is_unavailable_within_a_second() {
    // port 1 of this machine: nothing listens there
    let store = Store::open("postgres://fyr@127.0.0.1:1/fyr").unwrap();
    let away = async || {
        let asked = tokio::time::timeout(Duration::from_secs(1), store.read()).await;
        assert!(matches!(asked.unwrap(), Err(Error::Unavailable(_))));
        let asked = tokio::time::timeout(Duration::from_secs(1), store.begin()).await;
        assert!(matches!(asked.unwrap(), Err(Error::Unavailable(_))));
    };
    tokio::join!(away(), away(), away(), away());
    away().await;
}

/// Whether the store takes a change.
async fn writes(store: &Store, name: &str) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    settings::insert_if_absent(&mut tx, name, "value").await?;
    tx.commit().await
}

/// Triggers that end the whole transaction, as `SQLite` does by itself where the disk is full, or refuse the statement alone.
#[tokio::test]
async fn after_any_error_the_next_writer_works() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/fyr.db", folder.path().display());
    let store = Store::open(&url).unwrap();
    store.migrate().await.unwrap();
    let mut outside = SqliteConnection::connect(&url).await.unwrap();
    for (name, effect) in [("rollback", "ROLLBACK"), ("abort", "ABORT"), ("fail", "FAIL")] {
        let trigger = format!(
            "CREATE TRIGGER refuse_{name} BEFORE INSERT ON settings WHEN NEW.name = '{name}'
             BEGIN SELECT RAISE({effect}, 'no room'); END"
        );
        sqlx::query(&trigger).execute(&mut outside).await.unwrap();
        for _ in 0..3 {
            writes(&store, name).await.unwrap_err();
            writes(&store, &format!("after {name}")).await.unwrap();
        }
    }
    store.close().await;
}

#[tokio::test]
async fn a_database_that_was_locked_by_another_program_is_unavailable_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/fyr.db", folder.path().display());
    let store = Store::open(&url).unwrap();
    store.migrate().await.unwrap();
    let mut outside = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut outside).await.unwrap();
    assert!(matches!(writes(&store, "one").await, Err(Error::Unavailable(_))));
    sqlx::query("ROLLBACK").execute(&mut outside).await.unwrap();
    writes(&store, "one").await.unwrap();
    store.close().await;
}

async fn whoever_stops_waiting_for_a_transaction_leaves_none_open(harness: &Harness) {
    use std::task::{Context, Waker};
    // at each of the points where a begun future can be dropped
    for polls in 1..40 {
        let mut beginning = Box::pin(harness.store.begin());
        for _ in 0..polls {
            if beginning.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(beginning);
    }
    writes(&harness.store, "name").await.unwrap();
}

async fn a_transaction_with_a_failed_statement_commits_nothing(harness: &Harness) {
    harness.sql("DROP TABLE heartbeats").await;
    let mut tx = harness.begin().await;
    settings::insert_if_absent(&mut tx, "before", "value").await.unwrap();
    heartbeats::put(&mut tx, "probe", chrono::DateTime::UNIX_EPOCH).await.unwrap_err();
    tx.commit().await.unwrap_err();
    assert_eq!(settings::find(&mut harness.read().await, "before").await.unwrap(), None);
}

#[test]
fn a_server_that_falls_silent_is_noticed_and_its_connections_are_given_up() {
    fyr_testing::on_postgres(async |harness: &Harness| {
        let relay = Relay::start(&harness.url).await;
        let store = Store::open(&relay.url).unwrap().with_statement_timeout(Duration::from_millis(300));
        let mut tx = store.begin().await.unwrap();
        let mut read = store.read().await.unwrap();
        relay.falls_silent();
        let silent = settings::insert_if_absent(&mut tx, "name", "value").await;
        assert!(matches!(silent, Err(Error::Unavailable(_))), "{silent:?}");
        let silent = settings::find(&mut read, "name").await;
        assert!(matches!(silent, Err(Error::Unavailable(_))), "{silent:?}");
        drop((tx, read));
        relay.speaks_to_new_ones();
        writes(&store, "name").await.unwrap();
        store.ping().await.unwrap();
        store.close().await;
    });
}

/// Stands between the store and the server, and can stop passing on what connections of before say.
struct Relay {
    url: String,
    silence: watch::Sender<u64>,
    accepting: watch::Sender<u64>,
}

impl Relay {
    async fn start(server: &str) -> Self {
        let target = url_address(server);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (silence, silent_before) = watch::channel(0);
        let (accepting, _) = watch::channel(0);
        tokio::spawn({
            let generation = accepting.subscribe();
            async move {
                loop {
                    let (mut inner, _) = listener.accept().await.unwrap();
                    let (target, mut silent_before, own) =
                        (target.clone(), silent_before.clone(), *generation.borrow());
                    tokio::spawn(async move {
                        let mut outer = TcpStream::connect(target).await.unwrap();
                        tokio::select! {
                            _ = tokio::io::copy_bidirectional(&mut inner, &mut outer) => return,
                            _ = silent_before.wait_for(|before| *before > own) => {}
                        }
                        // open, and nobody there
                        std::future::pending::<()>().await;
                    });
                }
            }
        });
        Self { url: server.replace(&url_address(server), &address), silence, accepting }
    }

    fn falls_silent(&self) {
        self.silence.send_replace(1);
    }

    fn speaks_to_new_ones(&self) {
        self.accepting.send_replace(1);
    }
}

/// Host and port of a URL.
fn url_address(url: &str) -> String {
    let rest = url.rsplit_once('@').map_or(url, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap().to_owned()
}

async fn an_open_audit_log_and_the_last_migration_are_told(harness: &Harness) {
    let last = harness.store.schema_version().await.unwrap();
    assert!(last >= 19, "{last}");
    assert_eq!(harness.store.missing_audit_triggers().await.unwrap(), Vec::<&str>::new());
    assert_eq!(harness.store.check_integrity().await.unwrap(), Vec::<String>::new());
    let (trigger, drop) = if harness.is_postgres() {
        ("audit_log_row", "ALTER TABLE audit_log DISABLE TRIGGER audit_log_row")
    } else {
        ("audit_log_update", "DROP TRIGGER audit_log_update")
    };
    harness.sql(drop).await;
    assert_eq!(harness.store.missing_audit_triggers().await.unwrap(), [trigger]);
}

#[tokio::test]
async fn a_snapshot_is_whole_while_others_write() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_file(&folder.path().join("fyr.db")).unwrap();
    store.migrate().await.unwrap();
    writes(&store, "before").await.unwrap();
    let mut open = store.begin().await.unwrap();
    settings::insert_if_absent(&mut open, "not committed", "value").await.unwrap();
    let copy = folder.path().join("copy's.db");
    assert!(store.snapshot_to(&copy).await.unwrap());
    assert!(store.snapshot_to(&copy).await.is_err(), "nothing is overwritten");
    open.commit().await.unwrap();
    let saved = Store::open_immutable(&copy).unwrap();
    let mut db = saved.read().await.unwrap();
    assert_eq!(settings::find(&mut db, "before").await.unwrap().as_deref(), Some("value"));
    assert_eq!(settings::find(&mut db, "not committed").await.unwrap(), None);
    drop(db);
    assert_eq!(saved.check_integrity().await.unwrap(), Vec::<String>::new());
    assert_eq!(saved.missing_audit_triggers().await.unwrap(), Vec::<&str>::new());
    saved.close().await;
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 4, "no file beside the copy");
    store.close().await;
}

/// The role that runs the portal can do everything but change the audit log, also where earlier guides had opened it.
#[test]
fn a_role_is_let_in_without_the_audit_log() {
    fyr_testing::on_postgres(async |harness: &Harness| {
        let role = format!("fyr_runtime_{}", harness.id().simple());
        harness.sql(&format!("CREATE ROLE {role}")).await;
        harness
            .sql(&format!(
                "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}"
            ))
            .await;
        harness.sql(&format!("GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}")).await;
        harness.store.grant_to(&role).await.unwrap();
        harness.store.grant_to(&role).await.unwrap();
        harness.sql("CREATE TABLE later (id BIGINT)").await;
        let may = async |table: &str, privilege: &str| {
            let sql = format!("SELECT has_table_privilege('{role}', '{table}', '{privilege}')");
            let mut db = sqlx_postgres::PgConnection::connect(&harness.url).await.unwrap();
            sqlx::query_scalar::<_, bool>(&sql).fetch_one(&mut db).await.unwrap()
        };
        for (table, privilege, expected) in [
            ("tickets", "DELETE", true),
            ("audit_log", "INSERT", true),
            ("audit_log", "UPDATE", false),
            ("audit_log", "DELETE", false),
            ("audit_log", "TRUNCATE", false),
            ("audit_exceptions", "DELETE", false),
            ("_sqlx_migrations", "INSERT", false),
            ("later", "DELETE", false),
        ] {
            assert_eq!(may(table, privilege).await, expected, "{table} {privilege}");
        }
        for name in ["", "x; DROP TABLE tickets", "x\"y", "å"] {
            assert!(matches!(harness.store.grant_to(name).await, Err(Error::Address(_))), "{name}");
        }
        harness.sql(&format!("DROP OWNED BY {role}")).await;
        harness.sql(&format!("DROP ROLE {role}")).await;
    });
}
