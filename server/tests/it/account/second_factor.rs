//! Authenticator apps and recovery codes.

use chrono::TimeDelta;
use fyr_domain::{Lang, Role, clock::Clock};
use fyr_i18n::t;
use totp_rs::{Builder, Secret, Totp};

use crate::support::{
    Browser, GOOD, PASSWORD, Site, TestResponse, emailed_link, is_signed_in, on_both_engines, token_in,
};

on_both_engines! {
    an_app_is_set_up_with_a_first_code_and_asked_for_from_then_on,
    a_code_is_taken_once,
    codes_of_other_times_are_refused,
    guessing_codes_gets_slower,
    a_recovery_code_works_once,
    new_recovery_codes_end_the_old,
    recovery_codes_can_be_saved_and_printed_and_are_kept_nowhere,
    an_app_is_taken_away_with_a_code_alone,
    setting_up_ends_all_other_sessions,
    a_mailed_link_and_a_new_password_do_not_get_around_it,
    the_first_step_lapses,
    a_sign_in_that_waits_for_its_code_ends_with_the_sessions,
    a_role_that_must_have_one_is_led_there_before_anything_else,
    the_secret_is_not_readable_in_the_database,
    long_after_signing_in_the_password_is_asked_for_once_more,
}

const PETRA: &str = "petra@fyr.test";

pub struct App(Totp);

impl App {
    /// What the page gives to type in.
    fn read(page: &TestResponse) -> Self {
        let html = page.html();
        let text = html.split_once("class=\"secret\">").unwrap().1.split('<').next().unwrap();
        let secret = Secret::try_from_base32(text.replace(' ', "")).unwrap();
        Self(Builder::new().with_secret(secret).with_account_name("x").build().unwrap())
    }

    /// The code shown so many seconds from now.
    pub fn code(&self, site: &Site, later: i64) -> String {
        self.0.generate(u64::try_from(site.clock.now().timestamp() + later).unwrap()).to_string()
    }
}

