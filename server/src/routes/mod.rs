//! The routes and their handlers: HTTP only. One file per noun; a GET renders a page, a POST calls a use case and redirects with
//! 303, or renders the page again with errors.

pub mod account;
pub mod accounts;
pub mod articles;
pub mod desk;
pub mod desk_audit;
pub mod desk_people;
pub mod desk_status;
pub mod functions;
pub mod home;
pub mod identities;
pub mod invitation;
pub mod live;
pub mod participants;
pub mod privacy;
pub mod search;
pub mod status;
pub mod status_feeds;
pub mod tickets;

use axum::{Router, middleware, routing::MethodFilter};
use fyr_domain::permission::{Permission, TicketAction};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    trace::TraceLayer,
};

use crate::{
    app::App,
    assets, metrics,
    web::{
        limits::RateLimits,
        policy::{
            Access::{Anyone, Permission as Needs, Proof, SignedIn, Ticket},
            BodyKind::{self, Files, Form, SmallForm},
            Cache, Policy,
            RateLimit::{self, Guarded, Heavy},
        },
        routes::{Audience, RouteInfo, Routes, missing},
        security,
        stack::Stack,
    },
};

/// How long programs may keep a feed, in seconds: how late a status board may show an incident.
const FEED_SECONDS: u32 = 30;

/// Pages, forms and downloads, for people.
fn pages() -> Routes {
    Routes::new()
        .get("/", home::show, Policy::read(Anyone))
        .get("/search", search::show, Policy::read(Anyone))
        .get("/articles", articles::list, Policy::read(Anyone))
        .get("/articles/{slug}", articles::show, Policy::read(Anyone))
        .post("/articles/{slug}/rating", articles::post_rating, Policy::write(Anyone, SmallForm))
        .get("/categories/{slug}", articles::category, Policy::read(Anyone))
        .merge(sign_in_routes())
        .merge(account_routes())
        .merge(ticket_routes())
        .merge(participant_routes())
        .merge(desk_routes())
        .merge(desk_people_routes())
        .merge(desk_status_routes())
        .merge(status_routes())
}

fn sign_in_routes() -> Routes {
    const LINK: Policy = Policy::write(Proof("a mailed link"), SmallForm);
    const PROVIDER: Policy =
        Policy::write(Proof("the provider's signature"), SmallForm).limit(RateLimit::None).any_origin(
            "a provider's server posts signed logout tokens, without cookies, perhaps thousands at once",
        );
    Routes::new()
        .get("/sign-in", account::sign_in, Policy::read(Anyone))
        // a password of any length gets the same answer as any other that is wrong
        .post("/sign-in", account::post_sign_in, Policy::write(Anyone, Form).limit(Guarded))
        .get("/sign-in/code", accounts::code::show, Policy::read(Anyone))
        .post("/sign-in/code", accounts::code::post, Policy::write(Anyone, SmallForm).limit(Guarded))
        .get("/sign-in/link", accounts::link::show, Policy::read(Anyone))
        .post("/sign-in/link", accounts::link::post, Policy::write(Anyone, SmallForm).limit(Guarded))
        .get("/sign-in/link/sent", accounts::link::show_sent, Policy::read(Anyone))
        .get("/sign-in/link/open", accounts::link::open, Policy::read(Proof("a mailed link")))
        .post("/sign-in/link/open", accounts::link::post_open, LINK.limit(Guarded))
        .get("/sign-in/{provider}", identities::show, Policy::read(Anyone))
        .post("/sign-in/{provider}", identities::post, Policy::write(Anyone, SmallForm).limit(Guarded))
        .get("/sign-in/{provider}/new", identities::show_new, Policy::read(Anyone))
        .post(
            "/sign-in/{provider}/new",
            identities::post_new,
            Policy::write(Anyone, SmallForm).limit(Guarded),
        )
        .get("/auth/callback/{provider}", identities::callback, Policy::read(Proof("a login begun here")))
        .post("/auth/backchannel/{provider}", identities::post_backchannel, PROVIDER)
        .post(
            "/sign-out",
            account::post_sign_out,
            Policy::write(Anyone, BodyKind::None).without_second_factor(),
        )
        .get("/register", accounts::register::show, Policy::read(Anyone))
        .post("/register", accounts::register::post, Policy::write(Anyone, SmallForm).limit(Guarded))
        .get("/register/sent", accounts::register::show_sent, Policy::read(Anyone))
        .get("/register/confirm", accounts::register::confirm, Policy::read(Proof("a mailed link")))
        .post("/register/confirm", accounts::register::post_confirm, LINK)
        .get("/password/forgotten", accounts::password::forgotten, Policy::read(Anyone))
        .post(
            "/password/forgotten",
            accounts::password::post_forgotten,
            Policy::write(Anyone, SmallForm).limit(Guarded),
        )
        .get("/password/forgotten/sent", accounts::password::show_sent, Policy::read(Anyone))
        .get("/password/reset", accounts::password::reset, Policy::read(Proof("a mailed link")))
        .post("/password/reset", accounts::password::post_reset, LINK)
        .get("/invitation", invitation::show, Policy::read(Proof("a mailed link")))
        .post("/invitation", invitation::post, LINK)
}

