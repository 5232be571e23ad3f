//! Authenticator apps and recovery codes.

use chrono::TimeDelta;
use fyr_domain::{Lang, Role, clock::Clock};
use fyr_i18n::t;
use totp_rs::{Builder, Secret, Totp};

use super::{GOOD, is_in, log, mailed, token};
use crate::support::{Answer, Browser, PASSWORD, Site, on_both_engines};

on_both_engines! {
    an_app_is_set_up_with_a_first_code_and_asked_for_from_then_on,
    a_code_is_taken_once,
    codes_of_other_times_are_refused,
    guessing_codes_gets_slower,
    a_recovery_code_works_once,
    new_recovery_codes_end_the_old,
    an_app_is_taken_away_with_a_code_alone,
    setting_up_ends_all_other_sessions,
    a_mailed_link_and_a_new_password_do_not_get_around_it,
    the_first_step_lapses,
    a_role_that_must_have_one_is_led_there_before_anything_else,
    the_secret_is_not_readable_in_the_database,
    long_after_signing_in_the_password_is_asked_for_once_more,
}

const PETRA: &str = "petra@fyr.test";

struct App(Totp);

impl App {
    /// What the page gives to type in.
    fn read(page: &Answer) -> Self {
        let html = page.html();
        let text = html.split_once("class=\"secret\">").unwrap().1.split('<').next().unwrap();
        let secret = Secret::try_from_base32(text.replace(' ', "")).unwrap();
        Self(Builder::new().with_secret(secret).with_account_name("x").build().unwrap())
    }

    /// The code shown so many seconds from now.
    fn code(&self, site: &Site, later: i64) -> String {
        self.0.generate(u64::try_from(site.clock.now().timestamp() + later).unwrap()).to_string()
    }
}

