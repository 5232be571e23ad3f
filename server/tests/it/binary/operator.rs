//! The operator's commands: backups, keys, jobs, and what the program refuses to start with.

use std::{fs, process::Command};

use super::program::{Program, run};
use crate::support::{PNG, Site, file, on_both_engines, on_sqlite, text};

on_both_engines! {
    a_backup_of_a_running_portal_is_restored_whole,
    a_refused_migration_ends_the_start,
}

fn url(site: &Site) -> String {
    site.config.storage.effective_database_url()
}

/// Runs a command on the data of a site; gives whether it succeeded and what it said.
pub fn on_site(site: &Site, arguments: &[&str]) -> (bool, String) {
    let data = site.config.storage.data_dir.display().to_string();
    let settings = [
        ("FYR_DATA_DIR", data.as_str()),
        ("FYR_DATABASE_URL", &url(site)),
        ("FYR_LOG", "off"),
        ("PATH", "/usr/bin:/bin"),
    ];
    said(run(site.config.storage.data_dir.as_path(), &settings, arguments))
}

/// Whether a command succeeded, and what it said.
pub fn said(output: std::process::Output) -> (bool, String) {
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    (output.status.success(), said)
}

async fn a_backup_of_a_running_portal_is_restored_whole(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let reference = site.create_ticket(&site.people.petra).await;
    let parts = [text("body", "Med fil"), file("bild.png", "image/png", PNG)];
    petra.post_parts(&format!("/tickets/{reference}/messages"), &parts).await.assert_status(303);
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("backup");
    let path = dir.to_str().unwrap();
    let (done, words) = on_site(site, &["backup", path]);
    assert!(done, "{words}");
    let (done, words) = on_site(site, &["verify", path]);
    assert!(done && words.contains("1 files"), "{words}");
    let (done, words) = on_site(site, &["backup", path]);
    assert!(!done && words.contains("there is something already"), "{words}");
    let (done, words) = on_site(site, &["restore", path]);
    assert!(!done, "never over what is there: {words}");

    // into an empty place
    let place = folder.path().join("new");
    let place = place.to_str().unwrap();
    let database = if url(site).starts_with("postgres") {
        // that of the tests as well, from which each of their databases is copied
        site.execute_sql("DROP SCHEMA IF EXISTS template CASCADE").await;
        site.execute_sql("DROP SCHEMA public CASCADE").await;
        site.execute_sql("CREATE SCHEMA public").await;
        url(site)
    } else {
        String::new()
    };
    let settings = [
        ("FYR_DATA_DIR", place),
        ("FYR_DATABASE_URL", &database),
        ("FYR_LOG", "off"),
        ("PATH", "/usr/bin:/bin"),
    ];
    let here = |arguments: &[&str]| said(run(folder.path(), &settings, arguments));
    let (done, words) = here(&["restore", path]);
    assert!(done && words.contains("1 files have rows"), "{words}");
    let (done, words) = here(&["verify"]);
    assert!(done, "{words}");
    let (done, words) = here(&["restore", path]);
    assert!(!done, "a second time is over the first: {words}");

    // what is wrong is found
    let attachments = std::path::Path::new(place).join("attachments");
    let kept = fs::read_dir(&attachments).unwrap().next().unwrap().unwrap().path();
    let kept = fs::read_dir(kept).unwrap().next().unwrap().unwrap().path();
    fs::write(&kept, "other").unwrap();
    let (done, words) = here(&["verify"]);
    assert!(!done && words.contains("5 bytes"), "{words}");
    fs::remove_file(&kept).unwrap();
    let (done, words) = here(&["verify"]);
    assert!(!done && words.contains("is missing"), "{words}");
    let saved = dir.join("attachments");
    let saved = fs::read_dir(saved).unwrap().next().unwrap().unwrap().path();
    let saved = fs::read_dir(saved).unwrap().next().unwrap().unwrap().path();
    fs::write(&saved, "other").unwrap();
    let (done, words) = here(&["verify", path]);
    assert!(!done && words.contains("differs from the manifest"), "{words}");
    fs::remove_file(dir.join("manifest.json")).unwrap();
    let (done, words) = here(&["verify", path]);
    assert!(!done && words.contains("no complete backup"), "{words}");
}

