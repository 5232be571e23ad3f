//! All the way with a real provider: npm's `oidc-provider`, as end2end/provider starts it. `cargo xtask test` sees to it
//! that its packages are there; where they are not, these tests fail.

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
};

use chrono::{DateTime, Utc};
use reqwest::{Client, redirect};

use super::{Login, is_signed_in};
use crate::support::site::provider_config;
use crate::support::{Site, on_both_engines};

on_both_engines! {
    people_sign_in_however_the_provider_signs,
    someone_who_stops_on_the_way_is_told_what_to_do,
    a_required_level_is_reached_or_refused,
    a_code_that_was_used_is_not_taken_again,
    keys_are_followed_when_they_change,
    signing_out_there_ends_the_session_here,
}

const SLUG: &str = "kommun";
const PORTAL: &str = "http://fyr.test";

/// The running provider.
struct Real {
    child: Child,
    issuer: String,
}

impl Real {
    fn start(variables: &[(&str, &str)]) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../end2end");
        assert!(
            folder.join("node_modules/oidc-provider").is_dir(),
            "the packages of end2end/ are not installed: cargo xtask test installs them, or npm ci there"
        );
        let mut child = Command::new("node")
            .arg("provider/provider.mjs")
            .current_dir(folder)
            .env("PORTAL", PORTAL)
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("node is needed for tests with a real provider");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let ready = lines.find(|line| line.starts_with('{')).expect("the provider says where it is");
        let ready: serde_json::Value = serde_json::from_str(&ready).unwrap();
        Self { child, issuer: ready["issuer"].as_str().unwrap().to_owned() }
    }

    /// A portal that is connected with it, at the time the provider has.
    async fn portal(&self, site: &Site, change: impl FnOnce(&mut fyr_identity::ProviderConfig)) -> Site {
        let mut config = provider_config(SLUG, &self.issuer);
        config.scopes.push("groups".into());
        change(&mut config);
        let portal = site.restart_with(|all| all.identity.providers = vec![config]).await;
        let answer = reqwest::get(format!("{}/jwks", self.issuer)).await.unwrap();
        let date = answer.headers()["date"].to_str().unwrap();
        let now: DateTime<Utc> = DateTime::parse_from_rfc2822(date).unwrap().into();
        portal.clock.advance(now - portal.now());
        portal
    }
}

