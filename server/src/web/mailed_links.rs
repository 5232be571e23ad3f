//! What mailed links lead to when they do not work.

use axum::response::Response;
use fyr_app::{RequestContext, pages::account::expired_link};
use fyr_usecases::Error as UseCaseError;

use super::{Error, render_page};

/// The response to a mailed link that failed: for an invalid or expired link the page that says so and leads to `retry_path`,
/// where another link can be requested.
///
/// # Errors
/// Every other error.
pub async fn expired_link_page(
    cx: RequestContext,
    error: UseCaseError,
    retry_path: &'static str,
) -> Result<Response, Error> {
    match error {
        UseCaseError::NotFound if cx.actor_known => {
            render_page(cx, async |cx| Ok(expired_link(&cx, retry_path))).await
        }
        error => Err(error.into()),
    }
}
