//! From a request to a [`Cx`], and from a page to a response: the one way every page and form goes.

use std::{convert::Infallible, future::Future, net::IpAddr, sync::Arc};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};
use futures::StreamExt;
use fyr_app::{
    Cx, Page,
    pages::errors::{self, Trouble},
};
use fyr_domain::{Actor, Lang};
use fyr_services::Error;
use tower_sessions::Session;
use uuid::Uuid;

use crate::{app::App, client::cookie, config::Config, limits, security, sessions};

/// Session keys.
pub const USER: &str = "user";
/// The key to the tickets that were filed here without an account or opened by a link.
const GUEST: &str = "guest";

const LANG_COOKIE: &str = "fyr_lang";
const READER_COOKIE: &str = "fyr_reader";

/// A [`Cx`] in a handler's arguments. (`Cx` itself belongs to another crate, and comes out with `.0`.)
#[derive(Clone, Debug)]
pub struct Asked(pub Cx);

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        // `context` has put it there for every route
        Ok(parts.extensions.get::<Self>().cloned().expect("the context layer is in place"))
    }
}

fn query_lang(query: Option<&str>) -> Option<Lang> {
    query?.split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(|tag| tag.parse().ok())
}

/// Who asks, and whether they must set up a second factor before anything else. `None` where that cannot be told now, because
/// the database is away.
async fn actor(app: &App, session: &Session, from: IpAddr) -> Option<(Actor, bool)> {
    let known = async {
        let user = match session.get::<Uuid>(USER).await? {
            Some(id) => fyr_services::people::find(&app.services, id).await?,
            None => None,
        };
        let at = app.services.clock.now();
        let from = Some(from.to_string().into());
        let actor = Actor { user, guest: session.get(GUEST).await?, at, from };
        if (actor.user.is_some() || actor.guest.is_some())
            && !sessions::keep(&app.config, session, actor.user.as_ref(), at).await?
        {
            return Ok((Actor { user: None, guest: None, ..actor }, false));
        }
        let lacks = sessions::lacks_second_factor(&app.config, session, &actor).await?;
        Ok::<_, anyhow::Error>((actor, lacks))
    };
    known.await.inspect_err(|error| tracing::warn!(%error, "who asks could not be read")).ok()
}

/// The key under which this browser's tickets are kept, in a session whose id is new: who knew the old one gains nothing.
/// The session is written before the answer goes out.
pub async fn guest_key(session: &Session, cx: &Cx) -> Result<Uuid, Error> {
    let kept = async {
        session.cycle_id().await?;
        let known: Option<Uuid> = session.get(GUEST).await?;
        let key = known.unwrap_or_else(|| cx.services.clock.id());
        session.insert(GUEST, key).await?;
        Ok(key)
    };
    kept.await.map_err(|error: tower_sessions::session::Error| Error::Internal(Box::new(error)))
}

/// Puts the [`Cx`] in place, and what goes with every answer: policy, cookies, caching.
pub async fn context(State(app): State<App>, session: Session, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let asked_lang = query_lang(request.uri().query());
    let from = limits::sender(&request, app.config.trusted_proxies);
    let known = actor(&app, &session, from).await;
    let actor_known = known.is_some();
    let (actor, lacks_second_factor) = known.unwrap_or_default();
    let lang = asked_lang
        .or_else(|| cookie(headers, LANG_COOKIE).and_then(|tag| tag.parse().ok()))
        .or_else(|| actor.user.as_ref().map(|user| user.lang))
        .or_else(|| {
            headers
                .get(header::ACCEPT_LANGUAGE)
                .and_then(|value| value.to_str().ok())
                .and_then(Lang::from_accept_language)
        })
        .unwrap_or(app.services.settings.default_lang);
    let known_reader = cookie(headers, READER_COOKIE)
        .filter(|key| key.len() == 32 && key.bytes().all(|b| b.is_ascii_hexdigit()));
    let random = || app.services.clock.random();
    let reader: Arc<str> =
        known_reader.map_or_else(|| format!("{:016x}{:016x}", random(), random()).into(), Into::into);
    let new_reader = known_reader.is_none().then(|| reader.clone());
    let request_id = headers.get("x-request-id").and_then(|value| value.to_str().ok()).unwrap_or("-");
    let signed_in = actor.user.is_some() || actor.guest.is_some();
    let cx = Cx {
        services: app.services.clone(),
        actor,
        actor_known,
        reader,
        lang,
        uri: request.uri().path_and_query().map_or("/", |uri| uri.as_str()).into(),
        now: app.services.clock.now(),
        nonce: format!("{:016x}{:016x}", random(), random()).into(),
        request_id: request_id.into(),
        assets: &app.assets.base,
    };
    let nonce = cx.nonce.clone();
    let writes = request.method() != Method::GET && request.method() != Method::HEAD;
    let path = request.uri().path().to_owned();
    let plain = path.starts_with("/api/");
    request.extensions_mut().insert(Asked(cx.clone()));
    let mut response = if !is_text(&path) {
        trouble(cx.clone(), Trouble::NotFound).await
    } else if lacks_second_factor && !sessions::is_on_the_way_to_a_second_factor(&path) {
        see_other(sessions::SECOND_FACTOR)
    } else {
        next.run(request).await
    };
    if response.status() == StatusCode::BAD_REQUEST && !plain && !is_page(&response) {
        // what could not be taken out of the address or the query
        response = trouble(cx, Trouble::BadRequest).await;
    }

    let secure = if app.config.public_url.starts_with("https:") { "; Secure" } else { "" };
    let mut remember = |name: &str, value: &str| {
        let text = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly{secure}");
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    };
    // a page of this language may ask for more in it; only people choose one
    if let Some(lang) = asked_lang.filter(|_| !plain) {
        remember(LANG_COOKIE, lang.tag());
    }
    // from the page with the form on: what it sends while being filled in has one owner
    let new_reader = new_reader.filter(|_| writes || path == "/tickets/new");
    if let Some(key) = &new_reader {
        remember(READER_COOKIE, key);
    }
    let redirects = response.status().is_redirection();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, security::policy(&nonce));
    if signed_in || writes || redirects {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    } else {
        let shared = if new_reader.is_some() { "private, no-cache" } else { "no-cache" };
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(shared));
        headers.append(header::VARY, HeaderValue::from_static("cookie, accept-language"));
    }
    response
}

