//! What a person typed into a form that could not be taken: it is on the error page, and can be sent again from there. And the page
//! for a session that could not be saved, about which the session layer says nothing but 500.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Extension,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use fyr_app::{RequestContext, pages::errors::TypedForm};
use fyr_usecases::Error as UseCaseError;

use super::{
    error::{Error, render_error},
    policy::{BodyKind, Policy},
    routes::Audience,
    security,
};

/// Fields that are never sent back.
const SECRETS: [&str; 5] = ["password", "current", "confirm", "code", "token"];

/// What is known of a request where it fails: filled by the layers and extractors inside, read by those outside.
#[derive(Clone, Default)]
pub struct RequestTrace(Arc<Mutex<Trace>>);

#[derive(Default)]
struct Trace {
    cx: Option<RequestContext>,
    typed: Option<TypedForm>,
}

/// On responses that the context layer has finished.
#[derive(Clone, Copy)]
pub struct Finished;

impl RequestTrace {
    fn with<T>(&self, read: impl FnOnce(&mut Trace) -> T) -> T {
        read(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The context of the request.
    pub fn set_context(&self, cx: &RequestContext) {
        self.with(|trace| trace.cx = Some(cx.clone()));
    }

    /// The text fields of a form with texts. Forms of short fields and those with a secret are not kept.
    pub fn set_fields(&self, policy: &Policy, action: &str, fields: &HashMap<String, Vec<String>>) {
        let has_texts = matches!(policy.body, BodyKind::Form | BodyKind::Files);
        let has_secret = SECRETS
            .iter()
            .any(|name| fields.get(*name).is_some_and(|values| values.iter().any(|value| !value.is_empty())));
        if !has_texts || has_secret {
            return;
        }
        let mut fields: Vec<(String, String)> = fields
            .iter()
            .flat_map(|(name, values)| values.iter().map(|value| (name.clone(), value.clone())))
            .collect();
        fields.sort();
        self.with(|trace| trace.typed = Some(TypedForm { action: action.to_owned(), fields }));
    }

    /// What was typed, if anything was.
    pub fn typed(&self) -> Option<TypedForm> {
        self.with(|trace| trace.typed.clone())
    }
}

/// Middleware around the sessions: traces the request, and answers with a page where its session could not be saved.
pub async fn trace_request(
    State(audience): State<Audience>,
    Extension(policy): Extension<Policy>,
    mut request: Request,
    next: Next,
) -> Response {
    let trace = RequestTrace::default();
    request.extensions_mut().insert(trace.clone());
    let response = next.run(request).await;
    let is_ours = response.extensions().get::<Finished>().is_some();
    if is_ours || response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let Some(cx) = trace.with(|trace| trace.cx.clone()) else { return response };
    let failed = Error::from(UseCaseError::unavailable("the session could not be saved")).into_response();
    let mut response = render_error(audience, &policy, (&cx, trace.typed()), failed).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, security::content_security_policy(&cx.nonce));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
