//! The command line.

mod access;

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use fyr_domain::{
    Actor, Lang, Role,
    fields::Problem,
    text::{EmailAddress, PersonName},
};
use fyr_services::{
    Error,
    accounts::{self, NewPerson, Tell},
    import::{self, Gone},
    privacy::retention::{self, Share},
};

use crate::{
    config::{BadSetting, Config},
    serve,
};

/// Fyr, a self-service support portal.
#[derive(Debug, Parser)]
#[command(name = "fyr", version, about, long_about = None)]
struct Cli {
    /// Configuration file; without it `fyr.toml` in the working directory, where there is one.
    #[arg(long, env = "FYR_CONFIG", global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the portal until it is told to stop.
    Serve,
    /// Brings the database schema up to date.
    Migrate,
    /// Brings content in.
    Import {
        #[command(subcommand)]
        what: Import,
    },
    /// Fills the search index from the database.
    Reindex,
    /// Adds made-up people and tickets in bulk, for measuring.
    Seed {
        /// People who file tickets.
        #[arg(long, default_value_t = 200)]
        people: usize,
        /// Tickets of three messages each.
        #[arg(long, default_value_t = 20_000)]
        tickets: usize,
        /// The same seed gives the same content.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// People and their accounts.
    User {
        #[command(subcommand)]
        what: User,
    },
    /// Signed-in browsers.
    Sessions {
        #[command(subcommand)]
        what: access::Sessions,
    },
    /// Removes what is old by the rules in the configuration, as the portal does by itself every hour.
    Retention {
        /// Says what would go, and from when the oldest of it is, and removes nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Reads the configuration and says whether it can be used.
    CheckConfig,
}

#[derive(Debug, Subcommand)]
enum User {
    /// Makes someone an account, and prints a link with which a password is chosen, once, within a week. Where mail is
    /// configured they are sent one too.
    Add(NewUser),
    /// Takes app and recovery codes away from someone who has lost both, and signs them out everywhere. Be sure who asks: at
    /// least as sure as when they got their account.
    ForgetSecondFactor {
        /// Their e-mail address.
        email: String,
    },
}

#[derive(Debug, Args)]
struct NewUser {
    /// Their e-mail address.
    email: String,
    /// Their name.
    #[arg(long)]
    name: String,
    /// participant, counsellor, approver, agent, staff, manager or admin.
    #[arg(long)]
    role: Role,
    /// sv, nb or en; without it the portal's default.
    #[arg(long)]
    lang: Option<Lang>,
    /// The slug of an organisation: the role is theirs in it, not in the whole portal.
    #[arg(long)]
    organisation: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Import {
    /// Markdown articles; translations are files at the same path below `sv`, `nb` and `en`. Articles that came from the same
    /// folder before and are no longer in it are unpublished.
    Articles(From),
    /// Everything a demonstration needs: people, tickets, articles, a status page.
    Demo(From),
}

#[derive(Debug, Args)]
struct From {
    /// The folder.
    dir: PathBuf,
    /// Keeps articles that have no file in the folder any more.
    #[arg(long)]
    keep: bool,
}

impl From {
    fn gone(&self) -> Gone {
        if self.keep { Gone::Keep } else { Gone::Unpublish }
    }
}

/// Runs what the command line says. Prints one line for a person where it fails.
pub async fn run() -> ExitCode {
    let cli = Cli::parse();
    let config = match Config::read(cli.config.as_deref()) {
        Ok(config) => config,
        Err(error) => return fail(&error),
    };
    log(&config);
    match command(cli.command, config).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("fyr: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn command(command: Command, config: Config) -> Result<()> {
    match command {
        Command::Serve => serve::run(config).await,
        Command::Migrate => {
            serve::services(&config).await?.prepare().await?;
            say("The database schema is up to date.");
            Ok(())
        }
        Command::CheckConfig => {
            say(&format!(
                "The configuration can be used.\n\n{}",
                toml::to_string_pretty(&config.without_secrets())?
            ));
            Ok(())
        }
        Command::Import { what } => {
            let services = serve::services(&config).await?;
            services.prepare().await?;
            let report = match what {
                Import::Articles(from) => import::articles(&services, &from.dir, from.gone()).await?,
                Import::Demo(from) => import::demo(&services, &from.dir, from.gone()).await?,
            };
            say(&report.to_string());
            services.store.close().await;
            Ok(())
        }
        Command::User { what: User::Add(new) } => add_user(&config, new).await,
        Command::User { what: User::ForgetSecondFactor { email } } => {
            access::forget_second_factor(&config, &email).await
        }
        Command::Sessions { what } => access::end_sessions(&config, what).await,
        Command::Seed { people, tickets, seed } => {
            let services = serve::services(&config).await?;
            services.prepare().await?;
            fyr_services::seed::run(&services, people, tickets, seed)
                .await
                .context("import the demonstration first: tickets need topics and agents")?;
            services.store.close().await;
            say(&format!("Added {people} people and {tickets} tickets."));
            Ok(())
        }
        Command::Retention { dry_run } => {
            let services = serve::services(&config).await?;
            services.prepare().await?;
            let shares =
                if dry_run { retention::plan(&services).await? } else { retention::apply(&services).await? };
            say(&table(&shares, if dry_run { "would go" } else { "gone" }));
            services.store.close().await;
            Ok(())
        }
        Command::Reindex => {
            let services = serve::services(&config).await?;
            services.prepare().await?;
            let count = fyr_services::search::rebuild(&services).await?;
            say(&format!("The search index holds {count} texts."));
            Ok(())
        }
    }
}

async fn add_user(config: &Config, new: NewUser) -> Result<()> {
    let wrong = |field: &str, problem: &Problem| {
        anyhow::anyhow!("{field}: {}", fyr_i18n::problem(Lang::En, field, problem))
    };
    let person = NewPerson {
        email: EmailAddress::parse(&new.email).map_err(|problem| wrong("email", &problem))?,
        name: PersonName::parse(&new.name).map_err(|problem| wrong("name", &problem))?,
        role: new.role,
        lang: new.lang.or_else(|| config.default_lang.parse().ok()).unwrap_or_default(),
        organisation: new.organisation,
        tell: if config.mail_url.is_empty() { Tell::ByHand } else { Tell::ByMail },
    };
    let services = serve::services(config).await?;
    services.prepare().await?;
    let added = accounts::add(&services, &Actor::ANONYMOUS, &person).await;
    services.store.close().await;
    match added {
        Ok(added) => {
            say(&format!(
                "{} has an account. With this link a password is chosen, once, within a week:",
                person.email
            ));
            answer(&added.link);
            Ok(())
        }
        Err(Error::Invalid(errors)) => match errors.0.first() {
            Some((field, problem)) => Err(wrong(field, problem)),
            None => Err(Error::Invalid(errors).into()),
        },
        Err(error) => Err(error.into()),
    }
}

/// What of each kind went or would go, one line each.
fn table(shares: &[Share], gone: &str) -> String {
    let mut lines = vec![format!("{:<20} {:>10} {gone:>10}  oldest", "kind", "days kept")];
    for share in shares {
        let days = share.after.map_or_else(|| "for ever".to_owned(), |after| after.num_days().to_string());
        let oldest = share.oldest.map_or_else(|| "-".to_owned(), |at| at.format("%Y-%m-%d").to_string());
        lines.push(format!("{:<20} {days:>10} {:>10}  {oldest}", share.kind.as_str(), share.count));
    }
    lines.join("\n")
}

fn fail(error: &BadSetting) -> ExitCode {
    say(&format!("fyr: {error}"));
    ExitCode::FAILURE
}

/// To the person at the terminal.
#[expect(clippy::print_stderr, reason = "the one place where the program speaks to a terminal")]
fn say(line: &str) {
    eprintln!("{line}");
}

/// What someone asked for, for other programs to read.
#[expect(clippy::print_stdout, reason = "the answer of a command")]
fn answer(line: &str) {
    println!("{line}");
}

fn log(config: &Config) {
    use tracing_subscriber::{EnvFilter, fmt};
    let filter = EnvFilter::try_from_env("FYR_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,tantivy=warn,sqlx=warn,html5ever=error"));
    let builder = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // a second subscriber is refused, which only happens in tests
    let _ = if config.log_format == "json" { builder.json().try_init() } else { builder.try_init() };
}
