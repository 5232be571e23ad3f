//! Whose account an identity opens: its own and nobody else's.

use chrono::TimeDelta;
use fyr_domain::Lang;
use fyr_i18n::t;
use serde_json::json;

use super::{
    Login,
    fake::{Fake, SLUG, Token},
    is_signed_in,
};
use crate::support::{Browser, PASSWORD, Site, on_both_engines};

on_both_engines! {
    a_newcomers_tries_are_counted_however_many_come_at_once,
    a_first_login_makes_an_account_and_later_ones_find_it,
    a_login_opens_no_deactivated_account,
    an_account_is_never_found_by_its_address,
    an_address_counts_only_where_the_provider_says_it_is_theirs,
    a_newcomer_tells_the_rest_and_shows_that_the_address_is_theirs,
    a_newcomer_with_someone_elses_address_sees_no_difference_and_gets_nowhere,
    a_newcomers_code_is_good_for_a_while_and_a_few_tries,
    an_address_is_sent_five_codes_in_an_hour,
    where_no_accounts_are_made_nobody_new_comes_in,
    a_way_is_connected_by_a_fresh_login_from_a_signed_in_account,
    what_opens_one_account_is_not_connected_with_another,
    a_connection_belongs_to_whoever_began_it,
    a_way_can_be_disconnected_unless_it_is_the_only_one,
    whoever_changes_ways_to_sign_in_shows_once_more_who_they_are,
}

async fn displayed_name(browser: &Browser) -> String {
    let page = browser.get("/tickets").await.assert_status(200).html();
    let (_, rest) = page.split_once("signed-in-name").unwrap();
    rest.split_once('>').unwrap().1.split('<').next().unwrap().to_owned()
}

async fn a_first_login_makes_an_account_and_later_ones_find_it(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let people = portal.count("SELECT COUNT(*) FROM users").await;
    fake.sign_in(&portal, &portal.browser(), "kim").await.assert_status(303);
    let moved = |token: &mut Token| {
        token.claims["email"] = json!("new@kommun.example");
        token.claims["name"] = json!("Kim Nykvist");
    };
    let again = portal.browser();
    fake.sign_in_as(&portal, &again, "kim", moved).await.assert_status(303);
    assert_eq!(displayed_name(&again).await, "Kim Kommun", "what they are called here is theirs to change");
    assert_eq!(portal.count("SELECT COUNT(*) FROM users").await, people + 1);
    let told = portal.query_texts("SELECT email FROM identities").await;
    assert_eq!(told, ["new@kommun.example"], "the last address is remembered, to recognise it by");
    let own = portal.query_texts("SELECT email FROM users WHERE name = 'Kim Kommun'").await;
    assert_eq!(own, ["kim@kommun.example"]);

    // the same subject of another issuer is someone else
    let other = Fake::start().await;
    let portal = other.portal(site, |_| {}).await;
    let theirs = |token: &mut Token| token.claims["email"] = json!("other@kommun.example");
    other.sign_in_as(&portal, &portal.browser(), "kim", theirs).await.assert_status(303);
    assert_eq!(portal.count("SELECT COUNT(*) FROM users").await, people + 2);
    portal.backend.store.close().await;
}

async fn a_login_opens_no_deactivated_account(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let own = portal.browser();
    fake.sign_in(&portal, &own, "kim").await.assert_status(303);
    let adam = portal.signed_in(&portal.people.adam).await;
    let kim = {
        let mut db = portal.backend.store.read().await.unwrap();
        fyr_store::people::find_by_email(&mut db, "kim@kommun.example").await.unwrap().unwrap()
    };
    let path = format!("/desk/people/{}", kim.id);
    adam.post(&path, &[("action", "deactivate")]).await.assert_status(303);
    assert!(!is_signed_in(&own).await);
    let told = fake.sign_in(&portal, &own, "kim").await.assert_status(403);
    told.assert_text(t!(Lang::Sv, "error-deactivated-title"));
    assert!(!is_signed_in(&own).await);
    assert_eq!(portal.count("SELECT COUNT(*) FROM audit_log WHERE action = 'identity.refused'").await, 1);
    adam.post(&path, &[("action", "reactivate")]).await.assert_status(303);
    fake.sign_in(&portal, &own, "kim").await.assert_status(303);
    assert!(is_signed_in(&own).await);
    portal.backend.store.close().await;
}

