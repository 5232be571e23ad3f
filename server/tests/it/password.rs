//! Passwords: forgotten, changed, kept.

use chrono::TimeDelta;
use fyr_domain::Lang;
use fyr_i18n::t;
use fyr_usecases::PasswordCost;

use crate::{
    account::{comparable, count_emails},
    support::{GOOD, PASSWORD, Site, emailed_link, is_signed_in, on_both_engines, token_in},
};

on_both_engines! {
    a_forgotten_password_is_chosen_anew_by_a_link_and_every_session_ends,
    a_link_for_a_password_works_once_and_for_an_hour,
    a_new_password_sent_twice_is_set_once_and_signs_in_twice,
    asking_tells_nobody_who_is_known,
    changing_asks_for_the_old_one_and_ends_all_other_sessions,
    a_hash_made_with_weaker_settings_is_renewed_at_the_next_sign_in,
    who_has_no_password_gets_one_by_a_link,
}

const PETRA: &str = "petra@fyr.test";

async fn a_forgotten_password_is_chosen_anew_by_a_link_and_every_session_ends(site: &Site) {
    let elsewhere = site.signed_in(&site.people.petra).await;
    let browser = site.browser();
    let sent = browser.post("/password/forgotten", &[("email", "Petra@fyr.test ")]).await;
    browser.follow(sent).await.assert_status(200).assert_text(t!(Lang::Sv, "mail-sent-text"));
    let link = emailed_link(site, PETRA, "/password/reset").await;
    browser.get(&link).await.assert_status(200).assert_text(PETRA);
    assert!(is_signed_in(&elsewhere).await, "a GET changes nothing");
    let easy = [("token", token_in(&link)), ("password", "petra petra petra")];
    browser
        .post("/password/reset", &easy)
        .await
        .assert_status(422)
        .assert_text(t!(Lang::Sv, "problem-easy-password"));

    let fields = [("token", token_in(&link)), ("password", GOOD)];
    browser.post("/password/reset", &fields).await.assert_status(303);
    assert!(is_signed_in(&browser).await);
    assert!(!is_signed_in(&elsewhere).await);
    site.browser().post("/sign-in", &[("email", PETRA), ("password", PASSWORD)]).await.assert_status(422);
    site.browser().post("/sign-in", &[("email", PETRA), ("password", GOOD)]).await.assert_status(303);
    let mails = site.delivered_emails().await;
    assert!(
        mails.iter().any(|mail| mail.to == PETRA && mail.subject == t!(Lang::Sv, "mail-password-subject"))
    );
    assert!(site.audit_actions().await.contains(&"password.changed".to_owned()));
}

async fn a_link_for_a_password_works_once_and_for_an_hour(site: &Site) {
    let ask = async || {
        site.browser().post("/password/forgotten", &[("email", PETRA)]).await.assert_status(303);
        emailed_link(site, PETRA, "/password/reset").await
    };
    let (first, second) = (ask().await, ask().await);
    assert_ne!(first, second);
    site.browser()
        .post("/password/reset", &[("token", token_in(&second)), ("password", GOOD)])
        .await
        .assert_status(303);
    for used in [&first, &second] {
        site.browser().get(used).await.assert_status(410).assert_text(t!(Lang::Sv, "dead-link-title"));
        let again = [("token", token_in(used)), ("password", "ett annat långt lösenord")];
        site.browser().post("/password/reset", &again).await.assert_status(410);
    }
    let third = ask().await;
    site.clock.advance(TimeDelta::minutes(59));
    site.browser().get(&third).await.assert_status(200);
    site.clock.advance(TimeDelta::minutes(1));
    site.browser().get(&third).await.assert_status(410);
    let late = [("token", token_in(&third)), ("password", "ett annat långt lösenord")];
    site.browser().post("/password/reset", &late).await.assert_status(410);
    site.browser().post("/sign-in", &[("email", PETRA), ("password", GOOD)]).await.assert_status(303);
}

async fn asking_tells_nobody_who_is_known(site: &Site) {
    for path in ["/password/forgotten", "/sign-in/link"] {
        let mut answers = Vec::new();
        for email in [PETRA, "nobody@fyr.test"] {
            let browser = site.browser();
            let promised = site.count("SELECT COUNT(*) FROM jobs").await;
            let answer = browser.post(path, &[("email", email)]).await.assert_status(303);
            assert_eq!(site.count("SELECT COUNT(*) FROM jobs").await, promised + 1, "the same is written");
            answers.push((comparable(&answer, email), comparable(&browser.follow(answer).await, email)));
        }
        assert_eq!(answers[0], answers[1], "{path}");
        site.browser()
            .post(path, &[("email", "x")])
            .await
            .assert_status(422)
            .assert_text(t!(Lang::Sv, "problem-not-an-email"));
    }
    assert_eq!(count_emails(site, "nobody@fyr.test").await, 0);
    assert_eq!(count_emails(site, PETRA).await, 2);
}

