//! Keeping a ticket private, and what colleagues see.

use fyr_domain::{Role, permission::Sharing};

use crate::{
    desk::people::{give, log, organisation},
    support::{Site, on_both_engines},
};

on_both_engines! {
    a_private_ticket_is_its_requesters_and_supports,
    colleagues_read_what_is_shared_and_write_nothing,
}

async fn a_private_ticket_is_its_requesters_and_supports(site: &Site) {
    let petra = &site.people.petra;
    let ticket = format!("/tickets/{}", site.ticket_of(petra).await);
    let (own, karin) = (site.signed_in(petra).await, site.signed_in(&site.people.karin).await);
    own.get(&ticket).await.says("De som får se dina ärenden ser också det här.");
    karin.get(&ticket).await.never_says("/private");
    for user in [&site.people.karin, &site.people.agnes, &site.people.otto] {
        let browser = site.signed_in(user).await;
        browser.post(&format!("{ticket}/private"), &[("private", "yes")]).await.is(404);
    }
    own.post(&format!("{ticket}/private"), &[("private", "yes")]).await.is(303);
    own.get(&ticket).await.says("Privat: bara du och supporten ser ärendet.");
    karin.get(&ticket).await.is(404);
    karin.get(&format!("/participants/{}", petra.id)).await.is(200).says("0 ärenden");
    karin.post(&format!("{ticket}/messages"), &[("body", "Hej")]).await.is(404);
    site.signed_in(&site.people.agnes).await.get(&ticket).await.is(200);
    own.post(&format!("{ticket}/private"), &[("private", "yes")]).await.is(303);
    own.post(&format!("{ticket}/private"), &[("private", "no")]).await.is(303);
    karin.get(&ticket).await.is(200);
    let noted: Vec<_> = log(site).await.into_iter().filter(|action| action.starts_with("ticket.")).collect();
    assert!(noted.contains(&"ticket.made_private".to_owned()));
    assert_eq!(noted.iter().filter(|action| *action == "ticket.made_private").count(), 1);
    assert!(noted.contains(&"ticket.shared".to_owned()));
}

async fn colleagues_read_what_is_shared_and_write_nothing(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Organisation).await;
    let (petra, otto) = (&site.people.petra, &site.people.otto);
    let stale = site.ticket_of(petra).await;
    give(site, petra, acme, Role::Participant).await;
    give(site, otto, acme, Role::Participant).await;
    let (own, colleague) = (site.signed_in(petra).await, site.signed_in(otto).await);
    let file = async |subject: &str| {
        let fields = [("topic", "other"), ("subject", subject), ("description", "Hjälp")];
        let filed = own.post("/tickets/new", &fields).await.is(303);
        filed.location().split('?').next().unwrap().to_owned()
    };
    let (shared, private) = (file("Skrivaren").await, file("Min lön").await);
    own.post(&format!("{private}/private"), &[("private", "yes")]).await.is(303);
    let list = colleague.get("/tickets?of=colleagues").await.is(200).says("Skrivaren").says("Petra Lund");
    list.never_says("Min lön").never_says(&stale);
    colleague.get("/tickets").await.is(200).never_says("Skrivaren").says("Kollegors ärenden");
    colleague.get("/tickets?of=colleagues&show=done").await.never_says("Skrivaren");
    let page = colleague.get(&shared).await.is(200).says("Du kan läsa det här ärendet men inte svara");
    assert!(!page.html().contains("/messages") && !page.html().contains("/close"));
    for (path, fields) in [
        ("messages", vec![("body", "Hej")]),
        ("close", vec![]),
        ("reopen", vec![]),
        ("private", vec![("private", "yes")]),
        ("survey", vec![("score", "1")]),
    ] {
        colleague.post(&format!("{shared}/{path}"), &fields).await.is(404);
    }
    colleague.get(&private).await.is(404);
    own.get("/tickets?of=colleagues").await.is(200).never_says("Skrivaren");
    let stranger = site.signed_in(&site.people.olle).await;
    stranger.get("/tickets?of=colleagues").await.is(200).never_says("Skrivaren");
    stranger.get("/tickets").await.never_says("Kollegors ärenden");
}
