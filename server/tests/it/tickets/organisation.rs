//! To which organisation a ticket goes, and who there can be given it.

use chrono::TimeDelta;
use fyr_domain::{
    Lang, Role,
    permission::{Scope, Sharing},
};
use fyr_i18n::t;

use crate::support::{
    OWN, Site, create_relation, grant_role, on_both_engines, organisation, reference, submit_ticket,
    with_field,
};

on_both_engines! {
    whoever_belongs_to_several_says_which,
    a_counsellor_files_where_they_act,
    an_organisations_agent_is_given_its_tickets_and_no_others,
}

/// Where a ticket is, by the organisation's address.
async fn place_of(site: &Site, reference: &str) -> Vec<String> {
    let reference = reference.replace('-', "");
    let sql =
        "SELECT o.slug FROM tickets t JOIN organisations o ON o.id = t.organisation_id WHERE t.reference";
    site.query_texts(&format!("{sql} = '{reference}'")).await
}

async fn whoever_belongs_to_several_says_which(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let beta = organisation(site, "Verkstan", Sharing::Own).await.to_string();
    let foreign = organisation(site, "Annan", Sharing::Own).await.to_string();
    let asked = t!(Lang::Sv, "new-organisation");
    let petra = site.signed_in(&site.people.petra).await;
    grant_role(site, &site.people.petra, acme, Role::Participant).await;
    petra.get("/tickets/new").await.assert_status(200).assert_no_text(asked);
    assert_eq!(place_of(site, &reference(&submit_ticket(&petra, &OWN).await)).await, ["fabriken"]);
    site.clock.advance(TimeDelta::minutes(1));
    grant_role(site, &site.people.petra, beta.parse().unwrap(), Role::Participant).await;

    let page = petra
        .get("/tickets/new")
        .await
        .assert_status(200)
        .assert_text(asked)
        .assert_text("Verkstan")
        .assert_no_text("Annan");
    let first = format!("selected value=\"{acme}\"");
    assert!(page.html().contains(&first), "the longest-standing one: {}", page.html());
    assert_eq!(
        place_of(site, &reference(&submit_ticket(&petra, &OWN).await)).await,
        ["fabriken"],
        "nothing was said"
    );
    let theirs = with_field(&OWN, "organisation", &beta);
    let check = petra
        .post("/tickets/new", &with_field(&theirs, "step", "check"))
        .await
        .assert_status(200)
        .assert_text("Verkstan");
    assert_eq!(check.value("organisation"), beta);
    assert_eq!(place_of(site, &reference(&submit_ticket(&petra, &theirs).await)).await, ["verkstan"]);
    for wrong in [foreign.as_str(), "x"] {
        petra.post("/tickets/new", &with_field(&OWN, "organisation", wrong)).await.assert_status(422);
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM tickets").await, 3);
}

async fn a_counsellor_files_where_they_act(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let beta = organisation(site, "Verkstan", Sharing::Own).await;
    let (petra, olle) = (&site.people.petra, &site.people.olle);
    grant_role(site, petra, acme, Role::Participant).await;
    site.clock.advance(TimeDelta::minutes(1));
    grant_role(site, petra, beta, Role::Participant).await;
    grant_role(site, olle, beta, Role::Counsellor).await;
    create_relation(site, beta, (olle, petra), Scope::Act).await;
    let whom = petra.id.to_string();
    let form = with_field(&OWN, "participant", &whom);
    let own = acme.to_string();
    let browser = site.signed_in(olle).await;
    browser.get(&format!("/tickets/new?participant={whom}")).await.assert_status(200);
    let filed = submit_ticket(&browser, &with_field(&form, "organisation", &own)).await;
    assert_eq!(place_of(site, &reference(&filed)).await, ["verkstan"], "not where they belong the longest");
    let karin = site.signed_in(&site.people.karin).await;
    assert_eq!(
        place_of(site, &reference(&submit_ticket(&karin, &form).await)).await,
        ["fabriken"],
        "of the portal"
    );
}

async fn an_organisations_agent_is_given_its_tickets_and_no_others(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    grant_role(site, &site.people.petra, acme, Role::Participant).await;
    grant_role(site, &site.people.otto, acme, Role::Agent).await;
    let petra = site.signed_in(&site.people.petra).await;
    let theirs = reference(&submit_ticket(&petra, &OWN).await);
    let other = site.create_guest_ticket().await.0;
    let agnes = site.signed_in(&site.people.agnes).await;
    let otto = site.people.otto.id.to_string();
    let give_it = [("action", "change"), ("assignee", otto.as_str()), ("was-assignee", "nobody")];
    agnes.get(&format!("/desk/tickets/{theirs}")).await.assert_status(200).assert_text("Otto Berg");
    agnes.post(&format!("/desk/tickets/{theirs}"), &give_it).await.assert_status(303);
    let thread = site.thread(&site.people.agnes, &theirs).await;
    assert_eq!(thread.ticket.assignee_id, Some(site.people.otto.id));
    agnes.get(&format!("/desk/tickets/{other}")).await.assert_status(200).assert_no_text("Otto Berg");
    agnes.post(&format!("/desk/tickets/{other}"), &give_it).await.assert_status(422);
    let thread = site.thread(&site.people.agnes, &other).await;
    assert_eq!(thread.ticket.assignee_id, None);
}