/// Sets an app up; gives it and the recovery codes. Afterwards the next code is a new one.
async fn set_up(site: &Site, browser: &Browser) -> (App, Vec<String>) {
    let begun = browser.post("/account/second-factor", &[("action", "begin")]).await;
    let page = browser.follow(begun).await.is(200);
    assert!(page.html().contains("<svg"), "a picture to scan");
    let app = App::read(&page);
    let fields = [("action", "confirm"), ("code", &app.code(site, 0))];
    let page =
        browser.post("/account/second-factor", &fields).await.is(200).says(t!(Lang::Sv, "codes-title"));
    let html = page.html();
    let codes: Vec<_> =
        html.split("<li><code>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect();
    assert_eq!(codes.len(), 10);
    site.clock.forward(TimeDelta::seconds(60));
    (app, codes)
}

/// Signs in with the password; gives a browser of which a code is asked.
async fn half(site: &Site) -> Browser {
    let browser = site.browser();
    let answer =
        browser.post("/sign-in", &[("email", PETRA), ("password", PASSWORD), ("next", "/tickets")]).await;
    assert_eq!(answer.is(303).location(), "/sign-in/code");
    assert!(!is_in(&browser).await, "half is not in");
    browser
}

async fn give(browser: &Browser, code: &str) -> Answer {
    browser.post("/sign-in/code", &[("code", code)]).await
}

async fn an_app_is_set_up_with_a_first_code_and_asked_for_from_then_on(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    own.post("/account/second-factor", &[("action", "begin")]).await.is(303);
    own.post("/account/second-factor", &[("action", "confirm"), ("code", "000000")]).await.is(422);
    site.signed_in(&site.people.petra).await.get("/tickets").await.is(200);
    let (app, _) = set_up(site, &own).await;
    assert!(is_in(&own).await, "the browser in which it was set up stays in");
    own.get("/account").await.says(t!(Lang::Sv, "factor-on"));

    let browser = half(site).await;
    browser.get("/tickets").await.is(303);
    browser.get("/sign-in/code").await.is(200).says(t!(Lang::Sv, "code-title"));
    give(&browser, "").await.is(422).says(t!(Lang::Sv, "problem-required-code"));
    give(&browser, "123").await.is(422).says(t!(Lang::Sv, "problem-wrong-code"));
    let code = app.code(site, 0);
    let (left, right) = code.split_at(3);
    let answer = give(&browser, &format!(" {left} {right}")).await;
    assert_eq!(answer.is(303).location(), "/tickets", "the way back survives the second step");
    assert!(is_in(&browser).await);
    let log = log(site).await;
    for action in ["second-factor.added", "second-factor.refused", "session.started"] {
        assert!(log.iter().any(|done| done == action), "{action}: {log:?}");
    }
    site.browser().get("/sign-in/code").await.is(303);
    give(&site.browser(), &code).await.is(303);
}

async fn a_code_is_taken_once(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let (app, _) = set_up(site, &own).await;
    let code = app.code(site, 0);
    let (first, second) = (half(site).await, half(site).await);
    give(&first, &code).await.is(303);
    give(&second, &code).await.is(422).says(t!(Lang::Sv, "problem-wrong-code"));
    // nor one of before the one that was taken
    give(&second, &app.code(site, -30)).await.is(422);
    assert!(!is_in(&second).await);
    site.clock.forward(TimeDelta::seconds(30));
    give(&second, &app.code(site, 0)).await.is(303);
}

async fn codes_of_other_times_are_refused(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let (app, _) = set_up(site, &own).await;
    site.clock.forward(TimeDelta::minutes(5));
    let browser = half(site).await;
    for later in [-90, 90, 3_600] {
        give(&browser, &app.code(site, later)).await.is(422);
    }
    give(&browser, &app.code(site, -30)).await.is(303);
}

async fn guessing_codes_gets_slower(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let (app, _) = set_up(site, &own).await;
    let browser = half(site).await;
    for _ in 0..5 {
        give(&browser, "000000").await.is(422);
    }
    give(&half(site).await, &app.code(site, 0)).await.is(429);
    let waits = give(&browser, &app.code(site, 0)).await.is(429);
    site.clock.forward(TimeDelta::seconds(waits.header("retry-after").parse().unwrap()));
    give(&browser, &app.code(site, 0)).await.is(303);
}

async fn a_recovery_code_works_once(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let (_, codes) = set_up(site, &own).await;
    give(&half(site).await, &codes[3].to_lowercase().replace('-', " ")).await.is(303);
    give(&half(site).await, &codes[3]).await.is(422);
    give(&half(site).await, &codes[4]).await.is(303);
    own.get("/account/second-factor").await.says(&t!(Lang::Sv, "factor-codes-left", count = 8));
    let kept = site.texts("SELECT hash FROM recovery_codes").await;
    assert!(kept.iter().all(|hash| hash.starts_with("$argon2id$")), "{kept:?}");
    let mails = site.mails().await;
    assert!(
        mails.iter().any(|mail| mail.to == PETRA && mail.subject == t!(Lang::Sv, "mail-recovery-subject"))
    );
}

async fn new_recovery_codes_end_the_old(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let (app, old) = set_up(site, &own).await;
    own.post("/account/second-factor", &[("action", "codes"), ("code", "000000")]).await.is(422);
    let fields = [("action", "codes"), ("code", &app.code(site, 0))];
    let page = own.post("/account/second-factor", &fields).await.is(200).html();
    let new = page.split("<li><code>").nth(1).unwrap().split('<').next().unwrap();
    give(&half(site).await, &old[0]).await.is(422);
    give(&half(site).await, new).await.is(303);
}

async fn an_app_is_taken_away_with_a_code_alone(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let (app, _) = set_up(site, &own).await;
    for code in ["", "000000", PASSWORD] {
        own.post("/account/second-factor", &[("action", "remove"), ("code", code)]).await.is(422);
    }
    // a new one cannot be put over it either
    own.post("/account/second-factor", &[("action", "begin")]).await.is(303);
    half(site).await;
    let fields = [("action", "remove"), ("code", &app.code(site, 0))];
    own.post("/account/second-factor", &fields).await.is(303);
    site.signed_in(&site.people.petra).await.get("/tickets").await.is(200);
    assert_eq!(site.count("SELECT COUNT(*) FROM recovery_codes").await, 0);
    let mails = site.mails().await;
    for subject in ["mail-factor-added-subject", "mail-factor-removed-subject"] {
        let words = fyr_i18n::text(Lang::Sv, subject);
        assert!(mails.iter().any(|mail| mail.to == PETRA && mail.subject == words), "{subject}");
    }
}

async fn setting_up_ends_all_other_sessions(site: &Site) {
    let (own, other) = (site.signed_in(&site.people.petra).await, site.signed_in(&site.people.petra).await);
    let before = own.cookie("fyr_session").unwrap();
    set_up(site, &own).await;
    assert!(is_in(&own).await && !is_in(&other).await);
    assert_ne!(own.cookie("fyr_session").unwrap(), before, "a session that may more has a new id");
}

async fn a_mailed_link_and_a_new_password_do_not_get_around_it(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let (app, _) = set_up(site, &own).await;
    let browser = site.browser();
    browser.post("/sign-in/link", &[("email", PETRA)]).await.is(303);
    let link = mailed(site, PETRA, "/sign-in/link/open").await;
    let answer = browser.post("/sign-in/link/open", &[("token", token(&link))]).await;
    assert_eq!(answer.is(303).location(), "/sign-in/code");
    assert!(!is_in(&browser).await);
    let browser = site.browser();
    browser.post("/password/forgotten", &[("email", PETRA)]).await.is(303);
    let link = mailed(site, PETRA, "/password/reset").await;
    let fields = [("token", token(&link)), ("password", GOOD)];
    assert_eq!(browser.post("/password/reset", &fields).await.is(303).location(), "/sign-in/code");
    assert!(!is_in(&browser).await);
    give(&browser, &app.code(site, 0)).await.is(303);
    assert!(is_in(&browser).await);
}

async fn the_first_step_lapses(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let (app, _) = set_up(site, &own).await;
    let browser = half(site).await;
    site.clock.forward(TimeDelta::minutes(11));
    assert_eq!(give(&browser, &app.code(site, 0)).await.is(303).location(), "/sign-in");
    assert!(!is_in(&browser).await);
}

async fn a_role_that_must_have_one_is_led_there_before_anything_else(site: &Site) {
    let site = site.again(|config| config.second_factor_roles = vec![Role::Agent]).await;
    site.signed_in(&site.people.petra).await.get("/tickets").await.is(200);
    let agnes = site.signed_in(&site.people.agnes).await;
    for path in ["/desk", "/tickets", "/account", "/", "/account/password", "/no/such/page"] {
        assert_eq!(agnes.get(path).await.is(303).location(), "/account/second-factor", "{path}");
    }
    let agnes_ticket = agnes.post("/tickets/new", &[("subject", "x")]).await;
    assert_eq!(agnes_ticket.is(303).location(), "/account/second-factor");
    agnes.get("/account/second-factor").await.is(200).says(t!(Lang::Sv, "factor-required"));
    let (app, _) = set_up(&site, &agnes).await;
    agnes.get("/desk").await.is(200);
    // taking it away leads there again
    let fields = [("action", "remove"), ("code", &app.code(&site, 0))];
    agnes.post("/account/second-factor", &fields).await.is(303);
    assert_eq!(agnes.get("/desk").await.is(303).location(), "/account/second-factor");
    let stuck = site.signed_in(&site.people.adam).await;
    stuck.get("/desk").await.is(200);
    site.backend.store.close().await;
}

async fn the_secret_is_not_readable_in_the_database(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let begun = own.post("/account/second-factor", &[("action", "begin")]).await;
    let page = own.follow(begun).await;
    let html = page.html();
    let text = html.split_once("class=\"secret\">").unwrap().1.split('<').next().unwrap().replace(' ', "");
    let raw = Secret::try_from_base32(&text).unwrap();
    let kept = site.texts("SELECT totp_secret FROM users WHERE totp_secret IS NOT NULL").await.remove(0);
    assert!(!kept.contains(&text));
    let hex: String = raw.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(!kept.contains(&hex));
    // and it is this person's alone: under another one it opens nothing
    site.sql(&format!("UPDATE users SET totp_secret = '{kept}' WHERE email = 'otto@fyr.test'")).await;
    site.signed_in(&site.people.otto).await.get("/account/second-factor").await.is(500);
}

async fn long_after_signing_in_the_password_is_asked_for_once_more(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    own.get("/account").await.is(200);
    site.clock.forward(TimeDelta::minutes(16));
    own.post("/account/second-factor", &[("action", "begin")])
        .await
        .is(422)
        .says(t!(Lang::Sv, "problem-required-password"));
    let wrong = [("action", "begin"), ("current", "fel")];
    own.post("/account/second-factor", &wrong).await.is(422).says(t!(Lang::Sv, "problem-wrong-password"));
    own.post("/account/second-factor", &[("action", "begin"), ("current", PASSWORD)]).await.is(303);
}
