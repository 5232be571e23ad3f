//! Asking for one's account to be removed, thinking better of it, and the removal.

use chrono::TimeDelta;
use fyr_domain::tickets::Status;
use fyr_usecases::privacy::retention;

use crate::support::{PASSWORD, Site, on_both_engines};

on_both_engines! {
    asking_takes_being_sure_and_can_be_withdrawn,
    nobody_goes_while_something_is_in_progress_or_runs_the_portal,
    after_the_waiting_time_the_person_is_gone_and_their_words_stay,
    a_ticket_filed_meanwhile_is_waited_for,
    with_a_counsellor_their_stand_ins_go_and_everyone_is_told,
}

const ASK: [(&str, &str); 2] = [("action", "ask"), ("sure", "yes")];

async fn asking_takes_being_sure_and_can_be_withdrawn(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    petra.get("/account").await.is(200).says("Dina uppgifter");
    petra.get("/account/data").await.is(200).says("14 dagar efter").says("tas inte bort av sig själva");
    petra.post("/account/data", &[("action", "ask")]).await.is(422).says("Fyll i det här fältet");
    petra.post("/account/data", &ASK).await.is(303);
    petra.post("/account/data", &ASK).await.is(303);
    petra.get("/account/data").await.says("Ditt konto tas bort tisdag 17 november 2026 10:00");
    petra.post("/account/data", &[("action", "withdraw")]).await.is(303);
    petra.post("/account/data", &[("action", "withdraw")]).await.is(303);
    petra.get("/account/data").await.never_says("Ditt konto tas bort");
    let told: Vec<String> = site.mails().await.into_iter().map(|mail| mail.subject).collect();
    assert_eq!(told, ["Ditt konto blir kvar"], "what was withdrawn before it was sent is not told");
    petra.post("/account/data", &ASK).await.is(303);
    let mails = site.mails().await;
    let mail = mails.last().unwrap();
    assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("petra@fyr.test", "Ditt konto tas bort"));
    assert!(
        mail.text.contains("tisdag 17 november 2026 10:00") && mail.text.contains("/account/data"),
        "{}",
        mail.text
    );
    let actions = "SELECT action FROM audit_log WHERE action LIKE 'deletion.%' ORDER BY at, id";
    assert_eq!(site.texts(actions).await, ["deletion.asked", "deletion.withdrawn", "deletion.asked"]);
    site.clock.forward(TimeDelta::days(13));
    retention::apply(&site.backend).await.unwrap();
    assert_eq!(site.count("SELECT COUNT(*) FROM users WHERE removed_at IS NOT NULL").await, 0, "not yet");
}

async fn nobody_goes_while_something_is_in_progress_or_runs_the_portal(site: &Site) {
    let ticket = site.ticket_of(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    petra.get("/account/data").await.is(200).says("Du har ett ärende som pågår");
    petra.post("/account/data", &ASK).await.is(422).says("Du har ärenden som pågår");
    petra.post(&format!("/tickets/{ticket}/close"), &[]).await.is(303);
    petra.post("/account/data", &ASK).await.is(303);
    let adam = site.signed_in(&site.people.adam).await;
    adam.post("/account/data", &ASK).await.is(422).says("Du är administratör för hela portalen");
    assert_eq!(site.count("SELECT COUNT(*) FROM deletion_requests").await, 1);
}

async fn after_the_waiting_time_the_person_is_gone_and_their_words_stay(site: &Site) {
    let ticket = site.ticket_of(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    site.answer(&ticket, "Så här gör du", Some(Status::Solved)).await;
    petra.post("/account/data", &ASK).await.is(303);
    site.clock.forward(TimeDelta::days(14));
    let petra = site.signed_in(&site.people.petra).await;
    site.mails().await;
    let gone = retention::apply(&site.backend).await.unwrap();
    assert_eq!(gone.iter().map(|deleted| deleted.count).sum::<i64>(), 1);
    petra.get("/account").await.is(303);
    let again = [("email", "petra@fyr.test"), ("password", PASSWORD)];
    site.browser().post("/sign-in", &again).await.is(422);
    let mails = site.mails().await;
    let last = mails.last().unwrap();
    assert_eq!((last.to.as_str(), last.subject.as_str()), ("petra@fyr.test", "Ditt konto är borttaget"));
    assert_eq!(site.count("SELECT COUNT(*) FROM outbox WHERE kind = 'mail'").await, 0);
    let agnes = site.signed_in(&site.people.agnes).await;
    let page = agnes.get(&format!("/desk/tickets/{ticket}")).await.is(200).says("Borttagen person");
    page.says("Det står fel kod.").never_says("Petra");
    agnes.get(&format!("/desk/tickets/{ticket}")).await.never_says("petra@fyr.test");
    let karin = site.signed_in(&site.people.karin).await;
    karin.get("/participants").await.is(200).never_says("Borttagen person");
    // nobody is written to any more
    site.answer(&ticket, "En sak till", None).await;
    assert_eq!(site.mails().await.len(), mails.len());
    assert_eq!(site.count("SELECT COUNT(*) FROM outbox WHERE kind = 'mail'").await, 0, "nor waits anything");
    assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'account.removed'").await, 1);
}

async fn a_ticket_filed_meanwhile_is_waited_for(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    petra.post("/account/data", &ASK).await.is(303);
    let ticket = site.ticket_of(&site.people.petra).await;
    petra.get("/account/data").await.says("Det väntar tills");
    site.clock.forward(TimeDelta::days(30));
    let removed = "SELECT COUNT(*) FROM users WHERE removed_at IS NOT NULL";
    retention::apply(&site.backend).await.unwrap();
    assert_eq!(site.count(removed).await, 0);
    site.move_to(&ticket, Status::Closed).await;
    retention::apply(&site.backend).await.unwrap();
    assert_eq!(site.count(removed).await, 1);
}

async fn with_a_counsellor_their_stand_ins_go_and_everyone_is_told(site: &Site) {
    let (petra, karin, olle) = (&site.people.petra, &site.people.karin, &site.people.olle);
    let (browser, colleague) = (site.signed_in(karin).await, site.signed_in(olle).await);
    let (to, whom) = (olle.id.to_string(), petra.id.to_string());
    let stand_in = [("to", &*to), ("how", "while"), ("until", "2026-12-24"), ("participant", &*whom)];
    browser.post("/participants/hand-over", &stand_in).await.is(303);
    let path = format!("/participants/{}", petra.id);
    colleague.get(&path).await.is(200);
    browser.post("/account/data", &ASK).await.is(303);
    site.clock.forward(TimeDelta::days(14));
    let before = site.mails().await.len();
    retention::apply(&site.backend).await.unwrap();
    let mails = site.mails().await;
    let mut told: Vec<_> =
        mails[before..].iter().map(|mail| (mail.to.as_str(), mail.subject.as_str())).collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            ("karin@fyr.test", "Ditt konto är borttaget"),
            ("olle@fyr.test", "Du är inte längre handledare för Petra Lund"),
            ("petra@fyr.test", "Borttagen person ser inte längre dina ärenden"),
            ("petra@fyr.test", "Olle Dahl ser inte längre dina ärenden"),
        ]
    );
    site.signed_in(olle).await.get(&path).await.is(404);
    assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'relation.ended'").await, 2);
    assert_eq!(site.count("SELECT COUNT(*) FROM counselling WHERE ended_at IS NULL").await, 0);
}
