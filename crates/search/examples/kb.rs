//! Indexes every Markdown file below a folder and runs queries from the command line, with timing.
//!
//! `cargo run --release -p fyr-search --example kb -- <folder> [lang:query …]`, e.g. `sv:lösenrod en:"reset pasword"`.
//! A query that ends in `*` is searched as if it were still being typed. The innermost path segment `sv`, `nb` or `en` is the
//! language of a file.
#![expect(clippy::print_stdout, reason = "an example prints to the terminal")]

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use fyr_domain::Lang;
use fyr_search::{Document, Query, SearchEngine, Segment, open_embedded};
use uuid::Uuid;

const ROUNDS: u32 = 200;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let root = PathBuf::from(args.next().ok_or("which folder?")?);
    let mut docs = Vec::new();
    collect(&root, &root, &mut docs)?;
    let dir = std::env::temp_dir().join("fyr-search-kb");
    let engine = open_embedded(&dir)?;
    let started = Instant::now();
    println!(
        "{} documents, {} bytes of text",
        docs.len(),
        docs.iter().map(|doc| doc.body.len()).sum::<usize>()
    );
    engine.rebuild(docs).await?;
    println!("indexed in {:?}; {} kB resident", started.elapsed(), resident_memory()?);
    let mut total = Duration::ZERO;
    let mut queries = 0;
    for arg in args {
        let (lang, text) = arg.split_once(':').ok_or("lang:query")?;
        total += run_query(engine.as_ref(), lang.parse()?, text).await?;
        queries += 1;
    }
    if queries > 0 {
        println!("\n{queries} queries, {:?} on average; {} kB resident", total / queries, resident_memory()?);
    }
    Ok(())
}

async fn run_query(engine: &dyn SearchEngine, lang: Lang, text: &str) -> Result<Duration, Box<dyn Error>> {
    let prefix = text.ends_with('*');
    let query = Query {
        text: text.trim_end_matches('*').to_owned(),
        lang,
        category: None,
        page: 1,
        per_page: 10,
        prefix,
    };
    let results = engine.search(&query).await?;
    let started = Instant::now();
    for _ in 0..ROUNDS {
        std::hint::black_box(engine.search(&query).await?);
    }
    let each = started.elapsed() / ROUNDS;
    println!(
        "\n{lang}: {text}: {} in {each:?}; {:?}",
        results.total,
        &results.categories[..results.categories.len().min(4)]
    );
    for hit in results.hits.iter().take(5) {
        println!("  {}\n      {}", with_brackets(&hit.title), with_brackets(&hit.snippet));
    }
    Ok(each)
}

/// Marks matches with brackets.
fn with_brackets(segments: &[Segment]) -> String {
    let text = |segment: &Segment| {
        if segment.marked { format!("[{}]", segment.text) } else { segment.text.clone() }
    };
    segments.iter().map(text).collect()
}

fn resident_memory() -> Result<String, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line =
        |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("?").trim().to_owned();
    Ok(format!("{} (own {})", line("VmRSS:"), line("RssAnon:")))
}

fn collect(root: &Path, dir: &Path, docs: &mut Vec<Document>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, docs)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let text = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
            docs.extend(document(path.strip_prefix(root)?, &text, docs.len()));
        }
    }
    Ok(())
}

fn document(path: &Path, text: &str, number: usize) -> Option<Document> {
    let parts: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
    let lang = parts
        .iter()
        .rev()
        .find_map(|part| matches!(*part, "sv" | "nb" | "en").then(|| part.parse().ok())?)?;
    let (front, rest) = match text.strip_prefix("---").and_then(|rest| rest.split_once("\n---")) {
        Some((front, rest)) => (front, rest),
        None => ("", text),
    };
    let front_matter = |name: &str| {
        front
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .map(|value| value.trim().trim_matches(['"', '\'']).to_owned())
    };
    let heading = || rest.lines().find_map(|line| line.strip_prefix("# ")).map(str::to_owned);
    let title = front_matter("title:").or_else(heading)?;
    Some(Document {
        id: Uuid::from_u128(number as u128 + 1),
        article_id: Uuid::from_u128(number as u128 + 1_000_000),
        lang,
        category: parts.get(1).copied().unwrap_or("other").to_owned(),
        title: plain_text(&title),
        summary: front_matter("description:").unwrap_or_default(),
        keywords: Vec::new(),
        body: plain_text(rest),
        popularity: 0,
    })
}

/// Removes most of the markup: link targets, tags and special characters.
fn plain_text(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let (mut in_tag, mut in_target) = (false, false);
    let mut before = ' ';
    for c in markdown.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            '(' if before == ']' => in_target = true,
            ')' if in_target => in_target = false,
            '\n' => {
                (in_tag, in_target) = (false, false);
                out.push('\n');
            }
            '#' | '*' | '[' | ']' | '`' | '|' | '_' | '>' => {}
            _ if in_tag || in_target => {}
            _ => out.push(c),
        }
        before = c;
    }
    out
}
