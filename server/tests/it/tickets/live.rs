//! Pages that are open: what is new comes to them by itself, as the one who watches may see it.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use futures::StreamExt;
use fyr_domain::{Lang, tickets::Status};
use fyr_i18n::t;
use fyr_store::people;

use crate::support::{Browser, Site, on_both_engines};

on_both_engines! {
    a_message_comes_to_the_requester_and_a_note_does_not,
    what_the_page_says_of_where_it_stands_comes_along,
    an_agent_sees_notes_come,
    a_browser_that_comes_back_gets_what_it_missed,
    a_guest_watches_too,
    streams_end_when_the_portal_stops,
    a_stream_ends_with_the_session_it_was_opened_in,
    a_stream_tells_nothing_to_who_may_not_see_the_ticket_any_more,
}

/// An open stream, and the last it told of where the ticket stands.
struct Watching(BodyDataStream, String);

impl Watching {
    async fn open(browser: &Browser, path: &str) -> Self {
        let response = browser.open("GET", path, "", Body::empty()).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert!(
            response.headers().get("content-encoding").is_none(),
            "small pieces must not wait in a compressor"
        );
        Self(response.into_body().into_data_stream(), String::new())
    }

    /// The next piece of the thread; `None` where nothing comes for a moment.
    async fn next(&mut self) -> Option<String> {
        loop {
            let piece = tokio::time::timeout(Duration::from_millis(300), self.0.next()).await.ok()??;
            let piece = String::from_utf8(piece.unwrap().to_vec()).unwrap();
            if !piece.starts_with("event: state") {
                return Some(piece);
            }
            self.1 = piece;
        }
    }
}

async fn a_message_comes_to_the_requester_and_a_note_does_not(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let other = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let last = site.thread(&site.people.petra, &ticket).await.events[0].id;
    let mut watching = Watching::open(&petra, &format!("/tickets/{ticket}/live?after={last}")).await;
    assert_eq!(watching.next().await, None);
    site.add_note(&ticket, "Hemlig anteckning").await;
    assert_eq!(watching.next().await, None);
    site.reply_as_support(&other, "I ett annat ärende", None).await;
    assert_eq!(watching.next().await, None);
    site.reply_as_support(&ticket, "Nu vet vi <mer>.", None).await;
    let event = watching.next().await.unwrap();
    assert!(
        event.contains("event: entries") && event.contains("id: ") && event.contains("data: "),
        "{event}"
    );
    assert!(event.contains("Nu vet vi &lt;mer&gt;.") && event.contains("Agnes Holm"), "{event}");
    assert!(!event.contains("Hemlig") && !event.contains("I ett annat"), "{event}");
    assert_eq!(watching.next().await, None, "nothing comes twice");
}

async fn what_the_page_says_of_where_it_stands_comes_along(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let page =
        petra.get(&format!("/tickets/{ticket}")).await.assert_text("Du får svar senast i morgon").html();
    assert!(page.contains("id=\"next-step\"") && page.contains("id=\"ticket-state\""), "where it is put");
    let mut watching = Watching::open(&petra, &format!("/tickets/{ticket}/live")).await;
    watching.next().await.unwrap();
    assert!(watching.1.contains("data: new\n") && watching.1.contains("Du får svar senast i morgon"));
    site.reply_as_support(&ticket, "Klart", Some(Status::Solved)).await;
    watching.next().await.unwrap();
    let state = &watching.1;
    assert!(state.contains("data: solved\n"), "{state}");
    assert!(state.contains(t!(Lang::Sv, "status-solved")) && state.contains("class="), "the tag: {state}");
    assert!(state.contains(t!(Lang::Sv, "next-solved")) && !state.contains("senast"), "{state}");
}

async fn an_agent_sees_notes_come(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let adam = site.signed_in(&site.people.adam).await;
    let last = site.thread(&site.people.petra, &ticket).await.events[0].id;
    let mut watching = Watching::open(&adam, &format!("/tickets/{ticket}/live?after={last}")).await;
    assert_eq!(watching.next().await, None);
    site.add_note(&ticket, "Kolla loggen").await;
    assert!(watching.next().await.unwrap().contains("Kolla loggen"));
}

async fn a_browser_that_comes_back_gets_what_it_missed(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    site.reply_as_support(&ticket, "Första svaret", None).await;
    site.add_note(&ticket, "Hemlig anteckning").await;
    site.reply_as_support(&ticket, "Andra svaret", None).await;
    let entries = site.thread(&site.people.petra, &ticket).await.events;
    let seen = entries.iter().find(|entry| entry.body == "Första svaret").unwrap().id;
    let petra = site.signed_in(&site.people.petra).await.with_header("last-event-id", &seen.to_string());
    let missed =
        Watching::open(&petra, &format!("/tickets/{ticket}/live?after=nonsense")).await.next().await.unwrap();
    assert!(
        missed.contains("Andra svaret") && !missed.contains("Första svaret") && !missed.contains("Hemlig"),
        "{missed}"
    );
}

async fn a_guest_watches_too(site: &Site) {
    let (ticket, token) = site.create_guest_ticket().await;
    let guest = site.browser();
    guest.get(&format!("/tickets/{ticket}?token={token}")).await.assert_status(303);
    let mut watching = Watching::open(&guest, &format!("/tickets/{ticket}/live")).await;
    assert!(
        watching.next().await.unwrap().contains("Det står fel kod."),
        "from the beginning where nothing was seen"
    );
    site.add_note(&ticket, "Hemlig anteckning").await;
    site.reply_as_support(&ticket, "Hej Gun", None).await;
    let event = watching.next().await.unwrap();
    assert!(event.contains("Hej Gun") && !event.contains("Hemlig"), "{event}");
}

async fn streams_end_when_the_portal_stops(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let mut watching = Watching::open(&petra, &format!("/tickets/{ticket}/live")).await;
    watching.next().await.unwrap();
    site.backend.close_live_streams();
    let ended = tokio::time::timeout(Duration::from_secs(2), watching.0.next()).await.unwrap();
    assert!(ended.is_none());
}

async fn a_stream_ends_with_the_session_it_was_opened_in(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let mut watching = Watching::open(&petra, &format!("/tickets/{ticket}/live")).await;
    watching.next().await.unwrap();
    petra.post("/sign-out", &[]).await.assert_status(303);
    site.reply_as_support(&ticket, "Efter utloggningen", None).await;
    let ended = tokio::time::timeout(Duration::from_secs(8), watching.0.next()).await.unwrap();
    assert!(ended.is_none(), "{ended:?}");
}

async fn a_stream_tells_nothing_to_who_may_not_see_the_ticket_any_more(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let karin = site.signed_in(&site.people.karin).await;
    let mut watching = Watching::open(&karin, &format!("/tickets/{ticket}/live")).await;
    watching.next().await.unwrap();
    let mut tx = site.backend.store.begin().await.unwrap();
    let (karin, petra) = (site.people.karin.id, site.people.petra.id);
    people::end_relation(&mut tx, karin, petra, site.backend.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    site.reply_as_support(&ticket, "Inte för Karin", None).await;
    let ended = tokio::time::timeout(Duration::from_secs(8), watching.0.next()).await.unwrap();
    assert!(ended.is_none(), "{ended:?}");
}
