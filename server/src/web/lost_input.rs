//! What a person typed into a form that could not be taken: it is on the error page, and can be sent again from there. And the page
//! for a session that could not be saved, about which the session layer says nothing but 500.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Extension,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use fyr_app::{RequestContext, pages::errors::TypedForm};
use fyr_usecases::{Error as UseCaseError, within_statement_limit};

use super::{
    error::{Error, render_error},
    forms::SECRET_FIELDS,
    policy::{Access, Policy},
    routes::Audience,
    security,
    typed::Values,
};

/// What is known of a request where it fails: filled by the layers and extractors inside, read by those outside.
#[derive(Clone, Default)]
pub struct RequestTrace(Arc<Mutex<Trace>>);

#[derive(Default)]
struct Trace {
    cx: Option<RequestContext>,
    form: Option<SentForm>,
}

/// A form as it was sent.
#[derive(Clone)]
struct SentForm {
    action: String,
    fields: Values,
}

/// How long one statement of a request may take: the page with what was typed is there before a proxy gives up waiting.
const STATEMENT_LIMIT: Duration = Duration::from_secs(8);

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

    /// What the extractor of forms has read.
    pub fn set_form(&self, action: String, fields: &Values) {
        self.with(|trace| trace.form = Some(SentForm { action, fields: fields.clone() }));
    }

    /// The fields of the form; `None` where none was sent.
    pub fn fields(&self) -> Option<Values> {
        self.with(|trace| trace.form.as_ref().map(|form| form.fields.clone()))
    }

    /// What was typed. Forms with a secret, or whose address has one, are not shown again.
    pub fn typed(&self, policy: &Policy) -> Option<TypedForm> {
        let SentForm { action, fields } = self.with(|trace| trace.form.clone())?;
        let is_secret = matches!(policy.access, Access::Proof(_));
        let is_filled_in =
            |name: &&str| fields.get(*name).is_some_and(|values| values.iter().any(|v| !v.is_empty()));
        if is_secret || SECRET_FIELDS.iter().any(is_filled_in) {
            return None;
        }
        let mut fields: Vec<(String, String)> = fields
            .into_iter()
            .flat_map(|(name, values)| values.into_iter().map(move |value| (name.clone(), value)))
            .collect();
        fields.sort();
        Some(TypedForm { action, fields })
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
    let response = within_statement_limit(STATEMENT_LIMIT, next.run(request)).await;
    let is_ours = response.extensions().get::<Finished>().is_some();
    if is_ours || response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let Some(cx) = trace.with(|trace| trace.cx.clone()) else { return response };
    let failed = Error::from(UseCaseError::unavailable("the session could not be saved")).into_response();
    let mut response = render_error(audience, &policy, (&cx, trace.typed(&policy)), failed).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, security::CONTENT_SECURITY_POLICY);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