fn account_routes() -> Routes {
    const PAGE: Policy = Policy::read(SignedIn);
    const FORM: Policy = Policy::write(SignedIn, SmallForm);
    const BUTTON: Policy = Policy::write(SignedIn, BodyKind::None);
    Routes::new()
        .get("/account", accounts::show::show, PAGE)
        .get("/account/identities", identities::list, PAGE)
        .post("/account/identities", identities::post_list, FORM)
        .get("/account/data", privacy::account_data, PAGE)
        .post("/account/data", privacy::post_account_data, FORM)
        .post("/account/data/download", privacy::post_download, BUTTON.limit(Heavy))
        .get("/account/password", accounts::password::change, PAGE)
        .post("/account/password", accounts::password::post_change, FORM.limit(Guarded))
        .get("/account/email", accounts::email::show, PAGE)
        .post("/account/email", accounts::email::post, FORM.limit(Guarded))
        .get("/account/email/change", accounts::email::show_change, Policy::read(Proof("a mailed link")))
        .post(
            "/account/email/change",
            accounts::email::post_change,
            Policy::write(Proof("a mailed link"), SmallForm),
        )
        .get("/account/email/confirm", accounts::email::confirm, PAGE)
        .post("/account/email/confirm", accounts::email::post_confirm, FORM)
        .post("/account/email/unconfirmed", accounts::email::post_unconfirmed, BUTTON)
        .get("/account/second-factor", accounts::second_factor::show, PAGE.without_second_factor())
        .post("/account/second-factor", accounts::second_factor::post, FORM.without_second_factor())
        .post("/account/sessions", accounts::show::post_end_others, FORM)
        .post("/account/sessions/{id}", accounts::show::post_end, FORM)
        .get("/account/access", accounts::access::show, PAGE)
        .post("/account/access", accounts::access::post, FORM)
        .post("/account/access/code", accounts::access::post_code, FORM.limit(Guarded))
}

fn ticket_routes() -> Routes {
    const SEE: Policy = Policy::read(Ticket(TicketAction::See));
    const BUTTON: Policy = Policy::write(Ticket(TicketAction::Reply), BodyKind::None);
    const UNSUBSCRIBE: Policy = Policy::write(Proof("a mailed link"), SmallForm)
        .any_origin("a mail program's button posts from anywhere, without cookies");
    Routes::new()
        .get("/tickets", tickets::list, Policy::read(SignedIn))
        .post("/tickets/claim", accounts::claim::post, Policy::write(SignedIn, BodyKind::None))
        .get("/tickets/new", tickets::new, Policy::read(Anyone).with_reader_cookie())
        .post("/tickets/new", tickets::post_new, Policy::write(Anyone, Files))
        .post("/tickets/new/uploads", tickets::post_uploads, Policy::write(Anyone, Files))
        .get("/tickets/link", tickets::link, Policy::read(Anyone))
        .post("/tickets/link", tickets::post_link, Policy::write(Anyone, SmallForm).limit(Guarded))
        .get("/tickets/link/sent", tickets::link_sent, Policy::read(Anyone))
        .get("/tickets/{reference}", tickets::show, SEE)
        .get("/tickets/{reference}/live", live::live, SEE)
        .get("/tickets/{reference}/attachments/{id}", tickets::attachment, SEE)
        .post(
            "/tickets/{reference}/messages",
            tickets::post_message,
            Policy::write(Ticket(TicketAction::Reply), Files),
        )
        .post("/tickets/{reference}/close", tickets::post_close, BUTTON)
        .post("/tickets/{reference}/reopen", tickets::post_reopen, BUTTON)
        .post(
            "/tickets/{reference}/private",
            tickets::post_private,
            Policy::write(Ticket(TicketAction::SetPrivate), SmallForm),
        )
        .post(
            "/tickets/{reference}/survey",
            tickets::post_survey,
            Policy::write(Ticket(TicketAction::Rate), SmallForm),
        )
        .get("/mail/unsubscribe", tickets::unsubscribe, Policy::read(Proof("a mailed link")))
        .post("/mail/unsubscribe", tickets::post_unsubscribe, UNSUBSCRIBE)
}

