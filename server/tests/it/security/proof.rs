//! Showing once more who one is, before what would let others stay in an account.

use chrono::TimeDelta;
use fyr_domain::Lang;
use fyr_i18n::t;

use crate::support::{Browser, PASSWORD, Site, on_both_engines};

on_both_engines! {
    long_after_signing_in_sessions_end_only_once_the_password_is_shown,
    who_signs_in_with_a_code_signs_in_again,
    who_has_no_password_signs_in_again,
    showing_the_password_renews_the_session,
}

async fn sign_in_petra(site: &Site) -> Browser {
    site.signed_in(&site.people.petra).await
}

async fn is_signed_in(browser: &Browser) -> bool {
    browser.get("/tickets").await.status == 200
}

/// The first button that ends another session.
async fn path_that_ends_another_session(browser: &Browser) -> String {
    let html = browser.get("/account").await.assert_status(200).html();
    let (_, rest) = html.split_once("action=\"/account/sessions/").unwrap();
    format!("/account/sessions/{}", rest.split('"').next().unwrap())
}

async fn long_after_signing_in_sessions_end_only_once_the_password_is_shown(site: &Site) {
    let own = sign_in_petra(site).await;
    let others = [sign_in_petra(site).await, sign_in_petra(site).await];
    site.clock.advance(TimeDelta::minutes(16));
    for path in [path_that_ends_another_session(&own).await, "/account/sessions".to_owned()] {
        let question = own.post(&path, &[]).await.assert_status(200).assert_text(t!(Lang::Sv, "proof-title"));
        assert!(question.html().contains(&format!("action=\"{path}\"")), "{path}");
        own.post(&path, &[("current", "")])
            .await
            .assert_status(422)
            .assert_text(t!(Lang::Sv, "problem-required-current"));
        own.post(&path, &[("current", "fel")])
            .await
            .assert_status(422)
            .assert_text(t!(Lang::Sv, "problem-wrong-password"));
    }
    assert!(is_signed_in(&others[0]).await && is_signed_in(&others[1]).await, "nothing has ended yet");
    let path = path_that_ends_another_session(&own).await;
    own.post(&path, &[("current", PASSWORD)]).await.assert_status(303);
    assert_ne!(is_signed_in(&others[0]).await, is_signed_in(&others[1]).await);
    own.post("/account/sessions", &[]).await.assert_status(303);
    assert!(
        !is_signed_in(&others[0]).await && !is_signed_in(&others[1]).await,
        "asked once, not again at once"
    );
    assert!(is_signed_in(&own).await);
}

/// Everything that is asked for once more, with a password that is right.
async fn refuses_the_password(browser: &Browser) {
    browser.get("/account/email").await.assert_status(200).assert_text(t!(Lang::Sv, "proof-again"));
    for (path, fields) in [
        ("/account/email", &[("email", "ny@exempel.se"), ("current", PASSWORD)][..]),
        ("/account/sessions", &[("current", PASSWORD)]),
        ("/account/identities", &[("action", "prove"), ("current", PASSWORD)]),
        ("/account/second-factor", &[("action", "begin"), ("current", PASSWORD)]),
        ("/account/second-factor", &[("action", "remove"), ("code", "123456"), ("current", PASSWORD)]),
        ("/account/second-factor", &[("action", "codes"), ("code", "123456"), ("current", PASSWORD)]),
    ] {
        browser.post(path, fields).await.assert_status(422).assert_text(t!(Lang::Sv, "proof-again"));
    }
}

async fn who_signs_in_with_a_code_signs_in_again(site: &Site) {
    let (own, other) = (sign_in_petra(site).await, sign_in_petra(site).await);
    site.execute_sql(
        "UPDATE users SET totp_secret = 'x', totp_confirmed_at = created_at WHERE email = 'petra@fyr.test'",
    )
    .await;
    site.clock.advance(TimeDelta::minutes(16));
    refuses_the_password(&own).await;
    assert!(is_signed_in(&other).await);
    assert_eq!(site.count("SELECT COUNT(*) FROM email_changes").await, 0);
}

async fn who_has_no_password_signs_in_again(site: &Site) {
    let own = sign_in_petra(site).await;
    site.execute_sql("UPDATE users SET password_hash = NULL WHERE email = 'petra@fyr.test'").await;
    site.clock.advance(TimeDelta::minutes(16));
    refuses_the_password(&own).await;
}

async fn showing_the_password_renews_the_session(site: &Site) {
    const NEW: &str = "tolv gula båtar i regn";
    let own = sign_in_petra(site).await;
    site.clock.advance(TimeDelta::minutes(16));
    let second_factor = [("action", "begin"), ("current", PASSWORD)];
    for (path, fields) in [
        ("/account/email", &[("email", "ny@exempel.se"), ("current", PASSWORD)][..]),
        ("/account/sessions", &[("current", PASSWORD)]),
        ("/account/second-factor", &second_factor),
        ("/account/password", &[("current", PASSWORD), ("password", NEW)]),
    ] {
        let before = own.cookie("fyr_session").unwrap();
        own.post(path, fields).await.assert_status(303);
        assert_ne!(own.cookie("fyr_session").unwrap(), before, "{path}");
        assert!(is_signed_in(&own).await, "{path}");
        let thief = site.browser();
        thief.set_cookie("fyr_session", &before);
        assert!(!is_signed_in(&thief).await, "{path}");
        site.clock.advance(TimeDelta::minutes(16));
    }
}
