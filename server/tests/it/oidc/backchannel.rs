//! A provider tells that someone signed out there.

use std::time::Duration;

use axum::body::Body;
use chrono::TimeDelta;
use futures::StreamExt;
use serde_json::json;

use super::{
    fake::{Fake, Key, SLUG, Token},
    is_signed_in,
};
use crate::support::{Site, on_both_engines};

on_both_engines! {
    sessions_end_when_their_provider_says_so,
    a_session_of_the_provider_is_one_session_here,
    a_logout_token_counts_once,
    a_logout_token_with_anything_wrong_ends_nothing,
    an_open_page_hears_no_more,
    refused_logout_tokens_are_counted_and_not_logged_one_by_one,
    only_this_address_takes_posts_from_anywhere,
}

const ADDRESS: &str = "/auth/backchannel/fake";

async fn post_logout_token(site: &Site, token: &Token) -> u16 {
    // as a server posts: no cookies, no origin
    let browser = site.browser().with_header("sec-fetch-site", "");
    let answer = browser.post(ADDRESS, &[("logout_token", &token.encode())]).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    answer.status
}

async fn sessions_end_when_their_provider_says_so(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let (kim, phone, lee) = (portal.browser(), portal.browser(), portal.browser());
    let petra = portal.signed_in(&portal.people.petra).await;
    for (browser, subject) in [(&kim, "kim"), (&phone, "kim"), (&lee, "lee")] {
        fake.sign_in(&portal, browser, subject).await.assert_status(303);
    }
    let mut token = fake.logout("kim", portal.now());
    token.claims.as_object_mut().unwrap().remove("sid");
    assert_eq!(post_logout_token(&portal, &token).await, 200);
    assert!(!is_signed_in(&kim).await && !is_signed_in(&phone).await, "all of the subject's");
    assert!(is_signed_in(&lee).await && is_signed_in(&petra).await, "and nobody else's");
    let lines = portal.query_texts("SELECT action FROM audit_log WHERE action = 'session.ended'").await;
    assert_eq!(lines.len(), 2);
    fake.sign_in(&portal, &kim, "kim").await.assert_status(303);
    assert!(is_signed_in(&kim).await, "who signs in again is in again");
    portal.backend.store.close().await;
}

async fn a_session_of_the_provider_is_one_session_here(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let browsers = [portal.browser(), portal.browser(), portal.browser()];
    for (number, browser) in browsers.iter().enumerate() {
        let own = |token: &mut Token| token.claims["sid"] = json!(format!("sid-{number}"));
        fake.sign_in_as(&portal, browser, "kim", own).await.assert_status(303);
    }
    let mut token = fake.logout("kim", portal.now());
    token.claims["sid"] = json!("sid-0");
    assert_eq!(post_logout_token(&portal, &token).await, 200);
    let mut alone = fake.logout("kim-alone", portal.now());
    alone.claims.as_object_mut().unwrap().remove("sub");
    alone.claims["sid"] = json!("sid-1");
    assert_eq!(post_logout_token(&portal, &alone).await, 200);
    let in_now = [
        is_signed_in(&browsers[0]).await,
        is_signed_in(&browsers[1]).await,
        is_signed_in(&browsers[2]).await,
    ];
    assert_eq!(in_now, [false, false, true]);
    portal.backend.store.close().await;
}

async fn a_logout_token_counts_once(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let browser = portal.browser();
    fake.sign_in(&portal, &browser, "kim").await.assert_status(303);
    let token = fake.logout("kim", portal.now());
    assert_eq!(post_logout_token(&portal, &token).await, 200);
    fake.sign_in(&portal, &browser, "kim").await.assert_status(303);
    assert_eq!(post_logout_token(&portal, &token).await, 400);
    assert!(is_signed_in(&browser).await, "an old token ends no new session");
    portal.backend.store.close().await;
}

type Change = fn(&mut Token);

