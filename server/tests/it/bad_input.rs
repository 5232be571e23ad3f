//! Whatever is sent, to whichever field of whichever form: an answer that fits, never a fault of ours, and nothing sent is
//! ever a part of the page.

use axum::body::Body;
use fyr_domain::Lang;
use fyr_i18n::t;

use crate::support::{Browser, PNG, Part, Site, file, on_both_engines, text};

on_both_engines! {
    every_field_of_every_form_takes_anything,
    what_is_too_long_is_said_with_its_limit,
    addresses_take_anything,
    bodies_that_are_no_forms_get_a_page,
    a_body_above_the_limit_gets_a_page_that_says_it,
    a_file_is_taken_by_what_it_is_and_how_large,
    control_characters_are_left_out_of_what_is_kept,
    markup_is_text_everywhere,
}

const XSS: &str = "</textarea></title>\"'><img src=x onerror=alert(1)><script>alert(2)</script>";

/// Who fills in which form, and what would be right.
fn forms(
    ticket: &str,
    done: &str,
    guest: &str,
    incident: &str,
    maintenance: &str,
) -> Vec<(&'static str, String, &'static str)> {
    vec![
        ("nobody", "/sign-in".into(), "email=a@b.se&password=x&next=/"),
        ("nobody", "/tickets/link".into(), "email=a@b.se"),
        (
            "nobody",
            "/tickets/new".into(),
            "form_key=&topic=other&subject=S&description=D&name=N&email=a@b.se&urgent=&participant=&step=&remove=",
        ),
        (
            "karin",
            "/tickets/new".into(),
            "form_key=&topic=other&subject=S&description=D&urgent=&participant=&step=check",
        ),
        ("nobody", "/tickets/new/uploads".into(), "form_key=&remove="),
        (
            "nobody",
            "/api/keep_draft".into(),
            "form_key=0190a000-0000-7000-8000-000000000001&fields[topic]=&fields[subject]=&fields[description]=&fields[name]=&fields[email]=&fields[urgent]=&fields[participant]=",
        ),
        ("nobody", "/articles/reset-password/rating".into(), "helpful=yes&comment="),
        ("guest", format!("/tickets/{guest}/messages"), "form_key=&body=Hej&remove="),
        ("petra", format!("/tickets/{ticket}/messages"), "form_key=&body=Hej&remove="),
        ("petra", format!("/tickets/{done}/survey"), "score=3&comment="),
        ("agnes", format!("/desk/tickets/{ticket}"), "action=reply&form_key=&body=Hej&then=&remove="),
        ("agnes", format!("/desk/tickets/{ticket}"), "action=note&form_key=&body=Hej&remove="),
        (
            "agnes",
            format!("/desk/tickets/{ticket}"),
            "action=change&priority=p3&was-priority=p2&status=open&was-status=new&assignee=me&was-assignee=nobody",
        ),
        ("adam", "/desk/outbox".into(), "x="),
        (
            "stina",
            "/desk/status/incidents/new".into(),
            "form_key=&services=portal&impact=major&status=investigating&title_sv=T&title_nb=&text_sv=T&text_en=",
        ),
        (
            "stina",
            format!("/desk/status/incidents/{incident}"),
            "form_key=&impact=major&status=monitoring&text_sv=T&text_nb=",
        ),
        (
            "stina",
            "/desk/status/maintenances/new".into(),
            "form_key=&services=portal&title_sv=T&text_sv=T&starts_at=2026-12-01T10:00&ends_at=2026-12-01T11:00&confirm=",
        ),
        (
            "stina",
            format!("/desk/status/maintenances/{maintenance}"),
            "form_key=&action=note&text_sv=T&ends_at=",
        ),
    ]
}

fn values() -> Vec<Vec<u8>> {
    vec![
        b"".to_vec(),
        b" \t\r\n ".to_vec(),
        vec![b'a'; 30_000],
        "å".repeat(20_001).into_bytes(),
        b"\xff\xfe\xc0\xaf".to_vec(),
        b"\xed\xa0\x80".to_vec(),
        b"a\0b".to_vec(),
        b"\0".to_vec(),
        (0..32).chain([127]).collect(),
        XSS.as_bytes().to_vec(),
        "\u{202e}\u{feff}\u{2028}\u{fffe}\u{10ffff}".as_bytes().to_vec(),
        b"nonsense".to_vec(),
        b"-1".to_vec(),
        b"99999999999999999999".to_vec(),
        b"00000000-0000-0000-0000-000000000000".to_vec(),
        b"'; DROP TABLE tickets; --".to_vec(),
        b"../../../etc/passwd".to_vec(),
    ]
}

