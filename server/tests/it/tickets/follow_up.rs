//! After the solution: the question whether it is solved, closing by itself, and the documentation of the whole.

use chrono::TimeDelta;
use fyr_domain::{Lang, tickets::Status};
use fyr_i18n::t;

use super::add_note;
use crate::support::{Site, on_both_engines};

on_both_engines! {
    a_solved_ticket_is_asked_about_and_closes_by_itself,
    whoever_answers_keeps_it_open,
    the_service_says_when_it_closes,
    the_documentation_has_everything_public_and_nothing_internal,
}

async fn status(site: &Site, reference: &str) -> Status {
    site.thread(&site.people.petra, reference).await.ticket.status
}

/// Lets days pass, and runs what is due; returns the texts of all emails to the requester that are about closing.
async fn after_days(site: &Site, days: i64) -> usize {
    site.clock.advance(TimeDelta::days(days));
    site.run_due_jobs().await;
    let mails = site.delivered_emails().await;
    mails.iter().filter(|mail| mail.to == "petra@fyr.test" && mail.text.contains("Är det löst?")).count()
}

async fn a_solved_ticket_is_asked_about_and_closes_by_itself(site: &Site) {
    // Tuesday 3 November; the reminder comes on Friday, and the end on Tuesday the 10th at 8
    let ticket = site.create_ticket(&site.people.petra).await;
    site.reply_as_support(&ticket, "Byt kod.", Some(Status::Solved)).await;
    let petra = site.signed_in(&site.people.petra).await;
    let page = format!("/tickets/{ticket}");
    petra.get(&page).await.assert_text("Hör vi inget stängs ärendet av sig självt 10 november 08:00.");
    assert_eq!(after_days(site, 2).await, 0);
    assert_eq!(after_days(site, 1).await, 1);
    assert_eq!(after_days(site, 3).await, 1, "once");
    assert_eq!(status(site, &ticket).await, Status::Solved);
    after_days(site, 1).await;
    assert_eq!(status(site, &ticket).await, Status::Closed);
    let petra = site.signed_in(&site.people.petra).await;
    petra.get(&page).await.assert_text(t!(Lang::Sv, "next-closed")).assert_no_text("av sig självt");
    assert_eq!(site.count("SELECT COUNT(*) FROM jobs WHERE name = 'tickets.follow_up_solved'").await, 0);
}

async fn whoever_answers_keeps_it_open(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    site.reply_as_support(&ticket, "Byt kod.", Some(Status::Solved)).await;
    let petra = site.signed_in(&site.people.petra).await;
    let messages = format!("/tickets/{ticket}/messages");
    petra.post(&messages, &[("body", "Det hjälpte inte")]).await.assert_status(303);
    assert_eq!(after_days(site, 20).await, 0);
    assert_eq!(status(site, &ticket).await, Status::Open);
    // solved again, its days begin anew
    site.set_status(&ticket, Status::Solved).await;
    after_days(site, 5).await;
    assert_eq!(status(site, &ticket).await, Status::Solved);
}

async fn the_service_says_when_it_closes(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let settings = "/desk/settings/follow-up";
    let ticket = site.create_ticket(&site.people.petra).await;
    site.set_status(&ticket, Status::Solved).await;
    for wrong in [
        [("close_after_days", "61"), ("remind_days_before", "0")],
        [("close_after_days", "2"), ("remind_days_before", "2")],
    ] {
        let adam = site.signed_in(&site.people.adam).await;
        let form = [&wrong[..], &[("step", "save")]].concat();
        adam.post(settings, &form).await.assert_status(422);
    }
    let never = [("close_after_days", "0"), ("remind_days_before", "0"), ("step", "save")];
    adam.post(settings, &never).await.assert_status(303);
    let petra = site.signed_in(&site.people.petra).await;
    petra.get(&format!("/tickets/{ticket}")).await.assert_no_text("av sig självt");
    assert_eq!(after_days(site, 30).await, 0);
    assert_eq!(status(site, &ticket).await, Status::Solved);
}

async fn the_documentation_has_everything_public_and_nothing_internal(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    add_note(site, &ticket, "Ring Kalle Anka").await;
    site.clock.advance(TimeDelta::minutes(30));
    site.reply_as_support(&ticket, "Byt kod.", Some(Status::Solved)).await;
    let path = format!("/tickets/{ticket}/documentation");
    for person in [&site.people.petra, &site.people.karin, &site.people.agnes] {
        let browser = site.signed_in(person).await;
        let page = browser.get(&path).await.assert_status(200);
        page.assert_text("Det står fel kod.")
            .assert_text("Agnes Holm")
            .assert_text(t!(Lang::Sv, "documentation-solution"))
            .assert_text("Klart tisdag 3 november 2026 10:30, i tid.")
            .assert_no_text("Kalle Anka");
        let json = browser.get(&format!("{path}.json")).await.assert_status(200);
        let document: serde_json::Value = serde_json::from_slice(&json.body).unwrap();
        assert_eq!(document["reference"], ticket.as_str());
        assert_eq!(document["solution"], "Byt kod.");
        assert_eq!(document["targets"][0]["metric"], "first_response");
        assert_eq!(document["targets"][0]["missed"], false);
        assert_eq!(document["events"].as_array().unwrap().len(), 3);
        assert!(!document.to_string().contains("Kalle Anka"));
        let pdf = browser.get(&format!("{path}.pdf")).await.assert_status(200);
        assert_eq!(pdf.header("content-disposition"), format!("attachment; filename=\"{ticket}.pdf\""));
        let copied = text_of_pdf(&pdf.body);
        for words in [ticket.as_str(), "Det står fel kod.", "Byt kod.", "Agnes Holm", "10:30, i tid."] {
            assert!(copied.contains(words), "{words}: {copied}");
        }
        assert!(!copied.contains("Kalle Anka"));
    }
    let otto = site.signed_in(&site.people.otto).await;
    otto.get(&path).await.assert_status(404);
    otto.get(&format!("{path}.json")).await.assert_status(404);
    otto.get(&format!("{path}.pdf")).await.assert_status(404);
}

/// What a program copies from a PDF, without line breaks.
fn text_of_pdf(file: &[u8]) -> String {
    let document = lopdf::Document::load_mem(file).unwrap();
    let pages: Vec<_> = document.get_pages().into_keys().collect();
    document.extract_text(&pages).unwrap().replace('\n', "")
}
