//! What every answer carries: a policy, no guessing of types, nothing kept; and nothing in it that tells too much.

use crate::support::{PNG, Site, TestResponse, file, on_both_engines, text};

on_both_engines! {
    a_page_with_a_token_or_a_draft_is_kept_nowhere,
    an_address_of_another_site_is_not_ours,
    scripts_are_files_of_this_site_and_nothing_is_inline,
    every_answer_says_nosniff_and_names_its_request,
    what_a_known_person_sees_is_kept_nowhere,
    files_are_downloads_of_the_type_their_content_has,
    what_is_there_for_others_reads_as_what_is_not_there,
    passwords_are_never_sent_back,
}

/// One page of each kind, and pages that are not there.
const PAGES: [&str; 10] = [
    "/",
    "/search?q=kod",
    "/articles",
    "/articles/reset-password",
    "/categories/account",
    "/status",
    "/sign-in",
    "/tickets/new",
    "/tickets/link",
    "/no/such/page",
];

fn attributes<'a>(html: &'a str, element: &str) -> impl Iterator<Item = &'a str> {
    let start = format!("<{element}");
    html.match_indices(&start)
        .map(|(at, _)| html[at..].split('>').next().unwrap())
        .collect::<Vec<_>>()
        .into_iter()
}

async fn scripts_are_files_of_this_site_and_nothing_is_inline(site: &Site) {
    let browser = site.signed_in(&site.people.adam).await;
    let ticket = site.create_ticket(&site.people.petra).await;
    let own = [
        "/desk",
        "/desk/status",
        "/tickets",
        &format!("/tickets/{ticket}"),
        &format!("/desk/tickets/{ticket}"),
    ]
    .map(str::to_owned);
    for path in PAGES.map(str::to_owned).iter().chain(&own) {
        let answer = browser.get(path).await;
        let policy = answer.header("content-security-policy");
        for rule in [
            "default-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "script-src 'self' 'wasm-unsafe-eval';",
            "style-src 'self';",
        ] {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        let html = answer.html();
        for script in attributes(&html, "script") {
            assert!(script.contains(" src=\"/assets/"), "{path}: {script}");
        }
        assert!(
            !html.contains("<style") && !html.contains(" style=\"") && !html.contains("javascript:"),
            "{path} has inline style"
        );
        let handler = html.split('<').filter_map(|tag| tag.split('>').next()).find(|tag| {
            tag.contains(" on")
                && tag.contains("=\"")
                && tag.split(' ').any(|word| word.starts_with("on") && word.contains("=\""))
        });
        assert_eq!(handler, None, "{path}");
        assert_eq!(
            html.contains("<script"),
            html.contains("<leptos-island"),
            "{path}: a module for nothing, or none"
        );
        let outside =
            html.split("<leptos-island").map(|part| part.rsplit("</leptos-island>").next().unwrap());
        let marked = outside.map(|part| part.matches("<!").count()).sum::<usize>();
        assert_eq!(marked, html.matches("<!DOCTYPE html>").count(), "{path}: markers that nothing reads");
    }
}

async fn every_answer_says_nosniff_and_names_its_request(site: &Site) {
    let browser = site.browser();
    for path in
        PAGES.into_iter().chain(["/healthz", "/readyz", "/assets/x/y.css", "/islands/suggest?q=kod&lang=sv"])
    {
        let answer = browser.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
        assert!(answer.header("server").is_empty(), "{path}");
    }
}

async fn what_a_known_person_sees_is_kept_nowhere(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let (ticket, token) = site.create_guest_ticket().await;
    let guest = site.browser();
    assert_eq!(
        guest.get(&format!("/tickets/{ticket}?token={token}")).await.header("cache-control"),
        "no-store"
    );
    for browser in [&petra, &guest] {
        for path in PAGES {
            assert_eq!(browser.get(path).await.header("cache-control"), "no-store", "{path}");
        }
    }
    let nobody = site.browser();
    for path in PAGES {
        let answer = nobody.get(path).await;
        assert!(["no-cache", "private, no-cache"].contains(&answer.header("cache-control")), "{path}");
        assert!(answer.header("vary").contains("cookie"), "{path}: pages differ by cookie");
    }
    assert_eq!(nobody.post("/tickets/link", &[("email", "")]).await.header("cache-control"), "no-store");
}

async fn files_are_downloads_of_the_type_their_content_has(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let parts = [
        text("body", "Filer"),
        file("bild.html", "text/html", PNG),
        file("å \\\"x\\\"; filename=evil.exe.txt", "text/html", "hej"),
        file("../../etc/passwd.csv", "text/csv", "a;b"),
    ];
    petra.post_parts(&format!("/tickets/{ticket}/messages"), &parts).await.assert_status(303);
    let files = site.thread(&site.people.petra, &ticket).await.files;
    let types: Vec<_> = files.iter().map(|file| file.media_type.as_str()).collect();
    assert_eq!(types, ["image/png", "text/plain", "text/csv"]);
    assert_eq!(files[2].name, "passwd.csv");
    for file in &files {
        let answer =
            petra.get(&format!("/tickets/{ticket}/attachments/{}", file.id)).await.assert_status(200);
        assert_eq!(answer.header("content-type"), file.media_type);
        let disposition = answer.header("content-disposition");
        let (_, name) = disposition.split_once("attachment; filename*=UTF-8''").unwrap();
        assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'%'), "{disposition}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("content-length"), file.size.to_string());
        assert!(answer.header("content-security-policy").contains("default-src 'none'"));
    }
    let picture = petra.get(&format!("/tickets/{ticket}/attachments/{}", files[0].id)).await;
    assert_eq!(picture.body, PNG);
}

