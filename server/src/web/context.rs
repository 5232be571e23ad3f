//! Builds the [`RequestContext`] of a request, and turns pages and errors into responses.

use std::{future::Future, sync::Arc};

use axum::{
    Extension,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};
use chrono_tz::Tz;
use fyr_app::{Page, RenderedPage, RequestContext, pages::errors::ErrorPage};
use fyr_domain::{Actor, Lang, Network, branding::Branding};
use fyr_usecases::{Error as UseCaseError, revisions, settings, tickets};
use tower_sessions::Session;
use uuid::Uuid;

use super::{
    cookies::Cookie,
    error::{Error, render_error, session_error},
    lost_input::{self, RequestTrace},
    network::client_network,
    notice,
    policy::{Cache, Policy, ReaderCookie, SecondFactor},
    routes::{Audience, OtherMethod},
    security, sessions,
    typed::{self, Answer, ShownPath},
};
use crate::app::App;

/// Session key of the signed-in person's id.
pub const USER: &str = "user";
/// Session key of the guest key: the tickets that were filed here without an account or opened by a link are stored under it.
pub const GUEST: &str = "guest";

fn query_lang(query: Option<&str>) -> Option<Lang> {
    query?.split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(|tag| tag.parse().ok())
}

/// The actor of a request as its session has it.
#[derive(Default)]
struct SessionActor {
    actor: Actor,
    /// They must set up a second factor before anything else.
    lacks_second_factor: bool,
}

/// Reads the actor from the session. `None` while that is impossible because the database is away.
async fn load_actor(app: &App, session: &Session, network: Network) -> Option<SessionActor> {
    let loaded = async {
        let user = match session.get::<Uuid>(USER).await? {
            Some(id) => fyr_usecases::people::find_by_id(&app.backend, id).await?,
            None => None,
        };
        let now = app.backend.clock.now();
        let actor = Actor { user, guest: session.get(GUEST).await?, now, network: Some(network) };
        if (actor.user.is_some() || actor.guest.is_some())
            && !sessions::refresh_or_end(&app.config, session, actor.user.as_ref(), now).await?
        {
            let actor = Actor { user: None, guest: None, ..actor };
            return Ok(SessionActor { actor, lacks_second_factor: false });
        }
        let lacks_second_factor = sessions::lacks_second_factor(&app.config, session, &actor).await?;
        Ok::<_, anyhow::Error>(SessionActor { actor, lacks_second_factor })
    };
    loaded.await.inspect_err(|error| tracing::warn!(%error, "the actor of a session could not be read")).ok()
}

/// The guest key for a ticket that is filed or opened now; the session opens its tickets with it from now on. It is the same for all
/// requests of this browser within some minutes, so that forms which are sent at once, or again because an answer was lost, lead to
/// tickets that open.
///
/// Where nobody is signed in the session gets a new id too: whoever planted the old one knows neither. The old session stays, for
/// requests that are under way or come again with its cookie, and opens what it did.
///
/// # Errors
/// Where the session cannot be read or written.
pub async fn renew_guest_key(session: &Session, cx: &RequestContext) -> Result<Uuid, UseCaseError> {
    let current: Option<Uuid> = session.get(GUEST).await.map_err(session_error)?;
    let key = tickets::guest_key(&cx.backend, &cx.browser_key, current).await?;
    let stored = async {
        if cx.actor.user.is_none() {
            sessions::renew(session).await?;
        }
        session.insert(GUEST, key).await
    };
    stored.await.map_err(session_error)?;
    Ok(key)
}

/// Forgets the guest key of a session that its owner ends, and that of their browser.
///
/// # Errors
/// Where the session or the database cannot be written.
pub async fn forget_guest_key(session: &Session, cx: &RequestContext) -> Result<(), UseCaseError> {
    if session.remove::<Uuid>(GUEST).await.map_err(session_error)?.is_some() {
        session.save().await.map_err(session_error)?;
    }
    tickets::forget_guest_key(&cx.backend, &cx.browser_key).await
}

