//! Two processes on one data directory.

use fyr_testing::on_postgres;
use std::time::Duration;

use super::{
    operator::said,
    program::{Program, run},
    serving::serve,
};
use crate::support::Site;

const LISTEN: (&str, &str) = ("FYR_LISTEN", "127.0.0.1:0");

#[test]
fn a_second_portal_in_the_same_folder_is_refused_until_the_first_has_ended() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::serve(folder.path(), &[]);
    program.wait_for("/readyz", 200);
    let here = |arguments: &[&str]| said(run(folder.path(), &[LISTEN, ("FYR_LOG", "off")], arguments));
    let holder = format!("is in use by process {} of Fyr; stop it first", program.id());
    let data_dir = folder.path().join("data").canonicalize().unwrap().display().to_string();
    assert!(here(&["user", "add", "ada@example.org", "--name", "Ada", "--role", "admin"]).0);
    // what reads, and what is made for it, works beside the portal
    for arguments in
        [&["backup", "saved"][..], &["jobs", "list"], &["verify"], &["verify", "saved"], &["migrate"]]
    {
        let (done, words) = here(arguments);
        assert!(done, "{arguments:?}: {words}");
    }
    let postgres = ("FYR_DATABASE_URL", "postgres://fyr@127.0.0.1:9/fyr");
    let moving = said(run(folder.path(), &[postgres], &["move", "--from", "data"]));
    for (done, words) in [here(&["serve"]), here(&["restore", "saved"]), here(&["reindex"]), moving] {
        assert!(!done && words.contains(&holder), "{words}");
        assert!(words.contains(&data_dir) && words.contains("setting data_dir (FYR_DATA_DIR)"), "{words}");
    }
    // also where the file is in another folder than the data directory
    let url = format!("sqlite://{data_dir}/fyr.db");
    let elsewhere = [LISTEN, ("FYR_DATA_DIR", "elsewhere"), ("FYR_DATABASE_URL", &url)];
    let (done, words) = said(run(folder.path(), &elsewhere, &["serve"]));
    assert!(!done && words.contains(&holder), "{words}");
    // a power failure frees the folder
    assert_eq!(program.get("/readyz").0, 200);
    program.kill();
    let program = Program::serve(folder.path(), &[]);
    program.wait_for("/readyz", 200);
    assert!(program.terminate().0.success());
    assert!(here(&["reindex"]).0);
}

#[test]
fn portals_on_postgresql_share_a_folder_where_nothing_in_it_belongs_to_one_of_them() {
    on_postgres(async |site: &Site| {
        // an engine that is away is enough: the index is not in the folder
        let shared = [("FYR_SEARCH_URL", "http://127.0.0.1:9")];
        let first = serve(site, &shared);
        let second = serve(site, &shared);
        second.wait_for("/healthz", 200);
        let alone = said(run(
            &site.config.storage.data_dir,
            &[
                LISTEN,
                ("FYR_DATA_DIR", site.config.storage.data_dir.to_str().unwrap()),
                ("FYR_DATABASE_URL", &site.config.storage.effective_database_url()),
            ],
            &["serve"],
        ));
        assert!(!alone.0 && alone.1.contains("is in use by another process of Fyr"), "{}", alone.1);
        for program in [first, second] {
            assert!(program.terminate().0.success());
        }
    });
}

#[test]
fn two_embedded_indexes_on_one_database_are_told() {
    on_postgres(async |site: &Site| {
        let folder = tempfile::tempdir().unwrap();
        let first = serve(site, &[]);
        first.wait_for("/readyz", 200);
        // its sign of life comes soon after the start
        let beats = "SELECT COUNT(*) FROM heartbeats WHERE name LIKE 'index:%'";
        while site.count(beats).await == 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let url = site.config.storage.effective_database_url();
        let own = folder.path().join("own");
        let settings = [("FYR_DATABASE_URL", url.as_str()), ("FYR_DATA_DIR", own.to_str().unwrap())];
        let second = Program::serve(folder.path(), &settings);
        second.wait_for_log("have a search index of their own");
        assert!(!first.log().contains("have a search index of their own"), "the first was alone then");
        assert!(second.terminate().0.success());
        assert_eq!(site.count(beats).await, 1, "who ends in order is not counted any more");
        assert!(first.terminate().0.success());
    });
}