const WRONG: &[(&str, Change)] = &[
    ("a nonce", |t| t.claims["nonce"] = json!("x")),
    ("no events", |t| _ = t.claims.as_object_mut().unwrap().remove("events")),
    ("another event", |t| t.claims["events"] = json!({ "http://other.example/event": {} })),
    ("an event that is no object", |t| {
        t.claims["events"] = json!({ "http://schemas.openid.net/event/backchannel-logout": true });
    }),
    ("another issuer", |t| t.claims["iss"] = json!("https://other.example")),
    ("another audience", |t| t.claims["aud"] = json!(["other"])),
    ("no audience", |t| _ = t.claims.as_object_mut().unwrap().remove("aud")),
    ("no id of its own", |t| _ = t.claims.as_object_mut().unwrap().remove("jti")),
    ("nobody meant", |t| {
        t.claims.as_object_mut().unwrap().remove("sub");
        t.claims.as_object_mut().unwrap().remove("sid");
    }),
    ("expired", |t| t.claims["exp"] = t.claims["iat"].clone()),
    ("no expiry", |t| _ = t.claims.as_object_mut().unwrap().remove("exp")),
    ("issued long ago", |t| t.claims["iat"] = json!(t.claims["iat"].as_i64().unwrap() - 601)),
    ("issued in the future", |t| t.claims["iat"] = json!(t.claims["iat"].as_i64().unwrap() + 61)),
    ("not issued", |t| _ = t.claims.as_object_mut().unwrap().remove("iat")),
    ("an access token", |t| t.header["typ"] = json!("at+jwt")),
    ("a token of any kind", |t| t.header["typ"] = json!("JWT")),
    ("a token that does not say what it is", |t| _ = t.header.as_object_mut().unwrap().remove("typ")),
    ("not signed", |t| {
        t.header = json!({ "alg": "none" });
        t.signature = Some(Vec::new());
    }),
    ("signed with a secret", |t| t.header["alg"] = json!("HS256")),
    ("another key", |t| t.key = Key(2)),
    ("an unknown key", |t| {
        t.key = Key(2);
        t.header["kid"] = json!(Key(2).id());
    }),
    ("critical headers", |t| t.header["crit"] = json!(["b64"])),
];

async fn a_logout_token_with_anything_wrong_ends_nothing(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let browser = portal.browser();
    fake.sign_in(&portal, &browser, "kim").await.assert_status(303);
    for (what, change) in WRONG {
        let mut token = fake.logout("kim", portal.now());
        change(&mut token);
        assert_eq!(post_logout_token(&portal, &token).await, 400, "{what}");
        assert!(is_signed_in(&browser).await, "{what}");
    }
    for odd in ["", "x", "a.b.c", "....", "\u{0}"] {
        portal.browser().post(ADDRESS, &[("logout_token", odd)]).await.assert_status(400);
    }
    // a key that is new is fetched
    portal.clock.advance(TimeDelta::seconds(11));
    fake.script().keys = vec![Key(2)];
    let mut token = fake.logout("kim", portal.now());
    (token.key, token.header["kid"]) = (Key(2), json!(Key(2).id()));
    assert_eq!(post_logout_token(&portal, &token).await, 200);
    assert!(!is_signed_in(&browser).await);
    portal.backend.store.close().await;
}

async fn an_open_page_hears_no_more(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let browser = portal.browser();
    fake.sign_in(&portal, &browser, "kim").await.assert_status(303);
    let mut db = portal.backend.store.read().await.unwrap();
    let kim = fyr_store::people::find_by_email(&mut db, "kim@kommun.example").await.unwrap().unwrap();
    drop(db);
    let ticket = portal.create_ticket(&kim.into()).await;
    let open = browser.open("GET", &format!("/tickets/{ticket}/live?after="), "", Body::empty()).await;
    assert_eq!(open.status(), 200);
    let mut stream = open.into_body().into_data_stream();
    let first = tokio::time::timeout(Duration::from_secs(5), stream.next()).await.unwrap();
    assert!(first.is_some(), "where it stands, and what was there before");
    assert_eq!(post_logout_token(&portal, &fake.logout("kim", portal.now())).await, 200);
    portal.reply_as_support(&ticket, "Hemligt för den som har loggat ut", None).await;
    let ended = tokio::time::timeout(Duration::from_secs(5), stream.next()).await.unwrap();
    assert!(ended.is_none(), "the stream ends, and nothing new was in it");
    portal.backend.store.close().await;
}

async fn refused_logout_tokens_are_counted_and_not_logged_one_by_one(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let lines = async || {
        let sql = "SELECT CAST(details AS TEXT) FROM audit_log WHERE action = 'identity.refused' ORDER BY id";
        portal.query_texts(sql).await
    };
    let refuse = async |times: usize| {
        for _ in 0..times {
            portal.browser().post(ADDRESS, &[("logout_token", "a.b.c")]).await.assert_status(400);
        }
    };
    refuse(50).await;
    assert_eq!(lines().await.len(), 1);
    portal.clock.advance(TimeDelta::seconds(60));
    refuse(1).await;
    let lines = lines().await;
    assert_eq!(lines.len(), 2);
    assert!(lines[1].replace(' ', "").contains("\"count\":50"), "{lines:?}");
    portal.backend.store.close().await;
}

async fn only_this_address_takes_posts_from_anywhere(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let elsewhere = || {
        portal
            .browser()
            .with_header("sec-fetch-site", "cross-site")
            .with_header("origin", "https://login.example.org")
    };
    let token = fake.logout("kim", portal.now()).encode();
    elsewhere().post(ADDRESS, &[("logout_token", &token)]).await.assert_status(200);
    for path in
        ["/sign-in", &format!("/sign-in/{SLUG}"), "/sign-out", "/account/identities", "/auth/callback/fake"]
    {
        elsewhere().post(path, &[("logout_token", &token)]).await.assert_status(403);
    }
    portal.backend.store.close().await;
}
