//! A relation there is: nobody replaces one that they may not end.

use fyr_domain::{
    Role,
    permission::{Scope, Sharing},
};
use uuid::Uuid;

use super::invite::create_code;
use crate::support::{
    Site, create_relation, file, grant_role, on_both_engines, organisation, person_path, text,
};

on_both_engines! {
    where_only_the_organisation_ends_a_relation_nobody_narrows_it,
    another_organisations_admin_replaces_nothing,
}

/// What Olle may do for someone: where, how far, and for how long.
async fn olles(site: &Site) -> Vec<String> {
    site.query_texts(
        "SELECT COALESCE(o.slug, '-') || ' ' || c.scope || CASE WHEN c.until IS NULL THEN '' ELSE ' for a while' END
         FROM counselling c JOIN users u ON u.id = c.counsellor_id LEFT JOIN organisations o ON o.id = c.organisation_id
         WHERE u.email = 'olle@fyr.test' AND c.ended_at IS NULL",
    )
    .await
}

async fn where_only_the_organisation_ends_a_relation_nobody_narrows_it(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let (otto, olle) = (&site.people.otto, &site.people.olle);
    grant_role(site, otto, acme, Role::Participant).await;
    grant_role(site, olle, acme, Role::Counsellor).await;
    create_relation(site, acme, (olle, otto), Scope::Act).await;
    let adam = site.signed_in(&site.people.adam).await;
    // participants_end is left out: only the organisation ends
    let fields = [("action", "save"), ("organisation_name", "Fabriken"), ("sharing", "own")];
    adam.post(&format!("/desk/people/organisations/{acme}"), &fields).await.assert_status(303);
    let (owner, counsellor) = (site.signed_in(otto).await, site.signed_in(olle).await);
    let refused = "Handledaren har redan ett uppdrag för personen som du inte kan ändra";

    let pair = format!("{acme}/{}", olle.id);
    let chosen =
        [("action", "choose"), ("counsellor", pair.as_str()), ("scope", "see"), ("until", "2026-11-03")];
    owner.post("/account/access", &chosen).await.assert_status(422).assert_text(refused);
    let told = create_code(&counsellor).await;
    let typed = [("code", told.as_str()), ("confirm", "yes")];
    owner.post("/account/access/code", &typed).await.assert_status(422).assert_text(refused);
    let asked =
        [("action", "mail"), ("organisation", "portal"), ("scope", "see"), ("email", "otto@fyr.test")];
    counsellor.post("/participants/invite", &asked).await.assert_status(303);
    let link =
        site.delivered_emails().await.pop().unwrap().link(&site.config.http.public_url, "/invitation?token=");
    let token = link.split('=').nth(1).unwrap();
    owner.post("/invitation", &[("token", token)]).await.assert_status(422).assert_text(refused);
    assert_eq!(olles(site).await, ["fabriken act"]);

    let fields = [fields[0], fields[1], fields[2], ("participants_end", "yes")];
    adam.post(&format!("/desk/people/organisations/{acme}"), &fields).await.assert_status(303);
    owner.post("/account/access/code", &typed).await.assert_status(303);
    assert_eq!(
        olles(site).await,
        ["- see"],
        "what was refused is not used up, and whoever may end may replace"
    );
}

async fn another_organisations_admin_replaces_nothing(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let beta = organisation(site, "Verkstan", Sharing::Own).await;
    let (petra, olle, otto) = (&site.people.petra, &site.people.olle, &site.people.otto);
    for place in [acme, beta] {
        grant_role(site, petra, place, Role::Participant).await;
        grant_role(site, olle, place, Role::Counsellor).await;
    }
    grant_role(site, otto, beta, Role::Admin).await;
    create_relation(site, acme, (olle, petra), Scope::Act).await;
    let (admin, adam) = (site.signed_in(otto).await, site.signed_in(&site.people.adam).await);
    let pair = |place: Uuid| format!("{place}/{}", olle.id);
    let theirs = pair(beta);
    let fields = [("action", "relate"), ("counsellor", theirs.as_str()), ("scope", "see")];
    admin
        .post(&person_path(petra), &fields)
        .await
        .assert_status(422)
        .assert_text("Handledaren har redan ett uppdrag");
    let sheet = "counsellor;participant;organisation;purpose;scope;since;until\r\n\
                 olle@fyr.test;petra@fyr.test;verkstan;;see;;\r\n";
    let mut part = file("lista.csv", "text/csv", sheet);
    part.rename("file");
    let looked =
        admin.post_parts("/desk/people/import", &[text("what", "relations"), part]).await.assert_status(200);
    looked.assert_text("Det finns redan ett uppdrag mellan de två");
    let put_in = [("what", "relations"), ("text", sheet), ("confirm", "yes")];
    admin.post("/desk/people/import", &put_in).await.assert_status(303);
    assert_eq!(olles(site).await, ["fabriken act"]);
    assert!(!site.audit_actions().await.contains(&"relation.ended".to_owned()));

    adam.post(&person_path(petra), &fields).await.assert_status(303);
    assert_eq!(olles(site).await, ["verkstan see"]);
    let ended = "SELECT o.slug FROM audit_log a JOIN organisations o ON o.id = a.organisation_id
                 WHERE a.action = 'relation.ended'";
    assert_eq!(
        site.query_texts(ended).await,
        ["fabriken"],
        "whoever looks after it there reads that it ended"
    );
}
