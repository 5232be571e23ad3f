//! `/participants`: the participants of the signed-in counsellor; 404 for everyone else.

pub mod hand_over;
pub mod invite;
pub mod tickets;

use axum::response::Response;
use fyr_app::{
    Notice, RequestContext,
    pages::{desk::filter, participants, tickets::list::STATUS_FILTERS},
};
use fyr_domain::{
    fields::{FieldErrors, Problem},
    permission::Permission,
};
use fyr_usecases::{
    Error as UseCaseError, people,
    relations::{self, RelationPair},
    tickets::TicketStatusFilter,
};

use crate::web::{
    Access::{Permission as Needs, SignedIn},
    BodyKind::Form,
    Error, PathId, Policy, Routes, SubmittedForm,
    query::query_pairs,
    render_page, see_other_with,
};

/// The routes of this folder.
pub fn routes() -> Routes {
    const PAGE: Policy = Policy::read(Needs(Permission::Counsel));
    const FORM: Policy = Policy::write(Needs(Permission::Counsel), Form);
    Routes::new()
        .get("/participants", list, PAGE)
        // administrators hand over for others
        .get("/participants/hand-over", hand_over::show, Policy::read(SignedIn))
        .post("/participants/hand-over", hand_over::post, Policy::write(SignedIn, Form))
        .get("/participants/invite", invite::show, PAGE)
        .post("/participants/invite", invite::post, FORM)
        .get("/participants/tickets", tickets::list, PAGE)
        .post("/participants/tickets", tickets::post, FORM)
        .get("/participants/{id}", show, PAGE)
        .post("/participants/{id}", post, FORM)
}

/// `GET /participants`.
pub async fn list(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| participants::list(&cx).await).await
}

/// Parses the `show` parameter of a ticket list; the default where it is unknown.
fn parse_status_filter(word: &str) -> TicketStatusFilter {
    STATUS_FILTERS.iter().find(|(known, _)| *known == word).map(|(_, filter)| *filter).unwrap_or_default()
}

/// `GET /participants/{id}?show=&page=`.
pub async fn show(cx: RequestContext, PathId(id): PathId) -> Result<Response, Error> {
    let (mut status, mut number) = (TicketStatusFilter::default(), 1);
    for (name, value) in query_pairs(&cx) {
        match name.as_str() {
            "show" => status = parse_status_filter(&value),
            "page" => number = filter::parse_page(&value),
            _ => {}
        }
    }
    render_page(cx, async |cx| participants::show(&cx, id, status, number).await).await
}

/// `POST /participants/{id}` with `action=end`: ends the counsellor's relation with the participant.
pub async fn post(
    cx: RequestContext,
    PathId(id): PathId,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    people::find_participant(&cx.backend, &cx.actor, id).await?;
    if submitted.value("action") != "end" {
        return Err(FieldErrors::single("action", Problem::UnknownChoice).into());
    }
    let counsellor = cx.actor.user_id().ok_or(UseCaseError::SignInFirst)?;
    relations::end(&cx.backend, &cx.actor, RelationPair { counsellor, participant: id }).await?;
    Ok(see_other_with("/participants", Notice::RelationEnded))
}
