//! The first run: the link that the program prints, the page it opens, and what is there afterwards.

use fyr_domain::{Actor, Lang};
use fyr_i18n::{t, text_for};
use fyr_usecases::{first_run, presets};

use crate::support::{Browser, Site, is_signed_in, on_both_engines};

on_both_engines! {
    the_link_makes_the_first_administrator_once,
    what_is_wrong_is_said_and_nothing_is_made,
    the_participant_portal_works_at_once,
    the_shop_customer_service_works_at_once,
    the_municipal_platform_works_at_once,
    the_it_service_desk_works_at_once,
    the_website_builder_works_at_once,
    with_accounts_there_is_no_link,
    a_test_email_says_what_became_of_it,
}

const FILLED: [(&str, &str); 9] = [
    ("name", "Astrid Vik"),
    ("email", "astrid@fyr.example"),
    ("password", "en lång nyckel till fyren"),
    ("portal_name", "Nordviks stöd"),
    ("language_sv", "yes"),
    ("language_en", "yes"),
    ("preset", "it-service-desk"),
    ("hours", "07:30-16:00"),
    ("examples", ""),
];

/// A portal that nobody has an account in, with the key of its link.
async fn without_accounts(site: &Site) -> String {
    site.execute_sql("DELETE FROM counselling").await;
    site.execute_sql("DELETE FROM users").await;
    let link = first_run::issue_link(&site.backend).await.unwrap().expect("nobody has an account");
    link.split("token=").nth(1).unwrap().to_owned()
}

async fn send(browser: &Browser, key: &str, changes: &[(&str, &str)]) -> crate::support::TestResponse {
    let changed = |name: &str| changes.iter().find(|(field, _)| *field == name).map(|(_, value)| *value);
    let mut fields: Vec<_> =
        FILLED.iter().map(|(name, value)| (*name, changed(name).unwrap_or(value))).collect();
    fields.push(("token", key));
    browser.post("/first-run", &fields).await
}

async fn the_link_makes_the_first_administrator_once(site: &Site) {
    let key = without_accounts(site).await;
    let browser = site.browser();
    let page = browser.get(&format!("/first-run?token={key}")).await.assert_status(200);
    page.assert_text(t!(Lang::Sv, "first-run-preset"));
    let made = send(&browser, &key, &[]).await.assert_status(303);
    assert_eq!(made.location(), "/desk/settings");
    assert!(is_signed_in(&browser).await);
    // an answer that was lost: the same form again has the same outcome
    send(&browser, &key, &[]).await.assert_status(303);
    assert_eq!(site.count("SELECT COUNT(*) FROM users").await, 1);
    // for anyone else the link is over
    let other = site.browser();
    other.get(&format!("/first-run?token={key}")).await.assert_status(404);
    send(&other, &key, &[]).await.assert_status(404);
    assert_eq!(first_run::issue_link(&site.backend).await.unwrap(), None);

    let settings = browser.get("/desk/settings").await.assert_status(200);
    let settings = settings.assert_text(t!(Lang::Sv, "checklist-title")).assert_text("Astrid Vik");
    let done = settings.page().texts(".checklist li[data-done]").concat();
    assert!(done.contains(t!(Lang::Sv, "checklist-topics")), "{done}");
    assert!(!done.contains(t!(Lang::Sv, "checklist-people")), "{done}");
    let hours = browser.get("/desk/settings/hours").await.assert_status(200);
    assert_eq!((hours.value("monday"), hours.value("saturday")), ("07:30-16:00".into(), String::new()));
    let home = site.browser().get("/?lang=nb").await.assert_status(200);
    assert_eq!(home.page().texts(".site-name"), ["Nordviks stöd"]);
    assert_eq!(home.page().attributes("html", "lang"), ["sv"], "the nearest on offer");
    let actions = site.audit_actions().await;
    assert!(actions.contains(&"account.added".to_owned()), "{actions:?}");
}

async fn what_is_wrong_is_said_and_nothing_is_made(site: &Site) {
    let key = without_accounts(site).await;
    for (field, value) in [
        ("name", ""),
        ("email", "astrid"),
        ("password", "kort"),
        ("password", "Astrid Vik astrid"),
        ("hours", "åtta till fem"),
        ("hours", "08:00-12:00, 11:00-17:00"),
        ("preset", "circus"),
        ("portal_name", &*"x".repeat(61)),
    ] {
        let browser = site.browser();
        let page = send(&browser, &key, &[(field, value)]).await.assert_status(422);
        let errors = page.page().attributes("#errors a", "href");
        assert_eq!(errors, [format!("#{field}")], "{value}");
        if field != "name" {
            assert_eq!(page.value("name"), "Astrid Vik", "what was typed is still there");
        }
    }
    let none = [("language_sv", ""), ("language_en", "")];
    send(&site.browser(), &key, &none).await.assert_status(422);
    assert_eq!(site.count("SELECT COUNT(*) FROM users").await, 0);
    assert_eq!(site.count("SELECT COUNT(*) FROM setting_versions").await, 0);
    send(&site.browser(), "forged", &[("name", "")]).await.assert_status(404);
}

