//! Every address that can be read, read by everyone, and searched for words that only some may see: pages, lists, counts,
//! suggestions, feeds, files that are taken out, streams, and whatever else is added to the table of addresses.

use std::{
    io::{Cursor, Read},
    time::Duration,
};

use axum::body::Body;
use futures::StreamExt;
use fyr_domain::{
    Actor,
    permission::{Permission, TicketAction, may},
};

use zip::ZipArchive;

use super::fixture::{PermissionFixture, Visitor};
use crate::{
    matrix,
    support::{Browser, Site, on_both_engines},
};

on_both_engines! {
    nobody_finds_a_word_they_may_not_see_anywhere,
    a_list_counts_what_it_shows,
}

/// Addresses beyond the table: everything that searches or filters.
const MORE: [&str; 14] = [
    "/search?q={word}",
    "/islands/suggest?q={word}&lang=sv",
    "/desk?state=all",
    "/desk?state=all&q={word}",
    "/desk?state=open&assignee=nobody",
    "/tickets?show=all",
    "/tickets?show=open",
    "/tickets?of=colleagues",
    "/participants",
    "/participants/tickets",
    "/participants/{petra}?show=all",
    "/participants/{otto}?show=all",
    "/tickets/new?participant={petra}",
    "/tickets/new?participant={otto}",
];

