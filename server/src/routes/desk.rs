//! The desk: the queue, one ticket, and mail that could not be sent.

use axum::{
    extract::{Path, State},
    response::Response,
};
use fyr_app::{
    Cx, FormState,
    pages::desk::{
        filter::Wanted,
        outbox as outbox_page, queue as queue_page,
        ticket::{self as ticket_page, AFTER_REPLY, Forms},
    },
};
use fyr_domain::{
    fields::{FieldErrors, Problem},
    text::Body,
    tickets::{EntryKind, Priority, Status},
};
use fyr_services::{
    Error, outbox,
    tickets::{self, Assign, Change, spoken},
};
use tower_sessions::Session;
use uuid::Uuid;

use crate::{
    app::App,
    forms::Sent,
    request::{Asked, failed, page, see_other},
    unsent::{self, is_nobody},
};

/// `GET /desk`. Searching for a reference leads to its ticket.
pub async fn queue(Asked(cx): Asked) -> Response {
    let query = cx.uri.split_once('?').map_or("", |(_, query)| query);
    let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).collect();
    let wanted = Wanted::parse(pairs.iter().map(|(name, value)| (&**name, &**value)));
    if let Some(reference) = wanted.reference().filter(|_| cx.actor.works_tickets())
        && tickets::show(&cx.services, &cx.actor, reference.compact()).await.is_ok()
    {
        return see_other(format!("/desk/tickets/{reference}"));
    }
    page(cx, async |cx| queue_page::show(&cx, wanted).await).await
}

/// `GET /desk/tickets/{reference}`.
pub async fn ticket(Asked(cx): Asked, session: Session, Path(reference): Path<String>) -> Response {
    let forms = match unsent::waiting(&cx, &session, &page_of(&reference), "body").await {
        Ok(kept) => kept.map_or_else(
            || Forms::fresh(&cx),
            |form| {
                let kind = if form.value("action") == "note" { EntryKind::Note } else { EntryKind::Message };
                with(&cx, kind, form)
            },
        ),
        Err(error) => return failed(cx, error).await,
    };
    page(cx, async |cx| ticket_page::show(&cx, &reference, forms).await).await
}

fn page_of(reference: &str) -> String {
    format!("/desk/tickets/{reference}")
}

/// The forms of the page, one of them as it was sent.
fn with(cx: &Cx, kind: EntryKind, form: FormState) -> Forms {
    let fresh = Forms::fresh(cx);
    match kind {
        EntryKind::Note => Forms { note: form, ..fresh },
        EntryKind::Message | EntryKind::Change => Forms { reply: form, ..fresh },
    }
}

/// `POST /desk/tickets/{reference}` with `action` = `reply`, `note`, `change` or `claim`.
pub async fn post_ticket(
    State(app): State<App>,
    Asked(cx): Asked,
    session: Session,
    Path(reference): Path<String>,
    sent: Sent,
) -> Response {
    if is_nobody(&cx) {
        let form = (sent.form_key(&app), sent);
        return match unsent::ask_to_sign_in(&cx, &session, page_of(&reference), form).await {
            Ok(response) => response,
            Err(error) => failed(cx, error).await,
        };
    }
    let done = match sent.value("action") {
        "reply" => write(&app, &cx, &reference, sent, EntryKind::Message).await,
        "note" => write(&app, &cx, &reference, sent, EntryKind::Note).await,
        "change" => change(&cx, &reference, sent).await,
        "claim" => claim(&cx, &reference).await,
        _ => Err(FieldErrors::one("action", Problem::UnknownChoice).into()),
    };
    match done {
        Ok(Done::See(anchor)) => {
            if let Err(error) = unsent::forget(&session).await {
                return failed(cx, error).await;
            }
            let reference = reference
                .parse()
                .map_or(reference, |known: fyr_domain::tickets::Reference| known.to_string());
            see_other(format!("/desk/tickets/{reference}{anchor}"))
        }
        Ok(Done::Again(forms)) => {
            page(cx, async |cx| Ok(ticket_page::show(&cx, &reference, *forms).await?.status(422))).await
        }
        Err(error) => failed(cx, error).await,
    }
}