/// The state of [`provide_context`].
#[derive(Clone, Debug)]
pub struct ContextLayer {
    /// The application.
    pub app: App,
    /// Whose routes these are.
    pub audience: Audience,
}

/// What a browser says of itself: its name and its languages.
fn browser(headers: &HeaderMap) -> String {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    format!("{} {}", text(header::USER_AGENT), text(header::ACCEPT_LANGUAGE))
}

/// The first language of the request that is known: in its `Accept-Language` header.
fn accepted_lang(headers: &HeaderMap) -> Option<Lang> {
    // a list may be sent in several lines (RFC 9110, 5.3)
    let lines: Vec<&str> =
        headers.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok()).collect();
    Lang::from_accept_language(&lines.join(","))
}

/// The request id that an outer layer has set; `-` without one.
fn request_id(headers: &HeaderMap) -> &str {
    headers.get("x-request-id").and_then(|value| value.to_str().ok()).unwrap_or("-")
}

/// Whether a browser fetches the page before anybody asks for it (Fetch Metadata, `Sec-Purpose`; `Purpose` and `X-Moz` before that).
fn is_prefetch(headers: &HeaderMap) -> bool {
    ["sec-purpose", "purpose", "x-moz"].iter().any(|name| {
        let value = headers.get(*name).and_then(|value| value.to_str().ok());
        value.is_some_and(|value| value.starts_with("prefetch"))
    })
}

/// The time zone that the reader chose.
fn chosen_zone(headers: &HeaderMap, is_https: bool) -> Option<Tz> {
    Cookie::Zone.find(headers, is_https)?.parse().ok()
}

/// 32 random hexadecimal digits.
fn random_key(app: &App) -> String {
    let random = || app.backend.clock.random();
    format!("{:016x}{:016x}", random(), random())
}