async fn nobody_finds_a_word_they_may_not_see_anywhere(site: &Site) {
    let fixture = PermissionFixture::create(site).await;
    let paths = paths(site, &fixture);
    assert!(paths.len() > 60, "the table of addresses was read");
    let (mut wrong, mut taken, mut events) = (Vec::new(), 0, 0);
    for visitor in &fixture.visitors {
        let mut found = vec![false; fixture.tickets.len()];
        let mut read = Vec::new();
        for path in &paths {
            let answer = visitor.browser.get(path).await;
            read.push((path.clone(), String::from_utf8_lossy(&answer.body).into_owned()));
        }
        for (path, fields) in EXPORTS {
            let answer = visitor.browser.post(path, fields).await;
            taken += usize::from(answer.status == 200);
            read.push((format!("{path} {fields:?}"), unpack(&answer.body)));
        }
        for ticket in &fixture.tickets {
            let path = format!("/tickets/{}/live", ticket.reference);
            let event = first_event(&visitor.browser, &path).await;
            events += usize::from(event.contains("event: update"));
            read.push((path, event));
        }
        for (path, body) in &read {
            let body = body.to_lowercase();
            for (at, ticket) in fixture.tickets.iter().enumerate() {
                let access = visitor.relations[at];
                let allowed = |action| may(&Actor::ANONYMOUS, Permission::Ticket(action, &access));
                // what was asked for is said again on the page, and tells nothing
                let says = |word: &str| body.contains(word) && !path.contains(word);
                if says(&ticket.word()) {
                    found[at] = true;
                    if !allowed(TicketAction::See) {
                        wrong.push(format!("{} sees {} at {path}", visitor.name, ticket.name));
                    }
                }
                if says(&ticket.secret()) && !allowed(TicketAction::Work) {
                    wrong.push(format!("{} sees the note of {} at {path}", visitor.name, ticket.name));
                }
            }
        }
        for (at, ticket) in fixture.tickets.iter().enumerate() {
            let sees = may(&Actor::ANONYMOUS, Permission::Ticket(TicketAction::See, &visitor.relations[at]));
            if sees && !found[at] {
                wrong.push(format!("{} finds {} nowhere", visitor.name, ticket.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(taken > 30 && events > 20, "{taken} exports and {events} streams were read");
}

/// What is taken out as a file, with what is sent for it.
const EXPORTS: [(&str, &[(&str, &str)]); 6] = [
    ("/participants/tickets", &[("action", "csv")]),
    ("/participants/tickets", &[("action", "html")]),
    ("/account/data/download", &[]),
    ("/desk/people/export", &[("what", "people")]),
    ("/desk/people/export", &[("what", "relations")]),
    ("/desk/audit/export", &[]),
];

/// A file as text: of an archive the names and contents of everything in it.
fn unpack(bytes: &[u8]) -> String {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return String::from_utf8_lossy(bytes).into_owned();
    };
    let mut all = String::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        all.push_str(entry.name());
        all.push_str(&String::from_utf8_lossy(&content));
    }
    all
}

/// What a page that is open gets first: where the ticket stands, and everything so far. A page where there is no such stream.
async fn first_event(browser: &Browser, path: &str) -> String {
    let response = browser.open("GET", path, "", Body::empty()).await;
    let mut stream = response.into_body().into_data_stream();
    let mut all = String::new();
    while !all.contains("event: update") {
        let Some(piece) = tokio::time::timeout(Duration::from_secs(5), stream.next()).await.unwrap() else {
            break;
        };
        all.push_str(&String::from_utf8_lossy(&piece.unwrap()));
    }
    all
}

/// Every address to read in the table, and those that search, with what is in braces filled in.
pub fn paths(site: &Site, fixture: &PermissionFixture) -> Vec<String> {
    let mut templates: Vec<String> = matrix::readable_paths();
    templates.extend(MORE.map(str::to_owned));
    let mut paths = Vec::new();
    for template in templates {
        // a stream does not end: its first event is read apart
        if template.ends_with("/live") {
            continue;
        }
        let filled = template
            .replace("{petra}", &site.people.petra.id.to_string())
            .replace("{otto}", &site.people.otto.id.to_string())
            .replace("{article-id}", &fixture.article.to_string())
            .replace("{sv}", "sv")
            .replace("{organisation}", &fixture.acme.organisation.to_string());
        let of_tickets = ["{ticket}", "{guest-ticket}", "{message-file}", "{note-file}", "{word}"];
        if of_tickets.iter().any(|part| filled.contains(part)) {
            for ticket in &fixture.tickets {
                paths.push(
                    filled
                        .replace("{ticket}", &ticket.reference)
                        .replace("{guest-ticket}", &ticket.reference)
                        .replace("{message-file}", &ticket.file)
                        .replace("{note-file}", &ticket.note_file)
                        .replace("{word}", &ticket.word()),
                );
            }
        } else if !filled.contains('{') {
            paths.push(filled);
        }
    }
    paths.sort_unstable();
    paths.dedup();
    paths
}

async fn a_list_counts_what_it_shows(site: &Site) {
    let fixture = PermissionFixture::create(site).await;
    let visitor =
        |name: &str| -> &Visitor { fixture.visitors.iter().find(|visitor| visitor.name == name).unwrap() };
    for (name, path, expected) in [
        ("agnes", "/desk?state=all", 6),
        ("ada", "/desk?state=all", 2),
        ("bea", "/desk?state=all", 0),
        ("petra", "/tickets", 2),
        ("otto", "/tickets", 1),
        ("kim", "/tickets", 0),
        ("adam", "/desk?state=all", 6),
    ] {
        let page = visitor(name).browser.get(path).await.assert_status(200);
        let rows = fixture.tickets.iter().filter(|ticket| page.html().contains(&ticket.word())).count();
        assert_eq!(rows, expected, "{name} {path}");
    }
    let filter = fyr_store::ticket_queue::QueueFilter {
        state: fyr_store::ticket_queue::QueueState::All,
        ..fyr_store::ticket_queue::QueueFilter::default()
    };
    for (name, expected) in [("ada", 2), ("bea", 0)] {
        let mut db = site.backend.store.read().await.unwrap();
        let account =
            fyr_store::people::find_by_email(&mut db, &format!("{name}@fyr.test")).await.unwrap().unwrap();
        let user = fyr_usecases::people::find_by_id(&site.backend, account.id).await.unwrap().unwrap();
        let (_, total) =
            fyr_usecases::tickets::list_queue(&site.backend, &Actor::signed_in(user), &filter, 1, 0)
                .await
                .unwrap();
        assert_eq!(total, expected, "{name}: the count is of what one works, not of what there is");
    }
    let karin = &visitor("karin").browser;
    let page =
        karin.get(&format!("/participants/{}?show=all", site.people.petra.id)).await.assert_status(200);
    assert!(page.html().contains(&fixture.tickets[0].word()));
    page.assert_no_text(&fixture.tickets[1].word());
}
