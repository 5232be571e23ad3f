//! Headers that are not a page's own: cookies, transport security, request ids.

use uuid::Uuid;

use crate::support::{Site, on_both_engines};

on_both_engines! {
    with_https_every_cookie_is_this_hosts_alone,
    transport_security_is_sent_where_it_is_asked_for,
    request_ids_are_ours,
}

async fn with_https_every_cookie_is_this_hosts_alone(site: &Site) {
    let portal = site.restart_with(|config| config.http.public_url = "https://fyr.test".into()).await;
    let browser = portal.signed_in(&portal.people.petra).await;
    let pages = [browser.get("/tickets/new?lang=nb").await, browser.get("/").await];
    let set = pages.iter().flat_map(|page| page.headers.get_all("set-cookie"));
    for line in set {
        let line = line.to_str().unwrap();
        assert!(line.starts_with("__Host-fyr_"), "{line}");
        assert!(line.contains("Secure") && line.contains("Path=/") && !line.contains("Domain"), "{line}");
    }
    for name in ["session", "reader", "lang", "device"] {
        assert!(browser.cookie(&format!("__Host-fyr_{name}")).is_some(), "{name}");
        assert!(browser.cookie(&format!("fyr_{name}")).is_none(), "{name}");
    }
    // what another host of the domain can set counts for nothing
    let planted = portal.browser();
    planted.set_cookie("fyr_session", &browser.cookie("__Host-fyr_session").unwrap());
    planted.get("/account").await.assert_status(303);
    browser.get("/account").await.assert_status(200);
    portal.backend.store.close().await;
}

async fn transport_security_is_sent_where_it_is_asked_for(site: &Site) {
    for (url, days, sent) in [
        ("https://fyr.test", 365, Some("max-age=31536000")),
        ("https://fyr.test", 0, None),
        ("http://fyr.test", 365, None),
    ] {
        let portal = site
            .restart_with(|config| {
                config.http.public_url = url.into();
                config.http.hsts_days = days;
            })
            .await;
        for path in ["/", "/nowhere", "/healthz", "/assets/x/y"] {
            let page = portal.browser().get(path).await;
            let header = page.headers.get("strict-transport-security").map(|value| value.to_str().unwrap());
            assert_eq!(header, sent, "{url} {days} {path}");
        }
        portal.backend.store.close().await;
    }
}

async fn request_ids_are_ours(site: &Site) {
    let mut seen = Vec::new();
    for sent in ["mine", "mine", "0192c000-0000-7000-8000-000000000000", "<script>", ""] {
        let browser = site.browser().with_header("x-request-id", sent);
        for path in ["/", "/nowhere", "/healthz"] {
            let page = browser.get(path).await;
            let id = page.header("x-request-id").to_owned();
            assert!(Uuid::parse_str(&id).is_ok() && id != sent, "{id}");
            assert!(!seen.contains(&id), "each is one request's");
            if path == "/nowhere" {
                assert!(sent.is_empty() || !page.html().contains(sent) || sent == "<script>", "{sent}");
            }
            seen.push(id);
        }
    }
}
