//! Starting, stopping, dying, and a database that comes later.

use fyr_testing::{ReceivedEmail, on_postgres};
use std::{
    collections::BTreeSet,
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use super::program::{Program, send_request};
use crate::support::{PASSWORD, Site, on_both_engines};

on_both_engines! {
    it_serves_and_stops_when_told_to,
    the_metrics_are_those_of_the_guide,
    it_stops_while_pages_are_open,
    what_was_told_survives_a_crash_and_nothing_is_half,
    nothing_personal_is_logged,
}

/// The data of a site, for the program.
fn settings(site: &Site) -> Vec<(&'static str, String)> {
    vec![
        ("FYR_DATA_DIR", site.config.storage.data_dir.display().to_string()),
        ("FYR_DATABASE_URL", site.config.storage.effective_database_url()),
        ("FYR_PUBLIC_URL", "http://fyr.test".into()),
        ("FYR_LIMIT_WRITES", "10000000".into()),
        ("FYR_LIMIT_SIGN_IN", "10000000".into()),
        ("FYR_LIMIT_TEXT_MB", "1000000".into()),
        ("FYR_LIMIT_NETWORK_TEXT_MB", "1000000".into()),
    ]
}

pub fn serve(site: &Site, more: &[(&str, &str)]) -> Program {
    let settings = settings(site);
    let all: Vec<_> =
        settings.iter().map(|(name, value)| (*name, value.as_str())).chain(more.iter().copied()).collect();
    Program::serve(&site.config.storage.data_dir, &all)
}

async fn it_serves_and_stops_when_told_to(site: &Site) {
    let metrics = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let program = serve(site, &[("FYR_METRICS_LISTEN", &metrics)]);
    assert_eq!(program.get("/healthz"), (200, "ok\n".into()));
    program.wait_for("/readyz", 200);
    let (status, page) = program.get("/articles");
    assert!(status == 200 && page.contains("reset-password"), "{status}");
    assert_eq!(program.get("/metrics").0, 404, "not where everyone asks");
    let counted = send_request(&metrics, "GET /metrics HTTP/1.1", "").unwrap();
    assert_eq!(counted.status, 200);
    assert!(
        counted.body.contains("http_request_duration_seconds")
            && counted.body.contains("route=\"/articles\""),
        "{}",
        counted.body
    );
    assert_eq!(send_request(&metrics, "GET / HTTP/1.1", "").unwrap().status, 404, "and nothing else there");
    let (ended, after) = program.terminate();
    assert_eq!(ended.code(), Some(0));
    assert!(after < Duration::from_secs(3), "{after:?}");
}

async fn the_metrics_are_those_of_the_guide(site: &Site) {
    let metrics = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let program = serve(site, &[("FYR_METRICS_LISTEN", &metrics)]);
    program.wait_for("/readyz", 200);
    let start = Instant::now();
    let text = loop {
        let text = send_request(&metrics, "GET /metrics HTTP/1.1", "").unwrap().body;
        // what the workers set once they run
        if ["fyr_jobs_pending", "fyr_worker_heartbeat"].iter().all(|name| text.contains(name)) {
            break text;
        }
        assert!(start.elapsed() < Duration::from_secs(30), "no workers run: {text}");
        thread::sleep(Duration::from_millis(50));
    };
    let kinds: BTreeSet<_> = text
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' '))
        .map(|(name, kind)| (name.to_owned(), kind.to_owned()))
        .collect();
    for (name, _) in &kinds {
        assert!(text.contains(&format!("# HELP {name} ")), "{name} has no HELP: {text}");
    }
    let guide = include_str!("../../../../docs/operations.md");
    let rows =
        guide.lines().skip_while(|line| *line != "### Metrics").take_while(|line| !line.starts_with("## "));
    let mut listed: BTreeSet<_> = rows
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
        .map(|(name, rest)| (name.to_owned(), rest.split(' ').next().unwrap_or_default().to_owned()))
        .collect();
    // there is no identity provider here
    assert!(listed.remove(&("logout_tokens_refused_total".to_owned(), "counter".to_owned())));
    assert_eq!(kinds, listed);
}

