//! The rules of the house that a program can check: who may depend on whom, how long a file may be, and what the
//! model must never know.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace is there")
}

/// Siblings: they speak in the model's types and never of each other.
const SIBLINGS: [&str; 9] =
    ["access", "detect", "exchange", "exercise", "ingest", "lake", "report", "response", "store"];

/// What a crate may depend on, dev- and build-dependencies included. A crate that is new must be placed here.
fn allowed(name: &str) -> Option<&'static [&'static str]> {
    match name {
        "model" => Some(&[]),
        // A language beside the vocabulary: it knows neither posts nor people.
        "stix" => Some(&["model"]),
        name if SIBLINGS.contains(&name) => Some(&["model", "stix"]),
        "app" => Some(&[
            "model", "stix", "access", "detect", "exchange", "exercise", "ingest", "lake", "report",
            "response", "store",
        ]),
        // The server shows what use cases made and knows nothing below them.
        "server" => Some(&["model", "app"]),
        "cli" => Some(&["model", "app", "server"]),
        _ => None,
    }
}

/// Our crates that a manifest names in any table of dependencies, `[target.….dependencies]` included.
fn ours(manifest: &toml::Value, found: &mut BTreeSet<String>) {
    let Some(table) = manifest.as_table() else { return };
    for (name, value) in table {
        let is_list = name.ends_with("dependencies");
        if let (true, Some(list)) = (is_list, value.as_table()) {
            for (alias, dependency) in list {
                // `alias = { package = "ostrakon-x" }` is ostrakon-x too.
                let package = dependency.get("package").and_then(toml::Value::as_str).unwrap_or(alias);
                found.extend(package.strip_prefix("ostrakon-").map(str::to_owned));
            }
        } else {
            ours(value, found);
        }
    }
}

fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(workspace().join("crates")).expect("the crates are there") {
        let folder = entry.expect("a readable folder").path();
        let Ok(text) = fs::read_to_string(folder.join("Cargo.toml")) else { continue };
        let manifest: toml::Value = toml::from_str(&text).expect("a manifest is TOML");
        let name = folder.file_name().and_then(|n| n.to_str()).expect("a name").to_owned();
        let mut found = BTreeSet::new();
        ours(&manifest, &mut found);
        all.insert(name, found);
    }
    all
}

#[test]
fn data_flow_one_way_and_siblings_never_import_each_other() {
    let all = dependencies();
    assert!(all.len() >= 9, "the crates were read: {:?}", all.keys());
    for (name, needs) in &all {
        let allowed =
            allowed(name).unwrap_or_else(|| panic!("crates/{name}: say in this test where it stands"));
        for need in needs {
            assert!(
                allowed.contains(&need.as_str()),
                "crates/{name}/Cargo.toml: depends on ostrakon-{need}; it may only depend on {allowed:?}"
            );
        }
    }
}

#[test]
fn the_generator_and_the_detector_share_nothing_but_the_model() {
    let all = dependencies();
    let model = BTreeSet::from(["model".to_owned()]);
    assert_eq!((&all["exercise"], &all["detect"]), (&model, &model));
    // Nor do they read each other's sources by path.
    for (name, other) in [("exercise", "detect"), ("detect", "exercise")] {
        for path in sources(&workspace().join("crates").join(name)) {
            let text = fs::read_to_string(&path).expect("a source is UTF-8");
            for word in [format!("ostrakon_{other}"), format!("crates/{other}"), format!("../{other}")] {
                assert!(!text.contains(&word), "{}: names {word}", path.display());
            }
        }
    }
}

/// Rust files below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return all };
    for entry in entries {
        let path = entry.expect("a readable folder").path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        if path.is_dir() && !matches!(name, "target" | "node_modules" | ".git") {
            all.append(&mut sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            all.push(path);
        }
    }
    all.sort();
    all
}

#[test]
fn a_file_holds_one_idea() {
    const MOST: usize = 450;
    let root = workspace();
    let exempt = |path: &Path| {
        path.components()
            .any(|part| matches!(part.as_os_str().to_str(), Some("generated" | "tests" | "tests.rs")))
    };
    let files: Vec<PathBuf> =
        ["crates", "benches", "fuzz"].iter().flat_map(|part| sources(&root.join(part))).collect();
    assert!(files.len() > 100, "the sources were found");
    for path in files {
        let inside = path.strip_prefix(&root).expect("below the workspace");
        let lines = fs::read_to_string(&path).expect("a source is UTF-8").lines().count();
        assert!(exempt(inside) || lines <= MOST, "{}: {lines} lines, more than {MOST}", inside.display());
    }
}

