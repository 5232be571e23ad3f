//! Measures how well the engines find what judged queries ask for, among the articles of a folder and those of the demonstration.
//!
//! `cargo xtask search-quality <folder>`. The embedded engine is measured, and the Meilisearch that `FYR_TEST_MEILISEARCH_URL` (and
//! `FYR_TEST_MEILISEARCH_KEY`) name. Fails where a figure is worse than in `quality/figures.toml`; `--write` writes these. Both are of
//! the queries that are not for tuning; `--tuning` measures the others, and compares nothing. `--show sv:question` lists the queries for tuning of a language and kind whose answer is not first.
#![expect(clippy::print_stdout, reason = "a program of the command line")]

mod engines;
mod figures;
mod judged;
mod measures;

use std::{
    error::Error,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use fyr_content::{import, markdown::Renderer};
use fyr_domain::Lang;
use uuid::Uuid;

use crate::{
    figures::Figures,
    judged::{Indexed, Judged},
    measures::{DEPTH, Measures},
};

/// The options of the command line.
#[derive(Default)]
struct Options {
    folder: PathBuf,
    write: bool,
    tuning: bool,
    show: Option<String>,
}

fn options() -> Option<Options> {
    let mut options = Options::default();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--write" => options.write = true,
            "--tuning" => options.tuning = true,
            "--show" => options.show = Some(arguments.next()?),
            folder => options.folder = folder.into(),
        }
    }
    (!options.folder.as_os_str().is_empty()).then_some(options)
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let options =
        options().ok_or("usage: <folder of articles> [--write] [--tuning] [--show <language>:<kind>]")?;
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let indexed = read_articles([&options.folder, &project.join("../../demo/articles")]);
    let mut queries = judged::read(&project.join("quality"), &indexed)?;
    queries.extend(judged::derive(&indexed));
    println!("{} articles, {} queries", indexed.len(), queries.len());
    let mut figures = Figures::default();
    for engine in engines::open().await? {
        let started = Instant::now();
        engine.rebuild(indexed.iter().map(judged::document).collect()).await?;
        println!("\n{}: indexed in {:.1} s", engine.name(), started.elapsed().as_secs_f32());
        let started = Instant::now();
        let rankings = engines::rank(engine.as_ref(), &queries).await?;
        let each = started.elapsed() / u32::try_from(queries.len())?;
        println!("{:.2} ms for a query on average\n", each.as_secs_f64() * 1_000.0);
        for lang in Lang::ALL {
            let table = measure(lang, options.tuning, &queries, &rankings);
            print_table(lang, &table);
            if let Some((_, total)) = table.last() {
                figures.insert(engine.name(), lang, total);
            }
        }
        if let Some(shown) = &options.show {
            show_missed(shown, &queries, &rankings, &indexed);
        }
    }
    if options.tuning {
        return Ok(ExitCode::SUCCESS);
    }
    figures.finish(&project.join("quality/figures.toml"), options.write)
}

fn read_articles<'a>(folders: impl IntoIterator<Item = &'a PathBuf>) -> Vec<Indexed> {
    let mut indexed = Vec::new();
    for folder in folders {
        let found = import::read_dir(folder);
        let links = found.links();
        for article in &found.articles {
            let resolve = links.for_article(article);
            let renderer = Renderer::new(&resolve).in_language(article.lang).under_title(&article.title);
            let id = Uuid::from_u128(indexed.len() as u128 + 1);
            indexed.push(Indexed { id, article: article.clone(), rendered: renderer.render(&article.body) });
        }
    }
    indexed
}

/// The measures of each kind of query of a language, and of all together at the end: of those for tuning, or of the others.
fn measure(
    lang: Lang,
    for_tuning: bool,
    queries: &[Judged],
    rankings: &[Vec<Uuid>],
) -> Vec<(String, Measures)> {
    let mut table: Vec<(String, Measures)> = Vec::new();
    let mut total = Measures::default();
    for (judged, ranking) in queries.iter().zip(rankings) {
        if judged.lang != lang || judged.for_tuning != for_tuning {
            continue;
        }
        if !table.iter().any(|(kind, _)| *kind == judged.kind) {
            table.push((judged.kind.clone(), Measures::default()));
        }
        if let Some((_, measures)) = table.iter_mut().find(|(kind, _)| *kind == judged.kind) {
            measures.add(ranking, &judged.answers);
        }
        total.add(ranking, &judged.answers);
    }
    table.sort_by(|a, b| a.0.cmp(&b.0));
    table.push(("all".to_owned(), total));
    table
}

fn print_table(lang: Lang, table: &[(String, Measures)]) {
    let names: Vec<_> = Measures::default().figures().iter().map(|(name, _)| format!("{name:>9}")).collect();
    println!("{lang}                 n {}", names.join(" "));
    for (kind, measures) in table {
        let figures: Vec<_> = measures.figures().iter().map(|(_, value)| format!("{value:9.3}")).collect();
        println!("   {kind:11} {:5} {}", measures.queries, figures.join(" "));
    }
}

/// The queries for tuning of `<language>:<kind>` whose answer is not the first hit.
fn show_missed(shown: &str, queries: &[Judged], rankings: &[Vec<Uuid>], indexed: &[Indexed]) {
    let title = |id: &Uuid| {
        let found = indexed.iter().find(|indexed| indexed.id == *id);
        found.map_or("?", |indexed| indexed.article.title.as_str())
    };
    for (judged, ranking) in queries.iter().zip(rankings) {
        let rank = ranking.iter().take(DEPTH).position(|hit| judged.answers.contains(hit));
        if !judged.for_tuning || format!("{}:{}", judged.lang, judged.kind) != shown || rank == Some(0) {
            continue;
        }
        let rank = rank.map_or("-".to_owned(), |rank| (rank + 1).to_string());
        println!("{rank:>2} {}\n     should be: {}", judged.text, judged.answers.first().map_or("?", title));
        ranking.iter().take(3).for_each(|hit| println!("     {}", title(hit)));
    }
}
