//! `cargo xtask bench`: measures the release build on this machine with wrk. Not a test: there are no thresholds.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::sh::{self, ChildProcess};
use crate::workspace::{BuildProfile, Workspace};
use crate::{packages, report, site};

/// The options of `cargo xtask bench`.
#[derive(Args)]
pub struct BenchOptions {
    /// A folder of articles to read in besides the demonstration's
    #[arg(long, value_name = "DIR")]
    articles: Option<PathBuf>,
    /// Made-up Swedish articles besides the demonstration's
    #[arg(long, default_value_t = 10_000)]
    made_up_articles: usize,
    /// Tickets of three messages each
    #[arg(long, default_value_t = 20_000)]
    tickets: usize,
    /// People who filed them
    #[arg(long, default_value_t = 200)]
    people: usize,
    /// Seconds for each kind of page
    #[arg(long, default_value_t = 10)]
    seconds: u32,
    /// Measure a second portal, with 1,000,000 tickets of 10,000 people, and compare. Filling it takes a quarter of an hour and 4 GB
    #[arg(long)]
    growth: bool,
}

/// How much a portal under measurement holds.
#[derive(Clone, Copy)]
struct PortalSize {
    people: usize,
    tickets: usize,
}

/// A portal that has grown: as many tickets for each person as there are by default.
const GROWN: PortalSize = PortalSize { people: 10_000, tickets: 1_000_000 };

/// What was measured of a kind of page.
struct Measurement {
    page: String,
    /// Requests in a second.
    rate: f64,
    p50: String,
    p99: String,
    errors: String,
    resident_mb: f64,
}

/// A running server under measurement.
struct Bench {
    address: SocketAddr,
    folder: tempfile::TempDir,
    wrk: PathBuf,
    seconds: u32,
    pid: u32,
    measurements: Vec<Measurement>,
}

/// Builds the server, measures it with test data, and prints the tables.
pub fn run(workspace: &Workspace, options: &BenchOptions) -> Result<()> {
    let wrk = packages::find_or_install("wrk", &["wrk"], "generate the load")?;
    site::build(workspace)?;
    println!("Building the server (release).");
    let fyr = workspace.build_fyr(BuildProfile::Release)?;
    let size = PortalSize { people: options.people, tickets: options.tickets };
    let measured = measure_portal(workspace, options, &fyr, &wrk, size)?;
    if options.growth {
        let grown = measure_portal(workspace, options, &fyr, &wrk, GROWN)?;
        print!("\n{}", growth_table(size, &measured, &grown));
    }
    Ok(())
}

