//! What a participant sees and ends, and how far a counsellor goes.

use chrono::TimeDelta;
use fyr_domain::{
    Role,
    permission::{Scope, Sharing},
};

use crate::support::{Site, create_relation, grant_role, on_both_engines, organisation, person_path};

on_both_engines! {
    a_participant_sees_who_and_ends_it,
    where_the_organisation_says_no_only_it_ends_a_relation,
    a_participant_chooses_a_counsellor_of_their_own_organisation,
    a_counsellor_stops_by_themselves,
    a_counsellor_who_may_only_see_writes_nothing,
    what_a_counsellor_does_for_someone_is_told_and_noted,
    a_relation_begins_and_ends_on_its_days,
}

async fn a_participant_sees_who_and_ends_it(site: &Site) {
    let (petra, karin) = (&site.people.petra, &site.people.karin);
    let ticket = site.create_ticket(petra).await;
    let (owner, counsellor) = (site.signed_in(petra).await, site.signed_in(karin).await);
    counsellor.get(&format!("/tickets/{ticket}")).await.assert_status(200);
    let page = owner.get("/account/access").await.assert_status(200);
    page.assert_text("Karin Ek").assert_text("Kan läsa dina ärenden, svara").assert_text("Jobbsökning");
    let before = site.delivered_emails().await.len();
    let fields = [("action", "end"), ("counsellor", &karin.id.to_string())];
    let done = owner.post("/account/access", &fields).await;
    owner.follow(done).await.assert_text("Handledaren ser inte längre").assert_text("Ingen handledare ser");
    counsellor.get(&format!("/tickets/{ticket}")).await.assert_status(404);
    counsellor.get(&format!("/participants/{}", petra.id)).await.assert_status(404);
    let mails = site.delivered_emails().await;
    let told: Vec<_> = mails[before..].iter().map(|mail| (mail.to.as_str(), mail.subject.as_str())).collect();
    assert_eq!(told, [("karin@fyr.test", "Du är inte längre handledare för Petra Lund")]);
    assert!(site.audit_actions().await.contains(&"relation.ended".to_owned()));
    owner.post("/account/access", &fields).await.assert_status(404);
    let other = site.signed_in(&site.people.otto).await;
    other.post("/account/access", &fields).await.assert_status(404);
}

async fn where_the_organisation_says_no_only_it_ends_a_relation(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let (petra, olle, otto) = (&site.people.petra, &site.people.olle, &site.people.otto);
    grant_role(site, petra, acme, Role::Participant).await;
    grant_role(site, olle, acme, Role::Counsellor).await;
    grant_role(site, otto, acme, Role::Admin).await;
    create_relation(site, acme, (olle, petra), Scope::Act).await;
    let fields = [("action", "save"), ("organisation_name", "Fabriken"), ("sharing", "own")];
    let admin = site.signed_in(otto).await;
    admin.post(&format!("/desk/people/organisations/{acme}"), &fields).await.assert_status(303);
    let owner = site.signed_in(petra).await;
    let page = owner.get("/account/access").await.assert_status(200).assert_text("Bara Fabriken kan avsluta");
    assert!(!page.html().contains(&format!("value=\"{}\"", olle.id)));
    let ending = [("action", "end"), ("counsellor", &olle.id.to_string())];
    owner.post("/account/access", &ending).await.assert_status(404);
    site.signed_in(olle).await.get(&format!("/participants/{}", petra.id)).await.assert_status(200);

    let pair =
        [("action", "end"), ("counsellor", &*olle.id.to_string()), ("participant", &*petra.id.to_string())];
    let stranger = site.signed_in(&site.people.karin).await;
    stranger.post(&person_path(petra), &pair).await.assert_status(404);
    admin.get(&person_path(petra)).await.assert_status(200).assert_no_text("Karin Ek");
    let portals = [("action", "end"), ("counsellor", &*site.people.karin.id.to_string()), pair[2]];
    admin.post(&person_path(petra), &portals).await.assert_status(404);
    admin.post(&person_path(petra), &pair).await.assert_status(303);
    site.signed_in(olle).await.get(&format!("/participants/{}", petra.id)).await.assert_status(404);
    let mails = site.delivered_emails().await;
    let ended =
        |to: &str| mails.iter().any(|mail| mail.to == to && mail.text.contains("Otto Berg som ändrade"));
    assert!(ended("petra@fyr.test") && ended("olle@fyr.test"));
}