fn participant_routes() -> Routes {
    const PAGE: Policy = Policy::read(Needs(Permission::Counsel));
    const FORM: Policy = Policy::write(Needs(Permission::Counsel), Form);
    Routes::new()
        .get("/participants", participants::list, PAGE)
        .get("/participants/tickets", participants::tickets::list, PAGE)
        .post("/participants/tickets", participants::tickets::post, FORM)
        // administrators hand over for others
        .get("/participants/hand-over", participants::hand_over::show, Policy::read(SignedIn))
        .post("/participants/hand-over", participants::hand_over::post, Policy::write(SignedIn, Form))
        .get("/participants/invite", participants::invite::show, PAGE)
        .post("/participants/invite", participants::invite::post, FORM)
        .get("/participants/{id}", participants::show, PAGE)
        .post("/participants/{id}", participants::post, FORM)
}

fn desk_routes() -> Routes {
    const DESK: Policy = Policy::read(Needs(Permission::OpenDesk));
    const AUDIT: Permission<'static> = Permission::OpenAuditLog;
    Routes::new()
        .get("/desk", desk::queue, DESK)
        .get("/desk/tickets/{reference}", desk::ticket, DESK)
        .post(
            "/desk/tickets/{reference}",
            desk::post_ticket,
            Policy::write(Needs(Permission::OpenDesk), Files),
        )
        .get("/desk/tickets/{reference}/redact", privacy::redact, DESK)
        .post(
            "/desk/tickets/{reference}/redact",
            privacy::post_redact,
            Policy::write(Needs(Permission::OpenDesk), Form),
        )
        .get("/desk/outbox", desk::outbox, Policy::read(Needs(Permission::RunPortal)))
        .post("/desk/outbox", desk::post_outbox, Policy::write(Needs(Permission::RunPortal), BodyKind::None))
        .get("/desk/audit", desk_audit::show, Policy::read(Needs(AUDIT)))
        .post(
            "/desk/audit/export",
            desk_audit::post_export,
            Policy::write(Needs(AUDIT), SmallForm).limit(Heavy),
        )
        .get("/desk/audit/retention", privacy::retention, Policy::read(Needs(Permission::RunPortal)))
}

fn desk_people_routes() -> Routes {
    const PAGE: Policy = Policy::read(Needs(Permission::OpenPeople));
    const FORM: Policy = Policy::write(Needs(Permission::OpenPeople), SmallForm);
    Routes::new()
        .get("/desk/people", desk_people::people::list, PAGE)
        .post("/desk/people/export", desk_people::people::post_export, FORM.limit(Heavy))
        .get("/desk/people/organisations", desk_people::organisations::list, PAGE)
        .post("/desk/people/organisations", desk_people::organisations::post_list, FORM)
        .get("/desk/people/organisations/{id}", desk_people::organisations::show, PAGE)
        .post("/desk/people/organisations/{id}", desk_people::organisations::post, FORM)
        .get("/desk/people/invitations", desk_people::invitations::show, PAGE)
        .post("/desk/people/invitations", desk_people::invitations::post, FORM)
        .get("/desk/people/import", desk_people::import::show, PAGE)
        .post(
            "/desk/people/import",
            desk_people::import::post,
            Policy::write(Needs(Permission::OpenPeople), Files),
        )
        .get("/desk/people/{id}", desk_people::person::show, PAGE)
        .post("/desk/people/{id}", desk_people::person::post, FORM)
}

