//! The same request again: whatever was lost or pressed twice, every ticket opens afterwards.

use chrono::TimeDelta;
use futures::future::{join, join_all};

use crate::support::{
    Browser, GUEST, OWN, PASSWORD, Site, on_both_engines, reference, submit_ticket, with_field,
};

on_both_engines! {
    a_form_sent_again_after_a_lost_answer_leads_to_a_ticket_that_opens,
    forms_sent_at_once_lead_to_tickets_that_open,
    a_second_ticket_leaves_the_first_open_whatever_is_lost,
    signing_in_again_after_a_lost_answer_leaves_a_guests_tickets_open,
    an_answer_that_comes_late_does_not_bring_an_ended_session_back,
    whoever_signs_out_leaves_nothing_to_the_next_guest,
    a_planted_session_opens_no_ticket_that_comes_later,
    the_same_form_again_is_the_same_for_someone_signed_in,
    another_text_under_the_key_of_a_form_is_not_lost,
}

/// Sends a form whose answer never arrives: the browser keeps the cookies it had.
async fn lose_answer(site: &Site, browser: &Browser, path: &str, form: &[(&str, &str)]) {
    let twin = twin(site, browser);
    twin.post(path, form).await.assert_status(303);
}

/// A browser with the same cookies.
fn twin(site: &Site, browser: &Browser) -> Browser {
    let twin = site.browser();
    for name in ["fyr_session", "fyr_reader", "fyr_device", "fyr_lang"] {
        if let Some(value) = browser.cookie(name) {
            twin.set_cookie(name, &value);
        }
    }
    twin
}

async fn new_key(browser: &Browser) -> String {
    browser.get("/tickets/new").await.assert_status(200).value("form_key")
}

async fn opens(browser: &Browser, reference: &str) -> bool {
    browser.get(&format!("/tickets/{reference}")).await.status == 200
}

async fn a_form_sent_again_after_a_lost_answer_leads_to_a_ticket_that_opens(site: &Site) {
    for minutes in [0, 5, 60 * 11] {
        let browser = site.browser();
        let key = new_key(&browser).await;
        let form = with_field(&GUEST, "form_key", &key);
        lose_answer(site, &browser, "/tickets/new", &form).await;
        site.clock.advance(TimeDelta::minutes(minutes));
        let filed = browser.post("/tickets/new", &form).await;
        browser.follow(filed).await.assert_status(200);
        assert_eq!(site.count("SELECT COUNT(*) FROM tickets").await, 1, "after {minutes} minutes");
        site.execute_sql("DELETE FROM guest_access").await;
        site.execute_sql("DELETE FROM entries").await;
        site.execute_sql("DELETE FROM tickets").await;
    }
}

async fn forms_sent_at_once_lead_to_tickets_that_open(site: &Site) {
    let browser = site.browser();
    let keys = [new_key(&browser).await, new_key(&browser).await, new_key(&browser).await];
    // two tabs, and a double click in a third
    let forms: Vec<_> =
        [0, 1, 2, 2].map(|index| with_field(&GUEST, "form_key", &keys[index])).into_iter().collect();
    let filed = join_all(forms.iter().map(|form| browser.post("/tickets/new", form))).await;
    let references: Vec<_> = filed.into_iter().map(|answer| reference(&answer.assert_status(303))).collect();
    assert_eq!(references[2], references[3]);
    for reference in &references {
        assert!(opens(&browser, reference).await, "{reference} of {references:?}");
    }
}