async fn it_stops_while_pages_are_open(site: &Site) {
    let (ticket, token) = site.create_guest_ticket().await;
    let program = serve(site, &[]);
    program.wait_for("/readyz", 200);
    let opened =
        send_request(&program.address, &format!("GET /tickets/{ticket}?token={token} HTTP/1.1"), "").unwrap();
    let session = opened.header("set-cookie").split(';').next().unwrap().to_owned();
    let mut live = TcpStream::connect(&program.address).unwrap();
    live.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    write!(live, "GET /tickets/{ticket}/live HTTP/1.1\r\nHost: fyr.test\r\nCookie: {session}\r\n\r\n")
        .unwrap();
    let mut start = [0; 12];
    live.read_exact(&mut start).unwrap();
    assert_eq!(&start, b"HTTP/1.1 200");
    let mut idle = TcpStream::connect(&program.address).unwrap();
    write!(idle, "GET /healthz HTTP/1.1\r\nHost: fyr.test\r\n\r\n").unwrap();
    idle.read_exact(&mut start).unwrap();
    let (ended, after) = program.terminate();
    assert_eq!(ended.code(), Some(0));
    assert!(after < Duration::from_secs(3), "{after:?}");
    let mut rest = Vec::new();
    live.read_to_end(&mut rest).unwrap();
    assert!(rest.ends_with(b"0\r\n\r\n"), "the stream ended in order");
}

/// Files until told to stop; gives every reference that was shown.
fn file_until(stop: &AtomicBool, address: &str, references: &Mutex<Vec<String>>, writer: usize) {
    for number in 0.. {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let form = format!(
            "topic=other&subject=S{writer}-{number}&description=D&name=N&email=w{writer}@gast.example"
        );
        if let Ok(answer) = send_request(address, "POST /tickets/new HTTP/1.1", &form) {
            assert_eq!(answer.status, 303, "{}", answer.body);
            let path = answer.header("location").split('?').next().unwrap().to_owned();
            references.lock().unwrap().push(path.rsplit('/').next().unwrap().to_owned());
        }
    }
}

async fn what_was_told_survives_a_crash_and_nothing_is_half(site: &Site) {
    let references = Mutex::new(Vec::new());
    for round in 0..2 {
        let program = serve(site, &[]);
        program.wait_for("/readyz", 200);
        let (stop, address, before) =
            (AtomicBool::new(false), program.address.clone(), references.lock().unwrap().len());
        thread::scope(|scope| {
            for writer in 0..8 {
                let (stop, address, references) = (&stop, &address, &references);
                scope.spawn(move || file_until(stop, address, references, writer));
            }
            let start = Instant::now();
            while references.lock().unwrap().len() < before + 40 && start.elapsed() < Duration::from_secs(15)
            {
                thread::sleep(Duration::from_millis(20));
            }
            program.kill();
            stop.store(true, Ordering::Relaxed);
        });
        assert!(references.lock().unwrap().len() > before, "round {round}: something was filed");
    }
    let program = serve(site, &[]);
    program.wait_for("/readyz", 200);

    let references = references.into_inner().unwrap();
    let kept = site.query_texts("SELECT reference FROM tickets").await;
    for reference in &references {
        assert!(kept.contains(&reference.replace('-', "")), "{reference} was shown and is gone");
    }
    let half =
        "SELECT COUNT(*) FROM tickets t WHERE (SELECT COUNT(*) FROM entries e WHERE e.ticket_id = t.id) <> 1";
    assert_eq!(site.count(half).await, 0, "every ticket has its first message, once");
    // what was promised is kept: the mail, once the time of the lease that died with the program is over
    let queued = site.query_texts("SELECT CAST(payload AS TEXT) FROM jobs WHERE queue = 'mail'").await;
    let mails = ReceivedEmail::read_all(&site.config.storage.data_dir.join("mail"));
    for reference in &kept {
        let reference = format!("{}-{}", &reference[..3], &reference[3..]);
        let sent = mails.iter().any(|mail| mail.subject.contains(&reference));
        let id = site.thread(&site.people.agnes, &reference).await.ticket.id.to_string();
        assert!(sent || queued.iter().any(|payload| payload.contains(&id)), "{reference} has no mail");
    }
    assert!(program.terminate().0.success());
}