async fn the_participant_portal_works_at_once(site: &Site) {
    makes_a_working_service(site, "participant-portal").await;
}

async fn the_shop_customer_service_works_at_once(site: &Site) {
    makes_a_working_service(site, "shop-customer-service").await;
}

async fn the_municipal_platform_works_at_once(site: &Site) {
    makes_a_working_service(site, "municipal-platform").await;
}

async fn the_website_builder_works_at_once(site: &Site) {
    makes_a_working_service(site, "website-builder").await;
}

async fn the_it_service_desk_works_at_once(site: &Site) {
    makes_a_working_service(site, "it-service-desk").await;
}

/// There is a test for each preset.
#[test]
fn no_preset_is_left_out() {
    let source = include_str!("first_run.rs");
    for preset in presets::built_in_names() {
        assert!(source.contains(&format!("makes_a_working_service(site, \"{preset}\")")), "{preset}");
    }
}

async fn makes_a_working_service(site: &Site, preset: &str) {
    let key = without_accounts(site).await;
    let browser = site.browser();
    let changes = [("preset", preset), ("hours", ""), ("examples", "yes")];
    send(&browser, &key, &changes).await.assert_status(303);
    let queue = browser.get("/desk").await.assert_status(200);
    assert!(queue.page().links().iter().any(|link| link.starts_with("/desk/tickets/")), "{preset}");
    let form = site.browser().get("/tickets/new").await.assert_status(200);
    assert!(form.page().select("select[name=topic] option").len() > 2, "{preset}: topics");
    let status = browser.get("/status").await.assert_status(200);
    assert!(!status.page().select("main li").is_empty(), "{preset}: components");
    let done = browser.get("/desk/settings").await.page().texts(".checklist li[data-done]").concat();
    for item in ["topics", "people", "components"] {
        let text = text_for(Lang::Sv, "checklist-", item);
        assert!(done.contains(&text), "{preset}: {item}: {done}");
    }
    // nobody of the examples can sign in, and no mail is sent about them
    let known = site.count("SELECT COUNT(*) FROM users WHERE password_hash IS NOT NULL").await;
    assert_eq!(known, 1, "{preset}");
    site.run_due_jobs().await;
    let strangers =
        site.delivered_emails().await.into_iter().filter(|email| email.to != "astrid@fyr.example");
    assert_eq!(strangers.count(), 0, "{preset}");
}

async fn with_accounts_there_is_no_link(site: &Site) {
    assert_eq!(first_run::issue_link(&site.backend).await.unwrap(), None);
    let key = without_accounts(site).await;
    // somebody was added at the command line meanwhile
    let person = fyr_usecases::accounts::NewPerson {
        email: fyr_domain::text::EmailAddress::parse("adam@fyr.example").unwrap(),
        name: fyr_domain::text::PersonName::parse("Adam").unwrap(),
        role: fyr_domain::Role::Admin,
        lang: Lang::Sv,
        organisation: None,
        delivery: fyr_usecases::accounts::InvitationDelivery::Manual,
    };
    fyr_usecases::accounts::create(&site.backend, &Actor::ANONYMOUS, &person).await.unwrap();
    site.browser().get(&format!("/first-run?token={key}")).await.assert_status(404);
    send(&site.browser(), &key, &[]).await.assert_status(404);
    assert_eq!(site.count("SELECT COUNT(*) FROM users").await, 1);
}

async fn a_test_email_says_what_became_of_it(site: &Site) {
    let test = async |site: &Site| {
        let adam = site.signed_in(&site.people.adam).await;
        let answer = adam.post("/desk/settings/mail-test", &[]).await.assert_status(303);
        let page = adam.follow(answer).await.assert_status(200);
        let is_done = page.page().texts(".checklist li[data-done]").concat();
        (page.page().texts("#notice").concat(), is_done.contains(t!(Lang::Sv, "checklist-mail")))
    };
    let (said, is_done) = test(site).await;
    assert!(said.starts_with(t!(Lang::Sv, "notice-mail-test-kept")) && !is_done, "{said}");
    let away = site.restart_with(|config| config.mail.mail_url = "smtp://127.0.0.1:9?timeout=1".into()).await;
    let (said, is_done) = test(&away).await;
    assert!(said.starts_with(t!(Lang::Sv, "notice-mail-test-failed")) && !is_done, "{said}");
}
