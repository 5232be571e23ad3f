//! What happens when something the portal depends on is away: a page that says what happened to the person's work, and
//! nothing lost.

use std::{fs, sync::Arc, time::Duration};

use async_trait::async_trait;
use chrono::TimeDelta;
use fyr_domain::Lang;
use fyr_i18n::t;
use fyr_search::{Document, Error, Query, Results, SearchEngine};
use fyr_usecases::{jobs, search};
use uuid::Uuid;

use crate::support::{
    PASSWORD, PNG, Site, file, file_ticket_with_unsaved_picture, on_both_engines, on_sqlite, text,
};

on_both_engines! {
    without_the_database_pages_say_so_and_the_status_is_remembered,
    without_the_database_nobody_is_sent_to_sign_in,
    without_its_folder_search_answers_and_comes_back,
    a_portal_that_is_only_read_keeps_what_is_sent_on_the_page,
    without_the_search_engine_the_database_answers,
    what_was_written_while_the_engine_was_away_is_found_later,
    without_the_mail_server_mail_waits_and_is_sent_later,
    a_link_in_a_mail_is_sent_however_often_it_was_tried,
    mail_nobody_takes_is_given_up_and_shown,
    one_failed_mail_is_sent_again_and_another_discarded_after_a_question,
    without_room_for_files_the_rest_is_kept,
    a_file_that_is_gone_is_a_fault_and_the_page_stays,
}

async fn without_the_database_pages_say_so_and_the_status_is_remembered(site: &Site) {
    let browser = site.browser();
    browser.get("/status").await.assert_status(200);
    browser.get("/").await.assert_status(200);
    let form = browser.get("/tickets/new").await.value("form_key");
    site.backend.store.close().await;
    for path in ["/articles/reset-password", "/tickets/new", "/search?q=kod", "/tickets/K7M-3Q9X"] {
        let page =
            browser.get(path).await.assert_status(503).assert_text(t!(Lang::Sv, "error-unavailable-title"));
        assert_eq!(page.header("retry-after"), "60", "{path}");
    }
    let sent = [
        ("form_key", form.as_str()),
        ("topic", "other"),
        ("subject", "S"),
        ("description", "D"),
        ("name", "N"),
        ("email", "a@b.se"),
    ];
    browser
        .post("/tickets/new", &sent)
        .await
        .assert_status(503)
        .assert_text(t!(Lang::Sv, "error-unavailable-text"));
    browser.post("/sign-in", &[("email", "a@b.se"), ("password", "x")]).await.assert_status(503);
    browser.get("/readyz").await.assert_status(503).assert_no_text("sqlx");
    browser.get("/healthz").await.assert_status(200);
    browser
        .get("/status")
        .await
        .assert_status(200)
        .assert_text(t!(Lang::Sv, "status-overall-operational"))
        .assert_text("10:00");
    browser.get("/api/v2/summary.json").await.assert_status(200);
    browser.get("/status/feed.atom").await.assert_status(200);
    browser.get("/no/such/page").await.assert_status(404);
}

async fn without_the_database_nobody_is_sent_to_sign_in(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let ticket = site.create_ticket(&site.people.petra).await;
    let agnes = site.signed_in(&site.people.agnes).await;
    site.backend.store.close().await;
    for path in ["/tickets", &format!("/tickets/{ticket}"), "/participants"] {
        petra.get(path).await.assert_status(503).assert_text(t!(Lang::Sv, "error-unavailable-title"));
    }
    agnes.get("/desk").await.assert_status(503);
    agnes.post(&format!("/desk/tickets/{ticket}"), &[("action", "claim")]).await.assert_status(503);
    petra.post(&format!("/tickets/{ticket}/messages"), &[("body", "Hej")]).await.assert_status(503);
    assert!(petra.cookie("fyr_session").is_some(), "nobody is signed out by it");
}

#[test]
fn a_portal_that_starts_without_its_database_says_so() {
    on_sqlite(starts_without);
}

