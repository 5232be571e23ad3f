//! `cargo xtask site`: builds everything the browser loads into `target/site`, each file with its compressed copies, and the typefaces
//! of PDF documents into `target/fonts`.
//!
//! | file | source |
//! |---|---|
//! | `fyr.css` | `style/fyr.css` and its imports, including the theme from `style/designsystemet.config.json` |
//! | `fyr.js`, `fyr.wasm` | the crate `fyr-frontend` |
//! | `inter.woff2` | the typeface Inter: the letters and weights that the texts and styles use (`subset.mjs`) |
//! | all others | `style/static/`, copied |
//!
//! A step whose inputs have not changed is skipped.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::workspace::Workspace;
use crate::{node, report, sh};

const FONT: &str = "style/node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2";
const COMPRESSIBLE: [&str; 9] = ["css", "js", "wasm", "svg", "json", "txt", "xml", "html", "webmanifest"];
const COMPRESS_SCRIPT: &str = include_str!("compress.mjs");
const SUBSET_SCRIPT: &str = include_str!("subset.mjs");
const FONTS_SCRIPT: &str = include_str!("fonts.mjs");

/// The typefaces of PDF documents, below `style/node_modules`: the letters of Europe, Arabic and Ethiopic scripts, and emoji.
const PDF_FONTS: [&str; 9] = [
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
    "@fontsource-variable/inter/files/inter-cyrillic-wght-normal.woff2",
    "@fontsource-variable/inter/files/inter-cyrillic-ext-wght-normal.woff2",
    "@fontsource-variable/inter/files/inter-greek-wght-normal.woff2",
    "@fontsource-variable/inter/files/inter-vietnamese-wght-normal.woff2",
    "@fontsource-variable/noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2",
    "@fontsource/noto-sans-ethiopic/files/noto-sans-ethiopic-ethiopic-400-normal.woff2",
    "@fontsource/noto-emoji/files/noto-emoji-emoji-400-normal.woff2",
];

/// The WebAssembly features that the compiler uses; wasm-opt does not detect them itself.
const WASM_OPT: [&str; 7] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Builds the site and prints the size of its files.
pub fn build_and_print_sizes(workspace: &Workspace) -> Result<()> {
    build(workspace)?;
    print!("{}", sizes(workspace)?);
    Ok(())
}

/// Builds the site.
pub fn build(workspace: &Workspace) -> Result<()> {
    node::install(workspace, "style")?;
    let staging = workspace.state_dir().join("site");
    fs::create_dir_all(&staging)?;
    build_theme(workspace)?;
    build_styles(workspace, &staging)?;
    build_font(workspace, &staging)?;
    build_pdf_fonts(workspace)?;
    build_wasm(workspace, &staging)?;

    let mut files = vec![
        ("fyr.css".into(), staging.join("fyr.css")),
        ("fyr.js".into(), staging.join("fyr.js")),
        ("fyr.wasm".into(), staging.join("fyr.wasm")),
        ("inter.woff2".into(), staging.join("inter.woff2")),
    ];
    let static_files = workspace.path("style/static");
    for name in list_files(&static_files)? {
        files.push((name.clone(), static_files.join(name)));
    }
    publish(workspace, &files)
}

/// A table of the files with their sizes, uncompressed and with Brotli.
pub fn sizes(workspace: &Workspace) -> Result<String> {
    let folder = workspace.site();
    let size = |path: &Path| fs::metadata(path).map(|data| data.len());
    let mut rows = Vec::new();
    for name in list_files(&folder)?.into_iter().filter(|name| !is_compressed_copy(name)) {
        let path = folder.join(&name);
        let transferred = size(&with_extension_added(&path, "br")).or_else(|_| size(&path))?;
        rows.push(vec![
            name.display().to_string(),
            report::grouped(size(&path)?),
            report::grouped(transferred),
            String::new(),
        ]);
    }
    Ok(report::table(&["target/site", "bytes", "as sent (brotli)", ""], &rows))
}

