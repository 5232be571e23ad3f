//! Giving and taking roles.

use fyr_domain::{
    Role,
    permission::{Scope, Sharing},
};

use super::post;
use crate::support::{Site, create_relation, grant_role, on_both_engines, organisation, person_path};

on_both_engines! {
    nobody_gives_themselves_a_role_or_people,
    a_counsellor_of_one_organisation_sees_nothing_of_another_unless_the_participant_says_so,
    roles_are_given_and_taken_on_a_persons_page,
    a_role_in_the_whole_portal_is_a_row_like_the_others,
    who_loses_a_role_loses_what_came_with_it_at_once,
    who_leaves_an_organisation_takes_nothing_along,
    the_last_who_runs_the_portal_stays,
    an_organisations_admin_looks_after_its_members_and_nobody_else,
    an_organisations_admin_gives_no_role_that_reaches_further,
    people_are_searched_and_listed_in_pages,
}

async fn roles_are_given_and_taken_on_a_persons_page(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await.to_string();
    let (adam, otto) = (site.signed_in(&site.people.adam).await, &site.people.otto);
    let gift = [("action", "give"), ("role", "agent"), ("team", acme.as_str()), ("level", "3")];
    let done = post(&adam, otto, &gift).await;
    adam.follow(done)
        .await
        .assert_status(200)
        .assert_text("Rollen är given.")
        .assert_text("support, nivå 3 i Fabriken");
    site.signed_in(otto).await.get("/desk").await.assert_status(200);
    post(&adam, otto, &[("action", "give"), ("role", "staff"), ("team", "portal"), ("level", "1")])
        .await
        .assert_status(303);
    adam.get(&person_path(otto)).await.assert_text("drift i hela portalen");
    let gone = [("action", "take"), ("role", "agent"), ("organisation", acme.as_str())];
    post(&adam, otto, &gone).await.assert_status(303);
    post(&adam, otto, &gone).await.assert_status(404);
    site.signed_in(otto).await.get("/desk").await.assert_status(404);
    let told = site.audit_actions().await;
    for action in ["role.given", "role.changed", "role.taken"] {
        assert!(told.contains(&action.to_owned()), "{action} in {told:?}");
    }
    for (name, value) in [("role", "king"), ("team", "x"), ("team", ""), ("level", "4")] {
        let fields: Vec<_> =
            gift.iter().map(|pair| if pair.0 == name { (name, value) } else { *pair }).collect();
        post(&adam, otto, &fields).await.assert_status(422);
    }
}

async fn a_role_in_the_whole_portal_is_a_row_like_the_others(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let (adam, agnes) = (site.signed_in(&site.people.adam).await, &site.people.agnes);
    grant_role(site, agnes, acme, Role::Manager).await;
    let rows = async || {
        let page = adam.get(&person_path(agnes)).await.assert_status(200).page();
        let cell = |cell: &str| page.texts(&format!("section table tbody {cell}"));
        (cell("th"), cell("td[data-label=\"Nivå\"]"))
    };
    assert_eq!(rows().await, (vec!["support".to_owned(), "chef".to_owned()], vec!["1".to_owned()]));
    let more = [("action", "give"), ("role", "agent"), ("team", "portal"), ("level", "2")];
    let done = post(&adam, agnes, &more).await;
    adam.follow(done).await.assert_text(fyr_i18n::t!(fyr_domain::Lang::Sv, "people-done-portal"));
    assert_eq!(rows().await.1, ["2"]);
    let take = [("action", "take"), ("role", "agent"), ("organisation", "portal")];
    let done = post(&adam, agnes, &take).await;
    adam.follow(done).await.assert_text(fyr_i18n::t!(fyr_domain::Lang::Sv, "people-done-taken"));
    assert_eq!(rows().await, (vec!["deltagare".to_owned(), "chef".to_owned()], Vec::new()));
    site.signed_in(agnes).await.get("/desk").await.assert_status(404);
    // an administrator takes it from others, and not as the last one from themselves
    let take = [("action", "take"), ("role", "admin"), ("organisation", "portal")];
    post(&adam, &site.people.adam, &take).await.assert_status(422);
}

