//! The embedded engine with a new, outdated, damaged or deleted folder: it creates an empty index, reports that it needs a
//! rebuild, and continues to work.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use fyr_domain::{Lang, articles::Audience};
use fyr_search::{Document, Query, SearchEngine, open_embedded};
use uuid::Uuid;

fn documents() -> Vec<Document> {
    let document = |number: u128| Document {
        id: Uuid::from_u128(number),
        article_id: Uuid::from_u128(number + 100),
        lang: Lang::Sv,
        category: "konto".to_owned(),
        audience: Audience::EVERYONE,
        title: format!("Lösenord {number}"),
        summary: String::new(),
        keywords: Vec::new(),
        body: "Byt det ofta.".to_owned(),
        popularity: 0,
    };
    (0..5).map(document).collect()
}

async fn count_hits(engine: &Arc<dyn SearchEngine>) -> Result<u64, fyr_search::Error> {
    let query = Query { per_page: 5, ..Query::new("lösenord", Lang::Sv) };
    engine.search(&query).await.map(|results| results.total)
}

async fn build_index(dir: &Path) -> Arc<dyn SearchEngine> {
    let engine = open_embedded(dir).unwrap();
    engine.rebuild(documents()).await.unwrap();
    engine
}

fn files(dir: &Path) -> Vec<PathBuf> {
    fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect()
}

#[tokio::test]
async fn an_index_survives_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    drop(build_index(dir.path()).await);
    let engine = open_embedded(dir.path()).unwrap();
    assert!(!engine.needs_rebuild());
    assert_eq!(count_hits(&engine).await.unwrap(), 5);
}

#[tokio::test]
async fn an_index_that_was_never_rebuilt_needs_a_rebuild_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let engine = open_embedded(dir.path()).unwrap();
    engine.upsert(documents()).await.unwrap();
    drop(engine);
    let engine = open_embedded(dir.path()).unwrap();
    assert!(engine.needs_rebuild());
    assert_eq!(count_hits(&engine).await.unwrap(), 5);
}

#[tokio::test]
async fn a_damaged_index_is_replaced_by_an_empty_one() {
    let reference = tempfile::tempdir().unwrap();
    drop(build_index(reference.path()).await);
    for path in files(&reference.path().join("v3")) {
        let name = path.file_name().unwrap().to_str().unwrap();
        if Path::new(name).extension().is_some_and(|extension| extension == "lock") {
            continue;
        }
        let whole = fs::read(&path).unwrap();
        let mut flipped = whole.clone();
        flipped[whole.len() / 2] ^= 0xff;
        for damage in [&b""[..], &whole[..whole.len() / 2], &flipped] {
            let dir = tempfile::tempdir().unwrap();
            let index = dir.path().join("v3");
            fs::create_dir(&index).unwrap();
            for file in files(&reference.path().join("v3")) {
                fs::copy(&file, index.join(file.file_name().unwrap())).unwrap();
            }
            fs::write(index.join(name), damage).unwrap();
            let engine = open_embedded(dir.path()).unwrap();
            let total = count_hits(&engine).await.unwrap();
            assert!((engine.needs_rebuild() && total == 0) || total == 5, "{name}: {total}");
            engine.rebuild(documents()).await.unwrap();
            assert_eq!(count_hits(&engine).await.unwrap(), 5, "{name}");
        }
    }
}

#[tokio::test]
async fn an_older_version_is_deleted_and_other_files_are_preserved() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("v0")).unwrap();
    fs::write(dir.path().join("v0/meta.json"), "{}").unwrap();
    fs::write(dir.path().join("notes.txt"), "mine").unwrap();
    let engine = open_embedded(dir.path()).unwrap();
    assert!(engine.needs_rebuild());
    assert!(!dir.path().join("v0").exists());
    assert_eq!(fs::read_to_string(dir.path().join("notes.txt")).unwrap(), "mine");
}

#[tokio::test]
async fn a_folder_deleted_while_running_is_reported_once_and_recreated() {
    let dir = tempfile::tempdir().unwrap();
    let engine = build_index(dir.path()).await;
    fs::remove_dir_all(dir.path().join("v3")).unwrap();
    assert!(count_hits(&engine).await.unwrap_err().is_unavailable());
    assert!(engine.needs_rebuild());
    assert_eq!(count_hits(&engine).await.unwrap(), 0);

    fs::remove_dir_all(dir.path()).unwrap();
    assert!(engine.upsert(documents()).await.unwrap_err().is_unavailable());
    engine.upsert(documents()).await.unwrap();
    assert_eq!(count_hits(&engine).await.unwrap(), 5);

    fs::remove_dir_all(dir.path()).unwrap();
    engine.rebuild(documents()).await.unwrap();
    assert!(!engine.needs_rebuild());
    assert_eq!(count_hits(&engine).await.unwrap(), 5);
    engine.health().await.unwrap();
}

#[tokio::test]
async fn a_path_that_cannot_be_a_folder_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    assert!(open_embedded(&file.join("index")).is_err_and(|error| error.is_unavailable()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_writes_are_serialised() {
    let dir = tempfile::tempdir().unwrap();
    let engine = open_embedded(dir.path()).unwrap();
    let writes: Vec<_> = documents()
        .into_iter()
        .map(|document| {
            let engine = Arc::clone(&engine);
            tokio::spawn(async move { engine.upsert(vec![document]).await })
        })
        .collect();
    for write in writes {
        write.await.unwrap().unwrap();
    }
    assert_eq!(engine.count().await.unwrap(), 5);
}

#[tokio::test]
async fn only_compounds_are_split() {
    let dir = tempfile::tempdir().unwrap();
    let engine = open_embedded(dir.path()).unwrap();
    let texts = ["Byte av lösenordet", "Fel i tjänsten: skapa ett konto", "Rapporten för byten"];
    let document = |(number, title): (u128, &str)| Document {
        id: Uuid::from_u128(number),
        title: title.to_owned(),
        ..documents().swap_remove(0)
    };
    engine.rebuild((1..).zip(texts).map(document).collect()).await.unwrap();
    let titles = async |text: &str| {
        let query = Query { per_page: 5, ..Query::new(text, Lang::Sv) };
        let hits = engine.search(&query).await.unwrap().hits;
        hits.into_iter()
            .map(|hit| hit.title.into_iter().map(|piece| piece.text).collect())
            .collect::<Vec<String>>()
    };
    assert_eq!(titles("lösenordsbyte").await, [texts[0]], "joined with an s");
    assert_eq!(titles("rapportbyte").await, [texts[2]], "the first part is there with an ending only");
    assert_eq!(
        titles("fellesskapet").await,
        Vec::<String>::new(),
        "another language's word, not fel and skap"
    );
}