async fn an_account_is_never_found_by_its_address(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let browser = portal.browser();
    for address in ["petra@fyr.test", "Petra@FYR.test"] {
        let hers = |token: &mut Token| token.claims["email"] = json!(address);
        let told = fake.sign_in_as(&portal, &browser, "kim", hers).await.assert_status(303);
        assert_eq!(told.location(), format!("/sign-in/{SLUG}?problem=email-taken&next=%2Ftickets"));
        assert!(!is_signed_in(&browser).await);
        let page = browser.follow(told).await.assert_status(200);
        page.assert_text(t!(Lang::Sv, "identity-email-taken-title"));
    }
    assert_eq!(portal.count("SELECT COUNT(*) FROM identities").await, 0);
    portal.backend.store.close().await;
}

async fn an_address_counts_only_where_the_provider_says_it_is_theirs(site: &Site) {
    let fake = Fake::start().await;
    for (said, trusted, fine) in [
        (json!(true), false, true),
        (json!(false), false, false),
        (json!(null), false, false),
        (json!(null), true, true),
    ] {
        let portal = fake.portal(site, |config| config.trust_email = trusted).await;
        let browser = portal.browser();
        let subject = format!("kim-{said}-{trusted}");
        let change = |token: &mut Token| token.claims["email_verified"] = said.clone();
        let back = fake.sign_in_as(&portal, &browser, &subject, change).await.assert_status(303);
        let location = if fine { "/tickets" } else { "/sign-in/fake/new" };
        assert_eq!(back.location(), location, "{subject}");
        assert_eq!(is_signed_in(&browser).await, fine, "{subject}");
        portal.backend.store.close().await;
    }
}

/// Someone of whom the provider tells next to nothing, as far as the form for the rest.
async fn sign_in_without_claims(fake: &Fake, site: &Site, browser: &Browser) {
    let bare = |token: &mut Token| {
        for name in ["name", "email", "email_verified"] {
            token.claims.as_object_mut().unwrap().remove(name);
        }
    };
    fake.script().user_info = json!({ "sub": "kim" });
    let back = fake.sign_in_as(site, browser, "kim", bare).await.assert_status(303);
    assert_eq!(back.location(), "/sign-in/fake/new");
    browser.follow(back).await.assert_status(200).assert_text(t!(Lang::Sv, "identity-new-title"));
}

const NEW: &str = "/sign-in/fake/new";

/// The code in the last mail; empty where there is none.
async fn emailed_code(site: &Site) -> String {
    let text = site.delivered_emails().await.pop().unwrap().text;
    let words: Vec<_> = text.split(|c: char| !c.is_ascii_digit()).filter(|word| word.len() == 4).collect();
    words.concat()
}

async fn a_newcomer_tells_the_rest_and_shows_that_the_address_is_theirs(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let browser = portal.browser();
    sign_in_without_claims(&fake, &portal, &browser).await;
    let again = browser.post(NEW, &[("name", ""), ("email", "kim@")]).await.assert_status(422);
    assert_eq!(again.value("email"), "kim@");
    let told =
        browser.post(NEW, &[("name", "Kim Kommun"), ("email", "Kim@Hemma.example")]).await.assert_status(303);
    browser
        .follow(told)
        .await
        .assert_status(200)
        .assert_text("kim@hemma.example")
        .assert_text(t!(Lang::Sv, "identity-code-title"));
    assert!(!is_signed_in(&browser).await);
    assert_eq!(portal.count("SELECT COUNT(*) FROM users WHERE email LIKE 'kim%'").await, 0, "nothing yet");
    let code = emailed_code(&portal).await;
    browser.post(NEW, &[("code", "00000000")]).await.assert_status(422).assert_text("kim@hemma.example");
    let (first, second) = code.split_at(4);
    let done = browser.post(NEW, &[("code", &format!(" {first} {second}"))]).await.assert_status(303);
    assert_eq!(done.location(), "/tickets");
    assert_eq!(displayed_name(&browser).await, "Kim Kommun");
    assert_eq!(browser.get(NEW).await.assert_status(303).location(), "/sign-in/fake?problem=expired", "done");

    // from now on the provider's word is enough
    let other = portal.browser();
    let bare = |token: &mut Token| _ = token.claims.as_object_mut().unwrap().remove("email");
    assert_eq!(fake.sign_in_as(&portal, &other, "kim", bare).await.assert_status(303).location(), "/tickets");
    portal.backend.store.close().await;
}