/// How a form of the ticket's page ended.
enum Done {
    /// Saved; to be seen at this anchor.
    See(String),
    /// Something is to be mended.
    Again(Box<Forms>),
}

/// Only who works a ticket is told of it here.
async fn check(cx: &Cx, reference: &str) -> Result<tickets::Thread, Error> {
    tickets::to_work(&cx.services, &cx.actor, reference).await
}

/// An answer or a note, with files.
async fn write(app: &App, cx: &Cx, reference: &str, mut sent: Sent, kind: EntryKind) -> Result<Done, Error> {
    // before any file is kept
    check(cx, reference).await?;
    let services = &cx.services;
    let (key, owner) = (sent.form_key(app), cx.owner());
    let form = tickets::Form { key, owner: &owner };
    for file in sent.all("remove").iter().filter_map(|id| Uuid::parse_str(id).ok()) {
        tickets::remove_upload(services, form, file).await?;
    }
    let uploads = tickets::receive_uploads(services, form, std::mem::take(&mut sent.files)).await?;
    let mut errors = FieldErrors::default();
    let body = errors.check("body", Body::parse(sent.value("body")));
    errors.0.extend(uploads.0);
    let then = match kind {
        EntryKind::Message => errors.check("then", after_reply(sent.value("then"))).flatten(),
        EntryKind::Note | EntryKind::Change => None,
    };
    let Some(body) = body.filter(|_| errors.is_empty()) else {
        let files = tickets::pending_files(services, form).await?;
        let form = FormState { errors, files, ..sent.into_state(key) };
        return Ok(Done::Again(Box::new(with(cx, kind, form))));
    };
    match kind {
        EntryKind::Note => tickets::note(services, &cx.actor, reference, form, &body).await?,
        EntryKind::Message | EntryKind::Change => {
            tickets::reply_as_support(services, &cx.actor, reference, form, (&body, then)).await?;
        }
    }
    let thread = tickets::show(services, &cx.actor, reference).await?;
    let mine = |entry: &&fyr_services::store::entries::Entry| {
        entry.kind == kind && entry.author_id == cx.actor.user_id()
    };
    let anchor = thread.entries.iter().rfind(mine).map(|entry| format!("#e-{}", entry.id));
    Ok(Done::See(anchor.unwrap_or_default()))
}

/// Where an answer leaves the ticket; empty is as the service sees fit.
fn after_reply(word: &str) -> Result<Option<Status>, Problem> {
    if word.is_empty() {
        return Ok(None);
    }
    let known = word.parse().ok().filter(|status| AFTER_REPLY.contains(status));
    known.map(Some).ok_or(Problem::UnknownChoice)
}

/// What to change: only what differs from what the page showed, so that colleagues do not undo each other.
fn changes(value: impl Fn(&str) -> String) -> Result<Change, FieldErrors> {
    let differs =
        |name: &str| Some(value(name)).filter(|now| !now.is_empty() && *now != value(&format!("was-{name}")));
    let mut errors = FieldErrors::default();
    let unknown = |_| Problem::UnknownChoice;
    let priority = errors.check(
        "priority",
        differs("priority").map(|word| word.parse::<Priority>()).transpose().map_err(unknown),
    );
    let status = errors
        .check("status", differs("status").map(|word| word.parse::<Status>()).transpose().map_err(unknown));
    let assign = match differs("assignee").as_deref() {
        None => Ok(Assign::Keep),
        Some("nobody") => Ok(Assign::Nobody),
        Some("me") => Ok(Assign::Me),
        Some(id) => Uuid::parse_str(id).map(Assign::Agent).map_err(|_| Problem::UnknownChoice),
    };
    let assign = errors.check("assignee", assign);
    match (priority, status, assign) {
        (Some(priority), Some(status), Some(assign)) => Ok(Change { priority, status, assign }),
        _ => Err(errors),
    }
}

