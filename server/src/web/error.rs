//! Why a handler has no answer. Handlers return an [`Error`] with `?`; it only marks the response. The layer that has the request's
//! context renders it afterwards: as a page for people, as a line of text for programs.

use std::sync::Arc;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use fyr_app::{
    RenderedPage, RequestContext,
    pages::{
        errors::{self, ErrorPage, TypedForm},
        opened_by::{self, OpenedForm},
    },
};
use fyr_domain::fields::FieldErrors;
use fyr_usecases::Error as UseCaseError;

use super::{
    context::{see_other, sign_in_path},
    policy::Policy,
    routes::Audience,
};

/// Why a handler could not answer.
#[derive(Debug)]
pub enum Error {
    /// A use case failed.
    UseCase(UseCaseError),
    /// HTTP itself is in the way: the page that says so.
    Page(ErrorPage),
    /// The form was opened for somebody else than who is signed in now; it is shown again.
    OpenedBySomeoneElse(Arc<OpenedForm>),
}

impl From<UseCaseError> for Error {
    fn from(error: UseCaseError) -> Self {
        Self::UseCase(error)
    }
}

impl From<FieldErrors> for Error {
    fn from(errors: FieldErrors) -> Self {
        Self::UseCase(errors.into())
    }
}

impl From<ErrorPage> for Error {
    fn from(page: ErrorPage) -> Self {
        Self::Page(page)
    }
}

impl From<tower_sessions::session::Error> for Error {
    fn from(error: tower_sessions::session::Error) -> Self {
        Self::UseCase(session_error(error))
    }
}

/// The error of a session. All that its store does is read and write rows: what fails there fails because the database is away,
/// full or locked.
pub fn session_error(error: tower_sessions::session::Error) -> UseCaseError {
    use tower_sessions::{session::Error as SessionError, session_store::Error as StoreError};
    match error {
        SessionError::Store(StoreError::Backend(reason)) => UseCaseError::unavailable(reason),
        other => UseCaseError::Internal(Box::new(other)),
    }
}

/// The mark on a response that is still to be rendered.
#[derive(Clone, Debug)]
enum Failure {
    NotFound,
    SignInFirst,
    Page(ErrorPage),
    OpenedBySomeoneElse(Arc<OpenedForm>),
}

impl IntoResponse for Error {
    /// An empty response with the mark. The log gets the chain of causes.
    fn into_response(self) -> Response {
        let failure = match self {
            Self::Page(page) => Failure::Page(page),
            Self::OpenedBySomeoneElse(form) => Failure::OpenedBySomeoneElse(form),
            Self::UseCase(UseCaseError::NotFound) => Failure::NotFound,
            Self::UseCase(UseCaseError::AccountDeactivated) => Failure::Page(ErrorPage::AccountDeactivated),
            Self::UseCase(UseCaseError::SignInFirst) => Failure::SignInFirst,
            Self::UseCase(UseCaseError::Invalid(errors)) => {
                tracing::debug!(?errors, "a form that no page of ours sends");
                Failure::Page(ErrorPage::BadRequest)
            }
            Self::UseCase(error) if error.is_read_only() => {
                tracing::info!("refused: the portal is only read at present");
                Failure::Page(ErrorPage::ReadOnly)
            }
            Self::UseCase(UseCaseError::Unavailable(error)) => {
                tracing::error!(%error, "a part is away");
                Failure::Page(ErrorPage::Unavailable)
            }
            Self::UseCase(UseCaseError::Internal(error)) => {
                tracing::error!(error = &*error, "a fault of ours");
                Failure::Page(ErrorPage::Internal)
            }
        };
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(failure);
        response
    }
}

/// Errors of fields, apart from all other errors.
pub trait FieldErrorsExt<T> {
    /// `Ok(Err(…))` where fields have errors, so that `?` returns every other error and the form can be shown again.
    ///
    /// # Errors
    /// Every error that is not one of a field.
    fn or_field_errors(self) -> Result<Result<T, FieldErrors>, Error>;
}

