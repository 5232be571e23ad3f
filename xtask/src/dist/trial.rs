//! Tries the package in a clean Debian 12: installs, upgrades, removes and purges it, and uses the portal as its unit starts it.
//!
//! systemd does not run there, so the commands of the unit are run by hand, as its user and with its environment. That the unit
//! itself is right is checked in `unit`.

use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::deb::{self, Compression};
use super::unit::{self, Service};
use super::{Product, staging};
use crate::sh::{self, ChildProcess};
use crate::{http, packages};

const SUITE: &str = "bookworm";
/// Packages that the clean system has besides the smallest ones: what the package depends on.
const DEPENDENCIES: &str = "--include=adduser";
/// How long the portal may take to get ready.
const START_TIMEOUT: Duration = Duration::from_mins(1);
const CONFFILE: &str = "/etc/fyr/fyr.toml";
const ENABLED: &str = "/etc/systemd/system/multi-user.target.wants/fyr.service";

/// Tries a package.
///
/// # Errors
/// At the first thing that is not as it should be.
pub fn run(product: &Product<'_>, package: &Path) -> Result<()> {
    ensure!(packages::is_root(), "installing a package in a clean Debian needs root; run this as root");
    let state = product.workspace.state_dir();
    let next_version = format!("{}+next", product.release.version);
    let newer = deb::build(product, &next_version, Compression::None, &state)?;
    let system = System::unpack(state.join("debian"), &base_system(&state)?)?;
    fs::copy(package, system.root.join("tmp/fyr.deb"))?;
    fs::copy(newer, system.root.join("tmp/fyr-next.deb"))?;
    println!("Trying the package.");
    let result = try_package(&system);
    if result.is_ok() {
        fs::remove_dir_all(&system.root)?;
        println!("The package can be installed, used, upgraded, removed and purged.");
    }
    result.with_context(|| format!("the package does not work; it was tried in {}", system.root.display()))
}

fn try_package(system: &System) -> Result<()> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let address = SocketAddr::from(([127, 0, 0, 1], port));

    step("install");
    system.run(&["dpkg", "--install", "/tmp/fyr.deb"])?;
    let version = check_installed(system)?;
    let service = Service::parse(&system.run(&["cat", &format!("/usr/lib/systemd/system/{}", unit::NAME)])?)?;
    system.run_as(&service, &service.check)?;

    step("demonstration, start, pages");
    // what an administrator does: settings of their own, and content
    system.run(&["sh", "-c", &format!("echo 'listen = \"{address}\"' >> {CONFFILE}")])?;
    let import = ["/usr/bin/fyr", "import", "demo", "/usr/share/fyr/demo"].map(str::to_owned);
    system.run_as(&service, &import)?;
    use_portal(system, &service, address)?;

    step("upgrade");
    system.run(&["dpkg", "--install", "/tmp/fyr-next.deb"])?;
    let upgraded = check_installed(system)?;
    ensure!(upgraded != version, "the version is still {version}");
    check_kept(system, address)?;
    use_portal(system, &service, address)?;

    step("remove, and install again");
    system.run(&["dpkg", "--remove", "fyr"])?;
    ensure!(!system.exists("/usr/bin/fyr")?, "the program is still there");
    check_kept(system, address)?;
    system.run(&["dpkg", "--install", "/tmp/fyr-next.deb"])?;
    check_installed(system)?;
    check_kept(system, address)?;
    use_portal(system, &service, address)?;

    step("purge");
    system.run(&["dpkg", "--purge", "fyr"])?;
    for gone in ["/usr/bin/fyr", "/etc/fyr", ENABLED, "/usr/share/fyr", "/usr/share/doc/fyr"] {
        ensure!(!system.exists(gone)?, "{gone} is still there");
    }
    ensure!(system.exists("/var/lib/fyr/fyr.db")?, "purging deleted the data of people");
    ensure!(system.stat("/var/lib/fyr/fyr.db")?.ends_with("fyr:fyr"), "the data belongs to nobody");

    step("purge without data");
    system.run(&["rm", "-r", "/var/lib/fyr"])?;
    system.run(&["dpkg", "--install", "/tmp/fyr.deb"])?;
    check_installed(system)?;
    system.run(&["dpkg", "--purge", "fyr"])?;
    ensure!(!system.exists("/var/lib/fyr")?, "an empty folder for data is still there");
    Ok(())
}

