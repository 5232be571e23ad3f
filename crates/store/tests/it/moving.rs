//! Moving from `SQLite` to `PostgreSQL`: all tables, all values, or nothing.

use std::{
    fs,
    path::{Path, PathBuf},
};

use fyr_store::{
    Error, Store,
    moving::{MoveError, TABLES, TableRows},
};
use fyr_testing::{Harness, on_postgres, on_sqlite};
use sqlx::{ConnectOptions, Connection, Executor};
use sqlx_postgres::PgConnection;
use sqlx_sqlite::SqliteConnectOptions;

/// A migrated `SQLite` file without rows.
async fn new_source(harness: &Harness) -> PathBuf {
    let path = harness.folder().join("source.db");
    let store = Store::open_file(&path).unwrap();
    store.migrate().await.unwrap();
    store.close().await;
    path
}

/// Executes statements on a source; foreign keys are not checked.
async fn execute(path: &Path, sql: &str) {
    let options = SqliteConnectOptions::new().filename(path).foreign_keys(false);
    let mut source = options.connect().await.unwrap();
    source.execute(sql).await.unwrap();
    // a checkpoint of the log comes with it, not some time later
    source.close().await.unwrap();
}

/// Moves a file into the database of the harness.
async fn move_from(harness: &Harness, path: &Path) -> Result<Vec<TableRows>, MoveError> {
    let source = Store::open_read_only(path).unwrap();
    let moved = harness.store.copy_from(&source).await;
    source.close().await;
    moved
}

async fn refusal(harness: &Harness, path: &Path) -> String {
    let error = move_from(harness, path).await.expect_err("nothing is moved").to_string();
    assert_eq!(harness.database.count("SELECT COUNT(*) FROM users").await, 0, "{error}");
    error
}

