//! The result files, read back by other people's parsers.

use ostrakon_model::{Exhibit, Finding, Method, Signal, Significance};
use ostrakon_report::tables::{self, EdgeRow, RejectRow, cell};
use ostrakon_report::{document::Handles, example, findings, network, run};
use std::path::Path;

fn finding(id: &str, p: f64) -> Finding {
    Finding {
        id: id.into(),
        kind: "coordinated-group".into(),
        subjects: vec!["a1".into(), "</script>\u{2028}\u{0}".into()],
        window: (ostrakon_model::time::iso(0), ostrakon_model::time::iso(1_717_912_800_123)),
        score: 12.5,
        significance: Significance { p, q: (p * 2.0).min(1.0), null_model: "permuted accounts".into() },
        exhibits: vec![Exhibit {
            what: "co-link https://a.example/".into(),
            refs: vec!["1".into(), "2".into()],
            explanation: "12 s apart".into(),
        }],
        method: Method {
            name: "coordination".into(),
            version: "1".into(),
            params: serde_json::json!({"window_s": 60}),
        },
        dataset: "example".into(),
        flagged: true,
        reasons: vec!["two signals agree".into()],
    }
}

fn schema() -> jsonschema::Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/findings.schema.json");
    let text = std::fs::read_to_string(path).expect("the schema");
    jsonschema::validator_for(&serde_json::from_str(&text).expect("JSON")).expect("a schema")
}

#[test]
fn every_line_of_the_findings_fits_the_published_schema() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("findings.ndjson");
    let written = [finding("g1", 1e-300), finding("g2", 0.0), finding("g3", 1.0)];
    findings::write(&path, &written).expect("write");
    let text = std::fs::read_to_string(&path).expect("read");
    let schema = schema();
    let read: Vec<Finding> = text
        .lines()
        .map(|line| {
            let value: serde_json::Value = serde_json::from_str(line).expect("one object a line");
            let faults: Vec<String> = schema.iter_errors(&value).map(|e| e.to_string()).collect();
            assert!(faults.is_empty(), "{faults:?}");
            serde_json::from_value(value).expect("a finding")
        })
        .collect();
    assert_eq!(read, written);
}

#[test]
fn the_schema_refuses_what_is_no_finding_and_accepts_the_documented_one() {
    let schema = schema();
    let mut value = serde_json::to_value(finding("g1", 0.5)).expect("JSON");
    value["significance"]["p"] = serde_json::Value::Null;
    assert!(!schema.is_valid(&value), "a finding without its p-value");
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/findings.md"))
        .expect("the page");
    let documented =
        page.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).expect("example");
    assert!(schema.is_valid(&serde_json::from_str(documented).expect("JSON")));
}

#[test]
fn a_number_that_json_cannot_hold_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("findings.ndjson");
    let error = findings::write(&path, &[finding("g1", 0.1), finding("g2", f64::NAN)]).expect_err("NaN");
    assert!(error.to_string().contains("finding g2: significance.p is not a finite number"));
    assert!(!path.exists());
}

const ROWS: [EdgeRow<'static>; 3] = [
    EdgeRow {
        source: "a1",
        target: "=cmd|' /C calc'!A0",
        signal: Signal::CoLink,
        weight: 2.0,
        p: 3.2e-41,
        q: 0.001,
        window_s: 60,
        surprise: 14.6,
    },
    EdgeRow {
        source: "-1001234567",
        target: "with, \"quotes\"\nand lines",
        signal: Signal::CoText,
        weight: 0.1,
        p: 0.0,
        q: 0.0,
        window_s: 600,
        surprise: f64::INFINITY,
    },
    EdgeRow {
        source: "'=quoted",
        target: "名前",
        signal: Signal::CoRepost,
        weight: 1e300,
        p: 1.0,
        q: 1.0,
        window_s: 1,
        surprise: 0.0,
    },
];

