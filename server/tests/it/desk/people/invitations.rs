//! Asking people to join by mail.

use chrono::TimeDelta;
use fyr_domain::{Lang, Role, permission::Sharing};
use fyr_i18n::t;

use crate::support::{Browser, Site, TestResponse, grant_role, on_both_engines, organisation};

on_both_engines! {
    someone_new_joins_with_a_name_and_a_password,
    someone_known_signs_in_and_accepts,
    a_first_password_by_invitation_ends_what_was_open_and_tells_its_owner,
    nobody_else_accepts,
    an_address_is_asked_five_times_in_an_hour,
    an_invitation_counts_once_and_not_for_ever,
    a_withdrawn_invitation_opens_nothing,
    an_invitation_counts_no_longer_than_the_role_of_who_asked,
    an_organisations_admin_asks_only_into_its_own,
    who_wrote_an_invitation_cannot_accept_it,
    what_opens_an_invitation_is_nowhere_kept,
}

/// What whoever joins an organisation should know.
const COUNSELLOR: &str = "i Fabriken kan utse en handledare åt dig";
const NEW: &str = "ny@gast.example";
const SECRET: &str = "gravid uggla under lampan";

/// Asks as whoever is signed in, and gives the link in the mail.
async fn invite(site: &Site, browser: &Browser, email: &str, role: &str, place: &str) -> String {
    let fields = [("email", email), ("role", role), ("team", place), ("level", "2"), ("lang", "sv")];
    browser.post("/desk/people/invitations", &fields).await.assert_status(303);
    let mails = site.delivered_emails().await;
    let mail = mails.last().unwrap();
    assert_eq!(mail.to, email);
    mail.link(&site.config.http.public_url, "/invitation?token=")
}

fn token_in(link: &str) -> &str {
    link.split('=').nth(1).unwrap()
}

async fn someone_new_joins_with_a_name_and_a_password(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await.to_string();
    let adam = site.signed_in(&site.people.adam).await;
    let link = invite(site, &adam, NEW, "agent", &acme).await;
    let browser = site.browser();
    browser
        .get(&link)
        .await
        .assert_status(200)
        .assert_text("Adam Nord bjuder in dig till Fabriken som support.")
        .assert_text(COUNSELLOR);
    let mail = site.delivered_emails().await.pop().unwrap();
    assert!(
        !mail.text.contains("Adam Nord") && !mail.text.contains("Fabriken"),
        "the page says it: {}",
        mail.text
    );
    assert_eq!(
        site.count("SELECT COUNT(*) FROM users WHERE email = 'ny@gast.example'").await,
        0,
        "not by opening"
    );
    for (name, password) in [("", SECRET), ("Nya Ny", "kort"), ("Nya Ny", "lösenord1234")] {
        browser
            .post("/invitation", &[("token", token_in(&link)), ("name", name), ("password", password)])
            .await
            .assert_status(422);
    }
    let fields = [("token", token_in(&link)), ("name", "Nya Ny"), ("password", SECRET)];
    browser.post("/invitation", &fields).await.assert_status(303);
    assert!(browser.get("/desk").await.assert_status(200).html().contains("Nya Ny"));
    site.browser().post("/sign-in", &[("email", NEW), ("password", SECRET)]).await.assert_status(303);
    let levels = site.query_texts("SELECT role || CAST(level AS TEXT) FROM memberships").await;
    assert_eq!(levels, ["agent2"]);
    let told = site.audit_actions().await;
    for action in ["invitation.sent", "invitation.accepted", "role.given", "account.added"] {
        assert!(told.contains(&action.to_owned()), "{action} in {told:?}");
    }
}

