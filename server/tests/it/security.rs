//! What protects people on every page: policy, origin, sessions, limits, downloads, mail that goes nowhere else.

use std::net::Ipv4Addr;

use axum::body::Body;
use chrono::TimeDelta;

use crate::support::{Answer, Browser, PASSWORD, PNG, Site, file, on_both_engines, text};

on_both_engines! {
    scripts_run_by_the_policys_nonce_and_nothing_is_inline,
    every_answer_says_nosniff_and_names_its_request,
    what_a_known_person_sees_is_kept_nowhere,
    nothing_changes_on_another_sites_word,
    nothing_changes_by_get,
    signing_in_renews_the_session_and_signing_out_ends_it,
    a_link_from_a_mail_renews_the_session,
    a_session_in_use_goes_on_and_an_idle_one_ends,
    cookies_are_for_the_server_alone,
    the_way_back_after_signing_in_leads_nowhere_else,
    known_and_unknown_addresses_get_the_same_answer_at_sign_in,
    known_and_unknown_addresses_get_the_same_answer_for_links,
    too_many_tries_get_a_page_and_other_addresses_go_on,
    only_our_own_proxies_say_who_asks,
    files_are_downloads_of_the_type_their_content_has,
    links_in_mail_lead_to_the_public_address,
    names_and_subjects_add_no_header_to_mail,
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

async fn scripts_run_by_the_policys_nonce_and_nothing_is_inline(site: &Site) {
    let browser = site.signed_in(&site.people.adam).await;
    let ticket = site.ticket_of(&site.people.petra).await;
    let own = [
        "/desk",
        "/desk/status",
        "/tickets",
        &format!("/tickets/{ticket}"),
        &format!("/desk/tickets/{ticket}"),
    ]
    .map(str::to_owned);
    let mut nonces = Vec::new();
    for path in PAGES.map(str::to_owned).iter().chain(&own) {
        let answer = browser.get(path).await;
        let policy = answer.header("content-security-policy");
        for rule in [
            "default-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "style-src 'self';",
        ] {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        let nonce = policy
            .split("'nonce-")
            .nth(1)
            .and_then(|rest| rest.split('\'').next())
            .unwrap_or_default()
            .to_owned();
        let html = answer.html();
        for script in attributes(&html, "script") {
            assert!(script.contains(&format!("nonce=\"{nonce}\"")), "{path}: {script}");
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
        nonces.push(nonce);
    }
    let count = nonces.len();
    nonces.sort();
    nonces.dedup();
    assert!(
        nonces.len() == count && nonces.iter().all(|nonce| nonce.len() >= 22),
        "a nonce is used once: {nonces:?}"
    );
}

async fn every_answer_says_nosniff_and_names_its_request(site: &Site) {
    let browser = site.browser();
    for path in
        PAGES.into_iter().chain(["/healthz", "/readyz", "/assets/x/y.css", "/api/suggest?q=kod&lang=sv"])
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
    let (ticket, token) = site.guest_ticket().await;
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
        assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
        assert!(answer.header("vary").contains("cookie"), "{path}: pages differ by cookie");
    }
    assert_eq!(nobody.post("/tickets/link", &[("email", "")]).await.header("cache-control"), "no-store");
}

/// Every address that takes a POST.
fn posts() -> Vec<String> {
    include_str!("../../src/routes/mod.rs")
        .split(".route(\"")
        .skip(1)
        .map(|rest| rest.lines().next().unwrap())
        .filter(|line| line.contains("post("))
        .map(|line| {
            line.split('"').next().unwrap().replace("{*function}", "keep_draft").replace(['{', '}'], "")
        })
        .collect()
}

async fn nothing_changes_on_another_sites_word(site: &Site) {
    let ticket = site.ticket_of(&site.people.petra).await;
    assert!(posts().len() > 10);
    let foreign = [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ];
    for (name, value) in foreign {
        let browser = site.signed_in(&site.people.petra).await.with("sec-fetch-site", "").with(name, value);
        for path in posts().iter().filter(|path| *path != "/mail/unsubscribe") {
            let path = path.replace("reference", &ticket);
            let answer = browser.post(&path, &[("body", "Hej"), ("email", "a@b.se")]).await;
            assert_eq!(answer.status, 403, "{path} with {name}: {value}");
        }
        browser.get("/tickets").await.is(200);
    }
    assert_eq!(site.thread(&site.people.petra, &ticket).await.entries.len(), 1);
    let ours =
        site.signed_in(&site.people.petra).await.with("sec-fetch-site", "").with("origin", "http://fyr.test");
    ours.post(&format!("/tickets/{ticket}/messages"), &[("body", "Hej")]).await.is(303);
}

async fn nothing_changes_by_get(site: &Site) {
    let ticket = site.ticket_of(&site.people.petra).await;
    let browser = site.signed_in(&site.people.petra).await;
    for action in ["messages", "close", "reopen", "survey", "escalate"] {
        browser.get(&format!("/tickets/{ticket}/{action}?body=Hej&score=5")).await.is(404);
    }
    browser.get("/sign-out").await.is(404);
    for method in ["PUT", "DELETE", "PATCH"] {
        browser.send(method, &format!("/tickets/{ticket}"), "", Body::empty()).await.is(404);
    }
    let thread = site.thread(&site.people.petra, &ticket).await;
    assert_eq!((thread.entries.len(), thread.ticket.status), (1, fyr_domain::tickets::Status::New));
    browser.get("/tickets").await.is(200);
}

async fn signing_in_renews_the_session_and_signing_out_ends_it(site: &Site) {
    let (ticket, token) = site.guest_ticket().await;
    let browser = site.browser();
    browser.get(&format!("/tickets/{ticket}?token={token}")).await.is(303);
    let before = browser.cookie("fyr_session").unwrap();
    browser.sign_in(&site.people.petra).await;
    let signed_in = browser.cookie("fyr_session").unwrap();
    assert_ne!(before, signed_in);
    let with = |session: &str| {
        let browser = site.browser();
        browser.set_cookie("fyr_session", session);
        browser
    };
    with(&before).get("/tickets").await.is(303);
    with(&signed_in).get("/tickets").await.is(200);

    browser.post("/sign-out", &[]).await.is(303);
    assert_eq!(browser.cookie("fyr_session"), None);
    with(&signed_in).get("/tickets").await.is(303);
    with(&signed_in).get(&format!("/tickets/{ticket}")).await.is(404);
}

async fn a_link_from_a_mail_renews_the_session(site: &Site) {
    let ((first, one), (_, other)) = (site.guest_ticket().await, site.guest_ticket().await);
    let browser = site.browser();
    browser.get(&format!("/tickets/{first}?token={one}")).await.is(303);
    let planted = browser.cookie("fyr_session").unwrap();
    browser.get(&format!("/tickets/{first}?token={other}")).await.is(303);
    assert_ne!(browser.cookie("fyr_session").unwrap(), planted);
}

async fn a_session_in_use_goes_on_and_an_idle_one_ends(site: &Site) {
    let browser = site.signed_in(&site.people.petra).await;
    for _ in 0..5 {
        site.clock.forward(TimeDelta::hours(11));
        browser.get("/tickets").await.is(200);
    }
    site.clock.forward(TimeDelta::hours(12));
    browser.get("/tickets").await.is(303);
}

async fn cookies_are_for_the_server_alone(site: &Site) {
    let set = |answer: &Answer| -> Vec<String> {
        answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap().to_owned()).collect()
    };
    let sign_in = [("email", site.people.petra.email.as_str()), ("password", PASSWORD)];
    for (public_url, secure) in [("http://fyr.test", false), ("https://fyr.test", true)] {
        let site = site.again(|config| config.public_url = public_url.into()).await;
        let answer = site.browser().post("/sign-in?lang=nb", &sign_in).await.is(303);
        let cookies = set(&answer);
        assert_eq!(cookies.len(), 3, "session, language, browser: {cookies:?}");
        for cookie in cookies {
            for flag in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] {
                assert!(cookie.contains(flag), "{cookie}");
            }
            assert_eq!(cookie.contains("Secure"), secure, "{cookie}");
            assert!(!cookie.contains("Domain"), "{cookie}");
        }
        site.services.store.close().await;
    }
    let nothing = site.browser().get("/").await;
    assert_eq!(set(&nothing), Vec::<String>::new(), "reading needs no cookie");
}

