//! Files, by what they are and how large.

use crate::support::{PNG, Part, Site, file, on_both_engines, text};
use fyr_domain::Lang;
use fyr_i18n::t;

on_both_engines! {
    a_file_is_taken_by_what_it_is_and_how_large,
}

async fn a_file_is_taken_by_what_it_is_and_how_large(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let html = "<!DOCTYPE html><script>alert(1)</script>";
    let megabyte = |bytes: usize| [b"%PDF-1.7 ".to_vec(), vec![b'x'; bytes - 9]].concat();
    let too_many: Vec<_> = (0..21).map(|n| file(&format!("f{n}.txt"), "text/plain", "x")).collect();
    let name = |problem: &str| problem.to_owned();
    let cases: Vec<(&str, Vec<Part>, String)> = vec![
        (
            "a page called a picture",
            vec![file("bild.png", "image/png", html)],
            t!(Lang::Sv, "problem-file-kind", name = "bild.png"),
        ),
        (
            "a page called text",
            vec![file("x.txt", "text/plain", html)],
            t!(Lang::Sv, "problem-file-kind", name = "x.txt"),
        ),
        (
            "a program called a document",
            vec![file("cv.pdf", "application/pdf", "MZ\u{90}\0\u{3}")],
            t!(Lang::Sv, "problem-file-kind", name = "cv.pdf"),
        ),
        (
            "a drawing",
            vec![file(
                "x.svg",
                "image/svg+xml",
                "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            )],
            t!(Lang::Sv, "problem-file-kind", name = "x.svg"),
        ),
        (
            "an archive",
            vec![file("x.zip", "application/zip", "PK\x03\x04aaaa")],
            t!(Lang::Sv, "problem-file-kind", name = "x.zip"),
        ),
        (
            "nothing",
            vec![file("tom.png", "image/png", "")],
            t!(Lang::Sv, "problem-file-empty", name = "tom.png"),
        ),
        (
            "more than a file may be",
            vec![file("stor.pdf", "application/pdf", megabyte(1_000_001))],
            t!(Lang::Sv, "problem-file-too-large", name = "stor.pdf", max = 1),
        ),
        (
            "more than all may be",
            vec![
                file("a.pdf", "", megabyte(1_000_000)),
                file("b.pdf", "", megabyte(1_000_000)),
                file("c.pdf", "", megabyte(10)),
            ],
            name(&t!(Lang::Sv, "problem-files-too-large", max = 2)),
        ),
        ("too many", too_many, t!(Lang::Sv, "problem-too-many-files", max = 20)),
    ];
    for (what, files, words) in cases {
        let key = site.backend.clock.id().to_string();
        let mut parts = vec![
            text("form_key", &key),
            text("topic", "other"),
            text("subject", "Min rubrik"),
            text("description", "D"),
        ];
        parts.push(file("bra.png", "image/png", PNG));
        parts.extend(files);
        let again = petra.post_parts("/tickets/new", &parts).await;
        assert_eq!(again.status, 422, "{what}");
        let again = again.assert_text(&words).assert_text("bra.png");
        assert_eq!(
            (again.value("subject").as_str(), again.value("form_key")),
            ("Min rubrik", key.clone()),
            "{what}"
        );
        petra.post("/tickets/new", &[("form_key", &key), ("step", "forget")]).await.assert_status(303);
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM attachments").await, 0);
    let left = walk(&site.config.storage.data_dir.join("attachments"));
    assert_eq!(left, Vec::<std::path::PathBuf>::new(), "what was refused or thrown away is gone");
    let just_right = [
        text("topic", "other"),
        text("subject", "S"),
        text("description", "D"),
        file("a.pdf", "", megabyte(1_000_000)),
        file("b.pdf", "", megabyte(999_000)),
    ];
    petra.post_parts("/tickets/new", &just_right).await.assert_status(303);
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] })
        .collect()
}