#[test]
fn edges_as_csv_come_back_exactly_and_no_cell_is_a_formula() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("edges.csv");
    tables::write_edges_csv(&path, ROWS).expect("write");
    let mut reader = csv::Reader::from_path(&path).expect("read");
    assert_eq!(
        reader.headers().expect("headings"),
        vec!["source", "target", "signal", "weight", "p", "q", "window_s", "surprise"]
    );
    for (row, record) in ROWS.iter().zip(reader.records()) {
        let record = record.expect("a record");
        assert_eq!((cell::unguard(&record[0]), cell::unguard(&record[1])), (row.source, row.target));
        assert_eq!(record[2].parse(), Ok(row.signal));
        assert_eq!(record[4].parse::<f64>().expect("p"), row.p);
        assert!(!record[1].starts_with('='));
    }
    let text = std::fs::read_to_string(&path).expect("read");
    assert!(text.contains("\n-1001234567,"), "a plain number is left alone");
}

#[test]
fn edges_as_parquet_hold_every_value_as_it_is() {
    use arrow::array::{AsArray, types::Float64Type};
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("edges.parquet");
    let handles = Handles::Revealed { purpose: "a court's order".into() };
    tables::write_edges_parquet(&path, ROWS.iter().copied().cycle().take(70_000), &handles).expect("write");
    let file = std::fs::File::open(&path).expect("open");
    let builder =
        parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
    let notes = builder.metadata().file_metadata().key_value_metadata().cloned().unwrap_or_default();
    assert!(
        notes.iter().any(|note| note.value.as_ref().is_some_and(|value| value.contains("a court's order")))
    );
    let reader = builder.with_batch_size(1_000).build().expect("reader");
    let mut seen = 0;
    for batch in reader {
        let batch = batch.expect("a batch");
        for i in 0..batch.num_rows() {
            let row = &ROWS[seen % 3];
            assert_eq!(batch.column(0).as_string::<i32>().value(i), row.source);
            assert_eq!(batch.column(1).as_string::<i32>().value(i), row.target);
            assert_eq!(batch.column(4).as_primitive::<Float64Type>().value(i), row.p);
            assert_eq!(batch.column(7).as_primitive::<Float64Type>().value(i), row.surprise);
            seen += 1;
        }
    }
    assert_eq!(seen, 70_000);
}

#[test]
fn communities_list_every_account_of_every_group_once_a_group() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("communities.csv");
    let document = example::document();
    tables::write_communities(&path, &document).expect("write");
    let mut reader = csv::Reader::from_path(&path).expect("read");
    assert_eq!(reader.headers().expect("headings"), vec!["community", "account", "role", "q", "flagged"]);
    let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a record")).collect();
    assert_eq!(rows.len(), document.all_groups().map(|g| g.members.len()).sum::<usize>());
    let flagged = rows.iter().filter(|r| &r[4] == "1").count();
    assert_eq!(flagged, document.groups.iter().map(|g| g.members.len()).sum::<usize>());
}

#[test]
fn rejects_keep_file_line_column_and_reason_even_when_hostile() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("rejects.csv");
    let row = RejectRow {
        file: "posts.csv",
        line: 7,
        column: "timestamp",
        reason: "\"=1\" is no time; use ISO 8601",
    };
    tables::write_rejects(&path, [row]).expect("write");
    assert_eq!(
        std::fs::read_to_string(&path).expect("read"),
        "file,line,column,reason\nposts.csv,7,timestamp,\"\"\"=1\"\" is no time; use ISO 8601\"\n"
    );
    tables::write_rejects(&path, []).expect("write");
    assert_eq!(std::fs::read_to_string(&path).expect("read"), "file,line,column,reason\n");
}