async fn a_newcomer_with_someone_elses_address_sees_no_difference_and_gets_nowhere(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let browser = portal.browser();
    sign_in_without_claims(&fake, &portal, &browser).await;
    let told = browser.post(NEW, &[("name", "Kim"), ("email", "petra@fyr.test")]).await.assert_status(303);
    browser
        .follow(told)
        .await
        .assert_status(200)
        .assert_text("petra@fyr.test")
        .assert_text(t!(Lang::Sv, "identity-code-title"));
    let mail = portal.delivered_emails().await.pop().unwrap();
    assert_eq!(mail.to, "petra@fyr.test");
    assert!(mail.text.contains("Det finns redan ett konto"), "{}", mail.text);
    assert_eq!(emailed_code(&portal).await, "", "no code");
    let back = browser.post(NEW, &[("again", "yes")]).await.assert_status(303);
    browser.follow(back).await.assert_status(200).assert_text(t!(Lang::Sv, "identity-new-title"));
    portal.backend.store.close().await;
}

async fn an_address_is_sent_five_codes_in_an_hour(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    for status in [303, 303, 303, 303, 303, 429] {
        let browser = portal.browser();
        sign_in_without_claims(&fake, &portal, &browser).await;
        browser.post(NEW, &[("name", "Kim"), ("email", "kim@hemma.example")]).await.assert_status(status);
    }
    assert_eq!(portal.delivered_emails().await.len(), 5);
    portal.backend.store.close().await;
}

async fn a_newcomers_code_is_good_for_a_while_and_a_few_tries(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let browser = portal.browser();
    sign_in_without_claims(&fake, &portal, &browser).await;
    let details = [("name", "Kim"), ("email", "kim@hemma.example")];
    browser.post(NEW, &details).await.assert_status(303);
    let code = emailed_code(&portal).await;
    portal.clock.advance(TimeDelta::minutes(10));
    browser.post(NEW, &[("code", &code)]).await.assert_status(422);

    browser.post(NEW, &[("again", "yes")]).await.assert_status(303);
    browser.post(NEW, &details).await.assert_status(303);
    let newer = emailed_code(&portal).await;
    assert_ne!(newer, code);
    for _ in 0..5 {
        browser.post(NEW, &[("code", &code)]).await.assert_status(422);
    }
    browser.post(NEW, &[("code", &newer)]).await.assert_status(422);
    for _ in 0..3 {
        browser.post(NEW, &[("again", "yes")]).await.assert_status(303);
        browser.post(NEW, &details).await.assert_status(303);
    }
    browser.post(NEW, &[("again", "yes")]).await.assert_status(303);
    browser.post(NEW, &details).await.assert_status(429);
    portal.backend.store.close().await;
}

async fn a_newcomers_tries_are_counted_however_many_come_at_once(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let browser = portal.browser();
    sign_in_without_claims(&fake, &portal, &browser).await;
    browser.post(NEW, &[("name", "Kim"), ("email", "kim@hemma.example")]).await.assert_status(303);
    let code = emailed_code(&portal).await;
    let wrong = if code == "00000000" { "11111111" } else { "00000000" };
    let form = [("code", wrong)];
    let tries = futures::future::join_all((0..10).map(|_| browser.post(NEW, &form))).await;
    assert!(tries.iter().all(|answer| answer.status == 422));
    browser.post(NEW, &[("code", &code)]).await.assert_status(422);
    let counted = "SELECT failures FROM failed_sign_ins WHERE subject LIKE 'newcomer:%'";
    assert_eq!(portal.count(counted).await, 5);
    // and so are the mails it can cause
    browser.post(NEW, &[("again", "yes")]).await.assert_status(303);
    let addresses: Vec<_> = (0..10).map(|n| format!("kim{n}@hemma.example")).collect();
    let forms: Vec<_> = addresses.iter().map(|email| [("name", "Kim"), ("email", email.as_str())]).collect();
    futures::future::join_all(forms.iter().map(|form| browser.post(NEW, form))).await;
    let sent =
        portal.delivered_emails().await.iter().filter(|mail| mail.to.ends_with("@hemma.example")).count();
    // those that come after the answer to another find a page that asks for a code
    assert!((2..=5).contains(&sent), "{sent}");
    portal.backend.store.close().await;
}