/// Fills a new portal, starts the server, measures it, and prints the table.
fn measure_portal(
    workspace: &Workspace,
    options: &BenchOptions,
    fyr: &Path,
    wrk: &Path,
    size: PortalSize,
) -> Result<Vec<Measurement>> {
    let folder = tempfile::tempdir()?;
    let address = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
    let command = |arguments: &[&str]| {
        let mut command = Command::new(fyr);
        command.args(arguments).current_dir(&workspace.root);
        command.env("FYR_DATA_DIR", folder.path().join("data")).env("FYR_LISTEN", address.to_string());
        command.env("FYR_PUBLIC_URL", format!("http://{address}")).env("FYR_LOG", "warn");
        // all requests come from one address
        command.env("FYR_LIMIT_WRITES", "10000000").env("FYR_LIMIT_SIGN_IN", "10000000");
        // and all tickets are of one guest: room for 100 million a day
        command.env("FYR_LIMIT_TEXT_MB", "1000000").env("FYR_LIMIT_NETWORK_TEXT_MB", "1000000");
        command
    };
    let (people, tickets) = (size.people.to_string(), size.tickets.to_string());
    println!("Filling the database with {} tickets.", report::grouped(size.tickets as u64));
    sh::run(&mut command(&["import", "demo", "demo"]))?;
    if let Some(articles) = &options.articles {
        sh::capture(command(&["import", "articles"]).arg(articles))?;
    }
    if options.made_up_articles > 0 {
        let made_up = folder.path().join("articles");
        write_articles(workspace, &made_up.join("sv").join("made-up"), options.made_up_articles)?;
        println!("Importing {} made-up articles.", report::grouped(options.made_up_articles as u64));
        sh::capture(command(&["import", "articles"]).arg(&made_up))?;
    }
    sh::run(&mut command(&["seed", "--people", &people, "--tickets", &tickets]))?;
    sh::run(&mut command(&["reindex"]))?;

    let start = Instant::now();
    let mut server = ChildProcess::start(&mut command(&["serve"]))?;
    while get(address, "/", "").is_err() {
        if server.try_wait()?.is_some() || start.elapsed() > Duration::from_secs(30) {
            bail!("Fyr did not start; see the output above");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let startup = start.elapsed();
    let mut bench = Bench {
        address,
        folder,
        wrk: wrk.to_owned(),
        seconds: options.seconds,
        pid: server.id(),
        measurements: Vec::new(),
    };
    let first_visit = bench.first_visit()?;
    bench.measure()?;
    let heading = ["page", "requests/s", "p50", "p99", "errors", "resident MB"];
    let rows: Vec<_> = bench.measurements.iter().map(Measurement::row).collect();
    print!("\n{}", report::table(&heading, &rows));
    println!("start to first page: {} ms", startup.as_millis());
    println!("first visit to home, as sent with Brotli:\n{first_visit}");
    server.stop()?;
    Ok(bench.measurements)
}

/// How much longer each kind of page takes in a portal that has grown.
fn growth_table(size: PortalSize, measured: &[Measurement], grown: &[Measurement]) -> String {
    let few = format!("requests/s, {} tickets", report::grouped(size.tickets as u64));
    let many = format!("{} tickets", report::grouped(GROWN.tickets as u64));
    let rows: Vec<_> = measured
        .iter()
        .zip(grown)
        .map(|(few, many)| {
            let times = format!("{:.2}", few.rate / many.rate);
            vec![few.page.clone(), format!("{:.0}", few.rate), format!("{:.0}", many.rate), times]
        })
        .collect();
    report::table(&["page", &few, &many, "times slower"], &rows)
}

impl Measurement {
    fn row(&self) -> Vec<String> {
        let rate = format!("{:.0}", self.rate);
        let resident = format!("{:.0}", self.resident_mb);
        vec![self.page.clone(), rate, self.p50.clone(), self.p99.clone(), self.errors.clone(), resident]
    }
}

impl Bench {
    fn measure(&mut self) -> Result<()> {
        let articles = find_links(&get(self.address, "/articles", "")?.body, "/articles/");
        let person = sign_in(self.address, "person1@seed.example.org")?;
        let agent = sign_in(self.address, "jonas.ek@example.org")?;
        let own = find_links(&get(self.address, "/tickets", &person)?.body, "/tickets/");
        let own_tickets: Vec<String> =
            own.into_iter().filter(|path| path.len() == "/tickets/K7M-3Q9X".len()).collect();
        let searches =
            ["logga+in", "bankid", "l%C3%B6senord", "rapport", "m%C3%B6te", "fil", "inlogning", "intyg"]
                .map(|words| format!("/search?q={words}"));
        let suggestions =
            ["lo", "logga", "byta lös", "bankid ny", "hur ändrar jag", "rapport", "mote", "inlogning te"]
                .map(|typed| format!("/islands/suggest?lang=sv&q={}", percent_encoded(typed)));
        self.measure_pages("suggestions", &suggestions, "")?;
        self.measure_pages("home", &["/".to_owned()], "")?;
        self.measure_pages("search", &searches, "")?;
        self.measure_pages("article", &articles, "")?;
        self.measure_pages("ticket", &own_tickets, &person)?;
        self.measure_pages("my tickets", &["/tickets".to_owned()], &person)?;
        self.measure_pages("desk queue", &["/desk".to_owned()], &agent)?;
        let at_the_desk = find_links(&get(self.address, "/desk", &agent)?.body, "/desk/tickets/");
        self.measure_pages("ticket at the desk", &at_the_desk, &agent)?;
        self.run_wrk("file a ticket", &["file", "1", ""])
    }

    fn measure_pages(&mut self, name: &str, paths: &[String], cookie: &str) -> Result<()> {
        for path in paths {
            let status = get(self.address, path, cookie)?.status;
            if status != 200 {
                bail!("{path} responded with {status}, so {name} cannot be measured");
            }
        }
        let list = self.folder.path().join("paths.txt");
        fs::write(&list, paths.join("\n"))?;
        let list = list.display().to_string();
        self.run_wrk(name, &["get", &list, cookie])
    }

    fn run_wrk(&mut self, name: &str, arguments: &[&str]) -> Result<()> {
        println!("Measuring: {name}.");
        let script = self.folder.path().join("bench.lua");
        fs::write(&script, include_str!("bench.lua"))?;
        let mut wrk = Command::new(&self.wrk);
        wrk.args(["-t2", "-c8", "--latency", &format!("-d{}s", self.seconds), "-s"]).arg(script);
        wrk.arg(format!("http://{}", self.address)).arg("--").args(arguments);
        let output = sh::capture(&mut wrk)?;
        let value_after = |label: &str| {
            let rest = output.lines().find_map(|line| line.trim().strip_prefix(label));
            rest.map_or("?", str::trim).to_owned()
        };
        let failed = output.lines().find_map(|line| line.trim().strip_prefix("Non-2xx or 3xx responses:"));
        let errors = failed.map_or("0", str::trim).to_owned();
        let rate =
            value_after("Requests/sec:").parse().context("wrk did not say how many requests it made")?;
        self.measurements.push(Measurement {
            page: name.to_owned(),
            rate,
            p50: value_after("50%"),
            p99: value_after("99%"),
            errors,
            resident_mb: resident_mb(self.pid)?,
        });
        Ok(())
    }

    /// The size of everything that a browser loads for the start page, as a table.
    fn first_visit(&self) -> Result<String> {
        let home = get(self.address, "/", "")?;
        let mut files: BTreeSet<String> = BTreeSet::new();
        for piece in home.body.split(['"', '\'']) {
            if piece.starts_with("/assets/")
                && piece.rsplit('/').next().is_some_and(|name| name.contains('.'))
            {
                files.insert(piece.to_owned());
            }
        }
        let base = files.iter().find_map(|file| file.rsplit_once('/')).map(|(base, _)| base.to_owned());
        if let Some(base) = base {
            files.extend(["fyr.js", "fyr.wasm"].map(|name| format!("{base}/{name}")));
        }
        let mut rows = vec![vec!["/".to_owned(), report::grouped(body_length(self.address, "/")?)]];
        let mut total = body_length(self.address, "/")?;
        for file in files {
            let bytes = body_length(self.address, &file)?;
            total += bytes;
            let name = file.rsplit('/').next().unwrap_or_default().to_owned();
            rows.push(vec![name, report::grouped(bytes)]);
        }
        rows.push(vec!["all".to_owned(), report::grouped(total)]);
        Ok(report::table(&["file", "bytes"], &rows))
    }
}

/// A text as a value in a query.
fn percent_encoded(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}

/// Writes articles of about 300 words, put together from paragraphs of the demonstration's.
fn write_articles(workspace: &Workspace, folder: &Path, count: usize) -> Result<()> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut folders = vec![workspace.root.join("demo/articles/sv")];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = fs::read_to_string(&path)?;
                let body = text.splitn(3, "---").nth(2).unwrap_or_default();
                paragraphs.extend(
                    body.split("\n\n").map(str::trim).filter(|part| part.len() > 60).map(str::to_owned),
                );
            }
        }
    }
    paragraphs.sort_unstable();
    if paragraphs.is_empty() {
        bail!("the demonstration has no articles");
    }
    fs::create_dir_all(folder)?;
    for number in 0..count {
        // each a different choice, and the same ones each time
        let chosen =
            |nth: usize| &paragraphs[(number * 7 + nth * 31 + number / paragraphs.len()) % paragraphs.len()];
        let words: Vec<&str> =
            chosen(0).split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 4).take(4).collect();
        let body: Vec<String> =
            (0..6).map(|nth| format!("## Del {nth} av {number}\n\n{}", chosen(nth + 1))).collect();
        let text = format!("---\ntitle: {} {number}\n---\n\n{}\n", words.join(" "), body.join("\n\n"));
        fs::write(folder.join(format!("made-up-{number}.md")), text)?;
    }
    Ok(())
}