async fn the_way_back_after_signing_in_leads_nowhere_else(site: &Site) {
    let sign_in = async |next: &str| {
        let browser = site.browser();
        let fields = [("email", site.people.petra.email.as_str()), ("password", PASSWORD), ("next", next)];
        browser.post("/sign-in", &fields).await.is(303).location().to_owned()
    };
    assert_eq!(sign_in("/tickets?show=open").await, "/tickets?show=open");
    let evil = [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "evil.example",
        "/\r\nLocation: https://evil.example",
        "http:evil.example",
        "/%09/evil.example/../..//",
    ];
    for next in evil {
        let to = sign_in(next).await;
        // where a browser at this site would end up
        let to = url::Url::parse("http://fyr.test/sign-in").unwrap().join(&to).unwrap();
        assert_eq!(to.host_str(), Some("fyr.test"), "{next:?} leads to {to}");
        let signed_in = site.signed_in(&site.people.petra).await;
        let query: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
        let to = signed_in.get(&format!("/sign-in?next={query}")).await.is(303).location().to_owned();
        let to = url::Url::parse("http://fyr.test/sign-in").unwrap().join(&to).unwrap();
        assert_eq!(to.host_str(), Some("fyr.test"), "{next:?} leads to {to}");
    }
    let page = site.browser().get("/tickets").await;
    assert_eq!(page.location(), "/sign-in?next=%2Ftickets");
    assert_eq!(site.browser().get(page.location()).await.value("next"), "/tickets");
}