async fn a_participant_chooses_a_counsellor_of_their_own_organisation(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let beta = organisation(site, "Verkstan", Sharing::Own).await;
    let (otto, olle, karin) = (&site.people.otto, &site.people.olle, &site.people.karin);
    grant_role(site, otto, acme, Role::Participant).await;
    grant_role(site, olle, acme, Role::Counsellor).await;
    grant_role(site, karin, beta, Role::Counsellor).await;
    let owner = site.signed_in(otto).await;
    owner.get("/account/access").await.assert_text("Olle Dahl – Fabriken").assert_no_text("Karin Ek");
    let choose = async |place: uuid::Uuid, who: uuid::Uuid, until: &str| {
        let value = format!("{place}/{who}");
        let fields = [
            ("action", "choose"),
            ("counsellor", value.as_str()),
            ("scope", "see"),
            ("purpose", "Följa upp"),
            ("until", until),
        ];
        owner.post("/account/access", &fields).await
    };
    for (place, who) in [(acme, karin.id), (beta, karin.id), (acme, otto.id), (acme, site.people.stina.id)] {
        choose(place, who, "").await.assert_status(422);
    }
    choose(acme, olle.id, "2020-01-01").await.assert_status(422).assert_text("Skriv datum");
    choose(acme, olle.id, "2026-11-30").await.assert_status(303);
    owner
        .get("/account/access")
        .await
        .assert_text("Olle Dahl")
        .assert_text("30 november 2026")
        .assert_text("Följa upp")
        .assert_text("men inte svara");
    let mail = site.delivered_emails().await.pop().unwrap();
    assert_eq!(
        (mail.to.as_str(), mail.subject.as_str()),
        ("olle@fyr.test", "Du är handledare för Otto Berg")
    );
    assert!(mail.text.contains("Följa upp") && mail.text.contains("30 november 2026"), "{}", mail.text);
}

async fn a_counsellor_stops_by_themselves(site: &Site) {
    let petra = &site.people.petra;
    let karin = site.signed_in(&site.people.karin).await;
    let path = format!("/participants/{}", petra.id);
    karin.post(&path, &[("action", "marry")]).await.assert_status(400);
    let olle = site.signed_in(&site.people.olle).await;
    olle.post(&path, &[("action", "end")]).await.assert_status(404);
    karin.post(&path, &[("action", "end")]).await.assert_status(303);
    karin.get(&path).await.assert_status(404);
    let mail = site.delivered_emails().await.pop().unwrap();
    assert_eq!(
        (mail.to.as_str(), mail.subject.as_str()),
        ("petra@fyr.test", "Karin Ek ser inte längre dina ärenden")
    );
}

async fn a_counsellor_who_may_only_see_writes_nothing(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let (petra, olle) = (&site.people.petra, &site.people.olle);
    grant_role(site, petra, acme, Role::Participant).await;
    grant_role(site, olle, acme, Role::Counsellor).await;
    create_relation(site, acme, (olle, petra), Scope::See).await;
    let ticket = format!("/tickets/{}", site.create_ticket(petra).await);
    let browser = site.signed_in(olle).await;
    let page = browser
        .get(&ticket)
        .await
        .assert_status(200)
        .assert_text("Du kan läsa det här ärendet men inte svara");
    assert!(!page.html().contains("/messages") && !page.html().contains("/close"));
    let person = browser
        .get(&format!("/participants/{}", petra.id))
        .await
        .assert_status(200)
        .assert_text("inte svara i dem");
    assert!(!person.html().contains("/tickets/new?participant"));
    browser
        .get("/participants")
        .await
        .assert_status(200)
        .assert_text("bara läsa")
        .assert_no_text("Skriv för Petra");
    for (path, fields) in [
        (format!("{ticket}/messages"), vec![("body", "Hej")]),
        (format!("{ticket}/close"), vec![]),
        (format!("{ticket}/reopen"), vec![]),
        (format!("{ticket}/private"), vec![("private", "yes")]),
        (format!("{ticket}/survey"), vec![("score", "4")]),
    ] {
        browser.post(&path, &fields).await.assert_status(404);
    }
    browser.get(&format!("/tickets/new?participant={}", petra.id)).await.assert_status(404);
    let id = petra.id.to_string();
    let filed =
        [("topic", "other"), ("subject", "Nej"), ("description", "Nej"), ("participant", id.as_str())];
    browser.post("/tickets/new", &filed).await.assert_status(404);
    assert_eq!(site.count("SELECT COUNT(*) FROM entries").await, 1);
}