async fn starts_without(site: &Site) {
    let away = site
        .restart_with(|config| config.storage.database_url = "postgres://postgres@127.0.0.1:1/nothing".into())
        .await;
    let browser = away.browser();
    assert_eq!(
        browser.get("/readyz").await.assert_status(503).html(),
        "the database has not been reached yet\n"
    );
    browser.get("/healthz").await.assert_status(200);
    for path in ["/", "/articles", "/tickets/new", "/status", "/tickets/K7M-3Q9X"] {
        let page = tokio::time::timeout(Duration::from_secs(1), browser.get(path)).await;
        let page = page.unwrap_or_else(|_| panic!("{path} keeps people waiting"));
        page.assert_status(503).assert_text(t!(Lang::Sv, "error-unavailable-title"));
    }
}

async fn without_its_folder_search_answers_and_comes_back(site: &Site) {
    let browser = site.browser();
    let found = "href=\"/articles/reset-password\"";
    assert!(browser.get("/search?q=l%C3%B6senord").await.html().contains(found));
    fs::remove_dir_all(site.config.storage.data_dir.join("index")).unwrap();
    for _ in 0..2 {
        let page = browser
            .get("/search?q=l%C3%B6senord")
            .await
            .assert_status(200)
            .assert_text(t!(Lang::Sv, "search-engine-away"));
        assert!(page.html().contains(found), "the database answers: {}", page.main_text());
    }
    assert!(site.backend.search.needs_rebuild());
    search::rebuild_if_incomplete(&site.backend).await.unwrap();
    let page = browser
        .get("/search?q=l%C3%B6senord")
        .await
        .assert_status(200)
        .assert_no_text(t!(Lang::Sv, "search-engine-away"));
    assert!(page.html().contains(found));
}

/// An engine that is always away.
#[derive(Debug)]
struct UnavailableSearch;

fn unavailable<T>() -> Result<T, Error> {
    Err(Error::Unavailable { engine: "away", reason: "it is a test".into(), source: None })
}

#[async_trait]
impl SearchEngine for UnavailableSearch {
    fn name(&self) -> &'static str {
        "away"
    }
    async fn upsert(&self, _: Vec<Document>) -> Result<(), Error> {
        unavailable()
    }
    async fn delete(&self, _: Vec<Uuid>) -> Result<(), Error> {
        unavailable()
    }
    async fn search(&self, _: &Query) -> Result<Results, Error> {
        unavailable()
    }
    async fn rebuild(&self, _: Vec<Document>) -> Result<(), Error> {
        unavailable()
    }
    async fn count(&self) -> Result<u64, Error> {
        unavailable()
    }
    async fn health(&self) -> Result<(), Error> {
        unavailable()
    }
    fn needs_rebuild(&self) -> bool {
        false
    }
}

async fn a_portal_that_is_only_read_keeps_what_is_sent_on_the_page(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let rows = async || {
        let tables = ["tickets", "jobs", "sessions", "audit_log", "drafts", "entries"];
        let mut rows = Vec::new();
        for table in tables {
            rows.push(site.count(&format!("SELECT COUNT(*) FROM {table}")).await);
        }
        rows
    };
    let session = site.signed_in(&site.people.petra).await.cookie("fyr_session").unwrap();
    let agents_session = site.signed_in(&site.people.agnes).await.cookie("fyr_session").unwrap();
    let before = rows().await;
    let only_read = site.restart_with(|config| config.http.read_only = true).await;
    let petra = only_read.browser();
    petra.set_cookie("fyr_session", &session);
    let line = t!(Lang::Sv, "read-only-line");
    for path in ["/", "/articles/reset-password", "/search?q=l%C3%B6senord", "/status", "/tickets/new"] {
        only_read.browser().get(path).await.assert_status(200).assert_text(line);
    }
    let path = format!("/tickets/{ticket}");
    petra.get(&path).await.assert_status(200).assert_text(line);
    site.clock.advance(TimeDelta::minutes(30));
    petra.get(&path).await.assert_status(200).assert_text(line);
    let title = t!(Lang::Sv, "error-read-only-title");
    let answer = petra.post(&format!("{path}/messages"), &[("body", "Jag har ett svar.")]).await;
    let answer = answer.assert_status(503).assert_text(title).assert_text("Jag har ett svar.");
    assert_eq!(answer.header("retry-after"), "60");
    let form = [
        ("topic", "other"),
        ("subject", "Min rubrik"),
        ("description", "Min text"),
        ("name", "N"),
        ("email", "a@b.se"),
    ];
    let guest = only_read.browser();
    guest.post("/tickets/new", &form).await.assert_status(503).assert_text(title).assert_text("Min text");
    let sign_in = [("email", "petra@fyr.test"), ("password", PASSWORD)];
    guest
        .post("/sign-in", &sign_in)
        .await
        .assert_status(503)
        .assert_text(title)
        .assert_no_text("petra@fyr.test");
    let rating = [("helpful", "no"), ("comment", "Steg två saknas.")];
    let kept = guest.post("/articles/reset-password/rating", &rating).await.assert_status(503);
    kept.assert_text("Steg två saknas.");
    let parts =
        [text("topic", "other"), text("description", "Med en fil"), file("a.txt", "text/plain", "Hej")];
    guest.post_parts("/tickets/new", &parts).await.assert_status(503).assert_text("Med en fil");
    assert!(!only_read.config.storage.data_dir.join("attachments").exists(), "no file is received");
    // what is recorded when it is opened, cannot be opened
    let agnes = only_read.browser();
    agnes.set_cookie("fyr_session", &agents_session);
    let told = t!(Lang::Sv, "error-read-only-page");
    agnes
        .get(&format!("/desk/tickets/{ticket}"))
        .await
        .assert_status(503)
        .assert_text(title)
        .assert_text(told);
    only_read.browser().get("/readyz").await.assert_status(200);
    assert_eq!(rows().await, before);
    only_read.backend.store.close().await;
}