async fn where_no_accounts_are_made_nobody_new_comes_in(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |config| config.sign_up = false).await;
    let browser = portal.browser();
    let told = fake.sign_in(&portal, &browser, "kim").await.assert_status(303);
    assert_eq!(told.location(), format!("/sign-in/{SLUG}?problem=no-account&next=%2Ftickets"));
    browser.follow(told).await.assert_status(200).assert_text(t!(Lang::Sv, "identity-no-account-title"));
    let petra = portal.signed_in(&portal.people.petra).await;
    connect(&fake, &portal, &petra, "kim").await.assert_status(303);
    fake.sign_in(&portal, &browser, "kim").await.assert_status(303);
    assert_eq!(displayed_name(&browser).await, "Petra Lund", "who has connected it comes in");
    portal.backend.store.close().await;
}

/// Connects a subject with the account that is signed in.
async fn connect(fake: &Fake, site: &Site, browser: &Browser, subject: &str) -> crate::support::TestResponse {
    let login = Login::connect(browser, SLUG).await;
    let token = fake.token(&login, subject, site.now());
    fake.complete_login(browser, &login, token).await
}

async fn a_way_is_connected_by_a_fresh_login_from_a_signed_in_account(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let petra = portal.signed_in(&portal.people.petra).await;
    petra.get("/account/identities").await.assert_status(200).assert_text("Koppla Kommunkonto");
    let stale: [fn(&mut Token); 2] = [
        |token| _ = token.claims.as_object_mut().unwrap().remove("auth_time"),
        |token| token.claims["auth_time"] = json!(token.claims["iat"].as_i64().unwrap() - 61),
    ];
    for change in stale {
        let login = Login::connect(&petra, SLUG).await;
        assert_eq!((login.parameter("prompt"), login.parameter("max_age")), ("login", "0"));
        let mut token = fake.token(&login, "kim", portal.now());
        change(&mut token);
        let told = fake.complete_login(&petra, &login, token).await.assert_status(303);
        assert_eq!(told.location(), format!("/account/identities?problem=stale&provider={SLUG}"));
    }
    assert_eq!(portal.count("SELECT COUNT(*) FROM identities").await, 0);

    let done = connect(&fake, &portal, &petra, "kim").await.assert_status(303);
    assert_eq!(done.location(), "/account/identities");
    let page = petra.follow(done).await.assert_status(200);
    page.assert_text("Kommunkonto är kopplad")
        .assert_text("kim@kommun.example")
        .assert_no_text("Koppla Kommunkonto");
    let browser = portal.browser();
    fake.sign_in(&portal, &browser, "kim").await.assert_status(303);
    assert_eq!(displayed_name(&browser).await, "Petra Lund");
    let lines = portal.query_texts("SELECT action FROM audit_log WHERE action = 'identity.connected'").await;
    assert_eq!(lines.len(), 1);
    let told = portal
        .delivered_emails()
        .await
        .into_iter()
        .find(|mail| mail.subject == t!(Lang::Sv, "mail-connected-subject"));
    assert_eq!(told.unwrap().to, "petra@fyr.test");
    portal.backend.store.close().await;
}

async fn what_opens_one_account_is_not_connected_with_another(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    fake.sign_in(&portal, &portal.browser(), "kim").await.assert_status(303);
    let petra = portal.signed_in(&portal.people.petra).await;
    let told = connect(&fake, &portal, &petra, "kim").await.assert_status(303);
    assert_eq!(told.location(), format!("/account/identities?problem=taken&provider={SLUG}"));
    petra.follow(told).await.assert_status(200).assert_text(t!(Lang::Sv, "identity-taken-title"));
    let browser = portal.browser();
    fake.sign_in(&portal, &browser, "kim").await.assert_status(303);
    assert_eq!(displayed_name(&browser).await, "Kim Kommun");
    portal.backend.store.close().await;
}

async fn a_connection_belongs_to_whoever_began_it(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let browser = portal.signed_in(&portal.people.petra).await;
    let login = Login::connect(&browser, SLUG).await;
    // someone else signs in meanwhile, in the same browser and the same session
    browser.sign_in(&portal.people.otto).await;
    let token = fake.token(&login, "kim", portal.now());
    let told = fake.complete_login(&browser, &login, token).await.assert_status(303);
    assert!(told.location().contains("problem=expired"), "{}", told.location());
    assert_eq!(portal.count("SELECT COUNT(*) FROM identities").await, 0);
    portal.backend.store.close().await;
}