async fn change(cx: &Cx, reference: &str, sent: Sent) -> Result<Done, Error> {
    let thread = check(cx, reference).await?;
    let agents = tickets::agents(&cx.services, &cx.actor, thread.ticket.organisation_id).await?;
    let asked = changes(|name| sent.value(name).to_owned()).and_then(|change| match change.assign {
        Assign::Agent(id) if agents.iter().all(|agent| agent.id != id) => {
            Err(FieldErrors::one("assignee", Problem::UnknownChoice))
        }
        Assign::Agent(_) | Assign::Keep | Assign::Me | Assign::Nobody => Ok(change),
    });
    match asked {
        Ok(change) => {
            tickets::change(&cx.services, &cx.actor, reference, change).await?;
            Ok(Done::See(String::new()))
        }
        Err(errors) => {
            let form = FormState { errors, ..sent.into_state(Uuid::nil()) };
            Ok(Done::Again(Box::new(Forms { change: Some(form), ..Forms::fresh(cx) })))
        }
    }
}

/// Takes a ticket that nobody has; one that a colleague took a moment ago stays theirs.
async fn claim(cx: &Cx, reference: &str) -> Result<Done, Error> {
    let thread = check(cx, reference).await?;
    if thread.ticket.assignee_id.is_none() {
        let take = Change { priority: None, status: None, assign: Assign::Me };
        tickets::change(&cx.services, &cx.actor, &spoken(&thread.ticket.reference), take).await?;
    }
    Ok(Done::See(String::new()))
}

/// `GET /desk/outbox?again=`.
pub async fn outbox(Asked(cx): Asked) -> Response {
    let query = cx.uri.split_once('?').map_or("", |(_, query)| query);
    let again = query.split('&').find_map(|pair| pair.strip_prefix("again=")?.parse().ok());
    page(cx, async |cx| outbox_page::show(&cx, again).await).await
}

/// `POST /desk/outbox`: tries everything that was given up once more.
pub async fn post_outbox(Asked(cx): Asked) -> Response {
    match outbox::unpark(&cx.services, &cx.actor).await {
        Ok(count) => see_other(format!("/desk/outbox?again={count}")),
        Err(error) => failed(cx, error).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Result<Change, FieldErrors> {
        changes(|name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
                .unwrap_or_default()
        })
    }

    #[test]
    fn only_what_differs_from_the_page_is_changed() {
        let change = asked(&[
            ("priority", "p1"),
            ("was-priority", "p3"),
            ("status", "open"),
            ("was-status", "open"),
            ("assignee", "nobody"),
            ("was-assignee", "nobody"),
        ]);
        let change = change.expect("valid");
        assert_eq!((change.priority, change.status, change.assign), (Some(Priority::P1), None, Assign::Keep));
        let id = Uuid::from_u128(7);
        let change = asked(&[("assignee", &id.to_string()), ("was-assignee", "nobody")]).expect("valid");
        assert_eq!((change.priority, change.status, change.assign), (None, None, Assign::Agent(id)));
    }

    #[test]
    fn what_no_list_offers_is_said_at_its_field() {
        let errors = asked(&[("priority", "p0"), ("status", "lost"), ("assignee", "someone")])
            .expect_err("must be refused");
        let fields: Vec<_> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["priority", "status", "assignee"]);
    }

    #[test]
    fn an_answer_leaves_a_ticket_only_where_answers_may() {
        assert_eq!(after_reply(""), Ok(None));
        assert_eq!(after_reply("solved"), Ok(Some(Status::Solved)));
        assert_eq!(after_reply("closed"), Err(Problem::UnknownChoice));
        assert_eq!(after_reply("new"), Err(Problem::UnknownChoice));
    }
}
