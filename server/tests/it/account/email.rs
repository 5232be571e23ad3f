//! Changing an address: both mailboxes agree.

use chrono::TimeDelta;
use fyr_domain::Lang;
use fyr_i18n::t;

use super::{comparable, count_emails};
use crate::support::{Browser, PASSWORD, Site, emailed_link, is_signed_in, on_both_engines, token_in};

on_both_engines! {
    an_address_changes_once_both_mailboxes_have_agreed,
    only_who_asked_for_an_address_confirms_it_from_its_mailbox,
    a_later_wish_makes_the_links_of_an_earlier_worthless,
    links_lapse_after_a_day,
    an_address_that_is_taken_is_answered_alike_and_never_given,
    long_after_signing_in_the_password_is_asked_for,
}

const PETRA: &str = "petra@fyr.test";
const NEW: &str = "ny@exempel.se";

async fn request_email_change(browser: &Browser, email: &str) {
    let answer = browser.post("/account/email", &[("email", email)]).await;
    browser.follow(answer).await.assert_status(200).assert_text(t!(Lang::Sv, "account-done-email"));
}

async fn an_address_changes_once_both_mailboxes_have_agreed(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let own = site.signed_in(&site.people.petra).await;
    for (typed, problem) in [
        ("x", t!(Lang::Sv, "problem-not-an-email")),
        ("", t!(Lang::Sv, "problem-required-email")),
        ("PETRA@fyr.test", t!(Lang::Sv, "problem-same-address")),
    ] {
        own.post("/account/email", &[("email", typed)]).await.assert_status(422).assert_text(problem);
    }
    request_email_change(&own, NEW).await;
    own.get("/account").await.assert_text(&t!(Lang::Sv, "account-new-email", email = NEW));
    let links = [
        emailed_link(site, PETRA, "/account/email/change").await,
        emailed_link(site, NEW, "/account/email/change").await,
    ];
    let anywhere = site.browser();
    for link in &links {
        anywhere.get(link).await.assert_status(200).assert_text(NEW);
    }
    for _ in 0..2 {
        own.post("/account/email/change", &[("token", token_in(&links[1]))])
            .await
            .assert_status(200)
            .assert_text(t!(Lang::Sv, "email-agreed-one"));
    }
    anywhere.post("/account/email/change", &[("token", token_in(&links[1]))]).await.assert_status(410);
    site.browser().post("/sign-in", &[("email", NEW), ("password", PASSWORD)]).await.assert_status(422);
    for _ in 0..2 {
        let done = anywhere.post("/account/email/change", &[("token", token_in(&links[0]))]).await;
        done.assert_status(200).assert_text(&t!(Lang::Sv, "email-agreed-both", email = NEW));
    }
    site.browser().post("/account/email/change", &[("token", token_in(&links[0]))]).await.assert_status(410);

    site.browser().post("/sign-in", &[("email", NEW), ("password", PASSWORD)]).await.assert_status(303);
    site.browser().post("/sign-in", &[("email", PETRA), ("password", PASSWORD)]).await.assert_status(422);
    assert!(is_signed_in(&own).await);
    let mails = site.delivered_emails().await;
    let told = mails.iter().rev().find(|mail| mail.to == PETRA).unwrap();
    assert_eq!(told.subject, t!(Lang::Sv, "mail-address-changed-subject"));
    site.reply_as_support(&ticket, "Ett svar.", None).await;
    assert_eq!(site.delivered_emails().await.last().unwrap().to, NEW, "mail about tickets goes along");
    let log = site.audit_actions().await;
    assert!(
        log.contains(&"email.change-asked".to_owned()) && log.contains(&"email.changed".to_owned()),
        "{log:?}"
    );
}

async fn a_later_wish_makes_the_links_of_an_earlier_worthless(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    request_email_change(&own, NEW).await;
    let first = [
        emailed_link(site, PETRA, "/account/email/change").await,
        emailed_link(site, NEW, "/account/email/change").await,
    ];
    request_email_change(&own, "annan@exempel.se").await;
    site.delivered_emails().await;
    for link in &first {
        site.browser().get(link).await.assert_status(410);
        site.browser().post("/account/email/change", &[("token", token_in(link))]).await.assert_status(410);
    }
    own.get("/account").await.assert_text(PETRA);
}

async fn links_lapse_after_a_day(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    request_email_change(&own, NEW).await;
    let link = emailed_link(site, NEW, "/account/email/change").await;
    site.clock.advance(TimeDelta::hours(24));
    site.browser().get(&link).await.assert_status(410);
    site.browser().post("/account/email/change", &[("token", token_in(&link))]).await.assert_status(410);
}

