//! Codes that a counsellor tells, and mails that ask.

use chrono::TimeDelta;

use crate::support::{Browser, Site, on_both_engines};

on_both_engines! {
    a_code_lets_its_counsellor_in_once_someone_has_seen_who_it_is,
    a_code_that_is_wrong_used_old_or_taken_back_lets_nobody_in,
    a_mail_lets_its_counsellor_in,
    a_code_is_shown_again_and_nowhere_kept,
}

/// Makes a code, and gives it as the page shows it.
pub async fn create_code(browser: &Browser) -> String {
    let key = browser.get("/participants/invite").await.assert_status(200).value("form_key");
    let fields = [
        ("action", "code"),
        ("organisation", "portal"),
        ("scope", "see"),
        ("purpose", "Praktik"),
        ("form_key", key.as_str()),
    ];
    for _ in 0..2 {
        browser.post("/participants/invite", &fields).await.assert_status(303);
    }
    let html = browser.get("/participants/invite").await.html();
    let (_, rest) = html.split_once("reference code\">").unwrap();
    rest.split('<').next().unwrap().to_owned()
}

async fn a_code_lets_its_counsellor_in_once_someone_has_seen_who_it_is(site: &Site) {
    let olle = site.signed_in(&site.people.olle).await;
    let told = create_code(&olle).await;
    assert_eq!(told.len(), 9, "{told}");
    assert_eq!(site.count("SELECT COUNT(*) FROM invitations").await, 1, "the same form makes one");
    let otto = site.signed_in(&site.people.otto).await;
    let heard = told.to_lowercase().replace('-', " ").replace('0', "o");
    let page = otto.post("/account/access/code", &[("code", &heard)]).await.assert_status(200);
    let page =
        page.assert_text("Får Olle Dahl se dina ärenden?").assert_text("läsa ärenden").assert_text("Praktik");
    olle.get(&format!("/participants/{}", site.people.otto.id)).await.assert_status(404);
    let agreed = [("code", page.value("code")), ("confirm", "yes".to_owned())];
    let agreed: Vec<_> = agreed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = otto.post("/account/access/code", &agreed).await;
    otto.follow(done).await.assert_text("Klart.").assert_text("Olle Dahl").assert_text("men inte svara");
    olle.get(&format!("/participants/{}", site.people.otto.id)).await.assert_status(200);
    let mail = site.delivered_emails().await.pop().unwrap();
    assert_eq!(
        (mail.to.as_str(), mail.subject.as_str()),
        ("olle@fyr.test", "Du är handledare för Otto Berg")
    );
    let mut noted = site.audit_actions().await;
    noted.retain(|action| !action.starts_with("session."));
    assert_eq!(noted, ["code.made", "invitation.accepted", "relation.began"]);
    let petra = site.signed_in(&site.people.petra).await;
    petra.post("/account/access/code", &agreed).await.assert_status(422);
    olle.get(&format!("/participants/{}", site.people.petra.id)).await.assert_status(404);
}

async fn a_code_that_is_wrong_used_old_or_taken_back_lets_nobody_in(site: &Site) {
    let olle = site.signed_in(&site.people.olle).await;
    let otto = site.signed_in(&site.people.otto).await;
    let type_it = async |browser: &Browser, typed: &str| {
        browser.post("/account/access/code", &[("code", typed), ("confirm", "yes")]).await.status
    };
    for wrong in ["", "x", "0000-0000", "åäö"] {
        assert_eq!(type_it(&otto, wrong).await, 422, "{wrong}");
    }
    let own = create_code(&olle).await;
    assert_eq!(type_it(&olle, &own).await, 422, "one's own");
    assert_eq!(
        site.browser().post("/account/access/code", &[("code", &own)]).await.status,
        303,
        "sign in first"
    );
    let id = olle.get("/participants/invite").await.value("withdraw");
    let karin = site.signed_in(&site.people.karin).await;
    karin.post("/participants/invite", &[("withdraw", &id)]).await.assert_status(404);
    olle.post("/participants/invite", &[("withdraw", &id)]).await.assert_status(303);
    assert_eq!(type_it(&otto, &own).await, 422, "taken back");
    let old = create_code(&olle).await;
    site.execute_sql("UPDATE users SET role = 'participant' WHERE email = 'olle@fyr.test'").await;
    assert_eq!(type_it(&otto, &old).await, 422, "no counsellor any more");
    site.execute_sql("UPDATE users SET role = 'counsellor' WHERE email = 'olle@fyr.test'").await;
    site.clock.advance(TimeDelta::days(7));
    let otto = site.signed_in(&site.people.otto).await;
    assert_eq!(type_it(&otto, &old).await, 422, "too old");
    assert_eq!(site.count("SELECT COUNT(*) FROM counselling").await, 1, "Karin's alone");
}

async fn a_mail_lets_its_counsellor_in(site: &Site) {
    let olle = site.signed_in(&site.people.olle).await;
    let fields = |email| {
        [("action", "mail"), ("organisation", "portal"), ("scope", "act"), ("purpose", ""), ("email", email)]
    };
    olle.post("/participants/invite", &fields("")).await.assert_status(422);
    olle.post("/participants/invite", &fields("otto@fyr.test")).await.assert_status(303);
    let mail = site.delivered_emails().await.pop().unwrap();
    assert_eq!(mail.to, "otto@fyr.test");
    let link = mail.link(&site.config.http.public_url, "/invitation?token=");
    let token = link.split('=').nth(1).unwrap();
    let petra = site.signed_in(&site.people.petra).await;
    petra.post("/invitation", &[("token", token)]).await.assert_status(410);
    let otto = site.signed_in(&site.people.otto).await;
    otto.get(&link).await.assert_status(200).assert_text("Olle Dahl i Fyr vill vara din handledare");
    otto.post("/invitation", &[("token", token)]).await.assert_status(303);
    otto.post("/invitation", &[("token", token)]).await.assert_status(410);
    olle.get(&format!("/participants/{}", site.people.otto.id)).await.assert_status(200);
    assert_eq!(site.count("SELECT COUNT(*) FROM memberships").await, 0, "no role comes with it");
    let stina = site.signed_in(&site.people.stina).await;
    stina.post("/participants/invite", &fields("a@b.se")).await.assert_status(404);
    let place = uuid::Uuid::nil().to_string();
    let elsewhere = [("action", "code"), ("organisation", place.as_str()), ("scope", "act")];
    olle.post("/participants/invite", &elsewhere).await.assert_status(404);
}

async fn a_code_is_shown_again_and_nowhere_kept(site: &Site) {
    let olle = site.signed_in(&site.people.olle).await;
    let told = create_code(&olle).await;
    olle.get("/participants/invite").await.assert_text(&told);
    let karin = site.signed_in(&site.people.karin).await;
    karin.get("/participants/invite").await.assert_no_text(&told);
    let kept = site.query_texts("SELECT token_hash || email || purpose FROM invitations").await.join(" ");
    assert!(!kept.contains(&told) && !kept.contains(&told.replace('-', "")));
}
