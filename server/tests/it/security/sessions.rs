//! Sessions and cookies, and that signing in tells nobody who is known.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use crate::support::{PASSWORD, Site, TestResponse, on_both_engines};

on_both_engines! {
    signing_in_renews_the_session_and_signing_out_ends_it,
    a_link_from_a_mail_renews_the_session,
    a_session_in_use_goes_on_and_an_idle_one_ends,
    cookies_are_for_the_server_alone,
    every_page_of_someone_signed_in_has_a_way_out,
    the_way_back_after_signing_in_leads_nowhere_else,
    known_and_unknown_addresses_get_the_same_answer_at_sign_in,
    known_and_unknown_addresses_get_the_same_answer_for_links,
}

async fn signing_in_renews_the_session_and_signing_out_ends_it(site: &Site) {
    let (ticket, token) = site.create_guest_ticket().await;
    let browser = site.browser();
    browser.get(&format!("/tickets/{ticket}?token={token}")).await.assert_status(303);
    let before = browser.cookie("fyr_session").unwrap();
    browser.sign_in(&site.people.petra).await;
    let signed_in = browser.cookie("fyr_session").unwrap();
    assert_ne!(before, signed_in);
    let with = |session: &str| {
        let browser = site.browser();
        browser.set_cookie("fyr_session", session);
        browser
    };
    with(&before).get("/tickets").await.assert_status(303);
    with(&signed_in).get("/tickets").await.assert_status(200);

    browser.post("/sign-out", &[]).await.assert_status(303);
    assert_eq!(browser.cookie("fyr_session"), None);
    with(&signed_in).get("/tickets").await.assert_status(303);
    with(&signed_in).get(&format!("/tickets/{ticket}")).await.assert_status(404);
}

async fn a_link_from_a_mail_renews_the_session(site: &Site) {
    let ((first, one), (_, other)) = (site.create_guest_ticket().await, site.create_guest_ticket().await);
    let browser = site.browser();
    browser.get(&format!("/tickets/{first}?token={one}")).await.assert_status(303);
    let planted = browser.cookie("fyr_session").unwrap();
    browser.get(&format!("/tickets/{first}?token={other}")).await.assert_status(303);
    assert_ne!(browser.cookie("fyr_session").unwrap(), planted);
}

async fn a_session_in_use_goes_on_and_an_idle_one_ends(site: &Site) {
    let browser = site.signed_in(&site.people.petra).await;
    for _ in 0..5 {
        site.clock.advance(TimeDelta::hours(11));
        browser.get("/tickets").await.assert_status(200);
    }
    site.clock.advance(TimeDelta::hours(12));
    browser.get("/tickets").await.assert_status(303);
}

async fn cookies_are_for_the_server_alone(site: &Site) {
    let set = |answer: &TestResponse| -> Vec<String> {
        answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap().to_owned()).collect()
    };
    let sign_in = [("email", site.people.petra.email.as_str()), ("password", PASSWORD)];
    for (public_url, secure) in [("http://fyr.test", false), ("https://fyr.test", true)] {
        let site = site.restart_with(|config| config.http.public_url = public_url.into()).await;
        let answer = site.browser().post("/sign-in?lang=nb", &sign_in).await.assert_status(303);
        let cookies = set(&answer);
        let names: BTreeSet<_> = cookies.iter().map(|cookie| cookie.split('=').next().unwrap()).collect();
        // browsers take a cookie with this prefix from nobody but this host, over HTTPS
        let prefix = if secure { "__Host-" } else { "" };
        let known = ["device", "lang", "notice", "reader", "session"];
        let expected: Vec<_> = known.iter().map(|name| format!("{prefix}fyr_{name}")).collect();
        assert!(names.into_iter().eq(&expected), "each is for something: {cookies:?}");
        assert_eq!(cookies.len(), known.len());
        for cookie in cookies {
            for flag in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] {
                assert!(cookie.contains(flag), "{cookie}");
            }
            assert_eq!(cookie.contains("Secure"), secure, "{cookie}");
            assert!(!cookie.contains("Domain"), "{cookie}");
        }
        site.backend.store.close().await;
    }
    let nothing = site.browser().get("/").await;
    assert_eq!(set(&nothing), Vec::<String>::new(), "reading needs no cookie");
}

async fn every_page_of_someone_signed_in_has_a_way_out(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let ticket = site.create_ticket(&site.people.petra).await;
    let one = format!("/desk/tickets/{ticket}");
    for path in [
        "/",
        "/tickets",
        "/account",
        "/account/second-factor",
        "/desk",
        &one,
        "/desk/people",
        "/no/such/page",
    ] {
        assert!(adam.get(path).await.html().contains("action=\"/sign-out\""), "{path}");
    }
    assert!(!site.browser().get("/").await.html().contains("action=\"/sign-out\""));
}

async fn the_way_back_after_signing_in_leads_nowhere_else(site: &Site) {
    let sign_in = async |next: &str| {
        let browser = site.browser();
        let fields = [("email", site.people.petra.email.as_str()), ("password", PASSWORD), ("next", next)];
        browser.post("/sign-in", &fields).await.assert_status(303).location().to_owned()
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
        let to =
            signed_in.get(&format!("/sign-in?next={query}")).await.assert_status(303).location().to_owned();
        let to = url::Url::parse("http://fyr.test/sign-in").unwrap().join(&to).unwrap();
        assert_eq!(to.host_str(), Some("fyr.test"), "{next:?} leads to {to}");
    }
    let page = site.browser().get("/tickets").await;
    assert_eq!(page.location(), "/sign-in?next=%2Ftickets");
    assert_eq!(site.browser().get(page.location()).await.value("next"), "/tickets");
}

/// An answer without what differs between any two: request ids, what was typed.
fn comparable(answer: &TestResponse, typed: &str) -> (u16, String) {
    (answer.status, answer.main_text().replace(typed, ""))
}

async fn known_and_unknown_addresses_get_the_same_answer_at_sign_in(site: &Site) {
    let browser = site.browser();
    let mut answers = Vec::new();
    for email in [site.people.petra.email.as_str(), "nobody@fyr.test", "PETRA@fyr.test", "no address"] {
        let answer = browser.post("/sign-in", &[("email", email), ("password", "wrong")]).await;
        assert_eq!(answer.value("email"), email, "what was typed is still there");
        answers.push(comparable(&answer, email));
    }
    assert_eq!(answers[0].0, 422);
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
}

async fn known_and_unknown_addresses_get_the_same_answer_for_links(site: &Site) {
    site.create_guest_ticket().await;
    let before = site.delivered_emails().await.len();
    let mut answers = Vec::new();
    for email in ["gun@gast.example", "nobody@gast.example", "petra@fyr.test"] {
        let browser = site.browser();
        let sent = browser.post("/tickets/link", &[("email", email)]).await;
        assert_eq!(sent.location(), "/tickets/link/sent");
        answers.push(comparable(&browser.follow(sent).await, email));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    let mails = site.delivered_emails().await;
    let to: Vec<_> = mails[before..].iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(to, ["gun@gast.example"], "only who has tickets gets links");
}