async fn a_second_ticket_leaves_the_first_open_whatever_is_lost(site: &Site) {
    for minutes in [0, 30] {
        let browser = site.browser();
        let first = reference(&submit_ticket(&browser, &GUEST).await.assert_status(303));
        site.clock.advance(TimeDelta::minutes(minutes));
        let key = new_key(&browser).await;
        let form = with_field(&GUEST, "form_key", &key);
        lose_answer(site, &browser, "/tickets/new", &form).await;
        assert!(opens(&browser, &first).await, "the first still opens before it is sent again");
        let second = reference(&browser.post("/tickets/new", &form).await.assert_status(303));
        let (third, fourth) = (new_key(&browser).await, new_key(&browser).await);
        let (third, fourth) =
            (with_field(&GUEST, "form_key", &third), with_field(&GUEST, "form_key", &fourth));
        let (third, fourth) =
            join(browser.post("/tickets/new", &third), browser.post("/tickets/new", &fourth)).await;
        for each in [first, second, reference(&third), reference(&fourth)] {
            assert!(opens(&browser, &each).await, "{each} after {minutes} minutes");
        }
    }
    // by a link in a mail too
    let browser = site.browser();
    let first = reference(&submit_ticket(&browser, &GUEST).await.assert_status(303));
    let (other, token) = site.create_guest_ticket().await;
    let link = format!("/tickets/{other}?token={token}");
    twin(site, &browser).get(&link).await.assert_status(303);
    browser.get(&link).await.assert_status(303);
    assert!(opens(&browser, &first).await && opens(&browser, &other).await);
}

async fn signing_in_again_after_a_lost_answer_leaves_a_guests_tickets_open(site: &Site) {
    let browser = site.browser();
    let ticket = reference(&submit_ticket(&browser, &GUEST).await.assert_status(303));
    let form = [("email", site.people.petra.email.as_str()), ("password", PASSWORD)];
    lose_answer(site, &browser, "/sign-in", &form).await;
    assert!(opens(&browser, &ticket).await, "before it is sent again");
    browser.get("/account").await.assert_status(303);
    let (one, two) = join(browser.post("/sign-in", &form), browser.post("/sign-in", &form)).await;
    one.assert_status(303);
    two.assert_status(303);
    browser.get("/account").await.assert_status(200);
    assert!(opens(&browser, &ticket).await, "and after");
    // a link that is opened while signed in leaves the session as it is
    let (other, token) = site.create_guest_ticket().await;
    lose_answer_of_get(site, &browser, &format!("/tickets/{other}?token={token}")).await;
    browser.get("/account").await.assert_status(200);
    browser.get(&format!("/tickets/{other}?token={token}")).await.assert_status(303);
    assert!(opens(&browser, &other).await && opens(&browser, &ticket).await);
}

async fn lose_answer_of_get(site: &Site, browser: &Browser, path: &str) {
    twin(site, browser).get(path).await.assert_status(303);
}

async fn an_answer_that_comes_late_does_not_bring_an_ended_session_back(site: &Site) {
    let (petra, otto) = (&site.people.petra, &site.people.otto);
    // a guest who signs in, and someone signed in who signs in as somebody else
    let guest = site.browser();
    submit_ticket(&guest, &GUEST).await.assert_status(303);
    for browser in [guest, site.signed_in(otto).await] {
        let old_tab = twin(site, &browser);
        browser.sign_in(petra).await;
        let newest = browser.cookie("fyr_session").unwrap();
        site.clock.advance(TimeDelta::minutes(20));
        // the old tab's page is answered now, with what its request came with
        let late = old_tab.get("/status").await.assert_status(200);
        let cookies: Vec<_> = late.headers.get_all("set-cookie").iter().collect();
        assert!(cookies.iter().all(|line| !line.to_str().unwrap().starts_with("fyr_session")), "{cookies:?}");
        assert_eq!(browser.cookie("fyr_session").unwrap(), newest);
        browser.get("/account").await.assert_status(200);
    }
}

async fn whoever_signs_out_leaves_nothing_to_the_next_guest(site: &Site) {
    let browser = site.browser();
    let ticket = reference(&submit_ticket(&browser, &GUEST).await.assert_status(303));
    browser.post("/sign-out", &[]).await.assert_status(303);
    assert!(!opens(&browser, &ticket).await);
    let next = reference(&submit_ticket(&browser, &GUEST).await.assert_status(303));
    assert!(opens(&browser, &next).await);
    assert!(!opens(&browser, &ticket).await, "of whoever sat here before");
}

