//! Who may change anything, and how often: our own pages, within limits.

use axum::body::Body;
use std::net::Ipv4Addr;

use fyr::{routes, web::policy::Origin};

use fyr_testing::PASSWORD;

use crate::support::{Browser, GUEST, Site, on_both_engines, submit_ticket};

on_both_engines! {
    nothing_changes_on_another_sites_word,
    nothing_changes_by_get,
    too_many_tries_get_a_page_and_other_addresses_go_on,
    one_in_a_school_locks_nobody_else_out,
    whoever_is_signed_in_is_counted_alone_and_may_always_leave,
    a_ticket_link_makes_few_sessions,
    only_our_own_proxies_say_who_asks,
}

/// Every address that takes a POST from our own pages alone.
fn posts() -> Vec<String> {
    let posts = routes::table().into_iter().filter(|route| route.method == "POST");
    let own = posts.filter(|route| route.policy.origin == Origin::SameOrigin);
    own.map(|route| route.path.replace(['{', '}'], "")).collect()
}

async fn nothing_changes_on_another_sites_word(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    assert!(posts().len() > 40);
    // these are proven by what they carry: a link's token, a provider's signature
    let others = routes::table().into_iter().filter(|route| route.method == "POST");
    let others = others.filter(|route| route.policy.origin != Origin::SameOrigin);
    let others: Vec<_> = others.map(|route| route.path).collect();
    assert_eq!(others, ["/mail/unsubscribe", "/auth/backchannel/{provider}"]);
    let foreign = [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", "https://fyr.test"),
    ];
    for (name, value) in foreign {
        let browser = site
            .signed_in(&site.people.petra)
            .await
            .with_header("sec-fetch-site", "")
            .with_header(name, value);
        for path in posts() {
            let path = path.replace("reference", &ticket);
            let answer = browser.post(&path, &[("body", "Hej"), ("email", "a@b.se")]).await;
            assert_eq!(answer.status, 403, "{path} with {name}: {value}");
        }
        browser.get("/tickets").await.assert_status(200);
    }
    assert_eq!(site.thread(&site.people.petra, &ticket).await.events.len(), 1);
    let ours = site
        .signed_in(&site.people.petra)
        .await
        .with_header("sec-fetch-site", "")
        .with_header("origin", "http://fyr.test");
    ours.post(&format!("/tickets/{ticket}/messages"), &[("body", "Hej")]).await.assert_status(303);
}

async fn nothing_changes_by_get(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let browser = site.signed_in(&site.people.petra).await;
    for action in ["messages", "close", "reopen", "survey", "escalate"] {
        browser.get(&format!("/tickets/{ticket}/{action}?body=Hej&score=5")).await.assert_status(404);
    }
    browser.get("/sign-out").await.assert_status(404);
    for method in ["PUT", "DELETE", "PATCH"] {
        browser.send(method, &format!("/tickets/{ticket}"), "", Body::empty()).await.assert_status(404);
    }
    let thread = site.thread(&site.people.petra, &ticket).await;
    assert_eq!((thread.events.len(), thread.ticket.status), (1, fyr_domain::tickets::Status::New));
    browser.get("/tickets").await.assert_status(200);
}

async fn too_many_tries_get_a_page_and_other_addresses_go_on(site: &Site) {
    let site =
        site.restart_with(|config| (config.limits.limit_sign_in, config.limits.limit_writes) = (3, 5)).await;
    let (browser, other) =
        (site.browser_at(Ipv4Addr::new(192, 0, 2, 9)), site.browser_at(Ipv4Addr::new(192, 0, 2, 10)));
    let attempt = async |browser: &Browser| {
        browser.post("/sign-in", &[("email", "petra@fyr.test"), ("password", "wrong")]).await
    };
    for _ in 0..3 {
        attempt(&browser).await.assert_status(422);
    }
    let refused = attempt(&browser).await.assert_status(429);
    let seconds: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds));
    assert!(refused.html().contains("<h1"), "there is a page: {}", refused.main_text());
    browser.post("/tickets/link", &[("email", "a@b.se")]).await.assert_status(429);
    browser.get("/sign-in").await.assert_status(200);
    attempt(&other).await.assert_status(422);
    for _ in 0..5 {
        other.post("/tickets/new/uploads", &[]).await.assert_status(200);
    }
    other.post("/tickets/new/uploads", &[]).await.assert_status(429);
    site.backend.store.close().await;
}