async fn a_refused_migration_ends_the_start(site: &Site) {
    let broken = if url(site).starts_with("postgres") { "'\\x00'" } else { "x'00'" };
    let set = async |value: &str| {
        site.execute_sql(&format!("UPDATE _sqlx_migrations SET checksum = {value} WHERE version = 3")).await;
    };
    site.execute_sql("CREATE TABLE kept AS SELECT checksum FROM _sqlx_migrations WHERE version = 3").await;
    set(broken).await;
    let data = site.config.storage.data_dir.display().to_string();
    let settings =
        [("FYR_DATA_DIR", data.as_str()), ("FYR_DATABASE_URL", &url(site)), ("FYR_LISTEN", "127.0.0.1:0")];
    let output = run(site.config.storage.data_dir.as_path(), &settings, &["serve"]);
    let code = output.status.code();
    let (_, words) = said(output);
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains("FYR_DATABASE_URL") && words.contains("migration 3"), "{words}");
    assert!(!words.contains("listening"), "{words}");
    // the database goes on to the next test
    set("(SELECT checksum FROM kept)").await;
    site.execute_sql("DROP TABLE kept").await;
}

#[test]
fn a_database_file_that_cannot_be_opened_ends_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let missing = format!("sqlite://{}/missing/fyr.db", folder.path().display());
    fs::write(folder.path().join("text.db"), "this is no database, whatever its name says".repeat(100))
        .unwrap();
    let text = format!("sqlite://{}/text.db", folder.path().display());
    for url in [missing, text] {
        let output =
            run(folder.path(), &[("FYR_DATABASE_URL", &url), ("FYR_LISTEN", "127.0.0.1:0")], &["serve"]);
        let (done, words) = said(output);
        assert!(!done && words.contains("FYR_DATABASE_URL"), "{url}: {words}");
    }
}

#[test]
fn people_who_do_not_exist_are_added_to_a_demonstration_only() {
    on_sqlite(async |site: &Site| {
        let arguments = ["seed", "--people", "1", "--tickets", "1"];
        let (done, words) = on_site(site, &arguments);
        assert!(done, "{words}");
        for address in ["karin@kommun.se", "x@notexample.org", "x@example.org.se", "x@test.no"] {
            site.execute_sql(&format!("UPDATE users SET email = '{address}' WHERE name = 'Karin Ek'")).await;
            let (done, words) = on_site(site, &arguments);
            assert!(!done && words.contains("this is no demonstration"), "{address}: {words}");
        }
        for address in ["karin@EXAMPLE.org", "karin@mail.example.com", "karin@fyr.test"] {
            site.execute_sql(&format!("UPDATE users SET email = '{address}' WHERE name = 'Karin Ek'")).await;
            assert!(on_site(site, &["seed", "--people", "0", "--tickets", "0"]).0, "{address}");
        }
    });
}

#[test]
fn hanging_up_does_not_end_it_and_its_files_are_its_own() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let program = Program::serve(folder.path(), &[]);
    program.wait_for("/readyz", 200);
    assert!(Command::new("kill").args(["-HUP", &program.id().to_string()]).status().unwrap().success());
    program.wait_for_log("SIGHUP");
    assert_eq!(program.get("/readyz").0, 200);
    for path in ["data", "data/fyr.db"] {
        let mode = fs::metadata(folder.path().join(path)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{path} is {mode:o}");
    }
    assert!(program.log().contains("the key lies in the database"), "{}", program.log());
    assert!(program.terminate().0.success());
}

#[test]
fn nothing_is_made_by_looking_at_the_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [("FYR_MAIL_FROM", "Support <support@example.org>")];
    assert!(run(folder.path(), &settings, &["check-config"]).status.success());
    assert!(!folder.path().join("data").exists());
}

#[test]
fn jobs_and_keys_are_looked_after_from_the_command_line() {
    on_sqlite(async |site: &Site| {
        site.create_guest_ticket().await;
        site.execute_sql("UPDATE jobs SET failed_at = created_at, attempts = 12, last_error = 'refused'")
            .await;
        let (done, words) = on_site(site, &["jobs", "list"]);
        assert!(done && words.contains("1 failed") && words.contains("refused"), "{words}");
        assert!(!words.contains("gun@gast.example"), "{words}");
        let (done, words) = on_site(site, &["jobs", "retry", "--all"]);
        assert!(done && words.contains("1 jobs"), "{words}");
        let nobody = "00000000-0000-7000-8000-000000000000";
        for command in ["retry", "drop"] {
            let (done, words) = on_site(site, &["jobs", command, nobody]);
            assert!(!done && words.contains("no failed job has it"), "{words}");
        }
        let (done, key) = on_site(site, &["keys", "generate"]);
        assert!(done && key.trim().len() == 64, "{key}");
        let (done, words) = on_site(site, &["keys", "show"]);
        assert!(done && words.contains("links: in the database, 0 former"), "{words}");
        assert!(on_site(site, &["keys", "renew", "links"]).0);
        let (_, words) = on_site(site, &["keys", "show"]);
        assert!(words.contains("links: in the database, 1 former"), "{words}");
    });
}
