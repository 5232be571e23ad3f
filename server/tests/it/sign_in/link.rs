//! Signing in by a link in a mail.

use chrono::TimeDelta;
use fyr_domain::Lang;
use fyr_i18n::t;

use crate::{
    account::count_emails,
    support::{Browser, Site, emailed_link, is_signed_in, on_both_engines, token_in},
};

on_both_engines! {
    a_link_in_a_mail_signs_in_once,
    a_link_works_for_ten_minutes,
    the_way_back_goes_with_the_link,
    a_link_pressed_twice_signs_in_twice_in_the_same_browser,
    a_used_link_signs_nobody_in_again_after_signing_out,
    strangers_requests_do_not_keep_an_owner_from_their_link,
}

const PETRA: &str = "petra@fyr.test";

async fn a_link_in_a_mail_signs_in_once(site: &Site) {
    let browser = site.browser();
    browser.post("/sign-in/link", &[("email", PETRA)]).await.assert_status(303);
    let link = emailed_link(site, PETRA, "/sign-in/link/open").await;
    let page = browser.get(&link).await.assert_status(200).assert_text(PETRA);
    assert!(!is_signed_in(&browser).await, "a GET changes nothing");
    browser.post("/sign-in/link/open", &[("token", &page.value("token"))]).await.assert_status(303);
    assert!(is_signed_in(&browser).await);
    let second = site.browser();
    second.get(&link).await.assert_status(410).assert_text(t!(Lang::Sv, "dead-link-title"));
    second.post("/sign-in/link/open", &[("token", token_in(&link))]).await.assert_status(410);
    assert!(!is_signed_in(&second).await);
}

async fn a_link_works_for_ten_minutes(site: &Site) {
    let browser = site.browser();
    browser.post("/sign-in/link", &[("email", PETRA)]).await.assert_status(303);
    let link = emailed_link(site, PETRA, "/sign-in/link/open").await;
    site.clock.advance(TimeDelta::minutes(9));
    browser.get(&link).await.assert_status(200);
    site.clock.advance(TimeDelta::minutes(1));
    browser.get(&link).await.assert_status(410);
    browser.post("/sign-in/link/open", &[("token", token_in(&link))]).await.assert_status(410);
    assert!(!is_signed_in(&browser).await);
}

async fn the_way_back_goes_with_the_link(site: &Site) {
    for (next, leads) in
        [("/tickets?show=open", "/tickets?show=open"), ("https://evil.example", "/"), ("/\\evil", "/")]
    {
        let browser = site.browser();
        browser.post("/sign-in/link", &[("email", PETRA), ("next", next)]).await.assert_status(303);
        let link = emailed_link(site, PETRA, "/sign-in/link/open").await;
        let done = browser.post("/sign-in/link/open", &[("token", token_in(&link))]).await;
        assert_eq!(done.assert_status(303).location(), leads);
    }
}

async fn a_link_pressed_twice_signs_in_twice_in_the_same_browser(site: &Site) {
    let elsewhere = site.signed_in(&site.people.petra).await;
    let browser = site.browser();
    browser.post("/sign-in/link", &[("email", PETRA), ("next", "/tickets")]).await.assert_status(303);
    let link = emailed_link(site, PETRA, "/sign-in/link/open").await;
    browser.get(&link).await.assert_status(200);
    let reader = browser.cookie("fyr_reader").unwrap();
    let press =
        async |browser: &Browser| browser.post("/sign-in/link/open", &[("token", token_in(&link))]).await;
    assert_eq!(press(&browser).await.assert_status(303).location(), "/tickets");
    let mails = count_emails(site, PETRA).await;
    // the answer was lost: only what the browser had before
    let again = site.browser();
    again.set_cookie("fyr_reader", &reader);
    assert_eq!(press(&again).await.assert_status(303).location(), "/tickets");
    assert!(is_signed_in(&again).await && is_signed_in(&browser).await && is_signed_in(&elsewhere).await);
    assert_eq!(count_emails(site, PETRA).await, mails, "no second mail about a new browser");
    press(&site.browser()).await.assert_status(410);
    site.clock.advance(TimeDelta::minutes(10));
    let late = site.browser();
    late.set_cookie("fyr_reader", &reader);
    press(&late).await.assert_status(410);
    assert!(!is_signed_in(&late).await);
}

async fn a_used_link_signs_nobody_in_again_after_signing_out(site: &Site) {
    let browser = site.browser();
    browser.post("/sign-in/link", &[("email", PETRA)]).await.assert_status(303);
    let link = emailed_link(site, PETRA, "/sign-in/link/open").await;
    let press = [("token", token_in(&link))];
    browser.post("/sign-in/link/open", &press).await.assert_status(303);
    browser.post("/sign-out", &[]).await.assert_status(303);
    browser.post("/sign-in/link/open", &press).await.assert_status(410);
    assert!(!is_signed_in(&browser).await);
}

async fn strangers_requests_do_not_keep_an_owner_from_their_link(site: &Site) {
    let ask = async |browser: &Browser| {
        browser.post("/sign-in/link", &[("email", PETRA)]).await.assert_status(303);
        count_emails(site, PETRA).await
    };
    let stranger = site.browser_at([198, 51, 100, 7].into());
    for _ in 0..8 {
        ask(&stranger).await;
    }
    assert_eq!(count_emails(site, PETRA).await, 5);
    let owner = site.browser_at([203, 0, 113, 9].into());
    assert_eq!(ask(&owner).await, 6, "a network that has asked for none gets one");
    let link = emailed_link(site, PETRA, "/sign-in/link/open").await;
    owner.post("/sign-in/link/open", &[("token", token_in(&link))]).await.assert_status(303);
    assert_eq!(ask(&owner).await, 6, "but not one after the other");
    assert_eq!(ask(&stranger).await, 6);
    for last in 0..20 {
        ask(&site.browser_at([192, 0, 2, 100 + last].into())).await;
    }
    assert_eq!(count_emails(site, PETRA).await, 20, "nor without end from everywhere");
}