async fn who_loses_a_role_loses_what_came_with_it_at_once(site: &Site) {
    let (otto, petra) = (&site.people.otto, &site.people.petra);
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    grant_role(site, otto, acme, Role::Counsellor).await;
    grant_role(site, petra, acme, Role::Participant).await;
    create_relation(site, acme, (otto, petra), Scope::Act).await;
    let ticket = site.create_ticket(petra).await;
    let browser = site.signed_in(otto).await;
    let (people, ticket) = (format!("/participants/{}", petra.id), format!("/tickets/{ticket}"));
    browser.get(&people).await.assert_status(200);
    browser.get(&ticket).await.assert_status(200);
    let before = site.delivered_emails().await.len();

    let adam = site.signed_in(&site.people.adam).await;
    let fields = [("action", "take"), ("role", "counsellor"), ("organisation", &acme.to_string())];
    post(&adam, otto, &fields).await.assert_status(303);
    for path in [people.as_str(), ticket.as_str(), "/participants"] {
        browser.get(path).await.assert_status(404);
    }
    let mails = site.delivered_emails().await;
    let told: Vec<_> = mails[before..].iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(told, ["petra@fyr.test", "otto@fyr.test"]);

    grant_role(site, otto, acme, Role::Counsellor).await;
    browser.get("/participants").await.assert_status(200);
    browser.get(&people).await.assert_status(404);
}

async fn who_leaves_an_organisation_takes_nothing_along(site: &Site) {
    let (otto, petra) = (&site.people.otto, &site.people.petra);
    let acme = organisation(site, "Fabriken", Sharing::Chosen).await;
    grant_role(site, otto, acme, Role::Counsellor).await;
    grant_role(site, petra, acme, Role::Participant).await;
    create_relation(site, acme, (otto, petra), Scope::Act).await;
    let adam = site.signed_in(&site.people.adam).await;
    let (own, id) = (format!("/desk/people/organisations/{acme}"), petra.id.to_string());
    adam.post(&own, &[("action", "choose"), ("user", &id)]).await.assert_status(303);
    let fields = [("action", "take"), ("role", "participant"), ("organisation", &acme.to_string())];
    post(&adam, petra, &fields).await.assert_status(303);
    let browser = site.signed_in(otto).await;
    browser.get(&format!("/participants/{}", petra.id)).await.assert_status(404);
    grant_role(site, petra, acme, Role::Participant).await;
    browser.get(&format!("/participants/{}", petra.id)).await.assert_status(404);
    assert_eq!(site.count("SELECT COUNT(*) FROM sharing_viewers").await, 0);
}

async fn the_last_who_runs_the_portal_stays(site: &Site) {
    let (adam, agnes) = (&site.people.adam, &site.people.agnes);
    let browser = site.signed_in(adam).await;
    let less = [("action", "give"), ("role", "participant"), ("team", "portal"), ("level", "1")];
    post(&browser, adam, &less).await.assert_status(422).assert_text("den enda administratören");
    browser.get("/desk/people").await.assert_status(200);
    let more = [("action", "give"), ("role", "admin"), ("team", "portal"), ("level", "1")];
    post(&browser, agnes, &more).await.assert_status(303);
    post(&browser, adam, &less).await.assert_status(303);
    browser.get("/desk/people").await.assert_status(404);
    let other = site.signed_in(agnes).await;
    post(&other, agnes, &less).await.assert_status(422);
}

