//! What a provider says is checked to the last claim.

use chrono::TimeDelta;
use hmac::{Hmac, Mac};
use serde_json::json;
use sha2::Sha256;

use super::{
    Login,
    fake::{Fake, Key, SLUG, Token},
    is_signed_in,
};
use crate::support::{Site, on_both_engines};

on_both_engines! {
    a_token_with_anything_wrong_is_refused,
    tokens_that_are_right_in_less_usual_ways_are_taken,
    a_new_key_is_fetched_once_and_an_invented_one_is_refused,
    a_code_is_taken_once,
    whoever_answers_must_be_whoever_was_asked,
    an_answer_at_the_address_of_another_provider_is_refused,
    a_required_level_is_asked_for_and_checked,
    what_userinfo_says_must_be_about_the_same_person,
}

type Change = fn(&mut Token);

/// HMAC with the secret that both sides know, as a token may not be signed.
fn by_secret(token: &mut Token) {
    token.header = json!({ "alg": "HS256" });
    let sealed = token.encode();
    let (signed, _) = sealed.rsplit_once('.').unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(b"a secret of ours").unwrap();
    mac.update(signed.as_bytes());
    token.signature = Some(mac.finalize().into_bytes().to_vec());
}

const WRONG: &[(&str, Change)] = &[
    ("another nonce", |t| t.claims["nonce"] = json!("another")),
    ("no nonce", |t| _ = t.claims.as_object_mut().unwrap().remove("nonce")),
    ("another audience", |t| t.claims["aud"] = json!("another")),
    ("other audiences", |t| t.claims["aud"] = json!(["another", "a third"])),
    ("no audience", |t| _ = t.claims.as_object_mut().unwrap().remove("aud")),
    ("several audiences, no azp", |t| t.claims["aud"] = json!(["fyr", "another"])),
    ("several audiences, another azp", |t| {
        t.claims["aud"] = json!(["fyr", "another"]);
        t.claims["azp"] = json!("another");
    }),
    ("another azp", |t| t.claims["azp"] = json!("another")),
    ("another issuer", |t| t.claims["iss"] = json!("https://other.example")),
    ("the issuer with a slash", |t| {
        t.claims["iss"] = json!(format!("{}/", t.claims["iss"].as_str().unwrap()));
    }),
    ("expired", |t| t.claims["exp"] = t.claims["iat"].clone()),
    ("no expiry", |t| _ = t.claims.as_object_mut().unwrap().remove("exp")),
    ("issued long ago", |t| t.claims["iat"] = json!(t.claims["iat"].as_i64().unwrap() - 601)),
    ("issued in the future", |t| t.claims["iat"] = json!(t.claims["iat"].as_i64().unwrap() + 61)),
    ("no subject", |t| _ = t.claims.as_object_mut().unwrap().remove("sub")),
    ("an empty subject", |t| t.claims["sub"] = json!("")),
    ("a subject that is too long", |t| t.claims["sub"] = json!("x".repeat(256))),
    ("not signed", |t| {
        t.header = json!({ "alg": "none" });
        t.signature = Some(Vec::new());
    }),
    ("signed with our secret", by_secret),
    ("an algorithm nobody has", |t| t.header["alg"] = json!("XX999")),
    ("another algorithm than the key's", |t| t.header["alg"] = json!("RS256")),
    ("a signature that does not fit", |t| t.signature = Some(vec![7; 64])),
    ("another key of the same name", |t| t.key = Key(2)),
    ("a key nobody published", |t| {
        t.key = Key(2);
        t.header["kid"] = json!(Key(2).id());
    }),
    ("a logout token", |t| t.header["typ"] = json!("logout+jwt")),
    ("critical headers", |t| t.header["crit"] = json!(["exp"])),
    ("another access token", |t| t.claims["at_hash"] = json!("AAAAAAAAAAAAAAAAAAAAAA")),
];