async fn everyone(site: &Site, guest: &str, token: &str) -> Vec<(&'static str, Browser)> {
    let people = &site.people;
    let visitor = site.browser();
    visitor.get(&format!("/tickets/{guest}?token={token}")).await.is(303);
    vec![
        ("nobody", site.browser()),
        ("guest", visitor),
        ("petra", site.signed_in(&people.petra).await),
        ("karin", site.signed_in(&people.karin).await),
        ("agnes", site.signed_in(&people.agnes).await),
        ("stina", site.signed_in(&people.stina).await),
        ("adam", site.signed_in(&people.adam).await),
    ]
}

async fn every_field_of_every_form_takes_anything(site: &Site) {
    let (ticket, done) = (site.ticket_of(&site.people.petra).await, site.ticket_of(&site.people.petra).await);
    let (guest, token) = site.guest_ticket().await;
    site.move_to(&done, fyr_domain::tickets::Status::Solved).await;
    let everyone = everyone(site, &guest, &token).await;
    let browser = |who: &str| &everyone.iter().find(|(name, _)| *name == who).unwrap().1;
    let stina = browser("stina");
    let post = [
        ("services", "portal"),
        ("impact", "minor"),
        ("status", "investigating"),
        ("title_sv", "T"),
        ("text_sv", "T"),
    ];
    stina.post("/desk/status/incidents/new", &post).await.is(303);
    let plan = [
        ("services", "portal"),
        ("title_sv", "T"),
        ("text_sv", "T"),
        ("starts_at", "2026-12-01T10:00"),
        ("ends_at", "2026-12-01T11:00"),
    ];
    stina.post("/desk/status/maintenances/new", &plan).await.is(303);
    let now = fyr_services::status::overview(&site.services).await.unwrap();
    let (incident, maintenance) = (now.incidents()[0].id.to_string(), now.maintenances()[0].id.to_string());

    let mut wrong = Vec::new();
    for (who, path, right) in forms(&ticket, &done, &guest, &incident, &maintenance) {
        let fields: Vec<_> = right.split('&').map(|pair| pair.split_once('=').unwrap()).collect();
        for (at, (field, _)) in fields.iter().enumerate() {
            for value in values() {
                let value_of = |index: usize| {
                    if index == at { value.clone() } else { fields[index].1.as_bytes().to_vec() }
                };
                let plain: Vec<_> = (0..fields.len())
                    .map(|index| format!("{}={}", fields[index].0, percent(&value_of(index))))
                    .collect();
                let sent = browser(who)
                    .send("POST", &path, "application/x-www-form-urlencoded", plain.join("&").into())
                    .await;
                note(
                    &mut wrong,
                    &sent,
                    &format!("{who} {path} {field}={:.20}", String::from_utf8_lossy(&value)),
                );
                // as the same form with files is sent; enough for what may differ
                if value.len() < 100 && !path.starts_with("/api/") {
                    let parts: Vec<Part> =
                        (0..fields.len()).map(|index| text(fields[index].0, value_of(index))).collect();
                    let sent = browser(who).post_parts(&path, &parts).await;
                    note(
                        &mut wrong,
                        &sent,
                        &format!("{who} {path} (parts) {field}={:.20}", String::from_utf8_lossy(&value)),
                    );
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // and everything that was kept can be shown
    for (_, browser) in &everyone {
        for path in ["/", "/tickets/new", "/tickets", "/status", "/desk", "/desk/status", "/participants"] {
            let page = browser.get(path).await;
            assert!(page.status < 500, "{path}");
            note(&mut wrong, &page, path);
        }
    }
    for reference in [&ticket, &done, &guest] {
        note(
            &mut wrong,
            &browser("agnes").get(&format!("/desk/tickets/{reference}")).await.is(200),
            reference,
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    site.mails().await;
    assert_eq!(site.count("SELECT COUNT(*) FROM outbox").await, 0, "every mail could be written");
}

fn note(wrong: &mut Vec<String>, answer: &crate::support::Answer, asked: &str) {
    let page = String::from_utf8_lossy(&answer.body);
    if !matches!(answer.status, 200 | 302 | 303 | 400 | 404 | 413 | 422) {
        wrong.push(format!("{asked}: {}", answer.status));
    } else if page.contains("<img src=x")
        || page.contains("<script>alert")
        || page.contains("'><") && page.contains("\"'><img")
    {
        wrong.push(format!("{asked}: what was sent is a part of the page"));
    } else if answer.status == 400
        && !page.contains("<h1")
        && !asked.contains("/api/")
        && !asked.starts_with("/assets/")
    {
        wrong.push(format!("{asked}: no page says what is wrong: {page}"));
    }
}

fn percent(value: &[u8]) -> String {
    percent_encoding::percent_encode(value, percent_encoding::NON_ALPHANUMERIC).to_string()
}

async fn what_is_too_long_is_said_with_its_limit(site: &Site) {
    let ticket = site.ticket_of(&site.people.petra).await;
    site.move_to(&ticket, fyr_domain::tickets::Status::Solved).await;
    let (nobody, petra) = (site.browser(), site.signed_in(&site.people.petra).await);
    let full =
        [("topic", "other"), ("subject", "S"), ("description", "D"), ("name", "N"), ("email", "a@b.se")];
    let messages = format!("/tickets/{ticket}/messages");
    let survey = format!("/tickets/{ticket}/survey");
    let cases: [(&Browser, &str, &[(&str, &str)], &str, usize); 6] = [
        (&nobody, "/tickets/new", &full, "subject", 200),
        (&nobody, "/tickets/new", &full, "description", 20_000),
        (&nobody, "/tickets/new", &full, "name", 120),
        (&nobody, "/articles/reset-password/rating", &[("helpful", "no")], "comment", 2_000),
        (&petra, &survey, &[("score", "3")], "comment", 2_000),
        (&petra, &messages, &[], "body", 20_000),
    ];
    for (browser, path, form, field, max) in cases {
        for (length, status) in [(max, 303), (max + 1, 422)] {
            // letters of two bytes: characters count, not bytes
            let value = "å".repeat(length);
            let form: Vec<_> = form
                .iter()
                .copied()
                .filter(|(name, _)| *name != field)
                .chain([(field, value.as_str())])
                .collect();
            let answer = browser.post(path, &form).await;
            assert_eq!(answer.status, status, "{path} {field} with {length}: {}", answer.words());
            if status == 422 {
                let answer = answer.says(&t!(Lang::Sv, "problem-too-long", max = max));
                assert_eq!(answer.value(field), value, "everything typed is still there");
            }
        }
    }
    let long = format!("{}@{}.se", "a".repeat(60), "b".repeat(200));
    let form: Vec<_> =
        full.into_iter().filter(|(name, _)| *name != "email").chain([("email", long.as_str())]).collect();
    nobody.post("/tickets/new", &form).await.is(422);
}

async fn addresses_take_anything(site: &Site) {
    let ticket = site.ticket_of(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let adam = site.signed_in(&site.people.adam).await;
    let odd = [
        "%00",
        "a%00b",
        "%FF",
        "%C0%AF",
        "%2e%2e",
        "..%2f..%2f",
        "%0d%0aSet-Cookie:%20x=y",
        "%F0%9F%98%80",
        "%",
        "%zz",
        "%E2%80%AE",
        "'",
        "x'--",
        "%3Cscript%3Ealert(2)%3C%2Fscript%3E",
    ];
    let long = "a".repeat(3_000);
    let mut wrong = Vec::new();
    let mut ask = async |browser: &Browser, path: String| {
        let answer = browser.get(&path).await;
        assert!(
            answer
                .headers
                .get("set-cookie")
                .is_none_or(|cookie| !cookie.to_str().unwrap().starts_with("x=y"))
        );
        note(&mut wrong, &answer, &path);
    };
    for value in odd.into_iter().chain([long.as_str()]) {
        for path in [
            "/{}",
            "/articles/{}",
            "/categories/{}",
            "/tickets/{}",
            "/tickets/{}/live",
            "/tickets/{}/attachments/{}",
            "/tickets/{}/attachments/x",
            "/participants/{}",
            "/desk/tickets/{}",
            "/status/incidents/{}",
            "/status/maintenances/{}",
            "/desk/status/incidents/{}",
            "/desk/status/maintenances/{}",
            "/assets/{}/{}",
            "/api/{}",
            "/api/v2/{}",
        ] {
            let path = path.replace("{}", value);
            ask(&petra, path.clone()).await;
            ask(&adam, path).await;
        }
        for query in [
            "/?lang={}",
            "/?{}={}",
            "/search?q={}",
            "/search?q=kod&page={}",
            "/search?q=kod&category={}",
            "/sign-in?next={}",
            "/tickets/new?subject={}",
            "/tickets/new?topic={}",
            "/tickets/new?participant={}",
            "/tickets?show={}",
            "/tickets?page={}",
            "/tickets/TICKET?token={}",
            "/tickets/TICKET?filed={}",
            "/mail/unsubscribe?token={}",
            "/desk?q={}",
            "/desk?page={}",
            "/desk?topic={}&status={}&assignee={}",
            "/desk/outbox?again={}",
            "/status/history?page={}",
            "/articles/reset-password?rated={}",
            "/categories/account?page={}",
            "/api/suggest?q={}&lang=sv",
        ] {
            let path = query.replace("{}", value).replace("TICKET", &ticket);
            ask(&petra, path.clone()).await;
            ask(&adam, path).await;
        }
    }
    wrong.retain(|line| !line.ends_with(": 410"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn bodies_that_are_no_forms_get_a_page(site: &Site) {
    let browser = site.browser();
    let bodies: [(&str, &str); 9] = [
        ("application/json", "{\"email\":\"a@b.se\"}"),
        ("text/plain", "email=a@b.se"),
        ("text/xml", "<x/>"),
        ("nonsense", "x"),
        ("multipart/form-data", "x"),
        ("multipart/form-data; boundary=", "x"),
        (
            "multipart/form-data; boundary=b",
            "--b\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\nhalf of it",
        ),
        ("multipart/form-data; boundary=b", "no boundary at all"),
        ("multipart/form-data; boundary=b", "--b\r\nnonsense\r\n\r\nx\r\n--b--\r\n"),
    ];
    for path in ["/sign-in", "/tickets/new", "/tickets/link", "/articles/reset-password/rating"] {
        for (kind, body) in bodies {
            let answer = browser.send("POST", path, kind, Body::from(body)).await;
            // an empty form is a form; anything else has a page that says so
            assert!(matches!(answer.status, 400 | 422), "{path} as {kind} {body:?}: {}", answer.status);
            assert!(answer.html().contains("<h1"), "{path} as {kind}");
        }
    }
    let many: Vec<_> = (0..300).map(|n| text("body", n.to_string())).collect();
    browser.post_parts("/tickets/new", &many).await.is(400).says(t!(Lang::Sv, "error-bad-request-title"));
    assert_eq!(site.mails().await.len(), 0);
}

async fn a_body_above_the_limit_gets_a_page_that_says_it(site: &Site) {
    let browser = site.browser();
    let large = vec![b'x'; 5_000_000];
    let parts = [text("subject", "S"), file("stor.txt", "text/plain", &large)];
    let page = browser.with("content-length", "5000500").post_parts("/tickets/new", &parts).await.is(413);
    page.says(t!(Lang::Sv, "error-too-large-title")).says("4 MB");
    let browser = site.browser();
    let text_only = format!("subject={}", "x".repeat(1_100_000));
    let page = browser
        .send("POST", "/tickets/new", "application/x-www-form-urlencoded", Body::from(text_only))
        .await
        .is(413);
    page.says(t!(Lang::Sv, "error-too-large-title")).says(" 1 MB");
    let page = browser.post_parts("/tickets/new", &[text("subject", vec![b'x'; 1_100_000])]).await.is(413);
    page.says(" 1 MB");
    // a sender that does not say how much comes is cut off all the same
    let endless = futures::stream::iter((0..200).map(|_| Ok::<_, std::io::Error>(vec![b'x'; 100_000])));
    let answer = browser
        .send("POST", "/sign-in", "application/x-www-form-urlencoded", Body::from_stream(endless))
        .await;
    assert_eq!(answer.status, 413);
    let endless = futures::stream::iter((0..200).map(|_| Ok::<_, std::io::Error>(vec![b'x'; 100_000])));
    let answer = browser
        .send("POST", "/api/keep_draft", "application/x-www-form-urlencoded", Body::from_stream(endless))
        .await;
    assert_eq!(answer.status, 413);
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
        let key = site.services.clock.id().to_string();
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
        let again = again.says(&words).says("bra.png");
        assert_eq!(
            (again.value("subject").as_str(), again.value("form_key")),
            ("Min rubrik", key.clone()),
            "{what}"
        );
        petra.post("/tickets/new", &[("form_key", &key), ("step", "forget")]).await.is(303);
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM attachments").await, 0);
    let left = walk(&site.config.data_dir.join("attachments"));
    assert_eq!(left, Vec::<std::path::PathBuf>::new(), "what was refused or thrown away is gone");
    let just_right = [
        text("topic", "other"),
        text("subject", "S"),
        text("description", "D"),
        file("a.pdf", "", megabyte(1_000_000)),
        file("b.pdf", "", megabyte(999_000)),
    ];
    petra.post_parts("/tickets/new", &just_right).await.is(303);
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] })
        .collect()
}

async fn control_characters_are_left_out_of_what_is_kept(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let form = [
        ("topic", "other"),
        ("subject", "Ru\0bri\u{7}k\r\nradbrott\u{202e}"),
        ("description", "En\0\r\nTvå\u{1b}[31m\u{feff}"),
    ];
    petra.post("/tickets/new", &form).await.is(303);
    let listed = petra.get("/tickets").await.says("Rubrik radbrott");
    let html = listed.html();
    let reference = html
        .split("href=\"/tickets/")
        .find_map(|rest| rest.split('"').next().filter(|path| path.len() == 8))
        .unwrap();
    let thread = site.thread(&site.people.petra, reference).await;
    assert_eq!(thread.ticket.subject, "Rubrik radbrott");
    assert_eq!(thread.entries[0].body, "En\nTvå[31m");
}

async fn markup_is_text_everywhere(site: &Site) {
    let agnes = site.signed_in(&site.people.agnes).await;
    let guest = site.browser();
    let form = [
        ("topic", "other"),
        ("subject", XSS),
        ("description", XSS),
        ("name", XSS),
        ("email", "gun@gast.example"),
    ];
    let filed = guest.post("/tickets/new", &form).await.is(303);
    let reference = filed.location().split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
    guest
        .post_parts(
            &format!("/tickets/{reference}/messages"),
            &[text("body", XSS), file("<img src=x onerror=alert(1)>.png", "image/png", PNG)],
        )
        .await
        .is(303);
    agnes.post(&format!("/desk/tickets/{reference}"), &[("action", "note"), ("body", XSS)]).await.is(303);
    let mut wrong = Vec::new();
    for (browser, path) in [
        (&guest, format!("/tickets/{reference}")),
        (&agnes, format!("/desk/tickets/{reference}")),
        (&agnes, "/desk".into()),
        (&agnes, format!("/desk?q={}", percent(XSS.as_bytes()))),
        (&guest, format!("/search?q={}", percent(XSS.as_bytes()))),
        (&guest, format!("/tickets/new?subject={}", percent(XSS.as_bytes()))),
        (&guest, format!("/sign-in?next=/{}", percent(XSS.as_bytes()))),
    ] {
        let page = browser.get(&path).await.is(200);
        note(&mut wrong, &page, &path);
        assert!(!page.html().contains("<title><") && !page.html().contains("</title>\""), "{path}");
    }
    assert_eq!(
        guest.get(&format!("/tickets/new?subject={}", percent(XSS.as_bytes()))).await.value("subject"),
        XSS
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for mail in site.mails().await {
        assert!(!mail.html.contains("<img src=x") && !mail.html.contains("<script"), "{}", mail.html);
    }
}
