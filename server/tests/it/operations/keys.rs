//! Keys that are changed, kept and lost: nobody is locked out.

use chrono::TimeDelta;
use fyr_usecases::keys::{self, ConfiguredKeys, KeyUse};

use crate::{
    account::second_factor::{set_up_second_factor, sign_in_without_code, submit_code},
    support::{Site, is_signed_in, on_both_engines},
};

on_both_engines! {
    keys_move_into_the_configuration_and_nothing_stops_working,
    keys_in_the_database_are_renewed_one_at_a_time,
    a_key_that_is_gone_leaves_recovery_codes,
    the_key_of_earlier_releases_is_read,
}

fn configured(text: &str) -> ConfiguredKeys {
    ConfiguredKeys::parse(text).unwrap()
}

/// Whether a guest's link opens its ticket.
async fn opens(site: &Site, (reference, token): &(String, String)) -> bool {
    site.browser().get(&format!("/tickets/{reference}?token={token}")).await.status == 303
}

async fn keys_move_into_the_configuration_and_nothing_stops_working(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let (app, _) = set_up_second_factor(site, &own).await;
    let before = site.create_guest_ticket().await;
    let (first, second) = ("a".repeat(32), "b".repeat(40));
    let moved = site
        .restart_with(|config| {
            config.keys.link_key = configured(&first);
            config.keys.sealing_key = configured(&first);
        })
        .await;
    let report = keys::report(&moved.backend).await.unwrap();
    assert!(report.iter().all(|report| !report.is_stored && report.former == 1 && report.unreadable == 0));
    assert_eq!(report[1].sealed_with_former, 1);
    let after = moved.create_guest_ticket().await;
    assert!(opens(&moved, &before).await && opens(&moved, &after).await);
    assert!(!opens(site, &after).await, "the new key makes what is new");
    submit_code(&sign_in_without_code(&moved).await, &app.code(site, 0)).await.assert_status(303);

    keys::forget_former(&moved.backend, KeyUse::Sealing).await.unwrap_err();
    assert_eq!(keys::reseal(&moved.backend).await.unwrap(), 1);
    assert_eq!(keys::reseal(&moved.backend).await.unwrap(), 0);
    for purpose in KeyUse::ALL {
        assert_eq!(keys::forget_former(&moved.backend, purpose).await.unwrap(), 1);
    }
    // the next pair, with the one before still read
    let next = moved
        .restart_with(|config| {
            config.keys.link_key = configured(&format!("{second}\n{first}"));
            config.keys.sealing_key = configured(&format!("{second}\n{first}"));
        })
        .await;
    assert!(!opens(&next, &before).await, "its key was forgotten");
    assert!(opens(&next, &after).await);
    site.clock.advance(TimeDelta::seconds(60));
    submit_code(&sign_in_without_code(&next).await, &app.code(site, 0)).await.assert_status(303);
    moved.backend.store.close().await;
    next.backend.store.close().await;
}

async fn keys_in_the_database_are_renewed_one_at_a_time(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let (app, _) = set_up_second_factor(site, &own).await;
    let before = site.create_guest_ticket().await;
    keys::renew_stored(&site.backend, KeyUse::Links).await.unwrap();
    let renewed = site.restart_with(|_| {}).await;
    assert!(opens(&renewed, &before).await);
    let after = renewed.create_guest_ticket().await;
    assert_eq!(keys::forget_former(&renewed.backend, KeyUse::Links).await.unwrap(), 1);
    let forgotten = renewed.restart_with(|_| {}).await;
    assert!(!opens(&forgotten, &before).await && opens(&forgotten, &after).await);
    submit_code(&sign_in_without_code(&forgotten).await, &app.code(site, 0)).await.assert_status(303);

    keys::renew_stored(&forgotten.backend, KeyUse::Sealing).await.unwrap();
    let sealing = forgotten.restart_with(|_| {}).await;
    assert_eq!(keys::report(&sealing.backend).await.unwrap()[1].sealed_with_former, 1);
    site.clock.advance(TimeDelta::seconds(60));
    submit_code(&sign_in_without_code(&sealing).await, &app.code(site, 0)).await.assert_status(303);
    for portal in [renewed, forgotten, sealing] {
        portal.backend.store.close().await;
    }
}

async fn a_key_that_is_gone_leaves_recovery_codes(site: &Site) {
    let own = site.signed_in(&site.people.petra).await;
    let (app, codes) = set_up_second_factor(site, &own).await;
    // what the guide of earlier releases said, and more
    site.execute_sql("DELETE FROM settings").await;
    let lost = site.restart_with(|_| {}).await;
    assert_eq!(keys::report(&lost.backend).await.unwrap()[1].unreadable, 1);
    let browser = sign_in_without_code(&lost).await;
    submit_code(&browser, &app.code(site, 0)).await.assert_status(422);
    submit_code(&browser, &codes[0]).await.assert_status(303);
    assert!(is_signed_in(&browser).await);
    browser.get("/account/second-factor").await.assert_status(200);
    lost.backend.store.close().await;
}

async fn the_key_of_earlier_releases_is_read(site: &Site) {
    site.execute_sql("DELETE FROM settings").await;
    let key = "0123456789abcdef".repeat(4);
    site.execute_sql(&format!("INSERT INTO settings (name, value) VALUES ('signing-key', '{key}')")).await;
    let upgraded = site.restart_with(|_| {}).await;
    let before = upgraded.create_guest_ticket().await;
    let rows = site.query_texts("SELECT name FROM settings ORDER BY name").await;
    assert_eq!(rows, ["signing-key"], "so that the release before reads what this one makes");
    keys::renew_stored(&upgraded.backend, KeyUse::Sealing).await.unwrap();
    let renewed = upgraded.restart_with(|_| {}).await;
    assert!(opens(&renewed, &before).await);
    let rows = site.query_texts("SELECT name FROM settings ORDER BY name").await;
    assert_eq!(rows, ["link-keys", "sealing-keys"]);
    upgraded.backend.store.close().await;
    renewed.backend.store.close().await;
}
