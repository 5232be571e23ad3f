//! Making an account of one's own.

use chrono::TimeDelta;
use fyr_domain::Lang;
use fyr_i18n::t;
use fyr_usecases::Registration;

use crate::{
    account::{comparable, count_emails},
    support::{GOOD, PASSWORD, Site, emailed_link, is_signed_in, on_both_engines, token_in},
};

on_both_engines! {
    someone_makes_an_account_by_the_link_in_a_mail_and_is_in,
    a_link_works_once_and_for_a_day,
    a_confirmation_sent_twice_is_one_account_and_signs_in_twice,
    a_known_address_is_answered_alike_and_its_owner_told,
    what_is_typed_is_held_to_rules_and_never_lost,
    without_confirmation_the_account_is_there_at_once_and_its_address_is_not_known_to_be_theirs,
    the_mailboxs_owner_takes_over_what_a_stranger_set_up,
    registration_can_be_off,
    the_way_back_survives_the_mail,
    nobody_is_sent_mail_without_end,
}

const NEW: &str = "ny@exempel.se";

async fn register(site: &Site, email: &str) {
    let fields = [("name", "Nils Ny"), ("email", email)];
    site.browser().post("/register", &fields).await.assert_status(303);
}

async fn someone_makes_an_account_by_the_link_in_a_mail_and_is_in(site: &Site) {
    let browser = site.browser();
    let page = browser.get("/register").await.assert_status(200).assert_text(t!(Lang::Sv, "register-title"));
    assert_eq!(page.find_value("password"), None, "chosen after the address is known to be theirs");
    let sent = browser.post("/register", &[("name", "Nils Ny"), ("email", " Ny@Exempel.se")]).await;
    browser.follow(sent).await.assert_status(200).assert_text(t!(Lang::Sv, "register-sent-text"));
    let link = emailed_link(site, NEW, "/register/confirm").await;
    assert_eq!(site.count("SELECT COUNT(*) FROM users WHERE email = 'ny@exempel.se'").await, 0);

    let page = browser.get(&link).await.assert_status(200).assert_text("Nils Ny").assert_text(NEW);
    assert_eq!(site.count("SELECT COUNT(*) FROM users WHERE email = 'ny@exempel.se'").await, 0, "a GET");
    let done = [("token", page.value("token")), ("password", GOOD.to_owned())];
    let done = done.each_ref().map(|(name, value)| (*name, value.as_str()));
    browser.post("/register/confirm", &done).await.assert_status(303);
    let page = browser.get("/account").await.assert_status(200).assert_text("Nils Ny");
    page.assert_no_text(t!(Lang::Sv, "account-unconfirmed"));
    site.browser().post("/sign-in", &[("email", NEW), ("password", GOOD)]).await.assert_status(303);
    let log = site.audit_actions().await;
    assert!(
        log.contains(&"account.registered".to_owned()) && log.contains(&"session.started".to_owned()),
        "{log:?}"
    );
}

async fn a_link_works_once_and_for_a_day(site: &Site) {
    register(site, NEW).await;
    let queued = site.query_texts("SELECT CAST(payload AS TEXT) FROM jobs").await;
    let link = emailed_link(site, NEW, "/register/confirm").await;
    let key = token_in(&link);
    let kept = site.query_texts("SELECT hash FROM tokens").await;
    assert_eq!((kept.len(), kept[0].len()), (1, 64));
    assert!(!kept.contains(&key.to_owned()), "only the hash is kept");
    assert!(!queued.is_empty() && queued.iter().all(|payload| !payload.contains(key)), "{queued:?}");
    let other = site.browser().get(&format!("/password/reset?token={key}")).await;
    other.assert_status(410).assert_text(t!(Lang::Sv, "dead-link-title"));

    let fields = [("token", key), ("password", GOOD)];
    site.browser().post("/register/confirm", &fields).await.assert_status(303);
    site.browser().post("/register/confirm", &fields).await.assert_status(410);
    site.browser().get(&link).await.assert_status(410);

    register(site, "sen@exempel.se").await;
    let link = emailed_link(site, "sen@exempel.se", "/register/confirm").await;
    site.clock.advance(TimeDelta::hours(23));
    site.browser().get(&link).await.assert_status(200);
    site.clock.advance(TimeDelta::hours(1));
    site.browser().get(&link).await.assert_status(410);
    let late = [("token", token_in(&link)), ("password", GOOD)];
    site.browser().post("/register/confirm", &late).await.assert_status(410);
    for bad in ["", "x", "%00", &"a".repeat(5_000)] {
        site.browser().get(&format!("/register/confirm?token={bad}")).await.assert_status(410);
    }
}

