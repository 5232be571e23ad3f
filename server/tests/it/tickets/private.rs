//! Keeping a ticket private, and what colleagues see.

use fyr_domain::{Role, permission::Sharing};

use crate::support::{Site, grant_role, on_both_engines, organisation};

on_both_engines! {
    a_private_ticket_is_its_requesters_and_supports,
    colleagues_read_what_is_shared_and_write_nothing,
}

async fn a_private_ticket_is_its_requesters_and_supports(site: &Site) {
    let petra = &site.people.petra;
    let ticket = format!("/tickets/{}", site.create_ticket(petra).await);
    let (own, karin) = (site.signed_in(petra).await, site.signed_in(&site.people.karin).await);
    own.get(&ticket).await.assert_text("De som får se dina ärenden ser också det här.");
    karin.get(&ticket).await.assert_no_text("/private");
    for user in [&site.people.karin, &site.people.agnes, &site.people.otto] {
        let browser = site.signed_in(user).await;
        browser.post(&format!("{ticket}/private"), &[("private", "yes")]).await.assert_status(404);
    }
    own.post(&format!("{ticket}/private"), &[("private", "yes")]).await.assert_status(303);
    own.get(&ticket).await.assert_text("Privat: bara du och supporten ser ärendet.");
    karin.get(&ticket).await.assert_status(404);
    karin.get(&format!("/participants/{}", petra.id)).await.assert_status(200).assert_text("0 ärenden");
    karin.post(&format!("{ticket}/messages"), &[("body", "Hej")]).await.assert_status(404);
    site.signed_in(&site.people.agnes).await.get(&ticket).await.assert_status(200);
    own.post(&format!("{ticket}/private"), &[("private", "yes")]).await.assert_status(303);
    own.post(&format!("{ticket}/private"), &[("private", "no")]).await.assert_status(303);
    karin.get(&ticket).await.assert_status(200);
    let noted: Vec<_> =
        site.audit_actions().await.into_iter().filter(|action| action.starts_with("ticket.")).collect();
    assert!(noted.contains(&"ticket.made_private".to_owned()));
    assert_eq!(noted.iter().filter(|action| *action == "ticket.made_private").count(), 1);
    assert!(noted.contains(&"ticket.shared".to_owned()));
}

async fn colleagues_read_what_is_shared_and_write_nothing(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Organisation).await;
    let (petra, otto) = (&site.people.petra, &site.people.otto);
    let stale = site.create_ticket(petra).await;
    grant_role(site, petra, acme, Role::Participant).await;
    grant_role(site, otto, acme, Role::Participant).await;
    let (own, colleague) = (site.signed_in(petra).await, site.signed_in(otto).await);
    let file = async |subject: &str| {
        let fields = [("topic", "other"), ("subject", subject), ("description", "Hjälp")];
        let filed = own.post("/tickets/new", &fields).await.assert_status(303);
        filed.location().split('?').next().unwrap().to_owned()
    };
    let (shared, private) = (file("Skrivaren").await, file("Min lön").await);
    own.post(&format!("{private}/private"), &[("private", "yes")]).await.assert_status(303);
    let list = colleague
        .get("/tickets?of=colleagues")
        .await
        .assert_status(200)
        .assert_text("Skrivaren")
        .assert_text("Petra Lund");
    list.assert_no_text("Min lön").assert_no_text(&stale);
    colleague
        .get("/tickets")
        .await
        .assert_status(200)
        .assert_no_text("Skrivaren")
        .assert_text("Kollegors ärenden");
    colleague.get("/tickets?of=colleagues&show=done").await.assert_no_text("Skrivaren");
    let page = colleague
        .get(&shared)
        .await
        .assert_status(200)
        .assert_text("Du kan läsa det här ärendet men inte svara");
    assert!(!page.html().contains("/messages") && !page.html().contains("/close"));
    for (path, fields) in [
        ("messages", vec![("body", "Hej")]),
        ("close", vec![]),
        ("reopen", vec![]),
        ("private", vec![("private", "yes")]),
        ("survey", vec![("score", "1")]),
    ] {
        colleague.post(&format!("{shared}/{path}"), &fields).await.assert_status(404);
    }
    colleague.get(&private).await.assert_status(404);
    own.get("/tickets?of=colleagues").await.assert_status(200).assert_no_text("Skrivaren");
    let stranger = site.signed_in(&site.people.olle).await;
    stranger.get("/tickets?of=colleagues").await.assert_status(200).assert_no_text("Skrivaren");
    stranger.get("/tickets").await.assert_no_text("Kollegors ärenden");
}