fn step(name: &str) {
    println!("  {name}");
}

/// What holds whenever the package is installed. Returns its version.
fn check_installed(system: &System) -> Result<String> {
    let status =
        system.run(&["dpkg-query", "--show", "--showformat=${db:Status-Status} ${Version}", "fyr"])?;
    let version = status.strip_prefix("installed ").with_context(|| format!("the package is {status}"))?;
    for (path, expected) in [
        ("/etc/fyr", "750 root:fyr"),
        (CONFFILE, "640 root:fyr"),
        ("/var/lib/fyr", "750 fyr:fyr"),
        ("/usr/bin/fyr", "755 root:root"),
    ] {
        let found = system.stat(path)?;
        ensure!(found == expected, "{path} is {found}, not {expected}");
    }
    let account = system.run(&["getent", "passwd", "fyr"])?;
    ensure!(account.ends_with(":/var/lib/fyr:/usr/sbin/nologin"), "the user is {account}");
    ensure!(system.exists(ENABLED)?, "the service is not enabled");
    let others = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "test", "-r", CONFFILE];
    ensure!(system.run_quietly(&others).is_err(), "everyone can read {CONFFILE}");
    // checksums of all files but the configuration, which is changed on purpose
    let changed = system.run(&["dpkg", "--verify", "fyr"])?;
    let changed: Vec<_> = changed.lines().filter(|line| !line.ends_with(CONFFILE)).collect();
    ensure!(changed.is_empty(), "installed files differ from the package: {changed:?}");
    Ok(version.to_owned())
}

/// What an administrator wrote and people did is still there.
fn check_kept(system: &System, address: SocketAddr) -> Result<()> {
    let settings = system.run(&["cat", CONFFILE])?;
    ensure!(settings.contains(&address.to_string()), "{CONFFILE} has lost what was written into it");
    ensure!(system.stat(CONFFILE)? == "640 root:fyr", "the mode of {CONFFILE} has changed");
    ensure!(system.exists("/var/lib/fyr/fyr.db")?, "the data is gone");
    Ok(())
}

/// Starts the portal, looks at pages, and stops it.
fn use_portal(system: &System, service: &Service, address: SocketAddr) -> Result<()> {
    let health = ["/usr/bin/fyr", "healthcheck"].map(str::to_owned);
    ensure!(system.quietly_as(service, &health).is_err(), "the health check passes without a portal");
    let log = system.root.join("var/log/fyr-trial.log");
    let output = File::create(&log)?;
    let mut command = system.command_as(service, &service.start);
    command.stdout(output.try_clone()?).stderr(output);
    let mut server = ChildProcess::start(&mut command)?;
    let start = Instant::now();
    sh::wait_until(|| {
        if let Some(status) = server.try_wait()? {
            bail!("the portal ended ({status}); {} says why", log.display());
        }
        ensure!(start.elapsed() < START_TIMEOUT, "the portal is not ready after {START_TIMEOUT:?}");
        Ok(http::is_ready(address).then_some(()))
    })?;
    system.run_as(service, &health)?;
    let page = |path: &str| -> Result<String> {
        let response = http::get(address, path).with_context(|| format!("{path} does not answer"))?;
        ensure!(response.status == 200, "{path} answers {}", response.status);
        Ok(response.body)
    };
    let home = page("/")?;
    let styles = home.split('"').find(|text| text.starts_with("/assets/") && text.ends_with("/fyr.css"));
    let styles = page(styles.context("the start page names no style sheet")?)?;
    ensure!(styles.len() > 50_000, "the style sheet has only {} bytes", styles.len());
    ensure!(page("/articles")?.contains("href=\"/articles/"), "no article of the demonstration is there");
    let ended = server.stop()?;
    ensure!(
        ended.is_some_and(|status| status.success()),
        "the portal ended with {ended:?} when it was stopped"
    );
    Ok(())
}

