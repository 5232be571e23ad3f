//! Declaring routes: a method, a path, a handler and its [`Policy`], from which both the router and the table of all routes are made.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Extension, Router,
    extract::MatchedPath,
    handler::Handler,
    http::{Method, Uri},
    response::{IntoResponse, Redirect, Response},
    routing::{MethodFilter, MethodRouter, on},
};
use fyr_app::pages::errors::ErrorPage;

use super::{
    error::Error,
    policy::{Access, BodyKind, Policy, RateLimit},
};
use crate::{
    app::App,
    erased_handler::{get, post},
};

/// Whom routes are for. Each audience has its own layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// People with browsers: pages, forms, downloads. Sessions, cookies, error pages.
    Pages,
    /// Islands of the portal's own pages. Sessions and cookies as on pages; errors are for programs.
    Islands,
    /// Programs of others that read what is public: no session, no cookies.
    Feeds,
    /// Who runs the program, and browsers that load its assets: no context at all.
    Program,
}

/// Routes of one folder or audience.
#[derive(Debug, Default)]
pub struct Routes(Vec<Route>);

#[derive(Debug)]
struct Route {
    method: Method,
    path: &'static str,
    policy: Policy,
    handler: MethodRouter<App>,
}

/// A route as the table of all routes has it.
#[derive(Clone, Debug)]
pub struct RouteInfo {
    /// Whom it is for.
    pub audience: Audience,
    /// `GET` (which includes `HEAD`) or `POST`.
    pub method: Method,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// Its policy.
    pub policy: Policy,
}

/// The policy of reads that find no route.
const MISSING_READ: Policy = Policy::read(Access::Anyone);
/// The policy of everything else that finds no route. It changes nothing, and so it does not count as a write.
const MISSING_WRITE: Policy = Policy::write(Access::Anyone, BodyKind::Form).limit(RateLimit::None);

impl Routes {
    /// No routes.
    pub fn new() -> Self {
        Self::default()
    }

    /// With a handler of `GET` and `HEAD`.
    #[must_use]
    pub fn get<H: Handler<T, App>, T: 'static>(
        mut self,
        path: &'static str,
        handler: H,
        policy: Policy,
    ) -> Self {
        self.0.push(Route { method: Method::GET, path, policy, handler: get(handler) });
        self
    }

    /// With a handler of `POST`.
    #[must_use]
    pub fn post<H: Handler<T, App>, T: 'static>(
        mut self,
        path: &'static str,
        handler: H,
        policy: Policy,
    ) -> Self {
        self.0.push(Route { method: Method::POST, path, policy, handler: post(handler) });
        self
    }

    /// With the routes of a folder.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The table of these routes, in the order of their declaration.
    pub fn table(&self, audience: Audience) -> impl Iterator<Item = RouteInfo> {
        self.0.iter().map(move |route| RouteInfo {
            audience,
            method: route.method.clone(),
            path: route.path,
            policy: route.policy,
        })
    }

    /// The router, with each handler in the layers that `wrap` puts around it. Methods that a path does not have are answered
    /// as paths that do not exist; to programs, with 405.
    pub fn into_router(self, wrap: impl Fn(MethodRouter<App>, Policy) -> MethodRouter<App>) -> Router<App> {
        let mut paths: BTreeMap<&'static str, Vec<Route>> = BTreeMap::new();
        for route in self.0 {
            paths.entry(route.path).or_default().push(route);
        }
        paths.into_iter().fold(Router::new(), |router, (path, routes)| {
            let has_get = routes.iter().any(|route| route.method == Method::GET);
            let missing = if has_get {
                missing(MethodFilter::OPTIONS, &wrap)
            } else {
                missing(MethodFilter::OPTIONS.or(MethodFilter::GET), &wrap)
            };
            let methods = routes
                .into_iter()
                .fold(missing, |methods, route| methods.merge(wrap(route.handler, route.policy)));
            router.route(path, methods)
        })
    }
}

/// The handler of requests that find no route; `reads` are the methods that change nothing.
pub fn missing(
    reads: MethodFilter,
    wrap: impl Fn(MethodRouter<App>, Policy) -> MethodRouter<App>,
) -> MethodRouter<App> {
    let writes = MethodRouter::new().fallback(not_found);
    wrap(on(reads, not_found_read), MISSING_READ).merge(wrap(writes, MISSING_WRITE))
}

/// The paths that can be read.
#[derive(Clone)]
pub struct ReadPaths(Arc<matchit::Router<()>>);

impl ReadPaths {
    /// Those of a table of routes.
    pub fn new(table: &[RouteInfo]) -> Self {
        let mut paths = matchit::Router::new();
        for route in table.iter().filter(|route| route.method == Method::GET) {
            // a path that is declared twice would not start
            let _ = paths.insert(route.path, ());
        }
        Self(Arc::new(paths))
    }

    fn contain(&self, path: &str) -> bool {
        self.0.at(path).is_ok()
    }
}

/// Where no page is, but one at the same address written in another way, leads there: with a slash at the end or twice, letters
/// written as `%74` (RFC 3986, 6.2.2.2), capital letters.
async fn not_found_read(Extension(paths): Extension<ReadPaths>, uri: Uri) -> Result<Redirect, Error> {
    let path = plain_path(uri.path());
    if path == uri.path() || !paths.contain(&path) {
        return Err(ErrorPage::NotFound.into());
    }
    Ok(Redirect::to(&uri.query().map_or_else(|| path.clone(), |query| format!("{path}?{query}"))))
}

/// The path as the pages of the portal write it. It begins with one slash, so that it never names another site.
fn plain_path(path: &str) -> String {
    let mut segments = Vec::new();
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        let mut plain = String::with_capacity(segment.len());
        let mut rest = segment;
        while let Some(at) = rest.find('%') {
            plain.push_str(&rest[..at]);
            let code = rest.get(at + 1..at + 3).and_then(|code| u8::from_str_radix(code, 16).ok());
            let unreserved = |c: &char| c.is_ascii_alphanumeric() || "-._~".contains(*c);
            if let Some(c) = code.map(char::from).filter(unreserved) {
                plain.push(c);
                rest = &rest[at + 3..];
            } else {
                plain.push('%');
                rest = &rest[at + 1..];
            }
        }
        plain.push_str(rest);
        segments.push(plain.to_ascii_lowercase());
    }
    format!("/{}", segments.join("/"))
}

/// Marks the answer to a method that the path does not have, which programs are told as such.
#[derive(Clone, Copy, Debug)]
pub struct OtherMethod;

async fn not_found(matched: Option<MatchedPath>) -> Response {
    let mut response = Error::from(ErrorPage::NotFound).into_response();
    if matched.is_some() {
        response.extensions_mut().insert(OtherMethod);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_led_to_the_way_in_which_the_portal_writes_it() {
        for (path, plain) in [
            ("/tickets/new/", "/tickets/new"),
            ("//tickets///new", "/tickets/new"),
            ("//evil.example/", "/evil.example"),
            ("/%74ickets/%6Eew", "/tickets/new"),
            ("/Articles/Reset-Password", "/articles/reset-password"),
            ("/sok%2Fa%C3%B6", "/sok%2fa%c3%b6"),
            ("/100%", "/100%"),
            ("/%%74", "/%t"),
            ("/", "/"),
            ("/%2e%2e/x", "/../x"),
        ] {
            assert_eq!(plain_path(path), plain, "{path}");
            assert_eq!(plain_path(plain), plain, "{path}: leads nowhere else");
        }
    }
}
