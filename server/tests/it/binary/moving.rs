//! A whole portal is moved from SQLite to PostgreSQL, and goes on there.

use fyr_testing::on_postgres;
use std::{fs, path::Path};

use super::{
    operator::{on_site, said},
    program::{Program, run},
};
use crate::support::{PNG, Site, file, on_sqlite, text};

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../demo");

/// Makes the database of a site new; the schema `template`, from which the harness fills it again, stays.
async fn empty(site: &Site) {
    site.execute_sql("DROP SCHEMA public CASCADE").await;
    site.execute_sql("CREATE SCHEMA public").await;
}

/// Runs the program with a data directory on the database of a site.
fn on_database(site: &Site, data_dir: &Path, arguments: &[&str]) -> (bool, String) {
    let (data_dir, url) = (data_dir.to_str().unwrap(), site.config.storage.effective_database_url());
    let settings = [("FYR_DATA_DIR", data_dir), ("FYR_DATABASE_URL", &url), ("FYR_LOG", "off")];
    said(run(site.config.storage.data_dir.as_path(), &settings, arguments))
}

#[test]
fn a_portal_with_content_goes_on_where_it_was_moved_to() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("source");
    let mut ticket = String::new();
    on_sqlite(async |site: &Site| {
        let (done, words) = on_site(site, &["import", "demo", DEMO]);
        assert!(done, "{words}");
        let petra = site.signed_in(&site.people.petra).await;
        ticket = site.create_ticket(&site.people.petra).await;
        let parts = [text("body", "Med fil: åäö"), file("bild.png", "image/png", PNG)];
        petra.post_parts(&format!("/tickets/{ticket}/messages"), &parts).await.assert_status(303);
        site.reply_as_support(&ticket, "Vi tittar på det.", None).await;
        // another folder, as a backup of it: the site goes away with this test
        let (done, words) = on_site(site, &["backup", source.to_str().unwrap()]);
        assert!(done, "{words}");
    });
    let from = source.to_str().unwrap();
    let original = fs::read(source.join("fyr.db")).unwrap();
    on_postgres(async |site: &Site| {
        let place = folder.path().join("place");
        let (done, words) = on_database(site, &place, &["move", "--from", from]);
        assert!(!done && words.contains("the target is not empty") && words.contains("users ("), "{words}");
        assert!(!place.join("attachments").exists(), "nothing is copied where nothing can be moved");
        let (done, words) = on_database(site, &place, &["move", "--from", "nowhere"]);
        assert!(!done && words.contains("nowhere: there is no SQLite database"), "{words}");

        empty(site).await;
        let (done, words) = on_database(site, &place, &["move", "--from", from]);
        assert!(done, "{words}");
        let tables = fyr_usecases::store::moving::TABLES.len();
        for expected in [
            &format!(
                "rows of {tables} tables were moved and compared. 1 files were copied, 0 were in place, 0 have a row"
            ),
            "The data is whole: 1 files have rows, 0 have none.",
        ] {
            assert!(words.contains(expected), "{expected}: {words}");
        }
        assert!(fs::read(source.join("fyr.db")).unwrap() == original, "the source is as it was");

        // the portal goes on
        let moved = site.restart_with(|config| config.storage.data_dir = place.clone()).await;
        let petra = moved.signed_in(&moved.people.petra).await;
        let page = petra.get(&format!("/tickets/{ticket}")).await.assert_status(200);
        let page = page.assert_text("Med fil: åäö").assert_text("bild.png").assert_text("Vi tittar på det.");
        let attachment = page.page().links().into_iter().find(|link| link.contains("/attachments/")).unwrap();
        petra.get(&attachment).await.assert_status(200);
        let key = petra.get("/tickets/new").await.assert_status(200).value("form_key");
        let parts = [
            text("form_key", &key),
            text("topic", "other"),
            text("subject", "Efter flytten"),
            text("description", "Det går bra."),
        ];
        let filed = petra.post_parts("/tickets/new", &parts).await.assert_status(303);
        petra.follow(filed).await.assert_status(200).assert_text("Efter flytten");
        let amina = moved.browser();
        let form = [("email", "amina.yusuf@example.org"), ("password", "fyr-demo-2026")];
        amina.post("/sign-in", &form).await.assert_status(303);
        amina.get("/tickets").await.assert_status(200);
        let adam = moved.signed_in(&moved.people.adam).await;
        adam.get("/desk/audit").await.assert_status(200).assert_text("Petra Lund");
        assert!(moved.count("SELECT COUNT(*) FROM audit_log").await > 3);
        assert!(!moved.delivered_emails().await.is_empty(), "jobs that waited are run");
        moved.backend.store.close().await;

        // also in the program, which fills a new index
        let (data_dir, url) = (place.to_str().unwrap(), site.config.storage.effective_database_url());
        let program =
            Program::serve(folder.path(), &[("FYR_DATA_DIR", data_dir), ("FYR_DATABASE_URL", &url)]);
        program.wait_for("/readyz", 200);
        let (status, page) = program.get("/articles");
        assert!(status == 200 && page.contains("reset-password"), "{status}");
        let (done, words) = on_database(site, &place, &["move", "--from", from]);
        let holder = format!("is in use by process {}", program.id());
        assert!(!done && words.contains(&holder), "{words}");
        program.terminate();
    });
}

#[test]
fn files_in_the_same_data_directory_stay_where_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("source");
    on_sqlite(async |site: &Site| {
        let petra = site.signed_in(&site.people.petra).await;
        let ticket = site.create_ticket(&site.people.petra).await;
        let parts = [text("body", "Med fil"), file("bild.png", "image/png", PNG)];
        petra.post_parts(&format!("/tickets/{ticket}/messages"), &parts).await.assert_status(303);
        assert!(on_site(site, &["backup", source.to_str().unwrap()]).0);
    });
    // only what SQLite writes as well: the portal died without a checkpoint, and its last change is in the log alone
    let live = folder.path().join("live");
    fs::create_dir_all(&live).unwrap();
    fs::rename(source.join("attachments"), live.join("attachments")).unwrap();
    fs::rename(source.join("fyr.db"), live.join("fyr.db")).unwrap();
    let settings = [("FYR_DATA_DIR", live.to_str().unwrap())];
    let program = Program::serve(folder.path(), &settings);
    program.wait_for("/readyz", 200);
    program.kill();
    assert!(fs::metadata(live.join("fyr.db-wal")).unwrap().len() > 0, "there is something in the log");
    on_postgres(async |site: &Site| {
        empty(site).await;
        let (done, words) =
            on_database(site, &live, &["move", "--from", live.join("fyr.db").to_str().unwrap()]);
        assert!(done && words.contains("0 files were copied, 1 were in place"), "{words}");
        let beats = site.count("SELECT COUNT(*) FROM heartbeats WHERE name = 'probe'").await;
        assert_eq!(beats, 1, "what was only in the log came too");
    });
}

#[test]
fn the_target_is_the_configured_postgresql_database() {
    let folder = tempfile::tempdir().unwrap();
    assert!(run(folder.path(), &[], &["migrate"]).status.success());
    let (done, words) = said(run(folder.path(), &[("FYR_LOG", "off")], &["move", "--from", "data"]));
    assert!(!done && words.contains("setting database_url (FYR_DATABASE_URL)"), "{words}");
}