async fn changing_asks_for_the_old_one_and_ends_all_other_sessions(site: &Site) {
    let (own, other) = (site.signed_in(&site.people.petra).await, site.signed_in(&site.people.petra).await);
    let otto = site.signed_in(&site.people.otto).await;
    for (current, new, problem) in [
        ("", GOOD, t!(Lang::Sv, "problem-required-current").to_owned()),
        ("fel", GOOD, t!(Lang::Sv, "problem-wrong-password").to_owned()),
        (PASSWORD, "kort", t!(Lang::Sv, "problem-too-short", min = 12)),
    ] {
        let fields = [("current", current), ("password", new)];
        own.post("/account/password", &fields).await.assert_status(422).assert_text(&problem);
    }
    assert!(is_signed_in(&other).await);
    let fields = [("current", PASSWORD), ("password", GOOD)];
    let done = own.post("/account/password", &fields).await;
    own.follow(done).await.assert_status(200).assert_text(t!(Lang::Sv, "account-done-password"));
    assert!(is_signed_in(&own).await && is_signed_in(&otto).await);
    assert!(!is_signed_in(&other).await);
    site.browser().post("/sign-in", &[("email", PETRA), ("password", GOOD)]).await.assert_status(303);
    site.browser().post("/account/password", &fields).await.assert_status(303);
}

async fn a_hash_made_with_weaker_settings_is_renewed_at_the_next_sign_in(site: &Site) {
    use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version, password_hash::SaltString};
    let site = site.restart_with(|config| config.accounts.password_cost = PasswordCost::default()).await;
    let salt = SaltString::encode_b64(b"salt of sixteen!").unwrap();
    let hashed = async || {
        site.query_texts("SELECT password_hash FROM users WHERE email = 'petra@fyr.test'").await.remove(0)
    };
    for (algorithm, params) in [
        (Algorithm::Argon2id, Params::new(8 * 1024, 1, 1, None).unwrap()),
        (Algorithm::Argon2i, Params::default()),
    ] {
        let weak = Argon2::new(algorithm, Version::V0x13, params)
            .hash_password(PASSWORD.as_bytes(), &salt)
            .unwrap()
            .to_string();
        site.execute_sql(&format!(
            "UPDATE users SET password_hash = '{weak}' WHERE email = 'petra@fyr.test'"
        ))
        .await;
        site.browser().post("/sign-in", &[("email", PETRA), ("password", "fel")]).await.assert_status(422);
        assert_eq!(hashed().await, weak, "not for a wrong one");
        site.browser().post("/sign-in", &[("email", PETRA), ("password", PASSWORD)]).await.assert_status(303);
        let renewed = hashed().await;
        assert!(renewed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{renewed}");
        site.browser().post("/sign-in", &[("email", PETRA), ("password", PASSWORD)]).await.assert_status(303);
        assert_eq!(hashed().await, renewed, "once");
    }
    site.backend.store.close().await;
}

async fn who_has_no_password_gets_one_by_a_link(site: &Site) {
    let browser = site.signed_in(&site.people.petra).await;
    site.execute_sql("UPDATE users SET password_hash = NULL WHERE email = 'petra@fyr.test'").await;
    site.browser().post("/sign-in", &[("email", PETRA), ("password", PASSWORD)]).await.assert_status(422);
    let page =
        browser.get("/account/password").await.assert_status(200).assert_text(t!(Lang::Sv, "password-none"));
    assert_eq!(page.find_value("password"), None);
    let fields = [("current", PASSWORD), ("password", GOOD)];
    browser.post("/account/password", &fields).await.assert_status(422);
    browser.post("/password/forgotten", &[("email", &page.value("email"))]).await.assert_status(303);
    let link = emailed_link(site, PETRA, "/password/reset").await;
    browser
        .post("/password/reset", &[("token", token_in(&link)), ("password", GOOD)])
        .await
        .assert_status(303);
    site.browser().post("/sign-in", &[("email", PETRA), ("password", GOOD)]).await.assert_status(303);
}

async fn a_new_password_sent_twice_is_set_once_and_signs_in_twice(site: &Site) {
    let browser = site.browser();
    browser.post("/password/forgotten", &[("email", PETRA)]).await.assert_status(303);
    let link = emailed_link(site, PETRA, "/password/reset").await;
    browser.get(&link).await.assert_status(200);
    let reader = browser.cookie("fyr_reader").unwrap();
    let fields = [("token", token_in(&link)), ("password", GOOD)];
    browser.post("/password/reset", &fields).await.assert_status(303);
    let again = site.browser();
    again.set_cookie("fyr_reader", &reader);
    let other = [("token", token_in(&link)), ("password", "ett annat långt lösenord")];
    again.post("/password/reset", &other).await.assert_status(410);
    again.post("/password/reset", &fields).await.assert_status(303);
    assert!(is_signed_in(&again).await && is_signed_in(&browser).await);
    let changed = site.audit_actions().await;
    assert_eq!(changed.iter().filter(|action| *action == "password.changed").count(), 1);
    // a later password ends this too
    let change = [("current", GOOD), ("password", PASSWORD)];
    again.post("/account/password", &change).await.assert_status(303);
    let late = site.browser();
    late.set_cookie("fyr_reader", &reader);
    late.post("/password/reset", &fields).await.assert_status(410);
}
