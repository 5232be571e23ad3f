//! Sessions: which there are, how long they last, and who is told of new ones.

use chrono::TimeDelta;
use fyr_domain::Lang;
use fyr_i18n::t;

use super::count_emails;
use crate::support::{Browser, PASSWORD, Site, file, is_signed_in, on_both_engines, text};

on_both_engines! {
    people_see_where_they_are_signed_in_and_end_what_they_choose,
    nobody_ends_another_persons_session,
    sessions_end_when_idle_and_when_their_time_is_over_by_role,
    a_role_given_later_counts_at_once,
    a_new_browser_is_told_of_and_a_known_one_is_not,
    new_browsers_of_one_kind_in_one_network_are_told_of_once_a_day,
    what_is_in_the_cookie_is_not_in_the_database,
    a_draft_becomes_the_persons_who_signs_in,
    every_way_in_gets_a_new_session_id,
}

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const EDGE: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0";

async fn sign_in_petra(site: &Site, agent: &str) -> Browser {
    let browser = site.browser().with_header("user-agent", agent);
    browser.sign_in(&site.people.petra).await;
    browser
}

/// Where the buttons that end other sessions lead.
async fn other_session_ids(browser: &Browser) -> Vec<String> {
    let html = browser.get("/account").await.assert_status(200).html();
    html.split("action=\"/account/sessions/")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

async fn people_see_where_they_are_signed_in_and_end_what_they_choose(site: &Site) {
    let own = sign_in_petra(site, FIREFOX).await;
    let (second, third) = (sign_in_petra(site, EDGE).await, sign_in_petra(site, "curl/8").await);
    let page = own.get("/account").await.assert_status(200);
    page.assert_text("Firefox, Linux")
        .assert_text("Edge, Windows")
        .assert_text(t!(Lang::Sv, "session-device-unknown"))
        .assert_text("192.0.2.1");
    let others = other_session_ids(&own).await;
    assert_eq!(others.len(), 2, "not the one in use");
    assert!(own.cookie("fyr_session").is_some_and(|cookie| !others.concat().contains(&cookie)));

    own.post(&format!("/account/sessions/{}", others[0]), &[]).await.assert_status(303);
    assert_eq!(
        [is_signed_in(&second).await, is_signed_in(&third).await].iter().filter(|alive| **alive).count(),
        1
    );
    own.post(&format!("/account/sessions/{}", others[0]), &[]).await.assert_status(404);
    own.post("/account/sessions", &[]).await.assert_status(303);
    assert!(!is_signed_in(&second).await && !is_signed_in(&third).await && is_signed_in(&own).await);
    assert!(other_session_ids(&own).await.is_empty());
    assert_eq!(site.audit_actions().await.iter().filter(|action| *action == "session.ended").count(), 2);
    own.post("/sign-out", &[]).await.assert_status(303);
    assert_eq!(site.audit_actions().await.iter().filter(|action| *action == "session.ended").count(), 3);
}

async fn nobody_ends_another_persons_session(site: &Site) {
    let (own, second) = (sign_in_petra(site, FIREFOX).await, sign_in_petra(site, EDGE).await);
    let others = other_session_ids(&own).await;
    let otto = site.signed_in(&site.people.otto).await;
    for id in [others[0].as_str(), "x", "%20", "..%2F"] {
        otto.post(&format!("/account/sessions/{id}"), &[]).await.assert_status(404);
    }
    otto.post("/account/sessions", &[]).await.assert_status(303);
    assert!(is_signed_in(&own).await && is_signed_in(&second).await);
    site.browser().post(&format!("/account/sessions/{}", others[0]), &[]).await.assert_status(303);
    assert!(is_signed_in(&second).await);
}

async fn sessions_end_when_idle_and_when_their_time_is_over_by_role(site: &Site) {
    let agnes = site.signed_in(&site.people.agnes).await;
    let petra = site.signed_in(&site.people.petra).await;
    agnes.get("/desk").await.assert_status(200);
    petra.get("/tickets").await.assert_status(200);
    site.clock.advance(TimeDelta::minutes(59));
    agnes.get("/desk").await.assert_status(200);
    site.clock.advance(TimeDelta::minutes(60));
    agnes.get("/desk").await.assert_status(303);
    petra.get("/tickets").await.assert_status(200);

    let agnes = site.signed_in(&site.people.agnes).await;
    for _ in 0..14 {
        site.clock.advance(TimeDelta::minutes(50));
        agnes.get("/desk").await.assert_status(200);
    }
    site.clock.advance(TimeDelta::minutes(20));
    agnes.get("/desk").await.assert_status(303);
    let petra = site.signed_in(&site.people.petra).await;
    for _ in 0..16 {
        site.clock.advance(TimeDelta::hours(10));
        petra.get("/tickets").await.assert_status(200);
    }
    site.clock.advance(TimeDelta::hours(8));
    petra.get("/tickets").await.assert_status(303);
}

async fn a_role_given_later_counts_at_once(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    petra.get("/tickets").await.assert_status(200);
    site.execute_sql("UPDATE users SET role = 'admin' WHERE email = 'petra@fyr.test'").await;
    site.clock.advance(TimeDelta::minutes(61));
    petra.get("/tickets").await.assert_status(303);
}

async fn new_browsers_of_one_kind_in_one_network_are_told_of_once_a_day(site: &Site) {
    let told = async |expected: usize, why: &str| {
        assert_eq!(count_emails(site, "petra@fyr.test").await, expected, "{why}");
    };
    sign_in_petra(site, FIREFOX).await;
    told(0, "the first of the account").await;
    sign_in_petra(site, FIREFOX).await;
    told(1, "a private window").await;
    site.clock.advance(TimeDelta::hours(23));
    sign_in_petra(site, FIREFOX).await;
    told(1, "another one, within a day").await;
    sign_in_petra(site, EDGE).await;
    told(2, "another kind of browser").await;
    let away = site.browser_at(std::net::Ipv4Addr::new(203, 0, 113, 9)).with_header("user-agent", FIREFOX);
    away.sign_in(&site.people.petra).await;
    told(3, "another network").await;
    site.clock.advance(TimeDelta::hours(2));
    sign_in_petra(site, FIREFOX).await;
    told(4, "the next day").await;
}

async fn a_new_browser_is_told_of_and_a_known_one_is_not(site: &Site) {
    let first = sign_in_petra(site, FIREFOX).await;
    assert_eq!(count_emails(site, "petra@fyr.test").await, 0, "nobody has signed in before");
    first.post("/sign-out", &[]).await.assert_status(303);
    first.sign_in(&site.people.petra).await;
    assert_eq!(count_emails(site, "petra@fyr.test").await, 0, "the same browser");
    sign_in_petra(site, EDGE).await;
    let mails = site.delivered_emails().await;
    let mail = mails.last().unwrap();
    assert_eq!(
        (mail.to.as_str(), mail.subject.as_str()),
        ("petra@fyr.test", t!(Lang::Sv, "mail-device-subject"))
    );
    assert!(mail.text.contains("Edge, Windows"), "{}", mail.text);
    let key = first.cookie("fyr_device").unwrap();
    let kept = site.query_texts("SELECT hash FROM devices").await;
    assert!(kept.len() == 2 && !kept.contains(&key), "only hashes are kept");
    for forged in ["x", "", &"0".repeat(64), &"z".repeat(64)] {
        let browser = site.browser();
        browser.set_cookie("fyr_device", forged);
        browser.sign_in(&site.people.petra).await;
    }
    assert_eq!(count_emails(site, "petra@fyr.test").await, 5, "a made-up key is no known browser");
}

async fn what_is_in_the_cookie_is_not_in_the_database(site: &Site) {
    let own = sign_in_petra(site, FIREFOX).await;
    own.get("/account").await.assert_status(200);
    let cookie = own.cookie("fyr_session").unwrap();
    let rows = site.query_texts("SELECT id || ' ' || data FROM sessions").await;
    assert!(!rows.is_empty() && rows.iter().all(|row| !row.contains(&cookie)), "{rows:?}");
    let thief = site.browser();
    thief.set_cookie("fyr_session", rows[0].split(' ').next().unwrap());
    assert!(!is_signed_in(&thief).await);
}

async fn a_draft_becomes_the_persons_who_signs_in(site: &Site) {
    let browser = site.browser();
    let page = browser.get("/tickets/new").await;
    let fields =
        [("form_key", page.value("form_key")), ("subject", "Halvfärdigt".into()), ("step", "check".into())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    browser.post("/tickets/new", &fields).await.assert_status(422);
    assert_eq!(browser.get("/tickets/new").await.value("subject"), "Halvfärdigt");
    let parts = [text("form_key", fields[0].1), file("bevis.txt", "text/plain", "hej")];
    browser.post_parts("/tickets/new/uploads", &parts).await.assert_status(200);
    let signed_in = [("email", "petra@fyr.test"), ("password", PASSWORD), ("next", "/tickets/new")];
    let answer = browser.post("/sign-in", &signed_in).await;
    let page = browser.follow(answer).await.assert_status(200);
    assert_eq!(page.value("subject"), "Halvfärdigt");
    page.assert_text("bevis.txt");
    let elsewhere = site.signed_in(&site.people.petra).await;
    assert_eq!(elsewhere.get("/tickets/new").await.value("subject"), "Halvfärdigt", "it is the person's now");
    browser.post("/sign-out", &[]).await.assert_status(303);
    assert_eq!(browser.get("/tickets/new").await.value("subject"), "");
}

async fn every_way_in_gets_a_new_session_id(site: &Site) {
    let browser = site.browser();
    browser.sign_in(&site.people.petra).await;
    let first = browser.cookie("fyr_session").unwrap();
    browser.sign_in(&site.people.otto).await;
    let second = browser.cookie("fyr_session").unwrap();
    assert_ne!(first, second);
    let old = site.browser();
    old.set_cookie("fyr_session", &first);
    assert!(!is_signed_in(&old).await);
    browser.get("/account").await.assert_status(200).assert_text("Otto Berg").assert_no_text("Petra Lund");
}