async fn a_token_with_anything_wrong_is_refused(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    for (what, change) in WRONG {
        let browser = portal.browser();
        let told = fake.sign_in_as(&portal, &browser, "kim", change).await.assert_status(303);
        let location = format!("/sign-in/{SLUG}?problem=untrusted&next=%2Ftickets");
        assert_eq!(told.location(), location, "{what}");
        assert!(!is_signed_in(&browser).await, "{what}");
        portal.clock.advance(TimeDelta::seconds(11));
    }
    assert_eq!(portal.count("SELECT COUNT(*) FROM identities").await, 0);
    let lines = portal.query_texts("SELECT action FROM audit_log WHERE action = 'identity.refused'").await;
    assert_eq!(lines.len(), WRONG.len());
    portal.backend.store.close().await;
}

async fn tokens_that_are_right_in_less_usual_ways_are_taken(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let right: &[(&str, Change)] = &[
        ("as usual", |_| {}),
        ("several audiences, our azp", |t| {
            t.claims["aud"] = json!(["another", "fyr"]);
            t.claims["azp"] = json!("fyr");
        }),
        ("a list of one audience", |t| t.claims["aud"] = json!(["fyr"])),
        ("no name of the key", |t| t.header = json!({ "alg": "EdDSA" })),
        ("a clock that is a little ahead", |t| {
            t.claims["iat"] = json!(t.claims["iat"].as_i64().unwrap() + 59);
        }),
        ("the longest subject", |t| t.claims["sub"] = json!("x".repeat(255))),
        ("true as text", |t| t.claims["email_verified"] = json!("true")),
    ];
    for (number, (what, change)) in right.iter().enumerate() {
        let browser = portal.browser();
        let subject = format!("kim-{number}");
        let back = fake.sign_in_as(&portal, &browser, &subject, change).await.assert_status(303);
        assert_eq!(back.location(), "/tickets", "{what}");
        assert!(is_signed_in(&browser).await, "{what}");
    }
    portal.backend.store.close().await;
}

async fn a_new_key_is_fetched_once_and_an_invented_one_is_refused(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let signed_by = async |key: u8| {
        let signed = |token: &mut Token| {
            token.key = Key(key);
            token.header["kid"] = json!(Key(key).id());
        };
        let back = fake.sign_in_as(&portal, &portal.browser(), "kim", signed).await.assert_status(303);
        (back.location() == "/tickets", fake.script().keys_asked)
    };
    assert_eq!(signed_by(1).await, (true, 1));
    fake.script().keys = vec![Key(2)];
    assert_eq!(signed_by(2).await, (true, 2), "the new one is fetched");
    assert_eq!(signed_by(2).await, (true, 2), "and kept");
    assert_eq!(signed_by(1).await, (false, 2), "the old one is gone, and nobody is asked again at once");
    assert_eq!(signed_by(9).await, (false, 2));
    portal.clock.advance(TimeDelta::seconds(10));
    assert_eq!(signed_by(9).await, (false, 3), "an invented one costs one question");
    assert_eq!(signed_by(9).await, (false, 3));
    portal.backend.store.close().await;
}

async fn a_code_is_taken_once(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let (first, second) = (portal.browser(), portal.browser());
    let login = Login::begin(&first, SLUG, "/").await;
    let stolen = Login::begin(&second, SLUG, "/").await;
    let token = fake.token(&login, "kim", portal.now());
    fake.complete_login(&first, &login, token).await.assert_status(303);
    assert!(is_signed_in(&first).await);
    // the provider knows the code and whose it was
    let told = second.get(&fake.callback_path(&stolen, "code=a-code")).await.assert_status(303);
    assert_eq!(told.location(), format!("/sign-in/{SLUG}?problem=expired"));
    assert!(!is_signed_in(&second).await);

    // a code that was made for another login does not fit the verifier either
    let login = Login::begin(&first, SLUG, "/").await;
    let stolen = Login::begin(&second, SLUG, "/").await;
    fake.set_token(&login, fake.token(&login, "kim", portal.now()));
    let told = second.get(&fake.callback_path(&stolen, "code=another")).await.assert_status(303);
    assert_eq!(told.location(), format!("/sign-in/{SLUG}?problem=expired"));
    portal.backend.store.close().await;
}

