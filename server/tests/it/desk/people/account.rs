//! Managing the accounts of others: names, lost second factors, deactivating.

use fyr_domain::{Lang, Role, User, permission::Sharing};
use fyr_i18n::t;
use fyr_usecases::{Error, accounts};

use super::post;
use crate::{
    account::second_factor::{set_up_second_factor, sign_in_without_code, submit_code},
    support::{
        Browser, GUEST, PASSWORD, Site, emailed_link, grant_role, is_signed_in, on_both_engines,
        organisation, organisations::actor, person_path, submit_ticket, token_in, with_field,
    },
};

on_both_engines! {
    nobody_signs_in_to_a_deactivated_account_by_any_way,
    a_sign_in_that_waits_for_its_code_ends_with_the_account,
    a_deactivated_account_gets_no_mail_but_what_it_needs,
    what_a_deactivated_person_worked_on_goes_back_to_the_queue,
    whoever_loses_the_role_of_an_agent_loses_their_open_tickets,
    a_deactivated_account_is_invited_only_once_it_is_active_again,
    nobody_deactivates_themselves_and_one_administrator_stays,
    an_organisations_admin_manages_only_accounts_that_are_theirs_alone,
    a_lost_second_factor_is_taken_away_by_an_administrator,
    a_name_is_changed_by_its_owner_and_by_those_who_manage_the_account,
}

const LANG: Lang = Lang::Sv;

async fn sign_in(site: &Site, user: &User, password: &str) -> crate::support::TestResponse {
    let fields = [("email", user.email.as_str()), ("password", password)];
    site.browser().post("/sign-in", &fields).await
}

async fn press(browser: &Browser, user: &User, action: &str) -> crate::support::TestResponse {
    post(browser, user, &[("action", action)]).await
}

async fn nobody_signs_in_to_a_deactivated_account_by_any_way(site: &Site) {
    let (petra, adam) = (&site.people.petra, site.signed_in(&site.people.adam).await);
    let own = site.signed_in(petra).await;
    let email = [("email", petra.email.as_str())];
    site.browser().post("/sign-in/link", &email).await.assert_status(303);
    let link = emailed_link(site, &petra.email, "/sign-in/link/open").await;
    let done = press(&adam, petra, "deactivate").await;
    let page = adam.follow(done).await.assert_text(t!(LANG, "people-done-deactivated"));
    page.assert_text(t!(LANG, "people-deactivated"));
    adam.get("/desk/people?q=petra").await.assert_text(t!(LANG, "people-deactivated"));

    assert!(!is_signed_in(&own).await, "the sessions have ended");
    let told = t!(LANG, "error-deactivated-title");
    sign_in(site, petra, PASSWORD).await.assert_status(403).assert_text(told);
    sign_in(site, petra, "fel").await.assert_status(422).assert_no_text(told);
    let browser = site.browser();
    browser.post("/sign-in/link/open", &[("token", token_in(&link))]).await.assert_status(410);
    assert!(!is_signed_in(&browser).await);
    let before = site.delivered_emails().await.len();
    for path in ["/sign-in/link", "/password/forgotten"] {
        site.browser().post(path, &email).await.assert_status(303);
    }
    let mails = site.delivered_emails().await;
    let subjects: Vec<_> = mails[before..].iter().map(|mail| mail.subject.as_str()).collect();
    assert_eq!(subjects, [t!(LANG, "mail-deactivated-subject"); 2], "why there is no link");
    assert!(mails[before..].iter().all(|mail| !mail.text.contains("token=")));

    let done = press(&adam, petra, "reactivate").await;
    adam.follow(done).await.assert_text(t!(LANG, "people-done-reactivated"));
    assert!(!is_signed_in(&own).await, "nothing comes back by itself");
    sign_in(site, petra, PASSWORD).await.assert_status(303);
    let log = site.audit_actions().await;
    for action in ["account.deactivated", "session.refused", "account.reactivated"] {
        assert!(log.contains(&action.to_owned()), "{action}: {log:?}");
    }
}

