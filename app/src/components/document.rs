//! The HTML document around every page: `head`, header with main menu, languages and account menu, `main`, footer.

use fyr_domain::permission::{Permission, may};
use fyr_i18n::t;
use leptos::prelude::*;

use super::{ErrorSummary, LocalisedText, NoticeLine};
use crate::{
    Page, RequestContext,
    pages::{desk::results::RESULTS_PATH, time_zone::TIME_ZONE_PATH},
    query::params_without,
    use_request_context,
};

/// The title of a page, which begins with what became of the form before: screen readers read it first.
fn document_title(cx: &RequestContext, page: &Page) -> String {
    let (lang, title) = (cx.lang, &page.title);
    let site = cx.portal_name();
    let outcome = cx.notice.as_ref().map(|notice| notice.text(cx)).or_else(|| page.outcome.clone());
    match (&page.refusal, outcome) {
        (Some(_), _) => format!("{} {title} – {site}", t!(lang, "error-prefix")),
        (None, Some(outcome)) => format!("{} – {title} – {site}", outcome.trim_end_matches('.')),
        (None, None) => format!("{title} – {site}"),
    }
}

/// The HTML document of a page. After a press of a button the focus is on what became of it: the errors of the form, the line that
/// says what was done, or else the main part of the page. `autofocus` does that without JavaScript; where the address has an anchor,
/// browsers focus what it names instead.
#[component]
pub fn Document(
    /// The page.
    page: Page,
) -> impl IntoView {
    let cx = use_request_context();
    let lang = cx.lang;
    let assets = cx.assets;
    let title = document_title(&cx, &page);
    let own_style = cx.branding.color.map(|color| {
        view! { <link rel="stylesheet" href=format!("/branding/{}/style.css", color.digits())/> }
    });
    let branded = cx.branding.is_own().then_some("");
    let theme_color = cx.branding.color.map_or_else(|| "#062a3b".to_owned(), |color| color.to_string());
    let icon = logo_path(&cx).unwrap_or_else(|| {
        if cx.branding.is_own() {
            format!("/branding/{}/icon.svg", cx.branding.color.unwrap_or_default().digits())
        } else {
            format!("{assets}/icon.svg")
        }
    });
    let icon_type = cx.branding.logo.as_ref().map_or("image/svg+xml", |logo| &logo.media_type).to_owned();
    let zone_line = cx.other_zone().map(|zone| {
        view! {
            <p class="meta">
                {t!(lang, "zone-line", zone = zone)}" "<a class="ds-link" href=TIME_ZONE_PATH>{t!(lang, "zone-change")}</a>
            </p>
        }
    });
    let Page { body, refusal, refusal_heading, outcome, meta, .. } = page;
    let description = meta.description.unwrap_or_else(|| t!(lang, "home-lead").to_owned());
    let alternates: Vec<_> = meta
        .alternates
        .into_iter()
        .map(|(tag, href)| view! { <link rel="alternate" hreflang=tag href=href/> })
        .collect();
    let canonical = meta.canonical.map(|href| view! { <link rel="canonical" href=href/> });
    let feed = meta.feed.map(|(href, title)| {
        view! { <link rel="alternate" r#type="application/atom+xml" title=title href=href/> }
    });
    let search = format!("/opensearch.xml?lang={lang}");
    let portal_name = cx.portal_name().to_owned();
    let focus_main = cx.submits && refusal.is_none() && outcome.is_none();
    let focus_notice = refusal.is_none();
    let summary = refusal.map(|refusal| view! { <ErrorSummary refusal heading=refusal_heading/> });
    let notice = cx.notice.map(|notice| view! { <NoticeLine notice focus=focus_notice/> });
    let read_only = cx.backend.settings.read_only.then(|| {
        view! { <p class="ds-alert notice" data-color="warning">{t!(lang, "read-only-line")}</p> }
    });
    view! {
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>{title}</title>
                <meta name="color-scheme" content="light dark"/>
                <meta name="description" content=description/>
                <meta name="theme-color" content=theme_color/>
                <meta name="referrer" content="same-origin"/>
                <link rel="preload" href=format!("{assets}/inter.woff2") r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                <link rel="stylesheet" href=format!("{assets}/fyr.css")/>
                {own_style}
                {canonical}
                {alternates}
                {feed}
                <link rel="search" r#type="application/opensearchdescription+xml" title=portal_name href=search/>
                <link rel="icon" href=icon r#type=icon_type/>
            </head>
            <body data-color-scheme="auto" data-size="md" data-branded=branded>
                <a class="ds-skip-link" href="#main">{t!(lang, "skip-to-content")}</a>
                <Header/>
                <main id="main" tabindex="-1" class="page" autofocus=focus_main>{read_only}{summary}{notice}{body}{zone_line}</main>
                <Footer/>
            </body>
        </html>
    }
}

/// The URL path of the portal's own picture.
fn logo_path(cx: &RequestContext) -> Option<String> {
    cx.branding.logo.as_ref().map(|logo| format!("/branding/{}/logo", logo.id))
}

/// The links of the main menu that the actor may use: URL path and label.
fn main_menu(cx: &RequestContext) -> Vec<(&'static str, &'static str)> {
    let lang = cx.lang;
    let actor = &cx.actor;
    let mut links = vec![("/articles", t!(lang, "nav-articles"))];
    if actor.can_open_desk() {
        links.push(("/desk", t!(lang, "nav-desk")));
    }
    if may(actor, Permission::SeeResults) {
        links.push((RESULTS_PATH, t!(lang, "results-title")));
    }
    if actor.can_counsel() {
        links.push(("/participants", t!(lang, "nav-participants")));
    }
    if actor.can_administer_people() {
        links.push(("/desk/people", t!(lang, "nav-people")));
    }
    if actor.user.is_some() {
        links.push(("/tickets", t!(lang, "nav-tickets")));
    }
    links.push(("/tickets/new", t!(lang, "nav-new-ticket")));
    links.push(if actor.can_post_status() {
        ("/desk/status", t!(lang, "nav-status-desk"))
    } else {
        ("/status", t!(lang, "nav-status"))
    });
    links
}

#[component]
fn Header() -> impl IntoView {
    let cx = use_request_context();
    let lang = cx.lang;
    let links = main_menu(&cx);
    // the current link is the longest one that is a prefix of the path
    let current = links
        .iter()
        .map(|(href, _)| *href)
        .filter(|href| cx.path() == *href || cx.path().starts_with(&format!("{href}/")))
        .max_by_key(|href| href.len());
    let items = || {
        let link = |(href, label): &(&'static str, &'static str)| {
            let current = (current == Some(*href)).then_some("page");
            view! { <li><a class="ds-link" href=*href aria-current=current>{*label}</a></li> }
        };
        links.iter().map(link).collect_view()
    };
    let account = cx.actor.user.as_ref().map(|_| {
        let current = cx.path().starts_with("/account").then_some("page");
        view! { <li><a class="ds-link" href="/account" aria-current=current>{t!(lang, "account-title")}</a></li> }
    });
    let logo = match logo_path(&cx) {
        Some(path) => view! { <img src=path alt="" height="36" class="site-logo"/> }.into_any(),
        None if cx.branding.is_own() => ().into_any(),
        None => {
            view! { <img src=format!("{}/icon.svg", cx.assets) alt="" width="32" height="32"/> }.into_any()
        }
    };
    view! {
        <header class="site-header">
            <div class="site-header-inner">
                <a class="site-name" href="/">
                    {logo}
                    <span>{cx.portal_name().to_owned()}</span>
                </a>
                <nav class="site-nav" aria-label=t!(lang, "nav-label")>
                    <ul>{items()}</ul>
                </nav>
                // the same menu for narrow windows; style sheets show one of them
                <details class="site-menu">
                    <summary>{t!(lang, "nav-menu")}</summary>
                    <nav class="site-nav" aria-label=t!(lang, "nav-label")>
                        <ul>{items()}{account}</ul>
                    </nav>
                </details>
                <div class="site-tools">
                    <LanguageLinks/>
                    <AccountMenu/>
                </div>
            </div>
        </header>
    }
}

/// Links to the same URL in each language. On a page with a form they become buttons of it (`render/language_buttons.rs`).
#[component]
fn LanguageLinks() -> impl IntoView {
    let cx = use_request_context();
    let query = cx.uri.split_once('?').map_or("", |(_, query)| query);
    let other_params: String =
        params_without(query, &["lang"]).iter().map(|pair| format!("&{pair}")).collect();
    let languages = cx.branding.languages();
    if languages.len() == 1 {
        return None;
    }
    let items: Vec<_> = languages
        .into_iter()
        .map(|lang| {
            let current = (lang == cx.lang).then_some("true");
            let href = format!("{}?lang={lang}{other_params}", cx.path());
            view! {
                <li>
                    <a class="ds-link" href=href lang=lang.tag() aria-current=current title=lang.endonym()>
                        {lang.tag().to_uppercase()}<span class="visually-hidden">" "{lang.endonym()}</span>
                    </a>
                </li>
            }
        })
        .collect();
    Some(view! {
        <nav class="languages" aria-label=t!(cx.lang, "language-label")>
            <ul>{items}</ul>
        </nav>
    })
}

#[component]
fn AccountMenu() -> impl IntoView {
    let cx = use_request_context();
    let lang = cx.lang;
    match cx.actor.user {
        Some(user) => view! {
            <form method="post" action="/sign-out" class="signed-in">
                <a class="ds-link signed-in-name" href="/account" title=t!(lang, "signed-in-as", name = user.name.as_str())>{user.name.clone()}</a>
                <button class="ds-button" data-variant="tertiary" data-size="sm" type="submit">{t!(lang, "sign-out")}</button>
            </form>
        }
        .into_any(),
        None => view! {
            <a class="ds-button" data-variant="secondary" data-size="sm" href="/sign-in">{t!(lang, "sign-in")}</a>
        }
        .into_any(),
    }
}

#[component]
fn Footer() -> impl IntoView {
    let cx = use_request_context();
    let lang = cx.lang;
    let own_links: Vec<_> = cx
        .branding
        .footer_links
        .iter()
        .map(|link| {
            view! { <li><a class="ds-link" href=link.url.clone()><LocalisedText text=link.title.clone()/></a></li> }
        })
        .collect();
    let credit = cx.branding.credit.then(|| view! { <p class="credit">{t!(lang, "footer-credit")}</p> });
    view! {
        <footer class="site-footer">
            <nav aria-label=t!(lang, "footer-label")>
                <ul>
                    <li><a class="ds-link" href="/articles">{t!(lang, "footer-articles")}</a></li>
                    <li><a class="ds-link" href="/tickets/new">{t!(lang, "footer-contact")}</a></li>
                    <li><a class="ds-link" href="/status">{t!(lang, "footer-status")}</a></li>
                    {cx.actor.user.is_some().then(|| view! {
                        <li><a class="ds-link" href="/account">{t!(lang, "account-title")}</a></li>
                    })}
                    <li><a class="ds-link" href=TIME_ZONE_PATH>{t!(lang, "zone-title")}</a></li>
                    <li><a class="ds-link" href="/accessibility">{t!(lang, "accessibility-title")}</a></li>
                    <li><a class="ds-link" href="/privacy">{t!(lang, "privacy-title")}</a></li>
                    <li><a class="ds-link" href="/cookies">{t!(lang, "cookies-title")}</a></li>
                    {own_links}
                </ul>
                {credit}
            </nav>
        </footer>
    }
}