async fn one_in_a_school_locks_nobody_else_out(site: &Site) {
    let known = site.signed_in(&site.people.petra).await;
    known.post("/sign-out", &[]).await.assert_status(303);
    let site =
        site.restart_with(|config| (config.limits.limit_sign_in, config.limits.limit_writes) = (3, 3)).await;
    let known = {
        let device = known.cookie("fyr_device").unwrap();
        let browser = site.browser();
        browser.set_cookie("fyr_device", &device);
        browser
    };
    let sign_in = async |browser: &Browser, email: &str, password: &str| {
        browser.post("/sign-in", &[("email", email), ("password", password)]).await.status
    };
    // one program without cookies, and one browser
    let pupil = site.browser();
    for _ in 0..20 {
        sign_in(&site.browser(), "nobody@fyr.test", "fel").await;
        sign_in(&pupil, "nobody@fyr.test", "fel").await;
        site.browser().post("/articles/none/rating", &[("helpful", "yes")]).await;
        site.browser().post("/nowhere", &[]).await.assert_status(404);
    }
    assert_eq!(sign_in(&pupil, "petra@fyr.test", PASSWORD).await, 429);
    for person in [&site.people.otto, &site.people.karin, &site.people.agnes] {
        assert_eq!(sign_in(&site.browser(), &person.email, PASSWORD).await, 303, "{}", person.email);
    }
    submit_ticket(&site.browser(), &GUEST).await.assert_status(303);
    // whoever invents browsers uses up what the unknown ones of the network have, and nothing else
    let mut refused = false;
    for number in 0..40 {
        refused |= sign_in(&site.browser(), &format!("nobody-{number}@fyr.test"), "fel").await == 429;
    }
    assert!(refused, "ten times what one may");
    assert_eq!(sign_in(&known, "petra@fyr.test", PASSWORD).await, 303, "a browser its owner has used before");
    let elsewhere = site.browser_at(Ipv4Addr::new(192, 0, 2, 77));
    assert_eq!(sign_in(&elsewhere, "otto@fyr.test", PASSWORD).await, 303);
    site.backend.store.close().await;
}

async fn whoever_is_signed_in_is_counted_alone_and_may_always_leave(site: &Site) {
    let site = site
        .restart_with(|config| {
            config.limits.limit_writes = 1;
            config.limits.limit_account_writes = 5;
        })
        .await;
    let petra = site.signed_in(&site.people.petra).await;
    let otto = site.signed_in(&site.people.otto).await;
    for _ in 0..30 {
        site.browser().post("/tickets/new/uploads", &[]).await;
    }
    let upload = async |browser: &Browser| browser.post("/tickets/new/uploads", &[]).await.status;
    for _ in 0..5 {
        assert_eq!(upload(&petra).await, 200, "whatever others do at the same address");
    }
    assert_eq!((upload(&petra).await, upload(&otto).await), (429, 200));
    petra.post("/sign-out", &[]).await.assert_status(303);
    site.backend.store.close().await;
}

async fn a_ticket_link_makes_few_sessions(site: &Site) {
    let (reference, token) = site.create_guest_ticket().await;
    let link = format!("/tickets/{reference}?token={token}");
    let at = |number: u8| site.browser_at(Ipv4Addr::new(192, 0, 2, number));
    let first = at(0);
    first.get(&link).await.assert_status(303);
    for number in 1..12 {
        at(number).get(&link).await.assert_status(303);
    }
    let sessions = site.count("SELECT COUNT(*) FROM sessions").await;
    for number in 12..20 {
        at(number).get(&link).await.assert_status(429);
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM sessions").await, sessions);
    first.get(&link).await.assert_status(303);
    first.get(&format!("/tickets/{reference}")).await.assert_status(200);
    let (other, token) = site.create_guest_ticket().await;
    at(20).get(&format!("/tickets/{other}?token={token}")).await.assert_status(303);
    let site = site.restart_with(|config| config.limits.limit_writes = 3).await;
    for status in [410, 410, 410, 429] {
        let forged = site.browser().get(&format!("/tickets/{reference}?token=x")).await;
        assert_eq!(forged.status, status, "opening links counts");
    }
    site.browser().get(&format!("/tickets/{reference}")).await.assert_status(404);
    site.backend.store.close().await;
}

async fn only_our_own_proxies_say_who_asks(site: &Site) {
    let tries = async |proxies: usize, forwarded: [&str; 3]| {
        let site = site
            .restart_with(|config| (config.limits.limit_writes, config.http.trusted_proxies) = (1, proxies))
            .await;
        let mut statuses = Vec::new();
        for from in forwarded {
            let browser = site.browser_at(Ipv4Addr::new(192, 0, 2, 9)).with_header("x-forwarded-for", from);
            statuses.push(browser.post("/tickets/new/uploads", &[]).await.status);
        }
        site.backend.store.close().await;
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
    let site =
        site.restart_with(|config| (config.limits.limit_writes, config.http.trusted_proxies) = (1, 1)).await;
    for (number, status) in [(1, 200), (2, 429)] {
        let browser = site
            .browser_at(Ipv4Addr::new(192, 0, 2, 9))
            .with_header("x-forwarded-for", &format!("203.0.113.{number}"))
            .with_appended_header("x-forwarded-for", "198.51.100.7");
        let sent = browser.post("/tickets/new/uploads", &[]).await;
        assert_eq!(sent.status, status, "a proxy may write a line of its own");
    }
    site.backend.store.close().await;
    assert_eq!(
        tries(2, ["203.0.113.1, 10.0.0.1", "203.0.113.2, 10.0.0.1", "x, 203.0.113.1, 10.0.0.1"]).await,
        [200, 200, 429]
    );
}