async fn a_sign_in_that_waits_for_its_code_ends_with_the_account(site: &Site) {
    let petra = &site.people.petra;
    let (_, codes) = set_up_second_factor(site, &site.signed_in(petra).await).await;
    let waiting = sign_in_without_code(site).await;
    let adam = site.signed_in(&site.people.adam).await;
    press(&adam, petra, "deactivate").await.assert_status(303);
    assert_eq!(submit_code(&waiting, &codes[0]).await.assert_status(303).location(), "/sign-in");
    let again = sign_in_without_code(site).await;
    submit_code(&again, &codes[1]).await.assert_status(403);
    assert!(!is_signed_in(&waiting).await && !is_signed_in(&again).await);
}

async fn a_deactivated_account_gets_no_mail_but_what_it_needs(site: &Site) {
    let (petra, adam) = (&site.people.petra, site.signed_in(&site.people.adam).await);
    let reference = site.create_ticket(petra).await;
    site.delivered_emails().await;
    press(&adam, petra, "deactivate").await.assert_status(303);
    let count = async || {
        let mails = site.delivered_emails().await;
        mails.iter().filter(|mail| mail.to == petra.email).count()
    };
    let before = count().await;
    site.reply_as_support(&reference, "Hej", None).await;
    assert_eq!(count().await, before, "no answer is mailed");
    let agnes = site.signed_in(&site.people.agnes).await;
    agnes
        .get(&format!("/desk/tickets/{reference}"))
        .await
        .assert_status(200)
        .assert_text(t!(LANG, "desk-deactivated"));
    // who writes without the account is a guest like any other
    let form = with_field(&GUEST, "email", &petra.email);
    submit_ticket(&site.browser(), &form).await.assert_status(303);
    assert_eq!(count().await, before + 1);
}

async fn what_a_deactivated_person_worked_on_goes_back_to_the_queue(site: &Site) {
    let agnes = &site.people.agnes;
    let (open, done) =
        (site.create_ticket(&site.people.petra).await, site.create_ticket(&site.people.petra).await);
    for reference in [&open, &done] {
        site.reply_as_support(reference, "Hej", None).await;
    }
    site.set_status(&done, fyr_domain::tickets::Status::Solved).await;
    let adam = site.signed_in(&site.people.adam).await;
    let page = adam.get(&person_path(agnes)).await;
    page.assert_text(&t!(LANG, "people-deactivate-assigned", count = 1));
    press(&adam, agnes, "deactivate").await.assert_status(303);
    let assignee = async |reference: &str| site.thread(&site.people.adam, reference).await.ticket.assignee_id;
    assert_eq!((assignee(&open).await, assignee(&done).await), (None, Some(agnes.id)));
    // what comes back later is in the queue, too, and not with somebody who will never see it
    let petra = site.signed_in(&site.people.petra).await;
    petra.post(&format!("/tickets/{done}/reopen"), &[]).await.assert_status(303);
    assert_eq!(assignee(&done).await, None);
    adam.get("/desk?state=open&assignee=nobody").await.assert_text(&done).assert_text(&open);
    let thread = site.thread(&site.people.petra, &done).await;
    assert_eq!(thread.event_groups().count(), 4, "filed, answered, solved, reopened");
    let page = adam.get(&format!("/desk/tickets/{open}")).await.assert_status(200);
    let choices = page.page().attributes("select[name=assignee] option", "value");
    assert!(!choices.contains(&agnes.id.to_string()), "{choices:?}");
}

async fn whoever_loses_the_role_of_an_agent_loses_their_open_tickets(site: &Site) {
    let (agnes, adam) = (&site.people.agnes, site.signed_in(&site.people.adam).await);
    let reference = site.create_ticket(&site.people.petra).await;
    site.reply_as_support(&reference, "Hej", None).await;
    let assignee = async || site.thread(&site.people.adam, &reference).await.ticket.assignee_id;
    assert_eq!(assignee().await, Some(agnes.id));
    let still_support = [("action", "give"), ("role", "admin"), ("team", "portal"), ("level", "1")];
    post(&adam, agnes, &still_support).await.assert_status(303);
    assert_eq!(assignee().await, Some(agnes.id));
    let none = [("action", "give"), ("role", "participant"), ("team", "portal"), ("level", "1")];
    post(&adam, agnes, &none).await.assert_status(303);
    assert_eq!(assignee().await, None);
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    grant_role(site, agnes, acme, Role::Agent).await;
    let assigned = "UPDATE tickets SET assignee_id = (SELECT id FROM users WHERE email = 'agnes@fyr.test'),
                      organisation_id = (SELECT id FROM organisations)";
    site.execute_sql(assigned).await;
    assert_eq!(assignee().await, Some(agnes.id));
    let take = [("action", "take"), ("role", "agent"), ("organisation", &acme.to_string())];
    post(&adam, agnes, &take).await.assert_status(303);
    assert_eq!(assignee().await, None, "also in an organisation");
}