/// Middleware: adds the [`RequestContext`] to the request, and content security policy, cookies and caching headers to the
/// response.
pub async fn provide_context(
    State(ContextLayer { app, audience }): State<ContextLayer>,
    Extension(policy): Extension<Policy>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    let is_https = app.config.http.is_https();
    let requested_lang = query_lang(request.uri().query());
    let network = client_network(&request, &app.config.http);
    let loaded = load_actor(&app, &session, network).await;
    let actor_known = loaded.is_some();
    let SessionActor { actor, lacks_second_factor } = loaded.unwrap_or_default();
    let lang = requested_lang
        .or_else(|| Cookie::Lang.find(headers, is_https).and_then(|tag| tag.parse().ok()))
        .or_else(|| actor.user.as_ref().map(|user| user.lang))
        .or_else(|| accepted_lang(headers))
        .unwrap_or(app.backend.settings.default_lang);
    let branding = settings::current::<Branding>(&app.backend).await;
    let lang = branding.nearest_language(lang);
    let reader_cookie = Cookie::Reader
        .find(headers, is_https)
        .filter(|key| key.len() == 32 && key.bytes().all(|b| b.is_ascii_hexdigit()));
    let browser_key: Arc<str> = reader_cookie.map_or_else(|| random_key(&app).into(), Into::into);
    let new_reader = reader_cookie.is_none().then(|| browser_key.clone());
    let is_identified = actor.user.is_some() || actor.guest.is_some();
    let cx = RequestContext {
        backend: app.backend.clone(),
        actor,
        actor_known,
        browser_key,
        browser: browser(headers).into(),
        lang,
        zone: chosen_zone(headers, is_https).unwrap_or(app.backend.settings.zone),
        uri: own_uri(&request).into(),
        submits: request.method() == Method::POST,
        is_shown: request.method() != Method::HEAD && !is_prefetch(headers),
        notice: (request.method() == Method::GET)
            .then(|| notice::read(headers, request.uri().path(), is_https))
            .flatten(),
        now: app.backend.clock.now(),
        request_id: request_id(headers).into(),
        branding,
        assets: &app.assets.base,
        typed: Arc::default(),
    };
    let is_read = request.method() == Method::GET;
    let typed = if is_read { typed::load(&cx, &session).await } else { Arc::default() };
    let cx = RequestContext { typed, ..cx };
    let has_valid_path = is_valid_path(request.uri().path());
    request.extensions_mut().insert(cx.clone());
    let trace = request.extensions().get::<RequestTrace>().cloned();
    if let Some(trace) = &trace {
        trace.set_context(&cx);
    }
    let mut response = if !has_valid_path {
        Error::from(ErrorPage::NotFound).into_response()
    } else if lacks_second_factor && policy.second_factor == SecondFactor::Enforced {
        see_other(sessions::SECOND_FACTOR_PATH)
    } else if is_read {
        revisions::read_once(next.run(request)).await
    } else {
        next.run(request).await
    };
    if response.status() == StatusCode::BAD_REQUEST && audience == Audience::Pages && is_plain_text(&response)
    {
        // an extractor could not parse the path or the query
        response = Error::from(ErrorPage::BadRequest).into_response();
    }
    let lost = trace.as_ref().and_then(|trace| trace.typed(&policy));
    let has_lost = lost.is_some();
    let mut response = render_error(audience, &policy, (&cx, lost), response).await;
    response.extensions_mut().insert(lost_input::Finished);
    let answer = Answer::of(&response);
    let submitted = trace.as_ref().and_then(RequestTrace::fields);
    if let Err(error) = typed::keep_or_forget(&cx, &session, submitted, answer).await {
        tracing::warn!(%error, "what was typed could not be kept");
    }

    // islands also send `lang`, but only a person who follows a link chooses a language
    if let Some(lang) = requested_lang.filter(|_| audience == Audience::Pages) {
        Cookie::Lang.set(response.headers_mut(), is_https, lang.tag());
    }
    let new_reader = new_reader.filter(|_| policy.reader_cookie == ReaderCookie::Set);
    if let Some(key) = &new_reader {
        Cookie::Reader.set(response.headers_mut(), is_https, key);
    }
    // what a session holds besides who is signed in, such as a form that waits for it, is shown on pages too
    let has_session = !session.is_empty().await;
    let status = response.status();
    let shows_notice = cx.notice.is_some() && audience == Audience::Pages && status == StatusCode::OK;
    notice::write(&mut response, shows_notice, is_https);
    let shows_typed = has_lost && status.is_server_error();
    let is_private = is_identified || has_session || shows_notice || shows_typed || status.is_redirection();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, security::CONTENT_SECURITY_POLICY);
    set_cache_headers(headers, if is_private { Cache::NoStore } else { policy.cache }, new_reader.is_some());
    response
}

/// Sets the caching headers of a response with cookies or without.
fn set_cache_headers(headers: &mut HeaderMap, cache: Cache, sets_cookie: bool) {
    match cache {
        Cache::NoStore => {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        Cache::Revalidate => {
            let cache_control = if sets_cookie { "private, no-cache" } else { "no-cache" };
            headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(cache_control));
            headers.append(header::VARY, HeaderValue::from_static("cookie, accept-language"));
        }
        Cache::Public { seconds } => {
            if let Ok(value) = HeaderValue::from_str(&format!("public, max-age={seconds}")) {
                headers.entry(header::CACHE_CONTROL).or_insert(value);
            }
            headers.append(header::VARY, HeaderValue::from_static("accept-language"));
        }
        Cache::ByHandler => {}
    }
}

