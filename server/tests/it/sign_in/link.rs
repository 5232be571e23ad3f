//! Signing in by a link in a mail.

use chrono::TimeDelta;
use fyr_domain::Lang;
use fyr_i18n::t;

use crate::account::{emailed_link, is_signed_in, token_in};
use crate::support::{Site, on_both_engines};

on_both_engines! {
    a_link_in_a_mail_signs_in_once,
    a_link_works_for_ten_minutes,
    the_way_back_goes_with_the_link,
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