async fn without_the_search_engine_the_database_answers(site: &Site) {
    let broken = site.reopen(site.config.clone(), Arc::new(UnavailableSearch)).await;
    let browser = broken.browser();
    let page = browser
        .get("/search?q=l%C3%B6senord")
        .await
        .assert_status(200)
        .assert_text(t!(Lang::Sv, "search-engine-away"));
    assert!(page.html().contains("href=\"/articles/reset-password\""));
    browser.get("/search?q=xyzzy").await.assert_status(200).assert_text(t!(Lang::Sv, "search-engine-away"));
    assert!(
        browser
            .get("/islands/suggest?q=l%C3%B6sen&lang=sv")
            .await
            .assert_status(200)
            .html()
            .contains("reset-password")
    );
    let check = [
        ("topic", "other"),
        ("subject", "Byta lösenord"),
        ("description", "D"),
        ("name", "N"),
        ("email", "a@b.se"),
        ("step", "check"),
    ];
    browser.post("/tickets/new", &check).await.assert_status(200).assert_text("Byt lösenord");
    broken.backend.store.close().await;
}

async fn what_was_written_while_the_engine_was_away_is_found_later(site: &Site) {
    let broken = site.reopen(site.config.clone(), Arc::new(UnavailableSearch)).await;
    broken.browser().post("/articles/reset-password/rating", &[("helpful", "yes")]).await.assert_status(303);
    broken.run_due_jobs().await;
    let waiting =
        "SELECT COUNT(*), COALESCE(MAX(attempts), 0) FROM jobs WHERE queue = 'index' AND failed_at IS NULL";
    assert_eq!(site.count_pair(waiting).await, (1, 1));
    site.run_due_jobs().await;
    assert_eq!(site.count("SELECT COUNT(*) FROM jobs").await, 1, "not before its time");
    site.clock.advance(TimeDelta::hours(1));
    site.run_due_jobs().await;
    assert_eq!(site.count("SELECT COUNT(*) FROM jobs").await, 0);
    broken.backend.store.close().await;
}

