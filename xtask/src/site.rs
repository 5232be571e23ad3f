//! The site: everything the browser loads, made into `target/site`, each file with its compressed copies beside it.
//!
//! | file | made from |
//! |---|---|
//! | `fyr.css` | `style/fyr.css` and what it imports, among it the theme from `style/designsystemet.config.json` |
//! | `fyr.js`, `fyr.wasm` | the crate `fyr-frontend` |
//! | `inter.woff2` | the typeface Inter, latin letters, all weights |
//! | all others | `style/static/`, as they are |
//!
//! A step whose inputs did not change is skipped.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::workshop::Workshop;
use crate::{node, report, sh};

const FONT: &str = "style/node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2";
const COMPRESSED: [&str; 9] = ["css", "js", "wasm", "svg", "json", "txt", "xml", "html", "webmanifest"];
const COMPRESS: &str = include_str!("compress.mjs");

/// What the compiler may use, the optimiser may use; it does not find out by itself.
const WASM_OPT: [&str; 7] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Builds the site and shows how large it is.
pub fn build_and_show(workshop: &Workshop) -> Result<()> {
    build(workshop)?;
    print!("{}", sizes(workshop)?);
    Ok(())
}

/// Builds the site.
pub fn build(workshop: &Workshop) -> Result<()> {
    node::install(workshop, "style")?;
    let stage = workshop.notes().join("site");
    fs::create_dir_all(&stage)?;
    theme(workshop)?;
    styles(workshop, &stage)?;
    program(workshop, &stage)?;

    let mut files = vec![
        ("fyr.css".into(), stage.join("fyr.css")),
        ("fyr.js".into(), stage.join("fyr.js")),
        ("fyr.wasm".into(), stage.join("fyr.wasm")),
        ("inter.woff2".into(), workshop.path(FONT)),
    ];
    let fixed = workshop.path("style/static");
    for name in files_below(&fixed)? {
        files.push((name.clone(), fixed.join(name)));
    }
    publish(workshop, &files)
}

/// The size of each file, as it is and as it travels.
pub fn sizes(workshop: &Workshop) -> Result<String> {
    let folder = workshop.site();
    let size = |path: &Path| fs::metadata(path).map(|data| data.len());
    let mut rows = Vec::new();
    for name in files_below(&folder)?.into_iter().filter(|name| !is_copy(name)) {
        let path = folder.join(&name);
        let travels = size(&beside(&path, "br")).or_else(|_| size(&path))?;
        rows.push(vec![
            name.display().to_string(),
            report::number(size(&path)?),
            report::number(travels),
            String::new(),
        ]);
    }
    Ok(report::table(&["target/site", "bytes", "as sent (brotli)", ""], &rows))
}

/// The theme: colours, sizes and type that the design system's own program computes from a few choices of ours.
fn theme(workshop: &Workshop) -> Result<()> {
    let theme = workshop.path("style/theme.css");
    let inputs =
        [workshop.path("style/designsystemet.config.json"), workshop.path("style/package-lock.json")];
    let note = Note::of(workshop, "theme", &inputs)?;
    if note.holds() && theme.is_file() {
        return Ok(());
    }
    println!("Building the theme.");
    let (tokens, built) = (workshop.notes().join("theme/tokens"), workshop.notes().join("theme/css"));
    let designsystemet = || node::style_tool(workshop, "designsystemet");
    sh::read(designsystemet().args(["tokens", "create", "--clean", "--out-dir"]).arg(&tokens))?;
    sh::read(
        designsystemet()
            .args(["tokens", "build", "--clean", "--tokens"])
            .arg(&tokens)
            .arg("--out-dir")
            .arg(&built),
    )?;
    fs::copy(built.join("fyr.css"), theme).context("the theme is not called fyr any more")?;
    note.keep()
}

fn styles(workshop: &Workshop, stage: &Path) -> Result<()> {
    let mut esbuild = node::style_tool(workshop, "esbuild");
    esbuild.args([
        "fyr.css",
        "--bundle",
        "--minify",
        "--external:inter.woff2",
        "--loader:.svg=dataurl",
        "--log-level=warning",
    ]);
    sh::run(esbuild.arg(outfile(&stage.join("fyr.css"))))
}