impl<T> FieldErrorsExt<T> for Result<T, Error> {
    fn or_field_errors(self) -> Result<Result<T, FieldErrors>, Error> {
        match self {
            Ok(value) => Ok(Ok(value)),
            Err(Error::UseCase(UseCaseError::Invalid(errors))) => Ok(Err(errors)),
            Err(error) => Err(error),
        }
    }
}

impl<T> FieldErrorsExt<T> for Result<T, UseCaseError> {
    fn or_field_errors(self) -> Result<Result<T, FieldErrors>, Error> {
        self.map_err(Error::from).or_field_errors()
    }
}

/// Renders a response that is marked with an error; any other is returned as it is. Where it is our fault, the page has what was
/// typed.
pub async fn render_error(
    audience: Audience,
    policy: &Policy,
    (cx, typed): (&RequestContext, Option<TypedForm>),
    mut response: Response,
) -> Response {
    let Some(failure) = response.extensions_mut().remove::<Failure>() else { return response };
    let uri = policy.page.map_or_else(|| cx.uri.clone(), Into::into);
    let page = match failure {
        // the actor is unknown, so the page may exist for them
        Failure::NotFound | Failure::SignInFirst if !cx.actor_known => ErrorPage::Unavailable,
        Failure::NotFound => ErrorPage::NotFound,
        Failure::SignInFirst => return see_other(sign_in_path(&uri)),
        // what somebody sent could not be written, of course
        Failure::Page(ErrorPage::Unavailable) if cx.submits && cx.backend.settings.read_only => {
            ErrorPage::ReadOnly
        }
        Failure::Page(page) => page,
        Failure::OpenedBySomeoneElse(form) => return render_opened_form(audience, cx, &form).await,
    };
    let cx = RequestContext { uri, ..cx.clone() };
    let mut response = match audience {
        Audience::Pages => render_page(cx, page, typed).await,
        Audience::Islands | Audience::Feeds | Audience::Program => {
            let (status, title) = errors::status_and_title(&cx, page);
            (status_code(status), format!("{title}\n")).into_response()
        }
    };
    let retry_after_seconds = match page {
        ErrorPage::Unavailable | ErrorPage::ReadOnly => Some(60),
        ErrorPage::TooManyRequests { seconds } => Some(seconds),
        ErrorPage::BadRequest
        | ErrorPage::Forbidden
        | ErrorPage::AccountDeactivated
        | ErrorPage::NotFound
        | ErrorPage::TooLarge { .. }
        | ErrorPage::Internal => None,
    };
    if let Some(seconds) = retry_after_seconds {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Answers in one line where nothing has a context: for probes and assets.
pub async fn answer_without_context(mut response: Response) -> Response {
    match response.extensions_mut().remove::<Failure>() {
        None => response,
        Some(Failure::NotFound | Failure::SignInFirst | Failure::Page(ErrorPage::NotFound)) => {
            (StatusCode::NOT_FOUND, "not found\n").into_response()
        }
        Some(Failure::Page(_) | Failure::OpenedBySomeoneElse(_)) => {
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn render_opened_form(audience: Audience, cx: &RequestContext, form: &OpenedForm) -> Response {
    let rendered = match audience {
        Audience::Pages => {
            fyr_app::render(cx.clone(), async |cx: RequestContext| Ok(opened_by::show(&cx, form))).await
        }
        Audience::Islands | Audience::Feeds | Audience::Program => {
            return (StatusCode::CONFLICT, "opened by someone else\n").into_response();
        }
    };
    match rendered {
        Ok(RenderedPage { status, html }) => (status_code(status), Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn render_page(cx: RequestContext, page: ErrorPage, typed: Option<TypedForm>) -> Response {
    let rendered =
        fyr_app::render(cx, async |cx: RequestContext| Ok(errors::show(&cx, page, typed.as_ref()))).await;
    match rendered {
        Ok(RenderedPage { status, html }) => (status_code(status), Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn status_code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
