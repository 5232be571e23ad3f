//! Changing an address: both mailboxes agree.

use chrono::TimeDelta;
use fyr_domain::Lang;
use fyr_i18n::t;

use super::{alike, count_mails, is_in, log, mailed, token};
use crate::support::{Browser, PASSWORD, Site, on_both_engines};

on_both_engines! {
    an_address_changes_once_both_mailboxes_have_agreed,
    a_later_wish_makes_the_links_of_an_earlier_worthless,
    links_lapse_after_a_day,
    an_address_that_is_taken_is_answered_alike_and_never_given,
    long_after_signing_in_the_password_is_asked_for,
}

const PETRA: &str = "petra@fyr.test";
const NEW: &str = "ny@exempel.se";

async fn wish(browser: &Browser, email: &str) {
    let answer = browser.post("/account/email", &[("email", email)]).await;
    browser.follow(answer).await.is(200).says(t!(Lang::Sv, "account-done-email"));
}

async fn an_address_changes_once_both_mailboxes_have_agreed(site: &Site) {
    let ticket = site.ticket_of(&site.people.petra).await;
    let own = site.signed_in(&site.people.petra).await;
    for (typed, problem) in [
        ("x", t!(Lang::Sv, "problem-not-an-email")),
        ("", t!(Lang::Sv, "problem-required-email")),
        ("PETRA@fyr.test", t!(Lang::Sv, "problem-same-address")),
    ] {
        own.post("/account/email", &[("email", typed)]).await.is(422).says(problem);
    }
    wish(&own, NEW).await;
    own.get("/account").await.says(&t!(Lang::Sv, "account-new-email", email = NEW));
    let links = [
        mailed(site, PETRA, "/account/email/change").await,
        mailed(site, NEW, "/account/email/change").await,
    ];
    let anywhere = site.browser();
    for link in &links {
        anywhere.get(link).await.is(200).says(NEW);
    }
    anywhere
        .post("/account/email/change", &[("token", token(&links[1]))])
        .await
        .is(200)
        .says(t!(Lang::Sv, "email-agreed-one"));
    anywhere.post("/account/email/change", &[("token", token(&links[1]))]).await.is(410);
    site.browser().post("/sign-in", &[("email", NEW), ("password", PASSWORD)]).await.is(422);
    let done = anywhere.post("/account/email/change", &[("token", token(&links[0]))]).await.is(200);
    done.says(&t!(Lang::Sv, "email-agreed-both", email = NEW));

    site.browser().post("/sign-in", &[("email", NEW), ("password", PASSWORD)]).await.is(303);
    site.browser().post("/sign-in", &[("email", PETRA), ("password", PASSWORD)]).await.is(422);
    assert!(is_in(&own).await);
    let mails = site.mails().await;
    let told = mails.iter().rev().find(|mail| mail.to == PETRA).unwrap();
    assert_eq!(told.subject, t!(Lang::Sv, "mail-address-changed-subject"));
    site.answer(&ticket, "Ett svar.", None).await;
    assert_eq!(site.mails().await.last().unwrap().to, NEW, "mail about tickets goes along");
    let log = log(site).await;
    assert!(
        log.contains(&"email.change-asked".to_owned()) && log.contains(&"email.changed".to_owned()),
        "{log:?}"
    );
}

async fn a_later_wish_makes_the_links_of_an_earlier_worthless(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    wish(&own, NEW).await;
    let first = [
        mailed(site, PETRA, "/account/email/change").await,
        mailed(site, NEW, "/account/email/change").await,
    ];
    wish(&own, "annan@exempel.se").await;
    site.mails().await;
    for link in &first {
        site.browser().get(link).await.is(410);
        site.browser().post("/account/email/change", &[("token", token(link))]).await.is(410);
    }
    own.get("/account").await.says(PETRA);
}

async fn links_lapse_after_a_day(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    wish(&own, NEW).await;
    let link = mailed(site, NEW, "/account/email/change").await;
    site.clock.forward(TimeDelta::hours(24));
    site.browser().get(&link).await.is(410);
    site.browser().post("/account/email/change", &[("token", token(&link))]).await.is(410);
}

async fn an_address_that_is_taken_is_answered_alike_and_never_given(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let free = own.post("/account/email", &[("email", NEW)]).await;
    let taken = own.post("/account/email", &[("email", "otto@fyr.test")]).await;
    assert_eq!(alike(&free, NEW), alike(&taken, "otto@fyr.test"));
    let mails = site.mails().await;
    let mail = mails.iter().rev().find(|mail| mail.to == "otto@fyr.test").unwrap();
    assert!(!mail.text.contains("token="), "{}", mail.text);
    let link = mailed(site, PETRA, "/account/email/change").await;
    site.browser().post("/account/email/change", &[("token", token(&link))]).await.is(200);
    site.signed_in(&site.people.otto).await.get("/account").await.says("Otto Berg");
    own.get("/account").await.says("Petra Lund");

    for _ in 0..8 {
        own.post("/account/email", &[("email", "otto@fyr.test")]).await.is(303);
        site.mails().await;
    }
    assert_eq!(count_mails(site, "otto@fyr.test").await, 5, "not without end");
    // another hour, and everyone may be written to again
    site.clock.forward(TimeDelta::minutes(61));
    let own = site.signed_in(&site.people.petra).await;

    // someone else takes the address while the links are on their way
    wish(&own, NEW).await;
    let links = [
        mailed(site, PETRA, "/account/email/change").await,
        mailed(site, NEW, "/account/email/change").await,
    ];
    site.sql("UPDATE users SET email = 'ny@exempel.se' WHERE email = 'olle@fyr.test'").await;
    site.browser().post("/account/email/change", &[("token", token(&links[0]))]).await.is(200);
    site.browser().post("/account/email/change", &[("token", token(&links[1]))]).await.is(410);
    own.get("/account").await.is(200).says(PETRA);
}

async fn long_after_signing_in_the_password_is_asked_for(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    own.get("/account").await.is(200);
    site.clock.forward(TimeDelta::minutes(16));
    own.post("/account/email", &[("email", NEW)])
        .await
        .is(422)
        .says(t!(Lang::Sv, "problem-required-password"));
    let wrong = [("email", NEW), ("current", "fel")];
    own.post("/account/email", &wrong).await.is(422).says(t!(Lang::Sv, "problem-wrong-password"));
    own.post("/account/email", &[("email", NEW), ("current", PASSWORD)]).await.is(303);
    own.post("/account/email", &[("email", "annan@exempel.se")]).await.is(303);
    site.clock.forward(TimeDelta::minutes(16));
    site.sql("UPDATE users SET password_hash = NULL WHERE email = 'petra@fyr.test'").await;
    own.get("/account/email").await.is(200).says(t!(Lang::Sv, "proof-again"));
    own.post("/account/email", &[("email", NEW)]).await.is(422);
}