async fn a_known_address_is_answered_alike_and_its_owner_told(site: &Site) {
    let mut answers = Vec::new();
    for email in ["petra@fyr.test", NEW, "PETRA@fyr.test "] {
        let browser = site.browser();
        let answer = browser.post("/register", &[("name", "Nils"), ("email", email)]).await;
        answers.push(comparable(&answer, email));
        answers.push(comparable(&browser.follow(answer).await, email));
    }
    assert_eq!((&answers[0], &answers[1]), (&answers[2], &answers[3]));
    assert_eq!((&answers[0], &answers[1]), (&answers[4], &answers[5]));
    let mails = site.delivered_emails().await;
    let mail = mails.iter().find(|mail| mail.to == "petra@fyr.test").unwrap();
    assert_eq!(mail.subject, t!(Lang::Sv, "mail-known-subject"));
    assert!(!mail.text.contains("/register/confirm"));
    // the account is as it was
    site.signed_in(&site.people.petra)
        .await
        .get("/account")
        .await
        .assert_status(200)
        .assert_text("Petra Lund");
}

async fn what_is_typed_is_held_to_rules_and_never_lost(site: &Site) {
    let wrong = site
        .browser()
        .post("/register", &[("name", ""), ("email", "ny(at)exempel")])
        .await
        .assert_status(422);
    assert_eq!(wrong.value("email"), "ny(at)exempel");
    wrong
        .assert_text(t!(Lang::Sv, "problem-not-an-email"))
        .assert_text(t!(Lang::Sv, "problem-required-name"));

    register(site, NEW).await;
    let link = emailed_link(site, NEW, "/register/confirm").await;
    let long = "x".repeat(1_001);
    for (password, problem) in [
        ("", t!(Lang::Sv, "problem-required-new-password").to_owned()),
        ("kort mening", t!(Lang::Sv, "problem-too-short", min = 12)),
        ("123456789012", t!(Lang::Sv, "problem-easy-password").to_owned()),
        ("passwordpassword", t!(Lang::Sv, "problem-easy-password").to_owned()),
        ("nils ny exempel", t!(Lang::Sv, "problem-easy-password").to_owned()),
        (&long, t!(Lang::Sv, "problem-too-long", max = 1_000)),
    ] {
        let fields = [("token", token_in(&link)), ("password", password)];
        let page =
            site.browser().post("/register/confirm", &fields).await.assert_status(422).assert_text(&problem);
        assert_eq!(page.value("token"), token_in(&link), "the link still works");
        assert_eq!(page.value("password"), "", "a password is never sent back");
    }
}

async fn without_confirmation_the_account_is_there_at_once_and_its_address_is_not_known_to_be_theirs(
    site: &Site,
) {
    let site = site.restart_with(|config| config.accounts.confirm_email = false).await;
    let fields = |email| [("name", "Nils Ny"), ("email", email), ("password", GOOD)];
    let (one, two) = (site.browser(), site.browser());
    let (fresh, known) =
        (one.post("/register", &fields(NEW)).await, two.post("/register", &fields("petra@fyr.test")).await);
    assert_eq!(comparable(&fresh, NEW), comparable(&known, "petra@fyr.test"));
    assert_eq!(
        comparable(&one.follow(fresh).await, NEW),
        comparable(&two.follow(known).await, "petra@fyr.test")
    );
    assert!(!is_signed_in(&one).await);
    two.post("/sign-in", &[("email", "petra@fyr.test"), ("password", GOOD)]).await.assert_status(422);
    two.post("/sign-in", &[("email", "petra@fyr.test"), ("password", PASSWORD)]).await.assert_status(303);

    one.post("/sign-in", &[("email", NEW), ("password", GOOD)]).await.assert_status(303);
    one.get("/account").await.assert_status(200).assert_text(t!(Lang::Sv, "account-unconfirmed"));
    let link = emailed_link(&site, NEW, "/account/email/confirm").await;
    two.get(&link).await.assert_status(200);
    two.post("/account/email/confirm", &[("token", token_in(&link))]).await.assert_status(410);
    one.get(&link).await.assert_status(200);
    one.get("/account").await.assert_text(t!(Lang::Sv, "account-unconfirmed"));
    one.post("/account/email/confirm", &[("token", token_in(&link))]).await.assert_status(303);
    one.get("/account").await.assert_no_text(t!(Lang::Sv, "account-unconfirmed"));
    site.backend.store.close().await;
}