/// The program for the browser: compiled, given its JavaScript, made small.
fn program(workshop: &Workshop, stage: &Path) -> Result<()> {
    println!("Building the program for the browser.");
    sh::run(&mut workshop.cargo([
        "build",
        "--profile",
        "wasm",
        "--target",
        "wasm32-unknown-unknown",
        "--package",
        "fyr-frontend",
    ]))?;
    let compiled = workshop.target.join("wasm32-unknown-unknown/wasm/fyr_frontend.wasm");
    let inputs = [compiled.clone(), workshop.path("style/package-lock.json"), workshop.path("Cargo.lock")];
    let note = Note::of(workshop, "program", &inputs)?;
    let (js, wasm) = (stage.join("fyr.js"), stage.join("fyr.wasm"));
    if note.holds() && js.is_file() && wasm.is_file() {
        return Ok(());
    }
    println!("Making it small.");
    let bound = workshop.notes().join("bindgen");
    empty(&bound)?;
    Bindgen::new()
        .input_path(&compiled)
        .out_name("fyr")
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&bound)
        .context("wasm-bindgen could not write the JavaScript for the program")?;
    let mut esbuild = node::style_tool(workshop, "esbuild");
    esbuild.arg(bound.join("fyr.js")).args(["--bundle", "--minify", "--format=esm", "--log-level=warning"]);
    sh::run(esbuild.arg(outfile(&js)))?;
    let mut optimise = node::style_tool(workshop, "wasm-opt");
    sh::run(optimise.args(WASM_OPT).arg(bound.join("fyr_bg.wasm")).arg("-o").arg(&wasm))?;
    note.keep()
}

/// Puts the files in place, compresses those that changed, and removes what is no longer part of the site.
fn publish(workshop: &Workshop, files: &[(PathBuf, PathBuf)]) -> Result<()> {
    let site = workshop.site();
    let mut wanted = BTreeSet::new();
    let mut compress = Vec::new();
    for (name, source) in files {
        let target = site.join(name);
        let content = fs::read(source).with_context(|| format!("{} cannot be read", source.display()))?;
        let copies = [beside(&target, "br"), beside(&target, "gz")];
        let compressible = target.extension().is_some_and(|it| COMPRESSED.iter().any(|known| it == *known));
        if fs::read(&target).map_or(true, |present| present != content) {
            for copy in &copies {
                remove(copy)?;
            }
            fs::create_dir_all(target.parent().context("a file without a folder")?)?;
            fs::write(&target, content)?;
        }
        wanted.insert(name.clone());
        if compressible {
            wanted.extend(["br", "gz"].map(|kind| beside(name, kind)));
            if !copies.iter().all(|copy| copy.is_file()) {
                compress.push(target);
            }
        }
    }
    if !compress.is_empty() {
        sh::run(
            node::with_node(workshop, &mut Command::new("node"))
                .args(["--input-type=module", "--eval", COMPRESS])
                .args(compress),
        )?;
    }
    for name in files_below(&site)?.into_iter().filter(|name| !wanted.contains(name)) {
        remove(&site.join(name))?;
    }
    Ok(())
}

/// Remembers from which inputs something was made.
struct Note {
    path: PathBuf,
    inputs: String,
}

impl Note {
    fn of(workshop: &Workshop, name: &str, inputs: &[PathBuf]) -> Result<Self> {
        let mut hasher = DefaultHasher::new();
        for input in inputs {
            fs::read(input).with_context(|| format!("{} cannot be read", input.display()))?.hash(&mut hasher);
        }
        Ok(Self {
            path: workshop.notes().join(name).with_extension("inputs"),
            inputs: hasher.finish().to_string(),
        })
    }

    fn holds(&self) -> bool {
        fs::read_to_string(&self.path).is_ok_and(|kept| kept == self.inputs)
    }

    fn keep(&self) -> Result<()> {
        Ok(fs::write(&self.path, &self.inputs)?)
    }
}

fn outfile(path: &Path) -> String {
    format!("--outfile={}", path.display())
}

/// `a.css` and `br` make `a.css.br`.
fn beside(path: &Path, extension: &str) -> PathBuf {
    path.with_added_extension(extension)
}

fn is_copy(name: &Path) -> bool {
    name.extension().is_some_and(|extension| extension == "br" || extension == "gz")
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}

/// Every file below a folder, by its path from there, sorted. A folder that is not there has none.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(current) = folders.pop() {
        if !current.is_dir() {
            continue;
        }
        for entry in fs::read_dir(current)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path.strip_prefix(folder)?.to_path_buf());
            }
        }
    }
    files.sort();
    Ok(files)
}
