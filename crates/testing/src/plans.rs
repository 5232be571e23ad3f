//! Which statements read a large table from end to end. Every statement that the tests of the store execute is shown to the planners of
//! both engines, once, when a test ends: to that of `SQLite` on a database without statistics, and to that of `PostgreSQL` with sequential
//! scans forbidden. What it reads from end to end all the same, no index can serve.

use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use sqlx::{Connection, Executor, Row};
use sqlx_postgres::PgConnection;
use sqlx_sqlite::SqliteConnection;
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span,
};

use crate::TestDatabase;

/// Tables with a row for each ticket, or more, or for each person.
const LARGE: [&str; 9] = [
    "tickets",
    "entries",
    "attachments",
    "audit_log",
    "guest_access",
    "mail_counts",
    "ratings",
    "ticket_reads",
    "users",
];

/// Statements that may read a large table from end to end, or with `…` what they begin with, and why they may.
const ALLOWED: [(&str, &str); 15] = [
    ("SELECT EXISTS (SELECT 1 FROM users)", "the first row is enough"),
    (
        "SELECT COUNT(*) FROM (SELECT 1 FROM tickets t WHERE ($1 = 'all' …",
        "the queue is counted up to a thousand; only words that are rare read on",
    ),
    ("SELECT id, size FROM attachments ORDER BY id", "a backup compares every file with its row"),
    ("SELECT COUNT(*) FROM tickets", "an operator is told what is in a database"),
    ("SELECT COUNT(*) FROM \"…", "a move compares how many rows there are"),
    ("SELECT \"…", "a move copies every row"),
    ("SELECT COUNT(*) FROM users", "an operator is told what is in a database"),
    (
        "SELECT COUNT(*) FROM users WHERE removed_at IS NULL AND LOWER(email) NOT LIKE '%@example.org' …",
        "an operator who makes demonstration data is told that there are real people",
    ),
    (
        "SELECT COUNT(*) FROM users u WHERE ($2 OR EXISTS (SELECT 1 FROM memberships m …",
        "an administrator finds people by any part of a name or address",
    ),
    ("SELECT p.id, p.name, p.email, p.lang, p.role, p.level, …", "the page of the same list"),
    (
        "SELECT id, email, name, role, level, lang, password_hash, email_confirmed_at FROM (SELECT users.*, …",
        "accounts of the demonstration",
    ),
    (
        "SELECT id, totp_secret FROM users WHERE totp_secret IS NOT NULL …",
        "every secret is sealed anew once a new key is there",
    ),
    ("SELECT COALESCE(u.seen_at, u.created_at) FROM users u …", "retention looks at people once an hour"),
    (
        "SELECT COUNT(*) FROM users u WHERE COALESCE(u.seen_at, u.created_at) < $1 …",
        "retention is previewed by an administrator",
    ),
    (
        "UPDATE users SET seen_at = (SELECT MAX(…",
        "once an hour, before retention looks at who was last here; it writes only what changed",
    ),
];

fn is_allowed(sql: &str) -> bool {
    let sql = one_line(sql);
    ALLOWED.iter().any(|(allowed, _)| match allowed.strip_suffix('…') {
        Some(beginning) => sql.starts_with(beginning),
        None => sql == *allowed,
    })
}

/// Every statement that was executed, in the order in which they were first, and how many of them each engine's planner has seen.
#[derive(Default)]
struct Statements {
    texts: Vec<String>,
    seen_by_sqlite: usize,
    seen_by_postgres: usize,
}

static STATEMENTS: Mutex<Option<Statements>> = Mutex::new(None);

fn statements() -> MutexGuard<'static, Option<Statements>> {
    STATEMENTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Collects the statements of this process from now on.
pub(crate) fn collect() {
    static COLLECTS: Once = Once::new();
    COLLECTS.call_once(|| {
        tracing::subscriber::set_global_default(Collector).expect("no other test collects what is logged");
    });
}

/// Asks the planner of the test's engine for the statements that it has not seen yet.
///
/// # Panics
/// Where one of them reads a large table from end to end, and is not among [`ALLOWED`].
pub(crate) async fn check(database: &TestDatabase) {
    let new: Vec<String> = {
        let mut statements = statements();
        let Some(statements) = statements.as_mut() else { return };
        let count = statements.texts.len();
        let seen = if database.is_postgres() {
            &mut statements.seen_by_postgres
        } else {
            &mut statements.seen_by_sqlite
        };
        statements.texts[std::mem::replace(seen, count)..].to_vec()
    };
    let mut scans = Vec::new();
    for sql in new.iter().filter(|sql| !is_allowed(sql)) {
        let scanned = if database.is_postgres() {
            scanned_by_postgres(database.url(), sql).await
        } else {
            scanned_by_sqlite(database.url(), sql).await
        };
        scans.extend(scanned.into_iter().map(|table| format!("{table}: {}", one_line(sql))));
    }
    assert!(scans.is_empty(), "these read a large table from end to end:\n{}", scans.join("\n"));
}

