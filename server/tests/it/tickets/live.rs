//! Pages that are open: what is new comes to them by itself, as the one who watches may see it.

use std::time::Duration;

use fyr_domain::{Lang, live::ThreadUpdate, tickets::Status};
use fyr_i18n::t;
use fyr_store::people;
use fyr_usecases::live::Subject;

use super::add_note;
use crate::live_stream::LiveStream;
use crate::support::{Site, on_both_engines};

on_both_engines! {
    a_message_comes_to_the_requester_and_a_note_does_not,
    what_the_page_says_of_where_it_stands_comes_along,
    an_agent_sees_notes_come,
    a_browser_that_comes_back_gets_what_it_missed,
    news_of_other_tickets_reads_nothing,
    a_guest_watches_too,
    streams_end_when_the_portal_stops,
    one_session_has_a_few_streams_of_a_ticket,
    a_stream_ends_with_the_session_it_was_opened_in,
    a_stream_tells_nothing_to_who_may_not_see_the_ticket_any_more,
}

async fn a_message_comes_to_the_requester_and_a_note_does_not(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let other = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let last = site.thread(&site.people.petra, &ticket).await.events[0].id;
    let mut stream = LiveStream::open(&petra, &format!("/tickets/{ticket}/live?after={last}")).await;
    assert_eq!(stream.next().await.map(|message| message.html()), None);
    add_note(site, &ticket, "Hemlig anteckning").await;
    assert_eq!(stream.next().await.map(|message| message.html()), None);
    site.reply_as_support(&other, "I ett annat ärende", None).await;
    assert_eq!(stream.next().await.map(|message| message.html()), None);
    site.reply_as_support(&ticket, "Nu vet vi <mer>.", None).await;
    let message = stream.next().await.unwrap();
    let last = site.thread(&site.people.petra, &ticket).await.events.last().unwrap().id;
    assert_eq!(message.head, format!("event: update\nid: {last}"));
    assert!(matches!(message.update.thread, ThreadUpdate::Added { .. }));
    let event = message.html();
    assert!(event.contains("Nu vet vi &lt;mer&gt;.") && event.contains("Agnes Holm"), "{event}");
    assert!(!event.contains("Hemlig") && !event.contains("I ett annat"), "{event}");
    assert_eq!(stream.next().await.map(|message| message.html()), None, "nothing comes twice");
}

async fn what_the_page_says_of_where_it_stands_comes_along(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let page =
        petra.get(&format!("/tickets/{ticket}")).await.assert_text("Du får svar senast i morgon").html();
    assert!(page.contains("id=\"next-step\"") && page.contains("id=\"ticket-state\""), "where it is put");
    let mut stream = LiveStream::open(&petra, &format!("/tickets/{ticket}/live")).await;
    let state = stream.next().await.unwrap().update.state;
    assert_eq!(state.status, Status::New);
    assert!(state.next_step.contains("Du får svar senast i morgon"), "{state:?}");
    site.reply_as_support(&ticket, "Klart", Some(Status::Solved)).await;
    let state = stream.next().await.unwrap().update.state;
    assert_eq!(state.status, Status::Solved);
    assert_eq!((state.label.as_str(), state.color.as_str()), (t!(Lang::Sv, "status-solved"), "success"));
    assert!(state.next_step.starts_with(t!(Lang::Sv, "next-solved")), "{state:?}");
}

async fn an_agent_sees_notes_come(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let adam = site.signed_in(&site.people.adam).await;
    let last = site.thread(&site.people.petra, &ticket).await.events[0].id;
    let mut stream = LiveStream::open(&adam, &format!("/tickets/{ticket}/live?after={last}")).await;
    assert_eq!(stream.next().await.map(|message| message.html()), None);
    add_note(site, &ticket, "Kolla loggen").await;
    assert!(stream.next().await.unwrap().html().contains("Kolla loggen"));
}

