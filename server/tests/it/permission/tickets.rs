//! Everything that can be done with a ticket, by everyone, with every kind of ticket.

use fyr_domain::{
    Actor,
    permission::{Permission, TicketAccess, TicketAction, may},
    tickets::Status,
};

use super::fixture::{MarkedTicket, PermissionFixture, Visitor};
use crate::support::{Site, on_both_engines};

on_both_engines! {
    whoever_may_does_and_everyone_else_finds_nothing,
}

/// One thing to do: how it is asked for, and what must be allowed.
struct Operation {
    method: &'static str,
    path: &'static str,
    fields: &'static str,
    needs: TicketAction,
    /// The status where it is allowed.
    done: u16,
}

const fn get(path: &'static str, needs: TicketAction) -> Operation {
    Operation { method: "GET", path, fields: "", needs, done: 200 }
}

const fn post(path: &'static str, fields: &'static str, needs: TicketAction) -> Operation {
    Operation { method: "POST", path, fields, needs, done: 303 }
}

/// In this order; the ticket is solved when its help is rated.
const OPERATIONS: [Operation; 15] = [
    get("/tickets/{ticket}", TicketAction::See),
    get("/tickets/{ticket}/live", TicketAction::See),
    get("/tickets/{ticket}/attachments/{file}", TicketAction::See),
    get("/tickets/{ticket}/attachments/{note-file}", TicketAction::Work),
    get("/desk/tickets/{ticket}", TicketAction::Work),
    post("/tickets/{ticket}/messages", "body=Hej", TicketAction::Reply),
    post("/tickets/{ticket}/reopen", "", TicketAction::Reply),
    post("/desk/tickets/{ticket}", "action=note&body=Obs", TicketAction::Work),
    post("/desk/tickets/{ticket}", "action=reply&body=Hej", TicketAction::Work),
    post("/desk/tickets/{ticket}", "action=claim", TicketAction::Work),
    post("/desk/tickets/{ticket}", "action=change&priority=p4", TicketAction::Work),
    post("/tickets/{ticket}/private", "private=yes", TicketAction::SetPrivate),
    post("/tickets/{ticket}/private", "private=no", TicketAction::SetPrivate),
    post("/tickets/{ticket}/close", "", TicketAction::Reply),
    post("/tickets/{ticket}/survey", "score=4", TicketAction::Rate),
];

async fn whoever_may_does_and_everyone_else_finds_nothing(site: &Site) {
    let fixture = PermissionFixture::create(site).await;
    let mut wrong = Vec::new();
    let mut allowed = 0;
    for (at, ticket) in fixture.tickets.iter().enumerate() {
        for visitor in &fixture.visitors {
            for operation in &OPERATIONS {
                if operation.path.ends_with("/survey") {
                    site.set_status(&ticket.reference, Status::Solved).await;
                }
                let access = visitor.relations[at];
                let may = may(&Actor::ANONYMOUS, Permission::Ticket(operation.needs, &access));
                allowed += usize::from(may);
                let got = send(visitor, ticket, operation).await;
                let expected = expected(visitor, operation, may);
                if got != expected {
                    wrong.push(format!(
                        "{} {} {} {} on {}: {got} instead of {expected}",
                        visitor.name, operation.method, operation.path, operation.fields, ticket.name
                    ));
                }
                // as it was, for the next
                if operation.path.ends_with("/private") && got == "303" {
                    set_private(site, ticket, &access).await;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(allowed > 100 && allowed < 500, "{allowed}: the table has both kinds of answers");
}

async fn set_private(site: &Site, ticket: &MarkedTicket, access: &TicketAccess) {
    let id = site.thread(&site.people.agnes, &ticket.reference).await.ticket.id;
    let mut tx = site.backend.store.begin().await.unwrap();
    fyr_store::tickets::set_private(&mut tx, id, access.private).await.unwrap();
    tx.commit().await.unwrap();
}

/// What is not there for someone is 404; on the desk, and with an answer that must not be lost, who is not signed in is asked
/// to be.
fn expected(visitor: &Visitor, operation: &Operation, may: bool) -> String {
    let nobody = matches!(visitor.name, "anonymous" | "guest");
    match may {
        true => operation.done.to_string(),
        false if nobody && (operation.path.starts_with("/desk") || operation.method == "POST") => {
            "sign in".into()
        }
        false => "404".into(),
    }
}

async fn send(visitor: &Visitor, ticket: &MarkedTicket, operation: &Operation) -> String {
    let path = operation
        .path
        .replace("{ticket}", &ticket.reference)
        .replace("{file}", &ticket.file)
        .replace("{note-file}", &ticket.note_file);
    let kind = if operation.method == "POST" { "application/x-www-form-urlencoded" } else { "" };
    let answer = visitor.browser.open(operation.method, &path, kind, operation.fields.into()).await;
    let to = answer.headers().get("location").map_or("", |to| to.to_str().unwrap());
    if to.starts_with("/sign-in") { "sign in".into() } else { answer.status().as_u16().to_string() }
}