/// The smallest Debian, as an archive that is made once.
fn base_system(state: &Path) -> Result<PathBuf> {
    let archive = state.join(format!("debian-{SUITE}.tar"));
    if !archive.is_file() {
        let mmdebstrap = packages::find_or_install("mmdebstrap", &["mmdebstrap"], "make a clean Debian")?;
        println!("Making a clean Debian 12, once.");
        let unfinished = archive.with_extension("part.tar");
        sh::run(
            Command::new(mmdebstrap)
                .args(["--variant=minbase", "--quiet", DEPENDENCIES, SUITE])
                .arg(&unfinished),
        )?;
        fs::rename(unfinished, &archive)?;
    }
    Ok(archive)
}

/// A Debian in a folder.
struct System {
    root: PathBuf,
}

impl System {
    fn unpack(root: PathBuf, archive: &Path) -> Result<Self> {
        staging::recreate(&root)?;
        sh::capture(
            Command::new("tar")
                .args(["--extract", "--numeric-owner", "--same-permissions", "--directory"])
                .arg(&root)
                .arg("--file")
                .arg(archive),
        )?;
        Ok(Self { root })
    }

    /// A command in it, with its own processes and an environment of its own.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("unshare");
        command
            .args(["--mount", "--pid", "--fork", "--kill-child=TERM", "--mount-proc"])
            .arg(format!("--root={}", self.root.display()))
            .env_clear()
            .env("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .env("LC_ALL", "C.UTF-8")
            .args(arguments);
        command
    }

    fn run(&self, arguments: &[&str]) -> Result<String> {
        sh::capture(&mut self.command(arguments)).with_context(|| format!("there: {}", arguments.join(" ")))
    }

    /// As [`System::run`], where failing is what is expected.
    fn run_quietly(&self, arguments: &[&str]) -> Result<()> {
        if sh::succeeds(&mut self.command(arguments)) { Ok(()) } else { bail!("{arguments:?} failed") }
    }

    /// A command as a unit runs it: with its user, environment and folder.
    fn command_as(&self, service: &Service, arguments: &[String]) -> Command {
        let user = [format!("--reuid={0}", service.user), format!("--regid={0}", service.user)];
        let folder = format!("--chdir={}", service.working_directory);
        let words = ["setpriv".to_owned()]
            .into_iter()
            .chain(user)
            .chain(["--init-groups", "--no-new-privs", "env", "--ignore-environment"].map(str::to_owned))
            .chain([folder])
            .chain(service.environment.iter().cloned())
            .chain(arguments.iter().cloned())
            .collect::<Vec<_>>();
        self.command(&words.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn run_as(&self, service: &Service, arguments: &[String]) -> Result<String> {
        sh::capture(&mut self.command_as(service, arguments))
            .with_context(|| format!("there, as {}: {}", service.user, arguments.join(" ")))
    }

    fn quietly_as(&self, service: &Service, arguments: &[String]) -> Result<()> {
        if sh::succeeds(&mut self.command_as(service, arguments)) {
            Ok(())
        } else {
            bail!("{arguments:?} failed")
        }
    }

    /// Mode and owner of a file: `640 root:fyr`.
    fn stat(&self, path: &str) -> Result<String> {
        self.run(&["stat", "--format=%a %U:%G", path])
    }

    /// Whether something is there, be it a link to nothing.
    fn exists(&self, path: &str) -> Result<bool> {
        match fs::symlink_metadata(self.root.join(path.trim_start_matches('/'))) {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error).with_context(|| format!("{path} cannot be looked at")),
        }
    }
}
