//! What the portal says about itself: how accessible it is, what it does with personal data, and which cookies it sets. What the
//! program knows is said by it; what only its owner knows is a setting.

use chrono::TimeDelta;
use fyr_domain::{
    Lang, Localised,
    statements::{Authority, Conformance, Statements},
};
use fyr_i18n::{date, t, text_for};
use fyr_usecases::settings;
use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    Page, RequestContext,
    components::{Breadcrumbs, LocalisedParagraphs},
};

/// A page of text under the start page.
fn text_page(title: &'static str, body: impl IntoAny) -> Page {
    let body = view! {
        <Breadcrumbs current=title/>
        <div class="narrow stack">
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            {body.into_any()}
        </div>
    };
    Page::new(title, body)
}

/// What somebody has written, in the nearest language there is; `None` where nobody has.
fn written(text: &Localised) -> Option<AnyView> {
    (!text.is_empty()).then(|| view! { <LocalisedParagraphs text=text.clone()/> }.into_any())
}

/// `/accessibility`
pub async fn accessibility(cx: &RequestContext) -> Page {
    let lang = cx.lang;
    let statements = settings::current::<Statements>(&cx.backend).await;
    let (portal, operator) = (cx.portal_name(), cx.branding.operator(lang));
    let conformance = text_for(lang, "accessibility-", statements.conformance.as_str());
    let assessed = statements.assessed_on.map(|day| {
        view! { <p class="ds-paragraph">{t!(lang, "accessibility-assessed", day = date(lang, day))}</p> }
    });
    let shortcomings = written(&statements.shortcomings);
    let has_none = shortcomings.is_none() && statements.conformance == Conformance::Full;
    let unknown =
        if has_none { t!(lang, "accessibility-no-shortcomings") } else { t!(lang, "accessibility-unknown") };
    let shortcomings =
        shortcomings.unwrap_or_else(|| view! { <p class="ds-paragraph">{unknown}</p> }.into_any());
    let report = format!(
        "/tickets/new?subject={}",
        utf8_percent_encode(t!(lang, "accessibility-subject"), NON_ALPHANUMERIC)
    );
    let body = view! {
        <p class="ds-paragraph lead">{t!(lang, "accessibility-intro", portal = portal, operator = operator)}</p>
        <section class="stack" data-gap="s">
            <h2 class="ds-heading" data-size="sm">{t!(lang, "accessibility-how")}</h2>
            <p class="ds-paragraph">{conformance}</p>
            {assessed}
        </section>
        <section class="stack" data-gap="s">
            <h2 class="ds-heading" data-size="sm">{t!(lang, "accessibility-shortcomings")}</h2>
            {shortcomings}
        </section>
        <section class="stack" data-gap="s">
            <h2 class="ds-heading" data-size="sm">{t!(lang, "accessibility-report")}</h2>
            <p class="ds-paragraph">{t!(lang, "accessibility-report-text")}</p>
            <p class="actions">
                <a class="ds-button" data-variant="primary" href=report>{t!(lang, "accessibility-report-button")}</a>
            </p>
        </section>
        {supervision(lang, statements.authority)}
        <section class="stack" data-gap="s">
            <h2 class="ds-heading" data-size="sm">{t!(lang, "accessibility-work")}</h2>
            <p class="ds-paragraph">{t!(lang, "accessibility-work-text")}</p>
        </section>
    };
    text_page(t!(lang, "accessibility-title"), body)
}

/// Whom to turn to where the owner of the portal does not help.
fn supervision(lang: Lang, authority: Authority) -> Option<AnyView> {
    let url = authority.url()?;
    Some(
        view! {
            <section class="stack" data-gap="s">
                <h2 class="ds-heading" data-size="sm">{t!(lang, "accessibility-supervision")}</h2>
                <p class="ds-paragraph">{text_for(lang, "supervision-", authority.as_str())}</p>
                <p class="ds-paragraph"><a class="ds-link" href=url>{text_for(lang, "authority-", authority.as_str())}</a></p>
            </section>
        }
        .into_any(),
    )
}

