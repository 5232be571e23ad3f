//! Giving participants to a colleague.

use chrono::TimeDelta;
use fyr_domain::{
    Role,
    permission::{Scope, Sharing},
};

use crate::support::{Site, create_relation, grant_role, on_both_engines, organisation, person_path};

on_both_engines! {
    a_stand_in_acts_until_a_day_and_then_no_more,
    what_is_handed_over_for_good_is_gone,
    a_stand_in_ends_with_what_they_stand_in_for,
    whom_a_colleague_has_already_stays_as_it_is,
    only_to_a_colleague_where_the_relation_was_made,
    whoever_looks_after_them_hands_over_for_a_counsellor,
    everyone_is_handed_over_with_one_tick,
    a_day_is_asked_for_in_words_where_a_stand_in_needs_one,
}

fn fields<'a>(to: &'a str, how: &'a str, until: &'a str, whom: &[&'a str]) -> Vec<(&'static str, &'a str)> {
    let mut fields = vec![("to", to), ("how", how), ("until", until)];
    fields.extend(whom.iter().map(|whom| ("participant", *whom)));
    fields
}

async fn a_stand_in_acts_until_a_day_and_then_no_more(site: &Site) {
    let (petra, olle) = (&site.people.petra, &site.people.olle);
    let (whom, to) = (petra.id.to_string(), olle.id.to_string());
    let ticket = format!("/tickets/{}", site.create_ticket(petra).await);
    let (karin, colleague) = (site.signed_in(&site.people.karin).await, site.signed_in(olle).await);
    let page = karin
        .get("/participants/hand-over")
        .await
        .assert_status(200)
        .assert_text("Petra Lund")
        .assert_text("Olle Dahl");
    assert!(!page.is_checked("participant") && !page.is_checked("everyone"), "nobody, unless told otherwise");
    for (how, until, whom) in [
        ("while", "", &*whom),
        ("while", "2026-11-02", &whom),
        ("ever", "", &whom),
        ("while", "2026-11-10", ""),
    ] {
        karin.post("/participants/hand-over", &fields(&to, how, until, &[whom])).await.assert_status(422);
    }
    let before = site.delivered_emails().await.len();
    let done = karin.post("/participants/hand-over", &fields(&to, "while", "2026-11-10", &[&whom])).await;
    karin
        .follow(done)
        .await
        .assert_text("1 deltagare är överlämnad till Olle Dahl till och med 10 november 2026.");
    colleague
        .get("/participants")
        .await
        .assert_text("Petra Lund")
        .assert_text("vikarierar för Karin Ek")
        .assert_text("10 november 2026");
    colleague
        .post(&format!("{ticket}/messages"), &[("body", "Hej, jag vikarierar")])
        .await
        .assert_status(303);
    karin.get(&ticket).await.assert_status(200);
    karin.get("/participants").await.assert_text("Olle Dahl vikarierar till och med 10 november 2026");
    karin
        .get("/participants/hand-over")
        .await
        .assert_text("Olle Dahl för Petra Lund, till och med 10 november 2026");
    let mails = site.delivered_emails().await;
    let mut told: Vec<_> = mails[before..].iter().map(|mail| mail.to.as_str()).collect();
    told.sort_unstable();
    assert_eq!(told, ["karin@fyr.test", "olle@fyr.test", "petra@fyr.test", "petra@fyr.test"]);
    let own = site.signed_in(petra).await;
    own.get("/account/access").await.assert_text("Olle Dahl").assert_text("vikarierar för Karin Ek");
    assert!(site.audit_actions().await.contains(&"relation.handed_over".to_owned()));

    site.clock.advance(TimeDelta::hours(13 + 7 * 24));
    let (karin, colleague) = (site.signed_in(&site.people.karin).await, site.signed_in(olle).await);
    site.clock.advance(TimeDelta::minutes(60));
    colleague.get(&ticket).await.assert_status(404);
    colleague.get("/participants").await.assert_no_text("Petra Lund");
    karin.get(&ticket).await.assert_status(200);
}