/// Sets an app up; gives it and the recovery codes. Afterwards the next code is a new one.
pub async fn set_up_second_factor(site: &Site, browser: &Browser) -> (App, Vec<String>) {
    let begun = browser.post("/account/second-factor", &[("action", "begin")]).await;
    let page = browser.follow(begun).await.assert_status(200);
    assert!(page.html().contains("<svg"), "a picture to scan");
    let app = App::read(&page);
    let fields = [("action", "confirm"), ("code", &app.code(site, 0))];
    let page = browser
        .post("/account/second-factor", &fields)
        .await
        .assert_status(200)
        .assert_text(t!(Lang::Sv, "codes-title"));
    let html = page.html();
    let codes: Vec<_> =
        html.split("<li><code>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect();
    assert_eq!(codes.len(), 10);
    site.clock.advance(TimeDelta::seconds(60));
    (app, codes)
}

/// Signs in with the password; gives a browser of which a code is asked.
pub async fn sign_in_without_code(site: &Site) -> Browser {
    let browser = site.browser();
    let answer =
        browser.post("/sign-in", &[("email", PETRA), ("password", PASSWORD), ("next", "/tickets")]).await;
    assert_eq!(answer.assert_status(303).location(), "/sign-in/code");
    assert!(!is_signed_in(&browser).await, "half is not in");
    browser
}

pub async fn submit_code(browser: &Browser, code: &str) -> TestResponse {
    browser.post("/sign-in/code", &[("code", code)]).await
}

async fn an_app_is_set_up_with_a_first_code_and_asked_for_from_then_on(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    own.post("/account/second-factor", &[("action", "begin")]).await.assert_status(303);
    own.post("/account/second-factor", &[("action", "confirm"), ("code", "000000")]).await.assert_status(422);
    site.signed_in(&site.people.petra).await.get("/tickets").await.assert_status(200);
    let (app, _) = set_up_second_factor(site, &own).await;
    assert!(is_signed_in(&own).await, "the browser in which it was set up stays in");
    own.get("/account").await.assert_text(t!(Lang::Sv, "factor-on"));

    let browser = sign_in_without_code(site).await;
    browser.get("/tickets").await.assert_status(303);
    browser.get("/sign-in/code").await.assert_status(200).assert_text(t!(Lang::Sv, "code-title"));
    submit_code(&browser, "").await.assert_status(422).assert_text(t!(Lang::Sv, "problem-required-code"));
    submit_code(&browser, "123").await.assert_status(422).assert_text(t!(Lang::Sv, "problem-wrong-code"));
    let code = app.code(site, 0);
    let (left, right) = code.split_at(3);
    let answer = submit_code(&browser, &format!(" {left} {right}")).await;
    assert_eq!(answer.assert_status(303).location(), "/tickets", "the way back survives the second step");
    assert!(is_signed_in(&browser).await);
    let log = site.audit_actions().await;
    for action in ["second-factor.added", "second-factor.refused", "session.started"] {
        assert!(log.iter().any(|done| done == action), "{action}: {log:?}");
    }
    site.browser().get("/sign-in/code").await.assert_status(303);
    submit_code(&site.browser(), &code).await.assert_status(303);
}

async fn a_code_is_taken_once(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let (app, _) = set_up_second_factor(site, &own).await;
    let code = app.code(site, 0);
    let (first, second) = (sign_in_without_code(site).await, sign_in_without_code(site).await);
    submit_code(&first, &code).await.assert_status(303);
    submit_code(&second, &code).await.assert_status(422).assert_text(t!(Lang::Sv, "problem-wrong-code"));
    // nor one of before the one that was taken
    submit_code(&second, &app.code(site, -30)).await.assert_status(422);
    assert!(!is_signed_in(&second).await);
    site.clock.advance(TimeDelta::seconds(30));
    submit_code(&second, &app.code(site, 0)).await.assert_status(303);
}

async fn codes_of_other_times_are_refused(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let (app, _) = set_up_second_factor(site, &own).await;
    site.clock.advance(TimeDelta::minutes(5));
    let browser = sign_in_without_code(site).await;
    for later in [-90, 90, 3_600] {
        submit_code(&browser, &app.code(site, later)).await.assert_status(422);
    }
    submit_code(&browser, &app.code(site, -30)).await.assert_status(303);
}

async fn guessing_codes_gets_slower(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let (app, _) = set_up_second_factor(site, &own).await;
    let browser = sign_in_without_code(site).await;
    for _ in 0..5 {
        submit_code(&browser, "000000").await.assert_status(422);
    }
    submit_code(&sign_in_without_code(site).await, &app.code(site, 0)).await.assert_status(429);
    let waits = submit_code(&browser, &app.code(site, 0)).await.assert_status(429);
    site.clock.advance(TimeDelta::seconds(waits.header("retry-after").parse().unwrap()));
    submit_code(&browser, &app.code(site, 0)).await.assert_status(303);
}

async fn a_recovery_code_works_once(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let (_, codes) = set_up_second_factor(site, &own).await;
    submit_code(&sign_in_without_code(site).await, &codes[3].to_lowercase().replace('-', " "))
        .await
        .assert_status(303);
    submit_code(&sign_in_without_code(site).await, &codes[3]).await.assert_status(422);
    submit_code(&sign_in_without_code(site).await, &codes[4]).await.assert_status(303);
    own.get("/account/second-factor").await.assert_text(&t!(Lang::Sv, "factor-codes-left", count = 8));
    let kept = site.query_texts("SELECT hash FROM recovery_codes").await;
    assert_eq!(kept.len(), codes.len());
    assert!(kept.iter().all(|hash| hash.starts_with("$argon2id$")), "{kept:?}");
    let mails = site.delivered_emails().await;
    assert!(
        mails.iter().any(|mail| mail.to == PETRA && mail.subject == t!(Lang::Sv, "mail-recovery-subject"))
    );
}

async fn recovery_codes_can_be_saved_and_printed_and_are_kept_nowhere(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let (app, _) = set_up_second_factor(site, &own).await;
    let fields = [("action", "codes"), ("code", &app.code(site, 0))];
    let shown = own.post("/account/second-factor", &fields).await.assert_status(200);
    assert_eq!(shown.header("cache-control"), "no-store");
    let page = shown.page();
    let codes = page.texts(".recovery-codes code");
    let file = page.attributes("a[download]", "href").remove(0);
    assert!(codes.iter().all(|code| file.contains(code)), "{file}");
    assert_eq!(page.attributes("a[download]", "download"), [t!(Lang::Sv, "codes-file")]);
    let paper = page.texts(".print-only").concat();
    assert!(paper.contains("Fyr") && paper.contains(PETRA), "{paper}");
    assert!(
        page.select("main button:not([hidden])").is_empty(),
        "what needs a script is not there without one"
    );
    for kept in [
        "SELECT data FROM sessions",
        "SELECT hash FROM recovery_codes",
        "SELECT CAST(details AS TEXT) FROM audit_log",
    ] {
        let kept = site.query_texts(kept).await.concat();
        assert!(codes.iter().all(|code| !kept.contains(code)), "{kept}");
    }
}

async fn new_recovery_codes_end_the_old(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let (app, old) = set_up_second_factor(site, &own).await;
    own.post("/account/second-factor", &[("action", "codes"), ("code", "000000")]).await.assert_status(422);
    let fields = [("action", "codes"), ("code", &app.code(site, 0))];
    let page = own.post("/account/second-factor", &fields).await.assert_status(200).html();
    let new = page.split("<li><code>").nth(1).unwrap().split('<').next().unwrap();
    submit_code(&sign_in_without_code(site).await, &old[0]).await.assert_status(422);
    submit_code(&sign_in_without_code(site).await, new).await.assert_status(303);
}

async fn an_app_is_taken_away_with_a_code_alone(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let (app, _) = set_up_second_factor(site, &own).await;
    for code in ["", "000000", PASSWORD] {
        own.post("/account/second-factor", &[("action", "remove"), ("code", code)]).await.assert_status(422);
    }
    // a new one cannot be put over it either
    own.post("/account/second-factor", &[("action", "begin")]).await.assert_status(303);
    sign_in_without_code(site).await;
    let fields = [("action", "remove"), ("code", &app.code(site, 0))];
    own.post("/account/second-factor", &fields).await.assert_status(303);
    site.signed_in(&site.people.petra).await.get("/tickets").await.assert_status(200);
    assert_eq!(site.count("SELECT COUNT(*) FROM recovery_codes").await, 0);
    let mails = site.delivered_emails().await;
    for subject in ["mail-factor-added-subject", "mail-factor-removed-subject"] {
        let words = fyr_i18n::text(Lang::Sv, subject);
        assert!(mails.iter().any(|mail| mail.to == PETRA && mail.subject == words), "{subject}");
    }
}

async fn setting_up_ends_all_other_sessions(site: &Site) {
    let (own, other) = (site.signed_in(&site.people.petra).await, site.signed_in(&site.people.petra).await);
    let before = own.cookie("fyr_session").unwrap();
    set_up_second_factor(site, &own).await;
    assert!(is_signed_in(&own).await && !is_signed_in(&other).await);
    assert_ne!(own.cookie("fyr_session").unwrap(), before, "a session that may more has a new id");
}

async fn a_mailed_link_and_a_new_password_do_not_get_around_it(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let (app, _) = set_up_second_factor(site, &own).await;
    let browser = site.browser();
    browser.post("/sign-in/link", &[("email", PETRA)]).await.assert_status(303);
    let link = emailed_link(site, PETRA, "/sign-in/link/open").await;
    let answer = browser.post("/sign-in/link/open", &[("token", token_in(&link))]).await;
    assert_eq!(answer.assert_status(303).location(), "/sign-in/code");
    assert!(!is_signed_in(&browser).await);
    let browser = site.browser();
    browser.post("/password/forgotten", &[("email", PETRA)]).await.assert_status(303);
    let link = emailed_link(site, PETRA, "/password/reset").await;
    let fields = [("token", token_in(&link)), ("password", GOOD)];
    assert_eq!(browser.post("/password/reset", &fields).await.assert_status(303).location(), "/sign-in/code");
    assert!(!is_signed_in(&browser).await);
    submit_code(&browser, &app.code(site, 0)).await.assert_status(303);
    assert!(is_signed_in(&browser).await);
}

async fn the_first_step_lapses(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let (app, _) = set_up_second_factor(site, &own).await;
    let browser = sign_in_without_code(site).await;
    site.clock.advance(TimeDelta::minutes(11));
    assert_eq!(submit_code(&browser, &app.code(site, 0)).await.assert_status(303).location(), "/sign-in");
    assert!(!is_signed_in(&browser).await);
}

async fn a_role_that_must_have_one_is_led_there_before_anything_else(site: &Site) {
    let site = site.restart_with(|config| config.sessions.second_factor_roles = vec![Role::Agent]).await;
    site.signed_in(&site.people.petra).await.get("/tickets").await.assert_status(200);
    let agnes = site.signed_in(&site.people.agnes).await;
    for path in ["/desk", "/tickets", "/account", "/", "/account/password", "/no/such/page"] {
        assert_eq!(agnes.get(path).await.assert_status(303).location(), "/account/second-factor", "{path}");
    }
    let agnes_ticket = agnes.post("/tickets/new", &[("subject", "x")]).await;
    assert_eq!(agnes_ticket.assert_status(303).location(), "/account/second-factor");
    agnes.get("/account/second-factor").await.assert_status(200).assert_text(t!(Lang::Sv, "factor-required"));
    let (app, _) = set_up_second_factor(&site, &agnes).await;
    agnes.get("/desk").await.assert_status(200);
    // taking it away leads there again
    let fields = [("action", "remove"), ("code", &app.code(&site, 0))];
    agnes.post("/account/second-factor", &fields).await.assert_status(303);
    assert_eq!(agnes.get("/desk").await.assert_status(303).location(), "/account/second-factor");
    let stuck = site.signed_in(&site.people.adam).await;
    stuck.get("/desk").await.assert_status(200);
    site.backend.store.close().await;
}

async fn the_secret_is_not_readable_in_the_database(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let begun = own.post("/account/second-factor", &[("action", "begin")]).await;
    let page = own.follow(begun).await;
    let html = page.html();
    let text = html.split_once("class=\"secret\">").unwrap().1.split('<').next().unwrap().replace(' ', "");
    let raw = Secret::try_from_base32(&text).unwrap();
    let kept =
        site.query_texts("SELECT totp_secret FROM users WHERE totp_secret IS NOT NULL").await.remove(0);
    assert!(!kept.contains(&text));
    let hex: String = raw.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(!kept.contains(&hex));
    // and it is this person's alone: under another one it opens nothing
    site.execute_sql(&format!("UPDATE users SET totp_secret = '{kept}' WHERE email = 'otto@fyr.test'")).await;
    // so they are asked to begin anew
    let other = site.signed_in(&site.people.otto).await.get("/account/second-factor").await;
    assert!(!other.assert_status(200).html().contains("class=\"secret\""));
}

async fn long_after_signing_in_the_password_is_asked_for_once_more(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    own.get("/account").await.assert_status(200);
    site.clock.advance(TimeDelta::minutes(16));
    own.post("/account/second-factor", &[("action", "begin")])
        .await
        .assert_status(422)
        .assert_text(t!(Lang::Sv, "problem-required-current"));
    let wrong = [("action", "begin"), ("current", "fel")];
    own.post("/account/second-factor", &wrong)
        .await
        .assert_status(422)
        .assert_text(t!(Lang::Sv, "problem-wrong-password"));
    own.post("/account/second-factor", &[("action", "begin"), ("current", PASSWORD)])
        .await
        .assert_status(303);
}

async fn a_sign_in_that_waits_for_its_code_ends_with_the_sessions(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let (app, codes) = set_up_second_factor(site, &own).await;
    let adam = site.signed_in(&site.people.adam).await;
    let ended = async |browser: &Browser, code: &str| {
        assert_eq!(browser.get("/sign-in/code").await.assert_status(303).location(), "/sign-in");
        assert_eq!(submit_code(browser, code).await.assert_status(303).location(), "/sign-in");
        assert!(!is_signed_in(browser).await);
    };
    let waiting = sign_in_without_code(site).await;
    let person = format!("/desk/people/{}", site.people.petra.id);
    adam.post(&person, &[("action", "sign-out")]).await.assert_status(303);
    ended(&waiting, &codes[0]).await;

    let back = sign_in_without_code(site).await;
    submit_code(&back, &app.code(site, 0)).await.assert_status(303);
    let waiting = sign_in_without_code(site).await;
    let change = [("current", PASSWORD), ("password", GOOD)];
    back.post("/account/password", &change).await.assert_status(303);
    ended(&waiting, &codes[0]).await;
    assert!(is_signed_in(&back).await);
}
