//! Handlers whose types are erased where they are routed. Otherwise the compiler checks for every layer around every route anew
//! that the whole future of the handler, down to the database, is `Send`: that took a third of this crate's compile time.

use std::{pin::Pin, sync::Arc};

use axum::{extract::Request, handler::Handler, response::Response, routing, routing::MethodRouter};

use crate::app::App;

type ResponseFuture = Pin<Box<dyn Future<Output = Response> + Send>>;

/// A handler of any type.
#[derive(Clone)]
pub struct ErasedHandler(Arc<dyn Fn(Request, App) -> ResponseFuture + Send + Sync>);

impl ErasedHandler {
    /// Erases the type of a handler.
    pub fn new<H: Handler<T, App>, T: 'static>(handler: H) -> Self {
        Self(Arc::new(move |request, app| Box::pin(handler.clone().call(request, app))))
    }
}

impl Handler<(), App> for ErasedHandler {
    type Future = ResponseFuture;

    fn call(self, request: Request, app: App) -> Self::Future {
        (self.0)(request, app)
    }
}

/// Routes `GET` and `HEAD` to a handler.
pub fn get<H: Handler<T, App>, T: 'static>(handler: H) -> MethodRouter<App> {
    routing::get(ErasedHandler::new(handler))
}

/// Routes `POST` to a handler.
pub fn post<H: Handler<T, App>, T: 'static>(handler: H) -> MethodRouter<App> {
    routing::post(ErasedHandler::new(handler))
}