/// What a person holds to be right is never a field (invariant 5).
const FORBIDDEN: [&str; 18] = [
    "belief",
    "creed",
    "ethnic",
    "faith",
    "ideolog",
    "leaning",
    "left_right",
    "opinion",
    "orientation",
    "partisan",
    "party",
    "persuasion",
    "political",
    "religio",
    "sentiment",
    "stance",
    "union_member",
    "vote_intention",
];

/// Names of fields and variants that a line of Rust declares.
fn declared(line: &str) -> Option<&str> {
    let line = line.trim();
    if line.starts_with("//") || line.starts_with('#') {
        return None;
    }
    let line = line.strip_prefix("pub ").or_else(|| line.strip_prefix("pub(crate) ")).unwrap_or(line);
    let end = line.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(line.len());
    let (name, rest) = line.split_at(end);
    let is_declaration = rest.starts_with(": ") || matches!(rest, "," | "(" | " {") || rest.starts_with('(');
    (is_declaration && !name.is_empty()).then_some(name)
}

#[test]
fn the_model_has_no_field_for_what_a_person_believes() {
    let files = sources(&workspace().join("crates/model/src"));
    assert!(!files.is_empty(), "the model's sources were found");
    for path in files {
        for (number, line) in (1..).zip(fs::read_to_string(&path).expect("a source is UTF-8").lines()) {
            let Some(name) = declared(line) else { continue };
            let name = name.to_lowercase();
            // A party is a kind of organisation there, not what somebody holds to be right.
            if path.ends_with("organisation.rs") && name == "party" {
                continue;
            }
            let bad = FORBIDDEN.iter().find(|word| name.contains(*word));
            assert!(bad.is_none(), "{}:{number}: `{name}` is a field invariant 5 forbids", path.display());
        }
    }
}

#[test]
fn the_check_sees_fields_and_variants() {
    let seen = ["    pub party_affiliation: Option<String>,", "ideology: u8,", "    Opinion,", "Stance(u8),"];
    for line in seen {
        let name = declared(line).expect(line).to_lowercase();
        assert!(FORBIDDEN.iter().any(|word| name.contains(word)), "{line}");
    }
    assert_eq!(declared("/// A party's opinion: none."), None);
}

/// The name that a type bears in the OpenAPI document, with the place, for each that has one.
fn schemas(text: &str) -> Vec<String> {
    let (mut found, mut open, mut derived, mut alias) = (Vec::new(), false, false, None);
    for line in text.lines().map(str::trim) {
        if open || line.starts_with("#[derive(") {
            derived |= line.contains("ToSchema");
            open = !line.ends_with(")]");
        }
        if let Some((_, rest)) = line.split_once("schema(as = ") {
            alias = rest.split([')', ',']).next().map(str::to_owned);
        }
        let word = ["struct ", "enum "].iter().find_map(|word| {
            let bare = line.strip_prefix("pub(crate) ").or(line.strip_prefix("pub ")).unwrap_or(line);
            bare.strip_prefix(word)
        });
        if let Some(rest) = word {
            let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
            if derived {
                found.push(alias.take().unwrap_or_else(|| name.to_owned()));
            }
            (derived, alias) = (false, None);
        }
    }
    found
}

#[test]
fn no_two_schemas_bear_one_name() {
    // The generator of the OpenAPI document keeps one of two schemas of the same name and says nothing.
    let mut places = BTreeMap::<String, Vec<String>>::new();
    for entry in fs::read_dir(workspace().join("crates")).expect("the crates are there") {
        for file in sources(&entry.expect("a readable folder").path().join("src")) {
            let text = fs::read_to_string(&file).expect("a source is text");
            for name in schemas(&text) {
                places.entry(name).or_default().push(file.display().to_string());
            }
        }
    }
    assert!(places.len() > 300, "the check sees the schemas: {}", places.len());
    places.retain(|_, places| places.len() > 1);
    assert!(places.is_empty(), "give one of each pair `#[schema(as = …)]`: {places:#?}");
}

#[test]
fn the_check_of_schemas_sees_aliases_and_derives_of_several_lines() {
    let text = "#[derive(ToSchema)]\n#[schema(as = Alias)]\npub struct A;\n#[derive(Debug)]\nstruct B;\n\
                #[derive(\n    Debug, ToSchema,\n)]\nenum C {}";
    assert_eq!(schemas(text), ["Alias", "C"]);
}