async fn a_deactivated_account_is_invited_only_once_it_is_active_again(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await.to_string();
    let (petra, adam) = (&site.people.petra, site.signed_in(&site.people.adam).await);
    let invite = [("email", petra.email.as_str()), ("role", "manager"), ("team", acme.as_str())];
    adam.post("/desk/people/invitations", &invite).await.assert_status(303);
    let link = emailed_link(site, &petra.email, "/invitation").await;
    press(&adam, petra, "deactivate").await.assert_status(303);
    let told = t!(LANG, "problem-account-deactivated");
    adam.post("/desk/people/invitations", &invite).await.assert_status(422).assert_text(told);
    let path = format!("/invitation?token={}", token_in(&link));
    site.browser().get(&path).await.assert_text(t!(LANG, "invitation-expired-title"));
    press(&adam, petra, "reactivate").await.assert_status(303);
    site.browser().get(&path).await.assert_status(200).assert_text(t!(LANG, "invitation-title"));
}

async fn nobody_deactivates_themselves_and_one_administrator_stays(site: &Site) {
    let (adam, agnes) = (&site.people.adam, &site.people.agnes);
    let browser = site.signed_in(adam).await;
    for action in ["deactivate", "reset-factor", "rename"] {
        press(&browser, adam, action).await.assert_status(404);
    }
    assert!(!browser.get(&person_path(adam)).await.html().contains("value=\"deactivate\""));
    let more = [("action", "give"), ("role", "admin"), ("team", "portal"), ("level", "1")];
    post(&browser, agnes, &more).await.assert_status(303);
    let (first, second) = (actor(site, adam).await, actor(site, agnes).await);
    let other = site.signed_in(agnes).await;
    press(&other, adam, "deactivate").await.assert_status(303);
    // a request of his that was under way at the same time
    let late = accounts::deactivate(&site.backend, &first, agnes.id).await;
    assert!(matches!(late, Err(Error::Invalid(_))), "{late:?}");
    let less = [("action", "give"), ("role", "participant"), ("team", "portal"), ("level", "1")];
    post(&other, agnes, &less).await.assert_status(422).assert_text(t!(LANG, "problem-last-admin"));
    // a deactivated administrator is not the last one
    post(&other, adam, &less).await.assert_status(303);
    accounts::reactivate(&site.backend, &second, adam.id).await.unwrap();
    site.signed_in(adam).await.get("/desk/people").await.assert_status(404);
}

async fn an_organisations_admin_manages_only_accounts_that_are_theirs_alone(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let beta = organisation(site, "Verkstan", Sharing::Own).await;
    let people = &site.people;
    grant_role(site, &people.otto, acme, Role::Admin).await;
    site.execute_sql(
        "UPDATE users SET role = 'participant' WHERE email IN ('olle@fyr.test', 'stina@fyr.test')",
    )
    .await;
    for (user, place, role) in [
        (&people.petra, acme, Role::Participant),
        (&people.olle, acme, Role::Participant),
        (&people.olle, beta, Role::Participant),
        (&people.stina, acme, Role::Admin),
        (&people.karin, acme, Role::Participant),
        (&people.agnes, acme, Role::Participant),
    ] {
        grant_role(site, user, place, role).await;
    }
    let otto = site.signed_in(&people.otto).await;
    // olle is also in another organisation, stina another admin; karin and agnes have roles in the whole portal
    for user in [&people.olle, &people.stina, &people.karin, &people.agnes, &people.otto] {
        let page = otto.get(&person_path(user)).await.assert_status(200).html();
        for action in ["rename", "deactivate", "reactivate", "reset-factor"] {
            assert!(!page.contains(&format!("value=\"{action}\"")), "{} {action}", user.name);
            let fields = [("action", action), ("name", "Någon Annan")];
            post(&otto, user, &fields).await.assert_status(404);
        }
    }
    post(&otto, &people.adam, &[("action", "deactivate")]).await.assert_status(404);
    assert_eq!(site.count("SELECT COUNT(*) FROM users WHERE deactivated_at IS NOT NULL").await, 0);
    assert_eq!(site.count("SELECT COUNT(*) FROM users WHERE name = 'Någon Annan'").await, 0);

    for action in ["deactivate", "reactivate"] {
        press(&otto, &people.petra, action).await.assert_status(303);
    }
    let rows = "SELECT COUNT(*) FROM audit_log WHERE action LIKE 'account.%activated' AND organisation_id IS NOT NULL";
    assert_eq!(site.count(rows).await, 2, "their log tells of it");
    // with a role elsewhere it is theirs alone no more
    grant_role(site, &people.petra, beta, Role::Participant).await;
    press(&otto, &people.petra, "deactivate").await.assert_status(404);
}

