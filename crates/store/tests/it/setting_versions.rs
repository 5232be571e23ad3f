//! Versions of settings: the newest counts, and the database rejects changes of what was written.

use fyr_domain::Role;
use fyr_store::{
    account_deletion::{self, Anonymisation},
    setting_versions::{self, SettingVersion},
};
use fyr_testing::{Harness, on_both_engines};
use serde_json::{Value, json};
use sqlx::{Connection, Executor, types::Json};
use sqlx_postgres::PgConnection;
use sqlx_sqlite::SqliteConnection;

use crate::fixtures::{self, at};

on_both_engines! {
    the_newest_version_of_each_setting_is_current,
    the_history_is_newest_first_and_has_everything,
    all_versions_of_two_settings_are_listed_oldest_first,
    a_version_cannot_be_changed_or_deleted,
    a_removed_account_leaves_no_name,
}

async fn insert(harness: &Harness, name: &str, value: Value, minute: i64) -> SettingVersion {
    let mut tx = harness.begin().await;
    let version = SettingVersion {
        id: harness.id(),
        name: name.into(),
        version: setting_versions::find_next_version(&mut tx, name).await.unwrap(),
        value: Json(value),
        created_at: at(minute),
        created_by_id: None,
        created_by_name: String::new(),
        note: Some("Enligt avtalet".into()),
    };
    setting_versions::insert(&mut tx, &version).await.unwrap();
    tx.commit().await.unwrap();
    version
}

async fn the_newest_version_of_each_setting_is_current(harness: &Harness) {
    assert_eq!(setting_versions::list_current(&mut harness.read().await).await.unwrap(), []);
    insert(harness, "service_level", json!({ "p1": "1h" }), 1).await;
    let phone = insert(harness, "phone", json!("112"), 2).await;
    // of a process whose clock is behind
    let level = insert(harness, "service_level", json!({ "p1": "30m" }), 0).await;
    assert_eq!((level.version, phone.version), (2, 1));
    assert_eq!(
        setting_versions::list_current(&mut harness.read().await).await.unwrap(),
        [phone, level],
        "by name"
    );
}

async fn the_history_is_newest_first_and_has_everything(harness: &Harness) {
    let first = insert(harness, "phone", json!("112"), 1).await;
    let level = insert(harness, "service_level", json!({ "p1": "30m" }), 2).await;
    let second = insert(harness, "phone", json!(""), 3).await;
    let list =
        async |name, limit| setting_versions::list(&mut harness.read().await, name, limit).await.unwrap();
    assert_eq!(list(None, 10).await, [second.clone(), level, first.clone()]);
    assert_eq!(list(Some("phone"), 10).await, [second.clone(), first]);
    assert_eq!(list(Some("phone"), 1).await, [second]);
    assert_eq!(list(Some("unknown"), 10).await, []);
}

/// Runs SQL and returns the database's error.
async fn refusal(harness: &Harness, sql: &str) -> String {
    let outcome = if harness.is_postgres() {
        PgConnection::connect(&harness.url).await.unwrap().execute(sql).await.map(|_| ())
    } else {
        SqliteConnection::connect(&harness.url).await.unwrap().execute(sql).await.map(|_| ())
    };
    outcome.expect_err("must be refused").to_string()
}

async fn all_versions_of_two_settings_are_listed_oldest_first(harness: &Harness) {
    let calendar = insert(harness, "calendar", json!({}), 5).await;
    let level = insert(harness, "service_level", json!({ "p1": "1h" }), 1).await;
    insert(harness, "phone", json!("112"), 2).await;
    let second = insert(harness, "service_level", json!({ "p1": "30m" }), 0).await;
    let list =
        setting_versions::list_of(&mut harness.read().await, ["service_level", "calendar", "plans"]).await;
    assert_eq!(list.unwrap(), [calendar, level, second]);
}

async fn a_version_cannot_be_changed_or_deleted(harness: &Harness) {
    insert(harness, "phone", json!("112"), 1).await;
    for sql in [
        "UPDATE setting_versions SET value = '\"113\"'",
        "UPDATE setting_versions SET version = 2",
        "UPDATE setting_versions SET note = NULL",
        "DELETE FROM setting_versions",
    ] {
        let refused = refusal(harness, sql).await;
        assert!(refused.contains("setting_versions is only added to"), "{sql}: {refused}");
    }
}

async fn a_removed_account_leaves_no_name(harness: &Harness) {
    let adam = fixtures::person(harness, Role::Admin, "Adam").await;
    let mut tx = harness.begin().await;
    let written = SettingVersion {
        id: harness.id(),
        name: "phone".into(),
        version: 1,
        value: Json(json!("112")),
        created_at: at(1),
        created_by_id: Some(adam.id),
        created_by_name: adam.name.clone(),
        note: None,
    };
    setting_versions::insert(&mut tx, &written).await.unwrap();
    let placeholder = Anonymisation {
        user: adam.id,
        email: &adam.email,
        name: "Borttagen",
        address: "borttagen@invalid",
        reader: "gone",
    };
    account_deletion::anonymise(&mut tx, placeholder, at(2)).await.unwrap();
    tx.commit().await.unwrap();
    let kept = setting_versions::list(&mut harness.read().await, None, 10).await.unwrap();
    assert_eq!(kept, [SettingVersion { created_by_name: "Borttagen".into(), ..written }]);
}