async fn without_the_mail_server_mail_waits_and_is_sent_later(site: &Site) {
    // port 1 of this machine: nobody listens
    let silent = site
        .restart_with(|config| config.mail.mail_url = "smtp://127.0.0.1:1?tls=none&timeout=2".into())
        .await;
    let form =
        [("topic", "other"), ("subject", "S"), ("description", "D"), ("name", "N"), ("email", "a@b.se")];
    silent.browser().post("/tickets/new", &form).await.assert_status(303);
    let state = async || {
        site.count_pair("SELECT COUNT(*), COALESCE(MAX(attempts), 0) FROM jobs WHERE failed_at IS NULL").await
    };
    let adam = site.signed_in(&site.people.adam).await;
    let said = [t!(Lang::Sv, "desk-mail-none").to_owned(), t!(Lang::Sv, "desk-mail-waiting", count = 1)];
    adam.get("/desk/outbox").await.assert_status(200).assert_text(&said[0]).assert_text(&said[1]);
    silent.run_due_jobs().await;
    assert_eq!(state().await, (1, 1));
    let mut tried = 1;
    for seconds in [5, 10, 20, 40] {
        site.clock.advance(TimeDelta::seconds(seconds - 1));
        silent.run_due_jobs().await;
        assert_eq!(state().await.1, tried, "not before {seconds} s");
        site.clock.advance(TimeDelta::seconds(1));
        silent.run_due_jobs().await;
        tried += 1;
        assert_eq!(state().await.1, tried, "after {seconds} s");
    }
    site.clock.advance(TimeDelta::hours(2));
    assert_eq!(site.delivered_emails().await.len(), 1, "as soon as there is a way");
    assert_eq!(state().await.0, 0);
    silent.backend.store.close().await;
}

async fn a_link_in_a_mail_is_sent_however_often_it_was_tried(site: &Site) {
    let silent = site
        .restart_with(|config| config.mail.mail_url = "smtp://127.0.0.1:1?tls=none&timeout=2".into())
        .await;
    silent.browser().post("/password/forgotten", &[("email", "petra@fyr.test")]).await.assert_status(303);
    for seconds in [5, 10, 20, 40, 80, 160, 320] {
        silent.run_due_jobs().await;
        site.clock.advance(TimeDelta::seconds(seconds));
    }
    assert_eq!(site.count("SELECT attempts FROM jobs").await, 7);
    let mails = site.delivered_emails().await;
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["petra@fyr.test"]);
    let link = mails[0].link(&site.config.http.public_url, "/password/reset?token=");
    site.browser().get(&link).await.assert_status(200);
    silent.backend.store.close().await;
}

async fn mail_nobody_takes_is_given_up_and_shown(site: &Site) {
    let silent = site
        .restart_with(|config| config.mail.mail_url = "smtp://127.0.0.1:1?tls=none&timeout=2".into())
        .await;
    let (reference, _) = silent.create_guest_ticket().await;
    // half a day of pauses, and two hours at most between two attempts
    for _ in 0..17 {
        silent.run_due_jobs().await;
        site.clock.advance(TimeDelta::hours(3));
    }
    assert!(!jobs::run_due(&silent.backend, jobs::Queue::Mail).await.unwrap(), "nothing is tried any more");
    assert_eq!(
        site.count_pair("SELECT COUNT(*), COALESCE(MAX(attempts), 0) FROM jobs WHERE failed_at IS NOT NULL")
            .await,
        (1, 17)
    );
    let adam = site.signed_in(&site.people.adam).await;
    adam.get("/desk/outbox")
        .await
        .assert_status(200)
        .assert_text(&reference)
        .assert_text("gun@gast.example")
        .assert_text("17");
    site.signed_in(&site.people.agnes).await.get("/desk").await.assert_status(200);
    let again = adam.post("/desk/outbox", &[]).await;
    adam.follow(again).await.assert_status(200).assert_text(t!(Lang::Sv, "desk-mail-none"));
    adam.post("/desk/outbox", &[]).await.assert_status(303);
    let noted =
        site.query_texts("SELECT CAST(details AS TEXT) FROM audit_log WHERE action = 'mail.resent'").await;
    assert_eq!(noted.join(";").replace(' ', ""), "{\"count\":1}", "where there was any");
    let mails = site.delivered_emails().await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].subject.contains(&reference));
    silent.backend.store.close().await;
}

