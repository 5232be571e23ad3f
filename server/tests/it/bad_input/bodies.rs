//! Bodies that are too much: answered while they come, with nothing left behind.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::body::{Body, Bytes};
use chrono::TimeDelta;
use futures::{StreamExt, stream};
use fyr_domain::{Actor, Network};
use fyr_usecases::QuotaKind;

use crate::support::{Browser, GUEST, PNG, Site, file, on_both_engines, submit_ticket, text};

on_both_engines! {
    no_address_reads_more_than_it_takes_or_keeps_a_file_nobody_asked_for,
    no_address_waits_for_a_body_it_will_not_take,
    the_head_of_a_part_is_short,
    uploads_are_limited_by_browser_network_and_day,
    forms_that_wait_for_signing_in_are_limited,
    text_in_tickets_is_limited_by_mailbox_network_and_day,
    comments_about_articles_are_limited,
    what_waits_for_its_sender_is_not_kept_on_a_disk_that_is_almost_full,
    drafts_are_limited,
    a_ticket_that_one_may_not_see_takes_no_files,
    a_provider_that_does_not_exist_reads_nothing_and_others_are_limited,
}

const MULTIPART: &str = "multipart/form-data; boundary=b";
const FORM: &str = "application/x-www-form-urlencoded";
/// Longer than any answer takes.
const LONG: Duration = Duration::from_secs(20);

/// Every address of the router with something for its parameters, and some that are not there. Signing out comes last.
fn addresses(ticket: &str) -> Vec<String> {
    let mut paths: Vec<String> = fyr::routes::table()
        .into_iter()
        .map(|route| route.path.replace("{reference}", ticket).replace(['{', '}'], ""))
        .chain(["/nowhere", "/islands/nothing", "/api/v2/nothing"].map(str::to_owned))
        .filter(|path| path != "/sign-out")
        .collect();
    paths.sort_unstable();
    paths.dedup();
    paths.push("/sign-out".to_owned());
    paths
}

fn files(site: &Site) -> Vec<PathBuf> {
    walk(&site.config.storage.data_dir.join("attachments"))
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] })
        .collect()
}

/// A body that begins with `start`, goes on with so many bytes, and then neither ends nor goes on; and how much of it was read.
fn unending(start: &'static str, bytes: usize) -> (Body, Arc<AtomicUsize>) {
    let read = Arc::new(AtomicUsize::new(0));
    let counted = read.clone();
    let pieces = (0..bytes / 16_384).map(|_| Bytes::from_static(&[b'x'; 16_384]));
    let pieces = stream::iter(std::iter::once(Bytes::from_static(start.as_bytes())).chain(pieces))
        .map(move |piece| {
            counted.fetch_add(piece.len(), Ordering::Relaxed);
            Ok::<_, io::Error>(piece)
        })
        .chain(stream::pending());
    (Body::from_stream(pieces), read)
}

async fn send(browser: &Browser, path: &str, kind: &str, body: Body) -> u16 {
    let answered = tokio::time::timeout(LONG, browser.send("POST", path, kind, body)).await;
    answered.unwrap_or_else(|_| panic!("{path} waits for the rest of the body")).status
}

async fn no_address_reads_more_than_it_takes_or_keeps_a_file_nobody_asked_for(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let program = [b"MZ\x90\0\x03\0\0\0".to_vec(), vec![0; 200_000]].concat();
    for browser in
        [site.browser(), site.signed_in(&site.people.petra).await, site.signed_in(&site.people.adam).await]
    {
        for path in addresses(&ticket) {
            let parts = [text("form_key", site.backend.clock.id().to_string()), file("x.exe", "", &program)];
            let status = browser.post_parts(&path, &parts).await.status;
            assert!(status < 500, "{path}: {status}");
            assert_eq!(files(site), Vec::<PathBuf>::new(), "{path}");
        }
    }
    for browser in [site.browser(), site.signed_in(&site.people.petra).await] {
        for path in addresses(&ticket) {
            for (kind, start) in
                [(MULTIPART, "--b\r\nContent-Disposition: form-data; name=\"body\"\r\n\r\n"), (FORM, "body=")]
            {
                let (body, read) = unending(start, 2_000_000);
                let status = send(&browser, &path, kind, body).await;
                assert!(status < 500, "{path}: {status}");
                let read = read.load(Ordering::Relaxed);
                assert!(read < 1_250_000, "{path} has read {read} bytes of {kind}");
            }
        }
    }
    assert_eq!(files(site), Vec::<PathBuf>::new());
}

async fn no_address_waits_for_a_body_it_will_not_take(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    for path in addresses(&ticket) {
        let browser = site.browser().with_header("content-length", "1000000000");
        let (body, _) = unending("x=", 10_000);
        let status = send(&browser, &path, FORM, body).await;
        assert!((400..500).contains(&status) || status == 303, "{path}: {status}");
    }
}

