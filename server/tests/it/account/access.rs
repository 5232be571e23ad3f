//! What a participant sees and ends, and how far a counsellor goes.

use chrono::TimeDelta;
use fyr_domain::{
    Role,
    permission::{Scope, Sharing},
};

use crate::{
    desk::people::{give, log, organisation, page_of, relate},
    support::{Site, on_both_engines},
};

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
    let ticket = site.ticket_of(petra).await;
    let (owner, counsellor) = (site.signed_in(petra).await, site.signed_in(karin).await);
    counsellor.get(&format!("/tickets/{ticket}")).await.is(200);
    let page = owner.get("/account/access").await.is(200);
    page.says("Karin Ek").says("Kan läsa dina ärenden, svara").says("Jobbsökning");
    let before = site.mails().await.len();
    let fields = [("action", "end"), ("counsellor", &karin.id.to_string())];
    let done = owner.post("/account/access", &fields).await;
    owner.follow(done).await.says("Handledaren ser inte längre").says("Ingen handledare ser");
    counsellor.get(&format!("/tickets/{ticket}")).await.is(404);
    counsellor.get(&format!("/participants/{}", petra.id)).await.is(404);
    let mails = site.mails().await;
    let told: Vec<_> = mails[before..].iter().map(|mail| (mail.to.as_str(), mail.subject.as_str())).collect();
    assert_eq!(told, [("karin@fyr.test", "Du är inte längre handledare för Petra Lund")]);
    assert!(log(site).await.contains(&"relation.ended".to_owned()));
    owner.post("/account/access", &fields).await.is(404);
    let other = site.signed_in(&site.people.otto).await;
    other.post("/account/access", &fields).await.is(404);
}

async fn where_the_organisation_says_no_only_it_ends_a_relation(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let (petra, olle, otto) = (&site.people.petra, &site.people.olle, &site.people.otto);
    give(site, petra, acme, Role::Participant).await;
    give(site, olle, acme, Role::Counsellor).await;
    give(site, otto, acme, Role::Admin).await;
    relate(site, acme, (olle, petra), Scope::Act).await;
    let fields = [("action", "save"), ("organisation_name", "Fabriken"), ("sharing", "own")];
    let admin = site.signed_in(otto).await;
    admin.post(&format!("/desk/people/organisations/{acme}"), &fields).await.is(303);
    let owner = site.signed_in(petra).await;
    let page = owner.get("/account/access").await.is(200).says("Bara Fabriken kan avsluta");
    assert!(!page.html().contains(&format!("value=\"{}\"", olle.id)));
    let ending = [("action", "end"), ("counsellor", &olle.id.to_string())];
    owner.post("/account/access", &ending).await.is(404);
    site.signed_in(olle).await.get(&format!("/participants/{}", petra.id)).await.is(200);

    let pair =
        [("action", "end"), ("counsellor", &*olle.id.to_string()), ("participant", &*petra.id.to_string())];
    let stranger = site.signed_in(&site.people.karin).await;
    stranger.post(&page_of(petra), &pair).await.is(404);
    admin.get(&page_of(petra)).await.is(200).never_says("Karin Ek");
    let portals = [("action", "end"), ("counsellor", &*site.people.karin.id.to_string()), pair[2]];
    admin.post(&page_of(petra), &portals).await.is(404);
    admin.post(&page_of(petra), &pair).await.is(303);
    site.signed_in(olle).await.get(&format!("/participants/{}", petra.id)).await.is(404);
    let mails = site.mails().await;
    let ended =
        |to: &str| mails.iter().any(|mail| mail.to == to && mail.text.contains("Otto Berg som ändrade"));
    assert!(ended("petra@fyr.test") && ended("olle@fyr.test"));
}

async fn a_participant_chooses_a_counsellor_of_their_own_organisation(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let beta = organisation(site, "Verkstan", Sharing::Own).await;
    let (otto, olle, karin) = (&site.people.otto, &site.people.olle, &site.people.karin);
    give(site, otto, acme, Role::Participant).await;
    give(site, olle, acme, Role::Counsellor).await;
    give(site, karin, beta, Role::Counsellor).await;
    let owner = site.signed_in(otto).await;
    owner.get("/account/access").await.says("Olle Dahl – Fabriken").never_says("Karin Ek");
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
        choose(place, who, "").await.is(422);
    }
    choose(acme, olle.id, "2020-01-01").await.is(422).says("Skriv datum");
    choose(acme, olle.id, "2026-11-30").await.is(303);
    owner
        .get("/account/access")
        .await
        .says("Olle Dahl")
        .says("30 november 2026")
        .says("Följa upp")
        .says("men inte svara");
    let mail = site.mails().await.pop().unwrap();
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
    karin.post(&path, &[("action", "marry")]).await.is(400);
    let olle = site.signed_in(&site.people.olle).await;
    olle.post(&path, &[("action", "end")]).await.is(404);
    karin.post(&path, &[("action", "end")]).await.is(303);
    karin.get(&path).await.is(404);
    let mail = site.mails().await.pop().unwrap();
    assert_eq!(
        (mail.to.as_str(), mail.subject.as_str()),
        ("petra@fyr.test", "Karin Ek ser inte längre dina ärenden")
    );
}