/// An answer without what differs between any two: nonces, request ids, what was typed.
fn alike(answer: &Answer, typed: &str) -> (u16, String) {
    (answer.status, answer.words().replace(typed, ""))
}

async fn known_and_unknown_addresses_get_the_same_answer_at_sign_in(site: &Site) {
    let browser = site.browser();
    let mut answers = Vec::new();
    for email in [site.people.petra.email.as_str(), "nobody@fyr.test", "PETRA@fyr.test", "no address"] {
        let answer = browser.post("/sign-in", &[("email", email), ("password", "wrong")]).await;
        assert_eq!(answer.value("email"), email, "what was typed is still there");
        answers.push(alike(&answer, email));
    }
    assert_eq!(answers[0].0, 422);
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
}

async fn known_and_unknown_addresses_get_the_same_answer_for_links(site: &Site) {
    site.guest_ticket().await;
    let before = site.mails().await.len();
    let mut answers = Vec::new();
    for email in ["gun@gast.example", "nobody@gast.example", "petra@fyr.test"] {
        let browser = site.browser();
        let sent = browser.post("/tickets/link", &[("email", email)]).await;
        assert_eq!(sent.location(), "/tickets/link/sent");
        answers.push(alike(&browser.follow(sent).await, email));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    let mails = site.mails().await;
    let to: Vec<_> = mails[before..].iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(to, ["gun@gast.example"], "only who has tickets gets links");
}

async fn too_many_tries_get_a_page_and_other_addresses_go_on(site: &Site) {
    let site = site.again(|config| (config.limit_sign_in, config.limit_writes) = (3, 5)).await;
    let (browser, other) =
        (site.browser_at(Ipv4Addr::new(192, 0, 2, 9)), site.browser_at(Ipv4Addr::new(192, 0, 2, 10)));
    let attempt = async |browser: &Browser| {
        browser.post("/sign-in", &[("email", "petra@fyr.test"), ("password", "wrong")]).await
    };
    for _ in 0..3 {
        attempt(&browser).await.is(422);
    }
    let refused = attempt(&browser).await.is(429);
    let seconds: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds));
    assert!(refused.html().contains("<h1"), "there is a page: {}", refused.words());
    browser.post("/tickets/link", &[("email", "a@b.se")]).await.is(429);
    browser.get("/sign-in").await.is(200);
    attempt(&other).await.is(422);
    for _ in 0..5 {
        other.post("/tickets/new/uploads", &[]).await.is(200);
    }
    other.post("/tickets/new/uploads", &[]).await.is(429);
    site.services.store.close().await;
}

async fn only_our_own_proxies_say_who_asks(site: &Site) {
    let tries = async |proxies: usize, forwarded: [&str; 3]| {
        let site = site.again(|config| (config.limit_writes, config.trusted_proxies) = (1, proxies)).await;
        let mut statuses = Vec::new();
        for from in forwarded {
            let browser = site.browser_at(Ipv4Addr::new(192, 0, 2, 9)).with("x-forwarded-for", from);
            statuses.push(browser.post("/tickets/new/uploads", &[]).await.status);
        }
        site.services.store.close().await;
        statuses
    };
    assert_eq!(
        tries(0, ["203.0.113.1", "203.0.113.2", "203.0.113.3"]).await,
        [200, 429, 429],
        "nobody is believed"
    );
    assert_eq!(
        tries(1, ["203.0.113.1", "203.0.113.2", "203.0.113.1"]).await,
        [200, 200, 429],
        "one proxy is believed"
    );
    let forged = ["198.51.100.1, 203.0.113.1", "198.51.100.2, 203.0.113.1", "198.51.100.3,203.0.113.1"];
    assert_eq!(tries(1, forged).await, [200, 429, 429], "what came before the proxy is not");
    assert_eq!(
        tries(2, ["203.0.113.1, 10.0.0.1", "203.0.113.2, 10.0.0.1", "x, 203.0.113.1, 10.0.0.1"]).await,
        [200, 200, 429]
    );
}