async fn an_address_that_is_taken_is_answered_alike_and_never_given(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let free = own.post("/account/email", &[("email", NEW)]).await;
    let taken = own.post("/account/email", &[("email", "otto@fyr.test")]).await;
    assert_eq!(comparable(&free, NEW), comparable(&taken, "otto@fyr.test"));
    let mails = site.delivered_emails().await;
    let mail = mails.iter().rev().find(|mail| mail.to == "otto@fyr.test").unwrap();
    assert!(!mail.text.contains("token="), "{}", mail.text);
    let link = emailed_link(site, PETRA, "/account/email/change").await;
    site.browser().post("/account/email/change", &[("token", token_in(&link))]).await.assert_status(200);
    site.signed_in(&site.people.otto).await.get("/account").await.assert_text("Otto Berg");
    own.get("/account").await.assert_text("Petra Lund");

    for _ in 0..8 {
        own.post("/account/email", &[("email", "otto@fyr.test")]).await.assert_status(303);
        site.delivered_emails().await;
    }
    assert_eq!(count_emails(site, "otto@fyr.test").await, 5, "not without end");
    // another hour, and everyone may be written to again
    site.clock.advance(TimeDelta::minutes(61));
    let own = site.signed_in(&site.people.petra).await;

    // someone else takes the address while the links are on their way
    request_email_change(&own, NEW).await;
    let links = [
        emailed_link(site, PETRA, "/account/email/change").await,
        emailed_link(site, NEW, "/account/email/change").await,
    ];
    site.execute_sql("UPDATE users SET email = 'ny@exempel.se' WHERE email = 'olle@fyr.test'").await;
    site.browser().post("/account/email/change", &[("token", token_in(&links[0]))]).await.assert_status(200);
    own.post("/account/email/change", &[("token", token_in(&links[1]))]).await.assert_status(410);
    own.get("/account").await.assert_status(200).assert_text(PETRA);
}

async fn long_after_signing_in_the_password_is_asked_for(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    own.get("/account").await.assert_status(200);
    site.clock.advance(TimeDelta::minutes(16));
    own.post("/account/email", &[("email", NEW)])
        .await
        .assert_status(422)
        .assert_text(t!(Lang::Sv, "problem-required-current"));
    let wrong = [("email", NEW), ("current", "fel")];
    own.post("/account/email", &wrong)
        .await
        .assert_status(422)
        .assert_text(t!(Lang::Sv, "problem-wrong-password"));
    own.post("/account/email", &[("email", NEW), ("current", PASSWORD)]).await.assert_status(303);
    own.post("/account/email", &[("email", "annan@exempel.se")]).await.assert_status(303);
    site.clock.advance(TimeDelta::minutes(16));
    site.execute_sql("UPDATE users SET password_hash = NULL WHERE email = 'petra@fyr.test'").await;
    own.get("/account/email").await.assert_status(200).assert_text(t!(Lang::Sv, "proof-again"));
    own.post("/account/email", &[("email", NEW)]).await.assert_status(422);
}

async fn only_who_asked_for_an_address_confirms_it_from_its_mailbox(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    request_email_change(&own, NEW).await;
    let old = emailed_link(site, PETRA, "/account/email/change").await;
    own.post("/account/email/change", &[("token", token_in(&old))]).await.assert_status(200);
    let link = emailed_link(site, NEW, "/account/email/change").await;
    let token = token_in(&link);
    let told = t!(Lang::Sv, "email-agree-other", name = "Petra Lund", email = NEW);
    let otto = site.signed_in(&site.people.otto).await;
    for browser in [&site.browser(), &otto] {
        let page = browser.get(&link).await.assert_status(200).assert_text(&told);
        let form = page.page().form("/account/email/change").field("action");
        assert_eq!(form, "refuse", "the only thing that can be pressed");
        let done = browser.post("/account/email/change", &[("token", token)]).await.assert_status(303);
        browser.follow(done).await.assert_status(200).assert_text(&told);
    }
    own.get("/account").await.assert_text(PETRA);
    own.get(&link).await.assert_status(200).assert_text(&t!(Lang::Sv, "email-agree-new", email = NEW));

    // the owner of the mailbox wants none of it
    let refuse = [("token", token), ("action", "refuse")];
    let mailbox = site.browser();
    let done = mailbox.post("/account/email/change", &refuse).await.assert_status(200);
    done.assert_text(t!(Lang::Sv, "email-refused"));
    mailbox.post("/account/email/change", &refuse).await.assert_status(410);
    own.post("/account/email/change", &[("token", token)]).await.assert_status(410);
    own.get("/account").await.assert_status(200).assert_text(PETRA);
    assert_eq!(site.count("SELECT COUNT(*) FROM email_changes").await, 0);
    assert!(site.audit_actions().await.contains(&"email.change-refused".to_owned()));
    // the mailbox in use refuses by doing nothing
    request_email_change(&own, NEW).await;
    let old = emailed_link(site, PETRA, "/account/email/change").await;
    let refuse = [("token", token_in(&old)), ("action", "refuse")];
    own.post("/account/email/change", &refuse).await.assert_status(410);
}