async fn nothing_personal_is_logged(site: &Site) {
    let program = serve(site, &[("FYR_LOG", "debug,tantivy=warn,sqlx=warn")]);
    program.wait_for("/readyz", 200);
    let form =
        "topic=other&subject=Mitt-arende-7&description=Privat-text-7&name=Gun-Namn-7&email=gun7@gast.example";
    let filed = send_request(&program.address, "POST /tickets/new HTTP/1.1", form).unwrap();
    let reference =
        filed.header("location").split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
    let sign_in = format!("email={}&password={PASSWORD}", site.people.petra.email);
    assert_eq!(send_request(&program.address, "POST /sign-in HTTP/1.1", &sign_in).unwrap().status, 303);
    assert_eq!(
        send_request(&program.address, "POST /sign-in HTTP/1.1", "email=nobody7@x.se&password=wrong-7")
            .unwrap()
            .status,
        422
    );
    program.get(&format!("/tickets/{reference}?token=some-token-7"));
    program.get("/search?q=privat-fraga-7");
    let start = Instant::now();
    while ReceivedEmail::read_all(&site.config.storage.data_dir.join("mail")).is_empty()
        && start.elapsed() < Duration::from_secs(10)
    {
        thread::sleep(Duration::from_millis(50));
    }
    let log = program.log();
    assert!(
        log.contains("\"route\":\"/tickets/new\"") || log.contains("/tickets/new"),
        "requests are logged: {log}"
    );
    for secret in [
        "gun7",
        "Gun-Namn-7",
        "Mitt-arende-7",
        "Privat-text-7",
        "petra@",
        "Petra",
        "nobody7",
        "wrong-7",
        PASSWORD,
        "some-token-7",
        "privat-fraga-7",
        &reference,
    ] {
        let line = log.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} is in the log: {}", line.unwrap());
    }
}

/// A way from a port of its own to a server, until it is cut.
struct Way {
    cut: Arc<AtomicBool>,
    carrying: Option<thread::JoinHandle<()>>,
}

impl Way {
    fn open(port: SocketAddr, server: &str) -> Self {
        let listener = TcpListener::bind(port).unwrap();
        listener.set_nonblocking(true).unwrap();
        let (cut, server) = (Arc::new(AtomicBool::new(false)), server.to_owned());
        let until = cut.clone();
        let carrying = thread::spawn(move || {
            let mut ends = Vec::new();
            while !until.load(Ordering::Relaxed) {
                let Ok((client, _)) = listener.accept() else {
                    thread::sleep(Duration::from_millis(5));
                    continue;
                };
                client.set_nonblocking(false).unwrap();
                let server = TcpStream::connect(&server).unwrap();
                ends.extend([client.try_clone().unwrap(), server.try_clone().unwrap()]);
                let back = (server.try_clone().unwrap(), client.try_clone().unwrap());
                for (mut from, mut to) in [(client, server), back] {
                    thread::spawn(move || {
                        // either side may end it
                        let _ = std::io::copy(&mut from, &mut to);
                        let _ = to.shutdown(Shutdown::Both);
                    });
                }
            }
            for end in ends {
                // some have ended already
                let _ = end.shutdown(Shutdown::Both);
            }
        });
        Self { cut, carrying: Some(carrying) }
    }
}

impl Drop for Way {
    fn drop(&mut self) {
        self.cut.store(true, Ordering::Relaxed);
        if let Some(carrying) = self.carrying.take() {
            carrying.join().unwrap();
        }
    }
}

#[test]
fn it_goes_on_without_its_database_and_serves_when_it_is_there() {
    on_postgres(async |site: &Site| {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let url = url::Url::parse(&site.config.storage.effective_database_url()).unwrap();
        let server = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap_or(5432));
        let through = site.config.storage.effective_database_url().replace(&server, &port.to_string());
        let program = serve(site, &[("FYR_DATABASE_URL", &through)]);
        let article = "/articles/reset-password";
        let says_so = || {
            assert_eq!(program.get("/healthz").0, 200);
            let (status, page) = program.get(article);
            assert!(status == 503 && page.contains("<h1"), "{status}");
        };
        says_so();
        assert_eq!(program.get("/readyz").0, 503);

        let way = Way::open(port, &server);
        program.wait_for("/readyz", 200);
        assert_eq!(program.get(article).0, 200);
        assert_eq!(program.get("/status").0, 200);
        drop(way);
        says_so();
        assert_eq!(program.get("/status").0, 200, "from memory");

        let way = Way::open(port, &server);
        program.wait_for("/readyz", 200);
        program.wait_for(article, 200);
        assert!(program.terminate().0.success());
        drop(way);
    });
}