impl Drop for Real {
    fn drop(&mut self) {
        // it ends by itself when nobody writes to it any more
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// A browser at the provider.
struct There(Client);

impl There {
    fn new() -> Self {
        Self(Client::builder().cookie_store(true).redirect(redirect::Policy::none()).build().unwrap())
    }

    /// Goes on until the portal is reached; signs in or does whatever the form says on the way. Gives path and query there.
    async fn go(&self, from: &str, form: &[(&str, &str)]) -> String {
        let mut url = url::Url::parse(from).unwrap();
        for _ in 0..10 {
            let mut answer = self.0.get(url.clone()).send().await.unwrap();
            if answer.status() == 200 {
                answer = self.0.post(url.clone()).form(form).send().await.unwrap();
            }
            let status = answer.status();
            let Some(to) = answer.headers().get("location") else {
                panic!("{url}: {status}: {}", answer.text().await.unwrap());
            };
            let to = to.to_str().unwrap().to_owned();
            if let Some(path) = to.strip_prefix(PORTAL) {
                return path.to_owned();
            }
            url = url.join(&to).unwrap();
        }
        panic!("{url} leads round and round");
    }

    async fn sign_in(&self, login: &Login, name: &str) -> String {
        self.go(login.url.as_str(), &[("login", name), ("do", "in")]).await
    }
}

async fn people_sign_in_however_the_provider_signs(site: &Site) {
    for alg in ["RS256", "PS256", "ES256", "EdDSA"] {
        let real = Real::start(&[("ALG", alg)]);
        let portal = real.portal(site, |_| {}).await;
        let browser = portal.browser();
        let login = Login::begin(&browser, SLUG, "/tickets").await;
        let name = format!("kim-{}", alg.to_lowercase());
        let back = There::new().sign_in(&login, &name).await;
        assert!(back.contains("&iss="), "{back}");
        assert_eq!(browser.get(&back).await.assert_status(303).location(), "/tickets", "{alg}");
        assert!(is_signed_in(&browser).await, "{alg}");
        let told = portal.query_texts("SELECT email FROM identities").await;
        assert!(told.contains(&format!("{name}@example.net")), "from userinfo: {told:?}");
        portal.backend.store.close().await;
    }
}

async fn someone_who_stops_on_the_way_is_told_what_to_do(site: &Site) {
    let real = Real::start(&[]);
    let portal = real.portal(site, |_| {}).await;
    let browser = portal.browser();
    let login = Login::begin(&browser, SLUG, "/tickets").await;
    let back = There::new().go(login.url.as_str(), &[("do", "stop")]).await;
    let told = browser.get(&back).await.assert_status(303);
    assert_eq!(told.location(), "/sign-in/kommun?problem=denied&next=%2Ftickets");
    portal.backend.store.close().await;
}

async fn a_required_level_is_reached_or_refused(site: &Site) {
    let real = Real::start(&[]);
    let portal = real.portal(site, |config| config.acr_values = vec!["loa3".into()]).await;
    for (name, fine) in [("kim-weak", false), ("kim-strong", true)] {
        let browser = portal.browser();
        let login = Login::begin(&browser, SLUG, "/").await;
        let back = There::new().sign_in(&login, name).await;
        assert_eq!(
            browser.get(&back).await.assert_status(303).location().contains("problem=level"),
            !fine,
            "{name}"
        );
        assert_eq!(is_signed_in(&browser).await, fine, "{name}");
    }
    portal.backend.store.close().await;
}

async fn a_code_that_was_used_is_not_taken_again(site: &Site) {
    let real = Real::start(&[]);
    let portal = real.portal(site, |_| {}).await;
    let (first, second) = (portal.browser(), portal.browser());
    let login = Login::begin(&first, SLUG, "/").await;
    let back = There::new().sign_in(&login, "kim").await;
    first.get(&back).await.assert_status(303);
    assert!(is_signed_in(&first).await);
    let other = Login::begin(&second, SLUG, "/").await;
    let replayed = back.replace(login.parameter("state"), other.parameter("state"));
    let told = second.get(&replayed).await.assert_status(303);
    assert_eq!(told.location(), "/sign-in/kommun?problem=expired");
    portal.backend.store.close().await;
}

async fn keys_are_followed_when_they_change(site: &Site) {
    let real = Real::start(&[]);
    let portal = real.portal(site, |_| {}).await;
    for rotate in [false, true] {
        if rotate {
            Client::new().post(format!("{}/test/rotate", real.issuer)).send().await.unwrap();
        }
        let browser = portal.browser();
        let login = Login::begin(&browser, SLUG, "/tickets").await;
        let back = There::new().sign_in(&login, "kim").await;
        assert_eq!(browser.get(&back).await.assert_status(303).location(), "/tickets");
    }
    portal.backend.store.close().await;
}

async fn signing_out_there_ends_the_session_here(site: &Site) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let callback = format!("http://{}", listener.local_addr().unwrap());
    let real = Real::start(&[("CALLBACK", &callback)]);
    let portal = real.portal(site, |_| {}).await;
    let served = portal.router.clone().into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, served).await });

    let (desk, phone) = (portal.browser(), portal.browser());
    let there = There::new();
    for (browser, there) in [(&desk, &there), (&phone, &There::new())] {
        let login = Login::begin(browser, SLUG, "/").await;
        let back = there.sign_in(&login, "kim").await;
        browser.get(&back).await.assert_status(303);
        assert!(is_signed_in(browser).await);
    }
    // signing out here leads there, and back
    let onward = Login::from_response(&desk.post("/sign-out", &[]).await.assert_status(200));
    let page = there.0.get(onward.url.clone()).send().await.unwrap().text().await.unwrap();
    let secret = page.split("name=\"xsrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let confirm = format!("{}/session/end/confirm", real.issuer);
    let form = [("xsrf", secret.as_str()), ("logout", "yes")];
    let back = there.0.post(&confirm).form(&form).send().await.unwrap();
    assert_eq!(back.headers()["location"], "http://fyr.test/");
    assert!(!is_signed_in(&desk).await);
    assert!(is_signed_in(&phone).await, "another session of the provider");

    // and signing out there, without coming here, ends what it began
    let login = Login::begin(&desk, SLUG, "/").await;
    let back = there.sign_in(&login, "kim").await;
    desk.get(&back).await.assert_status(303);
    assert!(is_signed_in(&desk).await);
    let page =
        there.0.get(format!("{}/session/end", real.issuer)).send().await.unwrap().text().await.unwrap();
    let secret = page.split("name=\"xsrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    there.0.post(&confirm).form(&[("xsrf", secret.as_str()), ("logout", "yes")]).send().await.unwrap();
    for _ in 0..50 {
        if !is_signed_in(&desk).await {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert!(!is_signed_in(&desk).await, "by a logout token from server to server");
    assert!(is_signed_in(&phone).await);
    portal.backend.store.close().await;
}
