//! What makes a portal look like its owner's: a style sheet with its colour, and its logo. The addresses hold what they stand for, so
//! browsers may keep both for ever.

use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use fyr_domain::branding::{BrandColor, Branding};
use fyr_usecases::settings::{self, logo_bytes};

use crate::{
    app::App,
    web::{Access::Anyone, Cache, Policy, Routes},
};

const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/branding/{color}/style.css", style, Policy::read(Anyone).cache(Cache::ByHandler)).get(
        "/branding/{id}/logo",
        logo,
        Policy::read(Anyone).cache(Cache::ByHandler),
    )
}

/// `GET /branding/{color}/style.css`: the style sheet for a colour of six hexadecimal digits; 404 for one that is no colour of a portal.
pub async fn style(Path(color): Path<String>) -> Result<Response, StatusCode> {
    let color: BrandColor = color.parse().map_err(|_| StatusCode::NOT_FOUND)?;
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, FOR_EVER)];
    Ok((headers, style_sheet(color)).into_response())
}

/// The tones of the product's colour, made of another one. It is in no layer, so it wins over `style/base.css`.
fn style_sheet(color: BrandColor) -> String {
    let on_dark = color.on_dark();
    let tones = [
        ("--fyr-link", format!("light-dark({color}, {on_dark})")),
        (
            "--fyr-night",
            format!(
                "light-dark(color-mix(in oklab, {color} 82%, #000), color-mix(in oklab, {color} 45%, #0c161c))"
            ),
        ),
        (
            "--fyr-night-deep",
            format!(
                "light-dark(color-mix(in oklab, {color} 55%, #000), color-mix(in oklab, {color} 25%, #0a1015))"
            ),
        ),
        ("--fyr-amber", on_dark.clone()),
        (
            "--fyr-tint",
            format!(
                "light-dark(color-mix(in oklab, {color} 9%, #fff), color-mix(in oklab, {on_dark} 10%, #14222a))"
            ),
        ),
        (
            "--fyr-tint-strong",
            format!(
                "light-dark(color-mix(in oklab, {color} 17%, #fff), color-mix(in oklab, {on_dark} 18%, #14222a))"
            ),
        ),
        ("--ds-color-accent-base-default", format!("light-dark({color}, {on_dark})")),
        (
            "--ds-color-accent-base-hover",
            format!(
                "light-dark(color-mix(in oklab, {color} 82%, #000), color-mix(in oklab, {on_dark} 82%, #fff))"
            ),
        ),
        (
            "--ds-color-accent-base-active",
            format!(
                "light-dark(color-mix(in oklab, {color} 66%, #000), color-mix(in oklab, {on_dark} 66%, #fff))"
            ),
        ),
        ("--ds-color-accent-text-subtle", format!("light-dark({color}, {on_dark})")),
        (
            "--ds-color-accent-text-default",
            format!(
                "light-dark(color-mix(in oklab, {color} 66%, #000), color-mix(in oklab, {on_dark} 66%, #fff))"
            ),
        ),
        ("--ds-color-accent-border-default", format!("light-dark({color}, {on_dark})")),
        ("--ds-color-accent-border-strong", format!("light-dark({color}, {on_dark})")),
        (
            "--ds-color-accent-surface-tinted",
            format!(
                "light-dark(color-mix(in oklab, {color} 9%, #fff), color-mix(in oklab, {on_dark} 10%, #14222a))"
            ),
        ),
        (
            "--ds-color-accent-surface-hover",
            format!(
                "light-dark(color-mix(in oklab, {color} 14%, #fff), color-mix(in oklab, {on_dark} 15%, #14222a))"
            ),
        ),
    ];
    let lines: String = tones.iter().map(|(name, value)| format!("  {name}: {value};\n")).collect();
    format!("body {{\n{lines}}}\n")
}

/// `GET /branding/{id}/logo`: the current logo, by the id that follows from its bytes.
pub async fn logo(State(app): State<App>, Path(id): Path<String>) -> Result<Response, StatusCode> {
    let branding = settings::current::<Branding>(&app.backend).await;
    let logo = branding.logo.as_ref().filter(|logo| logo.id == id);
    let found =
        logo.and_then(|logo| Some((HeaderValue::from_str(&logo.media_type).ok()?, logo_bytes(logo)?)));
    let (media_type, bytes) = found.ok_or(StatusCode::NOT_FOUND)?;
    let headers =
        [(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, HeaderValue::from_static(FOR_EVER))];
    Ok((headers, bytes).into_response())
}
