//! Guessing gets slower and slower, and never keeps an account's owner out.

use std::net::Ipv4Addr;

use chrono::TimeDelta;

use crate::account::{GOOD, audit_actions, comparable, emailed_link, is_signed_in, token_in};
use crate::support::{Browser, PASSWORD, Site, TestResponse, on_both_engines};

on_both_engines! {
    pauses_grow_with_wrong_passwords_and_end_with_the_right_one,
    pauses_are_the_same_for_addresses_nobody_has,
    an_address_that_tries_many_accounts_waits_too,
    a_known_browser_and_a_mailed_link_never_wait_for_others,
    a_known_browser_waits_for_its_own_mistakes,
    wrong_tries_are_in_the_log_without_what_was_typed,
}

const PETRA: &str = "petra@fyr.test";

async fn attempt_sign_in(browser: &Browser, email: &str, password: &str) -> TestResponse {
    browser.post("/sign-in", &[("email", email), ("password", password)]).await
}

async fn pauses_grow_with_wrong_passwords_and_end_with_the_right_one(site: &Site) {
    let browser = site.browser();
    for _ in 0..5 {
        attempt_sign_in(&browser, PETRA, "fel").await.assert_status(422);
    }
    let mut pauses = Vec::new();
    for _ in 0..4 {
        let waits = attempt_sign_in(&browser, PETRA, PASSWORD).await.assert_status(429);
        let seconds: i64 = waits.header("retry-after").parse().unwrap();
        assert_eq!(waits.value("email"), PETRA, "what was typed is still there");
        pauses.push(seconds - 1);
        site.clock.advance(TimeDelta::seconds(seconds));
        attempt_sign_in(&browser, PETRA, "fel").await.assert_status(422);
    }
    assert_eq!(pauses, [1, 2, 4, 8]);
    attempt_sign_in(&browser, PETRA, PASSWORD).await.assert_status(429).assert_text("sekunder");
    site.clock.advance(TimeDelta::seconds(17));
    attempt_sign_in(&browser, PETRA, PASSWORD).await.assert_status(303);
    browser.post("/sign-out", &[]).await.assert_status(303);
    let fresh = site.browser();
    for _ in 0..5 {
        attempt_sign_in(&fresh, PETRA, "fel").await.assert_status(422);
    }
    attempt_sign_in(&fresh, PETRA, "fel").await.assert_status(429);
    site.clock.advance(TimeDelta::hours(25));
    for _ in 0..5 {
        attempt_sign_in(&fresh, PETRA, "fel").await.assert_status(422);
    }
}

async fn pauses_are_the_same_for_addresses_nobody_has(site: &Site) {
    let mut courses = Vec::new();
    for email in [PETRA, "nobody@fyr.test"] {
        let browser = site.browser_at(Ipv4Addr::new(192, 0, 2, if email == PETRA { 7 } else { 8 }));
        let mut course = Vec::new();
        for _ in 0..8 {
            let answer = attempt_sign_in(&browser, email, "fel").await;
            course.push((comparable(&answer, email), answer.header("retry-after").to_owned()));
        }
        courses.push(course);
    }
    assert_eq!(courses[0], courses[1]);
    assert_eq!(courses[0][7].0.0, 429);
}

async fn an_address_that_tries_many_accounts_waits_too(site: &Site) {
    let browser = site.browser();
    for n in 0..30 {
        attempt_sign_in(&browser, &format!("nobody-{n}@fyr.test"), "fel").await.assert_status(422);
    }
    attempt_sign_in(&browser, "otto@fyr.test", PASSWORD).await.assert_status(429);
    let elsewhere = site.browser_at(Ipv4Addr::new(192, 0, 2, 99));
    attempt_sign_in(&elsewhere, "otto@fyr.test", PASSWORD).await.assert_status(303);
    site.clock.advance(TimeDelta::seconds(31));
    attempt_sign_in(&browser, "otto@fyr.test", PASSWORD).await.assert_status(303);
}

async fn a_known_browser_and_a_mailed_link_never_wait_for_others(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    own.post("/sign-out", &[]).await.assert_status(303);
    let stranger = site.browser();
    for _ in 0..12 {
        attempt_sign_in(&stranger, PETRA, "fel").await;
    }
    attempt_sign_in(&site.browser(), PETRA, PASSWORD).await.assert_status(429);
    attempt_sign_in(&own, PETRA, PASSWORD).await.assert_status(303);
    // the browser of someone else is a stranger's
    let ottos = site.signed_in(&site.people.otto).await;
    ottos.post("/sign-out", &[]).await.assert_status(303);
    attempt_sign_in(&ottos, PETRA, PASSWORD).await.assert_status(429);

    let new = site.browser();
    new.post("/sign-in/link", &[("email", PETRA)]).await.assert_status(303);
    let link = emailed_link(site, PETRA, "/sign-in/link/open").await;
    new.post("/sign-in/link/open", &[("token", token_in(&link))]).await.assert_status(303);
    assert!(is_signed_in(&new).await);
    let forgot = site.browser();
    forgot.post("/password/forgotten", &[("email", PETRA)]).await.assert_status(303);
    let link = emailed_link(site, PETRA, "/password/reset").await;
    forgot
        .post("/password/reset", &[("token", token_in(&link)), ("password", GOOD)])
        .await
        .assert_status(303);
    assert!(is_signed_in(&forgot).await);
}

async fn a_known_browser_waits_for_its_own_mistakes(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    own.post("/sign-out", &[]).await.assert_status(303);
    for _ in 0..5 {
        attempt_sign_in(&own, PETRA, "fel").await.assert_status(422);
    }
    attempt_sign_in(&own, PETRA, PASSWORD).await.assert_status(429);
}

async fn wrong_tries_are_in_the_log_without_what_was_typed(site: &Site) {
    attempt_sign_in(&site.browser(), "hemligt-losenord@fyr.test", "fel").await.assert_status(422);
    assert_eq!(audit_actions(site).await, ["session.refused"]);
    let details = site.query_texts("SELECT CAST(details AS TEXT) FROM audit_log").await;
    assert!(!details[0].contains("hemligt"), "{details:?}");
    let from = site.query_texts("SELECT address FROM audit_log").await;
    assert_eq!(from, ["192.0.2.1"]);
}
