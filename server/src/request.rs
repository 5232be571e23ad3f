//! Builds the [`RequestContext`] of a request, and turns pages and errors into responses.

use std::{future::Future, net::IpAddr, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};
use futures::StreamExt;
use fyr_app::{
    Page, RenderedPage, RequestContext,
    pages::errors::{self, ErrorPage},
};
use fyr_domain::{Actor, Lang};
use fyr_usecases::Error;
use tower_sessions::Session;
use uuid::Uuid;

use crate::{app::App, client::cookie, config::Config, limits, security, sessions};

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
pub async fn ensure_guest_key(session: &Session, cx: &RequestContext) -> Result<Uuid, Error> {
    let stored = async {
        session.cycle_id().await?;
        let existing: Option<Uuid> = session.get(GUEST).await?;
        let key = existing.unwrap_or_else(|| cx.backend.clock.id());
        session.insert(GUEST, key).await?;
        Ok(key)
    };
    stored.await.map_err(|error: tower_sessions::session::Error| Error::Internal(Box::new(error)))
}

/// Middleware: adds the [`RequestContext`] to the request, and content security policy, cookies and caching headers to the
/// response.
pub async fn provide_context(
    State(app): State<App>,
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
        .or_else(|| {
            headers
                .get(header::ACCEPT_LANGUAGE)
                .and_then(|value| value.to_str().ok())
                .and_then(Lang::from_accept_language)
        })
        .unwrap_or(app.backend.settings.default_lang);
    let reader_cookie = cookie(headers, READER_COOKIE)
        .filter(|key| key.len() == 32 && key.bytes().all(|b| b.is_ascii_hexdigit()));
    let random = || app.backend.clock.random();
    let browser_key: Arc<str> =
        reader_cookie.map_or_else(|| format!("{:016x}{:016x}", random(), random()).into(), Into::into);
    let new_reader = reader_cookie.is_none().then(|| browser_key.clone());
    let request_id = headers.get("x-request-id").and_then(|value| value.to_str().ok()).unwrap_or("-");
    let is_identified = actor.user.is_some() || actor.guest.is_some();
    let cx = RequestContext {
        backend: app.backend.clone(),
        actor,
        actor_known,
        browser_key,
        lang,
        uri: request.uri().path_and_query().map_or("/", |uri| uri.as_str()).into(),
        now: app.backend.clock.now(),
        nonce: format!("{:016x}{:016x}", random(), random()).into(),
        request_id: request_id.into(),
        assets: &app.assets.base,
    };
    let nonce = cx.nonce.clone();
    let writes = request.method() != Method::GET && request.method() != Method::HEAD;
    let path = request.uri().path().to_owned();
    let is_api = path.starts_with("/api/");
    request.extensions_mut().insert(cx.clone());
    let mut response = if !is_valid_path(&path) {
        error_page(cx.clone(), ErrorPage::NotFound).await
    } else if lacks_second_factor && !sessions::is_allowed_without_second_factor(&path) {
        see_other(sessions::SECOND_FACTOR_PATH)
    } else {
        next.run(request).await
    };
    if response.status() == StatusCode::BAD_REQUEST && !is_api && !is_html(&response) {
        // an extractor could not parse the path or the query
        response = error_page(cx, ErrorPage::BadRequest).await;
    }

    let secure = if app.config.http.is_https() { "; Secure" } else { "" };
    let mut set_cookie = |name: &str, value: &str| {
        let text = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly{secure}");
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    };
    // islands also send `lang`, but only a person who follows a link chooses a language
    if let Some(lang) = requested_lang.filter(|_| !is_api) {
        set_cookie(LANG_COOKIE, lang.tag());
    }
    // the page with the form sets the cookie already: uploads and drafts sent while it is filled in need the same owner
    let new_reader = new_reader.filter(|_| writes || path == "/tickets/new");
    if let Some(key) = &new_reader {
        set_cookie(READER_COOKIE, key);
    }
    let redirects = response.status().is_redirection();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, security::content_security_policy(&nonce));
    if is_identified || writes || redirects {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    } else {
        let cache_control = if new_reader.is_some() { "private, no-cache" } else { "no-cache" };
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(cache_control));
        headers.append(header::VARY, HeaderValue::from_static("cookie, accept-language"));
    }
    response
}

