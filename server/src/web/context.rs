//! Builds the [`RequestContext`] of a request, and turns pages and errors into responses.

use std::{future::Future, net::IpAddr, sync::Arc};

use axum::{
    Extension,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};
use fyr_app::{Page, RenderedPage, RequestContext, pages::errors::ErrorPage};
use fyr_domain::{Actor, Lang};
use fyr_usecases::Error as UseCaseError;
use tower_sessions::Session;
use uuid::Uuid;

use super::{
    client::cookie,
    error::{Error, render_error, session_error},
    limits,
    lost_input::{self, RequestTrace},
    policy::{Cache, Policy, ReaderCookie, SecondFactor},
    routes::Audience,
    security, sessions,
};
use crate::app::App;

/// Session key of the signed-in person's id.
pub const USER: &str = "user";
/// Session key of the guest key: the tickets that were filed here without an account or opened by a link are stored under it.
const GUEST: &str = "guest";

const LANG_COOKIE: &str = "fyr_lang";
const READER_COOKIE: &str = "fyr_reader";

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
async fn load_actor(app: &App, session: &Session, remote_address: IpAddr) -> Option<SessionActor> {
    let loaded = async {
        let user = match session.get::<Uuid>(USER).await? {
            Some(id) => fyr_usecases::people::find_by_id(&app.backend, id).await?,
            None => None,
        };
        let now = app.backend.clock.now();
        let remote_address = Some(remote_address.to_string().into());
        let actor = Actor { user, guest: session.get(GUEST).await?, now, remote_address };
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

/// The session's guest key, created where there is none. The session gets a new id, so that whoever knew the old one cannot
/// open the tickets stored under the key. The session is written before the response goes out.
///
/// # Errors
/// Where the session cannot be read or written.
pub async fn ensure_guest_key(session: &Session, cx: &RequestContext) -> Result<Uuid, UseCaseError> {
    let stored = async {
        session.cycle_id().await?;
        let existing: Option<Uuid> = session.get(GUEST).await?;
        let key = existing.unwrap_or_else(|| cx.backend.clock.id());
        session.insert(GUEST, key).await?;
        Ok(key)
    };
    stored.await.map_err(session_error)
}

/// The state of [`provide_context`].
#[derive(Clone, Debug)]
pub struct ContextLayer {
    /// The application.
    pub app: App,
    /// Whose routes these are.
    pub audience: Audience,
}

/// The first language of the request that is known: in its `Accept-Language` header.
fn accepted_lang(headers: &HeaderMap) -> Option<Lang> {
    let value = headers.get(header::ACCEPT_LANGUAGE)?;
    value.to_str().ok().and_then(Lang::from_accept_language)
}

/// The request id that an outer layer has set; `-` without one.
fn request_id(headers: &HeaderMap) -> &str {
    headers.get("x-request-id").and_then(|value| value.to_str().ok()).unwrap_or("-")
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
    let requested_lang = query_lang(request.uri().query());
    let remote_address = limits::client_address(&request, app.config.http.trusted_proxies);
    let loaded = load_actor(&app, &session, remote_address).await;
    let actor_known = loaded.is_some();
    let SessionActor { actor, lacks_second_factor } = loaded.unwrap_or_default();
    let lang = requested_lang
        .or_else(|| cookie(headers, LANG_COOKIE).and_then(|tag| tag.parse().ok()))
        .or_else(|| actor.user.as_ref().map(|user| user.lang))
        .or_else(|| accepted_lang(headers))
        .unwrap_or(app.backend.settings.default_lang);
    let reader_cookie = cookie(headers, READER_COOKIE)
        .filter(|key| key.len() == 32 && key.bytes().all(|b| b.is_ascii_hexdigit()));
    let browser_key: Arc<str> = reader_cookie.map_or_else(|| random_key(&app).into(), Into::into);
    let new_reader = reader_cookie.is_none().then(|| browser_key.clone());
    let is_identified = actor.user.is_some() || actor.guest.is_some();
    let cx = RequestContext {
        backend: app.backend.clone(),
        actor,
        actor_known,
        browser_key,
        lang,
        uri: request.uri().path_and_query().map_or("/", |uri| uri.as_str()).into(),
        now: app.backend.clock.now(),
        nonce: random_key(&app).into(),
        request_id: request_id(headers).into(),
        assets: &app.assets.base,
    };
    let nonce = cx.nonce.clone();
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
    } else {
        next.run(request).await
    };
    if response.status() == StatusCode::BAD_REQUEST && audience == Audience::Pages && is_plain_text(&response)
    {
        // an extractor could not parse the path or the query
        response = Error::from(ErrorPage::BadRequest).into_response();
    }
    let typed = trace.as_ref().and_then(RequestTrace::typed);
    let has_typed = typed.is_some();
    let mut response = render_error(audience, &policy, (&cx, typed), response).await;
    response.extensions_mut().insert(lost_input::Finished);

    let secure = if app.config.http.is_https() { "; Secure" } else { "" };
    let mut set_cookie = |name: &str, value: &str| {
        let text = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly{secure}");
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    };
    // islands also send `lang`, but only a person who follows a link chooses a language
    if let Some(lang) = requested_lang.filter(|_| audience == Audience::Pages) {
        set_cookie(LANG_COOKIE, lang.tag());
    }
    let new_reader = new_reader.filter(|_| policy.reader_cookie == ReaderCookie::Set);
    if let Some(key) = &new_reader {
        set_cookie(READER_COOKIE, key);
    }
    let status = response.status();
    let shows_typed = has_typed && status.is_server_error();
    let is_private = is_identified || shows_typed || status.is_redirection();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, security::content_security_policy(&nonce));
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
    let now = app.backend.clock.now();
    let remote_address = limits::client_address(&request, app.config.http.trusted_proxies);
    let cx = RequestContext {
        backend: app.backend.clone(),
        actor: Actor { now, remote_address: Some(remote_address.to_string().into()), ..Actor::ANONYMOUS },
        actor_known: true,
        browser_key: random_key(&app).into(),
        lang,
        uri: request.uri().path_and_query().map_or("/", |uri| uri.as_str()).into(),
        now,
        nonce: random_key(&app).into(),
        request_id: request_id(headers).into(),
        assets: &app.assets.base,
    };
    let nonce = cx.nonce.clone();
    let mut response = if is_valid_path(request.uri().path()) {
        request.extensions_mut().insert(cx.clone());
        let response = next.run(request).await;
        render_error(Audience::Feeds, &policy, (&cx, None), response).await
    } else {
        // no path of ours: most likely a person followed a broken link
        let response = Error::from(ErrorPage::NotFound).into_response();
        render_error(Audience::Pages, &policy, (&cx, None), response).await
    };
    let cache = if response.status().is_success() { policy.cache } else { Cache::NoStore };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, security::content_security_policy(&nonce));
    set_cache_headers(headers, cache, false);
    response
}

/// Whether a path is UTF-8 without NUL once it is percent-decoded. All of our addresses are; PostgreSQL accepts no NUL.
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
    let RenderedPage { status, html } = fyr_app::render(cx, page).await?;
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    Ok((status, Html(html)).into_response())
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