async fn a_lost_second_factor_is_taken_away_by_an_administrator(site: &Site) {
    let (petra, adam) = (&site.people.petra, site.signed_in(&site.people.adam).await);
    press(&adam, petra, "reset-factor").await.assert_status(404);
    let own = site.signed_in(petra).await;
    set_up_second_factor(site, &own).await;
    let waiting = sign_in_without_code(site).await;
    assert!(adam.get(&person_path(petra)).await.html().contains("value=\"reset-factor\""));
    let done = press(&adam, petra, "reset-factor").await;
    adam.follow(done).await.assert_text(t!(LANG, "people-done-factor-reset"));
    assert!(!is_signed_in(&own).await);
    assert_eq!(waiting.get("/sign-in/code").await.assert_status(303).location(), "/sign-in");
    assert_eq!(site.count("SELECT COUNT(*) FROM recovery_codes").await, 0);
    let mails = site.delivered_emails().await;
    let mail = mails.last().unwrap();
    assert_eq!(
        (mail.to.as_str(), mail.subject.as_str()),
        (petra.email.as_str(), t!(LANG, "mail-factor-removed-subject"))
    );
    let by =
        site.query_texts("SELECT actor_name FROM audit_log WHERE action = 'second-factor.removed'").await;
    assert_eq!(by, ["Adam Nord"]);
    own.sign_in(petra).await;
    assert!(is_signed_in(&own).await, "the password is enough again");
    // its owner is told although the account is deactivated meanwhile
    set_up_second_factor(site, &own).await;
    site.delivered_emails().await;
    press(&adam, petra, "deactivate").await.assert_status(303);
    let before = site.delivered_emails().await.len();
    press(&adam, petra, "reset-factor").await.assert_status(303);
    let mails = site.delivered_emails().await;
    assert_eq!(mails.len(), before + 1);
    assert_eq!(mails[before].subject, t!(LANG, "mail-factor-removed-subject"));
}

async fn a_name_is_changed_by_its_owner_and_by_those_who_manage_the_account(site: &Site) {
    let petra = &site.people.petra;
    let (own, adam) = (site.signed_in(petra).await, site.signed_in(&site.people.adam).await);
    let reference = site.create_ticket(petra).await;
    assert_eq!(own.get("/account/name").await.assert_status(200).value("name"), "Petra Lund");
    own.post("/account/name", &[("name", " ")]).await.assert_status(422);
    let done = own.post("/account/name", &[("name", "Petra Ek")]).await;
    own.follow(done).await.assert_text(t!(LANG, "account-done-name")).assert_text("Petra Ek");
    let ticket = format!("/desk/tickets/{reference}");
    adam.get(&ticket).await.assert_text("Petra Ek").assert_no_text("Petra Lund");

    let page = adam.get(&person_path(petra)).await;
    assert_eq!(page.value("name"), "Petra Ek");
    post(&adam, petra, &[("action", "rename"), ("name", "")]).await.assert_status(422);
    let done = post(&adam, petra, &[("action", "rename"), ("name", "Petra Berg")]).await;
    adam.follow(done).await.assert_text(t!(LANG, "people-done-renamed")).assert_text("Petra Berg");
    adam.get(&ticket).await.assert_text("Petra Berg").assert_no_text("Petra Ek");
    let renamed = site.audit_actions().await.into_iter().filter(|action| action == "account.renamed");
    assert_eq!(renamed.count(), 2);
    for stranger in [&site.people.otto, &site.people.karin, &site.people.agnes, &site.people.stina] {
        let browser = site.signed_in(stranger).await;
        post(&browser, petra, &[("action", "rename"), ("name", "X Y")]).await.assert_status(404);
    }
}
