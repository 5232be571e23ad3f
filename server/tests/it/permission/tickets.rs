//! Everything that can be done with a ticket, by everyone, with every kind of ticket.

use fyr_domain::{
    Actor,
    permission::{Permission, TicketAccess, TicketAction, may},
    tickets::Status,
};

use super::cast::{Cast, Marked, Player};
use crate::support::{Site, on_both_engines};

on_both_engines! {
    whoever_may_does_and_everyone_else_finds_nothing,
}

/// One thing to do: how it is asked for, and what must be allowed.
struct Deed {
    method: &'static str,
    path: &'static str,
    fields: &'static str,
    needs: TicketAction,
    /// The status where it is allowed.
    done: u16,
}

const fn get(path: &'static str, needs: TicketAction) -> Deed {
    Deed { method: "GET", path, fields: "", needs, done: 200 }
}

const fn post(path: &'static str, fields: &'static str, needs: TicketAction) -> Deed {
    Deed { method: "POST", path, fields, needs, done: 303 }
}

/// In this order; the ticket is solved when its help is rated.
const DEEDS: [Deed; 15] = [
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
    let cast = Cast::gather(site).await;
    let mut wrong = Vec::new();
    let mut allowed = 0;
    for (at, ticket) in cast.tickets.iter().enumerate() {
        for player in &cast.players {
            for deed in &DEEDS {
                if deed.path.ends_with("/survey") {
                    site.move_to(&ticket.reference, Status::Solved).await;
                }
                let access = player.relations[at];
                let may = may(&Actor::ANONYMOUS, Permission::Ticket(deed.needs, &access));
                allowed += usize::from(may);
                let got = ask(player, ticket, deed).await;
                let expected = expected(player, deed, may);
                if got != expected {
                    wrong.push(format!(
                        "{} {} {} {} on {}: {got} instead of {expected}",
                        player.name, deed.method, deed.path, deed.fields, ticket.name
                    ));
                }
                // as it was, for the next
                if deed.path.ends_with("/private") && got == "303" {
                    set_private(site, ticket, &access).await;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(allowed > 100 && allowed < 500, "{allowed}: the table has both kinds of answers");
}

async fn set_private(site: &Site, ticket: &Marked, access: &TicketAccess) {
    let id = site.thread(&site.people.agnes, &ticket.reference).await.ticket.id;
    let mut tx = site.backend.store.begin().await.unwrap();
    fyr_store::tickets::set_private(&mut tx, id, access.private).await.unwrap();
    tx.commit().await.unwrap();
}

/// What is not there for someone is 404; on the desk, and with an answer that must not be lost, who is not signed in is asked
/// to be.
fn expected(player: &Player, deed: &Deed, may: bool) -> String {
    let nobody = matches!(player.name, "anonymous" | "guest");
    match may {
        true => deed.done.to_string(),
        false if nobody && (deed.path.starts_with("/desk") || deed.path.ends_with("/messages")) => {
            "sign in".into()
        }
        false => "404".into(),
    }
}

async fn ask(player: &Player, ticket: &Marked, deed: &Deed) -> String {
    let path = deed
        .path
        .replace("{ticket}", &ticket.reference)
        .replace("{file}", &ticket.file)
        .replace("{note-file}", &ticket.note_file);
    let kind = if deed.method == "POST" { "application/x-www-form-urlencoded" } else { "" };
    let answer = player.browser.open(deed.method, &path, kind, deed.fields.into()).await;
    let to = answer.headers().get("location").map_or("", |to| to.to_str().unwrap());
    if to.starts_with("/sign-in") { "sign in".into() } else { answer.status().as_u16().to_string() }
}