/// Resident memory of a process, in megabytes.
fn resident_mb(pid: u32) -> Result<f64> {
    let status = fs::read_to_string(Path::new("/proc").join(pid.to_string()).join("status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS line")?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kilobytes * 1024.0 / 1e6)
}

struct HttpResponse {
    status: u16,
    cookies: Vec<String>,
    body: String,
}

fn send_request(address: SocketAddr, request: &str) -> Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn parse_response(bytes: &[u8]) -> Result<HttpResponse> {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\r\n\r\n").context("a response without an end of its headers")?;
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .context("a response without a status")?;
    let cookies = head.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
    let cookies = cookies.filter_map(|cookie| cookie.split(';').next()).map(str::to_owned).collect();
    Ok(HttpResponse { status, cookies, body: body.to_owned() })
}

fn get(address: SocketAddr, path: &str, cookie: &str) -> Result<HttpResponse> {
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n");
    parse_response(&send_request(address, &request)?)
}

/// The size in bytes of a response body with Brotli compression.
fn body_length(address: SocketAddr, path: &str) -> Result<u64> {
    let request =
        format!("GET {path} HTTP/1.0\r\nHost: {address}\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n");
    let bytes = send_request(address, &request)?;
    let end = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .context("a response without an end of its headers")?;
    Ok((bytes.len() - end - 4) as u64)
}

/// Signs in with the demo password; returns the Cookie header.
fn sign_in(address: SocketAddr, email: &str) -> Result<String> {
    let body = format!("email={}&password=fyr-demo-2026&next=%2F", email.replace('@', "%40"));
    let request = format!(
        "POST /sign-in HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let response = parse_response(&send_request(address, &request)?)?;
    if response.status != 303 {
        bail!("{email} cannot sign in: {}", response.status);
    }
    Ok(response.cookies.join("; "))
}

/// The attribute values on a page that begin with `prefix` and have no query: the linked paths.
fn find_links(html: &str, prefix: &str) -> Vec<String> {
    let found: BTreeSet<&str> =
        html.split('"').filter(|piece| piece.starts_with(prefix) && !piece.contains('?')).collect();
    found.into_iter().map(str::to_owned).collect()
}
