//! A disk that is full for a while. `SQLite` then ends a transaction by itself, in the middle, which a trigger does as well.

use fyr_domain::Lang;
use fyr_i18n::t;

use crate::support::{PASSWORD, Site, file_ticket_with_unsaved_picture, on_sqlite};

#[test]
fn what_was_typed_is_on_the_error_page_and_can_be_sent_again() {
    on_sqlite(typed_again);
}

#[test]
fn a_session_that_cannot_be_saved_is_said_on_a_page() {
    on_sqlite(session_lost);
}

#[test]
fn pages_are_read_with_a_session_that_cannot_be_saved() {
    on_sqlite(reading_goes_on);
}

#[test]
fn files_are_refused_before_the_disk_is_full_and_the_rest_is_kept() {
    on_sqlite(floor_of_free_disk);
}

/// Lets nothing be written to a table, and ends whoever tries, transaction and all.
async fn fill(site: &Site, table: &str) {
    for change in ["INSERT", "UPDATE"] {
        site.execute_sql(&format!(
            "CREATE TRIGGER full_{change}_{table} BEFORE {change} ON {table} BEGIN SELECT RAISE(ROLLBACK, 'no room'); END"
        ))
        .await;
    }
}

async fn make_room(site: &Site, table: &str) {
    for change in ["INSERT", "UPDATE"] {
        site.execute_sql(&format!("DROP TRIGGER full_{change}_{table}")).await;
    }
}

async fn typed_again(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let key = petra.get("/tickets/new").await.value("form_key");
    let typed = "Första raden & <b>\n\nTredje raden";
    let form =
        [("form_key", key.as_str()), ("topic", "other"), ("subject", "Rubrik"), ("description", typed)];
    fill(site, "tickets").await;
    let mut failed = None;
    for _ in 0..3 {
        let page = petra.post("/tickets/new", &form).await;
        assert!(page.status >= 500, "{}", page.status);
        failed = Some(page.assert_text(t!(Lang::Sv, "error-typed-title")));
    }
    let failed = failed.unwrap();
    petra.get("/readyz").await.assert_status(200);
    make_room(site, "tickets").await;
    // the page is enough
    let page = failed.page();
    let again = page.form("/tickets/new");
    let fields = ["form_key", "topic", "subject", "description"].map(|name| (name, again.field(name)));
    assert_eq!(fields[3].1.replace("\r\n", "\n"), typed);
    assert_eq!(fields[2].1, "Rubrik");
    // and so is the form
    assert_eq!(petra.get("/tickets/new").await.value("description").replace("\r\n", "\n"), typed);
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    petra.post("/tickets/new", &fields).await.assert_status(303);
    assert_eq!(site.count("SELECT COUNT(*) FROM tickets").await, 1);
    // every other form with texts
    let reference = site.create_ticket(&site.people.petra).await;
    fill(site, "entries").await;
    let path = format!("/tickets/{reference}/messages");
    let failed = petra.post(&path, &[("body", "Ett ord till")]).await;
    assert!(failed.status >= 500);
    assert_eq!(failed.page().form(&path).field("body"), "Ett ord till");
    let agnes = site.signed_in(&site.people.agnes).await;
    let failed = agnes
        .post(&format!("/desk/tickets/{reference}"), &[("action", "note"), ("body", "Min anteckning")])
        .await;
    assert!(failed.status >= 500, "{}", failed.status);
    failed.assert_text(t!(Lang::Sv, "error-typed-title"));
    make_room(site, "entries").await;
    petra.post(&path, &[("body", "Ett ord till")]).await.assert_status(303);
}

async fn session_lost(site: &Site) {
    fill(site, "sessions").await;
    let secret = [("email", "petra@fyr.test"), ("password", PASSWORD)];
    let page = site.browser().post("/sign-in", &secret).await.assert_status(503);
    let page = page.assert_text(t!(Lang::Sv, "error-unavailable-title"));
    assert!(!page.html().contains(PASSWORD), "secrets are not sent back");
    let guest = [
        ("topic", "other"),
        ("subject", "Rubrik"),
        ("description", "Min långa text"),
        ("name", "Gun Gäst"),
        ("email", "gun@gast.example"),
    ];
    let page = site.browser().post("/tickets/new", &guest).await.assert_status(503);
    assert_eq!(page.page().form("/tickets/new").field("description"), "Min långa text");
    assert_eq!(page.header("cache-control"), "no-store");
    make_room(site, "sessions").await;
    site.browser().post("/tickets/new", &guest).await.assert_status(303);
    site.signed_in(&site.people.petra).await.get("/tickets").await.assert_status(200);
}

async fn reading_goes_on(site: &Site) {
    let guest = site.browser();
    let form = [
        ("topic", "other"),
        ("subject", "Rubrik"),
        ("description", "Min text"),
        ("name", "Gun Gäst"),
        ("email", "gun@gast.example"),
    ];
    let filed = guest.post("/tickets/new", &form).await.assert_status(303);
    let reference = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let agnes = site.signed_in(&site.people.agnes).await;
    let ticket = format!("/tickets/{reference}");
    fill(site, "sessions").await;
    // at once, where the session is new, and when its last use has to be written again
    for minutes in [0, 11, 30] {
        site.clock.advance(chrono::TimeDelta::minutes(minutes));
        for path in ["/", "/status", "/tickets", "/tickets/new", "/account", &ticket] {
            petra.get(path).await.assert_status(200);
        }
        for path in ["/", "/status", "/desk", "/articles"] {
            agnes.get(path).await.assert_status(200);
        }
        for path in ["/", "/status", filed.location()] {
            guest.get(path).await.assert_status(200);
        }
    }
    site.browser().get("/").await.assert_status(200);
    make_room(site, "sessions").await;
}

async fn floor_of_free_disk(site: &Site) {
    // more than any disk has
    let low = site.restart_with(|config| config.files.min_free_disk_mb = 10_000_000).await;
    let petra = low.signed_in(&site.people.petra).await;
    file_ticket_with_unsaved_picture(&petra).await;
    let without = [("topic", "other"), ("subject", "Min rubrik"), ("description", "Min text")];
    petra.post("/tickets/new", &without).await.assert_status(303);
    low.backend.store.close().await;
}