/// Builds the theme (colours, sizes, typography) with the design system's command line tool from our configuration.
fn build_theme(workspace: &Workspace) -> Result<()> {
    let theme = workspace.path("style/theme.css");
    let inputs = ["style/designsystemet.config.json", "style/package-lock.json", "xtask/src/site.rs"]
        .map(|path| workspace.path(path));
    let stamp = Stamp::new(workspace, "theme", &inputs)?;
    if stamp.is_current() && theme.is_file() {
        return Ok(());
    }
    println!("Building the theme.");
    let (tokens, css) = (workspace.state_dir().join("theme/tokens"), workspace.state_dir().join("theme/css"));
    let designsystemet = || node::style_tool(workspace, "designsystemet");
    sh::capture(designsystemet().args(["tokens", "create", "--clean", "--out-dir"]).arg(&tokens))?;
    sh::capture(
        designsystemet()
            .args(["tokens", "build", "--clean", "--tokens"])
            .arg(&tokens)
            .arg("--out-dir")
            .arg(&css),
    )?;
    let built = fs::read_to_string(css.join("fyr.css"))
        .context("the theme's CSS file is not called fyr.css any more")?;
    // paper is white, whatever the screen looks like
    let dark = "@media (prefers-color-scheme: dark)";
    anyhow::ensure!(built.contains(dark), "the theme's dark colours are found in another way now");
    fs::write(theme, built.replace(dark, "@media screen and (prefers-color-scheme: dark)"))?;
    stamp.write()
}

fn build_styles(workspace: &Workspace, staging: &Path) -> Result<()> {
    let mut esbuild = node::style_tool(workspace, "esbuild");
    esbuild.args([
        "fyr.css",
        "--bundle",
        "--minify",
        "--external:inter.woff2",
        "--loader:.svg=dataurl",
        "--log-level=warning",
    ]);
    sh::run(esbuild.arg(outfile_argument(&staging.join("fyr.css"))))
}

/// Builds the typeface with the characters of the texts.
fn build_font(workspace: &Workspace, staging: &Path) -> Result<()> {
    let (source, font) = (workspace.path(FONT), staging.join("inter.woff2"));
    let locales = workspace.path("crates/i18n/locales");
    let texts: Vec<PathBuf> = list_files(&locales)?.into_iter().map(|name| locales.join(name)).collect();
    let mut inputs = vec![
        source.clone(),
        workspace.path("xtask/src/subset.mjs"),
        workspace.path("style/package-lock.json"),
    ];
    inputs.extend_from_slice(&texts);
    let stamp = Stamp::new(workspace, "font", &inputs)?;
    if stamp.is_current() && font.is_file() {
        return Ok(());
    }
    println!("Building the typeface.");
    sh::run(
        node::with_node(workspace, &mut Command::new("node"))
            .current_dir(workspace.path("style"))
            .args(["--input-type=module", "--eval", SUBSET_SCRIPT])
            .arg(source)
            .arg(&font)
            .args(texts),
    )?;
    stamp.write()
}

/// Unpacks the typefaces of PDF documents into `target/fonts`, from where `fyr-pdf` takes them.
fn build_pdf_fonts(workspace: &Workspace) -> Result<()> {
    let sources = PDF_FONTS.map(|font| workspace.path("style/node_modules").join(font));
    let inputs = ["xtask/src/fonts.mjs", "xtask/src/site.rs", "style/package-lock.json"];
    let stamp = Stamp::new(workspace, "pdf-fonts", &inputs.map(|path| workspace.path(path)))?;
    let fonts = workspace.fonts();
    if stamp.is_current() && list_files(&fonts)?.len() == PDF_FONTS.len() {
        return Ok(());
    }
    println!("Unpacking the typefaces of PDF documents.");
    recreate_folder(&fonts)?;
    sh::run(
        node::with_node(workspace, &mut Command::new("node"))
            .current_dir(workspace.path("style"))
            .args(["--input-type=module", "--eval", FONTS_SCRIPT])
            .arg(&fonts)
            .args(sources),
    )?;
    stamp.write()
}