fn one_line(sql: &str) -> String {
    sql.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The large tables that the statement reads from end to end; none where it is not one of this engine.
async fn scanned_by_sqlite(url: &str, sql: &str) -> Vec<&'static str> {
    let mut db = SqliteConnection::connect(url).await.unwrap();
    let _ = db.lock_handle().await.map(|mut handle| handle.create_collation("C", str::cmp));
    let Ok(rows) = sqlx::query(&format!("EXPLAIN QUERY PLAN {sql}")).fetch_all(&mut db).await else {
        return Vec::new();
    };
    let steps: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
    let scanned = |step: &String| {
        let name = step.strip_prefix("SCAN ")?.split(' ').next()?.to_owned();
        // an index that gives the order is read until there are enough rows
        let is_bounded = step.contains(" USING ") && sql.contains("LIMIT");
        LARGE.into_iter().find(|table| !is_bounded && is_called(sql, table, &name))
    };
    steps.iter().filter_map(scanned).collect()
}

/// Whether a statement calls the table by this name.
fn is_called(sql: &str, table: &str, name: &str) -> bool {
    let sql = one_line(sql);
    let aliased = format!("{table} {name}");
    name == table
        || sql.match_indices(&aliased).any(|(at, _)| {
            let is_whole = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '_');
            is_whole(sql[..at].chars().next_back()) && is_whole(sql[at + aliased.len()..].chars().next())
        })
}

async fn scanned_by_postgres(url: &str, sql: &str) -> Vec<&'static str> {
    let mut db = PgConnection::connect(url).await.unwrap();
    db.execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan").await.unwrap();
    if db.execute(&*format!("PREPARE planned AS {sql}")).await.is_err() {
        return Vec::new();
    }
    let parameters = (1..1_000).take_while(|number| sql.contains(&format!("${number}"))).count();
    let arguments = vec!["NULL"; parameters].join(", ");
    let arguments = if parameters == 0 { String::new() } else { format!("({arguments})") };
    let rows =
        sqlx::raw_sql(&format!("EXPLAIN EXECUTE planned{arguments}")).fetch_all(&mut db).await.unwrap();
    let steps: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    let scanned = |step: &String| {
        let (_, rest) = step.split_once("Seq Scan on ")?;
        let name = rest.split(' ').next()?;
        LARGE.into_iter().find(|table| *table == name)
    };
    steps.iter().filter_map(scanned).collect()
}

/// Takes the statements from the log of the driver.
struct Collector;

/// The text of a statement in a line of the log: whole in `db.statement`, or, where it has four words at most, in `summary`.
#[derive(Default)]
struct Statement {
    summary: String,
    whole: String,
}

impl Visit for Statement {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => value.trim().clone_into(&mut self.whole),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

impl Subscriber for Collector {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }

    fn event(&self, event: &Event<'_>) {
        let mut statement = Statement::default();
        event.record(&mut statement);
        let Statement { summary, whole } = statement;
        let text = if whole.is_empty() { summary } else { whole };
        let changes_or_reads = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];
        if !changes_or_reads.iter().any(|word| text.starts_with(word)) {
            return;
        }
        let mut statements = statements();
        let texts = &mut statements.get_or_insert_default().texts;
        if !texts.contains(&text) {
            texts.push(text);
        }
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Harness, on_both_engines};

    on_both_engines! {
        a_statement_that_no_index_serves_is_a_full_scan,
    }

    async fn scanned(harness: &Harness, sql: &str) -> Vec<&'static str> {
        let url = harness.database.url();
        if harness.is_postgres() {
            scanned_by_postgres(url, sql).await
        } else {
            scanned_by_sqlite(url, sql).await
        }
    }

    async fn a_statement_that_no_index_serves_is_a_full_scan(harness: &Harness) {
        for sql in [
            "SELECT id FROM tickets WHERE subject = $1",
            "SELECT t.id FROM organisations o, tickets t WHERE t.subject = o.name AND o.id = $1",
            "UPDATE tickets SET subject = $2 WHERE requester_name = $1",
            "DELETE FROM tickets WHERE requester_id = $1 OR subject = $2",
        ] {
            assert_eq!(scanned(harness, sql).await, ["tickets"], "{sql}");
        }
        for sql in [
            "SELECT id FROM tickets WHERE reference = $1",
            "SELECT t.id FROM users u JOIN tickets t ON t.requester_id = u.id WHERE u.id = $1",
            "SELECT id FROM organisations WHERE name = $1",
        ] {
            assert!(scanned(harness, sql).await.is_empty(), "{sql}");
        }
    }
}