async fn what_a_counsellor_does_for_someone_is_told_and_noted(site: &Site) {
    let petra = &site.people.petra;
    let karin = site.signed_in(&site.people.karin).await;
    let id = petra.id.to_string();
    let filed =
        [("topic", "other"), ("subject", "Tolk"), ("description", "En tid"), ("participant", id.as_str())];
    let ticket = karin
        .post("/tickets/new", &filed)
        .await
        .assert_status(303)
        .location()
        .split('?')
        .next()
        .unwrap()
        .to_owned();
    karin.get(&ticket).await.assert_text("Petra Lund").assert_text("Karin Ek");
    karin.post(&format!("{ticket}/messages"), &[("body", "På torsdag")]).await.assert_status(303);
    karin.post(&format!("{ticket}/close"), &[]).await.assert_status(303);
    karin.post(&format!("{ticket}/reopen"), &[]).await.assert_status(303);
    let mails = site.delivered_emails().await;
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["petra@fyr.test"; 3]);
    assert!(mails[2].subject.contains("Tolk"), "closed and opened again: one mail");
    assert!(mails[0].text.contains("Karin Ek har skickat in ett ärende för dig"));
    assert!(mails[1].text.contains("På torsdag"));
    let noted: Vec<_> =
        site.audit_actions().await.into_iter().filter(|action| action.ends_with("_for")).collect();
    assert_eq!(
        noted,
        ["ticket.filed_for", "ticket.answered_for", "ticket.closed_for", "ticket.reopened_for"]
    );
    let own = site.signed_in(petra).await;
    own.get(&ticket).await.assert_text("Karin Ek");
    own.post(&format!("{ticket}/messages"), &[("body", "Tack")]).await.assert_status(303);
    assert_eq!(site.audit_actions().await.iter().filter(|action| action.ends_with("_for")).count(), 4);
}

async fn a_relation_begins_and_ends_on_its_days(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let (petra, olle) = (&site.people.petra, &site.people.olle);
    grant_role(site, petra, acme, Role::Participant).await;
    grant_role(site, olle, acme, Role::Counsellor).await;
    let adam = site.signed_in(&site.people.adam).await;
    let counsellor = format!("{acme}/{}", olle.id);
    let fields = [
        ("action", "relate"),
        ("counsellor", counsellor.as_str()),
        ("scope", "act"),
        ("purpose", "Praktik"),
        ("since", "2026-11-05"),
        ("until", "2026-11-06"),
    ];
    adam.post(&person_path(petra), &fields).await.assert_status(303);
    let (browser, own) = (site.signed_in(olle).await, site.signed_in(petra).await);
    let path = format!("/participants/{}", petra.id);
    browser.get(&path).await.assert_status(404);
    own.get("/account/access").await.assert_text("Olle Dahl").assert_text("6 november 2026");
    // it is the third, ten o'clock
    site.clock.advance(TimeDelta::hours(13 + 24 + 1));
    let browser = site.signed_in(olle).await;
    browser.get(&path).await.assert_status(200);
    // the whole of the last day
    site.clock.advance(TimeDelta::hours(24 + 22));
    let (browser, own) = (site.signed_in(olle).await, site.signed_in(petra).await);
    browser.get(&path).await.assert_status(200);
    site.clock.advance(TimeDelta::hours(2));
    browser.get(&path).await.assert_status(404);
    own.get("/account/access").await.assert_status(200).assert_no_text("6 november 2026");
}