async fn whoever_answers_must_be_whoever_was_asked(site: &Site) {
    let fake = Fake::start().await;
    for (advertised, with, fine) in [
        (false, "", true),
        (false, "&iss={issuer}", true),
        (false, "&iss=https://other.example", false),
        (true, "", false),
        (true, "&iss=https://other.example", false),
        (true, "&iss={issuer}/", false),
        (true, "&iss={issuer}", true),
    ] {
        fake.script().metadata = json!({ "authorization_response_iss_parameter_supported": advertised });
        let portal = fake.portal(site, |_| {}).await;
        for first in ["code=a-code", "error=access_denied"] {
            let browser = portal.browser();
            let login = Login::begin(&browser, SLUG, "/").await;
            fake.set_token(&login, fake.token(&login, "kim", portal.now()));
            let with = format!("{first}{}", with.replace("{issuer}", &fake.issuer));
            let back = browser.get(&fake.callback_path(&login, &with)).await.assert_status(303);
            let refused = back.location().contains("problem=untrusted");
            assert_eq!(refused, !fine, "{advertised} {with}");
            assert_eq!(is_signed_in(&browser).await, fine && first == "code=a-code", "{advertised} {with}");
        }
        portal.backend.store.close().await;
    }
}

async fn an_answer_at_the_address_of_another_provider_is_refused(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let mut other = portal.config.identity.providers[0].clone();
    other.slug = "other".into();
    let portal = portal.restart_with(|config| config.identity.providers.push(other)).await;
    let browser = portal.browser();
    let login = Login::begin(&browser, SLUG, "/").await;
    fake.set_token(&login, fake.token(&login, "kim", portal.now()));
    let back = fake.callback_path(&login, "code=a-code").replace("/fake?", "/other?");
    assert_eq!(browser.get(&back).await.assert_status(303).location(), "/sign-in/other?problem=untrusted");
    assert!(!is_signed_in(&browser).await);
    portal.backend.store.close().await;
}

async fn a_required_level_is_asked_for_and_checked(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |config| config.acr_values = vec!["loa3".into(), "loa4".into()]).await;
    for (level, fine) in [(json!(null), false), (json!("loa2"), false), (json!("loa4"), true)] {
        let browser = portal.browser();
        let back = fake.sign_in_as(&portal, &browser, "kim", |t| t.claims["acr"] = level.clone()).await;
        assert_eq!(back.assert_status(303).location().contains("problem=level"), !fine, "{level}");
        assert_eq!(is_signed_in(&browser).await, fine, "{level}");
    }
    portal.backend.store.close().await;

    // a broker that says by another name how it was done, and more closely than it was asked
    let portal = fake
        .portal(site, |config| {
            config.acr_values = vec!["bankid".into()];
            config.acr_accepted = vec!["bankid:here".into(), "bankid:there".into()];
            config.claims.acr = "authenticationtype".into();
        })
        .await;
    for (claim, level, fine) in [
        ("acr", "bankid:here", false),
        ("authenticationtype", "bankid", false),
        ("authenticationtype", "bankid:there", true),
    ] {
        let browser = portal.browser();
        assert_eq!(Login::begin(&browser, SLUG, "/").await.parameter("acr_values"), "bankid");
        fake.sign_in_as(&portal, &browser, "kim", |t| t.claims[claim] = json!(level))
            .await
            .assert_status(303);
        assert_eq!(is_signed_in(&browser).await, fine, "{claim} {level}");
    }
    portal.backend.store.close().await;
}

async fn what_userinfo_says_must_be_about_the_same_person(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let without_name = |token: &mut Token| {
        token.claims.as_object_mut().unwrap().remove("name");
    };
    for (told, fine) in [
        (json!({ "sub": "someone-else", "name": "Någon Annan" }), false),
        (json!({ "name": "Någon Annan" }), false),
        (json!({ "sub": "kim", "name": "Kim från userinfo", "email": "not@this.example" }), true),
    ] {
        fake.script().user_info = told.clone();
        let browser = portal.browser();
        let back = fake.sign_in_as(&portal, &browser, "kim", without_name).await.assert_status(303);
        assert_eq!(back.location().contains("problem=untrusted"), !fine, "{told}");
        if fine {
            assert!(browser.get("/tickets").await.assert_status(200).html().contains("Kim från userinfo"));
        }
    }
    let addresses = portal.query_texts("SELECT email FROM identities").await;
    assert_eq!(addresses, ["kim@kommun.example"], "the token comes first");
    portal.backend.store.close().await;
}