/// Builds the WebAssembly: compiles it, generates its JavaScript bindings, and optimises both.
fn build_wasm(workspace: &Workspace, staging: &Path) -> Result<()> {
    println!("Building the WebAssembly.");
    sh::run(&mut workspace.cargo([
        "build",
        "--profile",
        "wasm",
        "--target",
        "wasm32-unknown-unknown",
        "--package",
        "fyr-frontend",
    ]))?;
    let compiled = workspace.target.join("wasm32-unknown-unknown/wasm/fyr_frontend.wasm");
    let entry = workspace.path("frontend/src/hydrate.js");
    let inputs = [
        compiled.clone(),
        entry.clone(),
        workspace.path("style/package-lock.json"),
        workspace.path("Cargo.lock"),
    ];
    let stamp = Stamp::new(workspace, "program", &inputs)?;
    let (js, wasm) = (staging.join("fyr.js"), staging.join("fyr.wasm"));
    if stamp.is_current() && js.is_file() && wasm.is_file() {
        return Ok(());
    }
    println!("Optimising the WebAssembly.");
    let bindings = workspace.state_dir().join("bindgen");
    recreate_folder(&bindings)?;
    Bindgen::new()
        .input_path(&compiled)
        .out_name("fyr")
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&bindings)
        .context("wasm-bindgen could not generate the JavaScript bindings")?;
    let bundled = bindings.join("hydrate.js");
    fs::copy(&entry, &bundled).with_context(|| format!("{} cannot be copied", entry.display()))?;
    let mut esbuild = node::style_tool(workspace, "esbuild");
    esbuild.arg(bundled).args(["--bundle", "--minify", "--format=esm", "--log-level=warning"]);
    sh::run(esbuild.arg(outfile_argument(&js)))?;
    let mut wasm_opt = node::style_tool(workspace, "wasm-opt");
    sh::run(wasm_opt.args(WASM_OPT).arg(bindings.join("fyr_bg.wasm")).arg("-o").arg(&wasm))?;
    stamp.write()
}

/// Copies changed files to `target/site`, compresses them, and deletes files that are no longer part of the site.
fn publish(workspace: &Workspace, files: &[(PathBuf, PathBuf)]) -> Result<()> {
    let site = workspace.site();
    let mut expected = BTreeSet::new();
    let mut compress = Vec::new();
    for (name, source) in files {
        let target = site.join(name);
        let content = fs::read(source).with_context(|| format!("{} cannot be read", source.display()))?;
        let copies = [with_extension_added(&target, "br"), with_extension_added(&target, "gz")];
        let compressible =
            target.extension().is_some_and(|extension| COMPRESSIBLE.iter().any(|known| extension == *known));
        if fs::read(&target).map_or(true, |current| current != content) {
            for copy in &copies {
                remove_if_exists(copy)?;
            }
            fs::create_dir_all(target.parent().context("a file without a folder")?)?;
            fs::write(&target, content)?;
        }
        expected.insert(name.clone());
        if compressible {
            expected.extend(["br", "gz"].map(|kind| with_extension_added(name, kind)));
            if !copies.iter().all(|copy| copy.is_file()) {
                compress.push(target);
            }
        }
    }
    if !compress.is_empty() {
        sh::run(
            node::with_node(workspace, &mut Command::new("node"))
                .args(["--input-type=module", "--eval", COMPRESS_SCRIPT])
                .args(compress),
        )?;
    }
    for name in list_files(&site)?.into_iter().filter(|name| !expected.contains(name)) {
        remove_if_exists(&site.join(name))?;
    }
    Ok(())
}

/// Records a hash of a step's inputs, so that the step is skipped while they are unchanged.
struct Stamp {
    path: PathBuf,
    inputs: String,
}

impl Stamp {
    fn new(workspace: &Workspace, name: &str, inputs: &[PathBuf]) -> Result<Self> {
        let mut hasher = DefaultHasher::new();
        for input in inputs {
            fs::read(input).with_context(|| format!("{} cannot be read", input.display()))?.hash(&mut hasher);
        }
        Ok(Self {
            path: workspace.state_dir().join(name).with_extension("inputs"),
            inputs: hasher.finish().to_string(),
        })
    }

    fn is_current(&self) -> bool {
        fs::read_to_string(&self.path).is_ok_and(|recorded| recorded == self.inputs)
    }

    fn write(&self) -> Result<()> {
        Ok(fs::write(&self.path, &self.inputs)?)
    }
}

fn outfile_argument(path: &Path) -> String {
    format!("--outfile={}", path.display())
}

/// Appends an extension: `a.css` and `br` give `a.css.br`.
fn with_extension_added(path: &Path, extension: &str) -> PathBuf {
    path.with_added_extension(extension)
}

fn is_compressed_copy(name: &Path) -> bool {
    name.extension().is_some_and(|extension| extension == "br" || extension == "gz")
}

fn remove_if_exists(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn recreate_folder(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}

/// All files below a folder, as sorted relative paths; empty where the folder does not exist.
pub fn list_files(folder: &Path) -> Result<Vec<PathBuf>> {
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
