//! Addresses and bodies that no page of ours leads to.

use axum::body::Body;
use fyr::web::{BodyKind, routes::Audience};
use fyr_domain::Lang;
use fyr_i18n::t;

use super::check_response;
use crate::support::site::UNREACHABLE_PROVIDER;
use crate::support::{Browser, Site, file, on_both_engines, text};

on_both_engines! {
    addresses_take_anything,
    an_address_that_is_no_text_is_not_found_in_the_readers_language,
    bodies_that_are_no_forms_get_a_page,
    a_body_above_the_limit_gets_a_page_that_says_it,
    a_body_is_held_to_what_its_route_takes,
    a_file_for_a_form_without_files_is_refused_before_it_is_kept,
}

async fn addresses_take_anything(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
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
        check_response(&mut wrong, &answer, &path);
    };
    for value in odd.into_iter().chain([long.as_str()]) {
        for path in [
            "/{}",
            "/articles/{}",
            "/articles/images/{}",
            "/categories/{}",
            "/tickets/{}",
            "/tickets/{}/live",
            "/tickets/{}/attachments/{}",
            "/tickets/{}/attachments/x",
            "/participants/{}",
            "/desk/tickets/{}",
            "/status/incidents/{}",
            "/status/maintenances/{}",
            "/desk/articles/{}",
            "/desk/articles/{}/{}",
            "/desk/articles/{}/sv/versions/{}",
            "/desk/status/corrections/{}",
            "/desk/status/incidents/{}",
            "/desk/status/maintenances/{}",
            "/assets/{}/{}",
            "/islands/{}",
            "/api/v2/{}",
            "/api/v1/articles/{}",
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
            "/desk/articles/words/{}",
            "/desk/articles/searches?days={}",
            "/desk/articles/new?title={}&language={}&ticket={}",
            "/desk/articles?q={}&group={}&category={}&page={}",
            "/desk?page={}",
            "/desk?topic={}&status={}&assignee={}",
            "/desk/outbox?again={}",
            "/status/history?page={}",
            "/articles/reset-password?rated={}",
            "/categories/account?page={}",
            "/islands/suggest?q={}&lang=sv",
            "/api/v1/articles?lang={}&category={}&page={}&per_page={}",
            "/api/v1/search?q={}&lang={}",
        ] {
            let path = query.replace("{}", value).replace("TICKET", &ticket);
            ask(&petra, path.clone()).await;
            ask(&adam, path).await;
        }
    }
    wrong.retain(|line| !line.ends_with(": 410"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn an_address_that_is_no_text_is_not_found_in_the_readers_language(site: &Site) {
    let browser = site.browser();
    for path in [
        "/%FF",
        "/articles/%FF",
        "/tickets/%C0%AF/live",
        "/status/incidents/%FF",
        "/desk/tickets/a%00b",
        "/api/v2/%FF",
    ] {
        for lang in Lang::ALL {
            let page = browser.get(&format!("{path}?lang={lang}")).await.assert_status(404);
            assert!(
                page.assert_text(t!(lang, "error-not-found-title"))
                    .html()
                    .contains(&format!("<html lang=\"{lang}\"")),
                "{path}"
            );
        }
    }
    browser.get("/assets/%FF/%FF").await.assert_status(404);
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
    browser
        .post_parts("/tickets/new", &many)
        .await
        .assert_status(400)
        .assert_text(t!(Lang::Sv, "error-bad-request-title"));
    assert_eq!(site.delivered_emails().await.len(), 0);
}

async fn a_body_above_the_limit_gets_a_page_that_says_it(site: &Site) {
    let browser = site.browser();
    let large = vec![b'x'; 5_000_000];
    let parts = [text("subject", "S"), file("stor.txt", "text/plain", &large)];
    let page = browser
        .with_header("content-length", "5000500")
        .post_parts("/tickets/new", &parts)
        .await
        .assert_status(413);
    page.assert_text(t!(Lang::Sv, "error-too-large-title")).assert_text("4 MB");
    let browser = site.browser();
    let text_only = format!("subject={}", "x".repeat(1_100_000));
    let page = browser
        .send("POST", "/tickets/new", "application/x-www-form-urlencoded", Body::from(text_only))
        .await
        .assert_status(413);
    page.assert_text(t!(Lang::Sv, "error-too-large-title"))
        .assert_text(" 1 MB")
        .assert_no_text("ta bort en fil");
    let words = t!(Lang::Sv, "error-too-large-words", max = "64 kB");
    let long = "x".repeat(70_000);
    let rating = [("helpful", "no"), ("comment", &*long)];
    browser.post("/articles/reset-password/rating", &rating).await.assert_status(413).assert_text(&words);
    let page = browser
        .post_parts("/tickets/new", &[text("subject", vec![b'x'; 1_100_000])])
        .await
        .assert_status(413);
    page.assert_text(" 1 MB");
    // a sender that does not say how much comes is cut off all the same
    let endless = futures::stream::iter((0..200).map(|_| Ok::<_, std::io::Error>(vec![b'x'; 100_000])));
    let answer = browser
        .send("POST", "/sign-in", "application/x-www-form-urlencoded", Body::from_stream(endless))
        .await;
    assert_eq!(answer.status, 413);
    let endless = futures::stream::iter((0..200).map(|_| Ok::<_, std::io::Error>(vec![b'x'; 100_000])));
    let answer = browser
        .send("POST", "/islands/keep_draft", "application/x-www-form-urlencoded", Body::from_stream(endless))
        .await;
    assert_eq!(answer.status, 413);
}

async fn a_body_is_held_to_what_its_route_takes(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let form = "application/x-www-form-urlencoded";
    let ticket = site.create_ticket(&site.people.petra).await;
    let close = format!("/tickets/{ticket}/close");
    for (path, limit, words) in [
        (close.as_str(), 4_000, "4 kB"),
        ("/password/forgotten", 64_000, "64 kB"),
        ("/sign-in", 1_200_000, "1 MB"),
    ] {
        let body = format!("email={}", "x".repeat(limit));
        let length = body.len().to_string();
        let named = site.signed_in(&site.people.petra).await.with_header("content-length", &length);
        named.send("POST", path, form, body.clone().into()).await.assert_status(413).assert_text(words);
        if path != close {
            petra.send("POST", path, form, body.into()).await.assert_status(413).assert_text(words);
        }
    }
    assert_eq!(
        site.thread(&site.people.petra, &ticket).await.ticket.status,
        fyr_domain::tickets::Status::New
    );
}

async fn a_file_for_a_form_without_files_is_refused_before_it_is_kept(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let ticket = site.create_ticket(&site.people.petra).await;
    let routes = fyr::routes::table().into_iter().filter(|route| route.method == "POST");
    let without_files = routes.filter(|route| {
        route.audience == Audience::Pages && matches!(route.policy.body, BodyKind::SmallForm | BodyKind::Form)
    });
    for route in without_files {
        let path = route.path.replace("{reference}", &ticket).replace("{provider}", UNREACHABLE_PROVIDER);
        let path = path.replace(['{', '}'], "");
        let sent = petra.post_parts(&path, &[file("a.txt", "text/plain", "Hej")]).await;
        // a limit may come first; unsubscribing reads its address alone, and this one has no token
        let expected = if route.path == "/mail/unsubscribe" { [404, 429] } else { [400, 429] };
        assert!(expected.contains(&sent.status), "{path}: {} {}", sent.status, sent.main_text());
    }
    let kept = std::fs::read_dir(site.config.storage.data_dir.join("attachments")).map_or(0, Iterator::count);
    assert_eq!(kept, 0, "nothing was written");
}