/// Two rows for every table: in the first all columns have values, in the second only those that must. Ids are the same in all
/// tables, so that references lead somewhere.
async fn fill(harness: &Harness, path: &Path) {
    for table in TABLES {
        let sql = format!(
            "SELECT column_name::TEXT, udt_name::TEXT, is_nullable = 'YES' FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name = '{table}' ORDER BY ordinal_position"
        );
        let mut target =
            harness.url.parse::<sqlx_postgres::PgConnectOptions>().unwrap().connect().await.unwrap();
        let columns: Vec<(String, String, bool)> = sqlx::query_as(&sql).fetch_all(&mut target).await.unwrap();
        for row in [1, 2] {
            let value = |(_, kind, is_nullable): &(String, String, bool)| match kind.as_str() {
                _ if *is_nullable && row == 2 => "NULL".to_owned(),
                "uuid" => format!("x'0190000000007000800000000000000{row}'"),
                "int8" => (row + 2).to_string(),
                "bool" => (row % 2).to_string(),
                "text" => format!("'Å \"{row}\" ''b'' \\ % 𝄞'"),
                "jsonb" => format!(r#"'{{"n": {row}, "b": [1e2, 2.50, "é\u00e9"], "a": null}}'"#),
                "timestamptz" => format!("'2026-11-21T11:00:0{row}.123456+00:00'"),
                other => panic!("{table}: fill this type too: {other}"),
            };
            let names: Vec<_> = columns.iter().map(|(name, ..)| format!("\"{name}\"")).collect();
            let values: Vec<_> = columns.iter().map(value).collect();
            let insert =
                format!("INSERT INTO \"{table}\" ({}) VALUES ({})", names.join(", "), values.join(", "));
            execute(path, &insert).await;
        }
    }
}

/// A later migration that adds a table fails here until the table is in [`TABLES`].
#[test]
fn every_table_is_known_and_comes_after_those_that_it_refers_to() {
    on_postgres(async |harness: &Harness| {
        let mut tables: Vec<String> = harness
            .database
            .column("SELECT tablename::TEXT FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_sqlx_migrations'")
            .await;
        tables.sort_unstable();
        let mut known = TABLES.map(str::to_owned);
        known.sort_unstable();
        assert_eq!(tables, known);
        let references: Vec<(String, String)> = harness
            .database
            .rows(
                "SELECT conrelid::regclass::TEXT, confrelid::regclass::TEXT FROM pg_constraint
                 WHERE contype = 'f' AND connamespace = 'public'::regnamespace",
            )
            .await;
        let position = |table: &str| TABLES.iter().position(|known| *known == table).unwrap();
        assert!(references.len() > 30, "the references were read");
        for (table, other) in &references {
            assert!(position(table) > position(other), "{table} refers to {other}");
        }
        let sequences =
            harness.database.count("SELECT COUNT(*) FROM pg_sequences WHERE schemaname = 'public'").await;
        assert_eq!(sequences, 0, "ids come from the program: a sequence would have to be moved on");
    });
}

#[test]
fn every_table_is_moved_with_all_its_values() {
    on_postgres(async |harness: &Harness| {
        let path = new_source(harness).await;
        fill(harness, &path).await;
        let before = fs::read(&path).unwrap();
        let source = Store::open_read_only(&path).unwrap();
        harness.store.check_move(&source).await.unwrap();
        source.close().await;
        let moved = move_from(harness, &path).await.unwrap();
        assert!(moved.iter().map(|table| table.table.as_str()).eq(TABLES));
        for TableRows { table, rows } in &moved {
            // three are in every portal
            let expected = if table == "revisions" { 5 } else { 2 };
            assert_eq!(*rows, expected, "{table}");
            let count = harness.database.count(&format!("SELECT COUNT(*) FROM \"{table}\"")).await;
            assert_eq!(u64::try_from(count), Ok(expected), "{table}");
        }
        assert!(fs::read(&path).unwrap() == before, "the source is as it was");
        for (what, condition) in [
            ("a time", "SELECT COUNT(*) FROM drafts WHERE updated_at = '2026-11-21 11:00:01.123456+00'"),
            (
                "JSON",
                r#"SELECT COUNT(*) FROM drafts WHERE fields = '{"a": null, "b": [100, 2.5, "éé"], "n": 1}'"#,
            ),
            ("true", "SELECT COUNT(*) FROM articles WHERE published"),
            ("false", "SELECT COUNT(*) FROM articles WHERE NOT published"),
            ("text", "SELECT COUNT(*) FROM tickets WHERE subject = 'Å \"1\" ''b'' \\ % 𝄞'"),
            ("nothing", "SELECT COUNT(*) FROM tickets WHERE assignee_id IS NULL"),
            (
                "an id",
                "SELECT COUNT(*) FROM tickets WHERE assignee_id = '01900000-0000-7000-8000-000000000001'",
            ),
            ("a number", "SELECT COUNT(*) FROM surveys WHERE score = 4"),
        ] {
            assert_eq!(harness.database.count(condition).await, 1, "{what}");
        }
        // the audit log came whole, and is closed
        assert_eq!(harness.store.missing_audit_triggers().await.unwrap(), Vec::<&str>::new());
        harness.database.execute("UPDATE audit_log SET actor_name = 'x'").await.unwrap_err();
        harness.database.execute("DELETE FROM audit_log").await.unwrap_err();
        // a second time is over the first
        let error = move_from(harness, &path).await.unwrap_err();
        let MoveError::NotEmpty(filled) = error else { panic!("{error}") };
        assert!(filled.contains(&TableRows { table: "users".into(), rows: 2 }), "{filled:?}");
    });
}

#[test]
fn a_source_of_another_release_or_none_is_refused() {
    on_postgres(async |harness: &Harness| {
        let path = new_source(harness).await;
        execute(&path, "CREATE TABLE extra (x TEXT)").await;
        assert!(refusal(harness, &path).await.contains("how to move extra"));
        execute(&path, "DROP TABLE extra; ALTER TABLE users ADD COLUMN shoe_size TEXT").await;
        assert!(refusal(harness, &path).await.contains("how to move users.shoe_size"));
        execute(&path, "ALTER TABLE users DROP COLUMN shoe_size").await;
        let latest = harness.store.latest_schema_version();
        let renumber =
            |from: i64, to: i64| format!("UPDATE _sqlx_migrations SET version = {to} WHERE version = {from}");
        execute(&path, &renumber(latest, 9999)).await;
        let words = refusal(harness, &path).await;
        assert!(words.contains(&format!("has to be {latest}")) && words.contains("fyr migrate"), "{words}");
        execute(&path, &renumber(9999, latest)).await;
        execute(
            &path,
            "INSERT INTO _sqlx_migrations SELECT 9999, description, installed_on, success, checksum, 0
             FROM _sqlx_migrations WHERE version = 1",
        )
        .await;
        assert!(refusal(harness, &path).await.contains("9999, of a later release"));
        let empty = harness.folder().join("empty.db");
        fs::write(&empty, "").unwrap();
        assert!(refusal(harness, &empty).await.contains("no database of Fyr"));
    });
    on_sqlite(async |harness: &Harness| {
        let error = harness.store.copy_from(&harness.store).await.unwrap_err();
        assert!(matches!(error, MoveError::Engines), "{error}");
    });
}

#[test]
fn a_target_with_anything_in_it_is_refused() {
    on_postgres(async |harness: &Harness| {
        let path = new_source(harness).await;
        harness.sql("CREATE TABLE theirs (x TEXT)").await;
        assert!(refusal(harness, &path).await.contains("theirs (0 rows)"));
        harness.sql("DROP TABLE theirs").await;
        harness.sql("INSERT INTO mail_opt_outs (email, at) VALUES ('a@example.org', now())").await;
        assert!(refusal(harness, &path).await.contains("mail_opt_outs (1 rows)"));
        harness.sql("DELETE FROM mail_opt_outs").await;
        // what `fyr migrate` makes is replaced
        harness.sql("INSERT INTO settings (name, value) VALUES ('link-keys', 'new')").await;
        execute(&path, "INSERT INTO settings (name, value) VALUES ('link-keys', 'old')").await;
        move_from(harness, &path).await.unwrap();
        assert_eq!(harness.database.column::<String>("SELECT value FROM settings").await, ["old"]);
    });
}

#[test]
fn values_that_postgresql_does_not_take_are_named_and_nothing_is_moved() {
    on_postgres(async |harness: &Harness| {
        let path = new_source(harness).await;
        fill(harness, &path).await;
        let key = "x'01900000000070008000000000000001'";
        execute(
            &path,
            &format!(
                "UPDATE users SET name = 'a' || char(0) || 'b' WHERE id = {key};
                 UPDATE drafts SET fields = '{{\"x\": \"\\u0000\"}}' WHERE form_key = {key};
                 UPDATE outbox SET payload = 'no JSON' WHERE id = {key};
                 UPDATE surveys SET at = 'yesterday' WHERE ticket_id = {key};
                 UPDATE teams SET id = x'01' WHERE id = {key};
                 UPDATE heartbeats SET name = x'ff' WHERE name LIKE '%1%'"
            ),
        )
        .await;
        let error = move_from(harness, &path).await.unwrap_err();
        let MoveError::Unsuitable(problems) = error else { panic!("{error}") };
        let row = "the row with id 01900000-0000-7000-8000-000000000001";
        for expected in [
            "teams.id of the row with id ?: invalid length".to_owned(),
            format!("users.name of {row}: holds the character NUL"),
            format!("drafts.fields of {}: holds the character NUL", row.replace("id 0", "form_key 0")),
            format!("outbox.payload of {row}: "),
            format!("surveys.at of {}: ", row.replace("id 0", "ticket_id 0")),
            "heartbeats.name of the row with name ?: ".to_owned(),
        ] {
            assert!(
                problems.iter().any(|problem| problem.starts_with(&expected)),
                "{expected}: {problems:#?}"
            );
        }
        assert_eq!(harness.database.count("SELECT COUNT(*) FROM tickets").await, 0);
    });
}

#[test]
fn a_source_that_changes_meanwhile_is_not_moved() {
    on_postgres(async |harness: &Harness| {
        let path = new_source(harness).await;
        let options = harness.url.parse::<sqlx_postgres::PgConnectOptions>().unwrap();
        let mut other: PgConnection = options.connect().await.unwrap();
        other.execute("BEGIN; LOCK TABLE users IN ROW EXCLUSIVE MODE").await.unwrap();
        let waits = "SELECT COUNT(*) FROM pg_locks WHERE NOT granted
                     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        let (moved, ()) = tokio::join!(move_from(harness, &path), async {
            while harness.database.count(waits).await == 0 {
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
            execute(&path, "INSERT INTO mail_opt_outs (email, at) VALUES ('a@example.org', 'now')").await;
            execute(&path, "DELETE FROM mail_opt_outs").await;
            other.execute("ROLLBACK").await.unwrap();
        });
        assert!(matches!(moved, Err(MoveError::SourceChanged)), "{moved:?}");
    });
}

#[test]
fn a_role_that_does_not_own_the_tables_is_told_which_one_refuses() {
    on_postgres(async |harness: &Harness| {
        let path = new_source(harness).await;
        let role = format!("fyr_move_{}", std::process::id());
        harness.sql(&format!("CREATE ROLE {role} LOGIN PASSWORD 'x'")).await;
        harness.store.grant_to(&role).await.unwrap();
        let (scheme, rest) = harness.url.split_once("://").unwrap();
        let url = format!("{scheme}://{role}:x@{}", rest.rsplit_once('@').map_or(rest, |(_, host)| host));
        let store = Store::open(&url).unwrap();
        let source = Store::open_read_only(&path).unwrap();
        let error = store.copy_from(&source).await.unwrap_err();
        let is_refused = matches!(error, MoveError::Store(Error::Database(_)));
        assert!(is_refused && error.to_string().contains("audit"), "{error}");
        store.close().await;
        source.close().await;
        harness.sql(&format!("DROP OWNED BY {role}; DROP ROLE {role}")).await;
    });
}