async fn what_is_handed_over_for_good_is_gone(site: &Site) {
    let (petra, olle) = (&site.people.petra, &site.people.olle);
    let (whom, to) = (petra.id.to_string(), olle.id.to_string());
    let (karin, colleague) = (site.signed_in(&site.people.karin).await, site.signed_in(olle).await);
    // first for a while, then for good
    karin
        .post("/participants/hand-over", &fields(&to, "while", "2026-11-10", &[&whom]))
        .await
        .assert_status(303);
    karin.post("/participants/hand-over", &fields(&to, "good", "", &[&whom])).await.assert_status(303);
    karin.get(&format!("/participants/{whom}")).await.assert_status(404);
    site.clock.advance(TimeDelta::days(9));
    let colleague_later = site.signed_in(olle).await;
    colleague_later.get("/participants").await.assert_text("Petra Lund").assert_no_text("vikarierar");
    drop(colleague);
    let mails = site.delivered_emails().await;
    let to_petra: Vec<_> =
        mails.iter().filter(|mail| mail.to == "petra@fyr.test").map(|mail| mail.text.as_str()).collect();
    assert!(
        to_petra.iter().any(|text| text.contains("Olle Dahl har tagit över efter Karin Ek")),
        "{to_petra:?}"
    );
}

async fn a_stand_in_ends_with_what_they_stand_in_for(site: &Site) {
    let (petra, olle) = (&site.people.petra, &site.people.olle);
    let (whom, to) = (petra.id.to_string(), olle.id.to_string());
    let (karin, colleague) = (site.signed_in(&site.people.karin).await, site.signed_in(olle).await);
    karin
        .post("/participants/hand-over", &fields(&to, "while", "2026-11-10", &[&whom]))
        .await
        .assert_status(303);
    colleague.get(&format!("/participants/{whom}")).await.assert_status(200);
    // a stand-in hands nobody on
    let third = site.people.karin.id.to_string();
    colleague.post("/participants/hand-over", &fields(&third, "good", "", &[&whom])).await.assert_status(422);
    let own = site.signed_in(petra).await;
    let ending = [("action", "end"), ("counsellor", &*site.people.karin.id.to_string())];
    own.post("/account/access", &ending).await.assert_status(303);
    colleague.get(&format!("/participants/{whom}")).await.assert_status(404);
    own.get("/account/access").await.assert_text("Ingen handledare ser dina ärenden.");
    let ended = site.delivered_emails().await;
    let ended = ended.iter().filter(|mail| mail.subject.starts_with("Du är inte längre handledare"));
    assert_eq!(ended.map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["karin@fyr.test", "olle@fyr.test"]);
}

async fn whom_a_colleague_has_already_stays_as_it_is(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let (petra, olle) = (&site.people.petra, &site.people.olle);
    grant_role(site, petra, acme, Role::Participant).await;
    grant_role(site, olle, acme, Role::Counsellor).await;
    create_relation(site, acme, (olle, petra), Scope::See).await;
    let karin = site.signed_in(&site.people.karin).await;
    let (whom, to) = (petra.id.to_string(), olle.id.to_string());
    let done = karin.post("/participants/hand-over", &fields(&to, "good", "", &[&whom])).await;
    karin
        .follow(done)
        .await
        .assert_text("Ingen deltagare blev överlämnad.")
        .assert_text("1 lämnades inte över");
    karin.get(&format!("/participants/{whom}")).await.assert_status(200);
    let own = site.signed_in(petra).await;
    own.get("/account/access")
        .await
        .assert_text("Kan läsa dina ärenden, men inte svara.")
        .assert_text("Karin Ek");
}