async fn a_way_can_be_disconnected_unless_it_is_the_only_one(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let browser = portal.browser();
    fake.sign_in(&portal, &browser, "kim").await.assert_status(303);
    let ids = async || portal.query_texts("SELECT provider FROM identities").await.len();
    let id_on = |page: &crate::support::TestResponse| page.find_value("identity");
    let page = browser.get("/account/identities").await.assert_status(200);
    assert_eq!(id_on(&page), None);
    page.assert_text(t!(Lang::Sv, "identity-only-way-text"));
    let identity = account_id(&portal).await;
    let form = [("action", "disconnect"), ("identity", identity.as_str())];
    let told = browser.post("/account/identities", &form).await.assert_status(303);
    assert_eq!(told.location(), "/account/identities?problem=only-way");
    assert_eq!(ids().await, 1);

    let otto = portal.signed_in(&portal.people.otto).await;
    otto.post("/account/identities", &form).await.assert_status(404);
    assert_eq!(ids().await, 1, "not by someone else");

    connect(&fake, &portal, &otto, "otto").await.assert_status(303);
    portal.clock.advance(TimeDelta::minutes(1));
    let page = otto.get("/account/identities").await.assert_status(200);
    let own = page.value("identity");
    assert_ne!(own, identity);
    let form = [("action", "disconnect"), ("identity", own.as_str())];
    let done = otto.post("/account/identities", &form).await.assert_status(303);
    otto.follow(done).await.assert_status(200).assert_text(t!(Lang::Sv, "identity-done-disconnected"));
    assert_eq!(ids().await, 1, "a password is another way in");
    let stranger = portal.browser();
    let hers = |token: &mut Token| token.claims["email"] = json!("otto@fyr.test");
    let told = fake.sign_in_as(&portal, &stranger, "otto", hers).await.assert_status(303);
    assert!(told.location().contains("problem=email-taken"), "it opens the account no more");
    portal.backend.store.close().await;
}

async fn whoever_changes_ways_to_sign_in_shows_once_more_who_they_are(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |_| {}).await;
    let petra = portal.signed_in(&portal.people.petra).await;
    let kim = portal.browser();
    fake.sign_in(&portal, &kim, "kim").await.assert_status(303);
    portal.clock.advance(TimeDelta::minutes(16));
    let connect = [("action", "connect"), ("provider", SLUG)];
    let disconnect = [("action", "disconnect"), ("identity", "00000000-0000-0000-0000-000000000001")];
    for form in [connect, disconnect] {
        assert_eq!(
            petra.post("/account/identities", &form).await.assert_status(303).location(),
            "/account/identities"
        );
    }
    let page = petra.get("/account/identities").await.assert_status(200);
    page.assert_text(t!(Lang::Sv, "identity-prove-text")).assert_no_text("Koppla Kommunkonto");
    let prove = |password: &'static str| [("action", "prove"), ("current", password)];
    petra
        .post("/account/identities", &prove("wrong"))
        .await
        .assert_status(422)
        .assert_text(t!(Lang::Sv, "problem-wrong-password"));
    petra.post("/account/identities", &connect).await.assert_status(303);
    petra.post("/account/identities", &prove(PASSWORD)).await.assert_status(303);
    petra.get("/account/identities").await.assert_status(200).assert_text("Koppla Kommunkonto");
    petra.post("/account/identities", &connect).await.assert_status(200);
    portal.clock.advance(TimeDelta::minutes(16));
    petra.post("/account/identities", &connect).await.assert_status(303);

    // who has no password signs in once more
    kim.get("/account/identities").await.assert_status(200).assert_text(t!(Lang::Sv, "proof-again"));
    kim.post("/account/identities", &connect).await.assert_status(303);
    portal.backend.store.close().await;
}

/// The one identity there is, as forms name it.
async fn account_id(site: &Site) -> String {
    let mut db = site.backend.store.read().await.unwrap();
    let kim = fyr_store::people::find_by_email(&mut db, "kim@kommun.example").await.unwrap().unwrap();
    fyr_store::identities::list_for_user(&mut db, kim.id).await.unwrap()[0].id.to_string()
}
