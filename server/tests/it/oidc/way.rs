//! The way to a provider and back.

use chrono::TimeDelta;
use fyr_domain::Lang;
use fyr_i18n::t;

use super::{
    Login,
    fake::{Fake, SLUG},
    is_signed_in,
};
use crate::support::site::UNREACHABLE_PROVIDER;
use crate::support::{Site, on_both_engines};

on_both_engines! {
    there_is_a_button_for_each_provider,
    someone_signs_in_and_comes_back_to_where_they_were,
    the_provider_is_asked_as_the_standards_have_it,
    what_was_typed_before_is_still_there,
    an_answer_counts_once_in_the_browser_that_began_within_ten_minutes,
    the_way_back_is_a_path_of_this_site,
    a_provider_that_is_away_stops_nothing_and_its_button_says_so,
    a_provider_that_sends_elsewhere_is_away,
    a_provider_that_stops_answering_is_used_as_it_was_for_a_day,
    what_the_provider_says_went_wrong_is_put_into_words,
    signing_out_goes_on_at_the_provider,
}

async fn there_is_a_button_for_each_provider(site: &Site) {
    let page = site.browser().get("/sign-in?next=/tickets").await.assert_status(200);
    page.assert_text("Logga in med Kommunkonto");
    let alone = site
        .browser()
        .get(&format!("/sign-in/{UNREACHABLE_PROVIDER}?next=/tickets"))
        .await
        .assert_status(200);
    assert_eq!(alone.value("next"), "/tickets");
    let none = site.restart_with(|config| config.identity.providers.clear()).await;
    none.browser().get("/sign-in").await.assert_status(200).assert_no_text("Kommunkonto");
    none.backend.store.close().await;
}

async fn someone_signs_in_and_comes_back_to_where_they_were(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let browser = portal.browser();
    let before = browser.cookie("fyr_session");
    let login = Login::begin(&browser, SLUG, "/tickets?show=open&page=1").await;
    let waiting = browser.cookie("fyr_session");
    assert!(before.is_none() && waiting.is_some());
    assert!(!is_signed_in(&browser).await, "not yet");
    let token = fake.token(&login, "kim", portal.now());
    let back = fake.complete_login(&browser, &login, token).await.assert_status(303);
    assert_eq!(back.location(), "/tickets?show=open&page=1");
    assert_ne!(browser.cookie("fyr_session"), waiting, "under a new id");
    assert!(browser.get("/tickets").await.assert_status(200).html().contains("Kim Kommun"));
    let mut lines = portal.audit_actions().await;
    lines.retain(|line| line.starts_with("identity.") || line.starts_with("user."));
    assert_eq!(lines, ["user.registered", "identity.used"]);
    portal.backend.store.close().await;
}

async fn the_provider_is_asked_as_the_standards_have_it(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |config| config.acr_values = vec!["loa3".into(), "loa4".into()]).await;
    let login = Login::begin(&portal.browser(), SLUG, "/").await;
    assert_eq!(login.url.path(), "/auth");
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "fyr"),
        ("redirect_uri", "http://fyr.test/auth/callback/fake"),
        ("scope", "openid profile email"),
        ("code_challenge_method", "S256"),
        ("acr_values", "loa3 loa4"),
        ("ui_locales", "sv"),
        ("prompt", ""),
        ("max_age", ""),
    ] {
        assert_eq!(login.parameter(name), value, "{name}");
    }
    let other = Login::begin(&portal.browser(), SLUG, "/").await;
    for name in ["state", "nonce", "code_challenge"] {
        assert!(login.parameter(name).len() >= 32, "{name}");
        assert_ne!(login.parameter(name), other.parameter(name), "{name}");
    }
    portal.backend.store.close().await;
}

async fn what_was_typed_before_is_still_there(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let browser = portal.browser();
    let key = browser.get("/tickets/new").await.value("form_key");
    let fields = [
        ("form_key", key.as_str()),
        ("topic", "other"),
        ("subject", "Halvfärdigt"),
        ("description", "Mer sen"),
        ("name", "Kim"),
        ("email", "inte en adress"),
    ];
    browser.post("/tickets/new", &fields).await.assert_status(422);
    let login = Login::begin(&browser, SLUG, "/tickets/new").await;
    let token = fake.token(&login, "kim", portal.now());
    let page = browser.follow(fake.complete_login(&browser, &login, token).await).await.assert_status(200);
    assert_eq!(page.value("subject"), "Halvfärdigt");
    portal.backend.store.close().await;
}