async fn one_failed_mail_is_sent_again_and_another_discarded_after_a_question(site: &Site) {
    let (first, _) = site.create_guest_ticket().await;
    let (second, _) = site.create_guest_ticket().await;
    site.execute_sql("UPDATE jobs SET failed_at = created_at, attempts = 12, last_error = 'refused'").await;
    let adam = site.signed_in(&site.people.adam).await;
    let page = adam.get("/desk/outbox").await.assert_status(200).assert_text(&first).assert_text(&second);
    let again = adam.post("/desk/outbox", &[("retry", &page.value("retry"))]).await.assert_status(303);
    let page = adam.follow(again).await.assert_status(200).assert_no_text(&first).assert_text(&second);
    let id = page.value("retry");

    // the link only asks
    let question = format!("/desk/outbox?discard={id}");
    let asked = adam.get(&question).await.assert_status(200).assert_text(&second);
    assert_eq!(asked.value("discard"), id);
    site.signed_in(&site.people.agnes).await.get(&question).await.assert_status(404);
    adam.get("/desk/outbox").await.assert_text(&second);
    let done = adam.post("/desk/outbox", &[("discard", &id)]).await.assert_status(303);
    adam.follow(done)
        .await
        .assert_status(200)
        .assert_text(t!(Lang::Sv, "desk-mail-discarded"))
        .assert_no_text(&second);
    for gone in [("discard", id.as_str()), ("retry", id.as_str()), ("discard", "x")] {
        adam.post("/desk/outbox", &[gone]).await.assert_status(404);
    }
    adam.get(&question).await.assert_status(404);
    let noted =
        site.query_texts("SELECT CAST(details AS TEXT) FROM audit_log WHERE action = 'mail.discarded'").await;
    assert_eq!(noted.len(), 1);
    assert!(noted[0].contains(&second) && noted[0].contains("filed"), "{noted:?}");
    let mails = site.delivered_emails().await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].subject.contains(&first));
}

async fn without_room_for_files_the_rest_is_kept(site: &Site) {
    fs::write(site.config.storage.data_dir.join("attachments"), "in the way").unwrap();
    let petra = site.signed_in(&site.people.petra).await;
    let again = file_ticket_with_unsaved_picture(&petra).await;
    assert!(again.html().contains("id=\"attachments-error\""));
    let key = again.value("form_key");
    let told = petra
        .post_parts("/tickets/new/uploads", &[text("form_key", &key), file("bild.png", "image/png", PNG)])
        .await
        .assert_status(200);
    assert!(told.html().contains("bild.png"));
    let ticket = site.create_ticket(&site.people.petra).await;
    let parts = [text("body", "Min text"), file("bild.png", "image/png", PNG)];
    let again = petra.post_parts(&format!("/tickets/{ticket}/messages"), &parts).await.assert_status(422);
    assert_eq!(again.value("body"), "Min text");
    let agnes = site.signed_in(&site.people.agnes).await;
    let parts = [text("action", "reply"), text("body", "Mitt svar"), file("bild.png", "image/png", PNG)];
    agnes
        .post_parts(&format!("/desk/tickets/{ticket}"), &parts)
        .await
        .assert_status(422)
        .assert_text("Mitt svar");
    // without the file, and when there is room again
    petra
        .post(
            "/tickets/new",
            &[("form_key", &key), ("topic", "other"), ("subject", "S"), ("description", "D")],
        )
        .await
        .assert_status(303);
    fs::remove_file(site.config.storage.data_dir.join("attachments")).unwrap();
    let parts = [text("body", "Min text"), file("bild.png", "image/png", PNG)];
    petra.post_parts(&format!("/tickets/{ticket}/messages"), &parts).await.assert_status(303);
}

async fn a_file_that_is_gone_is_a_fault_and_the_page_stays(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    petra
        .post_parts(
            &format!("/tickets/{ticket}/messages"),
            &[text("body", "B"), file("bild.png", "image/png", PNG)],
        )
        .await
        .assert_status(303);
    let id = site.thread(&site.people.petra, &ticket).await.files[0].id;
    fs::remove_dir_all(site.config.storage.data_dir.join("attachments")).unwrap();
    let page = petra
        .get(&format!("/tickets/{ticket}/attachments/{id}"))
        .await
        .assert_status(500)
        .assert_text(t!(Lang::Sv, "error-internal-title"));
    let id = page.header("x-request-id").to_owned();
    page.assert_text(&id);
    petra.get(&format!("/tickets/{ticket}")).await.assert_status(200).assert_text("bild.png");
}
