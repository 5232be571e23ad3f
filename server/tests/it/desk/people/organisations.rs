//! Organisations: their names, their rules, their teams.

use fyr_domain::{Role, permission::Sharing};

use crate::support::{Site, grant_role, on_both_engines, organisation};

on_both_engines! {
    an_organisation_is_set_up_and_changed,
    the_same_form_sets_up_one_organisation,
    no_two_organisations_have_the_same_name,
    its_rule_decides_which_colleagues_see_a_ticket_at_once,
    teams_come_and_go,
}

async fn an_organisation_is_set_up_and_changed(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    adam.post("/desk/people/organisations", &[("organisation_name", "  ")]).await.assert_status(422);
    let made = adam.post("/desk/people/organisations", &[("organisation_name", "Åsas Verkstad")]).await;
    let page = made.location().split('?').next().unwrap().to_owned();
    adam.follow(made)
        .await
        .assert_status(200)
        .assert_text("Åsas Verkstad")
        .assert_text("asas-verkstad")
        .assert_text("Organisationen finns nu.");
    let again = adam.post("/desk/people/organisations", &[("organisation_name", "Åsas-verkstad")]).await;
    adam.follow(again).await.assert_text("asas-verkstad-2");
    let fields = [("action", "save"), ("organisation_name", "Verkstan"), ("sharing", "team")];
    adam.post(&page, &fields).await.assert_status(303);
    let shown = adam.get(&page).await.assert_status(200).assert_text("Verkstan");
    assert!(!shown.is_checked("participants_end"));
    assert!(shown.html().contains("value=\"team\" checked"), "{}", shown.html());
    for (name, value) in [("organisation_name", ""), ("sharing", "all"), ("action", "sell")] {
        let fields: Vec<_> =
            fields.iter().map(|pair| if pair.0 == name { (name, value) } else { *pair }).collect();
        adam.post(&page, &fields).await.assert_status(422);
    }
    let told = site.audit_actions().await;
    assert_eq!(told.iter().filter(|action| *action == "organisation.created").count(), 2);
    assert_eq!(told.iter().filter(|action| *action == "organisation.changed").count(), 1);
}

async fn the_same_form_sets_up_one_organisation(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let key = adam.get("/desk/people/organisations").await.value("form_key");
    for _ in 0..2 {
        let fields = [("form_key", key.as_str()), ("organisation_name", "Verkstan")];
        adam.post("/desk/people/organisations", &fields).await.assert_status(303);
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM organisations").await, 1);
}

async fn no_two_organisations_have_the_same_name(site: &Site) {
    organisation(site, "Åsas verkstad", Sharing::Own).await;
    let other = organisation(site, "Fabriken", Sharing::Own).await;
    let adam = site.signed_in(&site.people.adam).await;
    for name in ["Åsas verkstad", "  ÅSAS  Verkstad "] {
        adam.post("/desk/people/organisations", &[("organisation_name", name)])
            .await
            .assert_status(422)
            .assert_text("finns redan");
        let fields = [("action", "save"), ("organisation_name", name), ("sharing", "own")];
        adam.post(&format!("/desk/people/organisations/{other}"), &fields)
            .await
            .assert_status(422)
            .assert_text("finns redan");
    }
    assert_eq!(
        site.query_texts("SELECT name FROM organisations ORDER BY name").await,
        ["Fabriken", "Åsas verkstad"]
    );
    let own = [("action", "save"), ("organisation_name", "fabriken"), ("sharing", "own")];
    adam.post(&format!("/desk/people/organisations/{other}"), &own).await.assert_status(303);
}

async fn its_rule_decides_which_colleagues_see_a_ticket_at_once(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let (petra, otto) = (&site.people.petra, &site.people.otto);
    grant_role(site, petra, acme, Role::Participant).await;
    grant_role(site, otto, acme, Role::Participant).await;
    let owner = site.signed_in(petra).await;
    let filed = [("topic", "other"), ("subject", "Skrivaren"), ("description", "Den är trasig")];
    let ticket = owner
        .post("/tickets/new", &filed)
        .await
        .assert_status(303)
        .location()
        .split('?')
        .next()
        .unwrap()
        .to_owned();
    let (adam, colleague) = (site.signed_in(&site.people.adam).await, site.signed_in(otto).await);
    let page = format!("/desk/people/organisations/{acme}");
    let rule = async |sharing: &str| {
        let fields = [("action", "save"), ("organisation_name", "Fabriken"), ("sharing", sharing)];
        adam.post(&page, &fields).await.assert_status(303);
    };
    colleague.get(&ticket).await.assert_status(404);
    for (sharing, status) in [("organisation", 200), ("team", 404), ("chosen", 404)] {
        rule(sharing).await;
        colleague.get(&ticket).await.assert_status(status);
    }
    adam.post(&page, &[("action", "choose"), ("user", &site.people.olle.id.to_string())])
        .await
        .assert_status(404);
    adam.post(&page, &[("action", "choose"), ("user", &otto.id.to_string())]).await.assert_status(303);
    colleague.get(&ticket).await.assert_status(200);
    owner.get("/account/access").await.assert_text("I Fabriken kan Otto Berg läsa dina ärenden.");
    adam.post(&page, &[("action", "unchoose"), ("user", &otto.id.to_string())]).await.assert_status(303);
    colleague.get(&ticket).await.assert_status(404);
}

async fn teams_come_and_go(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Team).await;
    let adam = site.signed_in(&site.people.adam).await;
    let page = format!("/desk/people/organisations/{acme}");
    for name in ["Norr", "Söder", "Norr", "NORR"] {
        adam.post(&page, &[("action", "team-add"), ("team_name", name)]).await.assert_status(303);
    }
    assert_eq!(site.query_texts("SELECT name FROM teams ORDER BY name").await, ["Norr", "Söder"]);
    let team = adam.get(&page).await.value("team");
    let refused =
        adam.post(&page, &[("action", "team-rename"), ("team", &team), ("team_name", "Söder")]).await;
    let refused = refused.assert_status(422).assert_text("finns redan").page();
    assert_eq!(refused.attributes("#team_name", "value"), ["Söder"], "in the team's own form");
    assert_eq!(refused.attributes("[aria-invalid]", "id"), ["team_name"]);
    assert_eq!(refused.attributes("#new-team_name", "value"), [""]);
    adam.post(&page, &[("action", "team-rename"), ("team", &team), ("team_name", "Öster")])
        .await
        .assert_status(303);
    adam.post(&page, &[("action", "team-remove"), ("team", &team)]).await.assert_status(303);
    adam.post(&page, &[("action", "team-remove"), ("team", &team)]).await.assert_status(404);
    assert_eq!(site.query_texts("SELECT name FROM teams").await, ["Söder"]);
    let other = organisation(site, "Verkstan", Sharing::Team).await;
    let team = adam.get(&page).await.value("team");
    let elsewhere = format!("/desk/people/organisations/{other}");
    adam.post(&elsewhere, &[("action", "team-remove"), ("team", &team)]).await.assert_status(404);
    let gift =
        [("action", "give"), ("role", "participant"), ("team", &format!("{other}/{team}")), ("level", "1")];
    adam.post(&super::person_path(&site.people.otto), &gift).await.assert_status(422);
}