fn desk_status_routes() -> Routes {
    const PAGE: Policy = Policy::read(Needs(Permission::PostStatus));
    const FORM: Policy = Policy::write(Needs(Permission::PostStatus), Form);
    Routes::new()
        .get("/desk/status", desk_status::show, PAGE)
        .get("/desk/status/incidents/new", desk_status::new_incident, PAGE)
        .post("/desk/status/incidents/new", desk_status::post_incident, FORM)
        .get("/desk/status/incidents/{id}", desk_status::incident, PAGE)
        .post("/desk/status/incidents/{id}", desk_status::post_update, FORM)
        .get("/desk/status/maintenances/new", desk_status::new_maintenance, PAGE)
        .post("/desk/status/maintenances/new", desk_status::post_maintenance, FORM)
        .get("/desk/status/maintenances/{id}", desk_status::maintenance, PAGE)
        .post("/desk/status/maintenances/{id}", desk_status::post_maintenance_update, FORM)
}

fn status_routes() -> Routes {
    Routes::new()
        .get("/status", status::show, Policy::read(Anyone))
        .get("/status/incidents/{id}", status::incident, Policy::read(Anyone))
        .get("/status/maintenances/{id}", status::maintenance, Policy::read(Anyone))
        .get("/status/history", status::history, Policy::read(Anyone))
}

/// What islands ask: one route for each function of `fyr_app::api`.
fn islands() -> Routes {
    Routes::new()
        .get("/api/suggest", functions::call, Policy::read(Anyone))
        .get("/api/help", functions::call, Policy::read(Anyone))
        .post("/api/keep_draft", functions::call, Policy::write(Anyone, Form))
}

/// What programs of others read.
fn feeds() -> Routes {
    const FEED: Policy = Policy::read(Anyone).cache(Cache::Public { seconds: FEED_SECONDS });
    Routes::new()
        .get("/status/feed.atom", status_feeds::feed, FEED)
        .get("/status/calendar.ics", status_feeds::calendar, FEED)
        .get("/api/v2/{*path}", status_feeds::statuspage, FEED)
}

/// Probes and assets.
fn program() -> Routes {
    Routes::new()
        .get("/assets/{hash}/{name}", assets::get, Policy::read(Anyone).cache(Cache::ByHandler))
        .get("/healthz", async || "ok\n", Policy::read(Anyone).cache(Cache::ByHandler))
        .get("/readyz", home::ready, Policy::read(Anyone).cache(Cache::ByHandler))
}

fn audiences() -> [(Audience, Routes); 4] {
    [
        (Audience::Pages, pages()),
        (Audience::Islands, islands()),
        (Audience::Feeds, feeds()),
        (Audience::Program, program()),
    ]
}

/// All routes with their policies.
pub fn table() -> Vec<RouteInfo> {
    audiences().iter().flat_map(|(audience, routes)| routes.table(*audience)).collect()
}

/// The router of the whole program, with all middleware.
pub fn router(app: App) -> Router {
    let limits = RateLimits::new(&app.config);
    crate::jobs::start_rate_limit_sweep(limits.clone());
    let stack = Stack::new(app.clone(), limits);
    let routes = audiences().into_iter().fold(Router::new(), |router, (audience, routes)| {
        router.merge(routes.into_router(|handler, policy| stack.wrap(audience, handler, policy)))
    });
    let reads = MethodFilter::GET.or(MethodFilter::OPTIONS);
    let missing = missing(reads, |handler, policy| stack.wrap(Audience::Pages, handler, policy));
    routes
        .fallback_service(missing.with_state(app.clone()))
        .layer(
            ServiceBuilder::new()
                .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
                .layer(TraceLayer::new_for_http().make_span_with(span))
                .layer(PropagateRequestIdLayer::x_request_id())
                .layer(middleware::from_fn(metrics::record_request))
                .layer(middleware::from_fn(security::set_security_headers))
                .layer(CompressionLayer::new())
                .layer(CatchPanicLayer::new()),
        )
        .with_state(app)
}

/// The tracing span of a request: its id, method and route, but nothing personal (no query, no reference of a ticket).
fn span(request: &axum::http::Request<axum::body::Body>) -> tracing::Span {
    let id = request.headers().get("x-request-id").and_then(|value| value.to_str().ok()).unwrap_or("-");
    let route =
        request.extensions().get::<axum::extract::MatchedPath>().map_or("other", |path| path.as_str());
    tracing::info_span!("request", id, method = %request.method(), route)
}
