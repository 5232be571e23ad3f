//! Signing in by a link in a mail.

use chrono::TimeDelta;
use fyr_domain::Lang;
use fyr_i18n::t;

use crate::account::{is_in, mailed, token};
use crate::support::{Site, on_both_engines};

on_both_engines! {
    a_link_in_a_mail_signs_in_once,
    a_link_works_for_ten_minutes,
    the_way_back_goes_with_the_link,
}

const PETRA: &str = "petra@fyr.test";

async fn a_link_in_a_mail_signs_in_once(site: &Site) {
    let browser = site.browser();
    browser.post("/sign-in/link", &[("email", PETRA)]).await.is(303);
    let link = mailed(site, PETRA, "/sign-in/link/open").await;
    let page = browser.get(&link).await.is(200).says(PETRA);
    assert!(!is_in(&browser).await, "a GET changes nothing");
    browser.post("/sign-in/link/open", &[("token", &page.value("token"))]).await.is(303);
    assert!(is_in(&browser).await);
    let second = site.browser();
    second.get(&link).await.is(410).says(t!(Lang::Sv, "dead-link-title"));
    second.post("/sign-in/link/open", &[("token", token(&link))]).await.is(410);
    assert!(!is_in(&second).await);
}

async fn a_link_works_for_ten_minutes(site: &Site) {
    let browser = site.browser();
    browser.post("/sign-in/link", &[("email", PETRA)]).await.is(303);
    let link = mailed(site, PETRA, "/sign-in/link/open").await;
    site.clock.forward(TimeDelta::minutes(9));
    browser.get(&link).await.is(200);
    site.clock.forward(TimeDelta::minutes(1));
    browser.get(&link).await.is(410);
    browser.post("/sign-in/link/open", &[("token", token(&link))]).await.is(410);
    assert!(!is_in(&browser).await);
}

async fn the_way_back_goes_with_the_link(site: &Site) {
    for (next, leads) in
        [("/tickets?show=open", "/tickets?show=open"), ("https://evil.example", "/"), ("/\\evil", "/")]
    {
        let browser = site.browser();
        browser.post("/sign-in/link", &[("email", PETRA), ("next", next)]).await.is(303);
        let link = mailed(site, PETRA, "/sign-in/link/open").await;
        let done = browser.post("/sign-in/link/open", &[("token", token(&link))]).await;
        assert_eq!(done.is(303).location(), leads);
    }
}
