//! `/tickets`: the list of one's tickets; in the folder, filing one, and everything that happens on a ticket's page. The desk's pages
//! are in `desk`.

pub mod address;
pub mod attachments;
pub mod claim;
pub mod close;
pub mod deadlines;
pub mod documentation;
pub mod escalate;
pub mod link;
pub mod live;
pub mod messages;
pub mod new;
pub mod private;
pub mod show;
pub mod survey;

use axum::{extract::Query, response::Response};
use fyr_app::{
    RequestContext,
    pages::tickets::list::{self as pages, STATUS_FILTERS},
};
use fyr_domain::permission::TicketAction;
use fyr_usecases::tickets::TicketStatusFilter;
use serde::Deserialize;

use crate::web::{
    Access::{Anyone, SignedIn, Ticket},
    BodyKind::{self, Files, Form, SmallForm},
    Error, Policy,
    RateLimit::{Guarded, Links},
    Routes, render_page,
};

/// Why a form is taken from anyone: nothing but a mail follows, to the address in it.
const MAILS_ONLY: &str = "mails the address in the form";

/// The routes of this folder.
pub fn routes() -> Routes {
    const SEE: Policy = Policy::read(Ticket(TicketAction::See));
    const BUTTON: Policy = Policy::write(Ticket(TicketAction::Reply), BodyKind::None);
    let routes = Routes::new();
    #[cfg(feature = "pdf")]
    let routes = routes.get(
        "/tickets/{reference}/documentation.pdf",
        documentation::show_pdf,
        SEE.limit(crate::web::RateLimit::Writes),
    );
    routes
        .get("/tickets", list, Policy::read(SignedIn))
        .post("/tickets/claim", claim::post, Policy::write(SignedIn, BodyKind::None).from_page("/tickets"))
        .get("/tickets/new", new::show, Policy::read(Anyone).with_reader_cookie())
        .post("/tickets/new", new::post, Policy::write(Anyone, Files))
        .post("/tickets/new/uploads", new::post_uploads, Policy::write(Anyone, Files))
        .get("/tickets/link", link::show, Policy::read(Anyone))
        .post(
            "/tickets/link",
            link::post,
            Policy::write(Anyone, SmallForm).limit(Guarded).any_opener(MAILS_ONLY),
        )
        .get("/tickets/link/sent", link::show_sent, Policy::read(Anyone))
        .get("/tickets/{reference}", show::show, SEE.limit(Links))
        .get("/tickets/{reference}/live", live::live, SEE)
        .get("/tickets/{reference}/deadlines", deadlines::show, SEE)
        .get("/tickets/{reference}/documentation", documentation::show, SEE)
        .get("/tickets/{reference}/documentation.json", documentation::show_json, SEE)
        .get("/tickets/{reference}/attachments/{id}", attachments::download, SEE)
        .post(
            "/tickets/{reference}/messages",
            messages::post,
            Policy::write(Ticket(TicketAction::Reply), Files),
        )
        .post(
            "/tickets/{reference}/address",
            address::post,
            Policy::write(Ticket(TicketAction::CorrectAddress), SmallForm).limit(Guarded),
        )
        .post(
            "/tickets/{reference}/escalate",
            escalate::post,
            Policy::write(Ticket(TicketAction::Reply), Form),
        )
        .post("/tickets/{reference}/close", close::post_close, BUTTON)
        .post("/tickets/{reference}/reopen", close::post_reopen, BUTTON)
        .post(
            "/tickets/{reference}/private",
            private::post,
            Policy::write(Ticket(TicketAction::SetPrivate), SmallForm),
        )
        .post(
            "/tickets/{reference}/survey",
            survey::post,
            Policy::write(Ticket(TicketAction::Rate), SmallForm),
        )
}

/// The query of a list of tickets.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TicketListQuery {
    of: String,
    show: String,
    page: String,
}

impl TicketListQuery {
    /// The status filter; all tickets where the word is unknown.
    pub fn show(&self) -> TicketStatusFilter {
        STATUS_FILTERS
            .into_iter()
            .find(|(word, _)| *word == self.show)
            .map_or(TicketStatusFilter::All, |(_, show)| show)
    }

    /// The page number, from 1.
    pub fn page(&self) -> i64 {
        self.page.parse().unwrap_or(1).clamp(1, 100_000)
    }
}

/// `GET /tickets?of=&show=&page=`; `of=colleagues` lists the tickets colleagues share.
pub async fn list(cx: RequestContext, Query(query): Query<TicketListQuery>) -> Result<Response, Error> {
    let (show, number) = (query.show(), query.page());
    if query.of == "colleagues" {
        return render_page(cx, async |cx| pages::show_shared(&cx, show, number).await).await;
    }
    render_page(cx, async |cx| pages::show(&cx, show, number).await).await
}
