//! What happened to a ticket, in words: for support in the thread, for nobody else anywhere.

use fyr_domain::{Lang, tickets::Status};
use fyr_i18n::t;

use crate::live_stream::LiveStream;
use crate::support::{Site, on_both_engines};

on_both_engines! {
    what_support_changed_is_told_at_the_desk,
    what_is_internal_is_told_to_nobody_else,
    an_open_page_at_the_desk_follows_internal_events,
}

fn priority_changed() -> String {
    t!(Lang::Sv, "event-priority", from = "P3", to = "P1")
}

/// Priority and assignee are changed in the form at the desk.
async fn change(site: &Site, ticket: &str) {
    let fields = [
        ("action", "change"),
        ("priority", "p1"),
        ("was-priority", "p3"),
        ("assignee", "me"),
        ("was-assignee", "nobody"),
    ];
    let agnes = site.signed_in(&site.people.agnes).await;
    agnes.post(&format!("/desk/tickets/{ticket}"), &fields).await.assert_status(303);
}

async fn what_support_changed_is_told_at_the_desk(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    change(site, &ticket).await;
    let petra = site.signed_in(&site.people.petra).await;
    petra.post(&format!("/tickets/{ticket}/private"), &[("private", "yes")]).await.assert_status(303);
    site.set_status(&ticket, Status::Solved).await;
    petra.post(&format!("/tickets/{ticket}/survey"), &[("score", "4")]).await.assert_status(303);
    let path = format!("/desk/tickets/{ticket}");
    let assigned = t!(Lang::Sv, "event-assigned", agent = "Agnes Holm");
    let together = format!("Agnes Holm · {} · {assigned} · ", priority_changed());
    let page = site.signed_in(&site.people.agnes).await.get(&path).await.assert_status(200);
    assert_eq!(page.html().matches("entry-change").count(), 4, "what happened at once is one line");
    page.assert_text(&together)
        .assert_text(&format!("Petra Lund · {} · ", t!(Lang::Sv, "event-private")))
        .assert_text(&format!("Petra Lund · {} · ", t!(Lang::Sv, "event-rated", score = 4)));
    let adam = site.signed_in(&site.people.adam).await;
    for (lang, name) in [(Lang::Nb, "nb"), (Lang::En, "en")] {
        let page = adam.get(&format!("{path}?lang={name}")).await;
        let page = if page.status == 303 { adam.get(&path).await } else { page };
        page.assert_text(&t!(lang, "event-priority", from = "P3", to = "P1"));
    }
}

async fn what_is_internal_is_told_to_nobody_else(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    change(site, &ticket).await;
    let events = site.thread(&site.people.agnes, &ticket).await.events;
    let internal: Vec<_> = events.iter().filter(|event| event.body.is_empty()).collect();
    assert_eq!(internal.len(), 2);
    for user in [&site.people.petra, &site.people.karin] {
        let browser = site.signed_in(user).await;
        let mut read = vec![browser.get(&format!("/tickets/{ticket}")).await.assert_status(200)];
        read.push(browser.post("/participants/tickets", &[("action", "html")]).await);
        read.push(browser.post("/participants/tickets", &[("action", "csv")]).await);
        for event in &internal {
            for answer in &read {
                let body = String::from_utf8_lossy(&answer.body);
                assert!(!body.contains(&event.id.to_string()), "{}", user.name);
                assert!(!body.contains(&priority_changed()), "{}", user.name);
            }
        }
    }
    let emails = site.delivered_emails().await;
    assert_eq!(emails.len(), 1, "priority and assignee cause no mail");
}

async fn an_open_page_at_the_desk_follows_internal_events(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let last = site.thread(&site.people.petra, &ticket).await.events[0].id;
    let live = format!("/tickets/{ticket}/live?after={last}");
    let (adam, petra) = (site.signed_in(&site.people.adam).await, site.signed_in(&site.people.petra).await);
    let (mut desk, mut hers) = (LiveStream::open(&adam, &live).await, LiveStream::open(&petra, &live).await);
    assert!(desk.next().await.is_none() && hers.next().await.is_none(), "nothing is new");
    change(site, &ticket).await;
    assert!(desk.next().await.unwrap().html().contains(&priority_changed()));
    assert!(hers.next().await.is_none(), "not for the requester");
    site.reply_as_support(&ticket, "Nu fungerar det.", None).await;
    let piece = hers.next().await.unwrap().html();
    assert!(piece.contains("Nu fungerar det.") && !piece.contains(&priority_changed()), "{piece}");
}