async fn someone_known_signs_in_and_accepts(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await.to_string();
    let adam = site.signed_in(&site.people.adam).await;
    let link = invite(site, &adam, "otto@fyr.test", "manager", &acme).await;
    let browser = site.browser();
    let page = browser.get(&link).await.assert_status(200);
    let sign_in =
        page.html().split("href=\"/sign-in?next=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let fields = [("token", token_in(&link)), ("name", "Någon Annan"), ("password", SECRET)];
    browser.post("/invitation", &fields).await.assert_status(303);
    assert_eq!(site.count("SELECT COUNT(*) FROM memberships").await, 0, "a new password is not taken");
    browser.get(&format!("/sign-in?next={sign_in}")).await.assert_status(200);
    browser.sign_in(&site.people.otto).await;
    browser.get(&link).await.assert_status(200).assert_text("Tacka ja");
    browser.post("/invitation", &[("token", token_in(&link))]).await.assert_status(303);
    assert_eq!(site.query_texts("SELECT role FROM memberships").await, ["manager"]);
}

async fn a_first_password_by_invitation_ends_what_was_open_and_tells_its_owner(site: &Site) {
    let before = site.signed_in(&site.people.otto).await;
    site.execute_sql("UPDATE users SET password_hash = NULL WHERE email = 'otto@fyr.test'").await;
    before.post("/sign-in/link", &[("email", "otto@fyr.test")]).await.assert_status(303);
    let old = site
        .delivered_emails()
        .await
        .last()
        .unwrap()
        .link(&site.config.http.public_url, "/sign-in/link/open?token=");
    let adam = site.signed_in(&site.people.adam).await;
    let link = invite(site, &adam, "otto@fyr.test", "staff", "portal").await;
    let browser = site.browser();
    let page = browser.get(&link).await.assert_status(200);
    assert!(!page.html().contains("name=\"name\""), "what they type there would be thrown away");
    let fields = [("token", token_in(&link)), ("password", "Otto Berg 2026")];
    browser.post("/invitation", &fields).await.assert_status(422);
    let fields = [("token", token_in(&link)), ("password", SECRET)];
    browser.post("/invitation", &fields).await.assert_status(303);
    browser.get("/account").await.assert_status(200).assert_text("Otto Berg");
    assert_eq!(before.get("/account").await.assert_status(303).location(), "/sign-in?next=%2Faccount");
    site.browser().get(&old).await.assert_status(410);
    assert!(site.audit_actions().await.contains(&"password.changed".to_owned()));
    let told = site.delivered_emails().await;
    assert!(
        told.iter()
            .any(|mail| mail.to == "otto@fyr.test" && mail.subject == t!(Lang::Sv, "mail-password-subject"))
    );
}

async fn an_address_is_asked_five_times_in_an_hour(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    for _ in 0..5 {
        invite(site, &adam, NEW, "agent", "portal").await;
    }
    let so_far = site.delivered_emails().await.len();
    let fields = [("email", NEW), ("role", "agent"), ("team", "portal"), ("level", "2"), ("lang", "sv")];
    let again = adam.post("/desk/people/invitations", &fields).await.assert_status(422);
    assert_eq!(again.assert_text(t!(Lang::Sv, "problem-enough-mail")).value("email"), NEW);
    // whoever asks, and for whatever
    let olle = site.signed_in(&site.people.olle).await;
    let mail = |email| [("action", "mail"), ("organisation", "portal"), ("scope", "act"), ("email", email)];
    olle.post("/participants/invite", &mail(NEW))
        .await
        .assert_status(422)
        .assert_text(t!(Lang::Sv, "problem-enough-mail"));
    assert_eq!(site.delivered_emails().await.len(), so_far);
    invite(site, &adam, "annan@gast.example", "agent", "portal").await;
    site.clock.advance(TimeDelta::minutes(61));
    let adam = site.signed_in(&site.people.adam).await;
    invite(site, &adam, NEW, "agent", "portal").await;
    for _ in 0..4 {
        let olle = site.signed_in(&site.people.olle).await;
        olle.post("/participants/invite", &mail(NEW)).await.assert_status(303);
    }
    let olle = site.signed_in(&site.people.olle).await;
    olle.post("/participants/invite", &mail(NEW)).await.assert_status(422);
}

async fn nobody_else_accepts(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let link = invite(site, &adam, "otto@fyr.test", "admin", "portal").await;
    for user in [&site.people.petra, &site.people.karin] {
        let browser = site.signed_in(user).await;
        browser
            .get(&link)
            .await
            .assert_status(200)
            .assert_text("du är inloggad som någon annan")
            .assert_no_text("utse en handledare");
        browser.post("/invitation", &[("token", token_in(&link))]).await.assert_status(410);
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM users WHERE role = 'admin'").await, 1);
    let otto = site.signed_in(&site.people.otto).await;
    otto.post("/invitation", &[("token", token_in(&link))]).await.assert_status(303);
    otto.get("/desk/people").await.assert_status(200);
}

async fn an_invitation_counts_once_and_not_for_ever(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let used = invite(site, &adam, "otto@fyr.test", "staff", "portal").await;
    let late = invite(site, &adam, NEW, "participant", "portal").await;
    let otto = site.signed_in(&site.people.otto).await;
    otto.post("/invitation", &[("token", token_in(&used))]).await.assert_status(303);
    otto.post("/invitation", &[("token", token_in(&used))]).await.assert_status(410);
    otto.get(&used).await.assert_status(410);
    site.clock.advance(TimeDelta::days(14));
    let browser = site.browser();
    browser.get(&late).await.assert_status(410);
    let fields = [("token", token_in(&late)), ("name", "Nya Ny"), ("password", SECRET)];
    browser.post("/invitation", &fields).await.assert_status(410);
}

async fn a_withdrawn_invitation_opens_nothing(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let link = invite(site, &adam, NEW, "participant", "portal").await;
    let id = adam.get("/desk/people/invitations").await.assert_status(200).assert_text(NEW).value("withdraw");
    adam.post("/desk/people/invitations", &[("withdraw", &id)]).await.assert_status(303);
    adam.post("/desk/people/invitations", &[("withdraw", &id)]).await.assert_status(404);
    site.browser().get(&link).await.assert_status(410);
    adam.get("/desk/people/invitations").await.assert_text("Ingen inbjudan väntar");
}

async fn an_invitation_counts_no_longer_than_the_role_of_who_asked(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    grant_role(site, &site.people.otto, acme, Role::Admin).await;
    let otto = site.signed_in(&site.people.otto).await;
    let link = invite(site, &otto, NEW, "admin", &acme.to_string()).await;
    site.browser().get(&link).await.assert_status(200);
    let adam = site.signed_in(&site.people.adam).await;
    let fields = [("action", "take"), ("role", "admin"), ("organisation", &acme.to_string())];
    super::post(&adam, &site.people.otto, &fields).await.assert_status(303);
    site.browser().get(&link).await.assert_status(410);
    let fields = [("token", token_in(&link)), ("name", "Nya Ny"), ("password", SECRET)];
    site.browser().post("/invitation", &fields).await.assert_status(410);
}

async fn an_organisations_admin_asks_only_into_its_own(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let beta = organisation(site, "Verkstan", Sharing::Own).await;
    grant_role(site, &site.people.otto, acme, Role::Admin).await;
    let (adam, otto) = (site.signed_in(&site.people.adam).await, site.signed_in(&site.people.otto).await);
    invite(site, &otto, NEW, "counsellor", &acme.to_string()).await;
    let try_to = async |role: &str, place: &str| {
        let fields = [("email", "x@gast.example"), ("role", role), ("team", place), ("level", "1")];
        otto.post("/desk/people/invitations", &fields).await.status
    };
    assert_eq!(try_to("participant", &beta.to_string()).await, 404);
    assert_eq!(try_to("participant", "portal").await, 404);
    assert_eq!(try_to("agent", &acme.to_string()).await, 404);
    invite(site, &adam, "hemlig@gast.example", "participant", &beta.to_string()).await;
    let theirs = adam.get("/desk/people/invitations").await.assert_text("hemlig@gast.example");
    let ids = |page: &TestResponse| page.page().attributes("[name=withdraw]", "value");
    let own = ids(&otto.get("/desk/people/invitations").await);
    let id = ids(&theirs).into_iter().find(|id| !own.contains(id)).unwrap();
    otto.get("/desk/people/invitations").await.assert_text(NEW).assert_no_text("hemlig@gast.example");
    otto.post("/desk/people/invitations", &[("withdraw", &id)]).await.assert_status(404);
}

async fn what_opens_an_invitation_is_nowhere_kept(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let fields = [("email", NEW), ("role", "participant"), ("team", "portal"), ("level", "1")];
    adam.post("/desk/people/invitations", &fields).await.assert_status(303);
    let promised = site.query_texts("SELECT CAST(payload AS TEXT) FROM jobs").await.join(" ");
    let link = site
        .delivered_emails()
        .await
        .last()
        .unwrap()
        .link(&site.config.http.public_url, "/invitation?token=");
    let kept = site.query_texts("SELECT token_hash FROM invitations").await;
    assert!(!promised.contains(token_in(&link)) && !promised.is_empty());
    assert_ne!(kept, [token_in(&link)]);
    site.browser().get(&format!("/invitation?token={}", kept[0])).await.assert_status(410);
}

async fn who_wrote_an_invitation_cannot_accept_it(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let olle = &site.people.olle;
    grant_role(site, olle, acme, Role::Admin).await;
    let browser = site.signed_in(olle).await;
    let told = t!(Lang::Sv, "problem-own-appointment");
    let place = acme.to_string();
    let fields = [("email", "olle+mer@fyr.test"), ("role", "counsellor"), ("team", place.as_str())];
    browser.post("/desk/people/invitations", &fields).await.assert_status(422).assert_text(told);
    let link = invite(site, &browser, NEW, "counsellor", &place).await;
    // the address becomes theirs afterwards
    site.execute_sql("UPDATE users SET email = 'ny@gast.example' WHERE email = 'olle@fyr.test'").await;
    let page = browser.get(&link).await.assert_status(200).assert_text(told);
    assert!(page.page().find_form("/invitation").is_none(), "nothing to press");
    browser.post("/invitation", &[("token", token_in(&link))]).await.assert_status(422).assert_text(told);
    assert_eq!(site.query_texts("SELECT role FROM memberships").await, ["admin"]);
    // whoever runs the portal may give themselves what they like
    let adam = site.signed_in(&site.people.adam).await;
    site.execute_sql("UPDATE users SET email = 'annan@gast.example' WHERE email = 'ny@gast.example'").await;
    let link = invite(site, &adam, NEW, "counsellor", &place).await;
    site.execute_sql("UPDATE users SET email = 'ny@gast.example' WHERE email = 'adam@fyr.test'").await;
    adam.post("/invitation", &[("token", token_in(&link))]).await.assert_status(303);
}
