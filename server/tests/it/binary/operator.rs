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
fn only_commands_that_begin_a_portal_make_one() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let here = |arguments: &[&str]| said(run(folder.path(), &[("FYR_LOG", "off")], arguments));
    let nobody = "00000000-0000-7000-8000-000000000000";
    let settings = folder.path().join("settings.toml");
    fs::write(&settings, "phone = \"112\"").unwrap();
    let commands: [&[&str]; 16] = [
        &["jobs", "list"],
        &["jobs", "retry", "--all"],
        &["jobs", "drop", nobody],
        &["keys", "show"],
        &["keys", "renew", "links"],
        &["keys", "reseal"],
        &["retention", "--dry-run"],
        &["retention"],
        &["sessions", "end", "--all"],
        &["settings", "show"],
        &["settings", "import", settings.to_str().unwrap()],
        &["user", "forget-second-factor", "a@example.org"],
        &["backup", "saved"],
        &["verify"],
        &["reindex"],
        &["seed"],
    ];
    for is_there in [false, true] {
        if is_there {
            // as after a typing error, or where a disk is not mounted
            fs::create_dir(&data).unwrap();
        }
        for command in commands {
            let (done, words) = here(command);
            let expected = format!("there is no portal in {}", data.display());
            assert!(
                !done && words.contains(&expected) && words.contains("FYR_DATA_DIR"),
                "{command:?}: {words}"
            );
            assert_eq!(words.lines().count(), 1, "{command:?}: {words}");
            assert_eq!(data.exists(), is_there, "{command:?}");
            assert!(!folder.path().join("saved").exists(), "{command:?}");
            assert!(!is_there || fs::read_dir(&data).unwrap().next().is_none(), "{command:?}");
        }
    }
    // a new portal is none that anyone wants a backup of
    assert!(here(&["migrate"]).0);
    let (done, words) = here(&["backup", "saved"]);
    assert!(
        !done && words.contains("nobody has an account") && words.contains(&*data.to_string_lossy()),
        "{words}"
    );
    assert!(!folder.path().join("saved").exists());
    let (done, words) = here(&["jobs", "list"]);
    assert!(done && words.contains(&*data.to_string_lossy()), "{words}");
    assert!(here(&["user", "add", "ada@example.org", "--name", "Ada", "--role", "admin"]).0);
    let (done, words) = here(&["backup", "saved"]);
    assert!(done && words.contains("1 people and 0 tickets"), "{words}");
    let (done, words) = here(&["verify", "saved"]);
    assert!(done && words.contains("1 people, 0 tickets"), "{words}");
    // what the manifest does not say is found
    fs::write(folder.path().join("saved/more"), "x").unwrap();
    let (done, words) = here(&["verify", "saved"]);
    assert!(!done && words.contains("is not in the manifest"), "{words}");
    fs::remove_file(folder.path().join("saved/more")).unwrap();
    let manifest = folder.path().join("saved/manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    let schema = text.lines().find(|line| line.contains("\"schema\"")).unwrap();
    fs::write(&manifest, text.replace(schema, "  \"schema\": 99,")).unwrap();
    let (done, words) = here(&["verify", "saved"]);
    assert!(!done && words.contains("the manifest says 99"), "{words}");
}

#[test]
fn a_command_that_looks_migrates_nothing() {
    on_sqlite(async |site: &Site| {
        let last = "(SELECT MAX(version) FROM _sqlx_migrations)";
        site.execute_sql(&format!("UPDATE _sqlx_migrations SET success = FALSE WHERE version = {last}"))
            .await;
        for command in
            [&["jobs", "list"][..], &["settings", "show"], &["keys", "show"], &["retention", "--dry-run"]]
        {
            let (done, words) = on_site(site, command);
            assert!(!done && words.contains("`fyr migrate` brings it up to date"), "{command:?}: {words}");
        }
        site.execute_sql(&format!("UPDATE _sqlx_migrations SET success = TRUE WHERE version = {last}")).await;
        assert!(on_site(site, &["jobs", "list"]).0);
    });
}

#[test]
fn a_backup_that_fails_leaves_nothing_and_can_be_made_again() {
    on_sqlite(async |site: &Site| {
        let petra = site.signed_in(&site.people.petra).await;
        let reference = site.create_ticket(&site.people.petra).await;
        let parts = [text("body", "Med fil"), file("bild.png", "image/png", PNG)];
        petra.post_parts(&format!("/tickets/{reference}/messages"), &parts).await.assert_status(303);
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("backup");
        let path = dir.to_str().unwrap();
        // a file that cannot be read, after the database was written
        let attachments = site.config.storage.data_dir.join("attachments");
        let shelf = fs::read_dir(&attachments).unwrap().next().unwrap().unwrap().path();
        let kept = fs::read_dir(&shelf).unwrap().next().unwrap().unwrap().path();
        let aside = folder.path().join("aside");
        fs::rename(&kept, &aside).unwrap();
        fs::create_dir(&kept).unwrap();
        let (done, words) = on_site(site, &["backup", path]);
        assert!(!done, "{words}");
        assert!(!dir.exists(), "{words}");
        fs::remove_dir(&kept).unwrap();
        fs::rename(&aside, &kept).unwrap();
        // one that was killed
        fs::create_dir(&dir).unwrap();
        for name in [".unfinished", "fyr.db", "fyr.db-journal"] {
            fs::write(dir.join(name), "half").unwrap();
        }
        let (done, words) = on_site(site, &["backup", path]);
        assert!(done, "{words}");
        assert!(on_site(site, &["verify", path]).0);
    });
}

#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let folder = tempfile::tempdir().unwrap();
    assert!(run(folder.path(), &[], &["migrate"]).status.success());
    let mut command = super::program::command(folder.path(), &[("FYR_LOG", "off")], &["settings", "show"]);
    let mut child =
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let (done, words) = said(child.wait_with_output().unwrap());
    assert!(done && !words.contains("panicked") && !words.contains('\u{1b}'), "{words}");
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