/// Whether an address is text once its escapes are read. All of ours are; and none has a NUL, which PostgreSQL does not take.
fn is_text(path: &str) -> bool {
    percent_encoding::percent_decode_str(path).decode_utf8().is_ok_and(|text| !text.contains('\0'))
}

fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

/// Renders a page, or what stands in its place.
pub async fn page<F, Fut>(cx: Cx, page: F) -> Response
where
    F: FnOnce(Cx) -> Fut,
    Fut: Future<Output = Result<Page, Error>>,
{
    match fyr_app::render(cx.clone(), page).await {
        Ok((status, html)) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
            (status, Html(html)).into_response()
        }
        Err(error) => failed(cx, error).await,
    }
}

/// The page for trouble.
pub async fn trouble(cx: Cx, trouble: Trouble) -> Response {
    let rendered = fyr_app::render(cx, async |cx: Cx| Ok(errors::show(&cx, trouble))).await;
    let mut response = match rendered {
        Ok((status, html)) => {
            (StatusCode::from_u16(status).unwrap_or(StatusCode::OK), Html(html)).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    let after = match trouble {
        Trouble::Unavailable => Some(60),
        Trouble::TooMany { seconds } => Some(seconds),
        Trouble::BadRequest
        | Trouble::Forbidden
        | Trouble::NotFound
        | Trouble::TooLarge { .. }
        | Trouble::Internal => None,
    };
    if let Some(seconds) = after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// What a use case's error means to a browser. People get a sentence, the log gets the chain.
pub async fn failed(cx: Cx, error: Error) -> Response {
    match error {
        // it may well be there for whoever this is
        Error::NotFound | Error::SignInFirst if !cx.actor_known => trouble(cx, Trouble::Unavailable).await,
        Error::NotFound => trouble(cx, Trouble::NotFound).await,
        Error::SignInFirst => see_other(sign_in_path(&cx.uri)),
        Error::Invalid(errors) => {
            tracing::debug!(?errors, "a form that no page of ours sends");
            trouble(cx, Trouble::BadRequest).await
        }
        Error::Unavailable(error) => {
            tracing::error!(%error, "a part is away");
            trouble(cx, Trouble::Unavailable).await
        }
        Error::Internal(error) => {
            tracing::error!(error = &*error, "a fault of ours");
            trouble(cx, Trouble::Internal).await
        }
    }
}

/// Where someone signs in and is led on to a path of this site.
pub fn sign_in_path(next: &str) -> String {
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("/sign-in?next={next}")
}

/// The same request as if it had asked for another page: links on the page, and the way back after signing in, lead there.
pub fn at(cx: Cx, path: &str) -> Cx {
    Cx { uri: path.into(), ..cx }
}

/// 303 to a path of this site.
pub fn see_other(path: impl AsRef<str>) -> Response {
    Redirect::to(path.as_ref()).into_response()
}

/// Answers a request whose announced length is above the limit. What the browser is sending is read and thrown away, up
/// to ten times the limit, because one that is cut off while sending shows no answer at all.
pub async fn too_large(
    State(limit): State<BodyLimit>,
    Asked(cx): Asked,
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
    let mut left = limit.0.saturating_mul(10);
    while let Some(Ok(chunk)) = body.next().await {
        left = left.saturating_sub(chunk.len() as u64);
        if left == 0 {
            break;
        }
    }
    trouble(cx, Trouble::TooLarge { max_mb: limit.megabytes() }).await
}

/// The most bytes a request may carry.
#[derive(Clone, Copy, Debug)]
pub struct BodyLimit(pub u64);

impl BodyLimit {
    /// The files of a form, and room for the text around them.
    pub fn new(config: &Config) -> Self {
        Self(config.max_files_mb * 1_000_000 + 2_000_000)
    }

    /// The same as people read it.
    pub fn megabytes(self) -> u64 {
        self.0 / 1_000_000
    }
}
