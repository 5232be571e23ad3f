//! Asking people to join by mail.

use chrono::TimeDelta;
use fyr_domain::{Lang, Role, permission::Sharing};
use fyr_i18n::t;

use super::{give, log, organisation};
use crate::support::{Browser, Site, on_both_engines};

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
    what_opens_an_invitation_is_nowhere_kept,
}

/// What whoever joins an organisation should know.
const COUNSELLOR: &str = "i Fabriken kan utse en handledare åt dig";
const NEW: &str = "ny@gast.example";
const SECRET: &str = "gravid uggla under lampan";

/// Asks as whoever is signed in, and gives the link in the mail.
async fn ask(site: &Site, browser: &Browser, email: &str, role: &str, place: &str) -> String {
    let fields = [("email", email), ("role", role), ("team", place), ("level", "2"), ("lang", "sv")];
    browser.post("/desk/people/invitations", &fields).await.is(303);
    let mails = site.mails().await;
    let mail = mails.last().unwrap();
    assert_eq!(mail.to, email);
    mail.link(&site.config.public_url, "/invitation?token=")
}

fn token(link: &str) -> &str {
    link.split('=').nth(1).unwrap()
}

async fn someone_new_joins_with_a_name_and_a_password(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await.to_string();
    let adam = site.signed_in(&site.people.adam).await;
    let link = ask(site, &adam, NEW, "agent", &acme).await;
    let browser = site.browser();
    browser
        .get(&link)
        .await
        .is(200)
        .says("Adam Nord bjuder in dig till Fabriken som support.")
        .says(COUNSELLOR);
    assert!(site.mails().await.last().unwrap().text.contains(COUNSELLOR));
    assert_eq!(
        site.count("SELECT COUNT(*) FROM users WHERE email = 'ny@gast.example'").await,
        0,
        "not by opening"
    );
    for (name, password) in [("", SECRET), ("Nya Ny", "kort"), ("Nya Ny", "lösenord1234")] {
        browser
            .post("/invitation", &[("token", token(&link)), ("name", name), ("password", password)])
            .await
            .is(422);
    }
    let fields = [("token", token(&link)), ("name", "Nya Ny"), ("password", SECRET)];
    browser.post("/invitation", &fields).await.is(303);
    assert!(browser.get("/desk").await.is(200).html().contains("Nya Ny"));
    site.browser().post("/sign-in", &[("email", NEW), ("password", SECRET)]).await.is(303);
    let levels = site.texts("SELECT role || CAST(level AS TEXT) FROM memberships").await;
    assert_eq!(levels, ["agent2"]);
    let told = log(site).await;
    for action in ["invitation.sent", "invitation.accepted", "role.given", "account.added"] {
        assert!(told.contains(&action.to_owned()), "{action} in {told:?}");
    }
}