async fn a_planted_session_opens_no_ticket_that_comes_later(site: &Site) {
    let attacker = site.browser();
    submit_ticket(&attacker, &GUEST).await.assert_status(303);
    let victim = site.browser();
    victim.set_cookie("fyr_session", &attacker.cookie("fyr_session").unwrap());
    let filed = reference(&submit_ticket(&victim, &GUEST).await.assert_status(303));
    let (linked, token) = site.create_guest_ticket().await;
    victim.get(&format!("/tickets/{linked}?token={token}")).await.assert_status(303);
    assert!(opens(&victim, &filed).await && opens(&victim, &linked).await);
    assert!(!opens(&attacker, &filed).await && !opens(&attacker, &linked).await);
    victim.sign_in(&site.people.petra).await;
    let (later, token) = site.create_guest_ticket().await;
    victim.get(&format!("/tickets/{later}?token={token}")).await.assert_status(303);
    assert!(opens(&victim, &later).await);
    assert!(!opens(&attacker, &later).await);
    attacker.get("/account").await.assert_status(303);
}

async fn the_same_form_again_is_the_same_for_someone_signed_in(site: &Site) {
    let browser = site.signed_in(&site.people.petra).await;
    let key = new_key(&browser).await;
    let form = with_field(&OWN, "form_key", &key);
    lose_answer(site, &browser, "/tickets/new", &form).await;
    let (one, two) = join(browser.post("/tickets/new", &form), browser.post("/tickets/new", &form)).await;
    assert_eq!(reference(&one.assert_status(303)), reference(&two.assert_status(303)));
    assert_eq!(site.count("SELECT COUNT(*) FROM tickets").await, 1);
    // filed as a guest, and sent again after signing in in the same browser
    let guest = site.browser();
    let key = new_key(&guest).await;
    let form = with_field(&GUEST, "form_key", &key);
    let filed = reference(&guest.post("/tickets/new", &form).await.assert_status(303));
    guest.sign_in(&site.people.otto).await;
    assert_eq!(reference(&guest.post("/tickets/new", &form).await.assert_status(303)), filed);
    assert!(opens(&guest, &filed).await);
}

/// Two tabs can hold the same form, for instance with the same draft. Each sends something else, and each presses twice.
async fn another_text_under_the_key_of_a_form_is_not_lost(site: &Site) {
    let people = &site.people;
    let ticket = site.create_ticket(&people.petra).await;
    let (reply, desk) = (format!("/tickets/{ticket}/messages"), format!("/desk/tickets/{ticket}"));
    let outage = vec![
        ("services", "portal"),
        ("impact", "major"),
        ("status", "investigating"),
        ("text_sv", "Vi letar"),
    ];
    let guest = site.browser();
    let petra = site.signed_in(&people.petra).await;
    let agnes = site.signed_in(&people.agnes).await;
    let stina = site.signed_in(&people.stina).await;
    let adam = site.signed_in(&people.adam).await;
    let entries = "SELECT COUNT(*) FROM entries WHERE body LIKE '%tab'";
    for (browser, path, form, field, counted) in [
        (
            &guest,
            "/tickets/new",
            GUEST.to_vec(),
            "subject",
            "SELECT COUNT(*) FROM tickets WHERE subject LIKE '%tab'",
        ),
        (&petra, "/tickets/new", OWN.to_vec(), "description", entries),
        (&petra, reply.as_str(), vec![], "body", entries),
        (&agnes, desk.as_str(), vec![("action", "reply"), ("then", "open")], "body", entries),
        (&agnes, desk.as_str(), vec![("action", "note")], "body", entries),
        (
            &stina,
            "/desk/status/incidents/new",
            outage,
            "title_sv",
            "SELECT COUNT(*) FROM incidents WHERE CAST(titles AS TEXT) LIKE '%tab%'",
        ),
        (
            &adam,
            "/desk/people/organisations",
            vec![],
            "organisation_name",
            "SELECT COUNT(*) FROM organisations WHERE name LIKE '%tab'",
        ),
    ] {
        let before = site.count(counted).await;
        let key = site.backend.clock.id().to_string();
        for text in ["Första tab", "Andra tab", "Första tab", "Andra tab"] {
            let form = with_field(&with_field(&form, "form_key", &key), field, text);
            browser.post(path, &form).await.assert_status(303);
        }
        assert_eq!(site.count(counted).await - before, 2, "{path} {form:?}");
    }
}