async fn the_head_of_a_part_is_short(site: &Site) {
    for (path, browser) in [
        ("/tickets/new", site.browser()),
        ("/tickets/link", site.browser()),
        ("/desk/people/import", site.signed_in(&site.people.adam).await),
    ] {
        for start in [
            "--b\r\nContent-Disposition: form-data; name=\"",
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\nX-Long: ",
            "no boundary ",
        ] {
            let (body, read) = unending(start, 30_000_000);
            assert_eq!(send(&browser, path, MULTIPART, body).await, 400, "{path} {start}");
            let read = read.load(Ordering::Relaxed);
            assert!(read <= 100_000, "{path}: {read} bytes of {start:?}");
        }
    }
    // a head that is as long as heads are, also after much content, is fine
    let name = "å".repeat(400);
    let parts = [
        text("subject", "S"),
        file(&format!("{name}.pdf"), "", [b"%PDF-1.7 ".to_vec(), vec![b'x'; 900_000]].concat()),
        file("b.png", "image/png", PNG),
    ];
    let page = site.browser().post_parts("/tickets/new", &parts).await.assert_status(422);
    assert!(page.html().contains("ååå….pdf") && page.html().contains("b.png"));
}

fn pdf(bytes: usize) -> Vec<u8> {
    [b"%PDF-1.7 ".to_vec(), vec![b'x'; bytes - 9]].concat()
}

async fn uploads_are_limited_by_browser_network_and_day(site: &Site) {
    let portal = site
        .restart_with(|config| {
            config.limits.limit_uploads_mb = 2;
            config.limits.limit_network_uploads_mb = 3;
        })
        .await;
    let upload = async |browser: &Browser| {
        let parts =
            [text("form_key", portal.backend.clock.id().to_string()), file("a.pdf", "", pdf(900_000))];
        let before = files(&portal).len();
        let sent = browser.post_parts("/tickets/new/uploads", &parts).await;
        assert_eq!(files(&portal).len(), before + usize::from(sent.status == 200), "{}", sent.status);
        if sent.status == 429 {
            assert!(sent.header("retry-after").parse::<u64>().unwrap() > 60);
        }
        sent.status
    };
    let browser = portal.browser();
    browser.get("/tickets/new").await;
    assert_eq!((upload(&browser).await, upload(&browser).await, upload(&browser).await), (200, 200, 429));
    let other = portal.browser();
    other.get("/tickets/new").await;
    assert_eq!((upload(&other).await, upload(&other).await), (200, 429), "the network is full");
    assert_eq!(upload(&portal.browser_at([198, 51, 100, 7].into())).await, 200, "another network");
    let petra = portal.signed_in(&portal.people.petra).await;
    assert_eq!((upload(&petra).await, upload(&petra).await, upload(&petra).await), (200, 200, 429));
    portal.clock.advance(TimeDelta::days(1));
    assert_eq!((upload(&browser).await, upload(&browser).await), (200, 200), "another day");
    portal.backend.store.close().await;
}

async fn forms_that_wait_for_signing_in_are_limited(site: &Site) {
    let body = "x".repeat(100_000);
    let send =
        async |browser: Browser| browser.post("/tickets/AAA-AAAA/messages", &[("body", &body)]).await.status;
    let mut kept = 0;
    while send(site.browser()).await == 303 {
        kept += 1;
        assert!(kept < 300, "without end");
    }
    assert_eq!(kept, 199, "20 MB");
    assert_eq!(send(site.browser()).await, 429);
    assert_eq!(send(site.browser_at([198, 51, 100, 7].into())).await, 303, "nobody else is held up");
    let huge = "x".repeat(200_000);
    let other = site.browser_at([198, 51, 100, 8].into());
    other.post("/tickets/AAA-AAAA/messages", &[("body", &huge)]).await.assert_status(413);
}

async fn text_in_tickets_is_limited_by_mailbox_network_and_day(site: &Site) {
    let portal = site
        .restart_with(|config| (config.limits.limit_text_mb, config.limits.limit_network_text_mb) = (1, 2))
        .await;
    // letters of four bytes
    let long = "\u{1F600}".repeat(20_000);
    let file = async |browser: &Browser, email: &str| {
        let key = portal.backend.clock.id().to_string();
        let form = [
            ("form_key", key.as_str()),
            ("topic", "other"),
            ("subject", "S"),
            ("description", &long),
            ("name", "N"),
            ("email", email),
        ];
        browser.post("/tickets/new", &form).await.status
    };
    for number in 0..12 {
        assert_eq!(file(&portal.browser(), "gun@gast.example").await, 303, "{number}");
    }
    assert_eq!(file(&portal.browser(), "g.un+1@gast.example").await, 303, "another mailbox");
    assert_eq!(file(&portal.browser(), "gun+1@gast.example").await, 429, "enough for this one");
    for number in 0..11 {
        assert_eq!(file(&portal.browser(), &format!("{number}@gast.example")).await, 303, "{number}");
    }
    assert_eq!(file(&portal.browser(), "other@gast.example").await, 429, "the network has enough");
    assert_eq!(file(&portal.browser_at([198, 51, 100, 7].into()), "other@gast.example").await, 303);
    let petra = portal.signed_in(&portal.people.petra).await;
    assert_eq!(file(&petra, "").await, 303, "whoever is signed in counts alone");
    portal.clock.advance(TimeDelta::days(1));
    assert_eq!(file(&portal.browser(), "gun@gast.example").await, 303, "another day");
    portal.backend.store.close().await;
}

