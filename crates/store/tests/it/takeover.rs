//! Taking an unconfirmed account over: nothing that lets someone in is left, and no column is forgotten.

use std::collections::BTreeSet;

use fyr_store::{
    account_deletion::PERSON_COLUMNS,
    accounts,
    takeover::{self, RowTreatment, TAKEOVER_COLUMNS},
};
use fyr_testing::{Harness, on_both_engines};

use crate::{account_deletion::full, fixtures::at};

on_both_engines! {
    nothing_that_lets_someone_in_is_left,
}

/// The condition by which the rows of a column still count.
fn still_counts(column: &str) -> &'static str {
    match column.split_once('.').map_or(column, |(table, _)| table) {
        "attachments" => " AND entry_id IS NULL",
        "invitations" => " AND used_at IS NULL AND withdrawn_at IS NULL",
        "tokens" => " AND used_at IS NULL",
        _ => "",
    }
}

async fn nothing_that_lets_someone_in_is_left(harness: &Harness) {
    let (åsa, _) = full(harness).await;
    let own = format!("user:{}", åsa.id);
    let id = format!("(SELECT id FROM users WHERE email = '{}')", åsa.email);
    for sql in [
        format!("UPDATE invitations SET invited_by_id = {id} WHERE counsellor_id IS NULL"),
        format!("UPDATE counselling SET stands_in_for_id = {id} WHERE counsellor_id <> {id}"),
    ] {
        harness.sql(&sql).await;
    }
    let count = async |column: &str| {
        let (table, name) = column.split_once('.').unwrap();
        let value = if matches!(name, "owner" | "reader") { format!("'{own}'") } else { id.clone() };
        let condition = still_counts(column);
        harness
            .database
            .count(&format!("SELECT COUNT(*) FROM {table} WHERE {name} = {value}{condition}"))
            .await
    };
    let mut before = Vec::new();
    for (column, fate) in TAKEOVER_COLUMNS {
        before.push(count(column).await);
        assert!(
            fate != RowTreatment::Removed || before.last() > Some(&0),
            "{column}: there is something to remove"
        );
    }
    let mut tx = harness.begin().await;
    takeover::take_over(&mut tx, åsa.id, at(30)).await.unwrap();
    tx.commit().await.unwrap();
    for ((column, fate), before) in TAKEOVER_COLUMNS.into_iter().zip(before) {
        let expected = if fate == RowTreatment::Removed { 0 } else { before };
        assert_eq!(count(column).await, expected, "{column}: {fate:?}");
    }
    let account = accounts::find_by_id(&mut harness.read().await, åsa.id).await.unwrap().unwrap();
    assert_eq!((account.password_hash, account.totp_secret, account.totp_confirmed_at), (None, None, None));
    assert!(harness.database.count("SELECT COUNT(*) FROM file_removals").await > 0, "the file goes too");
}

#[test]
fn every_column_that_refers_to_a_user_is_listed() {
    fyr_testing::on_sqlite(async |harness: &Harness| {
        let sql = "SELECT t.name || '.' || k.\"from\" FROM sqlite_schema t, pragma_foreign_key_list(t.name) k
                   WHERE t.type = 'table' AND k.\"table\" = 'users'
                   UNION SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c
                   WHERE t.type = 'table' AND (c.name IN ('owner', 'reader', 'user_id') OR t.name = 'audit_log' AND c.name = 'actor_id')";
        let named: BTreeSet<String> = harness.database.column(sql).await.into_iter().collect();
        assert!(named.len() > 20, "the schema was read");
        let listed: BTreeSet<String> =
            TAKEOVER_COLUMNS.iter().map(|(column, _)| (*column).to_owned()).collect();
        let missing: Vec<_> = named.difference(&listed).collect();
        assert!(missing.is_empty(), "what becomes of these when an account is taken over? {missing:?}");
        let known = PERSON_COLUMNS.iter().map(|(column, _)| (*column).to_owned());
        assert_eq!(known.filter(|column| !listed.contains(column)).collect::<Vec<_>>(), Vec::<String>::new());
    });
}