async fn a_browser_that_comes_back_gets_what_it_missed(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    site.reply_as_support(&ticket, "Första svaret", None).await;
    add_note(site, &ticket, "Hemlig anteckning").await;
    site.reply_as_support(&ticket, "Andra svaret", None).await;
    let entries = site.thread(&site.people.petra, &ticket).await.events;
    let seen = entries.iter().find(|entry| entry.body == "Första svaret").unwrap().id;
    let petra = site.signed_in(&site.people.petra).await.with_header("last-event-id", &seen.to_string());
    let mut stream = LiveStream::open(&petra, &format!("/tickets/{ticket}/live?after=nonsense")).await;
    let missed = stream.next().await.unwrap().html();
    assert!(
        missed.contains("Andra svaret") && !missed.contains("Första svaret") && !missed.contains("Hemlig"),
        "{missed}"
    );
}

/// Every read fails here, and ends the stream: so a stream that stays open has read nothing.
async fn news_of_other_tickets_reads_nothing(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let other = site.create_ticket(&site.people.petra).await;
    let (ticket_id, other_id) = (
        site.thread(&site.people.petra, &ticket).await.ticket.id,
        site.thread(&site.people.petra, &other).await.ticket.id,
    );
    let petra = site.signed_in(&site.people.petra).await;
    let mut stream = LiveStream::open(&petra, &format!("/tickets/{ticket}/live")).await;
    stream.next().await.unwrap();
    site.backend.store.close().await;
    for _ in 0..3 {
        site.backend.live.publish(Subject::Ticket(other_id));
        assert!(!stream.ends_within(Duration::from_millis(300)).await, "it tried to read");
    }
    site.backend.live.publish(Subject::Ticket(ticket_id));
    assert!(stream.ends_within(Duration::from_secs(1)).await, "news of its own is read");
}

async fn a_guest_watches_too(site: &Site) {
    let (ticket, token) = site.create_guest_ticket().await;
    let guest = site.browser();
    guest.get(&format!("/tickets/{ticket}?token={token}")).await.assert_status(303);
    let mut stream = LiveStream::open(&guest, &format!("/tickets/{ticket}/live")).await;
    assert!(
        stream.next().await.unwrap().html().contains("Det står fel kod."),
        "from the beginning where nothing was seen"
    );
    add_note(site, &ticket, "Hemlig anteckning").await;
    site.reply_as_support(&ticket, "Hej Gun", None).await;
    let event = stream.next().await.unwrap().html();
    assert!(event.contains("Hej Gun") && !event.contains("Hemlig"), "{event}");
}

async fn streams_end_when_the_portal_stops(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let mut stream = LiveStream::open(&petra, &format!("/tickets/{ticket}/live")).await;
    stream.next().await.unwrap();
    site.backend.close_live_streams();
    assert!(stream.ends_within(Duration::from_secs(2)).await);
}

async fn one_session_has_a_few_streams_of_a_ticket(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let other = site.create_ticket(&site.people.petra).await;
    let path = format!("/tickets/{ticket}/live");
    let petra = site.signed_in(&site.people.petra).await;
    let mut open = Vec::new();
    for _ in 0..4 {
        open.push(LiveStream::open(&petra, &path).await);
    }
    let refused = petra.get(&path).await.assert_status(503);
    assert!(refused.header("retry-after").parse::<u64>().unwrap() > 0);
    petra.get(&format!("/tickets/{ticket}")).await.assert_status(200);
    LiveStream::open(&petra, &format!("/tickets/{other}/live")).await;
    LiveStream::open(&site.signed_in(&site.people.petra).await, &path).await;
    open.pop();
    LiveStream::open(&petra, &path).await;
}

async fn a_stream_ends_with_the_session_it_was_opened_in(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let mut stream = LiveStream::open(&petra, &format!("/tickets/{ticket}/live")).await;
    stream.next().await.unwrap();
    petra.post("/sign-out", &[]).await.assert_status(303);
    site.reply_as_support(&ticket, "Efter utloggningen", None).await;
    assert!(stream.ends_within(Duration::from_secs(8)).await);
}

async fn a_stream_tells_nothing_to_who_may_not_see_the_ticket_any_more(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let karin = site.signed_in(&site.people.karin).await;
    let mut stream = LiveStream::open(&karin, &format!("/tickets/{ticket}/live")).await;
    stream.next().await.unwrap();
    let mut tx = site.backend.store.begin().await.unwrap();
    let (karin, petra) = (site.people.karin.id, site.people.petra.id);
    people::end_relation(&mut tx, karin, petra, site.backend.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    site.reply_as_support(&ticket, "Inte för Karin", None).await;
    assert!(stream.ends_within(Duration::from_secs(8)).await);
}
