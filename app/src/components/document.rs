//! The frame of every page: head, header with menu and languages, main, footer.

use fyr_domain::Lang;
use fyr_i18n::t;
use leptos::{config::LeptosOptions, hydration::HydrationScripts, prelude::*};

use crate::{Cx, use_cx};

/// A whole document around a page's body.
#[component]
pub fn Document(
    /// Before the site's name.
    title: String,
    /// The page.
    body: AnyView,
) -> impl IntoView {
    let cx = use_cx();
    let lang = cx.lang;
    let assets = cx.assets;
    let title = format!("{title} – {}", t!(lang, "site-name")).replace('&', "&amp;").replace('<', "&lt;");
    let options =
        LeptosOptions::builder().output_name("fyr").site_pkg_dir(assets.trim_start_matches('/')).build();
    view! {
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                // as text that needs no marks for the browser's module: a title shows them
                <title inner_html=title></title>
                <meta name="color-scheme" content="light dark"/>
                <meta name="referrer" content="same-origin"/>
                <link rel="preload" href=format!("{assets}/inter.woff2") r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                <link rel="stylesheet" href=format!("{assets}/fyr.css")/>
                <link rel="icon" href=format!("{assets}/icon.svg") r#type="image/svg+xml"/>
                <HydrationScripts options islands=true/>
            </head>
            <body data-color-scheme="auto" data-size="md">
                <a class="ds-skip-link" href="#main">{t!(lang, "skip-to-content")}</a>
                <Header/>
                <main id="main" tabindex="-1" class="page">{body}</main>
                <Footer/>
            </body>
        </html>
    }
}

/// A link of the menu: address, words, and whether the page is below it.
fn menu(cx: &Cx) -> Vec<(&'static str, &'static str)> {
    let lang = cx.lang;
    let actor = &cx.actor;
    let mut links = vec![("/articles", t!(lang, "nav-articles"))];
    if actor.works_tickets() {
        links.push(("/desk", t!(lang, "nav-desk")));
    }
    if actor.counsels() {
        links.push(("/participants", t!(lang, "nav-participants")));
    }
    if actor.administers_people() {
        links.push(("/desk/people", t!(lang, "nav-people")));
    }
    if actor.user.is_some() {
        links.push(("/tickets", t!(lang, "nav-tickets")));
    }
    links.push(("/tickets/new", t!(lang, "nav-new-ticket")));
    links.push(if actor.posts_status() {
        ("/desk/status", t!(lang, "nav-status-desk"))
    } else {
        ("/status", t!(lang, "nav-status"))
    });
    links
}

#[component]
fn Header() -> impl IntoView {
    let cx = use_cx();
    let lang = cx.lang;
    let links = menu(&cx);
    // the most particular link that the page is below is the current one
    let current = links
        .iter()
        .map(|(href, _)| *href)
        .filter(|href| cx.path() == *href || cx.path().starts_with(&format!("{href}/")))
        .max_by_key(|href| href.len());
    let items = links.into_iter().map(|(href, words)| {
        view! { <li><a class="ds-link" href=href aria-current=(current == Some(href)).then_some("page")>{words}</a></li> }
    });
    view! {
        <header class="site-header">
            <div class="site-header-inner">
                <a class="site-name" href="/">
                    <img src=format!("{}/icon.svg", cx.assets) alt="" width="32" height="32"/>
                    <span>{t!(lang, "site-name")}</span>
                </a>
                <nav class="site-nav" aria-label=t!(lang, "nav-label")>
                    <ul>{items.collect_view()}</ul>
                </nav>
                <div class="site-tools">
                    <Languages/>
                    <WhoIsSignedIn/>
                </div>
            </div>
        </header>
    }
}

/// The same page in each language. A page that was the answer to a form leads to the form.
#[component]
fn Languages() -> impl IntoView {
    let cx = use_cx();
    let query = cx.uri.split_once('?').map_or("", |(_, query)| query);
    let kept: String = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("lang="))
        .map(|pair| format!("&{pair}"))
        .collect();
    let items = Lang::ALL.map(|lang| {
        let current = (lang == cx.lang).then_some("true");
        let href = format!("{}?lang={lang}{kept}", cx.path());
        view! {
            <li>
                <a class="ds-link" href=href lang=lang.tag() hreflang=lang.tag() aria-current=current title=lang.endonym()>
                    {lang.tag().to_uppercase()}<span class="visually-hidden">" "{lang.endonym()}</span>
                </a>
            </li>
        }
    });
    view! {
        <nav class="languages" aria-label=t!(cx.lang, "language-label")>
            <ul>{items.collect_view()}</ul>
        </nav>
    }
}

#[component]
fn WhoIsSignedIn() -> impl IntoView {
    let cx = use_cx();
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
    let cx = use_cx();
    let lang = cx.lang;
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
                </ul>
            </nav>
        </footer>
    }
}
