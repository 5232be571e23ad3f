//! `/sign-in`: signing in, and the language of a page.

mod delay;
mod link;

use axum::body::Body;
use chrono::TimeDelta;
use fyr_domain::Lang;
use fyr_i18n::t;

use crate::support::{PASSWORD, Site, on_both_engines};

on_both_engines! {
    signing_in_takes_the_right_password,
    addresses_are_read_as_people_write_them,
    whoever_must_sign_in_comes_back_to_where_they_were,
    demo_accounts_are_offered_in_demo_mode_alone,
    people_begin_where_their_work_is,
    an_outage_is_said_where_people_sign_in_and_look_for_help,
    the_language_is_the_one_asked_for_then_remembered_then_the_accounts_then_the_browsers,
    odd_cookies_are_nobodys,
}

async fn signing_in_takes_the_right_password(site: &Site) {
    let browser = site.browser();
    let email = site.people.petra.email.as_str();
    for password in [
        "wrong",
        &PASSWORD.to_uppercase(),
        &format!("{PASSWORD} "),
        &format!("{PASSWORD}\0"),
        &"x".repeat(100_000),
    ] {
        let again =
            browser.post("/sign-in", &[("email", email), ("password", password)]).await.assert_status(422);
        again.assert_text(t!(Lang::Sv, "problem-wrong-credentials"));
        browser.get("/tickets").await.assert_status(303);
    }
    for (email, password) in [("", ""), (email, ""), ("", PASSWORD)] {
        browser
            .post("/sign-in", &[("email", email), ("password", password)])
            .await
            .assert_status(422)
            .assert_text(t!(Lang::Sv, "sign-in-refused"));
    }
    // so many mistakes cost a second
    site.clock.advance(TimeDelta::seconds(1));
    browser.post("/sign-in", &[("email", email), ("password", PASSWORD)]).await.assert_status(303);
    let page = browser.get("/tickets").await.assert_status(200);
    assert!(page.html().contains("Petra Lund"));
}

async fn addresses_are_read_as_people_write_them(site: &Site) {
    for email in ["Petra@Fyr.test", "  petra@fyr.test "] {
        site.browser().post("/sign-in", &[("email", email), ("password", PASSWORD)]).await.assert_status(303);
    }
}

async fn whoever_must_sign_in_comes_back_to_where_they_were(site: &Site) {
    let browser = site.browser();
    let away = browser.get("/tickets?show=open&page=2").await;
    let form = browser.follow(away).await.assert_status(200);
    let next = form.value("next");
    assert_eq!(next, "/tickets?show=open&page=2");
    let wrong = [("email", "petra@fyr.test"), ("password", "wrong"), ("next", &next)];
    assert_eq!(
        browser.post("/sign-in", &wrong).await.assert_status(422).value("next"),
        next,
        "also after a mistake"
    );
    let right = [("email", "petra@fyr.test"), ("password", PASSWORD), ("next", &next)];
    assert_eq!(browser.post("/sign-in", &right).await.assert_status(303).location(), next);
}

async fn demo_accounts_are_offered_in_demo_mode_alone(site: &Site) {
    site.browser().get("/sign-in").await.assert_no_text("Agnes Holm");
    let demo = site.restart_with(|config| config.support.demo = true).await;
    demo.browser()
        .get("/sign-in")
        .await
        .assert_status(200)
        .assert_text("Agnes Holm")
        .assert_text("Petra Lund");
    demo.backend.store.close().await;
}

async fn the_language_is_the_one_asked_for_then_remembered_then_the_accounts_then_the_browsers(site: &Site) {
    let lang_of = async |browser: &crate::support::Browser, path: &str| {
        let html = browser.get(path).await.html();
        html.split("<html lang=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let browser = site.browser();
    assert_eq!(lang_of(&browser, "/").await, "sv", "the operator's choice");
    let browser = browser.with_header("accept-language", "da;q=0.9, en-GB;q=0.8, nb;q=0.7");
    assert_eq!(lang_of(&browser, "/").await, "en", "the browser's");
    browser.sign_in(&site.people.petra).await;
    assert_eq!(lang_of(&browser, "/").await, "sv", "the account's");
    assert_eq!(lang_of(&browser, "/?lang=nb").await, "nb", "asked for");
    assert_eq!(lang_of(&browser, "/").await, "nb", "remembered");
    assert_eq!(lang_of(&browser, "/?lang=xx").await, "nb", "there is no such language");
    for header in ["", "*", "sv-SE", ";;;q=x", &"nb,".repeat(2_000)] {
        let browser = site.browser().with_header("accept-language", header);
        assert!(["sv", "nb"].contains(&lang_of(&browser, "/").await.as_str()), "{header}");
    }
}

async fn odd_cookies_are_nobodys(site: &Site) {
    for cookies in [
        "fyr_session=",
        "fyr_session=x",
        "fyr_session=AAAAAAAAAAAAAAAAAAAAAA",
        "fyr_session=%00",
        "fyr_session=../../x",
        "fyr_lang=xx; fyr_reader=<script>",
        "=; ;;; ==",
        "fyr_reader=\"; fyr_lang=nb",
    ] {
        let browser = site.browser().with_header("cookie", cookies);
        browser.get("/").await.assert_status(200);
        browser.get("/tickets").await.assert_status(303);
        browser
            .send("POST", "/tickets/new", "application/x-www-form-urlencoded", Body::from("step=check"))
            .await
            .assert_status(422);
    }
}

async fn people_begin_where_their_work_is(site: &Site) {
    let people = &site.people;
    for (user, path) in [
        (&people.petra, "/"),
        (&people.karin, "/participants"),
        (&people.agnes, "/desk"),
        (&people.stina, "/desk/status"),
        (&people.adam, "/desk"),
    ] {
        for (next, expected) in [("", path), ("/", path), ("//evil.example", path), ("/status", "/status")] {
            let fields = [("email", user.email.as_str()), ("password", PASSWORD), ("next", next)];
            let answer = site.browser().post("/sign-in", &fields).await.assert_status(303);
            assert_eq!(answer.location(), expected, "{} {next}", user.name);
        }
    }
}

async fn an_outage_is_said_where_people_sign_in_and_look_for_help(site: &Site) {
    let stina = site.signed_in(&site.people.stina).await;
    let nobody = site.browser();
    let pages = [
        "/sign-in",
        "/search",
        "/search?q=kod",
        "/articles",
        "/articles/reset-password",
        "/categories/account",
    ];
    for (impact, title, said) in [
        ("minor", "Lite trögt", false),
        ("major", "BankID är borta", true),
        ("critical", "Allt är borta", true),
    ] {
        let outage = [
            ("services", "portal"),
            ("impact", impact),
            ("status", "investigating"),
            ("title_sv", title),
            ("text_sv", "Vi letar"),
        ];
        stina.post("/desk/status/incidents/new", &outage).await.assert_status(303);
        for path in pages {
            let page = nobody.get(path).await.assert_status(200);
            assert_eq!(page.main_text().contains(title), said, "{path} {impact}");
        }
    }
}