/// `/privacy`
pub async fn privacy(cx: &RequestContext) -> Page {
    let lang = cx.lang;
    let statements = settings::current::<Statements>(&cx.backend).await;
    let kept = &cx.backend.settings.privacy;
    let line = |what: &'static str, period: Option<TimeDelta>| {
        let period = match period {
            Some(period) => t!(lang, "privacy-days", days = period.num_days()),
            None => t!(lang, "privacy-until-removed").to_owned(),
        };
        view! { <div><dt>{what}</dt><dd>{period}</dd></div> }
    };
    let lines = [
        line(t!(lang, "privacy-closed-tickets"), kept.closed_tickets),
        line(t!(lang, "privacy-guest-tickets"), kept.guest_tickets),
        line(t!(lang, "privacy-drafts"), Some(kept.drafts)),
        line(t!(lang, "privacy-accounts"), kept.inactive_accounts),
        line(t!(lang, "privacy-audit"), kept.audit),
    ];
    let body = view! {
        <p class="ds-paragraph lead">{t!(lang, "privacy-intro", operator = cx.branding.operator(lang))}</p>
        {written(&statements.privacy)}
        <section class="stack" data-gap="s">
            <h2 class="ds-heading" data-size="sm">{t!(lang, "privacy-what")}</h2>
            <p class="ds-paragraph">{t!(lang, "privacy-what-text")}</p>
        </section>
        <section class="stack" data-gap="s">
            <h2 class="ds-heading" data-size="sm">{t!(lang, "privacy-how-long")}</h2>
            <dl class="facts">{lines}</dl>
        </section>
        <section class="stack" data-gap="s">
            <h2 class="ds-heading" data-size="sm">{t!(lang, "privacy-rights")}</h2>
            <p class="ds-paragraph">{t!(lang, "privacy-rights-text")}</p>
            <p class="actions">
                <a class="ds-button" data-variant="secondary" href="/account/data">{t!(lang, "privacy-own-data")}</a>
                <a class="ds-button" data-variant="secondary" href="/tickets/new">{t!(lang, "nav-new-ticket")}</a>
            </p>
        </section>
    };
    text_page(t!(lang, "privacy-title"), body)
}

/// The names of the cookies, which depend on whether the portal has HTTPS.
#[derive(Clone, Copy, Debug)]
pub struct CookieNames {
    /// The session's random id.
    pub session: &'static str,
    /// The chosen language.
    pub lang: &'static str,
    /// The chosen time zone.
    pub zone: &'static str,
    /// The key that owns the drafts, uploads and ratings of a browser.
    pub reader: &'static str,
    /// A browser someone has signed in with before.
    pub device: &'static str,
    /// What the page after a redirect says.
    pub notice: &'static str,
}

/// `/cookies`
pub fn cookies(cx: &RequestContext, names: CookieNames) -> Page {
    let lang = cx.lang;
    let row = |name: &'static str, purpose: &'static str, lasts: String| {
        view! { <div><dt><code class="no-hyphens">{name}</code></dt><dd>{purpose}" "{lasts}</dd></div> }
    };
    let year = || t!(lang, "cookies-year").to_owned();
    let rows = [
        row(names.session, t!(lang, "cookies-session"), t!(lang, "cookies-session-lasts").to_owned()),
        row(names.lang, t!(lang, "cookies-lang"), year()),
        row(names.zone, t!(lang, "cookies-zone"), year()),
        row(names.reader, t!(lang, "cookies-reader"), year()),
        row(names.device, t!(lang, "cookies-device"), year()),
        row(names.notice, t!(lang, "cookies-notice"), t!(lang, "cookies-moment").to_owned()),
    ];
    let body = view! {
        <p class="ds-paragraph lead">{t!(lang, "cookies-intro")}</p>
        <dl class="facts">{rows}</dl>
        <p class="ds-paragraph">{t!(lang, "cookies-none")}</p>
    };
    text_page(t!(lang, "cookies-title"), body)
}