async fn an_organisations_admin_looks_after_its_members_and_nobody_else(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let beta = organisation(site, "Verkstan", Sharing::Own).await;
    grant_role(site, &site.people.otto, acme, Role::Admin).await;
    grant_role(site, &site.people.petra, acme, Role::Participant).await;
    grant_role(site, &site.people.petra, beta, Role::Manager).await;
    grant_role(site, &site.people.olle, beta, Role::Participant).await;
    let otto = site.signed_in(&site.people.otto).await;
    let list =
        otto.get("/desk/people").await.assert_status(200).assert_text("Petra Lund").assert_text("Otto Berg");
    list.assert_no_text("Olle Dahl").assert_no_text("Verkstan");
    otto.get(&person_path(&site.people.petra))
        .await
        .assert_status(200)
        .assert_no_text("Verkstan")
        .assert_no_text("chef i");
    for stranger in [&site.people.olle, &site.people.adam] {
        otto.get(&person_path(stranger)).await.assert_status(404);
        let gift = [("action", "give"), ("role", "participant"), ("team", &acme.to_string()), ("level", "1")];
        post(&otto, stranger, &gift).await.assert_status(404);
    }
    otto.get(&format!("/desk/people/organisations/{acme}")).await.assert_status(200);
    let other = format!("/desk/people/organisations/{beta}");
    otto.get(&other).await.assert_status(404);
    otto.post(&other, &[("action", "team-add"), ("team_name", "Norr")]).await.assert_status(404);
    otto.post("/desk/people/organisations", &[("organisation_name", "Tredje")]).await.assert_status(404);
    for query in ["organisation=".to_owned() + &beta.to_string(), "role=manager".into(), "q=olle".into()] {
        otto.get(&format!("/desk/people?{query}")).await.assert_status(200).assert_text("Ingen passar");
    }
    otto.get("/desk").await.assert_status(404);
}

async fn an_organisations_admin_gives_no_role_that_reaches_further(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let beta = organisation(site, "Verkstan", Sharing::Own).await;
    grant_role(site, &site.people.otto, acme, Role::Admin).await;
    grant_role(site, &site.people.petra, acme, Role::Participant).await;
    let (otto, petra) = (site.signed_in(&site.people.otto).await, &site.people.petra);
    let gift = async |role: &str, place: &str| {
        post(&otto, petra, &[("action", "give"), ("role", role), ("team", place), ("level", "1")]).await
    };
    let (acme, beta) = (acme.to_string(), beta.to_string());
    for role in ["counsellor", "approver", "manager", "admin"] {
        gift(role, &acme).await.assert_status(303);
    }
    for role in ["agent", "staff"] {
        gift(role, &acme).await.assert_status(404);
    }
    gift("participant", &beta).await.assert_status(404);
    let portal = [("action", "give"), ("role", "admin"), ("team", "portal"), ("level", "1")];
    post(&otto, petra, &portal).await.assert_status(404);
    post(&otto, &site.people.otto, &portal).await.assert_status(404);
    let page = otto.get(&person_path(petra)).await.assert_status(200);
    assert!(!page.html().contains("value=\"portal\"") && !page.html().contains("value=\"agent\""));
}

async fn people_are_searched_and_listed_in_pages(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let page = adam
        .get("/desk/people?q=PETRA%40")
        .await
        .assert_status(200)
        .assert_text("Petra Lund")
        .assert_text("1 person");
    page.assert_no_text("Otto Berg");
    adam.get("/desk/people?role=agent").await.assert_text("Agnes Holm").assert_no_text("Petra Lund");
    adam.get("/desk/people?q=%25").await.assert_text("Ingen passar");
    adam.get("/desk/people?page=99&role=what&organisation=x&q=%00")
        .await
        .assert_status(200)
        .assert_text("Petra Lund");
}

