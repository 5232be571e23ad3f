//! Settings in the database: pages show the new value at once, and the audit log says it in words.

use fyr_usecases::settings::{self, SettingChanges};
use serde_json::{Map, Value, json};

use crate::support::{Site, on_both_engines};

on_both_engines! {
    a_change_shows_on_the_next_page,
    a_change_is_in_the_audit_log_in_words,
}

async fn change(site: &Site, values: Value) {
    let values: Map<String, Value> = serde_json::from_value(values).unwrap();
    let changes = SettingChanges::parse(&values).unwrap();
    settings::change_as_operator(&site.backend, changes, None).await.unwrap();
}

async fn a_change_shows_on_the_next_page(site: &Site) {
    let site =
        site.restart_with(|config| config.support.phone = settings::Phone("0771-111 111".into())).await;
    let browser = site.browser();
    browser.get("/").await.assert_status(200).assert_text("0771-111 111");
    let before = browser.get("/tickets/new").await.assert_status(200).main_text();
    change(&site, json!({ "phone": "0771-222 222", "service_level": { "p3": "400h" } })).await;
    browser.get("/").await.assert_status(200).assert_text("0771-222 222").assert_no_text("0771-111 111");
    assert_ne!(browser.get("/tickets/new").await.assert_status(200).main_text(), before, "another target");
    change(&site, json!({ "phone": "" })).await;
    browser.get("/").await.assert_status(200).assert_no_text("0771");
}

async fn a_change_is_in_the_audit_log_in_words(site: &Site) {
    change(site, json!({ "phone": "112", "service_level": { "p1": "30m" } })).await;
    let adam = site.signed_in(&site.people.adam).await;
    for (lang, words) in [
        ("sv", ["Ändrade en inställning", "Supportens telefonnummer", "Svarstider", "kommandoraden"]),
        ("nb", ["Endret en innstilling", "Telefonnummeret til brukerstøtten", "Svartider", "kommandolinjen"]),
        ("en", ["Changed a setting", "Phone number of support", "Service levels", "the command line"]),
    ] {
        let path = format!("/desk/audit?action=setting.changed&lang={lang}");
        let page = adam.get(&path).await.assert_status(200).main_text();
        for word in words {
            assert!(page.contains(word), "{word}: {page}");
        }
    }
}
