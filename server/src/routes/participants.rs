//! The participants of the signed-in counsellor; 404 for everyone else.

pub mod hand_over;
pub mod invite;
pub mod tickets;

use axum::response::Response;
use fyr_app::{
    RequestContext,
    pages::{desk::filter, participants, tickets::list::STATUS_FILTERS},
};
use fyr_domain::fields::{FieldErrors, Problem};
use fyr_usecases::{
    Error, people,
    relations::{self, RelationPair},
    store::tickets::TicketStatusFilter,
};

use super::desk_people::query_pairs;
use crate::{
    web::context::{error_response, render_page, see_other},
    web::forms::SubmittedForm,
    web::path_id::PathId,
};

/// `GET /participants`.
pub async fn list(cx: RequestContext) -> Response {
    render_page(cx, async |cx| participants::list(&cx).await).await
}

/// Parses the `show` parameter of a ticket list; the default where it is unknown.
fn parse_status_filter(word: &str) -> TicketStatusFilter {
    STATUS_FILTERS.iter().find(|(known, _)| *known == word).map(|(_, filter)| *filter).unwrap_or_default()
}

/// `GET /participants/{id}?show=&page=`.
pub async fn show(cx: RequestContext, PathId(id): PathId) -> Response {
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
pub async fn post(cx: RequestContext, PathId(id): PathId, submitted: SubmittedForm) -> Response {
    let result = async {
        people::find_participant(&cx.backend, &cx.actor, id).await?;
        if submitted.value("action") != "end" {
            return Err(FieldErrors::single("action", Problem::UnknownChoice).into());
        }
        let counsellor = cx.actor.user_id().ok_or(Error::SignInFirst)?;
        relations::end(&cx.backend, &cx.actor, RelationPair { counsellor, participant: id }).await
    };
    match result.await {
        Ok(()) => see_other("/participants?done=ended"),
        Err(error) => error_response(cx, error).await,
    }
}
