//! `/language/{page}?lang=`: the language of a page whose form is not sent yet. The language itself is set for every page by its
//! query; here what was typed goes along.

use axum::{
    Extension,
    http::Uri,
    response::{IntoResponse, Response},
};
use fyr_app::{LANGUAGE_PATH, params_without};

use crate::web::{Access::Anyone, BodyKind, Policy, Routes, SubmittedForm, see_other, typed::ShownPath};

/// The language of a form's page.
pub fn routes() -> Routes {
    const POLICY: Policy = Policy::write(Anyone, BodyKind::Form).without_second_factor();
    Routes::new().post("/language/{*page}", post, POLICY)
}

/// `POST /language/{page}?lang=`, with the fields of a form of the page. Redirects to the page, which shows them.
pub async fn post(uri: Uri, _: SubmittedForm) -> Response {
    let page = uri.path().strip_prefix(LANGUAGE_PATH).unwrap_or_default();
    // `//host` and `/\\host` would be another site
    let path = format!("/{}", page.trim_start_matches(['/', '\\']));
    let params = params_without(uri.query().unwrap_or_default(), &["lang"]);
    let query = if params.is_empty() { String::new() } else { format!("?{}", params.join("&")) };
    (Extension(ShownPath(path.as_str().into())), see_other(format!("{path}{query}"))).into_response()
}
