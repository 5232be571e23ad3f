//! Guessing gets slower and slower, and never keeps an account's owner out.

use std::net::Ipv4Addr;

use chrono::TimeDelta;

use crate::{
    account::comparable,
    support::{
        Browser, GOOD, PASSWORD, Site, TestResponse, emailed_link, is_signed_in, on_both_engines, token_in,
    },
};

on_both_engines! {
    pauses_grow_with_wrong_passwords_and_end_with_the_right_one,
    pauses_are_the_same_for_addresses_nobody_has,
    an_address_that_tries_many_accounts_waits_too,
    a_school_behind_one_address_is_not_locked_out_by_one_pupil,
    what_succeeds_in_a_network_makes_nobody_wait,
    many_who_sign_in_at_once_with_the_right_password_are_in,
    many_wrong_tries_at_once_are_counted_one_by_one,
    an_ipv4_address_is_itself_behind_a_listener_for_both,
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

async fn a_school_behind_one_address_is_not_locked_out_by_one_pupil(site: &Site) {
    // one who has forgotten their own password, for an hour
    let pupil = site.browser();
    for _ in 0..60 {
        attempt_sign_in(&pupil, PETRA, "fel").await;
        site.clock.advance(TimeDelta::minutes(1));
    }
    attempt_sign_in(&site.browser(), "otto@fyr.test", PASSWORD).await.assert_status(303);
    // one who tries invented addresses without end: the network pauses once, and then only who failed does
    for n in 0..40 {
        attempt_sign_in(&pupil, &format!("nobody-{n}@fyr.test"), "fel").await;
    }
    site.clock.advance(TimeDelta::seconds(31));
    for n in 0..200 {
        attempt_sign_in(&pupil, &format!("invented-{n}@fyr.test"), "fel").await.assert_status(422);
        site.clock.advance(TimeDelta::seconds(1));
        if n % 40 == 0 {
            for email in ["otto@fyr.test", "karin@fyr.test", "agnes@fyr.test"] {
                attempt_sign_in(&site.browser(), email, PASSWORD).await.assert_status(303);
            }
        }
    }
    // there a second try at the same account waits, after the first failure already
    attempt_sign_in(&pupil, "stina@fyr.test", "fel").await.assert_status(422);
    attempt_sign_in(&pupil, "stina@fyr.test", "fel").await.assert_status(429);
    // and it decays
    site.clock.advance(TimeDelta::minutes(46));
    attempt_sign_in(&pupil, "adam@fyr.test", "fel").await.assert_status(422);
    attempt_sign_in(&pupil, "adam@fyr.test", "fel").await.assert_status(422);
}

async fn what_succeeds_in_a_network_makes_nobody_wait(site: &Site) {
    for n in 0..35 {
        attempt_sign_in(&site.browser(), &format!("nobody-{n}@fyr.test"), "fel").await;
    }
    site.clock.advance(TimeDelta::seconds(31));
    for email in ["otto@fyr.test", "karin@fyr.test", "agnes@fyr.test", "stina@fyr.test", PETRA] {
        attempt_sign_in(&site.browser(), email, PASSWORD).await.assert_status(303);
    }
}

async fn many_who_sign_in_at_once_with_the_right_password_are_in(site: &Site) {
    let browsers: Vec<_> = (0..20).map(|_| site.browser()).collect();
    let tries = browsers.iter().enumerate().map(|(n, browser)| {
        attempt_sign_in(browser, if n % 2 == 0 { PETRA } else { "agnes@fyr.test" }, PASSWORD)
    });
    let statuses: Vec<_> =
        futures::future::join_all(tries).await.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, vec![303; 20]);
}

async fn many_wrong_tries_at_once_are_counted_one_by_one(site: &Site) {
    let browsers: Vec<_> = (0..20).map(|_| site.browser()).collect();
    let tries = browsers.iter().map(|browser| attempt_sign_in(browser, PETRA, "fel"));
    let answers = futures::future::join_all(tries).await;
    let looked_at = answers.iter().filter(|answer| answer.status == 422).count();
    assert_eq!(looked_at, 5, "the others have to wait");
}

async fn an_ipv4_address_is_itself_behind_a_listener_for_both(site: &Site) {
    let site = site.restart_with(|config| config.http.trusted_proxies = 1).await;
    let at = |address: &str| site.browser().with_header("x-forwarded-for", address);
    for n in 0..45 {
        attempt_sign_in(&at(&format!("::ffff:192.0.2.{n}")), &format!("nobody-{n}@fyr.test"), "fel")
            .await
            .assert_status(422);
    }
    attempt_sign_in(&at("::ffff:198.51.100.200"), PETRA, PASSWORD).await.assert_status(303);
    let logged = site.query_texts("SELECT DISTINCT address FROM audit_log ORDER BY 1").await;
    assert!(
        logged.contains(&"192.0.2.7".to_owned()) && logged.contains(&"198.51.100.200".to_owned()),
        "{logged:?}"
    );
    attempt_sign_in(&at("203.0.113.10:51234"), "okänd@fyr.test", "fel").await.assert_status(422);
    attempt_sign_in(&at("[2001:db8::11]:443"), "okänd@fyr.test", "fel").await.assert_status(422);
    let logged = site.query_texts("SELECT DISTINCT address FROM audit_log ORDER BY 1").await;
    assert!(
        logged.contains(&"203.0.113.10".to_owned()) && logged.contains(&"2001:db8::11".to_owned()),
        "{logged:?}"
    );
    site.backend.store.close().await;
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
    assert_eq!(site.audit_actions().await, ["session.refused"]);
    let details = site.query_texts("SELECT CAST(details AS TEXT) FROM audit_log").await;
    assert!(!details[0].contains("hemligt"), "{details:?}");
    let from = site.query_texts("SELECT address FROM audit_log").await;
    assert_eq!(from, ["192.0.2.1"]);
}