async fn someone_known_signs_in_and_accepts(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await.to_string();
    let adam = site.signed_in(&site.people.adam).await;
    let link = ask(site, &adam, "otto@fyr.test", "manager", &acme).await;
    let browser = site.browser();
    let page = browser.get(&link).await.is(200);
    let sign_in =
        page.html().split("href=\"/sign-in?next=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let fields = [("token", token(&link)), ("name", "Någon Annan"), ("password", SECRET)];
    browser.post("/invitation", &fields).await.is(303);
    assert_eq!(site.count("SELECT COUNT(*) FROM memberships").await, 0, "a new password is not taken");
    browser.get(&format!("/sign-in?next={sign_in}")).await.is(200);
    browser.sign_in(&site.people.otto).await;
    browser.get(&link).await.is(200).says("Tacka ja");
    browser.post("/invitation", &[("token", token(&link))]).await.is(303);
    assert_eq!(site.texts("SELECT role FROM memberships").await, ["manager"]);
}

async fn a_first_password_by_invitation_ends_what_was_open_and_tells_its_owner(site: &Site) {
    let before = site.signed_in(&site.people.otto).await;
    site.sql("UPDATE users SET password_hash = NULL WHERE email = 'otto@fyr.test'").await;
    before.post("/sign-in/link", &[("email", "otto@fyr.test")]).await.is(303);
    let old = site.mails().await.last().unwrap().link(&site.config.public_url, "/sign-in/link/open?token=");
    let adam = site.signed_in(&site.people.adam).await;
    let link = ask(site, &adam, "otto@fyr.test", "staff", "portal").await;
    let browser = site.browser();
    let page = browser.get(&link).await.is(200);
    assert!(!page.html().contains("name=\"name\""), "what they type there would be thrown away");
    let fields = [("token", token(&link)), ("password", "Otto Berg 2026")];
    browser.post("/invitation", &fields).await.is(422);
    let fields = [("token", token(&link)), ("password", SECRET)];
    browser.post("/invitation", &fields).await.is(303);
    browser.get("/account").await.is(200).says("Otto Berg");
    assert_eq!(before.get("/account").await.is(303).location(), "/sign-in?next=%2Faccount");
    site.browser().get(&old).await.is(410);
    assert!(log(site).await.contains(&"password.changed".to_owned()));
    let told = site.mails().await;
    assert!(
        told.iter()
            .any(|mail| mail.to == "otto@fyr.test" && mail.subject == t!(Lang::Sv, "mail-password-subject"))
    );
}

async fn an_address_is_asked_five_times_in_an_hour(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    for _ in 0..5 {
        ask(site, &adam, NEW, "agent", "portal").await;
    }
    let so_far = site.mails().await.len();
    let fields = [("email", NEW), ("role", "agent"), ("team", "portal"), ("level", "2"), ("lang", "sv")];
    let again = adam.post("/desk/people/invitations", &fields).await.is(422);
    assert_eq!(again.says(t!(Lang::Sv, "problem-enough-mail")).value("email"), NEW);
    // whoever asks, and for whatever
    let olle = site.signed_in(&site.people.olle).await;
    let mail = |email| [("action", "mail"), ("organisation", "portal"), ("scope", "act"), ("email", email)];
    olle.post("/participants/invite", &mail(NEW)).await.is(422).says(t!(Lang::Sv, "problem-enough-mail"));
    assert_eq!(site.mails().await.len(), so_far);
    ask(site, &adam, "annan@gast.example", "agent", "portal").await;
    site.clock.forward(TimeDelta::minutes(61));
    let adam = site.signed_in(&site.people.adam).await;
    ask(site, &adam, NEW, "agent", "portal").await;
    for _ in 0..4 {
        let olle = site.signed_in(&site.people.olle).await;
        olle.post("/participants/invite", &mail(NEW)).await.is(303);
    }
    let olle = site.signed_in(&site.people.olle).await;
    olle.post("/participants/invite", &mail(NEW)).await.is(422);
}

async fn nobody_else_accepts(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let link = ask(site, &adam, "otto@fyr.test", "admin", "portal").await;
    for user in [&site.people.petra, &site.people.karin] {
        let browser = site.signed_in(user).await;
        browser
            .get(&link)
            .await
            .is(200)
            .says("du är inloggad som någon annan")
            .never_says("utse en handledare");
        browser.post("/invitation", &[("token", token(&link))]).await.is(404);
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM users WHERE role = 'admin'").await, 1);
    let otto = site.signed_in(&site.people.otto).await;
    otto.post("/invitation", &[("token", token(&link))]).await.is(303);
    otto.get("/desk/people").await.is(200);
}

async fn an_invitation_counts_once_and_not_for_ever(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let used = ask(site, &adam, "otto@fyr.test", "staff", "portal").await;
    let late = ask(site, &adam, NEW, "participant", "portal").await;
    let otto = site.signed_in(&site.people.otto).await;
    otto.post("/invitation", &[("token", token(&used))]).await.is(303);
    otto.post("/invitation", &[("token", token(&used))]).await.is(404);
    otto.get(&used).await.is(404);
    site.clock.forward(TimeDelta::days(14));
    let browser = site.browser();
    browser.get(&late).await.is(404);
    let fields = [("token", token(&late)), ("name", "Nya Ny"), ("password", SECRET)];
    browser.post("/invitation", &fields).await.is(404);
}

async fn a_withdrawn_invitation_opens_nothing(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let link = ask(site, &adam, NEW, "participant", "portal").await;
    let id = adam.get("/desk/people/invitations").await.is(200).says(NEW).value("withdraw");
    adam.post("/desk/people/invitations", &[("withdraw", &id)]).await.is(303);
    adam.post("/desk/people/invitations", &[("withdraw", &id)]).await.is(404);
    site.browser().get(&link).await.is(404);
    adam.get("/desk/people/invitations").await.says("Ingen inbjudan väntar");
}

async fn an_invitation_counts_no_longer_than_the_role_of_who_asked(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    give(site, &site.people.otto, acme, Role::Admin).await;
    let otto = site.signed_in(&site.people.otto).await;
    let link = ask(site, &otto, NEW, "admin", &acme.to_string()).await;
    site.browser().get(&link).await.is(200);
    let adam = site.signed_in(&site.people.adam).await;
    let fields = [("action", "take"), ("role", "admin"), ("organisation", &acme.to_string())];
    super::post(&adam, &site.people.otto, &fields).await.is(303);
    site.browser().get(&link).await.is(404);
    let fields = [("token", token(&link)), ("name", "Nya Ny"), ("password", SECRET)];
    site.browser().post("/invitation", &fields).await.is(404);
}

async fn an_organisations_admin_asks_only_into_its_own(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let beta = organisation(site, "Verkstan", Sharing::Own).await;
    give(site, &site.people.otto, acme, Role::Admin).await;
    let (adam, otto) = (site.signed_in(&site.people.adam).await, site.signed_in(&site.people.otto).await);
    ask(site, &otto, NEW, "counsellor", &acme.to_string()).await;
    let try_to = async |role: &str, place: &str| {
        let fields = [("email", "x@gast.example"), ("role", role), ("team", place), ("level", "1")];
        otto.post("/desk/people/invitations", &fields).await.status
    };
    assert_eq!(try_to("participant", &beta.to_string()).await, 404);
    assert_eq!(try_to("participant", "portal").await, 404);
    assert_eq!(try_to("agent", &acme.to_string()).await, 404);
    ask(site, &adam, "hemlig@gast.example", "participant", &beta.to_string()).await;
    let theirs = adam.get("/desk/people/invitations").await.says("hemlig@gast.example");
    let id = theirs.value("withdraw");
    otto.get("/desk/people/invitations").await.says(NEW).never_says("hemlig@gast.example");
    otto.post("/desk/people/invitations", &[("withdraw", &id)]).await.is(404);
}

async fn what_opens_an_invitation_is_nowhere_kept(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let fields = [("email", NEW), ("role", "participant"), ("team", "portal"), ("level", "1")];
    adam.post("/desk/people/invitations", &fields).await.is(303);
    let promised = site.texts("SELECT CAST(payload AS TEXT) FROM outbox").await.join(" ");
    let link = site.mails().await.last().unwrap().link(&site.config.public_url, "/invitation?token=");
    let kept = site.texts("SELECT token_hash FROM invitations").await;
    assert!(!promised.contains(token(&link)) && !promised.is_empty());
    assert_ne!(kept, [token(&link)]);
    site.browser().get(&format!("/invitation?token={}", kept[0])).await.is(404);
}
