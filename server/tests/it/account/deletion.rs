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
    petra.get("/account").await.assert_status(200).assert_text("Dina uppgifter");
    petra
        .get("/account/data")
        .await
        .assert_status(200)
        .assert_text("14 dagar efter")
        .assert_text("tas inte bort av sig själva");
    petra
        .post("/account/data", &[("action", "ask")])
        .await
        .assert_status(422)
        .assert_text("Kryssa i att du vill ta bort kontot");
    petra.post("/account/data", &ASK).await.assert_status(303);
    petra.post("/account/data", &ASK).await.assert_status(303);
    petra.get("/account/data").await.assert_text("Ditt konto tas bort tisdag 17 november 2026 10:00");
    petra.post("/account/data", &[("action", "withdraw")]).await.assert_status(303);
    petra.post("/account/data", &[("action", "withdraw")]).await.assert_status(303);
    petra.get("/account/data").await.assert_no_text("Ditt konto tas bort");
    let told: Vec<String> = site.delivered_emails().await.into_iter().map(|mail| mail.subject).collect();
    assert_eq!(told, ["Ditt konto blir kvar"], "what was withdrawn before it was sent is not told");
    petra.post("/account/data", &ASK).await.assert_status(303);
    let mails = site.delivered_emails().await;
    let mail = mails.last().unwrap();
    assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("petra@fyr.test", "Ditt konto tas bort"));
    assert!(
        mail.text.contains("tisdag 17 november 2026 10:00") && mail.text.contains("/account/data"),
        "{}",
        mail.text
    );
    let actions = "SELECT action FROM audit_log WHERE action LIKE 'deletion.%' ORDER BY at, id";
    assert_eq!(site.query_texts(actions).await, ["deletion.asked", "deletion.withdrawn", "deletion.asked"]);
    site.clock.advance(TimeDelta::days(13));
    retention::apply(&site.backend).await.unwrap();
    assert_eq!(site.count("SELECT COUNT(*) FROM users WHERE removed_at IS NOT NULL").await, 0, "not yet");
}

async fn nobody_goes_while_something_is_in_progress_or_runs_the_portal(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    petra.get("/account/data").await.assert_status(200).assert_text("Du har ett ärende som pågår");
    petra.post("/account/data", &ASK).await.assert_status(422).assert_text("Du har ärenden som pågår");
    petra.post(&format!("/tickets/{ticket}/close"), &[]).await.assert_status(303);
    petra.post("/account/data", &ASK).await.assert_status(303);
    let adam = site.signed_in(&site.people.adam).await;
    adam.post("/account/data", &ASK)
        .await
        .assert_status(422)
        .assert_text("Du är administratör för hela portalen");
    assert_eq!(site.count("SELECT COUNT(*) FROM deletion_requests").await, 1);
}

async fn after_the_waiting_time_the_person_is_gone_and_their_words_stay(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    site.reply_as_support(&ticket, "Så här gör du", Some(Status::Solved)).await;
    petra.post("/account/data", &ASK).await.assert_status(303);
    site.clock.advance(TimeDelta::days(14));
    let petra = site.signed_in(&site.people.petra).await;
    site.delivered_emails().await;
    let gone = retention::apply(&site.backend).await.unwrap();
    assert_eq!(gone.iter().map(|deleted| deleted.count).sum::<i64>(), 1);
    petra.get("/account").await.assert_status(303);
    let again = [("email", "petra@fyr.test"), ("password", PASSWORD)];
    site.browser().post("/sign-in", &again).await.assert_status(422);
    let mails = site.delivered_emails().await;
    let last = mails.last().unwrap();
    assert_eq!((last.to.as_str(), last.subject.as_str()), ("petra@fyr.test", "Ditt konto är borttaget"));
    assert_eq!(site.count("SELECT COUNT(*) FROM jobs WHERE queue = 'mail'").await, 0);
    let agnes = site.signed_in(&site.people.agnes).await;
    let page = agnes
        .get(&format!("/desk/tickets/{ticket}"))
        .await
        .assert_status(200)
        .assert_text("Borttagen person");
    page.assert_text("Det står fel kod.").assert_no_text("Petra");
    agnes.get(&format!("/desk/tickets/{ticket}")).await.assert_no_text("petra@fyr.test");
    let karin = site.signed_in(&site.people.karin).await;
    karin.get("/participants").await.assert_status(200).assert_no_text("Borttagen person");
    // nobody is written to any more
    site.reply_as_support(&ticket, "En sak till", None).await;
    assert_eq!(site.delivered_emails().await.len(), mails.len());
    assert_eq!(site.count("SELECT COUNT(*) FROM jobs WHERE queue = 'mail'").await, 0, "nor waits anything");
    assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'account.removed'").await, 1);
}

async fn a_ticket_filed_meanwhile_is_waited_for(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    petra.post("/account/data", &ASK).await.assert_status(303);
    let ticket = site.create_ticket(&site.people.petra).await;
    petra.get("/account/data").await.assert_text("Det väntar tills");
    site.clock.advance(TimeDelta::days(30));
    let removed = "SELECT COUNT(*) FROM users WHERE removed_at IS NOT NULL";
    retention::apply(&site.backend).await.unwrap();
    assert_eq!(site.count(removed).await, 0);
    site.set_status(&ticket, Status::Closed).await;
    retention::apply(&site.backend).await.unwrap();
    assert_eq!(site.count(removed).await, 1);
}

async fn with_a_counsellor_their_stand_ins_go_and_everyone_is_told(site: &Site) {
    let (petra, karin, olle) = (&site.people.petra, &site.people.karin, &site.people.olle);
    let (browser, colleague) = (site.signed_in(karin).await, site.signed_in(olle).await);
    let (to, whom) = (olle.id.to_string(), petra.id.to_string());
    let stand_in = [("to", &*to), ("how", "while"), ("until", "2026-12-24"), ("participant", &*whom)];
    browser.post("/participants/hand-over", &stand_in).await.assert_status(303);
    let path = format!("/participants/{}", petra.id);
    colleague.get(&path).await.assert_status(200);
    browser.post("/account/data", &ASK).await.assert_status(303);
    site.clock.advance(TimeDelta::days(14));
    let before = site.delivered_emails().await.len();
    retention::apply(&site.backend).await.unwrap();
    let mails = site.delivered_emails().await;
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
    site.signed_in(olle).await.get(&path).await.assert_status(404);
    assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'relation.ended'").await, 2);
    assert_eq!(site.count("SELECT COUNT(*) FROM counselling WHERE ended_at IS NULL").await, 0);
}