async fn comments_about_articles_are_limited(site: &Site) {
    let comment = "x".repeat(1_900);
    let rate = async |browser: Browser| {
        let form = [("helpful", "no"), ("comment", comment.as_str())];
        browser.post("/articles/reset-password/rating", &form).await.status
    };
    let here = Actor { network: Network::parse("192.0.2.1"), ..Actor::ANONYMOUS };
    for number in 0..24 {
        let owner = format!("browser:{number}");
        site.backend.charge_quota(QuotaKind::RatingText, &here, &owner, 200_000).unwrap();
    }
    let mut kept = 0;
    while rate(site.browser()).await == 303 {
        kept += 1;
        assert!(kept < 300, "without end");
    }
    assert_eq!(kept, 200_000 / 1_900, "5 MB of a network");
    assert_eq!(rate(site.browser_at([198, 51, 100, 7].into())).await, 303);
}

async fn what_waits_for_its_sender_is_not_kept_on_a_disk_that_is_almost_full(site: &Site) {
    let portal = site.restart_with(|config| config.files.min_free_disk_mb = 10_000_000).await;
    let browser = portal.browser();
    browser.post("/tickets/AAA-AAAA/messages", &[("body", "Hej")]).await.assert_status(429);
    assert_eq!(portal.count("SELECT COUNT(*) FROM sessions").await, 0);
    submit_ticket(&browser, &GUEST).await.assert_status(303);
    portal.backend.store.close().await;
}

async fn drafts_are_limited(site: &Site) {
    let keep = async |browser: &Browser, description: &str| {
        let key = site.backend.clock.id().to_string();
        let fields = [
            ("form_key", key.as_str()),
            ("topic", ""),
            ("subject", "Hej"),
            ("description", description),
            ("name", ""),
            ("email", ""),
            ("urgent", ""),
            ("participant", ""),
            ("organisation", ""),
        ];
        browser.post("/islands/keep_draft", &fields).await.status
    };
    let browser = site.browser();
    browser.get("/tickets/new").await;
    for number in 0..30 {
        assert_eq!(keep(&browser, "kort").await, 200, "{number}");
        site.clock.advance(TimeDelta::seconds(1));
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM drafts").await, 20, "the oldest give way");
    assert_eq!(keep(&browser, &"x".repeat(140_000)).await, 503, "more than a ticket can have");
    // everything that was typed is on the page all the same
    let long = "x".repeat(140_000);
    let page =
        browser.post("/tickets/new", &[("topic", "other"), ("subject", "S"), ("description", &long)]).await;
    assert_eq!(page.assert_status(422).value("description").len(), 140_000);
    let owner = format!("browser:{}", browser.cookie("fyr_reader").unwrap());
    site.backend.charge_quota(QuotaKind::Drafts, &Actor::ANONYMOUS, &owner, 1_969).unwrap();
    assert_eq!((keep(&browser, "kort").await, keep(&browser, "kort").await), (200, 503), "enough for a day");
    site.clock.advance(TimeDelta::days(1));
    assert_eq!(keep(&browser, "kort").await, 200);
}

async fn a_ticket_that_one_may_not_see_takes_no_files(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let otto = site.signed_in(&site.people.otto).await;
    for path in [
        format!("/tickets/{ticket}/messages"),
        format!("/desk/tickets/{ticket}"),
        "/desk/people/import".into(),
    ] {
        let (body, read) = unending(
            "--b\r\nContent-Disposition: form-data; name=\"attachments\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7 ",
            900_000,
        );
        assert_eq!(send(&otto, &path, MULTIPART, body).await, 404, "{path}");
        assert_eq!(read.load(Ordering::Relaxed), 0, "{path} reads nothing");
    }
    // whoever is signed out may have been the requester: what they wrote waits for them, within their quota
    let parts = [text("body", "Hej"), file("a.png", "image/png", PNG)];
    site.browser().post_parts(&format!("/tickets/{ticket}/messages"), &parts).await.assert_status(303);
    let import = site.browser().post_parts("/desk/people/import", &parts).await.assert_status(303);
    assert!(import.location().starts_with("/sign-in"), "and nothing was read");
    assert_eq!(files(site).len(), 1);
}

async fn a_provider_that_does_not_exist_reads_nothing_and_others_are_limited(site: &Site) {
    let (body, read) = unending("logout_token=", 10_000_000);
    assert_eq!(send(&site.browser(), "/auth/backchannel/nobody", FORM, body).await, 404);
    assert_eq!(read.load(Ordering::Relaxed), 0);
    let mut answered = 1;
    while site.browser().post("/auth/backchannel/nobody", &[]).await.status == 404 {
        answered += 1;
        assert!(answered < 1_000, "without limit");
    }
    assert!(answered >= 600, "{answered}: a provider posts for many people at once");
}