async fn nobody_gives_themselves_a_role_or_people(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let (helena, petra) = (&site.people.olle, &site.people.petra);
    grant_role(site, helena, acme, Role::Admin).await;
    grant_role(site, petra, acme, Role::Participant).await;
    let browser = site.signed_in(helena).await;
    let told = fyr_i18n::t!(fyr_domain::Lang::Sv, "problem-own-appointment");
    let team = acme.to_string();
    for role in ["counsellor", "participant", "manager", "approver", "admin"] {
        let form = [("action", "give"), ("role", role), ("team", team.as_str()), ("level", "1")];
        post(&browser, helena, &form).await.assert_status(422).assert_text(told);
    }
    let invitation =
        [("email", helena.email.as_str()), ("role", "counsellor"), ("team", team.as_str()), ("level", "1")];
    browser.post("/desk/people/invitations", &invitation).await.assert_status(422).assert_text(told);
    let sheet = format!("email;name;organisation;team;role;level\n{};;Fabriken;;counsellor;\n", helena.email);
    let shown = browser.post("/desk/people/import", &[("what", "people"), ("text", sheet.as_str())]).await;
    shown.assert_text(fyr_i18n::t!(fyr_domain::Lang::Sv, "import-trouble-self"));
    let apply = [("what", "people"), ("text", sheet.as_str()), ("confirm", "yes")];
    browser.post("/desk/people/import", &apply).await;

    // a counsellor there already, by somebody else's word: their people come from others too
    grant_role(site, helena, acme, Role::Counsellor).await;
    let chosen = format!("{acme}/{}", helena.id);
    let relate = [("action", "relate"), ("counsellor", chosen.as_str()), ("scope", "act")];
    post(&browser, petra, &relate).await.assert_status(422).assert_text(told);
    let sheet = format!(
        "counsellor;participant;organisation;purpose;scope;from;until\n{};{};Fabriken;;act;;\n",
        helena.email, petra.email
    );
    let apply = [("what", "relations"), ("text", sheet.as_str()), ("confirm", "yes")];
    browser.post("/desk/people/import", &apply).await;
    assert_eq!(site.count("SELECT COUNT(*) FROM counselling WHERE organisation_id IS NOT NULL").await, 0);
    assert_eq!(site.count("SELECT COUNT(*) FROM memberships WHERE role = 'counsellor'").await, 1);
}

async fn a_counsellor_of_one_organisation_sees_nothing_of_another_unless_the_participant_says_so(
    site: &Site,
) {
    let (olle, petra) = (&site.people.olle, &site.people.petra);
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let beta = organisation(site, "Verkstan", Sharing::Own).await;
    grant_role(site, olle, acme, Role::Counsellor).await;
    for place in [acme, beta] {
        site.clock.advance(chrono::TimeDelta::minutes(1));
        grant_role(site, petra, place, Role::Participant).await;
    }
    create_relation(site, acme, (olle, petra), Scope::Act).await;
    let participant = site.signed_in(petra).await;
    let mut paths = Vec::new();
    for place in [acme, beta] {
        let place = place.to_string();
        let form = crate::support::with_field(&crate::support::OWN, "organisation", &place);
        let filed = crate::support::submit_ticket(&participant, &form).await.assert_status(303);
        paths.push(format!("/tickets/{}", crate::support::reference(&filed)));
    }
    let counsellor = site.signed_in(olle).await;
    let seen = async || {
        let mut seen = Vec::new();
        for path in &paths {
            let page = counsellor.get(path).await.status;
            let reply = counsellor.post(&format!("{path}/messages"), &[("body", "Hej")]).await.status;
            assert_eq!(page == 200, reply == 303, "{path}");
            seen.push(page == 200);
        }
        seen
    };
    assert_eq!(seen().await, [true, false]);
    let id = format!("{acme}/{}", olle.id);
    let form = |action| [("action", action), ("counsellor", id.as_str())];
    // only the participant chooses it
    counsellor.post("/account/access", &form("widen")).await.assert_status(404);
    assert_eq!(seen().await, [true, false]);
    let done = participant.post("/account/access", &form("widen")).await;
    participant.follow(done).await.assert_text(fyr_i18n::t!(fyr_domain::Lang::Sv, "access-covers-all"));
    assert_eq!(seen().await, [true, true]);
    participant.post("/account/access", &form("narrow")).await.assert_status(303);
    assert_eq!(seen().await, [true, false]);
    let log = site.audit_actions().await;
    assert!(log.contains(&"relation.widened".to_owned()) && log.contains(&"relation.narrowed".to_owned()));
}