#[test]
fn both_graph_files_parse_and_hold_the_same_graph() {
    let folder = tempfile::tempdir().expect("folder");
    let mut document = example::document();
    document.groups[0].members[0].account = "<&\"'\u{0}\u{1F}\u{FFFF}名".into();
    document.run.dataset = "]]> & <b>".into();
    let edges: usize = document.all_groups().map(|g| g.edges.len()).sum();
    let nodes: usize = document.all_groups().map(|g| g.members.len()).sum();

    let path = folder.path().join("network.graphml");
    network::write_graphml(&path, &document).expect("write");
    let text = std::fs::read_to_string(&path).expect("read");
    let xml = roxmltree::Document::parse(&text).expect("well-formed");
    let count =
        |xml: &roxmltree::Document<'_>, name| xml.descendants().filter(|n| n.has_tag_name(name)).count();
    assert_eq!(xml.root_element().tag_name().namespace(), Some("http://graphml.graphdrawing.org/xmlns"));
    let ns = "http://graphml.graphdrawing.org/xmlns";
    assert_eq!((count(&xml, (ns, "node")), count(&xml, (ns, "edge"))), (nodes, edges));
    let keys: Vec<_> =
        xml.descendants().filter(|n| n.has_tag_name((ns, "key"))).map(|n| n.attribute("id")).collect();
    for data in xml.descendants().filter(|n| n.has_tag_name((ns, "data"))) {
        assert!(keys.contains(&data.attribute("key")));
    }

    let path = folder.path().join("network.gexf");
    network::write_gexf(&path, &document).expect("write");
    let text = std::fs::read_to_string(&path).expect("read");
    let xml = roxmltree::Document::parse(&text).expect("well-formed");
    let ns = "http://gexf.net/1.3";
    assert_eq!(xml.root_element().attribute("version"), Some("1.3"));
    assert_eq!((count(&xml, (ns, "node")), count(&xml, (ns, "edge"))), (nodes, edges));
    let ids: std::collections::HashSet<_> = xml
        .descendants()
        .filter(|n| n.has_tag_name((ns, "node")))
        .filter_map(|n| n.attribute("id"))
        .collect();
    for edge in xml.descendants().filter(|n| n.has_tag_name((ns, "edge"))) {
        assert!(ids.contains(edge.attribute("source").expect("source")));
        assert!(ids.contains(edge.attribute("target").expect("target")));
        assert!(edge.attribute("weight").expect("weight").parse::<f64>().is_ok());
    }
    assert!(
        text.contains("label=\"&lt;&amp;&quot;'名\""),
        "illegal characters are gone, the rest is escaped"
    );
}

#[test]
fn graph_files_that_show_handles_say_for_which_purpose() {
    let folder = tempfile::tempdir().expect("folder");
    let mut document = example::document();
    for (name, write) in [
        ("network.graphml", network::write_graphml as fn(&Path, &_) -> _),
        ("network.gexf", network::write_gexf),
    ] {
        let path = folder.path().join(name);
        for (handles, told) in
            [(Handles::Pseudonyms, false), (Handles::Revealed { purpose: "a <court's> order".into() }, true)]
        {
            document.run.handles = handles;
            write(&path, &document).expect("write");
            let text = std::fs::read_to_string(&path).expect("read");
            let xml = roxmltree::Document::parse(&text).expect("well-formed");
            let says =
                xml.descendants().any(|n| n.text().is_some_and(|text| text.contains("a <court's> order")));
            assert_eq!(says, told, "{name}");
        }
    }
}

#[test]
fn an_empty_result_gives_empty_graphs_not_broken_ones() {
    let folder = tempfile::tempdir().expect("folder");
    let mut document = example::document();
    document.groups.clear();
    document.not_flagged.clear();
    for (name, write) in [
        ("network.graphml", network::write_graphml as fn(&Path, &_) -> _),
        ("network.gexf", network::write_gexf),
    ] {
        let path = folder.path().join(name);
        write(&path, &document).expect("write");
        roxmltree::Document::parse(&std::fs::read_to_string(&path).expect("read")).expect("well-formed");
    }
}

#[test]
fn the_run_file_names_inputs_and_outputs_by_digest() {
    let folder = tempfile::tempdir().expect("folder");
    let table = folder.path().join("rejects.csv");
    std::fs::write(&table, "abc").expect("write");
    let outputs = [run::output(&table).expect("digest")];
    let path = folder.path().join("run.json");
    run::write(&path, &example::document().run, &outputs).expect("write");
    let value: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(&path).expect("read")).expect("JSON");
    assert_eq!(value["as_of"], "2024-06-10T12:00:00Z");
    assert_eq!(value["posts"], 127_121);
    assert_eq!(value["outputs"][0]["name"], "rejects.csv");
    assert_eq!(
        value["outputs"][0]["sha256"],
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    assert!(
        run::output(&folder.path().join("none"))
            .expect_err("missing")
            .to_string()
            .contains("cannot read back")
    );
}
