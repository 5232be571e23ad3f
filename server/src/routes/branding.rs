//! What makes a portal look like its owner's: a style sheet and an icon with its colour, and its logo. The addresses hold what they stand for, so
//! browsers may keep them for ever.

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
    const STATIC: Policy = Policy::read(Anyone).cache(Cache::ByHandler);
    Routes::new()
        .get("/branding/{color}/style.css", style, STATIC)
        .get("/branding/{color}/icon.svg", icon, STATIC)
        .get("/branding/{id}/logo", logo, STATIC)
}

/// `GET /branding/{color}/style.css`: the style sheet for a colour of six hexadecimal digits; 404 for one that is no colour of a portal.
pub async fn style(Path(color): Path<String>) -> Result<Response, StatusCode> {
    let color = parse_color(&color)?;
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, FOR_EVER)];
    Ok((headers, style_sheet(color)).into_response())
}

/// The tones of the product's colour, made of another one. It is in no layer, so it wins over `style/base.css`.
fn style_sheet(color: BrandColor) -> String {
    let (light, dark) = (color.to_string(), color.on_dark());
    let link = format!("light-dark({light}, {dark})");
    let darker = |percent: u8| format!("color-mix(in oklab, {light} {percent}%, #000)");
    let pressed = |percent: u8| {
        format!("light-dark({}, color-mix(in oklab, {dark} {percent}%, #fff))", darker(percent))
    };
    let ground = |percent: u8, on_dark: &str| {
        format!("light-dark({}, color-mix(in oklab, {light} {on_dark}))", darker(percent))
    };
    let tint = |percent: u8| {
        format!(
            "light-dark(color-mix(in oklab, {light} {percent}%, #fff), \
             color-mix(in oklab, {dark} {}%, #14222a))",
            percent + 1
        )
    };
    let tones = [
        ("--fyr-link", link.clone()),
        ("--fyr-night", ground(82, "45%, #0c161c")),
        ("--fyr-night-deep", ground(55, "25%, #0a1015")),
        ("--fyr-amber", dark.clone()),
        ("--fyr-tint", tint(9)),
        ("--fyr-tint-strong", tint(17)),
        ("--ds-color-accent-base-default", link.clone()),
        ("--ds-color-accent-base-hover", pressed(82)),
        ("--ds-color-accent-base-active", pressed(66)),
        ("--ds-color-accent-text-subtle", link.clone()),
        ("--ds-color-accent-text-default", pressed(66)),
        ("--ds-color-accent-border-default", link.clone()),
        ("--ds-color-accent-border-strong", link),
        ("--ds-color-accent-surface-tinted", tint(9)),
        ("--ds-color-accent-surface-hover", tint(14)),
    ];
    let lines: String = tones.iter().map(|(name, value)| format!("  {name}: {value};\n")).collect();
    format!("body {{\n{lines}}}\n")
}

/// `GET /branding/{color}/icon.svg`: the icon of a portal with this colour that has no logo.
pub async fn icon(Path(color): Path<String>) -> Result<Response, StatusCode> {
    let color = parse_color(&color)?;
    let headers = [(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, FOR_EVER)];
    let picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><rect width=\"32\" height=\"32\" rx=\"7\" fill=\"{color}\"/>\
         <circle cx=\"16\" cy=\"16\" r=\"7\" fill=\"#fff\"/></svg>"
    );
    Ok((headers, picture).into_response())
}

fn parse_color(digits: &str) -> Result<BrandColor, StatusCode> {
    digits.parse().map_err(|_| StatusCode::NOT_FOUND)
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
