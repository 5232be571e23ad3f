//! Sessions that others than their owner end.

use fyr_domain::{Actor, text::EmailAddress};
use fyr_store::account_deletion::{self, Anonymisation};
use fyr_usecases::{
    Error,
    accounts::{self, SessionScope},
};
use uuid::Uuid;

use crate::support::{Browser, Site, on_both_engines};

on_both_engines! {
    whoever_runs_the_portal_signs_someone_out_everywhere,
    nobody_else_signs_others_out,
    an_operator_signs_out_one_or_everyone,
    an_operator_takes_a_lost_second_factor_away,
    a_removed_account_is_signed_out_at_once,
}

async fn is_signed_in(browser: &Browser) -> bool {
    browser.get("/tickets").await.status == 200
}

async fn whoever_runs_the_portal_signs_someone_out_everywhere(site: &Site) {
    let petra = &site.people.petra;
    let (here, there) = (site.signed_in(petra).await, site.signed_in(petra).await);
    let otto = site.signed_in(&site.people.otto).await;
    let adam = site.signed_in(&site.people.adam).await;
    let path = format!("/desk/people/{}", petra.id);
    let page = adam.get(&path).await.assert_status(200);
    assert!(page.html().contains("value=\"sign-out\""));
    let done = adam.post(&path, &[("action", "sign-out")]).await.assert_status(303);
    assert_eq!(done.location(), path);
    assert!(!is_signed_in(&here).await && !is_signed_in(&there).await);
    assert!(is_signed_in(&otto).await && is_signed_in(&adam).await);
    let lines = site.query_texts("SELECT actor_name FROM audit_log WHERE action = 'session.ended'").await;
    assert_eq!(lines, ["Adam Nord"]);
    here.sign_in(petra).await;
    assert!(is_signed_in(&here).await, "nothing is locked");
}

async fn nobody_else_signs_others_out(site: &Site) {
    let petra = &site.people.petra;
    let own = site.signed_in(petra).await;
    let people = &site.people;
    for user in [petra, &people.otto, &people.karin, &people.agnes, &people.stina] {
        let actor = Actor::signed_in(user.clone());
        let refused = accounts::end_user_sessions(&site.backend, &actor, petra.id).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{}", user.name);
        let browser = site.signed_in(user).await;
        browser
            .post(&format!("/desk/people/{}", petra.id), &[("action", "sign-out")])
            .await
            .assert_status(404);
    }
    let nobody = accounts::end_user_sessions(&site.backend, &Actor::ANONYMOUS, petra.id).await;
    assert!(matches!(nobody, Err(Error::SignInFirst)));
    assert!(is_signed_in(&own).await);
    let adam = Actor::signed_in(people.adam.clone());
    let unknown = accounts::end_user_sessions(&site.backend, &adam, Uuid::from_u128(7)).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
}

async fn an_operator_signs_out_one_or_everyone(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let otto = site.signed_in(&site.people.otto).await;
    let (ticket, token) = site.create_guest_ticket().await;
    let guest = site.browser();
    guest.get(&format!("/tickets/{ticket}?token={token}")).await.assert_status(303);
    let address = |text: &str| SessionScope::OwnedBy(EmailAddress::parse(text).unwrap());
    let end = async |scope: SessionScope| accounts::end_sessions_as_operator(&site.backend, &scope).await;
    assert!(matches!(end(address("nobody@fyr.test")).await, Err(Error::NotFound)));
    assert!(is_signed_in(&petra).await);
    assert_eq!(end(address("Petra@fyr.test")).await.unwrap(), 1);
    assert!(!is_signed_in(&petra).await && is_signed_in(&otto).await);
    petra.sign_in(&site.people.petra).await;
    assert_eq!(end(SessionScope::Everyone).await.unwrap(), 2);
    assert!(!is_signed_in(&petra).await && !is_signed_in(&otto).await);
    guest.get(&format!("/tickets/{ticket}")).await.assert_status(200);
    assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'session.ended'").await, 2);
}

async fn an_operator_takes_a_lost_second_factor_away(site: &Site) {
    let email = EmailAddress::parse("petra@fyr.test").unwrap();
    let forget = async || accounts::reset_second_factor_as_operator(&site.backend, &email).await;
    let own = site.signed_in(&site.people.petra).await;
    assert!(matches!(forget().await, Err(Error::NotFound)), "there is none");
    assert!(is_signed_in(&own).await);
    site.execute_sql(
        "UPDATE users SET totp_secret = 'x', totp_confirmed_at = created_at WHERE email = 'petra@fyr.test'",
    )
    .await;
    forget().await.unwrap();
    assert!(!is_signed_in(&own).await);
    assert_eq!(site.count("SELECT COUNT(*) FROM users WHERE totp_secret IS NOT NULL").await, 0);
    assert!(
        site.delivered_emails().await.iter().any(|mail| mail.to == "petra@fyr.test"),
        "its owner is told"
    );
    let actions = site.audit_actions().await;
    assert_eq!(actions.last().map(String::as_str), Some("second-factor.removed"));
    own.sign_in(&site.people.petra).await;
    assert!(is_signed_in(&own).await, "the password is enough again");
}

async fn a_removed_account_is_signed_out_at_once(site: &Site) {
    let petra = &site.people.petra;
    let (own, otto) = (site.signed_in(petra).await, site.signed_in(&site.people.otto).await);
    let emptied = Anonymisation {
        user: petra.id,
        email: &petra.email,
        name: "Borttagen",
        address: "removed@fyr.invalid",
        reader: "removed:1",
    };
    let mut tx = site.backend.store.begin().await.unwrap();
    account_deletion::anonymise(&mut tx, emptied, site.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!is_signed_in(&own).await && is_signed_in(&otto).await);
    let again = [("email", petra.email.as_str()), ("password", crate::support::PASSWORD)];
    site.browser().post("/sign-in", &again).await.assert_status(422);
}