async fn a_counsellor_who_may_only_see_writes_nothing(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let (petra, olle) = (&site.people.petra, &site.people.olle);
    give(site, petra, acme, Role::Participant).await;
    give(site, olle, acme, Role::Counsellor).await;
    relate(site, acme, (olle, petra), Scope::See).await;
    let ticket = format!("/tickets/{}", site.ticket_of(petra).await);
    let browser = site.signed_in(olle).await;
    let page = browser.get(&ticket).await.is(200).says("Du kan läsa det här ärendet men inte svara");
    assert!(!page.html().contains("/messages") && !page.html().contains("/close"));
    let person = browser.get(&format!("/participants/{}", petra.id)).await.is(200).says("inte svara i dem");
    assert!(!person.html().contains("/tickets/new?participant"));
    browser.get("/participants").await.is(200).says("bara läsa").never_says("Skriv för Petra");
    for (path, fields) in [
        (format!("{ticket}/messages"), vec![("body", "Hej")]),
        (format!("{ticket}/close"), vec![]),
        (format!("{ticket}/reopen"), vec![]),
        (format!("{ticket}/private"), vec![("private", "yes")]),
        (format!("{ticket}/survey"), vec![("score", "4")]),
    ] {
        browser.post(&path, &fields).await.is(404);
    }
    browser.get(&format!("/tickets/new?participant={}", petra.id)).await.is(404);
    let id = petra.id.to_string();
    let filed =
        [("topic", "other"), ("subject", "Nej"), ("description", "Nej"), ("participant", id.as_str())];
    browser.post("/tickets/new", &filed).await.is(404);
    assert_eq!(site.count("SELECT COUNT(*) FROM entries").await, 1);
}

async fn what_a_counsellor_does_for_someone_is_told_and_noted(site: &Site) {
    let petra = &site.people.petra;
    let karin = site.signed_in(&site.people.karin).await;
    let id = petra.id.to_string();
    let filed =
        [("topic", "other"), ("subject", "Tolk"), ("description", "En tid"), ("participant", id.as_str())];
    let ticket =
        karin.post("/tickets/new", &filed).await.is(303).location().split('?').next().unwrap().to_owned();
    karin.get(&ticket).await.says("Petra Lund").says("Karin Ek");
    karin.post(&format!("{ticket}/messages"), &[("body", "På torsdag")]).await.is(303);
    karin.post(&format!("{ticket}/close"), &[]).await.is(303);
    karin.post(&format!("{ticket}/reopen"), &[]).await.is(303);
    let mails = site.mails().await;
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["petra@fyr.test"; 4]);
    assert!(mails[0].text.contains("Karin Ek har skickat in ett ärende för dig"));
    assert!(mails[1].text.contains("På torsdag"));
    let noted: Vec<_> = log(site).await.into_iter().filter(|action| action.ends_with("_for")).collect();
    assert_eq!(
        noted,
        ["ticket.filed_for", "ticket.answered_for", "ticket.closed_for", "ticket.reopened_for"]
    );
    let own = site.signed_in(petra).await;
    own.get(&ticket).await.says("Karin Ek");
    own.post(&format!("{ticket}/messages"), &[("body", "Tack")]).await.is(303);
    assert_eq!(log(site).await.iter().filter(|action| action.ends_with("_for")).count(), 4);
}

async fn a_relation_begins_and_ends_on_its_days(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let (petra, olle) = (&site.people.petra, &site.people.olle);
    give(site, petra, acme, Role::Participant).await;
    give(site, olle, acme, Role::Counsellor).await;
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
    adam.post(&page_of(petra), &fields).await.is(303);
    let (browser, own) = (site.signed_in(olle).await, site.signed_in(petra).await);
    let path = format!("/participants/{}", petra.id);
    browser.get(&path).await.is(404);
    own.get("/account/access").await.says("Olle Dahl").says("6 november 2026");
    // it is the third, ten o'clock
    site.clock.forward(TimeDelta::hours(13 + 24 + 1));
    let browser = site.signed_in(olle).await;
    browser.get(&path).await.is(200);
    // the whole of the last day
    site.clock.forward(TimeDelta::hours(24 + 22));
    let (browser, own) = (site.signed_in(olle).await, site.signed_in(petra).await);
    browser.get(&path).await.is(200);
    site.clock.forward(TimeDelta::hours(2));
    browser.get(&path).await.is(404);
    own.get("/account/access").await.is(200).never_says("6 november 2026");
}
