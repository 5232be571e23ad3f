//! By when an answer comes: of the first turn of support, and of each later one.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Lang,
    sla::{ServiceLevel, first_response_due},
    tickets::{Priority, Status},
};
use fyr_i18n::{relative_time, t};

use crate::support::{Site, on_both_engines};

on_both_engines! {
    a_reply_is_promised_an_answer_like_the_first_message,
    a_promise_moves_with_the_priority_and_can_be_late,
    a_turn_that_support_begins_has_a_promise,
    mail_repeats_what_was_promised,
}

/// By when an answer is due that is asked for now.
fn due(site: &Site, priority: Priority) -> DateTime<Utc> {
    let within = ServiceLevel::default().first_response(priority);
    first_response_due(&site.backend.settings.calendar, site.now(), within).unwrap()
}

fn when(site: &Site, at: DateTime<Utc>) -> String {
    relative_time(Lang::Sv, at, site.now(), site.backend.settings.calendar.zone)
}

async fn reply_by(site: &Site, reference: &str) -> Option<DateTime<Utc>> {
    site.thread(&site.people.agnes, reference).await.ticket.reply_by
}

async fn a_reply_is_promised_an_answer_like_the_first_message(site: &Site) {
    let filed = site.create_ticket(&site.people.petra).await;
    let (path, desk) = (format!("/tickets/{filed}"), format!("/desk/tickets/{filed}"));
    site.reply_as_support(&filed, "Vilken kod?", Some(Status::WaitingForRequester)).await;
    site.clock.advance(TimeDelta::days(2));
    let (petra, agnes) = (site.signed_in(&site.people.petra).await, site.signed_in(&site.people.agnes).await);
    petra.get(&path).await.assert_text(t!(Lang::Sv, "next-waiting-for-requester"));
    let promised = due(site, Priority::P3);
    let answer = petra.post(&format!("{path}/messages"), &[("body", "Den röda.")]).await;
    let shown = t!(Lang::Sv, "next-promise", when = when(site, promised));
    petra.follow(answer).await.assert_text(&shown);
    petra.get("/tickets").await.assert_text(&t!(Lang::Sv, "list-promise", when = when(site, promised)));
    let at_desk = t!(Lang::Sv, "desk-promise", when = when(site, promised));
    agnes.get(&desk).await.assert_text(&at_desk);
    agnes.get("/desk").await.assert_text(&at_desk);
    // more words do not put it off
    site.clock.advance(TimeDelta::minutes(30));
    petra.post(&format!("{path}/messages"), &[("body", "Alltså röd.")]).await.assert_status(303);
    petra.get(&path).await.assert_text(&t!(Lang::Sv, "next-promise", when = when(site, promised)));
    site.reply_as_support(&filed, "Tack, vi letar.", None).await;
    petra.get(&path).await.assert_text(t!(Lang::Sv, "next-open"));
    assert_eq!(reply_by(site, &filed).await, None);
    petra.get("/tickets").await.assert_no_text("Svar senast");
}

async fn a_turn_that_support_begins_has_a_promise(site: &Site) {
    let filed = site.create_ticket(&site.people.petra).await;
    let path = format!("/tickets/{filed}");
    site.reply_as_support(&filed, "Vi ber en kollega titta.", Some(Status::OnHold)).await;
    for done in [Status::OnHold, Status::Closed] {
        site.set_status(&filed, done).await;
        assert_eq!(reply_by(site, &filed).await, None);
        site.clock.advance(TimeDelta::days(1));
        site.set_status(&filed, Status::Open).await;
        let promised = due(site, Priority::P3);
        assert_eq!(reply_by(site, &filed).await, Some(promised), "{done}");
        let petra = site.signed_in(&site.people.petra).await;
        petra.get(&path).await.assert_text(&t!(Lang::Sv, "next-promise", when = when(site, promised)));
    }
}

async fn a_promise_moves_with_the_priority_and_can_be_late(site: &Site) {
    let (petra, agnes) = (site.signed_in(&site.people.petra).await, site.signed_in(&site.people.agnes).await);
    let filed = site.create_ticket(&site.people.petra).await;
    let path = format!("/tickets/{filed}");
    site.reply_as_support(&filed, "Vilken kod?", Some(Status::Solved)).await;
    assert_eq!(reply_by(site, &filed).await, None);
    let urgent = due(site, Priority::P1);
    petra.post(&format!("{path}/reopen"), &[]).await.assert_status(303);
    let ordinary = reply_by(site, &filed).await.expect("it is support's turn again");
    let change = [("action", "change"), ("priority", "p1"), ("was-priority", "p3")];
    agnes.post(&format!("/desk/tickets/{filed}"), &change).await.assert_status(303);
    let moved = reply_by(site, &filed).await.expect("still");
    assert!(moved < ordinary && moved >= urgent, "counted from when the turn began");
    site.clock.advance(TimeDelta::days(5));
    let (petra, agnes) = (site.signed_in(&site.people.petra).await, site.signed_in(&site.people.agnes).await);
    petra.get(&path).await.assert_text(t!(Lang::Sv, "next-late"));
    agnes.get(&format!("/desk/tickets/{filed}")).await.assert_text(t!(Lang::Sv, "desk-late"));
    site.set_status(&filed, Status::OnHold).await;
    petra.get(&path).await.assert_text(t!(Lang::Sv, "next-on-hold"));
    assert_eq!(reply_by(site, &filed).await, None);
}

async fn mail_repeats_what_was_promised(site: &Site) {
    let karin = site.signed_in(&site.people.karin).await;
    let filed = site.create_ticket(&site.people.petra).await;
    site.reply_as_support(&filed, "Vilken kod?", Some(Status::Solved)).await;
    karin.post(&format!("/tickets/{filed}/messages"), &[("body", "Den röda.")]).await.assert_status(303);
    let mail = site.delivered_emails().await.pop().unwrap();
    assert!(mail.text.contains("Den röda.") && mail.text.contains("Du får svar senast"), "{}", mail.text);
    site.reply_as_support(&filed, "Klart.", Some(Status::Solved)).await;
    karin.post(&format!("/tickets/{filed}/reopen"), &[]).await.assert_status(303);
    let mail = site.delivered_emails().await.pop().unwrap();
    assert!(mail.text.contains("Du får svar senast"), "{}", mail.text);
    site.reply_as_support(&filed, "Klart nu.", Some(Status::Open)).await;
    let mail = site.delivered_emails().await.pop().unwrap();
    assert!(!mail.text.contains("Du får svar senast"), "{}", mail.text);
}
