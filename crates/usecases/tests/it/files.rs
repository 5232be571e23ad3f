//! Files in the folder and rows in the table: what is in the folder alone is swept. And files on their way to a reader.

use std::time::Duration;

use chrono::TimeDelta;
use futures::stream;
use fyr_domain::tickets::RawTicket;
use fyr_usecases::{
    privacy::{self, DataExport},
    tickets::{self, FormRef, Upload},
};

use crate::support::Fixture;

/// Stores a file; returns its id.
async fn store(fixture: &Fixture) -> uuid::Uuid {
    let backend = &fixture.backend;
    let bytes = stream::iter([Ok::<_, std::io::Error>(b"%PDF-1.7 ")]);
    let received = backend.files.receive(backend.clock.id(), 1_000, bytes).await.expect("stored");
    let id = received.id;
    received.keep();
    id
}

/// Stores a file with its row, as of a draft that is kept.
async fn upload(fixture: &Fixture) -> uuid::Uuid {
    let backend = &fixture.backend;
    let form = FormRef { key: backend.clock.id(), owner: "browser:test" };
    let bytes = stream::iter([Ok::<_, std::io::Error>(b"%PDF-1.7 ")]);
    let received = backend.files.receive(backend.clock.id(), 1_000, bytes).await.expect("stored");
    let id = received.id;
    let upload = Upload { name: "a.pdf".into(), result: Ok(received) };
    let errors = tickets::receive_uploads(backend, form, vec![upload]).await.expect("taken");
    assert!(errors.is_empty());
    let draft = RawTicket::default();
    tickets::save_draft(backend, &fyr_domain::Actor::ANONYMOUS, form, &draft).await.expect("saved");
    id
}

async fn sweep(fixture: &Fixture) -> usize {
    tickets::delete_unknown_files(&fixture.backend).await.expect("swept")
}

async fn on_disk(fixture: &Fixture) -> Vec<uuid::Uuid> {
    let mut ids = fixture.backend.files.list().await.expect("a folder");
    ids.sort_unstable();
    ids
}

#[tokio::test]
async fn a_file_without_a_row_is_deleted_after_a_day() {
    let fixture = Fixture::new().await;
    let (known, unknown) = (upload(&fixture).await, store(&fixture).await);
    assert_eq!(sweep(&fixture).await, 0);
    assert_eq!(on_disk(&fixture).await, [known, unknown], "it may be arriving still");
    fixture.clock.advance(TimeDelta::hours(25));
    let recent = store(&fixture).await;
    assert_eq!(sweep(&fixture).await, 1);
    assert_eq!(on_disk(&fixture).await, [known, recent]);
}

#[tokio::test]
async fn a_database_that_knows_none_of_the_files_deletes_none() {
    let fixture = Fixture::new().await;
    let file = store(&fixture).await;
    fixture.clock.advance(TimeDelta::hours(49));
    assert_eq!(sweep(&fixture).await, 0);
    assert_eq!(on_disk(&fixture).await, [file], "it is another database's folder");
}

#[tokio::test]
async fn a_file_that_is_refused_or_sent_twice_leaves_nothing() {
    let fixture = Fixture::new().await;
    let backend = &fixture.backend;
    let form = FormRef { key: backend.clock.id(), owner: "browser:test" };
    for (name, bytes, errors) in [
        ("a.pdf", &b"%PDF-1.7 "[..], 0),
        ("a.pdf", b"%PDF-1.7 ", 0),
        ("a.pdf", b"MZ\x90\0\x03\0\0\0", 1),
        ("a.pdf", b"", 1),
    ] {
        let stream = stream::iter([Ok::<_, std::io::Error>(bytes)]);
        let result = backend.files.receive(backend.clock.id(), 1_000, stream).await;
        let uploads = vec![Upload { name: name.into(), result }];
        let found = tickets::receive_uploads(backend, form, uploads).await.expect("taken");
        assert_eq!(found.0.len(), errors, "{bytes:?}");
        assert_eq!(on_disk(&fixture).await.len(), 1);
    }
}

#[tokio::test]
async fn the_name_of_a_file_ends_as_what_it_is() {
    let fixture = Fixture::new().await;
    let backend = &fixture.backend;
    let form = FormRef { key: backend.clock.id(), owner: "browser:test" };
    let gif = b"GIF89a\x01\0\x01\0";
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    let mail = b"From: a@b.example\r\nSubject: Hej\r\n\r\nHej";
    let names = [
        ("kvitto.hta", &gif[..], "kvitto.hta.gif"),
        ("kvitto.GIF", gif, "kvitto.GIF"),
        ("faktura\u{202e}gpj.hta", gif, "fakturagpj.hta.gif"),
        ("start.bat", gif, "start.bat.gif"),
        ("IMG_1.jpg", heic, "IMG_1.jpg.heic"),
        ("app.log.1", b"2026 ok", "app.log.1.txt"),
        ("syslog", b"2026 ok", "syslog.txt"),
        ("evil.log.bat", b"echo", "evil.log.bat.txt"),
        ("Hej.eml", mail, "Hej.eml"),
        ("nolla", b"%PDF-1.7", "nolla.pdf"),
    ];
    for (sent, bytes, _) in names {
        let stream = stream::iter([Ok::<_, std::io::Error>(bytes)]);
        let result = backend.files.receive(backend.clock.id(), 1_000, stream).await;
        let name = fyr_domain::file_name::clean(sent);
        let errors =
            tickets::receive_uploads(backend, form, vec![Upload { name, result }]).await.expect("taken");
        assert!(errors.is_empty(), "{sent}: {errors:?}");
    }
    let files = tickets::list_pending_files(backend, form).await.expect("listed");
    let kept: Vec<_> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(kept, names.map(|(_, _, kept)| kept));
}

#[test]
fn a_reader_who_does_not_read_holds_no_thread() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(1).build();
    runtime.expect("a runtime").block_on(async {
        let fixture = Fixture::new().await;
        // does not compress, so that it does not fit into what is buffered
        let mut state = 1_u64;
        let noise: String = std::iter::repeat_with(|| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            format!("{state:016x}")
        })
        .take(200_000)
        .collect();
        let data = DataExport { json: "{}".into(), html: noise, files: Vec::new() };
        let mut unread = Vec::new();
        for _ in 0..5 {
            unread.push(privacy::stream_archive(&fixture.backend, data.clone(), fyr_domain::Lang::Sv));
        }
        let mut read = privacy::stream_archive(&fixture.backend, data, fyr_domain::Lang::Sv);
        let mut size = 0;
        while let Some(chunk) = read.recv().await {
            size += chunk.expect("complete").len();
        }
        assert!(size > 1_000_000, "{size}");
        let thread = tokio::task::spawn_blocking(|| ());
        tokio::time::timeout(Duration::from_secs(20), thread).await.expect("a thread is free").expect("run");
    });
}
