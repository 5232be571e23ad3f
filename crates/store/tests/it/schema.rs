//! Both engines have the same schema, and the test suite covers every function of the store.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use fyr_testing::Harness;
use sqlx::Connection;
use sqlx_postgres::PgConnection;
use sqlx_sqlite::SqliteConnection;

fn own(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The contents of the files in a folder, by file name.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name").to_owned();
            (name, fs::read_to_string(&path).expect("a text"))
        })
        .collect()
}

#[test]
fn both_engines_have_migrations_of_the_same_names() {
    let [sqlite, postgres] =
        ["sqlite", "postgres"].map(|engine| files(&own("../../migrations").join(engine)));
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite.keys().collect::<Vec<_>>(), postgres.keys().collect::<Vec<_>>());
}

/// Table, column, type, whether it is nullable, whether it has a default.
type Column = (String, String, String, bool, bool);
/// Index, table, whether it is unique, columns.
type Index = (String, String, bool, String);

#[test]
fn both_engines_have_the_same_tables_columns_and_indexes() {
    let mut shapes: Vec<(BTreeSet<Column>, BTreeSet<Index>)> = Vec::new();
    fyr_testing::on_sqlite(async |harness: &Harness| shapes.push(sqlite_shape(harness).await));
    fyr_testing::on_postgres(async |harness: &Harness| shapes.push(postgres_shape(harness).await));
    assert!(shapes[0].0.len() > 100, "the columns were read");
    assert!(shapes[0].1.len() > 20, "the indexes were read");
    let (columns, indexes) = &shapes[1];
    assert_eq!(shapes[0].0.symmetric_difference(columns).collect::<Vec<_>>(), Vec::<&Column>::new());
    assert_eq!(shapes[0].1.symmetric_difference(indexes).collect::<Vec<_>>(), Vec::<&Index>::new());
}

/// An expression in an index has the name that `PostgreSQL` gives it: that of its function.
async fn sqlite_shape(harness: &Harness) -> (BTreeSet<Column>, BTreeSet<Index>) {
    let mut db = SqliteConnection::connect(&harness.url).await.unwrap();
    let columns: Vec<Column> = sqlx::query_as(
        "SELECT t.name, c.name, c.type, NOT c.\"notnull\", c.dflt_value IS NOT NULL
         FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\'
           AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .fetch_all(&mut db)
    .await
    .unwrap();
    let indexes: Vec<Index> = sqlx::query_as(
        "SELECT CASE WHEN i.origin = 'c' THEN CASE WHEN i.\"unique\" THEN 'u' ELSE i.name END ELSE i.origin END, t.name, i.\"unique\",
           (SELECT group_concat(c.name, ',') FROM (SELECT COALESCE(name, 'coalesce') AS name FROM pragma_index_info(i.name) ORDER BY seqno) c)
         FROM sqlite_schema t, pragma_index_list(t.name) i WHERE t.type = 'table' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\'
           AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .fetch_all(&mut db)
    .await
    .unwrap();
    (columns.into_iter().collect(), indexes.into_iter().collect())
}

/// In terms of `SQLite`'s names for types and for the origin of an index.
async fn postgres_shape(harness: &Harness) -> (BTreeSet<Column>, BTreeSet<Index>) {
    let mut db = PgConnection::connect(&harness.url).await.unwrap();
    let columns: Vec<Column> = sqlx::query_as(
        "SELECT table_name::text, column_name::text,
           CASE data_type WHEN 'uuid' THEN 'BLOB' WHEN 'bigint' THEN 'INTEGER' WHEN 'boolean' THEN 'BOOLEAN'
             WHEN 'text' THEN 'TEXT' WHEN 'jsonb' THEN 'TEXT' WHEN 'timestamp with time zone' THEN 'TEXT'
             ELSE data_type::text END,
           is_nullable = 'YES', column_default IS NOT NULL
         FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%'",
    )
    .fetch_all(&mut db)
    .await
    .unwrap();
    let indexes: Vec<Index> = sqlx::query_as(
        "SELECT CASE WHEN i.indisprimary THEN 'pk' WHEN i.indisunique THEN 'u' ELSE c.relname::text END, t.relname::text,
           i.indisunique, (SELECT string_agg(a.attname, ',' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid)
         FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
         JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = 'public' AND t.relname NOT LIKE '\\_sqlx%'",
    )
    .fetch_all(&mut db)
    .await
    .unwrap();
    (columns.into_iter().collect(), indexes.into_iter().collect())
}

/// Whether a source contains this call, other than as the end of a longer name.
fn calls(source: &str, call: &str) -> bool {
    source.match_indices(call).any(|(start, _)| {
        !source[..start].chars().next_back().is_some_and(|before| before.is_alphanumeric() || before == '_')
    })
}

#[test]
fn every_store_function_is_called_by_this_suite() {
    let suite: String = files(&own("tests/it")).into_values().collect();
    let mut functions = 0;
    let mut missing = Vec::new();
    for (file, source) in files(&own("src")) {
        let module = file.trim_end_matches(".rs");
        for (before, rest) in
            source.match_indices("pub async fn ").map(|(start, mark)| source.split_at(start + mark.len()))
        {
            let name = rest.split(['(', '<']).next().unwrap_or_default();
            // an indented one is a method
            let called = if before.ends_with("    pub async fn ") {
                suite.contains(&format!(".{name}("))
            } else {
                calls(&suite, &format!("{module}::{name}("))
            };
            functions += 1;
            if !called {
                missing.push(format!("{module}::{name}"));
            }
        }
    }
    assert!(functions > 80, "the sources were read");
    assert!(missing.is_empty(), "no test runs these on both engines: {missing:?}");
}