async fn the_mailboxs_owner_takes_over_what_a_stranger_set_up(site: &Site) {
    let site = site.restart_with(|config| config.accounts.confirm_email = false).await;
    let stranger = site.browser();
    stranger
        .post("/register", &[("name", "Nils Ny"), ("email", NEW), ("password", GOOD)])
        .await
        .assert_status(303);
    stranger.post("/sign-in", &[("email", NEW), ("password", GOOD)]).await.assert_status(303);
    assert!(is_signed_in(&stranger).await);

    let owner = site.browser();
    owner.post("/sign-in/link", &[("email", NEW)]).await.assert_status(303);
    let link = emailed_link(&site, NEW, "/sign-in/link/open").await;
    owner.post("/sign-in/link/open", &[("token", token_in(&link))]).await.assert_status(303);
    assert!(is_signed_in(&owner).await);
    assert!(!is_signed_in(&stranger).await, "whoever was in before is out");
    stranger.post("/sign-in", &[("email", NEW), ("password", GOOD)]).await.assert_status(422);
    owner
        .get("/account")
        .await
        .assert_text(t!(Lang::Sv, "account-no-password"))
        .assert_no_text(t!(Lang::Sv, "account-unconfirmed"));
    site.backend.store.close().await;
}

async fn registration_can_be_off(site: &Site) {
    site.browser().get("/sign-in").await.assert_text(t!(Lang::Sv, "sign-in-register"));
    let site = site.restart_with(|config| config.accounts.registration = Registration::Off).await;
    site.browser().get("/sign-in").await.assert_no_text(t!(Lang::Sv, "sign-in-register"));
    site.browser().get("/register").await.assert_status(404);
    site.browser().post("/register", &[("name", "Nils"), ("email", NEW)]).await.assert_status(404);
    assert_eq!(count_emails(&site, NEW).await, 0);
    site.backend.store.close().await;
}

async fn the_way_back_survives_the_mail(site: &Site) {
    let browser = site.browser();
    let away = browser.get("/tickets?show=open").await;
    let page = browser.follow(away).await;
    assert!(page.html().contains("/register?next=%2Ftickets%3Fshow%3Dopen"), "{}", page.html());
    let form = browser.get("/register?next=/tickets%3Fshow%3Dopen").await;
    let fields = [("name", "Nils Ny"), ("email", NEW), ("next", &form.value("next"))];
    browser.post("/register", &fields).await.assert_status(303);
    let link = emailed_link(site, NEW, "/register/confirm").await;
    let done = browser.post("/register/confirm", &[("token", token_in(&link)), ("password", GOOD)]).await;
    assert_eq!(done.assert_status(303).location(), "/tickets?show=open");

    let evil = [("name", "Nils Ny"), ("email", "ond@exempel.se"), ("next", "//evil.example")];
    site.browser().post("/register", &evil).await.assert_status(303);
    let link = emailed_link(site, "ond@exempel.se", "/register/confirm").await;
    let done =
        site.browser().post("/register/confirm", &[("token", token_in(&link)), ("password", GOOD)]).await;
    assert_eq!(done.assert_status(303).location(), "/");
}

async fn nobody_is_sent_mail_without_end(site: &Site) {
    for _ in 0..8 {
        register(site, NEW).await;
        site.browser().post("/password/forgotten", &[("email", "petra@fyr.test")]).await.assert_status(303);
    }
    assert_eq!(count_emails(site, NEW).await, 5);
    assert_eq!(count_emails(site, "petra@fyr.test").await, 5);
    site.clock.advance(TimeDelta::minutes(61));
    register(site, NEW).await;
    assert_eq!(count_emails(site, NEW).await, 6);
}

async fn a_confirmation_sent_twice_is_one_account_and_signs_in_twice(site: &Site) {
    register(site, NEW).await;
    let link = emailed_link(site, NEW, "/register/confirm").await;
    let browser = site.browser();
    browser.get(&link).await.assert_status(200);
    let reader = browser.cookie("fyr_reader").unwrap();
    let fields = [("token", token_in(&link)), ("password", GOOD)];
    browser.post("/register/confirm", &fields).await.assert_status(303);
    let again = site.browser();
    again.set_cookie("fyr_reader", &reader);
    let other = [("token", token_in(&link)), ("password", "ett annat långt lösenord")];
    again.post("/register/confirm", &other).await.assert_status(410);
    assert!(!is_signed_in(&again).await, "another password is another request");
    again.post("/register/confirm", &fields).await.assert_status(303);
    assert!(is_signed_in(&again).await && is_signed_in(&browser).await);
    assert_eq!(site.count("SELECT COUNT(*) FROM users WHERE email = 'ny@exempel.se'").await, 1);
}