async fn an_answer_counts_once_in_the_browser_that_began_within_ten_minutes(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let expired = format!("/sign-in/{SLUG}?problem=expired");

    let browser = portal.browser();
    let login = Login::begin(&browser, SLUG, "/").await;
    fake.set_token(&login, fake.token(&login, "kim", portal.now()));
    let back = fake.callback_path(&login, "code=a-code");
    let stranger = portal.browser();
    assert_eq!(stranger.get(&back).await.assert_status(303).location(), expired, "in another browser");
    assert!(!is_signed_in(&stranger).await);
    browser.get(&back).await.assert_status(303);
    assert!(is_signed_in(&browser).await);
    browser.post("/sign-out", &[]).await.assert_status(200);
    assert_eq!(browser.get(&back).await.assert_status(303).location(), expired, "a second time");
    assert!(!is_signed_in(&browser).await);

    let late = portal.browser();
    let login = Login::begin(&late, SLUG, "/").await;
    portal.clock.advance(TimeDelta::minutes(10));
    let token = fake.token(&login, "kim", portal.now());
    assert_eq!(
        fake.complete_login(&late, &login, token).await.assert_status(303).location(),
        expired,
        "too late"
    );
    let told = late.get(&expired).await.assert_status(200);
    told.assert_text(t!(Lang::Sv, "identity-expired-title")).assert_text("Försök igen med Kommunkonto");

    for odd in ["", "?", "?code=x", "?state=", "?state=x&code=%00", "?error=access_denied"] {
        let answer = portal.browser().get(&format!("/auth/callback/{SLUG}{odd}")).await.assert_status(303);
        assert_eq!(answer.location(), expired, "{odd}");
    }
    portal.backend.store.close().await;
}

async fn the_way_back_is_a_path_of_this_site(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    for bad in ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", ""] {
        let browser = portal.browser();
        let login = Login::begin(&browser, SLUG, bad).await;
        let token = fake.token(&login, "kim", portal.now());
        assert_eq!(
            fake.complete_login(&browser, &login, token).await.assert_status(303).location(),
            "/",
            "{bad:?}"
        );
    }
    portal.backend.store.close().await;
}

async fn a_provider_that_is_away_stops_nothing_and_its_button_says_so(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    fake.script().broken = Some(axum::http::StatusCode::BAD_GATEWAY);
    let browser = portal.browser();
    let told = browser.post(&format!("/sign-in/{SLUG}"), &[("next", "/tickets")]).await.assert_status(303);
    assert_eq!(told.location(), format!("/sign-in/{SLUG}?problem=away&next=%2Ftickets"));
    let page = browser.follow(told).await.assert_status(503);
    assert_eq!(page.value("next"), "/tickets");
    page.assert_text("Kommunkonto svarar inte just nu");
    browser.get("/sign-in").await.assert_status(200).assert_text("Kommunkonto svarar inte just nu.");
    browser.sign_in(&portal.people.petra).await;

    fake.script().broken = None;
    portal.clock.advance(TimeDelta::seconds(5));
    let later = portal.browser();
    assert_eq!(fake.sign_in(&portal, &later, "kim").await.assert_status(303).location(), "/tickets");
    portal.browser().get("/sign-in").await.assert_status(200).assert_no_text("svarar inte");
    portal.backend.store.close().await;
}

