//! Whether the program is alive, and whether it may get traffic; and the files that pages ask for.

use crate::support::{Site, on_both_engines};

on_both_engines! {
    a_portal_that_works_is_alive_and_ready,
    what_is_not_there_has_a_page,
}

async fn a_portal_that_works_is_alive_and_ready(site: &Site) {
    let browser = site.browser();
    assert_eq!(browser.get("/healthz").await.assert_status(200).html(), "ok\n");
    assert_eq!(browser.get("/readyz").await.assert_status(200).html(), "ready\n");
    browser.get("/metrics").await.assert_status(404);
}

async fn what_is_not_there_has_a_page(site: &Site) {
    let browser = site.browser();
    for path in ["/nothing", "/%00", "/%ff", "/..%2f..%2fetc%2fpasswd", "/.git/config", "/status/x/"] {
        let page = browser.get(path).await.assert_status(404);
        assert!(page.html().contains("<h1"), "{path}");
    }
    assert!(browser.get("/assets/0/..%2F..%2FCargo.toml").await.assert_status(404).body.is_empty());
}