/// Whether a path is UTF-8 without NUL once it is percent-decoded. All of our addresses are; PostgreSQL accepts no NUL.
fn is_valid_path(path: &str) -> bool {
    percent_encoding::percent_decode_str(path).decode_utf8().is_ok_and(|text| !text.contains('\0'))
}

fn is_html(response: &Response) -> bool {
    let media_type = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    media_type.is_some_and(|media_type| media_type.starts_with("text/html"))
}

/// Renders a page to an HTML response; where the page function fails, the [`error_response`] instead.
pub async fn render_page<F, Fut>(cx: RequestContext, page: F) -> Response
where
    F: FnOnce(RequestContext) -> Fut,
    Fut: Future<Output = Result<Page, Error>>,
{
    match fyr_app::render(cx.clone(), page).await {
        Ok(RenderedPage { status, html }) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
            (status, Html(html)).into_response()
        }
        Err(error) => error_response(cx, error).await,
    }
}

/// The error page with its status, and with `Retry-After` where waiting helps.
pub async fn error_page(cx: RequestContext, error: ErrorPage) -> Response {
    let rendered = fyr_app::render(cx, async |cx: RequestContext| Ok(errors::show(&cx, error))).await;
    let mut response = match rendered {
        Ok(RenderedPage { status, html }) => {
            (StatusCode::from_u16(status).unwrap_or(StatusCode::OK), Html(html)).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    let retry_after_seconds = match error {
        ErrorPage::Unavailable => Some(60),
        ErrorPage::TooManyRequests { seconds } => Some(seconds),
        ErrorPage::BadRequest
        | ErrorPage::Forbidden
        | ErrorPage::NotFound
        | ErrorPage::TooLarge { .. }
        | ErrorPage::Internal => None,
    };
    if let Some(seconds) = retry_after_seconds {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// A use case's error as a response: an error page with a sentence for people, or a redirect to the sign-in page. The log gets
/// the chain of causes.
pub async fn error_response(cx: RequestContext, error: Error) -> Response {
    match error {
        // the actor is unknown, so the page may exist for them
        Error::NotFound | Error::SignInFirst if !cx.actor_known => {
            error_page(cx, ErrorPage::Unavailable).await
        }
        Error::NotFound => error_page(cx, ErrorPage::NotFound).await,
        Error::SignInFirst => see_other(sign_in_path(&cx.uri)),
        Error::Invalid(errors) => {
            tracing::debug!(?errors, "a form that no page of ours sends");
            error_page(cx, ErrorPage::BadRequest).await
        }
        Error::Unavailable(error) => {
            tracing::error!(%error, "a part is away");
            error_page(cx, ErrorPage::Unavailable).await
        }
        Error::Internal(error) => {
            tracing::error!(error = &*error, "a fault of ours");
            error_page(cx, ErrorPage::Internal).await
        }
    }
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

/// Middleware: answers 413 where `Content-Length` is above the limit. The body is read and discarded, up to ten times the
/// limit, because a browser whose upload is cut off shows no response at all.
pub async fn enforce_body_limit(
    State(limit): State<BodyLimit>,
    cx: RequestContext,
    request: Request,
    next: Next,
) -> Response {
    let length = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if length.is_none_or(|length| length <= limit.0) {
        return next.run(request).await;
    }
    let mut body = request.into_body().into_data_stream();
    let mut remaining = limit.0.saturating_mul(10);
    while let Some(Ok(chunk)) = body.next().await {
        remaining = remaining.saturating_sub(chunk.len() as u64);
        if remaining == 0 {
            break;
        }
    }
    error_page(cx, ErrorPage::TooLarge { max_mb: limit.megabytes() }).await
}

/// The largest request body, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct BodyLimit(pub u64);

impl BodyLimit {
    /// `max_files_mb` from the configuration, and 2 MB for the text fields around the files.
    pub fn new(config: &Config) -> Self {
        Self(config.files.max_files_mb * 1_000_000 + 2_000_000)
    }

    /// The limit in megabytes (1,000,000 bytes), rounded down, as error pages show it.
    pub fn megabytes(self) -> u64 {
        self.0 / 1_000_000
    }
}
