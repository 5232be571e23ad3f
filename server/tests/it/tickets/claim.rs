//! Tickets filed without an account, claimed on purpose.

use fyr_domain::Lang;
use fyr_i18n::t;

use crate::support::{Site, emailed_link, on_both_engines, token_in};

on_both_engines! {
    tickets_filed_before_become_the_persons_own_with_a_button,
    nobody_is_offered_anothers,
    what_is_claimed_is_closed_to_browsers_and_links_without_the_account,
}

const GUN: &str = "gun@gast.example";
const GOOD: &str = crate::support::GOOD;

async fn register_gun(site: &Site) -> crate::support::Browser {
    let browser = site.browser();
    browser.post("/register", &[("name", "Gun Gäst"), ("email", GUN)]).await.assert_status(303);
    let link = emailed_link(site, GUN, "/register/confirm").await;
    browser
        .post("/register/confirm", &[("token", token_in(&link)), ("password", GOOD)])
        .await
        .assert_status(303);
    browser
}

async fn tickets_filed_before_become_the_persons_own_with_a_button(site: &Site) {
    let ((one, _), (two, _)) = (site.create_guest_ticket().await, site.create_guest_ticket().await);
    let browser = register_gun(site).await;
    for reference in [&one, &two] {
        browser.get(&format!("/tickets/{reference}")).await.assert_status(404);
    }
    let page = browser.get("/tickets").await.assert_status(200).assert_text(&t!(
        Lang::Sv,
        "unclaimed-title",
        count = 2
    ));
    let page = page.assert_text(&one).assert_text(&two);
    assert!(page.html().contains("action=\"/tickets/claim\""));
    browser.get(&format!("/tickets/{one}")).await.assert_status(404);

    let done = browser.post("/tickets/claim", &[]).await;
    browser.follow(done).await.assert_status(200).assert_no_text(&t!(
        Lang::Sv,
        "unclaimed-button",
        count = 2
    ));
    for reference in [&one, &two] {
        browser
            .get(&format!("/tickets/{reference}"))
            .await
            .assert_status(200)
            .assert_text("Jag kommer inte in");
    }
    assert_eq!(site.audit_actions().await.iter().filter(|action| *action == "ticket.claimed").count(), 2);
    browser.post("/tickets/claim", &[]).await.assert_status(303);
    assert_eq!(
        site.audit_actions().await.iter().filter(|action| *action == "ticket.claimed").count(),
        2,
        "once"
    );
}

async fn nobody_is_offered_anothers(site: &Site) {
    let (reference, _) = site.create_guest_ticket().await;
    let petra = site.signed_in(&site.people.petra).await;
    petra.get("/tickets").await.assert_no_text(&reference);
    petra.post("/tickets/claim", &[]).await.assert_status(303);
    petra.get(&format!("/tickets/{reference}")).await.assert_status(404);

    // an account with the address, which nobody has confirmed
    let open = site.restart_with(|config| config.accounts.confirm_email = false).await;
    let browser = open.browser();
    let fields = [("name", "Gun"), ("email", GUN), ("password", GOOD)];
    browser.post("/register", &fields).await.assert_status(303);
    browser.post("/sign-in", &[("email", GUN), ("password", GOOD)]).await.assert_status(303);
    browser.get("/tickets").await.assert_status(200).assert_no_text(&reference);
    browser.post("/tickets/claim", &[]).await.assert_status(303);
    browser.get(&format!("/tickets/{reference}")).await.assert_status(404);
    let link = emailed_link(&open, GUN, "/account/email/confirm").await;
    browser.post("/account/email/confirm", &[("token", token_in(&link))]).await.assert_status(303);
    browser.get("/tickets").await.assert_status(200).assert_text(&reference);
    open.backend.store.close().await;
    site.browser().post("/tickets/claim", &[]).await.assert_status(303);
}

async fn what_is_claimed_is_closed_to_browsers_and_links_without_the_account(site: &Site) {
    let (reference, token) = site.create_guest_ticket().await;
    let (path, link) = (format!("/tickets/{reference}"), format!("/tickets/{reference}?token={token}"));
    let before = site.browser();
    before.follow(before.get(&link).await).await.assert_status(200);
    let browser = register_gun(site).await;
    browser.post("/tickets/claim", &[]).await.assert_status(303);
    browser.post(&format!("{path}/messages"), &[("body", "Bara för mig")]).await.assert_status(303);

    before.get(&path).await.assert_status(404).assert_text("Logga in").assert_no_text("Bara för mig");
    before.post(&format!("{path}/messages"), &[("body", "Hej")]).await.assert_status(303);
    assert_eq!(site.count("SELECT COUNT(*) FROM entries WHERE body = 'Hej'").await, 0);
    for guest in [before, site.browser()] {
        let page = guest.get(&link).await.assert_status(410).assert_text(t!(Lang::Sv, "link-claimed-text"));
        let page = page.assert_no_text("Bara för mig");
        assert!(page.html().contains(&format!("href=\"/sign-in?next={path}\"")), "{}", page.main_text());
        guest.get(&path).await.assert_status(404);
    }
    browser.follow(browser.get(&link).await).await.assert_status(200).assert_text("Bara för mig");
    let petra = site.signed_in(&site.people.petra).await;
    petra.follow(petra.get(&link).await).await.assert_status(404);
}