async fn files_are_downloads_of_the_type_their_content_has(site: &Site) {
    let ticket = site.ticket_of(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let parts = [
        text("body", "Filer"),
        file("bild.html", "text/html", PNG),
        file("å \\\"x\\\"; filename=evil.exe.txt", "text/html", "hej"),
        file("../../etc/passwd.csv", "text/csv", "a;b"),
    ];
    petra.post_parts(&format!("/tickets/{ticket}/messages"), &parts).await.is(303);
    let files = site.thread(&site.people.petra, &ticket).await.files;
    let types: Vec<_> = files.iter().map(|file| file.media_type.as_str()).collect();
    assert_eq!(types, ["image/png", "text/plain", "text/csv"]);
    assert_eq!(files[2].name, "passwd.csv");
    for file in &files {
        let answer = petra.get(&format!("/tickets/{ticket}/attachments/{}", file.id)).await.is(200);
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

const FORM: [(&str, &str); 5] = [
    ("topic", "other"),
    ("subject", "Fråga"),
    ("description", "Hur?"),
    ("name", "Gun"),
    ("email", "gun@gast.example"),
];

async fn links_in_mail_lead_to_the_public_address(site: &Site) {
    let evil = site
        .browser()
        .with("host", "evil.example")
        .with("x-forwarded-host", "evil.example")
        .with("forwarded", "host=evil.example");
    evil.post("/tickets/new", &FORM).await.is(303);
    evil.post("/tickets/link", &[("email", "gun@gast.example")]).await.is(303);
    let mails = site.mails().await;
    assert_eq!(mails.len(), 2);
    for mail in mails {
        assert!(!mail.raw.contains("evil.example") && !mail.html.contains("evil.example"), "{}", mail.raw);
        assert!(mail.text.contains("http://fyr.test/tickets/"), "{}", mail.text);
        mail.link("http://fyr.test", "/tickets/");
    }
}

async fn names_and_subjects_add_no_header_to_mail(site: &Site) {
    let breaks = [
        "\r\nBcc: evil@evil.example",
        "\nBcc: evil@evil.example",
        "\rBcc: evil@evil.example",
        "\u{2028}Bcc: evil@evil.example",
        "\u{85}Bcc: evil@evil.example",
        "\"\r\n <evil@evil.example>",
        "=?utf-8?q?=0D=0ABcc:_evil@evil.example?=",
    ];
    for end in breaks {
        let (subject, name) = (format!("Fråga{end}"), format!("Gun{end}"));
        let form = [
            ("topic", "other"),
            ("subject", &subject),
            ("description", "Hur?"),
            ("name", &name),
            ("email", "gun@gast.example"),
        ];
        site.browser().post("/tickets/new", &form).await.is(303);
    }
    let mails = site.mails().await;
    assert_eq!(mails.len(), breaks.len());
    for mail in mails {
        assert_eq!(mail.to, "gun@gast.example");
        let lines = mail.header_lines();
        assert!(lines.iter().all(|line| !line.to_lowercase().starts_with("bcc")), "{lines:?}");
        let of = |name: &str| lines.iter().filter(|line| line.to_lowercase().starts_with(name)).count();
        assert_eq!((of("to:"), of("subject:"), of("from:")), (1, 1, 1), "{lines:?}");
    }
    // an address that could end the header is none
    for email in [
        "gun@gast.example\r\nBcc: evil@evil.example",
        "gun@gast.example,evil@evil.example",
        "<gun@gast.example>",
    ] {
        let form =
            [("topic", "other"), ("subject", "F"), ("description", "H"), ("name", "Gun"), ("email", email)];
        site.browser().post("/tickets/new", &form).await.is(422);
    }
}

async fn what_is_there_for_others_reads_as_what_is_not_there(site: &Site) {
    let ticket = site.ticket_of(&site.people.petra).await;
    for user in [&site.people.otto, &site.people.olle, &site.people.stina] {
        let browser = site.signed_in(user).await;
        let shape = async |path: String| {
            let answer = browser.get(&path).await.is(404);
            answer
                .html()
                .replace(&path, "")
                .replace(answer.header("x-request-id"), "")
                .split("nonce-")
                .next()
                .unwrap()
                .len()
        };
        let unknown = browser.get("/tickets/ZZZ-ZZZZ").await.is(404);
        let forbidden = browser.get(&format!("/tickets/{ticket}")).await.is(404);
        let same = |answer: &Answer| {
            let policy = answer.header("content-security-policy");
            let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
            answer.html().replace(&nonce, "").replace(&ticket, "").replace("ZZZ-ZZZZ", "")
        };
        assert_eq!(same(&unknown), same(&forbidden));
        assert_eq!(
            shape("/tickets/ZZZ-ZZZZ/live".into()).await,
            shape(format!("/tickets/{ticket}/live")).await
        );
    }
}

async fn passwords_are_never_sent_back(site: &Site) {
    let answer = site
        .browser()
        .post("/sign-in", &[("email", "petra@fyr.test"), ("password", "hemligt-1234")])
        .await
        .is(422);
    answer.never_says("hemligt-1234");
}
