//! Tickets filed without an account, claimed on purpose.

use fyr_domain::Lang;
use fyr_i18n::t;

use crate::account::{log, mailed, token};
use crate::support::{Site, on_both_engines};

on_both_engines! {
    tickets_filed_before_become_the_persons_own_with_a_button,
    nobody_is_offered_anothers,
    what_is_claimed_is_closed_to_browsers_and_links_without_the_account,
}

const GUN: &str = "gun@gast.example";
const GOOD: &str = super::GOOD;

async fn gun(site: &Site) -> crate::support::Browser {
    let browser = site.browser();
    browser.post("/register", &[("name", "Gun Gäst"), ("email", GUN)]).await.is(303);
    let link = mailed(site, GUN, "/register/confirm").await;
    browser.post("/register/confirm", &[("token", token(&link)), ("password", GOOD)]).await.is(303);
    browser
}

async fn tickets_filed_before_become_the_persons_own_with_a_button(site: &Site) {
    let ((one, _), (two, _)) = (site.guest_ticket().await, site.guest_ticket().await);
    let browser = gun(site).await;
    for reference in [&one, &two] {
        browser.get(&format!("/tickets/{reference}")).await.is(404);
    }
    let page = browser.get("/tickets").await.is(200).says(&t!(Lang::Sv, "unclaimed-title", count = 2));
    let page = page.says(&one).says(&two);
    assert!(page.html().contains("action=\"/tickets/claim\""));
    browser.get(&format!("/tickets/{one}")).await.is(404);

    let done = browser.post("/tickets/claim", &[]).await;
    browser.follow(done).await.is(200).never_says(&t!(Lang::Sv, "unclaimed-button", count = 2));
    for reference in [&one, &two] {
        browser.get(&format!("/tickets/{reference}")).await.is(200).says("Jag kommer inte in");
    }
    assert_eq!(log(site).await.iter().filter(|action| *action == "ticket.claimed").count(), 2);
    browser.post("/tickets/claim", &[]).await.is(303);
    assert_eq!(log(site).await.iter().filter(|action| *action == "ticket.claimed").count(), 2, "once");
}

async fn nobody_is_offered_anothers(site: &Site) {
    let (reference, _) = site.guest_ticket().await;
    let petra = site.signed_in(&site.people.petra).await;
    petra.get("/tickets").await.never_says(&reference);
    petra.post("/tickets/claim", &[]).await.is(303);
    petra.get(&format!("/tickets/{reference}")).await.is(404);

    // an account with the address, which nobody has confirmed
    let open = site.again(|config| config.confirm_email = false).await;
    let browser = open.browser();
    let fields = [("name", "Gun"), ("email", GUN), ("password", GOOD)];
    browser.post("/register", &fields).await.is(303);
    browser.post("/sign-in", &[("email", GUN), ("password", GOOD)]).await.is(303);
    browser.get("/tickets").await.is(200).never_says(&reference);
    browser.post("/tickets/claim", &[]).await.is(303);
    browser.get(&format!("/tickets/{reference}")).await.is(404);
    let link = mailed(&open, GUN, "/account/email/confirm").await;
    browser.post("/account/email/confirm", &[("token", token(&link))]).await.is(303);
    browser.get("/tickets").await.is(200).says(&reference);
    open.backend.store.close().await;
    site.browser().post("/tickets/claim", &[]).await.is(303);
}

async fn what_is_claimed_is_closed_to_browsers_and_links_without_the_account(site: &Site) {
    let (reference, token) = site.guest_ticket().await;
    let (path, link) = (format!("/tickets/{reference}"), format!("/tickets/{reference}?token={token}"));
    let before = site.browser();
    before.follow(before.get(&link).await).await.is(200);
    let browser = gun(site).await;
    browser.post("/tickets/claim", &[]).await.is(303);
    browser.post(&format!("{path}/messages"), &[("body", "Bara för mig")]).await.is(303);

    before.get(&path).await.is(404).says("Logga in").never_says("Bara för mig");
    before.post(&format!("{path}/messages"), &[("body", "Hej")]).await.is(303);
    assert_eq!(site.count("SELECT COUNT(*) FROM entries WHERE body = 'Hej'").await, 0);
    for guest in [before, site.browser()] {
        let page = guest.get(&link).await.is(410).says(t!(Lang::Sv, "link-claimed-text"));
        let page = page.never_says("Bara för mig");
        assert!(page.html().contains(&format!("href=\"/sign-in?next={path}\"")), "{}", page.words());
        guest.get(&path).await.is(404);
    }
    browser.follow(browser.get(&link).await).await.is(200).says("Bara för mig");
    let petra = site.signed_in(&site.people.petra).await;
    petra.follow(petra.get(&link).await).await.is(404);
}