async fn what_is_there_for_others_reads_as_what_is_not_there(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let same = |answer: &TestResponse| answer.html().replace(&ticket, "").replace("ZZZ-ZZZZ", "");
    for user in [None, Some(&site.people.otto), Some(&site.people.olle), Some(&site.people.stina)] {
        let browser = site.browser();
        if let Some(user) = user {
            browser.sign_in(user).await;
        }
        for rest in ["", "/live", "/attachments/x", "/messages"] {
            let unknown = browser.get(&format!("/tickets/ZZZ-ZZZZ{rest}")).await.assert_status(404);
            let forbidden = browser.get(&format!("/tickets/{ticket}{rest}")).await.assert_status(404);
            assert_eq!(same(&unknown), same(&forbidden));
        }
    }
}

async fn passwords_are_never_sent_back(site: &Site) {
    let answer = site
        .browser()
        .post("/sign-in", &[("email", "petra@fyr.test"), ("password", "hemligt-1234")])
        .await
        .assert_status(422);
    answer.assert_no_text("hemligt-1234");
}

async fn a_page_with_a_token_or_a_draft_is_kept_nowhere(site: &Site) {
    let proofs = fyr::routes::table()
        .into_iter()
        .filter(|route| route.method == "GET" && matches!(route.policy.access, fyr::web::Access::Proof(_)));
    let mut paths: Vec<String> =
        proofs.map(|route| format!("{}?token=x", route.path.replace("{provider}", "borta"))).collect();
    assert!(paths.len() > 5, "{paths:?}");
    paths.extend(["/sign-in/code".into(), "/sign-in/borta/new".into()]);
    for path in paths {
        let page = site.browser().get(&path).await;
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
    }
    let writer = site.browser();
    assert_ne!(writer.get("/tickets/new").await.header("cache-control"), "no-store", "there is nothing yet");
    let draft = [("topic", "other"), ("subject", "Nytt"), ("description", "Hemligt"), ("step", "check")];
    writer.post("/tickets/new", &draft).await;
    let page = writer.get("/tickets/new").await.assert_status(200);
    assert_eq!((page.value("subject").as_str(), page.header("cache-control")), ("Nytt", "no-store"));
    // and whatever a session holds
    let browser = site.browser();
    let (reference, token) = site.create_guest_ticket().await;
    browser.get(&format!("/tickets/{reference}?token={token}")).await.assert_status(303);
    for path in ["/", "/articles", "/status"] {
        assert_eq!(browser.get(path).await.header("cache-control"), "no-store", "{path}");
        assert_ne!(site.browser().get(path).await.header("cache-control"), "no-store", "{path} of nobody");
    }
}

async fn an_address_of_another_site_is_not_ours(site: &Site) {
    for path in [
        "//evil.example",
        "//evil.example/x",
        "//evil.example/x?lang=nb",
        "///evil.example",
        "/\\evil.example/x",
    ] {
        for browser in [site.browser(), site.signed_in(&site.people.petra).await] {
            let page = browser.get(path).await.assert_status(404);
            assert!(!page.html().contains("evil.example"), "{path}: {}", page.html());
        }
        let posted = site.browser().post(path, &[("body", "Hej")]).await.assert_status(404);
        assert!(!posted.html().contains("evil.example"), "{path}");
    }
}