/// Middleware for feeds: adds a [`RequestContext`] of nobody, in the language of `?lang=` or `Accept-Language`. Neither reads nor
/// sets cookies.
pub async fn provide_feed_context(
    State(app): State<App>,
    Extension(policy): Extension<Policy>,
    mut request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    let lang = query_lang(request.uri().query())
        .or_else(|| accepted_lang(headers))
        .unwrap_or(app.backend.settings.default_lang);
    let branding = settings::current::<Branding>(&app.backend).await;
    let lang = branding.nearest_language(lang);
    let now = app.backend.clock.now();
    let network = client_network(&request, &app.config.http);
    let cx = RequestContext {
        backend: app.backend.clone(),
        actor: Actor { now, network: Some(network), ..Actor::ANONYMOUS },
        actor_known: true,
        browser_key: random_key(&app).into(),
        browser: browser(headers).into(),
        lang,
        zone: app.backend.settings.zone,
        uri: own_uri(&request).into(),
        submits: false,
        is_shown: true,
        notice: None,
        now,
        request_id: request_id(headers).into(),
        branding,
        assets: &app.assets.base,
        typed: Arc::default(),
    };
    let mut response = if is_valid_path(request.uri().path()) {
        request.extensions_mut().insert(cx.clone());
        let response = next.run(request).await;
        let is_other_method = response.extensions().get::<OtherMethod>().is_some();
        let mut response = render_error(Audience::Feeds, &policy, (&cx, None), response).await;
        if is_other_method {
            *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
        }
        response
    } else {
        // no path of ours: most likely a person followed a broken link
        let response = Error::from(ErrorPage::NotFound).into_response();
        render_error(Audience::Pages, &policy, (&cx, None), response).await
    };
    let cache = if response.status().is_success() { policy.cache } else { Cache::NoStore };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, security::CONTENT_SECURITY_POLICY);
    set_cache_headers(headers, cache, false);
    response
}

/// Path and query of a request; the start page where browsers would take them for another site's: links on the page lead there.
fn own_uri(request: &Request) -> &str {
    let uri = request.uri().path_and_query().map_or("/", |uri| uri.as_str());
    if is_of_another_site(uri) { "/" } else { uri }
}

/// Whether browsers take a path for the address of another site: `//host`, and `/\\host`, which is the same to them.
fn is_of_another_site(path: &str) -> bool {
    let mut chars = path.chars();
    chars.next() == Some('/') && matches!(chars.next(), Some('/' | '\\'))
}

/// Whether a path is UTF-8 without NUL once it is percent-decoded. All of our addresses are; PostgreSQL accepts no NUL. No route has a
/// path that begins with two slashes, as a `public_url` with one at its end makes them: where a page is without one, it leads there.
fn is_valid_path(path: &str) -> bool {
    percent_encoding::percent_decode_str(path).decode_utf8().is_ok_and(|text| !text.contains('\0'))
}

fn is_plain_text(response: &Response) -> bool {
    let media_type = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    media_type.is_some_and(|media_type| media_type.starts_with("text/plain"))
}

/// Renders a page to an HTML response.
///
/// # Errors
/// The error of `page`.
pub async fn render_page<F, Fut>(cx: RequestContext, page: F) -> Result<Response, Error>
where
    F: FnOnce(RequestContext) -> Fut,
    Fut: Future<Output = Result<Page, UseCaseError>>,
{
    let path = ShownPath(cx.path().into());
    let RenderedPage { status, html } = fyr_app::render(cx, page).await?;
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    Ok((status, Extension(path), Html(html)).into_response())
}

/// The sign-in page, which redirects to `next` (a path of this site) afterwards.
pub fn sign_in_path(next: &str) -> String {
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("/sign-in?next={next}")
}

/// The same context with another address: links on the rendered page, and the redirect after signing in, lead there.
pub fn with_uri(cx: RequestContext, path: &str) -> RequestContext {
    RequestContext { uri: path.into(), ..cx }
}

/// 303 to a path of this site.
pub fn see_other(path: impl AsRef<str>) -> Response {
    Redirect::to(path.as_ref()).into_response()
}