async fn only_to_a_colleague_where_the_relation_was_made(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let beta = organisation(site, "Verkstan", Sharing::Own).await;
    let (petra, otto, agnes) = (&site.people.petra, &site.people.otto, &site.people.agnes);
    grant_role(site, petra, acme, Role::Participant).await;
    grant_role(site, otto, acme, Role::Counsellor).await;
    grant_role(site, agnes, beta, Role::Counsellor).await;
    create_relation(site, acme, (otto, petra), Scope::Act).await;
    let browser = site.signed_in(otto).await;
    browser
        .get("/participants/hand-over")
        .await
        .assert_status(200)
        .assert_no_text("Agnes Holm")
        .assert_no_text("Olle Dahl");
    let whom = petra.id.to_string();
    for stranger in [agnes, &site.people.olle, &site.people.adam, otto] {
        let to = stranger.id.to_string();
        browser.post("/participants/hand-over", &fields(&to, "good", "", &[&whom])).await.assert_status(422);
    }
    browser.get(&format!("/participants/{whom}")).await.assert_status(200);
    // nobody else's participants either
    grant_role(site, &site.people.stina, acme, Role::Counsellor).await;
    let stina = site.signed_in(&site.people.stina).await;
    let to = otto.id.to_string();
    stina.post("/participants/hand-over", &fields(&to, "good", "", &[&whom])).await.assert_status(422);
}

async fn whoever_looks_after_them_hands_over_for_a_counsellor(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let (petra, otto, stina) = (&site.people.petra, &site.people.otto, &site.people.stina);
    grant_role(site, petra, acme, Role::Participant).await;
    grant_role(site, otto, acme, Role::Counsellor).await;
    grant_role(site, stina, acme, Role::Counsellor).await;
    grant_role(site, &site.people.agnes, acme, Role::Admin).await;
    create_relation(site, acme, (otto, petra), Scope::Act).await;
    let admin = site.signed_in(&site.people.agnes).await;
    admin.get(&person_path(otto)).await.assert_text("Lämna över Otto Bergs deltagare");
    let of = otto.id.to_string();
    admin
        .get(&format!("/participants/hand-over?of={of}"))
        .await
        .assert_status(200)
        .assert_text("Petra Lund")
        .assert_text("Stina Sand");
    let (whom, to) = (petra.id.to_string(), stina.id.to_string());
    let mut sent = fields(&to, "while", "2026-11-10", &[&whom]);
    sent.push(("of", &of));
    site.signed_in(petra).await.post("/participants/hand-over", &sent).await.assert_status(404);
    admin.post("/participants/hand-over", &sent).await.assert_status(303);
    site.signed_in(stina).await.get(&format!("/participants/{whom}")).await.assert_status(200);
    // Karin's relation is the portal's
    let karin = site.people.karin.id.to_string();
    admin.get(&format!("/participants/hand-over?of={karin}")).await.assert_status(404);
}

async fn everyone_is_handed_over_with_one_tick(site: &Site) {
    let (petra, olle) = (&site.people.petra, &site.people.olle);
    let karin = site.signed_in(&site.people.karin).await;
    let to = olle.id.to_string();
    let all = [("to", to.as_str()), ("how", "good"), ("until", ""), ("everyone", "yes")];
    let done = karin.post("/participants/hand-over", &all).await;
    karin.follow(done).await.assert_text("1 deltagare är överlämnad till Olle Dahl.");
    let olle = site.signed_in(olle).await;
    olle.get(&format!("/participants/{}", petra.id)).await.assert_status(200);
}

async fn a_day_is_asked_for_in_words_where_a_stand_in_needs_one(site: &Site) {
    let karin = site.signed_in(&site.people.karin).await;
    let (to, whom) = (site.people.olle.id.to_string(), site.people.petra.id.to_string());
    let refused = karin.post("/participants/hand-over", &fields(&to, "while", "", &[&whom])).await;
    let refused = refused.assert_status(422).assert_text("Välj till och med vilken dag kollegan vikarierar.");
    assert!(refused.is_checked("participant"), "what was ticked stays");
    refused.assert_no_text("Till och med (frivilligt)");
}
