//! An account whose address nobody has confirmed: whoever registered it may be anyone.

use fyr_domain::Lang;
use fyr_i18n::t;

use crate::support::{
    Browser, GOOD, OWN, Site, emailed_link, is_signed_in, on_both_engines, reference, submit_ticket,
    token_in, with_field,
};

on_both_engines! {
    a_sheet_gives_a_role_to_the_mailboxs_owner_and_not_to_who_registered_the_address,
    a_role_counts_once_the_address_is_confirmed,
    an_unconfirmed_account_gives_nobody_lasting_access,
    a_new_password_forgets_the_browsers_of_before,
    what_support_records_for_an_address_is_not_for_who_registered_it,
}

const NEW: &str = "ny.agent@exempel.se";

/// A portal where accounts are there before their address is confirmed, and a stranger who registered one.
async fn portal_with_stranger(site: &Site) -> (Site, Browser) {
    let site = site.restart_with(|config| config.accounts.confirm_email = false).await;
    let stranger = site.browser();
    let form = [("name", "Elak"), ("email", NEW), ("password", GOOD)];
    stranger.post("/register", &form).await.assert_status(303);
    stranger.post("/sign-in", &[("email", NEW), ("password", GOOD)]).await.assert_status(303);
    (site, stranger)
}

async fn id_of(site: &Site, email: &str) -> uuid::Uuid {
    let mut db = site.backend.store.read().await.unwrap();
    fyr_store::people::find_by_email(&mut db, email).await.unwrap().unwrap().id
}

async fn a_sheet_gives_a_role_to_the_mailboxs_owner_and_not_to_who_registered_the_address(site: &Site) {
    let (site, stranger) = portal_with_stranger(site).await;
    let adam = site.signed_in(&site.people.adam).await;
    let sheet = format!("email;name;organisation;team;role;level\n{NEW};Ny Agent;;;agent;1\n");
    let form = [("what", "people"), ("text", sheet.as_str()), ("confirm", "yes")];
    adam.post("/desk/people/import", &form).await;
    stranger.get("/desk").await.assert_status(404);
    assert_eq!(site.count("SELECT COUNT(*) FROM users WHERE role = 'agent'").await, 1, "Agnes alone");

    let link = emailed_link(&site, NEW, "/invitation").await;
    let owner = site.browser();
    let page = owner.get(&link).await.assert_status(200);
    assert!(page.find_value("password").is_some(), "a password of their own: {}", page.main_text());
    let other = "sju blå hattar på en gren";
    owner.post("/invitation", &[("token", token_in(&link)), ("password", other)]).await.assert_status(303);
    owner.get("/desk").await.assert_status(200);
    assert!(!is_signed_in(&stranger).await, "whoever was in before is out");
    stranger.post("/sign-in", &[("email", NEW), ("password", GOOD)]).await.assert_status(422);
    site.backend.store.close().await;
}

async fn a_role_counts_once_the_address_is_confirmed(site: &Site) {
    let (site, stranger) = portal_with_stranger(site).await;
    let adam = site.signed_in(&site.people.adam).await;
    let id = id_of(&site, NEW).await;
    let person = format!("/desk/people/{id}");
    adam.get(&person).await.assert_text(t!(Lang::Sv, "people-address-not-confirmed"));
    let ticket = site.create_ticket(&site.people.petra).await;
    for role in ["agent", "admin", "staff", "counsellor"] {
        let form = [("action", "give"), ("role", role), ("team", "portal"), ("level", "1")];
        adam.post(&person, &form).await.assert_status(303);
        for path in ["/desk", "/desk/people", "/desk/status", "/participants", "/desk/audit"] {
            stranger.get(path).await.assert_status(404);
        }
        stranger.get(&format!("/tickets/{ticket}")).await.assert_status(404);
    }
    adam.post(&person, &[("action", "give"), ("role", "agent"), ("team", "portal"), ("level", "1")])
        .await
        .assert_status(303);
    let owner = site.browser();
    owner.post("/sign-in/link", &[("email", NEW)]).await.assert_status(303);
    let link = emailed_link(&site, NEW, "/sign-in/link/open").await;
    owner.post("/sign-in/link/open", &[("token", token_in(&link))]).await.assert_status(303);
    owner.get("/desk").await.assert_status(200);
    adam.get(&person).await.assert_no_text(t!(Lang::Sv, "people-address-not-confirmed"));
    site.backend.store.close().await;
}

async fn an_unconfirmed_account_gives_nobody_lasting_access(site: &Site) {
    let (site, stranger) = portal_with_stranger(site).await;
    let told = t!(Lang::Sv, "problem-address-not-confirmed");
    stranger
        .post("/account/email", &[("email", "annan@exempel.se")])
        .await
        .assert_status(422)
        .assert_text(told);
    stranger
        .post("/account/access/code", &[("code", "ABCD-EFGH")])
        .await
        .assert_status(422)
        .assert_text(told);
    let choose =
        [("action", "choose"), ("counsellor", &format!("{0}/{0}", site.people.karin.id)), ("scope", "act")];
    stranger.post("/account/access", &choose).await.assert_status(422).assert_text(told);
    let connect = [("action", "connect"), ("provider", crate::support::site::UNREACHABLE_PROVIDER)];
    let answer = stranger.post("/account/identities", &connect).await.assert_status(303);
    assert!(answer.location().contains("problem=unconfirmed"), "{}", answer.location());
    stranger.follow(answer).await.assert_text(t!(Lang::Sv, "identity-unconfirmed-title"));
    for table in ["identities", "email_changes", "counselling WHERE organisation_id IS NOT NULL"] {
        assert_eq!(site.count(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
    }
    site.backend.store.close().await;
}

async fn a_new_password_forgets_the_browsers_of_before(site: &Site) {
    let petra = &site.people.petra;
    let (thief, own) = (site.signed_in(petra).await, site.signed_in(petra).await);
    let known = async || site.count("SELECT COUNT(*) FROM devices").await;
    assert_eq!(known().await, 2);
    let change = [("current", crate::support::PASSWORD), ("password", GOOD)];
    own.post("/account/password", &change).await.assert_status(303);
    assert_eq!(known().await, 1, "the one in use");
    assert!(is_signed_in(&own).await && !is_signed_in(&thief).await);
    // the thief's is a stranger's again, and waits with strangers
    for _ in 0..5 {
        site.browser()
            .post("/sign-in", &[("email", &petra.email), ("password", "fel")])
            .await
            .assert_status(422);
    }
    thief.post("/sign-in", &[("email", &petra.email), ("password", "fel")]).await.assert_status(429);

    let forgot = site.browser();
    forgot.post("/password/forgotten", &[("email", &petra.email)]).await.assert_status(303);
    let link = emailed_link(site, &petra.email, "/password/reset").await;
    let other = "sju blå hattar på en gren";
    forgot
        .post("/password/reset", &[("token", token_in(&link)), ("password", other)])
        .await
        .assert_status(303);
    assert_eq!(known().await, 1, "the one it was chosen in");
}

async fn what_support_records_for_an_address_is_not_for_who_registered_it(site: &Site) {
    let (site, stranger) = portal_with_stranger(site).await;
    let agnes = site.signed_in(&site.people.agnes).await;
    let called = with_field(&with_field(&OWN, "channel", "phone"), "name", "Ny Person");
    let reference = reference(&submit_ticket(&agnes, &with_field(&called, "email", NEW)).await);
    stranger.get("/tickets").await.assert_status(200).assert_no_text(&reference);
    stranger.get(&format!("/tickets/{reference}")).await.assert_status(404);
    site.backend.store.close().await;
}