async fn a_provider_that_sends_elsewhere_is_away(site: &Site) {
    let fake = Fake::start().await;
    let wrong = [
        (Some(axum::http::StatusCode::FOUND), serde_json::json!({})),
        (None, serde_json::json!({ "issuer": "https://other.example" })),
        (None, serde_json::json!({ "token_endpoint": "http://other.example/token" })),
        (None, serde_json::json!({ "authorization_endpoint": "javascript:alert(1)" })),
        (None, serde_json::json!({ "end_session_endpoint": "http://other.example/" })),
        (None, serde_json::json!({ "jwks_uri": null })),
    ];
    for (broken, metadata) in wrong {
        let portal = fake.portal(site, |_| {}).await;
        let text = format!("{broken:?} {metadata}");
        (fake.script().broken, fake.script().metadata) = (broken, metadata);
        let told = portal.browser().post(&format!("/sign-in/{SLUG}"), &[]).await.assert_status(303);
        assert_eq!(told.location(), format!("/sign-in/{SLUG}?problem=away"), "{text}");
        portal.backend.store.close().await;
    }
}

async fn a_provider_that_stops_answering_is_used_as_it_was_for_a_day(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    fake.sign_in(&portal, &portal.browser(), "kim").await.assert_status(303);
    fake.script().broken = Some(axum::http::StatusCode::BAD_GATEWAY);
    portal.clock.advance(TimeDelta::hours(23));
    assert_eq!(
        fake.sign_in(&portal, &portal.browser(), "kim").await.assert_status(303).location(),
        "/tickets"
    );
    portal.clock.advance(TimeDelta::hours(2));
    let told = portal.browser().post(&format!("/sign-in/{SLUG}"), &[]).await.assert_status(303);
    assert_eq!(told.location(), format!("/sign-in/{SLUG}?problem=away"));
    portal.backend.store.close().await;
}

async fn what_the_provider_says_went_wrong_is_put_into_words(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    for (code, problem) in [
        ("access_denied", "denied"),
        ("login_required", "login"),
        ("consent_required", "login"),
        ("temporarily_unavailable", "away"),
        ("<script>", "untrusted"),
    ] {
        let browser = portal.browser();
        let login = Login::begin(&browser, SLUG, "/tickets").await;
        let with = format!("error={code}&error_description=<b>secret</b>");
        let told =
            browser.get(&fake.callback_path(&login, &with).replace('<', "%3C").replace('>', "%3E")).await;
        let location = format!("/sign-in/{SLUG}?problem={problem}&next=%2Ftickets");
        assert_eq!(told.assert_status(303).location(), location, "{code}");
        for lang in Lang::ALL {
            let page = browser.get(&format!("{location}&lang={lang}")).await;
            page.assert_no_text("secret").assert_no_text("problem-");
        }
        assert!(!is_signed_in(&browser).await);
    }
    let refused = portal.query_texts("SELECT action FROM audit_log WHERE action = 'identity.refused'").await;
    assert_eq!(refused.len(), 5);
    portal.backend.store.close().await;
}

async fn signing_out_goes_on_at_the_provider(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let browser = portal.browser();
    fake.sign_in(&portal, &browser, "kim").await.assert_status(303);
    let out = browser.post("/sign-out", &[]).await.assert_status(200);
    let onward = Login::from_response(&out);
    assert_eq!(onward.url.path(), "/end");
    assert_eq!(onward.parameter("kept"), "1");
    assert_eq!(onward.parameter("client_id"), "fyr");
    assert_eq!(onward.parameter("post_logout_redirect_uri"), "http://fyr.test/");
    assert_eq!(onward.parameter("id_token_hint").split('.').count(), 3);
    out.assert_text(t!(Lang::Sv, "identity-leaving-out-title")).assert_no_text("Kim Kommun");
    assert!(!is_signed_in(&browser).await);
    assert_eq!(portal.count("SELECT COUNT(*) FROM provider_sessions").await, 0);

    browser.sign_in(&portal.people.petra).await;
    assert_eq!(
        browser.post("/sign-out", &[]).await.assert_status(303).location(),
        "/",
        "not with a password"
    );
    portal.backend.store.close().await;

    let portal = fake.portal(site, |config| config.logout = false).await;
    let browser = portal.browser();
    fake.sign_in(&portal, &browser, "kim").await.assert_status(303);
    assert_eq!(
        browser.post("/sign-out", &[]).await.assert_status(303).location(),
        "/",
        "not where it is not wanted"
    );
    portal.backend.store.close().await;
}
